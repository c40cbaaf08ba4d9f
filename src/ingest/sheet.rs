//! Workbooks (Excel, old and new): the cells of every sheet, a row a line.

use super::file::Sought;
use super::package::entry;
use super::part::Part;
use super::sink::{Sink, Stop};
use super::{Extracted, archive, compound, plain, xml};
use calamine::{Cell, Data, DataRef, ExcelDateTime, Reader, Xls, XlsError, Xlsb, Xlsx};
use zip::ZipArchive;

/// Empty cells in a row that are shown as such, before one that is not.
const EMPTY: u32 = 16;

/// The text of a workbook in a zip archive: cells parted by tabs, sheets by a form feed; what was said of
/// cells comes last.
pub(super) fn text<R: Sought>(archive: ZipArchive<R>, part: &Part<'_>) -> Result<(String, ZipArchive<R>), Stop> {
    let mut archive = archive;
    afford(&mut archive, part)?;
    let names = archive::names(&mut archive);
    let is_binary = names.iter().any(|name| name == "xl/workbook.bin");
    let mut reader = archive.into_inner();
    let mut book = Book::default();
    if is_binary {
        let mut xlsb = Xlsb::new(&mut reader).map_err(|error| damaged(&error))?;
        for name in xlsb.sheet_names() {
            book.sheet(&name);
            let Ok(mut cells) = xlsb.worksheet_cells_reader(&name) else { continue };
            while let Ok(Some(cell)) = cells.next_cell() {
                book.cell(&cell);
            }
        }
    } else {
        let mut xlsx = Xlsx::new(&mut reader).map_err(|error| damaged(&error))?;
        for name in xlsx.sheet_names() {
            book.sheet(&name);
            let Ok(mut cells) = xlsx.worksheet_cells_reader(&name) else { continue };
            // Damage in the middle of a sheet ends it.
            while let Ok(Some(cell)) = cells.next_cell() {
                book.cell(&cell);
            }
        }
    }
    let mut text = book.end();
    let mut archive = ZipArchive::new(reader).map_err(|error| Stop::fail(archive::zip_advice(&error)))?;
    for name in names.iter().filter(|name| name.starts_with("xl/comments") || name.starts_with("xl/threadedComments")) {
        let said = entry(&mut archive, name, part)?.unwrap_or_default();
        for (attributes, said) in xml::elements(&said, &["comment", "threadedComment"]) {
            let place = attributes.into_iter().find(|(name, _)| name == "ref").map(|(_, place)| place);
            text.push_str(&format!("\n{}: {said}\n", place.unwrap_or_default()));
        }
    }
    Ok((text, archive))
}

/// Reads an old workbook.
pub(super) fn old(reader: &mut dyn Sought, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut xls = match Xls::new(&mut *reader) {
        Ok(xls) => xls,
        Err(XlsError::Password) => return compound::locked(reader, part, sink),
        Err(error) => {
            let advice = "get the file again, or name a program with --extract 'xls=COMMAND {}'";
            return Err(Stop::fail(format!("a damaged workbook ({}); {advice}", error.to_string().to_lowercase())));
        }
    };
    let mut book = Book::default();
    for name in xls.sheet_names() {
        book.sheet(&name);
        let Ok(range) = xls.worksheet_range(&name) else { continue };
        let (row, column) = range.start().unwrap_or_default();
        for (down, right, value) in range.used_cells() {
            let place = (row + down as u32, column + right as u32);
            book.value(place, shown(&borrowed(value)));
        }
    }
    let text = book.end();
    if plain::is_empty(&text) {
        return Err(Stop::Skip("a document without a text".to_owned()));
    }
    sink.document(Extracted { title: plain::title(&text), text, ..Extracted::default() })
}

/// What a workbook unpacks to is taken from its allowance, as far as the archive says.
fn afford<R: Sought>(archive: &mut ZipArchive<R>, part: &Part<'_>) -> Result<(), Stop> {
    let sizes = (0..archive.len()).filter_map(|index| {
        let member = archive.by_index_data(index).ok()?;
        member.name_raw().starts_with(b"xl/").then(|| member.size())
    });
    let all = sizes.fold(0_u64, u64::saturating_add);
    part.allowance.spend(all).map_err(|error| Stop::fail(error.to_string()))
}

fn damaged(error: &dyn std::fmt::Display) -> Stop {
    Stop::fail(format!("a damaged workbook ({}); get the file again", error.to_string().to_lowercase()))
}

