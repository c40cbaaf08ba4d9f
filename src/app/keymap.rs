//! The keymap as data: help, hints, prefixes and the palette are made from it.

use super::action::Action::{self, *};
use super::input::{Key, NoKey, sequence};

/// Where a key counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    Anywhere,
    List,
    Reader,
    /// The reader while it shows all versions as one text.
    Apparatus,
    Entities,
    Versions,
}

impl Context {
    pub fn title(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::List => "list",
            Self::Reader => "reader",
            Self::Apparatus => "apparatus",
            Self::Entities => "entity panel",
            Self::Versions => "versions panel",
        }
    }

    /// The word for it in a configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::List => "list",
            Self::Reader => "reader",
            Self::Apparatus => "apparatus",
            Self::Entities => "entities",
            Self::Versions => "versions",
        }
    }

    pub const ALL: [Self; 6] =
        [Self::Anywhere, Self::List, Self::Reader, Self::Apparatus, Self::Entities, Self::Versions];

    /// Itself and what it is part of: the keys of the first that has them count.
    fn within(self) -> &'static [Self] {
        match self {
            Self::Anywhere => &[Self::Anywhere],
            Self::List => &[Self::List, Self::Anywhere],
            Self::Reader => &[Self::Reader, Self::Anywhere],
            Self::Apparatus => &[Self::Apparatus, Self::Reader, Self::Anywhere],
            Self::Entities => &[Self::Entities, Self::Anywhere],
            Self::Versions => &[Self::Versions, Self::Anywhere],
        }
    }
}

/// One line of the keymap: several sequences for one action.
pub struct Binding {
    pub context: Context,
    /// Sequences, with blanks between them.
    pub keys: &'static str,
    pub action: Action,
}

const fn key(context: Context, keys: &'static str, action: Action) -> Binding {
    Binding { context, keys, action }
}

use Context::{Anywhere, Entities, List, Reader, Versions};

