//! Coming to a place in the open document.

use super::App;
use super::action::Action;
use super::reader::Then;
use crate::library::types::{EntityNo, Mention};
use std::ops::Range;

impl App {
    /// Goes to a place in the open document.
    pub(crate) fn arrive(&mut self, then: Then) {
        let Some(document) = self.reader.document.clone() else { return };
        let height = self.reader_height().max(1);
        let of = |entity: EntityNo| -> Vec<Range<usize>> {
            let meant = |mention: &&Mention| document.entities[mention.entity as usize].entity == entity;
            document.mentions.iter().filter(meant).map(|mention| mention.range()).collect()
        };
        let range = match then {
            Then::Start => {
                self.reader.focus = None;
                self.reader.top = 0;
                return;
            }
            Then::Offset(offset) => {
                self.reader.focus = None;
                self.reader.top = self.reader.page.row_of(offset);
                return;
            }
            Then::Stay => return,
            Then::Passage(start, end) => Some(words_in(&document.text, start..end)),
            Then::HitFrom(offset) => {
                let hits = &self.reader.hits;
                let next = hits.partition_point(|hit| hit.start < offset);
                let place = if next < hits.len() { next } else { 0 };
                let (found, of) = (hits.get(place).cloned(), hits.len());
                match found {
                    Some(hit) => {
                        let again = if next < of { "" } else { "on from the top: " };
                        self.say(format!("{again}hit {} of {of} for {}", place + 1, self.sought()));
                        Some(hit)
                    }
                    None => {
                        let sought = self.sought().to_owned();
                        match self.reader.unread.take() {
                            Some(why) => self.trouble(format!("{sought}: {why}")),
                            None => self.say(format!(
                                "{sought} is not in this document; {} searches them all",
                                self.key_of(Action::SearchCorpus)
                            )),
                        }
                        return;
                    }
                }
            }
            Then::FirstHit => self.reader.hits.first().cloned(),
            Then::LastHit => self.reader.hits.last().cloned(),
            Then::FirstTogether => self.passages_together(&self.together).first().cloned(),
            Then::LastTogether => self.passages_together(&self.together).last().cloned(),
            Then::FirstMention(entity) => of(entity).first().cloned(),
            Then::LastMention(entity) => of(entity).last().cloned(),
        };
        match range {
            Some(range) => {
                self.reader.show(range.start, height);
                if std::mem::take(&mut self.running_on) {
                    self.tell_arrival(&range);
                }
                self.reader.focus = Some(range);
            }
            None => {
                self.reader.focus = None;
                self.reader.top = 0;
            }
        }
    }
}

/// A range of a text without the white space at its ends, so that it begins on the row of its first word;
/// one with nothing else is the letter behind it.
fn words_in(text: &str, range: Range<usize>) -> Range<usize> {
    let (Some(inside), Some(behind)) = (text.get(range.clone()), text.get(range.end..)) else { return range };
    let trimmed = inside.trim();
    if trimmed.is_empty() {
        let start = text.len() - behind.trim_start().len();
        return start..start + text[start..].chars().next().map_or(0, char::len_utf8);
    }
    let start = range.start + inside.len() - inside.trim_start().len();
    start..start + trimmed.len()
}
