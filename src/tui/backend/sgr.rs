//! From one pen to the next in the fewest bytes.

use super::colour::parameter;
use super::glyph::Pen;
use ratatui::style::Modifier;

/// Attributes with the parameters of SGR that turn them on and off.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Writes what turns the pen `from` (`None`: not known) into `to`.
pub(super) fn change(from: Option<Pen>, to: Pen, out: &mut Vec<u8>) {
    if from == Some(to) {
        return;
    }
    let afresh = sequence(|list| {
        if to != Pen::PLAIN {
            list.push(b"0");
        }
        add(Pen::PLAIN, to, list);
    });
    let step = from.map(|from| {
        sequence(|list| {
            let gone = from.attributes - to.attributes;
            let mut kept = from;
            let mut offs: Vec<u8> = Vec::new();
            for (attribute, _, off) in ATTRIBUTES {
                if gone.contains(attribute) && !offs.contains(&off) {
                    offs.push(off);
                    list.push(off.to_string().as_bytes());
                }
            }
            for (attribute, _, off) in ATTRIBUTES {
                // Bold and dim go out together, and so do the two kinds of blinking.
                if offs.contains(&off) {
                    kept.attributes.remove(attribute);
                }
            }
            add(kept, to, list);
        })
    });
    match step {
        Some(step) if step.len() < afresh.len() => out.extend(step),
        _ => out.extend(afresh),
    }
}

fn add(from: Pen, to: Pen, list: &mut List) {
    for (attribute, on, _) in ATTRIBUTES {
        if to.attributes.contains(attribute) && !from.attributes.contains(attribute) {
            list.push(on.to_string().as_bytes());
        }
    }
    for (old, new, base) in [(from.fg, to.fg, 30), (from.bg, to.bg, 40)] {
        if old != new {
            let mut text = Vec::new();
            parameter(new, base, &mut text);
            list.push(&text);
        }
    }
}

#[derive(Default)]
struct List(Vec<u8>);

impl List {
    fn push(&mut self, parameter: &[u8]) {
        if !self.0.is_empty() {
            self.0.push(b';');
        }
        self.0.extend_from_slice(parameter);
    }
}

fn sequence(fill: impl FnOnce(&mut List)) -> Vec<u8> {
    let mut list = List::default();
    fill(&mut list);
    [b"\x1b[", list.0.as_slice(), b"m"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    fn bytes(from: Option<Pen>, to: Pen) -> String {
        let mut out = Vec::new();
        change(from, to, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_shorter_way() {
        let bold = Pen { attributes: Modifier::BOLD, ..Pen::PLAIN };
        let dim = Pen { attributes: Modifier::DIM, ..Pen::PLAIN };
        let both = Pen { attributes: Modifier::BOLD | Modifier::DIM, ..Pen::PLAIN };
        let red = Pen { fg: Color::Red, ..bold };
        assert_eq!(bytes(Some(Pen::PLAIN), bold), "\x1b[1m");
        assert_eq!(bytes(Some(bold), Pen::PLAIN), "\x1b[m");
        assert_eq!(bytes(Some(bold), red), "\x1b[31m");
        assert_eq!(bytes(Some(red), bold), "\x1b[39m");
        assert_eq!(bytes(Some(both), dim), "\x1b[0;2m");
        assert_eq!(bytes(None, Pen::PLAIN), "\x1b[m");
        assert_eq!(bytes(Some(bold), bold), "");
    }
}
