//! Bytes to documents: walking, charsets, one file per format.
