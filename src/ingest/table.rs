//! Tables with a header row, in CSV and its relatives, streamed a row at a time.

use super::lines::Lines;
use super::ragged::Ragged;
use super::record::{PROSE, SAMPLED};
use super::sink::{Sink, Stop};
use super::{Options, charset, limits, record};
use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::collections::HashSet;
use std::io::{self, Read};
use std::rc::Rc;

/// Bytes in which the delimiter is looked for.
const SAMPLE: usize = 1 << 15;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Dialect {
    delimiter: u8,
    quoting: bool,
}

/// Lets no single record outgrow the limit: an open quote would swallow the rest of a file.
struct Metered<R> {
    reader: R,
    since: Rc<Since>,
    limit: u64,
    delimiter: u8,
}

/// Lines that are not counted in where a row is said to begin.
#[derive(Clone, Copy)]
struct Ahead {
    /// The one that states the delimiter.
    stated: u64,
    /// The one before it, where lines end in two signs and the row is said to begin between them.
    half: u64,
}

/// What has been read ahead of the rows.
#[derive(Default)]
struct Since {
    /// Bytes since the last row was asked for.
    bytes: Cell<u64>,
    place: Cell<Place>,
    ended: Cell<bool>,
}

/// Where a row stands, as far as its quotes go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Before a field.
    #[default]
    Before,
    /// In a field without quotes, in which one is a character like others.
    Bare,
    Quoted,
    /// Behind a quote in a quoted field: its last one, or the first of two that stand for one.
    Quote,
}

impl Place {
    fn after(self, byte: u8, delimiter: u8) -> Place {
        match (self, byte) {
            (Place::Quoted, b'"') => Place::Quote,
            (Place::Quoted, _) | (Place::Before | Place::Quote, b'"') => Place::Quoted,
            (_, b'\n' | b'\r') => Place::Before,
            (_, byte) if byte == delimiter => Place::Before,
            _ => Place::Bare,
        }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        let place = into[..read].iter().fold(self.since.place.get(), |place, &byte| place.after(byte, self.delimiter));
        self.since.place.set(place);
        self.since.ended.set(read == 0);
        self.since.bytes.set(self.since.bytes.get() + read as u64);
        if self.since.bytes.get() > self.limit {
            let limit = limits::size(self.limit);
            let error = format!("a row longer than {limit}, which is not read: a quote that is never closed?");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, error));
        }
        Ok(read)
    }
}

/// Reads UTF-8, or bytes that are nearly that.
pub(super) fn read(mut reader: impl Read, options: &Options, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut head = Vec::new();
    let broken = |error| Stop::Broken { line: None, error };
    reader.by_ref().take(SAMPLE as u64).read_to_end(&mut head).map_err(broken)?;
    let mut skipped = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut stated = None;
    if let [b's', b'e', b'p', b'=', delimiter, rest @ ..] = &head[skipped..]
        && let Some(end) = rest.iter().position(|&byte| byte == b'\n').filter(|&end| end <= 1)
    {
        // How spreadsheets state their delimiter.
        stated = Some(*delimiter);
        skipped += 6 + end;
    }
    if head[skipped..].iter().all(u8::is_ascii_whitespace) && head.len() < SAMPLE {
        return Ok(());
    }
    let dialect = sniff(&head[skipped..], stated, options);
    head.drain(..skipped);
    let end = head.iter().position(|&byte| byte == b'\n');
    let lines = Ahead {
        stated: u64::from(stated.is_some()),
        half: u64::from(end.is_some_and(|end| head[..end].ends_with(b"\r"))),
    };
    let since = Rc::new(Since::default());
    let metered = Metered {
        reader: io::Cursor::new(head).chain(reader),
        since: since.clone(),
        limit: options.record_limit,
        delimiter: dialect.delimiter,
    };
    rows(&mut csv(dialect, metered), dialect, lines, &since, options, sink)
}

fn csv<R: Read>(dialect: Dialect, reader: R) -> Reader<R> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(dialect.delimiter)
        .quoting(dialect.quoting)
        .buffer_capacity(1 << 17)
        .from_reader(reader)
}

