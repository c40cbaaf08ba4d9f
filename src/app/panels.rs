//! The entity panel and the versions panel.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::reader::Then;
use super::{App, Pane, Panel};
use crate::library::types::entities::{Browse, BrowseOrder};
use crate::library::types::{Apart, DocNo, EntityKind, EntityNo, Group, Member, Verdict, Why};
use std::collections::{BTreeSet, HashMap, HashSet};

/// An entity as the panel lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub entity: EntityNo,
    pub name: String,
    pub kind: EntityKind,
    pub forms: Vec<String>,
    /// In the open document, or in the library.
    pub mentions: u32,
    pub documents: u32,
    /// Of those of the library: the batch that was the first to name it, and that it is the newest.
    pub batch: String,
    pub new: bool,
    /// The reader's lists that it is on.
    pub lists: Vec<String>,
}

/// The order of the entity panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntitySort {
    /// As they come in the text.
    #[default]
    Text,
    Mentions,
    Name,
}

/// The state of the entity panel.
#[derive(Debug, Default)]
pub struct EntityPanel {
    pub shown: Vec<Listed>,
    /// The document they are of; `None` for the whole library.
    pub of: Option<DocNo>,
    pub cursor: usize,
    pub top: usize,
    pub sort: EntitySort,
    pub forms: bool,
    pub marked: BTreeSet<EntityNo>,
    /// The library's are shown although a document is open.
    pub whole: bool,
    /// What of the library is listed; of a document, only the text counts.
    pub browse: Browse,
    /// How many the library has of what is listed.
    pub total: u64,
    /// The order of those listed.
    filled_in: Option<(EntitySort, BrowseOrder)>,
    /// Those up to here have been asked for.
    pub(super) asked: usize,
    /// The place that the cursor goes to when it is there.
    pub(super) wanted: Option<usize>,
    /// What several have become one as: the cursor goes to it where it is listed.
    pub(super) survivor: Option<EntityNo>,
}

impl EntityPanel {
    pub fn find(&self, entity: EntityNo) -> Option<&Listed> {
        self.shown.iter().find(|listed| listed.entity == entity)
    }

    pub fn current(&self) -> Option<&Listed> {
        self.shown.get(self.cursor)
    }

    pub(crate) fn fill(&mut self, mut shown: Vec<Listed>, of: Option<DocNo>) {
        let before = if self.of == of { std::mem::take(&mut self.shown) } else { Vec::new() };
        let order = (self.sort, self.browse.order);
        // In another order the neighbours are others.
        let same_order = self.filled_in.replace(order) == Some(order);
        match self.sort {
            // The library's come in their order.
            _ if of.is_none() => {}
            EntitySort::Text => {}
            EntitySort::Mentions => shown.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name))),
            EntitySort::Name => shown.sort_by_key(|listed| listed.name.to_lowercase()),
        }
        // Those that a search by name has left out stay marked.
        let all = of.is_none() || !self.browse.text.is_empty();
        self.marked.retain(|marked| all || shown.iter().any(|listed| listed.entity == *marked));
        self.shown = shown;
        self.of = of;
        let at = self.cursor.min(before.len());
        let (above, below) = before.split_at(at);
        let reach = if same_order { before.len() } else { 1 };
        let places: HashMap<EntityNo, usize> = self.shown.iter().map(|listed| listed.entity).zip(0..).collect();
        // Where the entity at the cursor is gone, the next one that is still there takes its place.
        let held = below.iter().chain(above.iter().rev()).take(reach);
        let held = held.filter_map(|listed| places.get(&listed.entity).copied()).next().unwrap_or(0);
        let survivor = self.survivor.and_then(|survivor| places.get(&survivor).copied());
        self.cursor = survivor.unwrap_or(held);
        // A document may be filled in as it was before it comes as it is now.
        self.survivor = self.survivor.filter(|_| self.of.is_some() && survivor.is_none());
    }

    /// Puts more behind those that are listed; what came between two answers may come twice.
    pub(crate) fn go_on_with(&mut self, more: Vec<Listed>) {
        let known: HashSet<EntityNo> = self.shown.iter().map(|listed| listed.entity).collect();
        self.shown.extend(more.into_iter().filter(|listed| !known.contains(&listed.entity)));
        if let Some(wanted) = self.wanted.take() {
            self.cursor = wanted.min(self.shown.len().saturating_sub(1));
        }
    }

    /// How many there are to go to, listed already or not.
    pub(crate) fn length(&self) -> usize {
        match self.of {
            None => self.shown.len().max(usize::try_from(self.total).unwrap_or(usize::MAX)),
            Some(_) => self.shown.len(),
        }
    }

    pub(crate) fn show_cursor(&mut self, height: usize) {
        (self.cursor, self.top) = kept(self.cursor, self.top, self.shown.len(), height);
        if !self.forms {
            return;
        }
        // Forms take lines of their own.
        let lines = |listed: &Listed| 1 + listed.forms.iter().filter(|form| **form != listed.name).count();
        let mut room = height;
        let mut top = self.cursor;
        for (place, listed) in self.shown[..(self.cursor + 1).min(self.shown.len())].iter().enumerate().rev() {
            match room.checked_sub(lines(listed)) {
                Some(left) => (room, top) = (left, place),
                None => break,
            }
        }
        self.top = self.top.max(top);
    }
}

