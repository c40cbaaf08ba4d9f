//! Numbers with what they count.

/// "1 document", "3 documents"; "1 exact copy", "2 exact copies". Takes regular nouns.
pub fn counted(number: impl TryInto<u64>, one: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    match (number, one.strip_suffix('y')) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{number} {stem}ies"),
        _ => format!("{number} {one}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_one() {
        assert_eq!(counted(1u32, "document"), "1 document");
        assert_eq!(counted(0usize, "document"), "0 documents");
        assert_eq!(counted(1u64, "exact copy"), "1 exact copy");
        assert_eq!(counted(20u64, "exact copy"), "20 exact copies");
        assert_eq!(counted(2u8, "day"), "2 days");
    }
}
