//! Metadata: files with planted values, and what others than Davylamp still find in its copies.

pub mod corpus;
pub mod oracle;
