//! What is new in the open document, where its passages stood first, and who else holds them.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::overlay::{Does, MenuLine, Overlay};
use super::reader::Attention;
use super::{App, Asked, Pane, Spot};
use crate::library::types::DocNo;
use crate::library::types::day;
use crate::library::types::seen::{Holder, Seen, SeenPassage, new_percent};
use crate::text::classes::is_word;
use crate::text::counted;
use crate::text::segment;
use std::ops::Range;

/// Words that name a paragraph.
const BEGINNING: usize = 4;

impl App {
    pub(crate) fn newness_action(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let Some(document) = self.document_shown() else {
            let Some(document) = self.list.current() else {
                self.say_none("there is no document here");
                return Vec::new();
            };
            (self.reading, self.pane) = (true, Pane::Reader);
            return self.when_open(document, action);
        };
        match action {
            Action::ToggleNew if self.showing_new => {
                self.end_newness();
                Vec::new()
            }
            Action::ToggleNew => {
                if self.comparing {
                    self.end_comparison();
                }
                self.showing_new = true;
                self.asked = Asked::News;
                self.tell_news = true;
                vec![self.ask_for_seen(document)]
            }
            Action::NextNew => self.step_new(true, count.unwrap_or(1)),
            Action::PreviousNew => self.step_new(false, count.unwrap_or(1)),
            Action::GoToSource if self.reader.seen.as_ref().is_none_or(|seen| seen.document != document) => {
                self.then_source = true;
                vec![self.ask_for_seen(document)]
            }
            Action::GoToSource => self.go_to_source(),
            Action::Passages => self.ask_for_holders(document, count),
            _ => Vec::new(),
        }
    }

    /// Asks what is new in a document.
    pub(crate) fn ask_for_seen(&mut self, document: DocNo) -> Effect {
        self.ask(Channel::Seen, Request::Seen { document })
    }

    pub(crate) fn end_newness(&mut self) {
        self.showing_new = false;
        self.tell_news = false;
        self.then_news = false;
        if self.asked == Asked::News {
            self.asked = if self.pinned.is_some() { Asked::Mentions } else { Asked::Hits };
        }
    }

    /// It is known what is new in a document.
    pub(crate) fn seen_came(&mut self, seen: Seen) -> Vec<Effect> {
        let going = std::mem::take(&mut self.then_source);
        let Some(document) = self.reader.document.clone().filter(|document| document.row.number == seen.document)
        else {
            return Vec::new();
        };
        let news = news(&document.text, &seen.passages);
        if std::mem::take(&mut self.tell_news) {
            let told = match new_percent(seen.words - seen.new_words, seen.words) {
                100 => "all of this is new to you".to_owned(),
                0 => format!(
                    "nothing in this is new to you; {} goes to where a passage stood first",
                    self.key_of(Action::GoToSource)
                ),
                percent => format!(
                    "{percent}% is new to you: {} goes to it, {} to where the rest stood first",
                    self.key_of(Action::NextNew),
                    self.key_of(Action::GoToSource)
                ),
            };
            // What a decision has done is not taken from the screen by what comes next.
            if self.then_news { self.give_account(&told) } else { self.say(told) }
        }
        self.reader.news = news;
        self.reader.seen = Some(seen.into());
        if std::mem::take(&mut self.then_news)
            && let Some(first) = self.reader.news.first().cloned()
        {
            let height = self.reader_height().max(1);
            if !self.reader.visible(height).contains(&first.start) {
                self.reader.show(first.start, height);
            }
        }
        if going { self.go_to_source() } else { Vec::new() }
    }

    /// The passage that has stood before at which the reader is: the one at the focus, or else the
    /// first on the screen.
    pub fn seen_here(&self) -> Option<&SeenPassage> {
        let seen = self.reader.seen.as_ref().filter(|seen| Some(seen.document) == self.reader.number())?;
        let height = self.reader_height().max(1);
        let end = self.reader.visible(height).end;
        let (Attention::On(at) | Attention::Before(at)) = self.reader.attention(height);
        let next = seen.passages.partition_point(|passage| passage.range.end <= at);
        seen.passages.get(next).filter(|passage| passage.range.start < end)
    }

    fn go_to_source(&mut self) -> Vec<Effect> {
        let Some(passage) = self.seen_here().cloned() else {
            self.say("nothing from here to the end of the screen has stood before".to_owned());
            return Vec::new();
        };
        self.leave_trail();
        let date = passage.date.map(|date| format!(" ({})", day(&date))).unwrap_or_default();
        self.say(format!(
            "{} stood first in {}{date}; {} comes back",
            counted(passage.words, "word"),
            passage.key,
            self.key_of(Action::Back)
        ));
        self.go_to_spot(Spot { document: passage.first, offset: passage.there.start })
    }

