//! Which lines of a text go on in the next one, because a program or a typist broke them to a width.

use super::segment::{HARD_WRAP, is_hard_wrapped};
use std::ops::Range;

/// Of so many lines that another one follows, a block tells by itself whether it was broken to a width.
const TELLING: usize = 3;
/// Nobody writes verse of fewer lines that reach as far as a page does.
const VERSE: usize = 4;

/// A line of a block, without its indentation.
struct Line<'t> {
    text: &'t str,
    /// In characters, with its indentation.
    whole: usize,
    /// Its first word, in characters.
    word: usize,
}

impl<'t> Line<'t> {
    fn of(line: &'t str) -> Line<'t> {
        let line = line.trim_end();
        let text = line.trim_start();
        let word = text.split_whitespace().next().unwrap_or_default().chars().count();
        Line { text, whole: line.chars().count(), word }
    }

    /// True where columns or bars part cells.
    fn is_row(&self) -> bool {
        self.text.contains('\t') || self.text.contains("   ") || self.text.matches('|').count() > 1
    }

    fn has_page_width(&self) -> bool {
        HARD_WRAP.contains(&self.whole)
    }

    /// True where the next line begins with a word for which a line of this width had room.
    fn has_room(&self, next: &Line, width: usize) -> bool {
        self.whole + 1 + next.word <= width
    }

    /// True for a line that begins with a capital as a sentence does; of capitals alone, none does.
    fn is_capital(&self) -> bool {
        let first = self.text.chars().find(|c| c.is_alphabetic());
        first.is_some_and(char::is_uppercase) && self.text.contains(char::is_lowercase)
    }

    /// True for a dash or a label before something else: `1.`, `(a)`, `2.1`.
    fn begins_item(&self) -> bool {
        let Some((mark, rest)) = self.text.split_once(char::is_whitespace) else { return false };
        let number = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let letter = |text: &str| text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let label = |text: &str| letter(text) || text.split('.').all(number);
        let bare = mark.strip_suffix(['.', ')', ']']).map(|mark| mark.trim_start_matches(['(', '[']));
        !rest.trim().is_empty()
            && (matches!(mark, "-" | "*" | "+" | "\u{2022}" | "\u{2013}")
                || bare.is_some_and(label)
                || mark.contains('.') && label(mark))
    }
}

/// For each line of a text, whether it goes on in the next one. `lines` are all of its lines.
pub(super) fn broken(text: &str, lines: &[Range<usize>]) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    let blank = |line: &Range<usize>| text[line.clone()].trim().is_empty();
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for at in (0..lines.len()).filter(|&at| !blank(&lines[at])) {
        match blocks.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end += 1,
            None => blocks.push(at..at + 1),
        }
    }
    blocks.retain(|block| block.len() > 1);
    let of = |block: &Range<usize>| -> Vec<Line> {
        lines[block.clone()].iter().map(|line| Line::of(&text[line.clone()])).collect()
    };
    let read: Vec<Vec<Line>> = blocks.iter().map(of).collect();
    let telling: Vec<Option<bool>> =
        read.iter().map(|block| (block.len() > TELLING).then(|| is_broken(block))).collect();
    // What blocks are too short to tell, the others do.
    let page = telling.contains(&Some(true)) || is_hard_wrapped(text, lines);
    let followed = read.iter().flat_map(|block| &block[..block.len() - 1]);
    let width = followed.filter(|line| line.has_page_width()).map(|line| line.whole).max().unwrap_or_default();
    for ((block, lines), told) in blocks.iter().zip(&read).zip(&telling) {
        let joined = told.unwrap_or_else(|| {
            let full = |two: &[Line]| two[0].has_page_width() && !two[0].has_room(&two[1], width * 4 / 5);
            page && lines.windows(2).all(full)
        });
        if !joined {
            continue;
        }
        let own = lines.iter().map(|line| line.whole).max().unwrap_or_default();
        let items = lines.iter().filter(|line| line.begins_item()).count() > 1 || lines[0].begins_item();
        for (at, two) in lines.windows(2).enumerate() {
            let parted = two[0].has_room(&two[1], own * 3 / 5) || two[0].is_row() || two[1].is_row();
            out[block.start + at] = !(parted || items && two[1].begins_item());
        }
    }
    out
}