fn rows<R: Read>(
    csv: &mut Reader<R>,
    dialect: Dialect,
    ahead: Ahead,
    since: &Since,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let mut row = ByteRecord::new();
    let at = |row: &ByteRecord| row.position().map(|position| position.line() + ahead.stated + ahead.half);
    let broken = |error: csv::Error, row: &ByteRecord| {
        let line = at(row);
        match error.into_kind() {
            // Our own limit, which says nothing about where the bytes come from.
            csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                Stop::Fail { line, error: error.to_string() }
            }
            csv::ErrorKind::Io(error) => Stop::Broken { line, error },
            other => Stop::Fail { line, error: format!("not a table: {other:?}").to_lowercase() },
        }
    };
    if !csv.read_byte_record(&mut row).map_err(|error| broken(error, &row))? {
        return Ok(());
    }
    let columns = header(&row);
    let mut sheet = None;
    if !columns.iter().any(|name| record::is_text_name(name, options)) {
        let mut sample = Vec::new();
        let mut next = ByteRecord::new();
        while sample.len() < SAMPLED && csv.read_byte_record(&mut next).map_err(|error| broken(error, &next))? {
            since.bytes.set(0);
            sample.push(next.clone());
        }
        let prose = columns.iter().enumerate().find(|(index, _)| is_prose(&sample, *index)).map(|(_, name)| name);
        if options.text_field.is_some() || prose.is_some() {
            return Err(Stop::fail(format!(
                "no text column: looked for {}, found {}; name the column with --text-field{}",
                record::text_names(options),
                record::list(columns.iter().map(String::as_str)),
                prose.map(|name| format!(", such as --text-field '{name}'")).unwrap_or_default(),
            )));
        }
        let mut begun = Lines::under(line(&row));
        sample.iter().try_for_each(|row| begun.push(&line(row), at(row), sink))?;
        sheet = Some(begun);
    }
    let mut ragged = Ragged { columns: &columns, delimiter: dialect.delimiter, options, rest: None };
    loop {
        since.bytes.set(0);
        if !csv.read_byte_record(&mut row).map_err(|error| broken(error, &row))? {
            return [sheet, ragged.rest].into_iter().flatten().try_for_each(|lines| lines.end(sink));
        }
        let line = at(&row);
        if row.iter().all(|field| field.iter().all(u8::is_ascii_whitespace)) {
            continue;
        }
        let lines = (csv.position().line() + ahead.stated).saturating_sub(line.unwrap_or_default());
        let is_open = dialect.quoting && since.ended.get() && since.place.get() == Place::Quoted;
        let is_wider = row.len() > columns.len() && row.iter().skip(columns.len()).any(|field| !field.is_empty());
        if let Some(sheet) = &mut sheet {
            sheet.push(&self::line(&row), line, sink)?;
        } else if row.len() < columns.len() || is_wider {
            ragged.row(&row, line, sink)?;
        } else {
            let fields = columns.iter().zip(&row).map(|(name, field)| (name.clone(), value(field)));
            match record::document(fields.collect::<Map<_, _>>(), options, line) {
                Ok(document) => sink.document(document)?,
                Err(error) => sink.bad(line, error)?,
            }
        }
        if is_open {
            // The rest of the file, taken for the content of one field.
            let rest = match lines {
                0 | 1 => "all to the end of the file was read as its field".to_owned(),
                lines => format!("the {lines} lines to the end of the file were read as its field"),
            };
            sink.bad(line, format!("a quote in this row is never closed: {rest}; close it, or get the whole file"))?;
        }
    }
}

/// True for a column whose cells are mostly texts of their own.
fn is_prose(rows: &[ByteRecord], column: usize) -> bool {
    let cells = rows.iter().filter_map(|row| row.get(column));
    let words = |cell: &[u8]| cell.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count();
    let (count, words) = cells.fold((0, 0), |(count, all), cell| (count + 1, all + words(cell)));
    count > 0 && words >= PROSE * count
}

/// A row of a table of which no column is a text, as of any other spreadsheet.
pub(super) fn line(row: &ByteRecord) -> String {
    let cells = row.iter().map(|cell| {
        let cell = charset::decode(cell, None);
        cell.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    cells.collect::<Vec<_>>().join("\t").trim_end().to_owned() + "\n"
}

pub(super) fn value(field: &[u8]) -> Value {
    Value::String(charset::even_lines(charset::decode(field, None)))
}

/// The names of the columns; one without a name, or with another's, is told apart by its number.
fn header(row: &ByteRecord) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(row.len());
    let mut taken: HashSet<String> = HashSet::with_capacity(row.len());
    for (index, field) in row.iter().enumerate() {
        let name = charset::decode(field, None).trim().to_owned();
        let mut name = if name.is_empty() { format!("column {}", index + 1) } else { name };
        while !taken.insert(name.clone()) {
            name = format!("{name} ({})", index + 1);
        }
        names.push(name);
    }
    names
}

/// The delimiter and quoting under which the header names a text and the rows agree with it best.
fn sniff(head: &[u8], stated: Option<u8>, options: &Options) -> Dialect {
    let mut best = (Dialect { delimiter: b',', quoting: true }, (false, 0, 0));
    let delimiters = stated.map_or(vec![b',', b'\t', b';', b'|'], |delimiter| vec![delimiter]);
    for quoting in [true, false] {
        for &delimiter in &delimiters {
            let dialect = Dialect { delimiter, quoting };
            let score = fitness(head, dialect, options);
            // Without quotes only where quotes do clearly worse, as in tables that never quote.
            if score > best.1 && (quoting || score.1 > best.1.1 + 20) {
                best = (dialect, score);
            }
        }
    }
    best.0
}

/// Whether the header names a text, the percentage of rows that are as wide as it, and how wide.
fn fitness(head: &[u8], dialect: Dialect, options: &Options) -> (bool, usize, usize) {
    let mut csv = csv(dialect, head);
    let mut row = ByteRecord::new();
    if !csv.read_byte_record(&mut row).unwrap_or(false) {
        return (false, 0, 0);
    }
    let columns = header(&row);
    let named = columns.iter().any(|name| record::is_text_name(name, options));
    let (mut rows, mut alike) = (0, 0);
    while rows < 200 && csv.read_byte_record(&mut row).unwrap_or(false) {
        // The last row of the sample is cut.
        if csv.is_done() && head.len() >= SAMPLE / 2 {
            break;
        }
        rows += 1;
        alike += usize::from(row.len() == columns.len());
    }
    let share = (alike * 100usize).checked_div(rows).unwrap_or(100);
    (named, if columns.len() > 1 { share } else { share / 2 }, columns.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_one_name_are_told_apart_however_many_they_are() {
        let names = header(&ByteRecord::from(vec!["a", "", "a", "a (3)", "a"]));
        assert_eq!(names, ["a", "column 2", "a (3)", "a (3) (4)", "a (5)"]);
        let begun = std::time::Instant::now();
        let wide: Vec<String> = (0..100_000).map(|number| number.to_string()).collect();
        assert_eq!(header(&ByteRecord::from(wide)).len(), 100_000);
        // Where each looks through those before it this takes minutes.
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
