//! `variorum versions`: version groups, and pairs that share a passage.

use super::out::{Out, say};
use super::records::{ApartLine, GroupLine, MemberLine, round};
use super::{Ended, Failed, named};
use crate::library::Library;
use crate::library::export::query::cell;
use crate::library::types::{DocNo, Relation, Row};
use crate::text::counted;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// The columns of the table.
const COLUMNS: [&str; 10] =
    ["group", "leader", "document", "relation", "similarity", "containment", "contained", "nearest", "date", "title"];

/// `changes`: with a line on what changed in each version, which takes a comparison for each.
pub fn groups(library: &Library, given: &[String], changes: bool, out: &mut Out) -> Result<Ended, Failed> {
    let stop = AtomicBool::new(false);
    let mut found = 0;
    let (groups, single) = chosen(library, given)?;
    for number in groups {
        let Some(group) = library.group(number)? else { continue };
        found += 1;
        let apart = library.kept_apart(number)?;
        let mut line = GroupLine::of(&group);
        line.kept_apart = apart.iter().map(ApartLine::of).collect();
        if changes {
            for (line, member) in line.members.iter_mut().zip(&group.members) {
                line.change = library.change(member.row.number, &stop)?.map(|change| change.line);
            }
        }
        if out.json { out.record(&line)? } else { plain(out, &line)? }
    }
    for number in single {
        let Some(row) = library.row(number)? else { continue };
        let copies = library.document(number)?.copies;
        found += 1;
        let member = alone(&row, &copies);
        let line = GroupLine { group: None, leader: &row.key, members: vec![member], kept_apart: Vec::new() };
        if out.json { out.record(&line)? } else { plain(out, &line)? }
    }
    out.flush()?;
    Ok(ended(found, given))
}

/// A line a member, for spreadsheets; exact copies have the figures of what they are copies of.
pub fn table(library: &Library, given: &[String], out: &mut Out) -> Result<Ended, Failed> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS).map_err(unwritten)?;
    let (groups, single) = chosen(library, given)?;
    let found = groups.len() + single.len();
    for number in groups {
        let Some(group) = library.group(number)? else { continue };
        let line = GroupLine::of(&group);
        for (member, of) in line.members.iter().zip(&group.members) {
            lines(&mut table, &line, member, &of.row)?;
        }
    }
    for number in single {
        let Some(row) = library.row(number)? else { continue };
        let copies = library.document(number)?.copies;
        let member = alone(&row, &copies);
        lines(
            &mut table,
            &GroupLine { group: None, leader: &row.key, members: Vec::new(), kept_apart: Vec::new() },
            &member,
            &row,
        )?;
    }
    let table = table.into_inner().map_err(|error| Failed::from(std::io::Error::other(error.to_string())))?;
    out.file(&String::from_utf8_lossy(&table))?;
    out.flush()?;
    Ok(ended(found, given))
}

/// Says why nothing is listed, where that is so.
fn ended(found: usize, given: &[String]) -> Ended {
    if found > 0 {
        return Ended::Done;
    }
    say(&match given {
        [] => "note: there are no versions and no exact copies of anything".to_owned(),
        [one] if one != "-" => format!("note: {one} is in no version group"),
        _ => "note: none of these is in a version group".to_owned(),
    });
    Ended::Partly
}

/// The line of a member, and those of its exact copies.
fn lines(
    table: &mut csv::Writer<Vec<u8>>,
    group: &GroupLine<'_>,
    member: &MemberLine<'_>,
    row: &Row,
) -> Result<(), Failed> {
    let number = group.group.map(|number| number.to_string()).unwrap_or_default();
    let [similarity, containment, contained] =
        [member.similarity, member.containment, member.contained].map(|share| share.to_string());
    let date = row.date.as_deref().unwrap_or_default();
    let mut line = |document: &str, relation: &str, nearest: &str| {
        let cells = [
            &number,
            group.leader,
            document,
            relation,
            &similarity,
            &containment,
            &contained,
            nearest,
            date,
            &row.title,
        ];
        table.write_record(cells.map(|text: &str| cell(text))).map_err(unwritten)
    };
    line(member.document, member.relation, member.nearest.unwrap_or_default())?;
    member.copies.iter().try_for_each(|copy| line(copy, "exact", member.document))
}

