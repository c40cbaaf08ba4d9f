//! What the decisions about names amount to: which names are one entity, what it is called and of
//! which type it is, and which forms belong to other names.
//!
//! A pure function of the names and of the decisions that stand. What the names are follows from all
//! documents, in whatever order they came, so the outcome does not depend on that order either.

use crate::library::types::EntityKind;
use crate::library::types::repairs::{NameRef, Repair};
use crate::store::mended::FormRules;
use crate::store::names::NameRecord;
use std::collections::{BTreeMap, HashMap};

/// What readers said about an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub label: Option<String>,
    pub kind: Option<EntityKind>,
    pub hidden: bool,
}

/// What the decisions amount to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// The number of the entity of each name.
    pub entities: HashMap<u32, u32>,
    /// By entity.
    pub said: BTreeMap<u32, Said>,
    pub rules: FormRules,
}

/// The library's answers that settling needs; names by their numbers.
pub trait Names {
    /// The name that a decision speaks of, if this library has it.
    fn meant(&self, name: &NameRef) -> Option<u32>;
    /// True when a name was recognised under a form.
    fn has_form(&self, name: u32, form: &str) -> bool;
}

/// Settles decisions in the order in which they were made. `names` are all names of every entity,
/// as it was before any decision, that one of the decisions speaks of.
pub fn settle(names: &[NameRecord], repairs: &[Repair], ask: &dyn Names) -> Settled {
    let mut parts = Parts::of(names);
    let mut rules = FormRules::new();
    for repair in repairs {
        match repair {
            Repair::Merge { entities } => {
                let mut known = entities.iter().filter_map(|entity| ask.meant(entity));
                if let Some(first) = known.next() {
                    known.for_each(|other| parts.join(first, other));
                }
            }
            Repair::Separate { entity, form } => {
                let target = NameRef { name: form.clone(), kind: entity.kind };
                let part = ask.meant(entity).and_then(|name| parts.of_name(name));
                if let (Some(part), Some(target)) = (part, ask.meant(&target)) {
                    separate(&mut parts, &mut rules, part, form, target, ask);
                }
            }
            Repair::Rename { entity, to } => parts.say(ask.meant(entity), |said| said.label = Some(to.clone())),
            Repair::Retype { entity, to } => parts.say(ask.meant(entity), |said| said.kind = Some(*to)),
            Repair::Hide { entity } => parts.say(ask.meant(entity), |said| said.hidden = true),
            Repair::Unhide { entity } => parts.say(ask.meant(entity), |said| said.hidden = false),
            Repair::Unname { .. } | Repair::Spans { .. } => {}
        }
    }
    parts.settled(rules)
}

/// Names that are spelt so leave the entity; of its other names, the mentions in this form do.
fn separate(parts: &mut Parts<'_>, rules: &mut FormRules, part: usize, form: &str, target: u32, ask: &dyn Names) {
    let members = parts.members(part);
    let (spelt, others): (Vec<usize>, Vec<usize>) = members.into_iter().partition(|&at| parts.names[at].text == form);
    // All of it is spelt so: there is nothing to take it from.
    if others.is_empty() {
        return;
    }
    let fresh = parts.fresh();
    for at in spelt {
        parts.part_of[at] = fresh;
    }
    for at in others {
        let number = parts.names[at].number;
        if ask.has_form(number, form) {
            rules.insert((number, form.to_owned()), target);
        }
    }
}

/// A partition of the names.
struct Parts<'n> {
    names: &'n [NameRecord],
    place: HashMap<u32, usize>,
    part_of: Vec<usize>,
    /// Of each part, and the how manieth saying it was.
    said: Vec<(usize, Said)>,
}

impl<'n> Parts<'n> {
    fn of(names: &'n [NameRecord]) -> Self {
        let place: HashMap<u32, usize> = names.iter().enumerate().map(|(at, name)| (name.number, at)).collect();
        let mut numbers: HashMap<u32, usize> = HashMap::new();
        let mut part_of = Vec::with_capacity(names.len());
        for name in names {
            let next = numbers.len();
            part_of.push(*numbers.entry(name.base).or_insert(next));
        }
        let said = vec![(0, Said::default()); numbers.len()];
        Self { names, place, part_of, said }
    }

    fn of_name(&self, name: u32) -> Option<usize> {
        self.place.get(&name).map(|&at| self.part_of[at])
    }

    fn members(&self, part: usize) -> Vec<usize> {
        (0..self.names.len()).filter(|&at| self.part_of[at] == part).collect()
    }

    fn fresh(&mut self) -> usize {
        self.said.push((0, Said::default()));
        self.said.len() - 1
    }

    /// What was said of either holds for both; where both have something, the later saying does.
    fn join(&mut self, one: u32, other: u32) {
        let (Some(one), Some(other)) = (self.of_name(one), self.of_name(other)) else { return };
        if one == other {
            return;
        }
        self.part_of.iter_mut().filter(|part| **part == other).for_each(|part| *part = one);
        let (when, said) = std::mem::take(&mut self.said[other]);
        let (mine, kept) = &mut self.said[one];
        let later = when > *mine;
        let pick = |own: &mut Option<String>, its: Option<String>| {
            if its.is_some() && (later || own.is_none()) {
                *own = its;
            }
        };
        pick(&mut kept.label, said.label);
        if said.kind.is_some() && (later || kept.kind.is_none()) {
            kept.kind = said.kind;
        }
        // A merged entity is hidden where both were.
        kept.hidden &= said.hidden;
        *mine = when.max(*mine);
    }

    fn say(&mut self, name: Option<u32>, what: impl Fn(&mut Said)) {
        let now = self.said.iter().map(|(when, _)| *when).max().unwrap_or(0) + 1;
        if let Some(part) = name.and_then(|name| self.of_name(name)) {
            self.said[part].0 = now;
            what(&mut self.said[part].1);
        }
    }

    fn settled(self, rules: FormRules) -> Settled {
        let mut lowest: HashMap<usize, u32> = HashMap::new();
        for (name, &part) in self.names.iter().zip(&self.part_of) {
            let number = lowest.entry(part).or_insert(name.number);
            *number = name.number.min(*number);
        }
        let entities = self.names.iter().zip(&self.part_of).map(|(name, part)| (name.number, lowest[part])).collect();
        let said = self.said.into_iter().enumerate();
        let said = said.filter_map(|(part, (_, said))| Some((*lowest.get(&part)?, said)));
        Settled { entities, said: said.filter(|(_, said)| *said != Said::default()).collect(), rules }
    }
}
