//! The signals that end or stop a command.

use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustix::process::{getpid, getsid};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::low_level::emulate_default_handler;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::failure::Failure;
use crate::terminal::screen;
use crate::text::{text, text_with};

/// SIGTERM, SIGINT and SIGHUP, from now on.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    /// Listens; none of them ends the process any more.
    pub(crate) fn new() -> Result<Self, Failure> {
        let listen =
            |kind| signal(kind).map_err(|error| Failure::new(text_with("talk-not-started", &[("why", &error)])));
        let signals = Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
        };
        LISTENING.fetch_add(1, Ordering::SeqCst);
        Ok(signals)
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

impl Drop for Signals {
    fn drop(&mut self) {
        LISTENING.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn asked_to_end(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// From now on the terminal is put right before a signal ends or suspends this process. Else they do what they always
/// do, where no [`Signals`] listen.
pub(crate) fn guard_terminal() -> io::Result<()> {
    static GUARDED: OnceLock<()> = OnceLock::new();
    if GUARDED.get().is_some() {
        return Ok(());
    }
    let signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT])?;
    std::thread::Builder::new().stack_size(STACK).spawn(move || stand_guard(signals))?;
    let _ = GUARDED.set(());
    Ok(())
}

fn stand_guard(mut signals: signal_hook::iterator::Signals) {
    for signal in &mut signals {
        match signal {
            SIGCONT => screen::resume(),
            SIGTSTP => suspend(),
            _ => {
                let held = screen::restore();
                if held {
                    eprintln!("\n{}", text("report-stopped"));
                }
                if held || LISTENING.load(Ordering::SeqCst) == 0 {
                    let _ = emulate_default_handler(signal);
                }
            }
        }
    }
}

/// Suspends this process, and leaves the terminal in order meanwhile. Where there is no shell to wake it, it goes on.
pub(crate) fn suspend() {
    if getsid(None).is_ok_and(|session| session == getpid()) {
        return;
    }
    screen::suspend();
    let _ = emulate_default_handler(SIGTSTP);
}

/// How many [`Signals`] there are.
static LISTENING: AtomicUsize = AtomicUsize::new(0);
const STACK: usize = 256 * 1024;
