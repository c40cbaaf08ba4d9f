//! Members of a zip archive that another of the same name hides: what lists an archive's members by their
//! names knows only the last of them.

use super::sought::Sought;
use std::collections::HashMap;
use std::io::{self, Read, SeekFrom};

/// The longest end of an archive, with a comment behind it.
const END: u64 = 22 + 65_535;

/// The longest list of members that is gone through, in bytes.
const LIST: usize = 64 << 20;

const END_MARK: &[u8] = b"PK\x05\x06";
const MEMBER_MARK: &[u8] = b"PK\x01\x02";

/// The names of hidden members and where in the file each begins, where `known` is less than there are.
pub(super) fn shadowed(reader: &mut dyn Sought, known: usize) -> io::Result<Vec<(Vec<u8>, u64)>> {
    let length = reader.seek(SeekFrom::End(0))?;
    let from = length.saturating_sub(END);
    reader.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    reader.take(END).read_to_end(&mut tail)?;
    let Some(at) = tail.windows(END_MARK.len()).rposition(|window| window == END_MARK) else { return Ok(Vec::new()) };
    let end = &tail[at..];
    let (Some(count), Some(size), Some(offset)) = (pair(end, 10), four(end, 12), four(end, 16)) else {
        return Ok(Vec::new());
    };
    // Archives of more members say so elsewhere.
    if usize::from(count) <= known || count == u16::MAX || size as usize > LIST {
        return Ok(Vec::new());
    }
    let Some(list) = (from + at as u64).checked_sub(u64::from(size)) else { return Ok(Vec::new()) };
    // Something may stand before the archive, such as the program that unpacks it.
    let before = list.saturating_sub(u64::from(offset));
    reader.seek(SeekFrom::Start(list))?;
    let mut bytes = Vec::new();
    reader.take(u64::from(size)).read_to_end(&mut bytes)?;
    let all = members(&bytes);
    let last: HashMap<&[u8], u32> = all.iter().copied().collect();
    let hidden = all.iter().filter(|(name, at)| last.get(name) != Some(at) && !name.ends_with(b"/"));
    Ok(hidden.map(|(name, at)| (name.to_vec(), before + u64::from(*at))).collect())
}

/// The members that a list names, in its order.
fn members(list: &[u8]) -> Vec<(&[u8], u32)> {
    let mut out = Vec::new();
    let mut rest = list;
    while rest.starts_with(MEMBER_MARK) {
        let (Some(name), Some(extra), Some(comment)) = (pair(rest, 28), pair(rest, 30), pair(rest, 32)) else { break };
        let end = 46 + usize::from(name);
        let (Some(name), Some(at)) = (rest.get(46..end), four(rest, 42)) else { break };
        out.push((name, at));
        let Some(next) = rest.get(end + usize::from(extra) + usize::from(comment)..) else { break };
        rest = next;
    }
    out
}

fn pair(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
