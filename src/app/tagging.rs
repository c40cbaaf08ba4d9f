//! Tags: typing one, what is wrong with what was typed, and the keys that stand for one.

use super::App;
use super::action::Action;
use super::effect::Effect;
use super::overlay::{Bar, BarKind, Overlay};
use crate::library::types::{Act, is_tag};
use std::ops::Range;

/// Why a line is no tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoTag {
    message: &'static str,
    /// Bytes of the line.
    at: Range<usize>,
    /// The line as it may be meant.
    repair: Option<String>,
}

impl App {
    /// Opens the line for a tag.
    pub(super) fn open_tag(&mut self) -> Vec<Effect> {
        if !self.says_unwritable() {
            self.overlay = Some(Overlay::Bar(Bar::open(BarKind::Tag, "")));
        }
        Vec::new()
    }

    /// Puts the tag on that was typed, or takes it off; a line that is none stays open.
    pub(crate) fn tag_with(&mut self, typed: &str) -> Vec<Effect> {
        self.take_range();
        let (off, tag) = meant(typed);
        if tag.is_empty() {
            return Vec::new();
        }
        let mut bar = Bar::open(BarKind::Tag, typed);
        if judge(&mut bar) {
            self.overlay = Some(Overlay::Bar(bar));
            return Vec::new();
        }
        let tag = tag.to_owned();
        self.last_tag = Some(tag.clone());
        self.decide(if off { Act::Untag(tag) } else { Act::Tag(tag) }, false)
    }

    /// Puts on the tag that a key of the configuration stands for, or takes it off.
    pub(super) fn tag_of_key(&mut self, place: u8) -> Vec<Effect> {
        let Some(tag) = self.tags.get(usize::from(place)).cloned() else { return Vec::new() };
        self.last_tag = Some(tag.clone());
        if self.list.marked.is_empty() {
            return self.toggle(|standing| match standing.tags.contains(&tag) {
                true => Act::Untag(tag.clone()),
                false => Act::Tag(tag.clone()),
            });
        }
        self.decide(Act::Tag(tag), false)
    }

    pub(super) fn with_last_tag(&mut self, act: impl Fn(String) -> Act) -> Vec<Effect> {
        match self.last_tag.clone() {
            Some(tag) => self.decide(act(tag), false),
            None => {
                self.say(format!("no tag has been used in this session; {} puts one on", self.key_of(Action::Tag)));
                Vec::new()
            }
        }
    }
}

/// Says what is wrong with the tag that is being typed; true where anything is.
pub(super) fn judge(bar: &mut Bar) -> bool {
    let wrong = no_tag(&bar.line.text);
    let found = wrong.is_some();
    (bar.error, bar.repair) = match wrong {
        Some(NoTag { message, at, repair }) => (Some((message.to_owned(), at)), repair),
        None => (None, None),
    };
    found
}

/// Whether a tag is to be taken off, and which one is meant.
fn meant(typed: &str) -> (bool, &str) {
    let typed = typed.trim();
    match typed.strip_prefix('-') {
        Some(tag) => (true, tag.trim()),
        None => (false, typed.strip_prefix('+').unwrap_or(typed).trim()),
    }
}

fn no_tag(typed: &str) -> Option<NoTag> {
    let (off, tag) = meant(typed);
    if tag.is_empty() || is_tag(tag) {
        return None;
    }
    let from = typed.len() - typed.trim_end().len();
    let start = typed.len() - from - tag.len();
    let parts = |c: char| c.is_whitespace() || c.is_control() || "\"():".contains(c);
    let (message, at) = match tag.find(parts) {
        Some(at) => ("a tag is one word without quotes, colons and parentheses", at),
        None => ("a tag begins with no sign of its own; - before it takes it off", 0),
    };
    let at = start + at..start + at + tag[at..].chars().next().map_or(0, char::len_utf8);
    let whole: Vec<&str> = tag.trim_start_matches(['+', '-']).split(parts).filter(|part| !part.is_empty()).collect();
    let whole = Some(whole.join("-")).filter(|whole| is_tag(whole));
    let repair = whole.map(|whole| format!("{}{whole}", if off { "-" } else { "" }));
    Some(NoTag { message, at, repair })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_tag_is_told_where_and_how_it_may_be_meant() {
        let wrong = |typed: &str| no_tag(typed).map(|wrong| (wrong.at, wrong.repair));
        for fine in ["", "-", "ship", " -ship ", "+ship", "- ship", "schiff-1", "\u{e9}t\u{e9}"] {
            assert_eq!(wrong(fine), None, "{fine}");
        }
        assert_eq!(wrong(" tax haven"), Some((4..5, Some("tax-haven".into()))));
        assert_eq!(wrong("-tax haven "), Some((4..5, Some("-tax-haven".into()))));
        assert_eq!(wrong("a:\"b"), Some((1..2, Some("a-b".into()))));
        assert_eq!(wrong("--ship"), Some((1..2, Some("-ship".into()))));
        assert_eq!(wrong("(:)"), Some((0..1, None)));
    }

    proptest! {
        #[test]
        fn what_is_proposed_is_a_tag_and_the_place_is_in_the_line(typed in "[-+ a\u{e9}:()\"]{0,8}") {
            if let Some(NoTag { at, repair, .. }) = no_tag(&typed) {
                prop_assert!(typed.get(at).is_some_and(|wrong| wrong.chars().count() == 1));
                prop_assert!(repair.is_none_or(|repair| no_tag(&repair).is_none() && !meant(&repair).1.is_empty()));
            }
        }
    }
}
