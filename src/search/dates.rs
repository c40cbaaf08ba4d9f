//! Dates, spans of time and ranges as queries write them.

use jiff::civil::Date;
use jiff::{Span, ZonedDateTime};
use std::ops::Range;

/// A place in time: whole days, or an instant counted back from now.
#[derive(Clone, Debug)]
pub(super) enum When {
    Days { first: Date, last: Date },
    Instant(Box<ZonedDateTime>),
}

/// What is wrong with a written value: the sentence, its bytes within the value, and what to put
/// in place of the whole value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    pub message: String,
    pub span: Range<usize>,
    pub instead: Option<String>,
}

/// A range as it was written; each end with its bytes within the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bounds {
    One(Range<usize>),
    /// From the beginning of the first to the end of the second.
    Between(Option<Range<usize>>, Option<Range<usize>>),
    After(Range<usize>),
    Before(Range<usize>),
}

/// Splits `a`, `a..b`, `a..`, `..b`, `>a`, `>=a`, `<a`, `<=a`.
pub(super) fn bounds(value: &str) -> Bounds {
    let some = |range: Range<usize>| (!range.is_empty()).then_some(range);
    if let Some(at) = value.find("..") {
        let dots = value[at..].len() - value[at..].trim_start_matches('.').len();
        return Bounds::Between(some(0..at), some(at + dots..value.len()));
    }
    for (sign, length) in [(">=", 2), ("<=", 2), (">", 1), ("<", 1)] {
        if value.starts_with(sign) {
            let rest = length..value.len();
            return match sign {
                ">=" => Bounds::Between(some(rest), None),
                "<=" => Bounds::Between(None, some(rest)),
                ">" => Bounds::After(rest),
                _ => Bounds::Before(rest),
            };
        }
    }
    Bounds::One(0..value.len())
}

impl When {
    pub(super) fn first_day(&self) -> Date {
        match self {
            Self::Days { first, .. } => *first,
            Self::Instant(at) => at.date(),
        }
    }

    pub(super) fn last_day(&self) -> Date {
        match self {
            Self::Days { last, .. } => *last,
            Self::Instant(at) => at.date(),
        }
    }

    /// Seconds since 1970 at its beginning, in the time zone of `now`.
    pub(super) fn starts(&self, now: &ZonedDateTime) -> Option<i64> {
        match self {
            Self::Days { first, .. } => midnight(*first, now),
            Self::Instant(at) => Some(at.timestamp().as_second()),
        }
    }

    /// Seconds since 1970 right after its end.
    pub(super) fn ends(&self, now: &ZonedDateTime) -> Option<i64> {
        match self {
            Self::Days { last, .. } => midnight(last.tomorrow().ok()?, now),
            Self::Instant(at) => Some(at.timestamp().as_second() + 1),
        }
    }
}

fn midnight(day: Date, now: &ZonedDateTime) -> Option<i64> {
    day.to_zoned_datetime(now.time_zone().clone()).ok().map(|at| at.timestamp().as_second())
}

/// Days since 1970-01-01.
pub(super) fn day_number(day: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(day).map(|span| span.get_days()).unwrap_or_default()
}

