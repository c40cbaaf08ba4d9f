//! Rich Text Format: the text, with its code pages, without what is not shown (RTF 1.9.1).

use super::sink::{Sink, Stop};
use super::{Extracted, Stamp, early, plain};
use encoding_rs::Encoding;
use std::collections::HashMap;

/// Groups that may be open at once; deeper ones are read as if they were not there.
const DEEPEST: usize = 1_000;

/// Groups whose content is no part of the text.
const UNSHOWN: [&str; 44] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "pict",
    "object",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "xmlnstbl",
    "filetbl",
    "revtbl",
    "fldinst",
    "bkmkstart",
    "bkmkend",
    "nonshppict",
    "shpinst",
    // The shape once more, for programs of before 1997.
    "shprslt",
    "datafield",
    "objdata",
    "objclass",
    "formfield",
    "private",
    "mmathPr",
    "wgrffmtfilter",
    "pgptbl",
    "listpicture",
    "leveltext",
    "levelnumbers",
    "listname",
    "userprops",
    "factoidname",
    "docvar",
    "sp",
    "sn",
    "sv",
    "xe",
    "tc",
    "atnid",
    "atrfstart",
];

/// The text of a file and what it says of itself.
#[derive(Debug, Default)]
pub(super) struct Rich {
    pub(super) text: String,
    title: Option<String>,
    author: Option<String>,
    created: Option<Stamp>,
    /// It ends inside a group.
    is_cut: bool,
}

/// Reads a file: a document, if it shows any text.
pub(super) fn read(bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), Stop> {
    let rich = text(bytes);
    // What ends as a whole one does is not well made, and all of it may be there.
    let is_cut = rich.is_cut && !bytes.trim_ascii_end().ends_with(b"}");
    if let Some(document) = document(rich) {
        sink.document(document)?;
    }
    if is_cut {
        return Err(early::cut(early::last_line(bytes), "before its last group is closed", sink));
    }
    Ok(())
}

fn document(rich: Rich) -> Option<Extracted> {
    if plain::is_empty(&rich.text) {
        return None;
    }
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = rich.title.map(one_line).filter(|title| !title.is_empty()).unwrap_or_else(|| plain::title(&rich.text));
    let mut document = Extracted { title, date: rich.created, text: rich.text, ..Extracted::default() };
    if let Some(author) = rich.author.map(one_line).filter(|author| !author.is_empty()) {
        document.fields.insert("author".to_owned(), author.into());
    }
    Some(document)
}

/// Where the characters of a group go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Text,
    Title,
    Author,
    Nowhere,
    /// A font's own name; what matters there is its charset.
    Fonts,
}

#[derive(Clone, Copy)]
struct Group {
    into: Into,
    hidden: bool,
    font: i32,
    /// Bytes that stand for a Unicode character for readers that have none.
    skip: usize,
    /// It began with `\*`: one that is not understood is not shown.
    optional: bool,
    /// The group that comes next says the same as the one behind it, in fewer characters.
    twice: bool,
    /// It is a shape in the text, which may hold words.
    shape: bool,
    /// It holds the words of a shape.
    boxed: bool,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    groups: Vec<Group>,
    over: usize,
    now: Group,
    page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    pending: Vec<u8>,
    skipping: usize,
    high: Option<u16>,
    out: Rich,
    created: [i32; 5],
    in_created: Option<usize>,
}

