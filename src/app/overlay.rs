//! What lies over the panes for a moment: the search bar, help, the palette, labels, cards.

use super::action::Action;
use super::card::card_lines;
use super::effect::Effect;
use super::input::Key;
use super::line::Line;
pub use super::menu::{Does, Menu, MenuLine};
use super::query;
use super::{App, Spot};
use crate::library::types::entities::Card;
use crate::library::types::outcome::BatchReport;
use crate::library::types::seen::new_percent;
use crate::library::types::{
    Completion, DocNo, Document, EntityNo, Explained, Group, Relation, Standing, Verdict, Why, day, told_date,
};
use crate::text::counted;
use crate::text::wrap::wrap;
use std::ops::Range;
use std::sync::Arc;

/// What a bar's line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarKind {
    Corpus,
    InDocument,
    Tag,
    Note,
    /// Part of the name of an entity that is looked for.
    Entity,
    /// Another name for this entity.
    Rename(EntityNo),
}

/// A line that is being typed at the foot of the screen.
#[derive(Clone, Debug)]
pub struct Bar {
    pub kind: BarKind,
    pub line: Line,
    /// The query, at the beginning of the line, that what is typed behind it is to narrow.
    pub(super) narrows: String,
    /// Where the list was, to go back to.
    pub(super) before: Option<Before>,
    /// Where the reader beside the list was, if anywhere, before it showed what was found while typing.
    pub(super) glanced: Option<Option<Spot>>,
    /// What is wrong with the query, and where (bytes).
    pub error: Option<(String, Range<usize>)>,
    pub repair: Option<String>,
    /// What is worth knowing of the query whose results are shown.
    pub hint: Option<String>,
    /// When the line was left that has been come back to, until it is changed.
    pub left: Option<String>,
    /// The line is the query in force, which the first letter replaces.
    pub fresh: bool,
    /// How the typed word may go on, and the option that has been put in.
    pub offered: Option<Box<Offered>>,
    /// Texts that were looked through so far for what is typed, of how many.
    pub worked: Option<(usize, usize)>,
    pub(super) recalled: Option<usize>,
    /// What had been typed before an earlier search was called up.
    pub(super) typed: String,
}

/// Ways for the typed word to go on.
#[derive(Clone, Debug)]
pub struct Offered {
    pub options: Vec<Completion>,
    pub chosen: usize,
    /// The bytes of the line that the option takes.
    pub(super) range: Range<usize>,
}

/// The list as it was before the bar changed it.
#[derive(Clone, Debug)]
pub(super) struct Before {
    pub documents: Arc<Vec<DocNo>>,
    pub cursor: usize,
    pub top: usize,
}

impl Before {
    /// The document at the cursor, and how many lines below the first on the screen it is.
    pub fn place(&self) -> Option<(DocNo, usize)> {
        let document = self.documents.get(self.cursor).copied()?;
        Some((document, self.cursor.saturating_sub(self.top)))
    }
}

impl Bar {
    pub fn open(kind: BarKind, text: &str) -> Self {
        Self {
            kind,
            line: Line::of(text),
            narrows: String::new(),
            before: None,
            glanced: None,
            error: None,
            repair: None,
            hint: None,
            left: None,
            fresh: false,
            offered: None,
            worked: None,
            recalled: None,
            typed: String::new(),
        }
    }
}

impl Bar {
    /// The query that the line stands for.
    pub fn query(&self) -> String {
        match self.line.text.strip_prefix(self.narrows.as_str()) {
            Some(typed) if !self.narrows.is_empty() => query::joined(&self.narrows, typed),
            _ => self.line.text.clone(),
        }
    }

    /// The bytes of the line that stand for bytes of its query.
    pub(super) fn in_line(&self, span: Range<usize>) -> Range<usize> {
        // What was typed stands one byte further on in the query, behind a parenthesis.
        let shifted = self.query().len() > self.line.text.len();
        let at = |byte: usize| match shifted && byte > self.narrows.len() {
            true => (byte - 1).min(self.line.text.len()),
            false => byte,
        };
        at(span.start)..at(span.end)
    }

    /// The cursor stands directly behind a field's colon.
    pub fn begins_value(&self) -> bool {
        self.kind == BarKind::Corpus && self.line.text[..self.line.at].ends_with(':')
    }

    /// The cursor stands behind a field's name and colon, where a value is being typed.
    pub(super) fn is_in_value(&self) -> bool {
        if self.kind != BarKind::Corpus {
            return false;
        }
        let before = &self.line.text[..self.line.at];
        let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
        let quoted = before.matches('"').count() % 2 == 1;
        word.contains(':') || (quoted && before.rfind('"').is_some_and(|at| before[..at].ends_with(':')))
    }
}

