//! The commands of the palette, some with words behind their names.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::line::Line;
use super::menu::{Does, Menu, MenuLine};
use super::overlay::Overlay;
use super::{App, Held};

/// What the palette has besides the actions of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Quit,
    Report,
    Explain,
    Tag,
    Note,
    StopAdding,
    Inbox,
    Mark,
    Yank,
    Conflicts,
    Disputes,
    Notes,
    Fresh,
    Export,
    Save,
    Unsave,
    Saved,
    Kwic,
    Batch,
    Theme,
}

/// A command's name, what may stand behind it, and what it does.
const COMMANDS: [(&str, Words, &str, Command); 20] = [
    ("q", Words::None, "leave the program", Command::Quit),
    (
        "report",
        Words::May("FILE"),
        "what a batch brought and what became of it; with a FILE, as Markdown",
        Command::Report,
    ),
    (
        "explain",
        Words::May("QUERY"),
        "how a query is read, the one in force or another, and what each part of it finds",
        Command::Explain,
    ),
    ("tag", Words::Must("TAG"), "put a tag on the document or on the marked ones", Command::Tag),
    ("note", Words::Must("TEXT"), "write a note on the document or on the passage here", Command::Note),
    ("stop", Words::None, "stop adding documents; what was read stays", Command::StopAdding),
    ("inbox", Words::May("BATCH"), "decide about a batch, the newest where none is named", Command::Inbox),
    ("mark", Words::Must("QUERY"), "mark every document that a query finds", Command::Mark),
    (
        "export",
        Words::Must("FORMAT FILE"),
        "write all that the query finds to a file, as jsonl, csv, markdown, ris, csl-json, w3c, ftm, datashare, spacy or conll",
        Command::Export,
    ),
    ("yank", Words::Must("FILE"), "add the passage here with its reference to a file", Command::Yank),
    ("conflicts", Words::None, "version groups with different verdicts", Command::Conflicts),
    ("disputes", Words::None, "documents about which people disagree whose decisions were merged", Command::Disputes),
    ("notes", Words::None, "documents with notes", Command::Notes),
    ("save", Words::Must("NAME"), "save this search; in:NAME asks it again, also inside others", Command::Save),
    ("unsave", Words::Must("NAME"), "take a saved search off the list", Command::Unsave),
    ("saved", Words::None, "the saved searches", Command::Saved),
    ("kwic", Words::May("QUERY"), "concordance: every place of the query in its context", Command::Kwic),
    ("batch", Words::Must("FILE"), "ask every line of a file, such as a list of names", Command::Batch),
    ("theme", Words::May("NAME"), "colours for a dark or a light screen, for either, or none", Command::Theme),
    ("fresh", Words::None, "begin anew: every document, no marks, no comparison", Command::Fresh),
];

