//! Pages that are pictures, in a document whose other pages hold text: whoever reads it is to know of them.

use super::{dictionary, resolve};
use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A page with fewer letters and figures than this may be one that only bears a stamp.
const FEW: usize = 25;

/// Pages from which on what stands on most of them is known for a stamp.
const STAMPED: usize = 3;

/// Forms in forms in which a picture is looked for.
const DEEPEST: usize = 4;

type Matrix = [f64; 6];

/// The pages that are pictures and hold no text, by their places in `texts`.
pub(super) fn pictures(document: &Document, pages: &[ObjectId], texts: &[String]) -> Vec<usize> {
    let stamps = stamps(texts);
    let is_bare = |text: &String| {
        let lines = text.lines().filter(|line| !stamps.contains_key(&stamp(line)));
        lines.flat_map(str::chars).filter(|c| c.is_alphanumeric()).take(FEW).count() < FEW
    };
    let bare = (0..pages.len()).filter(|&page| texts.get(page).is_some_and(is_bare));
    bare.filter(|&page| {
        let shown = catch_unwind(AssertUnwindSafe(|| covered(document, pages[page])));
        shown.ok().flatten().is_some_and(|share| share > 0.5)
    })
    .collect()
}

/// Pages for people: `2-10, 12`.
pub(super) fn listed(pages: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for page in pages {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            _ => runs.push((*page, *page)),
        }
    }
    let shown = |(first, last): &(usize, usize)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    runs.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// A line without the figures by which its pages are counted.
fn stamp(line: &str) -> String {
    line.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

/// The lines that stand on most pages.
fn stamps(texts: &[String]) -> HashMap<String, usize> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for text in texts {
        let mut lines: Vec<String> = text.lines().map(stamp).filter(|line| !line.is_empty()).collect();
        lines.sort();
        lines.dedup();
        lines.into_iter().for_each(|line| *seen.entry(line).or_default() += 1);
    }
    seen.retain(|_, pages| *pages >= STAMPED && *pages * 2 > texts.len());
    seen
}

/// The share of a page that pictures cover.
fn covered(document: &Document, page: ObjectId) -> Option<f64> {
    let dict = document.get_object(page).ok()?.as_dict().ok()?;
    let inherited = |key: &[u8]| {
        let mut node = dict;
        for _ in 0..64 {
            match node.get(key) {
                Ok(found) => return resolve(document, found),
                Err(_) => node = dictionary(document, node.get(b"Parent").ok())?,
            }
        }
        None
    };
    let sides = inherited(b"MediaBox")?.as_array().ok()?;
    let side = |at: usize| Some(f64::from(resolve(document, sides.get(at)?)?.as_float().ok()?));
    let whole = ((side(2)? - side(0)?) * (side(3)? - side(1)?)).abs();
    let resources = inherited(b"Resources").and_then(|resources| resources.as_dict().ok());
    let content = Content::decode(&document.get_page_content(page).ok()?).ok()?;
    let shown = area(document, &content.operations, resources, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], 0);
    (whole > 0.0).then_some(shown / whole)
}

/// What the pictures of a content cover.
fn area(document: &Document, all: &[Operation], resources: Option<&Dictionary>, from: Matrix, depth: usize) -> f64 {
    let objects = resources.and_then(|resources| dictionary(document, resources.get(b"XObject").ok()));
    let (mut now, mut kept, mut sum) = (from, Vec::new(), 0.0);
    let square = |matrix: Matrix| (matrix[0] * matrix[3] - matrix[1] * matrix[2]).abs();
    for operation in all {
        match &*operation.operator {
            "q" => kept.push(now),
            "Q" => now = kept.pop().unwrap_or(from),
            "cm" => now = matrix(&operation.operands).map_or(now, |inner| times(inner, now)),
            "BI" => sum += square(now),
            "Do" => {
                let name = operation.operands.first().and_then(|name| name.as_name().ok());
                let object = name.and_then(|name| resolve(document, objects?.get(name).ok()?)?.as_stream().ok());
                let Some(object) = object else { continue };
                let kind = object.dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
                if kind == b"Image" {
                    sum += square(now);
                } else if kind == b"Form" && depth < DEEPEST {
                    let Some(content) = object.decompressed_content().ok() else { continue };
                    let Ok(content) = Content::decode(&content) else { continue };
                    let inner = object.dict.get(b"Matrix").ok().and_then(|given| matrix(given.as_array().ok()?));
                    let inner = inner.map_or(now, |inner| times(inner, now));
                    let own = dictionary(document, object.dict.get(b"Resources").ok());
                    sum += area(document, &content.operations, own.or(resources), inner, depth + 1);
                }
            }
            _ => {}
        }
    }
    sum
}

fn matrix(given: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f64> = given.iter().filter_map(|one| one.as_float().ok()).map(f64::from).collect();
    numbers.try_into().ok()
}

/// What comes of one change of place behind another.
fn times(inner: Matrix, outer: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = inner;
    let [g, h, i, j, k, l] = outer;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_pages_and_stamps() {
        assert_eq!((listed(&[2, 3, 4, 7]), listed(&[1]), listed(&[])), ("2-4, 7".into(), "1".into(), String::new()));
        let texts = ["ACME-0001 X\nwords", "ACME-0002 X\n", "ACME-0003 X"].map(str::to_owned);
        assert_eq!(stamps(&texts).into_keys().collect::<Vec<_>>(), ["ACME-X"]);
        assert!(stamps(&texts[..2]).is_empty(), "two pages are too few to tell");
    }
}
