//! What is told of numbers: where labels end and numbers begin, and how far a number reaches.

use super::tests::{check, quick};
use super::*;

fn numbers(a: &str, b: &str) -> Vec<String> {
    let comparison = quick(a, b);
    check(a, b, &comparison);
    let facts = comparison.ops.iter().any(|op| op.touches == Touches::Facts);
    let summary = comparison.summary;
    assert_eq!(
        facts,
        !summary.numbers_changed.is_empty() || !summary.numbers_added.is_empty() || !summary.numbers_removed.is_empty(),
        "{}",
        summary.line()
    );
    summary.numbers_changed.into_iter().map(|both| format!("{} -> {}", both.from, both.to)).collect()
}

/// Each text with a word in it put in place of another.
fn one(text: &str, from: &str, to: &str) -> Vec<String> {
    numbers(text, &text.replace(from, to))
}

#[test]
fn numbers_begin_lines_too() {
    for (a, b, told) in [
        ("So it went.\n\n1.250 Euro to the agent.", "So it went.\n\n1.520 Euro to the agent.", "1.250 -> 1.520"),
        ("Plan.\n\n12. Mai: Treffen.", "Plan.\n\n21. Mai: Treffen.", "12. Mai -> 21. Mai"),
        ("Then.\n\n40) witnesses were heard.", "Then.\n\n90) witnesses were heard.", "40 -> 90"),
        ("The sum:\n\n14.", "The sum:\n\n41.", "14 -> 41"),
        ("Kosten.\n\n2.5 Millionen", "Kosten.\n\n3.5 Millionen", "2.5 Millionen -> 3.5 Millionen"),
        ("Plan.\n\n7. Mai 2021: nichts.", "Plan.\n\n8. Mai 2021: nichts.", "7. Mai 2021 -> 8. Mai 2021"),
        ("13. So.\n\n14. Men.\n\n15. No.", "13. So.\n\n41. Men.\n\n15. No.", "14 -> 41"),
    ] {
        assert_eq!(numbers(a, b), [told], "{a:?}");
    }
}

#[test]
fn labels_of_markdown_count_with_their_neighbours() {
    let list = |first: usize| {
        let title = ["SCOPE", "SECURITY", "CHILDREN"];
        let items = title.iter().enumerate().map(|(n, title)| format!("{0}. [{0}\\. {title}](#x)", first + n));
        let parts = title
            .iter()
            .enumerate()
            .map(|(n, title)| format!("\n\n{}. **{}\\. {title}**\n\nWe say so.", 10 * (first + n), first + n));
        items.collect::<Vec<_>>().join("\n") + &parts.collect::<String>()
    };
    assert_eq!(numbers(&list(3), &list(4)), [""; 0]);
    let (a, b) = ("See [this](https://x.example/a%3Ab) now.", "See [this](https://x.example/a%3Bb) now.");
    assert_eq!(quick(a, b).summary.numbers_added, [""; 0]);
}

