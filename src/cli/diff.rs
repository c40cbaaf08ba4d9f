//! `variorum diff`: what differs between two documents.

use super::out::Out;
use super::records::UNIT;
use super::{Ended, Failed};
use crate::app::page::{Page, Setting};
use crate::library::export::Format;
use crate::library::types::{Counts, DiffLayout, DiffView};
use crate::library::{ChangeKind, Compared, Library, LibraryError, OpKind, Summary};
use crate::text::CodePoints;
use serde::Serialize;
use std::io::IsTerminal;
use std::sync::atomic::AtomicBool;

/// Columns of the plain form where the width of the terminal is not known.
const WIDTH: usize = 90;
const WIDE: usize = 160;

pub struct Options {
    pub exact: bool,
    pub side_by_side: bool,
    pub format: Option<Format>,
}

#[derive(Serialize)]
struct Line<'d> {
    a: &'d str,
    b: &'d str,
    unit: &'static str,
    ops: Vec<OpLine>,
    summary: &'d Summary,
}

#[derive(Serialize)]
struct OpLine {
    op: OpKind,
    a: [usize; 2],
    b: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<ChangeKind>,
    #[serde(rename = "move", skip_serializing_if = "Option::is_none")]
    moved: Option<u32>,
}

pub fn run(library: &Library, a: &str, b: &str, options: Options, out: &mut Out) -> Result<Ended, Failed> {
    let (a, b) = (library.document_number(a)?, library.document_number(b)?);
    let stop = AtomicBool::new(false);
    let compared = library.comparison(a, b, options.exact, &stop)?.ok_or(LibraryError::Stopped)?;
    if let Some(format) = options.format {
        out.file(&format.comparison(&compared, options.exact))?;
    } else if out.json {
        out.record(&line(&compared))?;
    } else {
        plain(library, &compared, &options, out)?;
    }
    out.flush()?;
    Ok(Ended::Done)
}

fn line(compared: &Compared) -> Line<'_> {
    let (points_a, points_b) = (CodePoints::of(&compared.a.text), CodePoints::of(&compared.b.text));
    let ops = compared.comparison.ops.iter().map(|op| OpLine {
        // What the exact comparison inserts and takes out inside a place of typography is typography.
        op: if op.kind == Some(ChangeKind::Typography) { OpKind::Typography } else { op.op },
        a: [points_a.at(op.a.start), points_a.at(op.a.end)],
        b: [points_b.at(op.b.start), points_b.at(op.b.end)],
        kind: op.kind,
        moved: op.moved,
    });
    Line {
        a: &compared.a.row.key,
        b: &compared.b.row.key,
        unit: UNIT,
        ops: ops.collect(),
        summary: &compared.comparison.summary,
    }
}

fn plain(library: &Library, compared: &Compared, options: &Options, out: &mut Out) -> Result<(), Failed> {
    let view = DiffView {
        layout: if options.side_by_side { DiffLayout::SideBySide } else { DiffLayout::Unified },
        counts: if options.exact { Counts::Typography } else { Counts::Words },
        unfolded: false,
    };
    let diff = library.lay_out(compared, view);
    let width = match (std::io::stdout().is_terminal(), crossterm::terminal::size()) {
        (true, Ok((columns, _))) => usize::from(columns.max(20)),
        _ if options.side_by_side => WIDE,
        _ => WIDTH,
    };
    out.line(&format!("- {}", compared.a.row.key))?;
    out.line(&format!("+ {}", compared.b.row.key))?;
    out.line(&diff.summary)?;
    out.line("")?;
    let page = Page::compared(&diff, Setting { width, spelt: false });
    let column = width.saturating_sub(3) / 2;
    for row in &page.rows {
        let main = row.main.and_then(|row| page.main.text.get(row.range())).unwrap_or_default();
        match &page.left {
            None => out.line(main)?,
            Some(left) => {
                let base = row.left.and_then(|row| left.text.get(row.range())).unwrap_or_default();
                let pad = column.saturating_sub(crate::text::width::cells(base));
                out.line(format!("{base}{} | {main}", " ".repeat(pad)).trim_end())?;
            }
        }
    }
    Ok(())
}
