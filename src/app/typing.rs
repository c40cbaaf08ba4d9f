//! The line that is being typed and the notes that were not put anywhere, as they are written down with
//! the place, and taking them up again.

use super::App;
use super::action::Action;
use super::effect::Effect;
use super::line::Line;
use super::noting::Noting;
use super::overlay::{Bar, BarKind, Overlay};
use crate::library::types::DocNo;
use crate::library::types::session::{Draft, Typing};

impl App {
    /// What is being typed, where it is more than the line was opened with.
    pub(super) fn typing(&self) -> Option<Typing> {
        let Some(Overlay::Bar(bar)) = &self.overlay else { return None };
        let text = bar.line.text.clone();
        let kind = match bar.kind {
            BarKind::Corpus => "search",
            BarKind::InDocument => "find",
            BarKind::Tag => "tag",
            BarKind::Note => "note",
            BarKind::Rename(_) => "name",
            // It lists what the panel shows, which is not come back to.
            BarKind::Entity => return None,
        };
        let untouched = match bar.kind {
            BarKind::Corpus => bar.query().trim() == self.query.trim() || text == bar.narrows,
            BarKind::Note => self.noting.as_ref().is_none_or(|noting| text == noting.before()),
            _ => text.trim().is_empty(),
        };
        if untouched {
            return None;
        }
        let entity = match bar.kind {
            BarKind::Rename(entity) => Some(entity),
            _ => None,
        };
        let note = self.noting.as_ref().filter(|_| bar.kind == BarKind::Note).map(|noting| draft(noting, &text));
        let document = self.current();
        Some(Typing { kind: kind.to_owned(), text, narrows: bar.narrows.clone(), document, entity, note })
    }

    /// The notes that were not put anywhere.
    pub(super) fn drafts_kept(&self) -> Vec<Draft> {
        self.drafts.iter().map(|(noting, text)| draft(noting, text)).collect()
    }

    /// Takes up the notes that were not put anywhere, and the one that was being typed.
    pub(super) fn take_drafts_up(&mut self, drafts: &[Draft], typing: Option<&Typing>) {
        for draft in drafts.iter().chain(typing.and_then(|typing| typing.note.as_ref())) {
            self.keep_draft(noting(draft), draft.text.clone());
        }
    }

    /// Opens the line that was being typed, where what it was about is at hand again.
    pub(super) fn type_on(&mut self, typing: &Typing, when: &str) -> Vec<Effect> {
        let Typing { kind, text, narrows, document, entity, note } = typing;
        let here = *document == self.current();
        let kind = match (kind.as_str(), entity) {
            ("search", _) => BarKind::Corpus,
            ("find", _) if here && self.reading => BarKind::InDocument,
            ("tag", _) if here => BarKind::Tag,
            ("name", Some(entity)) => BarKind::Rename(*entity),
            ("note", _) => match note.as_ref().map(noting).filter(|noting| noting.documents == self.targets()) {
                Some(noting) => {
                    self.noting = Some(noting);
                    BarKind::Note
                }
                None => {
                    let key = self.key_of(Action::Note);
                    self.say_too(&format!("a note was being typed elsewhere; {key} there goes on with it"));
                    return Vec::new();
                }
            },
            _ => return Vec::new(),
        };
        let mut effects = Vec::new();
        match kind {
            BarKind::Corpus => effects = self.open_bar(text.clone()),
            kind => self.overlay = Some(Overlay::Bar(Bar::open(kind, text))),
        }
        if let Some(Overlay::Bar(bar)) = &mut self.overlay {
            bar.line = Line::of(text);
            bar.narrows = narrows.clone();
            bar.left = Some(format!("as you left it {when}").trim_end().to_owned());
        }
        effects.extend(self.typed());
        effects
    }
}

fn draft(noting: &Noting, text: &str) -> Draft {
    let Noting { documents, passage, replaces, group } = noting.clone();
    let documents = ranges(documents);
    Draft { documents, passage, replaces, group, text: text.to_owned() }
}

fn noting(draft: &Draft) -> Noting {
    let Draft { documents, passage, replaces, group, .. } = draft.clone();
    Noting {
        documents: documents.into_iter().flat_map(|(first, last)| first..=last).collect(),
        passage,
        replaces,
        group,
    }
}

/// Numbers in their order as ranges, ends included.
pub(super) fn ranges(numbers: impl IntoIterator<Item = DocNo>) -> Vec<(DocNo, DocNo)> {
    let mut out: Vec<(DocNo, DocNo)> = Vec::new();
    for number in numbers {
        match out.last_mut() {
            Some(last) if last.1 + 1 == number => last.1 = number,
            _ => out.push((number, number)),
        }
    }
    out
}
