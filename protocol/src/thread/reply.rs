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
use crate::week::week_of;

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

    /// Whether its lane and sealing date are those of the position under which its tag was found.
    #[must_use]
    pub fn stands_at(&self, position: Position) -> bool {
        matches!(position, Position::Desk { lane, week, .. }
            if lane == self.draft.lane && week == week_of(self.sealed_at))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::{Envelope, open_body};
    use crate::hybrid::HybridIdentity;

    const DESK: DeskKey = DeskKey([9; 32]);
    const SCOPE: Scope<'_> = Scope { origin: "log.example", desk: DESK };

    fn draft() -> ReplyDraft {
        ReplyDraft {
            lane: 3,
            number: 1,
            previous: [7; 32],
            part: 0,
            parts: 1,
            fragment: Zeroizing::new(b"text".to_vec()),
        }
    }

    fn signer() -> SigningKey {
        SigningKey::from_bytes(&[5; 32])
    }

    fn seal(draft: &ReplyDraft, week: u32) -> (Envelope, Zeroizing<Vec<u8>>) {
        let (key, identity) = (ThreadKey::new(&[1; 32], DESK), HybridIdentity::from_seed(Zeroizing::new([2; 32])));
        let position = Position::Desk { lane: draft.lane, week, n: 0 };
        let sealed = draft.seal(SCOPE, &key, position, &identity.to_recipient(), &signer(), 1_800_000_000, 77).unwrap();
        let content = open_body(&[identity], sealed.envelope.body()).unwrap().content;
        (sealed.envelope, content)
    }

    /// Changes a field and signs again with `key`: what only the desk could do, or somebody who is not the desk.
    fn altered(key: &SigningKey, change: impl FnOnce(&mut Wire)) -> Result<ReplyBody, ReplyError> {
        let (envelope, content) = seal(&draft(), 10);
        let mut wire: Wire = cbor::decode(&content).unwrap();
        change(&mut wire);
        wire.signature = None;
        wire.signature = Some(sign(key, REPLY, &[&cbor::encode(&wire)]));
        ReplyBody::decode(&cbor::encode(&wire), DESK, &envelope.clue().tag)
    }

    #[test]
    fn reads_back_what_it_signed() {
        let (envelope, content) = seal(&draft(), 10);
        let body = ReplyBody::decode(&content, DESK, &envelope.clue().tag).unwrap_or_else(|error| panic!("{error}"));
        assert!(body.draft == draft());
        assert_eq!((body.sealed_at, body.log_size), (1_800_000_000, 77));
        assert_eq!(body.signer, signer().verifying_key().to_bytes());
        let week = week_of(1_800_000_000);
        assert!(body.stands_at(Position::Desk { lane: 3, week, n: 4 }));
        assert!(!body.stands_at(Position::Desk { lane: 4, week, n: 4 }));
        assert!(!body.stands_at(Position::Desk { lane: 3, week: week + 1, n: 4 }));
        assert!(!body.stands_at(Position::Reporter { n: 1 }));
    }

    #[test]
    fn posted_again_it_has_another_tag_and_the_same_place_in_the_chain() {
        let [one, again] = [10, 11].map(|week| {
            let (envelope, content) = seal(&draft(), week);
            let tag = envelope.clue().tag;
            (envelope, ReplyBody::decode(&content, DESK, &tag).unwrap_or_else(|error| panic!("{error}")))
        });
        assert_ne!(one.1.tag, again.1.tag);
        assert_ne!(one.0.clue().ephemeral, again.0.clue().ephemeral);
        assert_ne!(one.0.body_hash(), again.0.body_hash());
        assert_eq!(one.1.draft.chain_hash(), again.1.draft.chain_hash());
        assert_ne!(ReplyDraft { number: 2, ..draft() }.chain_hash(), draft().chain_hash());
        assert_ne!(ReplyDraft { lane: 4, ..draft() }.chain_hash(), draft().chain_hash());
    }

    #[test]
    fn rejects_another_desk_tag_or_version() {
        let (envelope, content) = seal(&draft(), 10);
        let nothing = Some(ReplyError::NotForUs(NotForUs));
        assert_eq!(ReplyBody::decode(&content, DeskKey([8; 32]), &envelope.clue().tag).err(), nothing);
        assert_eq!(ReplyBody::decode(&content, DESK, &[0; 16]).err(), nothing);
        assert_eq!(altered(&signer(), |wire| wire.version = 2).err(), nothing);
    }

    #[test]
    fn rejects_what_is_not_canonical() {
        let (envelope, bytes) = seal(&draft(), 10);
        let trailing = [&bytes[..], &[0]].concat();
        let long_version = [&bytes[..2], &[0x18, 1], &bytes[3..]].concat();
        let mut wire: Wire = cbor::decode(&bytes).unwrap();
        wire.signature = None;
        let unsigned = cbor::encode(&wire);
        for wrong in [&[][..], &bytes[1..], &bytes[..bytes.len() - 1], &trailing, &long_version, &unsigned] {
            let decoded = ReplyBody::decode(wrong, DESK, &envelope.clue().tag);
            assert_eq!(decoded.err(), Some(ReplyError::NotForUs(NotForUs)));
        }
    }

    #[test]
    fn rejects_lanes_parts_and_fragments_out_of_bounds() {
        assert!(altered(&signer(), |wire| wire.lane = 15).is_ok());
        assert!(altered(&signer(), |wire| wire.fragment = vec![0; FRAGMENT_MAX]).is_ok());
        let changes: [fn(&mut Wire); 6] = [
            |wire| wire.lane = 16,
            |wire| wire.part = 1,
            |wire| wire.parts = 0,
            |wire| wire.parts = PARTS_MAX + 1,
            |wire| wire.fragment = vec![0; FRAGMENT_MAX + 1],
            |wire| wire.number = 0,
        ];
        for change in changes {
            assert_eq!(altered(&signer(), change).err(), Some(ReplyError::NotForUs(NotForUs)));
        }
    }

    /// An intake key that leaked shows the case secret and the reply recipient: enough to seal, not to sign.
    #[test]
    fn rejects_an_answer_that_the_desk_did_not_sign() {
        let stranger = SigningKey::from_bytes(&[6; 32]);
        assert_eq!(altered(&stranger, |_| ()).err(), Some(ReplyError::Signature));
        let (envelope, content) = seal(&draft(), 10);
        let changes: [fn(&mut Wire); 5] = [
            |wire| wire.fragment = b"texT".to_vec(),
            |wire| wire.sealed_at += 1,
            |wire| wire.log_size += 1,
            |wire| wire.signer = SigningKey::from_bytes(&[6; 32]).verifying_key().to_bytes(),
            |wire| wire.signer = [0; 32],
        ];
        for change in changes {
            let mut wire: Wire = cbor::decode(&content).unwrap();
            change(&mut wire);
            let decoded = ReplyBody::decode(&cbor::encode(&wire), DESK, &envelope.clue().tag);
            assert_eq!(decoded.err(), Some(ReplyError::Signature));
        }
    }

    #[test]
    fn names_the_key_that_signed_so_that_a_card_must_name_it_too() {
        let stranger = SigningKey::from_bytes(&[6; 32]);
        let public = stranger.verifying_key().to_bytes();
        let body = altered(&stranger, |wire| wire.signer = public).unwrap_or_else(|error| panic!("{error}"));
        assert_ne!(body.signer, signer().verifying_key().to_bytes());
    }
}
