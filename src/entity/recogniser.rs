//! Whatever reads the names of texts: the recogniser that comes with the program, or another one.

use super::{Mention, recognise, version};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What the numbers of models begin with.
pub(super) const MODEL: &str = "model-";

/// This build can read models of the user's own.
pub const READS_MODELS: bool = cfg!(feature = "candle");

/// Why a model is of no use.
#[derive(Debug, thiserror::Error)]
pub enum BadModel {
    #[error(
        "this build of variorum has no neural recogniser; `cargo install --path . --features candle` makes one that has"
    )]
    NotBuilt,
    #[error("{0} is no folder; name the one that holds the model's config.json and model.safetensors")]
    NoFolder(PathBuf),
    #[error(
        "{0} cannot be read: {1}; a model's folder holds config.json, model.safetensors, and tokenizer.json or vocab.txt"
    )]
    File(PathBuf, io::Error),
    #[error("{0}: {1}; name the folder of a BERT or DistilBERT that classifies tokens, as Hugging Face saves it")]
    Unfit(PathBuf, String),
}

/// Opens a model that reads names: a folder with a BERT or DistilBERT that classifies tokens
/// (`config.json`, `model.safetensors`, and `tokenizer.json` or `vocab.txt`).
///
/// # Errors
/// When this build reads no models, one of the files is not there or does not fit the others, or the
/// model gives no type of name.
pub fn open_model(folder: &Path) -> Result<Arc<dyn Recogniser>, BadModel> {
    #[cfg(feature = "candle")]
    return Ok(Arc::new(super::neural::Neural::open(folder)?));
    #[cfg(not(feature = "candle"))]
    return Err(BadModel::NotBuilt).inspect_err(|_| _ = folder);
}

/// Why the names of a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It was to stop.
    Stopped,
    /// What is wrong.
    Failed(String),
}

/// Reads the names of texts; the same text has the same names whenever it is read.
pub trait Recogniser: Send + Sync {
    /// Under which it is kept what it has read: of its code, and of its weights.
    fn number(&self) -> &str;

    /// Finds the names in a text, in order and without overlap; offsets are UTF-8 bytes.
    ///
    /// # Errors
    /// When `stop` is set before it is done, or the text cannot be read.
    fn recognise(&self, text: &str, stop: &AtomicBool) -> Result<Vec<Mention>, Unread>;
}

/// The recogniser that comes with the program. It is never stopped: no text takes it long.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltIn;

impl Recogniser for BuiltIn {
    fn number(&self) -> &str {
        version::recogniser()
    }

    fn recognise(&self, text: &str, _: &AtomicBool) -> Result<Vec<Mention>, Unread> {
        Ok(recognise(text))
    }
}

/// True for names that an older version of the built-in recogniser has read, or one that is not known.
/// What a model has read stays until all is read again: no other session is to undo the choice of
/// whoever named the model.
pub fn is_outdated(number: &str) -> bool {
    number != version::recogniser() && !is_model(number)
}

/// True for the number of a model that somebody named.
pub fn is_model(number: &str) -> bool {
    number.starts_with(MODEL)
}
