//! Workbooks (Excel, old and new): the cells of every sheet, a row a line.

use super::package::{self, Content, entry};
use super::part::Part;
use super::sink::{Sink, Stop};
use super::sought::Sought;
use super::{archive, compound, figure, xml};
use calamine::{Cell, Data, DataRef, ExcelDateTime, Reader, SheetType, Xls, XlsError, Xlsb, Xlsx, XlsxError};
use ssfmt::NumberFormat;
use std::collections::HashMap;
use std::fmt::Display;
use zip::ZipArchive;

/// Empty cells in a row that are shown as such, before one that is not.
const EMPTY: u32 = 16;

/// Reads a workbook in a zip archive: cells parted by tabs, sheets by a form feed; what was said of cells comes
/// last.
pub(super) fn read<R: Sought>(mut archive: ZipArchive<R>, part: &Part<'_>) -> Result<(Content, ZipArchive<R>), Stop> {
    afford(&mut archive, part)?;
    let names = archive::names(&mut archive);
    let is_binary = archive.index_for_name("xl/workbook.bin").is_some();
    let mut reader = archive.into_inner();
    let mut book = Book::default();
    if is_binary {
        let mut xlsb = Xlsb::new(&mut reader).map_err(|error| damaged(&error))?;
        for name in sheets(&xlsb) {
            match xlsb.worksheet_cells_reader(&name) {
                Ok(mut cells) => book.sheet(&name, || cells.next_cell().map(|cell| cell.map(unformatted))),
                Err(error) => book.miss(&name, &error),
            }
        }
    } else {
        let mut xlsx = Xlsx::new(&mut reader).map_err(|error| damaged(&error))?;
        for name in sheets(&xlsx) {
            match xlsx.worksheet_cells_reader(&name) {
                Ok(mut cells) => {
                    let mut formats = HashMap::new();
                    book.sheet(&name, || {
                        let Some((cell, style)) = cells.next_cell_with_style_id()? else { return Ok(None) };
                        let format: &mut Option<NumberFormat> = formats.entry(style).or_insert_with(|| {
                            figure::format(&cells.styles().get(style)?.number_format.as_ref()?.format_code)
                        });
                        Ok::<_, XlsxError>(Some((cell.get_position(), shown(cell.get_value(), format.as_ref()))))
                    });
                }
                Err(error) => book.miss(&name, &error),
            }
        }
    }
    let mut content = book.end();
    let mut archive = ZipArchive::new(reader).map_err(|error| Stop::fail(archive::zip_advice(&error)))?;
    let are_comments = |name: &&String| {
        let name = name.replace('\\', "/");
        name.starts_with("xl/comments") || name.starts_with("xl/threadedComments")
    };
    for name in names.iter().filter(are_comments) {
        let said = match entry(&mut archive, name, part) {
            Ok(said) => said.unwrap_or_default(),
            Err(_) => {
                content.damage.get_or_insert_with(|| format!("damaged: {name} cannot be read; get the file again"));
                continue;
            }
        };
        for (attributes, said) in xml::elements(&said, &["comment", "threadedComment"]) {
            let place = attributes.into_iter().find(|(name, _)| name == "ref").map(|(_, place)| place);
            content.text.push_str(&format!("\n{}: {said}\n", place.unwrap_or_default()));
        }
    }
    Ok((content, archive))
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
    for name in sheets(&xls) {
        match xls.worksheet_range(&name) {
            Ok(range) => {
                let (row, column) = range.start().unwrap_or_default();
                let mut cells = range
                    .used_cells()
                    .map(|(down, right, value)| Cell::new((row + down as u32, column + right as u32), borrowed(value)))
                    .map(unformatted);
                book.sheet(&name, || Ok::<_, XlsError>(cells.next()));
            }
            Err(error) => book.miss(&name, &error),
        }
    }
    let content = book.end();
    sink.document(package::described(content.text, &HashMap::new())?)?;
    content.damage.map_or(Ok(()), |damage| Err(Stop::fail(damage)))
}

