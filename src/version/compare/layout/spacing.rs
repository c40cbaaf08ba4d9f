//! White space at the edges of rows: the indentation of lines stays, and so do blank lines between them.

use super::{Block, Piece, Shade, Side};

/// A line of more characters than this is a paragraph, which is easier read apart from its neighbours.
const LONG: usize = 100;

/// Takes the white space from both ends of a paragraph, but for the indentation of its first line; of an exact
/// comparison, none that was put in or cut.
pub(super) fn trim(block: &mut Block, a: &str, b: &str, exact: bool) {
    let text = |piece: &Piece| text(piece, a, b);
    let stays = |piece: &Piece| {
        let differs = matches!(piece.shade, Shade::Inserted | Shade::Deleted);
        exact && differs && !piece.range.is_empty() && text(piece).trim().is_empty()
    };
    while let Some(last) = block.pieces.last_mut().filter(|last| !stays(last)) {
        last.range.end = last.range.start + text(last).trim_end().len();
        if !last.range.is_empty() {
            break;
        }
        block.pieces.pop();
    }
    let blank = block.pieces.iter().take_while(|piece| !stays(piece) && text(piece).trim().is_empty()).count();
    for at in (0..block.pieces.len().min(blank + 1)).rev() {
        let piece = &mut block.pieces[at];
        if stays(piece) {
            continue;
        }
        let words = text(piece);
        if let Some(line) = words[..words.len() - words.trim_start().len()].rfind('\n') {
            piece.range.start += line + 1;
            block.pieces.drain(..at);
            break;
        }
    }
    block.pieces.retain(|piece| !piece.range.is_empty());
    for piece in block.pieces.iter_mut().take_while(|piece| !stays(piece) && text(piece).trim().is_empty()) {
        (piece.shade, piece.change) = (Shade::Same, None);
    }
}

fn text<'t>(piece: &Piece, a: &'t str, b: &'t str) -> &'t str {
    if piece.side == Side::A { &a[piece.range.clone()] } else { &b[piece.range.clone()] }
}

/// True where a blank line stands before a place, and at the beginning.
pub(super) fn is_parted(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let words = before.trim_end();
    words.is_empty() || before[words.len()..].matches('\n').count() > 1
}

/// True where a blank line stands before a paragraph in the text that its first piece is of.
pub(super) fn begins_parted(block: &Block, a: &str, b: &str) -> bool {
    let parted = |piece: &Piece| is_parted(if piece.side == Side::A { a } else { b }, piece.range.start);
    block.pieces.first().is_none_or(parted)
}

/// True for a paragraph with a line that no page holds.
pub(super) fn is_long(block: &Block, a: &str, b: &str) -> bool {
    let mut length = 0;
    block.pieces.iter().any(|piece| {
        text(piece, a, b).split('\n').enumerate().any(|(at, line)| {
            length = line.chars().count() + if at == 0 { length } else { 0 };
            length > LONG
        })
    })
}
