//! The tree as operations on the index, with the library's answers filled in.

use super::error::SearchError;
use super::facts::{Astray, Facts, Mended};
use super::matcher::Matcher;
use super::narrow;
use super::pieces::pieces;
use super::plan::{Layout, Leaf, Plan};
use super::schema::Fields;
use super::tree::{EntityKind, EntityName, Kind, Node, Piece, TextField};
use super::writer::{kind_term, name_term};
use roaring::RoaringBitmap;
use tantivy::schema::Field;

/// An operation that gives documents.
pub(super) enum Op {
    All,
    /// A piece anywhere in one of the fields.
    Piece {
        fields: Vec<Field>,
        piece: Piece,
    },
    /// Pieces that stand in one of the fields as planned.
    Placed {
        fields: Vec<Field>,
        plan: Plan,
        pieces: Vec<Piece>,
    },
    /// One of these terms as they are.
    Terms {
        field: Field,
        terms: Vec<String>,
    },
    Days {
        from: i64,
        to: i64,
    },
    Length {
        from: u64,
        to: u64,
    },
    /// These document numbers.
    Numbers(RoaringBitmap),
    /// Those of the inner operation whose text decides for them.
    Checked {
        inner: Box<Op>,
        check: Box<Check>,
    },
    And(Vec<Op>),
    Or(Vec<Op>),
    Not(Box<Op>),
}

/// What a text must hold.
pub(super) struct Check {
    pub matcher: Matcher,
    pub field: TextField,
    /// Only what the text has gained (true) or lost against its leader counts.
    pub gained: Option<bool>,
}

/// A word that counts for the relevance of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scored {
    pub field: Field,
    pub word: String,
}

pub(super) struct Compiler<'c> {
    pub fields: &'c Fields,
    pub facts: &'c dyn Facts,
    /// Carries an operation out over the whole index, for parts that lead to other documents.
    pub find: &'c dyn Fn(&Op) -> Result<RoaringBitmap, SearchError>,
}