    pub(crate) fn step_new(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        if !self.showing_new || self.reader.seen.is_none() {
            self.say(format!("press {} first: it shows what is new", self.key_of(Action::ToggleNew)));
            return Vec::new();
        }
        self.uncover_reader();
        self.asked = Asked::News;
        let news = self.reader.news.clone();
        let text = match self.jump(&news, forward, count) {
            Some(place) => format!("new {} of {}", place + 1, news.len()),
            None if news.is_empty() => "nothing in this document is new to you".to_owned(),
            None if forward => format!(
                "nothing further on is new to you; {} goes to the next undecided",
                self.key_of(Action::NextUndecided)
            ),
            None => "nothing before this is new to you".to_owned(),
        };
        self.say(text);
        self.unfold()
    }

    /// Asks who else holds the paragraph at hand, or the next on the screen that somebody does; with
    /// a count, that paragraph of those on the screen.
    fn ask_for_holders(&mut self, document: DocNo, count: Option<usize>) -> Vec<Effect> {
        let Some(open) = self.reader.document.clone() else { return Vec::new() };
        let height = self.reader_height().max(1);
        let visible = self.reader.visible(height);
        let from = match (count, self.reader.attention(height)) {
            (None, Attention::On(at)) => at,
            _ => visible.start,
        };
        let shown = segment::paragraphs(&open.text)
            .into_iter()
            .filter(|paragraph| paragraph.end > from && (paragraph.start < visible.end || paragraph.start <= from));
        let shown: Vec<Range<usize>> = shown.collect();
        let paragraphs = match count {
            Some(count) => shown.get(count.max(1) - 1).cloned().into_iter().collect(),
            None => shown.clone(),
        };
        if paragraphs.is_empty() {
            self.say(match shown.len() {
                0 => "there is no paragraph here".to_owned(),
                many => format!("the screen shows {} here", counted(many, "paragraph")),
            });
            return Vec::new();
        }
        self.held_by = count;
        vec![self.ask(Channel::Passages, Request::Passages { document, paragraphs })]
    }

    /// It is known who else holds a paragraph.
    pub(crate) fn holders_came(&mut self, paragraph: &Range<usize>, holders: Vec<Holder>) {
        if holders.is_empty() {
            self.say(match self.held_by {
                Some(count) => format!("no other document holds a passage of paragraph {count} on the screen"),
                None => "no other document holds a passage of what is on the screen from here on".to_owned(),
            });
            return;
        }
        let text = self.reader.document.as_ref().and_then(|document| document.text.get(paragraph.clone()));
        let begins = text.unwrap_or_default().split_whitespace().take(BEGINNING).collect::<Vec<_>>().join(" ");
        let lines = holders.into_iter().map(|holder| MenuLine {
            keys: counted(holder.words, "word"),
            text: format!("{}  {}  {}", holder.date.as_deref().map_or("no date", day), holder.title, holder.key),
            context: "",
            does: Does::GoTo(Spot { document: holder.document, offset: holder.at }),
        });
        let title = format!("\"{begins} \u{2026}\" stands in, oldest first");
        let takes = "type words of a title, a date or a key";
        self.overlay = Some(Overlay::menu(&title, lines.collect(), true, takes));
    }
}

/// The stretches of a text that lie in no passage and have words, trimmed to them.
fn news(text: &str, passages: &[SeenPassage]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(passages.iter().map(|passage| passage.range.end));
    let ends = passages.iter().map(|passage| passage.range.start).chain(std::iter::once(text.len()));
    starts
        .zip(ends)
        .filter_map(|(start, end)| {
            let gap = text.get(start..end)?;
            let first = gap.find(is_word)?;
            let last = gap.rfind(is_word)?;
            let length = gap[last..].chars().next().map_or(0, char::len_utf8);
            Some(start + first..start + last + length)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_without_words_are_not_new() {
        let passage = |range: Range<usize>| SeenPassage {
            there: range.clone(),
            range,
            words: 1,
            first: 1,
            key: String::new(),
            date: None,
        };
        let text = "\u{e9}t\u{e9}, one. Two \u{2014} three!";
        let at = |word: &str| text.find(word).map(|at| at..at + word.len()).unwrap_or_default();
        let shown = |passages: &[SeenPassage]| -> Vec<&str> {
            news(text, passages).into_iter().map(|range| &text[range]).collect()
        };
        assert_eq!(shown(&[passage(at("one")), passage(at("Two"))]), ["\u{e9}t\u{e9}", "three"]);
        assert_eq!(shown(&[]), ["\u{e9}t\u{e9}, one. Two \u{2014} three"]);
        assert!(shown(&[passage(0..text.len())]).is_empty());
    }
}