/// Reads `2014`, `2014-03`, `2014-03-15` (also with slashes), `today`, `yesterday`, `3w`.
pub(super) fn when(value: &str, now: &ZonedDateTime) -> Result<When, Flaw> {
    let flaw = |message: String, span: Range<usize>, instead: Option<String>| Flaw { message, span, instead };
    let whole = 0..value.len();
    let one = |day: Date| When::Days { first: day, last: day };
    match value.to_lowercase().as_str() {
        "today" => return Ok(one(now.date())),
        "yesterday" => return Ok(one(now.date().yesterday().unwrap_or(now.date()))),
        _ => {}
    }
    if let Some(ago) = ago(value) {
        return ago.and_then(|span| {
            now.checked_sub(span)
                .map(|at| When::Instant(Box::new(at)))
                .map_err(|_| flaw("this is too long ago to be a date".to_owned(), whole.clone(), None))
        });
    }
    let parts: Vec<&str> = value.split(['-', '/']).collect();
    let digits = |text: &&str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    if parts.len() > 3 || !parts.iter().all(digits) || parts[0].len() != 4 {
        let message = match value.is_empty() {
            true => "a date is missing here; write 2014, 2014-03, 2014-03-15 or 3w".to_owned(),
            false => format!("\u{201c}{value}\u{201d} is no date; write 2014, 2014-03, 2014-03-15 or 3w"),
        };
        return Err(flaw(message, whole, turned_round(value)));
    }
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i16>().ok());
    let (Some(year), month, day) = (number(0), number(1), number(2)) else {
        return Err(flaw(format!("\u{201c}{value}\u{201d} is no date"), whole, None));
    };
    let Some(month) = month else {
        let first = Date::new(year, 1, 1).map_err(|_| flaw(format!("there is no year {year}"), whole, None))?;
        return Ok(When::Days { first, last: first.last_of_year() });
    };
    let month_span = 5..5 + parts[1].len();
    if !(1..=12).contains(&month) {
        let instead = Some(if month == 0 { format!("{year:04}-01") } else { format!("{year:04}-12") });
        return Err(flaw(format!("there is no month {month}"), month_span, instead));
    }
    let first = Date::new(year, month as i8, 1).map_err(|_| flaw(format!("there is no month {month}"), whole, None))?;
    let Some(day) = day else { return Ok(When::Days { first, last: first.last_of_month() }) };
    let length = first.days_in_month();
    match i8::try_from(day).ok().and_then(|day| Date::new(year, month as i8, day).ok()) {
        Some(day) => Ok(one(day)),
        None => Err(flaw(
            format!("there is no day {day} in {year:04}-{month:02}, which has {length} days"),
            month_span.end + 1..value.len(),
            Some(format!("{year:04}-{month:02}-{:02}", day.clamp(1, i16::from(length)))),
        )),
    }
}

/// A date written with the day first, or with points, as it should be; `..` as any date.
fn turned_round(value: &str) -> Option<String> {
    if value == ".." {
        return Some("*".to_owned());
    }
    let parts: Vec<&str> = value.split(['-', '/', '.']).collect();
    let (day, month, year) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (day, month, year),
        [day, month, year] => (day, month, year),
        _ => return None,
    };
    let number = |text: &str| text.parse::<i8>().ok();
    let date = Date::new(year.parse().ok().filter(|_| year.len() == 4)?, number(month)?, number(day)?).ok()?;
    Some(date.to_string())
}

/// A span counted back from now: a number and a unit.
fn ago(value: &str) -> Option<Result<Span, Flaw>> {
    let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let (number, unit) = value.split_at(digits);
    if number.is_empty() || unit.is_empty() || !unit.chars().all(char::is_alphabetic) {
        return None;
    }
    let flaw = |message: String, instead: Option<String>| Flaw { message, span: digits..value.len(), instead };
    let Ok(count) = number.parse::<i64>() else {
        return Some(Err(Flaw { message: format!("{number} is too many"), span: 0..digits, instead: None }));
    };
    let span = match unit.to_lowercase().as_str() {
        "min" => Span::new().try_minutes(count),
        "h" => Span::new().try_hours(count),
        "d" => Span::new().try_days(count),
        "w" => Span::new().try_weeks(count),
        "mo" => Span::new().try_months(count),
        "y" => Span::new().try_years(count),
        "m" => {
            let message = "a bare m could be minutes or months; write min or mo".to_owned();
            return Some(Err(flaw(message, Some(format!("{number}mo")))));
        }
        other => {
            let known = ["min", "h", "d", "w", "mo", "y"];
            let near = known.into_iter().find(|unit| other.starts_with(unit));
            let near = if other.starts_with("mon") { Some("mo") } else { near };
            let message = format!("there is no unit \u{201c}{unit}\u{201d}; the units are min, h, d, w, mo and y");
            return Some(Err(flaw(message, near.map(|near| format!("{number}{near}")))));
        }
    };
    Some(span.map_err(|_| Flaw { message: format!("{number} is too many"), span: 0..digits, instead: None }))
}
