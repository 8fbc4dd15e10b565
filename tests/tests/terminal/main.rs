//! What people meet on a terminal: secrets that leave no trace on it, an editor that keeps their words, and a terminal
//! that is in order afterwards, however the command ended.

mod editor;
mod passphrase;
mod person;
