//! The charsets of DOS and of the old Macintosh, which texts do not declare: told by the reading of a text in
//! another charset, in which signs and capitals stand amid words.

use encoding_rs::{Encoding, MACINTOSH};
use std::borrow::Cow;
use yore::code_pages::{CP437, CP850};

/// What the bytes of a text stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Known(&'static Encoding),
    /// The code page of DOS in America.
    Dos437,
    /// The one in Western Europe.
    Dos850,
}

impl Charset {
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Charset::Known(encoding) => encoding.decode_without_bom_handling(bytes).0,
            Charset::Dos437 => CP437.decode(bytes),
            Charset::Dos850 => CP850.decode(bytes),
        }
    }
}

/// Those that a text may be in, the likelier first where two read alike.
const ELDERS: [Charset; 3] = [Charset::Dos850, Charset::Known(MACINTOSH), Charset::Dos437];

/// Letters beyond ASCII of one language each, or of some that are alike.
const LETTERS: [&str; 9] = [
    "éèàêçôûùîâëïœüÿæöä",
    "äöüßéà",
    "áéíóúñüçªº",
    "ãáéíóúçâêôõàüªº",
    "àèéìíîòóùú",
    "æøåéäöü",
    "åäöéüà",
    "áéíóúýþæöð",
    "éëïóöüèêç",
];

/// How often letters stand in a text, the most frequent first, where two charsets have one each.
const FREQUENT: &str = "éäöüáóãíçàèåøñæßêôúâõûîëïùìò";

/// What weighs as much as a sign that stands between letters by mistake, and by no mistake hardly ever.
const SURE: usize = 2;

/// The charset of a text that reads wrong in the one that was `guessed`, and right in this.
pub(super) fn better(bytes: &[u8], guessed: &'static Encoding) -> Option<Charset> {
    let beyond = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    // Texts in these charsets are in Latin letters, few of them with accents.
    if beyond * 3 > letters {
        return None;
    }
    let wrong = amiss(&Charset::Known(guessed).decode(bytes));
    if wrong < SURE {
        return None;
    }
    let readings = ELDERS.iter().filter_map(|&elder| {
        let text = elder.decode(bytes);
        let left = amiss(&text);
        let language = language(&text)?;
        (left * 10 <= wrong).then_some((left, std::cmp::Reverse(language), elder))
    });
    readings.min_by_key(|&(left, language, _)| (left, language)).map(|(_, _, elder)| elder)
}

/// How well the letters beyond ASCII go together: how many there are, of one language, and how frequent; none where
/// many are of no language that has the others.
fn language(text: &str) -> Option<(usize, usize)> {
    let beyond: Vec<char> =
        text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let of = |letters: &&str| beyond.iter().filter(|c| letters.contains(**c)).count();
    let most = LETTERS.iter().map(of).max().unwrap_or_default();
    let rank = |c: &char| FREQUENT.chars().rev().position(|known| known == *c).map_or(0, |rank| rank + 1);
    (most > 0 && most * 10 >= beyond.len() * 9).then(|| (most, beyond.iter().map(rank).sum()))
}

/// What stands in a text as in no language: what is hardly ever meant weighs two, what may be one.
fn amiss(text: &str) -> usize {
    let mut chars = text.chars().peekable();
    let (mut before, mut all) = (' ', 0);
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        if !c.is_ascii() {
            all += weight(before, c, next);
        }
        before = c;
    }
    all
}

fn weight(before: char, c: char, next: char) -> usize {
    let (follows, amid) = (before.is_alphabetic(), before.is_alphabetic() && next.is_alphabetic());
    let beside = before.is_ascii_alphabetic() || next.is_ascii_alphabetic();
    match c {
        '\u{80}'..='\u{9f}' | '\u{fffd}' => SURE,
        'ƒ' | '\u{2500}'..='\u{259f}' if beside => SURE,
        '‚' | '„' | 'ˆ' | '˜' | '‰' | '‹' if follows => SURE,
        'ª' | 'º' | 'µ' => usize::from(amid),
        _ if c.is_uppercase() => {
            let within = before.is_lowercase() || (follows && next.is_lowercase());
            if within { SURE } else { 0 }
        }
        _ if c.is_alphabetic() => {
            let is_latin = matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | 'ﬁ' | 'ﬂ');
            if beside && !is_latin { SURE } else { 0 }
        }
        // What people do put between letters: apostrophes and what passes for one, dashes, dots.
        '’' | '‘' | '´' | '·' | '•' | '…' | '–' | '—' | '°' | '¿' | '\u{a0}' | '\u{ad}' | '\u{300}'..='\u{36f}' => {
            0
        }
        _ if c.is_whitespace() => 0,
        _ => usize::from(amid),
    }
}

