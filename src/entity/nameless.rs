//! What has a capital and names nothing: days and zones of time stamps, sign-offs of letters, the words of forms,
//! things that a number counts.

use super::EntityType::{Misc, Person, Place};
use super::codes;
use super::lexicon::{self, GIVEN, LEXICON, SURNAME};
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::{Gap, Token};
use super::wordlist::{Keys, Written, keys, written};
use crate::text::segment::ended_lines;
use std::ops::Range;
use std::sync::LazyLock;

static DAYS: Keys = LazyLock::new(|| {
    keys("mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday")
});
/// These are people, papers and peoples as well.
static DOUBTFUL: Keys = LazyLock::new(|| keys("mon sun sat may mar jan"));
static MONTHS: Keys = LazyLock::new(|| keys("jan feb mar apr may jun jul aug sep sept oct nov dec"));
static ZONES: Written = LazyLock::new(|| {
    written(
        "PDT PST MDT MST CDT CST EDT EST AKDT AKST HST UTC GMT CET CEST BST IST MSK EET EEST WET WEST AEST AEDT \
    ACST AWST JST KST HKT SGT NZST NZDT",
    )
});
/// Words of letterheads, forms and menus.
static FORMS: Keys = LazyLock::new(|| {
    keys(
        "secret confidential classified unclassified info immediate release browse contact subscribe unsubscribe \
    fax tel telephone phone email e-mail login logout download click sitemap faq copyright attachment attachments \
    forwarded subject attn whereof witness hereby",
    )
});
/// With a number behind them these count something.
static COUNTED: Keys = LazyLock::new(|| {
    keys(
        "bill mark ward page act rule section article chapter part phase level grade room floor gate district \
    precinct exhibit appendix table figure item question note unit block lot tier title class route",
    )
});
/// Money of countries, beside an amount.
static MONEY: Written = LazyLock::new(|| {
    written(
        "EUR USD GBP CHF JPY CNY RMB RUB INR AUD CAD NZD NOK SEK DKK ISK ZAR PLN CZK HUF RON BGN TRY BRL MXN ARS CLP \
    COP PEN KRW SGD HKD TWD THB MYR IDR PHP AED SAR QAR KWD EGP NGN KES GHS UAH KZT ILS",
    )
});
/// What is cited behind a surname, short with a point: "(Kern Dep. 44:12)".
static CITED: Written = LazyLock::new(|| written("Dep Depo Decl Aff Tr Br"));
/// What begins a sentence that tells to turn to somebody.
static ASKS: Written = LazyLock::new(|| written("Contact Call Email Ask See Phone Tell Thank"));
/// Words of address that are nobody without a name.
static ADDRESS: Keys =
    LazyLock::new(|| keys("the rt right hon honourable honorable honour honor your lordship ladyship excellency"));
/// Posts that stand in brackets behind a name.
static POSTS: Keys = LazyLock::new(|| keys("chair clerk treasurer secretary director promoter minutes vice-chair"));
/// Lines of a mail's head that name nobody.
const STAMPED: [&str; 6] = ["Date:", "Sent:", "Received:", "Delivered:", "DATE:", "Sent At:"];
/// The words of a line that ends a letter.
static SIGNED: Keys = LazyLock::new(|| {
    keys(
        "cheers regards thanks thank you many sincerely yours truly faithfully respectfully best kind kindest warm \
    warmest wishes very cordially love and again in advance with submitted take care",
    )
});
/// Of these one must be there.
static SIGNS: Keys =
    LazyLock::new(|| keys("cheers regards thanks sincerely truly faithfully respectfully wishes cordially"));

/// The names of a document without these.
pub(super) fn without(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let stamped = stamped(page.text);
    names.into_iter().filter_map(|name| named(page, name, &stamped)).collect()
}

/// A name without what is no part of it; `stamped` are lines in which times stand.
fn named(page: &Page<'_>, mut name: Span, stamped: &[Range<usize>]) -> Option<Span> {
    // What counts or scores is no part of a name: "Kernheim 2-1".
    while name.to - name.from > 1 && (is_count(page, &name) || is_owned_number(page, &name)) {
        name.to -= 1;
        if name.to - name.from == 1 && name.kind == Person && is_of(&COUNTED, page, name.from) {
            return None;
        }
    }
    while name.kind == Person && name.to - name.from > 1 && is_cited(page, name.to - 1) {
        name.to -= 1;
    }
    if name.to - name.from > 1 && is_asked(page, &name) {
        (name.from, name.kind) = (name.from + 1, Person);
    }
    if let Some(from) = behind_small_capitals(page, &name) {
        name.from = from;
    }
    let single = name.to - name.from == 1;
    let stamp = single && (is_day(page, name.from) || is_zone(page, name.from));
    let us = |at: usize| at > name.from && page.tokens[at].text == "Us";
    let form = codes::is_code(page, &name)
        || (name.from..name.to).all(|at| us(at) || is_of(&FORMS, page, at) && !page.word(at).has(SURNAME));
    let counted = single && name.kind == Person && is_counted(page, name.from);
    let post = single && (is_post_in_brackets(page, name.from) || name.kind == Person && is_post(page, name.from));
    let post = post || is_address(page, &name) || is_money(page, &name) || single && is_bare_form(page, name.from);
    let in_stamp = || name.kind != Place && stands_in(stamped, page.tokens[name.from].start(page.text));
    (!stamp && !form && !counted && !post && !in_stamp() && !is_signed(page, &name)).then_some(name)
}

