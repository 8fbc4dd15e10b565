//! The KEM beneath the recipient: X-Wing, which HPKE calls MLKEM768-X25519 (draft-connolly-cfrg-xwing-kem, draft-ietf-hpke-pq).
//!
//! | value | bytes | layout |
//! |---|---|---|
//! | seed | 32 | SHAKE256(seed) = d (32) ‖ z (32) ‖ X25519 scalar (32) |
//! | encapsulation key | 1216 | ML-KEM-768 key (1184) ‖ X25519 point (32) |
//! | ciphertext | 1120 | ML-KEM-768 ciphertext (1088) ‖ X25519 point (32) |
//! | shared secret | 32 | SHA3-256(ss_M ‖ ss_X ‖ ct_X ‖ pk_X ‖ `5c2e2f2f5e5c`) |
//!
//! Nothing in Davylamp calls this by itself: messages go through [`HybridRecipient`](super::HybridRecipient). It is public so that benches can
//! measure what sealing costs above its parts.

use std::fmt;

use ml_kem::{
    B32, Ciphertext, EncapsulateDeterministic, EncodedSizeUser, KemCore, MlKem768, kem::Decapsulate,
};
use rand_core::CryptoRngCore;
use sha3::{
    Digest, Sha3_256, Shake256,
    digest::{ExtendableOutput, Update, XofReader},
};
use subtle::{Choice, ConstantTimeEq};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize, Zeroizing};

/// Bytes of a seed, from which both halves of a key pair come.
pub const SEED_LEN: usize = 32;
/// Bytes of an encoded encapsulation key.
pub const ENCAPSULATION_KEY_LEN: usize = PQ_KEY_LEN + POINT_LEN;
/// Bytes of a ciphertext; HPKE calls it the encapsulated key.
pub const CIPHERTEXT_LEN: usize = PQ_CIPHERTEXT_LEN + POINT_LEN;
/// Bytes of randomness that one encapsulation takes.
pub const ENCAPSULATION_SEED_LEN: usize = 64;
/// Bytes of a shared secret.
pub const SHARED_SECRET_LEN: usize = 32;

const PQ_KEY_LEN: usize = 1184;
const PQ_CIPHERTEXT_LEN: usize = 1088;
const POINT_LEN: usize = 32;
const COMBINER_LABEL: &[u8; 6] = br"\.//^\";

type PqEncapsulationKey = <MlKem768 as KemCore>::EncapsulationKey;
type PqDecapsulationKey = <MlKem768 as KemCore>::DecapsulationKey;

/// Why 1216 bytes are not an encapsulation key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// FIPS 203, section 7.2: a coefficient is not below the modulus.
    #[error("the ML-KEM half of the key is not reduced")]
    NotReduced,
    /// Every exchange with this X25519 point gives the same secret.
    #[error("the X25519 half of the key has low order")]
    LowOrder,
}

/// The X25519 half of a ciphertext has low order: its secret would be the same for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the X25519 half of the ciphertext has low order")]
pub struct LowOrderShare;

/// The public side, checked and expanded.
#[derive(Clone)]
pub struct EncapsulationKey {
    encoded: [u8; ENCAPSULATION_KEY_LEN],
    // 6 kB expanded, which a move should not copy.
    pq: Box<PqEncapsulationKey>,
    point: PublicKey,
}

impl EncapsulationKey {
    /// Decodes and checks a key from elsewhere.
    ///
    /// # Errors
    /// A coefficient of the ML-KEM half is not below the modulus, or the X25519 half has low order.
    pub fn from_bytes(encoded: &[u8; ENCAPSULATION_KEY_LEN]) -> Result<Self, KeyError> {
        let (pq, point) = split::<PQ_KEY_LEN, _>(encoded);
        if !is_reduced(pq) {
            return Err(KeyError::NotReduced);
        }
        let point = PublicKey::from(*point);
        if !has_large_order(&point) {
            return Err(KeyError::LowOrder);
        }
        let pq = PqEncapsulationKey::from_bytes(&(*pq).into());
        Ok(Self {
            encoded: *encoded,
            pq: Box::new(pq),
            point,
        })
    }

