//! Queries as the bar and the list handle them: where their terms and operators stand, without
//! reading what they mean.

use super::list::Order;
use crate::text::classes::{is_double_quote, is_space};
use std::ops::Range;

/// A run of a query without a gap outside quotes and slashes, and how many parentheses are open.
struct Term {
    span: Range<usize>,
    depth: usize,
}

/// The terms of a query; parentheses stand in none.
fn terms(query: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let (mut at, mut depth) = (0, 0usize);
    while let Some(c) = query[at..].chars().next() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if is_space(c) => {}
            _ => {
                let end = term_end(query, at);
                terms.push(Term { span: at..end, depth });
                at = end;
                continue;
            }
        }
        at += c.len_utf8();
    }
    terms
}

/// The end of the term that begins at a byte.
fn term_end(query: &str, start: usize) -> usize {
    let mut at = start;
    // Nothing but dashes has come yet.
    let mut begins = true;
    while let Some(c) = query[at..].chars().next() {
        let begins_a_value = begins || query[..at].ends_with(':');
        begins &= c == '-';
        if is_double_quote(c) {
            let inner = at + c.len_utf8();
            let Some((close, quote)) = query[inner..].char_indices().find(|&(_, c)| is_double_quote(c)) else {
                return query.len();
            };
            at = inner + close + quote.len_utf8();
        } else if c == '/' && begins_a_value {
            at = regex_end(query, at);
        } else if is_space(c) || c == '(' || c == ')' {
            break;
        } else {
            at += c.len_utf8();
        }
    }
    at
}

/// The end of a regular expression: behind the first slash that a gap or a parenthesis follows.
fn regex_end(query: &str, start: usize) -> usize {
    let mut escaped = false;
    for (at, c) in query[start + 1..].char_indices() {
        let after = start + 1 + at + c.len_utf8();
        if c == '/' && !escaped && at > 0 {
            let end = after + usize::from(query[after..].starts_with('i'));
            if query[end..].chars().next().is_none_or(|c| is_space(c) || c == ')') {
                return end;
            }
        }
        escaped = c == '\\' && !escaped;
    }
    query.len()
}

/// True for a query that is alternatives, which words behind it would join with the last of.
fn is_alternatives(query: &str) -> bool {
    terms(query).iter().any(|term| term.depth == 0 && &query[term.span.clone()] == "OR")
}

fn is_order(query: &str, term: &Term) -> bool {
    query[term.span.clone()].get(..5).is_some_and(|name| name.eq_ignore_ascii_case("sort:"))
}

/// A query without its orders, and these.
fn without_orders(query: &str) -> (String, Vec<&str>) {
    let (mut rest, mut orders, mut from) = (String::new(), Vec::new(), 0);
    for term in terms(query).iter().filter(|term| is_order(query, term)) {
        rest.push_str(query[from..term.span.start].trim_end());
        orders.push(&query[term.span.clone()]);
        from = term.span.end;
    }
    rest.push_str(&query[from..]);
    (rest.trim().to_owned(), orders)
}

/// A query with room for more words behind it, all of which it is narrowed by: alternatives are held
/// together.
pub(super) fn narrowed(query: &str) -> String {
    let query = query.trim();
    if query.is_empty() {
        return String::new();
    }
    if !is_alternatives(query) {
        return format!("{query} ");
    }
    match without_orders(query) {
        (_, orders) if orders.is_empty() => format!("({query}) "),
        (words, orders) => format!("{} ({words}) ", orders.join(" ")),
    }
}

/// What was typed behind a query narrows it, also where that is alternatives.
pub(super) fn joined(narrowed: &str, typed: &str) -> String {
    if !is_alternatives(typed) {
        return format!("{narrowed}{typed}");
    }
    let (words, orders) = without_orders(typed);
    let orders: String = orders.iter().map(|order| format!(" {order}")).collect();
    format!("{narrowed}({words}){orders}")
}