impl Compiler<'_> {
    pub(super) fn op(&self, node: &Node) -> Result<Op, SearchError> {
        Ok(match &node.kind {
            Kind::All => Op::All,
            Kind::Words { .. } | Kind::Exact { .. } | Kind::Regex { .. } | Kind::Near { .. } => self.placed(node)?,
            // Where a form stands, only the text knows.
            Kind::Entity(name) if name.exact && name.name.is_some() => self.placed(node)?,
            Kind::Entity(name) => self.entity(name)?,
            Kind::Days { from, to } => {
                Op::Days { from: from.map_or(i64::MIN, i64::from), to: to.map_or(i64::MAX, i64::from) }
            }
            Kind::Length { from, to } => Op::Length { from: *from, to: *to },
            Kind::Lang(code) => Op::Terms { field: self.fields.lang, terms: vec![code.clone()] },
            Kind::Changed { added, words } => self.changed(*added, words)?,
            Kind::Filter(filter) => Op::Numbers(self.facts.documents(filter).map_err(SearchError::Library)?),
            Kind::Saved { inner, .. } => self.op(inner)?,
            Kind::And(parts) => Op::And(self.ops(parts)?),
            Kind::Or(parts) => Op::Or(self.ops(parts)?),
            Kind::Not(inner) => Op::Not(Box::new(self.op(inner)?)),
        })
    }

    fn ops(&self, parts: &[Node]) -> Result<Vec<Op>, SearchError> {
        parts.iter().map(|part| self.op(part)).collect()
    }

    fn entity(&self, name: &EntityName) -> Result<Op, SearchError> {
        match (&name.name, name.kind) {
            (None, Some(kind)) => self.of_kind(kind),
            (None, None) => {
                Ok(Op::Or(EntityKind::ALL.map(|kind| self.of_kind(kind)).into_iter().collect::<Result<_, _>>()?))
            }
            (Some(_), _) => {
                let names = self.facts.entity_names(name).map_err(SearchError::Library)?;
                let mended = self.facts.mended(&names).map_err(SearchError::Library)?;
                let terms = names.into_iter().map(name_term).collect();
                Ok(put_right(Op::Terms { field: self.fields.names, terms }, mended))
            }
        }
    }

    /// Documents that mention any entity of a type: what the index says, put right.
    fn of_kind(&self, kind: EntityKind) -> Result<Op, SearchError> {
        let Astray { names, without, mended } = self.facts.astray(kind).map_err(SearchError::Library)?;
        let field = self.fields.names;
        let mut op = Op::Terms { field, terms: vec![kind_term(kind)] };
        if !without.is_empty() {
            op = Op::And(vec![op, Op::Not(Box::new(Op::Numbers(without)))]);
        }
        if !names.is_empty() {
            op = Op::Or(vec![op, Op::Terms { field, terms: names.into_iter().map(name_term).collect() }]);
        }
        Ok(put_right(op, mended))
    }

    /// A node with a place in the text: by positions where the index has them, else by the text.
    fn placed(&self, node: &Node) -> Result<Op, SearchError> {
        let Some(layout) = Layout::of(node) else {
            let message = "this cannot stand beside NEAR or ADJ".to_owned();
            return Err(SearchError::Query { message, span: node.span.clone() });
        };
        let fields = self.fields.of(layout.field);
        let pieces: Option<Vec<Piece>> = layout
            .leaves
            .iter()
            .map(|leaf| match leaf {
                Leaf::Piece(piece) => Some(piece.clone()),
                _ => None,
            })
            .collect();
        match pieces {
            Some(mut pieces) if matches!(layout.plan, Plan::Leaf(_)) && pieces.len() == 1 => {
                Ok(Op::Piece { fields, piece: pieces.remove(0) })
            }
            Some(pieces) => Ok(Op::Placed { fields, plan: layout.plan, pieces }),
            None => {
                let inner = Box::new(self.narrow(&layout, &layout.plan)?);
                let field = layout.field;
                Ok(Op::Checked {
                    inner,
                    check: Box::new(Check { matcher: Matcher::new(vec![layout]), field, gained: None }),
                })
            }
        }
    }

    /// The text that must hold the words (the version's own, or its leader's) is narrowed by the
    /// index; the comparison of both decides.
    fn changed(&self, added: bool, words: &Node) -> Result<Op, SearchError> {
        let holding = (self.find)(&self.placed(words)?)?;
        let leaders = if added { None } else { Some(&holding) };
        let mut versions = self.facts.versions(leaders).map_err(SearchError::Library)?;
        if added {
            versions &= &holding;
        }
        let matcher = Matcher::new(Layout::of(words).into_iter().collect());
        let check = Box::new(Check { matcher, field: TextField::Body, gained: Some(added) });
        Ok(Op::Checked { inner: Box::new(Op::Numbers(versions)), check })
    }

    /// Documents that can meet a plan, as far as the index knows.
    fn narrow(&self, layout: &Layout, plan: &Plan) -> Result<Op, SearchError> {
        let all = |plans: &[Plan]| plans.iter().map(|plan| self.narrow(layout, plan)).collect::<Result<Vec<_>, _>>();
        Ok(match plan {
            Plan::Leaf(leaf) => self.candidates(&layout.leaves[*leaf], layout.field)?,
            Plan::Sequence(parts) => Op::And(all(parts)?),
            Plan::Window(parts, _) => Op::And(all(&parts.iter().map(|&part| Plan::Leaf(part)).collect::<Vec<_>>())?),
            Plan::Near { left, right, .. } => Op::And(vec![self.narrow(layout, left)?, self.narrow(layout, right)?]),
            Plan::Any(parts) => Op::Or(all(parts)?),
        })
    }

    fn candidates(&self, leaf: &Leaf, field: TextField) -> Result<Op, SearchError> {
        let fields = self.fields.of(field);
        Ok(match leaf {
            Leaf::Piece(piece) => Op::Piece { fields, piece: piece.clone() },
            Leaf::Entity(name) => {
                let mut parts = vec![self.entity(name)?];
                if let (Some(form), true) = (&name.name, name.exact) {
                    let words = pieces(form, false).into_iter();
                    parts.extend(words.map(|piece| Op::Piece { fields: fields.clone(), piece }));
                }
                Op::And(parts)
            }
            Leaf::Exact(text) => {
                let parts = pieces(text, false).into_iter().map(|piece| Op::Piece { fields: fields.clone(), piece });
                Op::And(parts.collect())
            }
            Leaf::Regex(pattern) => narrow::candidates(pattern).op(&fields),
        })
    }

    /// The words that make a document relevant: all but the negated ones.
    pub(super) fn scored(&self, node: &Node) -> Vec<Scored> {
        let mut out = Vec::new();
        self.collect_scored(node, &mut out);
        out
    }

    fn collect_scored(&self, node: &Node, out: &mut Vec<Scored>) {
        match &node.kind {
            Kind::Words { field, pieces, .. } if is_weighed(*field) => {
                for piece in pieces {
                    let word = match piece {
                        Piece::Word(word) | Piece::Prefix(word) | Piece::Fuzzy { word, .. } => word,
                        Piece::Pattern(_) => continue,
                    };
                    for field in self.fields.of(*field) {
                        let scored = Scored { field, word: word.clone() };
                        if !out.contains(&scored) {
                            out.push(scored);
                        }
                    }
                }
            }
            Kind::Exact { field, text } => {
                let words = Kind::Words { field: *field, pieces: pieces(text, false), slop: None };
                self.collect_scored(&Node::new(words, node.span.clone()), out);
            }
            Kind::Saved { inner, .. } => self.collect_scored(inner, out),
            Kind::Near { left, right, .. } => {
                self.collect_scored(left, out);
                self.collect_scored(right, out);
            }
            Kind::And(parts) | Kind::Or(parts) => parts.iter().for_each(|part| self.collect_scored(part, out)),
            _ => {}
        }
    }
}

/// What the index says, but for the documents that it has wrong.
fn put_right(op: Op, Mended { all, found }: Mended) -> Op {
    if all.is_empty() {
        return op;
    }
    let rest = Op::And(vec![op, Op::Not(Box::new(Op::Numbers(all)))]);
    Op::Or(vec![rest, Op::Numbers(found)])
}

/// Names of sources, paths and keys say nothing about relevance.
fn is_weighed(field: TextField) -> bool {
    matches!(field, TextField::Any | TextField::Title | TextField::Body)
}
