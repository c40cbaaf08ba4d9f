//! What is derived from a text before it is written: hash, words, fingerprints, names, language.
//!
//! It is pure and runs on every core; numbers (of the document, of names) come later, in order.

use super::gazetteers::Found;
use super::language;
use crate::entity::{self, Recogniser, Unread};
use crate::ingest::Extracted;
use crate::text;
use crate::version::{self, Print};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicBool;

/// A document ready to be written.
pub(super) struct Derived {
    pub key: String,
    /// Its key where another file has that one for another text.
    pub beside: Option<String>,
    /// The key of the file that it stands in.
    pub path: String,
    pub document: Extracted,
    pub hash: [u8; 16],
    pub derivation: Derivation,
    /// What it has of readers' lists.
    pub found: Found,
}

/// Everything that can be had again from the text alone.
pub(super) struct Derivation {
    pub words: u32,
    pub language: Option<&'static str>,
    pub prints: Vec<Print>,
    pub recognised: Recognised,
}

/// The names of a text.
pub(super) struct Recognised {
    pub names: Vec<LocalName>,
    /// Byte offsets and index into `names`.
    pub spans: Vec<(u32, u32, u32)>,
    pub aliases: Vec<entity::Alias>,
}

/// A name as one document has it.
pub(super) struct LocalName {
    pub text: String,
    pub kind: u8,
    pub key: String,
    /// Spellings with folded key and count.
    pub forms: Vec<(String, String, u32)>,
}

/// The hash by which exact copies are known: of the text's bytes.
pub(super) fn hash(text: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..16]);
    short
}

/// The fingerprints of a text.
pub(super) fn prints(body: &str) -> Vec<Print> {
    version::sketch(&text::fold(body))
}

/// Derives everything from a text.
///
/// # Errors
/// When its names cannot be read, or `stop` is set before they are.
pub(super) fn derive(body: &str, recogniser: &dyn Recogniser, stop: &AtomicBool) -> Result<Derivation, Unread> {
    // A long text is not to lie in memory folded while its names are read.
    let (words, prints) = {
        let folded = text::fold(body);
        (folded.words().count() as u32, version::sketch(&folded))
    };
    Ok(Derivation { words, language: language::of(body), prints, recognised: recognised(body, recogniser, stop)? })
}

/// Reads a text for names.
///
/// # Errors
/// When they cannot be read, or `stop` is set before they are.
pub(super) fn recognised(body: &str, recogniser: &dyn Recogniser, stop: &AtomicBool) -> Result<Recognised, Unread> {
    let mentions = recogniser.recognise(body, stop)?;
    let resolved = entity::resolve(body, &mentions);
    let mut spans: Vec<(u32, u32, u32)> =
        mentions.iter().map(|mention| (mention.start, mention.end, u32::MAX)).collect();
    let mut names: Vec<LocalName> = Vec::with_capacity(resolved.entities.len());
    // Two entities of a document may be called the same: there they are one name, which the document has once.
    let mut index_of: HashMap<(&str, entity::EntityType), u32> = HashMap::new();
    let mut mentions_of: Vec<Vec<usize>> = Vec::with_capacity(resolved.entities.len());
    let mut called: Vec<&entity::LocalEntity> = Vec::with_capacity(resolved.entities.len());
    for local in &resolved.entities {
        let index = *index_of.entry((&local.name, local.kind)).or_insert_with(|| {
            mentions_of.push(Vec::new());
            called.push(local);
            called.len() as u32 - 1
        });
        mentions_of[index as usize].extend(&local.mentions);
    }
    for (local, mentions) in called.into_iter().zip(mentions_of) {
        let index = names.len() as u32;
        let mut forms: BTreeMap<String, u32> = BTreeMap::new();
        for mention in mentions {
            spans[mention].2 = index;
            let (start, end, _) = spans[mention];
            let form = body[start as usize..end as usize].split_whitespace().collect::<Vec<_>>().join(" ");
            *forms.entry(form).or_default() += 1;
        }
        let keyed = |(form, count): (String, u32)| {
            let key = entity::name_key(&form);
            (form, key, count)
        };
        names.push(LocalName {
            text: local.name.clone(),
            kind: local.kind as u8,
            key: entity::name_key(&local.name),
            forms: forms.into_iter().map(keyed).collect(),
        });
    }
    spans.retain(|span| span.2 != u32::MAX);
    Ok(Recognised { names, spans, aliases: resolved.aliases })
}
