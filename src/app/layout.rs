//! Which panes are on the screen, and where.

use super::Pane;

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

/// Where everything goes; an empty area is not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub header: Area,
    pub list: Area,
    pub reader: Area,
    pub panel: Area,
    /// The column of the rule between list and reader, and between reader and panel.
    pub rules: [Option<u16>; 2],
    /// The line of the rule between the list above and the reader below.
    pub shelf: Option<u16>,
    pub status: Area,
    pub hint: Area,
}

/// What is to be shown, as far as the layout depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub reading: bool,
    pub panel: bool,
    /// The reader over the whole screen.
    pub full: bool,
    /// One pane alone, whatever the size.
    pub alone: Option<Pane>,
}

/// The least screen that can be worked with.
pub const LEAST: (u16, u16) = (40, 10);
/// From this width list and reader stand side by side.
pub const TWO: u16 = 100;
/// From this width a panel stands beside them.
pub const THREE: u16 = 160;
/// The reader's measure with a blank on each side and the rule.
const TEXT: u16 = super::reader::MEASURE as u16 + 3;
/// The list's width where list and reader first stand side by side.
const LIST: u16 = 42;
/// List lines above the reader on a narrow screen.
const SHELF: u16 = 5;

/// Lays the panes out on a screen.
pub fn layout(width: u16, height: u16, wanted: Wanted) -> Layout {
    let body = height.saturating_sub(3);
    let line = |y| Area { x: 0, y, width, height: 1 };
    let mut out = Layout {
        header: line(0),
        status: line(height.saturating_sub(2)),
        hint: line(height.saturating_sub(1)),
        ..Layout::default()
    };
    let column = |x: u16, width: u16| Area { x, y: 1, width, height: body };
    if let Some(pane) = wanted.alone {
        match pane {
            Pane::List => out.list = column(0, width),
            Pane::Reader => out.reader = column(0, width),
            Pane::Panel => out.panel = column(0, width),
        }
        return out;
    }
    if wanted.full && wanted.reading {
        out.reader = column(0, width);
        return out;
    }
    if width < TWO {
        if wanted.panel {
            out.panel = column(0, width);
        } else if wanted.reading {
            let shelf = SHELF.min(body / 3);
            out.list = Area { height: shelf, ..column(0, width) };
            out.shelf = Some(1 + shelf);
            out.reader = Area { x: 0, y: 2 + shelf, width, height: body.saturating_sub(shelf + 1) };
        } else {
            out.list = column(0, width);
        }
        return out;
    }
    let list = match (width < THREE, wanted.panel) {
        // What there is beyond a reader that can just be read goes to both, more of it to the titles.
        (true, _) => LIST + (width - TWO) * 9 / 16,
        (false, true) => (width / 4).clamp(44, 60),
        // The reader is never wider than its measure, so that titles may have the rest.
        (false, false) => (width - TEXT).clamp(60, 110),
    };
    out.list = column(0, list);
    out.rules[0] = Some(list);
    let rest = width - list - 1;
    if !wanted.panel {
        out.reader = column(list + 1, rest);
    } else if width < THREE {
        out.panel = column(list + 1, rest);
    } else {
        let panel = (rest / 3).clamp(38, 56);
        out.reader = column(list + 1, rest - panel - 1);
        out.rules[1] = Some(width - panel - 1);
        out.panel = column(width - panel, panel);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn panes_lie_on_the_screen(width in 40u16..300, height in 10u16..90, reading: bool, panel: bool, full: bool) {
            let out = layout(width, height, Wanted { reading, panel, full, alone: None });
            for area in [out.header, out.list, out.reader, out.panel, out.status, out.hint] {
                prop_assert!(area.x + area.width <= width && area.y + area.height <= height, "{area:?}");
            }
            prop_assert!(out.list.height + out.reader.height + out.panel.height > 0);
        }
    }
}
