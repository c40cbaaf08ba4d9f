//! JSON Lines, arrays of records and single records, streamed one record at a time.
//!
//! A line that is not JSON, or an element of an array that is not, costs that record; what cannot
//! be split into records any more ends the reading.

use super::form::{self, Forms};
use super::scan::{Fit, Scan};
use super::sink::{Sink, Stop};
use super::{Extracted, Options, charset, early, limits, record, unfinished};
use serde_json::error::Category;
use serde_json::{Map, Value};
use std::io::{self, BufRead};

struct Json<'s, 'o, 'e> {
    options: &'o Options,
    sink: &'s mut Sink<'e>,
    forms: Forms<'o>,
}

/// Reads UTF-8, or bytes that are nearly that.
///
/// Records of which none has a text are one together where that `may_be_form`, else each is in error.
pub(super) fn read(
    reader: impl BufRead,
    options: &Options,
    may_be_form: bool,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let mut json = Json { options, sink, forms: Forms::new(options, may_be_form) };
    let end = json.all(reader);
    json.forms.end(end, json.sink)
}

fn piece_with_end(mut piece: Vec<u8>) -> Vec<u8> {
    piece.push(b'\n');
    piece
}

fn ends_in_string(piece: &[u8]) -> bool {
    let (mut string, mut escaped) = (false, false);
    for &byte in piece {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = string,
            b'"' => string = !string,
            _ => {}
        }
    }
    string
}

