//! Panic: profiles, alerts, their acknowledgements, and who has seen what (`SPEC.md` 12).

mod word;

pub use word::{BadWord, Judged, WORD_MAX, Word, Words};