/// Reads a file, however broken.
pub(super) fn text(bytes: &[u8]) -> Rich {
    let now = Group {
        into: Into::Text,
        hidden: false,
        font: -1,
        skip: 1,
        optional: false,
        twice: false,
        shape: false,
        boxed: false,
    };
    let mut reader = Reader {
        bytes,
        at: 0,
        groups: Vec::new(),
        over: 0,
        now,
        page: encoding_rs::WINDOWS_1252,
        fonts: HashMap::new(),
        pending: Vec::new(),
        skipping: 0,
        high: None,
        out: Rich::default(),
        created: [0; 5],
        in_created: None,
    };
    reader.read();
    reader.out.is_cut = reader.over > 0 || !reader.groups.is_empty();
    let [year, month, day, hour, minute] = reader.created;
    if year > 0 {
        reader.out.created = Stamp::parse(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"));
    }
    let text = std::mem::take(&mut reader.out.text);
    // Runs of empty paragraphs are layout.
    let mut lines = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 1 && !(line.is_empty() && lines.is_empty()) {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    lines.truncate(lines.trim_end().len());
    if !lines.is_empty() {
        lines.push('\n');
    }
    reader.out.text = lines;
    reader.out
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                0 => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
    }

    fn open(&mut self) {
        self.flush();
        self.skipping = 0;
        if self.groups.len() >= DEEPEST {
            self.over += 1;
            return;
        }
        let repeated = std::mem::take(&mut self.now.twice);
        self.groups.push(self.now);
        self.now.optional = false;
        if repeated {
            self.now.into = Into::Nowhere;
        }
    }

    fn close(&mut self) {
        self.flush();
        self.skipping = 0;
        if self.over > 0 {
            self.over -= 1;
            return;
        }
        if let Some(group) = self.groups.pop() {
            let leaves_box = self.now.boxed && !group.boxed;
            if leaves_box {
                self.end_line();
            }
            self.now = group;
        }
        self.in_created = None;
    }

    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let hex = self.bytes.get(self.at..self.at + 2).and_then(|hex| std::str::from_utf8(hex).ok());
                    if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                        self.at += 2;
                        self.byte(byte);
                    }
                }
                // It says something at the start of a group only.
                b'*' => self.now.optional = self.bytes[..self.at - 2].ends_with(b"{"),
                b'~' => self.put('\u{a0}'),
                b'-' => self.put('\u{ad}'),
                b'_' => self.put('\u{2011}'),
                b'\r' | b'\n' => self.end_paragraph(),
                b'{' | b'}' | b'\\' => self.byte(first),
                _ => {}
            }
            return;
        }
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take(64).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = String::from_utf8_lossy(&rest[..letters]).into_owned();
        let sign = usize::from(rest.get(letters) == Some(&b'-'));
        let figures = rest[letters + sign..].iter().take(11).take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&rest[letters + sign..letters + sign + figures])
            .ok()
            .and_then(|n| n.parse::<i64>().ok());
        let number = number
            .map(|number| if sign == 1 { -number } else { number })
            .map(|n| n.clamp(i32::MIN.into(), i32::MAX.into()) as i32);
        self.at += letters + if figures > 0 { sign + figures } else { 0 };
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(&word, number);
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if word == "bin" {
            self.at = self.at.saturating_add(number.unwrap_or(0).max(0) as usize).min(self.bytes.len());
            return;
        }
        if self.skipping > 0 && word != "u" {
            self.skipping -= 1;
        }
        match word {
            "u" => return self.unicode(number.unwrap_or(0)),
            "uc" => self.now.skip = number.unwrap_or(1).clamp(0, 32) as usize,
            "par" | "sect" | "row" | "nestrow" => self.end_paragraph(),
            "page" => {
                self.end_paragraph();
                self.put('\u{c}');
            }
            "line" => self.put('\n'),
            "tab" | "cell" | "nestcell" => self.put('\t'),
            "emdash" => self.put('—'),
            "endash" => self.put('–'),
            "emspace" | "enspace" | "qmspace" => self.put(' '),
            "bullet" => self.put('•'),
            "lquote" => self.put('‘'),
            "rquote" => self.put('’'),
            "ldblquote" => self.put('“'),
            "rdblquote" => self.put('”'),
            "ansicpg" => {
                if let Some(page) = number.and_then(|page| code_page(page as u32)) {
                    self.page = page;
                }
            }
            "mac" => self.page = encoding_rs::MACINTOSH,
            "f" => {
                self.flush();
                self.now.font = number.unwrap_or(-1);
            }
            "fcharset" if self.now.into == Into::Fonts => {
                if let Some(charset) = number.and_then(charset) {
                    self.fonts.insert(self.now.font, charset);
                }
            }
            "cpg" if self.now.into == Into::Fonts => {
                if let Some(page) = number.and_then(|page| code_page(page as u32)) {
                    self.fonts.insert(self.now.font, page);
                }
            }
            "v" => {
                self.flush();
                self.now.hidden = number != Some(0);
            }
            "plain" => {
                self.flush();
                self.now.hidden = false;
            }
            "deleted" => {
                self.flush();
                self.now.hidden = number != Some(0);
            }
            "yr" => self.moment(0, number),
            "mo" => self.moment(1, number),
            "dy" => self.moment(2, number),
            "hr" => self.moment(3, number),
            "min" => self.moment(4, number),
            _ => self.destination(word),
        }
        self.now.optional = false;
    }

    fn destination(&mut self, word: &str) {
        let into = match word {
            "fonttbl" => Into::Fonts,
            "title" if self.now.into == Into::Nowhere => Into::Title,
            "author" if self.now.into == Into::Nowhere => Into::Author,
            "creatim" => {
                self.in_created = Some(0);
                return;
            }
            "info" => Into::Nowhere,
            "footnote" | "annotation" | "header" | "footer" | "headerl" | "headerr" | "headerf" | "footerl"
            | "footerr" | "footerf"
                if self.now.into == Into::Text =>
            {
                self.flush();
                self.end_line();
                return;
            }
            "upr" => {
                self.now.twice = true;
                return;
            }
            "shptxt" if self.now.shape => {
                self.flush();
                (self.now.into, self.now.shape, self.now.boxed) = (Into::Text, false, true);
                self.end_line();
                return;
            }
            "shpinst" => {
                self.now.shape |= self.now.into == Into::Text;
                Into::Nowhere
            }
            "shptxt" | "shppict" | "fldrslt" | "ud" => return,
            _ if UNSHOWN.contains(&word) || self.now.optional => Into::Nowhere,
            _ => return,
        };
        self.flush();
        self.now.into = into;
    }

    fn moment(&mut self, which: usize, number: Option<i32>) {
        if self.in_created.is_some() {
            self.created[which] = number.unwrap_or(0);
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        // Controls are written as words; as bytes they come of what is no text.
        let is_control = byte < b' ' && byte != b'\t';
        if !is_control && !self.now.hidden && !matches!(self.now.into, Into::Nowhere | Into::Fonts) {
            self.pending.push(byte);
        }
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        self.skipping = self.now.skip;
        let unit = number as u16;
        let c = match (self.high.take(), unit) {
            (_, 0xd800..=0xdbff) => {
                self.high = Some(unit);
                return;
            }
            (Some(high), 0xdc00..=0xdfff) => {
                char::from_u32(0x10000 + ((u32::from(high) - 0xd800) << 10) + (u32::from(unit) - 0xdc00))
            }
            // Symbols of a font of signs lie there.
            (_, 0xf000..=0xf0ff) => char::from_u32(u32::from(unit) - 0xf000).filter(|c| !c.is_control()),
            _ => char::from_u32(u32::from(unit)),
        };
        let skipping = std::mem::take(&mut self.skipping);
        self.put(c.unwrap_or('\u{fffd}'));
        self.skipping = skipping;
    }

    /// Writes the bytes that have come, in the charset of their font.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let charset = self.fonts.get(&self.now.font).copied().unwrap_or(self.page);
        let text = charset.decode_without_bom_handling(&bytes).0;
        match self.now.into {
            Into::Text => self.out.text.push_str(&text),
            Into::Title => self.out.title.get_or_insert_default().push_str(&text),
            Into::Author => self.out.author.get_or_insert_default().push_str(&text),
            Into::Nowhere | Into::Fonts => {}
        }
    }

    fn put(&mut self, c: char) {
        self.flush();
        if self.now.hidden {
            return;
        }
        match self.now.into {
            Into::Text => self.out.text.push(c),
            Into::Title => self.out.title.get_or_insert_default().push(c),
            Into::Author => self.out.author.get_or_insert_default().push(c),
            Into::Nowhere | Into::Fonts => {}
        }
    }

    fn end_paragraph(&mut self) {
        // A title has no paragraphs: its group was never closed, and the text has begun.
        if matches!(self.now.into, Into::Title | Into::Author) {
            self.flush();
            self.now.into = Into::Text;
        }
        self.put('\n');
        self.put('\n');
    }

    fn end_line(&mut self) {
        if !self.out.text.is_empty() && !self.out.text.ends_with('\n') {
            self.put('\n');
        }
    }
}

