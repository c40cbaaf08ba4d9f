//! One line of text that is being typed: the search bar, a tag, a filter.

use super::input::Key;
use unicode_segmentation::UnicodeSegmentation;

/// A line and the place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    /// A byte offset at a boundary of graphemes.
    pub at: usize,
    /// What was cut last, for `C-y`.
    cut: String,
}

/// What a key did to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    Changed,
    Moved,
    /// Not a key of line editing.
    Other,
}

/// With Alt, the letter goes over words or cuts them, as in readline.
pub fn is_word_key(letter: char) -> bool {
    matches!(letter, 'b' | 'f' | 'd' | 'h')
}

impl Line {
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned(), at: text.len(), cut: String::new() }
    }

    pub fn insert(&mut self, text: &str) {
        let clean: String =
            text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect();
        self.text.insert_str(self.at, &clean);
        self.at += clean.len();
    }

    /// Edits as readline does.
    pub fn key(&mut self, key: Key) -> Typed {
        match key {
            Key::Char(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Key::Backspace | Key::Ctrl('h') => {
                let from = self.before();
                self.text.replace_range(from..self.at, "");
                self.at = from;
            }
            Key::Delete | Key::Ctrl('d') => {
                let to = self.after();
                self.text.replace_range(self.at..to, "");
            }
            Key::Ctrl('w') => self.cut(self.word_before()..self.at),
            Key::Alt('h') => self.cut(self.name_before()..self.at),
            Key::Alt('d') => self.cut(self.at..self.name_after()),
            Key::Alt('b') => return self.go(self.name_before()),
            Key::Alt('f') => return self.go(self.name_after()),
            Key::Ctrl('u') => self.cut(0..self.at),
            Key::Ctrl('k') => self.cut(self.at..self.text.len()),
            Key::Ctrl('y') => {
                let cut = self.cut.clone();
                self.insert(&cut);
            }
            Key::Left | Key::Ctrl('b') => return self.go(self.before()),
            Key::Right | Key::Ctrl('f') => return self.go(self.after()),
            Key::Home | Key::Ctrl('a') => return self.go(0),
            Key::End | Key::Ctrl('e') => return self.go(self.text.len()),
            _ => return Typed::Other,
        }
        Typed::Changed
    }

    fn go(&mut self, at: usize) -> Typed {
        self.at = at;
        Typed::Moved
    }

    fn cut(&mut self, range: std::ops::Range<usize>) {
        self.at = range.start;
        self.cut = self.text[range.clone()].to_owned();
        self.text.replace_range(range, "");
    }

    fn before(&self) -> usize {
        self.text[..self.at].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.at + self.text[self.at..].graphemes(true).next().map_or(0, str::len)
    }

    /// The beginning of the word of letters and digits before the cursor.
    fn name_before(&self) -> usize {
        let head = self.text[..self.at].trim_end_matches(|c: char| !c.is_alphanumeric());
        head.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric()).last().map_or(0, |(at, _)| at)
    }

    /// The end of the word of letters and digits behind the cursor.
    fn name_after(&self) -> usize {
        let tail = &self.text[self.at..];
        let word = tail.find(char::is_alphanumeric).unwrap_or(tail.len());
        let length = tail[word..].find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len() - word);
        self.at + word + length
    }

    fn word_before(&self) -> usize {
        let head = self.text[..self.at].trim_end();
        head.rfind(char::is_whitespace).map_or(0, |at| at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_as_readline_does() {
        let mut line = Line::of("tax haven é");
        line.key(Key::Backspace);
        line.key(Key::Ctrl('w'));
        assert_eq!((line.text.as_str(), line.at), ("tax ", 4));
        line.key(Key::Ctrl('y'));
        assert_eq!(line.text, "tax haven ");
        line.key(Key::Ctrl('a'));
        line.key(Key::Char('a'));
        assert_eq!(line.text, "atax haven ");
        line.insert("b\n\u{1b}c");
        assert_eq!(line.text, "ab ctax haven ");
        let mut line = Line::of("entity:\"tax haven\" é");
        line.key(Key::Alt('b'));
        line.key(Key::Alt('b'));
        assert_eq!(&line.text[line.at..], "haven\" é");
        line.key(Key::Alt('d'));
        assert_eq!(line.text, "entity:\"tax \" é");
        line.key(Key::Alt('h'));
        assert_eq!(line.text, "entity:\"\" é");
        line.key(Key::Alt('f'));
        assert_eq!(line.at, line.text.len());
    }
}