    /// The encoding: ML-KEM-768 key ‖ X25519 point.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; ENCAPSULATION_KEY_LEN] {
        self.encoded
    }

    /// A fresh shared secret, and the ciphertext that carries it.
    pub fn encapsulate(
        &self,
        rng: &mut impl CryptoRngCore,
    ) -> ([u8; CIPHERTEXT_LEN], SharedSecret) {
        let mut seed = Zeroizing::new([0; ENCAPSULATION_SEED_LEN]);
        rng.fill_bytes(seed.as_mut_slice());
        self.encapsulate_deterministic(&seed)
    }

    /// The same with the randomness given: ML-KEM's message (32) ‖ X25519 scalar (32). Only for vectors and benches.
    #[must_use]
    pub fn encapsulate_deterministic(
        &self,
        seed: &[u8; ENCAPSULATION_SEED_LEN],
    ) -> ([u8; CIPHERTEXT_LEN], SharedSecret) {
        let (message, scalar) = split::<32, 32>(seed);
        let mut message = B32::from(*message);
        let (pq_ciphertext, mut pq_secret) = self
            .pq
            .encapsulate_deterministic(&message)
            .expect("ML-KEM encapsulation has no failure");
        message.as_mut_slice().zeroize();
        let scalar = StaticSecret::from(*scalar);
        let share = PublicKey::from(&scalar);
        let secret = combine(
            &pq_secret,
            scalar.diffie_hellman(&self.point).as_bytes(),
            &share,
            &self.point,
        );
        pq_secret.as_mut_slice().zeroize();
        (join(pq_ciphertext.as_slice(), share.as_bytes()), secret)
    }
}

impl PartialEq for EncapsulationKey {
    fn eq(&self, other: &Self) -> bool {
        self.encoded == other.encoded
    }
}

impl Eq for EncapsulationKey {}

impl fmt::Debug for EncapsulationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "EncapsulationKey({}…)",
            hex::encode(self.encoded.first_chunk::<8>().expect("1216 bytes"))
        )
    }
}

/// The secret side, expanded once so that each opening is cheap. Wiped on drop.
pub struct DecapsulationKey {
    seed: Zeroizing<[u8; SEED_LEN]>,
    pq: Box<PqDecapsulationKey>,
    scalar: StaticSecret,
    point: PublicKey,
}

impl DecapsulationKey {
    /// Expands a seed of 32 uniform bytes.
    #[must_use]
    pub fn from_seed(seed: Zeroizing<[u8; SEED_LEN]>) -> Self {
        let mut expanded = Zeroizing::new([0; 96]);
        let mut xof = Shake256::default();
        xof.update(seed.as_slice());
        xof.finalize_xof().read(expanded.as_mut_slice());
        let (pq_seed, scalar) = split::<64, 32>(expanded.as_slice());
        let (d, z) = split::<32, 32>(pq_seed);
        let (mut d, mut z) = (B32::from(*d), B32::from(*z));
        let (pq, _) = MlKem768::generate_deterministic(&d, &z);
        d.as_mut_slice().zeroize();
        z.as_mut_slice().zeroize();
        let scalar = StaticSecret::from(*scalar);
        let point = PublicKey::from(&scalar);
        Self {
            seed,
            pq: Box::new(pq),
            scalar,
            point,
        }
    }

    /// The seed, for storage.
    #[must_use]
    pub fn expose_seed(&self) -> &Zeroizing<[u8; SEED_LEN]> {
        &self.seed
    }

    /// The public side; it needs no check, being derived.
    #[must_use]
    pub fn encapsulation_key(&self) -> EncapsulationKey {
        let pq = self.pq.encapsulation_key().clone();
        EncapsulationKey {
            encoded: join(pq.as_bytes().as_slice(), self.point.as_bytes()),
            pq: Box::new(pq),
            point: self.point,
        }
    }

