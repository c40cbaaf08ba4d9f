//! How things look: the terminal's own 16 colours and its attributes, or attributes alone.
//!
//! A colour only repeats what a letter, a mark or an attribute says. There is none behind text, and
//! none of those that some palettes use for greys: of the bright ones only red and magenta.

use super::backend::Depth;
use crate::library::types::{EntityKind, Verdict};
use ratatui::style::{Color, Modifier, Style};

/// What text stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Dark,
    Light,
    /// Nothing says which of the two.
    Unknown,
    /// No colours are wanted, or there are none.
    Colourless,
}

/// Colours by their hue; [`Color::Reset`] where none can be read for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hues {
    red: Color,
    green: Color,
    yellow: Color,
    blue: Color,
    cyan: Color,
    magenta: Color,
}

/// The letters' own colour.
const NONE: Color = Color::Reset;

impl Hues {
    /// The terminal's own colours where every known palette keeps them apart from the ground, and
    /// fixed ones of the 256 for the others.
    fn on(ground: Ground, depth: Depth) -> Self {
        use Color::{Blue, Cyan, Green, Indexed, LightMagenta, LightRed, Magenta, Red, Rgb, Yellow};
        match (ground, depth) {
            (Ground::Colourless, _) => {
                Self { red: NONE, green: NONE, yellow: NONE, blue: NONE, cyan: NONE, magenta: NONE }
            }
            (Ground::Dark, Depth::Sixteen) => Self {
                red: LightRed,
                green: Green,
                yellow: Yellow,
                blue: LightMagenta,
                cyan: Cyan,
                magenta: LightMagenta,
            },
            (Ground::Dark, _) => Self {
                red: Indexed(203),
                green: Green,
                yellow: Yellow,
                blue: Indexed(111),
                cyan: Cyan,
                magenta: Indexed(176),
            },
            (Ground::Light, Depth::Sixteen) => {
                Self { red: Red, green: Blue, yellow: Magenta, blue: Magenta, cyan: Blue, magenta: Magenta }
            }
            (Ground::Light, _) => Self {
                red: Red,
                green: Indexed(28),
                yellow: Indexed(94),
                blue: Blue,
                cyan: Indexed(24),
                magenta: Magenta,
            },
            (Ground::Unknown, Depth::Sixteen) => {
                Self { red: Red, green: NONE, yellow: NONE, blue: Magenta, cyan: NONE, magenta: Magenta }
            }
            (Ground::Unknown, Depth::Palette) => Self {
                red: Indexed(160),
                green: Indexed(28),
                yellow: Indexed(130),
                blue: Indexed(63),
                cyan: Indexed(30),
                magenta: Indexed(133),
            },
            // As far from black as from white.
            (Ground::Unknown, Depth::True) => Self {
                red: Rgb(228, 40, 30),
                green: Rgb(0, 137, 20),
                yellow: Rgb(165, 105, 0),
                blue: Rgb(82, 102, 247),
                cyan: Rgb(0, 131, 136),
                magenta: Rgb(190, 60, 190),
            },
        }
    }
}

/// How everything that is told apart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    hues: Hues,
    /// What slanted letters are drawn as.
    slant: Modifier,
    /// False where marks and words say everything.
    attributes: bool,
}

impl Theme {
    /// For a ground and a number of colours, on a terminal that has slanted letters.
    pub fn new(ground: Ground, depth: Depth) -> Self {
        Self { hues: Hues::on(ground, depth), slant: Modifier::ITALIC, attributes: true }
    }

    /// Attributes alone.
    pub fn mono() -> Self {
        Self::new(Ground::Colourless, Depth::Sixteen)
    }

    /// Neither colours nor attributes.
    pub fn bare() -> Self {
        Self { attributes: false, ..Self::mono() }
    }

    /// The same for a terminal without slanted letters, some of which turn them into reverse video.
    pub fn upright(self) -> Self {
        Self { slant: Modifier::DIM, ..self }
    }

    fn style(self, hue: Color, attributes: Modifier) -> Style {
        if !self.attributes {
            return Style::new();
        }
        let style = if hue == NONE { Style::new() } else { Style::new().fg(hue) };
        style.add_modifier(attributes)
    }

    pub fn header(self) -> Style {
        self.style(NONE, Modifier::BOLD)
    }

    pub fn rule(self) -> Style {
        self.style(NONE, Modifier::DIM)
    }

