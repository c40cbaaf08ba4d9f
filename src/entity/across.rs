//! Which names are one entity over all documents.

use super::EntityType::{self, Person};
use super::bodies;
use super::countries;
use super::diminutives;
use super::links::Links;
use super::lists::{LISTS, Sense};
use super::names::{Parts, name_key, parts};
use super::parted::{self, legal_form};
use super::titles::gender_of;
use super::variants::variants;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A name as the library has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub name: String,
    pub kind: EntityType,
    pub documents: u32,
    pub mentions: u32,
}

/// An alias that documents state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedAlias {
    pub short: String,
    pub long: String,
    pub documents: u32,
    /// No text says so: it was inferred within each document.
    pub inferred: bool,
}

/// For each name the index of the one that stands for its entity.
///
/// The result does not depend on the order of the names. The work is near-linear: names are brought
/// together by sorting, and only people of one surname and first letter are compared. Only links that
/// nothing contradicts are made; a bare surname stays an entity of its own.
pub fn across(names: &[Name], aliases: &[StatedAlias]) -> Vec<usize> {
    let own_keys: Vec<String> = names.iter().map(|name| name_key(&name.name)).collect();
    let keys: Vec<String> = {
        let named = names.iter().zip(&own_keys);
        named.map(|(name, key)| countries::usual_of(&name.name, key).into_owned()).collect()
    };
    // By key and type, the name that stands for the others first.
    let order = sorted(
        0..names.len(),
        |at| &keys[at],
        |a, b| {
            let rank = |at: usize| {
                let other = keys[at] != own_keys[at];
                (names[at].kind, other, Reverse(weight(&names[at])), &names[at].name)
            };
            rank(a).cmp(&rank(b))
        },
    );
    let mut links = Links::of(names.len());
    // The names that stand for the others of their key, and the documents of all of them.
    let (mut heads, mut documents): (Vec<usize>, Vec<u32>) = (Vec::new(), Vec::new());
    for same in order.chunk_by(|&a, &b| keys[a] == keys[b] && names[a].kind == names[b].kind) {
        for one in parted::sets(same, names) {
            heads.push(one[0]);
            documents.push(one.iter().map(|&at| names[at].documents).fold(0, u32::saturating_add));
            one[1..].iter().for_each(|&at| _ = links.join(at, one[0]));
        }
    }
    let people: Vec<(usize, Parts)> =
        heads.iter().filter(|&&at| names[at].kind == Person).map(|&at| (at, parts(&names[at].name))).collect();
    let other = one_type(names, &keys, &order, &mut links);
    // A firm that is taken for a person now and then ("Arthur Kestrel Inc.") has no surname.
    let people: Vec<(usize, Parts)> = people.into_iter().filter(|(at, _)| !other.contains(at)).collect();
    full_names(names, &people, &mut links);
    surnames(names, &people, &mut links);
    bodies::over_all(names, &keys, heads.iter().copied().zip(documents), &mut links);
    stated(names, &keys, &heads, aliases, &mut links);
    (0..names.len()).map(|at| links.root(at)).collect()
}

/// Some places by their text, and by something else where that is the same. Most texts differ in their first
/// letters, which are kept beside the place: looking at them is no walk through memory.
fn sorted<'t>(
    places: impl Iterator<Item = usize>,
    text: impl Fn(usize) -> &'t str,
    then: impl Fn(usize, usize) -> Ordering,
) -> Vec<usize> {
    let start = |text: &str| {
        let mut start = [0; 8];
        start.iter_mut().zip(text.bytes()).for_each(|(to, byte)| *to = byte);
        u64::from_be_bytes(start)
    };
    let mut order: Vec<(u64, usize)> = places.map(|at| (start(text(at)), at)).collect();
    order.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| text(a.1).cmp(text(b.1))).then_with(|| then(a.1, b.1)));
    order.into_iter().map(|(_, at)| at).collect()
}

fn weight(name: &Name) -> (u32, u32) {
    (name.mentions, name.documents)
}

/// Where likenesses are looked for: people of one last word and one first letter.
type Block<'n> = (&'n str, Option<char>);

