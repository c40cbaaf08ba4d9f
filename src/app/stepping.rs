//! Stepping: hits, mentions, changes, undecided documents; running on into the next document.

use super::action::Action;
use super::effect::Effect;
use super::reader::Then;
use super::{App, Asked, Pane};
use crate::library::types::{DiffLayout, EntityNo};
use crate::text::counted;
use std::ops::Range;

impl App {
    pub(crate) fn step(&mut self, action: Action, count: usize) -> Vec<Effect> {
        use Action::*;
        match action {
            NextAsked => self.step_asked(true, count),
            PreviousAsked => self.step_asked(false, count),
            NextHit => self.step_hit(true, count),
            PreviousHit => self.step_hit(false, count),
            NextMention => self.step_mention(true, count),
            PreviousMention => self.step_mention(false, count),
            PinNext => self.pin_and_step(true, count),
            PinPrevious => self.pin_and_step(false, count),
            NextNumber => self.step_change_about("numbers", true, count),
            PreviousNumber => self.step_change_about("numbers", false, count),
            NextNameChange => self.step_change_about("names", true, count),
            PreviousNameChange => self.step_change_about("names", false, count),
            NextQuotation => self.step_change_about("quotations", true, count),
            PreviousQuotation => self.step_change_about("quotations", false, count),
            NextChange => self.step_change(true, count, false),
            PreviousChange => self.step_change(false, count, false),
            NextUndecided => self.step_undecided(true, count),
            PreviousUndecided => self.step_undecided(false, count),
            NextTogether => self.step_together(true, count),
            PreviousTogether => self.step_together(false, count),
            DocumentsWithPinned => self.documents_with_pinned(),
            LabelEntities => self.label_entities(),
            EntityCard => self.entity_card(),
            _ => Vec::new(),
        }
    }

    fn step_asked(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        match self.asked {
            Asked::Hits => self.step_hit(forward, count),
            Asked::Mentions => self.step_mention(forward, count),
            Asked::Changes => self.step_change(forward, count, true),
            Asked::Together => self.step_together(forward, count),
            Asked::News => self.step_new(forward, count),
        }
    }

    /// Jumps to the next of some ranges in the open document; `None` where there is none.
    pub(super) fn jump(&mut self, ranges: &[Range<usize>], forward: bool, count: usize) -> Option<usize> {
        let starts: Vec<usize> = ranges.iter().map(|range| range.start).collect();
        let height = self.reader_height().max(1);
        let first = self.reader.attention(height).step(&starts, forward)?;
        let place = further(first, count, forward, ranges.len() - 1);
        let range = ranges[place].clone();
        if self.reader.page.main.shown(&range).is_empty() {
            // A comparison has folded it away: it is gone to when that comes unfolded.
            self.unfolding = Some(range.clone());
        }
        self.reader.show(range.start, height);
        self.reader.focus = Some(range);
        Some(place)
    }

    /// Asks for the comparison with all that is the same, where a jump led into what is folded.
    pub(super) fn unfold(&mut self) -> Vec<Effect> {
        if self.unfolding.is_none() || !self.reader.is_compared() {
            self.unfolding = None;
            return Vec::new();
        }
        self.diff_view.unfolded = true;
        if self.diff_view.layout == DiffLayout::ChangesOnly {
            self.diff_view.layout = DiffLayout::Unified;
        }
        self.compare()
    }

    fn step_hit(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        self.asked = Asked::Hits;
        if !self.reader_is_shown() && self.query.trim().is_empty() {
            self.say(format!("nothing was searched for; {} searches", self.key_of(Action::Search)));
            return Vec::new();
        }
        if !self.reader_is_shown() {
            return self.open_from_list(if forward { Then::FirstHit } else { Then::LastHit });
        }
        self.uncover_reader();
        let hits = self.reader.hits.clone();
        if let Some(place) = self.jump(&hits, forward, count) {
            self.say(format!("hit {} of {}", place + 1, hits.len()));
            return self.unfold();
        }
        if self.reader.query != self.query {
            self.say(format!(
                "no more of {} in this document; {} searches them all",
                self.sought(),
                self.key_of(Action::SearchCorpus)
            ));
            return Vec::new();
        }
        if self.query.trim().is_empty() {
            self.say(format!("nothing was searched for; {} searches", self.key_of(Action::Search)));
            return Vec::new();
        }
        let place = self.list.cursor;
        let next = if forward {
            Some(place + 1).filter(|&next| next < self.list.documents.len())
        } else {
            place.checked_sub(1)
        };
        let Some(next) = next else {
            self.say(if forward {
                format!("no more hits, this is the last document; {} goes back", self.key_of(Action::PreviousAsked))
            } else {
                format!("no more hits, this is the first document; {} goes on", self.key_of(Action::NextAsked))
            });
            return Vec::new();
        };
        self.leave_trail();
        self.list.move_to(next, self.list_height());
        let effects = self.open_current(if forward { Then::FirstHit } else { Then::LastHit });
        self.running_on = true;
        self.say(if forward { "on into the next document" } else { "back into the document before" }.to_owned());
        effects
    }

