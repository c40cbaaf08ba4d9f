//! Subtitles (SubRip and WebVTT): what is said, with the times at which paragraphs begin.

use super::sink::{Sink, Stop};
use super::{Extracted, early, html, plain};

/// A silence that begins a new paragraph, in milliseconds.
const PAUSE: u64 = 3_000;

/// The longest paragraph, in milliseconds, so that a place in the film is never far.
const LONGEST: u64 = 60_000;

/// Reads subtitles: a document, if anything is said in them.
pub(super) fn read(source: &str, sink: &mut Sink<'_>) -> Result<(), Stop> {
    if let Some(document) = document(source) {
        sink.document(document)?;
    }
    if is_cut(source) {
        return Err(early::cut(early::last_line(source.as_bytes()), "in the middle of the times of a line", sink));
    }
    Ok(())
}

/// True where the last line is the beginning of the times of one: the first, and not all of the second.
fn is_cut(source: &str) -> bool {
    let (before, last) = source.rsplit_once('\n').unwrap_or(("", source));
    let Some(whole) = before.lines().rev().find(|line| times(line).is_some()) else { return false };
    let last = last.trim();
    let start = last.split("-->").next().unwrap_or_default().trim_end_matches(['-', ' ']);
    let is_start = start.contains(':') && start.bytes().all(|byte| byte.is_ascii_digit() || b":,.".contains(&byte));
    // What stands behind the times is for the player.
    let end = |line: &str| line.split_once("-->").and_then(|(_, end)| Some(end.split_whitespace().next()?.len()));
    is_start && end(last).unwrap_or_default() < end(whole).unwrap_or_default()
}

fn document(source: &str) -> Option<Extracted> {
    let mut out = String::new();
    let (mut begun, mut ended, mut last) = (None::<u64>, 0, Vec::<String>::new());
    // There a line of blanks is a line of its cue.
    let is_web = source.trim_start_matches('\u{feff}').starts_with("WEBVTT");
    let ends = |line: &str| if is_web { line.is_empty() } else { line.trim().is_empty() };
    let mut lines = source.lines().peekable();
    let mut title = None;
    while let Some(line) = lines.next() {
        if let Some(rest) = line.strip_prefix("WEBVTT") {
            title = Some(rest.trim_start_matches([' ', '-', '\t']).trim().to_owned()).filter(|title| !title.is_empty());
            continue;
        }
        let Some((start, end)) = times(line) else { continue };
        let mut said = Vec::new();
        while let Some(line) = lines.next_if(|line| !ends(line) && times(line).is_none()) {
            // The number of the next one, where no empty line stands before it.
            let number = line.trim();
            if !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && lines.peek().is_some_and(|next| times(next).is_some())
            {
                break;
            }
            said.push(line);
        }
        let all: Vec<String> = shown(&said.join("\n")).lines().map(str::to_owned).collect();
        // Live subtitles repeat a line while the next comes in below it.
        let repeated = (1..=all.len().min(last.len())).rev().find(|&lines| last.ends_with(&all[..lines]));
        let said = all[repeated.unwrap_or(0)..].join("\n");
        if said.is_empty() {
            ended = ended.max(end);
            continue;
        }
        let new =
            begun.is_none_or(|begun| start.saturating_sub(ended) >= PAUSE || start.saturating_sub(begun) >= LONGEST);
        if new {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(&format!("[{}] ", clock(start)));
            begun = Some(start);
        } else {
            out.push('\n');
        }
        out.push_str(&said);
        (ended, last) = (end, all);
    }
    if out.is_empty() {
        return plain::read(source.to_owned());
    }
    out.push('\n');
    let title = title.unwrap_or_else(|| plain::title(out.split_once("] ").map_or(&out, |(_, said)| said)));
    Some(Extracted { title, text: out, ..Extracted::default() })
}

/// A cue without its tags, `<i>` and `{\an8}`.
fn shown(cue: &str) -> String {
    let mut text = String::new();
    let mut rest = cue;
    while let Some(open) = rest.find("{\\") {
        text.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else { break };
        rest = &rest[open + close + 1..];
    }
    text.push_str(rest);
    let mut text = within(&text);
    if text.contains(['<', '&']) {
        text = html::shown(&text.replace('\n', "<br>"));
    }
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A cue without the marks inside its words: the moment at which one is said, its class or speaker.
fn within(cue: &str) -> String {
    let mut text = String::with_capacity(cue.len());
    let mut rest = cue;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('>') else { break };
        let mark = &rest[1..close];
        let name = mark.trim_start_matches('/').split(['.', ' ']).next().unwrap_or_default();
        let is_time = !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte));
        if !is_time && !matches!(name, "c" | "v" | "lang") {
            text.push_str(&rest[..=close]);
        }
        rest = &rest[close + 1..];
    }
    text + rest
}

/// `00:01:02,500 --> 00:01:04,000`, in milliseconds.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->")?;
    Some((moment(start.trim())?, moment(end.split_whitespace().next()?)?))
}

fn moment(text: &str) -> Option<u64> {
    let (clock, milliseconds) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let mut seconds = 0u64;
    let parts: Vec<&str> = clock.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    for part in parts {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse::<u32>().ok()?.into())?;
    }
    seconds.checked_mul(1000)?.checked_add(milliseconds.get(..milliseconds.len().min(3))?.parse().ok()?)
}

fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_and_when() {
        let source = "1\n00:00:01,000 --> 00:00:02,000\n<i>The ferry</i> is\nlate.\n\n2\n00:00:02,500 --> 00:00:04,000\n{\\an8}Again &amp; again.\n3\n00:00:10,000 --> 00:00:11,000\nTen.\n";
        let got = document(source).unwrap();
        assert_eq!(got.text, "[0:00:01] The ferry is\nlate.\nAgain & again.\n\n[0:00:10] Ten.\n");
        assert_eq!(got.title, "The ferry is late. Again & again.");
        let web =
            document("WEBVTT - The sea\n\nNOTE x\n\nid\n01:01.000 --> 01:02.000 align:start\n<v Ada>Hello\n").unwrap();
        assert_eq!((&*web.title, &*web.text), ("The sea", "[0:01:01] Hello\n"));
        let live = "WEBVTT\n\n00:00.000 --> 00:02.000\n \nhello<00:00:00.500><c> my</c><c.x> friends</c>\n\n00:02.000 --> 00:02.010\nhello my friends\n \n\n00:02.010 --> 00:04.000\nhello my friends\nand<00:00:03.000> <i>enemies</i>\n";
        assert_eq!(document(live).unwrap().text, "[0:00:00] hello my friends\nand enemies\n");
        assert_eq!(document("only words").unwrap().text, "only words");
        assert!(document(" \n").is_none());
    }
}
