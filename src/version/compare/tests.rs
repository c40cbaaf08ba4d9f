//! The rules of the comparison, each on its own text.

use super::*;

fn quick(a: &str, b: &str) -> Comparison {
    compare(a, b, Names::default(), &AtomicBool::new(false), &|_| {}).expect("nobody stops it")
}

/// Changes but typography, as `[-cut-]{+added+}` with the kind.
fn changes(a: &str, b: &str) -> Vec<(ChangeKind, String)> {
    let shown = |op: &Op| {
        let (x, y) = (&a[op.a.clone()], &b[op.b.clone()]);
        let cut = if x.is_empty() { String::new() } else { format!("[-{}-]", x.trim()) };
        let added = if y.is_empty() { String::new() } else { format!("{{+{}+}}", y.trim()) };
        (op.kind.expect("changes have kinds"), cut + &added)
    };
    check(a, b, &quick(a, b));
    quick(a, b).ops.iter().filter(|op| op.kind.is_some_and(|kind| !kind.is_typography())).map(shown).collect()
}

/// Every promise that holds for any pair.
fn check(a: &str, b: &str, comparison: &Comparison) {
    let (mut x, mut y) = (0, 0);
    for op in &comparison.ops {
        assert_eq!((op.a.start, op.b.start), (x, y), "the ops tile both texts");
        assert!(!op.a.is_empty() || !op.b.is_empty());
        (x, y) = (op.a.end, op.b.end);
        let (left, right) = (&a[op.a.clone()], &b[op.b.clone()]);
        match op.op {
            OpKind::Equal => assert_eq!(left, right),
            OpKind::Typography => {
                assert_ne!(left, right);
                assert_eq!(op.kind, Some(ChangeKind::Typography));
            }
            OpKind::Insert => assert!(left.is_empty()),
            OpKind::Delete => assert!(right.is_empty()),
            OpKind::Replace => assert!(!left.is_empty() && !right.is_empty() && left != right),
        }
        assert_eq!(op.kind.is_none(), op.op == OpKind::Equal);
        assert!(
            op.op == OpKind::Equal
                || !(stream::is_blank(left) && stream::is_blank(right))
                || op.op == OpKind::Typography
        );
    }
    assert_eq!((x, y), (a.len(), b.len()), "the ops reach both ends");
    let mut mirrored = quick(b, a);
    mirrored.ops.iter_mut().for_each(Op::mirror);
    let bare = |ops: &[Op]| ops.iter().map(|op| (op.op, op.a.clone(), op.b.clone(), op.moved)).collect::<Vec<_>>();
    assert_eq!(bare(&mirrored.ops), bare(&comparison.ops), "swapping the sides mirrors the ops");
}

#[test]
fn one_number_changed() {
    let found = changes("At least 14 people were hurt.", "At least 40 people were hurt.");
    assert_eq!(found, [(ChangeKind::Number, "[-14-]{+40+}".to_owned())]);
    let summary = quick("At least 14 people were hurt.", "At least 40 people were hurt.").summary;
    assert_eq!(summary.line(), "1 number changed (14 -> 40), +1 -1 words");
}

#[test]
fn an_inserted_sentence_is_that_sentence() {
    let a = "The cat sat on the mat. The dog ran home.";
    let b = "The cat sat on the mat. The bird sang a song. The dog ran home.";
    assert_eq!(changes(a, b), [(ChangeKind::Addition, "{+The bird sang a song.+}".to_owned())]);
}
