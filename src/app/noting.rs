//! Notes on documents and passages, and what is copied of a passage.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::overlay::{Bar, BarKind, Overlay};
use super::reader::Attention;
use super::triage::{After, Again};
use super::{App, Pane};
use crate::library::types::notes::Note;
use crate::library::types::{Act, Anchor, DocNo, Row};
use crate::text::segment;
use std::ops::Range;

/// The longest passage that is copied, in bytes.
const PASSAGE: usize = 4_000;

/// Notes that were not put anywhere and are kept.
const DRAFTS: usize = 20;

/// What the note that is being typed is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Noting {
    pub documents: Vec<DocNo>,
    pub passage: Option<Anchor>,
    /// The note that it takes the place of, and that one's text.
    pub replaces: Option<(i64, String)>,
    pub group: bool,
}

impl Noting {
    /// The text of the note that is to be changed.
    pub fn before(&self) -> &str {
        self.replaces.as_ref().map_or("", |note| note.1.as_str())
    }
}

impl App {
    /// Opens the line for a note: on the passage at hand in the reader, else on the documents that
    /// verbs act on. A note of one's own that is there already is changed.
    pub(crate) fn open_note(&mut self, group: bool, count: Option<usize>) -> Vec<Effect> {
        if self.says_unwritable() {
            return Vec::new();
        }
        self.take_range();
        let documents = self.targets();
        if documents.is_empty() {
            self.say_none("there is no document to put a note on");
            return Vec::new();
        }
        let open = self.reader.document.clone().filter(|open| documents == [open.row.number]);
        let on_passage = self.pane == Pane::Reader && !group && self.list.marked.is_empty() && open.is_some();
        let range = if on_passage { self.passage_here(count) } else { None };
        let passage = open.as_ref().zip(range.as_ref()).and_then(|(open, range)| Anchor::of(&open.text, range));
        let mine = |note: &&Note| note.who == self.who && note.older.is_none();
        let same = |note: &&Note| match (&range, &note.range) {
            (Some(here), Some(there)) => here.start < there.end && there.start < here.end,
            (None, None) => note.quote.is_none(),
            _ => false,
        };
        let known = open.as_ref().and_then(|open| open.notes.iter().filter(mine).find(same));
        let replaces = known.filter(|_| !group).map(|note| (note.decision, note.text.clone()));
        let noting = Noting { documents, passage, replaces, group };
        let text = noting.before().to_owned();
        let draft = self.drafts.iter().find(|draft| draft.0 == noting).map(|draft| draft.1.clone());
        self.noting = Some(noting);
        self.overlay = Some(Overlay::Bar(Bar::open(BarKind::Note, &draft.unwrap_or(text))));
        Vec::new()
    }

    /// The line was left without putting the note there: what was typed is there again when the same place is noted on.
    pub(super) fn leave_note(&mut self, text: &str) {
        let Some(noting) = self.noting.take() else { return };
        if let Some(way_back) = self.keep_draft(noting, text.to_owned()) {
            self.say(format!("not put there; {way_back}"));
        }
    }

    /// Keeps what was typed for a place; tells how it is gone on with, where there is anything to go on with.
    pub(super) fn keep_draft(&mut self, noting: Noting, text: String) -> Option<String> {
        self.drafts.retain(|draft| draft.0 != noting);
        if text.trim().is_empty() || text == noting.before() {
            return None;
        }
        if self.drafts.len() == DRAFTS {
            self.drafts.remove(0);
        }
        let key = self.key_of(if noting.group { Action::NoteGroup } else { Action::Note });
        self.drafts.push((noting, text));
        Some(format!("{key} here goes on with what was typed"))
    }

    /// The note that a decision was to write stands there.
    pub(super) fn note_written(&mut self, generation: u64) {
        self.notes_sent.remove(&generation);
    }

    /// The note that a decision was to write is nowhere: what was typed is kept, as the library may take it later. Gives
    /// how it is gone on with.
    pub(super) fn note_refused(&mut self, generation: u64) -> Option<String> {
        let (noting, text) = self.notes_sent.remove(&generation)?;
        self.keep_draft(noting, text)
    }

    /// The note that is being typed takes the place of one.
    pub fn changes_note(&self) -> bool {
        self.noting.as_ref().is_some_and(|noting| noting.replaces.is_some())
    }

    /// Writes a note of its own, beside those that are there already.
    pub(super) fn note_at_once(&mut self, text: &str) -> Vec<Effect> {
        let mut effects = self.open_note(false, None);
        if let Some(noting) = &mut self.noting {
            noting.replaces = None;
            self.overlay = None;
            effects.extend(self.put_note(text));
        }
        effects
    }