/// What lies over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    Bar(Bar),
    Menu(Menu),
    /// Letters over the entities on screen: (bytes in the document, entity), and what was typed.
    Labels {
        shown: Vec<(usize, EntityNo)>,
        typed: String,
    },
    /// The concordance.
    Kwic,
    /// A page of lines that a key takes away.
    Page {
        title: String,
        lines: Vec<String>,
        top: usize,
    },
}

/// The letters of labels, the easy ones first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// The label of the entity number `index` among `count` on the screen.
pub fn label(index: usize, count: usize) -> String {
    let letters: Vec<char> = LETTERS.chars().collect();
    if count <= letters.len() {
        return letters[index % letters.len()].to_string();
    }
    [letters[index / letters.len() % letters.len()], letters[index % letters.len()]].iter().collect()
}

impl Overlay {
    pub fn labels(shown: Vec<(usize, EntityNo)>) -> Self {
        Self::Labels { shown, typed: String::new() }
    }

    /// What is known of a document.
    pub fn information(
        document: &Document,
        standing: Option<&Standing>,
        group: Option<&Group>,
        why: Option<&Why>,
        key: &dyn Fn(Action) -> String,
    ) -> Self {
        let row = &document.row;
        let mut lines = vec![row.title.clone(), String::new()];
        let mut fact = |name: &str, value: &str| {
            if !value.is_empty() {
                lines.push(format!("{name:10} {value}"));
            }
        };
        fact("key", &row.key);
        fact("number", &format!("#{}", row.number));
        fact("date", &row.date.as_deref().map_or_else(|| "not known".to_owned(), told_date));
        fact("source", row.source.as_deref().unwrap_or_default());
        fact("path", &document.path);
        fact("url", document.url.as_deref().unwrap_or_default());
        fact("language", document.language.as_deref().unwrap_or_default());
        fact("batch", &document.batch_name);
        fact("words", &row.words.to_string());
        match new_percent(row.seen, row.words) {
            100 => {}
            percent => fact("new", &format!("{percent} % of its words have stood in no document before it")),
        }
        fact("tags", &row.standing.tags.join(", "));
        // What was decided since the document was opened is known to its row alone.
        if let Some(now) = standing.map(|standing| standing.verdict)
            && now != document.verdicts.last().and_then(|said| said.verdict)
        {
            fact("verdict", &format!("{} · just now", now.map_or("none", Verdict::as_str)));
        }
        for said in &document.verdicts {
            let verdict = said.verdict.map_or("", Verdict::as_str);
            fact("verdict", &format!("{verdict} · {} · {}", said.who, minute(&said.when)));
        }
        for note in &document.notes {
            let quote = note.quote.as_ref().map(|quote| format!(" · on \"{}\"", in_short(quote)));
            fact("note", &format!("{} · {}{}", note.told(), minute(&note.when), quote.unwrap_or_default()));
        }
        fact("copies", &document.copies.join(", "));
        let member = group.and_then(|group| group.members.iter().find(|member| member.row.number == row.number));
        if let Some(group) = group.filter(|_| member.is_some_and(|member| member.relation == Relation::Leader)) {
            fact("relation", &leads(group, &key(Action::Information)));
        } else if let Some(member) = member {
            let percent = |share: f32| format!("{:.1} %", share * 100.0);
            fact("relation", member.relation.as_str());
            fact("similar", &format!("{} of all runs of five words stand in both", percent(member.similarity)));
            fact("in leader", &format!("{} of this text stands in the leader", percent(member.containment)));
            fact("holds", &format!("{} of the leader stands in this text", percent(member.contained)));
        }
        if let Some(why) = why {
            let lacks = |whose: u32| counted(whose.saturating_sub(why.shared), "word");
            fact("leader", &why.leader);
            fact(
                "shared",
                &format!(
                    "{} of {} words in {}, the longest of {}",
                    why.shared,
                    why.words.0,
                    counted(why.passages, "passage"),
                    counted(why.longest, "word")
                ),
            );
            fact("only here", &format!("{} that the leader has not, or elsewhere", lacks(why.words.0)));
            fact("not here", &format!("{} of the leader, or elsewhere", lacks(why.words.1)));
            fact("nearest", why.nearest.as_deref().unwrap_or_default());
            if why.named {
                fact("called", "both bear this title and few others do, so that little shared text is enough");
            }
            if why.decided {
                let undo = key(Action::Undo);
                fact(
                    "joined",
                    &format!("a reader said that these are versions; {undo} takes it back while it is the last act"),
                );
            }
        }
        let language = document.language.as_deref().unwrap_or_default();
        for (name, value) in &document.fields {
            // `en-GB` says no more than `en` above.
            let tag = value.split(['-', '_']).next().unwrap_or_default();
            let known =
                matches!(name.to_lowercase().as_str(), "lang" | "language") && tag.eq_ignore_ascii_case(language);
            if !known {
                fact(name, value);
            }
        }
        Self::Page { title: "information".into(), lines, top: 0 }
    }

