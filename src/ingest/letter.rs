//! A mail as a document, whichever form it was kept in.

use super::sink::{Sink, Stop};
use super::{Extracted, Stamp, plain};
use serde_json::{Map, Value};

/// What a mail says of itself, each part as words for people.
#[derive(Debug, Default)]
pub(super) struct Letter {
    pub(super) from: Vec<Person>,
    pub(super) to: Vec<Person>,
    pub(super) cc: Vec<Person>,
    pub(super) bcc: Vec<Person>,
    pub(super) subject: String,
    /// As it is written; where it cannot be read it is shown so.
    pub(super) date: String,
    /// Where that is none, the date that something else gives, and what.
    pub(super) other_date: Option<(Stamp, &'static str)>,
    /// Without angle brackets.
    pub(super) id: Option<String>,
    pub(super) in_reply_to: Vec<String>,
    /// The mails of the thread before it, the first of them first.
    pub(super) references: Vec<String>,
    pub(super) body: String,
    /// Names of what is attached.
    pub(super) attached: Vec<String>,
}

/// Somebody who wrote or got a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) address: String,
}

impl Person {
    fn shown(&self) -> String {
        match (&*self.name, &*self.address) {
            ("", address) => address.to_owned(),
            (name, "") => name.to_owned(),
            (name, address) if name == address => address.to_owned(),
            (name, address) => format!("{name} <{address}>"),
        }
    }

    fn called(&self) -> &str {
        if self.name.is_empty() { &self.address } else { &self.name }
    }
}

fn shown(people: &[Person]) -> String {
    people.iter().map(Person::shown).filter(|shown| !shown.is_empty()).collect::<Vec<_>>().join(", ")
}

impl Letter {
    /// The mail as a document. Its head stands in the text: who wrote to whom is what is looked for,
    /// and two mails with the same words are two mails.
    pub(super) fn document(self) -> Extracted {
        let stated = Stamp::parse(&self.date);
        let mut text = String::new();
        let mut fields = Map::new();
        let people =
            [("From", &self.from), ("To", &self.to), ("Cc", &self.cc), ("Bcc", &self.bcc)].map(|(n, p)| (n, shown(p)));
        let subject = plain::one_line(&self.subject);
        let head = people.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in head.chain([("Date", self.date.trim()), ("Subject", &subject)]) {
            let value = plain::one_line(value);
            if !value.is_empty() {
                text.push_str(&format!("{name}: {value}\n"));
            }
        }
        for (name, value) in people {
            if !value.is_empty() {
                fields.insert(name.to_lowercase(), value.into());
            }
        }
        let body = self.body.trim_matches(['\n', '\r', ' ', '\t', '\0', '\u{feff}']);
        if !body.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(body);
            text.push('\n');
        }
        // The thread is named by its first mail; one that answers nothing may begin one.
        let thread = self.references.first().or(self.in_reply_to.first()).or(self.id.as_ref()).cloned();
        let ids = [("message id", self.id), ("thread", thread), ("in reply to", self.in_reply_to.first().cloned())];
        for (name, value) in ids {
            if let Some(value) = value {
                fields.insert(name.to_owned(), value.into());
            }
        }
        if !self.attached.is_empty() {
            fields.insert("attached".to_owned(), self.attached.into_iter().map(Value::String).collect());
        }
        if stated.is_none() && !self.date.trim().is_empty() {
            fields.insert("date not understood".to_owned(), plain::one_line(&self.date).into());
        }
        let date = stated.or_else(|| {
            let (date, from) = self.other_date?;
            fields.insert("date from".to_owned(), from.into());
            Some(date)
        });
        let source = self.from.first().map(|person| plain::one_line(person.called())).filter(|name| !name.is_empty());
        let title = if subject.is_empty() { plain::title(body) } else { subject };
        let title = if title.is_empty() { "(no subject)".to_owned() } else { title };
        Extracted { title, date, source, text, fields, ..Extracted::default() }
    }

    /// Gives the mail as a document, unless there is nothing of it but what is attached.
    pub(super) fn give(self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let document = self.document();
        if plain::is_empty(&document.text) { Ok(()) } else { sink.document(document) }
    }

    /// True when there is nothing in it at all.
    pub(super) fn is_empty(&self) -> bool {
        plain::is_empty(&self.body)
            && self.from.is_empty()
            && self.to.is_empty()
            && self.subject.trim().is_empty()
            && self.attached.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, address: &str) -> Person {
        Person { name: name.into(), address: address.into() }
    }

    #[test]
    fn the_head_stands_in_the_text_and_the_thread_is_named_by_its_first_mail() {
        let letter = Letter {
            from: vec![person("Ada Cole", "ada@x.example")],
            to: vec![person("", "b@x.example"), person("Bram", "")],
            subject: "Re: the\n ferry".into(),
            date: "Fri, 16 Jan 2015 10:00:00 +0100".into(),
            id: Some("3@x".into()),
            references: vec!["1@x".into(), "2@x".into()],
            in_reply_to: vec!["2@x".into()],
            body: "\nIt is late.\n\n".into(),
            ..Letter::default()
        };
        let document = letter.document();
        assert_eq!(
            document.text,
            "From: Ada Cole <ada@x.example>\nTo: b@x.example, Bram\nDate: Fri, 16 Jan 2015 10:00:00 +0100\n\
             Subject: Re: the ferry\n\nIt is late.\n"
        );
        assert_eq!((document.source.as_deref(), &*document.title), (Some("Ada Cole"), "Re: the ferry"));
        assert_eq!(document.date.unwrap().iso, "2015-01-16T10:00:00+01:00");
        assert_eq!((&document.fields["thread"], &document.fields["in reply to"]), (&"1@x".into(), &"2@x".into()));
    }

    #[test]
    fn a_date_that_is_none_is_shown() {
        let document = Letter { date: "31 Foo 2015 99:00".into(), body: "x".into(), ..Letter::default() }.document();
        assert_eq!((document.date, &document.fields["date not understood"]), (None, &"31 Foo 2015 99:00".into()));
    }
}
