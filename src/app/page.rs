//! What the reader pane shows, wrapped to rows: a document's text, or a comparison laid out with
//! its marks. Offsets of the page and of the document are mapped both ways.

mod blanks;
mod collated;

use crate::library::types::{Diff, DiffItem, Piece, Shade, Side};
use crate::text::wrap::{Row, wrap};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// How a stretch of a page is drawn beyond what the document's own marks say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Inserted,
    Deleted,
    Moved,
    Typography,
    /// A place where versions differ.
    Slot,
    /// The program's own words: "… 14 paragraphs the same …".
    Note,
}

/// How a page is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// In cells.
    pub width: usize,
    /// Marks are written as words, for those who hear or feel them.
    pub spelt: bool,
}

/// One text of a page with its tones.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub text: Arc<str>,
    /// In order, not overlapping, in bytes of `text`.
    pub tones: Vec<(Range<usize>, Tone)>,
    /// (page offset, document offset, bytes), in order; empty when both are the same.
    anchors: Vec<(usize, usize, usize)>,
}

/// One row on the screen: a row of each column, as far as it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRow {
    pub main: Option<Row>,
    pub left: Option<Row>,
}

/// A page of the reader.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The document's column; beside a left one it is the right one.
    pub main: Column,
    /// The base's column, side by side.
    pub left: Option<Column>,
    pub rows: Vec<PageRow>,
    /// The row at which each change, or each slot of an apparatus, begins.
    pub changes: Vec<usize>,
    /// What shows each slot of an apparatus, in bytes of `main`.
    pub spots: Vec<Vec<Range<usize>>>,
    /// The rows at which the paragraphs of an apparatus begin.
    pub paragraphs: Vec<usize>,
    width: usize,
}

impl Page {
    /// A document's text at a width in cells.
    pub fn plain(text: &Arc<str>, width: usize) -> Self {
        let rows = wrap(text, 0..text.len(), width);
        Self {
            main: Column { text: text.clone(), ..Column::default() },
            rows: rows.into_iter().map(|row| PageRow { main: Some(row), left: None }).collect(),
            width,
            ..Self::default()
        }
    }

    /// A comparison.
    pub fn compared(diff: &Diff, Setting { width, spelt }: Setting) -> Self {
        let beside = diff.items.iter().any(|item| matches!(item, DiffItem::Pair { .. }));
        let column = if beside { width.saturating_sub(3) / 2 } else { width };
        let mut page = Self { width, ..Self::default() };
        let (mut main, mut left) = (Draft::of(diff, spelt), Draft::of(diff, spelt));
        let mut spans: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        let mut firsts: Vec<Option<usize>> = vec![None; diff.changes as usize];
        for (at, item) in diff.items.iter().enumerate() {
            let starts = (main.text.len(), left.text.len());
            match item {
                DiffItem::Block { pieces, .. } => main.block(pieces),
                DiffItem::Pair { left: a, right: b, .. } => {
                    left.block(a.as_deref().unwrap_or_default());
                    main.block(b.as_deref().unwrap_or_default());
                }
                DiffItem::Folded { paragraphs, words } => {
                    let many = if *paragraphs == 1 { "paragraph" } else { "paragraphs" };
                    main.note(&format!("\u{2026} {paragraphs} {many} the same, {words} words \u{2026}"));
                }
            }
            for change in item_changes(item) {
                if let Some(first) = firsts.get_mut(change as usize).filter(|first| first.is_none()) {
                    *first = Some(at);
                }
            }
            spans.push((starts.0..main.text.len(), starts.1..left.text.len()));
        }
        let mut item_rows = Vec::with_capacity(spans.len());
        let apart = diff.items.windows(2).map(|two| is_apart(&two[0], &two[1]));
        for ((b, a), apart) in spans.iter().zip(std::iter::once(false).chain(apart)) {
            if apart {
                page.rows.push(PageRow::default());
            }
            item_rows.push(page.rows.len());
            let right = rows_of(&main.text, b.clone(), column);
            let base = if beside { rows_of(&left.text, a.clone(), column) } else { Vec::new() };
            for row in 0..right.len().max(base.len()).max(1) {
                page.rows.push(PageRow { main: right.get(row).copied(), left: base.get(row).copied() });
            }
        }
        page.changes = firsts
            .iter()
            .enumerate()
            .map(|(change, first)| match first {
                Some(item) => item_rows[*item] + main.row_of(change as u32, &page.rows[item_rows[*item]..]),
                None => 0,
            })
            .collect();
        page.main = main.finish();
        page.left = beside.then(|| left.finish());
        page
    }

