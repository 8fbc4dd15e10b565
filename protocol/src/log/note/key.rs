//! The keys of notes, typed by what they sign.
//!
//! ```text
//! PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
//! └ name       └ key id └ base64(algorithm byte ‖ 32-byte public key)
//! ```

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use signed_note::{is_key_name_valid, key_id};

/// What a key signs: the signature type byte of C2SP `signed-note`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// 0x01: Ed25519 over the note's text.
    Ed25519,
    /// 0x04: Ed25519 over a time and a checkpoint's text, `cosignature/v1`.
    CosignatureV1,
}

impl Algorithm {
    /// The byte that stands before the public key.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::CosignatureV1 => 0x04,
        }
    }

    const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::Ed25519),
            0x04 => Some(Self::CosignatureV1),
            _ => None,
        }
    }
}

/// A name, an algorithm and a 32-byte Ed25519 public key. Its text form is a C2SP *vkey*.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    algorithm: Algorithm,
    id: u32,
    key: VerifyingKey,
}

impl VerifierKey {
    /// Puts a key together.
    ///
    /// # Errors
    ///
    /// [`KeyError::Name`] for a name that is empty, has white space, a control character or a plus, or is longer
    /// than [`MAX_NAME`]; [`KeyError::Point`] for bytes that are no public key, or one of low order.
    pub fn new(name: &str, algorithm: Algorithm, key: &[u8; 32]) -> Result<Self, KeyError> {
        if name.len() > MAX_NAME || !is_key_name_valid(name) || name.chars().any(char::is_control) {
            return Err(KeyError::Name);
        }
        let point = VerifyingKey::from_bytes(key).map_err(|_| KeyError::Point)?;
        // Anyone can sign for a key of low order.
        if point.is_weak() {
            return Err(KeyError::Point);
        }
        Ok(Self::from_point(name, algorithm, point))
    }

    fn from_point(name: &str, algorithm: Algorithm, key: VerifyingKey) -> Self {
        let id = key_id(name, &encoded(algorithm, key.as_bytes()));
        Self { name: name.to_owned(), algorithm, id, key }
    }

    /// Reads a vkey. Only the spelling that [`VerifierKey::to_string`](ToString::to_string) gives is accepted.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (name, rest) = text.split_once('+').ok_or(KeyError::Format)?;
        let (_, key) = rest.split_once('+').ok_or(KeyError::Format)?;
        if key.len() > MAX_KEY_TEXT {
            return Err(KeyError::Algorithm);
        }
        let bytes = BASE64_STANDARD.decode(key).map_err(|_| KeyError::Format)?;
        let (&byte, key) = bytes.split_first().ok_or(KeyError::Format)?;
        let algorithm = Algorithm::from_byte(byte).ok_or(KeyError::Algorithm)?;
        let parsed = Self::new(name, algorithm, key.try_into().map_err(|_| KeyError::Format)?)?;
        if parsed.to_string() == text { Ok(parsed) } else { Err(KeyError::Id) }
    }

    /// The key's name. A log's is its checkpoints' origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the key signs.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The Ed25519 public key.
    #[must_use]
    pub fn key_bytes(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The first four bytes of SHA-256(name ‖ 0x0a ‖ algorithm ‖ key), big-endian: a hint, not an identity.
    #[must_use]
    pub const fn key_id(&self) -> u32 {
        self.id
    }

    /// Strict: rejects points of low order and signatures in another form than RFC 8032's.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let signature = Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = BASE64_STANDARD.encode(encoded(self.algorithm, self.key.as_bytes()));
        write!(f, "{}+{:08x}+{key}", self.name, self.id)
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::parse(text)
    }
}

/// Signs notes: a log's checkpoints, a desk's cards and notices. The secret is erased on drop.
pub struct NoteSigner {
    secret: SigningKey,
    verifier: VerifierKey,
}

impl NoteSigner {
    /// The signer of this 32-byte Ed25519 seed (RFC 8032).
    ///
    /// # Errors
    ///
    /// [`KeyError::Name`] as for [`VerifierKey::new`].
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let (secret, verifier) = key_pair(name, Algorithm::Ed25519, seed)?;
        Ok(Self { secret, verifier })
    }

    /// The public side.
    #[must_use]
    pub const fn verifier_key(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The name that its signature lines bear.
    #[must_use]
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

/// Cosigns checkpoints with a time: a relay's clock, or a witness. The secret is erased on drop.
pub struct CosignerKey {
    secret: SigningKey,
    verifier: VerifierKey,
}

impl CosignerKey {
    /// The cosigner of this 32-byte Ed25519 seed (RFC 8032). The seed must serve nothing else: the signed message
    /// does not name the cosigner.
    ///
    /// # Errors
    ///
    /// [`KeyError::Name`] as for [`VerifierKey::new`].
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let (secret, verifier) = key_pair(name, Algorithm::CosignatureV1, seed)?;
        Ok(Self { secret, verifier })
    }

    /// The public side.
    #[must_use]
    pub const fn verifier_key(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The name that its signature lines bear.
    #[must_use]
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

/// Why a key was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not `name+id+base64`.
    #[error("malformed verifier key")]
    Format,
    /// A name that notes cannot bear.
    #[error("malformed key name")]
    Name,
    /// A signature type that is not supported here.
    #[error("verifier key of an unsupported type")]
    Algorithm,
    /// The key id is not that of name and key.
    #[error("verifier key does not fit its id")]
    Id,
    /// Not an Ed25519 public key, or one that anybody can sign for.
    #[error("not a usable public key")]
    Point,
}

fn key_pair(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<(SigningKey, VerifierKey), KeyError> {
    let secret = SigningKey::from_bytes(seed);
    let verifier = VerifierKey::new(name, algorithm, secret.verifying_key().as_bytes())?;
    Ok((secret, verifier))
}

fn encoded(algorithm: Algorithm, key: &[u8; 32]) -> Vec<u8> {
    [&[algorithm.byte()], key.as_slice()].concat()
}

/// The longest key name, in bytes.
pub const MAX_NAME: usize = 255;
/// Base64 of 33 bytes.
const MAX_KEY_TEXT: usize = 44;
