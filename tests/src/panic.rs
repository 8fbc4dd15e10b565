//! Alerts under test: defenders with the real client, a gate that cuts and stamps, an oracle that knows what may be shown.
//!
//! | module | what |
//! |---|---|
//! | [`defender`] | a device with a profile, and the words of its owner |
//! | [`told`] | lines of a process, stamped and looked at the moment they come |
//! | [`gate`] | TCP in front of a relay: cuts at a byte, holds answers back, remembers what was posted |
//! | [`log_file`] | what a relay's log holds on disk at this moment, be the relay alive or not |
//! | [`oracle`] | what a client may show, and what must not be lost |
//! | [`plan`] | the faults of one send, drawn from a seed |
//! | [`scene`] | what is so while an alert is sent |
//! | [`stand`] | relay, gate, watching desk and armed defender, ready |
//! | [`disk`] | a disk that can be full |
//! | [`campaign`] | many sends with faults, judged |
//! | [`latency`] | how long an alert takes |

pub mod campaign;
pub mod defender;
pub mod disk;
pub mod gate;
pub mod latency;
pub mod log_file;
pub mod oracle;
pub mod plan;
pub mod scene;
pub mod stand;
pub mod told;
