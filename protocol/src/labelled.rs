//! Labelled, length-prefixed input of every PRF, KDF, hash and signature (`SPEC.md` 1).
//!
//! ```text
//! L(label, f1, …) = u32 len(label) ‖ label ‖ u32 len(f1) ‖ f1 ‖ …
//! ```

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A 32-byte secret that is wiped when dropped.
pub type Secret32 = Zeroizing<[u8; 32]>;

/// `L(label, fields…)`: the bytes that are hashed or signed.
#[must_use]
pub fn input(label: &str, fields: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length = fields.iter().map(|f| 4 + f.len()).sum::<usize>() + 4 + label.len();
    let mut out = Zeroizing::new(Vec::with_capacity(length));
    for field in std::iter::once(&label.as_bytes()).chain(fields) {
        let length = u32::try_from(field.len()).expect("no field of this protocol reaches 4 GiB");
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(field);
    }
    out
}

/// `PRF(K, label, fields…)`: HMAC-SHA-256, 32 bytes.
#[must_use]
pub fn prf(key: &[u8; 32], label: &str, fields: &[&[u8]]) -> Secret32 {
    let mut mac = mac_of(key);
    mac.update(&input(label, fields));
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// Whether `tag` is `PRF(K, label, fields…)`, compared in constant time.
#[must_use]
pub fn prf_matches(key: &[u8; 32], label: &str, fields: &[&[u8]], tag: &[u8]) -> bool {
    let mut mac = mac_of(key);
    mac.update(&input(label, fields));
    mac.verify_slice(tag).is_ok()
}

fn mac_of(key: &[u8; 32]) -> Hmac<Sha256> {
    <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// `KDF(ikm, salt, label, fields…)`: HKDF-SHA-256, 32 bytes.
#[must_use]
pub fn kdf(ikm: &[u8], salt: &[u8], label: &str, fields: &[&[u8]]) -> Secret32 {
    let mut out = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), ikm)
        .expand(&input(label, fields), out.as_mut())
        .expect("32 bytes are within HKDF-SHA-256's reach");
    out
}

/// `HASH(label, fields…)`: SHA-256, 32 bytes.
#[must_use]
pub fn hash(label: &str, fields: &[&[u8]]) -> [u8; 32] {
    Sha256::digest(input(label, fields)).into()
}

/// `SIGN(sk, label, fields…)`: Ed25519, 64 bytes.
#[must_use]
pub fn sign(key: &SigningKey, label: &str, fields: &[&[u8]]) -> [u8; 64] {
    key.sign(&input(label, fields)).to_bytes()
}

/// Whether `signature` is a valid `SIGN` under `key`, by the strict rules (no small-order key or nonce).
#[must_use]
pub fn verify(key: &[u8; 32], label: &str, fields: &[&[u8]], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(key).is_ok_and(|key| {
        key.verify_strict(&input(label, fields), &Signature::from_bytes(signature))
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_is_the_example_of_the_specification() {
        assert_eq!(
            hex::encode(&*input("davylamp/v1/x", &[b"ab"])),
            "0000000d646176796c616d702f76312f78000000026162"
        );
    }

    #[test]
    fn a_field_cannot_borrow_a_byte_from_its_neighbour() {
        assert_ne!(hash("l", &[b"ab", b"c"]), hash("l", &[b"a", b"bc"]));
        assert_ne!(hash("la", &[b"b"]), hash("l", &[b"ab"]));
        assert_ne!(hash("l", &[b""]), hash("l", &[]));
    }

    #[test]
    fn rejects_a_signature_under_another_label_field_or_key() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let public = key.verifying_key().to_bytes();
        let signature = sign(&key, "a", &[b"x"]);
        assert!(verify(&public, "a", &[b"x"], &signature));
        assert!(!verify(&public, "b", &[b"x"], &signature));
        assert!(!verify(&public, "a", &[b"y"], &signature));
        assert!(!verify(&[0; 32], "a", &[b"x"], &signature));
    }
}
