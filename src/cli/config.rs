//! The configuration file: keys, tags that have keys of their own, and how the screen looks. TOML; whatever in it cannot be
//! meant is an error with its line.

use super::Failed;
use crate::app::action::Action;
use crate::app::input::{Key, sequence};
use crate::app::keymap::{BINDINGS, Context, Keymap};
use crate::app::look::Look;
use crate::library::ListOptions;
use crate::library::nearest;
use crate::library::types::EntityKind;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Names the file where it is not in its usual place.
const VARIABLE: &str = "VARIORUM_CONFIG";

/// The last function key that terminals tell of.
const LAST_F: u8 = 24;

/// What can be set.
const SETTINGS: [&str; 6] = ["keys", "tags", "gazetteers", "recogniser", "theme", "plain"];

/// What a configuration says.
#[derive(Debug, Default)]
pub struct Config {
    pub keymap: Keymap,
    /// Tags that have keys of their own.
    pub tags: Vec<String>,
    pub look: Look,
    /// For screen readers and Braille lines.
    pub plain: bool,
    /// Lists of names that are looked for in every library.
    pub gazetteers: Vec<Listed>,
    /// The folder of a model that reads names in place of the built-in recogniser.
    pub recogniser: Option<PathBuf>,
}

/// A file of names to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub file: PathBuf,
    pub name: Option<String>,
    /// What its names are where the file does not say.
    pub kind: Option<EntityKind>,
    /// The configuration and the line that name it.
    pub place: String,
}

impl Listed {
    /// As a library takes it.
    pub fn given(&self) -> (PathBuf, ListOptions) {
        (self.file.clone(), ListOptions { name: self.name.clone(), kind: self.kind, quiet: true })
    }
}

/// What is wrong, at some bytes of the file.
type Wrong = (Range<usize>, String);

