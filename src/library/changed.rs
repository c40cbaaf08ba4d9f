//! What changed in a version, in one line for lists.

use super::types::{Change, DocNo, Document, EntityKind, Relation};
use super::{Library, Result};
use crate::entity::name_key;
use crate::version::compare::Summary;
use std::sync::atomic::AtomicBool;

/// Texts beyond this many bytes are not compared for the sake of a line in a list.
const LONG: u64 = 1 << 20;

impl Library {
    /// What changed in a document against the leader of its version group: "2 numbers changed
    /// (14 -> 40), Ortiz gone, +62 -3 words". `None` for one without a leader but itself, for very
    /// long texts, and when stopped.
    pub fn change(&self, document: DocNo, stop: &AtomicBool) -> Result<Option<Change>> {
        let Some(member) = self.store.member(document)? else { return Ok(None) };
        let leader = self.store.members(member.group)?.into_iter().find(|other| other.relation == "leader");
        let Some(leader) = leader.filter(|leader| leader.document != document) else { return Ok(None) };
        let line = match super::read::relation(&member.relation) {
            Relation::Copy => "white space only".to_owned(),
            Relation::Typography => "typography only".to_owned(),
            _ => {
                for number in [document, leader.document] {
                    if self.store.meta(number)?.is_none_or(|meta| meta.bytes > LONG) {
                        return Ok(None);
                    }
                }
                match self.comparison(leader.document, document, false, stop)? {
                    Some(compared) => compared.comparison.summary.line(),
                    None => return Ok(None),
                }
            }
        };
        Ok(Some(Change { document, line }))
    }
}

/// Takes names off that only are spelt otherwise: what they name is named in both texts. A name that
/// stands in the place of another is only spelt otherwise where both name the same. A person of another
/// name is told though the library takes both for one: who Pieter Hollis is the reader has to say.
pub(super) fn respelt(summary: &mut Summary, a: &Document, b: &Document) {
    let stays = |document: &Document, other: &Document, name: &String| {
        let mut known = document.entities.iter().filter(|known| known.forms.iter().any(|(form, _)| form == name));
        known.any(|known| {
            let there = other.entities.iter().find(|there| there.entity == known.entity);
            there.is_some_and(|there| {
                known.kind != EntityKind::Person || there.forms.iter().any(|(form, _)| is_form_of(name, form))
            })
        })
    };
    summary.names_removed.retain(|name| !stays(a, b, name));
    summary.names_added.retain(|name| !stays(b, a, name));
    let meant = |document: &Document, name: &String| {
        let known = document.entities.iter().find(|known| known.forms.iter().any(|(form, _)| form == name));
        known.map(|known| (known.entity, known.kind))
    };
    summary.names_changed.retain(|both| {
        let (from, to) = (meant(a, &both.from), meant(b, &both.to));
        let person = from.is_some_and(|(_, kind)| kind == EntityKind::Person);
        from.is_none() || from != to || (person && !is_form_of(&both.from, &both.to))
    });
}

/// True where a name is the other one or a part of it, titles, case, accents and marks left out; an initial stands for
/// a name, and so do the initials of all of them.
fn is_form_of(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        // J.F. Kennedy has two initials.
        let key = name_key(&name.replace('.', ". "));
        let words = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let initials: String = long.iter().filter_map(|word| word.chars().next()).collect();
    let stands_for = |word: &String, name: &String| {
        let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
        word == name || initial(word, name) || initial(name, word)
    };
    let mut names = long.iter();
    let is_part = short.iter().all(|word| names.any(|name| stands_for(word, name)));
    is_part || short.concat() == long.concat() || (short.len() == 1 && short[0] == initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_name_of_a_person_is_no_form_of_the_first() {
        for (one, other) in [
            ("Van Ostaeyen", "Pieter Van Ostaeyen"),
            ("P. Van Ostaeyen", "Pieter Van Ostaeyen"),
            ("Mr Van Ostaeyen", "Pieter Van Ostaeyen"),
            ("PETER HOLLIS", "Peter Hollis"),
            ("Ren\u{e9} Hollis", "Rene Hollis"),
            ("O\u{2019}Brien", "O'Brien"),
            ("JFK", "John F. Kennedy"),
        ] {
            assert!(is_form_of(one, other) && is_form_of(other, one), "{one} and {other}");
        }
        for (one, other) in
            [("Peter Hollis", "Pieter Hollis"), ("Peter Hollis", "Peter Hollins"), ("Ann Kern", "Anna Kern")]
        {
            assert!(!is_form_of(one, other), "{one} and {other}");
        }
    }
}
