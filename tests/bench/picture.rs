//! Makes the README's picture from the real program: `cargo bench --bench picture`.
//!
//! It opens the demo corpus in a pseudo-terminal, goes to a comparison and writes what the terminal
//! shows as `demo/screen.svg`.

#[allow(dead_code)]
#[path = "../pty/harness.rs"]
mod harness;

use harness::Tty;
use portable_pty::CommandBuilder;
use std::fmt::Write;
use std::path::Path;

const COLUMNS: u16 = 120;
const LINES: u16 = 32;
const CELL: (f32, f32) = (8.4, 17.0);

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_variorum"));
    command.args(["--library", folder.path().join("library").to_str().expect("a path"), "demo/corpus"]);
    command.cwd(root);
    command.env("HOME", folder.path());
    command.env_remove("NO_COLOR");
    let mut tty = Tty::start(command, COLUMNS, LINES);
    tty.wait("added ");
    tty.until_quiet();
    tty.send("/statement sort:date\r");
    tty.until_quiet();
    tty.send("jjc");
    tty.until_quiet();
    let svg = tty.with_screen(draw);
    std::fs::write(root.join("demo/screen.svg"), svg).expect("the picture is written");
    tty.send("Q");
    tty.exit();
    println!("demo/screen.svg is written");
}

fn draw(screen: &vt100::Screen) -> String {
    let (width, height) = (f32::from(COLUMNS) * CELL.0 + 16.0, f32::from(LINES) * CELL.1 + 16.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#1c1f26\"/>\n"
    );
    for y in 0..LINES {
        let mut x = 0;
        while x < COLUMNS {
            let Some(cell) = screen.cell(y, x) else { break };
            let look = (cell.fgcolor(), cell.bold(), cell.dim(), cell.underline(), cell.inverse());
            let start = x;
            let mut text = String::new();
            while let Some(cell) = screen.cell(y, x).filter(|_| x < COLUMNS) {
                if (cell.fgcolor(), cell.bold(), cell.dim(), cell.underline(), cell.inverse()) != look {
                    break;
                }
                text.push_str(if cell.contents().is_empty() { " " } else { cell.contents() });
                x += 1;
            }
            if text.trim().is_empty() && !look.4 {
                continue;
            }
            run(&mut svg, (start, y), &text, look);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

type Look = (vt100::Color, bool, bool, bool, bool);

fn run(svg: &mut String, (x, y): (u16, u16), text: &str, (colour, bold, dim, underline, inverse): Look) {
    let left = 8.0 + f32::from(x) * CELL.0;
    let base = 8.0 + f32::from(y) * CELL.1 + 13.0;
    let width = text.chars().count() as f32 * CELL.0;
    let mut fill = match colour {
        vt100::Color::Idx(1 | 9) => "#e06c75",
        vt100::Color::Idx(2 | 10) => "#98c379",
        vt100::Color::Idx(3 | 11) => "#e5c07b",
        vt100::Color::Idx(4 | 12) => "#61afef",
        vt100::Color::Idx(5 | 13) => "#c678dd",
        vt100::Color::Idx(6 | 14) => "#56b6c2",
        _ if dim => "#8a919e",
        _ => "#d7dae0",
    };
    if inverse {
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{fill}\"/>",
            base - 13.0,
            CELL.1
        );
        fill = "#1c1f26";
    }
    let weight = if bold { " font-weight=\"bold\"" } else { "" };
    let line = if underline { " text-decoration=\"underline\"" } else { "" };
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        svg,
        "<text x=\"{left:.1}\" y=\"{base:.1}\" textLength=\"{width:.1}\" xml:space=\"preserve\" fill=\"{fill}\"{weight}{line}>{text}</text>"
    );
}
