//! Mail quoting: runs of `>` or `|` at the beginning of lines, which come and go with every answer
//! and every wrapping and say nothing about the text.

use super::stream::Side;

/// The tokens of each text that are mail quoting and stand for white space.
///
/// Texts quote when neighbouring lines of one of them begin so, or when only one of them has such
/// a line: a lone `>` on both sides may mean something.
pub(super) fn quoting(a: &Side, b: &Side) -> [Vec<bool>; 2] {
    let (in_a, in_b) = (Quoting::of(a), Quoting::of(b));
    let quotes = in_a.neighbours || in_b.neighbours || in_a.lines != in_b.lines;
    [in_a, in_b].map(|found| if quotes { found.tokens } else { Vec::new() })
}

#[derive(Default)]
struct Quoting {
    /// Empty where no line begins so.
    tokens: Vec<bool>,
    lines: bool,
    neighbours: bool,
}

impl Quoting {
    fn of(side: &Side) -> Quoting {
        let mut out = Quoting::default();
        let bars = !has_wiki_tables(side);
        let mut token = 0;
        // Whether the line before this one begins so.
        let mut before = false;
        while token < side.len() {
            let breaks = side.space(token).bytes().filter(|&byte| byte == b'\n').count();
            if breaks == 0 && token > 0 {
                token += 1;
                continue;
            }
            let end = run_end(side, token, bars);
            if end > token {
                out.tokens.resize(side.len(), false);
                out.tokens[token..end].fill(true);
                out.lines = true;
                out.neighbours |= before && breaks == 1;
            }
            before = end > token;
            // What follows the run on its line begins no line.
            token = end.max(token + 1);
            while token < side.len() && before && !side.space(token).contains('\n') {
                token += 1;
            }
        }
        out
    }
}

/// True where a line begins as those of tables and templates in wikis do, in which bars begin lines: `|-`, `{{`.
fn has_wiki_tables(side: &Side) -> bool {
    (0..side.len().saturating_sub(1)).any(|token| {
        let begins = token == 0 || side.space(token).contains('\n');
        let pair = || (side.token(token), side.token(token + 1));
        begins
            && matches!(side.token(token), "|" | "{")
            && side.space(token + 1).is_empty()
            && matches!(pair(), ("|", "-" | "}" | "+") | ("{", "{" | "|"))
    })
}

fn run_end(side: &Side, start: usize, bars: bool) -> usize {
    let more = |&token: &usize| {
        (side.token(token) == ">" || (bars && side.token(token) == "|"))
            && (token == start || !side.space(token).contains('\n'))
    };
    let end = (start..side.len()).take_while(more).last().map_or(start, |last| last + 1);
    if has_bars(side, end) {
        // What stands before the first bar may still be quoting: a table in a letter.
        return (start..end).find(|&token| side.token(token) == "|").unwrap_or(end);
    }
    end
}

/// True where the rest of a line ends in a bar or has one between blanks: it is a row of a table.
fn has_bars(side: &Side, from: usize) -> bool {
    let on_line = |&token: &usize| !side.space(token).contains('\n');
    (from..side.len()).take_while(on_line).any(|token| {
        let behind = side.space(token + 1);
        let ends = token + 1 == side.len() || behind.contains('\n');
        side.token(token) == "|" && (ends || !(behind.is_empty() || side.space(token).is_empty()))
    })
}
