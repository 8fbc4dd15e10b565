//! Heads of a custody log, posted so that cutting its tail shows (`SPEC.md` 10.3).

use ed25519_dalek::SigningKey;
use minicbor::{Decode, Encode};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::cbor;
use crate::clue::{DeskKey, Position, Scope, Tag, ThreadKey};
use crate::envelope::{Envelope, NotForUs, SealError, open_body, seal_thread};
use crate::hybrid::HybridIdentity;
use crate::labelled::{Secret32, kdf, sign, verify};
use crate::thread::VERSION;

/// The secret of one case's custody: computes the tags of its heads and opens them. Given to counsel.
#[derive(Clone)]
pub struct CustodyKey(Secret32);

/// How far a custody log had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Events that it covers.
    pub events: u32,
    /// Hash of the last of them.
    pub hash: [u8; 32],
}

/// Why an envelope is not a head.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[non_exhaustive]
pub enum HeadError {
    /// Not the head of this number, case, desk and log.
    #[error(transparent)]
    NotForUs(#[from] NotForUs),
    /// All that, and its signature is wrong.
    #[error("the head of the custody log is not signed")]
    Signature,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Wire {
    #[n(0)]
    version: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    desk: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    tag: Tag,
    #[n(3)]
    n: u64,
    #[n(4)]
    events: u32,
    #[cbor(n(5), with = "minicbor::bytes")]
    hash: [u8; 32],
    #[cbor(n(6), with = "minicbor::bytes")]
    signer: [u8; 32],
    #[cbor(n(7), with = "minicbor::bytes")]
    signature: Option<[u8; 64]>,
}

impl CustodyKey {
    /// A fresh secret, for a new case.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRngCore) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        rng.fill_bytes(secret.as_mut());
        Self(secret)
    }

    /// Takes up a stored secret.
    #[must_use]
    pub fn from_bytes(secret: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*secret))
    }

    /// The 32 bytes, for the vault and for counsel.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The tag of head `n` in a log.
    #[must_use]
    pub fn tag(&self, scope: Scope<'_>, n: u64) -> Tag {
        self.thread(scope.desk).tag(scope.origin, Position::Custody { n })
    }

    /// Seals head number `n`, signed by the desk's online key.
    ///
    /// # Errors
    /// [`SealError`], which a fixed size and an own recipient do not let happen.
    pub fn seal_head(&self, scope: Scope<'_>, n: u64, head: Head, signer: &SigningKey) -> Result<Envelope, SealError> {
        let signed_by = signer.verifying_key().to_bytes();
        let mut wire = Wire {
            version: VERSION,
            desk: scope.desk.0,
            tag: self.tag(scope, n),
            n,
            events: head.events,
            hash: head.hash,
            signer: signed_by,
            signature: None,
        };
        wire.signature = Some(sign(signer, HEAD, &[&cbor::encode(&wire)]));
        let recipient = self.identity(scope.desk).to_recipient();
        let position = Position::Custody { n };
        seal_thread(&self.thread(scope.desk), scope.origin, position, &recipient, &cbor::encode(&wire))
    }

    /// Opens head number `n`; gives it and the online key that signed it.
    ///
    /// # Errors
    /// [`HeadError`].
    pub fn open_head(&self, scope: Scope<'_>, n: u64, envelope: &Envelope) -> Result<(Head, [u8; 32]), HeadError> {
        let (clue, position) = (envelope.clue(), Position::Custody { n });
        if !self.thread(scope.desk).recognises(scope.origin, position, &clue, &envelope.body_hash()) {
            return Err(NotForUs.into());
        }
        let opened = open_body(&[self.identity(scope.desk)], envelope.body())?;
        let mut wire: Wire = cbor::decode(&opened.content).map_err(|_| NotForUs)?;
        let bound = wire.version == VERSION && wire.desk == scope.desk.0 && wire.tag == clue.tag && wire.n == n;
        let signature = wire.signature.take().filter(|_| bound).ok_or(NotForUs)?;
        if !verify(&wire.signer, HEAD, &[&cbor::encode(&wire)], &signature) {
            return Err(HeadError::Signature);
        }
        Ok((Head { events: wire.events, hash: wire.hash }, wire.signer))
    }

    fn thread(&self, desk: DeskKey) -> ThreadKey {
        ThreadKey::new(&self.0, desk)
    }

    fn identity(&self, desk: DeskKey) -> HybridIdentity {
        HybridIdentity::from_seed(kdf(&*self.0, &desk.0, IDENTITY, &[]))
    }
}

const IDENTITY: &str = "davylamp/v1/custody-identity";
const HEAD: &str = "davylamp/v1/custody-head";

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPE: Scope<'_> = Scope { origin: "log.example", desk: DeskKey([1; 32]) };
    const HEAD: Head = Head { events: 3, hash: [9; 32] };

    fn sealed() -> (CustodyKey, Envelope, SigningKey) {
        let (key, signer) = (CustodyKey::from_bytes(&[5; 32]), SigningKey::from_bytes(&[6; 32]));
        let envelope = key.seal_head(SCOPE, 2, HEAD, &signer).unwrap();
        (key, envelope, signer)
    }

    #[test]
    fn counsel_opens_a_head_with_the_custody_secret() {
        let (key, envelope, signer) = sealed();
        assert_eq!(envelope.clue().tag, key.tag(SCOPE, 2));
        assert_eq!(key.open_head(SCOPE, 2, &envelope), Ok((HEAD, signer.verifying_key().to_bytes())));
    }

    #[test]
    fn rejects_a_head_of_another_number_log_desk_or_case() {
        let (key, envelope, _) = sealed();
        let nothing = Err(HeadError::NotForUs(NotForUs));
        assert_eq!(key.open_head(SCOPE, 3, &envelope), nothing);
        assert_eq!(key.open_head(Scope { origin: "other.example", ..SCOPE }, 2, &envelope), nothing);
        assert_eq!(key.open_head(Scope { desk: DeskKey([2; 32]), ..SCOPE }, 2, &envelope), nothing);
        assert_eq!(CustodyKey::from_bytes(&[4; 32]).open_head(SCOPE, 2, &envelope), nothing);
    }
}
