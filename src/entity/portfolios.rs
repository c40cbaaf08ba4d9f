//! Ministries, committees and offices that are for several things: "Ministry of Health, Labour and Welfare".

use super::EntityType::{Org, Person, Place};
use super::lexicon::{COMMON, COUNTRY, DEMONYM, GIVEN, PLACE, SURNAME};
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;
use super::tongue::Tongue;
use super::wordlist::{Keys, keys};
use crate::text::terms::fold_term;
use std::sync::LazyLock;

/// What the names of such bodies begin with, folded.
static HEADS: Keys = LazyLock::new(|| {
    keys(
        "ministry department bureau committee subcommittee office secretariat directorate commission board council \
    agency division institute faculty school college centre center administration authority inspectorate branch \
    ministerio ministere ministero ministerie secretaria secretaria departamento departement dipartimento comision \
    commissao comissao commissione comissao comite comitato ministerium ausschuss dezernat referat",
    )
});
/// What stands between the head and what the body is for, folded.
static LINKS: Keys =
    LazyLock::new(|| keys("of on for de del da do dos das des di della dello dell delle dei degli van voor fur"));
/// The "and" before the last of them.
static ANDS: Keys = LazyLock::new(|| keys("and & y e et ed en und"));
/// What states and cities have such bodies for, folded, beside what is a common word anyway.
static SUBJECTS: Keys = LazyLock::new(|| {
    keys(
        "health banking urban rural foreign homeland natural resources armed judiciary appropriations labour labor welfare firearms explosives energy trade industry housing planning government reform \
    accountability agriculture forestry fisheries education pensions commerce science transport transportation \
    infrastructure tourism culture media sport sports affairs environment defence defense justice finance economy \
    employment immigration citizenship refugees borders communications technology innovation research development \
    youth women children families family equality pensions insurance customs excise taxation revenue budget mines \
    minerals petroleum gas water irrigation land lands livestock fishing hunting parks wildlife conservation climate \
    ecology heritage arts antiquities religion security intelligence police prisons courts cooperation integration \
    reconstruction disarmament veterans elections ethics nutrition food medicine medicines pharmacy dentistry \
    engineering mathematics law economics business management humanities philosophy history languages \
    agricultura pesca ganaderia pecuaria alimentacion abastecimento industria comercio turismo energia minas ambiente \
    medio educacion educacao ciencia ciencias tecnologia cultura deporte deportes esporte igualdad trabajo trabalho \
    empleo emprego migraciones seguridad seguranca social sanidad salud saude consumo justicia justica hacienda fazenda \
    economia transportes transporte movilidad vivienda habitacao obras publicas infraestruturas juventud juventude \
    defensa defesa interior planejamento planeamento desenvolvimento desarrollo inovacao innovacion \
    agriculture alimentation peche foret forets souverainete alimentaire economie finances industrie industrielle \
    numerique sante solidarites travail emploi jeunesse sports transition ecologique transports logement ville \
    agricoltura sovranita alimentare foreste pesca turismo ambiente energetica lavoro politiche sociali salute \
    istruzione universita ricerca infrastrutture trasporti giustizia finanze \
    landwirtschaft ernahrung verbraucherschutz forsten arbeit soziales gesundheit pflege familie senioren frauen jugend \
    bildung forschung wissenschaft kunst kultur umwelt naturschutz bau wohnen verkehr digitales energie wirtschaft \
    klimaschutz technologie inneres heimat justiz finanzen europa integration gleichstellung sport verbraucher \
    landbouw natuur voedselkwaliteit visserij onderwijs wetenschap volksgezondheid welzijn sociale zaken \
    werkgelegenheid infrastructuur waterstaat economische veiligheid",
    )
});
/// The most words of one thing that a body is for.
const MOST_WORDS: usize = 3;
/// The most things.
const MOST: usize = 8;

/// Puts such bodies in place of the pieces that the model made of them.
pub(super) fn joined(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    let mut names = names.into_iter().peekable();
    while let Some(name) = names.next() {
        let Some(mut to) = (name.from..name.to).find_map(|at| end(page, at)).filter(|&to| to > name.to) else {
            out.push(name);
            continue;
        };
        while let Some(next) = names.next_if(|next| next.from < to) {
            to = to.max(next.to);
        }
        out.push(Span { to, kind: Org, ..name });
    }
    out
}

/// Before "of" and what they are for, people with an office: "Minister of Justice, Security and Defence" is no body.
static OFFICES: Keys = LazyLock::new(|| {
    keys("minister ministers undersecretary ministra ministro ministre ministres ministerin vice-minister")
});