    /// What is known of an entity.
    pub fn card(card: &Card, key: &dyn Fn(Action) -> String) -> Self {
        let mut lines = card_lines(card);
        lines.push(String::new());
        let (follow, list) = (key(Action::PinNext), key(Action::DocumentsWithPinned));
        lines.push(format!("{follow} follows it through the text, {list} lists every document with it"));
        Self::Page { title: "entity".into(), lines, top: 0 }
    }

    /// What a batch brought; `command` is how the palette is asked for it.
    pub fn report(whole: &BatchReport, command: &str) -> Self {
        let (report, outcome) = (&whole.report, &whole.outcome);
        let mut lines = vec![
            format!("batch {}", report.batch),
            String::new(),
            format!(
                "{}: {} read, {} skipped, {} failed",
                counted(report.files, "file"),
                report.read,
                report.skipped,
                report.failed
            ),
            format!(
                "{}: {} new, {}",
                counted(report.documents, "document"),
                report.new,
                counted(report.exact_copies, "exact copy")
            ),
            format!("{} of the new are versions of other documents", report.near_versions),
            String::new(),
            format!(
                "{} kept, {} dropped, {} for later, {} undecided",
                outcome.keep, outcome.drop, outcome.later, outcome.undecided
            ),
            format!("{} starred, {}", outcome.starred, counted(outcome.notes, "note")),
        ];
        for (title, counts) in [("by", &outcome.by), ("tags", &outcome.tags)] {
            let counts: Vec<String> =
                counts.iter().map(|count| format!("{} ({})", count.name, count.documents)).collect();
            if !counts.is_empty() {
                lines.push(format!("{title}: {}", counts.join(", ")));
            }
        }
        if !report.listed.is_empty() {
            lines.extend([String::new(), "names on your lists:".to_owned()]);
            lines.extend(report.listed.iter().map(|listed| format!("  {}: {}", listed.list, listed.told())));
        }
        if !outcome.new_names.is_empty() {
            lines.extend([String::new(), "names not seen before, with their documents:".to_owned()]);
            lines.extend(
                outcome
                    .new_names
                    .iter()
                    .map(|name| format!("  {:>5}  {} ({})", name.documents, name.name, name.kind.as_str())),
            );
        }
        if !report.failures.is_empty() {
            lines.push(String::new());
        }
        for failure in &report.failures {
            let line = failure.line.map(|line| format!(":{line}")).unwrap_or_default();
            lines.push(format!("{}  {}{line}: {}", failure.kind, failure.path, failure.error));
        }
        lines.extend([String::new(), format!("{command} FILE writes this as Markdown")]);
        Self::Page { title: "report".into(), lines, top: 0 }
    }

    /// How a query was read.
    pub fn explained(explained: &Explained) -> Self {
        let mut lines = vec![explained.query.clone(), String::new()];
        for part in &explained.parts {
            lines.push(part.text.clone());
            let indent = " ".repeat(part.text.len() - part.text.trim_start().len() + 4);
            lines.extend(part.told().map(|told| format!("{indent}{told}")));
        }
        if explained.parts.len() > 1 {
            lines.extend(explained.whole.told().map(|told| format!("{}: {told}", explained.whole.text)));
        }
        let others = explained.without.iter();
        lines.extend(others.map(|(part, found)| format!("without {part}: {}", counted(*found, "document"))));
        lines.push(explained.order.clone());
        Self::Page { title: "how the query is read".into(), lines, top: 0 }
    }

    pub(crate) fn line_mut(&mut self) -> Option<&mut Line> {
        match self {
            Self::Bar(bar) => Some(&mut bar.line),
            Self::Menu(menu) => Some(&mut menu.line),
            _ => None,
        }
    }
}

/// A time to the minute.
fn minute(when: &str) -> String {
    format!("{} {}", day(when), when.split('T').nth(1).and_then(|time| time.get(..5)).unwrap_or_default())
}

