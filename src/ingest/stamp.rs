//! Dates as documents state them: read in many notations, kept with their precision and zone.

use crate::text::calendar::{MONTHS, WEEKDAYS};
use jiff::Timestamp;
use jiff::civil::{Date, ISOWeekDate, Time, Weekday};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Zones by their letters: those of mail (RFC 5322), and those of Europe that mean nothing else elsewhere.
const ZONES: [(&str, &str); 18] = [
    ("EST", "-05:00"),
    ("EDT", "-04:00"),
    ("CST", "-06:00"),
    ("CDT", "-05:00"),
    ("MST", "-07:00"),
    ("MDT", "-06:00"),
    ("PST", "-08:00"),
    ("PDT", "-07:00"),
    ("WET", "+00:00"),
    ("WEST", "+01:00"),
    ("CET", "+01:00"),
    ("CEST", "+02:00"),
    ("MET", "+01:00"),
    ("MEST", "+02:00"),
    ("MESZ", "+02:00"),
    ("EET", "+02:00"),
    ("EEST", "+03:00"),
    ("MSK", "+03:00"),
];

/// A point or stretch of time: a year, a month, a day or an instant of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// `2014`, `2014-01`, `2014-01-16` or `2014-01-16T10:00:00+01:00`, as precise as it was stated;
    /// a time without a zone has none here.
    pub iso: String,
    /// Days from 1970-01-01 to its first day, as the calendar of its own zone has it.
    pub day: i32,
}

