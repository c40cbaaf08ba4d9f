//! The keymap as data: help, hints, prefixes and the palette are made from it.

use super::action::Action::{self, *};
use super::input::{Key, sequence};

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
    key(Anywhere, "m", SetPlace),
    key(Anywhere, "'", GoToPlace),
    key(Anywhere, "C-o", Back),
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

/// What a sequence of keys amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    Action(Action),
    /// More keys must come.
    Prefix,
    None,
}

/// Looks a sequence up; the pane's own keys come before those that count anywhere.
pub fn look_up(context: Context, keys: &[Key]) -> Match {
    let mut prefix = false;
    for &wanted in context.within() {
        for (sequence, action) in sequences(wanted) {
            if sequence == keys {
                return Match::Action(action);
            }
            prefix |= sequence.starts_with(keys);
        }
    }
    if prefix { Match::Prefix } else { Match::None }
}

/// The keys that may follow a prefix, with what they do.
pub fn choices(context: Context, keys: &[Key]) -> Vec<(String, Action)> {
    let mut out: Vec<(String, Action)> = Vec::new();
    for &wanted in context.within() {
        for (sequence, action) in
            sequences(wanted).filter(|(sequence, _)| sequence.len() > keys.len() && sequence.starts_with(keys))
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
pub fn keys_for(context: Context, action: Action) -> Option<&'static str> {
    let of = |wanted| BINDINGS.iter().find(|binding| binding.context == wanted && binding.action == action);
    context.within().iter().find_map(|&wanted| of(wanted)).and_then(|binding| binding.keys.split(' ').next())
}

fn sequences(context: Context) -> impl Iterator<Item = (Vec<Key>, Action)> {
    BINDINGS
        .iter()
        .filter(move |binding| binding.context == context)
        .flat_map(|binding| binding.keys.split(' ').map(|keys| (sequence(keys).unwrap_or_default(), binding.action)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sequence_can_be_read_and_reached() {
        for binding in BINDINGS {
            for written in binding.keys.split(' ') {
                let keys = sequence(written).unwrap();
                assert!(!keys.is_empty());
                assert_eq!(
                    look_up(binding.context, &keys),
                    Match::Action(binding.action),
                    "{written} in {:?}",
                    binding.context
                );
                for length in 1..keys.len() {
                    assert_eq!(look_up(binding.context, &keys[..length]), Match::Prefix, "{written}");
                }
            }
        }
    }

    #[test]
    fn prefixes_show_their_choices() {
        let shown = choices(Context::Reader, &[Key::Char('z')]);
        assert!(shown.iter().any(|(keys, action)| keys == "f" && *action == FullScreen));
        assert!(!shown.iter().any(|(_, action)| *action == FoldGroups), "a key of the list counts only there");
    }
}