fn is_of(list: &Keys, page: &Page<'_>, at: usize) -> bool {
    list.contains(&page.word(at).key)
}

/// A score, or a number at the end of a person's name.
fn is_count(page: &Page<'_>, name: &Span) -> bool {
    let token = &page.tokens[name.to - 1];
    let digits = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = token.text.split(['-', '\u{2013}']);
    let score =
        matches!((parts.next(), parts.next(), parts.next()), (Some(a), Some(b), None) if digits(a) && digits(b));
    token.is_number()
        && (score && name.kind != Misc
            || name.kind == Person && token.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

/// A number that a name owns: "Kern's 12,000 members".
fn is_owned_number(page: &Page<'_>, name: &Span) -> bool {
    let last = &page.tokens[name.to - 1];
    last.is_number() && last.gap == Gap::Possessive
}

/// The short form of a day, or of a month beside a number.
fn is_day(page: &Page<'_>, at: usize) -> bool {
    let (day, month) = (is_of(&DAYS, page, at), is_of(&MONTHS, page, at));
    if !day && !month {
        return false;
    }
    let near = |at: usize| page.tokens.get(at).is_some_and(|token| token.is_number());
    let beside = near(at + 1) && matches!(page.tokens[at + 1].gap, Gap::Blank | Gap::Comma | Gap::Point)
        || at > 0 && near(at - 1) && matches!(page.tokens[at].gap, Gap::Blank | Gap::Hyphen | Gap::Dash | Gap::Slash);
    let capitals = page.tokens[at].is_capitals() && !page.tokens[at].even && page.tokens[at].text.len() > 2;
    let honoured = at > 0 && page.sense(at - 1) == Some(Sense::Title) && page.capital[at - 1];
    let doubtful = is_of(&DOUBTFUL, page, at);
    if honoured {
        return false;
    }
    day && (!capitals && !doubtful || beside) || month && beside && !page.tokens[at].text.eq_ignore_ascii_case("may")
}

/// A time zone behind a time.
fn is_zone(page: &Page<'_>, at: usize) -> bool {
    let token = &page.tokens[at];
    let before = at.checked_sub(1).map(|before| &page.tokens[before]);
    let time = |before: &Token<'_>| {
        before.is_number() || matches!(before.text.to_ascii_lowercase().as_str(), "am" | "pm" | "a.m" | "p.m" | "m")
    };
    ZONES.contains(token.text)
        && before.is_some_and(time)
        && matches!(token.gap, Gap::Blank | Gap::Open | Gap::Point | Gap::Stop)
}

/// "Ward 5", where nothing says that Ward is somebody.
fn is_counted(page: &Page<'_>, at: usize) -> bool {
    let next = page.tokens.get(at + 1).filter(|next| next.gap == Gap::Blank && next.is_number());
    let short = next.is_some_and(|next| next.text.len() < 4 || next.text.contains('-'));
    let titled = at > 0 && page.sense(at - 1) == Some(Sense::Title) && page.capital[at - 1];
    short && is_of(&COUNTED, page, at) && !titled
}

/// A title alone before a bracket: "Mayor (D)".
fn is_post(page: &Page<'_>, at: usize) -> bool {
    let open = page.tokens.get(at + 1).is_some_and(|next| next.gap == Gap::Open);
    let given = at > 0 && page.word(at - 1).has(GIVEN) && page.tokens[at].gap == Gap::Blank;
    open && page.sense(at) == Some(Sense::Title) && !given
}

fn is_post_in_brackets(page: &Page<'_>, at: usize) -> bool {
    page.tokens[at].bracketed && is_of(&POSTS, page, at)
}

/// "Kern Dep." in a brief.
fn is_cited(page: &Page<'_>, at: usize) -> bool {
    let token = &page.tokens[at];
    token.text.len() <= 4
        && token.gap == Gap::Blank
        && CITED.contains(token.text)
        && page.text[token.end(page.text)..].starts_with('.')
}

/// "Contact Anna" at the beginning of a sentence.
fn is_asked(page: &Page<'_>, name: &Span) -> bool {
    let (first, second) = (&page.tokens[name.from], name.from + 1);
    first.fresh
        && ASKS.contains(first.text)
        && page.tokens[second].gap == Gap::Blank
        && page.word(second).has(GIVEN)
        && name.to - name.from <= 3
}

/// "Your Honor", "The Rt Hon": words that stand before a name, without one.
fn is_address(page: &Page<'_>, name: &Span) -> bool {
    name.to - name.from > 1
        && (name.from..name.to).all(|at| is_of(&ADDRESS, page, at) || page.sense(at) == Some(Sense::Title))
        && is_of(&ADDRESS, page, name.from)
}

/// A currency, with its amount in the name or beside it.
fn is_money(page: &Page<'_>, name: &Span) -> bool {
    let number = |at: usize| page.tokens.get(at).is_some_and(|token| token.is_number() && token.gap != Gap::Break);
    let beside = || number(name.from + 1) || name.from > 0 && number(name.from - 1);
    name.to - name.from <= 2
        && page.tokens[name.from].text.len() == 3
        && MONEY.contains(page.tokens[name.from].text)
        && beside()
        && (name.from + 1..name.to).all(number)
}

/// A legal form with points and nothing before it.
fn is_bare_form(page: &Page<'_>, at: usize) -> bool {
    matches!(page.tokens[at].text, "L.P" | "L.L.C" | "L.L.P" | "P.C" | "P.L.C" | "N.V" | "B.V" | "F.S.B")
}

/// The line in which a name stands, if it is a short one.
fn line<'t>(page: &Page<'t>, name: &Span) -> Option<&'t str> {
    const FAR: usize = 100;
    let (start, end) = (page.tokens[name.from].start(page.text), page.tokens[name.to - 1].end(page.text));
    let bytes = page.text.as_bytes();
    // Whole texts are one line; nobody is to go through them for each name.
    let (first, last) = (start.saturating_sub(FAR), bytes.len().min(end + FAR));
    let from = match bytes[first..start].iter().rposition(|&byte| byte == b'\n') {
        Some(before) => first + before + 1,
        None => (first == 0).then_some(0)?,
    };
    let to = match bytes[end..last].iter().position(|&byte| byte == b'\n') {
        Some(behind) => end + behind,
        None => (last == bytes.len()).then_some(last)?,
    };
    page.text.get(from..to)
}

