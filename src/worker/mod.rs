//! Threads that carry out effects against the library.
//!
//! One thread finds, one reads and decides, one compares, one writes files, one adds, one watches what
//! others do; each has its own handle on the library. A newer question of a kind stops the older one.

mod answer;
mod desk;
mod files;
mod watch;

use crate::app::effect::{Answer, Channel, Msg, Request, Ticket};
use crate::library::{AddOptions, Library, LibraryError, ListOptions, Source, open_model};
use crate::text::counted;
use crossbeam_channel::{Receiver, Sender, unbounded};
use desk::Desk;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Builder;
use std::time::{Duration, Instant};
use watch::{Own, Watch};

/// The workers of a screen.
pub struct Workers {
    find: Desk,
    read: Desk,
    compare: Desk,
    write: Desk,
    watch: Watch,
    own: Arc<Own>,
    stop_adding: Arc<AtomicBool>,
    adding: Option<std::thread::JoinHandle<bool>>,
}

/// What is added in the background.
pub struct Adding {
    /// Files and folders; where there are none, what an interrupted `add` left is finished.
    pub paths: Vec<PathBuf>,
    /// Lists of names, which are given before.
    pub lists: Vec<(PathBuf, ListOptions)>,
    /// The folder of the model that reads the names, if not the built-in recogniser does.
    pub model: Option<PathBuf>,
}

/// Between two reports of an `add` to the screen.
const PAUSE: Duration = Duration::from_millis(400);

impl Workers {
    /// Starts the threads; their answers come as messages.
    ///
    /// # Errors
    /// When the library cannot be opened once more, or no thread can be started.
    pub fn start(library: &Library, answers: &Sender<Msg>, clock: fn() -> i64) -> Result<Self, LibraryError> {
        let desk = |name| Desk::start(name, library.again()?, answers.clone()).map_err(|error| started(library, error));
        let own = Arc::<Own>::default();
        let watch = Watch::start(library.again()?, own.clone(), answers.clone(), clock);
        Ok(Self {
            find: desk("find")?,
            read: desk("read")?,
            compare: desk("compare")?,
            write: desk("write")?,
            watch: watch.map_err(|error| started(library, error))?,
            own,
            stop_adding: Arc::default(),
            adding: None,
        })
    }

    /// Passes a question on to the thread for its kind.
    pub fn ask(&self, ticket: Ticket, request: Request) {
        match request {
            Request::Remember(place) => self.watch.remember(place),
            request => self.desk(ticket.channel).put(ticket, request),
        }
    }

    /// Ends the work on a kind of question.
    pub fn stop(&self, ticket: Ticket) {
        self.desk(ticket.channel).stop(ticket);
    }

    fn desk(&self, channel: Channel) -> &Desk {
        match channel {
            Channel::Search
            | Channel::Step
            | Channel::Complete
            | Channel::Explain
            | Channel::Entities
            | Channel::Card
            | Channel::Facets
            | Channel::Marking
            | Channel::Kwic
            | Channel::Listing => &self.find,
            Channel::Report
            | Channel::Diff
            | Channel::Apparatus
            | Channel::Seen
            | Channel::Passages
            | Channel::Changes => &self.compare,
            Channel::Export => &self.write,
            _ => &self.read,
        }
    }

