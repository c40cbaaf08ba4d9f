//! What a page shows its reader of when it was written and by whom, where its head is silent.

use super::Stamp;
use dom_query::{Document, NodeRef};

/// The months of languages that write them out, each from January on; short forms are beginnings.
const MONTHS: [&str; 12] = [
    "january januar janvier enero gennaio janeiro januari jänner tammikuuta stycznia leden ledna января ocak",
    "february februar février febrero febbraio fevereiro februari feber helmikuuta lutego únor února февраля şubat",
    "march märz mars marzo março maart marts maaliskuuta marca březen března марта mart",
    "april avril abril aprile huhtikuuta kwietnia duben dubna апреля nisan",
    "may mai mayo maggio maio mei maj toukokuuta maja květen května мая mayıs",
    "june juni juin junio giugno junho kesäkuuta czerwca červen června июня haziran",
    "july juli juillet julio luglio julho heinäkuuta lipca červenec července июля temmuz",
    "august août agosto augustus augusti elokuuta sierpnia srpen srpna августа ağustos",
    "september septembre septiembre settembre setembro syyskuuta września září сентября eylül",
    "october oktober octobre octubre ottobre outubro lokakuuta października říjen října октября ekim",
    "november novembre noviembre novembro marraskuuta listopada listopad листопада ноября kasım",
    "december dezember décembre diciembre dicembre dezembro joulukuuta grudnia prosinec prosince декабря aralık",
];

/// Words of the names of elements that show a date, and a name.
const DATES: &[&str] = &[
    "date",
    "time",
    "datetime",
    "published",
    "publish",
    "posted",
    "pubdate",
    "timestamp",
    "dateline",
    "datum",
    "fecha",
];
const NAMES: &[&str] = &["author", "authors", "byline", "username", "autor", "writer", "auteur", "contributor"];

/// Words before the name of an author.
const BY: &[&str] = &[
    "by",
    "von",
    "par",
    "por",
    "da",
    "di",
    "de",
    "door",
    "av",
    "af",
    "written",
    "posted",
    "published",
    "author",
    "authors",
    "autor",
    "autorin",
    "auteur",
    "text",
    "words",
    "geschrieben",
    "verfasst",
    "veröffentlicht",
    "escrito",
    "écrit",
    "reported",
    "story",
];

/// Words with which what leads on to more begins, and so no name.
const NOT_NAMES: &[&str] = &[
    "skip", "visit", "home", "member", "view", "follow", "more", "read", "all", "see", "about", "the", "and", "und",
    "guest",
];

/// Words of the names of elements in which others are named: those who answered, or wrote other pages.
const OTHERS: &[&str] =
    &["comment", "comments", "commentlist", "reply", "replies", "related", "sidebar", "footer", "recommended", "nav"];

/// The date that a page shows: in an element named for it, beside the heading, or in its address.
pub(super) fn date(
    page: &Document,
    text: &str,
    heading: Option<&str>,
    url: Option<&str>,
    language: Option<&str>,
) -> Option<Stamp> {
    let named = page.select("[class], [id], [property], [itemprop]");
    let named = named.nodes().iter().filter(|node| is_named(node, DATES));
    let mut named = named.take(80).filter(|node| !is_of_others(node));
    named
        .find_map(|node| find(&short(node, 100)?, language))
        .or_else(|| {
            let heading = heading.filter(|heading| !heading.is_empty())?;
            let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(400).collect();
            let at = lines.iter().position(|line| line.trim() == heading)?;
            let near = lines[at + 1..].iter().take(6).take_while(|line| line.len() < 200);
            let mut near = near.chain(lines[..at].iter().rev().take(2));
            near.find_map(|line| find(line, language).filter(|_| line.len() < 120))
        })
        .or_else(|| url.and_then(of_address))
}

/// The name of an author that a page shows, in an element that says so.
pub(super) fn author(page: &Document, is_thread: bool) -> Option<String> {
    for selector in [
        "[itemprop~=\"author\"]",
        "[rel~=\"author\"]",
        "[class], [id]",
        "[data-author]",
        "a[href*=\"/author/\"], a[href*=\"/autor/\"]",
    ] {
        let found = page.select(selector);
        let mut nodes = found.nodes().iter().filter(|node| selector != "[class], [id]" || is_named(node, NAMES));
        let mut tried = 0;
        let name = nodes.find_map(|node| {
            tried += 1;
            if tried > 40 || (is_of_others(node) && !is_thread) {
                return None;
            }
            let within = node.find_descendants("[itemprop=\"name\"]").into_iter().next();
            let within = within
                .or_else(|| node.find_descendants("a").into_iter().next().filter(|_| selector.starts_with("[class")));
            let mut stated = within.into_iter().chain([*node]).flat_map(|node| {
                [
                    node.attr("data-author").map(|name| name.to_string()),
                    node.attr("content").map(|name| name.to_string()),
                    short(&node, 120),
                ]
            });
            stated.find_map(|text| name_of(&text?))
        });
        if name.is_some() {
            return name;
        }
    }
    None
}

fn is_named(node: &NodeRef<'_>, known: &[&str]) -> bool {
    ["class", "id", "property", "itemprop"].iter().filter_map(|attr| node.attr(attr)).any(|names| {
        names.split_whitespace().take(20).any(|name| {
            let words = super::sweep::words(name);
            words.len() <= 6 && words.iter().any(|word| known.contains(&word.as_str()))
        })
    })
}

fn is_of_others(node: &NodeRef<'_>) -> bool {
    node.ancestors(Some(40)).iter().any(|above| is_named(above, OTHERS) && !above.has_name("body"))
}