/// The order that a query names, and whether it is turned round.
pub(super) fn order(query: &str) -> Option<(Order, bool)> {
    let terms = terms(query);
    let last = terms.iter().rfind(|term| is_order(query, term))?;
    let value = query[last.span.start + 5..last.span.end].trim_matches(is_double_quote);
    let (reverse, name) = value.strip_prefix('-').map_or((false, value), |name| (true, name));
    Some((Order::named(&name.to_lowercase()).unwrap_or_default(), reverse))
}

/// A query that names an order, with another in its place.
pub(super) fn reordered(query: &str, order: Order, reverse: bool) -> String {
    let terms = terms(query);
    let Some(last) = terms.iter().rfind(|term| is_order(query, term)) else { return query.to_owned() };
    let turned = if reverse { "-" } else { "" };
    format!("{}sort:{turned}{}{}", &query[..last.span.start], order.word(), &query[last.span.end..])
}

/// True for a query one of whose terms is this one.
pub(super) fn has_term(query: &str, wanted: &str) -> bool {
    terms(query).into_iter().any(|term| query.get(term.span) == Some(wanted))
}

/// A query without the order that it names.
pub(super) fn unordered(query: &str) -> String {
    let mut out = query.to_owned();
    for term in terms(query).iter().rev().filter(|term| is_order(query, term)) {
        out.replace_range(term.span.clone(), "");
    }
    out.trim().to_owned()
}

/// The word at the end of a query that is read as the beginning of one while it is typed.
pub fn open_word(query: &str) -> Option<&str> {
    let last = terms(query).pop().filter(|term| term.span.end == query.len())?;
    let word = query[last.span].trim_start_matches('-');
    let word = match word.split_once(':') {
        Some((field, word)) if matches!(field.to_ascii_lowercase().as_str(), "title" | "body") => word,
        Some(_) => return None,
        None => word,
    };
    let operator = matches!(word.split('/').next(), Some("AND" | "OR" | "NOT" | "NEAR" | "ADJ"));
    let plain = !word.starts_with(['=', '/']) && word.ends_with(char::is_alphanumeric);
    (plain && !operator && !word.contains(|c: char| c == '~' || is_double_quote(c))).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_alternatives_that_stand_open_are_held_together() {
        assert_eq!(narrowed("a OR b"), "(a OR b) ");
        for alone in ["(a OR b) c", "\"tax OR haven\"", "title:(a OR b)", "/a OR b/", "\u{201c}a OR b\u{201d}", "or"] {
            assert_eq!(narrowed(alone), format!("{alone} "));
        }
        assert_eq!(narrowed("a  sort:date OR \"b  c\""), "sort:date (a OR \"b  c\") ");
        assert_eq!(joined("a ", "b OR c sort:title"), "a (b OR c) sort:title");
        assert_eq!(joined("a ", "\"b OR c\""), "a \"b OR c\"");
    }

    #[test]
    fn orders_are_found_and_changed_where_they_stand() {
        assert_eq!(order("a sort:-date b"), Some((Order::Date, true)));
        assert_eq!(order("(a SORT:title) b"), Some((Order::Title, false)));
        assert_eq!(order("\"sort:date\" /sort:date x/ resort:date"), None);
        assert_eq!(reordered("a sort:-date \"b  c\"", Order::Title, false), "a sort:title \"b  c\"");
        assert_eq!(reordered("(a sort:date)", Order::New, true), "(a sort:-new)");
    }

    #[test]
    fn the_word_that_may_go_on_is_the_last_bare_one() {
        assert_eq!(open_word("tax hav"), Some("hav"));
        assert_eq!(open_word("title:(a OR hav"), Some("hav"));
        assert_eq!(open_word("-hav"), Some("hav"));
        for whole in ["tax ", "\"tax hav", "hav*", "=hav", "date:2014", "a OR", "a NEAR/5", "/hav", "hav)", ""] {
            assert_eq!(open_word(whole), None, "{whole}");
        }
    }

    #[test]
    fn a_pasted_rule_is_gone_through_once() {
        let rule = "-".repeat(300_000);
        let begun = std::time::Instant::now();
        assert_eq!(open_word(&format!("{rule}x")), Some("x"));
        assert!(begun.elapsed() < std::time::Duration::from_secs(2), "{:?}", begun.elapsed());
        assert_eq!(terms("--/a b/ c").len(), 2);
    }
}
