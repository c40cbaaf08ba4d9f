//! Markdown that reads on any forge: changes are marked by signs and by tags, so that they are told
//! apart where tags are taken out too.

use super::escape::{markdown as escape, markdown_line};
use super::{facts, kind_word, kinds, name, show};
use crate::library::Compared;
use crate::library::types::apparatus::{Apparatus, Slot};
use crate::library::types::parts::Mark;
use crate::version::compare::layout::{self, Block, Item, Shade, Side, View};
use crate::version::compare::{ChangeKind, counts};

/// What differs between two documents, with a paragraph around each change.
pub fn comparison(compared: &Compared, exact: bool) -> String {
    let (a, b) = (&compared.a.row, &compared.b.row);
    let mut out = format!("# {} / {}\n\n", markdown_line(name(a)), markdown_line(name(b)));
    out.push_str("| | first | second |\n|---|---|---|\n");
    let cells = |row| facts(row).into_iter().map(|(name, value)| (name, markdown_line(&value))).collect::<Vec<_>>();
    let (first, second) = (cells(a), cells(b));
    for fact in ["key", "date", "source", "words"] {
        let of = |cells: &[(&str, String)]| {
            cells.iter().find(|cell| cell.0 == fact).map(|cell| cell.1.clone()).unwrap_or_default()
        };
        out.push_str(&format!("| {fact} | {} | {} |\n", of(&first), of(&second)));
    }
    out.push_str(&format!("\n**{}**\n\n", markdown_line(&compared.comparison.summary.line())));
    let found: Vec<String> =
        counts(&compared.comparison).into_iter().map(|(kind, count)| format!("{} {count}", kind_word(kind))).collect();
    if !found.is_empty() {
        out.push_str(&format!("Changes by kind: {}.\n\n", found.join(", ")));
    }
    out.push_str("Signs: <del>\\[-gone-\\]</del>, <ins>\\{+come+\\}</ins>, \\[>1 moved away<\\], \\{>1 moved here<\\}");
    out.push_str(if exact { ", \\{~typography~\\}.\n\n---" } else { ".\n\n---" });
    let view = View { show: show(exact), ..View::default() };
    let kinds = kinds(compared, exact);
    let mut within = false;
    for item in layout::unified(&compared.a.text, &compared.b.text, &compared.comparison, &view) {
        let goes_on = within && matches!(&item, Item::Block(found) if !found.apart);
        // A line that stands close to the one before it is one of the same paragraph.
        out.push_str(if goes_on { "\\\n" } else { "\n\n" });
        within = matches!(item, Item::Block(_));
        match item {
            Item::Block(found) => out.push_str(&block(compared, &found, &kinds)),
            Item::Folded(folded) => {
                let many = if folded.paragraphs == 1 { "paragraph" } else { "paragraphs" };
                out.push_str(&format!("*… {} {many} the same, {} words …*", folded.paragraphs, folded.words));
            }
        }
    }
    out.push('\n');
    out
}

fn block(compared: &Compared, block: &Block, kinds: &[ChangeKind]) -> String {
    let mut out = String::new();
    let mut told = None;
    for piece in &block.pieces {
        let text = match piece.side {
            Side::A => compared.a.text.get(piece.range.clone()),
            Side::B => compared.b.text.get(piece.range.clone()),
        };
        let text = text.unwrap_or_default();
        let (open, close) = match piece.shade {
            Shade::Same => {
                out.push_str(&escape_from(&out, text));
                continue;
            }
            Shade::Deleted => ("<del>\\[-".to_owned(), "-\\]</del>"),
            Shade::Inserted => ("<ins>\\{+".to_owned(), "+\\}</ins>"),
            Shade::MovedAway(number) => (format!("<del>\\[\\>{number} "), "\\<\\]</del>"),
            Shade::MovedHere(number) => (format!("<ins>\\{{\\>{number} "), "\\<\\}</ins>"),
            Shade::Typography => ("\\{\\~".to_owned(), "\\~\\}"),
        };
        let words = text.trim();
        if words.is_empty() && piece.shade != Shade::Typography {
            out.push_str(&escape_from(&out, text));
            continue;
        }
        let lead = &text[..text.len() - text.trim_start().len()];
        out.push_str(&escape_from(&out, lead));
        if !out.is_empty() && !out.ends_with(char::is_whitespace) && told.is_some() {
            out.push(' ');
        }
        told = piece.change;
        // A blank line would end the mark.
        let words: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        out.push_str(&format!("{open}{}{close}", inside(&words.join(" "))));
        if let Some(kind) = piece.change.and_then(|change| kinds.get(change as usize)) {
            let last = !block
                .pieces
                .iter()
                .skip_while(|other| *other != piece)
                .skip(1)
                .any(|next| next.change == piece.change);
            if last && matches!(kind, ChangeKind::Number | ChangeKind::Name | ChangeKind::Quotation) {
                out.push_str(&format!("<sup>{}</sup>", kind_word(*kind)));
            }
        }
        out.push_str(&text[text.trim_end().len()..]);
    }
    let indent = out.chars().take_while(|&c| matches!(c, ' ' | '\t')).count();
    "&nbsp;".repeat(indent) + out.trim()
}

