//! TEI P5 with parallel segmentation: one text in which each place of variation is an `app` with the
//! reading of every witness.

use super::escape::{tei as escape, xml};
use super::{is_change, kind_word, name};
use crate::library::Compared;
use crate::library::types::Row;
use crate::library::types::apparatus::{Apparatus, Slot};
use crate::version::compare::OpKind;
use std::cmp::Reverse;
use std::fmt::Write;
use std::ops::Range;

/// What differs between two documents. From the readings of a witness its text can be put together
/// again byte for byte, but for characters that XML forbids, which are named where they stood.
pub fn comparison(compared: &Compared) -> String {
    let (a, b) = (&compared.a.text, &compared.b.text);
    let mut body = String::with_capacity(b.len() * 2);
    let mut forbidden = 0;
    for op in &compared.comparison.ops {
        let first = escape(&a[op.a.clone()], &mut forbidden);
        if !is_change(op) {
            body.push_str(&first);
            continue;
        }
        let second = escape(&b[op.b.clone()], &mut forbidden);
        let kind = op.kind.map_or("wording", kind_word);
        let moved = match (op.moved, op.op) {
            (Some(number), OpKind::Delete) => format!(" n=\"move {number} from\""),
            (Some(number), OpKind::Insert) => format!(" n=\"move {number} to\""),
            (Some(number), _) => format!(" n=\"move {number}\""),
            (None, _) => String::new(),
        };
        let _ = write!(
            body,
            "<app type=\"{kind}\"{moved}><lem wit=\"#A\">{first}</lem><rdg wit=\"#B\">{second}</rdg></app>"
        );
    }
    let title = format!("{} / {}", name(&compared.a.row), name(&compared.b.row));
    let witnesses = [("A".to_owned(), &compared.a.row, None), ("B".to_owned(), &compared.b.row, None)];
    let holds = "The readings of a witness, joined in order, are its text with every blank and line end; a line \
        end is a line feed with an lb behind it. Differences of typography are readings too.";
    file(&title, &witnesses, holds, forbidden, &body)
}

/// All versions as one text. From the readings of a witness its words can be put together again;
/// white space and typography may be those of another witness with the same reading.
pub fn apparatus(apparatus: &Apparatus) -> String {
    let Some(base) = apparatus.witnesses.first() else { return file("", &[], "", 0, "") };
    let mut body = String::with_capacity(base.text.len() * 2);
    let mut forbidden = 0;
    let mut sides: Vec<Side<'_>> = (0..apparatus.witnesses.len()).map(|witness| Side::of(apparatus, witness)).collect();
    for piece in pieces(apparatus) {
        let own = escape(&base.text[piece.clone()], &mut forbidden);
        let mut readings: Vec<(Said, Vec<usize>)> = vec![(Said::Base, Vec::new())];
        for (witness, side) in sides.iter_mut().enumerate() {
            let said = side.at(&piece);
            match readings.iter_mut().find(|known| known.0 == said) {
                Some(known) => known.1.push(witness),
                None => readings.push((said, vec![witness])),
            }
        }
        if readings.len() == 1 {
            body.push_str(&own);
            continue;
        }
        let kinds = kinds_at(apparatus, &piece);
        let kinds = if kinds.is_empty() { String::new() } else { format!(" type=\"{kinds}\"") };
        let _ = write!(body, "<app{kinds}>");
        let empty = if parts_words(apparatus.base_text(), &piece) { "> </rdg>" } else { "/>" };
        for (said, witnesses) in readings {
            let wit = sigla(apparatus, &witnesses);
            match said {
                Said::Base => {
                    let _ = write!(body, "<lem wit=\"{wit}\">{own}</lem>");
                }
                Said::Elsewhere(slot) => {
                    let moved = transposed(slot, "from");
                    let _ = write!(body, "<rdg wit=\"{wit}\"{moved}{empty}");
                }
                Said::Nothing => {
                    let _ = write!(body, "<rdg wit=\"{wit}\"{empty}");
                }
                Said::Words(slot, reading) => {
                    let words = spaced(apparatus, &apparatus.slots[slot], reading);
                    let words = escape(&words, &mut forbidden);
                    let moved = came_from(&apparatus.slots[slot], reading);
                    let _ = write!(body, "<rdg wit=\"{wit}\"{moved}>{words}</rdg>");
                }
            }
        }
        body.push_str("</app>");
    }
    let witnesses: Vec<_> = apparatus
        .witnesses
        .iter()
        .map(|witness| (witness.siglum.clone(), &witness.row, Some(witness.relation.as_str())))
        .collect();
    let holds = "The readings of a witness, joined in order, are its words and marks of punctuation in order. Witnesses \
        that differ in white space, case, the form of quotation marks and dashes or hyphenation only share a \
        reading, which is given as the first of them has it. A passage that a witness has elsewhere is given there; \
        where the first witness has it, its reading is empty and transposed, too.";
    file(name(&base.row), &witnesses, holds, forbidden, &body)
}

