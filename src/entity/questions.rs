//! Questions and answers of a transcript.

use super::tokens::{Gap, Token};

/// The lines of a transcript that begin with "Q." and "A.", whose letters are no initials.
#[derive(Default)]
pub(super) struct Questions {
    /// The tokens behind such a letter.
    behind: Vec<usize>,
    /// Some line asks, some answers.
    both: [bool; 2],
}

impl Questions {
    /// Looks at the tokens of a line, perhaps behind the line's number.
    pub fn look(&mut self, text: &str, tokens: &[Token<'_>], first: usize) {
        let at = first + usize::from(tokens.get(first).is_some_and(Token::is_number));
        let Some(token) = tokens.get(at).filter(|token| matches!(token.text, "Q" | "A")) else { return };
        if text[token.end(text)..].starts_with(['.', ':']) {
            self.both[usize::from(token.text == "A")] = true;
            self.behind.push(at + 1);
        }
    }

    /// Lets a sentence begin behind each of them.
    pub fn part(self, tokens: &mut [Token<'_>]) {
        if self.both != [true, true] {
            return;
        }
        for at in self.behind {
            if let Some(token) = tokens.get_mut(at).filter(|token| token.gap == Gap::Point) {
                (token.gap, token.fresh) = (Gap::Stop, true);
            }
        }
    }
}
