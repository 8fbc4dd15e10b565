//! X-Wing as a KEM of the `hpke` crate, which then does the key schedule and the AEAD of RFC 9180.

use std::sync::Arc;

use hpke::{
    Deserializable, HpkeError, Kem, Serializable,
    generic_array::{
        GenericArray,
        typenum::{Sum, U32, U96, U192, U1024, Unsigned},
    },
    kem::SharedSecret,
};
use sha3::{
    Shake256,
    digest::{ExtendableOutput, Update, XofReader},
};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::xwing::{
    CIPHERTEXT_LEN, DecapsulationKey, ENCAPSULATION_KEY_LEN, EncapsulationKey, SEED_LEN,
};

/// MLKEM768-X25519 in base mode; there is no authenticated mode.
pub(super) struct XWing;

/// Shared, not copied: `hpke` wants its keys `Clone`.
#[derive(Clone)]
pub(super) struct PrivateKey(pub(super) Arc<DecapsulationKey>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PublicKey(pub(super) Arc<EncapsulationKey>);

#[derive(Clone)]
pub(super) struct EncappedKey(pub(super) [u8; CIPHERTEXT_LEN]);

impl Kem for XWing {
    type PublicKey = PublicKey;
    type PrivateKey = PrivateKey;
    type EncappedKey = EncappedKey;
    type NSecret = U32;
    const KEM_ID: u16 = 0x647a;

    fn sk_to_pk(key: &PrivateKey) -> PublicKey {
        PublicKey(Arc::new(key.0.encapsulation_key()))
    }

    /// draft-ietf-hpke-pq: `SHAKE256.LabeledDerive(ikm, "DeriveKeyPair", "", 32)`.
    fn derive_keypair(ikm: &[u8]) -> (PrivateKey, PublicKey) {
        const LABEL: &[u8] = b"DeriveKeyPair";
        let mut xof = Shake256::default();
        for part in [
            ikm,
            b"HPKE-v1",
            b"KEM",
            &Self::KEM_ID.to_be_bytes(),
            &13u16.to_be_bytes(),
            LABEL,
            &32u16.to_be_bytes(),
        ] {
            xof.update(part);
        }
        let mut seed = Zeroizing::new([0; SEED_LEN]);
        xof.finalize_xof().read(seed.as_mut_slice());
        let key = PrivateKey(Arc::new(DecapsulationKey::from_seed(seed)));
        let public = Self::sk_to_pk(&key);
        (key, public)
    }

    fn decap(
        key: &PrivateKey,
        sender: Option<&PublicKey>,
        encapped: &EncappedKey,
    ) -> Result<SharedSecret<Self>, HpkeError> {
        if sender.is_some() {
            return Err(HpkeError::DecapError);
        }
        let secret = key
            .0
            .decapsulate(&encapped.0)
            .map_err(|_| HpkeError::DecapError)?;
        Ok(SharedSecret(GenericArray::clone_from_slice(
            secret.as_slice(),
        )))
    }

    fn encap<R: rand_core::CryptoRng + rand_core::RngCore>(
        key: &PublicKey,
        sender: Option<(&PrivateKey, &PublicKey)>,
        rng: &mut R,
    ) -> Result<(SharedSecret<Self>, EncappedKey), HpkeError> {
        if sender.is_some() {
            return Err(HpkeError::EncapError);
        }
        let (ciphertext, secret) = key.0.encapsulate(rng);
        Ok((
            SharedSecret(GenericArray::clone_from_slice(secret.as_slice())),
            EncappedKey(ciphertext),
        ))
    }
}

impl PartialEq for PrivateKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for PrivateKey {}

impl Serializable for PrivateKey {
    type OutputSize = U32;

    fn write_exact(&self, buffer: &mut [u8]) {
        buffer.copy_from_slice(self.0.expose_seed().as_slice());
    }
}

impl Deserializable for PrivateKey {
    fn from_bytes(encoded: &[u8]) -> Result<Self, HpkeError> {
        let seed = Zeroizing::new(exact::<SEED_LEN>(encoded)?);
        Ok(Self(Arc::new(DecapsulationKey::from_seed(seed))))
    }
}

impl Serializable for PublicKey {
    type OutputSize = Sum<U1024, U192>;

    fn write_exact(&self, buffer: &mut [u8]) {
        buffer.copy_from_slice(&self.0.to_bytes());
    }
}

impl Deserializable for PublicKey {
    fn from_bytes(encoded: &[u8]) -> Result<Self, HpkeError> {
        let encoded = exact::<ENCAPSULATION_KEY_LEN>(encoded)?;
        let key = EncapsulationKey::from_bytes(&encoded).map_err(|_| HpkeError::ValidationError)?;
        Ok(Self(Arc::new(key)))
    }
}

impl Serializable for EncappedKey {
    type OutputSize = Sum<U1024, U96>;

    fn write_exact(&self, buffer: &mut [u8]) {
        buffer.copy_from_slice(&self.0);
    }
}

impl Deserializable for EncappedKey {
    fn from_bytes(encoded: &[u8]) -> Result<Self, HpkeError> {
        exact(encoded).map(Self)
    }
}

fn exact<const N: usize>(encoded: &[u8]) -> Result<[u8; N], HpkeError> {
    encoded
        .try_into()
        .map_err(|_| HpkeError::IncorrectInputLength(N, encoded.len()))
}

const _: () = assert!(<PublicKey as Serializable>::OutputSize::USIZE == ENCAPSULATION_KEY_LEN);
const _: () = assert!(<EncappedKey as Serializable>::OutputSize::USIZE == CIPHERTEXT_LEN);