/// Every binding, in the order in which help lists them.
pub const BINDINGS: &[Binding] = &[
    key(Anywhere, "j <Down>", Down),
    key(Anywhere, "k <Up>", Up),
    key(Anywhere, "C-d", HalfPageDown),
    key(Anywhere, "C-u", HalfPageUp),
    key(Anywhere, "C-f <PageDown>", PageDown),
    key(Anywhere, "C-b <PageUp>", PageUp),
    key(Anywhere, "gg <Home>", ToStart),
    key(Anywhere, "G <End>", ToEnd),
    key(Anywhere, "zz", CentreCursor),
    key(Anywhere, "/", Search),
    key(Anywhere, "g/", SearchCorpus),
    key(Anywhere, "n", NextAsked),
    key(Anywhere, "N", PreviousAsked),
    key(Anywhere, "*", PinNext),
    key(Anywhere, "#", PinPrevious),
    key(Anywhere, "]m", NextMention),
    key(Anywhere, "[m", PreviousMention),
    key(Anywhere, "]e", NextTogether),
    key(Anywhere, "[e", PreviousTogether),
    key(Anywhere, "]h", NextHit),
    key(Anywhere, "[h", PreviousHit),
    key(Anywhere, "]c", NextChange),
    key(Anywhere, "[c", PreviousChange),
    key(Anywhere, "]d", NextNumber),
    key(Anywhere, "[d", PreviousNumber),
    key(Anywhere, "]a", NextNameChange),
    key(Anywhere, "[a", PreviousNameChange),
    key(Anywhere, "]q", NextQuotation),
    key(Anywhere, "[q", PreviousQuotation),
    key(Anywhere, "]v", NextVersion),
    key(Anywhere, "[v", PreviousVersion),
    key(Anywhere, "]u", NextUndecided),
    key(Anywhere, "[u", PreviousUndecided),
    key(Anywhere, "J", NextDocument),
    key(Anywhere, "K", PreviousDocument),
    key(Anywhere, "<Tab>", OtherPane),
    key(Anywhere, "e", EntityPanel),
    key(Anywhere, "ge", AllEntities),
    key(Anywhere, "v", VersionPanel),
    key(Anywhere, "c", Compare),
    key(Anywhere, "C", Action::Apparatus),
    key(Anywhere, "i", Information),
    key(Anywhere, "E", DocumentsWithPinned),
    key(Anywhere, "a", Keep),
    key(Anywhere, "d", Drop),
    key(Anywhere, "p", Later),
    key(Anywhere, "A", KeepGroup),
    key(Anywhere, "D", DropGroup),
    key(Anywhere, "P", LaterGroup),
    key(Anywhere, "X", KeepOnlyThis),
    key(Anywhere, "=", JoinVersions),
    key(Anywhere, "s", Star),
    key(Anywhere, "r", ToggleRead),
    key(Anywhere, "t", Tag),
    key(Anywhere, "+", TagAgain),
    key(Anywhere, "-", Untag),
    key(Anywhere, "w", Action::Note),
    key(Anywhere, "W", NoteGroup),
    key(Anywhere, "]w", NextNote),
    key(Anywhere, "[w", PreviousNote),
    key(Anywhere, "y", Yank),
    key(Anywhere, ".", Repeat),
    key(Anywhere, "u", Undo),
    key(Anywhere, "C-r", Redo),
    key(Anywhere, "<lt>", OlderVersion),
    key(Anywhere, ">", NewerVersion),
    key(Anywhere, "B", MakeBase),
    key(Anywhere, "|", CycleDiffView),
    key(Anywhere, "zu", UnfoldSame),
    key(Anywhere, "zi", CycleWhatCounts),
    key(Anywhere, "zn", ToggleNew),
    key(Anywhere, "]n", NextNew),
    key(Anywhere, "[n", PreviousNew),
    key(Anywhere, "gs", GoToSource),
    key(Anywhere, "gp", Passages),
    key(Anywhere, "gt", Thread),
    key(Anywhere, "gi", Inbox),
    key(Anywhere, "gr", BatchReport),
    key(Anywhere, "gc", Conflicts),
    key(Anywhere, "m", SetPlace),
    key(Anywhere, "'", GoToPlace),
    key(Anywhere, "C-o", Back),
    key(Anywhere, "gf", Forward),
    key(Anywhere, "?", Help),
    key(Anywhere, ":", Palette),
    key(Anywhere, "<Esc>", Dismiss),
    key(Anywhere, "q", Leave),
    key(Anywhere, "Q ZZ", Quit),
    key(Anywhere, "C-z", Suspend),
    key(Anywhere, "C-l", Redraw),
    key(List, "<Enter> l <Right>", Enter),
    key(List, "<Space>", Mark),
    key(List, "V", MarkRange),
    key(List, "%", MarkAll),
    key(List, "&", Narrow),
    key(List, "f", FacetsIn),
    key(List, "F", FacetsOut),
    key(List, "o", SortNext),
    key(List, "O", SortReverse),
    key(List, "za", ToggleGroup),
    key(List, "zM", FoldGroups),
    key(List, "zR", UnfoldGroups),
    key(Reader, "<Space>", ReadOn),
    key(Reader, "b", PageUp),
    key(Reader, "}", NextParagraph),
    key(Reader, "{", PreviousParagraph),
    key(Reader, "%", ToPercent),
    key(Reader, "h <Left>", Leave),
    key(Reader, "gw", LabelEntities),
    key(Reader, "<Enter>", EntityCard),
    key(Reader, "g=", MergeEntities),
    key(Reader, "S", SeparateForm),
    key(Reader, "~", RenameEntity),
    key(Reader, "T", RetypeEntity),
    key(Reader, "g-", HideEntity),
    key(Reader, "x", NoName),
    key(Reader, "gx", NoNameInDocument),
    key(Reader, "zw", ToggleWrap),
    key(Reader, "ze", ToggleEntityMarks),
    key(Reader, "zf", FullScreen),
    key(Context::Apparatus, "<Enter>", OpenAtSlot),
    key(Entities, "<Enter> l <Right>", Enter),
    key(Entities, "<Space>", MarkEntity),
    key(Entities, "o", EntityOrder),
    key(Entities, "za", EntityForms),
    key(Entities, "/", FindEntity),
    key(Entities, "f", EntityTypes),
    key(Entities, "zn", NewEntities),
    key(Entities, "i", EntityCard),
    key(Entities, "=", MergeEntities),
    key(Entities, "S", SeparateForm),
    key(Entities, "~", RenameEntity),
    key(Entities, "T", RetypeEntity),
    key(Entities, "-", HideEntity),
    key(Entities, "x", NoNameInDocument),
    key(Versions, "<Enter> l <Right>", Enter),
    key(Versions, "-", NoVersion),
    key(Versions, "L", LeadGroup),
];