    /// The shared secret of a ciphertext. A ciphertext for another key gives another secret, not an error: that is ML-KEM's implicit rejection.
    ///
    /// # Errors
    /// The X25519 half of the ciphertext has low order.
    pub fn decapsulate(
        &self,
        ciphertext: &[u8; CIPHERTEXT_LEN],
    ) -> Result<SharedSecret, LowOrderShare> {
        let (pq_ciphertext, share) = split::<PQ_CIPHERTEXT_LEN, POINT_LEN>(ciphertext);
        let share = PublicKey::from(*share);
        let exchanged = self.scalar.diffie_hellman(&share);
        if !exchanged.was_contributory() {
            return Err(LowOrderShare);
        }
        let pq_ciphertext = Ciphertext::<MlKem768>::from(*pq_ciphertext);
        let mut pq_secret = self
            .pq
            .decapsulate(&pq_ciphertext)
            .expect("ML-KEM decapsulation has no failure");
        let secret = combine(&pq_secret, exchanged.as_bytes(), &share, &self.point);
        pq_secret.as_mut_slice().zeroize();
        Ok(secret)
    }
}

impl ConstantTimeEq for DecapsulationKey {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.seed.ct_eq(other.seed.as_slice())
    }
}

/// What both sides then share. Wiped on drop.
pub type SharedSecret = Zeroizing<[u8; SHARED_SECRET_LEN]>;

fn combine(pq: &[u8], exchanged: &[u8; 32], share: &PublicKey, point: &PublicKey) -> SharedSecret {
    let digest = Sha3_256::new()
        .chain(pq)
        .chain(exchanged)
        .chain(share.as_bytes())
        .chain(point.as_bytes())
        .chain(COMBINER_LABEL);
    Zeroizing::new(digest.finalize().into())
}

/// FIPS 203, section 7.2, "modulus check": twelve-bit coefficients, little-endian, two in three bytes, then the matrix seed.
fn is_reduced(pq: &[u8; PQ_KEY_LEN]) -> bool {
    const MODULUS: u16 = 3329;
    const COEFFICIENTS_LEN: usize = 1152;
    let (coefficients, _) = split::<COEFFICIENTS_LEN, 32>(pq);
    let (triples, _) = coefficients.as_chunks::<3>();
    triples.iter().all(|&[low, middle, high]| {
        let first = u16::from(low) | (u16::from(middle & 0x0f) << 8);
        let second = u16::from(middle >> 4) | (u16::from(high) << 4);
        first < MODULUS && second < MODULUS
    })
}

/// Clamping makes every scalar a multiple of eight, so any one scalar tells points of low order from all others.
fn has_large_order(point: &PublicKey) -> bool {
    StaticSecret::from([0x5a; 32])
        .diffie_hellman(point)
        .was_contributory()
}

fn split<const A: usize, const B: usize>(bytes: &[u8]) -> (&[u8; A], &[u8; B]) {
    let (first, rest) = bytes
        .split_first_chunk()
        .expect("the lengths are this file's constants");
    (
        first,
        rest.try_into()
            .expect("the lengths are this file's constants"),
    )
}

