//! Records of which none has a text, as a text of their own: what each says, behind the names of its fields.

use super::lines::Lines;
use super::record::{PROSE, SAMPLED};
use super::sink::{Sink, Stop};
use super::{Extracted, Options, charset, plain, record};
use serde_json::{Map, Value};

/// Bytes of text that records make before it is settled what they are, if they are few.
const BYTES: usize = 1 << 20;

/// What becomes of records without a text.
pub(super) struct Forms<'o> {
    options: &'o Options,
    state: State,
    /// How many records have come, where they are told apart by that.
    count: Option<u64>,
}

enum State {
    /// None with a text has been met.
    Open(Vec<Record>, usize),
    /// There are some, and those without are in error.
    Records,
    Form(Lines),
}

struct Record {
    line: Option<u64>,
    fields: Map<String, Value>,
    text: String,
}

impl<'o> Forms<'o> {
    /// Where they `may` be no texts of their own, or somebody says which field is the text, they are in error.
    pub(super) fn new(options: &'o Options, may: bool) -> Forms<'o> {
        let may = may && options.text_field.is_none();
        Forms { options, count: None, state: if may { State::Open(Vec::new(), 0) } else { State::Records } }
    }

    /// Records without a text may still be one together.
    pub(super) fn are_open(&self) -> bool {
        matches!(self.state, State::Open(..))
    }

    /// From now on records are known by their number.
    pub(super) fn numbered(&mut self) {
        self.count = Some(0);
    }

    /// Gives a record, or keeps it where it has no text.
    pub(super) fn record(
        &mut self,
        line: Option<u64>,
        fields: Map<String, Value>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Stop> {
        self.count = self.count.map(|count| count + 1);
        if !fields.keys().any(|name| record::is_text_name(name, self.options)) {
            return self.take(line, fields, sink);
        }
        self.are_records(sink)?;
        match record::document(fields, self.options, line) {
            Ok(document) => sink.document(Extracted { ordinal: self.count, ..document }),
            Err(error) => sink.bad(line, error),
        }
    }

    fn take(&mut self, line: Option<u64>, fields: Map<String, Value>, sink: &mut Sink<'_>) -> Result<(), Stop> {
        match &mut self.state {
            State::Records => sink.bad(line, record::textless(&fields, self.options)),
            State::Form(lines) => lines.push(&block(&fields), line, sink),
            State::Open(held, bytes) => {
                let text = block(&fields);
                *bytes += text.len();
                held.push(Record { line, fields, text });
                if held.len() >= SAMPLED || *bytes >= BYTES { self.settle(sink) } else { Ok(()) }
            }
        }
    }

    /// A record with a text has been met: the others should have one.
    fn are_records(&mut self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        match std::mem::replace(&mut self.state, State::Records) {
            State::Open(held, _) => self.refuse(held, None, sink),
            State::Records => Ok(()),
            form => {
                self.state = form;
                Ok(())
            }
        }
    }

    fn settle(&mut self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let State::Open(held, _) = std::mem::replace(&mut self.state, State::Records) else { return Ok(()) };
        let prose = prose(&held);
        if prose.is_some() || !held.iter().any(|record| record.fields.values().any(has_words)) {
            return self.refuse(held, prose, sink);
        }
        let mut lines = Lines::under(String::new());
        held.iter().try_for_each(|record| lines.push(&record.text, record.line, sink))?;
        self.state = State::Form(lines);
        Ok(())
    }

    fn refuse(&self, held: Vec<Record>, prose: Option<String>, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let such = prose.map(|name| format!(", such as --text-field '{name}'")).unwrap_or_default();
        held.into_iter()
            .try_for_each(|record| sink.bad(record.line, record::textless(&record.fields, self.options) + &such))
    }

    /// Gives what has been gathered, however the reading ended.
    pub(super) fn end(mut self, end: Result<(), Stop>, sink: &mut Sink<'_>) -> Result<(), Stop> {
        if matches!(end, Err(Stop::Enough | Stop::Elsewhere)) {
            return end;
        }
        if matches!(&self.state, State::Open(held, _) if !held.is_empty()) {
            self.settle(sink)?;
        }
        if let State::Form(lines) = self.state {
            lines.end(sink)?;
        }
        end
    }
}

/// The text of one record that is all there is; none if it has no words.
pub(super) fn text(fields: &Map<String, Value>) -> Option<String> {
    fields.values().any(has_words).then(|| block(fields))
}

/// The field of several records whose values are mostly texts of their own.
fn prose(records: &[Record]) -> Option<String> {
    if records.len() < 2 {
        return None;
    }
    let words = |record: &Record, name: &str| {
        record.fields.get(name).and_then(Value::as_str).map_or(0, |text| text.split_whitespace().count())
    };
    let names = records[0].fields.keys();
    let mut long = names.map(|name| (records.iter().map(|record| words(record, name)).sum::<usize>(), name));
    long.find(|(words, _)| *words >= PROSE * records.len()).map(|(_, name)| name.clone())
}

fn has_words(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().any(char::is_alphabetic),
        Value::Array(values) => values.iter().any(has_words),
        Value::Object(fields) => fields.values().any(has_words),
        _ => false,
    }
}

fn block(fields: &Map<String, Value>) -> String {
    let mut out = String::new();
    fields.iter().for_each(|(name, value)| write(&mut out, 0, name, value));
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Writes a field as people write lists: what stands in it below it and further in.
fn write(out: &mut String, depth: usize, name: &str, value: &Value) {
    let begin = |out: &mut String| {
        out.extend(std::iter::repeat_n("  ", depth));
        out.push_str(&plain::one_line(name));
        out.push(':');
    };
    match value {
        Value::Null => {}
        Value::Object(fields) if fields.is_empty() => {}
        Value::Object(fields) => {
            begin(out);
            out.push('\n');
            fields.iter().for_each(|(name, value)| write(out, depth + 1, name, value));
        }
        Value::Array(values) if values.iter().any(|value| value.is_object() || value.is_array()) => {
            values.iter().for_each(|value| write(out, depth, name, value));
        }
        value => {
            let said = said(value);
            if said.trim().is_empty() {
                return;
            }
            begin(out);
            out.push(if said.trim().contains('\n') { '\n' } else { ' ' });
            out.push_str(&charset::even_lines(said.trim().to_owned().into()));
            out.push('\n');
        }
    }
}

fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let said = values.iter().map(said).filter(|said| !said.trim().is_empty()).collect::<Vec<_>>();
            said.join(if said.iter().any(|said| said.contains('\n')) { "\n" } else { ", " })
        }
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
