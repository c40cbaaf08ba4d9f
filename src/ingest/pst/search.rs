//! Pages of a mail folder without what leads to them, such as of a file that was cut off.

use super::store::{Block, Node, Page, borne};
use super::widths::{narrow, wide};
use crate::ingest::sought::Sought;
use std::collections::HashMap;
use std::io::SeekFrom;

/// Bytes of a page, which stands at a multiple of them.
const PAGE: usize = 512;

/// Bytes of a file that are searched.
const SEARCHED: u64 = 8 << 30;

/// Pages that are looked at.
const MOST: usize = 2_000_000;

/// What the lowest pages of both trees list.
#[derive(Default)]
pub(super) struct Found {
    pub(super) nodes: Vec<Node>,
    /// Blocks by their number with the lowest bit set.
    pub(super) blocks: HashMap<u64, Block>,
}

/// Looks for the lowest pages of both trees. Of what several list, as old pages stay for a while, the
/// newest holds.
pub(super) fn pages(reader: &mut dyn Sought, is_wide: bool) -> Found {
    let (level, kind) = if is_wide { (491, 496) } else { (499, 500) };
    let (mut places, mut at, mut chunk) = (Vec::new(), 0, vec![0; 1 << 20]);
    while at < SEARCHED && places.len() < MOST && reader.seek(SeekFrom::Start(at)).is_ok() {
        let mut read = 0;
        while let Ok(more @ 1..) = reader.read(&mut chunk[read..]) {
            read += more;
        }
        for (number, page) in chunk[..read].chunks_exact(PAGE).enumerate() {
            let is_page = matches!(page[kind], 0x80 | 0x81) && page[kind] == page[kind + 1] && page[level] == 0;
            if is_page {
                let age = page[504..508].iter().rev().fold(0u32, |age, &byte| (age << 8) | u32::from(byte));
                places.push((age, at + (number * PAGE) as u64, page[kind] == 0x81));
            }
        }
        if read < chunk.len() {
            break;
        }
        at += read as u64;
    }
    places.sort_unstable_by_key(|&(age, place, _)| (std::cmp::Reverse(age), place));
    let (mut nodes, mut found) = (HashMap::new(), Found::default());
    for (_, place, is_nodes) in places {
        if is_nodes {
            let page = borne(|| if is_wide { wide::nodes(reader, place) } else { narrow::nodes(reader, place) });
            if let Ok(Page::Leaf(listed)) = page {
                listed.into_iter().for_each(|node| _ = nodes.entry(node.id).or_insert(node));
            }
        } else {
            let page = borne(|| if is_wide { wide::blocks(reader, place) } else { narrow::blocks(reader, place) });
            if let Ok(Page::Leaf(listed)) = page {
                listed.into_iter().for_each(|block| _ = found.blocks.entry(block.id | 1).or_insert(block));
            }
        }
    }
    found.nodes = nodes.into_values().collect();
    found
}