    /// The width that it was wrapped to.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The document's offset at which a row begins, or the nearest one above it that has one.
    pub fn document_offset(&self, row: usize) -> usize {
        let end = (row + 1).min(self.rows.len());
        let Some(start) = self.rows[..end].iter().rev().find_map(|row| row.main.map(|row| row.start as usize)) else {
            return 0;
        };
        self.main.to_document(start)
    }

    /// The row that shows an offset of the document, or the nearest one before it.
    pub fn row_of(&self, document: usize) -> usize {
        let target = self.main.to_page(document);
        let mut best = 0;
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = (low + high) / 2;
            // Rows without a main part take the place of the next one that has it.
            let start = self.rows[middle..].iter().find_map(|row| row.main.map(|row| row.start as usize));
            if start.is_some_and(|start| start <= target) {
                best = middle;
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        while best + 1 < self.rows.len() && self.rows[best].main.is_none() {
            best += 1;
        }
        best
    }
}

impl Column {
    /// The offset in the document of an offset of the page.
    pub fn to_document(&self, page: usize) -> usize {
        if self.anchors.is_empty() {
            return page;
        }
        let at = self.anchors.partition_point(|anchor| anchor.0 <= page);
        match at.checked_sub(1).map(|at| self.anchors[at]) {
            Some((start, document, length)) => document + (page - start).min(length),
            None => self.anchors[0].1,
        }
    }

    /// The offset in the page of an offset of the document, or of what is shown nearest before it.
    pub fn to_page(&self, document: usize) -> usize {
        if self.anchors.is_empty() {
            return document;
        }
        let at = self.anchors.partition_point(|anchor| anchor.1 <= document);
        match at.checked_sub(1).map(|at| self.anchors[at]) {
            Some((start, first, length)) => start + (document - first).min(length),
            None => self.anchors[0].0,
        }
    }

    /// The parts of a document's range that the page shows, as ranges of the page.
    pub fn shown(&self, document: &Range<usize>) -> Vec<Range<usize>> {
        if self.anchors.is_empty() {
            return vec![document.clone()];
        }
        let first = self.anchors.partition_point(|anchor| anchor.1 + anchor.2 <= document.start);
        self.anchors[first..]
            .iter()
            .take_while(|anchor| anchor.1 < document.end)
            .map(|&(page, start, length)| {
                let (from, to) = (document.start.max(start), document.end.min(start + length));
                page + from - start..page + to - start
            })
            .filter(|range| range.start < range.end)
            .collect()
    }
}

/// True where a blank row parts two items.
fn is_apart(last: &DiffItem, next: &DiffItem) -> bool {
    match next {
        DiffItem::Block { apart, .. } | DiffItem::Pair { apart, .. } => {
            *apart || matches!(last, DiffItem::Folded { .. })
        }
        DiffItem::Folded { .. } => true,
    }
}

fn item_changes(item: &DiffItem) -> Vec<u32> {
    let of = |pieces: &[Piece]| pieces.iter().filter_map(|piece| piece.change).collect::<Vec<_>>();
    match item {
        DiffItem::Block { pieces, .. } => of(pieces),
        DiffItem::Pair { left, right, .. } => {
            [left, right].into_iter().flatten().flat_map(|pieces| of(pieces)).collect()
        }
        DiffItem::Folded { .. } => Vec::new(),
    }
}

fn rows_of(text: &str, range: Range<usize>, width: usize) -> Vec<Row> {
    let end = range.start + text[range.clone()].trim_end_matches('\n').len();
    if range.start == end { Vec::new() } else { wrap(text, range.start..end, width) }
}

/// A column that is being written.
struct Draft<'d> {
    diff: &'d Diff,
    spelt: bool,
    text: String,
    tones: Vec<(Range<usize>, Tone)>,
    anchors: Vec<(usize, usize, usize)>,
    /// Where each change is first written.
    changes: HashMap<u32, usize>,
}

impl<'d> Draft<'d> {
    fn of(diff: &'d Diff, spelt: bool) -> Self {
        Self { diff, spelt, text: String::new(), tones: Vec::new(), anchors: Vec::new(), changes: HashMap::new() }
    }

