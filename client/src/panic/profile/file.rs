//! The bytes of a profile's file: always as many, and random to look at.
//!
//! | offset | length | field |
//! |---|---|---|
//! | 0 | 32 | key |
//! | 32 | 12 | nonce |
//! | 44 | 262,100 | ChaCha20-Poly1305 of: u32 BE n ‖ n bytes of CBOR ‖ zeros |
//!
//! The key lies beside what it closes. It protects nothing: it leaves no header to recognise, and shows damage.

use chacha20poly1305::aead::{AeadInPlace as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce, Tag};
use davylamp_protocol::cbor;
use rand::RngCore as _;
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use super::{Profile, ProfileError, VERSION};

/// Encodes a profile under a fresh key.
///
/// # Errors
///
/// [`ProfileError::NoRoom`] for more than [`CBOR_MAX`] bytes.
pub(super) fn encode(profile: &Profile) -> Result<Zeroizing<Vec<u8>>, ProfileError> {
    let content = cbor::encode(profile);
    if content.len() > CBOR_MAX {
        return Err(ProfileError::NoRoom);
    }
    let length = u32::try_from(content.len()).map_err(|_| ProfileError::NoRoom)?;
    let mut file = Zeroizing::new(Vec::with_capacity(FILE_LEN));
    file.resize(HEAD, 0);
    OsRng.fill_bytes(&mut file);
    let (key, nonce) = (*Key::from_slice(file.get(..32).unwrap_or_default()), nonce(&file));
    file.extend(length.to_be_bytes());
    file.extend_from_slice(&content);
    file.resize(FILE_LEN - TAG, 0);
    let closed = file.get_mut(HEAD..).unwrap_or_default();
    let tag = ChaCha20Poly1305::new(&key).encrypt_in_place_detached(&nonce, &[], closed);
    file.extend_from_slice(&tag.map_err(|_| ProfileError::NoRoom)?);
    Ok(file)
}

/// Bytes that are left for more.
pub(super) fn room(profile: &Profile) -> Option<usize> {
    CBOR_MAX.checked_sub(cbor::encode(profile).len())
}

/// Reads it back.
///
/// # Errors
///
/// [`ProfileError::Damaged`], or [`ProfileError::Newer`] for what a later version wrote.
pub(super) fn decode(file: &[u8]) -> Result<Profile, ProfileError> {
    let content = open(file).ok_or(ProfileError::Damaged)?;
    if let Ok(profile) = cbor::decode::<Profile>(&content)
        && profile.version == VERSION
    {
        return if profile.is_sound() { Ok(profile) } else { Err(ProfileError::Damaged) };
    }
    match version(&content) {
        Some(version) if version > u64::from(VERSION) => Err(ProfileError::Newer),
        _ => Err(ProfileError::Damaged),
    }
}

fn open(file: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if file.len() != FILE_LEN {
        return None;
    }
    let (head, rest) = file.split_at_checked(HEAD)?;
    let (closed, tag) = rest.split_at_checked(rest.len().checked_sub(TAG)?)?;
    let mut opened = Zeroizing::new(closed.to_vec());
    let cipher = ChaCha20Poly1305::new(Key::from_slice(head.get(..32)?));
    cipher.decrypt_in_place_detached(&nonce(head), &[], &mut opened, Tag::from_slice(tag)).ok()?;
    let (length, rest) = opened.split_first_chunk()?;
    let (content, zeros) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    zeros.iter().all(|byte| *byte == 0).then(|| Zeroizing::new(content.to_vec()))
}

/// The version of whatever wrote this: it stands first in every version.
fn version(content: &[u8]) -> Option<u64> {
    let mut decoder = minicbor::Decoder::new(content);
    decoder.map().ok()?;
    (decoder.u8().ok()? == 0).then(|| decoder.u64().ok()).flatten()
}

fn nonce(head: &[u8]) -> Nonce {
    *Nonce::from_slice(head.get(32..HEAD).unwrap_or(&[0; 12]))
}

/// Bytes of the file, whatever it holds.
pub(crate) const FILE_LEN: usize = 262_144;
/// The most CBOR that it holds, in bytes.
pub(super) const CBOR_MAX: usize = FILE_LEN - HEAD - TAG - 4;
const HEAD: usize = 44;
const TAG: usize = 16;
