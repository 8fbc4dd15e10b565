//! What is so while an alert is sent, for the thread that reads what the client shows.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::gate::Posts;
use super::log_file::LogFile;
use super::oracle::{Facts, Fault, Shown, short};
use super::stand::locked;
use super::told::Told;

/// Shared by the harness and the threads that read clients.
pub struct Scene {
    held: AtomicBool,
    stopped: AtomicBool,
    /// Entries in the log when the send began.
    base: AtomicU64,
    posts: Posts,
    log: LogFile,
    acked: Mutex<BTreeSet<String>>,
    /// Alerts that were raised in this send.
    born: Mutex<BTreeSet<String>>,
    /// Alerts of earlier sends.
    old: Mutex<BTreeSet<String>>,
    faults: Mutex<Vec<Fault>>,
    shown: AtomicU64,
}

impl Scene {
    /// Goes by what passes the gate, and by a relay's directory.
    #[must_use]
    pub fn new(posts: Posts, log: LogFile) -> Self {
        Self {
            held: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            base: AtomicU64::new(0),
            posts,
            log,
            acked: Mutex::default(),
            born: Mutex::default(),
            old: Mutex::default(),
            faults: Mutex::default(),
            shown: AtomicU64::new(0),
        }
    }

    /// A send begins.
    pub fn begin(&self, held: bool, stopped: bool) {
        locked(&self.old).append(&mut locked(&self.born));
        self.held.store(held, Ordering::SeqCst);
        self.stopped.store(stopped, Ordering::SeqCst);
        self.base.store(self.log.size(), Ordering::SeqCst);
    }

    /// Answers are about to pass again.
    pub fn release(&self) {
        self.held.store(false, Ordering::SeqCst);
    }

    /// The desk is about to go on.
    pub fn go_on(&self) {
        self.stopped.store(false, Ordering::SeqCst);
    }

    /// `desk ack` is about to be run.
    pub fn ack(&self, alert: &str) {
        locked(&self.acked).insert(short(alert));
    }

    /// Looks at a client's line the moment it was read.
    pub fn witness(&self, told: &Told) {
        let alert = short(told.text("alert"));
        if told.is("raised") && !locked(&self.old).contains(&alert) {
            locked(&self.born).insert(alert.clone());
        }
        let Some(shown) = Shown::named(told.text("state")).filter(|_| told.is("state")) else { return };
        self.shown.fetch_add(1, Ordering::Relaxed);
        let facts = self.facts(&alert);
        if shown > facts.at_most() {
            locked(&self.faults).push(Fault::Early(format!("{} while {facts:?}", told.event)));
        }
    }

    /// What was found wrong since the last call.
    pub fn take_faults(&self) -> Vec<Fault> {
        std::mem::take(&mut *locked(&self.faults))
    }

    /// States that were looked at.
    #[must_use]
    pub fn looked_at(&self) -> u64 {
        self.shown.load(Ordering::Relaxed)
    }

    fn facts(&self, alert: &str) -> Facts {
        let ack_begun = locked(&self.acked).contains(alert);
        if locked(&self.old).contains(alert) {
            // What an earlier send did for it counts.
            return Facts { held: false, stopped: false, logged: usize::MAX, ack_begun };
        }
        // The order matters: what becomes true in between speaks for the client.
        let posted = self.posts.entries();
        let log: BTreeSet<_> = self.log.entries_from(self.base.load(Ordering::SeqCst)).into_iter().collect();
        let logged = posted.iter().filter(|entry| log.contains(*entry)).count();
        let (held, stopped) = (self.held.load(Ordering::SeqCst), self.stopped.load(Ordering::SeqCst));
        Facts { held, stopped, logged, ack_begun }
    }
}
