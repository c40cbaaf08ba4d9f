//! Numbers with their nouns.

/// "1 document", "3 documents", "2 copies": a count with an English noun of regular plural.
pub fn counted(count: impl TryInto<u64>, noun: &str) -> String {
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {noun}"),
        many => match noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
            Some(stem) => format!("{many} {stem}ies"),
            None => format!("{many} {noun}s"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn nouns_agree_with_their_numbers() {
        assert_eq!(counted(1u32, "exact copy"), "1 exact copy");
        assert_eq!(counted(0u32, "exact copy"), "0 exact copies");
        assert_eq!(counted(2usize, "document"), "2 documents");
    }
}
