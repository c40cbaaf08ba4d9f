//! What is known of one entity: its forms and why they are its, its dates, its company, and the
//! versions that leave it out.

#[cfg(test)]
mod tests;

use super::types::entities::{Card, CardForm, together};
use super::types::{DocNo, EntityNo};
use super::{Library, LibraryError, Result};
use crate::entity::{self, name_key};
use crate::library::entities::head_record;
use crate::library::read::kind;
use crate::store::names::NameRecord;
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};

/// Documents that are looked through for what stands near.
const LOOKED_AT: usize = 3_000;
/// Bytes between two names that stand near each other.
const NEAR: u32 = 120;
/// Names beside it that are told.
const BESIDE: usize = 10;
/// Version groups that are told.
const GROUPS: usize = 20;
/// Beyond this many months, documents are counted by year.
const MONTHS: usize = 24;

/// Why two names are one that nothing in them ties.
const MERGED: &str = "merged by a decision";
const OF_ONE_COUNTRY: &str = "another name of the same country or league";

impl Library {
    /// The card of an entity; `None` when stopped.
    ///
    /// # Errors
    /// When there is no such entity.
    pub fn card(&mut self, entity: EntityNo, stop: &AtomicBool) -> Result<Option<Card>> {
        let entity = self.entity_now(entity)?;
        let whole = self.entity(entity)?;
        let names = self.store.names_of(entity)?;
        let documents: RoaringBitmap = self.documents_of(entity)?.into_iter().collect();
        let mut card = Card {
            entity,
            name: whole.name,
            kind: Some(whole.kind),
            mentions: whole.mentions,
            documents: whole.documents,
            listed: self.on_lists(&self.list_names_by_number()?, entity)?,
            forms: self.card_forms(&names)?,
            ..Card::default()
        };
        if let Some(first) = documents.min()
            && let Some(meta) = self.store.meta(first)?
        {
            card.first = Some((self.store.batch_name(meta.batch)?.unwrap_or_default(), meta.key));
        }
        if !self.put_dates(&mut card, &documents, stop)? {
            return Ok(None);
        }
        let numbers: BTreeSet<u32> = names.iter().map(|name| name.number).collect();
        if !self.put_company(&mut card, &numbers, &documents, stop)?
            || !self.put_versions(&mut card, &documents, stop)?
        {
            return Ok(None);
        }
        Ok(Some(card))
    }

    /// The forms of some names with their counts, the most frequent first.
    pub(super) fn forms_of(&self, names: &[u32]) -> Result<Vec<(String, u32)>> {
        let mut forms: BTreeMap<String, u32> = BTreeMap::new();
        for &name in names {
            for (form, count) in self.store.forms(name)? {
                *forms.entry(form).or_default() += count;
            }
        }
        let mut forms: Vec<(String, u32)> = forms.into_iter().collect();
        forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(forms)
    }

