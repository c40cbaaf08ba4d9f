//! The backend against two terminal emulators, and the bytes that it may send.

mod budget;
mod equality;

use super::{Depth, FrugalBackend};
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

/// A terminal whose bytes are kept.
struct Line(Terminal<FrugalBackend<Vec<u8>>>);

impl Line {
    fn new(width: u16, height: u16) -> Self {
        let backend = FrugalBackend::new(Vec::new(), Size { width, height }, Depth::True);
        Self(Terminal::new(backend).unwrap())
    }

    /// Draws a frame; gives its bytes and what it should show.
    fn draw(&mut self, cursor: Option<(u16, u16)>, view: impl FnOnce(&mut Buffer)) -> (Vec<u8>, Buffer) {
        let frame = self
            .0
            .draw(|frame| {
                view(frame.buffer_mut());
                if let Some((x, y)) = cursor {
                    frame.set_cursor_position(Position { x, y });
                }
            })
            .unwrap();
        let buffer = frame.buffer.clone();
        (std::mem::take(self.0.backend_mut().writer_mut()), buffer)
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.0.backend_mut().resize(Size { width, height });
        assert_eq!(self.0.backend().size().unwrap(), Size { width, height });
    }
}