/// The charset of a Windows code page.
pub(super) fn code_page(page: u32) -> Option<&'static Encoding> {
    Some(match page {
        437 | 850 | 1252 => encoding_rs::WINDOWS_1252,
        866 => encoding_rs::IBM866,
        874 => encoding_rs::WINDOWS_874,
        932 | 50220..=50222 => encoding_rs::SHIFT_JIS,
        936 | 20936 => encoding_rs::GBK,
        949 | 51949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        10000 => encoding_rs::MACINTOSH,
        10007 => encoding_rs::X_MAC_CYRILLIC,
        20866 => encoding_rs::KOI8_R,
        21866 => encoding_rs::KOI8_U,
        51932 => encoding_rs::EUC_JP,
        54936 => encoding_rs::GB18030,
        65001 => encoding_rs::UTF_8,
        1250..=1258 => Encoding::for_label(format!("windows-{page}").as_bytes())?,
        28591..=28606 => Encoding::for_label(format!("iso-8859-{}", page - 28590).as_bytes())?,
        _ => return None,
    })
}

/// The charset that a font is said to have.
fn charset(number: i32) -> Option<&'static Encoding> {
    let page = match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    code_page(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text_of(source: &str) -> String {
        text(source.as_bytes()).text
    }

    #[test]
    fn a_star_in_the_middle_of_a_group_hides_nothing() {
        assert_eq!(text_of(r"{\rtf1 {\b0\*\cs7 shown}{\*\unknown hidden}}"), "shown\n");
    }

    #[test]
    fn words_charsets_and_what_is_not_shown() {
        let source = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset238 Arial CE;}}{\*\generator X;}{\info{\title A day}{\author A. Cole}{\creatim\yr2015\mo1\dy16\hr10\min5}}\f0 Caf\'e9 {\b bold\b0} and\par {\f1 \'e8esk\'fd} {\v secret}\u8364 ?\u-10179 ?\u-8704 ?\emdash{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}}";
        let rich = text(source.as_bytes());
        assert_eq!(rich.text, "Café bold and\n\nčeský €😀—link\n");
        let document = document(text(source.as_bytes())).unwrap();
        assert_eq!((&*document.title, &document.fields["author"]), ("A day", &"A. Cole".into()));
        assert_eq!(document.date.unwrap().iso, "2015-01-16T10:05:00");
    }

    #[test]
    fn a_title_that_is_never_closed_hides_no_text() {
        let document = document(text(br"{\rtf1{\info{\title A\line day\par The words.\par More.}")).unwrap();
        assert_eq!((&*document.title, document.text.trim()), ("A day", "The words.\n\nMore."));
    }

    #[test]
    fn of_what_is_said_twice_the_fuller_form_is_read() {
        assert_eq!(text_of(r"{\rtf1 {\upr{??}{\*\ud{\u8364 ?\u8364 ?}}} end}"), "€€ end\n");
    }

    #[test]
    fn words_in_shapes_stand_on_lines_of_their_own() {
        let shape = r"{\rtf1 Before.{\shp{\*\shpinst\shpleft1{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard Kessler in it\par }}{\shprslt{\*\do{\dptxbxtext Kessler in it\par}}}} After.\par{\footnote{\*\shpinst{\shptxt x}}}}";
        assert_eq!(text_of(shape), "Before.\nKessler in it\n\n After.\n\nx\n");
        assert_eq!(text_of(r"{\rtf1 a{\stylesheet{\*\shpinst{\shptxt x}}}b}"), "ab\n");
    }

    #[test]
    fn forms_of_lists_and_controls_are_no_text() {
        let source =
            r"{\rtf1 {\list{\listlevel{\leveltext \'02\'00.;}{\levelnumbers \'01;}}{\listname x;}}a\'01\'09b\'e9}";
        assert_eq!(text_of(source), "a\tbé\n");
        assert_eq!(text(b"{\\rtf1 a\x01\x02b}").text, "ab\n");
    }

    #[test]
    fn tables_and_binary_data() {
        assert_eq!(text_of("{\\rtf1 a\\cell b\\cell\\row c\\bin3 }}}d\\'zz}"), "a\tb\n\ncdzz\n");
        assert_eq!(text_of(&"{".repeat(100_000)), "");
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(source in r"[a-z{}\\'0-9 *u\-]{0,200}") {
            let _ = text_of(&source);
        }
    }
}
