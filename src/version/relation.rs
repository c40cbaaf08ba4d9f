//! How one text is related to another, told from their measure.

use super::verify::{Measure, Sheet, traces};

/// What a text is to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Equal but for white space.
    Copy,
    /// Equal after folding, marks included.
    Typography,
    /// A version with other wording.
    Edited,
    /// A part of the other text.
    Excerpt,
    /// The other text and more.
    Expanded,
    /// Shares a passage; neither holds the other, and no group comes of it but under one title.
    Overlap,
}

impl Kind {
    /// The same relation seen from the other text.
    pub fn flipped(self) -> Kind {
        match self {
            Kind::Excerpt => Kind::Expanded,
            Kind::Expanded => Kind::Excerpt,
            same => same,
        }
    }

    /// True for what makes two texts versions of one.
    pub fn groups(self) -> bool {
        self != Kind::Overlap
    }

    /// The word for it in output.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Copy => "copy",
            Kind::Typography => "typography",
            Kind::Edited => "edited",
            Kind::Excerpt => "excerpt",
            Kind::Expanded => "expanded",
            Kind::Overlap => "overlap",
        }
    }
}

/// A verified relation: `a` is `kind` of `b`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relation {
    pub a: u32,
    pub b: u32,
    pub kind: Kind,
    /// Both are called the same.
    pub named: bool,
    pub measure: Measure,
}

impl Relation {
    /// What was found, without the documents.
    pub fn finding(&self) -> Finding {
        Finding { kind: Some(self.kind), measure: self.measure }
    }

    /// The same relation with the documents in the other order.
    pub fn flipped(self) -> Relation {
        Relation { a: self.b, b: self.a, kind: self.kind.flipped(), measure: self.measure.flipped(), ..self }
    }
}

/// What the exact comparison of two texts found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Finding {
    /// What the first text is to the second, if anything.
    pub kind: Option<Kind>,
    pub measure: Measure,
}

impl Finding {
    /// The same finding with the texts in the other order.
    pub fn flipped(self) -> Finding {
        Finding { kind: self.kind.map(Kind::flipped), measure: self.measure.flipped() }
    }
}

/// Versions when both texts hold this share of each other, however common the words are.
const SAME: f32 = 0.8;
/// Versions when both texts, furniture and all, hold this share of each other: where many versions
/// stand, what they have in common is not furniture.
const AS_A_WHOLE: f32 = 0.9;
/// Versions when both hold this share of each other's rare words.
const VERSION: f32 = 0.4;
/// Perhaps versions, much rewritten or badly read, when both hold this share of the rare words …
const TRACES: f32 = 0.08;
/// … or one of them holds this share of the other, as when a stub was written out …
const GROWN: f32 = 0.15;
/// … in at least so many runs that are in order …
const TRACE_RUNS: u32 = 2;
/// … of which one comes in so many words: quotations stand in two or three places, a version shows
/// all over the text …
const TRACE_EVERY: u32 = 60;
/// … and so many runs are enough in the longest text …
const MANY_RUNS: u32 = 20;
/// … that reach over this share of one of the texts: what all statements of one office begin with ties
/// none of them.
const SPREAD: f32 = 0.5;
/// What lies between them is alike to this share, too: badly read or edited, a text is still itself, where two texts
/// of one office or one event go on in their own words …
const ALIKE: f32 = 0.4;
/// … but where they share this part of the rare words, whatever was written anew.
const CLEAR: f32 = 0.2;
/// Perhaps versions, however common the words are, when both hold this share of each other …
const WOVEN: f32 = 0.2;
/// … this share of the words of both lies in runs that are in order …
const IN_ORDER: f32 = 0.4;
/// … and between two of these lie so many words on average, at most.
const BETWEEN: u32 = 11;
/// This share of an excerpt stands in the longer text.
const HELD: f32 = 0.8;
/// An excerpt has at most this share of the longer text's words.
const SHORTER: f32 = 0.67;
/// An excerpt has at least so many words of its own.
const EXCERPT_WORDS: u32 = 40;
/// Perhaps an excerpt, however common its words are, when this share of it stands in the longer text.
const CUT: f32 = 0.9;
/// A run of so many words is a shared passage.
const PASSAGE: u32 = 25;
/// Under one title so many runs of rare words in order …
const NAMED_RUNS: u32 = 2;
/// … and this share of one of the texts is evidence.
const NAMED: f32 = 0.005;

