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

#[cfg(test)]
mod tests {
    use age_core::primitives::{hpke_open, hpke_seal};
    use rand_core::{CryptoRng, RngCore};
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::hybrid::HPKE_INFO;

    /// Yields 00, 01, 02 and so on: the example of `SPEC.md`, section 2, is made with it.
    struct Counting(u8);

    impl RngCore for Counting {
        fn next_u32(&mut self) -> u32 {
            rand_core::impls::next_u32_via_fill(self)
        }

        fn next_u64(&mut self) -> u64 {
            rand_core::impls::next_u64_via_fill(self)
        }

        fn fill_bytes(&mut self, bytes: &mut [u8]) {
            for byte in bytes {
                *byte = self.0;
                self.0 = self.0.wrapping_add(1);
            }
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
            self.fill_bytes(bytes);
            Ok(())
        }
    }

    impl CryptoRng for Counting {}

    fn key() -> PrivateKey {
        let mut seed = Zeroizing::new([0; SEED_LEN]);
        Counting(0).fill_bytes(seed.as_mut_slice());
        PrivateKey(Arc::new(DecapsulationKey::from_seed(seed)))
    }

    fn digest(bytes: &[u8]) -> String {
        hex::encode(Sha256::digest(bytes))
    }

    #[test]
    fn seals_the_example_of_the_specification() {
        let public = XWing::sk_to_pk(&key());
        let (encapped, body) =
            hpke_seal::<XWing, _>(&public, HPKE_INFO, b"YELLOW SUBMARINE", &mut Counting(0));
        assert_eq!(
            digest(&public.0.to_bytes()),
            "c9a3565ffde4f72b51661be391ee13e46378d7f06dd5c8bf5af9d2cfb5b8336b"
        );
        assert_eq!(
            digest(&encapped.0),
            "351ec305905fa2cd88554c7e1d6a61b8f3c6fdbfdc5ac27568a4c9499e137124"
        );
        assert_eq!(
            hex::encode(&body),
            "95647fd3bee9fd6c229050be42b8902e7a556cfe2e86ee0f1ba5426b7e234c70"
        );
        assert_eq!(
            hex::encode(*key().0.decapsulate(&encapped.0).unwrap()),
            "6a05d1e95ce5c4c0d128aa41e1e027c319cb700ff700f6b05c5d60c1a55d0b21"
        );
        assert_eq!(
            hpke_open::<XWing>(&encapped, &key(), HPKE_INFO, &body).unwrap(),
            b"YELLOW SUBMARINE"
        );
    }

    #[test]
    fn does_not_open_under_another_info_key_or_body() {
        let public = XWing::sk_to_pk(&key());
        let (encapped, body) =
            hpke_seal::<XWing, _>(&public, HPKE_INFO, &[1; 16], &mut Counting(0));
        let other = XWing::derive_keypair(&[2; 32]).0;
        let mut changed = body.clone();
        changed[0] ^= 1;
        assert!(hpke_open::<XWing>(&encapped, &key(), b"another", &body).is_err());
        assert!(hpke_open::<XWing>(&encapped, &other, HPKE_INFO, &body).is_err());
        assert!(hpke_open::<XWing>(&encapped, &key(), HPKE_INFO, &changed).is_err());
    }

    #[test]
    fn has_no_authenticated_mode() {
        let (key, public) = XWing::derive_keypair(&[1; 32]);
        assert!(XWing::encap(&public, Some((&key, &public)), &mut Counting(0)).is_err());
        let (_, encapped) = XWing::encap(&public, None, &mut Counting(0)).unwrap();
        assert!(XWing::decap(&key, Some(&public), &encapped).is_err());
    }

    #[test]
    fn decodes_exact_lengths_only() {
        let public = XWing::sk_to_pk(&key());
        assert!(PublicKey::from_bytes(&public.to_bytes()).unwrap() == public);
        assert!(PrivateKey::from_bytes(&key().to_bytes()).unwrap() == key());
        for length in [0, 31, 33, 1119, 1121, 1215, 1217] {
            let bytes = vec![0; length];
            assert!(PublicKey::from_bytes(&bytes).is_err(), "{length}");
            assert!(PrivateKey::from_bytes(&bytes).is_err(), "{length}");
            assert!(EncappedKey::from_bytes(&bytes).is_err(), "{length}");
        }
    }
}