/// What a witness has at a piece of the base.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Base,
    Nothing,
    /// Nothing here, as a passage was moved: the slot of the passage.
    Elsewhere(usize),
    /// A slot and one of its readings, by their places.
    Words(usize, usize),
}

/// Where one witness departs from the base, in order.
struct Side<'a> {
    departs: Vec<(&'a Slot, Said)>,
    next: usize,
}

impl<'a> Side<'a> {
    fn of(apparatus: &'a Apparatus, witness: usize) -> Self {
        let depart = |(number, slot): (usize, &'a Slot)| {
            let mut others = slot.readings.iter().enumerate().skip(1);
            let (place, reading) = others.find(|(_, reading)| reading.witnesses.binary_search(&witness).is_ok())?;
            let said = match reading.range.is_empty() {
                _ if reading.elsewhere.contains(&witness) => Said::Elsewhere(number),
                true => Said::Nothing,
                false => Said::Words(number, place),
            };
            Some((slot, said))
        };
        let mut departs: Vec<(&Slot, Said)> = apparatus.slots.iter().enumerate().filter_map(depart).collect();
        // Of places inside a passage that is not here nothing is left to be said.
        let mut passages: Vec<Range<usize>> =
            departs.iter().filter(|(slot, _)| slot.long).map(|(slot, _)| slot.base.clone()).collect();
        passages.sort_by_key(|passage| (passage.start, Reverse(passage.end)));
        passages.dedup_by(|next, last| next.end <= last.end);
        departs.retain(|(slot, said)| {
            let around = passages.partition_point(|passage| passage.start <= slot.base.start).checked_sub(1);
            let inside = around.is_some_and(|at| slot.base.end <= passages[at].end && slot.base != passages[at]);
            !(inside && matches!(said, Said::Elsewhere(_)))
        });
        Self { departs, next: 0 }
    }

    /// What it has at a piece; to be asked in the order of the base.
    fn at(&mut self, piece: &Range<usize>) -> Said {
        let is_over = |slot: &Slot| slot.base.end <= piece.start && slot.base != *piece;
        while self.departs.get(self.next).is_some_and(|&(slot, _)| is_over(slot)) {
            self.next += 1;
        }
        let Some(&(slot, said)) = self.departs.get(self.next) else { return Said::Base };
        if slot.base == *piece || (slot.base.start == piece.start && !piece.is_empty() && piece.end <= slot.base.end) {
            return said;
        }
        let inside = slot.base.start < piece.start && piece.end <= slot.base.end && piece.start < slot.base.end;
        match said {
            _ if !inside => Said::Base,
            Said::Elsewhere(_) => said,
            _ => Said::Nothing,
        }
    }
}

/// What is said of a reading that was moved, by the slot that it left.
fn transposed(slot: usize, end: &str) -> String {
    format!(" type=\"transposed\" n=\"move {} {end}\"", slot + 1)
}

/// What is said of words that were put in where they did not stand in the first witness.
fn came_from(slot: &Slot, reading: usize) -> String {
    let reading = &slot.readings[reading];
    match reading.ends.first() {
        Some(&end) if reading.moved && !slot.long => transposed(end, "to"),
        _ => String::new(),
    }
}

