//! Panic: an alert that arrives, says whether anyone saw it, and raises itself when its owner cannot (`SPEC.md` 12).

pub(crate) mod checkin;
pub(crate) mod profile;

/// Exit codes of `davylamp panic`. 1 and 2 are those of every command.
pub(crate) mod exit {
    /// The device is not armed.
    pub(crate) const NOT_ARMED: u8 = 3;
    /// Raised; no relay has it yet.
    pub(crate) const QUEUED: u8 = 4;
    /// A relay has it.
    pub(crate) const ON_RELAY: u8 = 5;
    /// A desk's machine has it.
    pub(crate) const RECEIVED: u8 = 6;
    /// It was cancelled.
    pub(crate) const CANCELLED: u8 = 7;
}
