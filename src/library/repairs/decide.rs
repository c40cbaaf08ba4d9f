//! Making repairs, one by one or from a list, and telling of them.

use crate::entity::name_key;
use crate::library::types::repairs::{Mend, NameRef, Repair};
use crate::library::types::{Decided, DocNo, EntityNo, Progress};
use crate::library::{Library, LibraryError, Result};
use crate::store::decisions::NewDecision;
use crate::store::names::NameRecord;
use crate::text::CodePoints;
use std::sync::atomic::AtomicBool;

/// A decision about names with the document that it is about, if it is about one.
pub type Told = (Repair, Option<DocNo>);

impl Library {
    /// Writes a repair down and lets it take effect.
    ///
    /// # Errors
    /// When there is no such entity, form or place, or nothing would change. `Stopped` when `stop` is set
    /// before all documents follow; then it is taken back, and nothing is left of it but the log and redo.
    pub fn mend_names(
        &mut self,
        mend: &Mend,
        now: i64,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<Decided> {
        let told = self.told(mend)?;
        self.repair_unless(&told, now, progress, stop)
    }

    /// Writes repairs down as one act of the reader, which one undo takes back.
    pub fn repair(&mut self, repairs: &[Told], at: i64, progress: &mut dyn FnMut(&Progress)) -> Result<Decided> {
        self.repair_unless(repairs, at, progress, &AtomicBool::new(false))
    }

    fn repair_unless(
        &mut self,
        repairs: &[Told],
        at: i64,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<Decided> {
        let who = self.who.clone();
        let decisions = self.store.write(|writer| {
            let mut numbers: Vec<i64> = Vec::with_capacity(repairs.len());
            for (repair, document) in repairs {
                let value = serde_json::to_string(repair).unwrap_or_default();
                let with = numbers.first().copied();
                let documents: Vec<DocNo> = document.iter().copied().collect();
                numbers.push(writer.decide(&NewDecision {
                    at,
                    who: &who,
                    act: repair.word(),
                    value: Some(&value),
                    quiet: false,
                    with,
                    documents: &documents,
                    anchor: None,
                })?);
            }
            Ok(numbers)
        })?;
        let became = match self.follow_repairs(progress, stop) {
            Err(LibraryError::Stopped) => {
                self.store.write(|writer| writer.take_back(&decisions, &who, at))?;
                self.follow_repairs(progress, &AtomicBool::new(false))?;
                return Err(LibraryError::Stopped);
            }
            other => other?,
        };
        Ok(Decided {
            summary: repairs.iter().map(|(repair, _)| self.told_repair(repair)).collect::<Result<Vec<_>>>()?.join(", "),
            documents: repairs.iter().filter_map(|(_, document)| *document).collect(),
            nothing: repairs.is_empty(),
            decisions,
            mended: true,
            became,
            ..Decided::default()
        })
    }

    /// A repair in words. An entity goes by the name that it has now, which another repair may have given it; by
    /// the one that the log has for it where it is that name or its bearer that changes.
    pub(in crate::library) fn told_repair(&self, repair: &Repair) -> Result<String> {
        let mut told = repair.clone();
        match &mut told {
            Repair::Hide { entity }
            | Repair::Unhide { entity }
            | Repair::Retype { entity, .. }
            | Repair::Separate { entity, .. } => {
                if let Some(name) = self.name_meant(entity)? {
                    entity.name = self.entity_head(self.entity_now(name)?)?.name;
                }
            }
            Repair::Merge { .. } | Repair::Rename { .. } | Repair::Unname { .. } | Repair::Spans { .. } => {}
        }
        Ok(told.told())
    }

    /// The repairs that stand, the oldest first, each with the key of its document: what another
    /// library can import.
    pub fn repairs(&self) -> Result<Vec<Repair>> {
        let mut out = Vec::new();
        for known in self.known_repairs()?.into_iter().filter(|known| !known.record.undone) {
            out.push(match (known.repair, known.record.document) {
                (Repair::Unname { form, start, .. }, Some(number)) => Repair::Unname {
                    document: Some(self.key(number)?),
                    form,
                    start,
                    unit: start.map(|_| "codepoint".to_owned()),
                },
                (repair, _) => repair,
            });
        }
        Ok(out)
    }

    /// A repair from another library, with the document that it is about.
    ///
    /// # Errors
    /// When that document is not here.
    pub fn repair_from_outside(&self, repair: Repair) -> Result<Told> {
        match repair {
            Repair::Unname { document, form, start, .. } => {
                let number = self.document_number(&document.unwrap_or_default())?;
                Ok((Repair::Unname { document: None, form, start, unit: None }, Some(number)))
            }
            other => Ok((other, None)),
        }
    }

    /// Repairs in words that hold in any library.
    fn told(&self, mend: &Mend) -> Result<Vec<Told>> {
        let refused = |why: &str| LibraryError::NoRepair(why.to_owned());
        let repair = match mend {
            Mend::Hide(entities) => {
                let hide = |&entity| Ok((Repair::Hide { entity: self.name_ref(entity)? }, None));
                return entities.iter().map(hide).collect();
            }
            Mend::Retype { entities, to } => {
                let mut told = Vec::with_capacity(entities.len());
                for &entity in entities {
                    if self.entity_head(self.entity_now(entity)?)?.kind != *to {
                        told.push((Repair::Retype { entity: self.name_ref(entity)?, to: *to }, None));
                    }
                }
                return if told.is_empty() { Err(refused("it is of this type already")) } else { Ok(told) };
            }
            Mend::Merge(entities) => {
                let mut names: Vec<NameRef> = Vec::new();
                for &entity in entities {
                    let name = self.name_ref(entity)?;
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                if names.len() < 2 {
                    return Err(refused("these are one already"));
                }
                Repair::Merge { entities: names }
            }
            Mend::Separate { entity, form } => {
                let names = self.store.names_of(self.entity_now(*entity)?)?;
                let form = form.split_whitespace().collect::<Vec<_>>().join(" ");
                let mut bears = false;
                let mut forms = std::collections::BTreeSet::new();
                for name in &names {
                    let own = self.store.forms(name.number)?;
                    bears |= own.iter().any(|known| known.0 == form);
                    forms.extend(own.into_iter().map(|known| known.0));
                }
                if !bears {
                    return Err(LibraryError::NoForm(self.name_ref(*entity)?.name, form));
                }
                if forms.len() < 2 {
                    return Err(refused("it has no other form"));
                }
                // Named by another of its names where there is one, which keeps the rest.
                let rest: Vec<NameRecord> = names.into_iter().filter(|name| name.text != form).collect();
                if rest.is_empty() {
                    return Err(refused("this is its own name; its other forms can be split off"));
                }
                let entity = match crate::library::entities::head_record(&rest) {
                    Some(head) => name_ref(head),
                    None => self.name_ref(*entity)?,
                };
                Repair::Separate { entity, form }
            }
            Mend::Rename { entity, to } => {
                let to = to.split_whitespace().collect::<Vec<_>>().join(" ");
                if name_key(&to).is_empty() {
                    return Err(refused("a name needs a letter"));
                }
                if self.entity_head(self.entity_now(*entity)?)?.name == to {
                    return Err(refused("it is called so already"));
                }
                Repair::Rename { entity: self.name_ref(*entity)?, to }
            }
            Mend::Unhide(entity) => Repair::Unhide { entity: self.name_ref(*entity)? },
            Mend::Unname { document, form, at } => return Ok(vec![self.unnamed(*document, form, *at)?]),
        };
        Ok(vec![(repair, None)])
    }

    fn unnamed(&self, document: DocNo, form: &str, at: Option<usize>) -> Result<Told> {
        let text = self.text(document)?;
        let packed = self.store.mentions(document)?;
        let form = form.split_whitespace().collect::<Vec<_>>().join(" ");
        let stands = packed.mentions.iter().any(|&(start, end, _)| {
            at.is_none_or(|at| at == start as usize) && super::mending::surface(&text, start, end) == form
        });
        if !stands {
            return Err(LibraryError::NoForm(self.key(document)?, form));
        }
        let start = at.map(|at| CodePoints::of(&text).at(at));
        Ok((Repair::Unname { document: None, form, start, unit: None }, Some(document)))
    }

    /// The name by which decisions speak of an entity.
    fn name_ref(&self, entity: EntityNo) -> Result<NameRef> {
        let names = self.store.names_of(self.entity_now(entity)?)?;
        crate::library::entities::head_record(&names)
            .map(name_ref)
            .ok_or_else(|| LibraryError::NoEntity(format!("e{entity}")))
    }
}

fn name_ref(name: &NameRecord) -> NameRef {
    NameRef { name: name.text.clone(), kind: crate::library::read::kind(name.kind) }
}
