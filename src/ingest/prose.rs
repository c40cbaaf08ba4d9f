//! The text of a tree of HTML as a reader sees it: paragraphs, headings and list items on lines of
//! their own, single spaces, nothing that is not shown.

use dom_query::{NodeData, NodeRef};

/// Elements whose content is never shown, or is no text.
const UNSHOWN: &[&str] = &[
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed", "audio", "video",
    "canvas", "map", "select", "datalist", "textarea", "button", "input", "dialog", "noframes", "rp",
];

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "dt"];

/// Elements of a page that are about the page.
const FURNITURE: &[&str] = &["nav", "menu", "form"];

/// Elements of a page that are about the page where they stand beside its content, not in it.
const MARGINS: &[&str] = &["header", "footer", "aside"];

/// Elements that hold the content of a page.
const CONTENT: &[&str] = &["article", "main"];

/// How much of a tree is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All of it.
    All,
    /// All but the furniture of a page.
    Page,
    /// All but the furniture and the margins of a page; a header with the heading is no margin.
    Body,
}

/// Elements that begin and end a paragraph.
const PARAGRAPHS: &[&str] = &[
    "p",
    "div",
    "article",
    "section",
    "main",
    "body",
    "header",
    "footer",
    "aside",
    "blockquote",
    "figure",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "table",
    "caption",
    "pre",
    "hr",
    "address",
    "center",
    "details",
    "summary",
    "fieldset",
    "form",
    "nav",
    "menu",
    "title",
    "html",
    "hgroup",
    "search",
];

/// Elements that stand on a line of their own.
const LINES: &[&str] = &["li", "dt", "dd", "tr", "br", "option", "legend", "thead", "tbody", "tfoot"];

/// How much of a tree's text is in paragraphs that read as prose, and the text.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub(super) text: String,
    /// Bytes in paragraphs of some length that are not mostly links.
    pub(super) weight: usize,
    /// The deepest element, counted from the root.
    pub(super) depth: usize,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    /// A node, its depth, and how much of it is read.
    Enter(NodeRef<'a>, usize, Scope),
    Leave(Leaving),
}

#[derive(Clone, Copy, PartialEq)]
enum Leaving {
    Paragraph,
    Line,
    Pre,
    Link,
    Cell,
}

/// The text under a node.
///
/// Works with its own stack, so that no nesting is too deep.
pub(super) fn prose(root: NodeRef<'_>, scope: Scope) -> Prose {
    let mut writer = Writer::default();
    let mut steps = vec![Step::Enter(root, 0, scope)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(node, depth, scope) => {
                writer.prose.depth = writer.prose.depth.max(depth);
                enter(node, depth, scope, &mut writer, &mut steps);
            }
            Step::Leave(leaving) => writer.leave(leaving),
        }
    }
    writer.end(2);
    writer.prose
}

fn enter<'a>(node: NodeRef<'a>, depth: usize, mut scope: Scope, writer: &mut Writer, steps: &mut Vec<Step<'a>>) {
    let mut leaving: [Option<Leaving>; 2] = [None, None];
    let inside = node.query_or(false, |tree_node| match &tree_node.data {
        NodeData::Text { contents } => {
            writer.text(contents);
            false
        }
        NodeData::Element(element) => {
            let name: &str = &element.name.local;
            let attr =
                |wanted: &str| element.attrs.iter().find(|attr| &*attr.name.local == wanted).map(|attr| &*attr.value);
            // What folds a part of the text away is its heading.
            let is_heading = name == "button"
                && node.parent().is_some_and(|above| HEADINGS.iter().any(|known| above.has_name(known)));
            if (UNSHOWN.contains(&name) && !is_heading)
                || (scope != Scope::All && (FURNITURE.contains(&name) || is_hidden(attr)))
            {
                return false;
            }
            if scope == Scope::Body {
                if MARGINS.contains(&name) && !node.descendants_it().any(|inner| inner.has_name("h1")) {
                    return false;
                }
                if CONTENT.contains(&name) {
                    scope = Scope::Page;
                }
            }
            if PARAGRAPHS.contains(&name) {
                writer.end(2);
                leaving[0] = Some(Leaving::Paragraph);
                if name == "pre" {
                    writer.pre += 1;
                    leaving[1] = Some(Leaving::Pre);
                }
            } else if name == "br" {
                writer.line_break();
            } else if LINES.contains(&name) {
                writer.end(1);
                leaving[0] = Some(Leaving::Line);
            } else if name == "td" || name == "th" {
                leaving[0] = Some(Leaving::Cell);
            } else if name == "a" && attr("href").is_some() {
                writer.links += 1;
                leaving[0] = Some(Leaving::Link);
            }
            true
        }
        NodeData::Document | NodeData::Fragment => true,
        _ => false,
    });
    if !inside {
        return;
    }
    steps.extend(leaving.into_iter().flatten().map(Step::Leave));
    let mut child = node.last_child();
    while let Some(node) = child {
        steps.push(Step::Enter(node, depth + 1, scope));
        child = node.prev_sibling();
    }
}

