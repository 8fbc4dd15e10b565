//! Deposits: envelopes that are published later, unless somebody comes first (`SPEC.md`, "Deposits").
//!
//! | module | what |
//! |---|---|
//! | [`boot`] | the machine's clocks |
//! | `clock` | deposit time, which goes on over restarts |
//! | `keys` | keys that can be destroyed |
//! | `record`, `files` | one deposit on disk |
//! | `shelf` | all of them, and the table in memory |
//! | [`keeper`] | who decides |
//!
//! One thread owns the keeper. Whoever asks is answered after a sync of the directory that covers all who asked at once.

pub mod boot;
mod clock;
mod files;
pub mod keeper;
mod keys;
mod record;
mod shelf;
mod steps;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;

use davylamp_protocol::deposit::{Deposit, Visit};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

pub use boot::{BootClock, SystemBoot};
pub use keeper::{Counts, Declined, Keeper, MAX_LAPSING, MAX_RANDOM, random_hold};
pub(crate) use shelf::check;

type Reply = oneshot::Sender<Result<(), Declined>>;

enum Command {
    Accept(Deposit, Reply),
    Visit(Visit, Reply),
    Round,
    Stop,
}

/// The keeper's thread, as everybody else sees it.
pub(crate) struct Deposits {
    commands: mpsc::Sender<Command>,
    counts: Arc<Counts>,
}

/// The thread ended, by a panic: nobody releases deposits any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stopped;

impl Deposits {
    /// Starts the thread.
    pub(crate) fn start(keeper: Keeper) -> std::io::Result<(Arc<Self>, JoinHandle<()>)> {
        let (commands, received) = mpsc::channel(MAX_ASKING);
        let deposits = Arc::new(Self { commands, counts: keeper.counts() });
        let thread = std::thread::Builder::new().name("deposits".to_owned());
        Ok((deposits, thread.spawn(move || work(keeper, received))?))
    }

    /// Takes a deposit; durable when this returns.
    pub(crate) async fn accept(&self, deposit: Deposit) -> Result<(), Declined> {
        self.ask(|reply| Command::Accept(deposit, reply)).await
    }

    /// Takes a visit; durable when this returns.
    pub(crate) async fn visit(&self, visit: Visit) -> Result<(), Declined> {
        self.ask(|reply| Command::Visit(visit, reply)).await
    }

    async fn ask(&self, command: impl FnOnce(Reply) -> Command) -> Result<(), Declined> {
        let (reply, answer) = oneshot::channel();
        self.commands.try_send(command(reply)).map_err(|error| match error {
            TrySendError::Full(_) => Declined::Saturated,
            TrySendError::Closed(_) => Declined::Unavailable,
        })?;
        answer.await.map_err(|_| Declined::Unavailable)?
    }

    /// A tick was published: what is due may go.
    pub(crate) fn tick(&self) -> Result<(), Stopped> {
        match self.commands.try_send(Command::Round) {
            // Every batch of commands ends in a round.
            Ok(()) | Err(TrySendError::Full(_)) => Ok(()),
            Err(TrySendError::Closed(_)) => Err(Stopped),
        }
    }

    /// Ends the thread after what it was asked.
    pub(crate) async fn stop(&self) {
        // If it ended already there is nothing to stop.
        let _ = self.commands.send(Command::Stop).await;
    }

    /// How many are held, and how many do not read.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (self.counts.held.load(Ordering::Relaxed), self.counts.unreadable.load(Ordering::Relaxed))
    }
}

fn work(mut keeper: Keeper, mut commands: mpsc::Receiver<Command>) {
    let mut stop = false;
    while !stop {
        let Some(first) = commands.blocking_recv() else { break };
        let mut answers = Vec::new();
        let mut next = Some(first);
        while let Some(command) = next {
            match command {
                Command::Accept(deposit, reply) => answers.push((keeper.accept(&deposit), reply)),
                Command::Visit(visit, reply) => answers.push((keeper.visit(&visit), reply)),
                Command::Round => {}
                Command::Stop => stop = true,
            }
            next = if stop || answers.len() >= MAX_BATCH { None } else { commands.try_recv().ok() };
        }
        let durable = keeper.commit();
        for (answer, reply) in answers {
            // A caller that left needs no answer.
            let _ = reply.send(answer.and(durable));
        }
        keeper.round();
    }
    keeper.close();
}

/// How many may ask at once; more are turned away.
const MAX_ASKING: usize = 1024;
/// How many share a sync of the directory.
const MAX_BATCH: usize = 64;

#[cfg(test)]
mod tests;
