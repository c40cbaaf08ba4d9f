//! The screen's state as plain data: [`App::update`] takes a message and gives effects; no
//! terminal, no clock, no I/O.

pub mod action;
mod adding;
mod answers;
mod arriving;
pub mod basing;
mod browsing;
pub mod card;
mod collating;
pub mod commands;
pub mod effect;
mod exporting;
mod facets;
mod glancing;
mod inbox;
pub mod input;
pub mod keymap;
pub mod kwic;
pub mod layout;
pub mod line;
pub mod list;
mod listing;
mod lists;
pub mod look;
mod looking;
mod marking;
mod mending;
pub mod menu;
mod moving;
mod newness;
mod noting;
mod others;
pub mod overlay;
pub mod page;
pub mod panels;
mod pinning;
mod places;
mod plain;
mod pressing;
pub mod query;
pub mod reader;
mod returning;
mod saying;
mod searching;
mod small;
mod stepping;
mod tagging;
mod together;
mod triage;
mod turning;
mod typing;
mod versions;
mod waiting;
mod welcome;

use crate::library::types::outcome::Pace;
use crate::library::types::session::{Returned, Whereabouts};
use crate::library::types::{DiffView, DocNo, EntityNo, Explained, Progress, Totals};
use action::Action;
pub(crate) use collating::SEARCHING;
use effect::{Channel, Effect, Msg, Request, Ticket};
use input::Key;
use keymap::{Context, Keymap};
use layout::{Layout, Wanted, layout};
use list::List;
use look::Look;
use overlay::Overlay;
use panels::{EntityPanel, VersionPanel};
use reader::Reader;
pub use saying::Status;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// The pane that keys go to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    #[default]
    List,
    Reader,
    Panel,
}

/// Which panel is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    Entities,
    Versions,
}

/// What `n` and `N` repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    #[default]
    Hits,
    Mentions,
    Changes,
    News,
    Together,
}

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub document: DocNo,
    /// Bytes into its text.
    pub offset: usize,
}

/// The entity that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    pub entity: EntityNo,
    pub name: String,
    pub documents: u32,
}

/// What was typed while what it means depended on an answer that had not come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Held {
    Key(Key),
    Act(Action, Option<usize>),
    /// A command of the palette with its words.
    Command(commands::Command, String),
}

/// So many milliseconds without a key, and one that was held down has been let go.
const REST: u64 = 100;

