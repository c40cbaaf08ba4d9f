//! Which vocabulary a document is in, and where that says of it what a reader sorts by.

use super::tree::Element;

/// Where a vocabulary keeps what it says; each path names elements one below the other, the best path first.
pub(super) struct Vocabulary {
    /// Elements that are a document in it.
    pub(super) documents: &'static [&'static str],
    /// What an element must have within it to be one, where the name alone could be another's.
    has: &'static str,
    /// What describes the text and is none.
    pub(super) hidden: &'static [&'static str],
    /// Parts of what is hidden that come before the text.
    pub(super) shown: &'static [&'static str],
    pub(super) title: &'static [&'static str],
    pub(super) author: &'static [&'static str],
    pub(super) date: &'static [&'static str],
    pub(super) source: &'static [&'static str],
    pub(super) url: &'static [&'static str],
    pub(super) language: &'static [&'static str],
    pub(super) id: &'static [&'static str],
    /// The only elements that are text, the best first, where it is a page of its own.
    pub(super) pages: &'static [&'static str],
    /// Short values have their names before them.
    pub(super) labelled: bool,
}

const NONE: Vocabulary = Vocabulary {
    documents: &[],
    has: "",
    hidden: &[],
    shown: &[],
    title: &[],
    author: &[],
    date: &[],
    source: &[],
    url: &[],
    language: &[],
    id: &[],
    pages: &[],
    labelled: false,
};

/// Those that are known, those of single entries before those of whole files.
static KNOWN: &[Vocabulary] = &[
    // RSS.
    Vocabulary {
        documents: &["item"],
        has: "title",
        title: &["title"],
        author: &["creator", "author"],
        date: &["pubDate", "date"],
        url: &["link"],
        id: &["guid", "link"],
        language: &["language"],
        pages: &["encoded", "content", "description", "summary"],
        ..NONE
    },
    // Atom.
    Vocabulary {
        documents: &["entry"],
        has: "title",
        title: &["title"],
        author: &["author/name", "author"],
        date: &["published", "issued", "updated", "modified"],
        url: &["link"],
        id: &["id"],
        pages: &["content", "summary"],
        ..NONE
    },
    // The Text Encoding Initiative, P3 to P5.
    Vocabulary {
        documents: &["TEI", "TEI.2"],
        hidden: &["teiHeader", "facsimile", "fw", "del"],
        title: &["teiHeader/titleStmt/title", "titlePage/titlePart"],
        author: &["teiHeader/titleStmt/author", "teiHeader/sourceDesc/author"],
        date: &[
            "teiHeader/creation/date",
            "teiHeader/correspDesc/date",
            "teiHeader/sourceDesc/origDate",
            "teiHeader/sourceDesc/date",
            "teiHeader/publicationStmt/date",
        ],
        source: &["teiHeader/publicationStmt/publisher", "teiHeader/publicationStmt/distributor"],
        language: &["teiHeader/langUsage/language"],
        ..NONE
    },
    // JATS, and NLM before it.
    Vocabulary {
        documents: &["article"],
        has: "article-meta",
        hidden: &["front", "tex-math", "annotation-xml"],
        shown: &["front/abstract"],
        title: &["front/title-group/article-title", "front/article-title"],
        author: &["front/contrib-group/contrib/name", "front/contrib-group/contrib/string-name"],
        date: &["front/pub-date"],
        source: &["front/journal-title"],
        url: &["front/article-meta/self-uri"],
        id: &["front/article-meta/article-id"],
        ..NONE
    },
    Vocabulary {
        documents: &["PubmedArticle"],
        hidden: &["PubmedData", "PMID", "Journal", "JournalIssue", "AuthorList", "MeshHeadingList", "ChemicalList"],
        title: &["ArticleTitle"],
        author: &["AuthorList/Author"],
        date: &["ArticleDate", "PubDate"],
        source: &["Journal/Title"],
        language: &["Language"],
        id: &["PMID"],
        ..NONE
    },
    // News: NITF alone, and within NewsML-G2.
    Vocabulary {
        documents: &["newsItem"],
        hidden: &["itemMeta", "contentMeta", "catalogRef", "rightsInfo", "assert", "docdata"],
        title: &["contentMeta/headline", "hedline/hl1", "itemMeta/title"],
        author: &["contentMeta/by", "byline"],
        date: &["itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated"],
        source: &["itemMeta/provider/name", "provider/name"],
        language: &["contentMeta/language"],
        ..NONE
    },
    Vocabulary {
        documents: &["nitf"],
        hidden: &["docdata", "pubdata", "meta", "tobject"],
        title: &["hedline/hl1", "head/title"],
        author: &["byline/person", "byline"],
        date: &["docdata/date.issue", "dateline/story.date", "head/pubdata"],
        source: &["head/doc.copyright", "distributor"],
        id: &["docdata/doc-id"],
        ..NONE
    },
    // FictionBook.
    Vocabulary {
        documents: &["FictionBook"],
        hidden: &["description", "stylesheet", "binary"],
        shown: &["description/title-info/annotation"],
        title: &["description/title-info/book-title"],
        author: &["description/title-info/author"],
        date: &["description/title-info/date", "description/publish-info/year"],
        source: &["description/publish-info/publisher"],
        language: &["description/title-info/lang"],
        ..NONE
    },
    // DocBook.
    Vocabulary {
        documents: &["book", "article", "chapter"],
        has: "para",
        hidden: &["info", "articleinfo", "bookinfo", "chapterinfo", "artheader"],
        title: &["title"],
        author: &["author/personname", "author"],
        date: &["pubdate", "date"],
        source: &["publishername"],
        ..NONE
    },
    // What one page of a wiki said at one time, in a dump.
    Vocabulary {
        documents: &["revision"],
        has: "text",
        hidden: &[
            "id",
            "parentid",
            "timestamp",
            "contributor",
            "minor",
            "comment",
            "model",
            "format",
            "sha1",
            "origin",
        ],
        author: &["contributor/username", "contributor/ip"],
        date: &["timestamp"],
        id: &["id"],
        ..NONE
    },
    // Collections of news for research: Reuters, and those of TREC.
    Vocabulary {
        documents: &["REUTERS"],
        hidden: &["DATE", "TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES", "COMPANIES", "UNKNOWN", "MKNOTE"],
        title: &["TEXT/TITLE"],
        author: &["TEXT/AUTHOR"],
        date: &["DATE"],
        ..NONE
    },
    Vocabulary {
        documents: &["DOC"],
        hidden: &["DOCNO", "DOCID", "DOCTYPE", "FILEID", "DATE_TIME", "DATETIME", "PARENT", "HT", "TXTTYPE"],
        title: &["HEADLINE", "HEAD", "HL", "TITLE", "TI", "H3"],
        author: &["BYLINE", "AUTHOR", "BY"],
        date: &["DATE_TIME", "DATETIME", "DATE", "DATE1", "PUBDATE"],
        source: &["SOURCE", "SO", "PUB"],
        id: &["DOCNO", "DOCID"],
        ..NONE
    },
    // Flat files of offices.
    Vocabulary {
        documents: &["document", "wordDocument"],
        has: "body",
        hidden: &[
            "meta",
            "DocumentProperties",
            "CustomDocumentProperties",
            "tracked-changes",
            "note-citation",
            "binary-data",
            "binData",
            "instrText",
            "delText",
            "styles",
            "fonts",
            "docPr",
            "automatic-styles",
            "font-face-decls",
            "settings",
            "scripts",
            "forms",
        ],
        title: &["meta/title", "DocumentProperties/Title"],
        author: &["meta/creator", "meta/initial-creator", "DocumentProperties/Author"],
        date: &["meta/date", "meta/creation-date", "DocumentProperties/Created"],
        language: &["meta/language"],
        ..NONE
    },
    // Scanned pages.
    Vocabulary {
        documents: &["alto", "PcGts"],
        hidden: &["Description", "Metadata", "ReadingOrder", "Tags", "Styles"],
        title: &["Description/documentIdentifier"],
        date: &["Metadata/Created"],
        ..NONE
    },
];

