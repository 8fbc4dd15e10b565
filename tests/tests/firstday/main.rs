//! A desk's first day, and its worst: setting up with a newcomer's eyes, homes of older versions, lost machines.

mod frozen;
mod newcomer;
mod rotate;
