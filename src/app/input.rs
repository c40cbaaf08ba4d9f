//! Keys as plain data, and how they are written in the keymap: `g`, `C-d`, `<Enter>`.

use std::fmt;
use std::str::FromStr;

/// A key as a terminal can send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    Char(char),
    /// With the letter in lower case.
    Ctrl(char),
    /// With Alt, as terminals send it: behind an Esc.
    Alt(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

const NAMED: [(Key, &str); 16] = [
    (Key::Char(' '), "<Space>"),
    (Key::Enter, "<Enter>"),
    (Key::Esc, "<Esc>"),
    (Key::Tab, "<Tab>"),
    (Key::BackTab, "<S-Tab>"),
    (Key::Backspace, "<BS>"),
    (Key::Delete, "<Del>"),
    (Key::Up, "<Up>"),
    (Key::Down, "<Down>"),
    (Key::Left, "<Left>"),
    (Key::Right, "<Right>"),
    (Key::Home, "<Home>"),
    (Key::End, "<End>"),
    (Key::PageUp, "<PageUp>"),
    (Key::PageDown, "<PageDown>"),
    (Key::Char('<'), "<lt>"),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, name)) = NAMED.iter().find(|(key, _)| key == self) {
            return f.write_str(name);
        }
        match self {
            Self::Char(c) => write!(f, "{c}"),
            Self::Ctrl(c) => write!(f, "C-{c}"),
            Self::Alt(c) => write!(f, "M-{c}"),
            Self::F(number) => write!(f, "<F{number}>"),
            _ => Ok(()),
        }
    }
}

/// Something that is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no key; write a character, C-x, or a name such as <Enter>")]
pub struct NoKey(pub String);

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let refuse = || NoKey(text.to_owned());
        if let Some((key, _)) = NAMED.iter().find(|(_, name)| *name == text) {
            return Ok(*key);
        }
        let mut chars = text.chars();
        match (chars.next(), chars.as_str()) {
            (Some(c), "") => Ok(Self::Char(c)),
            (Some('C'), rest) if rest.starts_with('-') && rest.chars().count() == 2 => {
                rest.chars().nth(1).map(Self::Ctrl).ok_or_else(refuse)
            }
            (Some('<'), rest) => {
                let number = rest
                    .strip_suffix('>')
                    .and_then(|rest| rest.strip_prefix('F'))
                    .and_then(|digits| digits.parse().ok());
                number.map(Self::F).ok_or_else(refuse)
            }
            _ => Err(refuse()),
        }
    }
}

/// Reads a sequence of keys written side by side: `]m`, `gg`, `<Space>`, `C-d`.
pub fn sequence(text: &str) -> Result<Vec<Key>, NoKey> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '<' if rest.len() > 1 => rest.find('>').map_or(1, |at| at + 1),
            'C' if rest.starts_with("C-") && rest.chars().count() >= 3 => {
                2 + rest[2..].chars().next().map_or(0, char::len_utf8)
            }
            c => c.len_utf8(),
        };
        keys.push(rest[..length].parse()?);
        rest = &rest[length..];
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_and_read() {
        for key in ["a", "C-d", "<Enter>", "<Space>", "<F5>", "]", "<lt>", "é"] {
            assert_eq!(key.parse::<Key>().unwrap().to_string(), key);
        }
        assert_eq!(sequence("]m").unwrap(), [Key::Char(']'), Key::Char('m')]);
        assert_eq!(sequence("<").unwrap(), [Key::Char('<')]);
        assert_eq!(sequence("g<Enter>C-o").unwrap(), [Key::Char('g'), Key::Enter, Key::Ctrl('o')]);
        assert!("Cx".parse::<Key>().is_err());
    }
}
