//! Mail folders of Outlook (MS-PST): each message is a document of its own, read as one that was
//! saved alone.
//!
//! Messages are found by the list of all nodes and not by the tables of their folders, so that a
//! damaged folder loses none of them.

mod bag;
mod heap;
mod search;
mod store;
mod widths;

#[cfg(test)]
pub(super) mod made;
#[cfg(test)]
mod tests;

use super::early;
use super::file;
use super::limits::{Limit, Metered};
use super::mapi::{self, MOST, Properties, kind, property};
use super::part::Part;
use super::sink::{Sink, Stop};
use super::sniff::Foreign;
use super::sought::Sought;
use bag::Thing;
use std::collections::HashMap;
use std::io;
use store::{Closed, Node, Store};

/// Kinds of nodes.
mod node {
    pub(super) const FOLDER: u32 = 0x02;
    pub(super) const MESSAGE: u32 = 0x04;
    pub(super) const ATTACHMENT: u32 = 0x05;
    pub(super) const RECIPIENTS: u32 = 0x12;
}

/// The node of the whole, and of the folder that all others stand in.
const WHOLE: u32 = 0x21;
const ROOT: u32 = 0x122;

/// The property that names the folder whose folders are shown.
const SHOWN: u16 = 0x35e0;

/// Folders in folders.
const DEEPEST: usize = 64;

/// Characters of a subject that stand in a message's name.
const LONGEST: usize = 80;

/// Reads the messages of all folders, and what is attached to them as parts.
pub(super) fn read(reader: &mut dyn Sought, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut store = match Store::open(reader) {
        Ok(store) => store,
        Err(Closed::Kind(what)) => return Err(Stop::Skip(Foreign { kind: "pst", what }.reason())),
        Err(Closed::Broken(error)) => return Err(damage(&error)),
    };
    let (nodes, lost) = store.nodes();
    let folders = Folders::read(&mut store, &nodes, part);
    let mut any = false;
    for &node in nodes.iter().filter(|one| one.kind() == node::MESSAGE) {
        let (folder, is_shown) = folders.path(node.parent);
        let mut thing = Thing::open(&mut store, node, part);
        let (mut subject, mut is_mail) = (None, true);
        if let Ok(thing) = &mut thing {
            let mut bag = thing.bag(&mut store, part);
            subject = bag.text(property::SUBJECT);
            is_mail = is_shown || bag.text(property::CLASS).is_none_or(|class| is_mail_class(&class));
        }
        // What else stands where nobody looks is what programs note down.
        if !is_mail {
            continue;
        }
        any = true;
        let name = name(&folder, node.id >> 5, subject.as_deref());
        part.part(sink, &name, None, |part, sink| {
            message(&mut store, thing.map_err(|error| damage(&error))?, part, sink)
        })?;
    }
    match lost {
        Some((1, error)) => Err(lost_pages("a page", &error)),
        Some((pages, error)) => Err(lost_pages(&format!("{pages} pages"), &error)),
        None if store.is_cut => Err(Stop::fail(early::told("before the end that it names"))),
        None if any => Ok(()),
        None => Err(Stop::Skip("an Outlook mail folder without a message".to_owned())),
    }
}

fn lost_pages(pages: &str, error: &io::Error) -> Stop {
    let error = error.to_string().to_lowercase();
    Stop::fail(format!(
        "{pages} of its list of messages cannot be read ({error}); what else lists some was searched for; get the file again"
    ))
}

fn damage(error: &io::Error) -> Stop {
    Stop::fail(Limit::named(error).unwrap_or_else(|| {
        format!("damaged mail folder data ({}); get the file again", error.to_string().to_lowercase())
    }))
}

fn is_mail_class(class: &str) -> bool {
    let class = class.to_ascii_uppercase();
    class.starts_with("IPM.NOTE") || class.starts_with("REPORT.")
}

/// What a message is called in its box: by the number of its node, which stays as others go.
fn name(folder: &str, number: u32, subject: Option<&str>) -> String {
    let subject: String = in_name(subject.unwrap_or_default()).chars().take(LONGEST).collect();
    let slash = if folder.is_empty() { "" } else { "/" };
    let space = if subject.trim().is_empty() { "" } else { " " };
    format!("{folder}{slash}{number}{space}{}.msg", subject.trim())
}

/// A name as it may stand in a key.
fn in_name(name: &str) -> String {
    let name: String =
        name.chars().map(|c| if matches!(c, '/' | '\\') { '_' } else { c }).filter(|c| !c.is_control()).collect();
    // A key says with these two signs that one thing stands in another.
    match name.trim().strip_suffix('!') {
        Some(rest) => format!("{rest}_"),
        None => name.trim().to_owned(),
    }
}

