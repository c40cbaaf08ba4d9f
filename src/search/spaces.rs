//! A text with every run of white space as one space, so that what is looked for may run over
//! line breaks.

use crate::text::classes::{is_invisible, is_space};
use std::borrow::Cow;
use std::ops::Range;

/// The folded text and the way back.
pub(super) struct Folded<'t> {
    text: Cow<'t, str>,
    /// Where the difference to the original changes: offset here and in the original.
    steps: Vec<(u32, u32)>,
}

impl<'t> Folded<'t> {
    /// With every other character as it stands.
    pub(super) fn of(text: &'t str) -> Self {
        Self::without(text, |_| false)
    }

    /// Without the characters that nobody sees either, such as soft hyphens.
    pub(super) fn seen(text: &'t str) -> Self {
        Self::without(text, is_invisible)
    }

    fn without(text: &'t str, drops: fn(char) -> bool) -> Self {
        let mut out = String::new();
        let mut steps = Vec::new();
        let mut copied = 0;
        let mut at = 0;
        let folds = |c: char| is_space(c) || drops(c);
        while let Some(found) = text[at..].find(folds) {
            let start = at + found;
            let rest = &text[start..];
            let end = start + rest.find(|c| !folds(c)).unwrap_or(rest.len());
            let run = &text[start..end];
            if run != " " {
                out.push_str(&text[copied..start]);
                out.push_str(if run.contains(is_space) { " " } else { "" });
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
        let start = self.back(range.start, self.steps.partition_point(|step| step.0 as usize <= range.start));
        // What falls away behind the range is no part of it.
        let end = self.back(range.end, self.steps.partition_point(|step| (step.0 as usize) < range.end));
        start..end.max(start)
    }

    /// The offset in the original of one behind so many steps.
    fn back(&self, at: usize, steps: usize) -> usize {
        match steps.checked_sub(1) {
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

    #[test]
    fn what_nobody_sees_parts_no_word() {
        let text = "fer\u{ad}ry \u{200b} fer\u{ad}ryman\u{ad}.";
        let folded = Folded::seen(text);
        assert_eq!(folded.text(), "ferry ferryman.");
        assert_eq!(&text[folded.original(0..5)], "fer\u{ad}ry");
        assert_eq!(&text[folded.original(6..14)], "fer\u{ad}ryman");
        assert_eq!(Folded::of("fer\u{ad}ry").text(), "fer\u{ad}ry");
    }
}
