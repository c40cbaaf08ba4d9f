//! The loop that keeps the screen: takes in what happens, has it carried out, and draws.

use super::Failed;
use crate::app::App;
use crate::app::effect::{Effect, Msg, Request};
use crate::app::input::Key;
use crate::tui::input::Input;
use crate::tui::keys::Typed;
use crate::tui::terminal::{Screen, forsake};
use crate::worker::Workers;
use crossbeam_channel::{Receiver, after, at, never, select};
use std::time::{Duration, Instant};

/// So long after a key the place is written down: what a killed session loses at most.
const SAVE: Duration = Duration::from_secs(2);
/// The same key within so long of itself is being held down; keyboards repeat every 30 to 50 ms.
const HELD: Duration = Duration::from_millis(70);
/// So long a frame waits for what a key has asked for: most answers are there by then, and the frame
/// between, which is bytes on a slow line and a flicker on a fast one, is not sent.
const PATIENCE: Duration = Duration::from_millis(4);

/// A reader at the screen.
pub(super) struct Session<'s> {
    app: App,
    screen: &'s mut Screen,
    workers: &'s Workers,
    /// When the pause that was asked for is over.
    pause: Option<Instant>,
    /// When the place is written down.
    save: Option<Instant>,
    /// The last key, and when it came.
    last: Option<(Key, Instant)>,
    /// Questions that were put for the frame to come and are not answered yet.
    awaited: usize,
    /// The terminal is no longer there.
    pub gone: bool,
}

impl<'s> Session<'s> {
    pub fn new(app: App, screen: &'s mut Screen, workers: &'s Workers) -> Self {
        Self { app, screen, workers, pause: None, save: None, last: None, awaited: 0, gone: false }
    }

    /// Takes in what happens, everything that waits before each frame, until the reader leaves.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn run(
        &mut self,
        first: Vec<Effect>,
        inputs: &Receiver<Input>,
        messages: &Receiver<Msg>,
    ) -> Result<(), Failed> {
        self.carry_out(first)?;
        self.be_patient(inputs, messages)?;
        self.screen.draw(&self.app).map_err(Failed::Output)?;
        while !self.app.quitting && !self.gone {
            let timer = match self.pause.into_iter().chain(self.save).min() {
                Some(at) => after(at.saturating_duration_since(Instant::now())),
                None => never(),
            };
            select! {
                recv(inputs) -> input => match input {
                    Ok(input) => self.input(input)?,
                    Err(_) => self.gone = true,
                },
                recv(messages) -> msg => if let Ok(msg) = msg { self.update(msg)? },
                recv(timer) -> _ => {
                    let now = Instant::now();
                    if self.pause.take_if(|at| *at <= now).is_some() {
                        self.update(Msg::Paused)?;
                    }
                    if self.save.is_some_and(|at| at <= now) {
                        self.save();
                    }
                }
            }
            self.take_in_what_waits(inputs, messages)?;
            self.be_patient(inputs, messages)?;
            if !self.app.quitting && !self.gone && self.screen.draw(&self.app).is_err() {
                self.lose();
            }
        }
        Ok(())
    }

    /// Takes in answers to what was asked, for a moment at most.
    fn be_patient(&mut self, inputs: &Receiver<Input>, messages: &Receiver<Msg>) -> Result<(), Failed> {
        let over = at(Instant::now() + PATIENCE);
        while self.awaited > 0 && !self.app.quitting && !self.gone {
            select! {
                recv(inputs) -> input => match input {
                    Ok(input) => self.input(input)?,
                    Err(_) => self.gone = true,
                },
                recv(messages) -> msg => if let Ok(msg) = msg { self.update(msg)? },
                recv(over) -> _ => break,
            }
            self.take_in_what_waits(inputs, messages)?;
        }
        self.awaited = 0;
        Ok(())
    }

    fn take_in_what_waits(&mut self, inputs: &Receiver<Input>, messages: &Receiver<Msg>) -> Result<(), Failed> {
        while let Some(input) = inputs.try_recv().ok().filter(|_| !self.app.quitting && !self.gone) {
            self.input(input)?;
        }
        while let Ok(msg) = messages.try_recv() {
            self.update(msg)?;
        }
        Ok(())
    }

    /// Writes down where the reader is.
    pub fn save(&mut self) {
        self.save = None;
        if let Some(Effect::Ask(ticket, request)) = self.app.remember_place() {
            self.workers.ask(ticket, request);
        }
    }

    fn lose(&mut self) {
        self.gone = true;
        forsake();
    }

    fn input(&mut self, input: Input) -> Result<(), Failed> {
        self.save.get_or_insert_with(|| Instant::now() + SAVE);
        match input {
            Input::Typed(typed) => {
                let now = Instant::now();
                for typed in typed {
                    match typed {
                        Typed::Key(key) => {
                            self.pause = None;
                            let held = self
                                .last
                                .replace((key, now))
                                .is_some_and(|(last, then)| last == key && now.saturating_duration_since(then) < HELD);
                            self.update(if held { Msg::Again(key) } else { Msg::Key(key) })?;
                        }
                        Typed::Paste(text) => self.update(Msg::Paste(text))?,
                    }
                    if self.app.quitting {
                        break;
                    }
                }
                Ok(())
            }
            Input::Resized => {
                // Whatever was cut off on the way is gone, also when the size is the old one again.
                self.screen.redraw();
                let (width, height) = self.screen.size();
                self.update(Msg::Resize(width, height))
            }
            Input::Resumed => {
                self.screen.redraw();
                Ok(())
            }
            Input::Suspend => self.carry_out(vec![Effect::Suspend]),
            Input::Terminate => {
                self.app.quitting = true;
                Ok(())
            }
            Input::Gone => {
                self.lose();
                Ok(())
            }
        }
    }

    fn update(&mut self, msg: Msg) -> Result<(), Failed> {
        if matches!(msg, Msg::Answer(..)) {
            self.awaited = self.awaited.saturating_sub(1);
        }
        let effects = self.app.update(msg);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), Failed> {
        for effect in effects {
            match effect {
                Effect::Ask(ticket, request) => {
                    self.awaited += usize::from(!matches!(request, Request::Remember(_)));
                    self.workers.ask(ticket, request);
                }
                Effect::Copy(text) => self.screen.copy(&text).map_err(Failed::Output)?,
                Effect::Pause(milliseconds) => self.pause = Some(Instant::now() + Duration::from_millis(milliseconds)),
                Effect::Stop(ticket) => self.workers.stop(ticket),
                Effect::StopAdding => self.workers.stop_adding(),
                Effect::Redraw => self.screen.redraw(),
                Effect::Suspend => {
                    self.screen.suspend().map_err(Failed::Output)?;
                    let (width, height) = self.screen.size();
                    self.update(Msg::Resize(width, height))?;
                }
                Effect::Quit => self.app.quitting = true,
            }
        }
        Ok(())
    }
}
