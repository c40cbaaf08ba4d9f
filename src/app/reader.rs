//! The reader pane: a document, what is marked in it, and where the reader is.

use super::effect::Answer;
use super::page::{Page, Setting};
use crate::library::types::apparatus::Apparatus;
use crate::library::types::seen::Seen;
use crate::library::types::{Diff, DocNo, Document, EntityNo};
use std::ops::Range;
use std::sync::Arc;

/// Text is never set wider than this.
pub const MEASURE: usize = 90;

/// What to do when a document has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    Start,
    /// Where the reader is already.
    Stay,
    Offset(usize),
    /// At these bytes, which are marked.
    Passage(usize, usize),
    FirstHit,
    LastHit,
    /// The first hit from a place on, or else the first one of all.
    HitFrom(usize),
    FirstMention(EntityNo),
    LastMention(EntityNo),
    /// The first passage in which two of the entities that are looked for stand together.
    FirstTogether,
    LastTogether,
}

/// A document that has been asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    pub document: DocNo,
    pub then: Then,
    /// What its hits are of.
    pub query: String,
}

/// What the page is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Text,
    Diff,
    Apparatus,
}

/// What a row of the page stands for, however it is wrapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Words {
    /// The document's offset at the row, or the nearest above it.
    offset: usize,
    /// Rows below the one with the offset, where the row shows what is not in the document.
    beyond: usize,
    /// The first row of all, above which nothing is.
    start: bool,
}

/// The state of the reader.
#[derive(Debug, Default)]
pub struct Reader {
    pub document: Option<Arc<Document>>,
    /// Byte ranges in the document's text, in order.
    pub hits: Vec<Range<usize>>,
    /// Why the query of the hits cannot be read.
    pub unread: Option<String>,
    /// The query that the hits are of.
    pub query: String,
    pub diff: Option<Arc<Diff>>,
    /// All versions on this one; shown instead of the text alone.
    pub apparatus: Option<Arc<Apparatus>>,
    /// The apparatus puts nothing of the text away.
    pub unfolded: bool,
    /// What of the document has stood before, where that was asked for.
    pub seen: Option<Arc<Seen>>,
    /// The stretches with words that have not, in bytes and in order.
    pub news: Vec<Range<usize>>,
    pub page: Page,
    /// The first row on the screen.
    pub top: usize,
    /// Where the attention is: the hit, mention or change jumped to last, in bytes.
    pub focus: Option<Range<usize>>,
    /// The change or slot that was walked to last.
    pub change: Option<usize>,
    /// The document that has been asked for.
    pub coming: Option<Coming>,
    /// The document that has been noted down as read since it was opened.
    pub noted: Option<DocNo>,
    /// The lines run over the whole pane.
    pub wide: bool,
    pub hide_entities: bool,
    /// Marks are written as words.
    pub spelt: bool,
    page_of: Option<(DocNo, Shown)>,
    /// A page that came with the answer that is being taken in, and what it shows.
    pub(super) prepared: Option<((DocNo, Shown), Page)>,
    /// The row that the last wrapping put on top, and what it stands for.
    anchor: Option<(usize, Words)>,
    stale: bool,
}

impl Reader {
    pub fn number(&self) -> Option<DocNo> {
        self.document.as_ref().map(|document| document.row.number)
    }

    /// The document that is coming, or else the one that is open.
    pub fn next_number(&self) -> Option<DocNo> {
        self.coming.as_ref().map(|coming| coming.document).or_else(|| self.number())
    }

    /// True when a comparison of the open document is shown.
    pub fn is_compared(&self) -> bool {
        self.diff.as_ref().is_some_and(|diff| Some(diff.document) == self.number())
    }

    /// True when all versions of the open document are shown as one text on it.
    pub fn is_collated(&self) -> bool {
        self.apparatus.as_ref().is_some_and(|apparatus| Some(apparatus.base()) == self.number())
    }

    /// Shows no document any more.
    pub(super) fn put_away(&mut self) {
        (self.document, self.coming, self.diff, self.apparatus) = (None, None, None, None);
        (self.seen, self.focus, self.change, self.noted) = (None, None, None, None);
        (self.page, self.page_of, self.prepared, self.anchor) = (Page::default(), None, None, None);
        (self.query, self.unread, self.top) = (String::new(), None, 0);
        self.hits.clear();
        self.news.clear();
    }

