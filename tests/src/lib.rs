//! The harness of the whole-system tests: real binaries, real processes, real sockets on loopback.
//!
//! | module | what |
//! |---|---|
//! | [`binaries`] | builds `davylamp-relay` and `davylamp` once, and says where they are |
//! | [`process`] | runs them: to the end, or in the background with lines to wait for |
//! | [`relay`] | a relay of one's own in a temporary directory |
//! | [`proxy`] | stands in front of a relay: records, and lies where a test says so |
//! | [`wire`] | stands there too, and keeps the very bytes |
//! | [`pty`] | a pseudo-terminal: what a person types and sees, the scroll-back and the modes |
//! | [`words`] | the client's texts, so that a test drives it in any language |
//! | [`guided`] | somebody who is led through a report, on a pseudo-terminal or in tmux |
//! | [`golden`] | what a person sees, kept as files |
//! | [`http`] | speaks to a relay without the client |
//! | [`scenario`] | a desk and a reporter, each with the real client |
//! | [`metadata`] | files with planted metadata, and programs that look for it |
//! | [`needles`] | looks for secrets in every file of a directory |
//! | [`mod@panic`] | defenders, a gate that cuts and stamps, an oracle, campaigns of faults, latencies |
//! | [`stage`] | a relay and a desk that reads it, ready to be reported to |
//! | [`confine`] | every command of the client, and what it writes and sends |
//! | [`tor`] | a private Tor network on loopback |
//! | [`externals`] | tests that need something from outside |

pub mod binaries;
pub mod confine;
pub mod externals;
pub mod golden;
pub mod guided;
pub mod http;
pub mod intersection;
pub mod metadata;
pub mod needles;
pub mod panic;
pub mod process;
pub mod proxy;
pub mod pty;
pub mod relay;
pub mod scenario;
pub mod stage;
pub mod tor;
pub mod wire;
pub mod words;
