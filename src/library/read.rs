//! Reading: rows, documents, groups, batches.

use super::types::{
    Batch, BatchNo, DocNo, Document, EntityInDocument, EntityKind, Failure, Group, GroupNo, Member, Mention, Place,
    Relation, Report, Row, Said, Standing, Totals, Verdict,
};
use super::unknown::known_instead;
use super::{Library, LibraryError, Result};
use crate::store::batches::BatchRecord;
use crate::store::documents::{Meta, Resolved};
use std::collections::HashMap;
use std::sync::Arc;

impl Library {
    /// The document that a key, a unique ending of one, or `#number` leads to.
    ///
    /// # Errors
    /// When nothing or more than one thing answers to it.
    pub fn document_number(&self, given: &str) -> Result<DocNo> {
        match self.store.resolve(given)? {
            Resolved::One(number) => Ok(number),
            Resolved::None => Err(LibraryError::NoDocument(given.to_owned())),
            Resolved::Many(keys) => Err(LibraryError::AmbiguousDocument(given.to_owned(), keys)),
        }
    }

    /// One line of the list; `None` where there is no such document.
    pub fn row(&self, document: DocNo) -> Result<Option<Row>> {
        let Some(meta) = self.store.meta(document)? else { return Ok(None) };
        self.row_of(meta).map(Some)
    }

    fn row_of(&self, meta: Meta) -> Result<Row> {
        let member = self.store.member(meta.number)?;
        let group = match member {
            None => None,
            Some(member) => Some(Place {
                group: member.group,
                members: self.store.member_count(member.group)?,
                relation: relation(&member.relation),
            }),
        };
        Ok(Row {
            number: meta.number,
            new: self.store.newest_batch()?.is_some_and(|(newest, _)| newest == meta.batch),
            copies: self.store.copy_count(meta.number)?,
            seen: self.store.seen_words(meta.number)?,
            group,
            standing: self.standing(meta.number)?,
            key: meta.key,
            title: meta.title,
            title_hits: Vec::new(),
            date: meta.date,
            source: meta.source,
            words: meta.words,
            batch: meta.batch,
        })
    }

    fn standing(&self, document: DocNo) -> Result<Standing> {
        let record = self.store.standing(document, &self.who)?;
        Ok(Standing {
            verdict: record.verdict.as_deref().and_then(Verdict::parse),
            starred: record.starred,
            read: record.read,
            tags: self.store.tags(document)?,
            notes: record.notes,
        })
    }

    /// The last verdict of each person on a document, the latest last.
    fn verdicts_on(&self, document: DocNo) -> Result<Vec<Said>> {
        let mut said: Vec<Said> = Vec::new();
        for (who, verdict, at) in self.store.verdicts_on(document)? {
            said.retain(|known| known.who != who);
            said.push(Said { who, verdict: Verdict::parse(&verdict), when: moment(at) });
        }
        said.retain(|said| said.verdict.is_some());
        Ok(said)
    }

    /// The key of a document.
    pub fn key(&self, document: DocNo) -> Result<String> {
        match self.store.meta(document)? {
            Some(meta) => Ok(meta.key),
            None => Err(LibraryError::NoDocument(format!("#{document}"))),
        }
    }

    /// The text of a document.
    pub fn text(&self, document: DocNo) -> Result<Arc<str>> {
        match self.store.text(document)? {
            Some(text) => Ok(text.into()),
            None => Err(LibraryError::NoDocument(format!("#{document}"))),
        }
    }

    /// A document with its text, entities and mentions.
    pub fn document(&self, number: DocNo) -> Result<Document> {
        let Some(meta) = self.store.meta(number)? else {
            return Err(LibraryError::NoDocument(format!("#{number}")));
        };
        let text = self.text(number)?;
        let (entities, mentions) = self.entities_in(number, &text)?;
        let mut fields = meta.fields.as_deref().map(fields).unwrap_or_default();
        if self.store.is_gone(&meta.path)? {
            fields.push(("file".to_owned(), "no longer there when it was looked for last".to_owned()));
        }
        Ok(Document {
            path: meta.path.clone(),
            batch_name: self.store.batch_name(meta.batch)?.unwrap_or_default(),
            url: meta.url.clone(),
            language: meta.language.clone(),
            copies: self.store.copies(number)?,
            fields,
            notes: self.notes(number, &text)?,
            verdicts: self.verdicts_on(number)?,
            row: self.row_of(meta)?,
            text,
            entities,
            mentions,
        })
    }

