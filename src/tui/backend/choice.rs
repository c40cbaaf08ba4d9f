//! Our backend, or ratatui's own where a reader's terminal misbehaves with ours.

use super::{Depth, FrugalBackend};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use std::io::{self, BufWriter, Write};

/// The stock backend's frames are not larger than this as a rule; a larger one takes several writes.
const FRAME: usize = 256 << 10;

/// The backend that is in use.
pub enum Choice<W: Write> {
    Frugal(FrugalBackend<W>),
    Stock { backend: CrosstermBackend<BufWriter<W>>, size: Size, cursor: Position },
}

impl<W: Write> Choice<W> {
    /// `name` is what `VARIORUM_BACKEND` says: `stock` for ratatui's own.
    pub fn named(name: &str, out: W, size: Size, depth: Depth) -> Self {
        if name == "stock" {
            let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME, out));
            Self::Stock { backend, size, cursor: Position::ORIGIN }
        } else {
            Self::Frugal(FrugalBackend::new(out, size, depth))
        }
    }

    /// The size of the frames to come.
    pub fn resize(&mut self, new: Size) {
        match self {
            Self::Frugal(backend) => backend.resize(new),
            Self::Stock { size, .. } => *size = new,
        }
    }

    /// The writer, for what is no part of a frame.
    pub fn writer_mut(&mut self) -> &mut dyn Write {
        match self {
            Self::Frugal(backend) => backend.writer_mut(),
            Self::Stock { backend, .. } => backend,
        }
    }
}

impl<W: Write> Backend for Choice<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        match self {
            Self::Frugal(backend) => backend.draw(content),
            Self::Stock { backend, .. } => backend.draw(content),
        }
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        match self {
            Self::Frugal(backend) => backend.hide_cursor(),
            Self::Stock { backend, .. } => backend.hide_cursor(),
        }
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        match self {
            Self::Frugal(backend) => backend.show_cursor(),
            Self::Stock { backend, .. } => backend.show_cursor(),
        }
    }

    /// Where the cursor was put last: crossterm would ask the terminal.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        match self {
            Self::Frugal(backend) => backend.get_cursor_position(),
            Self::Stock { cursor, .. } => Ok(*cursor),
        }
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        match self {
            Self::Frugal(backend) => backend.set_cursor_position(position),
            Self::Stock { backend, cursor, .. } => {
                *cursor = position;
                backend.set_cursor_position(position)
            }
        }
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        match self {
            Self::Frugal(backend) => backend.clear_region(clear_type),
            Self::Stock { backend, .. } => backend.clear_region(clear_type),
        }
    }

    fn size(&self) -> io::Result<Size> {
        match self {
            Self::Frugal(backend) => backend.size(),
            Self::Stock { size, .. } => Ok(*size),
        }
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Frugal(backend) => backend.flush(),
            Self::Stock { backend, .. } => Backend::flush(backend),
        }
    }
}