/// The text of the sheets so far.
#[derive(Default)]
struct Book {
    out: String,
    /// The name of the sheet, until it has a cell.
    name: Option<String>,
    /// The name of the first sheet, which is shown where it is not the only one.
    first: Option<String>,
    /// Where the last cell stood, in row and column.
    last: Option<(u32, u32)>,
}

impl Book {
    fn sheet(&mut self, name: &str) {
        self.name = Some(line(name));
        self.last = None;
    }

    fn cell(&mut self, cell: &Cell<DataRef<'_>>) {
        self.value(cell.get_position(), shown(cell.get_value()));
    }

    fn value(&mut self, (row, column): (u32, u32), value: String) {
        if value.is_empty() {
            return;
        }
        if let Some(name) = self.name.take() {
            if self.out.is_empty() {
                self.first = Some(name);
            } else {
                if let Some(first) = self.first.take() {
                    self.out.insert_str(0, &format!("{first}\n\n"));
                }
                self.out.push_str(&format!("\n\u{c}{name}\n\n"));
            }
        }
        match self.last {
            Some((last, before)) if last == row => {
                let empty = column.saturating_sub(before + 1);
                let tabs = if empty > EMPTY { 1 } else { empty + 1 };
                (0..tabs).for_each(|_| self.out.push('\t'));
            }
            Some(_) => self.out.push('\n'),
            None => {}
        }
        self.last = Some((row, column));
        self.out.push_str(&value);
    }

    fn end(mut self) -> String {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}

/// A cell as its sheet shows it, as far as its value says; in one line.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => number(*value),
        DataRef::String(text) => line(text),
        DataRef::SharedString(text) => line(text),
        DataRef::Bool(value) => (if *value { "TRUE" } else { "FALSE" }).to_owned(),
        DataRef::DateTime(value) => moment(value),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => line(text),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(value) => DataRef::Int(*value),
        Data::Float(value) => DataRef::Float(*value),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(value) => DataRef::DateTime(*value),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn line(text: &str) -> String {
    text.split(['\n', '\t', '\r']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A number with the fifteen digits that a sheet knows of.
fn number(value: f64) -> String {
    format!("{value:.14e}").parse::<f64>().unwrap_or(value).to_string()
}

/// A date as ISO 8601 has it, a time of day, or a duration in hours.
fn moment(value: &ExcelDateTime) -> String {
    if value.is_duration() {
        let seconds = (value.as_f64() * 86_400.0).round();
        let (hours, rest) = ((seconds / 3_600.0).trunc(), (seconds % 3_600.0).abs());
        return format!("{hours}:{:02}:{:02}", (rest / 60.0) as u32, (rest % 60.0) as u32);
    }
    let (year, month, day, hours, minutes, seconds, _) = value.to_ymd_hms_milli();
    let time = format!("{hours:02}:{minutes:02}:{seconds:02}");
    match value.as_f64() {
        of_day if of_day < 1.0 => time,
        day_alone if day_alone.fract() == 0.0 => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn cells_are_shown_as_a_sheet_shows_them() {
        let at = |value, kind| shown(&DataRef::DateTime(ExcelDateTime::new(value, kind, false)));
        let date = ExcelDateTimeType::DateTime;
        assert_eq!(
            [at(42_020.0, date), at(42_020.5, date), at(0.75, date), at(1.5, ExcelDateTimeType::TimeDelta)],
            ["2015-01-16", "2015-01-16 12:00:00", "18:00:00", "36:00:00"]
        );
        assert_eq!(
            (number(0.1 + 0.2), number(4.0), number(1e15)),
            ("0.3".into(), "4".into(), "1000000000000000".into())
        );
        assert_eq!(shown(&DataRef::String(" two\n lines\t".into())), "two lines");
    }

    #[test]
    fn rows_are_lines_and_sheets_are_pages() {
        let mut book = Book::default();
        book.sheet("Payments");
        for (place, value) in [((0, 0), "Name"), ((0, 1), "Sum"), ((2, 1), "4"), ((2, 3), "EUR"), ((3, 900), "far")] {
            book.value(place, value.to_owned());
        }
        book.sheet("Nothing");
        assert!(book.out.starts_with("Name\tSum"), "the name of the only sheet is not shown");
        book.sheet("More");
        book.value((5, 5), "x".to_owned());
        assert_eq!(book.end(), "Payments\n\nName\tSum\n4\t\tEUR\nfar\n\u{c}More\n\nx\n");
    }
}
