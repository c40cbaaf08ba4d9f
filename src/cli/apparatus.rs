//! `variorum apparatus`: a version group as one text with its variant readings.

use super::out::Out;
use super::records::{Span, UNIT};
use super::{Ended, Failed};
use crate::library::export::Format;
use crate::library::types::Counts;
use crate::library::types::apparatus::{Apparatus, Reading, Slot};
use crate::library::{Library, LibraryError};
use crate::text::CodePoints;
use serde::Serialize;
use std::sync::atomic::AtomicBool;

#[derive(Serialize)]
struct Line<'d> {
    base: &'d str,
    unit: &'static str,
    /// Whether a difference of punctuation alone makes a slot.
    punctuation: bool,
    versions: Vec<VersionLine<'d>>,
    slots: Vec<SlotLine<'d>>,
}

#[derive(Serialize)]
struct VersionLine<'d> {
    siglum: &'d str,
    document: &'d str,
    date: Option<&'d str>,
    relation: &'static str,
}

#[derive(Serialize)]
struct SlotLine<'d> {
    slot: usize,
    #[serde(flatten)]
    base: Span,
    long: bool,
    kinds: &'d [&'static str],
    readings: Vec<ReadingLine<'d>>,
    absent: Vec<&'d str>,
    /// Have it in two places, as a part of it was moved.
    parted: Vec<&'d str>,
}

#[derive(Serialize)]
struct ReadingLine<'d> {
    text: &'d str,
    versions: Vec<&'d str>,
    moved: bool,
    /// Those of the versions that say so in a passage they moved, and have nothing here.
    elsewhere: Vec<&'d str>,
    /// The slots at the other ends of its moves, by their numbers.
    see: Vec<usize>,
    /// The reading of this slot, from 0, that this one mostly agrees with, and where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    like: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<ChangeLine<'d>>>,
}

#[derive(Serialize)]
struct ChangeLine<'d> {
    from: &'d str,
    to: &'d str,
}

/// `base`: another version than the leader as the base.
pub fn run(
    library: &Library,
    document: &str,
    base: Option<&str>,
    counts: Counts,
    format: Option<Format>,
    out: &mut Out,
) -> Result<Ended, Failed> {
    let number = library.document_number(document)?;
    let base = base.map(|base| library.document_number(base)).transpose()?;
    let stop = AtomicBool::new(false);
    let Some(apparatus) = library.apparatus(number, base, counts, &stop, &|_, _| {})? else {
        super::out::say(&format!("{document} has no other version"));
        return Ok(Ended::Partly);
    };
    if let Some(base) = base.filter(|&base| base != apparatus.base()) {
        return Err(LibraryError::NotAVersion(library.key(base)?, document.to_owned()).into());
    }
    if let Some(format) = format {
        out.file(&format.apparatus(&apparatus))?;
    } else if out.json {
        out.record(&line(&apparatus))?;
    } else {
        plain(&apparatus, out)?;
    }
    out.flush()?;
    Ok(Ended::Done)
}

fn line(apparatus: &Apparatus) -> Line<'_> {
    let points = CodePoints::of(apparatus.base_text());
    let sigla = |indices: &[usize]| -> Vec<&str> {
        indices.iter().map(|&index| apparatus.witnesses[index].siglum.as_str()).collect()
    };
    let slots = apparatus.slots.iter().zip(1..).map(|(slot, number)| SlotLine {
        slot: number,
        base: Span::of(&points, &slot.base),
        long: slot.long,
        kinds: &slot.kinds,
        readings: slot.readings.iter().map(|reading| reading_line(apparatus, slot, reading, &sigla)).collect(),
        absent: sigla(&slot.absent),
        parted: sigla(&slot.parted),
    });
    Line {
        base: apparatus.witnesses.first().map_or("", |witness| &witness.row.key),
        unit: UNIT,
        punctuation: apparatus.counts == Counts::Words,
        versions: apparatus
            .witnesses
            .iter()
            .map(|witness| VersionLine {
                siglum: &witness.siglum,
                document: &witness.row.key,
                date: witness.row.date.as_deref(),
                relation: witness.relation.as_str(),
            })
            .collect(),
        slots: slots.collect(),
    }
}

fn reading_line<'d>(
    apparatus: &'d Apparatus,
    slot: &'d Slot,
    reading: &'d Reading,
    sigla: &impl Fn(&[usize]) -> Vec<&'d str>,
) -> ReadingLine<'d> {
    let other = reading.like.as_ref().and_then(|like| Some((like, slot.readings.get(like.reading)?)));
    ReadingLine {
        text: apparatus.words(reading),
        versions: sigla(&reading.witnesses),
        moved: reading.moved,
        elsewhere: sigla(&reading.elsewhere),
        see: reading.ends.iter().map(|end| end + 1).collect(),
        like: other.map(|(like, _)| like.reading),
        changes: other.map(|(like, other)| {
            let changes = apparatus.differing(reading, other, like);
            changes.map(|(from, to)| ChangeLine { from, to }).collect()
        }),
    }
}

fn plain(apparatus: &Apparatus, out: &mut Out) -> Result<(), Failed> {
    let width = apparatus.witnesses.iter().map(|witness| witness.siglum.len()).max().unwrap_or(1);
    for (place, witness) in apparatus.witnesses.iter().enumerate() {
        let date = witness.row.date.as_deref().unwrap_or("no date");
        let base = if place == 0 { ", the base" } else { "" };
        out.line(&format!(
            "{:width$}  {date:10}  {:10}  {}{base}",
            witness.siglum,
            witness.relation.as_str(),
            witness.row.key
        ))?;
    }
    for (number, slot) in apparatus.slots.iter().enumerate() {
        out.line("")?;
        let kinds = if slot.kinds.is_empty() { String::new() } else { format!("  ({})", slot.kinds.join(", ")) };
        out.line(&format!("{}  {}{kinds}", number + 1, context(apparatus.base_text(), slot)))?;
        for reading in &slot.readings {
            let says = apparatus.likened(slot, reading, SHOWN);
            let says = says.unwrap_or_else(|| shortened(apparatus.words(reading)));
            let text = match (slot.long, reading.elsewhere.as_slice()) {
                (true, [_, ..]) => format!("{}: {says}", apparatus.elsewhere(reading)),
                _ => format!("{says}{}", apparatus.note(reading)),
            };
            out.line(&format!(
                "    {:>4}  {text}  [{}]",
                reading.witnesses.len(),
                apparatus.sigla(&reading.witnesses)
            ))?;
        }
        let away = [("without this passage", &slot.absent), ("in two places, a part was moved", &slot.parted)];
        for (why, witnesses) in away.into_iter().filter(|(_, witnesses)| !witnesses.is_empty()) {
            out.line(&format!("    {:>4}  {why}  [{}]", witnesses.len(), apparatus.sigla(witnesses)))?;
        }
    }
    Ok(())
}

/// Words of a reading or of what stands before a slot that are shown at most.
const SHOWN: usize = 40;
const BEFORE: usize = 8;

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.len() {
        0 => "nothing".to_owned(),
        count if count > SHOWN => {
            format!("\"{} … {}\" ({count} words)", words[..SHOWN / 2].join(" "), words[count - 5..].join(" "))
        }
        _ => format!("\"{}\"", words.join(" ")),
    }
}

/// The last words before a slot, so that a reader knows where it stands.
fn context(base: &str, slot: &Slot) -> String {
    let mut words: Vec<&str> = base[..slot.base.start].split_whitespace().rev().take(BEFORE).collect();
    words.reverse();
    if words.is_empty() { "at the start".to_owned() } else { format!("… {} __", words.join(" ")) }
}
