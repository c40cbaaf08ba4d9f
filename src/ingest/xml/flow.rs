//! The text of a tree as it is read: paragraphs, lines, rows and notes, in whatever vocabulary.
//!
//! What a name means is known for the usual vocabularies (TEI, JATS, DocBook, NITF, FB2, ALTO, PAGE); in any
//! other, what has words of its own is a paragraph, and what stands in one is a part of it.

use super::names::{BLOCKS, CHOICES, CHOSEN, CODE, JOINED, KEPT, LINES, NOTES, PARAGRAPHS, ROWS};
use super::tree::{Child, Element};
use crate::ingest::html;

/// The longest value that its name stands before, in characters.
const VALUE: usize = 120;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Line,
    Blank,
    Page,
}

/// How a tree is read.
pub(super) struct Reading<'r> {
    /// Elements of it that are no text.
    pub(super) hidden: &'r [&'r str],
    /// Short values have their names before them, as in a form.
    pub(super) labelled: bool,
}

/// The text of an element, ending with a line end; empty where it has none.
pub(super) fn text(element: &Element, reading: &Reading<'_>) -> String {
    let mut flow = Flow { reading, out: String::new(), gap: Gap::None, sticks: None, notes: Vec::new() };
    flow.children(element);
    for note in std::mem::take(&mut flow.notes) {
        flow.want(Gap::Blank);
        flow.put(&note);
    }
    let kept = flow.out.trim_end_matches(' ').len();
    flow.out.truncate(kept);
    if !flow.out.is_empty() {
        flow.out.push('\n');
    }
    flow.out
}

struct Flow<'r> {
    reading: &'r Reading<'r>,
    out: String,
    gap: Gap,
    /// What parts what comes next from what it belongs to, whatever gap is wanted.
    sticks: Option<&'static str>,
    notes: Vec<String>,
}