pub(super) fn unwritten(error: csv::Error) -> Failed {
    Failed::from(std::io::Error::other(error))
}

/// A document that is in no group, as the only member of one.
fn alone<'m>(row: &'m Row, copies: &'m [String]) -> MemberLine<'m> {
    MemberLine {
        document: &row.key,
        copies,
        similarity: 1.0,
        containment: 1.0,
        contained: 1.0,
        relation: Relation::Leader.as_str(),
        nearest: None,
        change: None,
    }
}

/// The groups asked for, and documents outside all groups of which there are exact copies.
fn chosen(library: &Library, given: &[String]) -> Result<(Vec<u32>, Vec<DocNo>), Failed> {
    if given.is_empty() {
        return Ok((library.groups()?, library.copied_alone()?));
    }
    let (mut groups, mut alone) = (BTreeSet::new(), BTreeSet::new());
    let copied: BTreeSet<DocNo> = library.copied_alone()?.into_iter().collect();
    for name in named(given)? {
        let number = library.document_number(&name)?;
        match library.row(number)?.and_then(|row| row.group) {
            Some(place) => {
                groups.insert(place.group);
            }
            None if copied.contains(&number) => {
                alone.insert(number);
            }
            None => {}
        }
    }
    Ok((groups.into_iter().collect(), alone.into_iter().collect()))
}

fn plain(out: &mut Out, line: &GroupLine<'_>) -> Result<(), Failed> {
    out.line(&match line.group {
        Some(number) => format!("group {number}, {}", counted(line.members.len(), "version")),
        None => "exact copies".to_owned(),
    })?;
    for member in &line.members {
        let percent = |share: f32| format!("{:.1}", share * 100.0);
        let figures = match member.relation {
            "leader" => String::new(),
            _ => format!(
                "  similar {}%, {}% of it in the leader, holds {}% of the leader",
                percent(member.similarity),
                percent(member.containment),
                percent(member.contained)
            ),
        };
        out.line(&format!("  {:10} {}{figures}", member.relation, member.document))?;
        if let Some(change) = &member.change {
            out.line(&format!("  {:10} {change}", ""))?;
        }
        for copy in member.copies {
            out.line(&format!("  {:10} {copy}", "= exact"))?;
        }
    }
    for apart in &line.kept_apart {
        out.line(&format!("  {}", apart.told))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct OverlapLine<'o> {
    a: &'o str,
    b: &'o str,
    shared_words: u32,
    longest_run: u32,
    of_a: f32,
    of_b: f32,
}

pub fn overlaps(library: &Library, given: &[String], out: &mut Out) -> Result<Ended, Failed> {
    let mut of = BTreeSet::new();
    for name in named(given)? {
        of.insert(library.document_number(&name)?);
    }
    let overlaps = library.overlaps(&of)?;
    for overlap in &overlaps {
        let line = OverlapLine {
            a: &overlap.a,
            b: &overlap.b,
            shared_words: overlap.shared_words,
            longest_run: overlap.longest_run,
            of_a: round(overlap.of_a),
            of_b: round(overlap.of_b),
        };
        if out.json {
            out.record(&line)?;
        } else {
            out.line(&format!(
                "{} in {} and {}, {} in one run",
                counted(line.shared_words, "word"),
                line.a,
                line.b,
                line.longest_run
            ))?;
        }
    }
    out.flush()?;
    if overlaps.is_empty() {
        say("note: no passage is shared by two that are in no common group");
    }
    Ok(if overlaps.is_empty() { Ended::Partly } else { Ended::Done })
}