/// Tells what the first text is to the second; `None` when they have nothing to do with each other.
pub fn judge(a: &Sheet, b: &Sheet, measure: &Measure) -> Option<Kind> {
    if a.grams.words == 0 || b.grams.words == 0 {
        return None;
    }
    if a.grams.spaced == b.grams.spaced {
        return Some(Kind::Copy);
    }
    if a.grams.typeset == b.grams.typeset {
        return Some(Kind::Typography);
    }
    let (own, whole) = (&measure.own, &measure.whole);
    let (words_a, words_b) = measure.own_words;
    let kind = if words_a <= words_b { Kind::Excerpt } else { Kind::Expanded };
    if is_excerpt(measure) {
        // Where many copies stand, masks may leave little of one text and much of the other.
        let alike = whole.a_in_b.min(whole.b_in_a) >= SAME;
        return Some(if alike { Kind::Edited } else { kind });
    }
    if is_version(measure) || is_woven(measure) {
        return Some(Kind::Edited);
    }
    if is_cut(measure) {
        return Some(if measure.words.0 <= measure.words.1 { Kind::Excerpt } else { Kind::Expanded });
    }
    if shows_traces(measure) {
        let traces = traces(a, b);
        let clear = measure.rare.a_in_b.min(measure.rare.b_in_a) >= CLEAR;
        if traces.spread >= SPREAD && (clear || traces.alike.is_none_or(|alike| alike >= ALIKE)) {
            return Some(Kind::Edited);
        }
    }
    (own.longest_run >= PASSAGE || (is_named(a, b) && agrees_with_title(measure))).then_some(Kind::Overlap)
}

/// True when two texts are called the same.
pub fn is_named(a: &Sheet, b: &Sheet) -> bool {
    !a.title.is_empty() && a.title == b.title
}

/// True when what two texts share is enough for versions if both bear a title that few others bear:
/// a page that was written anew keeps its name, and of its words some.
pub fn agrees_with_title(measure: &Measure) -> bool {
    let rare = &measure.rare;
    rare.runs >= NAMED_RUNS && rare.a_in_b.max(rare.b_in_a) >= NAMED
}

/// True when the pair alone is evidence enough for two versions of one text.
pub fn is_version(measure: &Measure) -> bool {
    let (own, rare) = (&measure.own, &measure.rare);
    let (words_a, words_b) = measure.own_words;
    let (short, long) = (words_a.min(words_b), words_a.max(words_b));
    let held = if words_a <= words_b { own.a_in_b } else { own.b_in_a };
    // What would be an excerpt but is too long for one.
    let kept = held >= HELD && short as f32 > SHORTER * long as f32 && short >= EXCERPT_WORDS;
    kept || own.a_in_b.min(own.b_in_a) >= SAME
        || is_kept(measure)
        || (rare.a_in_b.min(rare.b_in_a) >= VERSION && rare.grams >= PASSAGE / 2)
}

/// True when the shorter of two texts stands in the longer one, furniture aside.
pub fn is_excerpt(measure: &Measure) -> bool {
    is_part(measure.own_words, (measure.own.a_in_b, measure.own.b_in_a), HELD)
}

/// True when the shorter of two texts stands in the longer one with words that many have: an excerpt of a text
/// in many versions, or nothing but a notice that stands below others, which the pair alone does not tell.
pub fn is_cut(measure: &Measure) -> bool {
    is_part(measure.words, (measure.whole.a_in_b, measure.whole.b_in_a), CUT)
}

fn is_part(words: (u32, u32), shares: (f32, f32), least: f32) -> bool {
    let (short, long) = (words.0.min(words.1), words.0.max(words.1));
    let held = if words.0 <= words.1 { shares.0 } else { shares.1 };
    held >= least && short as f32 <= SHORTER * long as f32 && short >= EXCERPT_WORDS
}

/// True when nearly all of each text stands in the other, furniture and all.
pub fn is_kept(measure: &Measure) -> bool {
    measure.whole.a_in_b.min(measure.whole.b_in_a) >= AS_A_WHOLE
}