impl Flow<'_> {
    fn want(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Begins what comes next, after the gap that is wanted before it.
    fn begin(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        let sticks = std::mem::take(&mut self.sticks);
        if gap == Gap::None || self.out.is_empty() {
            return;
        }
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        self.out.push_str(sticks.unwrap_or(match gap {
            Gap::None => "",
            Gap::Line => "\n",
            Gap::Blank => "\n\n",
            Gap::Page => "\n\u{c}",
        }));
    }

    /// Text as it is, without the white space around it.
    fn put(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.begin();
            self.out.push_str(text);
        }
    }

    /// Words that flow on from what came before.
    fn flow_on(&mut self, text: &str) {
        let mut words = text.split_whitespace().peekable();
        let is_apart = |c: char| self.out.is_empty() || c.is_whitespace();
        if text.starts_with(char::is_whitespace)
            && self.gap == Gap::None
            && !self.out.chars().next_back().is_none_or(is_apart)
        {
            self.out.push(' ');
        }
        if words.peek().is_none() {
            return;
        }
        self.begin();
        while let Some(word) = words.next() {
            self.out.push_str(word);
            if words.peek().is_some() || text.ends_with(char::is_whitespace) {
                self.out.push(' ');
            }
        }
    }

    fn children(&mut self, element: &Element) {
        for child in &element.children {
            match child {
                Child::Text(text) if !text.trim().is_empty() => self.flow_on(text),
                Child::Text(_) => {}
                Child::Element(inner) => self.block(inner),
            }
        }
    }

    /// Handles what is the same wherever it stands; false for what is not.
    fn anywhere(&mut self, element: &Element) -> bool {
        let is_code = || element.is_any(CODE) && element.words().contains('{');
        if element.is_any(self.reading.hidden) || is_code() {
            return true;
        }
        // In a vocabulary that is not known the names below may mean anything.
        if element.is_any(NOTES) && !self.reading.labelled {
            let note = text(element, self.reading);
            self.notes.extend(Some(note).filter(|note| !note.is_empty()));
            return true;
        }
        if element.is_any(CHOICES) && !self.reading.labelled && !element.has_words() {
            let mut readings = element.elements().filter(|inner| !inner.words().is_empty());
            let stated = element.elements().find(|inner| inner.is_any(CHOSEN));
            if let Some(chosen) = stated.or_else(|| readings.next()) {
                self.inline(chosen);
            }
            return true;
        }
        if !element.children.is_empty() {
            return false;
        }
        match &*element.name.to_ascii_lowercase() {
            "lb" | "br" if element.attribute("break") == Some("no") => {}
            "lb" | "br" | "cr" => self.want(Gap::Line),
            "empty-line" => self.want(Gap::Blank),
            "tab" => self.out.push('\t'),
            "gap" => self.flow_on("[…]"),
            // A word as a scanner gives it.
            "string" | "hyp" if element.attribute("content").is_some() => {
                self.flow_on(element.attribute("content").unwrap_or_default());
            }
            "sp" => self.flow_on(" "),
            _ => return false,
        }
        true
    }

    fn block(&mut self, element: &Element) {
        if self.anywhere(element) {
            return;
        }
        // What a scanner read of a region, line or word: that of the largest holds those within.
        if let Some(stated) = element.elements().find(|inner| inner.is("TextEquiv") && !inner.words().is_empty()) {
            let gap = if element.is("TextRegion") { Gap::Blank } else { Gap::Line };
            self.apart(gap, |flow| flow.kept(stated));
            return;
        }
        let leaf = element.elements().next().is_none();
        let is_paragraph = element.is_any(PARAGRAPHS);
        let is_line = element.is_any(LINES);
        let gap = if is_line { Gap::Line } else { Gap::Blank };
        if element.is_any(ROWS) && !leaf && !element.has_words() {
            self.apart(Gap::Line, |flow| flow.row(element));
        } else if element.is_any(KEPT) {
            self.apart(Gap::Blank, |flow| flow.kept(element));
        } else if element.is_any(JOINED) {
            self.apart(gap, |flow| flow.joined(element));
        } else if element.is("label") && !self.reading.labelled {
            self.apart(Gap::Blank, |flow| flow.inline(element));
            self.sticks = Some(" ");
        } else if element.is("speaker") {
            self.apart(Gap::Blank, |flow| flow.inline(element));
            self.sticks = Some("\n");
        } else if leaf && !is_paragraph && (!is_line || element.words().is_empty()) {
            self.leaf(element);
        } else if is_paragraph
            || (is_line && !element.elements().any(|inner| inner.is_any(BLOCKS)))
            || element.has_words()
        {
            self.apart(gap, |flow| flow.inline(element));
        } else {
            let gap = if element.is("Page") { Gap::Page } else { gap };
            self.apart(gap, |flow| flow.children(element));
        }
    }

    fn apart(&mut self, gap: Gap, work: impl FnOnce(&mut Self)) {
        self.want(gap);
        work(self);
        self.want(gap.min(Gap::Blank));
    }

    /// An element with nothing but words in it, or nothing at all.
    fn leaf(&mut self, element: &Element) {
        let words = element.words();
        let labelled = |flow: &mut Self, name: &str, value: &str| {
            flow.apart(Gap::Line, |flow| flow.put(&format!("{name}: {value}")));
        };
        let is_page = |text: &str| text.contains("</") || text.contains("<br") || text.contains("<p>");
        if words.is_empty() {
            // Some keep whole records in the attributes of empty elements.
            let worded =
                element.attributes.iter().filter(|(_, value)| self.reading.labelled && value.trim().contains(' '));
            for (name, value) in worded {
                if is_page(value) {
                    self.apart(Gap::Blank, |flow| flow.put(&html::shown(value)));
                } else {
                    labelled(self, name, &value.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
        } else if is_page(&words) {
            self.apart(Gap::Blank, |flow| flow.put(&html::shown(&element.raw().unwrap_or_default())));
        } else if self.reading.labelled && words.chars().nth(VALUE).is_none() {
            labelled(self, &element.name, &words);
        } else {
            self.apart(Gap::Blank, |flow| flow.kept(element));
        }
    }

    fn inline(&mut self, element: &Element) {
        for child in &element.children {
            match child {
                Child::Text(text) => self.flow_on(text),
                Child::Element(inner) if inner.is_any(BLOCKS) || inner.is_any(KEPT) || inner.is_any(LINES) => {
                    self.block(inner);
                }
                Child::Element(inner) => {
                    if !self.anywhere(inner) {
                        self.inline(inner);
                    }
                }
            }
        }
    }

    fn row(&mut self, element: &Element) {
        let cells: Vec<String> = element.elements().map(Element::words).collect();
        self.put(&cells.join("\t"));
    }

    /// Words with commas between those of different elements.
    fn joined(&mut self, element: &Element) {
        fn leaves(element: &Element, out: &mut Vec<String>) {
            if element.has_words() || element.elements().next().is_none() {
                out.extend(Some(element.words()).filter(|words| !words.is_empty()));
            } else {
                element.elements().for_each(|inner| leaves(inner, out));
            }
        }
        let mut parts = Vec::new();
        leaves(element, &mut parts);
        self.put(&parts.join(", "));
    }

    /// Text whose lines are its own, where there are several; else as words that flow.
    fn kept(&mut self, element: &Element) {
        let mut text = String::new();
        element.gather(&mut text);
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let written = || lines.iter().filter(|line| !line.is_empty());
        if written().count() < 3 && !element.is_any(KEPT) && !element.is("TextEquiv") {
            return self.flow_on(text.trim());
        }
        let indent = written().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
        let lines: Vec<&str> = lines.iter().map(|line| line.get(indent..).unwrap_or("")).collect();
        let text = lines.join("\n");
        let text = text.trim_matches('\n').trim_end();
        if !text.is_empty() {
            self.begin();
            self.out.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::*;
    use proptest::prelude::*;

    fn read(source: &str, labelled: bool) -> String {
        text(&parse(source).0, &Reading { hidden: &["teiHeader"], labelled })
    }

    #[test]
    fn paragraphs_verse_and_notes() {
        for (source, want) in [
            (
                "<TEI><teiHeader>x</teiHeader><text><body><head>A <hi>Title</hi></head>\n <p>One\n   two<note>a note</note>, \
                 <persName><surname>Cole</surname></persName>.</p><lg><l>First line</l><l>second</l></lg></body></text></TEI>",
                "A Title\n\nOne two, Cole.\n\nFirst line\nsecond\n\na note\n",
            ),
            (
                "<p>an exam<lb break='no'/>ple<lb/>here <choice><sic>teh</sic><corr>the</corr></choice> end</p>",
                "an example\nhere teh end\n",
            ),
            (
                "<p>x <app><lem>a</lem><rdg>b</rdg></app> y<list><item>one</item><item>two</item></list>after</p>",
                "x a y\n\none\ntwo\n\nafter\n",
            ),
            (
                "<sp><speaker>ANNA</speaker><p>Who?</p></sp><sp><speaker>BO</speaker><l>I.</l></sp>",
                "ANNA\nWho?\n\nBO\nI.\n",
            ),
            ("<sec><label>2</label><title>Methods</title><p>We did.</p></sec>", "2 Methods\n\nWe did.\n"),
            ("<s><w>The</w> <w>dog</w><pc>.</pc></s>", "The\n\ndog\n\n.\n"),
            ("<p><w>The</w> <w>dog</w><pc>.</pc></p>", "The dog.\n"),
            ("<table><tr><td>a</td><td><p>b c</p></td></tr><tr><td>d</td></tr></table>", "a\tb c\nd\n"),
            (
                "<ref><label>1</label><element-citation><name><surname>Ay</surname><given-names>B</given-names></name><year>2001</year></element-citation></ref>",
                "1 Ay, B, 2001\n",
            ),
            ("<a><pre>x\n  y</pre></a>", "x\n  y\n"),
            (
                "<doc><text>\n   One line\n and another\n\n   A third\n</text></doc>",
                "  One line\nand another\n\n  A third\n",
            ),
            ("<a><style>p { x: y }</style></a>", ""),
        ] {
            assert_eq!(read(source, false), want, "{source}");
        }
    }

    #[test]
    fn scanned_pages() {
        let alto = "<alto><Page><TextBlock><TextLine><String CONTENT='A'/><SP/><String CONTENT='har'/><HYP CONTENT='-'/></TextLine>\
            <TextLine><String CONTENT='bour'/></TextLine></TextBlock></Page><Page><TextBlock><TextLine><String CONTENT='Next'/></TextLine></TextBlock></Page></alto>";
        assert_eq!(read(alto, false), "A har-\nbour\n\u{c}Next\n");
        let page = "<PcGts><Page><TextRegion><TextLine><Word><TextEquiv><Unicode>One</Unicode></TextEquiv></Word>\
            <TextEquiv><Unicode>One line</Unicode></TextEquiv></TextLine><TextLine><TextEquiv><Unicode>two</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>";
        assert_eq!(read(page, false), "One line\ntwo\n");
    }

    #[test]
    fn forms_have_their_labels() {
        let form = "<staff><person><name>Ann Cole</name><pay>12</pay></person><person><name>Bo</name></person>\
            <row Title='A long day' Id='3'/><bio>&lt;p&gt;She &lt;b&gt;left&lt;/b&gt;.&lt;/p&gt;</bio></staff>";
        assert_eq!(read(form, true), "name: Ann Cole\npay: 12\n\nname: Bo\n\nTitle: A long day\n\nShe left.\n");
    }

    /// A tree of the names that mean something in some vocabulary, with a number in each of its texts.
    fn form() -> impl Strategy<Value = String> {
        let lists = [BLOCKS, CHOICES, CHOSEN, CODE, JOINED, KEPT, LINES, NOTES, PARAGRAPHS, ROWS];
        let others = ["label", "speaker", "br", "cr", "tab", "gap", "sp", "string", "Page", "name", "cell", "Unicode"];
        let names: Vec<&str> = lists.concat().into_iter().chain(others).collect();
        let leaf = prop_oneof![Just(String::new()), Just(" ".to_owned()), Just("@ ".to_owned()), Just("@".to_owned())];
        leaf.prop_recursive(6, 60, 5, move |inner| {
            (proptest::sample::select(names.clone()), proptest::collection::vec(inner, 0..5))
                .prop_map(|(name, children)| format!("<{name}>{}</{name}>", children.join(" ")))
        })
    }

    proptest! {
        #[test]
        fn no_word_of_a_form_is_lost(form in form()) {
            let mut count = 0;
            let numbered: String = form.chars().map(|c| if c == '@' { count += 1; format!("w{count}x") } else { c.to_string() }).collect();
            let read = read(&format!("<form>{numbered}</form>"), true);
            for number in 1..=count {
                prop_assert!(read.contains(&format!("w{number}x")), "w{number}x of {numbered} is not in {read:?}");
            }
        }
    }
}
