//! What of a document has stood in others before, and where its passages stand elsewhere.

use super::DocNo;
use std::ops::Range;

/// A document read for what is new in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub document: DocNo,
    /// In the order of the text, not overlapping.
    pub passages: Vec<SeenPassage>,
    /// All words of the text, and those in no passage.
    pub words: u32,
    pub new_words: u32,
}

/// A passage that has stood before, with the document in which it stood first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenPassage {
    /// UTF-8 bytes in the text.
    pub range: Range<usize>,
    pub words: u32,
    pub first: DocNo,
    pub key: String,
    pub date: Option<String>,
    /// UTF-8 bytes in that document's text.
    pub there: Range<usize>,
}

/// A document that holds a passage of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub document: DocNo,
    pub key: String,
    pub title: String,
    pub date: Option<String>,
    /// Words that both have in these passages.
    pub words: u32,
    /// UTF-8 byte at which the longest of them begins there.
    pub at: usize,
}

/// The share of new words in whole percent: 0 when nothing is new and 100 when nothing is seen, and
/// neither for less than that.
pub fn new_percent(seen: u32, words: u32) -> u8 {
    match seen {
        0 => 100,
        seen if seen >= words => 0,
        seen => {
            let share = f64::from(words - seen) / f64::from(words);
            ((share * 100.0).round() as u8).clamp(1, 99)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::new_percent;

    #[test]
    fn only_all_and_nothing_are_rounded_to_the_ends() {
        assert_eq!([0, 1, 400, 500, 999, 1000].map(|seen| new_percent(seen, 1000)), [100, 99, 60, 50, 1, 0]);
        assert_eq!((new_percent(0, 0), new_percent(1, 3)), (100, 67));
    }
}
