//! What is read of a mail that is there as plain text and as a page. They should say the same; programs that write pages
//! alone put a word of excuse or the first lines in the place of the text, and some who send a page let it say more.

use std::collections::HashSet;

/// Letters of a word by which texts are compared.
const LONG: usize = 5;
/// Such words that the plain text lacks make a page say other things.
const MISSED: usize = 8;
/// Such words make a line say something, where they are half of what it says.
const OF_LINE: usize = 3;
/// Digits of a number that is not counted off in a list.
const DIGITS: usize = 2;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kept {
    Plain,
    Page,
    Both,
    /// The plain text, and below it these lines of the page.
    More(String),
}

/// What to read of a plain text and of what the page beside it shows.
pub(super) fn kept(plain: &str, page: &str) -> Kept {
    let (known, all) = (words(plain), words(page));
    let shared = known.words.intersection(&all.words).count();
    if all.words.len() - shared >= MISSED && shared * 2 < all.words.len() {
        return if shared * 5 >= known.words.len() * 4 { Kept::Page } else { Kept::Both };
    }
    let says_more = |line: &&str| {
        let said = words(line);
        let missed = said.words.difference(&known.words).count();
        missed >= OF_LINE && missed * 2 >= said.words.len() || said.numbers.difference(&known.numbers).next().is_some()
    };
    let more: Vec<&str> = page.lines().filter(says_more).collect();
    if more.is_empty() { Kept::Plain } else { Kept::More(more.join("\n")) }
}

/// What of a text says something.
#[derive(Default)]
struct Words {
    /// Long ones in small letters; a character each where words are not parted.
    words: HashSet<String>,
    /// Their digits alone, for points and blanks are set in many ways.
    numbers: HashSet<String>,
}

fn words(text: &str) -> Words {
    let is_whole = |c: char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}');
    let mut out = Words::default();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        if word.contains(is_whole) {
            out.words.extend(word.chars().map(String::from));
        } else if word.chars().nth(LONG - 1).is_some() {
            out.words.insert(word.to_lowercase());
        }
    }
    for number in text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '\u{2019}'))) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= DIGITS {
            out.numbers.insert(digits);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str =
        "Dear Ada,\nthe consultancy fee is 4,000 crowns a month, as was agreed in Limassol.\nYours, Otto";

    #[test]
    fn a_page_that_says_the_same_is_not_read() {
        let wrapped = PLAIN.replace("crowns a", "crowns\na").replace("4,000", "4.000");
        assert_eq!(kept(PLAIN, &wrapped), Kept::Plain);
        assert_eq!(kept(PLAIN, &format!("{PLAIN}\nUnsubscribe here")), Kept::Plain);
    }

    #[test]
    fn what_a_page_says_besides_is_kept() {
        let other = PLAIN.replace("4,000", "9,000");
        let line = other.lines().nth(1).map(str::to_owned);
        assert_eq!(Kept::More(line.unwrap_or_default()), kept(PLAIN, &other));
        let more = "Sandra should learn nothing of that.";
        assert_eq!(kept(PLAIN, &format!("{PLAIN}\n{more}")), Kept::More(more.to_owned()));
    }

    #[test]
    fn of_a_page_that_says_other_things_all_is_read() {
        let page = "Statement of account\nPaid towards Kessler Shipping, reference harbour, through Marwan Tillerby \
            for services rendered during winter storms";
        assert_eq!(kept("Statement of account", page), Kept::Page);
        assert_eq!(kept("Please choose another program, which shows pages.", page), Kept::Both);
    }
}
