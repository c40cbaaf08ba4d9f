//! The base that a reader chooses for comparisons: what it holds for, and when it ends.

use super::App;
use super::action::Action;
use super::effect::Effect;
use crate::library::types::{DocNo, GroupNo, Row};

/// The base of comparisons. It holds for the other versions of its group, which are compared with the leader
/// otherwise, and for a document that a comparison was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    pub document: DocNo,
    /// Its key and its group, once they are known.
    pub key: String,
    group: Option<GroupNo>,
    /// The document that it was asked to be compared with, of whatever group that is.
    asked: Option<DocNo>,
}

impl App {
    /// Makes the document at hand the base, or no longer.
    pub(super) fn make_base(&mut self) -> Vec<Effect> {
        let Some(current) = self.current() else {
            self.say_none("there is no document here");
            return Vec::new();
        };
        if self.is_base(current) {
            self.base = None;
            self.say("no base any more; comparisons are with the group's leader".to_owned());
            return if self.comparing { self.compare() } else { Vec::new() };
        }
        let row = self.row_at_hand(current);
        let (key, group) = (row.map(|row| row.key.clone()), row.and_then(|row| row.group));
        let group = group.map(|place| place.group);
        self.base = Some(Base { document: current, key: key.unwrap_or_default(), group, asked: None });
        let (compare, base) = (self.key_of(Action::Compare), self.key_of(Action::MakeBase));
        self.say(format!("this is the base now; {compare} on another document compares, {base} on this one ends it"));
        self.set_apart();
        if self.collating.is_some() {
            return self.rebase(current);
        }
        if self.comparing { self.compare() } else { Vec::new() }
    }

    /// A document is the base that the reader chose.
    pub fn is_base(&self, document: DocNo) -> bool {
        self.base.as_ref().is_some_and(|base| base.document == document)
    }

    /// A comparison of a document is asked for: with the base, of whatever group they are.
    pub(super) fn ask_for_base(&mut self, document: DocNo) {
        if let Some(base) = &mut self.base {
            base.asked = Some(document);
        }
    }

    /// The base that a document is compared with where that is not its leader.
    pub(super) fn base_of(&self, document: DocNo) -> Option<DocNo> {
        let group = self.row_at_hand(document).and_then(|row| row.group).map(|place| place.group);
        let base = self.base.as_ref().filter(|base| base.document != document)?;
        let its = || self.row_at_hand(base.document).and_then(|row| row.group).map(|place| place.group);
        let kin = group.is_some() && base.group.or_else(its) == group;
        (kin || base.asked == Some(document)).then_some(base.document)
    }

    /// What a comparison says of the base holds.
    pub(super) fn learn_base(&mut self, row: &Row) {
        if let Some(base) = self.base.as_mut().filter(|base| base.document == row.number) {
            base.key.clone_from(&row.key);
            base.group = row.group.map(|place| place.group);
        }
    }

    /// A comparison is come back to, with the base that it had.
    pub(super) fn come_back_to_base(&mut self, base: Option<DocNo>, document: Option<DocNo>) {
        self.base = base.map(|base| Base { document: base, key: String::new(), group: None, asked: document });
    }

    /// Ends the base with a comparison with it.
    pub(super) fn end_base(&mut self) {
        let with_it = |diff: &crate::library::types::Diff| self.is_base(diff.base.number);
        if self.reader.diff.as_deref().is_some_and(with_it) {
            self.base = None;
            self.say("no base any more; comparisons are with the group's leader".to_owned());
        }
    }

    /// What is known of a document that is at hand.
    pub(super) fn row_at_hand(&self, document: DocNo) -> Option<&Row> {
        let open = self.reader.document.as_ref().map(|open| &open.row).filter(|row| row.number == document);
        let member = || self.versions.member(document).map(|member| &member.row);
        self.list.row(document).or(open).or_else(member)
    }
}
