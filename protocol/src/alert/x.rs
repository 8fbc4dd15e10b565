//! The secret of one sealing, and the acknowledgements that only who knows it can make (`SPEC.md` 12.1, 12.4).
//!
//! ```text
//! x ─┬→ name                      says which alert an update or a cancel is about
//!    └→ ack(origin, stage) ─→ ack-hash: all that the device keeps
//! ```

use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use minicbor::{Decode, Encode};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::clue::{Clue, Tag};
use crate::envelope::{Dummies, Envelope};
use crate::labelled::{Secret32, hash, prf};

/// Names an alert, or a drill, between its device and its desk.
pub type AlertName = [u8; 16];
/// What the device keeps of an acknowledgement that it waits for.
pub type AckHash = [u8; 16];

/// How far an acknowledgement says that an alert has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// The desk's machine has it.
    Received = 1,
    /// A person has it.
    Person = 2,
}

/// The secret of one sealing: fresh, and the same for all relays of one contact. The device keeps no x.
#[derive(Clone)]
pub struct X(Secret32);

impl X {
    /// Fresh and uniform.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRngCore) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(bytes.as_mut());
        Self(bytes)
    }

    /// Takes up 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The 32 bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The name of what is sealed with it.
    #[must_use]
    pub fn name(&self) -> AlertName {
        *prf(&self.0, ALERT_NAME, &[]).first_chunk().expect("16 of 32 bytes")
    }

    /// The tag that acknowledges it in the log called `origin`.
    #[must_use]
    pub fn ack(&self, origin: &str, stage: Stage) -> Tag {
        let fields: [&[u8]; 2] = [origin.as_bytes(), &[stage as u8]];
        *prf(&self.0, ALERT_ACK, &fields).first_chunk().expect("16 of 32 bytes")
    }
}

/// For state that is sealed wherever it rests.
impl<C> Encode<C> for X {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.bytes(self.expose())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for X {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        let bytes = d.bytes()?.try_into().map_err(|_| DecodeError::message("an x has 32 bytes"))?;
        Ok(Self::from_bytes(bytes))
    }
}

/// What the device compares: from it nobody can make the tag.
#[must_use]
pub fn ack_hash(ack: &Tag) -> AckHash {
    *hash(ACK_HASH, &[ack]).first_chunk().expect("16 of 32 bytes")
}

/// An acknowledgement: an envelope to nobody, whose tag is the message. A repost under the same tag would tell it from
/// a dummy: its maker keeps these bytes and posts no others.
#[must_use]
pub fn seal_ack(dummies: &Dummies, ack: Tag, rng: &mut impl CryptoRngCore) -> Envelope {
    let dummy = dummies.seal(rng);
    Envelope::new(Clue { tag: ack, ..dummy.clue() }, dummy.body())
}

const ALERT_NAME: &str = "davylamp/v1/alert-name";
const ALERT_ACK: &str = "davylamp/v1/alert-ack";
const ACK_HASH: &str = "davylamp/v1/ack-hash";

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::OsRng;

    #[test]
    fn no_two_sealings_logs_or_stages_share_an_acknowledgement() {
        let tags = [1, 2].into_iter().flat_map(|x| {
            let x = X::from_bytes(&[x; 32]);
            ["a.example", "b.example"]
                .into_iter()
                .flat_map(move |origin| [Stage::Received, Stage::Person].map(|stage| x.ack(origin, stage)))
        });
        let tags: std::collections::HashSet<_> = tags.collect();
        assert_eq!(tags.len(), 8);
        let hashes: std::collections::HashSet<_> = tags.iter().map(ack_hash).collect();
        assert_eq!(hashes.len(), 8);
        assert!(tags.is_disjoint(&hashes));
    }

    #[test]
    fn an_acknowledgement_is_a_dummy_under_its_tag() {
        let dummies = Dummies::new(&mut OsRng);
        let [one, again] = [(); 2].map(|()| seal_ack(&dummies, [7; 16], &mut OsRng));
        assert_eq!((one.clue().tag, again.clue().tag), ([7; 16], [7; 16]));
        assert_ne!(one.clue().ephemeral, again.clue().ephemeral);
        assert_ne!(one.body_hash(), again.body_hash());
    }

    #[test]
    fn a_fresh_x_is_like_no_other_and_its_name_does_not_show_it() {
        let (one, other) = (X::generate(&mut OsRng), X::generate(&mut OsRng));
        assert_ne!(one.expose(), other.expose());
        assert_ne!(one.name(), other.name());
        assert_ne!(one.name(), one.expose()[..16]);
    }
}
