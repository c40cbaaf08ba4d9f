//! The upper part of a mail folder: messages, recipients and attachments as bags of properties.

use super::Attached;
use super::heap::{Cell, Heap, Value};
use super::store::{Node, Store, damaged};
use crate::ingest::limits::{Limit, Metered};
use crate::ingest::mapi::{Properties, kind, property};
use crate::ingest::part::Part;
use encoding_rs::Encoding;
use std::io::{self, Read};

/// Ways in which something is attached.
pub(super) mod method {
    pub(in crate::ingest::pst) const MESSAGE: u64 = 5;
    pub(super) const OBJECT: u64 = 6;
}

/// Something with properties, and the nodes below it.
pub(super) struct Thing {
    heap: Heap,
    pub(super) cells: Vec<Cell>,
    /// The properties of each row, if it is a table.
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) below: Vec<Node>,
    /// What of it could not be read.
    pub(super) lost: Option<io::Error>,
}

impl Thing {
    fn begin(store: &mut Store<'_>, node: Node, part: &Part<'_>) -> io::Result<Thing> {
        let heap = Heap::open(store, node.data, part.run.options.whole_limit)?;
        part.allowance.spend(heap.len())?;
        let (below, lost) = store.below(node.below);
        Ok(Thing { heap, cells: Vec::new(), rows: Vec::new(), below, lost })
    }

    pub(super) fn open(store: &mut Store<'_>, node: Node, part: &Part<'_>) -> io::Result<Thing> {
        let mut thing = Thing::begin(store, node, part)?;
        let (cells, is_whole) = thing.heap.properties().ok_or_else(|| damaged("no properties where some should be"))?;
        thing.cells = cells;
        if !is_whole {
            thing.lost.get_or_insert_with(|| damaged("not all of its properties are there"));
        }
        Ok(thing)
    }

    pub(super) fn table(store: &mut Store<'_>, node: Node, part: &Part<'_>) -> io::Result<Thing> {
        let mut thing = Thing::begin(store, node, part)?;
        let (below, limit, mut lost) = (&thing.below, part.run.options.whole_limit, None);
        let held = |id| {
            let (mut blocks, mut length) = (Vec::new(), 0);
            let Some(node) = below.iter().find(|node| node.id == id) else { return blocks };
            let mut data = store.data(node.data);
            while length < limit {
                match data.block() {
                    Ok(Some(block)) => {
                        length += block.len() as u64;
                        blocks.push(block);
                    }
                    Ok(None) => break,
                    Err(error) => {
                        lost = Some(error);
                        break;
                    }
                }
            }
            blocks
        };
        let rows = thing.heap.rows(held).ok_or_else(|| damaged("no table where one should be"))?;
        thing.rows = rows;
        thing.lost = thing.lost.or(lost);
        Ok(thing)
    }

    /// Its properties, to be asked for. What cannot be read of them is lost to the thing.
    pub(super) fn bag<'b, 's>(&'b mut self, store: &'b mut Store<'s>, part: &'b Part<'b>) -> Bag<'b, 's> {
        let Thing { heap, cells, below, lost, .. } = self;
        Bag { store, heap, cells, below, lost, part, charset: None }
    }

    /// What it is that is attached, to a message with these nodes below it.
    pub(super) fn attached(&self, beside: &[Node]) -> Attached {
        let find = |id| self.below.iter().chain(beside).find(|node| node.id == id).copied();
        let cell = |id| self.cells.iter().find(|cell| cell.id == id).copied();
        let method = match cell(property::METHOD).map(|cell| cell.value) {
            Some(Value::Number(method)) => method,
            _ => 1,
        };
        let Some(data) = cell(property::DATA) else { return Attached::Nothing };
        if let Some(id) = self.heap.object(data) {
            return match find(id) {
                Some(node) if method == method::MESSAGE => Attached::Message(node),
                None if method == method::MESSAGE => Attached::Broken(damaged("a message that is not there")),
                _ => Attached::Object,
            };
        }
        match data.value {
            _ if method == method::OBJECT || data.kind != kind::BINARY => Attached::Object,
            Value::Held(0) | Value::Number(_) => Attached::Nothing,
            Value::Held(id) if id & 0x1f == 0 => match self.heap.item(id) {
                Some(bytes) => Attached::Bytes(bytes.to_vec()),
                None => Attached::Broken(damaged("data that is not there")),
            },
            Value::Held(id) => match find(id) {
                Some(node) => Attached::Data(node.data),
                None => Attached::Broken(damaged("data that is not there")),
            },
        }
    }
}

/// The properties of a thing.
pub(super) struct Bag<'b, 's> {
    store: &'b mut Store<'s>,
    heap: &'b Heap,
    cells: &'b [Cell],
    below: &'b [Node],
    lost: &'b mut Option<io::Error>,
    part: &'b Part<'b>,
    pub(super) charset: Option<&'static Encoding>,
}

impl Bag<'_, '_> {
    fn held(&mut self, id: u32) -> io::Result<Vec<u8>> {
        if id & 0x1f == 0 {
            return self.heap.item(id).map(<[u8]>::to_vec).ok_or_else(|| damaged("a text that is not there"));
        }
        let node = self.below.iter().find(|node| node.id == id);
        let node = node.ok_or_else(|| damaged("a text that is not there"))?;
        let (limit, mut bytes) = (self.part.run.options.whole_limit, Vec::new());
        let data = Metered::new(self.store.data(node.data), &self.part.allowance);
        data.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            let most = crate::ingest::limits::size(limit);
            return Err(Limit::error(format!("longer than the {most} that one mail may have")));
        }
        Ok(bytes)
    }
}

impl Properties for Bag<'_, '_> {
    fn raw(&mut self, id: u16, kind: u16) -> Option<Vec<u8>> {
        let cell = self.cells.iter().find(|cell| cell.id == id && cell.kind == kind)?;
        let Value::Held(held) = cell.value else { return None };
        if held == 0 {
            return None;
        }
        let mut bytes = match self.held(held) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.lost.get_or_insert(error);
                return None;
            }
        };
        // Before a subject stands how long what comes before it is, such as `Re: `, behind a mark.
        let wide = if kind == kind::UNICODE { 2 } else { 1 };
        if id == property::SUBJECT && bytes.len() >= 2 * wide && bytes[0] == 1 && bytes[wide - 1] == u8::from(wide == 1)
        {
            bytes.drain(..2 * wide);
        }
        Some(bytes)
    }

    fn number(&self, id: u16) -> Option<u64> {
        self.cells.iter().find(|cell| cell.id == id).and_then(|cell| match cell.value {
            Value::Number(number) => Some(number),
            Value::Held(_) => None,
        })
    }

    fn charset(&self) -> Option<&'static Encoding> {
        self.charset
    }
}