#[test]
fn a_unit_is_part_of_its_number() {
    for (text, from, to, told) in [
        ("We met at 9:15 am there.", "am", "pm", "9:15 am -> 9:15 pm"),
        ("We met at 9:15 a.m. there.", "a.m.", "p.m.", "9:15 a.m. -> 9:15 p.m."),
        ("We met at 9:15 a.m. there.", "9:15 a.m.", "9.50am", "9:15 a.m. -> 9.50am"),
        ("It was 20 \u{b0}C there.", "\u{b0}C", "\u{b0}F", "20 \u{b0}C -> 20 \u{b0}F"),
        ("It went 80 kph there.", "kph", "mph", "80 kph -> 80 mph"),
        ("He took 5 mg of it.", "mg", "kg", "5 mg -> 5 kg"),
        ("It holds 30 litres now.", "litres", "gallons", "30 litres -> 30 gallons"),
        ("It took two hours then.", "hours", "days", "two hours -> two days"),
        ("It took 2 hours then.", "hours", "men", "2 hours -> 2 men"),
        ("It cost 3.4 million then.", "million", "billion", "3.4 million -> 3.4 billion"),
        ("It cost 5 dollars then.", "dollars", "euros", "5 dollars -> 5 euros"),
        ("A 5-day trip.", "day", "week", "5-day -> 5-week"),
        ("It rose by 5 percent then.", "percent", "points", "5 percent -> 5 points"),
        ("It paid EUR 500,000 to him.", "EUR", "USD", "EUR 500,000 -> USD 500,000"),
        ("It paid US$ 500 to him.", "US$", "A$", "US$ 500 -> A$ 500"),
        ("It rose by ~5 then.", "~5", "5", "~5 -> 5"),
        ("It rose by \u{b1}3 then.", "\u{b1}3", "3", "\u{b1}3 -> 3"),
    ] {
        assert_eq!(one(text, from, to), [told]);
        assert_eq!(quick(text, &text.replace(from, to)).summary.names_removed, [""; 0]);
    }
    for (text, from, to) in [
        ("It went 5 kilometres then.", "kilometres", "km"),
        ("It paid EUR 500 to him.", "EUR 500", "\u{20ac}500"),
        ("It is 5 men here.", "men", "women"),
        ("It lasted 48 hours then.", "48 hours", "48 hrs"),
        ("It took 10-12 men then.", "10-12", "10 to 12"),
        ("We left on May 5, 2020 then.", "May 5, 2020", "5 May 2020"),
        ("It cost 1,250.50 then.", "1,250.50", "1.250,50"),
        ("We left on 2021-03-04 then.", "2021-03-04", "4 March 2021"),
        ("We left at 9:30 a.m. then.", "9:30 a.m.", "9.30am"),
        ("We left on 2021-03-04 at 9:30 a.m. then.", "2021-03-04 at 9:30 a.m.", "4 March 2021 at 9.30am"),
        ("It holds 10 000 stones then.", "10 000", "10,000"),
    ] {
        assert_eq!(one(text, from, to), [""; 0], "{text}");
    }
}

#[test]
fn a_number_is_told_whole() {
    for (text, from, to, told) in [
        ("It cost 1 250 000 then.", "250", "350", "1 250 000 -> 1 350 000"),
        ("It cost 2\u{a0}300\u{a0}000 \u{20ac} then.", "300", "400", "2 300 000 \u{20ac} -> 2 400 000 \u{20ac}"),
        ("We met on 4 May in Rome.", "4", "5", "4 May -> 5 May"),
        ("We met on 4 May 2021 in Rome.", "4", "5", "4 May 2021 -> 5 May 2021"),
        ("We met on May 4, 2021 in Rome.", "2021", "2022", "May 4, 2021 -> May 4, 2022"),
        ("Call +44 171 456 789 now.", "789", "798", "+44 171 456 789 -> +44 171 456 798"),
        ("Call 0171 456 789 now.", "789", "798", "0171 456 789 -> 0171 456 798"),
        ("It cost 1\u{2019}250\u{2019}000 then.", "250", "350", "1\u{2019}250\u{2019}000 -> 1\u{2019}350\u{2019}000"),
        ("In 1990 250 men came.", "250", "350", "250 -> 350"),
        ("They sold 12 kept 45 of it.", "45", "54", "45 -> 54"),
    ] {
        assert_eq!(one(text, from, to), [told]);
    }
    assert_eq!(numbers("There are 12 000 of them.", "There are 12000 of them."), [""; 0]);
    assert_eq!(numbers("There are 12 000 of them.", "There are 12 000 000 of them."), ["12 000 -> 12 000 000"]);
}

#[test]
fn numbers_that_are_names_are_compared_as_they_are_written() {
    for (text, from, to, told) in [
        ("See version 2.10 of it.", "2.10", "2.1", "2.10 -> 2.1"),
        ("See Clause 3.20 of it.", "3.20", "3.2", "3.20 -> 3.2"),
        ("See Rule 1.1 of it.", "1.1", "1.10", "1.1 -> 1.10"),
        ("See \u{a7} 4.5 and 4.50 of it.", "4.50", "4.500", "4.50 -> 4.500"),
    ] {
        assert_eq!(one(text, from, to), [told]);
    }
    assert_eq!(one("It weighs 2.50 kg now.", "2.50", "2.5"), [""; 0]);
}