/// Keys as they are told to a reader: `Esc` for `<Esc>`.
pub fn in_words(keys: &str) -> String {
    match keys {
        ">" => keys.to_owned(),
        _ => keys.replace("<lt>", "\u{0}").replace(['<', '>'], "").replace('\u{0}', "<"),
    }
}

/// What a sequence of keys amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    Action(Action),
    /// More keys must come.
    Prefix,
    None,
}

/// A line of the keymap in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    pub context: Context,
    /// Sequences, with blanks between them.
    pub keys: String,
    pub action: Action,
    read: Vec<Vec<Key>>,
}

impl Bound {
    /// # Errors
    /// When something in `keys` is no key.
    pub fn new(context: Context, keys: &str, action: Action) -> Result<Self, NoKey> {
        let read = keys.split_whitespace().map(sequence).collect::<Result<_, _>>()?;
        Ok(Self { context, keys: keys.to_owned(), action, read })
    }
}

/// The keymap in force: what is bound by default, and what a configuration has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bound: Vec<Bound>,
}

impl Default for Keymap {
    fn default() -> Self {
        let bound = BINDINGS.iter().filter_map(|known| Bound::new(known.context, known.keys, known.action).ok());
        Self { bound: bound.collect() }
    }
}

impl Keymap {
    /// Every binding, in the order in which help lists them.
    pub fn bindings(&self) -> &[Bound] {
        &self.bound
    }

    /// Binds an action to other keys in a context, or to none.
    ///
    /// # Errors
    /// When something in `keys` is no key.
    pub fn bind(&mut self, context: Context, keys: &str, action: Action) -> Result<(), NoKey> {
        let new = Bound::new(context, keys, action)?;
        let place = self.bound.iter().position(|known| known.context == context && known.action == action);
        self.bound.retain(|known| (known.context, known.action) != (context, action));
        if !new.read.is_empty() {
            self.bound.insert(place.unwrap_or(self.bound.len()).min(self.bound.len()), new);
        }
        Ok(())
    }

    /// Two bindings that cannot both be: the same keys, or keys of which one begins with the other,
    /// in one context; and keys of a pane with which longer ones begin that count anywhere.
    pub fn conflict(&self) -> Option<(&Bound, &Bound)> {
        for (place, one) in self.bound.iter().enumerate() {
            for other in &self.bound[place + 1..] {
                let same = one.context == other.context;
                let within = |inner: &Bound, outer: &Bound| {
                    inner.context != outer.context && inner.context.within().contains(&outer.context)
                };
                let clash = one.read.iter().any(|first| {
                    other.read.iter().any(|second| {
                        let (begins, continues) = (second.starts_with(first), first.starts_with(second));
                        let equal = first == second;
                        (same && (begins || continues))
                            || (!equal && (within(one, other) || within(other, one)) && (begins || continues))
                    })
                });
                if clash {
                    return Some((one, other));
                }
            }
        }
        None
    }

    /// Looks a sequence up; the pane's own keys come before those that count anywhere.
    pub fn look_up(&self, context: Context, keys: &[Key]) -> Match {
        let mut prefix = false;
        for &wanted in context.within() {
            for (sequence, action) in self.sequences(wanted) {
                if sequence == keys {
                    return Match::Action(action);
                }
                prefix |= sequence.starts_with(keys);
            }
        }
        if prefix { Match::Prefix } else { Match::None }
    }

