//! Byte offsets to code points and back, for output that other programs read.

/// Counts code points up to byte offsets that are asked for in any order.
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before each block of `BLOCK` bytes; empty for ASCII texts.
    before: Vec<u32>,
}

const BLOCK: usize = 256;

impl<'t> CodePoints<'t> {
    pub fn of(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                before.push(count);
                count += block.iter().filter(|&&b| !is_continuation(b)).count() as u32;
            }
        }
        Self { text, before }
    }

    /// Code points before the byte offset `at`.
    pub fn at(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let Some(&before) = self.before.get(at / BLOCK) else {
            return match self.before.last() {
                None => at,
                Some(_) => self.text.chars().count(),
            };
        };
        let block = at / BLOCK * BLOCK;
        before as usize + self.text.as_bytes()[block..at].iter().filter(|&&b| !is_continuation(b)).count()
    }

    /// The byte offset of the code point number `index`, or the text's length past its end.
    pub fn byte(&self, index: usize) -> usize {
        if self.before.is_empty() {
            return index.min(self.text.len());
        }
        let block = self.before.partition_point(|&before| before as usize <= index) - 1;
        let mut count = self.before[block] as usize;
        let bytes = self.text.as_bytes();
        for (at, &byte) in bytes.iter().enumerate().skip(block * BLOCK) {
            if !is_continuation(byte) {
                if count == index {
                    return at;
                }
                count += 1;
            }
        }
        self.text.len()
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back(text in "[a-zé東\u{1f600}]{0,900}") {
            let points = CodePoints::of(&text);
            for (index, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(byte), index);
                prop_assert_eq!(points.byte(index), byte);
            }
            prop_assert_eq!(points.at(text.len()), text.chars().count());
            prop_assert_eq!(points.byte(text.chars().count()), text.len());
        }
    }
}
