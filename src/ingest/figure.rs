//! A number of a sheet as its format shows it: with its percent sign, currency, unit or leading zeros.

use ssfmt::{FormatOptions, NumberFormat};

/// The longest format that is followed; sheets allow no longer one.
const LONGEST: usize = 255;

/// Integers up to here are exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The format of a number; none where it is shown as it is.
pub(super) fn format(code: &str) -> Option<NumberFormat> {
    let is_plain = code.is_empty() || code == "@" || code.eq_ignore_ascii_case("general") || code.len() > LONGEST;
    (!is_plain).then(|| NumberFormat::parse(&ungrouped(code)).ok()).flatten()
}

/// A number in a format. What the format hides, scales or rounds off stands behind it.
pub(super) fn shown(value: f64, format: &NumberFormat) -> String {
    let said = format.try_format(value, &FormatOptions::default()).unwrap_or_default();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let figures: String = said.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let percent = said.matches('%').count() as i32;
    let read = figures.parse::<f64>().ok().map(|read| read / 100f64.powi(percent));
    let is_told = read.is_some_and(|read| (read - value.abs()).abs() <= value.abs() / 100.0);
    match said.is_empty() || (value == 0.0 && read.is_none()) {
        true => number(value),
        false if is_told => said,
        false => format!("{said} ({})", number(value)),
    }
}

/// A number with the fifteen digits that a sheet knows of, or as an integer that other programs wrote there.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() <= EXACT {
        return (value as i64).to_string();
    }
    format!("{value:.14e}").parse::<f64>().unwrap_or(value).to_string()
}

/// A format without the signs between thousands: which they are is up to the machine that shows the sheet, and a
/// number is looked for without them.
fn ungrouped(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut chars = code.chars().peekable();
    let (mut quoted, mut bracketed) = (false, false);
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '[' | ']' if !quoted => bracketed = c == '[',
            '\\' | '_' | '*' if !quoted && !bracketed => {
                out.push(c);
                out.extend(chars.next());
                continue;
            }
            ',' if !quoted && !bracketed && matches!(chars.peek(), Some('0' | '#' | '?')) => continue,
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_in_their_formats() {
        for (value, code, want) in [
            (0.25, "0%", "25%"),
            (0.256, "0%", "26% (0.256)"),
            (0.1234, "0.00%", "12.34%"),
            (42.0, "00000", "00042"),
            (-4.0, "#,##0_);(#,##0)", "(4)"),
            (4.0, "#,##0_);(#,##0)", "4"),
            (1_234_567.5, "#,##0.00", "1234567.50"),
            (1234.5, "\"$\"#,##0.00", "$1234.50"),
            (1234.5, "#,##0.00\\ [$€-407]", "1234.50 €"),
            (1_234_567.0, "0.0,,\"M\"", "1.2M (1234567)"),
            (0.0, "_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-", "0"),
            (7.0, ";;;", "7"),
            (1.0, "\"Yes\";\"Yes\";\"No\"", "Yes (1)"),
            (5_551_234_567.0, "(000) 000-0000", "(555) 123-4567"),
            (12.0, "0\" kg\"", "12 kg"),
            (1.5, "# ?/?", "1 1/2 (1.5)"),
            (1234.5678, "0.00", "1234.57"),
        ] {
            assert_eq!(shown(value, &format(code).unwrap()), want, "{value} {code}");
        }
        assert!(format("General").is_none() && format("@").is_none() && format("").is_none());
        assert!(format(&"0".repeat(300)).is_none());
    }

    #[test]
    fn integers_keep_their_digits() {
        assert_eq!(number(1_234_567_890_123_456.0), "1234567890123456");
        assert_eq!(number(-9_007_199_254_740_991.0), "-9007199254740991");
        assert_eq!(number(12_345_678_901_234_567_890.0), "12345678901234600000");
        assert_eq!((number(0.1 + 0.2), number(-0.0)), ("0.3".to_owned(), "0".to_owned()));
    }
}
