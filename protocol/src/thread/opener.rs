//! The opener's body: the keys of a sending session (`SPEC.md` 8.1).

use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::VERSION;
use crate::cbor;
use crate::clue::{DeskKey, Tag};
use crate::envelope::NotForUs;
use crate::hybrid::HybridRecipient;
use crate::labelled::Secret32;

/// The first 8 bytes of a desk message's tag, said to have been read.
pub type SeenTag = [u8; 8];
/// The most tags that one opener acknowledges: 600 bytes with their framing.
pub const SEEN_MAX: usize = 64;

/// An opener that was opened and checked.
pub struct OpenerBody {
    /// Finds and addresses the desk's answers.
    pub case_secret: Secret32,
    /// What the desk seals its answers to.
    pub reply_recipient: HybridRecipient,
    /// Finds the content of its sending session.
    pub lane_secret: Secret32,
    /// Desk messages that were read.
    pub seen: Vec<SeenTag>,
}

#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
struct Wire {
    #[n(0)]
    version: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    desk: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    ephemeral: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    case_secret: [u8; 32],
    #[cbor(n(4), with = "minicbor::bytes")]
    reply_recipient: [u8; 1216],
    #[cbor(n(5), with = "minicbor::bytes")]
    lane_secret: [u8; 32],
    #[n(6)]
    #[zeroize(skip)]
    seen: Option<Vec<ByteArray<8>>>,
}

impl OpenerBody {
    /// The CBOR to seal, repeating the clue's ephemeral. `seen` is cut to [`SEEN_MAX`].
    #[must_use]
    pub fn encode(&self, desk: DeskKey, ephemeral: [u8; 32]) -> Zeroizing<Vec<u8>> {
        let seen: Vec<_> = self.seen.iter().take(SEEN_MAX).map(|tag| ByteArray::from(*tag)).collect();
        cbor::encode(&Wire {
            version: VERSION,
            desk: desk.0,
            ephemeral,
            case_secret: *self.case_secret,
            reply_recipient: self.reply_recipient.to_bytes(),
            lane_secret: *self.lane_secret,
            seen: (!seen.is_empty()).then_some(seen),
        })
    }

    /// Reads what an opener's body held.
    ///
    /// # Errors
    /// [`NotForUs`] when it is not canonical, names another desk, or does not repeat the clue.
    pub fn decode(content: &[u8], desk: DeskKey, ephemeral: &[u8; 32]) -> Result<Self, NotForUs> {
        let wire: Wire = cbor::decode(content).map_err(|_| NotForUs)?;
        let seen = wire.seen.as_deref().map(<[_]>::to_vec);
        let listed = seen.as_ref().is_none_or(|seen| (1..=SEEN_MAX).contains(&seen.len()));
        if wire.version != VERSION || wire.desk != desk.0 || wire.ephemeral != *ephemeral || !listed {
            return Err(NotForUs);
        }
        Ok(Self {
            case_secret: Zeroizing::new(wire.case_secret),
            reply_recipient: HybridRecipient::from_bytes(&wire.reply_recipient).map_err(|_| NotForUs)?,
            lane_secret: Zeroizing::new(wire.lane_secret),
            seen: seen.unwrap_or_default().into_iter().map(Into::into).collect(),
        })
    }
}

/// First 8 bytes of a tag.
#[must_use]
pub fn seen_tag(tag: &Tag) -> SeenTag {
    *tag.first_chunk().expect("8 of 16 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hybrid::HybridIdentity;

    const DESK: DeskKey = DeskKey([9; 32]);
    const EPHEMERAL: [u8; 32] = [5; 32];

    fn opener(seen: usize) -> Zeroizing<Vec<u8>> {
        let opener = OpenerBody {
            case_secret: Zeroizing::new([1; 32]),
            reply_recipient: HybridIdentity::from_seed(Zeroizing::new([2; 32])).to_recipient(),
            lane_secret: Zeroizing::new([3; 32]),
            seen: (0..seen).map(|n| [u8::try_from(n).unwrap(); 8]).collect(),
        };
        opener.encode(DESK, EPHEMERAL)
    }

    fn altered(change: impl FnOnce(&mut Wire)) -> Result<OpenerBody, NotForUs> {
        let bytes = opener(2);
        let mut wire: Wire = cbor::decode(&bytes).unwrap();
        change(&mut wire);
        OpenerBody::decode(&cbor::encode(&wire), DESK, &EPHEMERAL)
    }

    #[test]
    fn reads_back_the_keys_that_it_wrote() {
        let opened = OpenerBody::decode(&opener(2), DESK, &EPHEMERAL).unwrap();
        assert_eq!((*opened.case_secret, *opened.lane_secret), ([1; 32], [3; 32]));
        assert_eq!(opened.seen, [[0; 8], [1; 8]]);
        assert!(OpenerBody::decode(&opener(0), DESK, &EPHEMERAL).unwrap().seen.is_empty());
    }

    #[test]
    fn rejects_another_desk_ephemeral_or_version() {
        assert!(altered(|_| ()).is_ok());
        assert!(OpenerBody::decode(&opener(2), DeskKey([8; 32]), &EPHEMERAL).is_err());
        assert!(OpenerBody::decode(&opener(2), DESK, &[4; 32]).is_err());
        assert!(altered(|wire| wire.desk = [8; 32]).is_err());
        assert!(altered(|wire| wire.ephemeral = [4; 32]).is_err());
        assert!(altered(|wire| wire.version = 2).is_err());
    }

    #[test]
    fn rejects_what_is_not_canonical() {
        let bytes = opener(2);
        let trailing = [&bytes[..], &[0]].concat();
        let long_version = [&bytes[..2], &[0x18, 1], &bytes[3..]].concat();
        for wrong in [&[][..], &bytes[1..], &bytes[..bytes.len() - 1], &trailing, &long_version] {
            assert!(OpenerBody::decode(wrong, DESK, &EPHEMERAL).is_err());
        }
    }

    #[test]
    fn rejects_a_reply_recipient_that_cannot_be_sealed_to() {
        assert!(altered(|wire| wire.reply_recipient = [0xff; 1216]).is_err());
        assert!(altered(|wire| wire.reply_recipient[1184..].fill(0)).is_err());
    }

    #[test]
    fn the_seen_list_ends_at_its_cap_and_is_never_written_empty() {
        assert_eq!(OpenerBody::decode(&opener(70), DESK, &EPHEMERAL).unwrap().seen.len(), SEEN_MAX);
        assert!(opener(70).len() <= crate::envelope::CONTENT_MAX);
        assert!(altered(|wire| wire.seen = Some(vec![ByteArray::from([7; 8]); SEEN_MAX])).is_ok());
        assert!(altered(|wire| wire.seen = Some(vec![ByteArray::from([7; 8]); SEEN_MAX + 1])).is_err());
        assert!(altered(|wire| wire.seen = Some(Vec::new())).is_err());
    }
}
