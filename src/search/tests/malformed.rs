//! Queries that cannot be read: the sentence, the caret and the repair of each.

use super::corpus::reading;
use crate::search::parse;

/// The query with its caret under it as `[…]`, the sentence, and the repair.
const CASES: [(&str, &str, Option<&str>); 0] = [];

#[test]
fn each_malformed_query_gets_its_sentence() {
    for (marked, message, repair) in CASES {
        let query = marked.replacen('[', "", 1).replacen(']', "", 1);
        match parse(&query, &reading()) {
            Ok(read) => panic!("{query} was read as {:?}", read.root),
            Err(error) => {
                let (a, b) = (error.span.start, error.span.end);
                let shown = format!("{}[{}]{}", &query[..a], &query[a..b], &query[b..]);
                assert_eq!(
                    (shown.as_str(), error.message.as_str(), error.repair.as_deref()),
                    (marked, message, repair)
                );
            }
        }
    }
}
