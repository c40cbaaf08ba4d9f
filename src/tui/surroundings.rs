//! What the environment says about the terminal, which itself is never asked.

use super::backend::Depth;
use super::theme::{Ground, Theme};
use crate::app::look::Look;

/// Terminals whose names begin so have no slanted letters, or show something else for them.
const UPRIGHT: [&str; 6] = ["screen", "linux", "vt", "cons25", "ansi", "putty-vt"];
/// Terminals without colours have names that begin so.
const COLOURLESS: [&str; 5] = ["vt52", "vt1", "vt2", "vt3", "vt4"];

/// The variables that tell of colours.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    pub no_color: String,
    pub term: String,
    pub colorterm: String,
    pub colorfgbg: String,
    /// GNU screen sets it.
    pub sty: String,
}

impl Surroundings {
    /// As they are for this process.
    pub fn of_environment() -> Self {
        let said = |name: &str| std::env::var(name).unwrap_or_default();
        Self {
            // Any value counts, also one that is no text.
            no_color: std::env::var_os("NO_COLOR").unwrap_or_default().to_string_lossy().into_owned(),
            term: said("TERM"),
            colorterm: said("COLORTERM"),
            colorfgbg: said("COLORFGBG"),
            sty: said("STY"),
        }
    }

    /// How many colours there are. GNU screen passes `COLORTERM` on from a terminal whose colours it
    /// cannot show.
    pub fn depth(&self) -> Depth {
        let colorterm = if self.sty.is_empty() { self.colorterm.as_str() } else { "" };
        Depth::of(colorterm, &self.term)
    }

    /// What a theme stands on. One that was asked for by its name goes before `NO_COLOR`.
    pub fn ground(&self, look: Look) -> Ground {
        match look {
            Look::Dark => Ground::Dark,
            Look::Light => Ground::Light,
            Look::Neutral => Ground::Unknown,
            Look::Mono => Ground::Colourless,
            Look::Auto if !self.no_color.is_empty() || self.is_colourless() => Ground::Colourless,
            Look::Auto => self.shade(),
        }
    }

    /// The theme for what a reader asks for.
    pub fn theme(&self, look: Look) -> Theme {
        let theme = Theme::new(self.ground(look), self.depth());
        if UPRIGHT.iter().any(|name| self.term.starts_with(name)) { theme.upright() } else { theme }
    }

    fn is_colourless(&self) -> bool {
        let named = COLOURLESS.iter().any(|name| self.term.starts_with(name));
        named || self.term.ends_with("-m") || self.term.ends_with("-mono")
    }

    /// `COLORFGBG` is `15;0` or `0;default;15`: the last number is the ground's.
    fn shade(&self) -> Ground {
        let ground = self.colorfgbg.rsplit(';').next().and_then(|number| number.parse::<u8>().ok());
        match ground {
            Some(0..=6 | 8) => Ground::Dark,
            Some(7 | 9..=15) => Ground::Light,
            _ if self.term == "linux" || self.term.starts_with("linux-") => Ground::Dark,
            _ => Ground::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(term: &str, colorterm: &str, colorfgbg: &str, no_color: &str) -> Surroundings {
        Surroundings {
            no_color: no_color.into(),
            term: term.into(),
            colorterm: colorterm.into(),
            colorfgbg: colorfgbg.into(),
            sty: String::new(),
        }
    }

    #[test]
    fn the_ground_is_told_by_the_environment() {
        for (term, colorfgbg, ground) in [
            ("xterm-256color", "", Ground::Unknown),
            ("xterm-256color", "15;0", Ground::Dark),
            ("rxvt-unicode", "0;default;15", Ground::Light),
            ("rxvt-unicode", "default;default", Ground::Unknown),
            ("xterm", "12;8", Ground::Dark),
            ("linux", "", Ground::Dark),
            ("vt220", "15;0", Ground::Colourless),
            ("rxvt-m", "", Ground::Colourless),
            ("xterm-mono", "", Ground::Colourless),
        ] {
            assert_eq!(of(term, "", colorfgbg, "").ground(Look::Auto), ground, "{term} {colorfgbg}");
        }
    }

    #[test]
    fn a_named_theme_goes_before_no_color() {
        let surroundings = of("xterm-256color", "truecolor", "0;15", "1");
        assert_eq!(surroundings.ground(Look::Auto), Ground::Colourless);
        assert_eq!(surroundings.ground(Look::Light), Ground::Light);
        assert_eq!(surroundings.theme(Look::Auto), Theme::mono());
    }

    #[test]
    fn screen_has_not_the_colours_of_the_terminal_around_it() {
        let mut surroundings = of("screen-256color", "truecolor", "", "");
        assert_eq!(surroundings.depth(), Depth::True, "tmux has them");
        surroundings.sty = "1234.pts-0".into();
        assert_eq!(surroundings.depth(), Depth::Palette);
        assert_eq!(surroundings.theme(Look::Neutral), Theme::new(Ground::Unknown, Depth::Palette).upright());
    }
}
