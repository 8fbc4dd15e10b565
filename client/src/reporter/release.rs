//! When the relay publishes what a reporter hands in: at a random moment of the next hours, or at once.

use clap::Args;
use davylamp_protocol::deposit::{Deposit, Release};
use davylamp_protocol::envelope::Envelope;
use rand::rngs::OsRng;

use crate::duration;

/// The choice of whoever sends.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct ReleaseArgs {
    /// Have it published at once: who watches the log can tell when you sat here
    #[arg(long)]
    now: bool,

    /// Have each part published at a random moment within so many hours (or 90s, 30m, 12h); at most 24
    #[arg(long, value_name = "HOURS", default_value = "6", value_parser = duration::parse_window, conflicts_with = "now")]
    within: u32,
}

impl ReleaseArgs {
    /// Seconds within which it is published; `None` at once.
    pub(crate) fn window(self) -> Option<u32> {
        (!self.now).then_some(self.within)
    }

    /// What the relay is told.
    pub(crate) fn release(self) -> Release {
        self.window().map_or(Release::Now, |seconds| Release::Within { seconds })
    }

    /// Wraps an envelope as it was chosen.
    pub(crate) fn deposit(self, envelope: Envelope) -> Deposit {
        Deposit::new(self.release(), envelope, &mut OsRng)
    }
}
