//! The network: a transformer that reads all pieces of a window at once and labels each.

use super::folder::{Activation, Config, Family};
use candle_core::{D, Device, IndexOp, Result, Tensor};
use candle_nn::{LayerNorm, Linear, Module, VarBuilder};

/// A network that classifies tokens.
pub(super) struct Encoder {
    words: Tensor,
    /// What is added at each place: the place itself, and that it is of the first text.
    places: Tensor,
    norm: LayerNorm,
    layers: Vec<Layer>,
    labels: Linear,
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    mix: Linear,
    mix_norm: LayerNorm,
    widen: Linear,
    narrow: Linear,
    norm: LayerNorm,
    heads: usize,
    activation: Activation,
}

/// What the weights of a family are called.
struct Names {
    root: &'static str,
    layers: &'static str,
    query: &'static str,
    key: &'static str,
    value: &'static str,
    mix: &'static str,
    mix_norm: &'static str,
    widen: &'static str,
    narrow: &'static str,
    norm: &'static str,
}

const BERT: Names = Names {
    root: "bert",
    layers: "encoder.layer",
    query: "attention.self.query",
    key: "attention.self.key",
    value: "attention.self.value",
    mix: "attention.output.dense",
    mix_norm: "attention.output.LayerNorm",
    widen: "intermediate.dense",
    narrow: "output.dense",
    norm: "output.LayerNorm",
};

const DISTILBERT: Names = Names {
    root: "distilbert",
    layers: "transformer.layer",
    query: "attention.q_lin",
    key: "attention.k_lin",
    value: "attention.v_lin",
    mix: "attention.out_lin",
    mix_norm: "sa_layer_norm",
    widen: "ffn.lin1",
    narrow: "ffn.lin2",
    norm: "output_layer_norm",
};

impl Encoder {
    /// Takes the weights of a model.
    ///
    /// # Errors
    /// With its name, when one is not there or has another shape than the configuration says.
    pub fn load(weights: &VarBuilder<'_>, config: &Config) -> Result<Self> {
        let names = match config.family {
            Family::Bert => BERT,
            Family::DistilBert => DISTILBERT,
        };
        let (root, hidden) = (weights.pp(names.root), config.hidden);
        let embeddings = root.pp("embeddings");
        let words = embeddings.get((config.vocabulary, hidden), "word_embeddings.weight")?;
        let places = embeddings.get((config.positions, hidden), "position_embeddings.weight")?;
        let places = match config.family {
            Family::Bert => {
                let types = embeddings.get((config.types, hidden), "token_type_embeddings.weight")?;
                places.broadcast_add(&types.i(0)?)?
            }
            Family::DistilBert => places,
        };
        let layer = |at: usize| {
            let here = root.pp(names.layers).pp(at);
            let linear = |name, from, to| linear(&here.pp(name), from, to);
            Ok(Layer {
                query: linear(names.query, hidden, hidden)?,
                key: linear(names.key, hidden, hidden)?,
                value: linear(names.value, hidden, hidden)?,
                mix: linear(names.mix, hidden, hidden)?,
                mix_norm: norm(&here.pp(names.mix_norm), config)?,
                widen: linear(names.widen, hidden, config.wide)?,
                narrow: linear(names.narrow, config.wide, hidden)?,
                norm: norm(&here.pp(names.norm), config)?,
                heads: config.heads,
                activation: config.activation,
            })
        };
        Ok(Self {
            words,
            places,
            norm: norm(&embeddings.pp("LayerNorm"), config)?,
            layers: (0..config.layers).map(layer).collect::<Result<_>>()?,
            labels: linear(&weights.pp("classifier"), hidden, config.labels.len())?,
        })
    }

    /// The most likely label of each piece, the first of equals.
    ///
    /// # Errors
    /// When there are more pieces than the model has positions, or one that it does not know.
    pub fn labels(&self, ids: &[u32]) -> Result<Vec<usize>> {
        let best =
            |scores: &Vec<f32>| (1..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best });
        Ok(self.scores(ids)?.iter().map(best).collect())
    }

    /// How much speaks for each label, piece by piece.
    pub(super) fn scores(&self, ids: &[u32]) -> Result<Vec<Vec<f32>>> {
        let ids = Tensor::new(ids, &Device::Cpu)?;
        let words = self.words.index_select(&ids, 0)?;
        let mut pieces = self.norm.forward(&(words + self.places.i(..ids.dim(0)?)?)?)?;
        for layer in &self.layers {
            pieces = layer.forward(&pieces)?;
        }
        self.labels.forward(&pieces)?.to_vec2()
    }
}

impl Layer {
    fn forward(&self, pieces: &Tensor) -> Result<Tensor> {
        let (count, hidden) = pieces.dims2()?;
        let by_head = |of: &Linear| {
            of.forward(pieces)?.reshape((count, self.heads, hidden / self.heads))?.transpose(0, 1)?.contiguous()
        };
        let (query, key, value) = (by_head(&self.query)?, by_head(&self.key)?, by_head(&self.value)?);
        let scale = ((hidden / self.heads) as f64).sqrt();
        let looks = (query.matmul(&key.transpose(D::Minus1, D::Minus2)?.contiguous()?)? / scale)?;
        let seen = candle_nn::ops::softmax_last_dim(&looks)?.matmul(&value)?;
        let seen = seen.transpose(0, 1)?.contiguous()?.reshape((count, hidden))?;
        let mixed = self.mix_norm.forward(&(self.mix.forward(&seen)? + pieces)?)?;
        let wide = self.widen.forward(&mixed)?;
        let wide = match self.activation {
            Activation::Gelu => wide.gelu_erf()?,
            Activation::GeluTanh => wide.gelu()?,
            Activation::Relu => wide.relu()?,
        };
        self.norm.forward(&(self.narrow.forward(&wide)? + mixed)?)
    }
}

fn linear(weights: &VarBuilder<'_>, from: usize, to: usize) -> Result<Linear> {
    Ok(Linear::new(weights.get((to, from), "weight")?, Some(weights.get(to, "bias")?)))
}

fn norm(weights: &VarBuilder<'_>, config: &Config) -> Result<LayerNorm> {
    // Older models have other names for the two.
    let (weight, bias) = if weights.contains_tensor("gamma") { ("gamma", "beta") } else { ("weight", "bias") };
    Ok(LayerNorm::new(weights.get(config.hidden, weight)?, weights.get(config.hidden, bias)?, config.epsilon))
}
