//! Figures that an alignment tears: 3 March 2021 and 2021-03-03 share a year, and 12:30 and 12:45 an hour, but a reader
//! takes each as one.

use super::align::Run;
use super::figures::{is_group, is_joint, linked};
use super::number::is_number;
use super::stream::{Pair, Side};
use crate::text::TokenKind;

/// No figure holds more equal tokens in the middle of a change.
const MOST: u32 = 4;

/// Gives up what is equal in figures that differ around it.
pub(super) fn keep_whole(pair: &Pair, runs: &mut Vec<Run>) {
    let mut at = 0..;
    let crossed: Vec<bool> = (0..runs.len()).map(|at| is_crossed(pair, runs, at)).collect();
    runs.retain(|_| at.next().is_none_or(|at| !crossed[at]));
    for i in 0..=runs.len() {
        let (x, y) = i.checked_sub(1).map_or((0, 0), |i| (runs[i].range_a().end, runs[i].range_b().end));
        let (u, v) = runs.get(i).map_or((pair.a.len(), pair.b.len()), |run| (run.a as usize, run.b as usize));
        if x == u || y == v {
            continue;
        }
        if let Some(last) = i.checked_sub(1) {
            let run = &mut runs[last];
            while run.len > 0
                && is_tight(&pair.a, pair, run.range_a().end)
                && is_tight(&pair.b, pair, run.range_b().end)
            {
                run.len -= 1;
            }
        }
        if let Some(run) = runs.get_mut(i) {
            while run.len > 0 && is_tight(&pair.a, pair, run.a as usize) && is_tight(&pair.b, pair, run.b as usize) {
                (run.a, run.b, run.len) = (run.a + 1, run.b + 1, run.len - 1);
            }
        }
    }
    runs.retain(|run| run.len > 0);
}

/// True for a few tokens at the end of a figure on one side and at the beginning of one on the other.
fn is_crossed(pair: &Pair, runs: &[Run], at: usize) -> bool {
    let run = runs[at];
    if run.len > MOST || !pair.a.kinds[run.range_a()].contains(&TokenKind::Number) {
        return false;
    }
    let ends = |side: &Side, start: usize, end: usize| (linked(side, pair, start), linked(side, pair, end));
    let inside = |side: &Side, start: usize, end: usize| (start + 1..end).all(|place| linked(side, pair, place));
    let (a, b) = (run.range_a(), run.range_b());
    let crossed = matches!(
        (ends(&pair.a, a.start, a.end), ends(&pair.b, b.start, b.end)),
        ((true, false), (false, true)) | ((false, true), (true, false))
    );
    crossed && inside(&pair.a, a.start, a.end) && inside(&pair.b, b.start, b.end)
}

/// True where the tokens on both sides of a place are parts of a figure that is written without blanks, or in groups. Signs
/// and units are read by themselves.
fn is_tight(side: &Side, pair: &Pair, place: usize) -> bool {
    if place == 0 || place >= side.len() || !linked(side, pair, place) {
        return false;
    }
    let digits = |token: usize| side.kinds[token] == TokenKind::Number && is_number(side, pair, token);
    let part = |token: usize| digits(token) || is_joint(side, pair, token);
    let group = || digits(place - 1) && digits(place) && is_group(side, place);
    part(place - 1) && part(place) && (side.space(place).is_empty() || group())
}

#[cfg(test)]
mod tests {
    use crate::version::compare::tests::changes;

    fn changed(a: &str, b: &str) -> Vec<String> {
        changes(a, b).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn figures_stay_whole() {
        let (a, b) = ("It ends on 2021-03-04 then.", "It ends on 4 March 2021 then.");
        assert_eq!(changed(a, b), ["[-2021-03-04-]{+4 March 2021+}"]);
        assert_eq!(changed("Due 12/05/2020 then.", "Due 12/06/2020 then."), ["[-12/05/2020-]{+12/06/2020+}"]);
        assert_eq!(changed("It cost 3 450 000 then.", "It cost 3 540 000 then."), ["[-3 450 000-]{+3 540 000+}"]);
        assert_eq!(changed("At 10:30 then.", "At 10:45 then."), ["[-10:30-]{+10:45+}"]);
        // Words around a number are read by themselves.
        assert_eq!(changed("On 5 May 2020 then.", "On 6 May 2020 then."), ["[-5-]{+6+}"]);
        assert_eq!(changed("It cost $5 then.", "It cost $6 then."), ["[-5-]{+6+}"]);
    }
}
