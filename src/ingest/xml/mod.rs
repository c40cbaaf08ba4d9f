//! XML and SGML: the texts of a file in a known vocabulary with what it says of them, the words of any other.

mod flow;
mod names;
mod tree;
mod vocabulary;

use self::flow::Reading;
use self::tree::{Damage, Element};
use self::vocabulary::{Found, Vocabulary};
use super::sink::{Sink, Stop};
use super::{Extracted, Stamp, charset, html, plain};

/// Authors that are named, of however many.
const AUTHORS: usize = 12;

/// The longest that is taken for the name of anything, in characters.
const LONGEST: usize = 300;

/// Reads a file: a document an entry, article or text that it holds.
pub(super) fn read(bytes: Vec<u8>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let source = charset::even_lines(charset::decode(&bytes, charset::declared(&bytes)));
    drop(bytes);
    let (tree, damage) = tree::parse(&source);
    drop(source);
    let of_all = value(&tree, &["channel/title", "feed/title", "siteinfo/sitename"], false);
    let documents = vocabulary::documents(&tree);
    let are_many = documents.len() > 1;
    let mut any = false;
    for found in documents {
        let Some(mut document) = document(&found) else { continue };
        document.source = document.source.or_else(|| of_all.clone());
        document.line = Some(found.element.line).filter(|_| are_many);
        if !are_many {
            document.id = None;
        }
        any = true;
        sink.document(document)?;
    }
    match damage {
        Some(Damage { line, error }) => {
            let advice = if any { "what stands before it was read; get the file again" } else { "get the file again" };
            Err(Stop::Fail { line: Some(line), error: format!("damaged: {error}; {advice}") })
        }
        None if any => Ok(()),
        None => Err(Stop::Skip("XML that holds no text".to_owned())),
    }
}

/// The elements of some names in a text, with their attributes and all words in each.
pub(super) fn elements(source: &str, names: &[&str]) -> Vec<(Vec<(String, String)>, String)> {
    let (tree, _) = tree::parse(source);
    let mut found = Vec::new();
    names.iter().for_each(|name| tree.all(name, &mut found));
    found.into_iter().map(|element| (element.attributes.clone(), element.words())).collect()
}

/// A document with what is said of it; none if it has no text.
fn document(found: &Found<'_>) -> Option<Extracted> {
    let Found { element, vocabulary, within } = *found;
    let alone = vocabulary.is_other();
    let of = |paths: &[&str]| value(element, paths, alone);
    // What has no title of its own has that of what it stands in.
    let page = if vocabulary.title.is_empty() { within.elements().find(|inner| inner.is("title")) } else { None };
    let page = page.map(Element::words).filter(|title| !title.is_empty());
    let title = of(vocabulary.title).or_else(|| page.clone());
    let mut text = text(element, vocabulary);
    if plain::is_empty(&text) {
        // An entry may be no more than its headline.
        text = title.clone().filter(|_| !vocabulary.pages.is_empty())? + "\n";
    }
    let id = of(vocabulary.id).map(|id| match &page {
        Some(page) => format!("{page}/{id}"),
        None => id,
    });
    let mut document = Extracted {
        id,
        date: date(element, vocabulary.date, alone),
        source: of(vocabulary.source),
        url: address(element, vocabulary.url),
        title: title.unwrap_or_else(|| plain::title(&text)),
        text,
        ..Extracted::default()
    };
    let authors = authors(element, vocabulary.author, alone);
    let language = all(element, vocabulary.language).first().and_then(|stated| stated.attribute("ident"));
    let language = language.map(str::to_owned).or_else(|| of(vocabulary.language));
    let language = language.or_else(|| element.attribute("lang").map(str::to_owned));
    for (name, value) in [("author", authors), ("language", language)] {
        if let Some(value) = value {
            document.fields.insert(name.to_owned(), value.into());
        }
    }
    Some(document)
}

fn text(element: &Element, vocabulary: &Vocabulary) -> String {
    let reading = Reading { hidden: vocabulary.hidden, labelled: vocabulary.labelled };
    let all_of_it = Reading { hidden: &[], labelled: false };
    if !vocabulary.pages.is_empty() {
        let pages = vocabulary.pages.iter().flat_map(|path| all(element, &[path]));
        let mut texts = pages.map(|page| match page.raw() {
            Some(raw) if raw.contains('<') || raw.contains('&') => html::shown(&raw) + "\n",
            _ => flow::text(page, &all_of_it),
        });
        return texts.find(|text| !plain::is_empty(text)).unwrap_or_default();
    }
    let mut text = String::new();
    for part in vocabulary.shown.iter().flat_map(|path| all(element, &[path])) {
        text.push_str(&flow::text(part, &all_of_it));
        text.push('\n');
    }
    text.push_str(&flow::text(element, &reading));
    text
}

