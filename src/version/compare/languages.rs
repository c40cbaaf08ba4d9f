//! Words of other languages that are numbers or parts of dates, and which language a passage is in.
//!
//! Many of them are words of another language too ("once", "elf", "mars"). The common words
//! around one say which language it is in.

use super::stream::{FixedMap, Pair, Side};
use crate::text::calendar::{MONTHS_ABROAD, WEEKDAYS_ABROAD};
use std::sync::OnceLock;

/// What a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    Number(u64),
    /// Ten to this power.
    Power(usize),
    /// From 0 on.
    Month(usize),
    Weekday(usize),
}

/// A word with the languages it is of, a bit for each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub says: Says,
    languages: u16,
}

/// German, French, Spanish, Italian, Portuguese, Dutch, Polish and Russian, as the calendar has them.
const ABROAD: usize = 8;
/// Bytes of the shortest number that is written in one word of three.
const SHORTEST: usize = 11;
/// So many tokens on either side say which language a passage is in.
const AROUND: usize = 30;

/// The numbers of each language: two to nineteen, the tens, then the words for powers. Words for one
/// are articles. A dash stands for what is written in more than one word, or is a common word.
const NUMBERS: [&str; ABROAD] = [
    "zwei drei vier f\u{fc}nf sechs sieben acht neun zehn elf zw\u{f6}lf dreizehn vierzehn f\u{fc}nfzehn sechzehn \
     siebzehn achtzehn neunzehn zwanzig dreissig vierzig f\u{fc}nfzig sechzig siebzig achtzig neunzig",
    "deux trois quatre cinq six sept huit - dix onze douze treize quatorze quinze seize dixsept dixhuit dixneuf \
     vingt trente quarante cinquante soixante soixantedix quatrevingts quatrevingtdix",
    "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince diecis\u{e9}is diecisiete \
     dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "due tre quattro cinque - sette otto nove dieci undici dodici tredici quattordici quindici sedici \
     diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "dois tr\u{ea}s quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito \
     dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien \
     negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "dwa trzy cztery pi\u{119}\u{107} sze\u{15b}\u{107} siedem osiem dziewi\u{119}\u{107} dziesi\u{119}\u{107} \
     jedena\u{15b}cie dwana\u{15b}cie trzyna\u{15b}cie czterna\u{15b}cie pi\u{119}tna\u{15b}cie szesna\u{15b}cie \
     siedemna\u{15b}cie osiemna\u{15b}cie dziewi\u{119}tna\u{15b}cie dwadzie\u{15b}cia trzydzie\u{15b}ci \
     czterdzie\u{15b}ci pi\u{119}\u{107}dziesi\u{105}t sze\u{15b}\u{107}dziesi\u{105}t siedemdziesi\u{105}t \
     osiemdziesi\u{105}t dziewi\u{119}\u{107}dziesi\u{105}t",
    "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать \
     шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят \
     восемьдесят девяносто",
];

/// Words for powers of ten, each with its power.
const POWERS: [&str; ABROAD] = [
    "hundert 2 tausend 3 million 6 millionen 6 mio 6 milliarde 9 milliarden 9 mrd 9 billionen 12",
    "cent 2 cents 2 mille 3 million 6 millions 6 milliard 9 milliards 9",
    "cien 2 ciento 2 cientos 2 mil 3 mill\u{f3}n 6 millones 6",
    "cento 2 mille 3 mila 3 milione 6 milioni 6 miliardo 9 miliardi 9",
    "cem 2 cento 2 mil 3 milh\u{e3}o 6 milh\u{f5}es 6 bilh\u{e3}o 9 bilh\u{f5}es 9",
    "honderd 2 duizend 3 miljoen 6 miljard 9",
    "sto 2 tysi\u{105}c 3 tysi\u{105}ce 3 tysi\u{119}cy 3 tys 3 milion 6 miliony 6 milion\u{f3}w 6 mln 6 miliard 9 \
     miliardy 9 miliard\u{f3}w 9 mld 9",
    "сто 2 тысяча 3 тысячи 3 тысяч 3 тыс 3 миллион 6 миллиона 6 миллионов 6 млн 6 миллиард 9 миллиарда 9 миллиардов 9 \
     млрд 9",
];

/// Words so common that a passage of some length holds a few, English first.
const COMMON: [&str; ABROAD + 1] = [
    "the of and to in is that was for it with as his on be at by had not are but from or have an they which you were \
     her all she there would their we him been has when who will if out so this",
    "der die das und ist nicht ein eine einen einem einer zu den von mit sich des auf f\u{fc}r dem im in es er sie wird \
     wurde wurden haben hat auch an nach bei aus am um \u{fc}ber wir ich noch nur war waren kostet kostete zahlte",
    "le la les des et est une un dans que qui pour pas sur avec ce il au par plus sont aux du de elle nous vous leur \
     cette \u{e9}t\u{e9} \u{e0} en l'a ont a co\u{fb}te",
    "el la los las de que y en un una por con para del se es su al lo como m\u{e1}s no fue sus ha a",
    "il lo la gli di che e un una per con del della \u{e8} non si in al da dei sono alla nel ha le i a",
    "o a os as de que e um uma para com do da em no na n\u{e3}o por dos se foi ao \u{e0}",
    "de het een en van in is dat op te zijn met voor niet aan er om ook als bij door naar uit hij",
    "w na z do nie si\u{119} \u{17c}e i o jest to po od przez za jak ale dla oraz by\u{142} by\u{142}a by\u{142}o kt\u{f3}ry \
     kt\u{f3}ra ich jego jej zosta\u{142} r",
    "и в на с не что по из за от к о как это для его был была было были у но при до они он она года",
];