/// The base cut wherever a slot begins or ends, with an empty piece for each slot without words of
/// the base.
fn pieces(apparatus: &Apparatus) -> Vec<Range<usize>> {
    let text = apparatus.base_text();
    let mut edges: Vec<usize> = apparatus.slots.iter().flat_map(|slot| [slot.base.start, slot.base.end]).collect();
    edges.extend([0, text.len()]);
    edges.sort_unstable();
    edges.dedup();
    let mut empty: Vec<usize> =
        apparatus.slots.iter().filter(|slot| slot.base.is_empty()).map(|slot| slot.base.start).collect();
    empty.dedup();
    let mut out = Vec::with_capacity(edges.len() + empty.len());
    let mut empty = empty.into_iter().peekable();
    for (place, &edge) in edges.iter().enumerate() {
        if empty.next_if_eq(&edge).is_some() {
            out.push(edge..edge);
        }
        if let Some(&next) = edges.get(place + 1) {
            out.push(edge..next);
        }
    }
    out
}

fn kinds_at(apparatus: &Apparatus, piece: &Range<usize>) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    let first = apparatus.slots.partition_point(|slot| slot.base.start < piece.start);
    for slot in apparatus.slots[first..].iter().take_while(|slot| slot.base.start == piece.start) {
        for kind in &slot.kinds {
            if !kinds.contains(kind) {
                kinds.push(kind);
            }
        }
    }
    kinds.join("_")
}

/// A reading with a blank where it would otherwise grow together with the base's words beside it.
fn spaced(apparatus: &Apparatus, slot: &Slot, reading: usize) -> String {
    let reading = &slot.readings[reading];
    let witness = reading.witnesses.first().and_then(|&first| apparatus.witnesses.get(first));
    let words = witness.and_then(|witness| witness.text.get(reading.range.clone())).unwrap_or_default();
    let before = apparatus.base_text()[..slot.base.start].chars().next_back();
    let mut out = String::with_capacity(words.len() + 2);
    if before.is_some_and(|c| !c.is_whitespace()) && words.starts_with(|c: char| !c.is_whitespace()) {
        out.push(' ');
    }
    out.push_str(words);
    if words.ends_with(|c: char| !c.is_whitespace()) {
        out.push(' ');
    }
    out
}

/// True for a piece that holds the only white space between the words on its two sides, which a witness without the
/// piece needs, too.
fn parts_words(text: &str, piece: &Range<usize>) -> bool {
    text[..piece.start].ends_with(|c: char| !c.is_whitespace())
        && text[piece.end..].starts_with(|c: char| !c.is_whitespace())
        && text[piece.clone()].contains(char::is_whitespace)
}

fn sigla(apparatus: &Apparatus, witnesses: &[usize]) -> String {
    let siglum = |&witness: &usize| format!("#{}", apparatus.witnesses[witness].siglum);
    witnesses.iter().map(siglum).collect::<Vec<_>>().join(" ")
}

fn file(title: &str, witnesses: &[(String, &Row, Option<&str>)], holds: &str, forbidden: usize, body: &str) -> String {
    let mut list = String::new();
    for (siglum, row, relation) in witnesses {
        let _ = write!(list, "<witness xml:id=\"{siglum}\"><bibl><title>{}</title>", xml(&row.title));
        let _ = write!(list, "<idno>{}</idno>", xml(&row.key));
        if let Some(date) = &row.date {
            let _ = write!(list, "<date>{}</date>", xml(date));
        }
        if let Some(source) = &row.source {
            let _ = write!(list, "<publisher>{}</publisher>", xml(source));
        }
        if let Some(relation) = relation {
            let _ = write!(list, "<note type=\"relation\">{relation}</note>");
        }
        list.push_str("</bibl></witness>\n");
    }
    let gone = match forbidden {
        0 => String::new(),
        many => format!(
            "<correction><p>{} that XML forbids: each is a g element, of which the attribute n names the \
             character.</p></correction>",
            if many == 1 { "1 character".to_owned() } else { format!("{many} characters") }
        ),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader>\n<fileDesc>\n\
         <titleStmt><title>{}</title></titleStmt>\n<publicationStmt><p>Made by variorum from the documents \
         listed.</p></publicationStmt>\n<sourceDesc>\n<listWit>\n{list}</listWit>\n</sourceDesc>\n</fileDesc>\n\
         <encodingDesc>\n<editorialDecl>{gone}<normalization><p>{holds}</p></normalization></editorialDecl>\n\
         <variantEncoding method=\"parallel-segmentation\" location=\"internal\"/>\n</encodingDesc>\n</teiHeader>\n\
         <text>\n<body>\n<ab xml:space=\"preserve\">{body}</ab>\n</body>\n</text>\n</TEI>\n",
        xml(title)
    )
}