/// Names of a document without what people are ministers of; the country remains.
pub(super) fn without_offices(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut done = 0;
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    for name in names {
        if name.from < done {
            continue;
        }
        match office(page, &name) {
            Some(to) => {
                done = to;
                if let Some(from) = (name.from..name.to).rev().find(|&at| page.word(at).has(COUNTRY | PLACE))
                    && page.place_of(from) == Some(name.to)
                    && from > name.from
                {
                    out.push(Span { from, to: name.to, kind: Place });
                }
            }
            None => out.push(name),
        }
    }
    out
}

/// Where the things end that somebody is minister of, if a name is among them.
fn office(page: &Page<'_>, name: &Span) -> Option<usize> {
    const FAR: usize = 3;
    if matches!(name.kind, Person | Place) {
        return None;
    }
    let first = name.from.saturating_sub(FAR);
    let title = (first..=name.from).rev().find(|&at| OFFICES.contains(&page.word(at).key))?;
    if !is_small(page, title + 1, &LINKS) {
        return None;
    }
    let from = article(page, title + 2);
    // Elsewhere the one thing that somebody is minister of is as often the ministry.
    let to = list(page, from).or_else(|| thing(page, from).filter(|_| page.tongue == Tongue::English))?;
    (from <= name.from.max(title + 2)).then_some(to.max(name.to))
}

/// The end of a list of what a body is for whose head stands at a token; nothing for a single thing.
fn end(page: &Page<'_>, head: usize) -> Option<usize> {
    let link = head + 1;
    if !is_small(page, link, &LINKS) || !is_head(page, head) {
        return None;
    }
    list(page, article(page, link + 1))
}

/// The end of a list of things of which the first begins at a token, with an "and" before its last.
fn list(page: &Page<'_>, first: usize) -> Option<usize> {
    let mut at = thing(page, first)?;
    for count in 1..MOST {
        let next = page.tokens.get(at)?;
        let and = |at: usize| is_small(page, at, &ANDS) && matches!(page.tokens[at].gap, Gap::Blank | Gap::Comma);
        if next.gap == Gap::Ampersand && page.capital[at] {
            return (count > 1).then(|| thing(page, at)).flatten();
        }
        if and(at) {
            // One thing and another need no help.
            return (count > 1).then(|| thing(page, article(page, at + 1))).flatten();
        }
        if next.gap != Gap::Comma {
            return None;
        }
        at = thing(page, article(page, at))?;
    }
    None
}

fn is_head(page: &Page<'_>, at: usize) -> bool {
    let compound = || {
        let folded = fold_term(page.tokens[at].text);
        ["ministerium", "ausschuss", "dezernat"].iter().any(|ending| folded.ends_with(ending))
    };
    page.capital[at] && (HEADS.contains(&page.word(at).key) || page.tongue == Tongue::German && compound())
}

fn is_small(page: &Page<'_>, at: usize, list: &Keys) -> bool {
    page.tokens.get(at).is_some_and(|token| !token.even) && !page.capital[at] && list.contains(&page.word(at).key)
}

/// Behind the small words that stand before a thing: "de la", "the".
fn article(page: &Page<'_>, at: usize) -> usize {
    const MOST: usize = 2;
    let small = |at: &usize| {
        let token = &page.tokens[*at];
        !page.capital[*at]
            && token.text.len() <= 5
            && matches!(token.gap, Gap::Blank | Gap::Comma)
            && !token.is_number()
    };
    at + (at..page.tokens.len().min(at + MOST)).take_while(small).count()
}

/// The end of one thing that a body is for, in words with capitals that name nobody and no place.
fn thing(page: &Page<'_>, at: usize) -> Option<usize> {
    let joined = |next: usize| next == at || page.tokens[next].gap == Gap::Blank;
    let longest = page.tokens.len().min(at + MOST_WORDS + 1);
    let to = (at..longest).find(|&next| !joined(next) || !page.capital[next]).unwrap_or(longest);
    let fits = to > at
        && to - at <= MOST_WORDS
        && (at..to).all(|at| is_plain(page, at))
        && (at..to).any(|at| is_subject(page, at));
    fits.then_some(to)
}

/// A word that names nobody and no place.
fn is_plain(page: &Page<'_>, at: usize) -> bool {
    let word = page.word(at);
    let named = word.has(GIVEN | SURNAME | PLACE) && !word.has(COMMON) && !SUBJECTS.contains(&word.key);
    !page.tokens[at].is_capitals()
        && !word.has(COUNTRY | DEMONYM)
        && !named
        && word.entry.sense.is_none_or(|sense| sense == Sense::OrgHead)
}

/// A word for what a body can be for.
fn is_subject(page: &Page<'_>, at: usize) -> bool {
    SUBJECTS.contains(&page.word(at).key) || page.word(at).has(COMMON)
}
