//! The network once more, number by number, as its papers describe it (Devlin et al. 2018; Sanh et al. 2019).

use super::tiny::{self, LABELS, Measures};
use super::*;
use std::collections::HashMap;

type Rows = Vec<Vec<f64>>;

/// Weights with names and shapes.
struct Weights(HashMap<String, (Vec<usize>, Vec<f32>)>);

impl Weights {
    fn vector(&self, name: &str) -> Vec<f64> {
        self.0[name].1.iter().map(|&value| f64::from(value)).collect()
    }

    fn rows(&self, name: &str) -> Rows {
        self.vector(name).chunks(self.0[name].0[1]).map(<[f64]>::to_vec).collect()
    }

    fn linear(&self, name: &str, input: &Rows) -> Rows {
        let (weight, bias) = (self.rows(&format!("{name}.weight")), self.vector(&format!("{name}.bias")));
        let one = |x: &Vec<f64>| weight.iter().zip(&bias).map(|(row, bias)| dot(row, x) + bias).collect();
        input.iter().map(one).collect()
    }

    fn norm(&self, name: &str, input: &Rows) -> Rows {
        let (weight, bias) = (self.vector(&format!("{name}.weight")), self.vector(&format!("{name}.bias")));
        let one = |x: &Vec<f64>| {
            let mean = x.iter().sum::<f64>() / x.len() as f64;
            let spread = x.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / x.len() as f64;
            let scaled = x.iter().map(|value| (value - mean) / (spread + 1e-12).sqrt());
            scaled.zip(weight.iter().zip(&bias)).map(|(value, (weight, bias))| value * weight + bias).collect()
        };
        input.iter().map(one).collect()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn sum(a: &Rows, b: &Rows) -> Rows {
    a.iter().zip(b).map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b).collect()).collect()
}

/// The integral of the normal distribution, by Simpson's rule.
fn normal(x: f64) -> f64 {
    const STEPS: usize = 400;
    let density = |t: f64| (-t * t / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let step = x / STEPS as f64;
    let inner: f64 = (1..STEPS).map(|at| density(at as f64 * step) * if at % 2 == 1 { 4.0 } else { 2.0 }).sum();
    0.5 + step / 3.0 * (density(0.0) + inner + density(x))
}

fn scores(measures: Measures, weights: &Weights, ids: &[u32]) -> Rows {
    let Measures { family, hidden, heads, layers, .. } = measures;
    let of = |name: &str| weights.rows(&format!("{family}.embeddings.{name}.weight"));
    let (words, places) = (of("word_embeddings"), of("position_embeddings"));
    let mut x: Rows = ids.iter().map(|&id| words[id as usize].clone()).collect();
    x = sum(&x, &places);
    if family == "bert" {
        x = sum(&x, &vec![of("token_type_embeddings")[0].clone(); ids.len()]);
    }
    x = weights.norm(&format!("{family}.embeddings.LayerNorm"), &x);
    let (stem, [query, key, value, mix, mix_norm, widen, narrow, norm]) = match family {
        "bert" => (
            "bert.encoder.layer",
            [
                "attention.self.query",
                "attention.self.key",
                "attention.self.value",
                "attention.output.dense",
                "attention.output.LayerNorm",
                "intermediate.dense",
                "output.dense",
                "output.LayerNorm",
            ],
        ),
        _ => (
            "distilbert.transformer.layer",
            [
                "attention.q_lin",
                "attention.k_lin",
                "attention.v_lin",
                "attention.out_lin",
                "sa_layer_norm",
                "ffn.lin1",
                "ffn.lin2",
                "output_layer_norm",
            ],
        ),
    };
    for layer in 0..layers {
        let name = |part: &str| format!("{stem}.{layer}.{part}");
        let [q, k, v] = [query, key, value].map(|part| weights.linear(&name(part), &x));
        let size = hidden / heads;
        let mut seen = vec![vec![0.0; hidden]; x.len()];
        for head in 0..heads {
            let span = head * size..(head + 1) * size;
            for at in 0..x.len() {
                let looks: Vec<f64> = (0..x.len())
                    .map(|to| (dot(&q[at][span.clone()], &k[to][span.clone()]) / (size as f64).sqrt()).exp())
                    .collect();
                let all: f64 = looks.iter().sum();
                for place in span.clone() {
                    seen[at][place] = (0..x.len()).map(|to| looks[to] / all * v[to][place]).sum();
                }
            }
        }
        let mixed = weights.norm(&name(mix_norm), &sum(&weights.linear(&name(mix), &seen), &x));
        let mut wide = weights.linear(&name(widen), &mixed);
        wide.iter_mut().flatten().for_each(|value| *value *= normal(*value));
        x = weights.norm(&name(norm), &sum(&weights.linear(&name(narrow), &wide), &mixed));
    }
    weights.linear("classifier", &x)
}

#[test]
fn the_network_computes_what_it_should() {
    for family in ["bert", "distilbert"] {
        let measures = Measures { family, layers: 3, heads: 4, ..tiny::TINY };
        let mut state = 7u64;
        let mut weights = Weights(HashMap::new());
        let mut random = |name: &str, shape: &[usize]| {
            let values: Vec<f32> = (0..shape.iter().product())
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    ((state >> 40) as f32 / (1u64 << 24) as f32 - 0.5) * 1.6
                })
                .collect();
            weights.0.insert(name.to_owned(), (shape.to_vec(), values.clone()));
            values
        };
        let folder = tempfile::tempdir().unwrap();
        tiny::write(folder.path(), measures);
        let tensors = tiny::tensors(&measures.shapes(), &mut random);
        std::fs::write(folder.path().join("model.safetensors"), tensors).unwrap();
        let model = Neural::open(folder.path()).unwrap();
        let ids: Vec<u32> = (0..measures.positions as u32).map(|at| at * 5 % measures.words as u32).collect();
        for count in [1, 2, 9, ids.len()] {
            let (ours, expected) =
                (model.encoder.scores(&ids[..count]).unwrap(), scores(measures, &weights, &ids[..count]));
            assert_eq!((ours.len(), ours[0].len()), (count, LABELS.len()));
            for (ours, expected) in ours.iter().flatten().zip(expected.iter().flatten()) {
                assert!((f64::from(*ours) - expected).abs() < 1e-3, "{family}: {ours} and {expected}");
            }
        }
        assert!(model.encoder.scores(&vec![0; measures.positions + 1]).is_err(), "more than it has positions for");
    }
}
