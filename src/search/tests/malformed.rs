//! Queries that cannot be read: the sentence, the caret and the repair of each; and hints.

use super::corpus::reading;
use crate::search::parse;

/// The query with the place of its caret in brackets, the sentence, and the repair.
const CASES: [(&str, &str, Option<&str>); 118] = [
    ("[\"]tax haven", "the quote before \u{201c}tax haven\u{201d} is not closed", Some("\"tax haven\"")),
    (
        "a [\"]tax haven now or never",
        "the quote before \u{201c}tax haven now\u{201d} is not closed",
        Some("a \"tax haven now or never\""),
    ),
    ("[\u{201c}]tax", "the quote before \u{201c}tax\u{201d} is not closed", Some("\u{201c}tax\"")),
    ("tax [\"]", "this quote is open and nothing follows it", Some("tax")),
    ("[\"\"]", "there is nothing between these quotes", None),
    ("a [\"  \"] b", "there is nothing between these quotes", Some("a b")),
    ("[(]tax haven", "this parenthesis is not closed", Some("(tax haven)")),
    ("tax[)]", "nothing is open that this parenthesis could close", Some("tax")),
    ("[()]", "there is nothing between these parentheses", None),
    ("a [()] b", "there is nothing between these parentheses", Some("a b")),
    ("[(](a)", "this parenthesis is not closed", Some("((a))")),
    ("a [(]b", "this parenthesis is not closed", Some("a (b)")),
    ("[AND]", "there is nothing before AND", None),
    ("a [AND]", "there is nothing after AND", Some("a")),
    ("[AND] a", "there is nothing before AND", Some("a")),
    ("a AND [AND] b", "there is nothing before AND", Some("a AND b")),
    ("a [OR]", "there is nothing after OR", Some("a")),
    ("[OR] a", "there is nothing before OR", Some("a")),
    ("a OR [OR] b", "there is nothing after OR", Some("a OR b")),
    ("(a [OR]) b", "there is nothing after OR", Some("(a) b")),
    ("[NOT]", "there is nothing after NOT", None),
    ("a [NOT]", "there is nothing after NOT", Some("a")),
    ("[NOT] OR a", "there is nothing after NOT", Some("a")),
    ("-[(]", "this parenthesis is not closed", None),
    ("a [AND] OR b", "there is nothing after AND", Some("a OR b")),
    ("a [NEAR/5]", "there is nothing after NEAR/5", Some("a")),
    ("[NEAR/5] a", "there is nothing before NEAR/5", Some("a")),
    ("a [NEAR/x] b", "NEAR/ needs a number of words, as in NEAR/5", Some("a NEAR/5 b")),
    ("a [NEAR/] b", "NEAR/ needs a number of words, as in NEAR/5", Some("a NEAR/5 b")),
    ("a [ADJ/-1] b", "ADJ/ needs a number of words, as in ADJ/5", Some("a ADJ/5 b")),
    ("a NEAR/5 [date:2014]", "NEAR/5 takes words, phrases and entities on both sides", Some("a AND date:2014")),
    ("a NEAR/5 [-b]", "NEAR/5 takes words, phrases and entities on both sides", Some("a AND -b")),
    ("a NEAR/5 [(b c)]", "NEAR/5 takes words, phrases and entities on both sides", Some("a AND (b c)")),
    ("title:a [NEAR/5] body:b", "both sides of NEAR/5 must look in the same field", None),
    ("a [NEAR/5] OR b", "there is nothing after NEAR/5", Some("a OR b")),
    ("[titel:]haven", "there is no field \u{201c}titel:\u{201d}; title: is the nearest", Some("title:haven")),
    (
        "[auther:]x",
        "there is no field \u{201c}auther:\u{201d}; put quotes around it to look for the words",
        Some("\"auther:x\""),
    ),
    (
        "[Foo:]bar baz",
        "there is no field \u{201c}Foo:\u{201d}; put quotes around it to look for the words",
        Some("\"Foo:bar\" baz"),
    ),
    (
        "[xyzzy:]\"a b\"",
        "there is no field \u{201c}xyzzy:\u{201d}; put quotes around it to look for the words",
        Some("\"a b\""),
    ),
    (
        "[http:]x",
        "there is no field \u{201c}http:\u{201d}; put quotes around it to look for the words",
        Some("\"http:x\""),
    ),
    ("[added-text:] a", "added-text: needs a value right behind the colon", Some("added-text:a")),
    ("[added-text:(]a b)", "added-text: takes one word or phrase; repeat the field for each", None),
    (
        "b added-text:[/tax/]",
        "added-text: takes a word or a phrase, no regular expression",
        Some("b added-text:\"tax\""),
    ),
    ("a [removed-text:\"\"]", "there is nothing between these quotes", Some("a")),
    (
        "removed-text:\"a b\"[~x]",
        "~ behind a phrase needs a number of words, as in \"tax haven\"~5",
        Some("removed-text:\"a b\"~5"),
    ),
    ("new:[150..]", "new: is a share in percent, 100 at most", Some("new:100")),
    ("new:>[5x]", "\u{201c}5x\u{201d} is no number", Some("new:>5")),
    ("[title:]", "title: needs a value right behind the colon", None),
    ("[title:] haven", "title: needs a value right behind the colon", Some("title:haven")),
    ("[date:] 2014", "date: needs a value right behind the colon", Some("date:2014")),
    ("[person:] kern", "person: needs a value right behind the colon", Some("person:kern")),
    ("date:2024-[13]", "there is no month 13", Some("date:2024-12")),
    ("date:2023-02-[29]", "there is no day 29 in 2023-02, which has 28 days", Some("date:2023-02-28")),
    ("date:2024-[00]", "there is no month 0", Some("date:2024-01")),
    (
        "date:[13.05.2014]",
        "\u{201c}13.05.2014\u{201d} is no date; write 2014, 2014-03, 2014-03-15 or 3w",
        Some("date:2014-05-13"),
    ),
    (
        "date:[12/05/2014]",
        "\u{201c}12/05/2014\u{201d} is no date; write 2014, 2014-03, 2014-03-15 or 3w",
        Some("date:2014-05-12"),
    ),
    (
        "date:[05-12-2014]",
        "\u{201c}05-12-2014\u{201d} is no date; write 2014, 2014-03, 2014-03-15 or 3w",
        Some("date:2014-12-05"),
    ),
    ("date:[foo]", "\u{201c}foo\u{201d} is no date; write 2014, 2014-03, 2014-03-15 or 3w", None),
    ("date:[2015..2014]", "this range ends before it begins", Some("date:2014..2015")),
    ("date:3[m]..", "a bare m could be minutes or months; write min or mo", Some("date:3mo..")),
    ("date:3[m]", "a bare m could be minutes or months; write min or mo", Some("date:3mo")),
    (
        "date:3[months]..",
        "there is no unit \u{201c}months\u{201d}; the units are min, h, d, w, mo and y",
        Some("date:3mo.."),
    ),
    ("date:3[q]", "there is no unit \u{201c}q\u{201d}; the units are min, h, d, w, mo and y", None),
    ("date:2014-1-[32]", "there is no day 32 in 2014-01, which has 31 days", Some("date:2014-01-31")),
    ("date:[99999999999999999999]d", "99999999999999999999 is too many", None),
    ("date:[9999999]y", "9999999 is too many", None),
    ("date:>[]", "a date is missing here; write 2014, 2014-03, 2014-03-15 or 3w", None),
    ("date:[..]", "\u{201c}..\u{201d} is no date; write 2014, 2014-03, 2014-03-15 or 3w", Some("date:*")),
    ("[date:(]2014)", "date: takes one value; repeat the field for each", None),
    ("added:2[m]..", "a bare m could be minutes or months; write min or mo", Some("added:2mo..")),
    ("added:[2d..5d]", "this range ends before it begins", Some("added:5d..2d")),
    ("date:>=2014-[13]-01", "there is no month 13", Some("date:>=2014-12")),
    ("words:[many]", "\u{201c}many\u{201d} is no number", Some("words:500")),
    ("words:>[]", "a number is missing here", Some("words:>500")),
    ("new:>[abc]", "\u{201c}abc\u{201d} is no number", Some("new:>20")),
    ("new:[abc]%", "\u{201c}abc\u{201d} is no number", Some("new:20%")),
    ("words:[500..100]", "this range ends before it begins", Some("words:100..500")),
    ("words:[5k]", "\u{201c}5k\u{201d} is no number", Some("words:5000")),
    ("words:[<0]", "nothing is less than 0", None),
    ("words:[10-20]", "\u{201c}10-20\u{201d} is no number", Some("words:10..20")),
    (
        "is:[unraed]",
        "there is no state \u{201c}unraed\u{201d}; there is new, read, unread, decided, undecided, starred, leader, copy, unique, failed, noted, mixed, disputed and listed",
        Some("is:unread"),
    ),
    (
        "is:[foo]",
        "there is no state \u{201c}foo\u{201d}; there is new, read, unread, decided, undecided, starred, leader, copy, unique, failed, noted, mixed, disputed and listed",
        None,
    ),
    (
        "verdict:[kept]",
        "there is no verdict \u{201c}kept\u{201d}; there is keep, drop, later and none",
        Some("verdict:keep"),
    ),
    (
        "verdict:[later2]",
        "there is no verdict \u{201c}later2\u{201d}; there is keep, drop, later and none",
        Some("verdict:later"),
    ),
    (
        "sort:[data]",
        "there is no order \u{201c}data\u{201d}; there is relevance, date, added, title and new",
        Some("sort:date"),
    ),
    ("sort:-[size]", "there is no order \u{201c}size\u{201d}; there is relevance, date, added, title and new", None),
    ("[-sort:date]", "an order cannot be negated", Some("sort:-date")),
    ("[lang:(]a b)", "lang: takes one value; repeat the field for each", None),
    ("[tag:\"\"]", "tag: needs a value", None),
    ("/[tax(]/", "this regular expression cannot be read: unclosed group", Some("/tax\\(/")),
    ("[/]tax", "the regular expression that begins here has no closing /", Some("/tax/")),
    ("[/]", "there is nothing between these slashes", None),
    ("/[[a]/ b", "this regular expression cannot be read: unclosed character class", Some("/\\[a/ b")),
    ("/[a{99999999}]/", "this regular expression cannot be read: it is too big", Some("/a\\{99999999\\}/")),
    (
        "/[(?<=a)b]/",
        "this regular expression cannot be read: look-around, including look-ahead and look-behind, is not supported",
        Some("/\\(\\?<=a\\)b/"),
    ),
    ("word[~3]", "~ takes 1 or 2, the letters that may differ", Some("word~2")),
    ("word[~x]", "~ takes 1 or 2, the letters that may differ", Some("word~2")),
    ("wo*rd[~]", "~ cannot be joined with * or ? in one word", Some("wo*rd")),
    ("\"a b\"[~x]", "~ behind a phrase needs a number of words, as in \"tax haven\"~5", Some("\"a b\"~5")),
    ("\"a b\"[~]", "~ behind a phrase needs a number of words, as in \"tax haven\"~5", Some("\"a b\"~5")),
    ("[=]", "there is no letter or digit to look for in \u{201c}=\u{201d}", None),
    ("[&]", "there is no letter or digit to look for in \u{201c}&\u{201d}", None),
    ("[--] &", "there is no letter or digit to look for in \u{201c}--\u{201d}", None),
    ("[=&]", "there is no letter or digit to look for in \u{201c}=&\u{201d}", None),
    ("[source:=x]", "= works on words of the title and the text only", None),
    ("[key:=x]", "= works on words of the title and the text only", None),
    ("title:[(]a", "this parenthesis is not closed", Some("title:(a)")),
    ("title:[()]", "there is nothing between these parentheses", None),
    ("[-]", "there is no letter or digit to look for in \u{201c}-\u{201d}", None),
    ("title:[\"]a", "the quote before \u{201c}a\u{201d} is not closed", Some("title:\"a\"")),
    (
        "(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((([(](((((",
        "parentheses and negations stand too deep inside each other",
        None,
    ),
    (
        "[------------------------------------------------------------------------------------------]",
        "there is no letter or digit to look for in \u{201c}------------------------------------------------------------------------------------------\u{201d}",
        None,
    ),
    ("[a:]b:c", "there is no field \u{201c}a:\u{201d}; put quotes around it to look for the words", Some("\"a:b:c\"")),
    ("tag:[\"]a b", "the quote before \u{201c}a b\u{201d} is not closed", Some("tag:\"a b\"")),
    ("date:[today..yesterday]", "this range ends before it begins", Some("date:yesterday..today")),
    ("[entity:]", "entity: needs a value right behind the colon", None),
    ("[is:]", "is: needs a value right behind the colon", None),
    ("[note:]", "note: needs a value right behind the colon", None),
];