impl Json<'_, '_, '_> {
    fn all(&mut self, reader: impl BufRead) -> Result<(), Stop> {
        let mut scan = Scan::new(reader, self.options.record_limit);
        scan.mark().and_then(|()| scan.blank()).map_err(|error| broken(None, error))?;
        let line = scan.line;
        match scan.peek().map_err(|error| broken(None, error))? {
            None => return Ok(()),
            Some(b'[') => return self.values(scan),
            Some(_) => {}
        }
        let mut piece = Vec::new();
        if scan.rest_of_line(&mut piece).map_err(|error| broken(Some(line), error))? == Fit::TooLong {
            self.too_long(line)?;
            return self.lines(scan, None);
        }
        match parse(&piece) {
            // A line that ends inside a string is a broken record; one that ends elsewhere is the
            // first of a value that goes over several.
            Err(error) if error.classify() == Category::Eof && !ends_in_string(&piece) => {
                self.values(scan.put_back(piece_with_end(piece), line))
            }
            Err(error) => {
                self.broken_off(line, &piece, &error)?;
                self.lines(scan, None)
            }
            Ok(value) => self.lines(scan, Some((line, value))),
        }
    }

    /// A value a line. `first` is the one before the stream, which may turn out to be all there is.
    fn lines(&mut self, mut scan: Scan<impl BufRead>, mut first: Option<(u64, Value)>) -> Result<(), Stop> {
        let mut piece = Vec::new();
        loop {
            if let Err(error) = scan.blank() {
                // What came whole before the break is a record.
                let line = scan.line;
                first.map_or(Ok(()), |(line, value)| self.value(Some(line), value))?;
                return Err(broken(Some(line), error));
            }
            let line = scan.line;
            if scan.peek().map_err(|error| broken(Some(line), error))?.is_none() {
                return first.map_or(Ok(()), |(line, value)| self.alone(line, value));
            }
            if let Some((line, value)) = first.take() {
                self.value(Some(line), value)?;
            }
            piece.clear();
            match scan.rest_of_line(&mut piece).map_err(|error| broken(Some(line), error))? {
                Fit::TooLong => self.too_long(line)?,
                Fit::Whole => self.parsed(line, &piece)?,
            }
        }
    }

    /// Values that may go over several lines, each beginning on a line of its own.
    fn values(&mut self, mut scan: Scan<impl BufRead>) -> Result<(), Stop> {
        let (mut piece, mut first, mut any) = (Vec::new(), None, false);
        loop {
            let apart = match scan.blank() {
                Ok(apart) => apart,
                Err(error) => {
                    let line = scan.line;
                    first.map_or(Ok(()), |(line, value)| self.value(Some(line), value))?;
                    return Err(broken(Some(line), error));
                }
            };
            let line = scan.line;
            let Some(byte) = scan.peek().map_err(|error| broken(Some(line), error))? else {
                return first.map_or(Ok(()), |(line, value)| self.alone(line, value));
            };
            if let Some((line, value)) = first.take() {
                self.value(Some(line), value)?;
            }
            piece.clear();
            if any && !apart {
                self.sink
                    .bad(Some(line), "something stands behind a value; every value needs a line of its own".into())?;
                scan.rest_of_line(&mut piece).map_err(|error| broken(Some(line), error))?;
                continue;
            }
            if byte == b'[' {
                self.elements(&mut scan)?;
            } else if scan.value(&mut piece).map_err(|error| broken(Some(line), error))? == Fit::TooLong {
                self.too_long(line)?;
            } else if any {
                self.parsed(line, &piece)?;
            } else {
                match parse(&piece) {
                    Ok(value) => first = Some((line, value)),
                    Err(error) => self.broken_off(line, &piece, &error)?,
                }
            }
            any = true;
        }
    }

    /// The elements of the array that the stream stands before.
    fn elements(&mut self, scan: &mut Scan<impl BufRead>) -> Result<(), Stop> {
        scan.take();
        let (mut piece, mut comma) = (Vec::new(), false);
        loop {
            scan.blank().map_err(|error| broken(Some(scan.line), error))?;
            let line = scan.line;
            match scan.peek().map_err(|error| broken(Some(line), error))? {
                None => return Err(unclosed(line)),
                Some(b']') => {
                    scan.take();
                    return if comma {
                        self.sink.bad(Some(line), "a comma before the end of the array".into())
                    } else {
                        Ok(())
                    };
                }
                Some(_) => {}
            }
            piece.clear();
            match scan.value(&mut piece).map_err(|error| broken(Some(line), error))? {
                Fit::TooLong => self.too_long(line)?,
                Fit::Whole => self.parsed(line, &piece)?,
            }
            scan.blank().map_err(|error| broken(Some(scan.line), error))?;
            let line = scan.line;
            match scan.peek().map_err(|error| broken(Some(line), error))? {
                Some(b',') => {
                    scan.take();
                    comma = true;
                }
                Some(b']') => comma = false,
                None => return Err(unclosed(line)),
                Some(_) => {
                    let error = "no comma between two elements of the array; what follows is not read".to_owned();
                    return Err(Stop::Fail { line: Some(line), error });
                }
            }
        }
    }

    fn too_long(&mut self, line: u64) -> Result<(), Stop> {
        let limit = limits::size(self.options.record_limit);
        self.sink.bad(Some(line), format!("a record longer than {limit}, which is not read; split it"))
    }

    fn parsed(&mut self, line: u64, piece: &[u8]) -> Result<(), Stop> {
        match parse(piece) {
            Ok(value) => self.value(Some(line), value),
            Err(error) => self.broken_off(line, piece, &error),
        }
    }

    /// Reads what there is of a value that is not whole, where that is some text.
    fn broken_off(&mut self, line: u64, piece: &[u8], error: &serde_json::Error) -> Result<(), Stop> {
        let closed = if error.classify() == Category::Eof { unfinished::closed(piece) } else { None };
        let value = closed.and_then(|closed| parse(closed.as_bytes()).ok()).filter(|value| self.holds_text(value, 3));
        let said = explain(error);
        let Some(value) = value else { return self.sink.bad(Some(line), said) };
        self.alone(line, value)?;
        self.sink.bad(Some(line), format!("{said}; {}", early::READ))
    }

    /// True for a record with a text, and for what is around some.
    fn holds_text(&self, value: &Value, depth: usize) -> bool {
        match value {
            Value::Object(map) if self.has_text(map) => true,
            Value::Object(map) if depth > 0 => map.values().any(|value| self.holds_text(value, depth - 1)),
            Value::Array(all) => all.iter().any(|value| value.as_object().is_some_and(|map| self.has_text(map))),
            _ => false,
        }
    }

    fn value(&mut self, line: Option<u64>, value: Value) -> Result<(), Stop> {
        match value {
            Value::Object(map) if map.is_empty() => self.sink.odd(line, "a record without any field".to_owned()),
            Value::Object(map) => self.forms.record(line, map, self.sink),
            other => self.sink.odd(line, format!("{}, not a record; a record is an object", kind(&other))),
        }
    }

    /// A value that is all of its file: a record, or an object around an array of records.
    fn alone(&mut self, line: u64, value: Value) -> Result<(), Stop> {
        let Value::Object(mut map) = value else { return self.value(Some(line), value) };
        if self.has_text(&map) {
            return self.value(Some(line), Value::Object(map));
        }
        let Some(records) = self.wrapped(&mut map, 2) else {
            if self.forms.are_open()
                && let Some(text) = form::text(&map)
            {
                let document = record::described(map, text, None);
                return self.sink.document(Extracted { id: None, fields: Map::new(), ..document });
            }
            let found = record::list(map.keys().map(String::as_str));
            return Err(Stop::Skip(format!(
                "JSON that holds no records with a text: looked for {}, found {}; name the field with --text-field",
                record::text_names(self.options),
                if found.is_empty() { "no field" } else { &found },
            )));
        };
        self.forms.numbered();
        for value in records {
            self.value(None, value)?;
        }
        Ok(())
    }

    fn has_text(&self, map: &Map<String, Value>) -> bool {
        map.iter().any(|(key, value)| record::is_text_name(key, self.options) && !is_records(value))
    }

    /// The one array of records in an object, or in an object in it.
    fn wrapped(&self, map: &mut Map<String, Value>, depth: usize) -> Option<Vec<Value>> {
        let with_text = |value: &Value| value.as_object().is_some_and(|map| self.has_text(map));
        let mut arrays = map.values_mut().filter_map(Value::as_array_mut).filter(|array| array.iter().any(with_text));
        match (arrays.next(), arrays.next()) {
            (Some(array), None) => Some(std::mem::take(array)),
            (None, _) if depth > 0 => {
                map.values_mut().filter_map(Value::as_object_mut).find_map(|map| self.wrapped(map, depth - 1))
            }
            _ => None,
        }
    }
}

