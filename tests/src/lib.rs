//! Test harness.

pub mod externals;