/// People whose full names are spellings of one.
fn full_names(names: &[Name], people: &[(usize, Parts)], links: &mut Links) {
    // A short form may be of a name with another first letter: Bill, William.
    let mut blocks: Vec<(Block, &(usize, Parts))> = Vec::new();
    for person in people {
        let Some(given) = person.1.given.first() else { continue };
        let mut firsts: Vec<Option<char>> = vec![given.chars().next()];
        firsts.extend(diminutives::long_forms(given).iter().map(|long| long.chars().next()));
        firsts.sort_unstable();
        firsts.dedup();
        blocks.extend(firsts.into_iter().map(|first| ((person.1.tail(), first), person)));
    }
    let order = sorted(
        0..blocks.len(),
        |at| blocks[at].0.0,
        |a, b| {
            let rank = |at: usize| (blocks[at].0.1, names[blocks[at].1.0].name.as_str());
            rank(a).cmp(&rank(b))
        },
    );
    for people in order.chunk_by(|&a, &b| blocks[a].0 == blocks[b].0).filter(|people| people.len() > 1) {
        let people: Vec<&(usize, Parts)> = people.iter().map(|&at| blocks[at].1).collect();
        let parts: Vec<&Parts> = people.iter().map(|(_, parts)| parts).collect();
        for set in variants(&parts) {
            let rank = |at: usize| {
                let letters: usize = parts[at].given.iter().map(|given| given.chars().count().min(2)).sum();
                (letters.min(4), weight(&names[people[at].0]), Reverse(at))
            };
            let Some(best) = set.iter().copied().max_by_key(|&at| rank(at)) else { continue };
            for at in set.into_iter().filter(|&at| at != best) {
                links.join(people[at].0, people[best].0);
            }
        }
    }
}

/// For one document that names a person in full, so many may have the surname alone …
const BARE_EACH: u32 = 2;
/// … and a few more.
const BARE: u32 = 3;

/// Documents that may have a short name beside those of the long one that it is tied to.
fn is_few(short: u32, long: u32) -> bool {
    short <= long.saturating_mul(BARE_EACH).saturating_add(BARE)
}

/// Beside one with so many times the documents a bearer of a surname is an error of the recogniser.
const HARDLY_ANY: u32 = 20;

/// A bare surname is the one person of all documents who bears it, unless it could be a given name, or
/// documents that do not name the person in full are many beside those that do.
fn surnames(names: &[Name], people: &[(usize, Parts)], links: &mut Links) {
    // Beside a Mr. Kern, which of them the full name is, nobody knows.
    let people: Vec<&(usize, Parts)> = people.iter().filter(|(at, _)| gender_of(&names[*at].name).is_none()).collect();
    let mut bearers: HashMap<&str, Vec<&(usize, Parts)>> = HashMap::new();
    for &person in people.iter().filter(|(_, parts)| !parts.given.is_empty()) {
        bearers.entry(person.1.tail()).or_default().push(person);
    }
    let is_title = |word: &str| LISTS.words.get(word) == Some(&Sense::Title);
    let is_bare = |parts: &Parts| {
        let surname = parts.surname.as_str();
        parts.given.is_empty() && !LISTS.given.contains(surname) && !is_title(surname)
    };
    for (at, bare) in people.iter().copied().filter(|(_, parts)| is_bare(parts)) {
        let full = bearers.get(bare.tail()).into_iter().flatten();
        let full = full
            .filter(|(_, full)| full.surname == bare.surname || full.surname.ends_with(&format!(" {}", bare.surname)));
        let documents = |at: usize| names[at].documents;
        let mut owners: Vec<(usize, bool)> =
            full.map(|(other, parts)| (links.root(*other), parts.is_sound())).collect();
        owners.sort_unstable();
        // What looks like no full name, or hardly stands anywhere beside another, bars none.
        let most = owners.iter().filter(|owner| owner.1).map(|owner| documents(owner.0)).max();
        if let Some(most) = most {
            owners.retain(|&(at, sound)| sound && documents(at).saturating_mul(HARDLY_ANY) > most);
        }
        owners.dedup_by_key(|owner| owner.0);
        if let [(owner, _)] = owners.as_slice()
            && is_few(documents(*at), documents(*owner))
        {
            links.join(*at, *owner);
        }
    }
}

/// Beside a firm with a legal form behind its name, so many times its mentions may be taken for a person.
const BESIDE_FIRM: u32 = 4;

