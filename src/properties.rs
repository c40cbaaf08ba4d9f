//! How often tests of properties try.

use proptest::test_runner::Config;

/// So many cases, and as many times more or fewer as `PROPTEST_CASES` asks for more or fewer than are usual.
pub(crate) fn cases(number: u32) -> Config {
    let asked = Config::default();
    let usual = 256;
    Config { cases: number.saturating_mul(asked.cases).div_ceil(usual), ..asked }
}
