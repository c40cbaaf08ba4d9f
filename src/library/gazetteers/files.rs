//! Files of listed names: tables with tabs, JSON Lines, and FollowTheMoney.
//!
//! A table has a name, its type and its forms in columns, several forms of a column parted by `|`; a
//! first line that begins with `name` says which column is what. JSON Lines have `name`, `type`, `forms`
//! and `id`; records with `schema` and `properties` are FollowTheMoney's.

use crate::entity::{is_fit, turned_round};
use crate::library::spans::named_kind;
use crate::library::types::EntityKind;
use crate::library::{LibraryError, Result};
use crate::store::gazetteers::EntryRecord;
use serde_json::Value;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The longest line that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// Tells what is wrong with a line.
type Told<'t> = dyn FnMut(usize, String) + 't;

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub entries: Vec<EntryRecord>,
    /// Records that are no names: addresses, sanctions, ownership.
    pub passed_over: u64,
    /// Weak aliases of one word, which would be found everywhere.
    pub weak: u64,
}

/// Reads a file; `kind` is the type of names that have none.
///
/// # Errors
/// When it cannot be read; what is wrong with a line is told and the others go on.
pub(super) fn read(path: &Path, kind: Option<EntityKind>, told: &mut Told<'_>) -> Result<Listed> {
    let fail = |error| LibraryError::Given(path.to_owned(), error);
    let mut input = BufReader::new(File::open(path).map_err(fail)?);
    let mut listed = Listed::default();
    let (mut line, mut columns, mut json) = (Vec::new(), None, None);
    for number in 1.. {
        line.clear();
        if Read::take(&mut input, LONGEST).read_until(b'\n', &mut line).map_err(fail)? == 0 {
            break;
        }
        let Ok(text) = std::str::from_utf8(&line) else {
            told(number, "this line is no UTF-8".to_owned());
            continue;
        };
        let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        let is_json = *json.get_or_insert_with(|| text.trim_start().starts_with('{'));
        let entry = match is_json {
            true => record(text, kind, &mut listed),
            false => {
                let columns = columns.get_or_insert_with(|| Columns::of(text));
                if columns.head.take().is_some() {
                    continue;
                }
                row(text, columns, kind)
            }
        };
        match entry {
            Ok(Some(entry)) => listed.entries.extend(fitting(entry, number, told)),
            Ok(None) => listed.passed_over += 1,
            Err(error) => told(number, error),
        }
    }
    listed.entries = united(listed.entries);
    Ok(listed)
}

/// Which column of a table is what.
#[derive(Debug)]
struct Columns {
    name: usize,
    kind: Option<usize>,
    id: Option<usize>,
    /// The columns of forms; all behind the type without a head.
    forms: Option<Vec<usize>>,
    /// The line that says so has not been passed over yet.
    head: Option<()>,
}

impl Columns {
    fn of(first: &str) -> Self {
        let cells: Vec<String> = first.split('\t').map(|cell| cell.trim().to_lowercase()).collect();
        let find = |names: &[&str]| cells.iter().position(|cell| names.contains(&cell.as_str()));
        let known = ["name", "type", "schema", "id", "forms", "form", "aliases", "alias"];
        let Some(name) = find(&["name"]).filter(|_| cells.iter().any(|cell| known[1..].contains(&cell.as_str())))
        else {
            return Self { name: 0, kind: Some(1), id: None, forms: None, head: (cells == ["name"]).then_some(()) };
        };
        let forms = cells.iter().enumerate().filter(|(_, cell)| known[4..].contains(&cell.as_str()));
        let forms = Some(forms.map(|(at, _)| at).collect());
        Self { name, kind: find(&["type", "schema"]), id: find(&["id"]), forms, head: Some(()) }
    }
}

fn row(line: &str, columns: &Columns, usual: Option<EntityKind>) -> std::result::Result<Option<EntryRecord>, String> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let name = cell(columns.name);
    if name.is_empty() {
        return Err("it has no name in its column".to_owned());
    }
    let kind = kind_of(columns.kind.map_or("", cell), usual)?;
    let parted = |at: usize| cell(at).split('|').map(str::trim).filter(|form| !form.is_empty()).map(str::to_owned);
    let forms = match &columns.forms {
        Some(forms) => forms.iter().flat_map(|&at| parted(at)).collect(),
        None => (2..cells.len()).flat_map(parted).collect(),
    };
    let id = columns.id.map(cell).filter(|id| !id.is_empty()).map(str::to_owned);
    Ok(Some(EntryRecord { name: name.to_owned(), kind: kind as u8, id, forms }))
}

fn kind_of(word: &str, usual: Option<EntityKind>) -> std::result::Result<EntityKind, String> {
    if word.is_empty() {
        return usual.ok_or_else(|| {
            "it has no type; give person, org, place or misc with it, or --type for the whole file".to_owned()
        });
    }
    named_kind(word)
        .or_else(|| schema(word))
        .ok_or_else(|| format!("{word:?} is no type; there is person, org, place and misc"))
}