/// The whole state of the screen.
#[derive(Debug, Default)]
pub struct App {
    pub width: u16,
    pub height: u16,
    /// The library's name, for the header.
    pub name: String,
    /// The reader's name, which signs what is decided.
    pub who: String,
    pub keymap: Keymap,
    /// Tags that have keys of their own.
    pub tags: Vec<String>,
    /// The first keys are told until one is pressed.
    pub welcome: bool,
    /// The colours that are wanted.
    pub look: Look,
    /// For screen readers and Braille lines: one pane, marks in words, the cursor at what is to be read.
    pub plain: bool,
    /// Why nothing can be decided in this library, where that is so.
    unwritable: Option<String>,
    /// What was said last is what is to be read, as nothing else has moved.
    pub said_alone: bool,
    /// The reader was scrolled since it jumped to something: what is to be read begins at its top.
    pub from_top: bool,
    pub totals: Totals,
    pub totals_known: bool,
    pub adding: Option<Progress>,
    /// Documents that others have added since the list was asked for.
    arrived: u32,
    /// Documents that no search finds yet.
    pub waiting: u32,
    /// Some of them were found before, as the text index is being made anew.
    hidden: bool,
    pub pane: Pane,
    /// The reader is open; on a wide screen it shows the document at the cursor either way.
    pub reading: bool,
    pub panel: Option<Panel>,
    pub full: bool,
    /// The query whose results are shown.
    pub query: String,
    pub list: List,
    pub reader: Reader,
    pub entities: EntityPanel,
    pub versions: VersionPanel,
    pub overlay: Option<Overlay>,
    pub status: Status,
    /// Keys of a sequence that is not complete.
    pub keys: Vec<Key>,
    /// The letter of a place is to come, to set it or to go there.
    pub placing: Option<Action>,
    pub count: Option<usize>,
    /// The pause after a prefix has passed: its choices are shown.
    pub choices: bool,
    /// The key at hand is held down.
    holding: bool,
    /// The document at the list's cursor is shown beside it when the key that moved there is let go.
    preview_due: bool,
    /// What is found for what is being typed is shown beside the list when typing pauses.
    glance_due: bool,
    pub asked: Asked,
    pub pinned: Option<Pinned>,
    /// The entities whose common passages are gone through.
    together: Vec<EntityNo>,
    pub comparing: bool,
    /// Another choice of what counts as a change is being compared by.
    recounting: bool,
    /// The document that the comparison was turned on for, until its answer comes.
    compared_first: Option<DocNo>,
    /// All versions are shown as one text.
    pub collating: Option<collating::Collating>,
    /// The apparatus that a version was opened from.
    left: Option<collating::Left>,
    /// A version is on its way that was chosen at a slot.
    carrying: bool,
    pub diff_view: DiffView,
    /// What is new to the reader is told from what has stood before.
    pub showing_new: bool,
    /// It is to be said how much is new.
    tell_news: bool,
    /// The reader goes to where a passage stood first when that is known.
    then_source: bool,
    /// The base that the reader chose for comparisons.
    pub base: Option<basing::Base>,
    pub history: Vec<String>,
    /// The batch that is decided about.
    pub inbox: Option<String>,
    pace: Option<Pace>,
    /// Whether the list was folded outside of what is listed by groups.
    folded_before: Option<bool>,
    /// The inbox is listed once more, for what had no lines of its own.
    going_round: bool,
    /// The inbox is listed once more, for one of these, which are in question again.
    listed_again: Vec<DocNo>,
    /// The reader goes to what is new when that is known.
    then_news: bool,
    /// The note that is being typed.
    noting: Option<noting::Noting>,
    /// Notes that were typed and not put anywhere, the latest last.
    drafts: Vec<(noting::Noting, String)>,
    /// Notes that are on their way to the log, by the question that carries them.
    notes_sent: HashMap<u64, (noting::Noting, String)>,
    /// The concordance that is open, or was left for one of its places.
    pub kwic: Option<kwic::Kwic>,
    /// What the concordance on its way is of.
    kwic_asked: (String, crate::library::types::kwic::KwicOrder),
    listing: Option<listing::Listing>,
    /// What each line of the menu of facets asks for.
    facets: Vec<String>,
    leaving_out: bool,
    /// What was left and is to be come back to.
    returning: Option<Returned>,
    /// The document on its way is come back to.
    back_in: bool,
    remembered: Option<Whereabouts>,
    /// The line above the hints tells of others from this byte on.
    told_of_others: Option<usize>,
    /// What was to be found in the open document, as it was typed.
    finding: Option<String>,
    /// The paragraph on the screen whose holders were asked for, from 1.
    held_by: Option<usize>,
    /// How the query that found nothing was read.
    pub explained: Option<Explained>,
    /// The decision that is on its way to the log, and where its answer leads.
    deciding: Option<(u64, triage::After)>,
    /// The decision at which a range was given up that it did not take.
    range_ended: Option<u64>,
    /// The repair of names that was asked for last, and the name that it was about.
    mending: Option<u64>,
    mending_name: Option<String>,
    /// The documents at which acts were made that are on their way to the log.
    acting: HashMap<u64, DocNo>,
    /// The documents at which decisions were made, by the decision's number.
    acted: BTreeMap<i64, DocNo>,
    /// The results on their way are what the reader asked for, not an `add`'s.
    awaiting_list: bool,
    /// The versions of which it was asked what changed.
    explaining: Vec<DocNo>,
    list_query: Option<String>,
    /// The lists that others were opened from, the latest last.
    left_lists: Vec<lists::LeftList>,
    /// The query in force was typed.
    list_typed: bool,
    /// The document that the cursor of the next results goes to, so many lines below the first on the screen.
    coming_to: Option<(DocNo, usize)>,
    /// The query and the list before the one that is on its way was kept.
    kept: Option<(String, overlay::Before)>,
    /// Stepping has led into another document, which is on its way.
    running_on: bool,
    then_version: Option<isize>,
    /// The information page is opened when the group has come that it tells of.
    then_information: bool,
    /// A place that a comparison has folded away, which is shown when it comes unfolded.
    unfolding: Option<std::ops::Range<usize>>,
    held: VecDeque<Held>,
    looking: Option<looking::Looking>,
    last_act: Option<triage::Again>,
    last_tag: Option<String>,
    /// The results on their way are those of a place of the trail, which is gone to whatever they are.
    going_along: bool,
    trail: Vec<places::Stop>,
    /// Places that were gone back from, the last one first to be come to again.
    ahead: Vec<places::Stop>,
    places: BTreeMap<char, Spot>,
    /// The newest question of each kind, and the newest of them that is answered.
    tickets: HashMap<Channel, u64>,
    answered: HashMap<Channel, u64>,
    pub quitting: bool,
}