/// Any other: what the Dublin Core names, by whatever prefix, and what else is usual.
static OTHER: Vocabulary = Vocabulary {
    title: &["title", "headline"],
    author: &["creator", "author"],
    date: &["issued", "pubDate", "published", "publicationDate", "date", "created"],
    source: &["publisher", "source"],
    language: &["language"],
    labelled: true,
    ..NONE
};

/// A document in a tree.
#[derive(Clone, Copy)]
pub(super) struct Found<'t> {
    pub(super) element: &'t Element,
    pub(super) vocabulary: &'static Vocabulary,
    /// What it stands in.
    pub(super) within: &'t Element,
}

impl Vocabulary {
    /// True for none of those that are known.
    pub(super) fn is_other(&self) -> bool {
        self.documents.is_empty()
    }

    fn is_of(&self, element: &Element) -> bool {
        // The names of SGML come in capitals or not, those of XML as they are.
        let is_named = |name: &&str| element.name == **name || (is_shouted(name) && element.is(name));
        let has = || {
            let mut found = Vec::new();
            element.all(self.has, &mut found);
            !found.is_empty()
        };
        self.documents.iter().any(is_named) && (self.has.is_empty() || has())
    }
}

fn is_shouted(name: &str) -> bool {
    name != "TEI" && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The documents of a tree, the outermost that are known; the whole of it where none is.
pub(super) fn documents(tree: &Element) -> Vec<Found<'_>> {
    fn find<'t>(within: &'t Element, out: &mut Vec<Found<'t>>) {
        for element in within.elements() {
            match KNOWN.iter().find(|known| known.is_of(element)) {
                Some(vocabulary) => out.push(Found { element, vocabulary, within }),
                None => find(element, out),
            }
        }
    }
    let mut found = Vec::new();
    find(tree, &mut found);
    // A few entries somewhere in what is something else are a part of it.
    let covered: usize = found.iter().map(|found| found.element.size()).sum();
    if covered * 2 < tree.size() { vec![Found { element: tree, vocabulary: &OTHER, within: tree }] } else { found }
}