/// The state of the versions panel.
#[derive(Debug, Default)]
pub struct VersionPanel {
    pub group: Option<Group>,
    /// The document whose group it is.
    pub of: Option<DocNo>,
    /// Why that document is in it.
    pub(super) why: Option<Why>,
    /// What was kept apart from the group.
    pub apart: Vec<Apart>,
    /// The document that was asked about last.
    pub(super) wanted: Option<DocNo>,
    pub cursor: usize,
    pub top: usize,
}

impl VersionPanel {
    pub fn length(&self) -> usize {
        self.group.as_ref().map_or(0, |group| group.members.len())
    }

    pub fn current(&self) -> Option<DocNo> {
        self.group.as_ref().and_then(|group| group.members.get(self.cursor)).map(|member| member.row.number)
    }

    pub fn member(&self, document: DocNo) -> Option<&Member> {
        self.group.as_ref().and_then(|group| group.members.iter().find(|member| member.row.number == document))
    }

    /// The group at hand, if a document is in it.
    pub fn group_with(&self, document: DocNo) -> Option<&Group> {
        self.group.as_ref().filter(|_| self.member(document).is_some())
    }

    /// Notes a verdict on the version at the cursor before it is written, and goes on to the next
    /// one without any.
    pub(crate) fn judge(&mut self, verdict: Verdict) {
        let cursor = self.cursor;
        let Some(group) = &mut self.group else { return };
        if let Some(member) = group.members.get_mut(cursor) {
            member.row.standing.verdict = Some(verdict);
        }
        let undecided = |place: &usize| group.members[*place].row.standing.verdict.is_none();
        if let Some(next) = (cursor + 1..group.members.len()).chain(0..cursor).find(undecided) {
            self.cursor = next;
        }
    }

    pub(crate) fn show_cursor(&mut self, height: usize) {
        // Each version takes two lines.
        (self.cursor, self.top) = kept(self.cursor, self.top, self.length(), height / 2);
    }
}

fn kept(cursor: usize, top: usize, count: usize, height: usize) -> (usize, usize) {
    let cursor = cursor.min(count.saturating_sub(1));
    let height = height.max(1);
    (cursor, top.min(count.saturating_sub(height)).clamp((cursor + 1).saturating_sub(height), cursor))
}

impl App {
    /// Fills the open panel with what it shows as it is now.
    pub(crate) fn refill_panel(&mut self) -> Vec<Effect> {
        match (self.pane, self.panel, self.versions.wanted) {
            (Pane::Panel, Some(Panel::Versions), Some(document)) => self.ask_for_group(document),
            _ => self.fill_panel(),
        }
    }

    /// Fills the open panel with what belongs to the current document.
    pub(crate) fn fill_panel(&mut self) -> Vec<Effect> {
        match self.panel {
            Some(Panel::Entities) => self.fill_entities(),
            Some(Panel::Versions) => match self.document_shown().or(self.list.current()) {
                Some(document) => self.ask_for_group(document),
                None => Vec::new(),
            },
            None => Vec::new(),
        }
    }

    /// Asks for the versions of a document.
    pub(crate) fn ask_for_group(&mut self, document: DocNo) -> Vec<Effect> {
        self.versions.wanted = Some(document);
        vec![self.ask(Channel::Group, Request::Group { document })]
    }

