//! Parquet: a document a row, as of any other table.

use super::form::Forms;
use super::sink::{Sink, Stop};
use super::{Options, record};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use serde_json::Value;

/// Reads a table, a row at a time.
pub(super) fn read(bytes: impl ChunkReader + 'static, options: &Options, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let reader = SerializedFileReader::new(bytes).map_err(|error| damaged(&error))?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let names = || schema.root_schema().get_fields().iter().map(|field| field.name());
    if options.text_field.is_some() && !names().any(|name| record::is_text_name(name, options)) {
        let (wanted, found) = (record::text_names(options), record::list(names()));
        let said = format!("no text column: looked for {wanted}, found {found}; name the column with --text-field");
        return Err(Stop::fail(said));
    }
    let mut forms = Forms::new(options, true);
    let end = rows(&reader, &mut forms, sink);
    forms.end(end, sink)
}

fn rows(reader: &impl FileReader, forms: &mut Forms<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let rows = reader.get_row_iter(None).map_err(|error| damaged(&error))?;
    for (index, row) in rows.enumerate() {
        let row = row.map_err(|error| damaged(&error))?;
        let Value::Object(fields) = row.to_json_value() else { continue };
        forms.record(Some(index as u64 + 1), fields, sink)?;
    }
    Ok(())
}

fn damaged(error: &ParquetError) -> Stop {
    let error = error.to_string().to_lowercase();
    Stop::fail(format!("a Parquet file that cannot be read ({error}); get the file again"))
}