    /// What is there to be read after all else: dates, sources, hints.
    pub fn quiet(self) -> Style {
        self.style(NONE, Modifier::DIM)
    }

    pub fn strong(self) -> Style {
        self.style(NONE, Modifier::BOLD)
    }

    pub fn trouble(self) -> Style {
        self.style(self.hues.red, Modifier::BOLD)
    }

    pub fn hit(self) -> Style {
        self.style(NONE, Modifier::REVERSED)
    }

    /// The hit, mention or change that the reader is at.
    pub fn focus(self) -> Style {
        self.style(NONE, Modifier::REVERSED | Modifier::BOLD)
    }

    /// Names are underlined; organisations are bold, places slanted, other names both.
    pub fn entity(self, kind: EntityKind) -> Style {
        let (hue, attributes) = match kind {
            EntityKind::Person => (self.hues.cyan, Modifier::empty()),
            EntityKind::Org => (self.hues.magenta, Modifier::BOLD),
            EntityKind::Place => (self.hues.green, self.slant),
            EntityKind::Misc => (NONE, Modifier::BOLD | self.slant),
        };
        self.style(hue, attributes | Modifier::UNDERLINED)
    }

    /// The entity that is followed.
    pub fn pinned(self) -> Style {
        self.style(NONE, Modifier::UNDERLINED | Modifier::REVERSED)
    }

    /// The passage of a note.
    pub fn noted(self) -> Style {
        self.style(self.hues.yellow, self.slant)
    }

    pub fn label(self) -> Style {
        self.style(NONE, Modifier::REVERSED | Modifier::BOLD)
    }

    pub fn inserted(self) -> Style {
        self.style(self.hues.green, Modifier::BOLD)
    }

    pub fn deleted(self) -> Style {
        self.style(self.hues.red, Modifier::empty())
    }

    pub fn moved(self) -> Style {
        self.style(self.hues.blue, Modifier::BOLD)
    }

    /// A place where versions differ.
    pub fn slot(self) -> Style {
        self.style(self.hues.yellow, Modifier::BOLD)
    }

    pub fn typography(self) -> Style {
        self.style(self.hues.yellow, Modifier::empty())
    }

    pub fn verdict(self, verdict: Verdict) -> Style {
        let hue = match verdict {
            Verdict::Keep => self.hues.green,
            Verdict::Drop => self.hues.red,
            Verdict::Later => self.hues.yellow,
        };
        self.style(hue, Modifier::empty())
    }
}

