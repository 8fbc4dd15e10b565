//! What travels in openers and threads (`SPEC.md` 8).
//!
//! ```text
//! opener   D, E, case secret, reply recipient, lane secret, seen      keys only: never shown to counsel
//! content  D, tag, lane id, number, chain, part, author MAC           reporter → desk
//! reply    D, tag, lane, number, chain, part, date, signature         desk → reporter
//! ```

mod content;
mod opener;
mod parts;
mod reply;
mod sending;

pub use content::{ContentBody, ContentError, LaneWriter};
pub use opener::{OpenerBody, SEEN_MAX, SeenTag, seen_tag};
pub use parts::{Assembler, FRAGMENT_MAX, PARTS_MAX, Part, PartsError, fragments};
pub use reply::{DESK_LANES, ReplyBody, ReplyDraft, ReplyError};
pub use sending::{Folded, Sending, Standing};

/// The version that stands first in every body and message.
pub const VERSION: u8 = 1;
