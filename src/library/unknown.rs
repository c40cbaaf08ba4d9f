//! What is said beside a name that names nothing: the one that was meant, or what there is.

use crate::search::spelling_distance;

/// Names that are told.
const TOLD: usize = 3;
/// So many letters at most were mistyped.
const MOST: usize = 3;

/// The known name from which one that is not known differs by the fewest letters, if by few; capitals do not count.
pub fn nearest(typed: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let typed = typed.to_lowercase();
    let far = |known: &str| {
        let most = 1 + typed.chars().count().min(known.chars().count()) / 4;
        spelling_distance(&typed, &known.to_lowercase(), most.min(MOST))
    };
    known.filter_map(|known| Some((far(&known)?, known))).min_by_key(|near| near.0).map(|near| near.1)
}

/// The end of a sentence about a name that is not known; those that are come as they are to be told.
pub(super) fn known_instead(name: &str, known: &[String]) -> String {
    if let Some(near) = nearest(name, known.iter().cloned()) {
        return format!("{near:?} is the nearest");
    }
    let quoted: Vec<String> = known.iter().take(TOLD).map(|name| format!("{name:?}")).collect();
    match quoted.as_slice() {
        [] => "there is none yet".to_owned(),
        [one] => format!("there is {one}"),
        [first @ .., last] if known.len() <= TOLD => format!("there are {} and {last}", first.join(", ")),
        some => format!("there are {} and {} more", some.join(", "), known.len() - TOLD),
    }
}

#[cfg(test)]
mod tests {
    use super::known_instead;

    #[test]
    fn the_nearest_is_told_or_else_what_there_is() {
        let known = ["leak-3", "wire", "post", "first"].map(str::to_owned);
        assert_eq!(known_instead("laek-3", &known), "\"leak-3\" is the nearest");
        assert_eq!(known_instead("WIRE", &known), "\"wire\" is the nearest");
        assert_eq!(known_instead("zeppelin", &known), "there are \"leak-3\", \"wire\", \"post\" and 1 more");
        assert_eq!(known_instead("zeppelin", &known[2..]), "there are \"post\" and \"first\"");
        assert_eq!(known_instead("zeppelin", &[]), "there is none yet");
    }
}