    fn block(&mut self, pieces: &[Piece]) {
        let mut pieces = pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            let opens = self.text.len();
            if let Some(change) = piece.change {
                self.changes.entry(change).or_insert(opens);
            }
            let tone = match piece.shade {
                Shade::Same => None,
                Shade::Typography => Some(Tone::Typography),
                Shade::Inserted => Some(Tone::Inserted),
                Shade::Deleted => Some(Tone::Deleted),
                Shade::MovedHere(_) | Shade::MovedAway(_) => Some(Tone::Moved),
            };
            let (open, close) = if self.spelt { words(piece.shade) } else { marks(piece.shade) };
            let bytes = match piece.side {
                Side::Base => self.diff.base_text.get(piece.range.clone()),
                Side::Document => self.diff.text.get(piece.range.clone()),
            };
            let bytes = bytes.unwrap_or_default();
            // A line is indented as it is in its text, before any mark.
            let begins = tone.is_some() && (opens == 0 || self.text.ends_with('\n'));
            let indent = bytes.len() - bytes.trim_start_matches([' ', '\t']).len();
            let indent = if begins && indent < bytes.len() { indent } else { 0 };
            let (indent, bytes) = bytes.split_at(indent);
            if piece.side == Side::Document && !indent.is_empty() {
                self.anchors.push((self.text.len(), piece.range.start, indent.len()));
            }
            self.text.push_str(indent);
            let opens = self.text.len();
            self.text.push_str(&open);
            // Marks stand close to the words: white space at the edges goes outside them.
            let body = bytes.trim_end_matches(['\n', '\r']);
            let inner = if tone.is_some() { body.trim_end() } else { body };
            let blank = tone.and_then(|_| blanks::shown(bytes, self.spelt));
            if piece.side == Side::Document {
                self.anchors.push((self.text.len(), piece.range.start + indent.len(), inner.len()));
            }
            self.text.push_str(blank.as_deref().unwrap_or(inner));
            self.text.push_str(close);
            if let Some(tone) = tone.filter(|_| self.text.len() > opens) {
                self.tones.push((opens..self.text.len(), tone));
            }
            self.text.push_str(&body[inner.len()..]);
            let next_touches = pieces.peek().is_some();
            if body.len() < bytes.len() && next_touches {
                self.text.push(' ');
            } else if next_touches && tone.is_some() && body.len() == inner.len() && !self.text.ends_with(' ') {
                // Two alternatives side by side are easier told apart with a blank between them.
                if pieces.peek().is_some_and(|next| next.shade != Shade::Same) {
                    self.text.push(' ');
                }
            }
        }
        self.text.push('\n');
    }

    fn note(&mut self, note: &str) {
        let start = self.text.len();
        self.text.push_str(&dots(note, self.spelt));
        self.tones.push((start..self.text.len(), Tone::Note));
        self.text.push('\n');
    }

    /// The first of some rows that shows the beginning of a change.
    fn row_of(&self, change: u32, rows: &[PageRow]) -> usize {
        let Some(&at) = self.changes.get(&change) else { return 0 };
        rows.iter().position(|row| row.main.is_some_and(|row| row.end as usize > at)).unwrap_or(0)
    }

    fn finish(self) -> Column {
        let mut anchors = self.anchors;
        anchors.sort_by_key(|anchor| anchor.1);
        anchors.retain(|anchor| anchor.2 > 0);
        if anchors.is_empty() {
            anchors.push((0, 0, 0));
        }
        Column { text: self.text.into(), tones: self.tones, anchors }
    }
}

/// The marks that say what the colour says.
fn marks(shade: Shade) -> (String, &'static str) {
    match shade {
        Shade::Same => (String::new(), ""),
        Shade::Typography => ("{~".into(), "~}"),
        Shade::Inserted => ("{+".into(), "+}"),
        Shade::Deleted => ("[-".into(), "-]"),
        Shade::MovedHere(number) => (format!("{{>{number} "), "<}"),
        Shade::MovedAway(number) => (format!("[>{number} "), "<]"),
    }
}

/// The same in words.
fn words(shade: Shade) -> (String, &'static str) {
    let open = match shade {
        Shade::Same => return (String::new(), ""),
        Shade::Typography => "[typography: ".to_owned(),
        Shade::Inserted => "[added: ".to_owned(),
        Shade::Deleted => "[removed: ".to_owned(),
        Shade::MovedHere(number) => format!("[moved here, {number}: "),
        Shade::MovedAway(number) => format!("[moved away, {number}: "),
    };
    (open, "]")
}

/// The program's own words with dots that every voice and Braille table knows.
fn dots(text: &str, spelt: bool) -> Cow<'_, str> {
    if spelt { Cow::Owned(text.replace('\u{2026}', "...")) } else { Cow::Borrowed(text) }
}
