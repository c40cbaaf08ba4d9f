//! A library in memory that answers every question of the screen, for tests without threads.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use variorum::app::effect::{Answer, Request};
use variorum::library::types::apparatus::{Apparatus, Slot, Witness, siglum};
use variorum::library::types::entities::{BrowseOrder, Browsed, Card, CardForm, together};
use variorum::library::types::facets::{Facet, FacetValue};
use variorum::library::types::kwic::{KwicLine, KwicOrder, KwicPlace, KwicPlaces, ListFlaw, ListFound, ListRow};
use variorum::library::types::notes::Note;
use variorum::library::types::outcome::{BatchReport, Count, NewName, Outcome, Pace};
use variorum::library::types::repairs::Mend;
use variorum::library::types::seen::{Holder, Seen, SeenPassage};
use variorum::library::types::{
    Act, Apart, Change, Completion, Completions, Counts, Decided, Diff, DiffItem, DiffLayout, DiffView, DocNo,
    Document, EntityInDocument, EntityKind, EntityNo, Explained, ExplainedPart, Group, Instead, Member, Mention, Piece,
    Place, Relation, Report, Row, Said, SavedSearch, Shade, Side, Standing, Totals, Verdict, Why, describe_known,
};
use variorum::version::compare::layout::Show;
use variorum::version::{apparatus as collate, compare};

/// The entities of the library: number, name, kind, forms.
const ENTITIES: [(EntityNo, &str, EntityKind, &[&str]); 3] = [
    (1, "Mira Oldan", EntityKind::Person, &["Mira Oldan", "Oldan"]),
    (2, "Harbour Board", EntityKind::Org, &["Harbour Board"]),
    (3, "Port Selm", EntityKind::Place, &["Port Selm"]),
];

pub struct Desk {
    documents: BTreeMap<DocNo, Document>,
    log: Vec<Logged>,
    undone: Vec<Logged>,
    pub decisions: i64,
    /// How many notes were made.
    noted: i64,
    /// Searches by name.
    saved: BTreeMap<String, String>,
    /// What was written to files.
    pub files: BTreeMap<String, String>,
    /// Further entities that the library has, of no document.
    pub made: u32,
    /// What was kept apart from every group.
    pub apart: Vec<Apart>,
}

/// A document with what stood of it, and the notes on it.
type Before = (DocNo, Standing, Vec<Note>);

/// What a decision has changed, as it was before.
enum Entry {
    Standings(Vec<Before>),
    Names(BTreeMap<DocNo, Document>),
}

/// A decision's number, and how the documents stood before it.
type Logged = (i64, Entry);

/// What a document of the library is made from.
pub struct Source<'s> {
    pub title: &'s str,
    pub date: Option<&'s str>,
    pub text: String,
    /// Group, members, relation.
    pub group: Option<(u32, u32, Relation)>,
}

impl Desk {
    pub fn new(sources: Vec<Source>) -> Self {
        let documents = (1..).zip(&sources).map(|(number, source)| (number, document(number, source))).collect();
        Self {
            documents,
            log: Vec::new(),
            undone: Vec::new(),
            decisions: 0,
            noted: 1,
            saved: BTreeMap::new(),
            files: BTreeMap::new(),
            made: 0,
            apart: Vec::new(),
        }
    }

    pub fn standing(&self, document: DocNo) -> &Standing {
        &self.documents[&document].row.standing
    }

    pub fn notes(&self, document: DocNo) -> &[Note] {
        &self.documents[&document].notes
    }

    /// What people have said about a document.
    pub fn set_verdicts(&mut self, document: DocNo, said: &[(&str, Verdict)]) {
        let said = said.iter().map(|&(who, verdict)| Said {
            who: who.into(),
            verdict: Some(verdict),
            when: "2031-03-07T10:00:00Z".into(),
        });
        let said = said.collect();
        if let Some(document) = self.documents.get_mut(&document) {
            document.verdicts = said;
        }
    }

    /// Somebody else keeps a document.
    pub fn decide_elsewhere(&mut self, document: DocNo) {
        self.apply(document, &Act::Verdict(Some(Verdict::Keep)));
    }

