//! Verified relations between documents, and the version groups made of them.

use super::{Result, Store, Writer};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// One document's place in its version group; the figures are against the leader.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberRecord {
    pub document: u32,
    pub group: u32,
    /// `leader`, `copy`, `typography`, `edited`, `excerpt` or `expanded`.
    pub relation: String,
    pub similarity: f32,
    pub containment: f32,
    pub contained: f32,
    pub nearest: Option<u32>,
}

/// A relation of a group's member with a document outside the group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub a: u32,
    pub b: u32,
    /// Which of the two is the member.
    pub member: u32,
    /// The evidence, packed.
    pub facts: Vec<u8>,
}

fn member(row: &rusqlite::Row<'_>) -> rusqlite::Result<MemberRecord> {
    Ok(MemberRecord {
        document: row.get(0)?,
        group: row.get(1)?,
        relation: row.get(2)?,
        similarity: row.get(3)?,
        containment: row.get(4)?,
        contained: row.get(5)?,
        nearest: row.get(6)?,
    })
}

const MEMBER: &str = "SELECT document, grouping, relation, similarity, containment, contained, nearest FROM member";

impl Store {
    /// The evidence for the relation of two documents, `a` below `b`.
    pub fn relation_of(&self, a: u32, b: u32) -> Result<Option<Vec<u8>>> {
        let mut statement = self.db.prepare_cached("SELECT facts FROM relation WHERE a = ? AND b = ?")?;
        Ok(statement.query_row([a, b], |row| row.get(0)).optional()?)
    }

    /// A document's place in a group, if it has one.
    pub fn member(&self, document: u32) -> Result<Option<MemberRecord>> {
        let mut statement = self.db.prepare_cached(&format!("{MEMBER} WHERE document = ?"))?;
        Ok(statement.query_row([document], member).optional()?)
    }

    /// The leader of a group.
    pub fn leader(&self, group: u32) -> Result<Option<u32>> {
        let mut statement =
            self.db.prepare_cached("SELECT document FROM member WHERE grouping = ? AND relation = 'leader' LIMIT 1")?;
        Ok(statement.query_row([group], |row| row.get(0)).optional()?)
    }

    /// The members of a group by document number.
    pub fn members(&self, group: u32) -> Result<Vec<MemberRecord>> {
        let mut statement = self.db.prepare_cached(&format!("{MEMBER} WHERE grouping = ? ORDER BY document"))?;
        Ok(statement.query_map([group], member)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The documents of a title; `None` where they are in more than `most` groups, one in no group
    /// counting as one.
    pub fn namesakes(&self, title: &str, most: usize) -> Result<Option<Vec<u32>>> {
        self.namesakes_below(title, most, u32::MAX)
    }

    /// As [`namesakes`](Self::namesakes), of the documents below a number only.
    pub fn namesakes_below(&self, title: &str, most: usize, below: u32) -> Result<Option<Vec<u32>>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, coalesce(grouping, -id) FROM document LEFT JOIN member ON document = id \
             WHERE title = ? AND id < ? ORDER BY id",
        )?;
        let mut rows = statement.query(params![title, below])?;
        let (mut documents, mut sets) = (Vec::new(), BTreeSet::new());
        while let Some(row) = rows.next()? {
            documents.push(row.get(0)?);
            sets.insert(row.get::<_, i64>(1)?);
            if sets.len() > most {
                return Ok(None);
            }
        }
        Ok(Some(documents))
    }

    /// The relations of a group's members with documents outside it.
    pub fn relations_out_of(&self, group: u32) -> Result<Vec<Outgoing>> {
        let mut statement = self.db.prepare_cached(
            "SELECT a, b, a, facts FROM member JOIN relation ON a = member.document WHERE grouping = ?1 \
             AND NOT EXISTS (SELECT 1 FROM member AS other WHERE other.document = b AND other.grouping = ?1) \
             UNION ALL \
             SELECT a, b, b, facts FROM member JOIN relation ON b = member.document WHERE grouping = ?1 \
             AND NOT EXISTS (SELECT 1 FROM member AS other WHERE other.document = a AND other.grouping = ?1)",
        )?;
        let rows = statement.query_map([group], |row| {
            Ok(Outgoing { a: row.get(0)?, b: row.get(1)?, member: row.get(2)?, facts: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub fn member_count(&self, group: u32) -> Result<u32> {
        let mut statement = self.db.prepare_cached("SELECT count(*) FROM member WHERE grouping = ?")?;
        Ok(statement.query_row([group], |row| row.get(0))?)
    }

    /// The numbers of all groups, in order.
    pub fn groups(&self) -> Result<Vec<u32>> {
        let mut statement = self.db.prepare_cached("SELECT DISTINCT grouping FROM member ORDER BY grouping")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    pub fn group_count(&self) -> Result<u32> {
        Ok(self.db.prepare_cached("SELECT count(DISTINCT grouping) FROM member")?.query_row([], |row| row.get(0))?)
    }

    /// The evidence of all relations of a document.
    pub fn relations(&self, document: u32) -> Result<Vec<(u32, u32, Vec<u8>)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT a, b, facts FROM relation WHERE a = ?1 UNION ALL SELECT a, b, facts FROM relation WHERE b = ?1 ORDER BY 1, 2",
        )?;
        Ok(statement
            .query_map([document], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// The evidence of every relation, ordered by the documents.
    pub fn all_relations(&self) -> Result<Vec<(u32, u32, Vec<u8>)>> {
        let mut statement = self.db.prepare_cached("SELECT a, b, facts FROM relation ORDER BY a, b")?;
        Ok(statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    pub fn put_relation(&self, a: u32, b: u32, facts: &[u8]) -> Result<()> {
        let mut statement =
            self.db.prepare_cached("INSERT INTO relation VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET facts = ?3")?;
        statement.execute(params![a, b, facts])?;
        Ok(())
    }

    pub fn drop_relation(&self, a: u32, b: u32) -> Result<()> {
        let mut statement = self.db.prepare_cached("DELETE FROM relation WHERE a = ? AND b = ?")?;
        statement.execute([a, b])?;
        Ok(())
    }

    /// Forgets every relation and group; they are derived and will be found again.
    pub fn clear_groups(&self) -> Result<()> {
        Ok(self.db.execute_batch("DELETE FROM relation; DELETE FROM member; DELETE FROM seen;")?)
    }

    pub fn put_member(&self, member: &MemberRecord) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO member VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET \
             grouping = ?2, relation = ?3, similarity = ?4, containment = ?5, contained = ?6, nearest = ?7",
        )?;
        statement.execute(params![
            member.document,
            member.group,
            member.relation,
            member.similarity,
            member.containment,
            member.contained,
            member.nearest
        ])?;
        Ok(())
    }

    /// Takes a document out of its group.
    pub fn drop_member(&self, document: u32) -> Result<()> {
        self.db.prepare_cached("DELETE FROM member WHERE document = ?")?.execute([document])?;
        Ok(())
    }
}
