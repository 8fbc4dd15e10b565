//! The reporter decides: what leaves a desk, what the reporter is told, and who has the last word. Real relay, real desk,
//! real reporter.

#![expect(clippy::indexing_slicing, reason = "a test that panics has failed")]

mod decides;
mod heard;
mod matrix;
mod paths;
mod told;
mod world;
