//! Help and the palette: the keymap as lines that typing narrows.

use super::action::Action;
use super::commands::{self, Command};
use super::effect::Effect;
use super::input::Key;
use super::keymap::{BINDINGS, Bound, Context, Keymap, in_words};
use super::line::{Line, Typed};
use super::overlay::Overlay;
use super::{App, Spot};
use crate::library::types::repairs::Mend;
use crate::library::types::{DocNo, EntityKind, EntityNo};

/// A list of lines that can be narrowed by typing.
#[derive(Clone, Debug)]
pub struct Menu {
    pub title: String,
    pub line: Line,
    pub all: Vec<MenuLine>,
    /// Indexes into `all`, the best first.
    pub shown: Vec<usize>,
    pub cursor: usize,
    /// Enter carries the line's action out.
    pub runs: bool,
    /// What can be typed, for when what was typed fits no line.
    pub takes: &'static str,
}

#[derive(Clone, Debug)]
pub struct MenuLine {
    pub keys: String,
    pub text: String,
    pub context: &'static str,
    pub does: Does,
}

/// What a line of the palette does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Action(Action),
    Command(Command),
    /// Opens a version at a slot of the apparatus, by its place.
    OpenAtSlot(usize, DocNo),
    GoTo(Spot),
    /// Opens the results of a query of a list, by its place.
    Ask(usize),
    /// Narrows the results to a facet, by its place, or by it.
    Facet(usize),
    Retype(EntityNo, EntityKind),
    /// The line's form means another entity.
    Separate(EntityNo),
    /// The line's form is no name in a document.
    NoName(DocNo),
    /// It only tells.
    Nothing,
}

/// Lines of a menu that a page goes over.
const PAGE: usize = 10;

/// The title of the palette.
const PALETTE: &str = "actions";

/// The signs of the list and of comparisons, for the end of the help.
const SIGNS: [(&str, &str); 17] = [
    ("N k d p", "in the list: new, kept, dropped, for later"),
    ("* + r", "in the list: marked, starred, read"),
    ("V in the margin", "in the list: in the range that has been begun"),
    ("(3) (3 edit)", "leads 3 versions; is one of 3, edited"),
    ("copy typo part more", "other versions: equal but for white space, for typography; an excerpt, expanded"),
    ("=2", "2 exact copies under other keys"),
    ("new 12%", "in the list: so much of it has stood in no document before it"),
    ("note", "in the list: somebody has put a note on it"),
    ("rtl", "in the list: the title is written from right to left"),
    ("R beside a line", "in the reader: its paragraph is written from right to left"),
    (
        "w beside a line",
        "in the reader: a note stands on the passage; the last line tells it, the information all of them",
    ),
    ("+ beside a line", "in the reader, where it shows what is new: words that are new to you"),
    ("{+come+} [-gone-]", "in a comparison: what came and what went"),
    ("{>1 here<} [>1 there<]", "in a comparison: moved passages, by number"),
    ("{~so~}", "in a comparison: typography"),
    ("{1: so} {2}", "in the apparatus: slot 1, and slot 2 where only other versions have words"),
    ("{3: so :3}", "in the apparatus: a passage that versions lack, replace or have elsewhere"),
];

impl Overlay {
    /// All keys that count in a context, and all others behind them.
    pub fn help(keymap: &Keymap, tags: &[String], context: Context) -> Self {
        let order = |bound: &Bound| (bound.context != context, bound.context != Context::Anywhere);
        let mut bindings: Vec<&Bound> = keymap.bindings().iter().collect();
        bindings.sort_by_key(|bound| order(bound));
        let signs = SIGNS.iter().map(|(keys, text)| MenuLine {
            keys: (*keys).to_owned(),
            text: (*text).to_owned(),
            context: "signs",
            does: Does::Nothing,
        });
        let all = bindings
            .into_iter()
            .map(|bound| MenuLine {
                keys: bound.keys.clone(),
                text: told_in(bound.context, bound.action, tags),
                context: bound.context.title(),
                does: Does::Action(bound.action),
            })
            .chain(signs)
            .collect();
        Self::menu("keys", all, false, "type a key, or a word of what it does")
    }

