//! How many bytes the frames of every day take.

use super::Line;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

/// Prose without meaning, the same on every run.
pub(super) fn prose(line: usize, width: u16) -> String {
    const WORDS: [&str; 16] = [
        "harbour",
        "the",
        "ledger",
        "of",
        "was",
        "committee",
        "in",
        "Ortiz",
        "signed",
        "a",
        "“letter”",
        "before",
        "noon",
        "and",
        "twelve",
        "crates",
    ];
    let mut seed = line as u64 + 1;
    let mut text = String::new();
    loop {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = WORDS[(seed >> 40) as usize % WORDS.len()];
        if text.chars().count() + word.chars().count() >= usize::from(width) {
            return text;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// A reader over the whole width: header, text, status, hints.
fn reader(buffer: &mut Buffer, top: usize) {
    let area = buffer.area;
    let header = format!(" demo   3/120   line {top}   {}%", top * 100 / 900);
    buffer.set_string(0, 0, header, Style::new().add_modifier(Modifier::BOLD));
    for y in 1..area.height - 2 {
        let line = top + usize::from(y);
        buffer.set_string(0, y, prose(line, area.width), Style::new());
        if line.is_multiple_of(3) {
            let name = Style::new().fg(Color::Cyan).add_modifier(Modifier::UNDERLINED);
            buffer.set_string(10, y, "Ana Ortiz", name);
        }
    }
    hints(buffer);
}

fn hints(buffer: &mut Buffer) {
    let y = buffer.area.height - 1;
    let hint = "j k move  n N next  e entities  c compare  ? keys  q back";
    buffer.set_stringn(0, y, hint, usize::from(buffer.area.width), Style::new().add_modifier(Modifier::DIM));
}

fn list(buffer: &mut Buffer, cursor: usize) {
    let area = buffer.area;
    let header = format!(" demo   {}/120   undecided 77", cursor + 1);
    buffer.set_string(0, 0, header, Style::new().add_modifier(Modifier::BOLD));
    for y in 1..area.height - 2 {
        let row = usize::from(y) - 1;
        let style = if row == cursor { Style::new().add_modifier(Modifier::BOLD) } else { Style::new() };
        buffer.set_string(0, y, if row == cursor { ">" } else { " " }, Style::new());
        let title: String = prose(row * 7, 40).chars().take(40).collect();
        buffer.set_string(2, y, format!("N {title:<42} 2014-03-{:02} Daily Harbour", row + 1), style);
    }
    hints(buffer);
}

/// The bytes of the frame from one state to the other.
fn cost(size: (u16, u16), before: impl FnOnce(&mut Buffer), after: impl FnOnce(&mut Buffer)) -> usize {
    let mut line = Line::new(size.0, size.1);
    line.draw(Some((0, 1)), before);
    let (bytes, _) = line.draw(Some((0, 1)), after);
    println!("{size:?}: {} bytes", bytes.len());
    bytes.len()
}

#[test]
fn a_line_of_the_reader() {
    for size in [(80, 24), (120, 40), (200, 50)] {
        assert!(cost(size, |buffer| reader(buffer, 10), |buffer| reader(buffer, 11)) < 300);
        assert!(cost(size, |buffer| reader(buffer, 11), |buffer| reader(buffer, 10)) < 300);
    }
}

/// A list that stays and, beside it, a reader.
fn panes(buffer: &mut Buffer, top: usize) {
    reader(buffer, top);
    let area = buffer.area;
    for y in 1..area.height - 2 {
        let title: String = prose(usize::from(y) * 7, 24).chars().take(24).collect();
        let row = format!("  N   {title:<24} 2014-03-{y:02}│ ");
        buffer.set_string(0, y, row, Style::new());
        buffer.set_string(42, y, format!("{:<78}", prose(top + usize::from(y), 78)), Style::new());
    }
}

#[test]
fn a_line_of_a_reader_beside_a_list_costs_the_list() {
    let size = (120, 40);
    let (line, page) = (
        cost(size, |buffer| panes(buffer, 10), |buffer| panes(buffer, 11)),
        cost(size, |buffer| panes(buffer, 10), |buffer| panes(buffer, 300)),
    );
    assert!(line * 3 < page * 2, "{line} {page}");
}

#[test]
fn half_a_page_costs_its_new_lines() {
    let (half, whole) = (
        cost((80, 24), |buffer| reader(buffer, 10), |buffer| reader(buffer, 20)),
        cost((80, 24), |buffer| reader(buffer, 10), |buffer| reader(buffer, 300)),
    );
    assert!(half < 1_000, "{half}");
    assert!(whole < 2_000, "{whole}");
}

#[test]
fn one_down_in_a_list() {
    for size in [(80, 24), (200, 50)] {
        let mut line = Line::new(size.0, size.1);
        line.draw(Some((0, 4)), |buffer| list(buffer, 3));
        let (bytes, _) = line.draw(Some((0, 5)), |buffer| list(buffer, 4));
        println!("list {size:?}: {} bytes, {:?}", bytes.len(), String::from_utf8_lossy(&bytes));
        // With the whole row in bold, which no view of ours does.
        assert!(bytes.len() < 200);
        let plain = |cursor: u16| {
            move |buffer: &mut Buffer| {
                list(buffer, 99);
                buffer.set_string(0, 0, format!(" demo   {}/120", cursor + 1), Style::new());
                buffer.set_string(0, cursor + 1, ">", Style::new());
            }
        };
        line.draw(Some((0, 4)), plain(3));
        let (bytes, _) = line.draw(Some((0, 5)), plain(4));
        println!("list {size:?}: {} bytes, {:?}", bytes.len(), String::from_utf8_lossy(&bytes));
        assert!(bytes.len() < 32);
    }
}

#[test]
fn the_first_frame() {
    for (size, most) in [((80, 24), 2_500), ((120, 40), 6_000)] {
        let mut line = Line::new(size.0, size.1);
        let (bytes, _) = line.draw(None, |buffer| reader(buffer, 0));
        println!("start {size:?}: {} bytes", bytes.len());
        assert!(bytes.len() < most);
    }
}

#[test]
fn nothing_costs_nothing_and_a_letter_little() {
    assert_eq!(cost((80, 24), |buffer| reader(buffer, 10), |buffer| reader(buffer, 10)), 0);
    let mut line = Line::new(80, 24);
    let typed = |text: &'static str| {
        move |buffer: &mut Buffer| {
            list(buffer, 0);
            buffer.set_string(0, 22, text, Style::new());
        }
    };
    line.draw(Some((4, 22)), typed("/pri"));
    let (bytes, _) = line.draw(Some((5, 22)), typed("/pric"));
    // The pen was left dim by the hints.
    assert_eq!(String::from_utf8(bytes).unwrap(), "\u{1b}[mc");
}

#[test]
fn large_frames_are_synchronised_unless_they_scroll() {
    let mut line = Line::new(80, 24);
    let (start, _) = line.draw(None, |buffer| reader(buffer, 0));
    assert!(start.starts_with(b"\x1b[?2026h") && start.ends_with(b"\x1b[?2026l"));
    let (scroll, _) = line.draw(None, |buffer| reader(buffer, 10));
    assert!(scroll.len() > 512 && !scroll.starts_with(b"\x1b[?2026h"));
}
