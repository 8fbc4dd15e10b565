//! The manuals say what is so: every command in them exists, what is marked as runnable runs, and they can be read.
//!
//! ````text
//! ```sh run        run as it stands, all such blocks of a page in one shell, in an empty home
//! ```sh            every `davylamp …` line is held against --help
//! `davylamp …`     so is one in a sentence
//! ````

mod commands;
mod page;
mod reading;
mod runnable;