    /// Every action by name.
    pub fn palette(keymap: &Keymap, tags: &[String]) -> Self {
        let mut all: Vec<MenuLine> = Vec::new();
        let bound = keymap.bindings().iter().map(|bound| (bound.keys.as_str(), bound.context, bound.action));
        // Those that a configuration has taken the keys from are found by name all the same.
        let known = BINDINGS.iter().map(|known| ("", known.context, known.action));
        for (keys, context, action) in bound.chain(known) {
            if !all.iter().any(|line| line.does == Does::Action(action)) {
                all.push(MenuLine {
                    keys: keys.split(' ').next().unwrap_or_default().to_owned(),
                    text: told(action, tags),
                    context: context.title(),
                    does: Does::Action(action),
                });
            }
        }
        all.extend(commands::lines());
        Self::menu(PALETTE, all, true, "type a key, or a word of what an action does")
    }

    pub(super) fn menu(title: &str, all: Vec<MenuLine>, runs: bool, takes: &'static str) -> Self {
        let shown = (0..all.len()).collect();
        Self::Menu(Menu { title: title.to_owned(), line: Line::default(), all, shown, cursor: 0, runs, takes })
    }

    /// Narrows a menu to what its line says.
    pub(crate) fn filter(&mut self) {
        let Self::Menu(menu) = self else { return };
        // In the palette a colon is typed before a command, in the help it is a key.
        let wanted = match menu.line.text.trim_start_matches(':') {
            "" if menu.title != PALETTE => &menu.line.text,
            wanted => wanted,
        };
        if let (PALETTE, Some((command, _))) = (menu.title.as_str(), commands::typed(wanted)) {
            let is_it = |&place: &usize| menu.all[place].does == Does::Command(command);
            menu.shown = (0..menu.all.len()).filter(is_it).collect();
            menu.cursor = 0;
            return;
        }
        let mut scored: Vec<(usize, usize)> = menu
            .all
            .iter()
            .enumerate()
            .filter_map(|(index, line)| score(wanted, line).map(|score| (score, index)))
            .collect();
        scored.sort();
        menu.shown = scored.into_iter().map(|(_, index)| index).collect();
        menu.cursor = 0;
    }
}

/// What an action does where its key counts.
fn told_in(context: Context, action: Action, tags: &[String]) -> String {
    match (context, action) {
        (Context::Reader, Action::Leave) => "leave the reader for the list".to_owned(),
        _ => told(action, tags),
    }
}

/// What an action does, with the tag where it is one of the configuration's.
pub fn told(action: Action, tags: &[String]) -> String {
    match action {
        Action::TagWith(place) => match tags.get(usize::from(place)) {
            Some(tag) => format!("tag {tag}, or take it off"),
            None => action.describe().to_owned(),
        },
        action => action.describe().to_owned(),
    }
}

/// How well a line fits, 0 the best; `None` when it does not.
fn score(wanted: &str, line: &MenuLine) -> Option<usize> {
    if wanted.is_empty() {
        return Some(0);
    }
    if line.keys.strip_prefix(':').and_then(|keys| keys.split(' ').next()) == Some(wanted) {
        return Some(0);
    }
    // As the keymap writes it, or as the screen does: `<Enter>` or `Enter`.
    let keys = || line.keys.split(' ').flat_map(|key| [key.to_owned(), in_words(key)]);
    if keys().any(|key| key == wanted) {
        return Some(1);
    }
    if let Does::Action(action) = line.does
        && action.name() == wanted
    {
        return Some(1);
    }
    let wanted = &wanted.to_lowercase();
    if keys().any(|key| key.to_lowercase() == *wanted) {
        return Some(2);
    }
    let text = line.text.to_lowercase();
    if let Some(at) = text.find(wanted) {
        return Some(2 + at);
    }
    if wanted.split_whitespace().all(|word| text.contains(word)) {
        return Some(500);
    }
    let mut rest = wanted.chars().filter(|c| !c.is_whitespace()).peekable();
    let (mut begun, mut gaps) = (false, 0);
    for c in text.chars() {
        match rest.peek() {
            Some(&next) if next == c => {
                rest.next();
                begun = true;
            }
            Some(_) if begun => gaps += 1,
            Some(_) => {}
            None => break,
        }
    }
    // Letters strewn over a whole sentence fit nothing.
    (rest.peek().is_none() && gaps <= 3 * wanted.len()).then_some(1_000 + gaps)
}