    /// The keys that may follow a prefix, with what they do.
    pub fn choices(&self, context: Context, keys: &[Key]) -> Vec<(String, Action)> {
        let mut out: Vec<(String, Action)> = Vec::new();
        for &wanted in context.within() {
            for (sequence, action) in
                self.sequences(wanted).filter(|(sequence, _)| sequence.len() > keys.len() && sequence.starts_with(keys))
            {
                let rest: String = sequence[keys.len()..].iter().map(Key::to_string).collect();
                if !out.iter().any(|(known, _)| *known == rest) {
                    out.push((rest, action));
                }
            }
        }
        out
    }

    /// The first sequence that leads to an action in a context, as it is written.
    pub fn keys_for(&self, context: Context, action: Action) -> Option<&str> {
        let bound = |&wanted: &Context| {
            self.bound.iter().filter(move |bound| bound.context == wanted && bound.action == action)
        };
        let written = |bound: &'_ Bound| -> Option<usize> {
            // What a pane has for something else leads elsewhere there.
            bound.read.iter().position(|keys| self.look_up(context, keys) == Match::Action(action))
        };
        context
            .within()
            .iter()
            .flat_map(bound)
            .find_map(|bound| written(bound).and_then(|place| bound.keys.split_whitespace().nth(place)))
    }

    fn sequences(&self, context: Context) -> impl Iterator<Item = (&[Key], Action)> {
        self.bound
            .iter()
            .filter(move |bound| bound.context == context)
            .flat_map(|bound| bound.read.iter().map(|keys| (keys.as_slice(), bound.action)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sequence_can_be_read_and_reached() {
        let keymap = Keymap::default();
        assert_eq!(keymap.bindings().len(), BINDINGS.len());
        for binding in BINDINGS {
            for written in binding.keys.split(' ') {
                let keys = sequence(written).unwrap();
                assert!(!keys.is_empty());
                assert_eq!(
                    keymap.look_up(binding.context, &keys),
                    Match::Action(binding.action),
                    "{written} in {:?}",
                    binding.context
                );
                for length in 1..keys.len() {
                    assert_eq!(keymap.look_up(binding.context, &keys[..length]), Match::Prefix, "{written}");
                }
            }
        }
    }

    #[test]
    fn prefixes_show_their_choices() {
        let shown = Keymap::default().choices(Context::Reader, &[Key::Char('z')]);
        assert!(shown.iter().any(|(keys, action)| keys == "f" && *action == FullScreen));
        assert!(!shown.iter().any(|(_, action)| *action == FoldGroups), "a key of the list counts only there");
    }

    #[test]
    fn keys_are_bound_anew_and_conflicts_are_found() {
        let mut keymap = Keymap::default();
        assert!(keymap.conflict().is_none());
        keymap.bind(Anywhere, "x <F2>", Keep).unwrap();
        assert_eq!(keymap.look_up(List, &sequence("x").unwrap()), Match::Action(Keep));
        assert_eq!(keymap.look_up(List, &sequence("a").unwrap()), Match::None);
        assert_eq!(keymap.keys_for(List, Keep), Some("x"));
        assert_eq!(keymap.keys_for(Reader, Keep), Some("<F2>"), "there x is something else");
        assert!(keymap.conflict().is_none());
        keymap.bind(Anywhere, "", Keep).unwrap();
        assert_eq!(keymap.look_up(List, &sequence("x").unwrap()), Match::None);
        for (context, keys) in [(Anywhere, "d"), (Anywhere, "g"), (Anywhere, "dd"), (List, "g"), (Reader, "dx")] {
            let mut keymap = keymap.clone();
            keymap.bind(context, keys, Keep).unwrap();
            assert!(keymap.conflict().is_some(), "{keys}");
        }
        keymap.bind(List, "d", Keep).unwrap();
        assert!(keymap.conflict().is_none(), "a pane may have a key for itself");
        assert!(keymap.bind(Anywhere, "<Entre>", Keep).is_err());
    }
}