/// The folders of a box.
struct Folders {
    /// What each stands in, and its name.
    known: HashMap<u32, (u32, String)>,
    /// The one whose folders are shown.
    shown: Option<u32>,
}

impl Folders {
    fn read(store: &mut Store<'_>, nodes: &[Node], part: &Part<'_>) -> Folders {
        let mut folders = Folders { known: HashMap::new(), shown: None };
        for &node in nodes {
            let is_whole = node.id == WHOLE;
            if !is_whole && node.kind() != node::FOLDER {
                continue;
            }
            let mut thing = Thing::open(store, node, part).ok();
            let mut bag = thing.as_mut().map(|thing| thing.bag(store, part));
            if is_whole {
                // The id of an entry ends with the number of its node.
                let id = bag.and_then(|mut bag| bag.raw(SHOWN, kind::BINARY));
                folders.shown = id.and_then(|id| id.get(20..24)?.first_chunk().map(|four| u32::from_le_bytes(*four)));
            } else {
                let name = bag.as_mut().and_then(|bag| bag.text(property::NAME));
                let name = name.map(|name| in_name(&name)).filter(|name| !name.is_empty());
                let name = name.unwrap_or_else(|| format!("folder-{}", node.id >> 5));
                folders.known.insert(node.id, (node.parent, name));
            }
        }
        folders
    }

    /// The names of a folder and of those that it stands in, and whether it is shown.
    fn path(&self, folder: u32) -> (String, bool) {
        let (mut names, mut at) = (Vec::new(), folder);
        while names.len() < DEEPEST && at != ROOT && Some(at) != self.shown {
            let Some((parent, name)) = self.known.get(&at) else { break };
            names.push(name.as_str());
            at = *parent;
        }
        names.reverse();
        (names.join("/"), self.shown.is_none_or(|shown| shown == at || at != ROOT))
    }
}

/// What is attached to a message.
enum Attached {
    Message(Node),
    /// The block that its bytes begin with.
    Data(u64),
    Bytes(Vec<u8>),
    Object,
    Nothing,
    Broken(io::Error),
}

fn message(store: &mut Store<'_>, mut thing: Thing, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut bag = thing.bag(store, part);
    let charset = bag.code_page();
    bag.charset = charset;
    let mut letter = mapi::letter(&mut bag);
    let below = thing.below.clone();
    let mut recipients = Vec::new();
    if let Some(node) = below.iter().find(|one| one.kind() == node::RECIPIENTS) {
        match Thing::table(store, *node, part) {
            Ok(mut table) => {
                for row in std::mem::take(&mut table.rows).into_iter().take(MOST) {
                    table.cells = row;
                    let mut bag = table.bag(store, part);
                    bag.charset = charset;
                    recipients.push(mapi::recipient(&mut bag));
                }
                thing.lost = thing.lost.or(table.lost);
            }
            Err(error) => drop(thing.lost.get_or_insert(error)),
        }
    }
    mapi::address(&mut letter, recipients);
    let mut attachments = Vec::new();
    for node in below.iter().filter(|one| one.kind() == node::ATTACHMENT).take(MOST) {
        let number = attachments.len() + 1;
        attachments.push(match Thing::open(store, *node, part) {
            Ok(mut attached) => {
                let mut bag = attached.bag(store, part);
                bag.charset = charset;
                let is_message = bag.number(property::METHOD) == Some(bag::method::MESSAGE);
                let name = mapi::attachment_name(&mut bag, number, is_message);
                (name, attached.attached(&below))
            }
            Err(error) => (format!("part-{number}.bin"), Attached::Broken(error)),
        });
    }
    letter.attached = attachments.iter().map(|(name, _)| name.clone()).collect();
    if letter.is_empty() {
        return Err(match &thing.lost {
            Some(error) => damage(error),
            None => Stop::Skip("a message without a sender, a subject or a text".to_owned()),
        });
    }
    letter.give(sink)?;
    for (name, attached) in attachments {
        part.attachment(sink, &name, None, |part, sink| match attached {
            Attached::Message(node) => {
                let thing = Thing::open(store, node, part).map_err(|error| damage(&error))?;
                message(store, thing, part, sink)
            }
            Attached::Data(id) => file::read_part(&mut Metered::new(store.data(id), &part.allowance), part, sink),
            Attached::Bytes(bytes) => file::read_part(&mut &bytes[..], part, sink),
            Attached::Object => Err(Stop::Skip("an embedded object, which is not read".to_owned())),
            Attached::Nothing => Err(Stop::Skip("an attachment that is not kept in the message".to_owned())),
            Attached::Broken(error) => Err(damage(&error)),
        })?;
    }
    thing.lost.map_or(Ok(()), |error| Err(damage(&error)))
}