impl App {
    pub(super) fn menu_key(&mut self, mut menu: Menu, key: Key) -> Vec<Effect> {
        let last = menu.shown.len().saturating_sub(1);
        match key {
            Key::Esc | Key::Ctrl('c' | 'g') => return Vec::new(),
            Key::Enter if !menu.runs => return Vec::new(),
            Key::Enter => {
                if let (PALETTE, Some((command, words))) = (menu.title.as_str(), commands::typed(&menu.line.text)) {
                    return self.run_command(command, words);
                }
                let line = menu.shown.get(menu.cursor).map(|&index| menu.all[index].clone());
                if let Some(Does::Ask(at)) = line.as_ref().map(|line| line.does) {
                    return self.open_listed(at, menu);
                }
                if let Some(line) = line {
                    return self.run_line(line.does, line.text);
                }
                // The menu says what it takes.
            }
            Key::Tab if Self::is_facet_menu(&menu) => {
                let does = menu.shown.get(menu.cursor).map(|&index| menu.all[index].does);
                let Some(Does::Facet(facet)) = does else { return Vec::new() };
                return self.choose_facet(facet, !self.leaving_out);
            }
            Key::Down | Key::Ctrl('n') => menu.cursor = (menu.cursor + 1).min(last),
            Key::Up | Key::Ctrl('p') => menu.cursor = menu.cursor.saturating_sub(1),
            Key::PageDown => menu.cursor = (menu.cursor + PAGE).min(last),
            Key::PageUp => menu.cursor = menu.cursor.saturating_sub(PAGE),
            // They edit what is typed, where something is.
            Key::Ctrl('f') if menu.line.text.is_empty() => menu.cursor = (menu.cursor + PAGE).min(last),
            Key::Ctrl('b') if menu.line.text.is_empty() => menu.cursor = menu.cursor.saturating_sub(PAGE),
            Key::Ctrl('d') if menu.line.text.is_empty() => menu.cursor = (menu.cursor + PAGE / 2).min(last),
            Key::Ctrl('u') if menu.line.text.is_empty() => menu.cursor = menu.cursor.saturating_sub(PAGE / 2),
            Key::Home if menu.line.text.is_empty() => menu.cursor = 0,
            Key::End if menu.line.text.is_empty() => menu.cursor = last,
            key => {
                let typed = menu.line.key(key);
                let mut overlay = Overlay::Menu(menu);
                if typed == Typed::Changed {
                    overlay.filter();
                }
                self.overlay = Some(overlay);
                return Vec::new();
            }
        }
        self.overlay = Some(Overlay::Menu(menu));
        Vec::new()
    }

    fn run_line(&mut self, does: Does, text: String) -> Vec<Effect> {
        match does {
            Does::Nothing | Does::Ask(_) => Vec::new(),
            Does::Action(action) => self.act(action, None),
            Does::OpenAtSlot(slot, document) => self.open_at_slot(slot, document),
            Does::GoTo(spot) => {
                self.leave_trail();
                self.go_to_spot(spot)
            }
            Does::Command(command) => self.run_command(command, ""),
            Does::Facet(facet) => self.choose_facet(facet, self.leaving_out),
            Does::Retype(entity, to) => self.retype(entity, to),
            Does::Separate(entity) => self.mend(Mend::Separate { entity, form: text }),
            Does::NoName(document) => self.mend(Mend::Unname { document, form: text, at: None }),
        }
    }
}