/// The names of the sheets that have cells.
fn sheets<R: Sought, B: Reader<R>>(book: &B) -> Vec<String> {
    let with_cells =
        book.sheets_metadata().iter().filter(|sheet| !matches!(sheet.typ, SheetType::ChartSheet | SheetType::Vba));
    with_cells.map(|sheet| sheet.name.clone()).collect()
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

fn damaged(error: &dyn Display) -> Stop {
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
    damage: Option<String>,
}

impl Book {
    /// Takes the cells of a sheet; damage in the middle of it ends it.
    fn sheet<E: Display>(&mut self, name: &str, mut next: impl FnMut() -> Result<Option<Shown>, E>) {
        self.name = Some(line(name));
        self.last = None;
        loop {
            match next() {
                Ok(Some((place, value))) => self.value(place, value),
                Ok(None) => return,
                Err(error) => return self.miss(name, &error),
            }
        }
    }

    fn miss(&mut self, name: &str, error: &dyn Display) {
        let error = error.to_string().to_lowercase();
        let said =
            || format!("damaged: the sheet `{}` cannot be read to its end ({error}); get the file again", line(name));
        self.damage.get_or_insert_with(said);
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

    fn end(mut self) -> Content {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        Content { text: self.out, damage: self.damage }
    }
}

/// A cell by its row and column, as it is shown.
type Shown = ((u32, u32), String);

/// A cell of a workbook whose formats are not known.
fn unformatted(cell: Cell<DataRef<'_>>) -> Shown {
    (cell.get_position(), shown(cell.get_value(), None))
}

/// A cell as its sheet shows it; in one line. Dates are shown as dates whatever their order there.
fn shown(value: &DataRef<'_>, format: Option<&NumberFormat>) -> String {
    match (value, format) {
        (DataRef::Int(value), Some(format)) if value.unsigned_abs() <= 1 << 53 => figure::shown(*value as f64, format),
        (DataRef::Float(value), Some(format)) => figure::shown(*value, format),
        _ => unformatted_value(value),
    }
}

fn unformatted_value(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => figure::number(*value),
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
        let at = |value, kind| shown(&DataRef::DateTime(ExcelDateTime::new(value, kind, false)), None);
        let date = ExcelDateTimeType::DateTime;
        assert_eq!(
            [at(42_020.0, date), at(42_020.5, date), at(0.75, date), at(1.5, ExcelDateTimeType::TimeDelta)],
            ["2015-01-16", "2015-01-16 12:00:00", "18:00:00", "36:00:00"]
        );
        assert_eq!(shown(&DataRef::String(" two\n lines\t".into()), None), "two lines");
    }

    #[test]
    fn rows_are_lines_and_sheets_are_pages() {
        let mut book = Book::default();
        let sheet = |book: &mut Book, name: &str, cells: &[((u32, u32), &'static str)], broken: bool| {
            let mut cells = cells.iter().map(|&(place, value)| (place, value.to_owned()));
            book.sheet(name, || {
                cells.next().map_or(if broken { Err("TORN") } else { Ok(None) }, |cell| Ok(Some(cell)))
            });
        };
        let cells = [((0, 0), "Name"), ((0, 1), "Sum"), ((2, 1), "4"), ((2, 3), "EUR"), ((3, 900), "far")];
        sheet(&mut book, "Payments", &cells, false);
        sheet(&mut book, "Nothing", &[], false);
        assert!(book.out.starts_with("Name\tSum"), "the name of the only sheet is not shown");
        sheet(&mut book, "More", &[((5, 5), "x")], true);
        let Content { text, damage } = book.end();
        assert_eq!(text, "Payments\n\nName\tSum\n4\t\tEUR\nfar\n\u{c}More\n\nx\n");
        assert!(damage.is_some_and(|said| said.contains("`More`") && said.contains("torn")), "what was read is kept");
    }
}