    fn entities_in(&self, document: DocNo, text: &str) -> Result<(Vec<EntityInDocument>, Vec<Mention>)> {
        let packed = self.store.mentions(document)?;
        let lists = self.list_names_by_number()?;
        let mut index_of: HashMap<u32, u32> = HashMap::new();
        let mut entities: Vec<EntityInDocument> = Vec::new();
        let mut of_name = Vec::with_capacity(packed.names.len());
        for &number in &packed.names {
            let Some(name) = self.store.name(number)?.filter(|name| !name.is_hidden()) else {
                of_name.push(None);
                continue;
            };
            let index = match index_of.get(&name.entity) {
                Some(&index) => index,
                None => {
                    let entity = self.entity_head(name.entity)?;
                    entities.push(EntityInDocument {
                        entity: name.entity,
                        name: entity.name,
                        kind: entity.kind,
                        forms: Vec::new(),
                        documents: entity.documents,
                        lists: self.lists_of(&lists, name.entity)?,
                    });
                    index_of.insert(name.entity, entities.len() as u32 - 1);
                    entities.len() as u32 - 1
                }
            };
            of_name.push(Some(index));
        }
        let mut mentions = Vec::with_capacity(packed.mentions.len());
        for (start, end, name) in packed.mentions {
            let Some(entity) = of_name[name as usize] else { continue };
            let Some(surface) = text.get(start as usize..end as usize) else { continue };
            let form = surface.split_whitespace().collect::<Vec<_>>().join(" ");
            let forms = &mut entities[entity as usize].forms;
            match forms.iter_mut().find(|known| known.0 == form) {
                Some(known) => known.1 += 1,
                None => forms.push((form, 1)),
            }
            mentions.push(Mention { start, end, entity });
        }
        for entity in &mut entities {
            entity.forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        Ok((entities, mentions))
    }

    /// The version group of a document.
    pub fn group_of(&self, document: DocNo) -> Result<Option<Group>> {
        match self.store.member(document)? {
            Some(member) => self.group(member.group),
            None => Ok(None),
        }
    }

    /// A version group, the leader first, then by date and key.
    pub fn group(&self, group: GroupNo) -> Result<Option<Group>> {
        let mut members = Vec::new();
        for record in self.store.members(group)? {
            let Some(row) = self.row(record.document)? else { continue };
            members.push(Member {
                copies: self.store.copies(record.document)?,
                row,
                relation: relation(&record.relation),
                similarity: record.similarity,
                containment: record.containment,
                contained: record.contained,
                nearest: record.nearest,
            });
        }
        members.sort_by(|a, b| {
            let order = |member: &Member| {
                (member.relation != Relation::Leader, member.row.date.is_none(), member.row.date.clone())
            };
            order(a).cmp(&order(b)).then_with(|| a.row.key.cmp(&b.row.key))
        });
        let Some(leader) = members.first().map(|first| first.row.number) else { return Ok(None) };
        Ok(Some(Group { group, leader, members }))
    }

    /// The leader of a document's version group and how the document is tied to it; `None` for a leader
    /// and for what is in no group.
    pub(super) fn tie_to_leader(&self, document: DocNo) -> Result<Option<(DocNo, Tie)>> {
        let Some(member) = self.store.member(document)?.filter(|member| member.relation != "leader") else {
            return Ok(None);
        };
        let leader = self.store.leader(member.group)?;
        let tie = Tie {
            relation: relation(&member.relation),
            similarity: member.similarity,
            containment: member.containment,
            contained: member.contained,
        };
        Ok(leader.map(|leader| (leader, tie)))
    }

    /// The document that stands under a key.
    pub(super) fn document_with_key(&self, key: &str) -> Result<Option<DocNo>> {
        Ok(self.store.sighted(key)?.map(|(number, _)| number))
    }

    /// The numbers of all version groups.
    pub fn groups(&self) -> Result<Vec<GroupNo>> {
        Ok(self.store.groups()?)
    }

    /// The group that a document is in.
    pub fn group_number(&self, document: DocNo) -> Result<Option<GroupNo>> {
        Ok(self.store.member(document)?.map(|member| member.group))
    }

    /// The groups of all documents that are in one.
    pub fn memberships(&self) -> Result<HashMap<DocNo, GroupNo>> {
        Ok(self.store.memberships()?.into_iter().collect())
    }

    /// The newest batch that brought a document.
    pub fn newest_batch(&self) -> Result<Option<BatchNo>> {
        Ok(self.store.newest_batch()?.map(|(number, _)| number))
    }

    /// Documents of which exact copies were met and that are in no group.
    pub fn copied_alone(&self) -> Result<Vec<DocNo>> {
        Ok((self.store.with_copies()? - self.store.grouped()?).into_iter().collect())
    }

    /// Counts for the header.
    pub fn totals(&self) -> Result<Totals> {
        let documents = self.store.document_count()?;
        let newest = self.store.newest_batch()?;
        Ok(Totals {
            documents,
            undecided: documents.saturating_sub(self.store.decided_count()?),
            groups: self.store.group_count()?,
            batches: newest.as_ref().map_or(0, |&(number, _)| number),
            batch: newest.map(|(_, name)| name).unwrap_or_default(),
        })
    }

    /// All batches, the oldest first.
    pub fn batches(&self) -> Result<Vec<Batch>> {
        Ok(self.store.batches()?.into_iter().map(batch).collect())
    }

    /// The batch with a name.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn batch_number(&self, name: &str) -> Result<BatchNo> {
        match self.store.batch_named(name)? {
            Some(number) => Ok(number),
            None => Err(self.no_batch(name)?),
        }
    }

