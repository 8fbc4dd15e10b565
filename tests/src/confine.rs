//! Every command of the client, confined: what it writes and what it sends is seen, whoever it is that runs it.
//!
//! | module | what |
//! |---|---|
//! | [`play`] | all commands once, in an order in which they make sense: a desk, a reporter, a defender, a courier, counsel |
//! | [`machine`] | whose machine that is: every place where programs keep things, fresh and empty |
//! | [`namespace`] | a network out of which leads nothing, and every packet in it |
//! | [`trace`] | what a command did to files and sockets, by `strace` |

pub mod machine;
pub mod namespace;
pub mod play;
pub mod trace;