    fn reader_is_shown(&self) -> bool {
        self.reader.document.is_some() && self.document_shown().is_some()
    }

    fn open_from_list(&mut self, then: Then) -> Vec<Effect> {
        self.leave_trail();
        self.open_current(then)
    }

    fn mention_ranges(&self) -> Vec<(Range<usize>, EntityNo)> {
        let Some(document) = &self.reader.document else { return Vec::new() };
        let pinned = self.pinned.as_ref().map(|pinned| pinned.entity);
        document
            .mentions
            .iter()
            .map(|mention| (mention.range(), document.entities[mention.entity as usize].entity))
            .filter(|(_, entity)| pinned.is_none_or(|pinned| pinned == *entity))
            .collect()
    }

    fn step_mention(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        self.asked = Asked::Mentions;
        if !self.reader_is_shown() {
            let Some(document) = self.list.current() else { return self.open_current(Then::Start) };
            (self.reading, self.pane) = (true, Pane::Reader);
            return self.when_open(document, if forward { Action::NextMention } else { Action::PreviousMention });
        }
        self.uncover_reader();
        let mentions = self.mention_ranges();
        let ranges: Vec<Range<usize>> = mentions.iter().map(|mention| mention.0.clone()).collect();
        if let Some(place) = self.jump(&ranges, forward, count) {
            self.tell_mention(mentions[place].1, place, mentions.len());
            return self.unfold();
        }
        match self.pinned.as_ref().map(|pinned| pinned.entity) {
            Some(entity) => self.look_on(entity, forward),
            None => {
                self.say(format!(
                    "no more mentions in this document; {} goes to the next one",
                    self.key_of(Action::NextDocument)
                ));
                Vec::new()
            }
        }
    }

    /// Says at which hit or mention of a document the reader has come to, behind the notice that it
    /// is another document.
    pub(crate) fn tell_arrival(&mut self, range: &Range<usize>) {
        let place_in = |ranges: &[Range<usize>]| ranges.iter().position(|known| known.start == range.start);
        let text = if self.asked == Asked::Together {
            let passages = self.passages_together(&self.together);
            place_in(&passages).map(|place| self.passage_told(place, passages.len()))
        } else if self.asked == Asked::Mentions {
            let mentions = self.mention_ranges();
            let ranges: Vec<Range<usize>> = mentions.iter().map(|mention| mention.0.clone()).collect();
            place_in(&ranges).and_then(|place| self.mention_told(mentions[place].1, place, ranges.len()))
        } else {
            let hits = &self.reader.hits;
            place_in(hits).map(|place| format!("hit {} of {}", place + 1, hits.len()))
        };
        if let Some(text) = text {
            self.say_too(&text);
        }
    }

    fn tell_mention(&mut self, entity: EntityNo, place: usize, of: usize) {
        if let Some(text) = self.mention_told(entity, place, of) {
            self.say(text);
        }
    }

    fn mention_told(&self, entity: EntityNo, place: usize, of: usize) -> Option<String> {
        let document = self.reader.document.as_ref()?;
        let known = document.entities.iter().find(|known| known.entity == entity)?;
        let text = if self.pinned.is_some() {
            format!(
                "{} of {of} here · {} · {}",
                place + 1,
                shortened(&known.name),
                counted(known.documents, "document")
            )
        } else {
            format!("{} · {} · {}", shortened(&known.name), known.kind.as_str(), counted(known.documents, "document"))
        };
        Some(text)
    }

    /// Looks for the next document of the list that mentions an entity.
    fn pin_and_step(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        if !self.reader_is_shown() {
            self.say(format!("open a document first; {} follows an entity in it", self.key_of(Action::PinNext)));
            return Vec::new();
        }
        self.uncover_reader();
        self.pane = Pane::Reader;
        self.reading = true;
        let here = self.entity_here();
        match (here, self.pinned.as_ref().map(|pinned| pinned.entity)) {
            (Some((entity, range)), pinned) if pinned != Some(entity) => {
                self.pin(entity);
                self.reader.focus = Some(range);
            }
            (None, None) => {
                self.say(format!(
                    "no entity is on the screen; {} lists those of the document",
                    self.key_of(Action::EntityPanel)
                ));
                return Vec::new();
            }
            _ => {}
        }
        self.step_mention(forward, count)
    }

