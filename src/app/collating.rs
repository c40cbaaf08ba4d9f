//! The apparatus: all versions as one text on the document at hand, and going from its slots to the
//! versions.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::menu::{Does, MenuLine};
use super::overlay::{BarKind, Overlay};
use super::reader::Then;
use super::{App, Asked, Pane, Spot};
use crate::library::types::DocNo;
use crate::library::types::apparatus::Apparatus;
use std::ops::Range;
use std::sync::Arc;

/// Words of a reading in the status line and in the menu of versions.
const WORDS: usize = 12;
/// Readings in the status line, and bytes of the letters of each.
const READINGS: usize = 3;
const LETTERS: usize = 24;
/// What is said while the work goes on.
const WORKING: &str = "putting the versions together";
/// While texts decide what is found.
pub(crate) const SEARCHING: &str = "looking through texts";
/// While a comparison is made that takes long.
const COMPARING: &str = "comparing";

/// The apparatus is on.
#[derive(Clone, Debug)]
pub struct Collating {
    /// Where the reader is again when it ends.
    before: Spot,
    /// The place to come to, in whichever version it was.
    from: Option<Spot>,
    /// The slot to come to of an apparatus that is at hand.
    resumed: Option<usize>,
}

/// The apparatus that a version was opened from, and the slot.
#[derive(Clone, Debug)]
pub(super) struct Left {
    apparatus: Arc<Apparatus>,
    slot: usize,
}

