//! What a key or a pasted text does: prefixes, counts, what must wait, and the action that is meant.

use super::action::Action;
use super::effect::Effect;
use super::input::{self, Key};
use super::keymap::Match;
use super::overlay::Overlay;
use super::{App, Held, Pane, Status, line};
use crate::text::counted;

/// Keys beyond this many that are typed ahead are not kept.
const HELD: usize = 1_000;

impl App {
    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        if let Key::Alt(letter) = key
            && self.held.is_empty()
            && !(matches!(self.overlay, Some(Overlay::Bar(_))) && line::is_word_key(letter))
        {
            // A letter that came with its Esc: but for the words of a line, they are two keys. Where Esc leads elsewhere
            // nobody has seen what a verdict would be about.
            let seen = (self.pane, self.current());
            let mut effects = self.key(Key::Esc);
            let elsewhere = self.awaiting_list || seen != (self.pane, self.current());
            let meant = self.keymap.look_up(self.context(), &[Key::Char(letter)]);
            if elsewhere && matches!(meant, Match::Action(action) if action.decides()) {
                self.say_too(&format!("{letter} was not taken for a key of its own behind Esc"));
                return effects;
            }
            effects.extend(self.key(Key::Char(letter)));
            return effects;
        }
        if !self.held.is_empty() {
            if key == Key::Esc {
                self.held.clear();
                if self.is_collating() {
                    return self.end_apparatus();
                }
                return Vec::new();
            }
            if key == Key::Ctrl('c') && !self.held_take_letters() {
                let (keys, wait) =
                    (counted(self.held.len() as u64, "key"), if self.held.len() == 1 { "s" } else { "" });
                self.say(format!(
                    "{keys} wait{wait} for an answer; {} drops them, {} leaves the program",
                    self.key_of(Action::Dismiss),
                    self.key_of(Action::Quit)
                ));
                return Vec::new();
            }
            if !self.overtakes_held(key) {
                if self.held.len() < HELD {
                    self.held.push_back(Held::Key(key));
                }
                return Vec::new();
            }
        }
        if self.overlay.is_some() {
            return match key {
                Key::Ctrl('z') => vec![Effect::Suspend],
                Key::Ctrl('l') => vec![Effect::Redraw],
                key => self.overlay_key(key),
            };
        }
        if key == Key::Esc && !(self.keys.is_empty() && self.count.is_none()) {
            self.clear_keys();
            return Vec::new();
        }
        if self.is_going() && key == Key::Ctrl('c') && self.keys.is_empty() && self.is_without_meaning(key) {
            self.say_how_to_leave();
            return Vec::new();
        }
        if self.is_going() && !self.counts_at_once(key) {
            self.held.push_back(Held::Key(key));
            return Vec::new();
        }
        if let Some(effects) = self.place_key(key) {
            return effects;
        }
        if self.keys.is_empty() && self.digit(key) {
            return Vec::new();
        }
        self.keys.push(key);
        match self.keymap.look_up(self.context(), &self.keys) {
            Match::Action(action) if self.must_wait(action) => {
                // Held as keys, as what they mean may be another thing then.
                let count = self.count.map(|count| count.to_string()).unwrap_or_default();
                let keys = std::mem::take(&mut self.keys);
                self.clear_keys();
                self.held.extend(count.chars().map(Key::Char).chain(keys).map(Held::Key));
                Vec::new()
            }
            Match::Action(action) => {
                let count = self.count;
                self.clear_keys();
                self.status = Status::default();
                self.act(action, count)
            }
            Match::Prefix => vec![Effect::Pause(300)],
            Match::None => {
                let written: String = self.keys.iter().map(Key::to_string).collect();
                // A single key without a meaning is passed over: a message would cost more than it says. What an older
                // key has said would be taken for its answer.
                if key == Key::Ctrl('c') {
                    self.say_how_to_leave();
                } else if self.keys.len() > 1 {
                    self.say(format!("{written} has no meaning here; {} lists the keys", self.key_of(Action::Help)));
                } else if self.status.work.is_none() {
                    self.status = Status::default();
                }
                self.clear_keys();
                Vec::new()
            }
        }
    }

    fn is_without_meaning(&self, key: Key) -> bool {
        matches!(self.keymap.look_up(self.context(), &[key]), Match::None)
    }

    fn say_how_to_leave(&mut self) {
        self.say(format!(
            "{} leaves the program, {} goes up; {} takes off what is on",
            self.key_of(Action::Quit),
            self.key_of(Action::Leave),
            self.key_of(Action::Dismiss)
        ));
    }

    fn digit(&mut self, key: Key) -> bool {
        let Key::Char(c) = key else { return false };
        let Some(digit) = c.to_digit(10).filter(|&digit| digit > 0 || self.count.is_some()) else { return false };
        let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit as usize);
        self.count = Some(count.min(1_000_000_000));
        true
    }

    pub(super) fn clear_keys(&mut self) {
        self.keys.clear();
        self.placing = None;
        self.count = None;
        self.choices = false;
    }

    /// Carries an action out, from a key or from the palette.
    pub(crate) fn act(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        if self.must_wait(action) {
            self.held.push_back(Held::Act(action, count));
            return Vec::new();
        }
        let pane = self.pane;
        let mut effects = self.carry_out(action, count);
        if self.pane == Pane::List && pane != Pane::List {
            effects.extend(self.come_to_list());
        }
        effects
    }

    fn carry_out(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        use Action::*;
        match action {
            Down | Up | HalfPageDown | HalfPageUp | PageDown | PageUp | ToStart | ToEnd | ToPercent | CentreCursor
            | NextParagraph | PreviousParagraph | ReadOn => self.go(action, count),
            NextDocument | PreviousDocument | OtherPane | Enter | Back | Forward | Leave | Dismiss | ToggleWrap
            | FullScreen | EntityPanel | VersionPanel | ToggleEntityMarks => self.turn_to(action, count),
            Search | SearchCorpus | Narrow | FacetsIn | FacetsOut | SortNext | SortReverse | ToggleGroup
            | UnfoldGroups | FoldGroups => self.seek(action),
            NextAsked | PreviousAsked | NextHit | PreviousHit | PinNext | PinPrevious | NextMention
            | PreviousMention | NextChange | PreviousChange | NextNumber | PreviousNumber | NextNameChange
            | PreviousNameChange | NextQuotation | PreviousQuotation | NextUndecided | PreviousUndecided
            | DocumentsWithPinned | LabelEntities | EntityCard | NextTogether | PreviousTogether => {
                self.step(action, count.unwrap_or(1))
            }
            Compare | NextVersion | PreviousVersion | OlderVersion | NewerVersion | MakeBase | CycleDiffView
            | UnfoldSame | CycleWhatCounts => self.version_action(action, count.unwrap_or(1)),
            Apparatus | OpenAtSlot => self.apparatus_action(action),
            ToggleNew | NextNew | PreviousNew | GoToSource | Passages => self.newness_action(action, count),
            Keep | Drop | Later | KeepGroup | DropGroup | LaterGroup | KeepOnlyThis | JoinVersions | NoVersion
            | LeadGroup | Star | ToggleRead | Tag | TagAgain | Untag | TagWith(_) | Yank | Undo | Redo | Repeat
            | Mark | MarkRange | MarkAll => self.triage(action, count),
            Note => self.open_note(false, count),
            NoteGroup => self.open_note(true, None),
            NextNote => self.step_note(true, count.unwrap_or(1)),
            PreviousNote => self.step_note(false, count.unwrap_or(1)),
            Inbox => self.open_inbox(""),
            Thread => self.ask_for_thread(),
            BatchReport => self.ask_for_report(None),
            Conflicts => self.conflicts(),
            AllEntities | FindEntity | EntityTypes | NewEntities => self.browsing_action(action),
            MergeEntities | SeparateForm | RenameEntity | RetypeEntity | HideEntity | NoName | NoNameInDocument => {
                self.mending_action(action)
            }
            MarkEntity | EntityOrder | EntityForms => self.entity_panel_action(action, count.unwrap_or(1)),
            Information => self.open_information(),
            SetPlace | GoToPlace => {
                let keys = self.keymap.keys_for(self.context(), action).and_then(|keys| input::sequence(keys).ok());
                self.keys = keys.unwrap_or_else(|| vec![Key::Char('\'')]);
                self.placing = Some(action);
                vec![Effect::Pause(300)]
            }
            Help => {
                self.overlay = Some(Overlay::help(&self.keymap, &self.tags, self.context()));
                Vec::new()
            }
            Palette => {
                self.overlay = Some(Overlay::palette(&self.keymap, &self.tags));
                Vec::new()
            }
            Suspend => vec![Effect::Suspend],
            Redraw => vec![Effect::Redraw],
            Quit => self.quit(),
        }
    }

    pub(super) fn quit(&mut self) -> Vec<Effect> {
        self.quitting = true;
        vec![Effect::Quit]
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(Overlay::Bar(bar)) = &mut self.overlay
            && std::mem::take(&mut bar.fresh)
        {
            bar.line = line::Line::default();
        }
        match &mut self.overlay {
            Some(overlay) => match overlay.line_mut() {
                Some(line) => {
                    line.insert(text);
                    self.typed()
                }
                None => Vec::new(),
            },
            None => {
                self.say(format!(
                    "pasted text goes nowhere here; {} opens the search bar",
                    self.key_of(Action::Search)
                ));
                Vec::new()
            }
        }
    }
}
