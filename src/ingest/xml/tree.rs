//! An XML or SGML text as a tree, read with patience: what is left open is closed, what is unknown stays.

use crate::ingest::office;
use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::HashMap;

/// Elements open at once; what lies deeper stands in the deepest one.
const DEEPEST: usize = 256;

/// Attributes of one element that are kept.
const ATTRIBUTES: usize = 64;

/// Entities of its own that a file may declare, and how long each may be, in bytes.
const ENTITIES: usize = 5_000;
const LONGEST_ENTITY: usize = 200;

/// An element; the tree itself is one without a name.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Without its prefix, as it is written.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Child>,
    /// Where it begins, counted from 1.
    pub(super) line: u64,
}

#[derive(Debug)]
pub(super) enum Child {
    Text(String),
    Element(Element),
}

/// Where a tree was broken off, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Damage {
    pub(super) line: u64,
    pub(super) error: String,
}

/// Reads a text; what stands before its damage is the tree all the same.
pub(super) fn parse(source: &str) -> (Element, Option<Damage>) {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut growing = Growing { open: vec![Element::default()], beyond: 0, has_ends: false, entities: HashMap::new() };
    let (mut line, mut counted) = (1, 0);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(source.len()).min(source.len());
        line += source.as_bytes()[counted..at].iter().filter(|&&byte| byte == b'\n').count() as u64;
        counted = at;
        match reader.read_event() {
            Ok(Event::Start(start)) => growing.start(&start, line),
            Ok(Event::Empty(start)) => {
                let has_ends = growing.has_ends;
                growing.start(&start, line);
                growing.end(start.local_name().as_ref());
                growing.has_ends = has_ends;
            }
            Ok(Event::End(end)) => growing.end(end.local_name().as_ref()),
            Ok(Event::Text(text)) => growing.text(&text),
            Ok(Event::CData(text)) => growing.text(&text),
            Ok(Event::GeneralRef(reference)) => growing.reference(&reference),
            Ok(Event::DocType(declared)) => growing.entities = entities(&declared),
            Ok(Event::Eof) => {
                let left = growing.left_open(source).map(|error| Damage { line, error });
                return (growing.tree(), left);
            }
            Ok(Event::Decl(_) | Event::PI(_) | Event::Comment(_)) => {}
            // Of the last end a part is missing, and nothing else.
            Err(_) if source[counted..].starts_with("</") && !source[counted + 2..].contains('<') => {
                growing.close();
                let left = growing.left_open(source).map(|error| Damage { line, error });
                return (growing.tree(), left);
            }
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(counted).clamp(counted, source.len());
                line += source.as_bytes()[counted..at].iter().filter(|&&byte| byte == b'\n').count() as u64;
                return (growing.tree(), Some(Damage { line, error: error.to_string().to_lowercase() }));
            }
        }
    }
}

struct Growing {
    /// From the tree itself to the innermost element; never empty.
    open: Vec<Element>,
    /// Elements open beyond the deepest one that is kept.
    beyond: usize,
    /// Some element was closed in so many words.
    has_ends: bool,
    entities: HashMap<String, String>,
}

impl Growing {
    /// What is said of elements that the end of the text leaves open, of which it says that all are closed: it is
    /// XML, and not one of its elders in which an end may go without saying.
    fn left_open(&self, source: &str) -> Option<String> {
        let outermost = self.open.get(1)?;
        let is_xml = source.trim_start_matches(['\u{feff}', ' ', '\n']).starts_with("<?xml")
            || outermost.attributes.iter().any(|(name, _)| name == "xmlns");
        let is_sure = is_xml || (self.has_ends && !outermost.name.eq_ignore_ascii_case("p"));
        let innermost = self.open.last()?;
        is_sure
            .then(|| format!("it ends too early, in the <{}> that begins in line {}", innermost.name, innermost.line))
    }