#[test]
fn each_malformed_query_gets_its_sentence() {
    for (marked, message, repair) in CASES {
        let places = marked.char_indices().filter(|&(_, c)| c == '[' || c == ']').map(|(at, _)| at);
        let places: Vec<usize> = places.collect();
        let read =
            places.iter().flat_map(|&open| places.iter().map(move |&close| (open, close))).any(|(open, close)| {
                open < close && {
                    let query = format!("{}{}{}", &marked[..open], &marked[open + 1..close], &marked[close + 1..]);
                    parse(&query, &reading()).is_err_and(|error| {
                        (error.span, error.message.as_str(), error.repair.as_deref())
                            == (open..close - 1, message, repair)
                    })
                }
            });
        assert!(read, "{marked}");
    }
}

#[test]
fn blanks_before_a_quoted_value_move_no_caret() {
    for (query, place) in [
        ("words:\" yé\"", "yé"),
        ("words:\"\u{a0}zé..5\"", "zé"),
        ("versions:\"\u{3000}é\" b", "é"),
        ("date:\"  2014-13 \"", "13"),
    ] {
        let error = parse(query, &reading()).expect_err(query);
        assert_eq!(query.get(error.span.clone()), Some(place), "{query}: {error:?}");
    }
}

#[test]
fn deep_nesting_is_an_error() {
    for query in ["(".repeat(5000), "NOT ".repeat(5000), "-a ".repeat(5000) + &"-(".repeat(5000)] {
        assert!(parse(&query, &reading()).is_err_and(|error| error.message.contains("too deep")));
    }
    assert!(parse(&"-".repeat(5000), &reading()).is_err());
    assert!(parse("a ".repeat(5000).trim(), &reading()).is_ok());
}

#[test]
fn hints_say_what_was_perhaps_meant() {
    for (query, wanted) in
        [("a or b", Some("a OR b")), ("a near/5 b", Some("a NEAR/5 b")), ("a & b", None), ("date:3w", None)]
    {
        let hints = parse(query, &reading()).expect("a query").hints;
        assert_eq!(hints.iter().map(|hint| hint.repair.as_deref()).collect::<Vec<_>>(), [wanted], "{query}");
    }
    assert!(parse("\"a or b\" title:or a OR b", &reading()).expect("a query").hints.is_empty());
}