/// All elements of the first path that has any.
fn all<'e>(element: &'e Element, paths: &[&str]) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for path in paths {
        element.all(path, &mut found);
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// The words of the first path that has some; of several elements of one name where `alone`, none.
fn value(element: &Element, paths: &[&str], alone: bool) -> Option<String> {
    paths.iter().find_map(|path| {
        let found = all(element, &[path]);
        let first = found.iter().find(|_| !alone || found.len() == 1)?;
        Some(first.words()).filter(|words| !words.is_empty() && words.chars().nth(LONGEST).is_none())
    })
}

fn date(element: &Element, paths: &[&str], alone: bool) -> Option<Stamp> {
    let stated = ["when", "when-iso", "norm", "iso-8601-date", "value", "from", "notBefore"];
    paths.iter().find_map(|path| {
        let found = all(element, &[path]);
        found.iter().filter(|_| !alone || found.len() == 1).find_map(|date| {
            let part = |name: &str| date.elements().find(|part| part.is(name)).map(Element::words);
            let parts = || {
                let year = part("year")?;
                let (month, day) = (part("month"), part("day"));
                match (month, day) {
                    (Some(month), Some(day)) if month.bytes().all(|byte| byte.is_ascii_digit()) => {
                        Stamp::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
                    }
                    (Some(month), Some(day)) => Stamp::parse(&format!("{day} {month} {year}")),
                    (Some(month), None) if month.bytes().all(|byte| byte.is_ascii_digit()) => {
                        Stamp::parse(&format!("{year}-{month:0>2}"))
                    }
                    _ => Stamp::parse(&year),
                }
            };
            let attributes = || stated.iter().filter_map(|name| date.attribute(name)).find_map(Stamp::parse);
            attributes().or_else(parts).or_else(|| Stamp::parse(&date.words()))
        })
    })
}

/// The address of a document, which is what a link says or where it leads.
fn address(element: &Element, paths: &[&str]) -> Option<String> {
    let found = all(element, paths);
    let own = found.iter().filter(|link| matches!(link.attribute("rel"), None | Some("alternate")));
    let mut stated = own.map(|link| link.attribute("href").map_or_else(|| link.words(), str::to_owned));
    stated.find(|address| address.starts_with("http://") || address.starts_with("https://"))
}

fn authors(element: &Element, paths: &[&str], alone: bool) -> Option<String> {
    let found = paths.iter().map(|path| all(element, &[path])).find(|found| !found.is_empty())?;
    if alone && found.len() > 1 {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    for name in found.iter().map(|author| person(author)) {
        if !name.is_empty() && name.chars().nth(LONGEST).is_none() && !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len() > AUTHORS;
    names.truncate(AUTHORS);
    let joined = names.join(", ");
    (!names.is_empty()).then(|| if more { joined + " and others" } else { joined })
}

/// A person's name in its usual order.
fn person(element: &Element) -> String {
    let part = |paths: &[&str]| value(element, paths, false);
    let given = part(&["given-names", "firstname", "first-name", "forename", "given", "initials"]);
    let between = part(&["middle-name", "othername", "nameLink"]);
    let family = part(&["surname", "lastname", "last-name", "family"]);
    match family {
        Some(family) => [given, between, Some(family)].into_iter().flatten().collect::<Vec<_>>().join(" "),
        None => element.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Item;
    use super::super::sink::guard;
    use super::*;
    use std::ops::ControlFlow;

    fn documents(source: &str) -> (Vec<Extracted>, String) {
        let mut all = Vec::new();
        let mut each = |item| {
            if let Item::Document(document) = item {
                all.push(*document);
            }
            ControlFlow::Continue(())
        };
        let outcome = guard(Sink::new("a.xml", &mut each), |sink| read(source.as_bytes().to_vec(), sink));
        (all, format!("{outcome:?}"))
    }

    fn shown(document: &Extracted) -> String {
        let Extracted { title, date, source, url, text, id, fields, .. } = document;
        let date = date.as_ref().map(|date| &*date.iso);
        let field = |name: &str| fields.get(name).and_then(|value| value.as_str()).unwrap_or("-").to_owned();
        let or = |value: &Option<String>| value.clone().unwrap_or("-".to_owned());
        let said = [
            title.clone(),
            date.unwrap_or("-").to_owned(),
            or(source),
            or(url),
            or(id),
            field("author"),
            field("language"),
        ];
        format!("{} | {}", said.join(" | "), text.replace('\n', "/"))
    }

    #[test]
    fn each_vocabulary_says_what_its_texts_are() {
        for (source, want) in [
            (
                "<?xml version='1.0'?><rss><channel><title>The Port Times</title><link>https://port.example</link>\
                 <item><title>Bridge closed</title><link>https://port.example/1</link><guid>urn:1</guid>\
                 <pubDate>Fri, 16 Jan 2015 09:30:00 +0100</pubDate><dc:creator>Anna Cole</dc:creator>\
                 <description>Short.</description><content:encoded><![CDATA[<p>The bridge <b>is</b> closed.</p><p>No date.</p>]]></content:encoded></item>\
                 <item><title>Only a headline</title><guid>urn:2</guid></item></channel></rss>",
                &[
                    "Bridge closed | 2015-01-16T09:30:00+01:00 | The Port Times | https://port.example/1 | urn:1 | Anna Cole | - | The bridge is closed.//No date./",
                    "Only a headline | - | The Port Times | - | urn:2 | - | - | Only a headline/",
                ][..],
            ),
            (
                "<feed xmlns='http://www.w3.org/2005/Atom'><title>Notes</title><entry><title>One</title><id>t:1</id><updated>2020-02-03T00:00:00Z</updated>\
                 <author><name>Bo Lind</name></author><link rel='self' href='https://x.example/self'/><link href='https://x.example/1'/>\
                 <content type='xhtml'><div><p>First.</p><p>Second.</p></div></content></entry></feed>",
                &["One | 2020-02-03T00:00:00Z | Notes | https://x.example/1 | - | Bo Lind | - | First.//Second./"],
            ),
            (
                "<TEI xml:lang='fr'><teiHeader><fileDesc><titleStmt><title>Lettre à Max</title><author><persName><forename>Jean</forename> <surname>Roy</surname></persName></author></titleStmt>\
                 <publicationStmt><publisher>Archives</publisher><date when='2011'/></publicationStmt><sourceDesc><bibl><date when='1871-03-18'>18 mars</date></bibl></sourceDesc></fileDesc></teiHeader>\
                 <text><body><p>Cher Max,</p></body></text></TEI>",
                &["Lettre à Max | 1871-03-18 | Archives | - | - | Jean Roy | fr | Cher Max,/"],
            ),
            (
                "<article xml:lang='en'><front><journal-meta><journal-title>J. of Tides</journal-title></journal-meta><article-meta><article-id>7</article-id>\
                 <title-group><article-title>On <italic>Mya</italic></article-title></title-group><contrib-group><contrib><name><surname>Ay</surname><given-names>B. C.</given-names></name></contrib>\
                 <contrib><name><surname>Dee</surname><given-names>E.</given-names></name></contrib></contrib-group>\
                 <pub-date><day>4</day><month>3</month><year>2009</year></pub-date><abstract><p>In short.</p></abstract></article-meta></front>\
                 <body><sec><title>Intro</title><p>Long <xref>[1]</xref>.</p></sec></body></article>",
                &["On Mya | 2009-03-04 | J. of Tides | - | - | B. C. Ay, E. Dee | en | In short.//Intro//Long [1]./"],
            ),
            (
                "<FictionBook><description><title-info><author><first-name>Lev</first-name><last-name>Nikov</last-name></author><book-title>Winter</book-title><lang>en</lang>\
                 <date value='1899-01-01'>1899</date></title-info></description><body><section><title><p>One</p></title><p>It snowed.</p></section></body><binary id='c'>AAAA</binary></FictionBook>",
                &["Winter | 1899-01-01 | - | - | - | Lev Nikov | en | One//It snowed./"],
            ),
            (
                "<DOC>\n<DOCNO> AB-1 </DOCNO>\n<HL>Ships late</HL>\n<DATE>1988-02-03</DATE>\n<TEXT>\n<P>\nTwo ships\nwere late.\n<P>\nOne sank.\n</TEXT>\n</DOC>\n<DOC>\n<DOCNO>AB-2</DOCNO><TEXT>AT&T rose.</TEXT></DOC>",
                &[
                    "Ships late | 1988-02-03 | - | - | AB-1 | - | - | Ships late//1988-02-03//Two ships were late.//One sank./",
                    "AT&T rose. | - | - | - | AB-2 | - | - | AT&T rose./",
                ],
            ),
            (
                "<mediawiki><siteinfo><sitename>Portpedia</sitename></siteinfo><page><title>Bridge</title><id>1</id>\
                 <revision><id>10</id><timestamp>2015-01-16T00:00:00Z</timestamp><contributor><username>Ann</username></contributor><text xml:space='preserve'>It '''stands'''.</text></revision>\
                 <revision><id>11</id><text>It fell.</text></revision></page></mediawiki>",
                &[
                    "Bridge | 2015-01-16T00:00:00Z | Portpedia | - | Bridge/10 | Ann | - | It '''stands'''./",
                    "Bridge | - | Portpedia | - | Bridge/11 | - | - | It fell./",
                ],
            ),
            (
                "<inventory><dc:title>Stock</dc:title><dc:date>2001</dc:date><part><name>bolt</name><count>4</count></part></inventory>",
                &["Stock | 2001 | - | - | - | - | - | Stock//date: 2001//name: bolt/count: 4/"],
            ),
        ] {
            let (found, outcome) = documents(source);
            let found: Vec<String> = found.iter().map(shown).collect();
            assert_eq!(found, want, "{source} {outcome}");
        }
    }

    #[test]
    fn what_is_damaged_or_empty_is_said() {
        let (found, outcome) = documents("<rss><channel>\n<item><title>a</title><link>x</link></item>\n<item><titl");
        assert_eq!(found.len(), 1);
        assert!(outcome.contains("bad: 1"), "{outcome}");
        let (found, outcome) = documents("<a><b x='1'/></a>");
        assert!(found.is_empty() && outcome.contains("holds no text"), "{outcome}");
        let (_, outcome) = documents("<a\n<b");
        assert!(outcome.contains("line 1") || outcome.contains("line 2"), "{outcome}");
    }
}