/// True where most lines have the length of a page and hardly one has room for the next word, and they are no rows of a
/// table and no verse.
fn is_broken(block: &[Line]) -> bool {
    let followed = &block[..block.len() - 1];
    let most = |count: usize| count * 10 >= followed.len() * 6;
    let width = followed.iter().map(|line| line.whole).max().unwrap_or_default();
    let rows = block.iter().filter(|line| line.is_row()).count();
    let rooms = |width: usize| block.windows(2).filter(|two| two[0].has_room(&two[1], width)).count();
    let verse = block.len() >= VERSE && block.iter().all(Line::is_capital) && rooms(width) > 0;
    most(followed.iter().filter(|line| line.has_page_width()).count())
        && most(followed.len() - rooms(width * 3 / 4))
        && 2 * rows < block.len()
        && !verse
}

#[cfg(test)]
mod tests {
    use crate::text::segment::paragraphs;

    fn count(text: &str) -> usize {
        paragraphs(text).len()
    }

    const PROSE: &str = "The ferry was late again on Friday, and the pier was full of people\n\
        who had waited since noon; nobody in the office could say when the old\n\
        crane would be mended or who had ordered the parts that never came, as\n\
        the foreman said that the cable had been cut.";

    #[test]
    fn each_block_tells_by_itself() {
        assert_eq!(count(PROSE), 1);
        let address = "Dr. A. Kern\nHarbour Office\n12 Quay Street\nPort Sorrel";
        assert_eq!(count(&format!("{PROSE}\n\n{address}\n\n{PROSE}")), 6);
        let table = "Alder   1998   120   crates of oak from the north\nRowan   2001   140   crates of pine\n\
            Elder   2003    96   crates of elm from the south\nMinch   2007    47   crates of ash, all of them wet";
        assert_eq!(count(&format!("{PROSE}\n\n{table}")), 5);
        // Many short lines elsewhere make no list of wrapped prose.
        let list = "one\ntwo\nthree\nfour\n".repeat(9);
        assert_eq!(count(&format!("{list}\n{PROSE}")), 37);
    }

    #[test]
    fn a_short_block_goes_by_the_others() {
        let two = "Nobody wrote it down at the time, and the clerk was away for a week\nor two.";
        assert_eq!(count(&format!("{PROSE}\n\n{two}")), 2);
        assert_eq!(count(&format!("{PROSE}\n\nYours sincerely,\nA. Kern")), 3);
        assert_eq!(count(&format!("Dear Sir,\n{PROSE}")), 2);
    }

    #[test]
    fn items_and_verse_keep_their_lines() {
        let items = "1. You must ask for the key before you open any of the old chests in\n   the loft.\n\
            2. When you are done with the things that the chest holds, you must lock\n   it again.";
        assert_eq!(count(&format!("{PROSE}\n\n{items}")), 3);
        let clauses = "1.1 Agreement means this agreement and all of its schedules.\n1.2 Client means a company that \
            is registered in the town.\n1.3 Fee means the sum of money that falls due under clause 3.\n1.4 Term means \
            two years.";
        assert_eq!(count(clauses), 4);
        let verse = "The curfew tolls the knell of parting day and all is still,\nThe lowing herd winds slowly o'er \
            the lea,\nThe ploughman homeward plods his weary way up to the mill,\nAnd leaves the world to darkness and \
            to me,\nAnd none is left to see.";
        assert_eq!(count(verse), 5);
        assert_eq!(count(&PROSE.to_uppercase()), 1);
    }
}
