//! How things look: the terminal's own 16 colours and its attributes, or attributes alone.

use crate::library::types::{EntityKind, Verdict};
use ratatui::style::{Color, Modifier, Style};

/// Colours or none; whatever a colour says is said by a mark or an attribute too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
}

impl Theme {
    pub fn coloured() -> Self {
        Self { colour: true }
    }

    /// For NO_COLOR and monochrome terminals.
    pub fn plain() -> Self {
        Self { colour: false }
    }

    /// What the environment asks for: any value of NO_COLOR but an empty one turns colours off.
    pub fn from_environment() -> Self {
        let off = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if off { Self::plain() } else { Self::coloured() }
    }

    fn fg(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    pub fn header(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub fn rule(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// What is there to be read after all else: dates, sources, hints.
    pub fn quiet(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub fn trouble(self) -> Style {
        self.fg(Color::Red).add_modifier(Modifier::BOLD)
    }

    pub fn hit(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The hit, mention or change that the reader is at.
    pub fn focus(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    pub fn entity(self, kind: EntityKind) -> Style {
        let colour = match kind {
            EntityKind::Person => Color::Cyan,
            EntityKind::Org => Color::Magenta,
            EntityKind::Place => Color::Green,
            EntityKind::Misc => Color::Reset,
        };
        self.fg(colour).add_modifier(Modifier::UNDERLINED)
    }

    pub fn pinned(self) -> Style {
        self.fg(Color::Yellow).add_modifier(Modifier::UNDERLINED | Modifier::BOLD)
    }

    /// The passage of a note.
    pub fn noted(self) -> Style {
        self.fg(Color::Yellow).add_modifier(Modifier::ITALIC)
    }

    pub fn label(self) -> Style {
        self.fg(Color::Yellow).add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    pub fn inserted(self) -> Style {
        self.fg(Color::Green).add_modifier(Modifier::BOLD)
    }

    pub fn deleted(self) -> Style {
        self.fg(Color::Red)
    }

    pub fn moved(self) -> Style {
        self.fg(Color::Blue).add_modifier(Modifier::BOLD)
    }

    /// A place where versions differ.
    pub fn slot(self) -> Style {
        self.fg(Color::Yellow).add_modifier(Modifier::BOLD)
    }

    pub fn typography(self) -> Style {
        self.fg(Color::Yellow)
    }

    pub fn verdict(self, verdict: Verdict) -> Style {
        match verdict {
            Verdict::Keep => self.fg(Color::Green),
            Verdict::Drop => self.fg(Color::Red),
            Verdict::Later => self.fg(Color::Yellow),
        }
    }
}
