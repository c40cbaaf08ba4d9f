//! The screen over a real library: the workers answer, one question after the other, so that frames
//! are the same every time.

use crate::session::written_rows;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use variorum::app::App;
use variorum::app::effect::{Effect, Msg, Request, Ticket};
use variorum::app::input::{Key, sequence};
use variorum::library::{AddOptions, Library, Source};
use variorum::tui::theme::Theme;
use variorum::tui::views;
use variorum::worker::{Workers, messages};

/// Longer than any answer takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// The time of every `add`.
const NOW: i64 = 1_700_000_000_000;

/// A library of some folders, each added as a batch of its own.
pub struct Shelf {
    _folder: tempfile::TempDir,
    library: Library,
}

impl Shelf {
    pub fn of(batches: &[(&str, &Path)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("archive");
        std::fs::create_dir(&home).unwrap();
        let mut library = Library::open(&home.join(".variorum"), "ada", true).unwrap();
        for (batch, from) in batches {
            let within = home.join(batch);
            copy(from, &within);
            let options = AddOptions { batch: Some((*batch).to_owned()), ..AddOptions::default() };
            let source = Source::Paths(vec![within]);
            library.add(source, &options, &|| NOW, &mut |_| {}, &AtomicBool::new(false)).unwrap();
        }
        Self { _folder: folder, library }
    }

    /// A reader at a screen of its own over this library.
    pub fn open(&self, width: u16, height: u16) -> Live {
        let (answers, inbox) = messages();
        let workers = Workers::start(&self.library, &answers, || 0).unwrap();
        let (app, effects) = App::start(self.library.name(), width, height, false);
        let mut live = Live { app, workers, inbox, open: VecDeque::new() };
        live.take(effects);
        live.settle();
        live
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

pub struct Live {
    pub app: App,
    workers: Workers,
    inbox: crossbeam_channel::Receiver<Msg>,
    open: VecDeque<(Ticket, Request)>,
}

impl Live {
    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Ask(ticket, request) = effect {
                self.open.push_back((ticket, request));
            }
        }
    }

    fn send(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.take(effects);
    }

    /// Has every open question answered, and those that the answers lead to.
    fn settle(&mut self) {
        while let Some((ticket, request)) = self.open.pop_front() {
            self.workers.ask(ticket, request);
            loop {
                match self.inbox.recv_timeout(PATIENCE).expect("an answer") {
                    Msg::Answer(answered, answer) if answered == ticket => {
                        self.send(Msg::Answer(answered, answer));
                        break;
                    }
                    // How far the work has come depends on the machine.
                    _ => {}
                }
            }
        }
    }

    /// Types keys, each after the answers to the one before.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in sequence(keys).unwrap() {
            self.send(Msg::Key(key));
            self.settle();
        }
        self
    }

    /// Types keys and changes the screen's size before anything is answered.
    pub fn resized_meanwhile(&mut self, keys: &str, width: u16, height: u16) -> &mut Self {
        for key in sequence(keys).unwrap() {
            self.send(Msg::Key(key));
        }
        self.send(Msg::Resize(width, height));
        self.settle();
        self
    }

    /// Types a text as it stands.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.send(Msg::Key(Key::Char(c)));
            self.settle();
        }
        self
    }

    /// The screen as text, a line a line.
    pub fn screen(&self) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.width, self.app.height));
        views::draw(&self.app, &mut buffer, Theme::mono());
        written_rows(&buffer).join("\n")
    }
}
