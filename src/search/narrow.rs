//! What the index can say about a regular expression: the words, or parts of words, without which
//! no text can match it.

use super::compile::Op;
use super::tree::{Pattern, Piece};
use crate::text::classes::{is_invisible, is_word};
use regex_syntax::hir::{Hir, HirKind};
use tantivy::schema::Field;

/// The shortest part of a word worth a walk through the dictionary, in letters.
const SHORTEST: usize = 3;

/// What every matching text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    /// A term of this form.
    Piece(Piece),
    All(Vec<Needs>),
    Any(Vec<Needs>),
}

impl Needs {
    pub(super) fn op(self, fields: &[Field]) -> Op {
        let ops = |parts: Vec<Self>| parts.into_iter().map(|part| part.op(fields)).collect();
        match self {
            Self::Nothing => Op::All,
            Self::Piece(piece) => Op::Piece { fields: fields.to_vec(), piece },
            Self::All(parts) => Op::And(ops(parts)),
            Self::Any(parts) => Op::Or(ops(parts)),
        }
    }
}

/// The needs of a pattern; nothing when it has no literal part that helps.
pub(super) fn candidates(pattern: &Pattern) -> Needs {
    let parsed = regex_syntax::ParserBuilder::new().case_insensitive(pattern.any_case).build().parse(&pattern.source);
    parsed.map_or(Needs::Nothing, |hir| needs(&hir))
}

fn needs(hir: &Hir) -> Needs {
    match hir.kind() {
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needs(&repetition.sub),
        HirKind::Alternation(parts) => {
            let parts: Vec<Needs> = parts.iter().map(needs).collect();
            if parts.contains(&Needs::Nothing) { Needs::Nothing } else { Needs::Any(parts) }
        }
        HirKind::Literal(_) | HirKind::Class(_) if letters(hir).is_some() => sequence(std::slice::from_ref(hir)),
        HirKind::Concat(parts) => sequence(parts),
        _ => Needs::Nothing,
    }
}

/// Neighbouring letters make one run; whatever else stands between has needs of its own.
fn sequence(parts: &[Hir]) -> Needs {
    let mut all = Vec::new();
    let mut run = String::new();
    for part in parts {
        match letters(part) {
            Some(text) => run.push_str(&text),
            None => {
                words_of(&run, &mut all);
                run.clear();
                let inner = needs(part);
                if inner != Needs::Nothing {
                    all.push(inner);
                }
            }
        }
    }
    words_of(&run, &mut all);
    match all.len() {
        0 => Needs::Nothing,
        1 => all.remove(0),
        _ => Needs::All(all),
    }
}

/// The text of a literal, or of a class that is one letter in both cases.
fn letters(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
        HirKind::Class(class) => {
            let regex_syntax::hir::Class::Unicode(class) = class else { return None };
            let mut lower = class.iter().flat_map(|range| range.start()..=range.end()).take(5).filter(char::is_ascii);
            let first = lower.next()?.to_ascii_lowercase();
            let rest_same = lower.all(|c| c.to_ascii_lowercase() == first);
            (rest_same && first.is_ascii_alphabetic() && class.iter().all(|range| range.len() == 1))
                .then(|| first.to_string())
        }
        _ => None,
    }
}

/// Runs of plain letters and digits are parts of terms. What stands around them in the text is
/// not known (a hyphen may join lines), so each is looked for anywhere in a term.
fn words_of(run: &str, out: &mut Vec<Needs>) {
    if run.chars().any(is_invisible) {
        return;
    }
    for word in run.split(|c: char| !(c.is_ascii() && is_word(c))) {
        if word.len() >= SHORTEST {
            out.push(Needs::Piece(Piece::Pattern(format!("*{}*", word.to_ascii_lowercase()))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Needs {
        let regex = regex::Regex::new(source).expect("a regular expression");
        candidates(&Pattern { source: source.to_owned(), any_case: false, regex })
    }

    fn part(text: &str) -> Needs {
        Needs::Piece(Piece::Pattern(format!("*{text}*")))
    }

    #[test]
    fn literals_narrow() {
        assert_eq!(of("tax haven"), Needs::All(vec![part("tax"), part("haven")]));
        assert_eq!(of(r"Haven\w+"), part("haven"));
        assert_eq!(of(r"(?i)haven"), part("haven"));
        assert_eq!(of("(tax|levy) x"), Needs::Any(vec![part("tax"), part("levy")]));
        assert_eq!(of("(tax|a)b"), Needs::Nothing);
        assert_eq!(of("(haven)*"), Needs::Nothing);
        assert_eq!(of("(haven)+s"), part("haven"));
        assert_eq!(of(r"\d{4}"), Needs::Nothing);
    }
}
