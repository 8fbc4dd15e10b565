//! What a reporter writes, one envelope of it (`SPEC.md` 8.2).

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::parts::{FRAGMENT_MAX, PARTS_MAX, PartsError, fragments};
use super::{OpenerBody, VERSION};
use crate::cbor;
use crate::clue::{BadClueKey, DeskKey, OpenerClue, Position, Scope, Tag, ThreadKey};
use crate::envelope::{Envelope, NotForUs, SealError, seal_opener, seal_thread};
use crate::hybrid::HybridRecipient;
use crate::keys::{AuthorMacKey, CaseKeys};
use crate::labelled::hash;
use rand_core::CryptoRngCore;

/// A content body, decoded and bound to its desk and clue. The author MAC can be checked only after a claim.
#[derive(Clone, PartialEq, Eq)]
pub struct ContentBody {
    /// The clue's tag.
    pub tag: Tag,
    /// Random and public: names the sending to counsel without the lane's secret.
    pub lane_id: [u8; 16],
    /// From 0 in each lane.
    pub number: u32,
    /// Hash of the one before.
    pub previous: [u8; 32],
    /// From 0.
    pub part: u8,
    /// 1–64.
    pub parts: u8,
    /// Up to 1856 bytes of the message.
    pub fragment: Zeroizing<Vec<u8>>,
    /// Binds the author keys that a claim may show later.
    pub commitment: [u8; 32],
    /// MAC under the author MAC key.
    pub mac: [u8; 32],
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
    #[cbor(n(3), with = "minicbor::bytes")]
    lane_id: [u8; 16],
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
    #[cbor(n(9), with = "minicbor::bytes")]
    commitment: [u8; 32],
    #[cbor(n(10), with = "minicbor::bytes")]
    mac: Option<[u8; 32]>,
}

impl ContentBody {
    fn wire(&self, desk: DeskKey, with_mac: bool) -> Zeroizing<Vec<u8>> {
        cbor::encode(&Wire {
            version: VERSION,
            desk: desk.0,
            tag: self.tag,
            lane_id: self.lane_id,
            number: self.number,
            previous: self.previous,
            part: self.part,
            parts: self.parts,
            fragment: self.fragment.to_vec(),
            commitment: self.commitment,
            mac: with_mac.then_some(self.mac),
        })
    }

    /// The CBOR to seal.
    #[must_use]
    pub fn encode(&self, desk: DeskKey) -> Zeroizing<Vec<u8>> {
        self.wire(desk, true)
    }

    /// What the next body in the lane must carry as `previous`.
    #[must_use]
    pub fn chain_hash(&self, desk: DeskKey) -> [u8; 32] {
        hash(CHAIN, &[&self.encode(desk)])
    }

    /// Computes the MAC over everything else.
    #[must_use]
    pub fn authenticated(mut self, desk: DeskKey, key: &AuthorMacKey) -> Self {
        self.mac = key.authenticate(desk, &self.tag, &self.wire(desk, false));
        self
    }

    /// Whether the MAC is right under a key that a claim revealed.
    #[must_use]
    pub fn mac_matches(&self, desk: DeskKey, key: &AuthorMacKey) -> bool {
        key.matches(desk, &self.tag, &self.wire(desk, false), &self.mac)
    }

    /// Whether its number is the one under which its tag was found. A desk ignores it otherwise.
    #[must_use]
    pub fn stands_at(&self, position: Position) -> bool {
        position == Position::Reporter { n: u64::from(self.number) }
    }

    /// Reads what a thread message's body held. Counsel calls it with the tag of the logged clue.
    ///
    /// # Errors
    /// [`NotForUs`] when it is not canonical, names another desk, or does not repeat its clue.
    pub fn decode(content: &[u8], desk: DeskKey, tag: &Tag) -> Result<Self, NotForUs> {
        let mut wire: Wire = cbor::decode(content).map_err(|_| NotForUs)?;
        let bound = wire.version == VERSION && wire.desk == desk.0 && wire.tag == *tag;
        let sized = wire.part < wire.parts && wire.parts <= PARTS_MAX && wire.fragment.len() <= FRAGMENT_MAX;
        let chained = wire.number > 0 || wire.previous == [0; 32];
        if !(bound && sized && chained) {
            return Err(NotForUs);
        }
        Ok(Self {
            tag: wire.tag,
            lane_id: wire.lane_id,
            number: wire.number,
            previous: wire.previous,
            part: wire.part,
            parts: wire.parts,
            fragment: Zeroizing::new(std::mem::take(&mut wire.fragment)),
            commitment: wire.commitment,
            mac: wire.mac.ok_or(NotForUs)?,
        })
    }
}

