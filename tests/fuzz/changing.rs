//! Changes that keep most of what an input is made of, so that they come to where a reader is deep
//! in it.

/// Made numbers (SplitMix64; Steele, Lea, Flood 2014), and what is done with them.
pub struct Changing(u64);

/// Figures at which counts and sizes break.
const FIGURES: [&str; 9] =
    ["0", "-1", "1", "255", "65536", "2147483648", "4294967295", "18446744073709551615", "99999999999999999999"];

/// The longest input, in bytes.
const LONGEST: usize = 200_000;

impl Changing {
    pub fn new(seed: u64) -> Self {
        Changing(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn of<'a>(&mut self, all: &[&'a [u8]]) -> &'a [u8] {
        all[self.below(all.len())]
    }

    /// An input made of the seeds and the words that a format is made of.
    pub fn input(&mut self, seeds: &[&[u8]], words: &[&[u8]]) -> Vec<u8> {
        let mut input = self.of(seeds).to_vec();
        for _ in 0..1 + self.below(6) {
            self.change(&mut input, seeds, words);
            input.truncate(LONGEST);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, seeds: &[&[u8]], words: &[&[u8]]) {
        let at = self.below(input.len() + 1);
        let some = self.below(64).min(input.len() - at);
        match self.below(12) {
            0 => input.truncate(at),
            1 => drop(input.drain(at..at + some)),
            2 => {
                let byte = self.next() as u8;
                if let Some(place) = input.get_mut(at) {
                    *place = byte;
                }
            }
            3 => {
                let word = self.of(words);
                input.splice(at..at, word.iter().copied());
            }
            4 => {
                let word = self.of(words);
                input.splice(at..at + some.min(word.len()), word.iter().copied());
            }
            5 => {
                let times = [3, 40, 3_000][self.below(3)];
                let word = self.of(words).repeat(times);
                input.splice(at..at, word);
            }
            6 => {
                let other = self.of(seeds);
                let from = self.below(other.len());
                input.splice(at.., other[from..].iter().copied());
            }
            7 => {
                let piece = input[at..at + some].repeat(1 + self.below(30));
                input.splice(at..at, piece);
            }
            8 => self.change_figures(input),
            9 => self.change_lines(input),
            10 => {
                let bytes: Vec<u8> = (0..some).map(|_| self.next() as u8).collect();
                input.splice(at..at + some, bytes);
            }
            _ => self.change_charset(input),
        }
    }

    /// Puts another number in the place of one.
    fn change_figures(&mut self, input: &mut Vec<u8>) {
        let from = self.below(input.len() + 1);
        let Some(start) = input[from..].iter().position(u8::is_ascii_digit).map(|at| from + at) else { return };
        let length = input[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let figures = FIGURES[self.below(FIGURES.len())];
        input.splice(start..start + length, figures.bytes());
    }

    /// Doubles, drops or exchanges lines.
    fn change_lines(&mut self, input: &mut Vec<u8>) {
        let mut lines: Vec<Vec<u8>> = input.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
        if lines.is_empty() {
            return;
        }
        let (one, other) = (self.below(lines.len()), self.below(lines.len()));
        match self.below(4) {
            0 => drop(lines.remove(one)),
            1 => lines.insert(other, lines[one].clone()),
            2 => lines.swap(one, other),
            _ => lines[one].retain(|byte| *byte != b'\n'),
        }
        *input = lines.concat();
    }

    /// Writes the same in another charset.
    fn change_charset(&mut self, input: &mut Vec<u8>) {
        let text = String::from_utf8_lossy(input).into_owned();
        *input = match self.below(4) {
            0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            1 => [vec![0xfe, 0xff], text.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat(),
            2 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
            _ => text.replace('\n', "\r\n").into_bytes(),
        };
    }
}