fn is_hidden<'a>(attr: impl Fn(&str) -> Option<&'a str>) -> bool {
    attr("hidden").is_some()
        || attr("aria-hidden").is_some_and(|value| value == "true")
        || attr("role").is_some_and(|role| role == "navigation" || role == "search")
        || attr("style").is_some_and(|style| {
            let style = style.to_ascii_lowercase().replace(' ', "");
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

#[derive(Default)]
struct Writer {
    prose: Prose,
    /// The paragraph or line being written.
    line: String,
    /// Bytes of it that are words of links.
    linked: usize,
    /// Line ends owed before the next words: 1 or 2.
    owed: usize,
    breaks: usize,
    space: bool,
    pre: usize,
    links: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let before = self.line.len();
        if self.pre > 0 {
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    self.line.push('\n');
                }
                self.line.push_str(line.trim_end_matches('\r'));
            }
        } else {
            self.words(text);
        }
        if self.links > 0 {
            self.linked += self.line.len() - before.min(self.line.len());
        }
    }

    /// Adds words; a run of white space is one space, and a no-break space alone stays one.
    fn words(&mut self, text: &str) {
        let is_blank = |c: char| c.is_ascii_whitespace() || c == '\u{a0}';
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
            if end > 0 {
                if &rest[..end] == "\u{a0}" && !self.space && end < rest.len() && !self.line.is_empty() {
                    self.line.push('\u{a0}');
                } else {
                    self.space = true;
                }
                rest = &rest[end..];
                continue;
            }
            let end = rest.find(is_blank).unwrap_or(rest.len());
            if self.breaks > 0 {
                // One break is a line, more are a paragraph.
                self.end(self.breaks.min(2));
            }
            if self.space && !self.line.is_empty() && !self.line.ends_with(['\u{a0}', '\t', ' ']) {
                self.line.push(' ');
            }
            self.space = false;
            self.line.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }

    fn line_break(&mut self) {
        if self.pre > 0 {
            self.line.push('\n');
        } else {
            self.breaks += 1;
        }
    }

    fn leave(&mut self, leaving: Leaving) {
        match leaving {
            Leaving::Paragraph => self.end(2),
            Leaving::Line => self.end(1),
            Leaving::Pre => self.pre = self.pre.saturating_sub(1),
            Leaving::Link => self.links = self.links.saturating_sub(1),
            Leaving::Cell => {
                if !self.line.is_empty() && !self.line.ends_with('\t') {
                    self.line.push('\t');
                }
                self.space = false;
            }
        }
    }

    /// Ends the line; 2 ends the paragraph with it.
    fn end(&mut self, lines: usize) {
        let pre = self.pre > 0;
        let line = if pre || self.line.contains('\n') {
            self.line.trim_end().trim_start_matches('\n')
        } else {
            self.line.trim_matches(|c: char| c.is_whitespace())
        };
        if !line.is_empty() {
            let out = &mut self.prose.text;
            if !out.is_empty() {
                out.push_str(if self.owed >= 2 { "\n\n" } else { "\n" });
            }
            out.push_str(line);
            if line.len() >= 80 && self.linked * 3 < line.len() {
                self.prose.weight += line.len();
            }
            self.owed = 0;
        }
        self.line.clear();
        self.owed = self.owed.max(lines);
        (self.linked, self.breaks, self.space) = (0, 0, false);
    }
}
