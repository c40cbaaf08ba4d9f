//! The readings of a slot in words.

use super::{Apparatus, Like, Reading, Slot};

/// Words of either side of a change that are given in a short line.
const SIDE: usize = 8;

impl Apparatus {
    /// How many witnesses have a reading and what it is, without their letters: `31 say "at least
    /// 14"`. Readings of more than `most` words are shortened.
    pub fn told(&self, slot: &Slot, place: usize, most: usize) -> String {
        let Some(reading) = slot.readings.get(place) else { return String::new() };
        let many = reading.witnesses.len();
        let verb = |one: &str, more: &str| format!("{many} {}", if many == 1 { one } else { more });
        let words: Vec<&str> = self.words(reading).split_whitespace().collect();
        if place == 0 && slot.long {
            return format!("{} this passage, {}", verb("has", "have"), counted(words.len()));
        }
        let note = self.note(reading);
        if slot.long && !reading.elsewhere.is_empty() {
            let away = format!("{} it {}", verb("has", "have"), self.elsewhere(reading));
            return match self.says(slot, reading, most) {
                Some(says) => format!("{away}: {says}"),
                None => away,
            };
        }
        match (words.as_slice(), slot.long) {
            ([], true) if reading.moved => format!("{} it {}", verb("has", "have"), self.elsewhere(reading)),
            ([], true) => format!("{} it", verb("lacks", "lack")),
            ([], false) => format!("{} nothing here{note}", verb("has", "have")),
            (_, long) => match self.likened(slot, reading, most) {
                Some(says) => format!("{} {says}{note}", verb("reads", "read")),
                None if long => format!("{} other words: {}{note}", verb("has", "have"), quoted(&words, most)),
                None => format!("{} {}{note}", verb("says", "say"), quoted(&words, most)),
            },
        }
    }

    /// The witnesses that have no reading at a slot and why, without their letters.
    pub fn told_absent<'s>(&self, slot: &'s Slot) -> Vec<(String, &'s [usize])> {
        let what = if slot.long { "part of it, or more around it" } else { "the passage around it" };
        let mut out = Vec::new();
        match slot.absent.len() {
            0 => {}
            1 => out.push((format!("1 lacks {what}"), slot.absent.as_slice())),
            many => out.push((format!("{many} lack {what}"), slot.absent.as_slice())),
        }
        match slot.parted.len() {
            0 => {}
            1 => out.push(("1 has parts of it in two places".to_owned(), slot.parted.as_slice())),
            many => out.push((format!("{many} have parts of it in two places"), slot.parted.as_slice())),
        }
        out
    }

    /// How a long reading differs from another one of its slot: `as B, but her] his`. `None` where
    /// it is short or like no other.
    pub fn likened(&self, slot: &Slot, reading: &Reading, most: usize) -> Option<String> {
        let like = reading.like.as_ref()?;
        let other = slot.readings.get(like.reading)?;
        let siglum = &self.witnesses.get(*other.witnesses.first()?)?.siglum;
        // Scripts without blanks between words have nothing to be counted by.
        let size = match self.words(reading).split_whitespace().count() {
            few if few < SIDE => String::new(),
            many => format!(" ({})", counted(many)),
        };
        if like.changes.is_empty() {
            return Some(format!("as {siglum}{size}"));
        }
        let (mut told, mut spent) = (Vec::new(), 0);
        let side = SIDE.max(most / 2);
        for (old, new) in self.differing(reading, other, like) {
            let (old, new): (Vec<&str>, Vec<&str>) =
                (old.split_whitespace().collect(), new.split_whitespace().collect());
            spent += old.len().min(side) + new.len().min(side);
            if spent > most && !told.is_empty() {
                break;
            }
            told.push(match (old.as_slice(), new.as_slice()) {
                (old, []) => format!("without \"{}\"", shortened(old, side)),
                ([], new) => format!("with \"{}\"", shortened(new, side)),
                (old, new) => format!("{}] {}", shortened(old, side), shortened(new, side)),
            });
        }
        let rest = match like.changes.len() - told.len() {
            0 => String::new(),
            1 => " \u{b7} and 1 more place".to_owned(),
            more => format!(" \u{b7} and {more} more places"),
        };
        Some(format!("as {siglum}, but {}{rest}{size}", told.join(" \u{b7} ")))
    }

    /// The words that a reading has in the place of others of the reading it is like.
    pub fn differing<'a>(
        &'a self,
        reading: &Reading,
        other: &Reading,
        like: &'a Like,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        let text = |reading: &Reading| {
            reading.witnesses.first().and_then(|&first| self.witnesses.get(first)).map_or("", |witness| &*witness.text)
        };
        let (old, new) = (text(other), text(reading));
        let words = |text: &'a str, range: &std::ops::Range<usize>| text.get(range.clone()).unwrap_or_default().trim();
        like.changes.iter().map(move |(a, b)| (words(old, a), words(new, b)))
    }

    /// Where the words of a reading came from, and which witnesses have them elsewhere, in brackets.
    pub fn note(&self, reading: &Reading) -> String {
        let ends = numbers(&reading.ends);
        match (reading.elsewhere.as_slice(), reading.moved, reading.ends.is_empty()) {
            ([], false, _) => String::new(),
            ([], true, true) => " (moved)".to_owned(),
            ([], true, false) => format!(" ({}moved here from {ends})", if reading.partly { "in part " } else { "" }),
            (away, _, true) => format!(" ({} elsewhere)", self.some_sigla(away, AWAY)),
            (away, _, false) => format!(" (for {} see {ends})", self.some_sigla(away, AWAY)),
        }
    }

    /// Where a passage stands that a reading has elsewhere: `elsewhere, see 9`.
    pub fn elsewhere(&self, reading: &Reading) -> String {
        match reading.ends.is_empty() {
            true => "elsewhere".to_owned(),
            false => format!("elsewhere, see {}", numbers(&reading.ends)),
        }
    }

    /// The words of a passage that stands elsewhere; `None` where they are the base's.
    fn says(&self, slot: &Slot, reading: &Reading, most: usize) -> Option<String> {
        if reading.like.as_ref().is_some_and(|like| like.reading == 0 && like.changes.is_empty()) {
            return None;
        }
        let words: Vec<&str> = self.words(reading).split_whitespace().collect();
        self.likened(slot, reading, most).or_else(|| (!words.is_empty()).then(|| quoted(&words, most)))
    }
}

/// Bytes of letters in a note.
const AWAY: usize = 24;

fn numbers(places: &[usize]) -> String {
    places.iter().map(|place| (place + 1).to_string()).collect::<Vec<_>>().join(", ")
}

fn counted(words: usize) -> String {
    format!("{words} word{}", if words == 1 { "" } else { "s" })
}

/// Words between quotation marks, of many only the first and the last.
fn quoted(words: &[&str], most: usize) -> String {
    if words.len() <= most {
        return format!("\"{}\"", words.join(" "));
    }
    format!("\"{}\" ({})", shortened(words, most), counted(words.len()))
}

fn shortened(words: &[&str], most: usize) -> String {
    if words.len() <= most {
        return words.join(" ");
    }
    let tail = (most / 4).max(1);
    let head = most.saturating_sub(tail).max(1);
    format!("{} \u{2026} {}", words[..head].join(" "), words[words.len() - tail..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_readings_are_shortened_and_counted() {
        let words = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        assert_eq!(quoted(&words, 10), "\"a b c d e f g h i j\"");
        assert_eq!(quoted(&words, 4), "\"a b c \u{2026} j\" (10 words)");
    }
}
