//! A model's folder: what it must hold, and what is wrong with it.

use super::encoder::Encoder;
use super::labels::Tag;
use super::pieces::Pieces;
use crate::entity::BadModel;
use candle_core::{DType, Device};
use candle_nn::VarBuilder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::ErrorKind;
use std::path::Path;
use tokenizers::Tokenizer;
use tokenizers::models::ModelWrapper;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Bert,
    DistilBert,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activation {
    Gelu,
    GeluTanh,
    Relu,
}

/// What a configuration says of the network.
pub(super) struct Config {
    pub family: Family,
    pub vocabulary: usize,
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub wide: usize,
    pub positions: usize,
    pub types: usize,
    pub activation: Activation,
    pub epsilon: f64,
    pub labels: Vec<String>,
}

/// What is in a folder.
pub(super) struct Parts {
    pub pieces: Pieces,
    pub tags: Vec<Tag>,
    pub encoder: Encoder,
    /// Of all that was read.
    pub hash: String,
}

/// Reads a folder.
///
/// # Errors
/// When something is not there, or does not fit the rest.
pub(super) fn read(folder: &Path) -> Result<Parts, BadModel> {
    if !folder.is_dir() {
        return Err(BadModel::NoFolder(folder.to_owned()));
    }
    let mut hasher = blake3::Hasher::new();
    let path = folder.join("config.json");
    let bytes = bytes(&path)?;
    hasher.update(&bytes);
    let config = config(&bytes).map_err(|wrong| BadModel::Unfit(path.clone(), wrong))?;
    let tags: Vec<Tag> = config.labels.iter().map(|label| Tag::of(label)).collect();
    if tags.iter().all(|tag| tag.kind().is_none()) {
        let wrong = format!("none of its labels stands for a type of name ({})", some(&config.labels));
        return Err(BadModel::Unfit(path, wrong));
    }
    let pieces = vocabulary(folder, &config, &mut hasher)?;
    let path = folder.join("model.safetensors");
    let weights = self::bytes(&path)?;
    hasher.update(&weights);
    let unfit = |error: candle_core::Error| BadModel::Unfit(path.clone(), first_line(&error));
    let weights = VarBuilder::from_buffered_safetensors(weights, DType::F32, &Device::Cpu).map_err(unfit)?;
    let encoder = Encoder::load(&weights, &config).map_err(unfit)?;
    let hash = hasher.finalize().to_hex().chars().take(16).collect();
    Ok(Parts { pieces, tags, encoder, hash })
}

fn bytes(path: &Path) -> Result<Vec<u8>, BadModel> {
    std::fs::read(path).map_err(|error| BadModel::File(path.to_owned(), error))
}

/// As it is saved.
#[derive(Deserialize)]
struct Saved {
    model_type: String,
    vocab_size: usize,
    #[serde(alias = "dim")]
    hidden_size: usize,
    #[serde(alias = "n_layers")]
    num_hidden_layers: usize,
    #[serde(alias = "n_heads")]
    num_attention_heads: usize,
    #[serde(alias = "hidden_dim")]
    intermediate_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "two")]
    type_vocab_size: usize,
    #[serde(default = "gelu", alias = "activation")]
    hidden_act: String,
    #[serde(default = "epsilon")]
    layer_norm_eps: f64,
    #[serde(default = "absolute")]
    position_embedding_type: String,
    #[serde(default)]
    id2label: BTreeMap<String, String>,
}

