//! Packs: sealed envelopes in a file that somebody else posts (`SPEC.md` 13).
//!
//! ```text
//! 59a1…  262,144 bytes, random to look at (`cloak`), of
//! {0: 1, 1: 21600, 2: [{0: "127.0.0.1:8600", 1: "relay.example+5a1c…+AQ…", 2: [id ‖ envelope, …]}]}
//! ```
//!
//! Whoever posts a pack learns where it goes, and when it is published. Dummies hide how much it is.

use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};
use rand::seq::SliceRandom as _;
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::cbor;
use crate::cloak;
use crate::contact::is_host_and_port;
use crate::deposit::{Deposit, DepositId, Release};
use crate::envelope::{Dummies, ENVELOPE_LEN, Envelope};
use crate::log::note::{Algorithm, VerifierKey};

/// The most envelopes of a pack: with the longest addresses and keys of [`RELAYS_MAX`] relays they still fit.
pub const ENVELOPES_MAX: usize = 60;
/// The most relays of a pack.
pub const RELAYS_MAX: usize = 16;

/// What is for one relay.
#[derive(Clone, PartialEq, Eq)]
pub struct Load {
    /// `host:port`.
    pub address: String,
    /// Signs the proofs and promises that the relay answers with.
    pub log: VerifierKey,
    /// Real ones and dummies alike, in no order.
    pub deposits: Vec<Deposit>,
}

/// Loads of one length for different relays, all with the same release.
#[derive(Clone, PartialEq, Eq)]
pub struct Pack {
    seconds: u32,
    loads: Vec<Load>,
}

/// Why nothing was packed.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[non_exhaustive]
pub enum PackError {
    /// More envelopes for one relay than a pack for so many relays takes.
    #[error("{got} envelopes, and a pack takes {most} for each of these relays")]
    TooMany {
        /// For the relay with the most.
        got: usize,
        /// What fits.
        most: usize,
    },
    /// Its reader would reject it.
    #[error("what is to be packed breaks a rule of packs")]
    Unsound,
}

/// Why a file is not read as a pack.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[non_exhaustive]
pub enum UnpackError {
    /// Cut, changed, or another file.
    #[error("damaged, or not a pack")]
    NotAPack,
    /// Written by a later version.
    #[error("made by a newer version")]
    Newer,
}

impl Pack {
    /// Tops every load up with dummies, to one length for all of them, and shuffles it.
    ///
    /// # Errors
    /// [`PackError`].
    pub fn fill(mut loads: Vec<Load>, rng: &mut impl CryptoRngCore) -> Result<Self, PackError> {
        let first = loads.iter().find_map(|load| load.deposits.first()).ok_or(PackError::Unsound)?;
        let release = first.release;
        let seconds = seconds(&release).ok_or(PackError::Unsound)?;
        let got = loads.iter().map(|load| load.deposits.len()).max().unwrap_or(0);
        let most = room(loads.len());
        let length = lengths(most).find(|length| got <= *length).ok_or(PackError::TooMany { got, most })?;
        let dummies = Dummies::new(rng);
        for load in &mut loads {
            while load.deposits.len() < length {
                load.deposits.push(Deposit::new(release, dummies.seal(rng), rng));
            }
            load.deposits.shuffle(rng);
        }
        let pack = Self { seconds, loads };
        if pack.is_sound() { Ok(pack) } else { Err(PackError::Unsound) }
    }

    /// When the relays publish it: at once, or within a time.
    #[must_use]
    pub fn release(&self) -> Release {
        release(self.seconds)
    }

    /// What is for each relay.
    #[must_use]
    pub fn loads(&self) -> &[Load] {
        &self.loads
    }

    /// [`cloak::FILE_LEN`] bytes, others each time.
    #[must_use]
    pub fn encode(&self, rng: &mut impl CryptoRngCore) -> Zeroizing<Vec<u8>> {
        cloak::encode(&cbor::encode(&Wire::of(self)), rng).expect("a sound pack fits")
    }

