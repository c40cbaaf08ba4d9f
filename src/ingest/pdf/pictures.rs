//! Pages that are pictures, in a document whose other pages hold text: whoever reads it is to know of them.

use super::{dictionary, resolve};
use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A page with fewer letters and figures than this may be one that only bears a stamp.
const FEW: usize = 25;

/// Pages from which on what stands on most of them is known for a stamp.
const STAMPED: usize = 3;

/// Forms in forms in which a picture is looked for.
const DEEPEST: usize = 4;

type Matrix = [f64; 6];

/// Where a thing stands as it is.
const PLAIN: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

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
    let shown = Forms { document, known: HashMap::new() }.area(&content.operations, resources, 0);
    (whole > 0.0).then_some(shown / whole)
}

/// Forms that a page shows, each of which is looked into once however often it is shown.
struct Forms<'d> {
    document: &'d Document,
    /// What the pictures of a form cover where it is shown as it is, by where it and the resources lie that it may
    /// take from whoever shows it, and by its depth.
    known: HashMap<(*const Stream, *const Dictionary, usize), f64>,
}

impl<'d> Forms<'d> {
    /// What the pictures of a content cover.
    fn area(&mut self, all: &[Operation], resources: Option<&'d Dictionary>, depth: usize) -> f64 {
        let document = self.document;
        let objects = resources.and_then(|resources| dictionary(document, resources.get(b"XObject").ok()));
        let (mut now, mut kept, mut sum) = (PLAIN, Vec::new(), 0.0);
        for operation in all {
            match &*operation.operator {
                "q" => kept.push(now),
                "Q" => now = kept.pop().unwrap_or(PLAIN),
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
                        // A change of place makes everything in a form larger or smaller alike.
                        sum += square(now) * self.of(object, resources, depth + 1);
                    }
                }
                _ => {}
            }
        }
        sum
    }

    fn of(&mut self, form: &'d Stream, resources: Option<&'d Dictionary>, depth: usize) -> f64 {
        let own = dictionary(self.document, form.dict.get(b"Resources").ok()).or(resources);
        let lies = (std::ptr::from_ref(form), own.map_or(std::ptr::null(), std::ptr::from_ref), depth);
        if let Some(known) = self.known.get(&lies) {
            return *known;
        }
        let content = form.decompressed_content().ok().and_then(|content| Content::decode(&content).ok());
        let place = form.dict.get(b"Matrix").ok().and_then(|given| matrix(given.as_array().ok()?)).unwrap_or(PLAIN);
        let found = content.map_or(0.0, |content| square(place) * self.area(&content.operations, own, depth));
        self.known.insert(lies, found);
        found
    }
}

/// How much larger a thing becomes by a change of place.
fn square(matrix: Matrix) -> f64 {
    (matrix[0] * matrix[3] - matrix[1] * matrix[2]).abs()
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

    #[test]
    fn a_form_that_is_shown_again_and_again_is_looked_into_once() {
        const TIMES: usize = 200;
        // Each form shows the next one many times, and the last of them a picture.
        let share = |scale: &str| {
            let mut document = Document::new();
            let kind = |name: &str| Dictionary::from_iter([("Subtype", Object::Name(name.into()))]);
            let mut next = document.add_object(Stream::new(kind("Image"), Vec::new()));
            let shown = |next| {
                let all = Dictionary::from_iter([("X", Object::Reference(next))]);
                Dictionary::from_iter([("XObject", Object::Dictionary(all))])
            };
            for _ in 0..DEEPEST {
                let mut dict = kind("Form");
                dict.set("Resources", Object::Dictionary(shown(next)));
                let content = format!("{scale} {}", "/X Do ".repeat(TIMES));
                next = document.add_object(Stream::new(dict, content.into_bytes()));
            }
            let resources = shown(next);
            let content = Content::decode(b"600 0 0 800 0 0 cm /X Do").unwrap();
            let mut forms = Forms { document: &document, known: HashMap::new() };
            forms.area(&content.operations, Some(&resources), 0) / 480_000.0
        };
        let wanted = (200.0 * 0.05_f64 * 0.05).powi(4);
        let got = share("0.05 0 0 0.05 0 0 cm");
        assert!((got / wanted - 1.0).abs() < 1e-3, "{got} {wanted}");
        assert!(share("q 0.05 0 0 0.05 0 0 cm Q") > 1e9);
    }
}