/// Text behind what is written already: only at its start does it begin a line.
fn escape_from(before: &str, text: &str) -> String {
    if before.is_empty() || before.ends_with('\n') {
        return escape(text);
    }
    inside(text)
}

/// Text that does not begin a line.
fn inside(text: &str) -> String {
    let escaped = escape(&format!("x{text}"));
    escaped[1..].to_owned()
}

/// All versions as one text with numbered slots.
pub fn apparatus(apparatus: &Apparatus) -> String {
    let Some(base) = apparatus.witnesses.first() else { return String::new() };
    let mut out = format!("# {}\n\n", markdown_line(name(&base.row)));
    let many = if apparatus.slots.len() == 1 { "place" } else { "places" };
    out.push_str(&format!(
        "{} versions as one text on {}; they differ in {} {many}.\n\n",
        apparatus.witnesses.len(),
        base.siglum,
        apparatus.slots.len()
    ));
    out.push_str("| | date | relation | key | title |\n|---|---|---|---|---|\n");
    for witness in &apparatus.witnesses {
        out.push_str(&format!(
            "| **{}** | {} | {} | {} | {} |\n",
            witness.siglum,
            markdown_line(witness.row.date.as_deref().unwrap_or("not known")),
            witness.relation.as_str(),
            markdown_line(&witness.row.key),
            markdown_line(&witness.row.title)
        ));
    }
    out.push_str("\n---\n\n");
    let text = apparatus.base_text();
    for part in apparatus.parts() {
        let mut written = String::new();
        let mut at = part.range.start;
        for &(place, mark) in &part.marks {
            written.push_str(&escape_from(&written, &text[at..place]));
            at = place;
            match mark {
                Mark::Open(number) if apparatus.is_empty_at(&apparatus.slots[number]) => {
                    written.push_str(&format!(" **\\{{{}\\}}** ", number + 1));
                }
                Mark::Open(number) => written.push_str(&format!("**\\{{{}:** ", number + 1)),
                Mark::Close(number) => written.push_str(&format!(" **:{}\\}}**", number.0 + 1)),
            }
        }
        written.push_str(&escape_from(&written, &text[at..part.range.end]));
        // Blank lines inside would end the paragraph in the middle of a slot.
        let lines: Vec<&str> = written.lines().filter(|line| !line.trim().is_empty()).collect();
        out.push_str(&lines.join("\n"));
        out.push_str("\n\n");
        for number in part.slots {
            out.push_str(&readings(apparatus, number, &apparatus.slots[number]));
        }
    }
    out
}

fn readings(apparatus: &Apparatus, number: usize, slot: &Slot) -> String {
    let kinds = if slot.kinds.is_empty() { String::new() } else { format!(" ({})", slot.kinds.join(", ")) };
    let mut out = format!("> **{}**{kinds}\n>\n", number + 1);
    for (place, reading) in slot.readings.iter().enumerate() {
        let told = inside(&apparatus.told(slot, place, usize::MAX));
        out.push_str(&format!("> - {told} — **{}**\n", apparatus.sigla(&reading.witnesses)));
    }
    for (absent, witnesses) in apparatus.told_absent(slot) {
        out.push_str(&format!("> - {absent} — **{}**\n", apparatus.sigla(witnesses)));
    }
    out.push('\n');
    out
}
