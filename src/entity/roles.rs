//! Words that stand for whoever has a part in a contract, a hearing or an interview: "the Buyer", "INTERVIEWER:".

use super::EntityType::{Misc, Org, Person};
use super::lexicon::{COMMON, GIVEN, Hashed, SURNAME};
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;
use super::wordlist::{Keys, keys};
use crate::text::classes::{is_apostrophe, is_double_quote};
use std::sync::LazyLock;

/// Parties of contracts and suits.
static PARTIES: Keys = LazyLock::new(|| {
    keys(
        "buyer buyers purchaser purchasers seller sellers vendor vendors lender lenders borrower borrowers lessor lessee \
    landlord tenant licensor licensee employer employee executive contractor subcontractor consultant supplier customer \
    client issuer holder guarantor trustee depositor servicer underwriter underwriters indemnitee guarantor guarantors agent agents grantor grantee assignor \
    assignee franchisor franchisee mortgagor mortgagee pledgor debtor creditor insurer insured policyholder registrant \
    shareholder shareholders stockholder stockholders parent subsidiary affiliate affiliates company companies partnership \
    plaintiff plaintiffs defendant defendants appellant appellants appellee respondent respondents petitioner petitioners \
    claimant claimants complainant prosecution defence defense agreement lease loan notes premises property",
    )
});
/// Who speaks in a transcript, where no name is given.
static SPEAKERS: Keys = LazyLock::new(|| {
    keys(
        "interviewer interviewee moderator facilitator respondent participant participants witness court clerk operator \
    narrator speaker presenter host reporter translator interpreter unidentified juror bailiff caller dispatcher voice \
    question answer male female official audience member",
    )
});

/// What stands before such a word and before no name.
const ARTICLES: [&str; 6] = ["the", "each", "any", "such", "every", "an"];

/// The names of a document without these.
pub(super) fn without_roles(page: &Page<'_>, mut names: Vec<Span>) -> Vec<Span> {
    let mut defined: Hashed<()> = Hashed::default();
    for name in &names {
        if let Some(at) = role(page, name).filter(|&at| is_defined(page, name.from, at)) {
            defined.insert(page.word(at).key, ());
        }
    }
    names.iter_mut().for_each(|name| *name = without_suit(page, *name));
    names.retain(|name| {
        let party = role(page, name).is_some_and(|at| {
            let word = page.word(at);
            let before = name.from.checked_sub(1).map_or("", |before| page.tokens[before].text);
            let article =
                name.to - name.from > 1 || ARTICLES.iter().any(|article| before.eq_ignore_ascii_case(article));
            PARTIES.contains(&word.key) && article && !word.has(GIVEN) || defined.contains_key(&word.key)
        });
        !party && !is_label(page, name)
    });
    names
}

/// What somebody is in a suit, before the name, and what is filed, behind its possessive: "Defendant Kern Company's
/// Motion".
static SUIT: Keys = LazyLock::new(|| {
    keys(
        "plaintiff plaintiffs defendant defendants appellant appellants appellee appellees petitioner petitioners \
    respondent respondents claimant claimants complainant counterclaimant intervenor debtor creditor",
    )
});
static FILED: Keys = LazyLock::new(|| {
    keys(
        "motion motions complaint brief response opposition memorandum reply petition answer counsel appeal objection objections application",
    )
});

/// The name without these.
fn without_suit(page: &Page<'_>, mut name: Span) -> Span {
    if name.to - name.from > 1
        && SUIT.contains(&page.word(name.from).key)
        && page.tokens[name.from + 1].gap == Gap::Blank
    {
        name.from += 1;
    }
    if name.kind != Misc && name.to - name.from < 3 {
        return name;
    }
    let owned = |at: &usize| page.tokens[*at].gap == Gap::Possessive && FILED.contains(&page.word(*at).key);
    if let Some(at) = (name.from + 1..name.to).find(owned) {
        name.to = at;
        let form = |at: usize| matches!(page.sense(at), Some(Sense::LegalForm | Sense::OrgHead));
        if name.kind == Misc {
            name.kind = if form(at - 1) { Org } else { Person };
        }
    }
    name
}

/// The word of a name that is one, perhaps behind its article.
fn role(page: &Page<'_>, name: &Span) -> Option<usize> {
    let article = page.tokens[name.from].text.eq_ignore_ascii_case("the");
    (name.to - name.from == 1 + usize::from(article)).then_some(name.to - 1)
}

/// A common word that the text puts in quotes to say for whom it stands: (the "Buyer").
fn is_defined(page: &Page<'_>, from: usize, at: usize) -> bool {
    let word = page.word(at);
    let common = PARTIES.contains(&word.key) || word.has(COMMON) && !word.has(GIVEN | SURNAME);
    let article = from < at || from > 0 && page.tokens[from - 1].text == "the";
    let (start, end) = (page.tokens[at].start(page.text), page.tokens[at].end(page.text));
    common && article && page.text[end..].starts_with(is_quote) && page.text[..start].trim_end().ends_with(is_quote)
}

/// The whole of what stands before the colon at the beginning of a line: "RESPONDENT 1: Yes."
fn is_label(page: &Page<'_>, name: &Span) -> bool {
    let spoken = |at: usize| SPEAKERS.contains(&page.word(at).key);
    let counted = |at: usize| page.tokens[at].is_number() || page.tokens[at].text.chars().count() == 1;
    if !(name.from..name.to).all(|at| spoken(at) || at > name.from && counted(at)) {
        return false;
    }
    let first = match name.from.checked_sub(1).map(|before| page.tokens[before].text) {
        Some(before) if before.eq_ignore_ascii_case("the") => name.from - 1,
        _ => name.from,
    };
    let start = page.tokens[first].start(page.text);
    // Transcripts number their lines.
    let begins = page.text[..start].trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | '*'));
    let behind = page.text[page.tokens[name.to - 1].end(page.text)..]
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '#' | '*'));
    {
        let large = (name.from..name.to).all(|at| page.tokens[at].is_capitals() && !page.tokens[at].even);
        (begins.is_empty() || begins.ends_with('\n') || large) && behind.starts_with(':')
    }
}

fn is_quote(c: char) -> bool {
    is_double_quote(c) || is_apostrophe(c)
}