    /// `on`: from the last change on into the next document.
    fn step_change(&mut self, forward: bool, count: usize, on: bool) -> Vec<Effect> {
        let collated = self.reader.is_collated();
        if collated || self.reader.is_compared() {
            self.uncover_reader();
        } else if on && self.comparing {
            return self.on_to_changes(forward);
        } else {
            let text = if self.comparing {
                "this document has no other version to compare it with".to_owned()
            } else {
                let [one, all] = [Action::Compare, Action::Apparatus].map(|action| self.key_of(action));
                format!("nothing is compared; {one} compares with one version, {all} with all of them")
            };
            self.say(text);
            return Vec::new();
        }
        self.asked = Asked::Changes;
        let changes = self.reader.page.changes.clone();
        if changes.is_empty() && on && !collated {
            return self.on_to_changes(forward);
        }
        if changes.is_empty() {
            self.say(match collated {
                true => "the versions differ nowhere".to_owned(),
                false => format!("no change counts here; {} changes what does", self.key_of(Action::CycleWhatCounts)),
            });
            return Vec::new();
        }
        let last = changes.len() - 1;
        let top = self.reader.top;
        let first = match (self.reader.change, forward) {
            // The reader may be in the middle of a long text already.
            (None, true) if collated => changes.iter().position(|&row| row >= top),
            (None, false) if collated => changes.iter().rposition(|&row| row < top),
            (None, true) => Some(0),
            (None, false) => Some(last),
            (Some(at), true) => Some(at + 1).filter(|&next| next <= last),
            (Some(at), false) => at.checked_sub(1),
        };
        let next = first.map(|first| further(first, count, forward, last));
        match next {
            None if on && !collated => return self.on_to_changes(forward),
            None => {
                let what = if collated { "slot" } else { "change" };
                self.say(format!("this is the {} {what}", if forward { "last" } else { "first" }));
            }
            Some(next) => {
                self.show_change(next);
                match collated {
                    true => self.tell_slot(next),
                    false => self.say(format!("change {} of {}", next + 1, changes.len())),
                }
            }
        }
        Vec::new()
    }

    fn on_to_changes(&mut self, forward: bool) -> Vec<Effect> {
        let place = self.list.cursor;
        let next = if forward { place + 1 } else { place.wrapping_sub(1) };
        if next >= self.list.documents.len() {
            let text = if forward {
                "no more changes, this is the last document"
            } else {
                "no more changes, this is the first document"
            };
            self.say(text.to_owned());
            return Vec::new();
        }
        self.leave_trail();
        self.list.move_to(next, self.list_height());
        self.say(if forward { "on into the next document" } else { "back into the document before" }.to_owned());
        self.open_current(Then::Start)
    }

    /// Goes to the next change that is about numbers, names or quotations.
    fn step_change_about(&mut self, what: &str, forward: bool, count: usize) -> Vec<Effect> {
        let about: Vec<usize> = match (&self.reader.apparatus, &self.reader.diff) {
            (Some(apparatus), _) if self.reader.is_collated() => {
                (0..apparatus.slots.len()).filter(|&slot| apparatus.slots[slot].kinds.contains(&what)).collect()
            }
            (_, Some(diff)) if self.reader.is_compared() => {
                (0..diff.about.len()).filter(|&change| diff.about[change] == what).collect()
            }
            _ => return self.step_change(forward, count, false),
        };
        self.uncover_reader();
        let here = self.reader.change;
        let first = if forward {
            Some(about.partition_point(|&change| here.is_some_and(|here| change <= here)))
                .filter(|&at| at < about.len())
        } else {
            about.partition_point(|&change| here.is_none_or(|here| change < here)).checked_sub(1)
        };
        match first.and_then(|first| about.get(further(first, count, forward, about.len() - 1))) {
            Some(&change) => {
                self.show_change(change);
                let place = about.iter().position(|&known| known == change).map_or(0, |place| place + 1);
                match self.reader.is_collated() {
                    true => self.tell_slot(change),
                    false => self.say(format!("{place} of {} of {what}", counted(about.len(), "change"))),
                }
            }
            None if about.is_empty() => self.say(format!(
                "no change of {what} here; {} goes to changes of any kind",
                self.key_of(Action::NextChange)
            )),
            None => self.say(format!(
                "no more changes of {what} {}; {} and {} go to any",
                if forward { "below" } else { "above" },
                self.key_of(Action::NextChange),
                self.key_of(Action::PreviousChange)
            )),
        }
        Vec::new()
    }

    /// Puts a change or slot on the screen.
    pub(crate) fn show_change(&mut self, change: usize) {
        let Some(&row) = self.reader.page.changes.get(change) else { return };
        self.reader.change = Some(change);
        let height = self.reader_height().max(1);
        if row < self.reader.top || row + 1 >= self.reader.top + height {
            self.reader.top = row.saturating_sub(height / 3).min(self.reader.length().saturating_sub(height));
        }
    }
}

/// The place `count - 1` beyond the first one come to, or the last there is that way.
fn further(first: usize, count: usize, forward: bool, last: usize) -> usize {
    let more = count.max(1) - 1;
    if forward { first.saturating_add(more).min(last) } else { first.saturating_sub(more) }
}

/// A name as it fits into a line with other things.
pub(super) fn shortened(name: &str) -> String {
    crate::text::width::fit(name, 32)
}
