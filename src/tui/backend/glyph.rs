//! What stands in one cell: a symbol and how it is drawn, compared by what an eye can tell apart.

use crate::text::sanitise::is_hostile;
use ratatui::buffer::{Cell, CellWidth};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar;

/// Colours and attributes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pen {
    pub fg: Color,
    pub bg: Color,
    pub attributes: Modifier,
}

/// Attributes that can be seen where no letter stands.
const SEEN_ON_BLANK: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

impl Pen {
    pub const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, attributes: Modifier::empty() };

    /// What of this pen shows on a blank cell.
    pub fn on_blank(self) -> Self {
        if self.attributes.intersects(SEEN_ON_BLANK) { self } else { Self { bg: self.bg, ..Self::PLAIN } }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Symbol {
    One(char),
    /// A letter with combining marks, or joined emoji.
    Cluster(Box<str>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Glyph {
    pub symbol: Symbol,
    pub pen: Pen,
    /// Cells; 0 for a cell that the wide glyph before it covers.
    pub width: u8,
}

impl Glyph {
    pub const BLANK: Self = Self { symbol: Symbol::One(' '), pen: Pen::PLAIN, width: 1 };
    pub const COVERED: Self = Self { symbol: Symbol::One(' '), pen: Pen::PLAIN, width: 0 };

    pub fn is_blank(&self) -> bool {
        self.symbol == Symbol::One(' ') && self.width == 1
    }

    pub fn is_plain_blank(&self) -> bool {
        self.is_blank() && self.pen == Pen::PLAIN
    }

    /// True when a terminal whose pen is `pen` shows this glyph as it should be.
    pub fn is_drawn_by(&self, pen: Pen) -> bool {
        if self.is_blank() { pen.on_blank() == self.pen } else { pen == self.pen }
    }

    /// The cells that a terminal may take for this glyph where terminals do not agree, and none
    /// where they do. One that knows nothing of clusters gives each character cells of its own.
    pub fn disputed(&self) -> Option<u16> {
        match &self.symbol {
            Symbol::One(c) => is_disputed(*c).then_some(2),
            Symbol::Cluster(text) => Some(text.chars().map(|c| c.width().unwrap_or(1).max(1) as u16).sum()),
        }
    }

    /// The first character alone.
    pub fn first_only(self) -> Self {
        match &self.symbol {
            Symbol::Cluster(text) => Self { symbol: Symbol::One(text.chars().next().unwrap_or(' ')), ..self },
            Symbol::One(_) => self,
        }
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        match &self.symbol {
            Symbol::One(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Symbol::Cluster(text) => out.extend_from_slice(text.as_bytes()),
        }
    }
}

impl From<&Cell> for Glyph {
    /// Nothing that could move the cursor or change a setting gets through; views mark such
    /// characters long before, this is the last wall.
    fn from(cell: &Cell) -> Self {
        let text = cell.symbol();
        let mut chars = text.chars();
        let symbol = match (chars.next(), chars.next()) {
            (None, _) => Symbol::One(' '),
            _ if text.chars().any(is_hostile) => Symbol::One('?'),
            (Some(c), None) => Symbol::One(c),
            _ => Symbol::Cluster(text.into()),
        };
        let pen = Pen { fg: cell.fg, bg: cell.bg, attributes: cell.modifier };
        let width = match symbol {
            Symbol::One(' ' | '?') => 1,
            _ => cell.cell_width().min(u16::from(u8::MAX)) as u8,
        };
        match width {
            // A mark without a letter has no cell to stand in.
            0 => Self { symbol: Symbol::One(' '), pen: pen.on_blank(), width: 1 },
            _ if symbol == Symbol::One(' ') => Self { symbol, pen: pen.on_blank(), width },
            _ => Self { symbol, pen, width },
        }
    }
}

/// Characters that some terminals give one cell and some two, by their age or their fonts.
fn is_disputed(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{231a}'..='\u{23ff}' | '\u{25fd}'..='\u{25fe}' | '\u{2600}'..='\u{27bf}'
        | '\u{2b05}'..='\u{2b55}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{4dc0}'..='\u{4dff}'
        | '\u{d7b0}'..='\u{d7ff}' | '\u{e000}'..='\u{f8ff}' | '\u{ff9e}' | '\u{ff9f}' | '\u{16fe0}'..='\u{1b2ff}'
        | '\u{1d300}'..='\u{1d37f}' | '\u{1f000}'..='\u{1ffff}' | '\u{e0000}'..)
}
