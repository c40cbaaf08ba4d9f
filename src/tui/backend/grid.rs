//! A screen as cells, where a wide glyph and the cell that it covers always stand together.

use super::glyph::{Glyph, Symbol};
use ratatui::layout::Size;

#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    pub rows: Vec<Vec<Glyph>>,
}

impl Grid {
    pub fn blank(size: Size) -> Self {
        Self { rows: vec![vec![Glyph::BLANK; usize::from(size.width)]; usize::from(size.height)] }
    }

    pub fn clear(&mut self) {
        for row in &mut self.rows {
            row.fill(Glyph::BLANK);
        }
    }

    /// Puts a glyph down as a terminal would: what it covers half is blanked whole.
    pub fn put(&mut self, x: usize, y: usize, glyph: Glyph) {
        let Some(row) = self.rows.get_mut(y).filter(|row| x < row.len()) else { return };
        let width = usize::from(glyph.width.max(1));
        let glyph = match glyph.symbol {
            _ if x + width > row.len() => Glyph { symbol: Symbol::One(' '), width: 1, pen: glyph.pen.on_blank() },
            // A terminal without clusters would run over the edge and into the next line.
            Symbol::Cluster(_) if spills(&glyph, row.len() - x) => glyph.first_only(),
            _ => glyph,
        };
        let width = usize::from(glyph.width.max(1));
        if row[x].width == 0 {
            let head = row[..x].iter().rposition(|glyph| glyph.width > 0).unwrap_or(0);
            row[head..x].fill(Glyph::BLANK);
        }
        let mut behind = x + width;
        while row.get(behind).is_some_and(|next| next.width == 0) {
            row[behind] = Glyph::BLANK;
            behind += 1;
        }
        row[x] = glyph;
        row[x + 1..x + width].fill(Glyph::COVERED);
    }
}

/// True for joined wide characters that could need more room than there is.
fn spills(glyph: &Glyph, room: usize) -> bool {
    glyph.width > 1 && glyph.disputed().is_some_and(|cells| usize::from(cells) > room)
}

/// The column from which a row is plain and blank to its end.
pub(super) fn blank_from(row: &[Glyph]) -> usize {
    row.iter().rposition(|glyph| !glyph.is_plain_blank()).map_or(0, |last| last + 1)
}

/// How many cells of two rows differ.
pub(super) fn difference(a: &[Glyph], b: &[Glyph]) -> usize {
    a.iter().zip(b).filter(|(a, b)| a != b).count()
}