    /// That a batch is not there, and which ones are.
    pub(super) fn no_batch(&self, name: &str) -> Result<LibraryError> {
        let known: Vec<String> = self.store.batches()?.into_iter().rev().map(|batch| batch.name).collect();
        Ok(LibraryError::NoBatch(name.to_owned(), known_instead(name, &known)))
    }

    /// What the `add` of a batch did.
    pub fn report(&self, number: BatchNo) -> Result<Report> {
        let Some(record) = self.store.batch(number)? else { return Err(self.no_batch(&format!("#{number}"))?) };
        let failures = self.store.failures(number)?;
        Ok(Report {
            batch: record.name,
            files: record.read + record.skipped + record.failed,
            read: record.read,
            skipped: record.skipped,
            failed: record.failed,
            documents: record.new + record.exact_copies,
            new: record.new,
            exact_copies: record.exact_copies,
            near_versions: record.near_versions,
            listed: self.listed_in_batch(number)?,
            failures: failures
                .into_iter()
                .map(|failure| Failure {
                    path: failure.path,
                    line: failure.line,
                    kind: failure.kind,
                    error: failure.error,
                })
                .collect(),
        })
    }
}

/// How a member of a version group is tied to its leader.
pub(super) struct Tie {
    pub relation: Relation,
    pub similarity: f32,
    pub containment: f32,
    pub contained: f32,
}

fn batch(record: BatchRecord) -> Batch {
    Batch {
        number: record.number,
        batch: record.name,
        started: moment(record.started),
        finished: record.finished.map(moment),
        documents: record.new + record.exact_copies,
        new: record.new,
        exact_copies: record.exact_copies,
        near_versions: record.near_versions,
        failed: record.failed,
        undecided: record.undecided,
    }
}

/// A time in milliseconds as RFC 3339 in UTC.
pub fn moment(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).map(|at| at.to_string()).unwrap_or_default()
}

pub(super) fn relation(word: &str) -> Relation {
    const ALL: [Relation; 6] = [
        Relation::Leader,
        Relation::Copy,
        Relation::Typography,
        Relation::Edited,
        Relation::Excerpt,
        Relation::Expanded,
    ];
    ALL.into_iter().find(|relation| relation.as_str() == word).unwrap_or(Relation::Edited)
}

pub(super) fn kind(number: u8) -> EntityKind {
    EntityKind::ALL.get(number as usize).copied().unwrap_or(EntityKind::Misc)
}

fn fields(json: &str) -> Vec<(String, String)> {
    let Ok(serde_json::Value::Object(map)) = serde_json::from_str(json) else { return Vec::new() };
    map.into_iter()
        .map(|(name, value)| match value {
            serde_json::Value::String(text) => (name, text),
            other => (name, other.to_string()),
        })
        .collect()
}