/// True when one text goes through the other from end to end with small changes everywhere: a version
/// edited or badly read all over, or a form filled in, which the pair alone does not tell.
pub fn is_woven(measure: &Measure) -> bool {
    let whole = &measure.whole;
    let goes_through = |words: u32| {
        let left = words.saturating_sub(whole.chained);
        whole.chained as f32 >= IN_ORDER * words as f32 && left <= BETWEEN * (whole.runs + 1)
    };
    whole.a_in_b.min(whole.b_in_a) >= WOVEN && goes_through(measure.words.0) && goes_through(measure.words.1)
}

/// True when what two texts share is little, but rare, spread over both and in order.
pub fn shows_traces(measure: &Measure) -> bool {
    let rare = &measure.rare;
    let short = measure.words.0.min(measure.words.1);
    let needed = (short / TRACE_EVERY).clamp(TRACE_RUNS, MANY_RUNS);
    let held = rare.a_in_b.min(rare.b_in_a) >= TRACES || rare.a_in_b.max(rare.b_in_a) >= GROWN;
    rare.runs >= needed && held
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use crate::version::grams::Grams;
    use crate::version::verify::measure;

    fn sheet(text: &str) -> Sheet {
        Sheet::plain(Grams::read(text, &fold(text)))
    }

    /// Two texts of 150 words that share two runs, which begin at given words; what lies between was badly read in
    /// one of them, or is another text.
    fn sharing(places: [usize; 2], one_text: bool) -> Option<Kind> {
        let text = |own: &str| {
            let word = |at: usize| if one_text { format!("narrow{at}harbour{own}") } else { format!("{own}{at}") };
            let mut words: Vec<String> = (0..150).map(word).collect();
            for place in places {
                (0..12).for_each(|at| words[place + at] = format!("shared{place}x{at}"));
            }
            sheet(&words.join(" "))
        };
        let (a, b) = (text("one"), text("other"));
        judge(&a, &b, &measure(&a, &b))
    }

    #[test]
    fn a_text_with_small_changes_everywhere_is_woven_into_the_other() {
        let words: Vec<String> = (0..200).map(|at| format!("word{at}")).collect();
        let changed = |every: usize| -> String {
            let words = words.iter().enumerate();
            words.map(|(at, word)| if at % every == 0 { format!("new{at} ") } else { format!("{word} ") }).collect()
        };
        let woven = |a: &str, b: &str| is_woven(&measure(&sheet(a), &sheet(b)));
        let text = words.join(" ");
        assert!(woven(&text, &changed(10)) && woven(&changed(10), &text));
        assert!(!woven(&text, &changed(5)), "no run of words is left");
        let half =
            format!("{} {}", words[..100].join(" "), (0..100).map(|at| format!("other{at} ")).collect::<String>());
        assert!(!woven(&text, &half), "one change, and a large one");
        assert!(!woven(&text, &words[..60].join(" ")), "an excerpt");
    }

    #[test]
    fn an_excerpt_is_one_though_its_words_are_common() {
        let words: Vec<String> = (0..400).map(|at| format!("word{at}")).collect();
        // The first words of both count as furniture.
        let masked = |words: &[String]| {
            let sheet = sheet(&words.join(" "));
            let rest = 50..sheet.grams.words;
            Sheet { own: rest.clone(), rare: vec![rest], ..sheet }
        };
        let kind = |a: &Sheet, b: &Sheet| judge(a, b, &measure(a, b));
        let (part, text) = (masked(&words[..70]), masked(&words));
        let found = measure(&part, &text);
        assert!(is_cut(&found) && is_cut(&found.flipped()) && !is_excerpt(&found));
        assert_eq!((kind(&part, &text), kind(&text, &part)), (Some(Kind::Excerpt), Some(Kind::Expanded)));
        let mut other = words.clone();
        other[20..60].iter_mut().for_each(|word| word.push('x'));
        assert_eq!(kind(&part, &masked(&other)), None, "half of it");
    }

    #[test]
    fn little_that_is_shared_counts_where_it_is_spread_over_the_text() {
        assert_eq!(sharing([3, 130], true), Some(Kind::Edited));
        assert_eq!(sharing([3, 20], true), None, "an opening that both have");
        assert_eq!(sharing([3, 130], false), None, "other words between");
    }
}
