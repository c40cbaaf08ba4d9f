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

/// A page that says to be an article, with this in its body.
fn article(head: &str, body: &str) -> String {
    format!(
        "<html lang=de><head><title>The ferry</title><meta property=og:type content=article>{head}</head><body>{body}</body></html>"
    )
}

fn story(paragraphs: usize) -> String {
    "<p>The ferry will not sail before May, the harbour master said, and the road is long, steep and icy.</p>"
        .repeat(paragraphs)
}

#[test]
fn what_is_about_the_page_is_swept_out() {
    let offer = "<p>Have our best stories sent to you every Friday, with a word from the editor on each of them.</p>";
    for name in [
        "class=newsletter-signup",
        "class='box ArticleRelated'",
        "id=share_bar",
        "class='most-read'",
        "class=\"c-cookie__notice\"",
        "role=complementary",
        "class=comments",
    ] {
        let page =
            article("", &format!("<div><h1>The ferry</h1>{}<div {name}>{offer}</div>{}</div>", story(3), story(3)));
        let got = opened("a.html", page.as_bytes());
        assert!(!texts(&got)[0].contains("best stories"), "{name}: {}", texts(&got)[0]);
        assert_eq!(texts(&got)[0].matches("harbour master").count(), 6, "{name}");
    }
    // A name is no proof: not of what holds much of the words, nor where it says what they are about.
    for name in [
        "class=newsletter",
        "id=sharing-a-boat-with-a-single-owner",
        "class='entry-content has-sidebar'",
        "class=hash-4ad0e60e",
    ] {
        let page =
            article("", &format!("<div><h1>The ferry</h1>{}</div><div {name}>{}</div>", story(4), offer.repeat(2)));
        let got = opened("a.html", page.replace(offer, &format!("{offer}{}", story(4))).as_bytes());
        assert!(texts(&got)[0].contains("best stories"), "{name}: {}", texts(&got)[0]);
    }
}

#[test]
fn answers_belong_to_a_thread_and_not_to_an_article() {
    let answers = format!(
        "<div class=comments>{}</div>",
        "<p>I took it once, in a storm, and would rather walk around the bay, whatever the weather is.</p>".repeat(8)
    );
    let body = format!("<div class=post><h1>The ferry</h1>{}</div>{answers}", story(3));
    let got = opened("a.html", article("", &body).as_bytes());
    assert!(!texts(&got)[0].contains("I took it once"), "{}", texts(&got)[0]);
    let board = "<link rel=canonical href='https://boats.example/forum/topic/12'>";
    let got = opened("a.html", article(board, &body).as_bytes());
    assert_eq!(texts(&got)[0].matches("I took it once").count(), 8, "{}", texts(&got)[0]);
}

#[test]
fn what_is_hidden_until_a_script_runs_is_read() {
    let around = "<p>Ferries, boats and all that floats.</p>";
    for body in [
        format!("{around}<div hidden id=S:0><main>{}</main></div>", story(5)),
        format!("<div style='visibility:hidden'><h1>The ferry</h1>{}</div>{around}", story(5)),
        format!("<form action=x><h1>The ferry</h1>{}</form>{around}", story(5)),
        format!("<div id=app></div><noscript><div>{}</div></noscript>", story(5)),
    ] {
        let got = opened("a.html", format!("<title>t</title><body>{body}</body>").as_bytes());
        assert_eq!(texts(&got)[0].matches("harbour master").count(), 5, "{body}");
    }
    let stated = format!(
        "{{\"@type\":\"NewsArticle\",\"articleBody\":\"{}\"}}",
        story(4).replace("<p>", "").replace("</p>", " ")
    );
    let page = format!("<body><script type='application/ld+json'>{stated}</script><div id=app>Loading</div></body>");
    assert_eq!(texts(&opened("a.html", page.as_bytes()))[0].matches("harbour master").count(), 4);
    let folded = format!("<h2><button>When?</button></h2>{}<button>Buy</button>", story(1));
    let got = opened("a.html", folded.as_bytes());
    assert!(texts(&got)[0].starts_with("When?") && !texts(&got)[0].contains("Buy"), "{}", texts(&got)[0]);
    assert_eq!(
        texts(&opened("a.xhtml", b"<html><body><nav><ol><li>One</li><li>Two</li></ol></nav></body></html>")),
        ["One\nTwo"]
    );
}

#[test]
fn a_date_that_only_the_reader_is_told_is_found() {
    let date = |head: &str, shown: &str| {
        let page = article(head, &format!("<h1>The ferry</h1>{shown}{}", story(4)));
        opened("a.html", page.as_bytes()).documents[0].date.as_ref().map_or("-".to_owned(), |date| date.iso.clone())
    };
    for shown in [
        "<span class='post-date'>Posted on January 16th, 2015 by Ann</span>",
        "<span class=entryDate>16. Januar 2015, 10:20 Uhr</span>",
        "<div class=x>16.01.2015 | 10:20</div>",
        "<p>Publié le 16 janvier 2015</p>",
        "<b id=published>16 de enero de 2015</b>",
        "<p class=time>16 янв 2015</p>",
        "<p>2015年1月16日</p>",
        "<p class=date>16/01/2015</p>",
        "<p class=date>16.1.15</p>",
    ] {
        assert_eq!(date("", shown), "2015-01-16", "{shown}");
    }
    let address = |url: &str| format!("<link rel=canonical href='{url}'>");
    assert_eq!(date(&address("https://a.example/2015/01/16/ferry"), ""), "2015-01-16");
    assert_eq!(date("<meta property=article:modified_time content=2015-01-17>", ""), "2015-01-17");
    assert_eq!(
        date(&address("https://a.example/2015/13/16/ferry"), "<p>Since 16 May nobody, in 2015 or later</p>"),
        "-"
    );
    // Day and month in figures, in a language that has both orders.
    let page = article("", &format!("<h1>The ferry</h1><p class=date>03/04/2015</p>{}", story(4)));
    assert!(opened("a.html", page.replace("lang=de", "lang=en").as_bytes()).documents[0].date.is_none());
}

#[test]
fn an_author_that_only_the_reader_is_told_is_found() {
    let author = |head: &str, shown: &str| {
        let page = article(head, &format!("<h1>The ferry</h1>{shown}{}", story(4)));
        let got = opened("a.html", page.as_bytes());
        got.documents[0].fields.get("author").and_then(|name| name.as_str()).unwrap_or("-").to_owned()
    };
    for shown in [
        "<p class=byline>By Ann Lee | 3 May 2015</p>",
        "<a rel=author href=/ann>Ann Lee</a>",
        "<span itemprop=author><meta itemprop=name content='Ann Lee'></span>",
        "<div class=article-author>Von <a href=/a>Ann Lee</a>, Hamburg</div>",
        "<p>Text: <a href='https://a.example/author/ann/'>Ann Lee</a></p>",
    ] {
        assert_eq!(author("", shown), "Ann Lee", "{shown}");
    }
    assert_eq!(
        author("<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ann Lee'>", ""),
        "Ann Lee"
    );
    // Linked data that points, with a line end where there may be none.
    let linked = "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"A\nb\",\"author\":{\"@id\":\"#1\"}},{\"@type\":\"Person\",\"@id\":\"#1\",\"name\":\"Ann Lee\"}]}</script>";
    assert_eq!(author(linked, ""), "Ann Lee");
    for shown in [
        "<div class=comment><p class=author>Bob Ray</p></div>",
        "<p class=author-box>About the author</p>",
        "<p>By and by</p>",
    ] {
        assert_eq!(author("", shown), "-", "{shown}");
    }
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
