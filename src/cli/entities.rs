//! `variorum entities`, `mentions` and `card`.

use super::args::Kind;
use super::out::{Out, say};
use super::records::{CardLine, EntityLine, MentionLine, UNIT, id};
use super::{Ended, Failed};
use crate::app::card::card_lines;
use crate::library::Library;
use crate::library::types::{DocNo, EntityKind, EntityNo};
use crate::text::CodePoints;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use unicode_segmentation::UnicodeSegmentation;

/// Characters of context on each side of a mention.
const CONTEXT: usize = 60;

pub fn list(
    library: &mut Library,
    doc: Option<&str>,
    kind: Option<Kind>,
    limit: usize,
    out: &mut Out,
) -> Result<Ended, Failed> {
    let kind = kind.map(EntityKind::from);
    let lines: Vec<EntityLine> = match doc {
        None => library.entities(kind)?.into_iter().map(EntityLine::from).collect(),
        Some(doc) => {
            let mut document = library.document(library.document_number(doc)?)?;
            library.count_entities(&mut document)?;
            let wanted = document.entities.iter().filter(|entity| kind.is_none_or(|kind| kind == entity.kind));
            let mut lines: Vec<_> = wanted.collect();
            lines.sort_by_key(|entity| std::cmp::Reverse(entity.forms.iter().map(|form| form.1).sum::<u32>()));
            lines.into_iter().map(EntityLine::from).collect()
        }
    };
    let shown = if limit == 0 { lines.len() } else { limit.min(lines.len()) };
    for line in &lines[..shown] {
        if out.json { out.record(line)? } else { out.line(&line.plain())? }
    }
    out.flush()?;
    if lines.is_empty() {
        say("note: no such name is known");
    }
    Ok(if lines.is_empty() { Ended::Partly } else { Ended::Done })
}

pub fn mentions(library: &mut Library, given: &[String], doc: Option<&str>, out: &mut Out) -> Result<Ended, Failed> {
    let mut wanted: BTreeSet<EntityNo> = BTreeSet::new();
    for name in given {
        wanted.extend(library.find_entities(name)?);
    }
    let documents: Vec<DocNo> = match doc {
        Some(doc) => vec![library.document_number(doc)?],
        None => {
            let mut all = BTreeSet::new();
            for &entity in &wanted {
                all.extend(library.documents_of(entity)?);
            }
            all.into_iter().collect()
        }
    };
    let mut found = 0;
    for number in documents {
        found += of_document(library, number, &wanted, out)?;
    }
    out.flush()?;
    if found == 0 {
        say("note: it is named nowhere there");
    }
    Ok(if found == 0 { Ended::Partly } else { Ended::Done })
}

/// What is known of an entity.
pub fn card(library: &mut Library, given: &str, out: &mut Out) -> Result<Ended, Failed> {
    let entity = library.find_entity(given)?;
    let Some(card) = library.card(entity, &AtomicBool::new(false))? else { return Ok(Ended::Partly) };
    match out.json {
        true => out.record(&CardLine::of(&card))?,
        false => card_lines(&card).iter().try_for_each(|line| out.line(line))?,
    }
    out.flush()?;
    Ok(Ended::Done)
}

fn of_document(library: &Library, number: DocNo, wanted: &BTreeSet<EntityNo>, out: &mut Out) -> Result<usize, Failed> {
    let document = library.document(number)?;
    let points = CodePoints::of(&document.text);
    let mut found = 0;
    for mention in &document.mentions {
        let entity = &document.entities[mention.entity as usize];
        if !wanted.contains(&entity.entity) {
            continue;
        }
        found += 1;
        let range = mention.range();
        let line = MentionLine {
            document: &document.row.key,
            entity: id(entity.entity),
            start: points.at(range.start),
            end: points.at(range.end),
            text: &document.text[range.clone()],
            left: before(&document.text, range.start),
            right: after(&document.text, range.end),
            unit: UNIT,
        };
        if out.json {
            out.record(&line)?;
        } else {
            let [left, name, right] = [&line.left, line.text, &line.right].map(folded);
            out.line(&format!("{}  …{}[{name}]{}…", line.document, left.trim_start(), right.trim_end()))?;
        }
    }
    Ok(found)
}

/// Runs of white space as one blank, at either end too, as a name may stand before a comma.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

fn before(text: &str, at: usize) -> String {
    let mut context: Vec<&str> = text[..at].graphemes(true).rev().take(CONTEXT).collect();
    context.reverse();
    context.concat()
}

fn after(text: &str, at: usize) -> String {
    text[at..].graphemes(true).take(CONTEXT).collect()
}