fn is_records(value: &Value) -> bool {
    value.as_array().is_some_and(|array| array.iter().any(Value::is_object))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Parses one value; bytes that are not UTF-8 are decoded first, and half a surrogate pair in an
/// escape, which other writers of JSON let through, becomes the replacement character.
fn parse(piece: &[u8]) -> Result<Value, serde_json::Error> {
    let error = match serde_json::from_slice(piece) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let text = charset::decode(piece, None);
    match mend_surrogates(&text) {
        Some(mended) => serde_json::from_str(&mended),
        None if text.as_bytes() != piece => serde_json::from_str(&text),
        None => Err(error),
    }
}

fn mend_surrogates(text: &str) -> Option<String> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let (mut out, mut copied, mut at) = (String::new(), 0, 0);
    while let Some(step) = text[at..].find('\\') {
        at += step;
        match unit(at) {
            Some(0xd800..=0xdbff) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => at += 12,
            Some(0xd800..=0xdfff) => {
                out.push_str(&text[copied..at]);
                out.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            _ => at = (at + 2).min(text.len()),
        }
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    (copied > 0).then(|| out + &text[copied..])
}

fn explain(error: &serde_json::Error) -> String {
    let said = error.to_string();
    if said.starts_with("recursion limit") {
        return "JSON nested deeper than 128 levels, which is not read".to_owned();
    }
    let said = said.split(" at line ").next().unwrap_or(&said).to_lowercase();
    match error.line() {
        1 => format!("not valid JSON: {said} (column {})", error.column()),
        line => format!("not valid JSON: {said} (line {line} of the record, column {})", error.column()),
    }
}

fn unclosed(line: u64) -> Stop {
    Stop::Fail { line: Some(line), error: "the array is not closed; the file ends too early".to_owned() }
}

fn broken(line: Option<u64>, error: io::Error) -> Stop {
    Stop::Broken { line, error }
}
