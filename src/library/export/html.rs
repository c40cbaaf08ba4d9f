//! One HTML page that needs nothing else: no scripts, no other files, readable in light and dark and
//! on paper. What colours say is said by lines and by words too.

use super::escape::html as escape;
use super::{facts, kind_word, kinds, name, show};
use crate::library::Compared;
use crate::library::types::Row;
use crate::library::types::apparatus::{Apparatus, Slot};
use crate::library::types::parts::Mark;
use crate::version::compare::layout::{self, Block, Item, Piece, Shade, Side, View};
use crate::version::compare::{ChangeKind, counts};
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");

/// What differs between two documents, with all that is the same.
pub fn comparison(compared: &Compared, exact: bool) -> String {
    let (a, b) = (&compared.a.row, &compared.b.row);
    let title = format!("{} / {}", name(a), name(b));
    let mut out = head(&title);
    out.push_str(
        "<table>\n<tr><th scope=\"col\"></th><th scope=\"col\">first, A</th><th scope=\"col\">second, B</th></tr>\n",
    );
    let of = |row: &Row, fact: &str| {
        let found = facts(row).into_iter().chain([("title", row.title.clone())]).find(|known| known.0 == fact);
        escape(&found.map(|known| known.1).unwrap_or_default())
    };
    for fact in ["title", "key", "date", "source", "words"] {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{fact}</th><td dir=\"auto\">{}</td><td dir=\"auto\">{}</td></tr>",
            of(a, fact),
            of(b, fact)
        );
    }
    let _ = writeln!(out, "</table>\n<p class=\"summary\">{}</p>", escape(&compared.comparison.summary.line()));
    out.push_str(
        "<ul class=\"legend\" aria-label=\"signs\">\n<li><del>only in A</del></li>\n<li><ins>only in B</ins></li>\n",
    );
    for (kind, count) in counts(&compared.comparison) {
        if kind != ChangeKind::Typography || exact {
            let _ = writeln!(out, "<li><span class=\"{0}\">{0}</span> {count}</li>", kind_word(kind));
        }
    }
    out.push_str("</ul>\n</header>\n");
    let language = compared.b.language.as_deref().filter(|code| code.chars().all(|c| c.is_ascii_alphabetic()));
    let language = language.map(|code| format!(" lang=\"{code}\"")).unwrap_or_default();
    let _ = writeln!(out, "<main{language}>");
    let kinds = kinds(compared, exact);
    let view = View { show: show(exact), unfold: true, ..View::default() };
    let mut seen = None;
    for item in layout::unified(&compared.a.text, &compared.b.text, &compared.comparison, &view) {
        if let Item::Block(found) = item {
            block(&mut out, compared, &found, &kinds, &mut seen);
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn block(out: &mut String, compared: &Compared, block: &Block, kinds: &[ChangeKind], seen: &mut Option<u32>) {
    out.push_str(if block.apart { "<p dir=\"auto\">" } else { "<p class=\"next\" dir=\"auto\">" });
    for (place, piece) in block.pieces.iter().enumerate() {
        let text = match piece.side {
            Side::A => compared.a.text.get(piece.range.clone()),
            Side::B => compared.b.text.get(piece.range.clone()),
        };
        let text = text.unwrap_or_default();
        if piece.shade == Shade::Same {
            out.push_str(&escape(text));
            continue;
        }
        // White space at the edges stays outside the marks.
        let words = text.trim();
        let start = text.len() - text.trim_start().len();
        out.push_str(&text[..start]);
        let touching = place > 0 && block.pieces[place - 1].shade != Shade::Same;
        if touching && !out.ends_with(char::is_whitespace) && !words.is_empty() {
            out.push(' ');
        }
        if !words.is_empty() {
            changed(out, piece, words, kinds, seen);
        }
        out.push_str(if start == text.len() { "" } else { &text[start + words.len()..] });
    }
    out.push_str("</p>\n");
}

fn changed(out: &mut String, piece: &Piece, words: &str, kinds: &[ChangeKind], seen: &mut Option<u32>) {
    let kind = piece.change.and_then(|change| kinds.get(change as usize)).copied().map_or("wording", kind_word);
    let first = piece.change.is_some() && *seen < piece.change;
    let id = match piece.change {
        Some(change) if first => format!(" id=\"change-{}\"", change + 1),
        _ => String::new(),
    };
    *seen = piece.change.max(*seen);
    let title = piece.change.map(|change| format!(" title=\"{kind}, change {}\"", change + 1)).unwrap_or_default();
    let (tag, said, number) = match piece.shade {
        Shade::Deleted => ("del", "only in A: ".to_owned(), None),
        Shade::Inserted => ("ins", "only in B: ".to_owned(), None),
        Shade::MovedAway(number) => {
            ("del", format!("move {number}, where it stood in A: "), Some((number, "\u{2197}")))
        }
        Shade::MovedHere(number) => {
            ("ins", format!("move {number}, where it stands in B: "), Some((number, "\u{2198}")))
        }
        Shade::Typography | Shade::Same => ("span", "typography: ".to_owned(), None),
    };
    let mark =
        number.map(|(number, arrow)| format!("<span class=\"n\" aria-hidden=\"true\">[move {number} {arrow}]</span> "));
    let _ = write!(
        out,
        "<{tag} class=\"{kind}\"{id}{title}><span class=\"vh\">[{said}</span>{}{}<span class=\"vh\">]</span></{tag}>",
        mark.unwrap_or_default(),
        escape(words)
    );
}

/// All versions as one text with numbered slots.
pub fn apparatus(apparatus: &Apparatus) -> String {
    let Some(base) = apparatus.witnesses.first() else { return head("") + "</header>\n</body>\n</html>\n" };
    let mut out = head(name(&base.row));
    let many = if apparatus.slots.len() == 1 { "place" } else { "places" };
    let _ = writeln!(
        out,
        "<p class=\"summary\">{} versions as one text on {}; they differ in {} {many}.</p>",
        apparatus.witnesses.len(),
        base.siglum,
        apparatus.slots.len()
    );
    out.push_str("<table>\n<tr><th scope=\"col\">version</th><th scope=\"col\">date</th><th scope=\"col\">relation</th><th scope=\"col\">source</th><th scope=\"col\">key and title</th></tr>\n");
    for witness in &apparatus.witnesses {
        let row = &witness.row;
        let _ = writeln!(
            out,
            "<tr id=\"{0}\"><th scope=\"row\">{0}</th><td>{1}</td><td>{2}</td><td dir=\"auto\">{3}</td><td dir=\"auto\">{4}<br>{5}</td></tr>",
            witness.siglum,
            escape(row.date.as_deref().unwrap_or("not known")),
            witness.relation.as_str(),
            escape(row.source.as_deref().unwrap_or_default()),
            escape(&row.key),
            escape(&row.title)
        );
    }
    out.push_str("</table>\n<ul class=\"legend\" aria-label=\"kinds\">\n");
    for (kind, count) in apparatus.kinds() {
        let _ = writeln!(out, "<li>{kind} {count}</li>");
    }
    out.push_str("</ul>\n</header>\n<main>\n");
    let text = apparatus.base_text();
    for part in apparatus.parts() {
        out.push_str("<p dir=\"auto\">");
        let mut at = part.range.start;
        for &(place, mark) in &part.marks {
            out.push_str(&escape(&text[at..place]));
            at = place;
            let (Mark::Open(number) | Mark::Close(std::cmp::Reverse(number))) = mark;
            let (slot, shown) = (&apparatus.slots[number], number + 1);
            out.push_str(&match mark {
                Mark::Open(_) if apparatus.is_empty_at(slot) => {
                    format!("<a class=\"n\" id=\"slot-{shown}\" href=\"#says-{shown}\">{{{shown}}}</a> ")
                }
                Mark::Open(_) => {
                    let marked = if slot.long { "" } else { "<mark>" };
                    format!("<a class=\"n\" id=\"slot-{shown}\" href=\"#says-{shown}\">{{{shown}:</a> {marked}")
                }
                Mark::Close(_) if slot.long => format!(" <span class=\"n\">:{shown}}}</span>"),
                Mark::Close(_) => "</mark><span class=\"n\">}</span>".to_owned(),
            });
        }
        out.push_str(&escape(&text[at..part.range.end]));
        out.push_str("</p>\n");
        for number in part.slots {
            readings(&mut out, apparatus, number, &apparatus.slots[number]);
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn readings(out: &mut String, apparatus: &Apparatus, number: usize, slot: &Slot) {
    let shown = number + 1;
    let kinds = if slot.kinds.is_empty() { String::new() } else { format!(" {}", slot.kinds.join(", ")) };
    let _ = writeln!(
        out,
        "<ul class=\"readings\" id=\"says-{shown}\">\n<li><a class=\"n\" href=\"#slot-{shown}\">{shown}</a><span class=\"quiet\">{kinds}</span></li>"
    );
    for (place, reading) in slot.readings.iter().enumerate() {
        let told = escape(&apparatus.told(slot, place, usize::MAX));
        let _ = writeln!(out, "<li dir=\"auto\">{told} <b>{}</b></li>", apparatus.sigla(&reading.witnesses));
    }
    for (absent, witnesses) in apparatus.told_absent(slot) {
        let _ = writeln!(out, "<li>{absent} <b>{}</b></li>", apparatus.sigla(witnesses));
    }
    out.push_str("</ul>\n");
}

fn head(title: &str) -> String {
    let title = escape(&title.split_whitespace().collect::<Vec<_>>().join(" "));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1 dir=\"auto\">{title}</h1>\n"
    )
}
