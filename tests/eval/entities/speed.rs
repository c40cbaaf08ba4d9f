//! Speed: MB of text per second on one core, names resolved across documents per second, and what a
//! list of names costs.

use crate::Outcome;
use crate::sets;
use std::path::Path;
use std::time::Instant;
use variorum::entity::{EntityType, Gazetteer, Name, across, recognise, resolve};

/// Reads press releases, recognises and resolves their names, then resolves made-up names and
/// looks for a list of them.
pub fn report(data: &Path) -> Outcome<()> {
    let records = sets::load(&data.join("grimmer_dev.jsonl"))?;
    let bytes: usize = records.iter().map(|record| record.text.len()).sum();
    let rate = |seconds: f64| bytes as f64 / 1e6 / seconds;
    let begin = Instant::now();
    recognise("Nobody.");
    println!("ready       {:6.2} s, once", begin.elapsed().as_secs_f64());
    let begin = Instant::now();
    let mentions: Vec<_> = records.iter().map(|record| recognise(&record.text)).collect();
    println!(
        "recognise   {:6.1} MB/s, {} names",
        rate(begin.elapsed().as_secs_f64()),
        mentions.iter().flatten().count()
    );
    let begin = Instant::now();
    let entities: usize =
        records.iter().zip(&mentions).map(|(record, names)| resolve(&record.text, names).entities.len()).sum();
    println!("resolve     {:6.1} MB/s, {entities} entities", rate(begin.elapsed().as_secs_f64()));
    let names = made_up(500_000);
    let begin = Instant::now();
    let heads = across(&names, &[]);
    let left = heads.iter().enumerate().filter(|&(at, &head)| at == head).count();
    println!("across      {:6.2} s for {} names, {left} entities", begin.elapsed().as_secs_f64(), names.len());
    let mut forms: Vec<&str> = names[..50_000].iter().map(|name| name.name.as_str()).collect();
    // A tenth of what the texts name is listed, too.
    let named = records.iter().zip(&mentions).flat_map(|(record, named)| named.iter().map(move |name| (record, name)));
    forms.extend(named.step_by(10).map(|(record, name)| &record.text[name.start as usize..name.end as usize]));
    forms.sort_unstable();
    forms.dedup();
    let begin = Instant::now();
    let list = Gazetteer::of((0..).zip(forms.iter().copied()));
    println!("list        {:6.2} s to read {} forms", begin.elapsed().as_secs_f64(), forms.len());
    let begin = Instant::now();
    let found: usize = records.iter().map(|record| list.find(&record.text).len()).sum();
    println!("look for it {:6.1} MB/s, {found} found", rate(begin.elapsed().as_secs_f64()));
    Ok(())
}

/// Names from syllables; surnames are shared as unevenly as real ones.
fn made_up(count: usize) -> Vec<Name> {
    const START: [&str; 12] = ["Ba", "Ko", "Mi", "Ru", "Se", "Ta", "Vo", "Le", "Ni", "Da", "Fe", "Ga"];
    const END: [&str; 12] = ["ren", "lo", "mar", "ta", "vik", "sen", "dor", "ni", "ska", "bel", "tur", "ko"];
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    (0..count)
        .map(|_| {
            let given = format!("{}{}{}", START[next(12)], END[next(12)], END[next(12)].to_lowercase());
            // A product of two draws makes low numbers, and so some surnames, frequent.
            let rank = next(400) * next(400);
            let surname = format!("{}{}{}", START[rank % 12], END[rank / 12 % 12], END[rank / 144 % 12]);
            let tail = if rank / 1728 > 0 { END[rank / 1728 % 12] } else { "" };
            Name { name: format!("{given} {surname}{tail}"), kind: EntityType::Person, documents: 1, mentions: 2 }
        })
        .collect()
}