impl App {
    pub(crate) fn apparatus_action(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Apparatus if self.collating.is_some() => self.end_apparatus(),
            Action::Apparatus => self.begin_apparatus(),
            _ => self.list_versions_at_slot(),
        }
    }

    /// An apparatus is on its way, and with it what the keys are meant for.
    pub(super) fn is_collating(&self) -> bool {
        let shown = self.reader.is_collated() && self.reader.coming.is_none();
        self.carrying || (self.collating.is_some() && !shown)
    }

    /// So much of the work is done.
    pub(crate) fn tell_work(&mut self, channel: Channel, done: usize, all: usize) {
        let what = match channel {
            // The bar stands where this would be said, and says it below.
            Channel::Search if self.overlay.is_some() => {
                if let Some(Overlay::Bar(bar)) = &mut self.overlay
                    && bar.kind == BarKind::Corpus
                {
                    bar.worked = Some((done, all));
                }
                return;
            }
            Channel::Search => SEARCHING,
            Channel::Facets => "counting the results",
            Channel::Export => return self.tell_export(done, all),
            Channel::Kwic => "gathering the places",
            Channel::Listing => "asking the queries of the list",
            Channel::Report => "looking for names that are new",
            _ if self.collating.is_some() => WORKING,
            _ => COMPARING,
        };
        let told = match what {
            COMPARING if done >= all => "laying it out".to_owned(),
            COMPARING => format!("{} %", done * 100 / all.max(1)),
            _ => format!("{done} of {all}"),
        };
        self.say_of_work(channel, format!("{what}: {told} \u{b7} {} stops", self.key_of(Action::Dismiss)));
    }

    fn begin_apparatus(&mut self) -> Vec<Effect> {
        let Some(document) = self.current() else {
            self.say_none("there is no document here");
            return Vec::new();
        };
        if self.comparing {
            self.end_comparison();
        }
        let open = self.reader.number() == Some(document) && self.reader.coming.is_none();
        let before = Spot { document, offset: if open { self.reader.offset() } else { 0 } };
        (self.reading, self.pane, self.asked) = (true, Pane::Reader, Asked::Changes);
        let counts = self.diff_view.counts.in_apparatus();
        let still = |left: &Left| left.apparatus.counts == counts && left.apparatus.place_of(document).is_some();
        if let Some(left) = self.left.take().filter(still) {
            let base = left.apparatus.base();
            self.collating = Some(Collating { before, from: None, resumed: Some(left.slot) });
            self.reader.apparatus = Some(left.apparatus);
            self.follow_in_list(base);
            return if open && document == base { self.resume() } else { self.open(base, Then::Start) };
        }
        self.collating = Some(Collating { before, from: Some(before), resumed: None });
        if open { self.collate() } else { self.open(document, Then::Start) }
    }

    /// Takes up an apparatus that was left; it is asked for when its document comes.
    pub(super) fn collate_again(&mut self, spot: Spot) {
        self.collating = Some(Collating { before: spot, from: Some(spot), resumed: None });
        self.asked = Asked::Changes;
    }

    /// Asks for the apparatus on the open document.
    pub(super) fn collate(&mut self) -> Vec<Effect> {
        let (Some(base), Some(collating)) = (self.reader.number(), &mut self.collating) else { return Vec::new() };
        let here = Spot { document: base, offset: self.reader.offset() };
        let at = collating.from.take().unwrap_or(here);
        let (set, unfolded) = (self.setting(self.page_width(false)), self.reader.unfolded);
        let counts = self.diff_view.counts.in_apparatus();
        vec![self.ask(Channel::Apparatus, Request::Apparatus { base, at, counts, set, unfolded })]
    }

    /// A document has come while the apparatus is on; `left` is where the reader was before.
    pub(crate) fn collate_opened(&mut self, left: Option<Spot>) -> Vec<Effect> {
        let Some(here) = self.reader_spot() else { return Vec::new() };
        let Some(collating) = &mut self.collating else { return Vec::new() };
        if collating.resumed.is_some() {
            return self.resume();
        }
        let moved = left.is_some_and(|left| left.document != here.document) && collating.from.is_none();
        if moved {
            let known = self.reader.apparatus.as_ref().is_some_and(|known| known.place_of(here.document).is_some());
            match left.filter(|_| known) {
                Some(left) => collating.from = Some(left),
                None => collating.before = here,
            }
        }
        self.collate()
    }

    /// Where the reader is, for another version: at the slot walked to, or at the top of the screen.
    pub(crate) fn spot_in_apparatus(&self) -> Option<Spot> {
        let mut spot = self.reader_spot()?;
        let slot = self.reader.change.filter(|_| self.reader.is_collated());
        if let (Some(slot), Some(apparatus)) = (slot, &self.reader.apparatus) {
            spot.offset = apparatus.slots.get(slot).map_or(spot.offset, |slot| slot.base.start);
        }
        Some(spot)
    }

    fn resume(&mut self) -> Vec<Effect> {
        let slot = self.collating.as_mut().and_then(|collating| collating.resumed.take());
        self.reader.reset_page();
        self.fit();
        if let Some(slot) = slot {
            self.show_change(slot);
            self.tell_slot(slot);
        }
        Vec::new()
    }

    /// The apparatus has come.
    pub(crate) fn collated(&mut self, apparatus: Arc<Apparatus>, at: usize) {
        if self.collating.is_none() || self.reader.number() != Some(apparatus.base()) {
            return;
        }
        let again = self.reader.is_collated();
        let (top, rows) = (self.reader.top, self.reader.length());
        let offset = if again { self.reader.offset() } else { at };
        let slots = apparatus.slots.len();
        let many = if slots == 1 { "slot" } else { "slots" };
        let text = format!(
            "{} versions, {slots} {many}; {} walks them, {} opens a version",
            apparatus.witnesses.len(),
            self.key_of(Action::NextChange),
            self.key_of(Action::OpenAtSlot)
        );
        if again {
            self.reader.change = self.reader.change.and_then(|slot| self.slot_now(slot, &apparatus));
        } else {
            self.reader.change = None;
            // What its keys do is told where they do it.
            if self.pane == Pane::Reader && self.overlay.is_none() {
                self.say_too(&text);
            }
        }
        self.reader.apparatus = Some(apparatus);
        self.reader.reset_page();
        self.fit();
        self.reader.top = match again {
            // The same page as before: the legend's rows stand for no place in the text.
            true if self.reader.length() == rows => top,
            false if offset == 0 => 0,
            _ => self.reader.page.row_of(offset),
        };
        self.fit();
    }

    /// The slot of a new apparatus that stands where one of the apparatus at hand does, or the last before it.
    fn slot_now(&self, slot: usize, new: &Apparatus) -> Option<usize> {
        let start = self.reader.apparatus.as_ref()?.slots.get(slot)?.base.start;
        let end = new.slots.partition_point(|slot| slot.base.start <= start);
        new.slots.get(slot).filter(|same| same.base.start == start).map(|_| slot).or_else(|| end.checked_sub(1))
    }

    /// There is no apparatus to be had.
    pub(crate) fn no_apparatus(&mut self) {
        self.carrying = false;
        if self.collating.is_some() && !self.reader.is_collated() {
            self.leave_apparatus();
        }
    }

    /// Ends it, stopping what is on its way; the reader is as it was before.
    pub(crate) fn end_apparatus(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.awaits(Channel::Apparatus) {
            effects.push(self.call_off(Channel::Apparatus));
            self.say("stopped".to_owned());
        }
        self.carrying = false;
        let before = self.collating.as_ref().map(|collating| collating.before);
        self.leave_apparatus();
        let Some(before) = before else { return effects };
        if self.reader.number() == Some(before.document) && self.reader.coming.is_none() {
            self.reader.top = self.reader.page.row_of(before.offset);
        } else {
            self.follow_in_list(before.document);
            effects.extend(self.open(before.document, Then::Offset(before.offset)));
        }
        effects
    }

    /// Shows the text alone again.
    pub(crate) fn leave_apparatus(&mut self) {
        self.collating = None;
        self.reader.apparatus = None;
        self.reader.change = None;
        if self.asked == Asked::Changes {
            self.asked = if self.pinned.is_some() { Asked::Mentions } else { Asked::Hits };
        }
        self.fit();
    }

    /// What is known of the versions has changed: the next apparatus is made anew.
    pub(crate) fn forget_apparatus(&mut self) {
        self.left = None;
    }

    /// Makes a version the base of the apparatus, where it is one of its versions.
    pub(crate) fn rebase(&mut self, base: DocNo) -> Vec<Effect> {
        let known = self.reader.apparatus.as_ref().is_some_and(|apparatus| apparatus.place_of(base).is_some());
        if !known || self.reader.number() == Some(base) {
            return Vec::new();
        }
        self.leave_trail();
        self.follow_in_list(base);
        self.uncover_reader();
        self.open(base, Then::Start)
    }

    /// Unfolds the apparatus, or folds it.
    pub(crate) fn unfold_apparatus(&mut self) {
        self.reader.unfolded = !self.reader.unfolded;
        self.say(if self.reader.unfolded { "everything shown" } else { "what is the same is folded" }.to_owned());
        let slot = self.reader.change.filter(|_| self.reader.is_collated());
        self.reader.reset_page();
        self.fit();
        if let Some(slot) = slot {
            self.show_change(slot);
        }
    }

    /// Says what the versions have at a slot.
    pub(crate) fn tell_slot(&mut self, slot: usize) {
        let Some(apparatus) = self.reader.apparatus.clone() else { return };
        let Some(found) = apparatus.slots.get(slot) else { return };
        let told = |place: usize| {
            let letters = apparatus.some_sigla(&found.readings[place].witnesses, LETTERS);
            format!("{} [{letters}]", apparatus.told(found, place, WORDS))
        };
        let mut parts: Vec<String> = (0..found.readings.len().min(READINGS)).map(told).collect();
        if found.readings.len() > READINGS {
            parts.push(format!("{} more readings", found.readings.len() - READINGS));
        }
        self.say_briefly(format!("slot {} of {} \u{b7} {}", slot + 1, apparatus.slots.len(), parts.join(" \u{b7} ")));
    }

    /// The slot walked to while it is on the screen, or the first one there.
    fn slot_here(&self) -> Option<usize> {
        let changes = &self.reader.page.changes;
        let screen = self.reader.top..self.reader.top + self.reader_height().max(1);
        let there = |slot: &usize| changes.get(*slot).is_some_and(|row| screen.contains(row));
        self.reader.change.filter(there).or_else(|| (0..changes.len()).find(there))
    }

    fn list_versions_at_slot(&mut self) -> Vec<Effect> {
        let shown = self.reader.apparatus.clone().filter(|_| self.reader.is_collated());
        let (Some(apparatus), Some(slot)) = (shown, self.slot_here()) else {
            self.say(format!("no slot is on the screen; {} goes to the next one", self.key_of(Action::NextChange)));
            return Vec::new();
        };
        let Some(found) = apparatus.slots.get(slot) else { return Vec::new() };
        let line = |witness: usize, says: &str| {
            let witness = &apparatus.witnesses[witness];
            let date: String = witness.row.date.as_deref().unwrap_or("no date").chars().take(10).collect();
            MenuLine {
                keys: witness.siglum.clone(),
                text: format!("{says} \u{b7} {date} \u{b7} {}", witness.row.key),
                context: witness.relation.as_str(),
                does: Does::OpenAtSlot(slot, witness.row.number),
            }
        };
        let mut all = Vec::new();
        for (place, reading) in found.readings.iter().enumerate() {
            let words: Vec<&str> = apparatus.words(reading).split_whitespace().collect();
            let says = match (apparatus.likened(found, reading, WORDS), words.as_slice()) {
                // It has slots of its own, so these words are not everybody's.
                (None, words) if place == 0 && found.long => format!("has this passage ({} words)", words.len()),
                (Some(says), _) => says,
                (None, []) => "nothing here".to_owned(),
                (None, words) if words.len() <= WORDS => format!("\"{}\"", words.join(" ")),
                (None, words) => format!("\"{} \u{2026}\" ({} words)", words[..WORDS].join(" "), words.len()),
            };
            all.extend(reading.witnesses.iter().map(|witness| {
                let away = reading.elsewhere.contains(witness);
                line(*witness, &if away { format!("{says}, {}", apparatus.elsewhere(reading)) } else { says.clone() })
            }));
        }
        all.extend(found.absent.iter().map(|&witness| line(witness, "lacks the passage")));
        all.extend(found.parted.iter().map(|&witness| line(witness, "has parts of it in two places")));
        self.reader.change = Some(slot);
        let takes = "type the letters of a version, or words of a reading, a date or a key";
        self.overlay = Some(Overlay::menu("open a version at this slot", all, true, takes));
        Vec::new()
    }

    /// Opens a version at a slot; the apparatus gives way and `C` comes back to it.
    pub(crate) fn open_at_slot(&mut self, slot: usize, document: DocNo) -> Vec<Effect> {
        let shown = self.reader.apparatus.clone().filter(|_| self.reader.is_collated());
        let Some(apparatus) = shown else { return Vec::new() };
        let Some(range) = apparatus.slots.get(slot).map(|slot| slot.base.clone()) else { return Vec::new() };
        let base = apparatus.base();
        let moved = apparatus.moved_away(slot, document);
        self.left = Some(Left { apparatus, slot });
        self.leave_trail();
        if document == base {
            return self.carried(document, range);
        }
        if let Some(moved) = moved {
            return self.carried(document, moved);
        }
        self.carrying = true;
        vec![self.ask(Channel::Apparatus, Request::Carry { from: base, range, to: document })]
    }

    /// It is known where the version has the slot.
    pub(crate) fn carried(&mut self, document: DocNo, range: Range<usize>) -> Vec<Effect> {
        self.carrying = false;
        self.leave_apparatus();
        self.follow_in_list(document);
        self.uncover_reader();
        self.say(format!("the version at this slot; {} goes back to all of them", self.key_of(Action::Apparatus)));
        self.open(document, Then::Passage(range.start, range.end))
    }
}
