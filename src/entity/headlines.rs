//! Headlines for the training: sets of sentences have none, and the texts that people read are full of
//! them.

use super::Mention;
use super::lesson::Lesson;
use crate::text::segment::{paragraphs, sentences};
use std::ops::Range;

/// How a headline is written.
#[derive(Clone, Copy)]
enum Manner {
    Capitals,
    Title,
}

/// One lesson in so many is given a headline.
const EVERY: usize = 3;
/// Bytes of a sentence that makes a headline.
const LENGTH: Range<usize> = 20..100;

/// Lessons that are a headline, made from a sentence of the lesson's own text, over that text.
pub(super) fn with_headlines(lessons: &[Lesson]) -> Vec<Lesson> {
    let chosen = lessons.iter().enumerate().filter(|(at, _)| at % EVERY == 0);
    let manner = |at: usize| if (at / EVERY).is_multiple_of(2) { Manner::Capitals } else { Manner::Title };
    chosen.filter_map(|(at, lesson)| with_headline(lesson, manner(at))).collect()
}

fn with_headline(lesson: &Lesson, manner: Manner) -> Option<Lesson> {
    let text = &lesson.text;
    let all = paragraphs(text).into_iter().flat_map(|paragraph| sentences(text, paragraph));
    // The first with a name, as in print.
    let named = |sentence: &Range<usize>| {
        lesson.names.iter().any(|name| sentence.contains(&(name.start as usize)) && name.end as usize <= sentence.end)
    };
    let sentence = all.filter(|sentence| LENGTH.contains(&sentence.len())).find(named)?;
    let headline = written(text[sentence.clone()].trim_end_matches('.'), manner);
    let body = headline.len() as u32 + 2;
    let inside =
        |name: &&Mention| name.start as usize >= sentence.start && name.end as usize <= sentence.start + headline.len();
    let start = sentence.start as u32;
    let moved = |name: &Mention, by: u32, from: u32| Mention {
        start: name.start - from + by,
        end: name.end - from + by,
        ..*name
    };
    let mut names: Vec<Mention> = lesson.names.iter().filter(inside).map(|name| moved(name, 0, start)).collect();
    names.extend(lesson.names.iter().map(|name| moved(name, body, 0)));
    Some(Lesson { text: format!("{headline}\n\n{text}"), names, ..*lesson })
}

/// The sentence in capitals, or with a capital on every word but the small ones; of the same length in
/// bytes.
fn written(sentence: &str, manner: Manner) -> String {
    let mut out = String::with_capacity(sentence.len());
    for word in sentence.split_inclusive(' ') {
        let large = matches!(manner, Manner::Capitals);
        let titled = large || word.trim_end().chars().count() > 3;
        for (at, c) in word.chars().enumerate() {
            let mut upper = c.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(capital), None) if (large || titled && at == 0) && capital.len_utf8() == c.len_utf8() => {
                    out.push(capital)
                }
                _ => out.push(c),
            }
        }
    }
    out
}