/// A name under two types is one entity when one of them is rare beside the other, the rare one being an error of
/// the recogniser, or no type at all. People and places share names more often than others do; no person has a legal form behind the name.
/// Gives the people that are none.
fn one_type(names: &[Name], keys: &[String], order: &[usize], links: &mut Links) -> BTreeSet<usize> {
    const RARE: u32 = 2;
    const RARE_PERSON: u32 = 4;
    let rare = |one: EntityType, main: EntityType| match (one, main) {
        (EntityType::Misc, _) => 1,
        (Person, EntityType::Place) | (EntityType::Place, Person) => RARE_PERSON,
        _ => RARE,
    };
    let mut other = BTreeSet::new();
    for same in order.chunk_by(|&a, &b| keys[a] == keys[b]) {
        if names[same[0]].kind == names[same[same.len() - 1]].kind {
            continue;
        }
        let mut weights: BTreeMap<EntityType, u32> = BTreeMap::new();
        for &at in same {
            *weights.entry(names[at].kind).or_default() += names[at].mentions;
        }
        let most = weights.iter().max_by_key(|&(&kind, &weight)| (weight, Reverse(kind)));
        let Some((&(mut main), &(mut most))) = most else { continue };
        let is_firm = |&&at: &&usize| names[at].kind == EntityType::Org && legal_form(&names[at].name).is_some();
        if main == Person
            && let Some(&firm) = weights.get(&EntityType::Org)
            && firm.saturating_mul(BESIDE_FIRM) >= most
            && same.iter().find(is_firm).is_some()
        {
            (main, most) = (EntityType::Org, most.max(firm).saturating_mul(RARE_PERSON));
        }
        let Some(&leader) = same.iter().find(|&&at| names[at].kind == main) else { continue };
        for &at in same.iter().filter(|&&at| names[at].kind != main) {
            if weights[&names[at].kind].saturating_mul(rare(names[at].kind, main)) <= most {
                links.join(at, leader);
                if names[at].kind == Person && main == EntityType::Org {
                    other.insert(at);
                }
            }
        }
    }
    other
}

/// Initials that no text explains are in so many documents at least beside what they could stand for, before they stand
/// for it in others …
const FEWEST_DOCUMENTS: u32 = 2;
/// … and so many where there are two letters, which are anybody's.
const FEWEST_OF_TWO: u32 = 3;
/// True when a short name that was inferred in `count` documents is taken to mean the same in its others. Initials that
/// are written small are a word.
fn holds_elsewhere(short: &Name, count: u32, initials: bool) -> bool {
    if !initials {
        return short.documents <= count.saturating_mul(HARDLY_ANY);
    }
    is_capital(&short.name)
        && match short.name.chars().filter(|c| c.is_alphanumeric()).count() {
            0..=2 => count >= FEWEST_OF_TWO && is_few(short.documents, count),
            _ => count >= FEWEST_DOCUMENTS && short.documents <= count.saturating_mul(HARDLY_ANY),
        }
}

fn is_capital(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

/// Short and long names that documents say are one, where nearly all that state the short one agree.
fn stated(names: &[Name], keys: &[String], heads: &[usize], aliases: &[StatedAlias], links: &mut Links) {
    let mut longs: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    let mut said: BTreeSet<(String, String)> = BTreeSet::new();
    let mut initials: BTreeSet<String> = BTreeSet::new();
    for alias in aliases {
        let usual = |name: &str| countries::usual_of(name, &name_key(name)).into_owned();
        let (short, long) = (usual(&alias.short), usual(&alias.long));
        if !alias.inferred {
            said.insert((short.clone(), long.clone()));
        } else if is_capital(&alias.short) {
            initials.insert(short.clone());
        }
        *longs.entry(short).or_default().entry(long).or_default() += alias.documents;
    }
    let is_listed = |key: &str| LISTS.countries.contains(key) || LISTS.places.contains(key);
    // Heads are sorted by key; of those with one key, the most mentioned stands for it.
    let with_key = |key: &str| {
        let from = heads.partition_point(|&at| keys[at].as_str() < key);
        let to = heads.partition_point(|&at| keys[at].as_str() <= key);
        &heads[from..to]
    };
    for (short, candidates) in &longs {
        let candidates = bodies::as_one(candidates);
        let all: u32 = candidates.values().sum();
        let most = candidates.iter().max_by_key(|&(name, &count)| (count, Reverse(name)));
        let Some((long, &count)) = most.filter(|&(_, &count)| count.saturating_mul(4) >= all.saturating_mul(3)) else {
            continue;
        };
        // Two names of one country are one already.
        if long == short {
            continue;
        }
        let long_head = with_key(long).iter().copied().max_by_key(|&at| (weight(&names[at]), Reverse(names[at].kind)));
        let Some(long_head) = long_head.filter(|_| count > 0) else { continue };
        let inferred = !said.contains(&(short.clone(), long.clone()));
        if inferred && is_listed(short) {
            continue;
        }
        for &at in with_key(short) {
            // A person is no acronym of an organisation, whatever a bracket seems to say; and what was inferred
            // in a few documents says nothing of what the many others mean.
            let (one, other) = (&names[at], &names[long_head]);
            let fits = if inferred {
                one.kind == other.kind && holds_elsewhere(one, count, initials.contains(short))
            } else {
                (one.kind == Person) == (other.kind == Person)
            };
            if fits {
                links.join(at, long_head);
            }
        }
    }
}
