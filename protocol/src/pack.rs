//! Packs: sealed envelopes in a file that somebody else posts (`SPEC.md` 13).
//!
//! ```text
//! 59a1…  262,144 bytes, random to look at (`cloak`), of
//! {0: 1, 1: 21600, 2: [{0: "127.0.0.1:8600", 1: "relay.example+5a1c…+AQ…", 2: [envelope, …]}]}
//! ```
//!
//! Whoever posts a pack learns where it goes, and when it is published. Dummies hide how much it is. Every courier draws
//! deposit ids of its own: one that is known could be taken at the relay, to shut the other couriers out.

use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};
use rand::seq::SliceRandom as _;
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::cbor;
use crate::cloak;
use crate::contact::is_host_and_port;
use crate::deposit::Release;
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
    pub envelopes: Vec<Envelope>,
}

/// Loads of one length for different relays, all to be released alike.
#[derive(Clone, PartialEq, Eq)]
pub struct Pack {
    release: Release,
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
    pub fn fill(release: Release, mut loads: Vec<Load>, rng: &mut impl CryptoRngCore) -> Result<Self, PackError> {
        let got = loads.iter().map(|load| load.envelopes.len()).max().filter(|got| *got > 0);
        let got = got.ok_or(PackError::Unsound)?;
        let most = room(loads.len());
        let length = lengths(most).find(|length| got <= *length).ok_or(PackError::TooMany { got, most })?;
        let dummies = Dummies::new(rng);
        for load in &mut loads {
            while load.envelopes.len() < length {
                load.envelopes.push(dummies.seal(rng));
            }
            load.envelopes.shuffle(rng);
        }
        let pack = Self { release, loads };
        if pack.is_sound() { Ok(pack) } else { Err(PackError::Unsound) }
    }

    /// When the relays publish it: at once, or within a time.
    #[must_use]
    pub fn release(&self) -> Release {
        self.release
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
        let length = self.loads.first().map_or(0, |load| load.envelopes.len());
        let envelopes = self.loads.iter().flat_map(|load| &load.envelopes);
        (1..=RELAYS_MAX).contains(&self.loads.len())
            && seconds(&self.release).is_some()
            && self.release.is_sound()
            && lengths(room(self.loads.len())).any(|allowed| allowed == length)
            && self.loads.iter().all(|load| load.is_sound() && load.envelopes.len() == length)
            && all_differ(self.loads.iter().map(|load| (&load.address, load.log.to_string())))
            && all_differ(envelopes.map(|envelope| envelope.as_bytes()))
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
    envelopes: Vec<ByteArray<ENVELOPE_LEN>>,
}

impl Wire {
    fn of(pack: &Pack) -> Self {
        let load = |load: &Load| WireLoad {
            address: load.address.clone(),
            log: load.log.to_string(),
            envelopes: load.envelopes.iter().map(|envelope| ByteArray::from(*envelope.as_bytes())).collect(),
        };
        let seconds = seconds(&pack.release).unwrap_or_default();
        Self { version: VERSION, seconds, loads: pack.loads.iter().map(load).collect() }
    }

    fn read(self) -> Option<Pack> {
        let load = |load: WireLoad| {
            let log = VerifierKey::parse(&load.log).ok().filter(|log| log.to_string() == load.log)?;
            let envelopes =
                load.envelopes.iter().map(|bytes| Envelope::from_bytes(&bytes[..])).collect::<Option<_>>()?;
            Some(Load { address: load.address, log, envelopes })
        };
        let loads = self.loads.into_iter().map(load).collect::<Option<_>>()?;
        (self.version == VERSION).then_some(Pack { release: release(self.seconds), loads })
    }
}

const VERSION: u8 = 1;

#[cfg(test)]
mod tests;
