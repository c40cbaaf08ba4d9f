//! Documents of one title. Where few sets of versions bear a title, little shared text is enough to
//! make one group of them; so they are gathered together, and again when one more comes.

use super::component::Component;
use super::types::DocNo;
use super::{Library, Result};
use crate::version::{BEARERS, Relation};
use std::collections::BTreeSet;

/// What was asked about titles while groups were gathered.
#[derive(Default)]
pub(super) struct Titles {
    /// Those that too many bore when they were asked about.
    passed: BTreeSet<String>,
}

impl Library {
    fn title(&self, document: DocNo) -> Result<Option<String>> {
        Ok(self.store.title(document)?.filter(|title| !title.is_empty()))
    }

    /// The documents whose groups new ones may change by their titles alone: those of a relation
    /// under one title, and the older bearers of a title that could be the name of one text.
    pub(super) fn touched_by_title(
        &self,
        new: std::ops::RangeInclusive<DocNo>,
        relations: &[Relation],
    ) -> Result<BTreeSet<DocNo>> {
        let mut touched = BTreeSet::new();
        for relation in relations.iter().filter(|relation| relation.named) {
            touched.extend([relation.a, relation.b]);
        }
        let first = *new.start();
        for title in self.store.titles_again(new)? {
            // The new ones are in no group yet and count one each, so they are left out.
            touched.extend(self.store.namesakes_below(&title, BEARERS, first)?.unwrap_or_default());
        }
        Ok(touched)
    }

    /// The namesakes of a document that belong into its component.
    pub(super) fn follow_title(
        &self,
        document: DocNo,
        component: &mut Component,
        titles: &mut Titles,
    ) -> Result<Vec<DocNo>> {
        let Some(title) = self.title(document)? else { return Ok(Vec::new()) };
        if component.titles.contains(&title) || titles.passed.contains(&title) {
            return Ok(Vec::new());
        }
        match self.store.namesakes(&title, BEARERS)? {
            Some(namesakes) => {
                component.titles.insert(title);
                Ok(namesakes)
            }
            None => {
                titles.passed.insert(title);
                Ok(Vec::new())
            }
        }
    }

    /// The documents among `gathered` and their namesakes under the titles that were passed over and
    /// turn out to have few bearers, now that the sets are known.
    pub(super) fn passed_over(&self, gathered: &BTreeSet<DocNo>, titles: &mut Titles) -> Result<BTreeSet<DocNo>> {
        let mut again = BTreeSet::new();
        for &document in gathered {
            if let Some(title) = self.title(document)?.filter(|title| titles.passed.remove(title)) {
                again.extend(self.store.namesakes(&title, BEARERS)?.unwrap_or_default());
            }
        }
        titles.passed.clear();
        Ok(again)
    }
}
