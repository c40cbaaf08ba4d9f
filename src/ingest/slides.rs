//! The text of a presentation, slide by slide as they are shown, each with its notes.
//!
//! The names of the files in it say when a slide was made, not where it stands, and those of notes are counted
//! for themselves; what belongs where is said by the relations of each.

use super::archive;
use super::office::{Step, attribute, parts, walk};
use super::package::{Content, entry};
use super::part::Part;
use super::sink::Stop;
use super::sought::Sought;
use quick_xml::events::BytesStart;
use std::collections::HashSet;
use zip::ZipArchive;

const SHOW: &str = "ppt/presentation.xml";

/// The text of a presentation; a form feed stands between slides. Where what says how they stand together is
/// damaged they may stand in another order, which is told.
pub(super) fn text<R: Sought>(archive: &mut ZipArchive<R>, part: &Part<'_>) -> Result<Content, Stop> {
    let names = archive::names(archive);
    let mut shown: Vec<Vec<String>> = Vec::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut damage = None;
    let slides = in_order(archive, &names, part, &mut damage);
    for slide in slides.into_iter().chain(numbered(&names, "ppt/slides/slide")) {
        if !taken.insert(slide.clone()) {
            continue;
        }
        let notes =
            relations(archive, &slide, part, &mut damage).into_iter().filter(|relation| relation.kind == "notesSlide");
        let notes = notes.map(|relation| relation.to).filter(|to| names.contains(to) && taken.insert(to.clone()));
        let notes: Vec<String> = notes.collect();
        shown.push([vec![slide], notes].concat());
    }
    // Notes that no slide knows of.
    let lost = numbered(&names, "ppt/notesSlides/notesSlide").into_iter().filter(|notes| !taken.contains(notes));
    shown.extend(lost.map(|notes| vec![notes]));
    let mut out = String::new();
    for (index, names) in shown.iter().enumerate() {
        if index > 0 {
            out.push('\u{c}');
        }
        for name in names {
            let content = parts(archive, std::slice::from_ref(name), part)?;
            out.push_str(&content.text);
            damage = damage.or(content.damage);
        }
    }
    Ok(Content { text: out, damage })
}

/// The files of a kind by the numbers in their names.
fn numbered(names: &[String], start: &str) -> Vec<String> {
    let number = |name: &str| name.strip_prefix(start)?.strip_suffix(".xml")?.parse::<u32>().ok();
    let mut found: Vec<(u32, &String)> = names.iter().filter_map(|name| Some((number(name)?, name))).collect();
    found.sort();
    found.into_iter().map(|(_, name)| name.clone()).collect()
}

/// The slides as they are shown, as far as that is said.
fn in_order<R: Sought>(
    archive: &mut ZipArchive<R>,
    names: &[String],
    part: &Part<'_>,
    damage: &mut Option<String>,
) -> Vec<String> {
    let xml = said(archive, SHOW, part, damage);
    let mut ids = Vec::new();
    let torn = walk(&xml, SHOW, &mut |step| {
        if let Step::Start("sldId", start) = step {
            ids.extend(prefixed(start, "id"));
        }
    });
    *damage = damage.take().or(torn);
    let relations = relations(archive, SHOW, part, damage);
    let to = ids.iter().filter_map(|id| relations.iter().find(|relation| relation.id == *id));
    to.map(|relation| relation.to.clone()).filter(|to| names.contains(to)).collect()
}

/// What a file of the package has to do with another.
struct Relation {
    id: String,
    /// `notesSlide`, without the address that stands before it.
    kind: String,
    /// The name of the other.
    to: String,
}

/// A member as text; empty where there is none, or none that can be read.
fn said<R: Sought>(archive: &mut ZipArchive<R>, name: &str, part: &Part<'_>, damage: &mut Option<String>) -> String {
    match entry(archive, name, part) {
        Ok(said) => said.unwrap_or_default(),
        Err(stop) => {
            if let Stop::Fail { error, .. } = stop {
                damage.get_or_insert(error);
            }
            String::new()
        }
    }
}

fn relations<R: Sought>(
    archive: &mut ZipArchive<R>,
    of: &str,
    part: &Part<'_>,
    damage: &mut Option<String>,
) -> Vec<Relation> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let name = format!("{folder}/_rels/{file}.rels");
    let xml = said(archive, &name, part, damage);
    let mut out = Vec::new();
    let torn = walk(&xml, &name, &mut |step| {
        if let Step::Start("Relationship", start) = step
            && let (Some(id), Some(kind), Some(to)) =
                (attribute(start, "Id"), attribute(start, "Type"), attribute(start, "Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            out.push(Relation { id, kind, to: resolved(folder, &to) });
        }
    });
    *damage = damage.take().or(torn);
    out
}

/// A name in a package as it is seen from a folder of it.
fn resolved(folder: &str, to: &str) -> String {
    if let Some(whole) = to.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').collect();
    for step in to.split('/') {
        match step {
            ".." => _ = path.pop(),
            "." => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

/// An attribute whose name has a prefix, beside another of that name that has none.
fn prefixed(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = start.attributes();
    let found = all
        .with_checks(false)
        .flatten()
        .find(|one| one.key.prefix().is_some() && one.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_seen_from_where_they_are_said() {
        assert_eq!(resolved("ppt", "slides/slide1.xml"), "ppt/slides/slide1.xml");
        assert_eq!(resolved("ppt/slides", "../notesSlides/notesSlide1.xml"), "ppt/notesSlides/notesSlide1.xml");
        assert_eq!((resolved("ppt", "/ppt/x.xml"), resolved("", "../../x")), ("ppt/x.xml".into(), "x".into()));
    }

    #[test]
    fn files_are_counted_by_their_numbers() {
        let names = ["a/b10.xml", "a/b2.xml", "a/bx.xml", "a/c1.xml"].map(str::to_owned);
        assert_eq!(numbered(&names, "a/b"), ["a/b2.xml", "a/b10.xml"]);
    }
}
