//! What a desk answers, one envelope of it (`SPEC.md` 8.3).

use ed25519_dalek::SigningKey;
use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::VERSION;
use super::parts::{FRAGMENT_MAX, PARTS_MAX};
use crate::cbor;
use crate::clue::{DeskKey, Position, Scope, Tag, ThreadKey};
use crate::envelope::{NotForUs, SealError, Sealed, seal_thread_exposing};
use crate::hybrid::HybridRecipient;
use crate::labelled::{hash, sign, verify};

/// Lanes of a desk in one case.
pub const DESK_LANES: u8 = 16;

/// What stays the same when an answer is posted again.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyDraft {
    /// 0–15, one a caseworker.
    pub lane: u8,
    /// From 0 in the lane, over all weeks.
    pub number: u32,
    /// [`ReplyDraft::chain_hash`] of the one before; zeros for the first.
    pub previous: [u8; 32],
    /// From 0.
    pub part: u8,
    /// 1–64.
    pub parts: u8,
    /// Up to 1856 bytes of the message.
    pub fragment: Zeroizing<Vec<u8>>,
}

/// A reply, decoded, bound to its clue, its signature verified under the key that it names.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyBody {
    /// What is said.
    pub draft: ReplyDraft,
    /// The clue's tag.
    pub tag: Tag,
    /// When it was sealed, by the desk's clock.
    pub sealed_at: u64,
    /// Entries that the log had then.
    pub log_size: u64,
    /// The online key that signed. The caller checks that a card of the desk, valid at `sealed_at`, names it.
    pub signer: [u8; 32],
}

/// Why a reply is not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[non_exhaustive]
pub enum ReplyError {
    /// Not for us, or not what it should be.
    #[error(transparent)]
    NotForUs(#[from] NotForUs),
    /// Somebody who could seal to this case could not sign for the desk.
    #[error("an answer in this case is not signed by the desk")]
    Signature,
}

#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
struct Wire {
    #[n(0)]
    version: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    desk: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    tag: Tag,
    #[n(3)]
    lane: u8,
    #[n(4)]
    number: u32,
    #[cbor(n(5), with = "minicbor::bytes")]
    previous: [u8; 32],
    #[n(6)]
    part: u8,
    #[n(7)]
    parts: u8,
    #[cbor(n(8), with = "minicbor::bytes")]
    fragment: Vec<u8>,
    #[n(9)]
    sealed_at: u64,
    #[n(10)]
    log_size: u64,
    #[cbor(n(11), with = "minicbor::bytes")]
    signer: [u8; 32],
    #[cbor(n(12), with = "minicbor::bytes")]
    signature: Option<[u8; 64]>,
}

impl ReplyDraft {
    /// What the next one in the lane must carry as `previous`; the same however often this one is posted.
    #[must_use]
    pub fn chain_hash(&self) -> [u8; 32] {
        let number = self.number.to_be_bytes();
        let fields: [&[u8]; 5] = [&[self.lane], &number, &[self.part], &[self.parts], &self.fragment];
        hash(REPLY_CHAIN, &fields)
    }

    /// Signs and seals it at a position that was never used.
    ///
    /// # Errors
    /// [`SealError`] when the recipient is unusable.
    #[expect(clippy::too_many_arguments, reason = "each stands for one line of the specification's table")]
    pub fn seal(
        &self,
        scope: Scope<'_>,
        key: &ThreadKey,
        position: Position,
        recipient: &HybridRecipient,
        signer: &SigningKey,
        sealed_at: u64,
        log_size: u64,
    ) -> Result<Sealed, SealError> {
        let body = ReplyBody {
            draft: self.clone(),
            tag: key.tag(scope.origin, position),
            sealed_at,
            log_size,
            signer: signer.verifying_key().to_bytes(),
        };
        let signature = sign(signer, REPLY, &[&body.wire(scope.desk, None)]);
        let content = body.wire(scope.desk, Some(signature));
        seal_thread_exposing(key, scope.origin, position, recipient, &content)
    }
}

impl ReplyBody {
    fn wire(&self, desk: DeskKey, signature: Option<[u8; 64]>) -> Zeroizing<Vec<u8>> {
        cbor::encode(&Wire {
            version: VERSION,
            desk: desk.0,
            tag: self.tag,
            lane: self.draft.lane,
            number: self.draft.number,
            previous: self.draft.previous,
            part: self.draft.part,
            parts: self.draft.parts,
            fragment: self.draft.fragment.to_vec(),
            sealed_at: self.sealed_at,
            log_size: self.log_size,
            signer: self.signer,
            signature,
        })
    }

    /// Whether it is in the desk lane in which its tag was found.
    #[must_use]
    pub fn stands_at(&self, position: Position) -> bool {
        matches!(position, Position::Desk { lane, .. } if lane == self.draft.lane)
    }

    /// Reads what a reply's body held.
    ///
    /// # Errors
    /// [`ReplyError::NotForUs`] when it is not canonical, names another desk, or does not repeat its clue;
    /// [`ReplyError::Signature`] when it is all that, and its signature is wrong.
    pub fn decode(content: &[u8], desk: DeskKey, tag: &Tag) -> Result<Self, ReplyError> {
        let mut wire: Wire = cbor::decode(content).map_err(|_| NotForUs)?;
        let bound = wire.version == VERSION && wire.desk == desk.0 && wire.tag == *tag;
        let sized = wire.part < wire.parts && wire.parts <= PARTS_MAX && wire.fragment.len() <= FRAGMENT_MAX;
        let chained = wire.number > 0 || wire.previous == [0; 32];
        if !(bound && sized && chained && wire.lane < DESK_LANES) {
            return Err(NotForUs.into());
        }
        let signature = wire.signature.ok_or(NotForUs)?;
        let body = Self {
            draft: ReplyDraft {
                lane: wire.lane,
                number: wire.number,
                previous: wire.previous,
                part: wire.part,
                parts: wire.parts,
                fragment: Zeroizing::new(std::mem::take(&mut wire.fragment)),
            },
            tag: wire.tag,
            sealed_at: wire.sealed_at,
            log_size: wire.log_size,
            signer: wire.signer,
        };
        if !verify(&body.signer, REPLY, &[&body.wire(desk, None)], &signature) {
            return Err(ReplyError::Signature);
        }
        Ok(body)
    }
}

const REPLY: &str = "davylamp/v1/reply";
const REPLY_CHAIN: &str = "davylamp/v1/reply-chain";
