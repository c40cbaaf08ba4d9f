//! `variorum mark`, `tag`, `log`, `undo` and `redo`.

use super::args::{Common, VerdictWord};
use super::out::{Out, say};
use super::records::{DecisionLine, Passage, UNIT};
use super::search::nothing_found;
use super::{Ended, Failed, aligned, find, line, now};
use crate::library::types::{Act, Decided, Verdict, is_tag};
use crate::library::{DecisionRecord, Library, is_merge, is_repair, is_saving, moment};
use crate::text::CodePoints;

pub fn mark(library: &mut Library, query: &str, verdict: VerdictWord, out: &mut Out) -> Result<Ended, Failed> {
    let verdict = match verdict {
        VerdictWord::Keep => Some(Verdict::Keep),
        VerdictWord::Drop => Some(Verdict::Drop),
        VerdictWord::Later => Some(Verdict::Later),
        VerdictWord::None => None,
    };
    decide(library, query, &[Act::Verdict(verdict)], out)
}

/// The tags among the words behind the query, and the options. A tag to be taken off begins with a
/// hyphen too, so the parser cannot tell them apart.
pub fn behind_tags(given: &[String], common: &Common, json: bool) -> Result<(Vec<String>, Common, bool), Failed> {
    let (mut tags, mut common, mut json) = (Vec::new(), common.clone(), json);
    let mut words = given.iter();
    while let Some(word) = words.next() {
        let (name, value) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        match name {
            "--json" => json = true,
            "--as" | "--library" => {
                let value = value.or_else(|| words.next().map(String::as_str));
                let value = value
                    .ok_or_else(|| Failed::Usage(format!("{name} needs a value; write it behind: {name} VALUE")))?;
                match name {
                    "--as" => common.who = Some(line::name(value).map_err(Failed::Usage)?),
                    _ => common.library = Some(value.into()),
                }
            }
            _ => tags.push(word.clone()),
        }
    }
    match tags.is_empty() {
        true => Err(Failed::Usage("no tag is named; write +tag to put one on, -tag to take one off".into())),
        false => Ok((tags, common, json)),
    }
}

pub fn tag(library: &mut Library, query: &str, tags: &[String], out: &mut Out) -> Result<Ended, Failed> {
    let mut acts = Vec::new();
    for word in tags {
        acts.push(match (word.strip_prefix('+'), word.strip_prefix('-')) {
            (Some(tag), _) if is_tag(tag) => Act::Tag(tag.to_owned()),
            (_, Some(tag)) if is_tag(tag) => Act::Untag(tag.to_owned()),
            _ => {
                return Err(Failed::Usage(format!(
                    "{word:?} is no tag; write +{0} to put it on, -{0} to take it off",
                    tidy(word)
                )));
            }
        });
    }
    decide(library, query, &acts, out)
}

fn tidy(word: &str) -> String {
    let tag: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    if tag.is_empty() { "tag".into() } else { tag }
}

fn decide(library: &mut Library, query: &str, acts: &[Act], out: &mut Out) -> Result<Ended, Failed> {
    let found = find(library, query)?;
    if found.documents.is_empty() {
        nothing_found(library, query);
        return Ok(Ended::Partly);
    }
    let parts: Vec<_> = acts.iter().map(|act| (found.documents.as_slice(), act)).collect();
    let decided = library.decide_together(&parts, now())?;
    tell(library, &decided, out)?;
    out.flush()?;
    Ok(Ended::Done)
}

pub fn undo(library: &mut Library, out: &mut Out) -> Result<Ended, Failed> {
    let decided = library.undo(now(), &mut |_| {})?;
    turned(library, &decided, out)
}

pub fn redo(library: &mut Library, out: &mut Out) -> Result<Ended, Failed> {
    let decided = library.redo(now(), &mut |_| {})?;
    turned(library, &decided, out)
}

fn turned(library: &Library, decided: &Decided, out: &mut Out) -> Result<Ended, Failed> {
    tell(library, decided, out)?;
    out.flush()?;
    Ok(if decided.nothing { Ended::Partly } else { Ended::Done })
}

pub fn log(library: &Library, out: &mut Out) -> Result<Ended, Failed> {
    let records = library.log()?;
    for record in &records {
        let line = decision(library, record)?;
        if out.json { out.record(&line)? } else { out.line(&plain(library, &line, record)?)? }
    }
    out.flush()?;
    if records.is_empty() {
        say("note: nothing has been decided yet");
    }
    Ok(if records.is_empty() { Ended::Partly } else { Ended::Done })
}

/// The log lines of decisions for programs, their summary for people.
pub(super) fn tell(library: &Library, decided: &Decided, out: &mut Out) -> Result<(), Failed> {
    if !out.json {
        return out.line(&decided.summary);
    }
    if decided.nothing {
        say(&format!("note: {}", decided.summary));
    }
    for &number in &decided.decisions {
        if let Some(record) = library.decision(number)? {
            out.record(&decision(library, &record)?)?;
        }
    }
    Ok(())
}

/// A decision as a line for programs.
pub(super) fn decision(library: &Library, record: &DecisionRecord) -> Result<DecisionLine, Failed> {
    let mut documents = Vec::with_capacity(record.documents.len());
    for &number in &record.documents {
        documents.push(library.key(number)?);
    }
    Ok(DecisionLine {
        decision: record.number,
        when: moment(record.at),
        who: record.who.clone(),
        act: record.act.clone(),
        documents,
        value: record.value.clone(),
        undone: record.undone,
        turned: record.turned.map(moment),
        quiet: record.quiet,
        with: record.with,
        passage: passage(library, record)?,
    })
}

fn passage(library: &Library, record: &DecisionRecord) -> Result<Option<Passage>, Failed> {
    let (Some(anchor), Some(&document)) = (&record.anchor, record.documents.first()) else { return Ok(None) };
    let text = library.text(document)?;
    let points = CodePoints::of(&text);
    Ok(Some(Passage {
        start: points.at(anchor.start as usize),
        end: points.at(anchor.end as usize),
        text: anchor.exact.clone(),
        before: anchor.before.clone(),
        behind: anchor.behind.clone(),
        unit: UNIT.into(),
    }))
}

fn plain(library: &Library, line: &DecisionLine, record: &DecisionRecord) -> Result<String, Failed> {
    let undone = if line.undone { "  (undone)" } else { "" };
    let head = format!("{:>5}  {}  {}  {}", line.decision, aligned(&line.when), line.who, line.act);
    if is_repair(record) || is_saving(record) || is_merge(record) {
        return Ok(format!("{head}  {}{undone}", library.told_of(record)?));
    }
    let what = match line.documents.as_slice() {
        [one] => one.clone(),
        many => format!("{} documents", many.len()),
    };
    // What is said of version groups has no value.
    let value = line.value.as_deref().filter(|value| !value.is_empty());
    let value = value.map(|value| format!(" {value}")).unwrap_or_default();
    Ok(format!("{head}{value}  {what}{undone}"))
}