#[cfg(test)]
mod tests {
    use super::super::charset;
    use super::*;

    const TEXTS: [(&str, &str); 6] = [
        ("fr", "Le maire a reçu hier la lettre que le préfet lui avait adressée au sujet du port."),
        ("de", "Der Bürgermeister hat gestern früh den Brief geöffnet, den die Behörde über die Straße schickte."),
        ("es", "El alcalde recibió ayer la carta; mañana será otro día, según él. ¿Cuándo llegó el señor Núñez?"),
        ("pt", "As relações põem questões à nação, e os milhões vão também. Você não está aí?"),
        ("da", "Borgmesteren fik i går et brev, som havnen havde sendt, og ville ikke læse det før i aften på Ærø."),
        ("sv", "Borgmästaren fick i går ett brev från hamnen, och ville inte läsa det förrän på kvällen."),
    ];

    fn written(text: &str, charset: Charset) -> Option<Vec<u8>> {
        let all: Vec<u8> = (0..=255).collect();
        let signs: Vec<char> = charset.decode(&all).chars().collect();
        text.chars().map(|c| signs.iter().position(|sign| *sign == c).map(|at| at as u8)).collect()
    }

    #[test]
    fn short_texts_of_old_charsets_are_read() {
        let mut read = 0;
        for (language, text) in TEXTS {
            for charset in ELDERS {
                // There its accents are dashes and daggers, which people do put between words.
                if (language, charset) == ("es", Charset::Known(MACINTOSH)) {
                    continue;
                }
                let Some(bytes) = written(text, charset) else { continue };
                assert_eq!(charset::decode(&bytes, None), text, "{language} {charset:?}");
                read += 1;
            }
        }
        assert!(read >= 12, "{read}");
    }

    #[test]
    fn texts_of_windows_stay_as_they_are() {
        for text in TEXTS.map(|(_, text)| text).into_iter().chain([
            "The ship’s log said “late”—and the master… paid 50 for Windows™ and Acme®.",
            "It cost 20£each and the n°5 of Smith—Jones was „quoted“ in the paper of §5, ±3 at 20°C.",
            "Home•About•Contact and news•sport ¿don¿t know, don´t care, café·bar and one…two",
            "Œuvre d’art, À la carte, L’Été – „Žižek“ und Škoda",
        ]) {
            let bytes = encoding_rs::WINDOWS_1252.encode(text).0;
            assert_eq!(better(&bytes, encoding_rs::WINDOWS_1252), None, "{text}");
        }
        for (label, text) in [
            (
                "windows-1250",
                "Příliš žluťoučký kůň úpěl ďábelské ódy. Żółta łódź, ćwierć i źdźbło; Árvíztűrő tükörfúrógép.",
            ),
            ("iso-8859-2", "Příliš žluťoučký kůň úpěl ďábelské ódy. Škoda."),
            ("windows-1251", "Мэр вчера получил письмо и сказал, что придёт позже."),
            ("koi8-r", "Мэр вчера получил письмо и сказал, что придёт позже."),
            ("shift_jis", "吾輩は猫である。IT企業のAさんは名前はまだ無い。どこで生れたか。"),
            ("gbk", "市长昨天收到了Smith先生的信,IT公司也收到了。"),
            ("windows-1257", "Mērs vakar saņēma vēstuli; įžvalgūs ąžuolai šlama."),
        ] {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            assert_eq!(better(&encoding.encode(text).0, encoding), None, "{label}");
        }
    }

    #[test]
    fn a_few_signs_amid_words_are_no_other_charset() {
        for text in ["Windows™and more", "the price (£)of it", "naïve caf\u{e9}s of Acme®Inc", "x\u{92}s and no more"]
        {
            let bytes = encoding_rs::WINDOWS_1252.encode(text).0;
            assert_eq!(better(&bytes, encoding_rs::WINDOWS_1252), None, "{text}");
        }
    }
}
