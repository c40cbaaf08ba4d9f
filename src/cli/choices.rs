//! The words that options of the command line can be.

use clap::ValueEnum;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KwicOrderWord {
    Document,
    Left,
    Right,
    Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Person,
    Org,
    Place,
    Misc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TextFormat {
    /// For wikis and forges
    Markdown,
    /// One page that needs nothing else
    Html,
    /// TEI P5 with parallel segmentation
    Tei,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For wikis and forges
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Csv,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SpanFormat {
    /// JSON Lines with text and spans, entities or ents
    #[value(alias = "prodigy")]
    Spacy,
    /// .ann beside .txt
    Brat,
    /// A word a line, its tag last (IOB, IOB2, BILOU)
    Conll,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OffsetUnit {
    Codepoints,
    Bytes,
    Utf16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    /// A document a line, as show --json has it; offsets are code points
    Jsonl,
    /// A table for spreadsheets, in which no cell can start a formula; no offsets
    Csv,
    /// The documents to read on, with their notes; no offsets
    Markdown,
    /// References for reference managers; no offsets
    Ris,
    /// References for programs that cite; no offsets
    CslJson,
    /// Notes and marks as W3C Web Annotations; offsets are code points
    #[value(alias = "annotations")]
    W3c,
    /// FollowTheMoney entities: documents, mentions, versions; no offsets
    Ftm,
    /// Tags, verdicts and stars as Datashare's tools read them; no offsets
    Datashare,
    /// Named spans as spaCy and Prodigy read them; offsets are code points
    Spacy,
    /// A word a line with its IOB2 tag; no offsets
    Conll,
    /// A folder with a .txt and an .ann a document, brat's standoff; offsets are code points
    Brat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VerdictWord {
    Keep,
    Drop,
    Later,
    None,
}
