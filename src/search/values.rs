//! The values of the fields that are not text: dates, numbers, states, names.

use super::dates::{Bounds, Flaw, When, bounds, day_number, when};
use super::error::{Hint, QueryError};
use super::fields::{self, FieldKind};
use super::parse::Parser;
use super::tree::{EntityKind, EntityName, Filter, Kind, Node, SortBy, State};
use crate::text::classes::is_space;
use std::ops::Range;

impl Parser<'_> {
    /// A field with one value: `span` is all of it, `inner` the value without quotes.
    pub(super) fn fact(
        &mut self,
        field: FieldKind,
        name: &str,
        span: Range<usize>,
        inner: Range<usize>,
        exact: bool,
    ) -> Result<Option<Node>, QueryError> {
        let whole = self.slice(&inner);
        let value = whole.trim().to_owned();
        let start = inner.start + whole.len() - whole.trim_start().len();
        // What is said of a part of the value counts from its first sign that is no blank.
        let inner = start..start + value.len();
        if value.is_empty() {
            return self.fail(&format!("{name}: needs a value"), span.clone(), Some((span, "")));
        }
        if value == "=" && matches!(field, FieldKind::Entity(_)) {
            let message = format!("{name}:= needs a name right behind it, as in {name}:=\"Anna Kern\"");
            let behind = &self.text[span.end..];
            let gap = behind.len() - behind.trim_start_matches(is_space).len();
            let next = Some(span.end..span.end + gap).filter(|gap| !gap.is_empty() && gap.end < self.text.len());
            return self.fail(&message, span.clone(), Some((next.unwrap_or(span), "")));
        }
        let kind = match field {
            FieldKind::Text(_) | FieldKind::Changed { .. } => return Ok(None),
            FieldKind::Sort => return self.sort(&value, inner).map(|()| None),
            FieldKind::Entity(kind) => entity(kind, value, exact),
            FieldKind::Date => self.days(&value, &inner)?,
            FieldKind::Added => self.added(&value, &inner)?,
            FieldKind::Words => {
                let (from, to) = self.numbers(name, &value, &inner)?;
                Kind::Length { from, to }
            }
            FieldKind::Versions => {
                let (from, to) = self.numbers(name, &value, &inner)?;
                Kind::Filter(Filter::Versions { from, to })
            }
            FieldKind::New => {
                let percent = value.strip_suffix('%').unwrap_or(&value);
                let (from, to) = self.numbers(name, percent, &inner)?;
                if from > 100 {
                    let message = "new: is a share in percent, 100 at most";
                    return self.fail(message, inner.clone(), Some((inner, "100")));
                }
                Kind::Filter(Filter::New { from, to })
            }
            FieldKind::Lang => Kind::Lang(value.to_lowercase()),
            FieldKind::Batch => Kind::Filter(Filter::Batch(value)),
            FieldKind::NewEntity => Kind::Filter(Filter::NewEntity(value)),
            FieldKind::List => on_list(value),
            FieldKind::In => self.saved(&value, &span, &inner)?,
            FieldKind::Tag => Kind::Filter(Filter::Tag(value)),
            FieldKind::By => Kind::Filter(Filter::By(value)),
            FieldKind::Type => Kind::Filter(Filter::Type(value)),
            FieldKind::Note => Kind::Filter(Filter::Note(value)),
            FieldKind::Like => Kind::Filter(Filter::Like(value)),
            FieldKind::Thread => Kind::Filter(Filter::Thread(value)),
            FieldKind::Group => Kind::Filter(Filter::Group(value)),
            FieldKind::Verdict => Kind::Filter(Filter::Verdict(self.one_of(
                &value,
                inner,
                "verdict",
                &["keep", "drop", "later", "none"],
            )?)),
            FieldKind::Is => {
                let name = self.one_of(&value, inner, "state", &State::ALL.map(State::name))?;
                match State::ALL.into_iter().find(|state| state.name() == name) {
                    Some(State::Listed) => on_list("*".to_owned()),
                    Some(state) => Kind::Filter(Filter::Is(state)),
                    None => return Ok(None),
                }
            }
        };
        Ok(Some(Node::new(kind, span)))
    }

    fn one_of(&self, value: &str, span: Range<usize>, what: &str, known: &[&str]) -> Result<String, QueryError> {
        let lower = value.to_lowercase();
        if known.contains(&lower.as_str()) {
            return Ok(lower);
        }
        let near = fields::nearest(value, known.iter().copied());
        let message = format!("there is no {what} \u{201c}{value}\u{201d}; there is {}", listed(known));
        self.fail(&message, span.clone(), near.map(|near| (span, near)))
    }

    fn sort(&mut self, value: &str, span: Range<usize>) -> Result<(), QueryError> {
        let (reverse, name) = match value.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, value),
        };
        let inner = span.start + usize::from(reverse)..span.end;
        let by = match self.one_of(name, inner, "order", &["relevance", "date", "added", "title", "new"])?.as_str() {
            "date" => SortBy::Date,
            "added" => SortBy::Added,
            "title" => SortBy::Title,
            "new" => SortBy::New,
            _ => SortBy::Relevance,
        };
        self.set_sort(by, reverse);
        Ok(())
    }

    fn numbers(&self, name: &str, value: &str, span: &Range<usize>) -> Result<(u64, u64), QueryError> {
        let read = |at: &Range<usize>| {
            let text = &value[at.clone()];
            text.replace([',', '_'], "").parse::<u64>().or_else(|_| {
                let message = match text.is_empty() {
                    true => "a number is missing here".to_owned(),
                    false => format!("\u{201c}{text}\u{201d} is no number"),
                };
                let at = span.start + at.start..span.start + at.end;
                // Where no number can be guessed, the one of the field's example shows what is wanted.
                let meant = meant_number(text).or_else(|| fields::number_of(name));
                self.fail(&message, at.clone(), meant.as_deref().map(|meant| (at, meant)))
            })
        };
        let end = |at: &Option<Range<usize>>, open: u64| at.as_ref().map_or(Ok(open), read);
        let (from, to) = match bounds(value) {
            Bounds::One(at) => {
                let number = read(&at)?;
                (number, number)
            }
            Bounds::Between(None, None) => (read(&(0..value.len()))?, u64::MAX),
            Bounds::Between(a, b) => (end(&a, 0)?, end(&b, u64::MAX)?),
            Bounds::After(at) => (read(&at)?.saturating_add(1), u64::MAX),
            Bounds::Before(at) => match read(&at)? {
                0 => return self.fail("nothing is less than 0", span.clone(), None),
                number => (0, number - 1),
            },
        };
        self.in_order(from <= to, value, span)?;
        Ok((from, to))
    }

    fn days(&mut self, value: &str, span: &Range<usize>) -> Result<Kind, QueryError> {
        if value == "*" {
            return Ok(Kind::Days { from: None, to: None });
        }
        let (from, to) = self.moments(value, span)?;
        let (from, to) = match bounds(value) {
            Bounds::After(_) => (from.map(|at| day_number(at.last_day()).saturating_add(1)), None),
            Bounds::Before(_) => (None, to.map(|at| day_number(at.first_day()).saturating_sub(1))),
            _ => (from.map(|at| day_number(at.first_day())), to.map(|at| day_number(at.last_day()))),
        };
        self.in_order(from.zip(to).is_none_or(|(from, to)| from <= to), value, span)?;
        Ok(Kind::Days { from, to })
    }

    fn added(&mut self, value: &str, span: &Range<usize>) -> Result<Kind, QueryError> {
        let (from, to) = self.moments(value, span)?;
        let now = &self.reading.now;
        let (from, before) = match bounds(value) {
            Bounds::After(_) => (from.and_then(|at| at.ends(now)), None),
            Bounds::Before(_) => (None, to.and_then(|at| at.starts(now))),
            _ => (from.and_then(|at| at.starts(now)), to.and_then(|at| at.ends(now))),
        };
        self.in_order(from.zip(before).is_none_or(|(from, before)| from < before), value, span)?;
        Ok(Kind::Filter(Filter::Added { from, before }))
    }

    /// Both ends of a range of dates; a span of time alone reaches up to now.
    fn moments(&mut self, value: &str, span: &Range<usize>) -> Result<(Option<When>, Option<When>), QueryError> {
        let read = |at: Range<usize>| {
            when(&value[at.clone()], &self.reading.now).map_err(|Flaw { message, span: flaw, instead }| QueryError {
                message,
                span: span.start + at.start + flaw.start..span.start + at.start + flaw.end,
                repair: instead.map(|instead| {
                    let (start, end) = (span.start + at.start, span.start + at.end);
                    format!("{}{instead}{}", &self.text[..start], &self.text[end..])
                }),
            })
        };
        Ok(match bounds(value) {
            Bounds::One(at) => match read(at)? {
                instant @ When::Instant(_) => {
                    self.hints.push(Hint {
                        message: format!("{value} is read as {value}.., from then until now"),
                        span: span.clone(),
                        repair: None,
                    });
                    (Some(instant), None)
                }
                days => (Some(days.clone()), Some(days)),
            },
            Bounds::Between(None, None) => (Some(read(0..value.len())?), None),
            Bounds::Between(a, b) => (a.map(read).transpose()?, b.map(read).transpose()?),
            Bounds::After(at) => (Some(read(at)?), None),
            Bounds::Before(at) => (None, Some(read(at)?)),
        })
    }

    fn in_order(&self, holds: bool, value: &str, span: &Range<usize>) -> Result<(), QueryError> {
        if holds {
            return Ok(());
        }
        let turned = value.split_once("..").map(|(a, b)| format!("{b}..{a}"));
        let repair = turned.as_deref().map(|turned| (span.clone(), turned));
        self.fail("this range ends before it begins", span.clone(), repair)
    }
}

/// Whatever is on a reader's list.
fn on_list(list: String) -> Kind {
    Kind::Entity(EntityName { kind: None, name: Some(list), exact: false, listed: true })
}

fn entity(kind: Option<EntityKind>, value: String, exact: bool) -> Kind {
    let lower = value.to_lowercase();
    if let (None, Some(kind)) = (kind, EntityKind::ALL.into_iter().find(|kind| kind.name() == lower)) {
        return Kind::Entity(EntityName { kind: Some(kind), name: None, exact: false, listed: false });
    }
    Kind::Entity(EntityName { kind, name: (value != "*").then_some(value), exact, listed: false })
}

/// The number or range that was probably meant by `10-20`, `5k`, `500words`.
fn meant_number(text: &str) -> Option<String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((from, to)) = text.split_once(['-', '\u{2013}']).filter(|(from, to)| digits(from) && digits(to)) {
        return Some(format!("{from}..{to}"));
    }
    let length = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(length);
    let zeros = if unit.eq_ignore_ascii_case("k") { "000" } else { "" };
    digits(number).then(|| format!("{number}{zeros}"))
}

/// `a, b and c`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
