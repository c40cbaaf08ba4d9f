//! How many colours a terminal has, and what stands for one that it has not.

use ratatui::style::Color;

/// The colours that a terminal can be asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Its own sixteen, which the reader has chosen.
    #[default]
    Sixteen,
    Palette,
    True,
}

const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// Terminals whose names do not say that they have the 256 colours.
const PALETTES: [&str; 7] = ["kitty", "alacritty", "foot", "wezterm", "ghostty", "contour", "-direct"];

impl Depth {
    /// By what `COLORTERM` and `TERM` say; a terminal is never asked.
    pub fn of(colorterm: &str, term: &str) -> Self {
        if matches!(colorterm, "truecolor" | "24bit") {
            Self::True
        } else if term.contains("256color") || PALETTES.iter().any(|name| term.contains(name)) {
            Self::Palette
        } else {
            Self::Sixteen
        }
    }

    /// The nearest colour that there is.
    pub(super) fn reduce(self, colour: Color) -> Color {
        match (self, colour) {
            (Self::Palette, Color::Rgb(r, g, b)) => {
                Color::Indexed(16 + 36 * (step(r) as u8) + 6 * (step(g) as u8) + step(b) as u8)
            }
            (Self::Sixteen, Color::Rgb(r, g, b)) => nearest(r, g, b),
            (Self::Sixteen, Color::Indexed(index)) => match index {
                0..16 => NAMED[usize::from(index)],
                16..232 => {
                    let (r, g, b) = ((index - 16) / 36, (index - 16) / 6 % 6, (index - 16) % 6);
                    nearest(LEVELS[usize::from(r)], LEVELS[usize::from(g)], LEVELS[usize::from(b)])
                }
                _ => nearest(8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232)),
            },
            _ => colour,
        }
    }
}

/// The levels of the 6x6x6 cube of xterm's palette.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn step(value: u8) -> usize {
    (0..6).min_by_key(|&at| LEVELS[at].abs_diff(value)).unwrap_or(0)
}

/// By hue: bits of the parts that are at least half of the greatest, bright where that is great.
fn nearest(r: u8, g: u8, b: u8) -> Color {
    let most = r.max(g).max(b);
    if most < 64 {
        return Color::Black;
    }
    let bit = |part: u8, value: usize| if part >= most / 2 + most / 8 { value } else { 0 };
    let hue = bit(r, 1) | bit(g, 2) | bit(b, 4);
    match hue {
        7 if most < 160 => Color::DarkGray,
        _ => NAMED[hue + if most >= 224 { 8 } else { 0 }],
    }
}

/// The parameter of SGR for a colour; `base` is 30 for the foreground and 40 for the background.
pub(super) fn parameter(colour: Color, base: u8, out: &mut Vec<u8>) {
    use std::io::Write;
    let index = NAMED.iter().position(|named| *named == colour).map(|index| index as u8);
    // Writing to a vector cannot fail.
    let _ = match (colour, index) {
        (_, Some(index @ 0..8)) => write!(out, "{}", base + index),
        (_, Some(index)) => write!(out, "{}", base + 60 + index - 8),
        (Color::Indexed(index), _) => write!(out, "{};5;{index}", base + 8),
        (Color::Rgb(r, g, b), _) => write!(out, "{};2;{r};{g};{b}", base + 8),
        _ => write!(out, "{}", base + 9),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_how_many() {
        assert_eq!(Depth::of("truecolor", "xterm"), Depth::True);
        assert_eq!(Depth::of("", "screen-256color"), Depth::Palette);
        assert_eq!(Depth::of("", "xterm-kitty"), Depth::Palette);
        assert_eq!(Depth::of("yes", "vt220"), Depth::Sixteen);
    }

    #[test]
    fn colours_come_down() {
        assert_eq!(Depth::Sixteen.reduce(Color::Rgb(255, 10, 10)), Color::LightRed);
        assert_eq!(Depth::Sixteen.reduce(Color::Rgb(0, 128, 0)), Color::Green);
        assert_eq!(Depth::Sixteen.reduce(Color::Indexed(9)), Color::LightRed);
        assert_eq!(Depth::Sixteen.reduce(Color::Indexed(240)), Color::DarkGray);
        assert_eq!(Depth::Palette.reduce(Color::Rgb(255, 0, 0)), Color::Indexed(196));
        assert_eq!(Depth::True.reduce(Color::Rgb(1, 2, 3)), Color::Rgb(1, 2, 3));
        assert_eq!(Depth::Sixteen.reduce(Color::Blue), Color::Blue);
    }
}
