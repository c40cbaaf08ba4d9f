//! Finding the versions of what a batch brought, and gathering them into groups.
//!
//! Relations are looked for once for all documents that came since the last time, so the result
//! does not depend on how a batch was cut by an interruption. Only groups that a new relation
//! touches are gathered again.

use super::component::Component;
use super::dating;
use super::evidence;
use super::namesakes::Titles;
use super::remeasure::{Adding, Comparing, Confirmed, Remeasured, Remeasuring};
use super::ties::Ties;
use super::types::{DocNo, Progress};
use super::{Library, LibraryError, Result};
use crate::ingest;
use crate::store::relations::MemberRecord;
use crate::version::{self, Kind, PrintIndex, Relation, Source, Tie};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// The setting that holds the last document whose versions have been looked for.
const THROUGH: &str = "grouped through";

/// Documents gathered between two reports.
const TOLD: usize = 32;

/// Two documents that share a passage and are in no common group.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    pub a: String,
    pub b: String,
    pub shared_words: u32,
    pub longest_run: u32,
    /// Share of `a` that stands in `b`.
    pub of_a: f32,
    /// Share of `b` that stands in `a`.
    pub of_b: f32,
}

impl Library {
    pub(super) fn grouped_through(&self) -> Result<u32> {
        Ok(self.store.setting(THROUGH)?.and_then(|value| value.parse().ok()).unwrap_or(0))
    }

    pub(super) fn forget_groups(&mut self) -> Result<()> {
        Ok(self.store.write(|writer| {
            writer.clear_groups()?;
            writer.set(THROUGH, "0")
        })?)
    }

