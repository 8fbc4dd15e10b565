//! The bytes of a profile's file: CBOR in a file of one size that is random to look at (`SPEC.md` 12.7, 13.1).

use davylamp_protocol::cbor;
use davylamp_protocol::cloak::{self, CONTENT_MAX};
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use super::{Profile, ProfileError, VERSION};

/// Encodes a profile under a fresh key.
///
/// # Errors
///
/// [`ProfileError::NoRoom`] for more than [`CONTENT_MAX`] bytes.
pub(super) fn encode(profile: &Profile) -> Result<Zeroizing<Vec<u8>>, ProfileError> {
    cloak::encode(&cbor::encode(profile), &mut OsRng).map_err(|_| ProfileError::NoRoom)
}

/// Bytes that are left for more.
pub(super) fn room(profile: &Profile) -> Option<usize> {
    CONTENT_MAX.checked_sub(cbor::encode(profile).len())
}

/// Reads it back.
///
/// # Errors
///
/// [`ProfileError::Damaged`], or [`ProfileError::Newer`] for what a later version wrote.
pub(super) fn decode(file: &[u8]) -> Result<Profile, ProfileError> {
    let content = cloak::decode(file).map_err(|_| ProfileError::Damaged)?;
    if let Ok(profile) = cbor::decode::<Profile>(&content)
        && profile.version == VERSION
    {
        return if profile.is_sound() { Ok(profile) } else { Err(ProfileError::Damaged) };
    }
    match cbor::version(&content) {
        Some(version) if version > u64::from(VERSION) => Err(ProfileError::Newer),
        _ => Err(ProfileError::Damaged),
    }
}
