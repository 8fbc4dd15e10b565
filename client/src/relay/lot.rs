//! Handing in many deposits: each over a circuit of its own, some at a time, in random order.
//!
//! What arrives over one connection is always one envelope, whether a report, an answer, an acknowledgement or a dummy.

use std::time::Duration;

use davylamp_protocol::deposit::Deposit;
use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;
use davylamp_protocol::log::note::VerifierKey;
use futures_util::StreamExt as _;
use indicatif::ProgressBar;
use rand::Rng as _;
use rand::rngs::OsRng;
use rand::seq::SliceRandom as _;

use super::{NetworkArgs, Relay, RelayError, Submitted};

/// Deposits for one relay, as far as it has taken them.
pub(crate) struct Lot<'a> {
    address: &'a str,
    log: &'a VerifierKey,
    left: Vec<(usize, Deposit)>,
    handed: Vec<Handed>,
}

/// What a relay gave for one deposit.
pub(crate) struct Handed {
    number: usize,
    /// Place and log, once it is published.
    pub(crate) logged: Option<(u64, VerifiedCheckpoint)>,
}

impl<'a> Lot<'a> {
    /// Deposits for the relay at `address`, which answers under the key of `log`.
    pub(crate) fn new(address: &'a str, log: &'a VerifierKey, deposits: impl IntoIterator<Item = Deposit>) -> Self {
        Self { address, log, left: deposits.into_iter().enumerate().collect(), handed: Vec::new() }
    }

    /// The relay's address.
    pub(crate) fn address(&self) -> &'a str {
        self.address
    }

    /// How many the relay does not have yet.
    pub(crate) fn left(&self) -> usize {
        self.left.len()
    }

    /// How many the relay has.
    pub(crate) fn taken(&self) -> usize {
        self.handed.len()
    }

    /// What the relay gave for those that it has, in the order in which the deposits came.
    pub(crate) fn into_handed(mut self) -> Vec<Handed> {
        self.handed.sort_by_key(|handed| handed.number);
        self.handed
    }

    /// Hands in what is left, each after a random time of at most `pause`. The same bytes again in every round.
    ///
    /// # Errors
    ///
    /// The first [`RelayError`]; a lie as soon as it is met.
    pub(crate) async fn round(
        &mut self,
        network: &NetworkArgs,
        pause: Duration,
        bar: &ProgressBar,
    ) -> Result<(), RelayError> {
        self.left.shuffle(&mut OsRng);
        let (address, log) = (self.address, self.log);
        let posts = self.left.iter().map(|(number, deposit)| async move {
            tokio::time::sleep(pause.mul_f64(OsRng.r#gen())).await;
            (*number, hand_in(address, log, deposit, network).await)
        });
        let (mut failed, mut done) = (None, Vec::new());
        let mut posts = futures_util::stream::iter(posts).buffer_unordered(AT_ONCE);
        let mut lie = None;
        while let Some((number, result)) = posts.next().await {
            match result {
                Ok(logged) => {
                    done.push(number);
                    self.handed.push(Handed { number, logged });
                    bar.inc(1);
                }
                Err(error) if error.is_lie() => {
                    lie = Some(error);
                    break;
                }
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        drop(posts);
        self.left.retain(|(number, _)| !done.contains(number));
        lie.or(failed).map_or(Ok(()), Err)
    }
}

/// Hands one deposit in, over a circuit of its own. Gives its place and its log if it was published.
///
/// # Errors
///
/// [`RelayError`].
pub(crate) async fn hand_in(
    address: &str,
    log: &VerifierKey,
    deposit: &Deposit,
    network: &NetworkArgs,
) -> Result<Option<(u64, VerifiedCheckpoint)>, RelayError> {
    let relay = Relay::connect(address, network)?;
    match relay.submit(deposit, log).await? {
        Submitted::Proof(proof) => Ok(relay.last_seen().map(|checkpoint| (proof.index, checkpoint))),
        Submitted::Promise => Ok(None),
    }
}

/// Deposits under way at a time.
const AT_ONCE: usize = 4;