    pub fn answer(&mut self, request: Request) -> Answer {
        match request {
            Request::Search { query, fold, rows, .. } => match self.search(&query, fold.as_deref()) {
                Answer::Found { documents, hints, .. } => {
                    let rows = documents.iter().take(rows).filter_map(|number| self.row(*number)).collect();
                    Answer::Found { documents, hints, rows }
                }
                other => other,
            },
            Request::Rows { documents, .. } => {
                Answer::Rows(documents.iter().filter_map(|number| self.row(*number)).collect())
            }
            Request::Open { document, query, .. } => match self.documents.get(&document) {
                Some(found) => Answer::Opened {
                    hits: if query.contains('"') && !query.contains(':') {
                        Vec::new()
                    } else {
                        hits(&found.text, &query)
                    },
                    document: Box::new(found.clone()),
                    unread: (query.contains('"') && !query.contains(':')).then(|| "the quote is not closed".to_owned()),
                },
                None => Answer::Failed(format!("there is no document #{document}")),
            },
            Request::Group { document } => Answer::Group {
                document,
                group: self.group(document),
                why: self.why(document),
                apart: self.apart.clone(),
            },
            Request::Compare { document, base, view, .. } => {
                let leader = || {
                    self.group(document).map(|group| group.members[usize::from(group.leader == document)].row.number)
                };
                match base.or_else(leader) {
                    Some(base) => Answer::Compared(Box::new(self.compare(base, document, view))),
                    None => Answer::Incomparable { document },
                }
            }
            Request::Changes { documents } => {
                let line = |number: DocNo| format!("+{number} words");
                Answer::Changes(documents.iter().map(|&document| Change { document, line: line(document) }).collect())
            }
            Request::Apparatus { base, at, counts, .. } => match self.group(base) {
                Some(group) => {
                    let at = self.carried(at.document, at.offset..at.offset, base).end;
                    Answer::Collated { apparatus: Arc::new(self.apparatus(&group, base, counts)), at }
                }
                None => Answer::Incomparable { document: base },
            },
            Request::Carry { from, range, to } => {
                Answer::Carried { document: to, range: self.carried(from, range, to) }
            }
            Request::Seen { document } => Answer::Seen(Box::new(self.seen(document))),
            Request::Passages { document, paragraphs } => {
                let held = |range: &Range<usize>| self.holders(document, range);
                let paragraph = paragraphs.iter().find(|range| !held(range).is_empty()).cloned().unwrap_or(0..0);
                let holders = if paragraph.is_empty() { Vec::new() } else { held(&paragraph) };
                Answer::Holders { paragraph, holders }
            }
            Request::Entities { browse, places } => {
                let part = browse.text.to_lowercase();
                let fits = |entity: &Browsed| {
                    browse.kind.is_none_or(|kind| kind == entity.kind) && entity.name.to_lowercase().contains(&part)
                };
                let mut entities: Vec<Browsed> =
                    self.known().into_iter().map(|entity| self.browsed(entity)).filter(fits).collect();
                entities.extend((0..self.made).map(|made| Browsed {
                    entity: 1_000 + made,
                    name: format!("Made {made}"),
                    ..self.browsed(ENTITIES[0].0)
                }));
                if browse.order == BrowseOrder::Name {
                    entities.sort_by(|a, b| a.name.cmp(&b.name));
                }
                let total = entities.len() as u64;
                let entities = entities.into_iter().skip(places.start).take(places.len()).collect();
                Answer::Entities { entities, from: places.start, total }
            }
            Request::Together { entities, documents, from, forward } => {
                Answer::Place(place(&documents, from, forward, |document| {
                    let document = &self.documents[&document];
                    let mentions = document.mentions.iter();
                    let named =
                        mentions.map(|mention| (mention.range(), document.entities[mention.entity as usize].entity));
                    !together(named, &entities).is_empty()
                }))
            }
            Request::Mend(mend) => self.mend(&mend),
            // Two of the harbour's documents hang together.
            Request::Thread { document: 1 | 2 } => Answer::Thread { query: "lamps".to_owned(), mails: 2 },
            Request::Thread { .. } => Answer::Thread { query: String::new(), mails: 1 },
            Request::Naming { entities } => {
                let names: Vec<String> = entities.iter().map(|&entity| self.browsed(entity).name).collect();
                let query: Vec<String> = names.iter().map(|name| format!("entity:\"{name}\"")).collect();
                Answer::Naming { query: query.join(" "), names: names.join(", ") }
            }
            Request::Card { entity } => {
                let known = self.browsed(entity);
                let form =
                    |text: String| CardForm { text, kind: known.kind, mentions: 1, reason: "as tests have it".into() };
                Answer::Card(Box::new(Card {
                    entity,
                    forms: known.forms.iter().cloned().map(form).collect(),
                    name: known.name,
                    kind: Some(known.kind),
                    mentions: known.mentions,
                    documents: known.documents,
                    ..Card::default()
                }))
            }
            Request::Step { entity, documents, from, forward } => {
                Answer::Place(place(&documents, from, forward, |document| {
                    self.documents[&document].entities.iter().any(|known| known.entity == entity)
                }))
            }
            Request::Undecided { documents, from, count, forward } => {
                let open = |document| self.standing(document).verdict.is_none();
                let next = |from| place(&documents, from, forward, open);
                let places = std::iter::successors(next(from), |&at| next(at));
                Answer::Place(places.take(count).last())
            }
            Request::Decide { documents, act, group, quiet } => {
                let documents = if group { self.whole_groups(&documents) } else { documents };
                if quiet {
                    documents.iter().for_each(|&document| self.apply(document, &act));
                    return Answer::Noted;
                }
                self.decide(documents.into_iter().map(|document| (document, act.clone())).collect())
            }
            Request::KeepOnly { document } => {
                let verdict = |member: DocNo| if member == document { Verdict::Keep } else { Verdict::Drop };
                let acts = self.whole_groups(&[document]).into_iter();
                self.decide(acts.map(|member| (member, Act::Verdict(Some(verdict(member))))).collect())
            }
            Request::Note { documents, text, passage, replaces, group } => {
                let documents = if group { self.whole_groups(&documents) } else { documents };
                let gone = replaces.map(Act::Unnote);
                let come = (!text.is_empty()).then_some(Act::Note(text, passage));
                let acts: Vec<Act> = gone.into_iter().chain(come).collect();
                let on = |&document: &DocNo| acts.iter().map(move |act| (document, act.clone()));
                self.decide(documents.iter().flat_map(on).collect())
            }
            Request::Pace { batch } => Answer::Pace(Pace {
                batch,
                decided: self.documents.keys().filter(|&&number| self.standing(number).verdict.is_some()).count()
                    as u32,
                all: self.documents.len() as u32,
                per_hour: Some(240),
                minutes_left: Some(1),
            }),
            Request::Facets { query } => Answer::Facets(self.facets(&query)),
            Request::ToMark { query } => match self.search(&query, None) {
                Answer::Found { documents, .. } => Answer::ToMark(documents),
                Answer::Unreadable { message, .. } => Answer::Failed(message),
                other => other,
            },
            Request::Save { name, query } => {
                self.saved.insert(name.clone(), query.clone());
                Answer::Decided(Decided { summary: format!("saved as in:{name}: {query}"), ..Decided::default() })
            }
            Request::Unsave { name } => match self.saved.remove(&name) {
                Some(_) => Answer::Decided(Decided { summary: format!("{name} is gone"), ..Decided::default() }),
                None => Answer::Failed(format!("there is no saved search {name}")),
            },
            Request::SavedSearches => {
                let saved =
                    self.saved.iter().map(|(name, query)| SavedSearch { name: name.clone(), query: query.clone() });
                Answer::SavedSearches(saved.collect())
            }
            Request::Kwic { query, order } => self.kwic(&query, order),
            Request::KwicLines { places } => {
                Answer::KwicLines(places.iter().map(|place| self.kwic_line(*place)).collect())
            }
            Request::Listing { path } => Answer::Listing { rows: self.listing(&path), path },
            Request::Append { path, text } => {
                self.files.entry(path.clone()).or_default().push_str(&text);
                Answer::Told(format!("the passage is in {path} now"))
            }
            Request::Remember(_) => Answer::Noted,
            Request::Undo => self.turn_back(true),
            Request::Redo => self.turn_back(false),
            Request::Totals => Answer::Totals(Totals {
                documents: self.documents.len() as u32,
                undecided: self.documents.keys().filter(|&&number| self.standing(number).verdict.is_none()).count()
                    as u32,
                groups: 1,
                batches: 1,
                batch: "first".into(),
            }),
            Request::Complete { query, at } => {
                let start = query[..at].rfind(' ').map_or(0, |blank| blank + 1);
                let word = query[start..at].to_owned();
                let fields = ["title:", "tag:"].iter().map(|field| ((*field).to_owned(), String::new()));
                let names = ENTITIES.iter().map(|known| (format!("entity:\"{}\"", known.1), "4".to_owned()));
                let options = fields.chain(names).filter(|(text, _)| !word.is_empty() && text.starts_with(&word));
                let options = options.map(|(text, note)| Completion { text, note }).collect();
                Answer::Completed(Completions { query, range: start..at, options })
            }
            Request::Explain { query } => {
                let part = |word: &str| ExplainedPart {
                    text: format!("{word} in title or text"),
                    documents: Some(1),
                    ..ExplainedPart::default()
                };
                let parts = query.split_whitespace().map(part).collect();
                let whole = part("the whole");
                let mut words: Vec<&str> = query.split_whitespace().collect();
                let last = words.pop().filter(|_| words.len() > 1);
                let without = last.map(|last| (last.to_owned(), 3)).into_iter().collect();
                Answer::Explained(Explained {
                    query: query.clone(),
                    parts,
                    whole,
                    without,
                    instead: (query == "crane-six").then(|| Instead {
                        query: "key:crane-six".to_owned(),
                        documents: 1,
                        as_key: true,
                    }),
                    order: "in order: the most relevant first".into(),
                })
            }
            Request::Export { query, format, path, .. } => {
                let Answer::Found { documents, .. } = self.search(&query, None) else { return Answer::Noted };
                Answer::Told(format!("{} documents written to {path} as {format}", documents.len()))
            }
            Request::Report { to: Some(path), .. } => Answer::Told(format!("written to {path}")),
            Request::Report { batch, to: None } => {
                let standings = self.documents.keys().map(|&number| self.standing(number).verdict);
                let count = |wanted| standings.clone().filter(|verdict| *verdict == wanted).count() as u32;
                let outcome = Outcome {
                    keep: count(Some(Verdict::Keep)),
                    drop: count(Some(Verdict::Drop)),
                    later: count(Some(Verdict::Later)),
                    undecided: count(None),
                    tags: vec![Count { name: "ship".into(), documents: 2 }],
                    new_names: vec![NewName {
                        entity: 1,
                        name: "Mira Oldan".into(),
                        kind: EntityKind::Person,
                        documents: 4,
                    }],
                    ..Outcome::default()
                };
                let report = Report { batch: batch.unwrap_or("first".into()), ..Report::default() };
                Answer::Report(Box::new(BatchReport { report, outcome }))
            }
        }
    }