fn two() -> usize {
    2
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn epsilon() -> f64 {
    1e-12
}

fn absolute() -> String {
    "absolute".to_owned()
}

/// Reads a configuration, or says what is wrong with it.
fn config(bytes: &[u8]) -> Result<Config, String> {
    let saved: Saved = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let family = match saved.model_type.as_str() {
        "bert" => Family::Bert,
        "distilbert" => Family::DistilBert,
        other => return Err(format!("its model_type is {other:?}, and only bert and distilbert can be read")),
    };
    let activation = match saved.hidden_act.as_str() {
        "gelu" => Activation::Gelu,
        "gelu_new" | "gelu_pytorch_tanh" => Activation::GeluTanh,
        "relu" => Activation::Relu,
        other => return Err(format!("its activation is {other:?}, and only gelu and relu are known")),
    };
    if saved.position_embedding_type != "absolute" {
        return Err(format!("its positions are {:?}, and only absolute ones are known", saved.position_embedding_type));
    }
    if saved.num_attention_heads == 0 || !saved.hidden_size.is_multiple_of(saved.num_attention_heads) {
        return Err(format!("{} heads do not share {} dimensions", saved.num_attention_heads, saved.hidden_size));
    }
    const FEWEST: usize = 8;
    if saved.max_position_embeddings < FEWEST || saved.hidden_size == 0 || saved.type_vocab_size == 0 {
        return Err(format!("it has fewer than {FEWEST} positions, or no dimensions or types"));
    }
    let labels: Option<Vec<String>> =
        (0..saved.id2label.len()).map(|at| saved.id2label.get(&at.to_string()).cloned()).collect();
    let labels = labels.ok_or("the numbers of its id2label leave some out")?;
    if labels.is_empty() {
        return Err("it has no id2label, so nothing says what its labels are".to_owned());
    }
    Ok(Config {
        family,
        vocabulary: saved.vocab_size,
        hidden: saved.hidden_size,
        layers: saved.num_hidden_layers,
        heads: saved.num_attention_heads,
        wide: saved.intermediate_size,
        positions: saved.max_position_embeddings,
        types: saved.type_vocab_size,
        activation,
        epsilon: saved.layer_norm_eps,
        labels,
    })
}

/// Reads the vocabulary: `tokenizer.json`, or `vocab.txt` with what `tokenizer_config.json` says of it.
fn vocabulary(folder: &Path, config: &Config, hasher: &mut blake3::Hasher) -> Result<Pieces, BadModel> {
    let path = folder.join("tokenizer.json");
    let (path, tokenizer) = match std::fs::read(&path) {
        Ok(bytes) => {
            hasher.update(&bytes);
            (path, Tokenizer::from_bytes(&bytes).map_err(|error| error.to_string()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let path = folder.join("vocab.txt");
            let words = bytes(&path)?;
            hasher.update(&words);
            let how = folder.join("tokenizer_config.json");
            let how = match std::fs::read(&how) {
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(error) => return Err(BadModel::File(how, error)),
                Ok(bytes) => {
                    hasher.update(&bytes);
                    let spelling = serde_json::from_slice::<Spelling>(&bytes);
                    Some(spelling.map_err(|error| BadModel::Unfit(how, error.to_string()))?)
                }
            };
            (path, words_of(&words, how.unwrap_or_default()))
        }
        Err(error) => return Err(BadModel::File(path, error)),
    };
    let unfit = |wrong: String| BadModel::Unfit(path.clone(), wrong);
    let mut tokenizer = tokenizer.map_err(unfit)?;
    if !matches!(tokenizer.get_model(), ModelWrapper::WordPiece(_)) {
        return Err(unfit("its vocabulary is not of the kind WordPiece".to_owned()));
    }
    tokenizer.with_truncation(None).map_err(|error| unfit(error.to_string()))?;
    tokenizer.with_padding(None);
    // A text may have such words, and they are words there.
    tokenizer.set_encode_special_tokens(true);
    let known = |word: &str| tokenizer.token_to_id(word).ok_or_else(|| unfit(format!("{word} is not in it")));
    let (first, last, _) = (known("[CLS]")?, known("[SEP]")?, known("[UNK]")?);
    let most = tokenizer.get_vocab(true).into_values().max().map_or(0, |id| id as usize + 1);
    if most > config.vocabulary {
        return Err(unfit(format!("it has {most} words, and the model knows {}", config.vocabulary)));
    }
    Ok(Pieces { ends: (first, last), room: config.positions - 2, tokenizer })
}

/// How a vocabulary spells.
#[derive(Default, Deserialize)]
struct Spelling {
    do_lower_case: Option<bool>,
    strip_accents: Option<bool>,
    tokenize_chinese_chars: Option<bool>,
}

/// A vocabulary with a word a line.
fn words_of(bytes: &[u8], how: Spelling) -> Result<Tokenizer, String> {
    let words = WordPiece::read_bytes(bytes).map_err(|error| error.to_string())?;
    // Nothing says so otherwise: with capitals in it, it keeps them.
    let capitals = || words.keys().any(|word| !word.starts_with('[') && word.chars().any(char::is_uppercase));
    let lower = how.do_lower_case.unwrap_or_else(|| !capitals());
    let model = WordPiece::builder().vocab(words.clone()).unk_token("[UNK]".to_owned()).build();
    let mut tokenizer = Tokenizer::new(model.map_err(|error| error.to_string())?);
    let chinese = how.tokenize_chinese_chars.unwrap_or(true);
    let normalizer = BertNormalizer::new(true, chinese, how.strip_accents, lower);
    tokenizer.with_normalizer(Some(normalizer)).map_err(|error| error.to_string())?;
    tokenizer.with_pre_tokenizer(Some(BertPreTokenizer));
    Ok(tokenizer)
}

/// The first few of some labels.
fn some(labels: &[String]) -> String {
    const FEW: usize = 5;
    let more = if labels.len() > FEW { ", …" } else { "" };
    format!("{}{more}", labels.iter().take(FEW).map(String::as_str).collect::<Vec<_>>().join(", "))
}

/// The first line of what is said of an error; others are for programmers.
pub(super) fn first_line(error: &dyn Display) -> String {
    error.to_string().lines().next().unwrap_or_default().trim().to_owned()
}
