//! Threads that carry out effects against the library.