    fn kwic(&self, query: &str, order: KwicOrder) -> Answer {
        let Answer::Found { documents, .. } = self.search(query, None) else { return Answer::Kwic(Default::default()) };
        let mut found = KwicPlaces::default();
        for document in documents {
            let hits = hits(&self.documents[&document].text, query);
            if hits.is_empty() {
                found.without += 1
            } else {
                found.documents += 1
            }
            let place = |hit: Range<usize>| KwicPlace { document, start: hit.start as u32, end: hit.end as u32 };
            found.places.extend(hits.into_iter().map(place));
        }
        match order {
            KwicOrder::Document => {}
            KwicOrder::Left => found.places.sort_by_key(|&place| {
                self.kwic_line(place).left.split_whitespace().next_back().unwrap_or_default().to_lowercase()
            }),
            KwicOrder::Right => found.places.sort_by_key(|&place| self.kwic_line(place).right.to_lowercase()),
            KwicOrder::Date => found.places.sort_by_key(|place| self.documents[&place.document].row.date.clone()),
        }
        Answer::Kwic(found)
    }

    fn kwic_line(&self, place: KwicPlace) -> KwicLine {
        let document = &self.documents[&place.document];
        let flat = |range: Range<usize>| document.text[range].replace(char::is_whitespace, " ");
        let (start, end) = (place.start as usize, place.end as usize);
        KwicLine {
            place,
            points: start..end,
            key: document.row.key.clone(),
            title: document.row.title.clone(),
            date: document.row.date.clone(),
            left: flat(0..start),
            keyword: flat(start..end),
            right: flat(end..document.text.len()),
        }
    }