    /// Wraps the page to the pane where that has not been done, staying at the same words.
    pub fn fit(&mut self, pane: usize, height: usize) {
        let Some(document) = self.document.clone().filter(|_| pane > 0) else { return };
        let compared = self.is_compared();
        let beside = compared
            && !self.is_collated()
            && self.diff.as_ref().is_some_and(|diff| {
                diff.items.iter().any(|item| matches!(item, crate::library::types::DiffItem::Pair { .. }))
            });
        let width = self.width_in(pane, beside);
        let collated = self.apparatus.clone().filter(|_| self.is_collated());
        let shown = match (&collated, compared) {
            (Some(_), _) => Shown::Apparatus,
            (None, true) => Shown::Diff,
            (None, false) => Shown::Text,
        };
        let of = (document.row.number, shown);
        if self.stale || self.page_of != Some(of) || self.page.width() != width {
            self.stale = false;
            let again = self.page_of == Some(of);
            let words = match self.anchor {
                _ if self.page_of.is_none_or(|page| page.0 != of.0) => Words { start: true, ..Words::default() },
                // Wrapping there and back again ends at the same words.
                Some((top, words)) if top == self.top => words,
                _ => self.words_on_top(),
            };
            let ready = self.prepared.take_if(|(what, page)| *what == of && page.width() == width);
            self.page = match (ready, collated, self.diff.as_ref().filter(|_| compared)) {
                (Some((_, page)), ..) => page,
                (None, Some(apparatus), _) => {
                    Page::collated(&apparatus, self.unfolded, Setting { width, spelt: self.spelt })
                }
                (None, None, Some(diff)) => Page::compared(diff, Setting { width, spelt: self.spelt }),
                (None, None, None) => Page::plain(&document.text, width),
            };
            self.page_of = Some(of);
            let mut row = self.page.row_of(words.offset);
            if again {
                let below = |beyond: &usize| self.page.document_offset(row + beyond) == words.offset;
                row = if words.start { 0 } else { row + (0..=words.beyond).rev().find(below).unwrap_or(0) };
            }
            self.top = row.min(self.page.rows.len().saturating_sub(height));
            self.anchor = Some((self.top, Words { start: words.start && self.top == 0, ..words }));
        }
        self.top = self.top.min(self.page.rows.len().saturating_sub(height));
    }

    /// What the row on top stands for.
    fn words_on_top(&self) -> Words {
        let offset = self.page.document_offset(self.top);
        let beyond = self.top.saturating_sub(self.page.row_of(offset));
        Words { offset, beyond, start: self.top == 0 }
    }

    /// The width of a page in a pane of so many cells.
    pub(super) fn width_in(&self, pane: usize, beside: bool) -> usize {
        if self.wide || beside { pane } else { pane.min(MEASURE) }.max(1)
    }

    /// Takes the page of an answer in before the answer itself.
    pub(super) fn prepare(&mut self, answer: &Answer, page: Page) {
        let what = match answer {
            Answer::Opened { document, .. } => (document.row.number, Shown::Text),
            Answer::Compared(diff) => (diff.document, Shown::Diff),
            Answer::Collated { apparatus, .. } => (apparatus.base(), Shown::Apparatus),
            _ => return,
        };
        self.prepared = Some((what, page));
    }

    /// The page is to be set again although nothing else changed.
    pub fn reset_page(&mut self) {
        self.stale = true;
    }

    /// The rows of the page.
    pub fn length(&self) -> usize {
        self.page.rows.len()
    }

    /// The byte offset in the document at the top of the screen.
    pub fn offset(&self) -> usize {
        self.page.document_offset(self.top)
    }

    /// The page at the top of the screen, from 1, and how many there are, of a document that came
    /// in pages: a form feed stands before each but the first.
    pub fn leaf(&self) -> Option<(usize, usize)> {
        let document = self.document.as_ref()?;
        let pages =
            document.fields.iter().find(|(name, _)| name == "pages")?.1.parse().ok().filter(|&pages| pages > 1)?;
        let before = document.text.as_bytes().get(..=self.offset()).unwrap_or(document.text.as_bytes());
        let page = 1 + before.iter().filter(|&&byte| byte == b'\x0c').count();
        (page <= pages).then_some((page, pages))
    }

    /// The range of the document that a screen of so many rows shows.
    pub fn visible(&self, height: usize) -> Range<usize> {
        let last = (self.top + height).min(self.page.rows.len());
        let end = self.page.rows[self.top.min(last)..last]
            .iter()
            .rev()
            .find_map(|row| row.main.map(|row| self.page.main.to_document(row.end as usize)));
        let start = self.offset();
        start..end.unwrap_or(start).max(start)
    }

    /// Brings an offset of the document onto the screen, a third down when it was not on it.
    pub fn show(&mut self, offset: usize, height: usize) {
        let row = self.page.row_of(offset);
        if row < self.top || row >= self.top + height {
            self.top = row.saturating_sub(height / 3);
        }
    }

    /// Where stepping starts from: the focus while it is on the screen, else the top of it.
    pub fn attention(&self, height: usize) -> Attention {
        let visible = self.visible(height);
        match &self.focus {
            Some(focus) if focus.start < visible.end.max(visible.start + 1) && focus.end > visible.start => {
                Attention::On(focus.start)
            }
            _ => Attention::Before(visible.start),
        }
    }
}

/// Where stepping starts from, as a byte offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// On a thing: the next one is behind it.
    On(usize),
    /// The next one may begin here.
    Before(usize),
}

impl Attention {
    /// The place among sorted starts of the next (or previous) thing.
    pub fn step(self, starts: &[usize], forward: bool) -> Option<usize> {
        match (self, forward) {
            (Self::On(at), true) => {
                Some(starts.partition_point(|&start| start <= at)).filter(|&next| next < starts.len())
            }
            (Self::Before(at), true) => {
                Some(starts.partition_point(|&start| start < at)).filter(|&next| next < starts.len())
            }
            (Self::On(at) | Self::Before(at), false) => starts.partition_point(|&start| start < at).checked_sub(1),
        }
    }
}
