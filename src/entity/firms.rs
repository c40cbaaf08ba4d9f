//! Legal forms behind the names of firms: "Acme Widgets, Inc.", "Costruzioni Ferrari S.r.l.".

use super::EntityType::{Org, Person};
use super::lexicon::{GIVEN, SURNAME};
use super::page::Page;
use super::span::Span;
use super::titles::gender_of_given;
use super::tokens::Gap;
use crate::text::classes::is_word;
use crate::text::terms::fold_term;

/// Without their last point; of those that begin alike the longer one first.
const FORMS: [&str; 47] = [
    "Incorporated",
    "INCORPORATED",
    "Inc",
    "INC",
    "Limited",
    "LIMITED",
    "Ltda",
    "Ltd",
    "LTD",
    "L.L.C",
    "L.L.P",
    "L.P",
    "LLC",
    "LLP",
    "Lda",
    "Corp",
    "CORP",
    "Co., Ltd",
    "PLLC",
    "PLC",
    "Plc",
    "plc",
    "P.L.C",
    "P.C",
    "Pte. Ltd",
    "Pte Ltd",
    "Pty. Ltd",
    "Pty Ltd",
    "GmbH & Co. KG",
    "GmbH",
    "KGaA",
    "S.A. de C.V",
    "S.A.S",
    "S.p.A",
    "S.P.A",
    "S.r.l",
    "S.R.L",
    "S.L.U",
    "S.L",
    "S.A",
    "SARL",
    "Sp. z o.o",
    "A.G",
    "B.V",
    "K.K",
    "N.V",
    "s.r.o",
];

/// The bytes that legal forms behind a name begin with; "A.G." is as often somebody's initials.
static FIRST: [bool; 256] = {
    let (mut out, mut at) = ([false; 256], 0);
    while at < FORMS.len() {
        out[FORMS[at].as_bytes()[0] as usize] = true;
        at += 1;
    }
    out[b'A' as usize] = false;
    out
};

/// Joins the legal form behind a name to it and takes the whole for an organisation.
pub(super) fn with_forms(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    for mut name in names {
        name.from = name.from.max(out.last().map_or(0, |last| last.to));
        if name.from >= name.to {
            continue;
        }
        // The model may have taken the first letter of a form for a part of the name.
        let cut = name.to - 1;
        let behind =
            form_at(page, name.to).or_else(|| form_at(page, cut).filter(|&to| cut > name.from && to > name.to));
        if let Some(to) = behind {
            (name.to, name.kind) = (to, Org);
        } else if cut > name.from && ends_in_form(page, &name) || is_of_partners(page, &name) {
            name.kind = Org;
        }
        out.push(name);
    }
    out
}

/// A name with a legal form for its last word; of a person's the points are enough.
fn ends_in_form(page: &Page<'_>, name: &Span) -> bool {
    let last = page.tokens[name.to - 1].text;
    form_at(page, name.to - 1) == Some(name.to) || name.kind == Person && last.contains('.') && is_form(last)
}

/// A legal form of one word, in whatever letters.
pub(super) fn is_form(word: &str) -> bool {
    FORMS.iter().any(|form| word.eq_ignore_ascii_case(form))
}

/// "Ernst & Young", but "Tom & Mary".
fn is_of_partners(page: &Page<'_>, name: &Span) -> bool {
    // Most surnames are somebody's given name: "Steen & Hamilton".
    let clear = |at: usize| gender_of_given(&fold_term(page.tokens[at].text)).is_some();
    let given = |at: usize| page.word(at).has(GIVEN) && (!page.word(at).has(SURNAME) || clear(at));
    let mut and = (name.from + 1..name.to).filter(|&at| page.tokens[at].gap == Gap::Ampersand);
    name.kind == Person && and.any(|at| !(given(name.from) && given(at)))
}

/// The token behind a legal form that begins at one, right behind another word.
fn form_at(page: &Page<'_>, at: usize) -> Option<usize> {
    let token = page.tokens.get(at)?;
    let first = *token.text.as_bytes().first()?;
    if !FIRST[usize::from(first)] {
        return None;
    }
    let start = token.start(page.text);
    let before = page.tokens[at.checked_sub(1)?].end(page.text);
    if !matches!(&page.text[before..start], " " | ", " | "," | ". ") {
        return None;
    }
    let rest = &page.text[start..];
    let second = rest.as_bytes().get(1);
    let begins = |form: &&&str| {
        let bytes = form.as_bytes();
        // Words that begin otherwise are most, and comparing two bytes is quicker than comparing texts.
        (bytes[0], bytes.get(1)) == (first, second)
            && rest.strip_prefix(**form).is_some_and(|rest| !rest.starts_with(is_word))
    };
    let form = FORMS.iter().find(begins)?;
    let end = start + form.len();
    Some(
        (at + 1..page.tokens.len())
            .find(|&next| page.tokens[next].start(page.text) >= end)
            .unwrap_or(page.tokens.len()),
    )
}