fn join<const N: usize>(pq: &[u8], point: &[u8; POINT_LEN]) -> [u8; N] {
    let mut joined = [0; N];
    let (first, rest) = joined.split_at_mut(pq.len());
    first.copy_from_slice(pq);
    rest.copy_from_slice(point);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first vector of draft-connolly-cfrg-xwing-kem.
    const SEED: &str = "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26";
    const ENCAPSULATION_SEED: &str = "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2";
    const SECRET: &str = "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384";

    fn unhex<const N: usize>(text: &str) -> [u8; N] {
        hex::decode(text).unwrap().try_into().unwrap()
    }

    fn key() -> DecapsulationKey {
        DecapsulationKey::from_seed(Zeroizing::new(unhex(SEED)))
    }

    #[test]
    fn agrees_with_the_draft() {
        let (ciphertext, secret) = key()
            .encapsulation_key()
            .encapsulate_deterministic(&unhex(ENCAPSULATION_SEED));
        assert_eq!(hex::encode(*secret), SECRET);
        assert_eq!(key().decapsulate(&ciphertext).unwrap(), secret);
    }

    #[test]
    fn a_decoded_key_is_the_derived_one() {
        let derived = key().encapsulation_key();
        assert_eq!(
            EncapsulationKey::from_bytes(&derived.to_bytes()).unwrap(),
            derived
        );
    }

    #[test]
    fn rejects_a_coefficient_that_equals_the_modulus_in_every_place() {
        let good = key().encapsulation_key().to_bytes();
        for at in (0..1152).step_by(3) {
            let mut first = good;
            first[at] = 0x01;
            first[at + 1] = (first[at + 1] & 0xf0) | 0x0d;
            assert_eq!(
                EncapsulationKey::from_bytes(&first),
                Err(KeyError::NotReduced),
                "first of triple at {at}"
            );
            let mut second = good;
            second[at + 1] = (second[at + 1] & 0x0f) | 0x10;
            second[at + 2] = 0xd0;
            assert_eq!(
                EncapsulationKey::from_bytes(&second),
                Err(KeyError::NotReduced),
                "second of triple at {at}"
            );
        }
    }

    #[test]
    fn accepts_a_coefficient_one_below_the_modulus() {
        let mut encoded = key().encapsulation_key().to_bytes();
        (encoded[0], encoded[1], encoded[2]) = (0x00, 0x0d, 0xd0);
        assert!(EncapsulationKey::from_bytes(&encoded).is_ok());
    }

    #[test]
    fn rejects_every_point_of_low_order_in_a_key_and_in_a_ciphertext() {
        let good = key().encapsulation_key().to_bytes();
        let (ciphertext, _) = key()
            .encapsulation_key()
            .encapsulate_deterministic(&unhex(ENCAPSULATION_SEED));
        for point in low_order_points() {
            let mut encoded = good;
            encoded[PQ_KEY_LEN..].copy_from_slice(&point);
            assert_eq!(
                EncapsulationKey::from_bytes(&encoded),
                Err(KeyError::LowOrder),
                "{}",
                hex::encode(point)
            );
            let mut changed = ciphertext;
            changed[PQ_CIPHERTEXT_LEN..].copy_from_slice(&point);
            assert_eq!(
                key().decapsulate(&changed),
                Err(LowOrderShare),
                "{}",
                hex::encode(point)
            );
        }
    }

    #[test]
    fn a_changed_ciphertext_gives_another_secret() {
        let (mut ciphertext, secret) = key().encapsulation_key().encapsulate(&mut rand_core::OsRng);
        for at in [
            0,
            PQ_CIPHERTEXT_LEN - 1,
            PQ_CIPHERTEXT_LEN,
            CIPHERTEXT_LEN - 2,
        ] {
            ciphertext[at] ^= 1;
            assert_ne!(key().decapsulate(&ciphertext).unwrap(), secret, "byte {at}");
            ciphertext[at] ^= 1;
        }
    }

    /// 0, 1, two of order eight, and p − 1, p, p + 1; each with and without the bit that X25519 ignores.
    fn low_order_points() -> impl Iterator<Item = [u8; 32]> {
        let around_p = |low: u8| {
            let mut point = [0xff; 32];
            (point[0], point[31]) = (low, 0x7f);
            point
        };
        let mut one = [0; 32];
        one[0] = 1;
        let points = [
            [0; 32],
            one,
            unhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
            unhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
            around_p(0xec),
            around_p(0xed),
            around_p(0xee),
        ];
        points.into_iter().flat_map(|point| {
            let mut high = point;
            high[31] |= 0x80;
            [point, high]
        })
    }
}