    /// Reads exactly one pack.
    ///
    /// # Errors
    /// [`UnpackError`].
    pub fn decode(file: &[u8]) -> Result<Self, UnpackError> {
        let content = cloak::decode(file).map_err(|_| UnpackError::NotAPack)?;
        if cbor::version(&content).is_some_and(|version| version > VERSION.into()) {
            return Err(UnpackError::Newer);
        }
        let pack = cbor::decode::<Wire>(&content).ok().and_then(Wire::read);
        pack.filter(Self::is_sound).ok_or(UnpackError::NotAPack)
    }

    fn is_sound(&self) -> bool {
        let release = self.release();
        let length = self.loads.first().map_or(0, |load| load.deposits.len());
        let deposits = || self.loads.iter().flat_map(|load| &load.deposits);
        (1..=RELAYS_MAX).contains(&self.loads.len())
            && release.is_sound()
            && lengths(room(self.loads.len())).any(|allowed| allowed == length)
            && self.loads.iter().all(|load| load.is_sound() && load.deposits.len() == length)
            && all_differ(self.loads.iter().map(|load| (&load.address, load.log.to_string())))
            && deposits().all(|deposit| deposit.release == release)
            && all_differ(deposits().map(|deposit| deposit.id))
    }
}

impl Load {
    fn is_sound(&self) -> bool {
        is_host_and_port(&self.address) && self.log.algorithm() == Algorithm::Ed25519
    }
}

/// The most envelopes for each relay of a pack for so many.
#[must_use]
pub fn room(relays: usize) -> usize {
    ENVELOPES_MAX / relays.max(1)
}

/// Lengths that a load may have where `most` fit: so coarse that they say little of what is in it.
fn lengths(most: usize) -> impl Iterator<Item = usize> {
    [4, 8, 16, 32].into_iter().filter(move |length| *length < most).chain((most > 0).then_some(most))
}

fn all_differ<T: Ord>(items: impl Iterator<Item = T>) -> bool {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.windows(2).all(|pair| pair.first() != pair.last())
}

/// Only what needs nobody's word can be left to a courier.
fn seconds(release: &Release) -> Option<u32> {
    match release {
        Release::Now => Some(0),
        Release::Within { seconds } => Some(*seconds),
        Release::Lapse(_) => None,
    }
}

fn release(seconds: u32) -> Release {
    if seconds == 0 { Release::Now } else { Release::Within { seconds } }
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Wire {
    #[n(0)]
    version: u8,
    #[n(1)]
    seconds: u32,
    #[n(2)]
    loads: Vec<WireLoad>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct WireLoad {
    #[n(0)]
    address: String,
    #[n(1)]
    log: String,
    #[n(2)]
    deposits: Vec<ByteArray<DEPOSIT_LEN>>,
}

impl Wire {
    fn of(pack: &Pack) -> Self {
        let load = |load: &Load| WireLoad {
            address: load.address.clone(),
            log: load.log.to_string(),
            deposits: load.deposits.iter().map(joined).collect(),
        };
        Self { version: VERSION, seconds: pack.seconds, loads: pack.loads.iter().map(load).collect() }
    }

    fn read(self) -> Option<Pack> {
        let release = release(self.seconds);
        let load = |load: WireLoad| {
            let log = VerifierKey::parse(&load.log).ok().filter(|log| log.to_string() == load.log)?;
            let deposits = load.deposits.iter().map(|bytes| parted(bytes, release)).collect::<Option<_>>()?;
            Some(Load { address: load.address, log, deposits })
        };
        let loads = self.loads.into_iter().map(load).collect::<Option<_>>()?;
        (self.version == VERSION).then_some(Pack { seconds: self.seconds, loads })
    }
}

fn joined(deposit: &Deposit) -> ByteArray<DEPOSIT_LEN> {
    let bytes = [&deposit.id[..], deposit.envelope.as_bytes()].concat();
    ByteArray::from(<[u8; DEPOSIT_LEN]>::try_from(bytes).expect("an id and an envelope have one length"))
}

fn parted(bytes: &[u8; DEPOSIT_LEN], release: Release) -> Option<Deposit> {
    let (id, envelope) = bytes.split_first_chunk()?;
    Some(Deposit { id: *id, release, envelope: Envelope::from_bytes(envelope)? })
}

const VERSION: u8 = 1;
const DEPOSIT_LEN: usize = size_of::<DepositId>() + ENVELOPE_LEN;

#[cfg(test)]
mod tests;
