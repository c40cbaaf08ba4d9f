//! Pages of HTML through the whole room.

use super::*;

const PAGE: &str = r#"<!DOCTYPE html><html lang=en><head><title>The bridge closes | The Courier</title>
<link rel="canonical" href="https://courier.example/bridge"><meta property="og:site_name" content="The Courier">
<script type="application/ld+json">{"@context":"x","@type":"NewsArticle","headline":"The bridge closes","datePublished":"2015-01-16T10:00:00+01:00","author":{"name":"Anna Cole"}}</script>
<style>p{}</style></head><body><nav><a href=/>Home</a><a href=/n>News</a></nav><!-- a comment -->
<div id="content"><article><h1>The bridge closes</h1><p>The old bridge over the   river has been closed
since Monday, the mayor said, and nobody can tell <b>when</b> it will be open again, or at what cost to the town.</p>
<h2>A long wait</h2><p>Farmers on the other bank, who used it every day, now drive an hour to the market,&nbsp;and an hour back,
which leaves them little of the morning.</p><ul><li>The north side is open to walkers</li><li>The south side is shut</li></ul>
<p>The council meets on Friday. It will hear the engineer, who has said that the piers are sound, but the deck is not, and that it
should have been replaced ten years ago.</p></article></div>
<script>var x = "<p>no</p>";</script><footer><a href=/about>About us</a></footer></body></html>"#;

#[test]
fn a_page_gives_its_article() {
    let got = opened("a.html", PAGE.as_bytes());
    let page = &got.documents[0];
    assert_eq!(page.title, "The bridge closes");
    assert_eq!(page.date.as_ref().unwrap().iso, "2015-01-16T10:00:00+01:00");
    assert_eq!(
        (page.source.as_deref(), page.url.as_deref()),
        (Some("The Courier"), Some("https://courier.example/bridge"))
    );
    assert_eq!(page.fields["author"], "Anna Cole");
    let paragraphs: Vec<&str> = page.text.split("\n\n").collect();
    assert!(page.text.contains("over the river has been closed since Monday"), "{}", page.text);
    assert!(paragraphs.contains(&"A long wait"), "{}", page.text);
    assert!(paragraphs.contains(&"The north side is open to walkers\nThe south side is shut"), "{}", page.text);
    for not in ["Home", "comment", "var x", "p{}", "About us", "  "] {
        assert!(!page.text.contains(not), "{not}: {}", page.text);
    }
}

#[test]
fn a_page_without_an_article_gives_all_it_shows() {
    let got = opened(
        "a.html",
        b"<title>Notes</title><p>First.<p>Second<br>line.<table><tr><td>a<td>b</table><pre>x\n  y</pre>",
    );
    assert_eq!((texts(&got)[0], &*got.documents[0].title), ("First.\n\nSecond\nline.\n\na\tb\n\nx\n  y", "Notes"));
}

#[test]
fn a_short_page_gives_its_article_without_what_stands_around_it() {
    let around = |content: &str| {
        format!(
            "<title>Ferry | Gazette</title><body><header><img src=l><p>The Gazette, founded in 1902 and read all along the water, every day but Sunday</p></header>\
             <nav><a href=/>Home</a></nav>{content}<aside><p>Subscribe for six months and pay for five, which is an offer that ends on the last of May.</p></aside>\
             <footer><p>All rights reserved; no part of this page may be copied without the consent of the publisher.</p></footer></body>"
        )
    };
    let story = "<h1>Ferry</h1><p>The ferry does not sail today.</p><aside>Nor tomorrow.</aside>";
    for content in [
        format!("<article>{story}</article>"),
        format!("<main>{story}</main>"),
        format!("<div role=main>{story}</div>"),
        format!("<div class=x><article>{story}</article></div>"),
    ] {
        let got = opened("a.html", around(&content).as_bytes());
        assert_eq!(texts(&got), ["Ferry\n\nThe ferry does not sail today.\n\nNor tomorrow."], "{content}");
    }
    let plain = around("<div><p>The ferry does not sail today.</p></div>");
    assert_eq!(texts(&opened("a.html", plain.as_bytes())), ["The ferry does not sail today."]);
    let all_margin = "<body><header><p>Only a header.</p></header></body>";
    assert_eq!(texts(&opened("a.html", all_margin.as_bytes())), ["Only a header."]);
    let headed = "<body><header><h1>Ferry</h1><p>By Ann Lee</p></header><div><p>It sails.</p></div></body>";
    assert_eq!(texts(&opened("a.html", headed.as_bytes())), ["Ferry\n\nBy Ann Lee\n\nIt sails."]);
}

#[test]
fn empty_elements_of_xhtml_swallow_nothing() {
    let page = b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/><script src='x'/></head><body><p>Shown.</p></body></html>";
    assert_eq!(texts(&opened("a.xhtml", page)), ["Shown."]);
}

#[test]
fn a_book_of_chapters_is_not_one_chapter() {
    let paragraph = "<p>It was late in the year, and the road to the harbour lay under water, so that nobody came.</p>";
    let chapter = |n: usize| format!("<div class=chapter><h2>Chapter {n}</h2>{}</div>", paragraph.repeat(8));
    let book = format!("<title>A Winter</title><body>{}</body>", (1..30).map(chapter).collect::<String>());
    let got = opened("a.html", book.as_bytes());
    assert!(texts(&got)[0].contains("Chapter 1\n\nIt was") && texts(&got)[0].contains("Chapter 29\n\nIt was"));
}

#[test]
fn an_article_is_found_between_teasers() {
    let teaser =
        "<div class=teaser><a href=/x>Ten things about bridges that you did not know, and more of them</a></div>";
    let body = "<p>The engineer told the council on Friday that the piers are sound, but that the deck has to be replaced.</p>";
    let page = format!(
        "<body><div id=menu>{}</div><div id=story>{}</div><div class=related>{}</div></body>",
        teaser.repeat(5),
        body.repeat(6),
        teaser.repeat(20)
    );
    let got = opened("a.html", page.as_bytes());
    assert!(!texts(&got)[0].contains("Ten things"), "{}", texts(&got)[0]);
    assert_eq!(texts(&got)[0].matches("The engineer").count(), 6);
}

#[test]
fn hostile_pages_cost_no_stack_and_little_time() {
    let deep = |tag: &str| format!("{}deep{}", format!("<{tag}>").repeat(100_000), format!("</{tag}>").repeat(100_000));
    for tag in ["div", "b", "table", "ul", "span", "p", "font color=red", "li", "a href=x", "blockquote", "td", "x-y"] {
        let got = opened("a.html", deep(tag).as_bytes());
        assert_eq!(texts(&got), ["deep"], "{tag}");
    }
    let many = format!("<svg><div></div>{}deep", "<div/>".repeat(20_000));
    assert_eq!(texts(&opened("a.html", many.as_bytes())), ["deep"]);
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
    assert_eq!(texts(&opened("a.html", format!("<p{attributes}>wide</p>").as_bytes())), ["wide"]);
    assert!(texts(&opened("a.html", format!("{}p>angles", "<".repeat(100_000)).as_bytes()))[0].ends_with("angles"));
    let formats: String = (0..3000).map(|n| format!("<font color={n}><p>word ")).collect();
    assert!(texts(&opened("a.html", formats.as_bytes()))[0].contains("word"));
}
