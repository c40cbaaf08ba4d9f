//! One worker: a thread with a library of its own and a queue of questions.

use super::answer::answer;
use crate::app::effect::{Answer, Channel, Msg, Request, Ticket};
use crate::library::Library;
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// Kinds of question of which only the newest matters.
fn is_superseded(channel: Channel) -> bool {
    !matches!(channel, Channel::Decide | Channel::Quiet | Channel::File)
}

/// The stop flag of the question that is being answered, and its kind.
type Running = Mutex<Option<(Channel, Arc<AtomicBool>)>>;

/// The queue's end at which questions are put.
pub(super) struct Desk {
    questions: Option<Sender<(Ticket, Request)>>,
    newest: Arc<[AtomicU64; Channel::COUNT]>,
    running: Arc<Running>,
    thread: Option<JoinHandle<()>>,
}

impl Desk {
    pub fn start(name: &str, library: Library, answers: Sender<Msg>) -> io::Result<Self> {
        let (questions, queue) = unbounded();
        let newest: Arc<[AtomicU64; Channel::COUNT]> = Arc::default();
        let running: Arc<Running> = Arc::default();
        let (known, now) = (newest.clone(), running.clone());
        let thread = Builder::new().name(name.into()).spawn(move || work(library, &queue, &known, &now, &answers))?;
        Ok(Self { questions: Some(questions), newest, running, thread: Some(thread) })
    }

    pub fn put(&self, ticket: Ticket, request: Request) {
        if is_superseded(ticket.channel) {
            self.supersede(ticket);
        }
        if let Some(questions) = &self.questions {
            let _ = questions.send((ticket, request));
        }
    }

    /// Nobody waits for the questions of a kind up to this one.
    pub fn stop(&self, ticket: Ticket) {
        self.supersede(ticket);
    }

    fn supersede(&self, ticket: Ticket) {
        supersede(ticket, &self.newest, &self.running);
    }

    /// No more questions come; what is running is stopped unless it decides something.
    pub fn close(&mut self) {
        self.questions = None;
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, stop)) = running.as_ref().filter(|(channel, _)| is_superseded(*channel)) {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Waits for what was asked before.
    pub fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn work(
    mut library: Library,
    queue: &Receiver<(Ticket, Request)>,
    newest: &[AtomicU64; Channel::COUNT],
    running: &Running,
    answers: &Sender<Msg>,
) {
    for (ticket, request) in queue {
        let Some(stop) = begin(ticket, newest, running) else { continue };
        let worked = Worked::of(ticket, answers);
        let told = |done, all| worked.tell(done, all);
        library.look_again();
        let outcome = catch_unwind(AssertUnwindSafe(|| answer(&mut library, request, &stop, &told)));
        *running.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let answer = match outcome {
            Ok(Some(answer)) => answer,
            // Stopped: nobody waits for it any more.
            Ok(None) => continue,
            Err(_) => {
                // The handle may be in any state; a fresh one is safe.
                if let Ok(fresh) = library.again() {
                    library = fresh;
                }
                Answer::Failed("this could not be done, the program goes on; please report it".into())
            }
        };
        if answers.send(Msg::Answer(ticket, answer)).is_err() {
            return;
        }
    }
}

/// Nobody waits for the questions of a kind up to this one.
fn supersede(ticket: Ticket, newest: &[AtomicU64; Channel::COUNT], running: &Running) {
    newest[ticket.channel as usize].store(ticket.generation, Ordering::SeqCst);
    let running = running.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, stop)) = running.as_ref().filter(|(channel, _)| *channel == ticket.channel) {
        stop.store(true, Ordering::Relaxed);
    }
}

/// Begins to answer a question and gives its stop flag; none where a newer one of its kind is there.
fn begin(ticket: Ticket, newest: &[AtomicU64; Channel::COUNT], running: &Running) -> Option<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
    // Looked at while nobody else can look at what is running: a newer question is either seen here, or finds
    // this one running and stops it.
    if is_superseded(ticket.channel) && newest[ticket.channel as usize].load(Ordering::SeqCst) > ticket.generation {
        return None;
    }
    *running = Some((ticket.channel, stop.clone()));
    Some(stop)
}

/// Between two reports on one question.
const PAUSE: Duration = Duration::from_millis(150);

/// How far the work on one question has come, told now and then.
struct Worked<'d> {
    ticket: Ticket,
    answers: &'d Sender<Msg>,
    told: Mutex<Instant>,
}

impl<'d> Worked<'d> {
    fn of(ticket: Ticket, answers: &'d Sender<Msg>) -> Self {
        Self { ticket, answers, told: Mutex::new(Instant::now()) }
    }

    fn tell(&self, done: usize, all: usize) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.elapsed() >= PAUSE {
            *told = Instant::now();
            let _ = self.answers.send(Msg::Worked(self.ticket, done, all));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_question_is_seen_or_stops_the_older_one_whenever_it_comes() {
        for round in 1..=2_000 {
            let (newest, running): (Arc<[AtomicU64; Channel::COUNT]>, Arc<Running>) = Default::default();
            let (known, now) = (newest.clone(), running.clone());
            let older = Ticket { channel: Channel::Search, generation: round };
            let newer = Ticket { generation: round + 1, ..older };
            let asking = std::thread::spawn(move || supersede(newer, &known, &now));
            let begun = begin(older, &newest, &running);
            asking.join().unwrap();
            assert!(begun.is_none_or(|stop| stop.load(Ordering::Relaxed)), "round {round}");
        }
    }
}