/// What a word of another language than English stands for.
pub(super) fn abroad(key: &str) -> Option<Word> {
    static TABLE: OnceLock<FixedMap<String, Word>> = OnceLock::new();
    let table = TABLE.get_or_init(table);
    if let Some(word) = table.get(key) {
        return Some(*word);
    }
    // Einundzwanzig, eenendertig: nothing shorter is put together so.
    if key.len() < SHORTEST {
        return None;
    }
    [
        ("und", 0, ["ein", "zwei", "drei", "vier", "f\u{fc}nf", "sechs", "sieben", "acht", "neun"]),
        ("en", 5, ["een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]),
    ]
    .into_iter()
    .find_map(|(joint, language, ones)| {
        let (one, rest) = ones.iter().zip(1u64..).find_map(|(word, n)| Some((n, key.strip_prefix(word)?)))?;
        let tens = table.get(rest.strip_prefix(joint)?).filter(|word| word.languages & 1 << language != 0)?;
        match tens.says {
            Says::Number(n) if n >= 20 => Some(Word { says: Says::Number(n + one), languages: 1 << language }),
            _ => None,
        }
    })
}

fn table() -> FixedMap<String, Word> {
    let mut out: FixedMap<String, Word> = FixedMap::default();
    let mut add = |key: &str, says: Says, language: usize| {
        let word = out.entry(key.to_owned()).or_insert(Word { says, languages: 0 });
        word.languages |= 1 << language;
    };
    for language in 0..ABROAD {
        let values = (2..20).chain((20..100).step_by(10));
        for (word, value) in NUMBERS[language].split_whitespace().zip(values).filter(|(word, _)| *word != "-") {
            add(word, Says::Number(value), language);
        }
        let mut powers = POWERS[language].split_whitespace();
        while let Some((word, power)) = powers.next().zip(powers.next()) {
            add(word, Says::Power(power.parse().unwrap_or_default()), language);
        }
        for (month, name) in MONTHS_ABROAD[language].split_whitespace().enumerate() {
            add(name, Says::Month(month), language);
        }
        for (day, name) in WEEKDAYS_ABROAD[language].split_whitespace().enumerate() {
            add(name, Says::Weekday(day), language);
        }
    }
    out
}

/// True where the words around a token are of a language that a word is of: more of them than of any
/// language that has no such word.
pub(super) fn speaks(side: &Side, pair: &Pair, token: usize, word: Word) -> bool {
    let (own, other) = votes(side, pair, token, word);
    // One common word of many says little.
    own > other && (own > 1 || side.len() < AROUND)
}

/// As `speaks`, for where nothing is said against it.
pub(super) fn may_speak(side: &Side, pair: &Pair, token: usize, word: Word) -> bool {
    let (own, other) = votes(side, pair, token, word);
    own >= other
}

/// True for two words of one language.
pub(super) fn same_language(one: Word, other: Word) -> bool {
    one.languages & other.languages != 0
}

/// How many common words around a token are of the word's languages and of the others, each at best.
fn votes(side: &Side, pair: &Pair, token: usize, word: Word) -> (usize, usize) {
    static TABLE: OnceLock<FixedMap<&'static str, u16>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut out: FixedMap<&str, u16> = FixedMap::default();
        for (language, words) in COMMON.iter().enumerate() {
            words.split_whitespace().for_each(|word| *out.entry(word).or_default() |= 1 << language);
        }
        out
    });
    let mut votes = [0usize; ABROAD + 1];
    for near in token.saturating_sub(AROUND)..(token + AROUND + 1).min(side.len()) {
        let languages = if near == token { 0 } else { table.get(pair.key(side, near)).copied().unwrap_or_default() };
        votes.iter_mut().enumerate().for_each(|(language, votes)| *votes += usize::from(languages >> language & 1));
    }
    let best = |own: bool| {
        let of = votes.iter().enumerate().filter(|(at, _)| (*at > 0 && word.languages >> (at - 1) & 1 == 1) == own);
        of.map(|(_, votes)| *votes).max().unwrap_or_default()
    };
    (best(true), best(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_two_languages_stand_for_one_number() {
        for (word, says) in [
            ("zw\u{f6}lf", Says::Number(12)),
            ("einundzwanzig", Says::Number(21)),
            ("tweeendertig", Says::Number(32)),
            ("eenendertig", Says::Number(31)),
            ("elf", Says::Number(11)),
            ("once", Says::Number(11)),
            ("milliarden", Says::Power(9)),
            ("m\u{e4}rz", Says::Month(2)),
            ("jeudi", Says::Weekday(3)),
            ("novanta", Says::Number(90)),
            ("dezenove", Says::Number(19)),
            ("kwietnia", Says::Month(3)),
            ("\u{43f}\u{44f}\u{442}\u{44c}", Says::Number(5)),
        ] {
            assert_eq!(abroad(word).map(|word| word.says), Some(says), "{word}");
        }
        for word in ["hund", "neuf", "sei", "und", "einund", "zweiundelf"] {
            assert!(abroad(word).is_none(), "{word}");
        }
    }
}
