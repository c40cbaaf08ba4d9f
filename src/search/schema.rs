//! The fields of the text index, and the tokenizer that takes its terms from `text::terms`.

use super::pieces::clip;
use super::tree::TextField;
use crate::text::terms::{Terms, terms};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Rises when the terms or the fields change their meaning; an index of another version is built again.
pub(super) const VERSION: u32 = 2;
/// The name under which the tokenizer is registered.
pub(super) const TERMS: &str = "terms";

/// The fields of the index.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub number: Field,
    pub title: Field,
    pub body: Field,
    pub source: Field,
    pub path: Field,
    pub url: Field,
    pub key: Field,
    pub lang: Field,
    pub date: Field,
    pub moment: Field,
    pub words: Field,
    pub batch: Field,
    pub names: Field,
}

impl Fields {
    /// The index fields that a text field of the query stands for.
    pub(super) fn of(&self, field: TextField) -> Vec<Field> {
        match field {
            TextField::Any => vec![self.title, self.body],
            TextField::Title => vec![self.title],
            TextField::Body => vec![self.body],
            TextField::Source => vec![self.source],
            TextField::Path => vec![self.path],
            TextField::Url => vec![self.url],
            TextField::Key => vec![self.key],
        }
    }
}

pub(super) fn schema() -> (Schema, Fields) {
    let text = |fieldnorms: bool| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TERMS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(fieldnorms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let raw = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    );
    let fast: NumericOptions = FAST.into();
    let mut builder = Schema::builder();
    let fields = Fields {
        number: builder.add_u64_field("number", fast.clone()),
        title: builder.add_text_field("title", text(true)),
        body: builder.add_text_field("body", text(true)),
        source: builder.add_text_field("source", text(false)),
        path: builder.add_text_field("path", text(false)),
        url: builder.add_text_field("url", text(false)),
        key: builder.add_text_field("key", text(false)),
        lang: builder.add_text_field("lang", raw.clone()),
        date: builder.add_i64_field("date", fast.clone()),
        moment: builder.add_i64_field("moment", FAST),
        words: builder.add_u64_field("words", fast.clone()),
        batch: builder.add_u64_field("batch", fast | INDEXED),
        names: builder.add_text_field("names", raw),
    };
    (builder.build(), fields)
}

/// Cuts texts into the terms of `text::terms`.
#[derive(Clone, Default)]
pub(super) struct TermTokenizer;

pub(super) struct TermStream<'t> {
    terms: Terms<'t>,
    token: Token,
}

impl Tokenizer for TermTokenizer {
    type TokenStream<'t> = TermStream<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> TermStream<'t> {
        TermStream { terms: terms(text), token: Token::default() }
    }
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((range, term)) = self.terms.advance() else { return false };
        self.token.text.clear();
        self.token.text.push_str(clip(term));
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
