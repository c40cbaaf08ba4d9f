//! A recogniser of the user's own: a BERT or DistilBERT that classifies tokens, from a folder as Hugging
//! Face saves it. Nothing is fetched.
//!
//! The words are those of the built-in recogniser; a word has the label of its first piece, so a name is
//! always made of whole words. Texts longer than the model's positions are read in windows that overlap.

mod decode;
mod encoder;
mod folder;
mod labels;
mod pieces;
#[cfg(test)]
mod tests;
mod windows;

use super::page::Page;
use super::recognise::mentions;
use super::recogniser::{MODEL, Recogniser, Unread};
use super::{BadModel, Mention, tidy};
use decode::{Heard, decode};
use encoder::Encoder;
use labels::Tag;
use pieces::Pieces;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Raised by hand with every change of code by which what a model finds in some text changes.
const CODE: u32 = 1;

/// A model of tokens with its vocabulary.
pub struct Neural {
    number: String,
    pieces: Pieces,
    tags: Vec<Tag>,
    encoder: Encoder,
}

impl Neural {
    /// Reads a model from its folder: `config.json`, `model.safetensors`, and `tokenizer.json` or
    /// `vocab.txt`.
    ///
    /// # Errors
    /// When one of them is not there or does not fit the others, or the model gives no type of name.
    pub fn open(folder: &Path) -> Result<Self, BadModel> {
        let folder::Parts { pieces, tags, encoder, hash } = folder::read(folder)?;
        Ok(Self { number: format!("{MODEL}{CODE}-{hash}"), pieces, tags, encoder })
    }

    /// What the model says of every word, window by window.
    fn hear(&self, page: &Page<'_>, stop: &AtomicBool) -> Result<Vec<Heard>, Unread> {
        let stopped = || if stop.load(Ordering::Relaxed) { Err(Unread::Stopped) } else { Ok(()) };
        let cut = self.pieces.cut(page, &stopped)?;
        let mut heard = Vec::with_capacity(page.tokens.len());
        for window in windows::windows(page, &cut.lengths(), self.pieces.room) {
            stopped()?;
            let (ids, places) = cut.window(&self.pieces, &window);
            let labels = self.encoder.labels(&ids).map_err(|error| Unread::Failed(failed(&error)))?;
            let tag = |at: usize| labels.get(at).and_then(|&label| self.tags.get(label)).copied().unwrap_or_default();
            heard.extend(places.iter().map(|place| Heard {
                word: place.word.map(tag).unwrap_or_default(),
                behind: place.behind.map(tag).unwrap_or_default(),
            }));
        }
        Ok(heard)
    }
}

impl Recogniser for Neural {
    fn number(&self) -> &str {
        &self.number
    }

    fn recognise(&self, text: &str, stop: &AtomicBool) -> Result<Vec<Mention>, Unread> {
        let page = Page::of(text, &[]);
        let heard = self.hear(&page, stop)?;
        Ok(mentions(&page, tidy::settle(&page, decode(&page, &heard))))
    }
}

fn failed(error: &candle_core::Error) -> String {
    format!("the model could not read this text ({}); try another model", folder::first_line(error))
}
