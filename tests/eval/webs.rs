//! Webs: many texts that go through each other from end to end. Copies of one source that is not there itself are
//! one group; a form that many filled in makes none.

use crate::damage::Dice;
use crate::{Outcome, Record, find};

/// Documents in a web.
const SIZES: [usize; 5] = [12, 40, 100, 300, 1000];
/// Words of what is filled in; a blank for a ward or a month has few, one for a name many.
const FEW: usize = 8;
/// Words of a blank that was filled in.
const FILLED: usize = 2;

const KINDS: [&str; 12] = [
    "edit 1 %",
    "edit 2 %",
    "edit 5 %",
    "ocr 1 %",
    "ocr 2 %",
    "one part cut",
    "form, a blank in 80 words",
    "form, a blank in 40 words",
    "form, a blank in 20 words",
    "form, few to choose from",
    "form, badly read",
    "form, with a page of its own",
];

fn edited(words: &[&str], others: &[&str], percent: usize, dice: &mut Dice) -> String {
    let new: Vec<&str> = words
        .iter()
        .map(|&word| if dice.roll(100) < percent { others[dice.roll(others.len())] } else { word })
        .collect();
    new.join(" ")
}

fn misread(text: &str, percent: usize, dice: &mut Dice) -> String {
    let misread =
        |c: char| if c.is_alphabetic() && dice.roll(100) < percent { ['c', 'l', 'm', 'o'][dice.roll(4)] } else { c };
    text.chars().map(misread).collect()
}

fn filled(words: &[&str], choice: &[&str], every: usize, dice: &mut Dice) -> String {
    let mut out = Vec::new();
    for part in words.chunks(every) {
        out.extend(&part[..part.len().saturating_sub(FILLED)]);
        (0..FILLED).for_each(|_| out.push(choice[dice.roll(choice.len())]));
    }
    out.join(" ")
}

fn made(kind: &str, words: &[&str], others: &[&str], dice: &mut Dice) -> String {
    match kind {
        "edit 1 %" => edited(words, others, 1, dice),
        "edit 2 %" => edited(words, others, 2, dice),
        "edit 5 %" => edited(words, others, 5, dice),
        "ocr 1 %" => misread(&words.join(" "), 1, dice),
        "ocr 2 %" => misread(&words.join(" "), 2, dice),
        "one part cut" => {
            let from = dice.roll(words.len() * 3 / 4);
            let kept = [&words[..from], &words[from + words.len() / 4..]].concat();
            edited(&kept, others, 1, dice)
        }
        "form, a blank in 80 words" => filled(words, others, 80, dice),
        "form, a blank in 40 words" => filled(words, others, 40, dice),
        "form, a blank in 20 words" => filled(words, others, 20, dice),
        "form, few to choose from" => filled(words, &others[..FEW], 20, dice),
        "form, badly read" => misread(&filled(words, others, 20, dice), 1, dice),
        _ => {
            let from = dice.roll(others.len() - words.len() / 2);
            let page = edited(&others[from..from + words.len() / 2], others, 60, dice);
            format!("{} {page}", filled(words, others, 40, dice))
        }
    }
}

/// Prints how many of each web stand in its largest group, and how many alone.
pub fn report(records: &[Record]) -> Outcome<()> {
    let mut dice = Dice(11);
    let long = records.iter().filter(|record| (500..700).contains(&record.text.split_whitespace().count()));
    let texts: Vec<&Record> = long.collect();
    let others: Vec<&str> = texts.iter().rev().take(40).flat_map(|record| record.text.split_whitespace()).collect();
    println!("\nwebs of texts whose source is not there: documents in the largest group, alone");
    print!("{:30}", "");
    SIZES.iter().for_each(|size| print!(" {size:>11}"));
    println!();
    for (at, kind) in KINDS.iter().enumerate() {
        print!("{kind:30}");
        for (place, size) in SIZES.iter().enumerate() {
            let words: Vec<&str> = texts[at * SIZES.len() + place].text.split_whitespace().collect();
            let corpus: Vec<Record> = (0..*size)
                .map(|at| Record {
                    key: format!("{at:06}"),
                    date: None,
                    title: String::new(),
                    text: made(kind, &words, &others, &mut dice),
                    gold: None,
                })
                .collect();
            let groups = find(&corpus)?.groups;
            let largest = groups.iter().map(|group| group.members.len()).max().unwrap_or(0);
            let alone = size - groups.iter().map(|group| group.members.len()).sum::<usize>();
            print!(" {:>11}", format!("{largest}, {alone}"));
        }
        println!();
    }
    Ok(())
}