/// Why a session could not be sealed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// The message is too long.
    #[error(transparent)]
    Parts(#[from] PartsError),
    /// The card cannot be sealed to.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The card's clue key is unusable.
    #[error(transparent)]
    ClueKey(#[from] BadClueKey),
}

/// One sending session of a reporter: an opener, then any number of messages, for one log.
pub struct LaneWriter<'a> {
    scope: Scope<'a>,
    intake: &'a HybridRecipient,
    case: &'a CaseKeys,
    key: ThreadKey,
    lane_id: [u8; 16],
    number: u32,
    previous: [u8; 32],
}

impl<'a> LaneWriter<'a> {
    /// Draws a fresh lane and seals its opener. Each relay needs a writer of its own.
    ///
    /// # Errors
    /// [`ContentError`] when the card cannot be sealed to.
    pub fn open(
        scope: Scope<'a>,
        clue_key: &[u8; 32],
        intake: &'a HybridRecipient,
        case: &'a CaseKeys,
        seen: Vec<super::SeenTag>,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(Self, Envelope), ContentError> {
        let mut lane_secret = Zeroizing::new([0; 32]);
        let mut lane_id = [0; 16];
        rng.fill_bytes(lane_secret.as_mut());
        rng.fill_bytes(&mut lane_id);
        let key = ThreadKey::new(&lane_secret, scope.desk);
        let body = OpenerBody {
            case_secret: case.case_secret.clone(),
            reply_recipient: case.reply_identity.to_recipient(),
            lane_secret,
            seen,
        };
        let clue = OpenerClue::begin(scope, clue_key, rng)?;
        let opener = seal_opener(clue, intake, |ephemeral| body.encode(scope.desk, ephemeral))?;
        Ok((Self { scope, intake, case, key, lane_id, number: 0, previous: [0; 32] }, opener))
    }

    /// The same lane under another name: the sessions of one sending bear one lane id at every relay, and share nothing
    /// else (`SPEC.md` 8.5). To be named before anything is written.
    #[must_use]
    pub fn named(self, lane_id: [u8; 16]) -> Self {
        Self { lane_id, ..self }
    }

    /// Seals a message (encoded, section 9) into as many envelopes as it needs.
    ///
    /// # Errors
    /// [`ContentError`] when it is too long.
    pub fn write(&mut self, message: &[u8]) -> Result<Vec<Envelope>, ContentError> {
        fragments(message)?.into_iter().map(|(part, parts, fragment)| self.write_part(part, parts, fragment)).collect()
    }

    fn write_part(&mut self, part: u8, parts: u8, fragment: &[u8]) -> Result<Envelope, ContentError> {
        let position = Position::Reporter { n: u64::from(self.number) };
        let body = ContentBody {
            tag: self.key.tag(self.scope.origin, position),
            lane_id: self.lane_id,
            number: self.number,
            previous: self.previous,
            part,
            parts,
            fragment: Zeroizing::new(fragment.to_vec()),
            commitment: self.case.author.commitment(),
            mac: [0; 32],
        }
        .authenticated(self.scope.desk, &self.case.author.mac);
        let content = body.encode(self.scope.desk);
        let envelope = seal_thread(&self.key, self.scope.origin, position, self.intake, &content)?;
        self.previous = body.chain_hash(self.scope.desk);
        self.number += 1;
        Ok(envelope)
    }

    /// Names the lane, as the desk's *received* will.
    #[must_use]
    pub fn lane_id(&self) -> [u8; 16] {
        self.lane_id
    }
}

const CHAIN: &str = "davylamp/v1/chain";

#[cfg(test)]
mod tests;