/// The lines of mails' heads that say when they were sent.
fn stamped(text: &str) -> Vec<Range<usize>> {
    ended_lines(text).filter(|line| is_stamp(&text[line.clone()])).collect()
}

fn is_stamp(line: &str) -> bool {
    const LONGEST: usize = 90;
    let head = line.trim_start_matches(['>', ' ', '\t', '*']);
    let Some(rest) = STAMPED.iter().find_map(|field| head.strip_prefix(field)) else { return false };
    let rest = rest.strip_suffix('\n').unwrap_or(rest);
    let colons = || rest.as_bytes().windows(3).filter(|near| near[1] == b':');
    let timed = || colons().any(|near| near[0].is_ascii_digit() && near[2].is_ascii_digit());
    // Another field of a form stands in the same line.
    let form = || colons().any(|near| near[0].is_ascii_alphabetic());
    rest.len() < LONGEST && timed() && !form()
}

/// A place of the text stands in one of some ranges that are in order.
fn stands_in(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.start <= at)
}

/// In a line that says goodbye and nothing else.
fn is_signed(page: &Page<'_>, name: &Span) -> bool {
    if name.to - name.from > 3 || !(name.from..name.to).any(|at| is_of(&SIGNED, page, at)) {
        return false;
    }
    let Some(line) = line(page, name) else { return false };
    let words = || line.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let one_of = |list: &Keys, word: &str| list.contains(&lexicon::key(&word.to_ascii_lowercase()));
    words().all(|word| one_of(&SIGNED, word)) && words().any(|word| one_of(&SIGNS, word))
}

/// Where the name begins behind a title in small capitals that a scanner took for two words: "J USTICE KERN".
fn behind_small_capitals(page: &Page<'_>, name: &Span) -> Option<usize> {
    let (first, second) = (&page.tokens[name.from], page.tokens.get(name.from + 1)?);
    let broken = first.text.chars().count() == 1 && second.gap == Gap::Blank && second.is_capitals() && !first.even;
    if name.to - name.from < 3 || !broken {
        return None;
    }
    let title = LEXICON.word(lexicon::key(&format!("{}{}", first.text, second.text).to_lowercase()));
    (title.sense == Some(Sense::Title)).then_some(name.from + 2)
}