/// Lays a mark over what is drawn below it. As in print, a name that stands out by weight or slant
/// does so the other way round where all around it has them; what is reversed has its own alone.
pub fn over(below: Style, mark: Style) -> Style {
    let print = Modifier::BOLD | Modifier::ITALIC | Modifier::DIM;
    let mut style = below.patch(mark);
    if mark.add_modifier.contains(Modifier::REVERSED) {
        style.add_modifier = (below.add_modifier - print) | mark.add_modifier;
        // Its colour would lie behind letters, where nothing says that they can be read on it.
        style.fg = mark.fg;
    } else if mark.add_modifier.contains(Modifier::UNDERLINED) {
        style.add_modifier -= below.add_modifier & mark.add_modifier & print;
    }
    style
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [EntityKind; 4] = [EntityKind::Person, EntityKind::Org, EntityKind::Place, EntityKind::Misc];
    const COLOURED: [Ground; 3] = [Ground::Dark, Ground::Light, Ground::Unknown];
    const DEPTHS: [Depth; 3] = [Depth::Sixteen, Depth::Palette, Depth::True];
    /// Red, green, yellow, blue, magenta, cyan, bright red and bright magenta of xterm, of VGA and of Tango.
    const PALETTES: [[u32; 8]; 3] = [
        [0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xff0000, 0xff00ff],
        [0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xff5555, 0xff55ff],
        [0xcc0000, 0x4e9a06, 0xc4a000, 0x3465a4, 0x75507b, 0x06989a, 0xef2929, 0xad7fa8],
    ];

    fn every() -> impl Iterator<Item = (Ground, Depth)> {
        COLOURED.into_iter().flat_map(|ground| DEPTHS.map(|depth| (ground, depth)))
    }

    fn hues(theme: Theme) -> [Color; 6] {
        let Hues { red, green, yellow, blue, cyan, magenta } = theme.hues;
        [red, green, yellow, blue, cyan, magenta]
    }

    /// Luminance as the Web Content Accessibility Guidelines reckon it.
    fn luminance(rgb: u32) -> f64 {
        let part = |shift: u32| {
            let value = f64::from((rgb >> shift) & 255) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }

    fn contrast(a: u32, b: u32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// What a colour is on a screen; none for the letters' own.
    fn shown(colour: Color, palette: &[u32; 8]) -> Option<u32> {
        use Color::{Blue, Cyan, Green, LightMagenta, LightRed, Magenta, Red, Yellow};
        let own = [Red, Green, Yellow, Blue, Magenta, Cyan, LightRed, LightMagenta];
        match colour {
            NONE => None,
            Color::Rgb(r, g, b) => Some(u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b)),
            Color::Indexed(index @ 16..232) => {
                let level = |value: u8| [0u32, 95, 135, 175, 215, 255][usize::from(value % 6)];
                let index = index - 16;
                Some(level(index / 36) << 16 | level(index / 6) << 8 | level(index))
            }
            colour => Some(
                palette[own.iter().position(|known| *known == colour).expect("a colour that palettes use for greys")],
            ),
        }
    }

    #[test]
    fn colours_can_be_read_on_their_ground() {
        for (ground, depth) in every() {
            for colour in hues(Theme::new(ground, depth)) {
                let fixed = matches!(colour, Color::Rgb(..) | Color::Indexed(_));
                // A palette's own colours are made for the ground that it comes with.
                let (grounds, least): (&[u32], f64) = match (ground, fixed) {
                    (Ground::Dark, true) => (&[0x000000, 0x1e1e1e, 0x2e3440], 4.1),
                    (Ground::Dark, false) => (&[0x000000], 3.4),
                    (Ground::Light, _) => (&[0xffffff, 0xfdf6e3], 4.0),
                    // The worst is VGA's red on black.
                    (_, true) => (&[0x000000, 0xffffff], 3.8),
                    (_, false) => (&[0x000000, 0xffffff], 2.4),
                };
                for (rgb, on) in PALETTES
                    .iter()
                    .filter_map(|palette| shown(colour, palette))
                    .flat_map(|rgb| grounds.iter().map(move |on| (rgb, *on)))
                {
                    let contrast = contrast(rgb, on);
                    assert!(contrast >= least, "{ground:?} {depth:?} {colour:?} {rgb:06x} on {on:06x}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn truecolour_is_for_terminals_that_have_it() {
        for (ground, depth) in every() {
            for colour in hues(Theme::new(ground, depth)) {
                let allowed = match colour {
                    Color::Rgb(..) => depth == Depth::True,
                    Color::Indexed(_) => depth != Depth::Sixteen,
                    _ => true,
                };
                assert!(allowed, "{ground:?} {depth:?} {colour:?}");
            }
        }
    }

    #[test]
    fn names_differ_by_more_than_colour() {
        for theme in [Theme::mono(), Theme::mono().upright()] {
            let mut seen = Vec::new();
            for below in [Style::new(), theme.noted(), theme.inserted(), theme.deleted()] {
                let marks = KINDS.map(|kind| theme.entity(kind)).into_iter();
                let drawn: Vec<Modifier> = marks
                    .chain([theme.pinned(), theme.hit(), theme.focus()])
                    .map(|mark| over(below, mark).add_modifier)
                    .collect();
                for (place, one) in drawn.iter().enumerate() {
                    assert!(!drawn[..place].contains(one), "{below:?}: {drawn:?}");
                }
                seen.push(drawn);
            }
            assert_ne!(seen[0], seen[1]);
        }
    }

    #[test]
    fn a_colour_changes_no_attribute() {
        for (ground, depth) in every() {
            let (theme, mono) = (Theme::new(ground, depth), Theme::mono());
            let all = |theme: Theme| {
                let mut all: Vec<Style> = KINDS.map(|kind| theme.entity(kind)).to_vec();
                all.extend([theme.noted(), theme.inserted(), theme.deleted(), theme.moved(), theme.slot()]);
                all.extend([theme.trouble(), theme.pinned(), theme.verdict(Verdict::Keep)]);
                all.into_iter().map(|style| style.add_modifier).collect::<Vec<_>>()
            };
            assert_eq!(all(theme), all(mono));
        }
    }

    #[test]
    fn what_is_bare_has_neither() {
        let theme = Theme::bare();
        for style in [theme.header(), theme.focus(), theme.entity(EntityKind::Org), theme.deleted(), theme.quiet()] {
            assert_eq!(style, Style::new());
        }
    }
}
