//! The shortest edit script of two sequences (Myers 1986), given up above a number of differences.

use super::align::{Run, Work};

/// The equal runs of a shortest script, or None when it has more than `cap` differences or the
/// search walked further than its share of the budget.
pub(super) fn shortest(a: &[u32], b: &[u32], cap: usize, work: &mut Work) -> Option<Vec<Run>> {
    let (n, m) = (a.len() as i32, b.len() as i32);
    let max = cap.min(a.len() + b.len()) as i32;
    if (n - m).abs() > max {
        return None;
    }
    let off = max + 1;
    // Furthest place reached on each diagonal; -1 where the grid ends before it.
    let mut far = vec![-1i32; (2 * max + 3) as usize];
    let mut trace: Vec<Vec<i32>> = Vec::new();
    let mut steps = 0u64;
    let allowed = 4 * (a.len() + b.len()) as u64 + 2 * (max as u64) * (max as u64);
    for d in 0..=max {
        trace.push(far[(off - d) as usize..=(off + d) as usize].to_vec());
        for k in (-d..=d).step_by(2).filter(|&k| -m <= k && k <= n) {
            let Some(start) = begin(&far, off, d, k, n, m) else {
                far[(off + k) as usize] = -1;
                continue;
            };
            let mut x = start;
            while x < n && x - k < m && a[x as usize] == b[(x - k) as usize] {
                x += 1;
            }
            steps += (x - start) as u64 + 1;
            far[(off + k) as usize] = x;
            if x == n && x - k == m {
                work.spend(steps);
                return Some(walk_back(&trace, d, n, m));
            }
        }
        if steps > allowed || work.stopped() {
            break;
        }
    }
    work.spend(steps);
    None
}

/// Where a path with `d` differences enters diagonal `k`; the same rule forwards and backwards.
fn begin(far: &[i32], off: i32, d: i32, k: i32, n: i32, m: i32) -> Option<i32> {
    if d == 0 {
        return Some(0);
    }
    let at = |k: i32| far.get((off + k) as usize).copied().unwrap_or(-1);
    let down = Some(at(k + 1)).filter(|&x| x >= 0 && x - k <= m);
    let right = Some(at(k - 1)).filter(|&x| x >= 0 && x < n).map(|x| x + 1);
    down.max(right)
}

fn walk_back(trace: &[Vec<i32>], d: i32, n: i32, m: i32) -> Vec<Run> {
    let mut runs = Vec::new();
    let (mut x, mut k) = (n, n - m);
    for d in (0..=d).rev() {
        // The row of step `d` covers the diagonals -d..=d as they were before that step.
        let row = &trace[d as usize];
        let at = |k: i32| if k.abs() <= d { row[(k + d) as usize] } else { -1 };
        let down = Some(at(k + 1)).filter(|&x| x >= 0 && x - k <= m);
        let right = Some(at(k - 1)).filter(|&x| x >= 0 && x < n).map(|x| x + 1);
        let start = if d == 0 { 0 } else { down.max(right).unwrap_or(0) };
        if x > start {
            runs.push(Run { a: start as u32, b: (start - k) as u32, len: (x - start) as u32 });
        }
        if d > 0 {
            (x, k) = if down >= right { (start, k + 1) } else { (start - 1, k - 1) };
        }
    }
    runs.reverse();
    runs
}
