//! Address books and calendars (vCard and iCalendar): a document a card, an appointment, a task.

mod calendar;
mod contact;

use super::part::{Part, told_apart};
use super::sink::{Sink, Stop};
use super::{Extracted, Stamp, charset, early, file, plain};
use calcard::common::PartialDateTime;
use calcard::{Entry, Parser};
use std::collections::{HashMap, HashSet};

/// The longest name that one of several is given by, in bytes.
const LONGEST: usize = 250;

/// A card or an appointment while it is read.
#[derive(Default)]
struct Card {
    /// The name that whoever made it gave it.
    id: Option<String>,
    title: String,
    date: Option<Stamp>,
    /// By whom it is.
    source: Option<String>,
    /// What it says, a value a line behind its name.
    lines: Vec<String>,
    /// Running text.
    prose: Vec<String>,
    /// What is among the lines, and among the prose.
    said: (HashSet<String>, HashSet<String>),
    /// Names and bytes of what is attached.
    attached: Vec<(String, Vec<u8>)>,
}

impl Card {
    fn line(&mut self, name: &str, value: &str) {
        let value = plain::one_line(value);
        let line = if name.is_empty() { value.clone() } else { format!("{name}: {value}") };
        if !value.is_empty() && self.said.0.insert(line.clone()) {
            self.lines.push(line);
        }
    }

    fn prose(&mut self, text: &str) {
        let text = text.trim_matches(['\n', '\r', ' ', '\t']);
        if !text.is_empty() && self.said.1.insert(text.to_owned()) {
            self.prose.push(text.to_owned());
        }
    }

    fn document(self) -> Option<Extracted> {
        let title = plain::one_line(&self.title);
        let head: Vec<String> = [title.clone()].into_iter().chain(self.lines).filter(|line| !line.is_empty()).collect();
        let paragraphs: Vec<String> = [head.join("\n")].into_iter().chain(self.prose).collect();
        let text = charset::even_lines(paragraphs.join("\n\n").trim_start().to_owned().into()) + "\n";
        if plain::is_empty(&text) {
            return None;
        }
        let title = if title.is_empty() { plain::title(&text) } else { title };
        Some(Extracted { title, date: self.date, source: self.source, text, ..Extracted::default() })
    }
}

/// Reads an address book or a calendar.
pub(super) fn read(whole: &str, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let source = joined(whole);
    let mut parser = Parser::new(&source);
    let (mut cards, mut stray): (Vec<Card>, Vec<String>) = Default::default();
    loop {
        match parser.entry() {
            Entry::Eof => break,
            Entry::VCard(card) => cards.push(contact::card(&card)),
            Entry::ICalendar(calendar) => calendar::cards(&calendar, &mut cards),
            Entry::InvalidLine(line) => stray.push(line),
            _ => return Err(Stop::fail("damaged: it cannot be told where its parts end; get the file again")),
        }
    }
    // What stands around the cards may be what somebody wrote about them.
    match cards.last_mut() {
        Some(last) => last.prose(&stray.join("\n")),
        None => return plain::read(whole.to_owned()).map_or(Ok(()), |document| sink.document(document)),
    }
    let are_many = cards.len() > 1;
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut any = false;
    for (number, mut card) in (1..).zip(cards) {
        let attached = std::mem::take(&mut card.attached);
        let name = named(card.id.take(), number, &mut seen);
        let Some(document) = card.document() else { continue };
        any = true;
        let give = |part: &Part<'_>, sink: &mut Sink<'_>| {
            sink.document(document)?;
            attached.iter().try_for_each(|(name, bytes)| {
                part.part(sink, name, Some(bytes.len() as u64), |part, sink| {
                    file::read_part(&mut bytes.as_slice(), part, sink)
                })
            })
        };
        if are_many {
            part.part(sink, &name, None, give)?;
        } else {
            give(part, sink)?;
        }
    }
    if let Some((line, name)) = left_open(whole) {
        return Err(early::cut(
            early::last_line(whole.as_bytes()),
            &format!("inside the {name} that begins in line {line}"),
            sink,
        ));
    }
    if any { Ok(()) } else { Err(Stop::Skip("an address book or calendar in which nothing stands".to_owned())) }
}

/// The innermost thing that is begun and not ended, and the line in which it begins.
fn left_open(source: &str) -> Option<(usize, String)> {
    let mut open: Vec<(usize, String)> = Vec::new();
    for (line, text) in (1..).zip(source.lines()) {
        let Some((word, name)) = text.split_once(':') else { continue };
        let name = name.trim().to_ascii_uppercase();
        if word.eq_ignore_ascii_case("begin") {
            // Some begin the next without an end to the last.
            open.pop_if(|(_, last)| *last == name);
            open.push((line, name));
        } else if word.eq_ignore_ascii_case("end")
            && let Some(at) = open.iter().rposition(|(_, begun)| *begun == name)
        {
            open.truncate(at);
        }
    }
    open.pop().map(|(line, name)| (line, if name.is_empty() { "card".to_owned() } else { name }))
}

