//! A reader at the screen without a terminal: keys go in, questions are answered, frames come out.

use crate::corpus::harbour;
use crate::desk::Desk;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use std::collections::VecDeque;
use variorum::app::effect::{Channel, Effect, Msg, Request, Ticket};
use variorum::app::input::{Key, sequence};
use variorum::app::{App, Start};
use variorum::tui::backend::Depth;
use variorum::tui::theme::{Ground, Theme};
use variorum::tui::views;

pub struct Session {
    pub app: App,
    pub desk: Desk,
    /// Questions that have not been answered.
    pub open: VecDeque<(Ticket, Request)>,
    /// What was asked for besides questions.
    pub effects: Vec<Effect>,
}

impl Session {
    pub fn start(width: u16, height: u16) -> Self {
        Self::over(harbour(), width, height)
    }

    pub fn over(desk: Desk, width: u16, height: u16) -> Self {
        Self::from(desk, Start::default(), width, height)
    }

    /// A session of Ada's from a state, over some library.
    pub fn from(desk: Desk, start: Start, width: u16, height: u16) -> Self {
        let start = Start { name: "harbour".into(), who: "ada".into(), ..start };
        let (app, effects) = App::start_as(start, width, height);
        let mut session = Self { app, desk, open: VecDeque::new(), effects: Vec::new() };
        session.take(effects);
        session.settle();
        session
    }

    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(ticket, request) => self.open.push_back((ticket, request)),
                other => self.effects.push(other),
            }
        }
    }

    /// Takes a message in and leaves what it asks unanswered.
    pub fn send(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.take(effects);
    }

    /// Answers one question.
    pub fn answer(&mut self, place: usize) {
        if let Some((ticket, request)) = self.open.remove(place) {
            let answer = self.desk.answer(request);
            self.send(Msg::Answer(ticket, answer));
        }
    }

    /// Answers the oldest question at one of the three desks that the worker has.
    pub fn answer_at(&mut self, desk: usize) {
        let sits_at = |channel| match channel {
            Channel::Search
            | Channel::Step
            | Channel::Entities
            | Channel::Card
            | Channel::Facets
            | Channel::Marking
            | Channel::Kwic
            | Channel::Listing => 0,
            Channel::Export => 3,
            Channel::Report
            | Channel::Diff
            | Channel::Apparatus
            | Channel::Seen
            | Channel::Passages
            | Channel::Changes => 1,
            _ => 2,
        };
        if let Some(place) = self.open.iter().position(|(ticket, _)| sits_at(ticket.channel) == desk) {
            self.answer(place);
        }
    }

    /// Answers everything that is open and what the answers lead to.
    pub fn settle(&mut self) {
        for _ in 0..10_000 {
            if self.open.is_empty() {
                return;
            }
            self.answer(0);
        }
        panic!("the screen never stops asking: {:?}", self.open);
    }

    /// Types keys, each after the answers to the one before.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in sequence(keys).unwrap() {
            self.send(Msg::Key(key));
            self.settle();
        }
        self
    }

    /// Types keys before anything is answered.
    pub fn ahead(&mut self, keys: &str) -> &mut Self {
        for key in sequence(keys).unwrap() {
            self.send(Msg::Key(key));
        }
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

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.send(Msg::Resize(width, height));
        self.settle();
        self
    }

    pub fn status(&self) -> &str {
        &self.app.status.text
    }

    /// The document at the list's cursor, and the one in the reader.
    pub fn at(&self) -> (Option<u32>, Option<u32>) {
        (self.app.list.current(), self.app.reader.number())
    }

    pub fn draw(&self, theme: Theme) -> (Buffer, Option<(u16, u16)>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.width, self.app.height));
        let cursor = views::draw(&self.app, &mut buffer, theme);
        (buffer, cursor)
    }

    /// The screen as text, a line a line.
    pub fn screen(&self) -> String {
        let (buffer, _) = self.draw(Theme::mono());
        written_rows(&buffer).join("\n")
    }

    /// The screen as text, with the cursor and with what is not plain (line, columns, attributes),
    /// and behind that the colours of each theme, which are all that themes differ in.
    pub fn frame(&self) -> String {
        let (mono, cursor) = self.draw(Theme::mono());
        let mut out = written_rows(&mono).join("\n");
        out.push_str(&match cursor {
            Some((x, y)) => format!("\n-- cursor {x},{y}\n"),
            None => "\n-- no cursor\n".to_owned(),
        });
        out.push_str(&spans(&mono, attributes));
        for (name, theme) in themes() {
            let (buffer, there) = self.draw(theme);
            assert_eq!(there, cursor, "{name}");
            for (one, other) in buffer.content().iter().zip(mono.content()) {
                assert_eq!((one.symbol(), one.modifier), (other.symbol(), other.modifier), "{name}");
            }
            let colours = spans(&buffer, colours);
            if !colours.is_empty() {
                out.push_str(&format!("-- {name}\n{colours}"));
            }
        }
        out
    }
}

/// The themes that have colours.
pub fn themes() -> [(&'static str, Theme); 3] {
    [("dark", Ground::Dark), ("light", Ground::Light), ("neutral", Ground::Unknown)]
        .map(|(name, ground)| (name, Theme::new(ground, Depth::Palette)))
}

/// What some of the cells are drawn with, a line a line.
fn spans(buffer: &Buffer, told: fn(Style) -> String) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut spans: Vec<String> = Vec::new();
        let mut x = 0;
        while x < buffer.area.width {
            let name = told(buffer[(x, y)].style());
            let start = x;
            while x < buffer.area.width && told(buffer[(x, y)].style()) == name {
                x += 1;
            }
            if !name.is_empty() {
                spans.push(format!("{start}-{} {name}", x - 1));
            }
        }
        if !spans.is_empty() {
            out.push_str(&format!("{y}: {}\n", spans.join(", ")));
        }
    }
    out
}

/// The lines of a screen, without the blanks at their ends.
pub fn written_rows(buffer: &Buffer) -> Vec<String> {
    let width = |symbol: &str| variorum::text::width::cells(symbol).max(1) as u16;
    (0..buffer.area.height)
        .map(|y| {
            let mut line = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += width(symbol);
            }
            line.trim_end().to_owned()
        })
        .collect()
}

fn colours(style: Style) -> String {
    assert!(style.bg.is_none_or(|ground| ground == Color::Reset), "nothing is put behind text");
    match style.fg {
        None | Some(Color::Reset) => String::new(),
        Some(colour) => colour.to_string().to_lowercase(),
    }
}

fn attributes(style: Style) -> String {
    let named = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "slanted"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ];
    let there = named.iter().filter(|(attribute, _)| style.add_modifier.contains(*attribute));
    there.map(|(_, name)| *name).collect::<Vec<_>>().join(" ")
}
