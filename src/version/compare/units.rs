//! The words behind numbers without which they say nothing: kilometres, hours, dollars, pm.

use super::number::is_number;
use super::signs::is_before;
use super::stream::{FixedMap, Pair, Side};
use super::values::is_date_word;
use crate::text::TokenKind;
use std::ops::Range;
use std::sync::OnceLock;

/// Units that are one, each on a line, its sign or plainest form first.
const UNITS: &str = "\
    % percent pct prozent procent
    $ usd dollar dollars
    \u{a3} gbp pound pounds quid
    \u{20ac} eur euro euros
    \u{a5} jpy yen
    \u{b0} degree degrees
    \u{a2} cent cents
    pence penny pennies
    chf franc francs franken
    rub ruble rubles rouble roubles
    inr rupee rupees
    cny rmb yuan renminbi
    mxn peso pesos
    sek krona kronor
    dkk krone kroner
    ms millisecond milliseconds
    s sec secs second seconds sekunden secondes segundos
    min mins minute minutes minuten minutos
    h hr hrs hour hours stunde stunden heure heures hora horas uur
    day days tag tage tagen jour jours d\u{ed}a d\u{ed}as dag dagen
    week weeks wk wks woche wochen semaine semaines semana semanas weken
    fortnight fortnights
    month months monat monate monaten mois mes meses maanden
    quarter quarters
    year years yr yrs jahr jahre jahren an ans ann\u{e9}es a\u{f1}o a\u{f1}os jaar
    decade decades
    century centuries
    am
    pm
    bc bce
    ad ce
    mm millimetre millimetres millimeter millimeters
    cm centimetre centimetres centimeter centimeters
    m metre metres meter meters
    km kilometre kilometres kilometer kilometers
    mi mile miles
    nmi
    ft foot feet
    inch inches
    yd yds yard yards
    mcg \u{3bc}g microgram micrograms
    mg milligram milligrams
    g gr gram grams gramme grammes gramm
    kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm
    t tonne tonnes tonnen
    ton tons
    lb lbs
    oz ounce ounces
    st stone
    ml millilitre millilitres milliliter milliliters
    cl centilitre centilitres centiliter centiliters
    l litre litres liter liters
    gal gallon gallons
    pt pint pints
    quart quarts
    bbl barrel barrels
    ha hectare hectares
    acre acres
    mph
    kph kmh
    kn knot knots
    c celsius centigrade
    f fahrenheit
    k kelvin
    bit bits
    byte bytes
    kb kilobyte kilobytes
    mb megabyte megabytes
    gb gigabyte gigabytes
    tb terabyte terabytes
    w watt watts
    kw kilowatt kilowatts
    mw megawatt megawatts
    gw gigawatt gigawatts
    kwh
    mwh
    gwh
    v volt volts
    hz hertz
    khz
    mhz
    ghz
    j joule joules
    cal calorie calories
    kcal kilocalorie kilocalories
    point points
    bp bps
    dozen dozens";

/// The plainest form of a unit, which is its sign where it has one.
pub(super) fn unit_of(key: &str) -> Option<&'static str> {
    static TABLE: OnceLock<FixedMap<&'static str, &'static str>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let line = |line: &'static str| {
            let mut words = line.split_whitespace();
            let first = words.next().unwrap_or_default();
            std::iter::once(first).chain(words).map(move |word| (word, first))
        };
        UNITS.lines().flat_map(line).collect()
    });
    table.get(key).copied()
}

/// True for the units that signs say.
pub(super) fn is_sign(unit: &str) -> bool {
    unit.starts_with(|c: char| !c.is_alphabetic())
}

/// The word behind a number that is its unit, with its plainest form.
pub(super) fn unit_at(side: &Side, pair: &Pair, end: usize) -> Option<(Range<usize>, &'static str)> {
    let place = behind(side, end)?;
    let key = pair.key(side, place);
    let is = |token: usize, text: &str| token < side.len() && side.space(token).is_empty() && side.token(token) == text;
    if matches!(key, "a" | "p") && is(place + 1, ".") && place + 2 < side.len() && pair.key(side, place + 2) == "m" {
        let end = place + 3 + usize::from(is(place + 3, "."));
        return Some((end_of(side, end - place, place), if key == "a" { "am" } else { "pm" }));
    }
    if key == "per" && place + 1 < side.len() && pair.key(side, place + 1) == "cent" {
        return Some((place..place + 2, "%"));
    }
    // The scale says more than that these are degrees.
    if unit_of(key) == Some("\u{b0}")
        && let Some(scale) = behind(side, place + 1).filter(|&next| is_scale(pair.key(side, next)))
    {
        return unit_of(pair.key(side, scale)).map(|unit| (place..scale + 1, unit));
    }
    unit_of(key).map(|unit| (place..place + 1, unit))
}

fn end_of(side: &Side, len: usize, place: usize) -> Range<usize> {
    place..(place + len).min(side.len())
}

fn is_scale(key: &str) -> bool {
    matches!(key, "celsius" | "fahrenheit" | "kelvin" | "centigrade" | "c" | "f")
}

/// The word directly behind a number that ends at a place, a hyphen (5-year) read over.
fn behind(side: &Side, end: usize) -> Option<usize> {
    let hyphen =
        end + 1 < side.len() && side.token(end) == "-" && side.space(end).is_empty() && side.space(end + 1).is_empty();
    let place = end + usize::from(hyphen);
    let near = hyphen || matches!(side.space(place), "" | " " | "\u{a0}" | "\u{202f}" | "\n");
    (near && side.kinds.get(place) == Some(&TokenKind::Word)).then_some(place)
}

/// True for a number, a date, a code of money before one and a unit behind one.
pub(super) fn is_of_number(side: &Side, pair: &Pair, token: usize) -> bool {
    let key = pair.key(side, token);
    is_number(side, pair, token)
        || is_date_word(key)
        || is_before(side, pair, token)
        || (unit_of(key).is_some() && number_before(side, pair, token).is_some())
}

/// Where the number ends, and how many tokens lie between, whose unit or whatever stands in the
/// unit's place begins at a token.
pub(super) fn number_before(side: &Side, pair: &Pair, token: usize) -> Option<usize> {
    (1..=2).map(|back| token.checked_sub(back)).take_while(Option::is_some).flatten().find_map(|last| {
        let between = last + 1..token;
        let reads_over = between.clone().all(|token| {
            matches!(pair.key(side, token), "\u{b0}" | "degree" | "degrees" | "square" | "cubic")
                || behind(side, token) == Some(token + 1)
        });
        (reads_over && is_number(side, pair, last)).then_some(token - last)
    })
}
