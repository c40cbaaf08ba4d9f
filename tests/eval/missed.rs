//! What a set's gold groups were torn into, and what was known of the pieces:
//! `cargo bench --bench versions -- missed SET`.

use super::{Found, Outcome, Record, find, labels};
use std::collections::BTreeMap;
use variorum::version::{Measure, Relation};

/// Prints each torn gold group with its pieces, and the strongest relation between the largest piece
/// and each other one.
pub fn report(records: &[Record]) -> Outcome<()> {
    let found = find(records)?;
    let labels = labels(records, &found.groups);
    let mut gold: BTreeMap<&str, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
    for (at, record) in records.iter().enumerate() {
        if let Some((group, _)) = &record.gold {
            gold.entry(group).or_default().entry(labels[at]).or_default().push(at);
        }
    }
    let mut torn: Vec<(usize, &str, Vec<Vec<usize>>)> = Vec::new();
    for (group, pieces) in gold.iter().filter(|(_, pieces)| pieces.len() > 1) {
        let mut pieces: Vec<Vec<usize>> = pieces.values().cloned().collect();
        pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
        let all: usize = pieces.iter().map(Vec::len).sum();
        let kept: usize = pieces.iter().map(|piece| piece.len() * (piece.len() - 1) / 2).sum();
        torn.push((all * (all - 1) / 2 - kept, group, pieces));
    }
    torn.sort_by_key(|group| std::cmp::Reverse(group.0));
    let lost: usize = torn.iter().map(|group| group.0).sum();
    println!("{lost} pairs lost in {} of {} groups", torn.len(), gold.len());
    for (lost, group, pieces) in &torn {
        println!("{lost:6} {group}: {}", sizes(pieces));
        for piece in &pieces[1..] {
            match strongest(&found, &pieces[0], piece) {
                Some(relation) => println!("       {}", told(&relation, records)),
                None => println!("       no relation with {}", records[piece[0]].key),
            }
        }
    }
    Ok(())
}

fn sizes(pieces: &[Vec<usize>]) -> String {
    pieces.iter().map(|piece| piece.len().to_string()).collect::<Vec<_>>().join(" + ")
}

fn strongest(found: &Found, one: &[usize], other: &[usize]) -> Option<Relation> {
    let holds = |piece: &[usize], document: u32| piece.contains(&(document as usize - 1));
    let between = |relation: &&Relation| {
        (holds(one, relation.a) && holds(other, relation.b)) || (holds(other, relation.a) && holds(one, relation.b))
    };
    let strength = |measure: &Measure| measure.whole.a_in_b.max(measure.whole.b_in_a);
    let ties = found.relations.iter().filter(between);
    ties.max_by(|x, y| strength(&x.measure).total_cmp(&strength(&y.measure))).copied()
}

fn told(relation: &Relation, records: &[Record]) -> String {
    let measure = &relation.measure;
    let share = |one: f32, other: f32| format!("{one:.2}/{other:.2}");
    format!(
        "{:9} words {}/{} own {}/{} whole {} own {} rare {} ({} runs, longest {}) {} {}",
        relation.kind.name(),
        measure.words.0,
        measure.words.1,
        measure.own_words.0,
        measure.own_words.1,
        share(measure.whole.a_in_b, measure.whole.b_in_a),
        share(measure.own.a_in_b, measure.own.b_in_a),
        share(measure.rare.a_in_b, measure.rare.b_in_a),
        measure.rare.runs,
        measure.whole.longest_run,
        records[relation.a as usize - 1].key,
        records[relation.b as usize - 1].key,
    )
}