fn record(
    line: &str,
    usual: Option<EntityKind>,
    listed: &mut Listed,
) -> std::result::Result<Option<EntryRecord>, String> {
    let value: Value = serde_json::from_str(line)
        .map_err(|error| format!("this line is no JSON: {error}; one record a line is expected"))?;
    if let (Some(schema), Some(properties)) = (value.get("schema").and_then(Value::as_str), value.get("properties")) {
        return money(schema, properties, &value, listed);
    }
    let Some(name) = value.get("name").and_then(Value::as_str).filter(|name| !name.trim().is_empty()) else {
        return Err("it has no \"name\"".to_owned());
    };
    let kind = kind_of(value.get("type").and_then(Value::as_str).unwrap_or_default(), usual)?;
    let forms = match value.get("forms").or_else(|| value.get("aliases")) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(forms)) => {
            let form =
                |form: &Value| form.as_str().map(str::to_owned).ok_or_else(|| "a form of it is no string".to_owned());
            forms.iter().map(form).collect::<std::result::Result<_, _>>()?
        }
        Some(_) => return Err("its \"forms\" are no list of strings".to_owned()),
    };
    let id = match value.get("id") {
        Some(Value::String(id)) => Some(id.clone()),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    Ok(Some(EntryRecord { name: name.to_owned(), kind: kind as u8, id, forms }))
}

/// The type of a schema of FollowTheMoney; none where it has no name of its own that texts have.
fn schema(word: &str) -> Option<EntityKind> {
    Some(match word {
        "Person" => EntityKind::Person,
        "Organization" | "Company" | "LegalEntity" | "PublicBody" => EntityKind::Org,
        "Vessel" | "Airplane" | "Vehicle" | "Asset" | "Security" | "Project" | "Event" | "CryptoWallet"
        | "RealEstate" | "Thing" => EntityKind::Misc,
        _ => return None,
    })
}

/// A record of FollowTheMoney: its names, aliases and former names are forms.
fn money(
    schema_name: &str,
    properties: &Value,
    value: &Value,
    listed: &mut Listed,
) -> std::result::Result<Option<EntryRecord>, String> {
    let Some(kind) = schema(schema_name) else { return Ok(None) };
    let strings = |name: &str| -> Vec<String> {
        let given = properties.get(name);
        let all = given.and_then(Value::as_array).into_iter().flatten();
        let all = all.chain(given.filter(|given| given.is_string()));
        all.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut forms: Vec<String> = ["name", "alias", "previousName"].into_iter().flat_map(strings).collect();
    if kind == EntityKind::Person {
        let whole = |given: &str| format!("{given} {}", strings("lastName").first().map_or("", String::as_str));
        let named = strings("firstName").first().filter(|_| !strings("lastName").is_empty()).map(|given| whole(given));
        forms.extend(named.filter(|_| forms.is_empty()));
    }
    for weak in strings("weakAlias") {
        match weak.split_whitespace().count() {
            0 | 1 => listed.weak += 1,
            _ => forms.push(weak),
        }
    }
    let caption =
        value.get("caption").and_then(Value::as_str).filter(|caption| forms.iter().any(|form| form == caption));
    let Some(name) = caption.map(str::to_owned).or_else(|| forms.first().cloned()) else {
        return Err(format!("this {schema_name} has no name"));
    };
    let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
    Ok(Some(EntryRecord { name, kind: kind as u8, id, forms }))
}

/// An entry with the forms that can be looked for, the name first; what cannot is told.
fn fitting(entry: EntryRecord, line: usize, told: &mut Told<'_>) -> Option<EntryRecord> {
    let name = entry.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut forms: Vec<String> = Vec::new();
    for form in std::iter::once(&entry.name).chain(&entry.forms) {
        let form = form.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Err(why) = is_fit(&form) {
            told(line, format!("{form:?} cannot be looked for: {why}"));
            continue;
        }
        // As registers write people, the surname first.
        let turned = Some(&form).filter(|_| entry.kind == EntityKind::Person as u8).and_then(|form| turned_round(form));
        for form in std::iter::once(form).chain(turned) {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    (!forms.is_empty()).then_some(EntryRecord { name, forms, ..entry })
}

/// Lines about one thing are one entry: those of one name and type that have no different ids.
fn united(entries: Vec<EntryRecord>) -> Vec<EntryRecord> {
    let mut out: Vec<EntryRecord> = Vec::with_capacity(entries.len());
    let mut places: HashMap<(String, u8), usize> = HashMap::new();
    for entry in entries {
        let key = (entry.name.clone(), entry.kind);
        let known = places.get(&key).map(|&at| &mut out[at]);
        match known.filter(|known| known.id.is_none() || entry.id.is_none() || known.id == entry.id) {
            Some(known) => {
                known.id = known.id.take().or(entry.id);
                for form in entry.forms {
                    if !known.forms.contains(&form) {
                        known.forms.push(form);
                    }
                }
            }
            None => {
                places.insert(key, out.len());
                out.push(entry);
            }
        }
    }
    out
}
