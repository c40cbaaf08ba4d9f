//! The command line as it is written; completions and the man page are made from it.

pub use super::choices::*;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The variable that names the library's folder.
pub const LIBRARY: &str = "VARIORUM_LIBRARY";

/// Read a pile of documents fast and miss nothing: search, entities, and the differences between
/// near-duplicate versions, in the terminal.
///
/// With PATHs, what is new there is added in the background while the screen is open.
#[derive(Debug, Parser)]
#[command(name = "variorum", version, subcommand_precedence_over_arg = true, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Files and folders to add and read
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub screen: Screen,
}

/// How the screen is shown.
#[derive(Args, Clone, Copy, Debug)]
pub struct Screen {
    /// Colours for a dark or a light screen, for either, or none [default: the configuration's, or auto]
    #[arg(long, value_name = "THEME")]
    pub theme: Option<Theme>,
    /// For screen readers and Braille lines: one pane, marks in words, the cursor at what is to be read
    #[arg(long)]
    pub plain: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Theme {
    Auto,
    Dark,
    Light,
    Neutral,
    Mono,
}

#[derive(Args, Clone, Debug)]
pub struct Common {
    /// The library's folder [default: .variorum here or in a parent folder]
    #[arg(long, global = true, env = LIBRARY, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// The name that signs decisions [default: the login name]
    #[arg(long = "as", global = true, value_name = "NAME", value_parser = super::line::name)]
    pub who: Option<String>,
}

#[derive(Args, Clone, Copy, Debug)]
pub struct Json {
    /// Write JSON Lines
    #[arg(long)]
    pub json: bool,
}

#[derive(Args, Clone, Debug)]
pub struct Add {
    /// Files, folders, or -
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// The batch's name [default: the day]
    #[arg(long, value_name = "NAME")]
    pub batch: Option<String>,
    /// The field of JSON and CSV records that holds the text
    #[arg(long, value_name = "FIELD")]
    pub text_field: Option<String>,
    /// A program that reads a kind of file, {} in place of the file, as in 'pdf=pdftotext {} -'
    ///
    /// KIND is what the file is (pdf, doc, tiff) or the ending of its name; scan stands for a PDF
    /// without a text. The command is run by the shell and writes text.
    #[arg(long = "extract", value_name = "KIND=COMMAND")]
    pub extract: Vec<String>,
    /// Seconds of processor time that one file, or one part of an archive or mail, may take
    #[arg(long, default_value_t = 60, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..100_000))]
    pub limit_time: u64,
    /// Memory that reading one may take, in MiB
    #[arg(long, default_value_t = 2048, value_name = "MIB", value_parser = clap::value_parser!(u64).range(256..1_000_000))]
    pub limit_memory: u64,
    /// A list of names to look for, as for `gazetteer add`; it stays for later batches
    #[arg(long = "gazetteer", value_name = "FILE")]
    pub gazetteers: Vec<PathBuf>,
    /// A model that reads the names in place of the built-in recogniser; built-in for that one
    /// [default: the configuration's]
    ///
    /// FOLDER holds a BERT or DistilBERT that classifies tokens, as Hugging Face saves it. Only builds
    /// with the feature candle read one.
    #[arg(long, value_name = "FOLDER")]
    pub recogniser: Option<PathBuf>,
    /// Go on taking what comes or changes there, until C-c
    #[arg(long)]
    pub watch: bool,
    /// Seconds between two looks of --watch; more where a look takes long
    #[arg(long, default_value_t = 5, value_name = "SECONDS", requires = "watch", value_parser = clap::value_parser!(u64).range(1..))]
    pub every: u64,
    #[command(flatten)]
    pub json: Json,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add files, folders, or JSON Lines from standard input (-) as a batch
    Add(Add),
    /// Read risky files for another process: jobs on standard input, what is in them on standard output
    #[command(hide = true)]
    Serve,
    /// Find documents
    Search {
        /// The query; without one, or with an empty one, every document is found
        #[arg(allow_hyphen_values = true)]
        query: Option<String>,
        /// Ask every line of a file, - for standard input: its documents, groups and first date
        ///
        /// Blank lines and lines that begin with # are passed over. A line that cannot be read is
        /// reported with its number and the others are asked; the exit code is 2 then.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "limit", "offset", "group", "count", "explain"])]
        from_file: Option<PathBuf>,
        /// Say how the query is read, what each part of it finds alone, and what that costs
        #[arg(long, conflicts_with_all = ["limit", "offset", "group", "count"])]
        explain: bool,
        /// At most this many, 0 for all
        #[arg(long, default_value_t = 0, value_name = "N")]
        limit: usize,
        /// Leave out the first N
        #[arg(long, default_value_t = 0, value_name = "N")]
        offset: usize,
        /// One line a version group
        #[arg(long)]
        group: bool,
        /// Only count
        #[arg(long)]
        count: bool,
        #[command(flatten)]
        json: Json,
    },
    /// List every place of a query in its context, the words in the middle (concordance)
    Kwic {
        #[arg(allow_hyphen_values = true)]
        query: String,
        /// The order: as the documents are found, by the words before or behind, by date
        #[arg(long = "sort", default_value = "document", value_name = "ORDER")]
        order: KwicOrderWord,
        /// Characters on each side
        #[arg(long, default_value_t = 60, value_name = "N", value_parser = context)]
        context: usize,
        /// Write a table with a line a place, or JSON Lines as --json does; offsets are code points
        #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
        format: Option<TableFormat>,
        #[command(flatten)]
        json: Json,
    },
    /// Save a query under a name; in:NAME asks it again, also inside other queries
    Save {
        name: String,
        #[arg(allow_hyphen_values = true)]
        query: String,
        #[command(flatten)]
        json: Json,
    },
    /// Take a saved search off the list
    Unsave {
        name: String,
        #[command(flatten)]
        json: Json,
    },
    /// List the saved searches
    Saved {
        #[command(flatten)]
        json: Json,
    },
    /// Show documents whole
    Show {
        /// Keys, unique endings of keys, #numbers, or - for one key a line on standard input
        #[arg(required = true, value_name = "DOC")]
        documents: Vec<String>,
        #[command(flatten)]
        json: Json,
    },
    /// List the people, organisations and places named
    Entities {
        /// Only those of one document
        #[arg(long, value_name = "DOC")]
        doc: Option<String>,
        /// Only those of one type
        #[arg(long = "type", value_name = "TYPE")]
        kind: Option<Kind>,
        /// At most this many, 0 for all
        #[arg(long, default_value_t = 0, value_name = "N")]
        limit: usize,
        #[command(flatten)]
        json: Json,
    },
    /// List every place where an entity is named
    Mentions {
        /// Its name, a form of it, or its id
        #[arg(required = true, value_name = "ENTITY")]
        entities: Vec<String>,
        /// Only in one document
        #[arg(long, value_name = "DOC")]
        doc: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Tell what is known of an entity: forms and why they are its, dates, company, versions without it
    Card {
        /// Its name, a form of it, or its id
        #[arg(value_name = "ENTITY")]
        entity: String,
        #[command(flatten)]
        json: Json,
    },
    /// List version groups
    Versions {
        /// Only the groups of these documents
        #[arg(value_name = "DOC")]
        documents: Vec<String>,
        /// With what changed in each version; where documents are named that comes anyway
        #[arg(long, conflicts_with = "overlaps")]
        changes: bool,
        /// Pairs that share a passage and are in no common group
        #[arg(long)]
        overlaps: bool,
        /// Write a table with a line a member, or JSON Lines as --json does
        #[arg(long, value_name = "FORMAT", conflicts_with_all = ["json", "overlaps"])]
        format: Option<TableFormat>,
        #[command(flatten)]
        json: Json,
    },
    /// List the passages that a document shares with others
    Passages {
        #[arg(value_name = "DOC")]
        document: String,
        #[command(flatten)]
        json: Json,
    },
    /// Compare two documents
    Diff {
        #[arg(value_name = "A")]
        a: String,
        #[arg(value_name = "B")]
        b: String,
        /// Every byte that differs, typography too
        #[arg(long)]
        exact: bool,
        /// In two columns
        #[arg(long, conflicts_with = "json")]
        side_by_side: bool,
        /// Write a document to hand on
        #[arg(long, value_name = "FORMAT", conflicts_with_all = ["json", "side_by_side"])]
        format: Option<TextFormat>,
        #[command(flatten)]
        json: Json,
    },
    /// Put all versions of a document together as one text with its variant readings
    Apparatus {
        #[arg(value_name = "DOC")]
        document: String,
        /// The version that the others are read against [default: the leader]
        #[arg(long, value_name = "DOC")]
        base: Option<String>,
        /// Leave out where versions differ in punctuation alone
        #[arg(long)]
        without_punctuation: bool,
        /// Write a document to hand on
        #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
        format: Option<TextFormat>,
        #[command(flatten)]
        json: Json,
    },
    /// Give every document that a query finds a verdict
    Mark {
        #[arg(allow_hyphen_values = true)]
        query: String,
        verdict: VerdictWord,
        #[command(flatten)]
        json: Json,
    },
    /// Put tags on (+tag) and take them off (-tag) every document that a query finds
    Tag {
        #[arg(allow_hyphen_values = true)]
        query: String,
        /// +tag or -tag
        #[arg(required = true, allow_hyphen_values = true, value_name = "+TAG|-TAG")]
        tags: Vec<String>,
        /// Write JSON Lines
        #[arg(long)]
        json: bool,
    },
    /// Put a note on a document, or on a passage of it
    Note {
        #[arg(value_name = "DOC")]
        document: String,
        /// The note
        #[arg(required_unless_present = "off")]
        text: Option<String>,
        /// The words in the document that the note is on
        #[arg(long, value_name = "WORDS")]
        passage: Option<String>,
        /// Take the note with this number off
        #[arg(long, value_name = "N", conflicts_with_all = ["text", "passage"])]
        off: Option<i64>,
        #[command(flatten)]
        json: Json,
    },
    /// List the notes on the documents that a query finds
    Notes {
        #[arg(allow_hyphen_values = true, default_value = "")]
        query: String,
        #[command(flatten)]
        json: Json,
    },
    /// Take over decisions that were made apart: logs as `log --json` writes them, or libraries
    ///
    /// What is known already is not taken twice. All of it is one act: undo takes it back, and leaves what was
    /// decided since, by whomever, as it is.
    ImportDecisions {
        /// Files, folders of libraries, or - for a log on standard input
        #[arg(required = true, value_name = "LOG")]
        logs: Vec<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// Say that documents are versions of one text
    Join {
        /// Two or more keys, unique endings of keys, or #numbers
        #[arg(required = true, value_name = "DOC")]
        documents: Vec<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Say that documents are no versions of any others
    Split {
        /// Keys, unique endings of keys, or #numbers
        #[arg(required = true, value_name = "DOC")]
        documents: Vec<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Say that a document leads its version group
    Lead {
        #[arg(value_name = "DOC")]
        document: String,
        #[command(flatten)]
        json: Json,
    },
    /// Join the clusters that another program found: CSV or JSON Lines with id and cluster
    ImportGroups {
        file: PathBuf,
        #[command(flatten)]
        json: Json,
    },
    /// Say that entities are one
    Merge {
        /// Names, forms or ids
        #[arg(required = true, num_args = 2.., value_name = "ENTITY")]
        entities: Vec<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Say that a form of an entity means another one
    Separate {
        /// Its name, a form of it, or its id
        #[arg(value_name = "ENTITY")]
        entity: String,
        /// The form, as `variorum entities` lists it
        form: String,
        #[command(flatten)]
        json: Json,
    },
    /// Give an entity another name
    Rename {
        #[arg(value_name = "ENTITY")]
        entity: String,
        name: String,
        #[command(flatten)]
        json: Json,
    },
    /// Give an entity another type
    Retype {
        #[arg(value_name = "ENTITY")]
        entity: String,
        #[arg(value_name = "TYPE")]
        kind: Kind,
        #[command(flatten)]
        json: Json,
    },
    /// Leave an entity out of every list and query
    Hide {
        #[arg(value_name = "ENTITY")]
        entity: String,
        #[command(flatten)]
        json: Json,
    },
    /// Show a hidden entity again
    Unhide {
        #[arg(value_name = "ENTITY")]
        entity: String,
        #[command(flatten)]
        json: Json,
    },
    /// Say that words are no name in a document
    Unname {
        #[arg(value_name = "DOC")]
        document: String,
        /// The words, as they stand there
        form: String,
        /// Only where they begin with this character (in code points, as `mentions` says) [default: everywhere in the document]
        #[arg(long, value_name = "START")]
        at: Option<usize>,
        #[command(flatten)]
        json: Json,
    },
    /// List the repairs of names that stand; --json writes what import-repairs reads
    Repairs {
        #[command(flatten)]
        json: Json,
    },
    /// Make the repairs of names that a file lists, one JSON record a line
    ImportRepairs {
        file: PathBuf,
        #[command(flatten)]
        json: Json,
    },
    /// Take over names that were marked elsewhere: spaCy and Prodigy JSON Lines, brat, CoNLL
    ///
    /// A text is matched by its key or id, by its words, or by the name of its file. What does not fit
    /// is told with file and line, and the others go on; undo takes the import back.
    ImportSpans {
        /// Files, or folders of .ann, .conll and .jsonl files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// How the files are written [default: by the ending, .ann brat, .conll .iob .tsv CoNLL, else spaCy]
        #[arg(long, value_name = "FORMAT")]
        format: Option<SpanFormat>,
        /// What offsets count; spaCy, Prodigy and brat count code points
        #[arg(long, value_name = "UNIT", default_value = "codepoints")]
        offsets: OffsetUnit,
        /// What a label of the files is, as in FINDER=org
        #[arg(long = "label", value_name = "LABEL=TYPE")]
        labels: Vec<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Lists of names to look for in every document, those to come too (watch-lists)
    #[command(subcommand)]
    Gazetteer(GazetteerCommand),
    /// List the batches
    Batches {
        #[command(flatten)]
        json: Json,
    },
    /// Say what one batch brought, and what was decided about it
    Report {
        /// Its name [default: the newest]
        batch: Option<String>,
        /// Write a document to hand on
        #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
        format: Option<ReportFormat>,
        #[command(flatten)]
        json: Json,
    },
    /// Count what a query finds by source, batch, language, date, type, verdict, tag, list, entity and versions
    Facets {
        #[arg(allow_hyphen_values = true, default_value = "")]
        query: String,
        #[command(flatten)]
        json: Json,
    },
    /// Write all that a query finds as a file for another program
    Export {
        /// The query; an empty one finds every document
        #[arg(allow_hyphen_values = true)]
        query: String,
        #[arg(long, value_name = "FORMAT")]
        format: DataFormat,
        /// Write to a file, in place of one that is there, or for brat to a new folder; it appears when it is whole
        /// [default: standard output]
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// At most this many documents, 0 for all
        #[arg(long, default_value_t = 0, value_name = "N")]
        limit: usize,
    },
    /// List every decision
    Log {
        #[command(flatten)]
        json: Json,
    },
    /// Take back your last decision
    Undo {
        #[command(flatten)]
        json: Json,
    },
    /// Restore what undo took back
    Redo {
        #[command(flatten)]
        json: Json,
    },
    /// Count what the library holds
    Stats {
        #[command(flatten)]
        json: Json,
    },
    /// Check that the library is whole
    Check {
        #[command(flatten)]
        json: Json,
    },
    /// Make the text index, the fingerprints and the version groups anew from the documents
    ///
    /// Names that an older recogniser has read are read again; decisions stay, and so do names that
    /// were imported. It can be broken off at any time: the next rebuild goes on.
    Rebuild {
        /// Read all texts for names again, whichever recogniser has read them
        #[arg(long)]
        names: bool,
        /// What reads them, as for `add` [default: the configuration's]
        #[arg(long, value_name = "FOLDER")]
        recogniser: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// Tell what the program, or one of its commands, can do
    Help {
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
    },
    /// Write shell completions to standard output
    Completions { shell: clap_complete::Shell },
    /// Write the man page to standard output
    Man,
}

#[derive(Debug, Subcommand)]
pub enum GazetteerCommand {
    /// Give lists: tables with tabs (name, type, forms), JSON Lines, or FollowTheMoney
    ///
    /// A table has a name, its type and its forms in columns, several forms parted by |; a first line that
    /// begins with name says which column is what (name, type, forms, id). JSON Lines have name, type,
    /// forms and id. A list of the same name is replaced; undo takes it back. What cannot be understood
    /// is told with file and line, and the rest is taken.
    Add {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// What to call the list [default: the file's name without its ending]
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// What names are that have no type
        #[arg(long = "type", value_name = "TYPE")]
        kind: Option<Kind>,
        #[command(flatten)]
        json: Json,
    },
    /// Name the lists, and how much was found of each
    List {
        #[command(flatten)]
        json: Json,
    },
    /// Show what is on a list, and how often each name was found
    Show {
        #[arg(value_name = "LIST")]
        list: String,
        /// Only what was found
        #[arg(long)]
        found: bool,
        #[command(flatten)]
        json: Json,
    },
    /// Take a list off
    Remove {
        #[arg(value_name = "LIST")]
        list: String,
        #[command(flatten)]
        json: Json,
    },
}

/// Characters of context: so many as a line can show, and some.
fn context(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|many| (1..=10_000).contains(many)).ok_or_else(|| "give a number from 1 to 10000".into())
}