    fn card_forms(&self, names: &[NameRecord]) -> Result<Vec<CardForm>> {
        let Some(head) = head_record(names) else { return Err(LibraryError::NoEntity(String::new())) };
        let mut forms: Vec<CardForm> = Vec::new();
        for name in names {
            for (text, mentions) in self.store.forms(name.number)? {
                let reason = match text == name.text {
                    true if name.number == head.number => String::new(),
                    true => self.why_one(name, head)?,
                    false => self.why_short(&text, name)?,
                };
                match forms.iter_mut().find(|form| form.text == text && form.kind as u8 == name.kind) {
                    Some(known) => {
                        known.mentions += mentions;
                        // A form may be short for it here, and another's there whom a reader has merged with it.
                        if reason.is_empty() {
                            known.reason = reason;
                        } else if reason == MERGED && !known.reason.is_empty() && !known.reason.ends_with(MERGED) {
                            known.reason = format!("{}; elsewhere {MERGED}", known.reason);
                        } else if known.reason == MERGED && reason != MERGED {
                            known.reason = format!("{reason}; elsewhere {MERGED}");
                        }
                    }
                    None => forms.push(CardForm { text, kind: kind(name.kind), mentions, reason }),
                }
            }
        }
        forms.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.text.cmp(&b.text)));
        Ok(forms)
    }

    /// Why two names are one entity.
    fn why_one(&self, name: &NameRecord, head: &NameRecord) -> Result<String> {
        if name.base != head.base {
            return Ok(MERGED.to_owned());
        }
        if name_key(&name.text) == name_key(&head.text) && name.kind != head.kind {
            return Ok("the same name, taken for another type a few times".to_owned());
        }
        if name_key(&name.text) == name_key(&head.text) {
            return Ok("the same but for case, accents, typography or legal form".to_owned());
        }
        if let Some(stated) = self.stated(&name.text, head)?.or(self.stated(&head.text, name)?) {
            return Ok(stated);
        }
        if name.kind == head.kind && entity::are_one_country(&name.text, &head.text) {
            return Ok(OF_ONE_COUNTRY.to_owned());
        }
        if name.kind == 0 && head.kind == 0 && entity::is_short_for(&name.text, &head.text) {
            return Ok(format!("nobody else of this surname is named in full, and {} is", head.text));
        }
        Ok(match (name.kind, head.kind) {
            (0, 0) => "the same surname, and given names that agree".to_owned(),
            _ => format!("one with a name that is one with {}", head.text),
        })
    }

    /// Why a form is tied to a name within documents.
    fn why_short(&self, form: &str, name: &NameRecord) -> Result<String> {
        let key = name_key(form);
        if key == name_key(&name.text) {
            return Ok("the same but for case, accents, typography or legal form".to_owned());
        }
        if let Some(stated) = self.stated(form, name)? {
            return Ok(stated);
        }
        if entity::are_one_country(form, &name.text) {
            return Ok(OF_ONE_COUNTRY.to_owned());
        }
        if self.store.is_form_target(name.number, form)? {
            return Ok("tied to it by a decision".to_owned());
        }
        let words = name_key(&name.text);
        if !words.split(' ').any(|word| word == key) && form.contains(' ') && name.kind == 0 {
            return Ok(format!("the surname of {}, and given names that agree", name.text));
        }
        let letters: String = form.chars().filter(|c| c.is_alphabetic()).collect();
        let acronym = (2..=6).contains(&letters.chars().count())
            && !words.split(' ').any(|word| word == key)
            && letters.chars().all(char::is_uppercase);
        let kin = if self.store.is_kin_target(name.number)? { " or are versions of one that does" } else { "" };
        Ok(match acronym {
            true => format!("the initials of {}, in documents that name it so", name.text),
            false => format!("short for {}, in documents that name it whole{kin}", name.text),
        })
    }

    fn stated(&self, short: &str, long: &NameRecord) -> Result<Option<String>> {
        for alias in self.store.aliases_of(short)? {
            if name_key(&alias.long) == name_key(&long.text) {
                let documents = crate::text::counted(alias.documents, "document");
                return Ok(Some(format!("{} in {documents}", alias.reason)));
            }
        }
        Ok(None)
    }

    fn put_dates(&self, card: &mut Card, documents: &RoaringBitmap, stop: &AtomicBool) -> Result<bool> {
        let mut by_month: BTreeMap<(i16, i8), u32> = BTreeMap::new();
        let (mut first, mut last) = (None::<(i32, DocNo)>, None::<(i32, DocNo)>);
        for document in documents {
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            let Some(day) = self.store.day(document)?.flatten() else {
                card.undated += 1;
                continue;
            };
            first = Some(first.map_or((day, document), |known| known.min((day, document))));
            last = Some(last.map_or((day, document), |known| known.max((day, document))));
            let days = jiff::Span::new().try_days(day);
            if let Ok(date) = days.and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days)) {
                *by_month.entry((date.year(), date.month())).or_default() += 1;
            }
        }
        let date = |at: Option<(i32, DocNo)>| -> Result<Option<String>> {
            let Some((_, document)) = at else { return Ok(None) };
            Ok(self.store.meta(document)?.and_then(|meta| meta.date))
        };
        card.dates = date(first)?.zip(date(last)?);
        if by_month.len() > MONTHS {
            let mut by_year: BTreeMap<i16, u32> = BTreeMap::new();
            by_month.iter().for_each(|(&(year, _), &count)| *by_year.entry(year).or_default() += count);
            card.by_date = by_year.into_iter().map(|(year, count)| (format!("{year:04}"), count)).collect();
        } else {
            let month = |((year, month), count)| (format!("{year:04}-{month:02}"), count);
            card.by_date = by_month.into_iter().map(month).collect();
        }
        Ok(true)
    }

    /// Counts what stands near it.
    fn put_company(
        &self,
        card: &mut Card,
        names: &BTreeSet<u32>,
        documents: &RoaringBitmap,
        stop: &AtomicBool,
    ) -> Result<bool> {
        let mut entity_of: HashMap<u32, Option<EntityNo>> = HashMap::new();
        let mut counts: HashMap<EntityNo, u32> = HashMap::new();
        for document in documents.iter().take(LOOKED_AT) {
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            card.looked_at += 1;
            let packed = self.store.mentions(document)?;
            let its = |mention: &(u32, u32, u32)| names.contains(&packed.names[mention.2 as usize]);
            for (at, mention) in packed.mentions.iter().enumerate().filter(|(_, mention)| its(mention)) {
                let before = packed.mentions[..at].iter().rev().take_while(|other| other.1 + NEAR >= mention.0);
                let after = packed.mentions[at + 1..].iter().take_while(|other| mention.1 + NEAR >= other.0);
                let mut here: BTreeSet<EntityNo> = BTreeSet::new();
                for other in before.chain(after).filter(|other| !its(other)) {
                    let number = packed.names[other.2 as usize];
                    let entity = match entity_of.get(&number) {
                        Some(&known) => known,
                        None => {
                            let name = self.store.name(number)?.filter(|name| !name.is_hidden());
                            *entity_of.entry(number).or_insert(name.map(|name| name.entity))
                        }
                    };
                    here.extend(entity);
                }
                here.into_iter().for_each(|entity| *counts.entry(entity).or_default() += 1);
            }
        }
        let mut counts: Vec<(EntityNo, u32)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        for (entity, count) in counts.into_iter().take(BESIDE) {
            let head = self.entity_head(entity)?;
            card.beside.push((head.name, head.kind, count));
        }
        Ok(true)
    }

    /// Finds versions that leave it out.
    fn put_versions(&self, card: &mut Card, documents: &RoaringBitmap, stop: &AtomicBool) -> Result<bool> {
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        for document in documents.iter().take(LOOKED_AT) {
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            let Some(member) = self.store.member(document)?.filter(|member| seen.insert(member.group)) else {
                continue;
            };
            let members = self.store.members(member.group)?.into_iter().map(|member| member.document);
            let (with, without): (Vec<DocNo>, Vec<DocNo>) = members.partition(|&other| documents.contains(other));
            if without.is_empty() {
                continue;
            }
            let keys = |documents: Vec<DocNo>| -> Result<Vec<String>> {
                documents.into_iter().map(|document| self.key(document)).collect()
            };
            card.versions.push((keys(with)?, keys(without)?));
            if card.versions.len() == GROUPS {
                break;
            }
        }
        Ok(true)
    }

    /// The next place in a list of documents, from one of its places on, where two of some entities
    /// stand near each other.
    pub fn next_together(
        &mut self,
        entities: &[EntityNo],
        documents: &[DocNo],
        from: usize,
        forward: bool,
        stop: &AtomicBool,
    ) -> Result<Option<usize>> {
        let mut wanted: Vec<EntityNo> = Vec::with_capacity(entities.len());
        let mut of: HashMap<u32, EntityNo> = HashMap::new();
        let (mut one, mut two) = (RoaringBitmap::new(), RoaringBitmap::new());
        for &entity in entities {
            let entity = self.entity_now(entity)?;
            let with: RoaringBitmap = self.documents_of(entity)?.into_iter().collect();
            two |= &one & &with;
            one |= with;
            of.extend(self.name_numbers(entity)?.into_iter().map(|name| (name, entity)));
            wanted.push(entity);
        }
        let next = |at: usize| if forward { at.wrapping_add(1) } else { at.wrapping_sub(1) };
        let mut at = next(if forward { from } else { from.min(documents.len()) });
        while let Some(&document) = documents.get(at) {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            if two.contains(document) {
                let packed = self.store.mentions(document)?;
                let mentions = packed.mentions.iter().filter_map(|&(start, end, name)| {
                    Some((start as usize..end as usize, *of.get(packed.names.get(name as usize)?)?))
                });
                if !together(mentions, &wanted).is_empty() {
                    return Ok(Some(at));
                }
            }
            at = next(at);
        }
        Ok(None)
    }
}
