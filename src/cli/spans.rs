//! `variorum import-spans`: names that were marked elsewhere.

use super::args::{OffsetUnit, SpanFormat};
use super::decisions::tell;
use super::out::{Out, say};
use super::{Ended, Failed, now};
use crate::library::Library;
use crate::library::spans::{Form, Options, Unit};
use crate::library::types::EntityKind;
use crate::text::counted;
use std::path::PathBuf;

pub fn run(
    library: &mut Library,
    files: &[PathBuf],
    format: Option<SpanFormat>,
    offsets: OffsetUnit,
    labels: &[String],
    out: &mut Out,
) -> Result<Ended, Failed> {
    let options = Options {
        form: format.map(|format| match format {
            SpanFormat::Spacy => Form::Lines,
            SpanFormat::Brat => Form::Brat,
            SpanFormat::Conll => Form::Columns,
        }),
        unit: match offsets {
            OffsetUnit::Codepoints => Unit::CodePoints,
            OffsetUnit::Bytes => Unit::Bytes,
            OffsetUnit::Utf16 => Unit::Utf16,
        },
        labels: labels.iter().map(|label| meant(label)).collect::<Result<_, _>>()?,
    };
    let mut bad = 0;
    let mut trouble = |trouble: crate::library::spans::Trouble| {
        bad += 1;
        say(&format!("{}:{}: {}", trouble.path.display(), trouble.line, trouble.error));
    };
    let imported = library.import_spans(files, &options, now(), &mut trouble, &mut |_| {})?;
    if imported.passed_over > 0 {
        let many = counted(imported.passed_over as u64, "span");
        say(&format!("note: {many} left out whose labels are no names (dates, sums, numbers)"));
    }
    let Some(decided) = &imported.decided else {
        say("no name could be taken over");
        return Ok(Ended::Partly);
    };
    match out.json {
        true => tell(library, decided, out)?,
        false => {
            let (names, documents) = (counted(imported.names, "name"), counted(imported.documents, "document"));
            out.line(&format!("took over {names} in {documents}; undo takes them back"))?;
        }
    }
    out.flush()?;
    Ok(if bad > 0 { Ended::Partly } else { Ended::Done })
}

/// A label of the files with the type that it stands for.
fn meant(given: &str) -> Result<(String, EntityKind), Failed> {
    let parts = given.rsplit_once('=').filter(|(label, _)| !label.trim().is_empty());
    let known = parts.and_then(|(label, word)| {
        let kind = EntityKind::ALL.into_iter().find(|kind| kind.as_str() == word.trim())?;
        Some((label.trim().to_uppercase(), kind))
    });
    known.ok_or_else(|| {
        Failed::Usage(format!("--label {given:?}: write LABEL=TYPE, where TYPE is person, org, place or misc"))
    })
}