/// The words of an element that has few; none for one that is never shown.
fn short(node: &NodeRef<'_>, most: usize) -> Option<String> {
    if ["script", "style", "noscript", "body", "html", "head", "main", "article", "form", "input"]
        .iter()
        .any(|name| node.has_name(name))
    {
        return None;
    }
    let mut text = String::new();
    for inner in node.descendants_it().take(200) {
        if inner.is_text() {
            text.push_str(&inner.text());
            text.push(' ');
        }
        if text.len() > 4 * most {
            return None;
        }
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text.len() <= most).then_some(text)
}

/// A name, without the words before it and what stands behind it.
fn name_of(text: &str) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    let mut first = true;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if first && (BY.contains(&&*bare) || bare.is_empty()) {
            continue;
        }
        first = false;
        if matches!(
            word,
            "|" | "·" | "•" | "-" | "–" | "—" | "/" | "⋅" | "in" | "on" | "am" | "um" | "le" | "el" | "updated" | "&"
        ) || word.starts_with('(')
        {
            break;
        }
        let end = word.find(['|', '·', '•', '(']).unwrap_or(word.len());
        words.push(&word[..end]);
        if end < word.len() || word.ends_with(',') || word.ends_with(':') {
            break;
        }
    }
    let name = words.join(" ");
    let name = name.trim_matches(|c: char| c.is_whitespace() || ",;:|".contains(c));
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let lead = words.first().map(|word| word.to_lowercase()).unwrap_or_default();
    let is_name = !NOT_NAMES.contains(&&*lead)
        && (name.contains(' ') || !name.contains('.'))
        && letters >= 2
        && words.len() <= 6
        && name.len() <= 60
        && !name.contains("://")
        && !name.ends_with('.');
    is_name.then(|| name.to_owned())
}

/// The first date in a line: figures with the year, or a month in letters, in many languages.
///
/// Of day and month in figures beside strokes, which comes first is known only in some languages.
fn find(line: &str, language: Option<&str>) -> Option<Stamp> {
    let line = line.to_lowercase();
    let mut tokens: Vec<&str> = Vec::new();
    let mut rest = &*line;
    // Words and figures, and the single marks between figures.
    while let Some(c) = rest.chars().next() {
        let end = if c.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
        } else if c.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
        } else {
            c.len_utf8()
        };
        if !c.is_whitespace() && c != ',' {
            tokens.push(&rest[..end]);
        }
        rest = &rest[end..];
    }
    (0..tokens.len()).find_map(|at| date_at(&tokens[at..], language))
}

fn date_at(tokens: &[&str], language: Option<&str>) -> Option<Stamp> {
    let figure = |token: &str, longest: usize| {
        (token.len() <= longest && token.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| token.parse::<i16>().ok())?
    };
    let year = |token: &str| {
        let year = figure(token, 4)?;
        match token.len() {
            4 if (1900..2100).contains(&year) => Some(year),
            _ => None,
        }
    };
    let month = |token: &str| {
        let is = |names: &&str| names.split(' ').any(|name| token.chars().count() >= 3 && name.starts_with(token));
        MONTHS.iter().position(is).map(|index| index as i16 + 1)
    };
    let stamp = |year: i16, month: i16, day: i16| Stamp::of(year, month.try_into().ok()?, day.try_into().ok()?);
    match tokens {
        [y, "-" | "/" | "." | "年", m, "-" | "/" | "." | "月", d, ..] if y.len() == 4 => {
            stamp(year(y)?, figure(m, 2)?, figure(d, 2)?)
        }
        [d, ".", m, ".", y, ..] => {
            let short =
                figure(y, 2).filter(|_| y.len() == 2).map(|year| if year < 70 { 2000 + year } else { 1900 + year });
            stamp(year(y).or(short)?, figure(m, 2)?, figure(d, 2)?)
        }
        [one, stroke @ ("/" | "-"), two, other, y, ..] if stroke == other => {
            let (first, second, year) = (figure(one, 2)?, figure(two, 2)?, year(y)?);
            let language = language.unwrap_or_default().to_ascii_lowercase();
            let american = language == "en-us" || language == "en_us";
            let other = language.len() >= 2 && !language.starts_with("en");
            match (first > 12, second > 12) {
                (true, false) => stamp(year, second, first),
                (false, true) => stamp(year, first, second),
                _ if american || first == second => stamp(year, first, second),
                _ if other => stamp(year, second, first),
                _ => None,
            }
        }
        _ => {
            let skip = ["st", "nd", "rd", "th", "er", "de", "del", "of", "di", "d", "º", "ª", ".", "’", "'"];
            let mut parts = tokens.iter().take(9).filter(|token| !skip.contains(token));
            let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
            match (figure(a, 2), month(a)) {
                (Some(day), _) => stamp(year(c)?, month(b)?, day),
                (_, Some(month)) => stamp(year(c)?, month, figure(b, 2)?),
                _ => None,
            }
        }
    }
}

/// The day in an address, as in `/2015/01/16/`.
fn of_address(url: &str) -> Option<Stamp> {
    let parts: Vec<&str> = url.split(['?', '#']).next()?.split('/').collect();
    parts.windows(3).find_map(|parts| {
        let [year, month, day] = parts else { return None };
        let year = year.parse().ok().filter(|year| year_of(*year))?;
        (month.len() <= 2 && day.len() <= 2).then(|| Stamp::of(year, month.parse().ok()?, day.parse().ok()?))?
    })
}

fn year_of(year: i16) -> bool {
    (1990..2100).contains(&year)
}
