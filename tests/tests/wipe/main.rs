//! `davylamp wipe`: what was kept is gone by content and by name, and what cannot be taken back is said.

mod files;
mod history;
mod person;
mod profile;
