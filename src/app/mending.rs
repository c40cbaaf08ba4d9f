//! Mending names: what the keys act on, and asking for it.

use super::action::Action;
use super::effect::{Channel, Effect, Request, Ticket};
use super::keymap::{Context, in_words};
use super::overlay::{Bar, BarKind, Does, MenuLine, Overlay};
use super::stepping::shortened;
use super::triage::{After, Again};
use super::{App, Pane, Panel};
use crate::library::types::repairs::Mend;
use crate::library::types::{EntityKind, EntityNo};

/// The entity that a key acts on.
struct Chosen {
    entity: EntityNo,
    name: String,
    /// Its forms where it was chosen: the one under the cursor, or all that are listed.
    forms: Vec<String>,
    /// Where the mention stands, in bytes of the open document.
    at: Option<usize>,
}

impl App {
    pub(crate) fn mending_action(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::MergeEntities {
            return self.merge_entities();
        }
        let Some(chosen) = self.chosen_entity() else {
            if !self.point_at_name(action, |_| true) {
                self.say(format!(
                    "no entity is here; {} lists those of the document, {} all",
                    self.key_of(Action::EntityPanel),
                    self.key_of(Action::AllEntities)
                ));
            }
            return Vec::new();
        };
        let Chosen { entity, name, forms, at } = chosen;
        self.mending_name = Some(name.clone()).filter(|_| self.marked_or(entity).len() == 1);
        match action {
            Action::HideEntity => {
                let hidden = self.marked_or(entity);
                if self.pinned.as_ref().is_some_and(|pinned| hidden.contains(&pinned.entity)) {
                    self.pinned = None;
                }
                self.entities.marked.clear();
                self.mend(Mend::Hide(hidden))
            }
            Action::RenameEntity if self.says_unwritable() => Vec::new(),
            Action::RenameEntity => {
                self.overlay = Some(Overlay::Bar(Bar::open(BarKind::Rename(entity), &name)));
                Vec::new()
            }
            Action::RetypeEntity => {
                let line = |kind: EntityKind| MenuLine {
                    keys: String::new(),
                    text: kind.as_str().to_owned(),
                    context: "",
                    does: Does::Retype(entity, kind),
                };
                let lines = EntityKind::ALL.map(line).into_iter().collect();
                let whose = match self.marked_or(entity).len() {
                    1 => name,
                    many => format!("{many} marked entities"),
                };
                self.overlay =
                    Some(Overlay::menu(&format!("the type of {whose}"), lines, true, "type a type, or part of one"));
                Vec::new()
            }
            Action::SeparateForm => match forms.as_slice() {
                [form] if at.is_some() => self.mend(Mend::Separate { entity, form: form.clone() }),
                _ => self.choose_form(&format!("a form of {name} that means another"), forms, Does::Separate(entity)),
            },
            Action::NoName => match (self.reader.number(), at, forms.as_slice()) {
                (Some(document), Some(at), [form]) => {
                    self.mend(Mend::Unname { document, form: form.clone(), at: Some(at) })
                }
                _ => self.no_name_in_document(&name, forms),
            },
            Action::NoNameInDocument => self.no_name_in_document(&name, forms),
            _ => Vec::new(),
        }
    }

    fn no_name_in_document(&mut self, name: &str, forms: Vec<String>) -> Vec<Effect> {
        let listed = self.pane == Pane::Panel && self.entities.of.is_none();
        let Some(document) = self.reader.number().filter(|_| !listed) else {
            self.say(format!(
                "open the document in which it is no name; {} hides an entity everywhere",
                self.key_of(Action::HideEntity)
            ));
            return Vec::new();
        };
        match forms.as_slice() {
            [form] => self.mend(Mend::Unname { document, form: form.clone(), at: None }),
            _ => {
                let title = format!("a form of {name} that is no name in this document");
                self.choose_form(&title, forms, Does::NoName(document))
            }
        }
    }

    fn choose_form(&mut self, title: &str, forms: Vec<String>, does: Does) -> Vec<Effect> {
        if forms.is_empty() {
            self.say(format!("its forms are not listed here; {} opens it", self.key_of(Action::Enter)));
            return Vec::new();
        }
        let line = |form| MenuLine { keys: String::new(), text: form, context: "", does };
        self.overlay =
            Some(Overlay::menu(title, forms.into_iter().map(line).collect(), true, "type a form, or part of one"));
        Vec::new()
    }

    /// Makes one of the marked entities and the one at the cursor, or of the pinned one and it.
    fn merge_entities(&mut self) -> Vec<Effect> {
        let followed = self.pinned.as_ref().map(|pinned| pinned.entity).filter(|_| self.pane != Pane::Panel);
        let here = self.chosen_entity().filter(|chosen| Some(chosen.entity) != followed);
        self.mending_name = here.as_ref().map(|chosen| chosen.name.clone());
        let here = here.map(|chosen| chosen.entity);
        // Made one with the entity that is followed is another one.
        if here.is_none()
            && followed.is_some()
            && self.entities.marked.len() < 2
            && self.point_at_name(Action::MergeEntities, |entity| Some(entity) != followed)
        {
            return Vec::new();
        }
        let mut all: Vec<EntityNo> = self.entities.marked.iter().copied().collect();
        if all.len() < 2 {
            if all.is_empty() {
                all.extend(self.pinned.as_ref().map(|pinned| pinned.entity));
            }
            all.extend(here.filter(|here| !all.contains(here)));
        }
        if all.len() < 2 {
            let of = |pane, action| self.keymap.keys_for(pane, action).map(in_words);
            let or_named = |keys: Option<String>, action| keys.unwrap_or_else(|| self.key_of(action));
            let merge = Action::MergeEntities;
            let there = or_named(of(Context::Entities, merge), merge);
            let here = or_named(of(Context::Reader, merge), merge);
            let (mark, follow) = (self.key_of(Action::MarkEntity), self.key_of(Action::PinNext));
            self.say(format!(
                "mark entities with {mark} in the panel, or follow one with {follow}; {there} there, or {here} in the \
                 text, makes one of them and the one at the cursor"
            ));
            return Vec::new();
        }
        self.entities.marked.clear();
        self.mend(Mend::Merge(all))
    }

