//! Pages and blocks, as the crate reads those of each of the two widths of numbers.

use super::store::{Block, Node, Page, damaged};
use crate::ingest::sought::Sought;
use outlook_pst::ndb::block::{
    AnsiDataTree, AnsiSubNodeTree, Block as _, BlockTrailer as _, DataTree, IntermediateDataTreeEntry as _,
    IntermediateTreeBlock as _, SubNodeTree, UnicodeDataTree, UnicodeSubNodeTree,
};
use outlook_pst::ndb::block_id::{AnsiBlockId, AnsiPageId, UnicodeBlockId, UnicodePageId};
use outlook_pst::ndb::block_ref::{AnsiBlockRef, AnsiPageRef, BlockRef as _, UnicodeBlockRef, UnicodePageRef};
use outlook_pst::ndb::byte_index::{AnsiByteIndex, ByteIndex as _, UnicodeByteIndex};
use outlook_pst::ndb::header::NdbCryptMethod;
use outlook_pst::ndb::page::{
    AnsiBlockBTree, AnsiBlockBTreeEntry, AnsiNodeBTree, BTreeEntry as _, BTreePage as _, BTreePageEntry as _,
    BlockBTreeEntry as _, NodeBTreeEntry as _, RootBTreePage, UnicodeBlockBTree, UnicodeBlockBTreeEntry,
    UnicodeNodeBTree,
};
use std::io;

/// The longest block without what stands behind its data.
const LONGEST: u16 = 8192 - 16;

/// What stands where a block should be has its number, unless another took its place.
fn asked_for(block: Block, id: u64) -> io::Result<()> {
    // The lowest bit says nothing.
    if block.id | 1 == id | 1 { Ok(()) } else { Err(damaged("another block than was asked for")) }
}

/// What reads the pages and blocks of one of the two widths of numbers.
macro_rules! width {
    ($width:ident, $number:ty, $nodes:ty, $blocks:ty, $page:ty, $page_id:ty, $index:ty, $entry:ty, $block:ty, $id:ty, $data:ty, $below:ty) => {
        pub(super) mod $width {
            use super::*;

            fn place(place: u64) -> io::Result<$index> {
                <$number>::try_from(place).map(<$index>::from).map_err(|_| damaged("a place behind its end"))
            }

            fn page(at: u64) -> io::Result<$page> {
                Ok(<$page>::new(<$page_id>::from(0), place(at)?))
            }

            fn entry(block: Block) -> io::Result<$entry> {
                if !(1..=LONGEST).contains(&block.size) {
                    return Err(damaged("a block of no possible length"));
                }
                let id = <$number>::try_from(block.id).map_err(|_| damaged("a block of no possible number"))?;
                Ok(<$entry>::new(<$block>::new(<$id>::from(id), place(block.place)?), block.size))
            }

            pub(in crate::ingest::pst) fn nodes(mut reader: &mut dyn Sought, at: u64) -> io::Result<Page<Node>> {
                Ok(match <$nodes>::read(&mut reader, page(at)?)? {
                    RootBTreePage::Intermediate(page, _) => Page::Inner(
                        page.entries().iter().map(|e| (e.key().into(), e.block().index().index().into())).collect(),
                    ),
                    RootBTreePage::Leaf(page) => Page::Leaf(
                        page.entries()
                            .iter()
                            .map(|e| Node {
                                id: e.node().into(),
                                parent: e.parent().map_or(0, u32::from),
                                data: <$number>::from(e.data()).into(),
                                below: e.sub_node().map_or(0, |id| <$number>::from(id).into()),
                            })
                            .collect(),
                    ),
                })
            }

            pub(in crate::ingest::pst) fn blocks(mut reader: &mut dyn Sought, at: u64) -> io::Result<Page<Block>> {
                Ok(match <$blocks>::read(&mut reader, page(at)?)? {
                    RootBTreePage::Intermediate(page, _) => Page::Inner(
                        page.entries().iter().map(|e| (e.key().into(), e.block().index().index().into())).collect(),
                    ),
                    RootBTreePage::Leaf(page) => Page::Leaf(
                        page.entries()
                            .iter()
                            .map(|e| Block {
                                id: <$number>::from(e.block().block()).into(),
                                place: e.block().index().index().into(),
                                size: e.size(),
                            })
                            .collect(),
                    ),
                })
            }

            pub(in crate::ingest::pst) fn data(
                mut reader: &mut dyn Sought,
                encoding: NdbCryptMethod,
                block: Block,
            ) -> io::Result<Page<u8>> {
                let (page, id) = match <$data>::read(&mut reader, encoding, &entry(block)?)? {
                    DataTree::Intermediate(block) => {
                        let ids = block.entries().iter().map(|e| (0, <$number>::from(e.block()).into()));
                        (Page::Inner(ids.collect()), block.trailer().block_id())
                    }
                    DataTree::Leaf(block) => (Page::Leaf(block.data().to_vec()), block.trailer().block_id()),
                };
                asked_for(block, <$number>::from(id).into())?;
                Ok(page)
            }

            pub(in crate::ingest::pst) fn below(mut reader: &mut dyn Sought, block: Block) -> io::Result<Page<Node>> {
                let (page, id) = match <$below>::read(&mut reader, &entry(block)?)? {
                    SubNodeTree::Intermediate(block) => (
                        Page::Inner(
                            block
                                .entries()
                                .iter()
                                .map(|e| (u32::from(e.node()).into(), <$number>::from(e.block()).into()))
                                .collect(),
                        ),
                        block.trailer().block_id(),
                    ),
                    SubNodeTree::Leaf(block) => (
                        Page::Leaf(
                            block
                                .entries()
                                .iter()
                                .map(|e| Node {
                                    id: e.node().into(),
                                    parent: 0,
                                    data: <$number>::from(e.block()).into(),
                                    below: e.sub_node().map_or(0, |id| <$number>::from(id).into()),
                                })
                                .collect(),
                        ),
                        block.trailer().block_id(),
                    ),
                };
                asked_for(block, <$number>::from(id).into())?;
                Ok(page)
            }
        }
    };
}

width!(
    wide,
    u64,
    UnicodeNodeBTree,
    UnicodeBlockBTree,
    UnicodePageRef,
    UnicodePageId,
    UnicodeByteIndex,
    UnicodeBlockBTreeEntry,
    UnicodeBlockRef,
    UnicodeBlockId,
    UnicodeDataTree,
    UnicodeSubNodeTree
);
width!(
    narrow,
    u32,
    AnsiNodeBTree,
    AnsiBlockBTree,
    AnsiPageRef,
    AnsiPageId,
    AnsiByteIndex,
    AnsiBlockBTreeEntry,
    AnsiBlockRef,
    AnsiBlockId,
    AnsiDataTree,
    AnsiSubNodeTree
);