impl Config {
    /// Reads the configuration: the file that `VARIORUM_CONFIG` names, or `variorum/config.toml` in the
    /// user's folder for configurations. Without a file everything is as by default.
    ///
    /// # Errors
    /// With file and line, when something in it cannot be meant.
    pub fn read() -> Result<Self, Failed> {
        let named = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
        let usual =
            || directories::ProjectDirs::from("", "", "variorum").map(|dirs| dirs.config_dir().join("config.toml"));
        let Some(path) = named.clone().or_else(usual) else { return Ok(Self::default()) };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::of(&text, &path),
            Err(error) if error.kind() == io::ErrorKind::NotFound && named.is_none() => Ok(Self::default()),
            Err(error) => Err(Failed::Usage(format!(
                "the configuration {} cannot be read: {error}; mend it, or let VARIORUM_CONFIG name another",
                path.display()
            ))),
        }
    }

    fn of(text: &str, path: &Path) -> Result<Self, Failed> {
        let mut config = Self::parsed(text).map_err(|(span, message)| {
            Failed::Usage(format!("{}:{}: {message}", path.display(), line_of(text, &span)))
        })?;
        // They lie beside the configuration, unless they say where.
        let beside = path.parent().unwrap_or(Path::new(""));
        for listed in &mut config.gazetteers {
            listed.file = beside.join(&listed.file);
            listed.place = format!("{}:{}", path.display(), listed.place);
        }
        config.recogniser = config.recogniser.map(|folder| beside.join(folder));
        Ok(config)
    }

    fn parsed(text: &str) -> Result<Self, Wrong> {
        let table = DeTable::parse(text).map_err(|error| {
            (
                error.span().unwrap_or(0..0),
                format!("this is no TOML: {}; lines are written as name = \"value\"", error.message()),
            )
        })?;
        let mut config = Self::default();
        // Where each binding of the file stands, to name the line of a conflict.
        let mut places: Vec<(Context, Action, Range<usize>)> = Vec::new();
        for (name, value) in table.get_ref() {
            match name.get_ref().as_ref() {
                "keys" => keys(&mut config.keymap, Context::Anywhere, value, &mut places)?,
                "tags" => tags(&mut config, value, &mut places)?,
                "gazetteers" => config.gazetteers = gazetteers(value, text)?,
                "recogniser" => match value.get_ref() {
                    DeValue::String(folder) if !folder.is_empty() => config.recogniser = Some(folder.as_ref().into()),
                    _ => {
                        let told = "recogniser is the folder of a model: recogniser = \"/models/names\"";
                        return Err((value.span(), told.to_owned()));
                    }
                },
                "theme" => config.look = look(value)?,
                "plain" => match value.get_ref() {
                    DeValue::Boolean(plain) => config.plain = *plain,
                    _ => return Err((value.span(), "plain is true or false: plain = true".to_owned())),
                },
                other => {
                    let near = nearest(other, SETTINGS.into_iter().map(str::to_owned));
                    let near = near
                        .map(|near| format!("{near} is the nearest"))
                        .unwrap_or_else(|| format!("there are {}", SETTINGS.join(", ")));
                    return Err((name.span(), format!("there is no setting {other:?}; {near}")));
                }
            }
        }
        if let Some((one, other)) = config.keymap.conflict() {
            let span = places
                .iter()
                .rev()
                .find(|place| [one, other].iter().any(|bound| (bound.context, bound.action) == (place.0, place.1)))
                .map_or(0..0, |place| place.2.clone());
            let told = |action: Action| match action {
                Action::TagWith(place) => {
                    format!("the tag {}", config.tags.get(usize::from(place)).map_or("", String::as_str))
                }
                action => action.name(),
            };
            return Err((
                span,
                format!(
                    "{:?} ({}) and {:?} ({}) cannot both be: bind one of them to other keys, or to [] for none",
                    one.keys,
                    told(one.action),
                    other.keys,
                    told(other.action)
                ),
            ));
        }
        config.shadowed(&places)?;
        Ok(config)
    }

    /// Keys of the file that are to count anywhere and that a pane has for something else by default
    /// would be without effect there, with nothing that says so.
    fn shadowed(&self, places: &[(Context, Action, Range<usize>)]) -> Result<(), Wrong> {
        let bound = self.keymap.bindings();
        let ours = |context: Context, action: Action| places.iter().find(|at| (at.0, at.1) == (context, action));
        for everywhere in bound.iter().filter(|one| one.context == Context::Anywhere) {
            let Some((.., span)) = ours(Context::Anywhere, everywhere.action) else { continue };
            let by_default = BINDINGS
                .iter()
                .filter(|known| known.context == Context::Anywhere && known.action == everywhere.action)
                .flat_map(|known| known.keys.split(' '));
            let before: Vec<&str> = by_default.collect();
            for keys in everywhere.keys.split(' ').filter(|keys| !before.contains(keys)) {
                let pane = bound.iter().find(|pane| {
                    pane.context != Context::Anywhere
                        && ours(pane.context, pane.action).is_none()
                        && pane.keys.split(' ').any(|own| own == keys)
                });
                if let Some(pane) = pane {
                    let (place, does) = (pane.context.word(), pane.action.name());
                    return Err((
                        span.clone(),
                        format!(
                            "{keys:?} is {does} in the pane {place}, where it would stay so; \
                             bind {does} to other keys under [keys.{place}], or choose other keys here"
                        ),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// The number of the line in which a place of a text stands.
fn line_of(text: &str, span: &Range<usize>) -> usize {
    text.get(..span.start).unwrap_or(text).matches('\n').count() + 1
}

/// The theme of a name.
fn look(value: &Spanned<DeValue<'_>>) -> Result<Look, Wrong> {
    let named = match value.get_ref() {
        DeValue::String(name) => Look::parse(name),
        _ => None,
    };
    named.ok_or_else(|| (value.span(), format!("a theme is one of {}: theme = \"auto\"", Look::words())))
}

/// The bindings of a context; `[keys]` holds those that count anywhere and tables for the panes.
fn keys(
    keymap: &mut Keymap,
    context: Context,
    value: &Spanned<DeValue<'_>>,
    places: &mut Vec<(Context, Action, Range<usize>)>,
) -> Result<(), Wrong> {
    let DeValue::Table(table) = value.get_ref() else {
        return Err((value.span(), "keys are a table: [keys]".to_owned()));
    };
    for (name, value) in table {
        let word = name.get_ref().as_ref();
        let pane = Context::ALL.into_iter().find(|context| context.word() == word);
        if let (Some(pane), Context::Anywhere, DeValue::Table(_)) = (pane, context, value.get_ref()) {
            keys(keymap, pane, value, places)?;
            continue;
        }
        if let (Context::Anywhere, DeValue::Table(_)) = (context, value.get_ref()) {
            let panes: Vec<&str> =
                Context::ALL.into_iter().filter(|pane| *pane != Context::Anywhere).map(Context::word).collect();
            let near = nearest(word, panes.iter().map(|pane| (*pane).to_owned()));
            let near =
                near.map_or_else(|| format!("there are {}", panes.join(", ")), |near| format!("{near} is the nearest"));
            return Err((name.span(), format!("there is no pane {word:?} for keys of its own; {near}")));
        }
        let actions = || BINDINGS.iter().map(|binding| binding.action);
        let Some(action) = actions().find(|action| action.name() == word) else {
            let near = nearest(word, actions().map(Action::name));
            let near = near.map(|near| format!("; {near} is the nearest")).unwrap_or_default();
            return Err((name.span(), format!("there is no action {word:?}{near}")));
        };
        // Where it is bound by default is where it can be bound, unless it counts anywhere.
        let bound: Vec<Context> =
            BINDINGS.iter().filter(|known| known.action == action).map(|known| known.context).collect();
        let context = match (context, bound.as_slice()) {
            (Context::Anywhere, bound) if bound.contains(&Context::Anywhere) => Context::Anywhere,
            (Context::Anywhere, [only]) => *only,
            (Context::Anywhere, many) => {
                let panes: Vec<&str> = many.iter().map(|context| context.word()).collect();
                return Err((
                    name.span(),
                    format!("{word} has keys in several panes; say which: [keys.{}]", panes.join("], [keys.")),
                ));
            }
            (pane, _) => pane,
        };
        let written = sequences(value)?;
        keymap.bind(context, &written, action).map_err(|error| (value.span(), error.to_string()))?;
        check(&written, value)?;
        places.push((context, action, name.span()));
    }
    Ok(())
}

fn tags(
    config: &mut Config,
    value: &Spanned<DeValue<'_>>,
    places: &mut Vec<(Context, Action, Range<usize>)>,
) -> Result<(), Wrong> {
    let DeValue::Table(table) = value.get_ref() else {
        return Err((value.span(), "tags are a table: [tags], with lines such as ship = \"H\"".to_owned()));
    };
    for (name, value) in table {
        let tag = name.get_ref().as_ref();
        if tag.is_empty()
            || tag.contains(|c: char| c.is_whitespace() || c.is_control() || "\"():".contains(c))
            || tag.starts_with(['+', '-'])
        {
            return Err((name.span(), format!("{tag:?} is no tag: one word without quotes, colons and parentheses")));
        }
        let Ok(place) = u8::try_from(config.tags.len()) else {
            return Err((name.span(), "more than 256 tags have no room".to_owned()));
        };
        let written = sequences(value)?;
        let action = Action::TagWith(place);
        config.keymap.bind(Context::Anywhere, &written, action).map_err(|error| (value.span(), error.to_string()))?;
        check(&written, value)?;
        config.tags.push(tag.to_owned());
        places.push((Context::Anywhere, action, name.span()));
    }
    Ok(())
}

/// Files of names: each a string, or a table that says more.
fn gazetteers(value: &Spanned<DeValue<'_>>, text: &str) -> Result<Vec<Listed>, Wrong> {
    const SHAPE: &str = "gazetteers are a list of files: [\"names.tsv\", {file = \"ships.txt\", type = \"misc\"}]";
    let DeValue::Array(list) = value.get_ref() else { return Err((value.span(), SHAPE.to_owned())) };
    let mut out = Vec::with_capacity(list.len());
    for one in list {
        let place = line_of(text, &one.span()).to_string();
        let mut listed = Listed { file: PathBuf::new(), name: None, kind: None, place };
        match one.get_ref() {
            DeValue::String(file) => listed.file = PathBuf::from(file.as_ref()),
            DeValue::Table(table) => {
                for (key, value) in table {
                    let DeValue::String(text) = value.get_ref() else { return Err((value.span(), SHAPE.to_owned())) };
                    match key.get_ref().as_ref() {
                        "file" => listed.file = PathBuf::from(text.as_ref()),
                        "name" => listed.name = Some(text.to_string()),
                        "type" => {
                            let kind = EntityKind::ALL.into_iter().find(|kind| kind.as_str() == text.as_ref());
                            let unknown =
                                || (value.span(), format!("{text:?} is no type; there is person, org, place and misc"));
                            listed.kind = Some(kind.ok_or_else(unknown)?);
                        }
                        other => return Err((key.span(), format!("a list has file, name and type, and no {other:?}"))),
                    }
                }
            }
            _ => return Err((one.span(), SHAPE.to_owned())),
        }
        if listed.file.as_os_str().is_empty() {
            return Err((one.span(), "this list names no file".to_owned()));
        }
        out.push(listed);
    }
    Ok(out)
}

/// One sequence of keys, or a list of them.
fn sequences(value: &Spanned<DeValue<'_>>) -> Result<String, Wrong> {
    let one = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
        DeValue::String(keys) if !keys.contains(char::is_whitespace) && !keys.is_empty() => Ok(keys.to_string()),
        DeValue::String(_) => {
            Err((value.span(), "keys are written without blanks: \"gx\", \"<Space>\", [\"x\", \"C-x\"]".to_owned()))
        }
        _ => Err((value.span(), "keys are a string, or a list of strings".to_owned())),
    };
    match value.get_ref() {
        DeValue::Array(list) => Ok(list.iter().map(one).collect::<Result<Vec<_>, _>>()?.join(" ")),
        _ => one(value),
    }
}

/// Digits are counts, and so begin no sequence; `Esc` always takes things off; keyboards end somewhere.
fn check(written: &str, value: &Spanned<DeValue<'_>>) -> Result<(), Wrong> {
    let beyond = |key: &Key| matches!(key, Key::F(number) if !(1..=LAST_F).contains(number));
    if let Some(key) = sequence(written).ok().and_then(|keys| keys.into_iter().find(beyond)) {
        return Err((value.span(), format!("no keyboard has {key}; there are <F1> to <F{LAST_F}>")));
    }
    match written.split(' ').find(|keys| keys.starts_with(|c: char| c.is_ascii_digit())) {
        Some(keys) => Err((value.span(), format!("{keys:?} begins with a digit, and digits are counts"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::Match;

    fn error(text: &str) -> String {
        match Config::of(text, Path::new("c.toml")) {
            Err(Failed::Usage(message)) => message,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn keys_and_tags_are_read() {
        let text = "# mine\n[keys]\nkeep = [\"U\", \"<F5>\"]\nread-on = \"<Space>\"\n[keys.list]\nmark = \"M\"\n[tags]\nship = \"H\"\n\"tax-2\" = \"gT\"\n";
        let config = Config::of(text, Path::new("c.toml")).unwrap();
        let looked = |context, keys| config.keymap.look_up(context, &sequence(keys).unwrap());
        assert_eq!(looked(Context::Reader, "U"), Match::Action(Action::Keep));
        assert_eq!(looked(Context::List, "<F5>"), Match::Action(Action::Keep));
        assert_eq!(looked(Context::Reader, "a"), Match::None);
        assert_eq!(looked(Context::List, "M"), Match::Action(Action::Mark));
        assert_eq!(looked(Context::List, "<Space>"), Match::None);
        assert_eq!(config.tags, ["ship", "tax-2"]);
        assert_eq!(looked(Context::Versions, "gT"), Match::Action(Action::TagWith(1)));
        assert!(Config::of("", Path::new("c.toml")).unwrap().tags.is_empty());
        assert_eq!(Config::of("theme = \"light\"\n", Path::new("c.toml")).unwrap().look, Look::Light);
        let text = "[keys]\nkeep = \"b\"\ninformation = \"i\"\n[keys.reader]\npage-up = \"U\"\n";
        let config = Config::of(text, Path::new("c.toml")).unwrap();
        assert_eq!(
            config.keymap.look_up(Context::Reader, &sequence("b").unwrap()),
            Match::Action(Action::Keep),
            "the pane has given it up"
        );
        assert!(Config::of("[keys]\nkeep = []\n[tags]\nship = \"a\"\n", Path::new("c.toml")).is_ok());
    }

    #[test]
    fn lists_of_names_lie_beside_the_configuration() {
        let config = Config::of("recogniser = \"model\"\n", Path::new("/home/ada/c.toml")).unwrap();
        assert_eq!(config.recogniser, Some("/home/ada/model".into()));
        let text = "gazetteers = [\"names.tsv\", {file = \"/lists/ships.txt\", name = \"ships\", type = \"misc\"}]\n";
        let config = Config::of(text, Path::new("/home/ada/c.toml")).unwrap();
        let listed = |file: &str, name: Option<&str>, kind| Listed {
            file: file.into(),
            name: name.map(Into::into),
            kind,
            place: "/home/ada/c.toml:1".to_owned(),
        };
        assert_eq!(
            config.gazetteers,
            [
                listed("/home/ada/names.tsv", None, None),
                listed("/lists/ships.txt", Some("ships"), Some(EntityKind::Misc)),
            ]
        );
    }

    #[test]
    fn what_cannot_be_meant_is_told_with_its_line() {
        for (text, told) in [
            ("[keys]\nkeep = \"x\"\nkeeep = \"y\"\n", "c.toml:3: there is no action \"keeep\"; keep is the nearest"),
            ("[keys]\n\nzzz = \"y\"\n", "c.toml:3: there is no action \"zzz\""),
            (
                "[colours]\n",
                "c.toml:1: there is no setting \"colours\"; there are keys, tags, gazetteers, recogniser, theme, plain",
            ),
            ("plain = \"yes\"\n", "c.toml:1: plain is true or false"),
            ("\ntehme = \"dark\"\n", "c.toml:2: there is no setting \"tehme\"; theme is the nearest"),
            ("# mine\ntheme = \"drak\"\n", "c.toml:2: a theme is one of auto, dark, light, neutral, mono"),
            ("theme = 3\n", "c.toml:1: a theme is one of"),
            ("gazetteers = \"a.tsv\"\n", "c.toml:1: gazetteers are a list of files"),
            ("recogniser = []\n", "c.toml:1: recogniser is the folder of a model"),
            ("gazetteers = [\n{file = \"a\", type = \"ship\"}]\n", "c.toml:2: \"ship\" is no type"),
            ("gazetteers = [{name = \"a\"}]\n", "c.toml:1: this list names no file"),
            ("[keys]\nkeep = \"<Entr>\"\n", "c.toml:2: \"<Entr>\" is no key"),
            ("[keys]\nkeep = [\"x\", \"g<F99>\"]\n", "c.toml:2: no keyboard has <F99>; there are <F1> to <F24>"),
            (
                "[keys.lst]\nmark = \"M\"\n",
                "c.toml:1: there is no pane \"lst\" for keys of its own; list is the nearest",
            ),
            ("[keys]\nkeep = 3\n", "c.toml:2: keys are a string"),
            ("[keys]\nkeep = \"3\"\n", "c.toml:2: \"3\" begins with a digit"),
            ("[keys]\nkeep = \"d\"\n", "c.toml:2: \"d\" (keep) and \"d\" (drop) cannot both be"),
            ("[tags]\nship = \"g\"\n", "c.toml:2: \"gg <Home>\" (to-start) and \"g\" (the tag ship)"),
            (
                "[keys]\nkeep = [\"U\", \"b\"]\n",
                "c.toml:2: \"b\" is page-up in the pane reader, where it would stay so; bind page-up to other keys under [keys.reader]",
            ),
            ("[tags]\nship = \"H\"\ntax = \"o\"\n", "c.toml:3: \"o\" is sort-next in the pane list"),
            ("[tags]\n\"two words\" = \"S\"\n", "c.toml:2: \"two words\" is no tag"),
            ("[keys]\nkeep = \"x\n", "c.toml:2: this is no TOML"),
            ("[keys]\nenter = \"x\"\n", "c.toml:2: enter has keys in several panes; say which: [keys.list]"),
        ] {
            assert!(error(text).starts_with(told), "{text}: {}", error(text));
        }
    }
}
