//! A text with every run of white space as one space, so that what is looked for may run over
//! line breaks.

use crate::text::classes::is_space;
use std::borrow::Cow;
use std::ops::Range;

/// The folded text and the way back.
pub(super) struct Folded<'t> {
    text: Cow<'t, str>,
    /// Where the difference to the original changes: offset here and in the original.
    steps: Vec<(u32, u32)>,
}

impl<'t> Folded<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut out = String::new();
        let mut steps = Vec::new();
        let mut copied = 0;
        let mut at = 0;
        while let Some(found) = text[at..].find(is_space) {
            let start = at + found;
            let rest = &text[start..];
            let end = start + rest.find(|c| !is_space(c)).unwrap_or(rest.len());
            if &text[start..end] != " " {
                out.push_str(&text[copied..start]);
                out.push(' ');
                copied = end;
                steps.push((out.len() as u32, end as u32));
            }
            at = end;
        }
        if steps.is_empty() {
            return Self { text: Cow::Borrowed(text), steps };
        }
        out.push_str(&text[copied..]);
        Self { text: Cow::Owned(out), steps }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The range of the original that a range of the folded text stands for.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        self.back(range.start)..self.back(range.end)
    }

    fn back(&self, at: usize) -> usize {
        match self.steps.partition_point(|step| step.0 as usize <= at).checked_sub(1) {
            None => at,
            Some(step) => at - self.steps[step].0 as usize + self.steps[step].1 as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_lead_back() {
        let text = "a  tax\r\n haven\u{a0}x y";
        let folded = Folded::of(text);
        assert_eq!(folded.text(), "a tax haven x y");
        for word in ["tax haven", "haven", "x y", "a"] {
            let at = folded.text().find(word).unwrap_or_default();
            let range = folded.original(at..at + word.len());
            assert_eq!(Folded::of(&text[range]).text(), word);
        }
    }
}