    fn innermost(&mut self) -> &mut Element {
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn start(&mut self, start: &BytesStart<'_>, line: u64) {
        let name = start.local_name().as_ref().to_owned();
        // In SGML a paragraph ends where the next begins.
        if name.eq_ignore_ascii_case("p") && self.innermost().name.eq_ignore_ascii_case("p") {
            self.close();
        }
        if self.open.len() > DEEPEST {
            self.beyond += 1;
            return;
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false).flatten().take(ATTRIBUTES) {
            attributes.push((attribute.key.local_name().as_ref().to_owned(), unescape(&attribute.value)));
        }
        self.open.push(Element { name, attributes, children: Vec::new(), line });
    }

    /// Ends the innermost element of a name, with all that was left open in it.
    fn end(&mut self, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if let Some(at) = self.open.iter().rposition(|open| open.name == name).filter(|&at| at > 0) {
            self.has_ends = true;
            while self.open.len() > at {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        if self.open.len() > 1
            && let Some(element) = self.open.pop()
        {
            self.innermost().children.push(Child::Element(element));
        }
    }

    fn text(&mut self, text: &str) {
        match self.innermost().children.last_mut() {
            Some(Child::Text(before)) => before.push_str(text),
            _ => self.innermost().children.push(Child::Text(text.to_owned())),
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        let known = office::entity(reference).or_else(|| self.entities.get(&**reference).cloned());
        match known {
            // A line end is one, however it is written.
            Some(text) => self.text(if text == "\r" { "\n" } else { &text }),
            None => self.text(&format!("&{};", &**reference)),
        }
    }

    fn tree(mut self) -> Element {
        while self.open.len() > 1 {
            self.close();
        }
        self.open.pop().unwrap_or_default()
    }
}

/// A value with the references in it resolved, or as it stands where one is unknown.
fn unescape(value: &str) -> String {
    unescape_with(value, resolve_html5_entity).map_or_else(|_| value.to_owned(), |value| value.into_owned())
}

/// The entities that a document type declares as plain text.
fn entities(declared: &str) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for declaration in declared.split("<!ENTITY").skip(1).take(ENTITIES) {
        let declaration = declaration.trim_start();
        let Some((name, rest)) = declaration.split_once(char::is_whitespace) else { continue };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|&c| c == '"' || c == '\'') else { continue };
        let Some(end) = rest[1..].find(quote).filter(|&end| end <= LONGEST_ENTITY) else { continue };
        let value = unescape(&rest[1..=end]);
        // What is made of others could grow without end.
        if !value.contains('<') && (!value.contains('&') || !value.contains(';')) {
            found.entry(name.to_owned()).or_insert(value);
        }
    }
    found
}

impl Element {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub(super) fn is_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// All elements of a path of names, each anywhere below the one before, in their order.
    pub(super) fn all<'e>(&'e self, path: &str, out: &mut Vec<&'e Element>) {
        let (name, rest) = path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
        for element in self.elements() {
            match rest {
                _ if !element.is(name) => element.all(path, out),
                Some(rest) => element.all(rest, out),
                None => out.push(element),
            }
        }
    }

    /// All text in it, its white space single.
    pub(super) fn words(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn gather(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(element) => element.gather(out),
            }
        }
    }

    /// Its text as it is, where nothing else stands in it.
    pub(super) fn raw(&self) -> Option<String> {
        self.elements().next().is_none().then(|| {
            let mut text = String::new();
            self.gather(&mut text);
            text
        })
    }

    /// How much text is in it, in bytes.
    pub(super) fn size(&self) -> usize {
        let of = |child: &Child| match child {
            Child::Text(text) => text.trim().len(),
            Child::Element(element) => element.size(),
        };
        self.children.iter().map(of).sum()
    }

    /// True where words stand directly in it.
    pub(super) fn has_words(&self) -> bool {
        self.children.iter().any(|child| matches!(child, Child::Text(text) if !text.trim().is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(source: &str) -> String {
        fn show(element: &Element, out: &mut String) {
            for child in &element.children {
                match child {
                    Child::Text(text) => out.push_str(text),
                    Child::Element(inner) => {
                        out.push_str(&format!("<{}>", inner.name));
                        show(inner, out);
                        out.push_str("</>");
                    }
                }
            }
        }
        let mut out = String::new();
        show(&parse(source).0, &mut out);
        out
    }

    #[test]
    fn what_is_left_open_is_closed() {
        for (source, want) in [
            ("<a>x<b>y</a>z", "<a>x<b>y</></>z"),
            ("<a>x</b>y</a>", "<a>xy</>"),
            ("<doc><p>one<p>two</doc>", "<doc><p>one</><p>two</></>"),
            ("<x:a xmlns:x='u'>R&amp;D & co &eacute;&#x41; &nosuch;</x:a>", "<a>R&D & co éA &nosuch;</>"),
            (
                "<!DOCTYPE a [<!ENTITY who 'Anna &#67;ole'><!ENTITY big '&who;&who;'>]><a>&who; &big;</a>",
                "<a>Anna Cole &big;</>",
            ),
            ("<a><![CDATA[<b>]]></a>", "<a><b></>"),
            ("no tags", "no tags"),
        ] {
            assert_eq!(shape(source), want, "{source}");
        }
        let deep = format!("{}x{}y", "<a>".repeat(5_000), "</a>".repeat(5_000));
        assert!(shape(&deep).ends_with("y"), "the ends of what lies too deep end nothing else");
    }

    #[test]
    fn damage_has_a_line() {
        let (tree, damage) = parse("<a>\n<b>kept</b>\n\n<c <!-- never closed");
        assert_eq!((tree.words(), damage.map(|damage| damage.line)), ("kept".to_owned(), Some(4)));
        assert_eq!(parse("<a>\n<b>x</b>\n</a>").1, None);
        assert_eq!(parse("<a>\n<b>x</b>\n</a").1, None);
        let (tree, _) = parse("<a>\n\n<b/><b>\n</b></a>");
        let lines: Vec<u64> = tree.elements().flat_map(Element::elements).map(|element| element.line).collect();
        assert_eq!(lines, [3, 3]);
    }

    #[test]
    fn paths_find_what_lies_anywhere_below() {
        let (tree, _) = parse("<r><h><x><t>1</t></x><T>2</T></h><t>3</t></r>");
        let words = |path: &str| {
            let mut found = Vec::new();
            tree.all(path, &mut found);
            found.iter().map(|element| element.words()).collect::<Vec<_>>()
        };
        assert_eq!(
            (words("h/t"), words("t"), words("r/none")),
            (vec!["1".into(), "2".into()], vec!["1".into(), "2".into(), "3".into()], vec![])
        );
    }
}