    /// Finds the relations of all documents that have none looked for yet, and groups them.
    pub(super) fn find_versions(
        &mut self,
        prints: &PrintIndex,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<()> {
        let (first, last) = (self.grouped_through()? + 1, self.store.last_document()?);
        if first > last {
            return Ok(());
        }
        let report = RefCell::new(progress);
        let told = |step: version::Progress| {
            let (done, total) = (u64::from(step.documents), u64::from(step.of));
            report.borrow_mut()(&Progress { stage: "finding versions", done, total, ..Progress::default() });
        };
        let mut texts = |document| self.source(document).ok().flatten();
        let version::Related { relations, seen } =
            version::relate(prints, first..=last, &mut texts, &told, stop).map_err(LibraryError::from)?;
        let mut touched: BTreeSet<DocNo> = BTreeSet::new();
        for relation in relations.iter().filter(|relation| relation.kind.groups()) {
            touched.extend([relation.a, relation.b]);
        }
        for (document, _) in self.store.successions(first)? {
            touched.insert(document);
        }
        touched.extend(self.touched_by_title(first..=last, &relations)?);
        // A passage that stands in more documents than before says less of those that were tied by it.
        for relation in relations.iter().filter(|relation| !relation.kind.groups()) {
            let older = relation.a.min(relation.b);
            if older < first && self.store.member(older)?.is_some() {
                touched.insert(older);
            }
        }
        self.store.write(|writer| {
            for relation in &relations {
                let (a, b) = (relation.a.min(relation.b), relation.a.max(relation.b));
                writer.put_relation(a, b, &evidence::pack(relation, last))?;
            }
            writer.put_seen(first, last, &seen)
        })?;
        let gathered = |done, total| {
            report.borrow_mut()(&Progress { stage: "gathering versions", done, total, ..Progress::default() });
        };
        let adding = Some(Adding { stop, report: &gathered });
        if self.groups_lag()? || first == 1 {
            let others: Vec<DocNo> = touched.into_iter().collect();
            self.follow_ties(&others, prints, adding)?;
        } else {
            self.gather(&touched, prints, adding)?;
        }
        Ok(self.store.write(|writer| writer.set(THROUGH, &last.to_string()))?)
    }

    /// Gathers the groups of some documents, and of all that they are connected with, anew.
    ///
    /// While a batch is read in, relations that have grown old are measured again; after a decision of
    /// a reader, who waits for it, they hold as they are.
    pub(super) fn gather(
        &mut self,
        touched: &BTreeSet<DocNo>,
        prints: &PrintIndex,
        adding: Option<Adding<'_>>,
    ) -> Result<()> {
        let mut titles = Titles::default();
        let seen = self.gather_once(touched, prints, adding, &mut titles)?;
        let again = self.passed_over(&seen, &mut titles)?;
        self.gather_once(&again, prints, adding, &mut titles)?;
        Ok(())
    }

    fn gather_once(
        &mut self,
        touched: &BTreeSet<DocNo>,
        prints: &PrintIndex,
        adding: Option<Adding<'_>>,
        titles: &mut Titles,
    ) -> Result<BTreeSet<DocNo>> {
        let mut seen: BTreeSet<DocNo> = BTreeSet::new();
        for (place, &start) in touched.iter().enumerate() {
            if let Some(adding) = adding.filter(|_| place.is_multiple_of(TOLD)) {
                (adding.report)(place as u64, touched.len() as u64);
            }
            if seen.contains(&start) {
                continue;
            }
            loop {
                let steady = self.store.steady()?;
                let ties = self.ties()?;
                let mut component =
                    self.component(start, &ties, titles, &mut Remeasuring::new(self, prints, adding))?;
                component.part_collections();
                let (members, confirmed) = self.members_of(&component, &ties, prints, adding)?;
                for (pair, share) in confirmed {
                    let stored = || self.store.relation_of(pair.0, pair.1);
                    let facts = component.found.remove(&pair).map_or_else(stored, |facts| Ok(Some(facts)))?;
                    let told = facts.map(|facts| (pair, evidence::with_confirmed(facts, share)));
                    component.found.extend(told);
                }
                drop(steady);
                // A reader may have decided about groups meanwhile, here or in another process.
                let done = self.store.write(|writer| {
                    if !writer.ties_unchanged(ties.made)? {
                        return Ok(false);
                    }
                    component.found.iter().try_for_each(|((a, b), facts)| writer.put_relation(*a, *b, facts))?;
                    component.dropped.iter().try_for_each(|&(a, b)| writer.drop_relation(a, b))?;
                    component.documents.iter().try_for_each(|&document| writer.drop_member(document))?;
                    members.iter().try_for_each(|member| writer.put_member(member))?;
                    component.documents.iter().try_for_each(|&document| writer.owe_kin(document))?;
                    Ok(true)
                })?;
                if done {
                    seen.extend(&component.documents);
                    break;
                }
            }
        }
        Ok(seen)
    }

    /// All documents that relations of versions and successions under one key connect with one.
    fn component(
        &self,
        start: DocNo,
        ties: &Ties,
        titles: &mut Titles,
        again: &mut Remeasuring<'_>,
    ) -> Result<Component> {
        let mut component = Component::default();
        let mut open = vec![start];
        component.documents.insert(start);
        while let Some(document) = open.pop() {
            let mut neighbours = Vec::new();
            for (a, b, facts) in self.store.relations(document)? {
                if component.relations.contains_key(&(a, b)) || component.dropped.contains(&(a, b)) {
                    continue;
                }
                let Some(relation) = evidence::unpack(a, b, &facts) else { continue };
                let confirmed = evidence::confirmed(&facts);
                component.confirmed.extend(confirmed.map(|share| ((a, b), share)));
                let relation = match again.measured(&relation, evidence::measured_at(&facts))? {
                    Remeasured::Holds => relation,
                    Remeasured::Now(relation) => {
                        let packed = evidence::pack(&relation, again.last());
                        let packed = confirmed.into_iter().fold(packed, evidence::with_confirmed);
                        component.found.insert((a, b), packed);
                        relation
                    }
                    Remeasured::Gone => {
                        component.dropped.insert((a, b));
                        continue;
                    }
                };
                // Overlaps connect nothing, but grouping weighs them as rivals.
                if component.relations.insert((a, b), relation).is_none() && relation.kind.groups() {
                    neighbours.extend([a, b]);
                }
            }
            for succession in self.store.succession_of(document)? {
                let pair = (succession.older, succession.newer);
                let measured = (pair.0.min(pair.1), pair.0.max(pair.1));
                // Where lines were put in or taken out, another record stands in the place of one.
                let is_version = || component.relations.get(&measured).is_some_and(|found| found.kind.groups());
                if !succession.by_line || is_version() {
                    component.ties.insert(pair);
                    neighbours.extend([pair.0, pair.1]);
                }
            }
            neighbours.extend(ties.beside(document));
            if let Some(member) = self.store.member(document)? {
                // Nobody is left behind under a number that another group may get.
                if component.groups.insert(member.group) {
                    neighbours.extend(self.store.members(member.group)?.iter().map(|member| member.document));
                }
            }
            neighbours.extend(self.follow_title(document, &mut component, titles)?);
            open.extend(neighbours.into_iter().filter(|&other| component.documents.insert(other)));
        }
        Ok(component)
    }

    /// A document as versions of it are looked for.
    pub(super) fn source(&self, document: DocNo) -> Result<Option<Source>> {
        let Some(text) = self.store.text(document)? else { return Ok(None) };
        // What was taken from the text for want of a title says nothing more than the text does.
        let stated = self.store.title(document)?.filter(|title| *title != ingest::heading(&text));
        Ok(Some(Source { title: stated.unwrap_or_default(), text }))
    }

    /// The groups of some documents, and what witnesses confirmed that were asked for the first time.
    fn members_of(
        &self,
        component: &Component,
        ties: &Ties,
        prints: &PrintIndex,
        adding: Option<Adding<'_>>,
    ) -> Result<(Vec<MemberRecord>, Confirmed)> {
        let mut metas = Vec::with_capacity(component.documents.len());
        for &document in &component.documents {
            metas.extend(self.store.meta(document)?);
        }
        let members: Vec<version::Member<'_>> = metas
            .iter()
            .map(|meta| version::Member {
                document: meta.number,
                date: dating::moment(meta.date.as_deref(), meta.day),
                words: meta.words,
                key: &meta.key,
                title: if component.titles.contains(&meta.title) { &meta.title } else { "" },
            })
            .collect();
        let relations: Vec<Relation> = component.relations.values().copied().collect();
        let successions = component.ties.iter().map(|&(a, b)| Tie::Join(a, b));
        let ties: Vec<Tie> = successions.chain(ties.among(&component.documents)).collect();
        let mut comparing = Comparing::new(self, prints, &component.confirmed, adding);
        let groups = version::cluster(&members, &relations, &ties, &mut comparing);
        comparing.ended()?;
        let mut records = Vec::new();
        for group in groups {
            let number = group.members.iter().map(|member| member.document).min().unwrap_or(group.leader);
            records.extend(group.members.iter().map(|member| MemberRecord {
                document: member.document,
                group: number,
                relation: if member.document == group.leader { "leader" } else { word(member) }.to_owned(),
                similarity: member.similarity,
                containment: member.containment,
                contained: member.contained,
                nearest: member.nearest,
            }));
        }
        Ok((records, comparing.confirmed))
    }

    /// Pairs that share a passage and are in no common group; of some documents if any are named.
    pub fn overlaps(&self, of: &BTreeSet<DocNo>) -> Result<Vec<Overlap>> {
        let mut pairs = Vec::new();
        if of.is_empty() {
            pairs = self.store.all_relations()?;
        } else {
            for &document in of {
                pairs.extend(self.store.relations(document)?);
            }
            pairs.sort();
            pairs.dedup();
        }
        let mut overlaps = Vec::new();
        for (a, b, facts) in pairs {
            let Some(relation) = evidence::unpack(a, b, &facts) else { continue };
            let group = |document| -> Result<_> { Ok(self.store.member(document)?.map(|member| member.group)) };
            let common = group(a)?.is_some_and(|one| group(b).ok().flatten() == Some(one));
            if common {
                continue;
            }
            let relation = if relation.a == a { relation } else { relation.flipped() };
            let whole = relation.measure.whole;
            overlaps.push(Overlap {
                a: self.key(a)?,
                b: self.key(b)?,
                shared_words: whole.chained,
                longest_run: whole.longest_run,
                of_a: whole.a_in_b,
                of_b: whole.b_in_a,
            });
        }
        Ok(overlaps)
    }
}

/// What a member is called; one that holds only by a relative is told by its figures.
fn word(member: &version::GroupMember) -> &'static str {
    match member.relation {
        Some(Kind::Overlap) | None if member.containment >= 0.8 && member.contained < 0.67 => "excerpt",
        Some(Kind::Overlap) | None if member.contained >= 0.8 && member.containment < 0.67 => "expanded",
        Some(Kind::Overlap) | None => "edited",
        Some(kind) => kind.name(),
    }
}