#[test]
fn numbers_of_other_languages_are_numbers() {
    for (text, from, to, told) in [
        (
            "Er zahlte zw\u{f6}lf Millionen an den Agenten.",
            "zw\u{f6}lf",
            "zwanzig",
            "zw\u{f6}lf Millionen -> zwanzig Millionen",
        ),
        ("Wir treffen uns am 12. M\u{e4}rz in der Stadt.", "M\u{e4}rz", "Mai", "12. M\u{e4}rz -> 12. Mai"),
        ("Il est parti le 5 mars avec nous.", "mars", "mai", "5 mars -> 5 mai"),
        ("Il est parti le 1er septembre avec nous.", "1er", "2", "1er septembre -> 2 septembre"),
        ("Se fueron el 12 de mayo de 2021 por la noche.", "mayo", "junio", "12 de mayo de 2021 -> 12 de junio de 2021"),
        ("Il paye quatorze euros pour le livre.", "quatorze", "quinze", "quatorze -> quinze"),
        ("Ha pagato due milioni per la casa.", "milioni", "miliardi", "due milioni -> due miliardi"),
        (
            "\u{5171}\u{4e00}\u{767e}\u{4e8c}\u{5341}\u{4e94}\u{4e07}\u{5143}\u{3002}",
            "\u{4e8c}",
            "\u{4e09}",
            "\u{4e00}\u{767e}\u{4e8c}\u{5341}\u{4e94}\u{4e07} -> \u{4e00}\u{767e}\u{4e09}\u{5341}\u{4e94}\u{4e07}",
        ),
    ] {
        assert_eq!(one(text, from, to), [told]);
    }
    for (text, from, to) in [
        ("It was once said that the sum is due.", "once", "often"),
        ("It was said that the sum is due to him.", "due", "sent"),
        ("The elf was seen in the wood by him.", "elf", "owl"),
        ("There were millions of them in the wood.", "millions", "crowds"),
    ] {
        assert_eq!(one(text, from, to), [""; 0], "{text}");
    }
}

#[test]
fn cells_joined_by_commas_are_numbers_of_their_own() {
    assert_eq!(one("Sold 61000,2015 there.", "61000", "91000"), ["61000 -> 91000"]);
    assert_eq!(one("Sold 61,201 there.", "61", "91"), ["61,201 -> 91,201"]);
}

#[test]
fn what_is_a_number_by_what_stands_for_it_is_told() {
    for (a, b, told) in [
        ("Flight BA117 came in.", "Flight BA171 came in.", "BA117 -> BA171"),
        ("It came in Q3 2020.", "It came in Q4 2020.", "Q3 -> Q4"),
        ("Under Article 5(2)(a) it may.", "Under Article 5(2)(b) it may.", "5(2)(a) -> 5(2)(b)"),
        ("Under Article 5(2)(a) it may.", "Under Article 5(3)(a) it may.", "5(2) -> 5(3)"),
        ("In the nineteenth century style.", "In the eighteenth century style.", "nineteenth -> eighteenth"),
        ("It was the third of them.", "It was the 4th of them.", "third -> 4th"),
        ("工事は二年かかる。", "工事は三年かかる。", "二 -> 三"),
        (
            "Prace rozpoczną się 1 kwietnia 2020 r.",
            "Prace rozpoczną się 1 maja 2020 r.",
            "1 kwietnia 2020 -> 1 maja 2020",
        ),
        (
            "Ремонт в городе займёт пять месяцев и не больше.",
            "Ремонт в городе займёт шесть месяцев и не больше.",
            "пять -> шесть",
        ),
        (
            "jusqu'au 1er septembre pour les gens du port",
            "jusqu'au 2 septembre pour les gens du port",
            "1er septembre -> 2 septembre",
        ),
    ] {
        assert_eq!(numbers(a, b), [told]);
    }
    for (a, b) in [
        ("We left at 9:00 am then.", "We left at 9 am then."),
        ("Das gilt bis 31.12.2020 dort.", "Das gilt bis 31. Dezember 2020 dort."),
        ("بنيت عام 1932 هناك.", "بنيت عام ١٩٣٢ هناك."),
        ("It was the third of them.", "It was the 3rd of them."),
        ("Es waren 12,5 % mehr.", "Es waren 12,5 Prozent mehr."),
        ("As was said.[12] Then.", "As was said.[13] Then."),
    ] {
        let summary = quick(a, b).summary;
        assert!(summary.numbers_changed.is_empty(), "{a}: {summary:?}");
        assert!(summary.numbers_added.is_empty() && summary.numbers_removed.is_empty(), "{a}: {summary:?}");
    }
    // Letters that were misread for digits come and go as no number.
    let summary = quick("The 1aughter of them.", "The 2aughter of a man.").summary;
    assert!(summary.numbers_added.is_empty() && summary.numbers_removed.is_empty(), "{summary:?}");
}