/// What a screen starts from.
#[derive(Debug, Default)]
pub struct Start {
    /// The library's name.
    pub name: String,
    /// The reader's name.
    pub who: String,
    /// Documents are about to be added in the background.
    pub adding: bool,
    pub keymap: Keymap,
    /// Tags that have keys of their own.
    pub tags: Vec<String>,
    /// The colours that are wanted.
    pub look: Look,
    /// For screen readers and Braille lines.
    pub plain: bool,
    /// Why nothing can be decided, where the library can only be read.
    pub unwritable: Option<String>,
    /// The first keys are to be told.
    pub welcome: bool,
    /// Where the reader was last.
    pub returned: Option<Returned>,
}

impl App {
    /// The state at the start, and what it asks for first.
    /// `adding`: documents are about to be added in the background.
    pub fn start(name: String, width: u16, height: u16, adding: bool) -> (Self, Vec<Effect>) {
        Self::start_as(Start { name, adding, ..Start::default() }, width, height)
    }

    /// As [`App::start`], for somebody, and where they were.
    pub fn start_as(start: Start, width: u16, height: u16) -> (Self, Vec<Effect>) {
        let Start { name, who, adding, keymap, tags, look, plain, unwritable, welcome, returned } = start;
        let adding = adding.then(Progress::default);
        let mut app = Self { name, who, width, height, adding, keymap, tags, look, plain, ..Self::default() };
        (app.unwritable, app.welcome) = (unwritable, welcome);
        app.reader.spelt = plain;
        if let Some(returned) = returned {
            app.come_back(returned);
        }
        let mut effects = vec![app.ask(Channel::Totals, Request::Totals)];
        effects.extend(app.search_anew());
        (app, effects)
    }

