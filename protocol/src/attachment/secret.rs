//! The secret of one attachment: what its chunks are called, and what opens them.

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use rand_core::CryptoRngCore;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::ChunkId;
use crate::hybrid::{HybridIdentity, HybridRecipient};
use crate::labelled::{Secret32, kdf, prf};

/// 32 bytes, fresh for each sealing of each file. Wiped when dropped.
#[derive(Clone)]
pub struct AttachmentSecret(Secret32);

impl AttachmentSecret {
    /// Draws one.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRngCore) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(bytes.as_mut_slice());
        Self(bytes)
    }

    /// From its bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Its bytes, for a spool.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The id of chunk `n` at the relay of log `origin`.
    #[must_use]
    pub fn chunk_id(&self, origin: &str, n: u32) -> ChunkId {
        *prf(&self.0, CHUNK_ID, &[origin.as_bytes(), &u64::from(n).to_be_bytes()])
    }

    pub(super) fn identity(&self, origin: &str) -> HybridIdentity {
        HybridIdentity::from_seed(kdf(self.0.as_slice(), &[], IDENTITY, &[origin.as_bytes()]))
    }

    pub(super) fn recipient(&self, origin: &str) -> HybridRecipient {
        self.identity(origin).to_recipient()
    }
}

impl PartialEq for AttachmentSecret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl Eq for AttachmentSecret {}

impl std::fmt::Debug for AttachmentSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AttachmentSecret(…)")
    }
}

impl<C> Encode<C> for AttachmentSecret {
    fn encode<W: encode::Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        e.bytes(self.0.as_slice())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for AttachmentSecret {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        let bytes = d.bytes()?.try_into().map_err(|_| decode::Error::message("not 32 bytes"))?;
        Ok(Self::from_bytes(bytes))
    }
}

const CHUNK_ID: &str = "davylamp/v1/chunk-id";
const IDENTITY: &str = "davylamp/v1/attachment-identity";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_identities_differ_by_secret_log_and_number_and_stay_for_ever() {
        let [one, two] = [1, 2].map(|n| AttachmentSecret::from_bytes([n; 32]));
        let ids = [one.chunk_id("a", 0), one.chunk_id("a", 1), one.chunk_id("b", 0), two.chunk_id("a", 0)];
        assert!(ids.iter().enumerate().all(|(at, id)| !ids[..at].contains(id)));
        assert_ne!(one.recipient("a").to_bytes(), one.recipient("b").to_bytes());
        assert_eq!(hex::encode(ids[0]), "24547dd18438f4be8b6a060f751231c325f4f190f61e6e76ca0d1a44e21d1f99");
        assert_eq!(format!("{one:?}"), "AttachmentSecret(…)");
    }
}
