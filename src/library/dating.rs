//! Dates that a document does not state well: taken from the name of its file, or shown to be in doubt.

use crate::ingest::{Extracted, Stamp};

/// The years that a name can speak of; other figures are numbers of something else.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;

/// The moment of a date as it is stored, in seconds since 1970 in UTC: its day's first where no time is stated, and where
/// no zone is, as if it were UTC.
pub(super) fn moment(iso: Option<&str>, day: Option<i32>) -> Option<i64> {
    let stated = iso.and_then(|iso| {
        let instant = iso.parse::<jiff::Timestamp>().ok();
        let civil = || iso.parse::<jiff::civil::DateTime>().ok()?.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok();
        instant.or_else(|| civil().map(|at| at.timestamp())).map(jiff::Timestamp::as_second)
    });
    // A bare year or month is no date for those parsers.
    day.map(|day| stated.unwrap_or(86_400 * i64::from(day)))
}

/// Gives a document without a date the one in the name of its file, and says where a date cannot
/// be right. `place` is where the document stands, `today` in days since 1970.
pub(super) fn settle(document: &mut Extracted, place: &str, today: i32) {
    if document.date.is_none() && document.line.is_none() {
        document.date = in_name(place);
        if document.date.is_some() {
            document.fields.insert("date from".to_owned(), "the name of the file".into());
        }
    }
    let Some(date) = &document.date else { return };
    let doubt = if date.day > today + 1 {
        "it is later than the day of reading"
    } else if date.iso.starts_with("1970-01-01T00:00") {
        "clocks that are not set begin with it"
    } else {
        return;
    };
    document.fields.insert("date in doubt".to_owned(), format!("{}: {doubt}", date.iso).into());
}

/// The first whole date in the last part of a path: `2015-01-16`, `20150116`, `16.01.2015`.
fn in_name(place: &str) -> Option<Stamp> {
    let name = place.rsplit('/').next().unwrap_or(place);
    let runs: Vec<(usize, &str)> = runs(name);
    let separated = |index: usize| {
        let [(a, first), (b, second), (c, third)] = *runs.get(index..index + 3)? else { return None };
        let (left, right) = (name.get(a + first.len()..b)?, name.get(b + second.len()..c)?);
        let same = left == right && matches!(left, "-" | "_" | "." | " ");
        same.then_some((first, second, third, left))
    };
    (0..runs.len()).find_map(|index| {
        let run = runs[index].1;
        if run.len() == 8 {
            return checked(&run[..4], &run[4..6], &run[6..]);
        }
        match separated(index)? {
            (year, month, day, _) if (year.len(), month.len(), day.len()) == (4, 2, 2) => checked(year, month, day),
            // Elsewhere month and day are told apart by nobody.
            (day, month, year, ".") if year.len() == 4 && day.len() <= 2 && month.len() <= 2 => {
                checked(year, month, day)
            }
            _ => None,
        }
    })
}

fn checked(year: &str, month: &str, day: &str) -> Option<Stamp> {
    YEARS.contains(&year.parse::<u32>().ok()?).then_some(())?;
    Stamp::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// The runs of figures in a name, with where they begin.
fn runs(name: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in name.char_indices().chain([(name.len(), ' ')]) {
        match (c.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push((from, &name[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_as_exact_as_its_date() {
        let of = |iso: &str| Stamp::parse(iso).and_then(|stamp| moment(Some(&stamp.iso), Some(stamp.day)));
        let day = of("2015-01-16").unwrap_or_default();
        assert_eq!(day, 1_421_366_400);
        assert_eq!(of("2015-01-16T08:00:00"), Some(day + 8 * 3600));
        assert_eq!(of("2015-01-16T08:00:00+09:00"), Some(day - 3600));
        assert_eq!(of("Fri, 16 Jan 2015 23:30:00 -0500"), Some(day + 86_400 + 4 * 3600 + 1800));
        assert_eq!(of("2015-01"), Some(day - 15 * 86_400));
        assert_eq!(moment(None, None), None);
    }

    #[test]
    fn names_hold_dates() {
        let date = |name: &str| in_name(name).map(|stamp| stamp.iso);
        assert_eq!(date("in/2015-01-16 minutes.pdf").as_deref(), Some("2015-01-16"));
        assert_eq!(date("IMG_20150116_1.txt").as_deref(), Some("2015-01-16"));
        assert_eq!(date("Protokoll 6.1.2015.doc").as_deref(), Some("2015-01-06"));
        for name in ["2015-01-16/a.txt", "report 2015.txt", "12345678.txt", "2015-13-01.txt", "01-02-2015.txt", "1.2.3"]
        {
            assert_eq!(date(name), None, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_right_is_said() {
        let mut document = Extracted { date: Stamp::parse("2031-01-01"), ..Extracted::default() };
        settle(&mut document, "2015-01-16.txt", 20_000);
        assert_eq!(document.fields["date in doubt"], "2031-01-01: it is later than the day of reading");
        assert_eq!(document.date.unwrap().iso, "2031-01-01");
        let mut record = Extracted { line: Some(1), ..Extracted::default() };
        settle(&mut record, "2015-01-16.jsonl", 20_000);
        assert_eq!(record.date, None);
    }
}