    /// Adds paths in the background.
    ///
    /// # Errors
    /// When the library cannot be opened once more, or no thread can be started.
    pub fn add(
        &mut self,
        library: &Library,
        Adding { paths, lists, model }: Adding,
        options: AddOptions,
        clock: fn() -> i64,
        answers: &Sender<Msg>,
    ) -> Result<(), LibraryError> {
        let mut library = library.again()?;
        let (stop, answers) = (self.stop_adding.clone(), answers.clone());
        // Where no thread can be started it goes with what the thread would have done.
        let begun = self.own.clone().begin();
        let handle = Builder::new().name("add".into()).spawn(move || {
            let mut said = Instant::now() - PAUSE;
            let mut progress = |progress: &crate::library::types::Progress| {
                if said.elapsed() >= PAUSE {
                    said = Instant::now();
                    let _ = answers.send(Msg::Adding(progress.clone()));
                }
            };
            let added = ended(|| {
                if let Some(folder) = model {
                    library.read_names_with(open_model(&folder).map_err(|error| error.to_string())?);
                }
                let wrong = give_lists(&mut library, &lists, clock(), &mut progress, &stop);
                let outcome = if paths.is_empty() {
                    library.refresh(&mut progress, &stop).map(|()| Default::default())
                } else {
                    let options = AddOptions { drop_empty: true, ..options };
                    library.add(Source::Paths(paths), &options, &clock, &mut progress, &stop)
                };
                Ok((outcome, wrong))
            });
            begun.end(&library);
            let (outcome, wrong) = match added {
                Ok(added) => added,
                Err(error) => {
                    let _ = answers.send(Msg::Added(Err(error)));
                    return false;
                }
            };
            let stopped = matches!(outcome, Err(LibraryError::Stopped));
            let _ = answers.send(Msg::Added(outcome.map_err(|error| error.to_string())));
            if let Some(wrong) = wrong {
                let _ = answers.send(Msg::Trouble(wrong));
            }
            stopped
        });
        self.adding = Some(handle.map_err(|error| LibraryError::File(PathBuf::from("thread"), error))?);
        Ok(())
    }

    /// Ends an `add` in the background; what was read stays.
    pub fn stop_adding(&self) {
        self.stop_adding.store(true, Ordering::Relaxed);
    }

    /// Waits until an `add` has written down what it has, so that leaving loses nothing; true when
    /// it had not come to its end.
    pub fn finish(mut self) -> bool {
        self.stop_adding();
        self.find.close();
        self.compare.close();
        self.write.close();
        let stopped = self.adding.take().is_some_and(|adding| adding.join().unwrap_or(true));
        self.write.join();
        self.read.close();
        self.read.join();
        self.watch.finish();
        stopped
    }
}

/// What comes of some work, also where it breaks down: somebody waits for its end.
fn ended<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let broken = "the add broke down; what it had read is kept, and adding again goes on. Please report it";
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken.to_owned()))
}

/// Gives lists of names; says what could not be understood of them.
fn give_lists(
    library: &mut Library,
    lists: &[(PathBuf, ListOptions)],
    now: i64,
    progress: &mut dyn FnMut(&crate::library::types::Progress),
    stop: &AtomicBool,
) -> Option<String> {
    let mut wrong: Vec<String> = Vec::new();
    for (file, options) in lists {
        let mut lines = 0;
        let mut trouble = |_: usize, _: String| lines += 1;
        if let Err(error) = library.give_list(file, options, now, &mut trouble, progress, stop) {
            wrong.push(format!("a list of the configuration is left out: {error}"));
        } else if lines > 0 {
            let (file, lines) = (file.display(), counted(lines, "line"));
            wrong.push(format!("{lines} of {file} could not be understood; `variorum gazetteer add` tells which"));
        }
    }
    (!wrong.is_empty()).then(|| wrong.join(" · "))
}

fn started(library: &Library, error: io::Error) -> LibraryError {
    LibraryError::File(library.folder().to_owned(), error)
}

/// A channel of messages for the screen.
pub fn messages() -> (Sender<Msg>, Receiver<Msg>) {
    unbounded()
}

/// An answer, or the failure that stands for it.
fn or_failed(answer: Result<Answer, LibraryError>) -> Answer {
    answer.unwrap_or_else(|error| Answer::Failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_breaks_down_has_an_end_that_is_told() {
        assert_eq!(ended(|| Ok(1)), Ok(1));
        let outcome: Result<(), String> = ended(|| panic!("for the test"));
        assert!(outcome.is_err_and(|said| said.contains("the add broke down")));
    }
}
