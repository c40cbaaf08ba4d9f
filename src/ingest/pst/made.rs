//! Mail folders made for tests: of both widths, nothing encrypted, and no more in them than reading
//! takes (MS-PST). The maps of free space are left out.

/// A value of a property.
pub enum Value<'v> {
    Text(&'v str),
    Long(u32),
    Time(u64),
    Bytes(Vec<u8>),
    /// In a node below.
    Below(u16, u32),
    Object(u32),
}

use Value::{Below, Bytes, Long, Object, Text, Time};

/// A file that comes to be.
pub struct Made {
    /// Of the kind with wide numbers and Unicode; the older one has neither.
    wide: bool,
    /// Number, parent, block of the data and of the list of nodes below.
    nodes: Vec<(u32, u32, u64, u64)>,
    blocks: Vec<(u64, Vec<u8>)>,
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    bytes.iter().fold(0, |sum, &byte| (0..8).fold(sum ^ u32::from(byte), step))
}

/// The id of the `number`-th thing on a heap, from 1.
fn on_heap(number: usize) -> u32 {
    (number as u32) << 5
}

fn heap(kind: u8, items: &[Vec<u8>]) -> Vec<u8> {
    let map = 12 + items.iter().map(Vec::len).sum::<usize>();
    let mut out = [&(map as u16).to_le_bytes()[..], &[0xec, kind], &on_heap(1).to_le_bytes(), &[0; 4]].concat();
    let mut places = vec![12u16];
    for item in items {
        out.extend(item);
        places.push(out.len() as u16);
    }
    out.extend((items.len() as u16).to_le_bytes());
    out.extend([0; 2]);
    out.extend(places.iter().flat_map(|place| place.to_le_bytes()));
    out
}

fn list(key: u8, entry: u8, root: usize) -> Vec<u8> {
    [&[0xb5, key, entry, 0][..], &on_heap(root).to_le_bytes()].concat()
}

impl Made {
    fn new(wide: bool) -> Self {
        Made { wide, nodes: Vec::new(), blocks: Vec::new() }
    }

    fn text_kind(&self) -> u16 {
        if self.wide { 0x1f } else { 0x1e }
    }

    fn text(&self, text: &str) -> Vec<u8> {
        match self.wide {
            true => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            // Latin-1, as far as tests go.
            false => text.chars().map(|c| c as u8).collect(),
        }
    }

    /// Numbers as wide as the file has them.
    fn numbers(&self, of: &[u64]) -> Vec<u8> {
        of.iter().flat_map(|number| number.to_le_bytes()[..if self.wide { 8 } else { 4 }].to_vec()).collect()
    }

    /// What stands behind a page or block: the sum and the number, in an order of each kind.
    fn sealed(&self, sum: u32, id: u64) -> Vec<u8> {
        match self.wide {
            true => [&sum.to_le_bytes()[..], &self.numbers(&[id])].concat(),
            false => [&self.numbers(&[id])[..], &sum.to_le_bytes()].concat(),
        }
    }