    /// What the note that is being typed is on, for the line's prompt.
    pub fn noted_on(&self) -> &'static str {
        match &self.noting {
            Some(noting) if noting.passage.is_some() => "note on the passage: ",
            Some(noting) if noting.documents.len() > 1 => "note on the marked: ",
            Some(noting) if noting.group => "note on every version: ",
            _ => "note: ",
        }
    }

    /// The note has been typed; an empty one takes off what it was to change.
    pub(crate) fn put_note(&mut self, text: &str) -> Vec<Effect> {
        let Some(noting) = self.noting.take() else { return Vec::new() };
        self.drafts.retain(|draft| draft.0 != noting);
        let sent = (noting.clone(), text.to_owned());
        let Noting { documents, passage, replaces, group } = noting;
        let unchanged = replaces.as_ref().map_or(text.is_empty(), |note| note.1 == text);
        if unchanged {
            return Vec::new();
        }
        let after = (!self.list.marked.is_empty()).then_some(After::Unmark);
        let replaces = replaces.map(|note| note.0);
        self.last_act = Some(match text.is_empty() {
            // Each document has a note of its own to take off.
            true => Again::Nowhere,
            false => Again::Act(Act::Note(text.to_owned(), None), group),
        });
        let effects =
            self.ask_to_decide(Request::Note { documents, text: text.to_owned(), passage, replaces, group }, after);
        self.notes_sent.extend(self.tickets.get(&Channel::Decide).map(|&generation| (generation, sent)));
        effects
    }

    /// The notes of the open document that stand on passages of it, in the order of the text.
    fn noted_ranges(&self) -> Vec<Range<usize>> {
        let notes = self.reader.document.iter().flat_map(|document| &document.notes);
        let mut ranges: Vec<Range<usize>> = notes.filter_map(|note| note.range.clone()).collect();
        ranges.dedup_by_key(|range| range.start);
        ranges
    }

    /// The note at the attention, or else the first one on the screen, and how many there are here.
    pub fn note_here(&self) -> Option<(&Note, usize)> {
        let document = self.reader.document.as_ref().filter(|document| !document.notes.is_empty())?;
        let height = self.reader_height().max(1);
        let (Attention::On(at) | Attention::Before(at)) = self.reader.attention(height);
        let end = self.reader.visible(height).end;
        let at_hand = |note: &&Note| note.range.as_ref().is_some_and(|range| range.end > at && range.start < end);
        let first = document.notes.iter().find(at_hand)?;
        let same = document.notes.iter().filter(|note| note.range == first.range).count();
        Some((first, same))
    }

    pub(crate) fn step_note(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        let Some(document) = self.document_shown() else {
            let Some(document) = self.list.current() else {
                self.say_none("there is no document here");
                return Vec::new();
            };
            (self.reading, self.pane) = (true, Pane::Reader);
            return self.when_open(document, if forward { Action::NextNote } else { Action::PreviousNote });
        };
        self.uncover_reader();
        let ranges = self.noted_ranges();
        if let Some(place) = self.jump(&ranges, forward, count) {
            let notes = self.reader.document.iter().flat_map(|document| &document.notes);
            let told: Vec<String> =
                notes.filter(|note| note.range.as_ref() == ranges.get(place)).map(Note::told).collect();
            self.say(format!("note {} of {} · {}", place + 1, ranges.len(), told.join(" · ")));
            return self.unfold();
        }
        let on_all = |note: &&Note| note.range.is_none();
        let whole = self.reader.document.iter().flat_map(|document| &document.notes).find(on_all).map(Note::told);
        self.say(match (ranges.is_empty(), whole) {
            (true, Some(told)) => format!("on the document · {told}"),
            (true, None) => {
                format!("this document has no note; {} puts one on the passage here", self.key_of(Action::Note))
            }
            (false, _) if forward => {
                format!("no more notes below; {} lists them all", self.key_of(Action::Information))
            }
            (false, _) => format!("no more notes above; {} lists them all", self.key_of(Action::Information)),
        });
        debug_assert!(self.reader.next_number() == Some(document));
        Vec::new()
    }

    /// The bytes of the paragraph at the attention, or of that paragraph of those on the screen that a
    /// count names.
    pub(super) fn passage_here(&self, count: Option<usize>) -> Option<Range<usize>> {
        let document = self.reader.document.as_ref()?;
        let height = self.reader_height().max(1);
        let visible = self.reader.visible(height);
        let focus = self.reader.focus.as_ref().filter(|focus| focus.start < visible.end && focus.end > visible.start);
        let at = match (count, focus) {
            (None, Some(focus)) => focus.start,
            (None, None) => self.reader.offset(),
            (Some(_), _) => visible.start,
        };
        let mut from_here = segment::paragraphs(&document.text).into_iter().filter(|paragraph| paragraph.end > at);
        let paragraph = from_here.nth(count.map_or(0, |count| count.max(1) - 1))?;
        let text = &document.text[paragraph.clone()];
        let start = paragraph.start + text.len() - text.trim_start().len();
        Some(start..start + text.trim().len()).filter(|range| !range.is_empty())
    }

    /// Title, key and the paragraph at the attention; only the reference where the reader is not
    /// at it.
    fn passage_quoted(&self, count: Option<usize>) -> Option<String> {
        let shown = self.reader.document.clone().filter(|document| Some(document.row.number) == self.current());
        match (&shown, self.current().and_then(|document| self.list.row(document))) {
            (Some(document), _) => {
                let paragraph = self.passage_here(count).unwrap_or(0..0);
                let mut end = paragraph.end.min(paragraph.start + PASSAGE);
                while !document.text.is_char_boundary(end) {
                    end -= 1;
                }
                Some(format!("{}\n\n{}", document.text[paragraph.start..end].trim(), reference(&document.row)))
            }
            (None, Some(row)) => Some(reference(row)),
            (None, None) => None,
        }
    }

    /// Copies the passage with its reference to the clipboard.
    pub(super) fn yank(&mut self, count: Option<usize>) -> Vec<Effect> {
        let Some(text) = self.passage_quoted(count) else { return Vec::new() };
        self.say(format!(
            "copied with its reference, if this terminal has a clipboard; {} FILE writes it down",
            self.asked_for("yank")
        ));
        vec![Effect::Copy(text)]
    }

    /// Adds the passage with its reference to a file.
    pub(super) fn yank_to(&mut self, path: &str) -> Vec<Effect> {
        match self.passage_quoted(None) {
            Some(text) => vec![self.ask(Channel::File, Request::Append { path: path.to_owned(), text })],
            None => {
                self.say("there is no passage here".to_owned());
                Vec::new()
            }
        }
    }
}

fn reference(row: &Row) -> String {
    let parts = [Some(row.title.as_str()), row.source.as_deref(), row.date.as_deref(), Some(row.key.as_str())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