impl Stamp {
    /// Reads a date: RFC 3339, RFC 2822, ISO 8601 from the year on, English with the month in
    /// letters, `20150116`, Unix seconds and milliseconds of this century.
    ///
    /// Day and month in figures (`03/04/2015`) are read only where one of them can be no month.
    pub fn parse(text: &str) -> Option<Stamp> {
        let text = text.trim();
        if text.len() > 80 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return digits(text);
        }
        iso(text).or_else(|| figures(text)).or_else(|| english(text))
    }

    /// Reads a date from a JSON value: text as [`Stamp::parse`] does, a number as a year,
    /// `yyyymmdd`, or plausible Unix seconds or milliseconds.
    pub fn from_value(value: &Value) -> Option<Stamp> {
        match value {
            Value::String(text) => Stamp::parse(text),
            Value::Number(number) => {
                let number = number.as_i64().or_else(|| number.as_f64().map(|seconds| seconds.floor() as i64))?;
                match number {
                    1000..=2999 | 10_000_101..=29_991_231 => digits(&number.to_string()),
                    100_000_000..=4_102_444_800 => unix(number),
                    100_000_000_000..=4_102_444_800_000 => unix(number.div_euclid(1000)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A day of the calendar.
    pub(super) fn of(year: i16, month: i8, day: i8) -> Option<Stamp> {
        Stamp::day(Date::new(year, month, day).ok()?)
    }

    fn at(date: Date, iso: String) -> Option<Stamp> {
        // Year 1 is how some systems write that there is no date.
        if date.year() < 100 {
            return None;
        }
        let day = date.since(Date::constant(1970, 1, 1)).ok()?.get_days();
        Some(Stamp { iso, day })
    }

    fn day(date: Date) -> Option<Stamp> {
        Stamp::at(date, date.to_string())
    }

    fn time(date: Date, time: &str) -> Option<Stamp> {
        Stamp::at(date, format!("{date}T{time}"))
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn unix(seconds: i64) -> Option<Stamp> {
    let instant = Timestamp::from_second(seconds).ok()?;
    let civil = jiff::tz::Offset::UTC.to_datetime(instant);
    Stamp::at(civil.date(), instant.to_string())
}

fn digits(text: &str) -> Option<Stamp> {
    match text.len() {
        4 => Stamp::at(date(text, "1", "1")?, text.to_owned()),
        8 => Stamp::day(date(&text[..4], &text[4..6], &text[6..])?),
        14 => {
            let date = date(&text[..4], &text[4..6], &text[6..8])?;
            Stamp::time(date, &clock(&format!("{}:{}:{}", &text[8..10], &text[10..12], &text[12..]))?)
        }
        10 => text.parse().ok().filter(|&seconds| seconds <= 4_102_444_800).and_then(unix),
        13 => text.parse().ok().filter(|&ms: &i64| ms <= 4_102_444_800_000).and_then(|ms| unix(ms / 1000)),
        _ => None,
    }
}

/// `2014`, `2014-01`, `2014-01-16`, week and ordinal dates, each day perhaps with a time and zone.
fn iso(text: &str) -> Option<Stamp> {
    if !text.is_ascii() || text.len() < 5 || !text.as_bytes()[..4].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (day, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(text[at + 1..].trim())),
        None => (text, None),
    };
    let separator = day[4..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'));
    let parts: Vec<&str> = match separator {
        Some(separator) => day.split(separator).collect(),
        None if day.len() == 8 && day.is_ascii() => vec![&day[..4], &day[4..6], &day[6..]],
        None => return None,
    };
    let figure = |part: &str, longest: usize| {
        (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let date = match parts[..] {
        [year, month] if figure(month, 2) && time.is_none() => {
            let first = date(year, month, "1")?;
            return Stamp::at(first, format!("{year}-{:02}", first.month()));
        }
        [year, ordinal] if ordinal.len() == 3 && figure(ordinal, 3) => {
            let days: i32 = ordinal.parse().ok()?;
            let date = date(year, "1", "1")?.with().day_of_year(days as i16).build().ok()?;
            Some(date)?
        }
        [year, week] if week.starts_with(['W', 'w']) => week_date(year, &week[1..], "1")?,
        [year, week, day] if week.starts_with(['W', 'w']) => week_date(year, &week[1..], day)?,
        [year, month, day] if figure(month, 2) && figure(day, 2) => date(year, month, day)?,
        _ => return None,
    };
    match time {
        None | Some("") => Stamp::day(date),
        Some(time) => Stamp::time(date, &clock(time.split('[').next().unwrap_or(time))?),
    }
}

/// True for a zone that says nothing: an offset that lies nowhere on earth, or letters that differ from
/// country to country. The time is as sure as the day is, only not where.
fn is_nowhere(zone: &str) -> bool {
    let figures = zone.strip_prefix(['+', '-']).unwrap_or_default().replace(':', "");
    let is_offset = figures.len() == 4 && figures.bytes().all(|byte| byte.is_ascii_digit());
    is_offset || ((1..=5).contains(&zone.len()) && zone.bytes().all(|byte| byte.is_ascii_uppercase()))
}

fn week_date(year: &str, week: &str, day: &str) -> Option<Date> {
    let day = Weekday::from_monday_one_offset(day.parse().ok()?).ok()?;
    Some(ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, day).ok()?.date())
}

/// A time of day, perhaps with a zone, as ISO has it: `10:00`, `10:00:00.5Z`, `10:00 +0100`.
fn clock(text: &str) -> Option<String> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(text.len());
    let (time, stated) = (text[..end].replace(',', "."), text[end..].trim());
    let half = ["am", "pm", "a.m.", "p.m."].iter().position(|half| stated.eq_ignore_ascii_case(half));
    let (time, stated) = match half {
        Some(half) => (twelve_hours(&time, Some(half % 2 == 1))?, ""),
        None => (time, stated),
    };
    let zone = zone(stated).or_else(|| is_nowhere(stated).then(String::new))?;
    let parts: Vec<&str> = time.split(':').collect();
    let (hour, minute, second) = match parts[..] {
        [hour, minute] => (hour, minute, "00"),
        [hour, minute, second] => (hour, minute, second),
        // The basic notation, 100000 and 1000.
        [run] if run.len() == 6 => (&run[..2], &run[2..4], &run[4..]),
        [run] if run.len() == 4 => (&run[..2], &run[2..], "00"),
        _ => return None,
    };
    let whole = second.split('.').next()?;
    // A leap second is a second of the minute that it ends.
    let valid = Time::new(hour.parse().ok()?, minute.parse().ok()?, whole.parse::<i8>().ok()?.min(59), 0).ok()?;
    let second = if second.len() >= 2 { second.to_owned() } else { format!("0{second}") };
    Some(format!("{:02}:{:02}:{second}{zone}", valid.hour(), valid.minute()))
}

/// A zone as ISO has it; nothing for none, `None` for one that is neither an offset nor known by its letters.
fn zone(text: &str) -> Option<String> {
    match text {
        "" => return Some(String::new()),
        "Z" | "z" | "UTC" | "GMT" | "UT" | "utc" | "gmt" => return Some("Z".to_owned()),
        _ => {}
    }
    if let Some((_, offset)) = ZONES.iter().find(|(name, _)| *name == text) {
        return Some((*offset).to_owned());
    }
    let text = text.strip_prefix("GMT").or_else(|| text.strip_prefix("UTC")).unwrap_or(text);
    let text = text.split('(').next().unwrap_or(text).trim();
    let sign = text.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let figures = text[1..].replace(':', "");
    if !matches!(figures.len(), 2 | 4) || !figures.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = (&figures[..2], if figures.len() == 4 { &figures[2..] } else { "00" });
    (hours <= "18" && minutes < "60").then(|| format!("{sign}{hours}:{minutes}"))
}

/// Day and month in figures before the year, where only one reading is possible.
fn figures(text: &str) -> Option<Stamp> {
    let (day, time) = text.split_once([' ', ',']).unwrap_or((text, ""));
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    let [first, second, year] = parts[..] else { return None };
    if year.len() != 4 {
        return None;
    }
    let (one, two): (u8, u8) = (first.parse().ok()?, second.parse().ok()?);
    let date = if one > 12 || one == two { date(year, second, first)? } else { date(year, first, second)? };
    if one <= 12 && two <= 12 && one != two {
        return None;
    }
    match clock(time) {
        Some(time) => Stamp::time(date, &time),
        None => time.trim().is_empty().then(|| Stamp::day(date))?,
    }
}

/// A date with the month in letters, and nothing else but a weekday and a time around it.
fn english(text: &str) -> Option<Stamp> {
    let (mut month, mut day, mut year) = (None, None::<String>, None::<String>);
    let (mut time, mut half, mut offset) = (None::<String>, None, String::new());
    let (mut weekday, mut short_year) = (false, None::<u32>);
    let spaced = text.replace([',', '|', '\u{a0}'], " ");
    let spaced = spaced.split(' ').map(undashed).collect::<Vec<_>>().join(" ");
    let mut words = spaced.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let lower = word.trim_end_matches('.').to_lowercase();
        let figures = lower.trim_end_matches(char::is_alphabetic);
        let is =
            |name: &&str| lower.len() >= 3 && (name.starts_with(&lower) || (lower == "sept" && **name == *"september"));
        if let Some(index) = MONTHS.iter().position(is) {
            if month.replace(index + 1).is_some() {
                return None;
            }
        } else if WEEKDAYS.iter().any(is) || matches!(&*lower, "tues" | "thur" | "thurs") {
            weekday = true;
        } else if matches!(&*lower, "of" | "the" | "at" | "on" | "-" | "–") {
            // Said beside the date, and nothing new.
        } else if matches!(&*lower, "am" | "pm" | "a.m" | "p.m") && time.is_some() {
            half = Some(lower.starts_with('p'));
        } else if let Some(colon) = lower.find(':').filter(|_| time.is_none()) {
            let end = lower[colon..].find(char::is_alphabetic).map_or(lower.len(), |at| colon + at);
            time = Some(lower[..end].to_owned());
            match &lower[end..] {
                "" => {}
                "am" => half = Some(false),
                "pm" => half = Some(true),
                "z" => offset = "Z".to_owned(),
                _ => return None,
            }
        } else if let Some(zone) = zone(word).filter(|_| time.is_some()) {
            // A name beside an offset is only a name.
            if offset.is_empty() {
                offset = zone;
            }
        } else if figures.len() == 4 && figures == lower && year.is_none() {
            year = Some(lower);
        } else if (1..=2).contains(&figures.len()) && matches!(&lower[figures.len()..], "" | "st" | "nd" | "rd" | "th")
        {
            match figures.parse() {
                // As mail had it before 2000, and only in that order.
                Ok(short) if day.is_some() && month.is_some() && figures == lower && figures.len() == 2 => {
                    let known = short_year.replace(short);
                    known.is_none().then_some(())?;
                }
                _ if day.replace(figures.to_owned()).is_some() => return None,
                _ => {}
            }
        } else if word.starts_with('(') && time.is_some() && words.peek().is_none() {
            // The name of the zone, as mail has it behind the offset.
        } else if time.is_none() || !is_nowhere(word) {
            return None;
        }
    }
    let short_year = short_year.filter(|_| weekday || time.is_some());
    let short_year = short_year.map(|short| (if short < 50 { 2000 + short } else { 1900 + short }).to_string());
    let (year, month) = (year.or(short_year)?, month?.to_string());
    let Some(day) = day else {
        let first = date(&year, &month, "1")?;
        return time.is_none().then(|| Stamp::at(first, format!("{year}-{:02}", first.month())))?;
    };
    let date = date(&year, &month, &day)?;
    match time {
        Some(time) => Stamp::time(date, &clock(&format!("{}{offset}", twelve_hours(&time, half)?))?),
        None => Stamp::day(date),
    }
}

/// `16-Jan-2015` as three words.
fn undashed(word: &str) -> String {
    let parts: Vec<&str> = word.split('-').collect();
    match parts[..] {
        [day, month, year]
            if [day, month, year].iter().all(|part| !part.is_empty()) && month.parse::<u32>().is_err() =>
        {
            format!("{day} {month} {year}")
        }
        _ => word.to_owned(),
    }
}

fn twelve_hours(time: &str, afternoon: Option<bool>) -> Option<String> {
    let Some(afternoon) = afternoon else { return Some(time.to_owned()) };
    let (hour, rest) = time.split_once(':')?;
    let hour: u8 = hour.parse().ok().filter(|hour| (1..=12).contains(hour))?;
    Some(format!("{:02}:{rest}", hour % 12 + if afternoon { 12 } else { 0 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iso_of(text: &str) -> String {
        Stamp::parse(text).map_or("-".to_owned(), |stamp| stamp.iso)
    }

    #[test]
    fn dates_keep_their_precision() {
        for (text, iso) in [
            ("2014", "2014"),
            ("2014-01", "2014-01"),
            (" 2014-01-16 ", "2014-01-16"),
            ("2014-1-6", "2014-01-06"),
            ("2014/01/16", "2014-01-16"),
            ("20150116", "2015-01-16"),
            ("2014-01-16T10:00:00+01:00", "2014-01-16T10:00:00+01:00"),
            ("2014-01-16T10:00:00.123Z", "2014-01-16T10:00:00.123Z"),
            ("2014-01-16 10:00:00 +0100", "2014-01-16T10:00:00+01:00"),
            ("2014-01-16T10:00", "2014-01-16T10:00:00"),
            ("2014-01-16T10:00:00+01:00[Europe/Brussels]", "2014-01-16T10:00:00+01:00"),
            ("20140116T100000Z", "2014-01-16T10:00:00Z"),
            ("2015-016", "2015-01-16"),
            ("2015-W03-5", "2015-01-16"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
            ("January 16, 2015", "2015-01-16"),
            ("16 Jan 2015", "2015-01-16"),
            ("16th of January, 2015", "2015-01-16"),
            ("Sept. 3, 2015", "2015-09-03"),
            ("May 2015", "2015-05"),
            ("Fri, 16 Jan 2015 10:00:00 +0100", "2015-01-16T10:00:00+01:00"),
            ("Fri, 16 Jan 2015 10:00:00 GMT", "2015-01-16T10:00:00Z"),
            ("Fri, 16 Jan 2015 10:00:00 -0500 (EST)", "2015-01-16T10:00:00-05:00"),
            ("January 16, 2015 at 12:05 AM", "2015-01-16T00:05:00"),
            ("10:15 AM ET, Fri January 16, 2015", "2015-01-16T10:15:00"),
            ("Fri, 16 Jan 2015 10:00:00 EST", "2015-01-16T10:00:00-05:00"),
            ("Fri Jan 16 10:00:00 CET 2015", "2015-01-16T10:00:00+01:00"),
            ("Fri, 16 Jan 2015 10:00 PDT", "2015-01-16T10:00:00-07:00"),
            ("Fri, 16 Jan 2015 10:00:00 +0200 (CEST)", "2015-01-16T10:00:00+02:00"),
            ("Fri, 16 Jan 2015 10:00:00 XYZ", "2015-01-16T10:00:00"),
            ("Fri, 16 Jan 2015 10:00:00 PM", "2015-01-16T22:00:00"),
            ("2015-01-16 10:00:00 EST", "2015-01-16T10:00:00-05:00"),
            ("2015-01-16 10:00 PM", "2015-01-16T22:00:00"),
            ("13/04/2015 12:30 am", "2015-04-13T00:30:00"),
            ("16 Jan 99 10:00:00 EST", "1999-01-16T10:00:00-05:00"),
            ("Fri, 16 Jan 15", "2015-01-16"),
            ("16-Jan-2015 10:00:00 +0100", "2015-01-16T10:00:00+01:00"),
            ("16-JAN-2015", "2015-01-16"),
            ("13/04/2015", "2015-04-13"),
            ("04/13/2015", "2015-04-13"),
            ("1421402400", "2015-01-16T10:00:00Z"),
            ("2002-08-25T21:21:51-19:00", "2002-08-25T21:21:51"),
            ("Tue, 23 Jul 2002 22:11:25 +9900", "2002-07-23T22:11:25"),
        ] {
            assert_eq!(iso_of(text), iso, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "03/04/2015",
            "2015-02-30",
            "2014-13",
            "0001-01-01T00:00:00",
            "0000-00-00",
            "yesterday",
            "12",
            "123456",
            "the 16 people of January",
            "2014-01-16T25:00",
            "16 Jan",
            "16 Jan 15",
            "03-FEB-01",
            "Jan Jan 2014",
            "1.2.3",
            "2014-01-16-17",
            "2014-é",
        ] {
            assert_eq!(iso_of(text), "-", "{text}");
        }
    }

    #[test]
    fn numbers_are_times_when_plausible() {
        let of = |json: &str| {
            Stamp::from_value(&serde_json::from_str(json).unwrap()).map_or("-".to_owned(), |stamp| stamp.iso)
        };
        assert_eq!(of("1421402400"), "2015-01-16T10:00:00Z");
        assert_eq!(of("1421402400.5"), "2015-01-16T10:00:00Z");
        assert_eq!(of("1421402400000"), "2015-01-16T10:00:00Z");
        assert_eq!(of("20150116"), "2015-01-16");
        assert_eq!(of("2015"), "2015");
        assert_eq!((of("7"), of("1e300"), of("true")), ("-".into(), "-".into(), "-".into()));
    }

    #[test]
    fn days_sort() {
        let day = |text| Stamp::parse(text).unwrap().day;
        assert_eq!((day("1970-01-02"), day("1969-12-31"), day("1970")), (1, -1, 0));
        assert_eq!(day("2014-01-16T23:59:59-05:00"), day("2014-01-16"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "[0-9TZ:+ ./,\\-JanFebéW]{0,30}") {
            if let Some(stamp) = Stamp::parse(&text) {
                prop_assert_eq!(Stamp::parse(&stamp.iso).map(|again| again.day), Some(stamp.day));
            }
        }
    }
}