    /// The lines of a file that was written; one with an open quote cannot be read.
    fn listing(&self, path: &str) -> Vec<ListRow> {
        let text = self.files.get(path).cloned().unwrap_or_default();
        let row = |(at, line): (usize, &str)| ListRow {
            line: at + 1,
            query: line.into(),
            found: match (line.contains('"'), self.search(line, None)) {
                (false, Answer::Found { documents, .. }) => {
                    Ok(ListFound { documents: documents.len(), groups: 1, first: Some("2031-03-01".into()) })
                }
                _ => Err(ListFlaw { message: "the quote is not closed".into(), span: 0..1, repair: None }),
            },
        };
        text.lines().enumerate().map(row).collect()
    }

    /// Two facets: verdicts, and whether there are other versions.
    fn facets(&self, query: &str) -> Vec<Facet> {
        let Answer::Found { documents, .. } = self.search(query, None) else { return Vec::new() };
        let undecided = documents.iter().filter(|&&number| self.standing(number).verdict.is_none()).count();
        let grouped = documents.iter().filter(|number| self.documents[number].row.group.is_some()).count();
        let value = |value: &str, count: usize, query: &str| FacetValue {
            value: value.into(),
            documents: count as u32,
            query: Some(query.into()),
        };
        let verdicts = vec![value("none", undecided, "verdict:none")];
        let versions =
            vec![value("3 versions", grouped, "versions:3"), value("alone", documents.len() - grouped, "versions:1")];
        let facets = vec![Facet { name: "verdict", values: verdicts }, Facet { name: "versions", values: versions }];
        if documents.is_empty() { Vec::new() } else { facets }
    }

    /// Says how many words of a document have stood in earlier ones.
    /// An entity is on a list of the reader's.
    pub fn put_on_list(&mut self, entity: EntityNo, list: &str) {
        for document in self.documents.values_mut() {
            for known in document.entities.iter_mut().filter(|known| known.entity == entity) {
                known.lists = vec![list.to_owned()];
            }
        }
    }

    pub fn set_seen(&mut self, document: DocNo, words: u32) {
        if let Some(document) = self.documents.get_mut(&document) {
            document.row.seen = words;
        }
    }

    pub fn set_key(&mut self, document: DocNo, key: &str) {
        if let Some(document) = self.documents.get_mut(&document) {
            document.row.key = key.into();
        }
    }

    /// Makes every paragraph of a document a page of its own.
    pub fn set_pages(&mut self, document: DocNo) {
        if let Some(document) = self.documents.get_mut(&document) {
            document.text = document.text.replace("\n\n", "\n\u{c}").into();
            let pages = 1 + document.text.matches('\u{c}').count();
            document.fields.push(("pages".into(), pages.to_string()));
        }
    }

    /// Whole lines that stand in a document of a lower number.
    fn seen(&self, number: DocNo) -> Seen {
        let document = &self.documents[&number];
        let mut passages = Vec::new();
        for range in lines(&document.text).into_iter().filter(|range| document.text[range.clone()].contains(' ')) {
            let line = &document.text[range.clone()];
            let first = self.documents.range(..number).find_map(|(_, other)| Some((other, other.text.find(line)?)));
            if let Some((other, at)) = first {
                passages.push(SeenPassage {
                    words: line.split_whitespace().count() as u32,
                    first: other.row.number,
                    key: other.row.key.clone(),
                    date: other.row.date.clone(),
                    there: at..at + line.len(),
                    range,
                });
            }
        }
        let words = document.row.words;
        let seen: u32 = passages.iter().map(|passage| passage.words).sum();
        Seen { document: number, passages, words, new_words: words - seen }
    }

    /// The documents that hold some bytes of one, by number.
    fn holders(&self, number: DocNo, bytes: &Range<usize>) -> Vec<Holder> {
        let passage = &self.documents[&number].text[bytes.clone()];
        let others = self.documents.values().filter(|other| other.row.number != number);
        let held = others.filter_map(|other| Some((other, other.text.find(passage)?)));
        held.map(|(other, at)| Holder {
            document: other.row.number,
            key: other.row.key.clone(),
            title: other.row.title.clone(),
            date: other.row.date.clone(),
            words: passage.split_whitespace().count() as u32,
            at,
        })
        .collect()
    }