    /// Takes a message in; gives what is to be done outside.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let before = self.plain.then(|| self.attention());
        let effects = self.take_in(msg);
        if let Some(before) = before {
            self.attend(before);
        }
        effects
    }

    fn take_in(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = match msg {
            Msg::Key(key) | Msg::Again(key) if self.is_too_small() => self.key_unseen(key),
            Msg::Paste(_) if self.is_too_small() => Vec::new(),
            Msg::Key(key) => {
                let is_for_it = self.welcomes() && matches!(key, Key::Esc | Key::Char('q'));
                let mut effects = self.put_welcome_away();
                effects.extend(self.come_to_rest());
                // Who sends the welcome off does not want to leave at once.
                if !is_for_it {
                    effects.extend(self.key(key));
                }
                effects
            }
            Msg::Again(key) => {
                self.holding = true;
                let mut effects = self.key(key);
                self.holding = false;
                if self.preview_due {
                    effects.push(Effect::Pause(REST));
                }
                effects
            }
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize(width, height) => {
                // What was begun where nothing was to be seen is not gone on with.
                if self.is_too_small() {
                    self.clear_keys();
                }
                (self.width, self.height) = (width, height);
                let mut effects = self.narrowed();
                // What is read stays; beside the list stands the document at its cursor.
                let beside = self.is_wide() && !(self.reading && self.pane == Pane::Reader);
                if beside {
                    effects.extend(self.come_to_list());
                }
                effects
            }
            Msg::Answer(ticket, answer) => {
                // What was decided is true however much was decided since.
                let counts =
                    ticket.channel == Channel::Decide || self.tickets.get(&ticket.channel) == Some(&ticket.generation);
                let answered = self.answered.entry(ticket.channel).or_default();
                *answered = ticket.generation.max(*answered);
                let mut effects = if counts { self.answer(ticket, answer) } else { Vec::new() };
                effects.extend(self.catch_up());
                effects
            }
            Msg::Worked(ticket, done, all) => {
                if self.tickets.get(&ticket.channel) == Some(&ticket.generation) {
                    match ticket.channel {
                        Channel::Decide => {
                            self.say_of_work(Channel::Decide, format!("mending names: {done} of {all} documents"));
                        }
                        channel => self.tell_work(channel, done, all),
                    }
                }
                Vec::new()
            }
            Msg::Paused => {
                self.choices = !self.keys.is_empty();
                let mut effects = self.come_to_rest();
                effects.extend(self.glance());
                effects
            }
            Msg::Others(others) => self.others_decided(others),
            Msg::Adding(progress) => self.added_some(progress),
            Msg::Added(outcome) => self.added(outcome),
            Msg::Trouble(text) => {
                self.trouble(text);
                Vec::new()
            }
        };
        self.fit();
        effects.extend(self.note_reading());
        effects.extend(self.missing_rows());
        effects.extend(self.missing_changes());
        effects.extend(self.missing_kwic());
        effects
    }

    /// Where the panes are.
    pub fn layout(&self) -> Layout {
        let alone = self.plain.then_some(self.pane);
        let wanted = Wanted { reading: self.reading, panel: self.panel.is_some(), full: self.full, alone };
        layout(self.width, self.height, wanted)
    }

    /// True where the reader shows the document at the list's cursor without being asked.
    pub fn is_wide(&self) -> bool {
        self.width >= layout::TWO && !self.plain
    }

    /// The query whose results the list shows; what is being typed may not be readable yet.
    pub fn query_shown(&self) -> &str {
        self.list_query.as_deref().unwrap_or(&self.query)
    }

    /// The order of the list that the reader chose, in words; none where the query names it.
    pub fn order_told(&self) -> Option<String> {
        if query::order(self.query_shown()).is_some() {
            return None;
        }
        self.list.order_said()?;
        let turned = if self.list.reverse { ", reversed" } else { "" };
        Some(format!("by {}{turned}", self.list.order.word()))
    }

    /// The context whose keys count now.
    pub fn context(&self) -> Context {
        match (self.pane, self.panel) {
            (Pane::List, _) => Context::List,
            (Pane::Reader, _) if self.reader.is_collated() => Context::Apparatus,
            (Pane::Reader, _) => Context::Reader,
            (Pane::Panel, Some(Panel::Versions)) => Context::Versions,
            (Pane::Panel, _) => Context::Entities,
        }
    }

    /// The document that verbs act on: the reader's, or the one at the list's or panel's cursor.
    pub fn current(&self) -> Option<DocNo> {
        match (self.pane, self.panel) {
            (Pane::Panel, Some(Panel::Versions)) => self.versions.current().or_else(|| self.reader.next_number()),
            (Pane::List, _) => self.list.current(),
            _ => self.reader.next_number().or_else(|| self.list.current()),
        }
    }

    /// Waits no longer for an answer.
    pub(crate) fn call_off(&mut self, channel: Channel) -> Effect {
        self.end_telling(|told| told == channel);
        let generation = self.tickets.entry(channel).or_default();
        *generation += 1;
        self.answered.insert(channel, *generation);
        Effect::Stop(Ticket { channel, generation: *generation })
    }

    /// Asks a question; answers to older ones of its kind will be passed over.
    pub(crate) fn ask(&mut self, channel: Channel, request: Request) -> Effect {
        let generation = self.tickets.entry(channel).or_default();
        *generation += 1;
        Effect::Ask(Ticket { channel, generation: *generation }, request)
    }
}
