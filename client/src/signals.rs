//! The signals that end a command which would go on by itself.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::failure::Failure;

/// SIGTERM, SIGINT and SIGHUP, from now on.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    /// Listens; none of them ends the process any more.
    pub(crate) fn new() -> Result<Self, Failure> {
        let listen = |kind| signal(kind).map_err(|error| Failure::new(error.to_string()));
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    /// Until somebody asks it to end, or its window closes.
    pub(crate) async fn end_or_hang_up(&mut self) {
        tokio::select! {
            () = asked_to_end(&mut self.terminate, &mut self.interrupt) => {}
            _ = self.hang_up.recv() => {}
        }
    }

    /// Until somebody asks it to end. It outlives its window.
    pub(crate) async fn end(&mut self) {
        asked_to_end(&mut self.terminate, &mut self.interrupt).await;
    }
}

async fn asked_to_end(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