    /// The document whose entities the panel lists: what is read, or else the one at the list's cursor; none where it
    /// lists those of the library.
    pub(super) fn document_listed(&self) -> Option<DocNo> {
        self.document_shown().or(self.list.current()).filter(|_| !self.entities.whole)
    }

    fn fill_entities(&mut self) -> Vec<Effect> {
        let Some(wanted) = self.document_listed() else { return vec![self.ask_for_entities()] };
        let open = self.reader.document.clone().filter(|open| open.row.number == wanted);
        let Some(document) = open.filter(|_| self.reader.coming.is_none()) else {
            // The document fills it when it comes.
            if self.entities.of.is_none() {
                (self.entities.shown, self.entities.of) = (Vec::new(), Some(wanted));
            }
            let coming = self.reader.coming.is_some() && self.reader.next_number() == Some(wanted);
            return if coming { Vec::new() } else { self.open(wanted, self.first_sight()) };
        };
        let listed = document.entities.iter().map(|entity| Listed {
            entity: entity.entity,
            name: entity.name.clone(),
            kind: entity.kind,
            forms: entity.forms.iter().map(|form| form.0.clone()).collect(),
            mentions: entity.forms.iter().map(|form| form.1).sum(),
            documents: entity.documents,
            batch: String::new(),
            new: false,
            lists: entity.lists.clone(),
        });
        let part = self.entities.browse.text.to_lowercase();
        let kind = self.entities.browse.kind;
        let holds = |text: &String| text.to_lowercase().contains(&part);
        let fits = |listed: &Listed| {
            kind.is_none_or(|kind| kind == listed.kind) && (holds(&listed.name) || listed.forms.iter().any(holds))
        };
        self.entities.fill(listed.filter(fits).collect(), Some(document.row.number));
        Vec::new()
    }

    pub(crate) fn enter_entity(&mut self) -> Vec<Effect> {
        let Some(listed) = self.entities.current().cloned() else { return Vec::new() };
        if self.entities.of.is_none() {
            return self.list_documents_with(vec![listed.entity]);
        }
        self.pin(listed.entity);
        self.pane = Pane::Reader;
        self.reading = true;
        if self.width < super::layout::THREE {
            self.panel = None;
        }
        self.leave_trail();
        self.arrive(Then::FirstMention(listed.entity));
        Vec::new()
    }

    pub(crate) fn enter_version(&mut self) -> Vec<Effect> {
        let Some(document) = self.versions.current() else { return Vec::new() };
        self.leave_trail();
        if self.width < super::layout::THREE {
            self.panel = None;
        }
        self.pane = Pane::Reader;
        self.reading = true;
        self.follow_in_list(document);
        self.open(document, Then::Start)
    }

    pub(crate) fn entity_panel_action(&mut self, action: Action, count: usize) -> Vec<Effect> {
        match action {
            Action::MarkEntity => {
                let mut more = Vec::new();
                if let Some(entity) = self.entities.current().map(|listed| listed.entity) {
                    let panel = &mut self.entities;
                    let on = !panel.marked.contains(&entity);
                    let lines = panel.shown[panel.cursor..].iter().take(count.max(1));
                    let lines: Vec<EntityNo> = lines.map(|listed| listed.entity).collect();
                    panel.marked.retain(|marked| !lines.contains(marked));
                    panel.marked.extend(lines.iter().filter(|_| on));
                    panel.cursor += lines.len();
                    more = self.more_entities(self.entities.cursor);
                    self.say(format!(
                        "{} marked; {} lists the documents with all of them",
                        self.entities.marked.len(),
                        self.key_of(Action::DocumentsWithPinned)
                    ));
                }
                more
            }
            Action::EntityOrder if self.entities.of.is_none() => {
                self.entities.browse.order = self.entities.browse.order.next();
                self.fill_panel()
            }
            Action::EntityOrder => {
                self.entities.sort = match self.entities.sort {
                    EntitySort::Text => EntitySort::Mentions,
                    EntitySort::Mentions => EntitySort::Name,
                    EntitySort::Name => EntitySort::Text,
                };
                self.fill_panel()
            }
            Action::EntityForms => {
                self.entities.forms = !self.entities.forms;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}
