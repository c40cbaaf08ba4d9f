//! What stands beside the list while a query is typed.

use crate::session::Session;
use variorum::app::effect::{Effect, Msg};

fn pause(session: &mut Session) {
    session.send(Msg::Paused);
    session.settle();
}

#[test]
fn what_is_found_stands_beside_when_typing_pauses() {
    let mut session = Session::start(120, 24);
    session.keys("j/").text("lamps");
    assert!(session.effects.iter().any(|effect| matches!(effect, Effect::Pause(_))));
    pause(&mut session);
    let (at, shown) = session.at();
    assert!(at.is_some() && at == shown, "{:?}", session.at());
    assert!(!session.app.reader.hits.is_empty(), "with its hits");
    assert!(!session.desk.standing(at.unwrap()).read, "it is not read");
    session.keys("<Enter>");
    assert_eq!((session.at(), session.app.reader.query.as_str()), ((at, at), "lamps"));
}

#[test]
fn leaving_the_bar_brings_back_what_stood_there() {
    let mut session = Session::start(120, 24);
    session.keys("j<Enter>C-d<Tab>");
    let (at, top) = (session.at(), session.app.reader.top);
    assert!(top > 0);
    session.keys("/").text("weather");
    pause(&mut session);
    assert_ne!(session.at().1, at.1);
    session.text(" x");
    pause(&mut session);
    session.keys("<Esc>");
    assert_eq!((session.at(), session.app.reader.top, session.app.reader.query.as_str()), (at, top, ""));
}

#[test]
fn what_is_read_stays_while_the_corpus_is_searched_from_it() {
    for (width, keys) in [(120, "j<Enter>g/"), (80, "j/"), (120, "j<Enter>C<Tab>/")] {
        let mut session = Session::start(width, 24);
        session.keys(keys);
        let shown = session.app.reader.number();
        session.text("lamps");
        pause(&mut session);
        assert_eq!(session.app.reader.number(), shown, "{width} {keys}");
    }
}