    fn row(&self, number: DocNo) -> Option<Row> {
        self.documents.get(&number).map(|document| document.row.clone())
    }

    fn search(&self, query: &str, fold: Option<&[u32]>) -> Answer {
        if let Some(at) = query.find("titel:") {
            return Answer::Unreadable {
                message: "there is no field titel".into(),
                span: at..at + 5,
                repair: Some(query.replace("titel:", "title:")),
            };
        }
        let filters: Vec<&str> = query.split_whitespace().filter(|word| is_filter(word)).collect();
        let words: Vec<String> = words(query);
        let mut found: Vec<&Document> = self
            .documents
            .values()
            .filter(|document| {
                let text = format!("{}\n{}", document.row.title, document.text).to_lowercase();
                words.iter().all(|word| text.contains(word)) && filters.iter().all(|filter| fits(document, filter))
            })
            .collect();
        match query.split_whitespace().find_map(|word| word.strip_prefix("sort:")) {
            Some("title") => found.sort_by_key(|document| document.row.title.clone()),
            Some("-title") => found.sort_by_key(|document| std::cmp::Reverse(document.row.title.clone())),
            Some("date") => found.sort_by_key(|document| document.row.date.clone()),
            Some(turned) if turned.starts_with('-') => found.reverse(),
            _ => {}
        }
        let mut seen = Vec::new();
        if let Some(open) = fold {
            found.retain(|document| match document.row.group {
                Some(place) if !open.contains(&place.group) && seen.contains(&place.group) => false,
                Some(place) => {
                    seen.push(place.group);
                    true
                }
                None => true,
            });
        }
        Answer::Found {
            documents: found.iter().map(|document| document.row.number).collect(),
            hints: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn group(&self, document: DocNo) -> Option<Group> {
        let wanted = self.documents.get(&document)?.row.group?.group;
        let mut members: Vec<Member> = self
            .documents
            .values()
            .filter(|document| document.row.group.is_some_and(|place| place.group == wanted))
            .map(|document| Member {
                row: document.row.clone(),
                copies: Vec::new(),
                relation: document.row.group.map_or(Relation::Leader, |place| place.relation),
                similarity: 0.75,
                containment: 0.9,
                contained: 0.8,
                nearest: None,
            })
            .collect();
        members.sort_by_key(|member| member.relation != Relation::Leader);
        Some(Group { group: wanted, leader: members[0].row.number, members })
    }

    fn ops(&self, a: DocNo, b: DocNo) -> compare::Comparison {
        let (a, b) = (&self.documents[&a].text, &self.documents[&b].text);
        compare::compare(a, b, compare::Names::default(), &AtomicBool::new(false), &|_| {}).unwrap()
    }

    fn carried(&self, from: DocNo, range: Range<usize>, to: DocNo) -> Range<usize> {
        if from == to { range } else { compare::carried(&self.ops(from, to).ops, &range) }
    }

    fn apparatus(&self, group: &Group, base: DocNo, counts: Counts) -> Apparatus {
        let mut members: Vec<(usize, &Member)> = group.members.iter().enumerate().collect();
        members.sort_by_key(|(place, member)| (member.row.number != base, *place));
        let witness = |(place, member): &(usize, &Member)| Witness {
            row: member.row.clone(),
            siglum: siglum(*place),
            relation: member.relation,
            text: self.documents[&member.row.number].text.clone(),
        };
        let witnesses: Vec<Witness> = members.iter().map(witness).collect();
        let comparisons: Vec<_> = witnesses[1..].iter().map(|witness| self.ops(base, witness.row.number)).collect();
        let versions: Vec<collate::Version> = witnesses[1..]
            .iter()
            .zip(&comparisons)
            .map(|(witness, comparison)| collate::Version { text: &witness.text, comparison })
            .collect();
        let show = if counts == Counts::WithoutMarks { Show::WithoutMarks } else { Show::Wording };
        let collated = collate::apparatus(&witnesses[0].text, &versions, show, &AtomicBool::new(false)).unwrap();
        let kinds = |long| if long { vec!["cuts"] } else { vec!["wording"] };
        let slots = collated.slots.into_iter().map(|slot| Slot { kinds: kinds(slot.long), ..Slot::from(slot) });
        let slots = slots.collect();
        Apparatus { witnesses, slots, counts }
    }

    fn whole_groups(&self, documents: &[DocNo]) -> Vec<DocNo> {
        let mut all = Vec::new();
        for &document in documents {
            match self.group(document) {
                Some(group) => all.extend(group.members.iter().map(|member| member.row.number)),
                None => all.push(document),
            }
        }
        all.sort();
        all.dedup();
        all
    }

    /// The numbers of all entities that some document mentions.
    fn known(&self) -> Vec<EntityNo> {
        let all = self.documents.values().flat_map(|document| document.entities.iter().map(|known| known.entity));
        all.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    fn browsed(&self, entity: EntityNo) -> Browsed {
        let in_document = |document: &Document| document.entities.iter().find(|known| known.entity == entity).cloned();
        let known = self.documents.values().find_map(in_document);
        let (name, kind) = match &known {
            Some(known) => (known.name.clone(), known.kind),
            None => (ENTITIES[0].1.to_owned(), ENTITIES[0].2),
        };
        let count = |document: &Document| {
            let is = |mention: &&Mention| document.entities[mention.entity as usize].entity == entity;
            document.mentions.iter().filter(is).count() as u32
        };
        let forms = ENTITIES.iter().find(|known| known.0 == entity).map_or(&[][..], |known| known.3);
        Browsed {
            entity,
            kind,
            forms: forms.iter().map(|form| form.to_string()).collect(),
            mentions: self.documents.values().map(count).sum(),
            documents: self.documents.values().filter(|document| count(document) > 0).count() as u32,
            name,
            batch: "first".into(),
            new: entity == 3,
            lists: known.map(|known| known.lists).unwrap_or_default(),
        }
    }

    /// Mends the names of every document.
    fn mend(&mut self, mend: &Mend) -> Answer {
        self.decisions += 1;
        self.log.push((self.decisions, Entry::Names(self.documents.clone())));
        self.undone.clear();
        let (mut summary, mut became) = (String::new(), Vec::new());
        for document in self.documents.values_mut() {
            let text = document.text.clone();
            let place = |document: &Document, entity: EntityNo| {
                document.entities.iter().position(|known| known.entity == entity)
            };
            match mend {
                Mend::Merge(entities) => {
                    let lowest = entities.iter().copied().min().unwrap_or(0);
                    summary = format!("{entities:?} are one");
                    became =
                        entities.iter().filter(|&&entity| entity != lowest).map(|&entity| (entity, lowest)).collect();
                    let of: Vec<usize> = entities.iter().filter_map(|&entity| place(document, entity)).collect();
                    for &at in &of {
                        document.entities[at].entity = lowest;
                        document.entities[at].name = ENTITIES[lowest as usize % 3].1.into();
                    }
                    let kept = of.first().copied().unwrap_or(0) as u32;
                    let its = |mention: &&mut Mention| of.contains(&(mention.entity as usize));
                    document.mentions.iter_mut().filter(its).for_each(|mention| mention.entity = kept);
                }
                Mend::Separate { entity, form } => {
                    summary = format!("{form} is another");
                    let Some(at) = place(document, *entity) else { continue };
                    let new =
                        EntityInDocument { entity: 40 + entity, name: form.clone(), ..document.entities[at].clone() };
                    document.entities.push(new);
                    let last = document.entities.len() as u32 - 1;
                    for mention in document.mentions.iter_mut().filter(|mention| mention.entity == at as u32) {
                        if text[mention.range()] == **form {
                            mention.entity = last;
                        }
                    }
                }
                Mend::Rename { entity, to } => {
                    summary = format!("called {to}");
                    if let Some(at) = place(document, *entity) {
                        document.entities[at].name.clone_from(to);
                    }
                }
                Mend::Retype { entities, to } => {
                    summary = format!("of type {}", to.as_str());
                    for at in entities.iter().filter_map(|&entity| place(document, entity)).collect::<Vec<_>>() {
                        document.entities[at].kind = *to;
                    }
                }
                Mend::Hide(entities) => {
                    summary = "hidden".into();
                    let of: Vec<usize> = entities.iter().filter_map(|&entity| place(document, entity)).collect();
                    document.mentions.retain(|mention| !of.contains(&(mention.entity as usize)));
                }
                Mend::Unhide(_) => {}
                Mend::Unname { document: number, form, at } => {
                    summary = format!("{form} is no name");
                    if document.row.number == *number {
                        document.mentions.retain(|mention| {
                            text[mention.range()] != **form || at.is_some_and(|at| at != mention.start as usize)
                        });
                    }
                }
            }
            // Entities that nothing mentions any more are not listed.
            let used: Vec<bool> = (0..document.entities.len())
                .map(|at| document.mentions.iter().any(|mention| mention.entity as usize == at))
                .collect();
            let now: Vec<u32> =
                (0..used.len()).map(|at| used[..at].iter().filter(|&&used| used).count() as u32).collect();
            document.mentions.iter_mut().for_each(|mention| mention.entity = now[mention.entity as usize]);
            let mut place = 0;
            document.entities.retain(|_| {
                place += 1;
                used[place - 1]
            });
        }
        Answer::Decided(Decided { summary, mended: true, became, ..Decided::default() })
    }

    fn apply(&mut self, document: DocNo, act: &Act) {
        let Some(document) = self.documents.get_mut(&document) else { return };
        let standing = &mut document.row.standing;
        match act {
            Act::Verdict(verdict) => standing.verdict = *verdict,
            Act::Star(on) => standing.starred = *on,
            Act::Read(on) => standing.read = *on,
            Act::Tag(tag) if !standing.tags.contains(tag) => standing.tags.push(tag.clone()),
            Act::Tag(_) => {}
            Act::Untag(tag) => standing.tags.retain(|known| known != tag),
            Act::Note(text, anchor) => {
                standing.notes += 1;
                let range = anchor.as_ref().and_then(|anchor| anchor.find(&document.text));
                let decision = self.noted;
                document.notes.push(Note {
                    decision,
                    who: "ada".into(),
                    when: "2031-03-07T10:00:00Z".into(),
                    text: text.clone(),
                    range,
                    quote: anchor.as_ref().map(|anchor| anchor.exact.clone()),
                    older: None,
                });
                self.noted += 1;
                let place = |note: &Note| note.range.as_ref().map_or(usize::MAX, |range| range.start);
                document.notes.sort_by_key(place);
            }
            Act::Unnote(decision) => {
                document.notes.retain(|note| note.decision != *decision);
                standing.notes = document.notes.len() as u32;
            }
            Act::Join | Act::Split | Act::Lead => {}
        }
    }

    fn before(&self, document: DocNo) -> Before {
        (document, self.standing(document).clone(), self.documents[&document].notes.clone())
    }

    fn decide(&mut self, acts: Vec<(DocNo, Act)>) -> Answer {
        let documents = acts.iter().map(|(document, _)| *document).collect();
        if acts.iter().all(|(document, act)| is_so(self.standing(*document), act)) {
            let summary = acts.first().map(|(_, act)| describe_known(act, acts.len())).unwrap_or_default();
            return Answer::Decided(Decided { summary, documents, nothing: true, ..Decided::default() });
        }
        self.decisions += 1;
        let before = acts.iter().map(|(document, _)| self.before(*document)).collect();
        self.log.push((self.decisions, Entry::Standings(before)));
        self.undone.clear();
        acts.iter().for_each(|(document, act)| self.apply(*document, act));
        let what = acts.first().map(|(_, act)| act.written().0).unwrap_or_default();
        Answer::Decided(Decided {
            summary: format!("{what} on {}", acts.len()),
            documents,
            nothing: false,
            decisions: vec![self.decisions],
            noted: acts.iter().any(|(_, act)| act.is_on_notes()),
            ..Decided::default()
        })
    }

    fn why(&self, document: DocNo) -> Option<Why> {
        let group = self.group(document).filter(|group| group.leader != document)?;
        let leader = self.documents[&group.leader].row.key.clone();
        Some(Why {
            document,
            leader,
            words: (211, 237),
            shared: 190,
            passages: 4,
            longest: 88,
            nearest: None,
            named: false,
            decided: false,
        })
    }

    fn turn_back(&mut self, undo: bool) -> Answer {
        let (from, to, word) =
            if undo { (&mut self.log, &mut self.undone, "undo") } else { (&mut self.undone, &mut self.log, "redo") };
        let (number, standings) = match from.pop() {
            Some((number, Entry::Names(before))) => {
                to.push((number, Entry::Names(std::mem::replace(&mut self.documents, before))));
                let summary = format!("{word}ne: names");
                return Answer::Decided(Decided { summary, mended: true, ..Decided::default() });
            }
            Some((number, Entry::Standings(standings))) => (number, Some(standings)),
            None => (0, None),
        };
        let Some(standings) = standings else {
            let summary = format!("nothing is left to {word}");
            return Answer::Decided(Decided { summary, nothing: true, ..Decided::default() });
        };
        let documents: Vec<DocNo> = standings.iter().map(|before| before.0).collect();
        let mut before = Vec::new();
        for (place, standing, notes) in standings {
            if let Some(document) = self.documents.get_mut(&place) {
                let standing = std::mem::replace(&mut document.row.standing, standing);
                before.push((place, standing, std::mem::replace(&mut document.notes, notes)));
            }
        }
        to.push((number, Entry::Standings(before)));
        let summary = format!("{word}ne: {} documents", documents.len());
        Answer::Decided(Decided { summary, documents, decisions: vec![number], noted: true, ..Decided::default() })
    }

    /// Paragraph by paragraph, by place: enough to walk over.
    fn compare(&self, base: DocNo, document: DocNo, view: DiffView) -> Diff {
        let (a, b) = (&self.documents[&base], &self.documents[&document]);
        let (left, right) = (lines(&a.text), lines(&b.text));
        let mut items = Vec::new();
        let mut changes = 0;
        let mut same: Vec<Range<usize>> = Vec::new();
        let fold = |items: &mut Vec<DiffItem>, same: &mut Vec<Range<usize>>| {
            if same.len() > 2 && !view.unfolded || view.layout == DiffLayout::ChangesOnly && !same.is_empty() {
                items.push(DiffItem::Folded { paragraphs: same.len(), words: 10 * same.len() });
            } else {
                items.extend(same.iter().map(|range| DiffItem::Block {
                    pieces: vec![piece(Side::Document, range, Shade::Same, None)],
                    apart: true,
                }));
            }
            same.clear();
        };
        for place in 0..left.len().max(right.len()) {
            let (before, after) = (left.get(place), right.get(place));
            if let (Some(before), Some(after)) = (before, after)
                && (a.text[before.clone()] == b.text[after.clone()] || view.counts == Counts::Facts)
            {
                same.push(after.clone());
                continue;
            }
            fold(&mut items, &mut same);
            let gone = before.map(|range| piece(Side::Base, range, Shade::Deleted, Some(changes)));
            let come = after.map(|range| piece(Side::Document, range, Shade::Inserted, Some(changes)));
            items.push(match view.layout {
                DiffLayout::SideBySide => {
                    let (left, right) = (gone.map(|piece| vec![piece]), come.map(|piece| vec![piece]));
                    DiffItem::Pair { left, right, apart: true }
                }
                _ => DiffItem::Block { pieces: gone.into_iter().chain(come).collect(), apart: true },
            });
            changes += 1;
        }
        fold(&mut items, &mut same);
        Diff {
            base: a.row.clone(),
            document,
            base_text: a.text.clone(),
            text: b.text.clone(),
            items,
            changes,
            about: (0..changes).map(|change| if change % 2 == 0 { "wording" } else { "numbers" }).collect(),
            summary: format!("{changes} paragraphs differ"),
            kinds: if changes > 0 { vec![("wording", changes)] } else { Vec::new() },
            uncounted: 0,
        }
    }
}

fn piece(side: Side, range: &Range<usize>, shade: Shade, change: Option<u32>) -> Piece {
    Piece { side, range: range.clone(), shade, change }
}

fn lines(text: &str) -> Vec<Range<usize>> {
    variorum::text::segment::lines(text).into_iter().filter(|line| !text[line.clone()].trim().is_empty()).collect()
}

/// A word of a query that asks for a state of documents.
fn is_filter(word: &str) -> bool {
    let word = word.trim_start_matches('-');
    ["batch:", "is:", "verdict:", "versions:"].iter().any(|field| word.starts_with(field))
}

fn fits(document: &Document, filter: &str) -> bool {
    let standing = &document.row.standing;
    let fits = match filter.trim_start_matches('-') {
        "is:undecided" | "verdict:none" => standing.verdict.is_none(),
        "is:noted" => standing.notes > 0,
        "versions:1" => document.row.group.is_none(),
        "versions:3" => document.row.group.is_some(),
        _ => true,
    };
    fits != filter.starts_with('-')
}

fn words(query: &str) -> Vec<String> {
    let mut query = query.to_owned();
    while let Some(at) = query.find("batch:\"") {
        let end = query[at + 7..].find('"').map_or(query.len(), |end| at + 7 + end + 1);
        query.replace_range(at..end, " ");
    }
    query
        .replace("entity:", "")
        .replace("title:", "")
        .replace('"', " ")
        .split_whitespace()
        .filter(|word| !word.starts_with("sort:") && !is_filter(word))
        .map(str::to_lowercase)
        .collect()
}

fn hits(text: &str, query: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = words(query)
        .iter()
        .map(|word| word.trim_end_matches('*').to_owned())
        .flat_map(|word| text.match_indices(word.as_str()).map(|(at, hit)| at..at + hit.len()).collect::<Vec<_>>())
        .collect();
    found.sort_by_key(|hit| hit.start);
    found.dedup_by(|next, last| next.start < last.end);
    found
}

fn place(documents: &[DocNo], from: usize, forward: bool, holds: impl Fn(DocNo) -> bool) -> Option<usize> {
    if forward {
        (from.wrapping_add(1)..documents.len()).find(|&at| holds(documents[at]))
    } else {
        (0..from.min(documents.len())).rev().find(|&at| holds(documents[at]))
    }
}

fn document(number: DocNo, source: &Source) -> Document {
    let text = &source.text;
    let mut mentions: Vec<(Range<usize>, usize)> = Vec::new();
    for (index, (_, _, _, forms)) in ENTITIES.iter().enumerate() {
        for form in *forms {
            for (at, found) in text.match_indices(form) {
                let range = at..at + found.len();
                if !mentions.iter().any(|(known, _)| known.start < range.end && range.start < known.end) {
                    mentions.push((range, index));
                }
            }
        }
    }
    mentions.sort_by_key(|mention| mention.0.start);
    let mut order: Vec<usize> = Vec::new();
    for (_, index) in &mentions {
        if !order.contains(index) {
            order.push(*index);
        }
    }
    let entities = order.iter().map(|&index| {
        let (entity, name, kind, forms) = ENTITIES[index];
        let count = mentions.iter().filter(|mention| mention.1 == index).count() as u32;
        EntityInDocument {
            entity,
            name: name.into(),
            kind,
            forms: vec![(forms[0].into(), count)],
            documents: 4,
            lists: Vec::new(),
        }
    });
    Document {
        row: Row {
            number,
            key: format!("{number}.txt"),
            title: source.title.into(),
            title_hits: Vec::new(),
            date: source.date.map(Into::into),
            source: Some("The Tidings".into()),
            words: text.split_whitespace().count() as u32,
            batch: 1,
            new: true,
            copies: 0,
            seen: 0,
            group: source.group.map(|(group, members, relation)| Place { group, members, relation }),
            standing: Standing::default(),
        },
        path: format!("{number}.txt"),
        batch_name: "first".into(),
        url: None,
        language: Some("en".into()),
        copies: Vec::new(),
        notes: Vec::new(),
        verdicts: Vec::new(),
        fields: vec![("lang".into(), "en-GB".into())],
        text: text.as_str().into(),
        entities: entities.collect(),
        mentions: mentions
            .iter()
            .map(|(range, index)| Mention {
                start: range.start as u32,
                end: range.end as u32,
                entity: order.iter().position(|known| known == index).unwrap_or(0) as u32,
            })
            .collect(),
    }
}

/// What an act would say of a document is said already.
fn is_so(standing: &Standing, act: &Act) -> bool {
    match act {
        Act::Verdict(verdict) => standing.verdict == *verdict,
        Act::Star(on) => standing.starred == *on,
        Act::Read(read) => standing.read == *read,
        Act::Tag(tag) => standing.tags.contains(tag),
        Act::Untag(tag) => !standing.tags.contains(tag),
        _ => false,
    }
}
