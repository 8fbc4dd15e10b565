//! Panic: profiles, alerts, their acknowledgements, and who has seen what (`SPEC.md` 12).
//!
//! ```text
//! device                                   log                       desk
//! seal_alert under K(j), fresh x ────────▶ one more envelope ──────▶ open_alert, Attendance::take
//! Raised::sees, by hashes alone  ◀──────── one more envelope ◀────── seal_ack, under a tag that x alone gives
//! ```

mod attendance;
mod body;
mod lane;
mod raised;
mod word;
mod x;

pub use attendance::{ALARM_MARGIN, Attendance, Attended, CLOSED_MAX, Effect, KNOWN_MAX, LINGER};
pub use body::{AlertBody, AlertContent, PLACE_MAX, TEXT_MAX, open_alert, seal_alert};
pub use lane::{AlertLane, LOOK_AHEAD};
pub use raised::{FOLLOWED_MAX, Raised, Reached};
pub use word::{BadWord, Judged, WORD_MAX, Word, Words};
pub use x::{AckHash, AlertName, Stage, X, ack_hash, seal_ack};