    /// A heap that is a list of properties.
    pub fn properties(&self, mut of: Vec<(u16, Value<'_>)>) -> Vec<u8> {
        of.sort_by_key(|(id, _)| *id);
        let (mut items, mut records) = (vec![list(2, 6, 2), Vec::new()], Vec::new());
        for (id, value) in of {
            let (kind, held) = match value {
                Text(text) => (self.text_kind(), Ok(self.text(text))),
                Time(ticks) => (0x40, Ok(ticks.to_le_bytes().to_vec())),
                Bytes(bytes) => (0x102, Ok(bytes)),
                Object(node) => (0x0d, Ok([node.to_le_bytes(), [0; 4]].concat())),
                Long(number) => (0x03, Err(number)),
                Below(kind, node) => (kind, Err(node)),
            };
            let value = held.map_or_else(
                |number| number,
                |held| {
                    items.push(held);
                    on_heap(items.len())
                },
            );
            records.extend([&id.to_le_bytes()[..], &u16::to_le_bytes(kind), &value.to_le_bytes()].concat());
        }
        items[1] = records;
        heap(0xbc, &items)
    }

    /// A heap that is a table of recipients: how each gets the mail, name and address.
    pub fn recipients(&self, of: &[(u32, &str, &str)]) -> Vec<u8> {
        let columns: [(u16, u16); 5] =
            [(0x67f2, 3), (0x67f3, 3), (0x0c15, 3), (0x3001, self.text_kind()), (0x39fe, self.text_kind())];
        let mut table = vec![0x7c, columns.len() as u8];
        table.extend([20u16, 20, 20, 21].iter().flat_map(|end| end.to_le_bytes()));
        table.extend([on_heap(2), on_heap(4), 0].iter().flat_map(|id| id.to_le_bytes()));
        for (number, (id, kind)) in columns.iter().enumerate() {
            let number = number as u8;
            table.extend([&kind.to_le_bytes()[..], &id.to_le_bytes(), &[number * 4, 0, 4, number]].concat());
        }
        let mut items = vec![table, list(4, if self.wide { 4 } else { 2 }, 3), Vec::new(), Vec::new()];
        for (row, (how, name, address)) in of.iter().enumerate() {
            let row = row as u32;
            items[2].extend((row + 1).to_le_bytes());
            items[2].extend(&row.to_le_bytes()[..if self.wide { 4 } else { 2 }]);
            items.extend([self.text(name), self.text(address)]);
            let cells = [row + 1, 1, *how, on_heap(items.len() - 1), on_heap(items.len())];
            items[3].extend(cells.iter().flat_map(|cell| cell.to_le_bytes()));
            items[3].push(0b1111_1000);
        }
        heap(0x7c, &items)
    }

    /// Adds a block of data.
    pub fn data(&mut self, bytes: Vec<u8>) -> u64 {
        let id = (self.blocks.len() as u64 + 1) << 2;
        self.blocks.push((id, bytes));
        id
    }

    /// Adds a list of nodes below one: their numbers, data and what is below them.
    pub fn below(&mut self, nodes: &[(u32, u64, u64)]) -> u64 {
        let padding = if self.wide { 4 } else { 0 };
        let mut bytes = [&[2, 0][..], &(nodes.len() as u16).to_le_bytes(), &[0; 4][..padding]].concat();
        for &(id, data, below) in nodes {
            bytes.extend(self.numbers(&[u64::from(id), data, below]));
        }
        self.internal(bytes)
    }

    /// Adds a list of blocks, for data that fits into none.
    pub fn chain(&mut self, blocks: &[u64], length: usize) -> u64 {
        let head = [&[1, 1][..], &(blocks.len() as u16).to_le_bytes(), &(length as u32).to_le_bytes()];
        let bytes = [head.concat(), self.numbers(blocks)].concat();
        self.internal(bytes)
    }

    fn internal(&mut self, bytes: Vec<u8>) -> u64 {
        let id = self.data(bytes) | 2;
        if let Some(last) = self.blocks.last_mut() {
            last.0 = id;
        }
        id
    }

    pub fn node(&mut self, id: u32, parent: u32, data: Vec<u8>, below: u64) {
        let data = self.data(data);
        self.nodes.push((id, parent, data, below));
    }

    pub fn folder(&mut self, id: u32, parent: u32, name: &str) {
        self.node(id, parent, self.properties(vec![(0x3001, Text(name))]), 0);
    }

    /// The file, and where in it each block begins.
    pub fn written(mut self) -> (Vec<u8>, Vec<usize>) {
        self.nodes.sort_by_key(|node| node.0);
        let mut out = vec![0; 0x400];
        // Pages come before the blocks that they lead to.
        let leaves = self.nodes.chunks(PER_PAGE).len() + self.blocks.chunks(PER_PAGE).len() + 2;
        let (mut at, mut places, mut entries) = (0x400 + leaves * 512, Vec::new(), Vec::new());
        let trailer = if self.wide { 16 } else { 12 };
        let room = |bytes: &[u8]| (bytes.len() + trailer).div_ceil(64) * 64;
        for (id, bytes) in &self.blocks {
            let length = (bytes.len() as u16).to_le_bytes();
            let padding = if self.wide { 4 } else { 0 };
            let record = [&self.numbers(&[*id, at as u64])[..], &length, &[1, 0], &[0; 4][..padding]];
            entries.push((*id, record.concat()));
            places.push(at);
            at += room(bytes);
        }
        let nodes = self.nodes.iter().map(|&(id, parent, data, below)| {
            let mut node = self.numbers(&[id.into(), data, below]);
            node.extend(self.numbers(&[parent.into()]));
            (u64::from(id), node)
        });
        let nodes = nodes.collect::<Vec<_>>();
        let nodes = self.tree(&mut out, 0x81, &nodes);
        let blocks = self.tree(&mut out, 0x80, &entries);
        for (id, bytes) in &self.blocks {
            let end = out.len() + room(bytes);
            out.extend(bytes);
            out.resize(end - trailer, 0);
            out.extend((bytes.len() as u16).to_le_bytes());
            out.extend([0; 2]);
            out.extend(self.sealed(crc(bytes), *id));
        }
        out[..4].copy_from_slice(b"!BDN");
        out[8..16].copy_from_slice(b"SM\x17\0\x13\0\x01\x01");
        let places_in_head = if self.wide { [0xb8, 0xe0, 0xf0] } else { [0xa8, 0xbc, 0xc4] };
        out[10] = if self.wide { 23 } else { 15 };
        for (place, number) in places_in_head.iter().zip([out.len() as u64, nodes, blocks]) {
            let number = self.numbers(&[number]);
            out[*place..place + number.len()].copy_from_slice(&number);
        }
        out[if self.wide { 0x200 } else { 0x1cc }] = 0x80;
        let sum = crc(&out[8..8 + 471]);
        out[4..8].copy_from_slice(&sum.to_le_bytes());
        (out, places)
    }

    /// Writes a tree of a page that leads to as many as are needed; where the first stands.
    fn tree(&self, out: &mut Vec<u8>, kind: u8, entries: &[(u64, Vec<u8>)]) -> u64 {
        let mut above = Vec::new();
        for chunk in entries.chunks(PER_PAGE) {
            let at = self.page(out, kind, 0, chunk);
            above.push((chunk[0].0, self.numbers(&[chunk[0].0, 1, at])));
        }
        self.page(out, kind, 1, &above)
    }

    fn page(&self, out: &mut Vec<u8>, kind: u8, level: u8, entries: &[(u64, Vec<u8>)]) -> u64 {
        let at = out.len() as u64;
        let (room, padding) = if self.wide { (488, 4) } else { (496, 0) };
        let length = entries.first().map_or(24, |(_, entry)| entry.len());
        let mut page: Vec<u8> = entries.iter().flat_map(|(_, entry)| entry.clone()).collect();
        page.resize(room, 0);
        page.extend([entries.len() as u8, (room / length) as u8, length as u8, level]);
        page.resize(page.len() + padding, 0);
        let sum = crc(&page);
        out.extend(page);
        out.extend([kind, kind, 0, 0]);
        out.extend(self.sealed(sum, 1));
        at
    }
}

/// Entries of a page; more would fit.
const PER_PAGE: usize = 8;

/// 16 January 2015, 09:00 UTC.
pub const TICKS: u64 = (1_421_398_800 + 11_644_473_600) * 10_000_000;

/// A file with the folders that each has.
pub fn begun(wide: bool) -> Made {
    let mut made = Made::new(wide);
    let shown = [&[0; 20][..], &0x8022u32.to_le_bytes()].concat();
    made.node(0x21, 0, made.properties(vec![(0x3001, Text("Box")), (0x35e0, Bytes(shown))]), 0);
    made.folder(0x122, 0x122, "");
    made.folder(0x8022, 0x122, "Top of Personal Folders");
    made.folder(0x8042, 0x8022, "Inbox");
    made.folder(0x8062, 0x8042, "Port/Quay");
    made.folder(0x8082, 0x122, "Freebusy Data");
    made
}

/// Three mails in two folders: a plain one, one with a file, one with a mail; and what no one reads.
pub fn sample(wide: bool) -> (Vec<u8>, Vec<usize>) {
    let mut made = begun(wide);
    let table = made.data(made.recipients(&[(1, "Ada Cole", "ada@port.example"), (2, "Bram", "bram@port.example")]));
    let below = made.below(&[(0x692, table, 0)]);
    let plain = vec![
        (0x001a, Text("IPM.Note")),
        (0x0037, Text("\u{1}\u{5}Re: The ferry / late")),
        (0x0039, Time(TICKS)),
        (0x0c1a, Text("Ilse Marrant")),
        (0x5d01, Text("ilse@port.example")),
        (0x1000, Text("The ferry is late again.\r\n")),
        (0x1035, Text("<2@port.example>")),
        (0x1039, Text("<1@port.example>")),
        (0x1042, Text("<1@port.example>")),
    ];
    made.node(0x20_0024, 0x8042, made.properties(plain), below);
    let parts = [made.data(b"High water at noon, ".to_vec()), made.data(b"low water at six.\n".to_vec())];
    let file = made.chain(&parts, 38);
    let inner = made.below(&[(0x803f, file, 0)]);
    let attached = vec![(0x3705, Long(1)), (0x3707, Text("tides.txt")), (0x3701, Below(0x102, 0x803f))];
    let attached = made.data(made.properties(attached));
    let below = made.below(&[(0x8025, attached, inner)]);
    let page = b"<p>The <b>tides</b> are attached.</p>".to_vec();
    let with_file = vec![
        (0x0037, Text("\u{1}\u{1}Tides")),
        (0x0c1a, Text("Bram")),
        (0x0e04, Text("Ada Cole; Cleo")),
        (0x1013, Bytes(page)),
    ];
    made.node(0x20_0044, 0x8042, made.properties(with_file), below);
    let inside = vec![(0x0037, Text("The first letter")), (0x0c1a, Text("Cleo")), (0x1000, Text("It began at sea."))];
    let inside = made.data(made.properties(inside));
    let inner = made.below(&[(0x20_0104, inside, 0)]);
    let attached = vec![(0x3705, Long(5)), (0x3001, Text("The first letter")), (0x3701, Object(0x20_0104))];
    let attached = made.data(made.properties(attached));
    let below = made.below(&[(0x8045, attached, inner)]);
    let with_mail = vec![(0x0037, Text("Fwd")), (0x0c1a, Text("Ilse Marrant")), (0x1000, Text("See below."))];
    made.node(0x20_0064, 0x8062, made.properties(with_mail), below);
    made.node(0x20_0084, 0x8082, made.properties(vec![(0x001a, Text("IPM.Busy")), (0x0037, Text("LocalFreebusy"))]), 0);
    made.written()
}