/// What one of several is called, each otherwise: by what it calls itself, else by its number.
fn named(id: Option<String>, number: u64, seen: &mut HashMap<String, u32>) -> String {
    let is_plain = |id: &String| !id.is_empty() && id.len() <= LONGEST && id.chars().all(|c| c.is_ascii_graphic());
    let id = id.filter(is_plain).map(|id| id.replace(['/', '\\'], "_"));
    told_apart(id.unwrap_or_else(|| number.to_string()), seen)
}

/// Lines that were broken without the blank that says so are parts of the line before: a reader that holds to the
/// letter would drop them.
fn joined(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let (mut is_open, mut is_encoded) = (false, false);
    for line in source.lines() {
        let is_folded = line.starts_with([' ', '\t']);
        if is_open && !is_folded && !is_encoded && !line.trim().is_empty() && !is_property(line) {
            out.push_str(" \\n");
        } else if !is_folded && !is_encoded {
            let word = line.trim_start().get(..4).unwrap_or_default();
            is_open = is_property(line)
                && !word.eq_ignore_ascii_case("end:")
                && !line.to_ascii_lowercase().starts_with("begin:");
        }
        out.push_str(line);
        out.push_str("\r\n");
        is_encoded = line.ends_with('=');
    }
    out
}

/// True for `NAME:…`, `NAME;PARAMETER=…:…` and `group.NAME:…`.
fn is_property(line: &str) -> bool {
    let name = line.split([':', ';']).next().unwrap_or_default();
    let line = line.trim_start_matches('\u{feff}');
    name.len() < line.len() && line.contains(':') && {
        let name = name.trim_start_matches('\u{feff}');
        !name.is_empty()
            && name.len() <= 60
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._ ".contains(&byte))
    }
}

/// `DTSTART` and the like as words.
fn word(name: &str) -> String {
    match &*name.to_ascii_uppercase() {
        "ADR" => "address".to_owned(),
        "BDAY" => "birthday".to_owned(),
        "DTEND" => "end".to_owned(),
        "DTSTART" => "start".to_owned(),
        "EXDATE" => "except".to_owned(),
        "IMPP" => "messenger".to_owned(),
        "N" => "name".to_owned(),
        "ORG" => "organisation".to_owned(),
        "RDATE" => "also".to_owned(),
        "RRULE" => "repeated".to_owned(),
        "TEL" => "telephone".to_owned(),
        "X-WR-CALNAME" => "calendar".to_owned(),
        "X-WR-CALDESC" => "of the calendar".to_owned(),
        "X-WR-TIMEZONE" => "time zone".to_owned(),
        name => name.strip_prefix("X-").unwrap_or(name).to_lowercase().replace('-', " "),
    }
}

/// A date, a time or both, as far as they are stated, in ISO 8601.
fn moment(of: &PartialDateTime) -> String {
    let two = |figure: Option<u8>| figure.map_or("--".to_owned(), |figure| format!("{figure:02}"));
    let mut out = match (of.year, of.month, of.day) {
        (None, None, None) => String::new(),
        (Some(year), None, None) => format!("{year:04}"),
        (Some(year), month, None) => format!("{year:04}-{}", two(month)),
        (Some(year), month, day) => format!("{year:04}-{}-{}", two(month), two(day)),
        (None, month, day) => format!("--{}-{}", two(month), two(day)),
    };
    if let Some(hour) = of.hour {
        if !out.is_empty() {
            out.push('T');
        }
        out.push_str(&format!("{hour:02}:{:02}", of.minute.unwrap_or_default()));
        if let Some(second) = of.second.filter(|second| *second > 0) {
            out.push_str(&format!(":{second:02}"));
        }
    }
    match (of.tz_hour, of.tz_minute.unwrap_or_default()) {
        (Some(0), 0) => out.push('Z'),
        (Some(hours), minutes) => {
            out.push_str(&format!("{}{hours:02}:{minutes:02}", if of.tz_minus { '-' } else { '+' }));
        }
        (None, _) => {}
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_twice_stands_once_however_much_is_said() {
        let (mut card, begun) = (Card::default(), std::time::Instant::now());
        for number in (0..100_000).chain(0..100_000) {
            card.line("telephone", &number.to_string());
            card.prose(&number.to_string());
        }
        assert_eq!((card.lines.len(), card.prose.len()), (100_000, 100_000));
        // Where each looks through those before it this takes minutes.
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
