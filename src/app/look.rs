//! Which colours are wanted: by name in the configuration, on the command line and on the screen.

use super::App;
use super::effect::Effect;

/// The theme that a reader asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// What the terminal's surroundings suggest.
    #[default]
    Auto,
    /// For light letters on a dark ground.
    Dark,
    /// For dark letters on a light ground.
    Light,
    /// Colours that can be read on both.
    Neutral,
    /// Attributes alone.
    Mono,
}

impl Look {
    pub const ALL: [Self; 5] = [Self::Auto, Self::Dark, Self::Light, Self::Neutral, Self::Mono];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Neutral => "neutral",
            Self::Mono => "mono",
        }
    }

    /// The theme of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.word() == name)
    }

    /// All names, for whoever has given none of them.
    pub fn words() -> String {
        Self::ALL.map(Self::word).join(", ")
    }
}

impl App {
    /// `:theme NAME`, for this screen.
    pub(super) fn choose_look(&mut self, name: &str) -> Vec<Effect> {
        match Look::parse(name) {
            Some(look) => {
                self.look = look;
                self.say(format!("theme {name}; theme = {name:?} in the configuration keeps it"));
            }
            None if name.is_empty() => {
                self.say(format!(
                    "the theme is {}; {} NAME takes one of {}",
                    self.look.word(),
                    self.asked_for("theme"),
                    Look::words()
                ));
            }
            None => self.say(format!("there is no theme {name:?}; there are {}", Look::words())),
        }
        Vec::new()
    }
}
