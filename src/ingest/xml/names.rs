//! What the names of elements mean for how their text is read, in the usual vocabularies.

/// Code, where it holds a brace; else a word that somebody chose for a part of a form.
pub(super) const CODE: &[&str] = &["script", "style", "stylesheet"];
/// What interrupts the text and is read after it.
pub(super) const NOTES: &[&str] = &["note", "fn", "footnote", "endnote"];
/// One paragraph, whatever stands in it.
pub(super) const PARAGRAPHS: &[&str] = &[
    "p",
    "para",
    "simpara",
    "ab",
    "head",
    "title",
    "subtitle",
    "article-title",
    "trans-title",
    "titlePart",
    "docTitle",
    "docAuthor",
    "docDate",
    "docImprint",
    "byline",
    "dateline",
    "opener",
    "closer",
    "salute",
    "signed",
    "trailer",
    "mixed-citation",
    "bibl",
    "hl1",
    "hl2",
    "headline",
    "kwd-group",
    "subject",
    "text-author",
    "u",
    "stage",
    "caption",
    "bibliomixed",
    "TextBlock",
];
/// One line of several that belong together.
pub(super) const LINES: &[&str] = &[
    "l",
    "v",
    "line",
    "item",
    "li",
    "list-item",
    "listitem",
    "member",
    "dt",
    "dd",
    "TextLine",
    "castItem",
    "row",
    "tr",
    "tgroup",
    "thead",
    "tbody",
];
/// Rows of cells.
pub(super) const ROWS: &[&str] = &["row", "tr", "table-row"];
/// Stands for itself also within a paragraph.
pub(super) const BLOCKS: &[&str] = &[
    "list",
    "ul",
    "ol",
    "itemizedlist",
    "orderedlist",
    "variablelist",
    "table",
    "informaltable",
    "table-wrap",
    "fig",
    "figure",
    "lg",
    "poem",
    "stanza",
    "disp-quote",
    "blockquote",
    "boxed-text",
    "p",
    "para",
    "simpara",
    "div",
    "cit",
    "floatingText",
    "disp-formula",
];
/// Its line breaks are its own.
pub(super) const KEPT: &[&str] =
    &["pre", "programlisting", "screen", "literallayout", "eg", "egXML", "preformat", "code-block"];
/// Parts of a reference, which no text joins.
pub(super) const JOINED: &[&str] =
    &["element-citation", "citation", "biblStruct", "biblioentry", "nlm-citation", "person-group"];
/// Where several stand for one, the one that the source has.
pub(super) const CHOICES: &[&str] = &["choice", "alternatives", "app", "subst"];
pub(super) const CHOSEN: &[&str] = &["sic", "orig", "abbr", "lem", "add"];
