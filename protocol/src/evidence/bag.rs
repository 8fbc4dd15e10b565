//! Makes a case file's bag (`SPEC.md` 10.1).

use super::attached::MAX_ATTACHED;
use super::layout::{Files, MAX_BAG, MAX_BAG_FILE, MAX_ITEMS};
use super::material::CaseMaterial;
use super::prove::Fault;
use super::render::{self, TAG_MANIFEST};
use crate::attachment::SIZE_MAX;
use crate::log::note::{Algorithm, KeyError, NoteError, NoteSigner, VerifierKey, sign};

/// The desk's signature: outside of what it signs, and outside of the tag manifest.
pub const SIGNATURE_FILE: &str = "tagmanifest-sha256.txt.note";

/// Why no bag was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// It would not verify; the first reason.
    #[error("the case file would be broken: {0}")]
    Broken(Fault),
    /// The signer is not the online key of the newest card.
    #[error("the signing key is not the one that the desk's newest card names")]
    Signer,
    /// Too many messages, or too many bytes.
    #[error("the case is too large for one case file")]
    TooLarge,
    /// The manifest could not be signed.
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// The online key of a card as the key of a signed note: `<desk's name>/online`.
///
/// # Errors
/// [`KeyError`] for a name that is too long, or bytes that are no key.
pub fn online_key(desk: &VerifierKey, online_key: &[u8; 32]) -> Result<VerifierKey, KeyError> {
    VerifierKey::new(&online_name(desk), Algorithm::Ed25519, online_key)
}

/// The secret side of [`online_key`], from its Ed25519 seed.
///
/// # Errors
/// [`KeyError`] for a name that is too long.
pub fn online_signer(desk: &VerifierKey, seed: &[u8; 32]) -> Result<NoteSigner, KeyError> {
    NoteSigner::from_seed(&online_name(desk), seed)
}

fn online_name(desk: &VerifierKey) -> String {
    format!("{}/online", desk.name())
}

/// Proves, renders and signs: all files but the attachments, which the caller has. The material must be sorted, and its custody log must end in this export, covered by a head.
///
/// # Errors
/// [`BuildError`]: nothing is made that its reader would find broken.
pub fn build(material: &CaseMaterial, online: &NoteSigner) -> Result<Files, BuildError> {
    if [material.messages.len(), material.cards.len(), material.heads.len()].iter().any(|count| *count > MAX_ITEMS) {
        return Err(BuildError::TooLarge);
    }
    let proven = material.prove();
    if proven.attachments.len() > MAX_ITEMS {
        return Err(BuildError::TooLarge);
    }
    if let Some(fault) = proven.faults.first() {
        return Err(BuildError::Broken(fault.clone()));
    }
    let key = proven.cards.last().and_then(|card| online_key(&material.desk, &card.card.online_key).ok());
    if key.as_ref() != Some(online.verifier_key()) {
        return Err(BuildError::Signer);
    }
    let mut files = render::files(material, &proven);
    let signature = signature(&files, online)?;
    files.insert(SIGNATURE_FILE.to_owned(), signature.into_bytes());
    let sizes = || files.values().map(|bytes| bytes.len() as u64);
    if sizes().any(|size| size > MAX_BAG_FILE) || sizes().sum::<u64>() > MAX_BAG {
        return Err(BuildError::TooLarge);
    }
    let attached = || material.attached.values().map(|attached| attached.size);
    if attached().any(|size| size > SIZE_MAX) || attached().sum::<u64>() > MAX_ATTACHED {
        return Err(BuildError::TooLarge);
    }
    Ok(files)
}

pub(super) fn signature(files: &Files, online: &NoteSigner) -> Result<String, NoteError> {
    let manifest = files.get(TAG_MANIFEST).map_or(&[][..], Vec::as_slice);
    sign(std::str::from_utf8(manifest).map_err(|_| NoteError::Malformed)?, &[online])
}