    /// The entities that a verb acts on: those marked in the panel, or one alone.
    fn marked_or(&self, entity: EntityNo) -> Vec<EntityNo> {
        let panel = (self.pane, self.panel) == (Pane::Panel, Some(Panel::Entities));
        match panel && !self.entities.marked.is_empty() {
            true => self.entities.marked.iter().copied().collect(),
            false => vec![entity],
        }
    }

    pub(crate) fn retype(&mut self, entity: EntityNo, to: EntityKind) -> Vec<Effect> {
        let entities = self.marked_or(entity);
        self.entities.marked.clear();
        self.mend(Mend::Retype { entities, to })
    }

    /// Asks for a repair.
    pub(crate) fn mend(&mut self, mend: Mend) -> Vec<Effect> {
        self.last_act = Some(match &mend {
            Mend::Hide(_) => Again::Asked(Action::HideEntity),
            Mend::Separate { .. } => Again::Asked(Action::SeparateForm),
            Mend::Unname { at: Some(_), .. } => Again::Asked(Action::NoName),
            Mend::Unname { at: None, .. } => Again::Asked(Action::NoNameInDocument),
            Mend::Merge(_) | Mend::Rename { .. } | Mend::Retype { .. } | Mend::Unhide(_) => Again::Nowhere,
        });
        let effects = self.ask_to_decide(Request::Mend(mend), Some(After::Stay));
        self.mending = self.tickets.get(&Channel::Decide).copied();
        effects
    }

    /// Ends a repair that is being carried out; what has become of it is told when it has ended.
    pub(crate) fn stop_mending(&mut self) -> Option<Effect> {
        let generation = self.mending.take()?;
        let runs = self.answered.get(&Channel::Decide).is_none_or(|answered| *answered < generation);
        runs.then_some(Effect::Stop(Ticket { channel: Channel::Decide, generation }))
    }

    pub(crate) fn rename_to(&mut self, entity: EntityNo, name: &str) -> Vec<Effect> {
        if name.trim().is_empty() {
            return Vec::new();
        }
        self.mend(Mend::Rename { entity, to: name.to_owned() })
    }

    /// Where the cursor is on no name, nothing is mended unawares: it is put on the first one that is wanted, and the key
    /// said again acts on that. False where no such name is on the screen.
    fn point_at_name(&mut self, action: Action, wanted: impl Fn(EntityNo) -> bool) -> bool {
        if self.pane == Pane::Panel {
            return false;
        }
        let Some((entity, range)) = self.first_entity(wanted) else { return false };
        let document = self.reader.document.as_ref();
        let known = document.and_then(|document| document.entities.iter().find(|known| known.entity == entity));
        let Some(name) = known.map(|known| shortened(&known.name)) else { return false };
        let does = match action {
            Action::MergeEntities => match &self.pinned {
                Some(pinned) => format!("makes it one with {}", shortened(&pinned.name)),
                None => "makes it one with the marked".to_owned(),
            },
            Action::SeparateForm => "splits this form off".to_owned(),
            Action::RenameEntity => "gives it another name".to_owned(),
            Action::RetypeEntity => "gives it another type".to_owned(),
            Action::HideEntity => "hides it".to_owned(),
            Action::NoName => "says that this is no name here".to_owned(),
            _ => "says that this is no name in this document".to_owned(),
        };
        self.reader.focus = Some(range);
        self.say(format!("{name} is at the cursor: {} again {does}", self.key_of(action)));
        true
    }

    /// Why something was not mended, with the name that it was about.
    pub(super) fn why_not_mended(&mut self, generation: u64, why: String) -> String {
        match self.mending_name.take().filter(|_| self.mending == Some(generation)) {
            Some(name) => format!("{}: {why}", shortened(&name)),
            None => why,
        }
    }

    fn chosen_entity(&self) -> Option<Chosen> {
        if (self.pane, self.panel) == (Pane::Panel, Some(Panel::Entities)) {
            let listed = self.entities.current()?;
            return Some(Chosen {
                entity: listed.entity,
                name: listed.name.clone(),
                forms: listed.forms.clone(),
                at: None,
            });
        }
        let document = self.reader.document.as_ref()?;
        let (entity, range) = self.entity_at_cursor()?;
        let known = document.entities.iter().find(|known| known.entity == entity)?;
        let form = document.text.get(range.clone())?.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Chosen { entity, name: known.name.clone(), forms: vec![form], at: Some(range.start) })
    }

    /// Entities that have become part of others are followed and marked under their new numbers.
    pub(crate) fn take_over(&mut self, became: &[(EntityNo, EntityNo)]) {
        let now = |entity: EntityNo| became.iter().rev().find(|pair| pair.0 == entity).map_or(entity, |pair| pair.1);
        if let Some(pinned) = &mut self.pinned {
            pinned.entity = now(pinned.entity);
        }
        self.entities.survivor = became.last().map(|pair| now(pair.1)).filter(|_| self.panel == Some(Panel::Entities));
        self.entities.marked = self.entities.marked.iter().map(|&entity| now(entity)).collect();
        self.together.iter_mut().for_each(|entity| *entity = now(*entity));
    }
}
