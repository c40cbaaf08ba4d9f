//! Tiny models that classify tokens, written as Hugging Face saves them: a real network whose weights are
//! chosen by hand.

use serde_json::{Value, json};
use std::fs;
use std::path::Path;

pub const LABELS: [&str; 9] = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"];

/// Words of the vocabulary with their labels; what begins with ## goes on with a word.
pub const WORDS: [(&str, &str); 38] = [
    ("[PAD]", "O"),
    ("[UNK]", "O"),
    ("[CLS]", "O"),
    ("[SEP]", "O"),
    (".", "O"),
    (",", "O"),
    ("'", "O"),
    ("-", "O"),
    ("&", "I-ORG"),
    ("the", "O"),
    ("The", "O"),
    ("of", "O"),
    ("for", "O"),
    ("sailed", "O"),
    ("met", "O"),
    ("denied", "O"),
    ("everything", "O"),
    ("in", "O"),
    ("Captain", "B-PER"),
    ("Bre", "I-PER"),
    // What goes on with a word says nothing.
    ("##lk", "B-LOC"),
    ("Vaan", "I-PER"),
    ("Tolme", "B-PER"),
    ("O", "B-PER"),
    ("Harn", "O"),
    ("Dorsum", "B-LOC"),
    ("Upper", "B-LOC"),
    ("Fells", "I-LOC"),
    ("Ostrel", "B-ORG"),
    ("Marn", "B-ORG"),
    ("Pike", "I-ORG"),
    ("Company", "I-ORG"),
    ("Codex", "B-MISC"),
    ("Novum", "I-MISC"),
    ("Anna", "O"),
    ("Kern", "O"),
    ("##s", "O"),
    ("##ly", "O"),
];

/// The measures of a network.
#[derive(Clone, Copy, Debug)]
pub struct Measures {
    pub family: &'static str,
    pub words: usize,
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub wide: usize,
    pub positions: usize,
}

pub const TINY: Measures =
    Measures { family: "bert", words: WORDS.len(), hidden: 16, layers: 2, heads: 2, wide: 12, positions: 32 };

impl Measures {
    pub fn config(&self) -> Value {
        let labels: serde_json::Map<String, Value> =
            LABELS.iter().enumerate().map(|(at, label)| (at.to_string(), json!(label))).collect();
        match self.family {
            "bert" => json!({
                "model_type": "bert", "vocab_size": self.words, "hidden_size": self.hidden,
                "num_hidden_layers": self.layers, "num_attention_heads": self.heads,
                "intermediate_size": self.wide, "max_position_embeddings": self.positions,
                "type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12, "id2label": labels,
            }),
            family => json!({
                "model_type": family, "vocab_size": self.words, "dim": self.hidden, "n_layers": self.layers,
                "n_heads": self.heads, "hidden_dim": self.wide, "max_position_embeddings": self.positions,
                "activation": "gelu", "id2label": labels,
            }),
        }
    }

    /// Every tensor with its shape.
    pub fn shapes(&self) -> Vec<(String, Vec<usize>)> {
        let Self { family, words, hidden, layers, wide, positions, .. } = *self;
        let mut out = Vec::new();
        let mut linear = |name: String, from: usize, to: usize| {
            out.push((format!("{name}.weight"), vec![to, from]));
            out.push((format!("{name}.bias"), vec![to]));
        };
        let (stem, parts) = match family {
            "bert" => (
                "bert.encoder.layer",
                [
                    "attention.self.query",
                    "attention.self.key",
                    "attention.self.value",
                    "attention.output.dense",
                    "intermediate.dense",
                    "output.dense",
                ],
            ),
            _ => (
                "distilbert.transformer.layer",
                ["attention.q_lin", "attention.k_lin", "attention.v_lin", "attention.out_lin", "ffn.lin1", "ffn.lin2"],
            ),
        };
        for layer in 0..layers {
            for part in &parts[..4] {
                linear(format!("{stem}.{layer}.{part}"), hidden, hidden);
            }
            linear(format!("{stem}.{layer}.{}", parts[4]), hidden, wide);
            linear(format!("{stem}.{layer}.{}", parts[5]), wide, hidden);
        }
        linear("classifier".into(), hidden, LABELS.len());
        let mut norm = |name: String| {
            out.push((format!("{name}.weight"), vec![hidden]));
            out.push((format!("{name}.bias"), vec![hidden]));
        };
        norm(format!("{family}.embeddings.LayerNorm"));
        for layer in 0..layers {
            let norms = match family {
                "bert" => ["attention.output.LayerNorm", "output.LayerNorm"],
                _ => ["sa_layer_norm", "output_layer_norm"],
            };
            norms.into_iter().for_each(|part| norm(format!("{stem}.{layer}.{part}")));
        }
        let mut embedding = |name: &str, rows: usize| {
            out.push((format!("{family}.embeddings.{name}.weight"), vec![rows, hidden]));
        };
        embedding("word_embeddings", words);
        embedding("position_embeddings", positions);
        if family == "bert" {
            embedding("token_type_embeddings", 2);
        }
        out
    }
}

/// Weights by which each piece keeps the label of its word all the way through.
pub fn carried(name: &str, shape: &[usize]) -> Vec<f32> {
    let mut values = vec![0.0; shape.iter().product()];
    let label = |word: usize| LABELS.iter().position(|label| *label == WORDS[word].1).unwrap();
    if name.ends_with("word_embeddings.weight") {
        (0..shape[0]).for_each(|word| values[word * shape[1] + label(word)] = 1.0);
    } else if name.contains("orm.weight") {
        values.fill(1.0);
    } else if name == "classifier.weight" {
        (0..shape[0]).for_each(|label| values[label * shape[1] + label] = 1.0);
    }
    values
}

/// A file of tensors.
pub fn tensors(shapes: &[(String, Vec<usize>)], values: &mut dyn FnMut(&str, &[usize]) -> Vec<f32>) -> Vec<u8> {
    let (mut header, mut data) = (serde_json::Map::new(), Vec::new());
    for (name, shape) in shapes {
        let start = data.len();
        values(name, shape).into_iter().for_each(|value| data.extend(value.to_le_bytes()));
        header.insert(name.clone(), json!({"dtype": "F32", "shape": shape, "data_offsets": [start, data.len()]}));
    }
    let header = Value::Object(header).to_string();
    let mut out = (header.len() as u64).to_le_bytes().to_vec();
    out.extend(header.as_bytes());
    out.extend(data);
    out
}

/// Writes a model whose words have the labels of [`WORDS`].
pub fn write(folder: &Path, measures: Measures) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("config.json"), measures.config().to_string()).unwrap();
    let vocabulary: String = WORDS.iter().map(|(word, _)| format!("{word}\n")).collect();
    fs::write(folder.join("vocab.txt"), vocabulary).unwrap();
    fs::write(folder.join("model.safetensors"), tensors(&measures.shapes(), &mut carried)).unwrap();
}