/// What may stand behind a command's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    None,
    May(&'static str),
    Must(&'static str),
}

/// The commands as lines of the palette.
pub(super) fn lines() -> impl Iterator<Item = MenuLine> {
    COMMANDS.into_iter().map(|(name, words, text, command)| {
        let behind = match words {
            Words::None => String::new(),
            Words::May(what) => format!(" [{what}]"),
            Words::Must(what) => format!(" {what}"),
        };
        MenuLine {
            keys: format!(":{name}{behind}"),
            text: format!("{name}: {text}"),
            context: "command",
            does: Does::Command(command),
        }
    })
}

/// A command has this name.
pub(super) fn is_named(name: &str) -> bool {
    COMMANDS.iter().any(|known| known.0 == name)
}

/// The command at the beginning of a line of the palette, and the words behind its name.
pub(super) fn typed(line: &str) -> Option<(Command, &str)> {
    let line = line.trim_start().trim_start_matches(':');
    let (name, words) = line.split_once(char::is_whitespace)?;
    let known = COMMANDS.iter().find(|known| known.0 == name && known.1 != Words::None)?;
    Some((known.3, words.trim()))
}

impl App {
    pub(super) fn run_command(&mut self, command: Command, words: &str) -> Vec<Effect> {
        // They are about what keys before them have led to.
        let like = match command {
            Command::Quit | Command::StopAdding | Command::Theme => Action::Quit,
            Command::Yank => Action::Yank,
            Command::Inbox => Action::Inbox,
            _ => Action::MarkAll,
        };
        if self.must_wait(like) {
            self.held.push_back(Held::Command(command, words.to_owned()));
            return Vec::new();
        }
        match command {
            Command::Quit => self.act(Action::Quit, None),
            Command::Report => self.ask_for_report(Some(words.to_owned()).filter(|path| !path.is_empty())),
            Command::Explain => {
                let query = if words.is_empty() { self.query.clone() } else { words.to_owned() };
                vec![self.ask(Channel::Report, Request::Explain { query })]
            }
            Command::Tag if words.is_empty() => self.ask_for_words("tag"),
            Command::Tag => self.tag_with(words),
            Command::Note if words.is_empty() => self.ask_for_words("note"),
            Command::Note => self.note_at_once(words),
            Command::StopAdding if self.adding.is_none() => {
                self.say(format!(
                    "nothing is being added; leave with {} and add with: variorum add PATH",
                    self.key_of(Action::Leave)
                ));
                Vec::new()
            }
            Command::StopAdding => vec![Effect::StopAdding],
            Command::Inbox => self.open_inbox(words),
            Command::Mark if words.is_empty() => self.ask_for_words("mark"),
            Command::Mark => vec![self.ask(Channel::Marking, Request::ToMark { query: words.to_owned() })],
            Command::Yank if words.is_empty() => self.ask_for_words("yank"),
            Command::Yank => self.yank_to(words),
            Command::Export => match words.split_once(char::is_whitespace) {
                Some((format, path)) => self.export(format, path.trim()),
                None if words.is_empty() => self.ask_for_words("export"),
                None => {
                    self.say(format!("name a file behind the format: {} {words} FILE", self.asked_for("export")));
                    Vec::new()
                }
            },
            Command::Conflicts => self.conflicts(),
            Command::Disputes => self.search_for(super::inbox::DISPUTED.to_owned()),
            Command::Notes => self.search_for("is:noted".to_owned()),
            Command::Fresh => self.begin_anew(),
            Command::Theme => self.choose_look(words),
            Command::Save if words.is_empty() => self.ask_for_words("save"),
            Command::Save => self.save_query(words),
            Command::Unsave if words.is_empty() => self.ask_for_words("unsave"),
            Command::Unsave => vec![self.ask(Channel::Decide, Request::Unsave { name: words.to_owned() })],
            Command::Saved => vec![self.ask(Channel::Listing, Request::SavedSearches)],
            Command::Kwic => self.ask_for_kwic(words),
            Command::Batch if words.is_empty() => self.ask_for_words("batch"),
            Command::Batch => self.ask_for_listing(words),
        }
    }

    /// Leaves the palette open behind a command's name, for the words that it needs.
    fn ask_for_words(&mut self, name: &str) -> Vec<Effect> {
        let mut overlay = Overlay::palette(&self.keymap, &self.tags);
        if let Overlay::Menu(Menu { line, .. }) = &mut overlay {
            *line = Line::of(&format!("{name} "));
        }
        overlay.filter();
        self.overlay = Some(overlay);
        Vec::new()
    }

    /// Marks documents besides those that are marked.
    pub(super) fn mark_these(&mut self, documents: Vec<u32>) {
        let before = self.list.marked.len();
        let found = documents.len();
        self.list.marked.extend(documents);
        let new = self.list.marked.len() - before;
        let listed = self.list.documents.iter().filter(|document| self.list.marked.contains(document)).count();
        let away = match self.list.marked.len() - listed {
            0 => String::new(),
            1 => ", 1 of them not in this list".to_owned(),
            away => format!(", {away} of them not in this list"),
        };
        self.say(match (found, new) {
            (0, _) => {
                format!("nothing is found to be marked; {} tries the query on the list", self.key_of(Action::Search))
            }
            (_, 0) => format!("all {found} were marked; {} are", self.list.marked.len()),
            _ => {
                let (all, off) = (self.list.marked.len(), self.key_of(Action::Dismiss));
                let all = if all == new { String::new() } else { format!(", {all} in all") };
                format!("{new} marked{all}{away}; verbs act on them, {off} takes the marks off")
            }
        });
    }
}