/// The first and last words of a passage.
fn in_short(quote: &str) -> String {
    let words: Vec<&str> = quote.split_whitespace().collect();
    match words.len() {
        0..=12 => words.join(" "),
        count => format!("{} \u{2026} {}", words[..8].join(" "), words[count - 3..].join(" ")),
    }
}

/// What a leader stands for.
fn leads(group: &Group, key: &str) -> String {
    let others: Vec<Relation> = group.members.iter().map(|member| member.relation).collect();
    let kinds = [Relation::Copy, Relation::Typography, Relation::Edited, Relation::Excerpt, Relation::Expanded];
    let counts: Vec<String> = kinds
        .into_iter()
        .map(|kind| (kind, others.iter().filter(|&&other| other == kind).count()))
        .filter(|&(_, count)| count > 0)
        .map(|(kind, count)| format!("{count} {}", kind.as_str()))
        .collect();
    format!("leads {}: {} ({key} on one says why)", counted(others.len(), "version"), counts.join(", "))
}

impl App {
    /// A key while something lies over the panes.
    pub(crate) fn overlay_key(&mut self, key: Key) -> Vec<Effect> {
        match self.overlay.take() {
            None => Vec::new(),
            Some(Overlay::Bar(bar)) => self.bar_key(bar, key),
            Some(Overlay::Menu(menu)) => self.menu_key(menu, key),
            Some(Overlay::Kwic) => self.kwic_key(key),
            Some(Overlay::Labels { shown, typed }) => self.label_key(shown, typed, key),
            Some(Overlay::Page { title, lines, top }) => {
                let page = usize::from(self.height.saturating_sub(6)).max(1);
                // Long lines take several rows, so that the end is on the screen only from the last one.
                let last = lines.len().saturating_sub(1);
                let top = match key {
                    Key::Char('j') | Key::Down => top + 1,
                    Key::Char('k') | Key::Up => top.saturating_sub(1),
                    Key::Char(' ') | Key::PageDown | Key::Ctrl('f' | 'd') => top + page,
                    Key::Char('b') | Key::PageUp | Key::Ctrl('b' | 'u') => top.saturating_sub(page),
                    Key::Char('g') | Key::Home => 0,
                    // Who hears the lines one by one begins at the last one.
                    Key::Char('G') | Key::End if self.plain => last,
                    Key::Char('G') | Key::End => self.end_of_page(&lines),
                    // What only looks elsewhere is done at once; what decides would surprise.
                    Key::Char(':' | '/' | '?' | 'c' | 'v' | 'e' | 'n' | 'N' | 'J' | 'K') => return self.key(key),
                    // What the card speaks of is followed, listed, renamed from it.
                    Key::Char('*' | '#' | 'E' | '~' | 'T') if title == "entity" => return self.key(key),
                    _ => return Vec::new(),
                };
                self.overlay = Some(Overlay::Page { title, lines, top: top.min(last) });
                Vec::new()
            }
        }
    }

    /// The first line of a page from which on its end is on the screen.
    fn end_of_page(&self, lines: &[String]) -> usize {
        let room = usize::from(self.width.saturating_sub(4)).max(1);
        let mut left = usize::from(self.height.saturating_sub(4));
        let mut top = lines.len().saturating_sub(1);
        for (place, line) in lines.iter().enumerate().rev() {
            match left.checked_sub(wrap(line, 0..line.len(), room).len().max(1)) {
                Some(rest) => (left, top) = (rest, place),
                None => break,
            }
        }
        top
    }

    fn label_key(&mut self, shown: Vec<(usize, EntityNo)>, mut typed: String, key: Key) -> Vec<Effect> {
        let Key::Char(letter) = key else { return Vec::new() };
        typed.push(letter);
        let count = shown.len();
        let found = (0..count).find(|&index| label(index, count) == typed);
        if let Some(index) = found {
            let (at, entity) = shown[index];
            self.pin(entity);
            self.reader.focus = Some(at..at + 1);
            let name = self.pinned.as_ref().map(|pinned| pinned.name.clone()).unwrap_or_default();
            let keys = [Action::NextAsked, Action::PreviousAsked, Action::DocumentsWithPinned];
            let [next, previous, list] = keys.map(|action| self.key_of(action));
            self.say(format!(
                "{name} is followed now; {next} and {previous} go through its mentions, {list} lists its documents"
            ));
        } else if (0..count).any(|index| label(index, count).starts_with(&typed)) {
            self.overlay = Some(Overlay::Labels { shown, typed });
        } else {
            self.say(format!("no label {typed}; {} shows them again", self.key_of(Action::LabelEntities)));
        }
        Vec::new()
    }
}
