//! Short forms of English given names that are used in place of them.

use super::wordlist::WordMap;
use std::sync::LazyLock;

/// A short form with the names that it is short for.
const SHORT_FORMS: &str = "abe abraham; al albert alan alfred alexander; alex alexander alexandra alexis; andy andrew; \
    art arthur; barb barbara; barney bernard; becky rebecca; ben benjamin; bernie bernard; bert albert herbert; \
    beth elizabeth; betty elizabeth; bill william; billy william; bob robert; bobby robert; brad bradley; cal calvin; \
    cathy catherine; charlie charles; chuck charles; chris christopher christine christian; cindy cynthia; \
    cliff clifford; dan daniel; danny daniel; dave david; deb deborah debra; debbie deborah debra; dick richard; \
    don donald; doug douglas; drew andrew; ed edward edwin edgar; eddie edward; fran frances francis; frank francis; \
    fred frederick alfred; gabe gabriel; gene eugene; geoff geoffrey; gerry gerald; greg gregory; gus augustus; \
    hal harold henry; hank henry; harry harold henry; herb herbert; jack john; jake jacob; jeff jeffrey; jen jennifer; \
    jenny jennifer; jerry gerald jerome; jess jessica; jim james; jimmy james; joe joseph; joey joseph; johnny john; \
    jon jonathan; josh joshua; judy judith; kate katherine catherine; kathy katherine kathleen; katie katherine; \
    ken kenneth; kim kimberly; larry lawrence; len leonard; les leslie lester; liz elizabeth; lou louis louise; \
    maggie margaret; marty martin; matt matthew; max maximilian maxwell; meg margaret; mickey michael; mike michael; \
    mitch mitchell; mo maurice; mort mortimer; nat nathaniel; nate nathan nathaniel; ned edward; nick nicholas; \
    norm norman; pam pamela; pat patrick patricia; patty patricia; peggy margaret; pete peter; phil philip phillip; \
    randy randall; ray raymond; rich richard; rick richard; ricky richard; rob robert; ron ronald; ronnie ronald; \
    russ russell; sally sarah; sam samuel samantha; sandy alexander sandra; sid sidney; stan stanley; steph stephanie; \
    steve steven stephen; stu stuart; sue susan; ted edward theodore; teddy edward theodore; terry terence terrence; \
    tim timothy; tom thomas; tommy thomas; tony anthony; val valerie; vic victor; vince vincent; walt walter; \
    wes wesley; will william; zach zachary";

static LONG_FORMS: LazyLock<WordMap<Vec<&str>>> = LazyLock::new(|| {
    let entries = SHORT_FORMS.split(';').filter_map(|entry| entry.trim().split_once(' '));
    entries.map(|(short, long)| (short, long.split_whitespace().collect())).collect()
});

/// The names that a folded given name is short for, if any.
pub(super) fn long_forms(given: &str) -> &'static [&'static str] {
    LONG_FORMS.get(given).map(Vec::as_slice).unwrap_or_default()
}

/// True when one of two given names is short for the other, or both for a third.
pub(super) fn are_one(a: &str, b: &str) -> bool {
    let (of_a, of_b) = (long_forms(a), long_forms(b));
    of_a.contains(&b) || of_b.iter().any(|long| *long == a || of_a.contains(long))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_the_names_that_they_are_short_for() {
        assert!(are_one("fred", "frederick") && are_one("william", "bill") && are_one("billy", "bill"));
        assert!(!are_one("dan", "dana") && !are_one("ted", "bill") && !are_one("anna", "anna"));
    }
}
