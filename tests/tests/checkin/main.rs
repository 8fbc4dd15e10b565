//! Check-ins with the real programs: what is kept is never raised, what is missed always is, and no word shows.

#![expect(clippy::indexing_slicing, reason = "a test that panics has failed")]

mod deadlines;
mod defender;
mod errors;
mod wire;
