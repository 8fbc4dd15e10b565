//! The claim file: JSON, in one spelling.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

use super::{Bridge, Claim, ClaimError, ClaimKeys, CutOffPost};
use crate::envelope::Envelope;
use crate::keys::AuthorMacKey;
use crate::log::Hash;
use crate::log::note::VerifierKey;
use crate::log::proof::TlogProof;

/// The longest claim file, in bytes.
pub const MAX_CLAIM: usize = 4 * 1024 * 1024;
const FORMAT: &str = "davylamp-claim/v1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    desk: String,
    author: String,
    mac_key: String,
    challenge: String,
    cut_offs: Vec<CutOffLine>,
    bridges: Vec<BridgeLine>,
    signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CutOffLine {
    origin: String,
    envelope: String,
    proof: String,
    consistency: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BridgeLine {
    origin: String,
    size: u64,
    hashes: Vec<String>,
}

impl Claim {
    /// The claim file.
    #[must_use]
    pub fn encode(&self) -> String {
        let file = File {
            format: FORMAT.to_owned(),
            desk: self.desk.to_string(),
            author: BASE64_STANDARD.encode(self.keys.author),
            mac_key: BASE64_STANDARD.encode(self.keys.mac.expose()),
            challenge: self.challenge_note.clone(),
            cut_offs: self.cut_offs.iter().map(|(post, _)| post.line()).collect(),
            bridges: self.bridges.iter().map(Bridge::line).collect(),
            signature: BASE64_STANDARD.encode(self.signature),
        };
        serde_json::to_string_pretty(&file).expect("strings and numbers are always JSON") + "\n"
    }

    /// Reads a claim file, and verifies its signature, its challenge and its cut-off posts.
    ///
    /// # Errors
    /// [`ClaimError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, ClaimError> {
        if bytes.len() > MAX_CLAIM {
            return Err(ClaimError::Format);
        }
        let file: File = serde_json::from_slice(bytes).map_err(|_| ClaimError::Format)?;
        let (desk, keys, signature) = file.head().ok_or(ClaimError::Format)?;
        let cut_offs = file.cut_offs.iter().map(CutOffPost::from_line).collect::<Option<_>>();
        let bridges = file.bridges.iter().map(Bridge::from_line).collect::<Option<_>>();
        let (cut_offs, bridges) = cut_offs.zip(bridges).ok_or(ClaimError::Format)?;
        let mut claim = Self::unsigned(&desk, keys, &file.challenge, cut_offs, bridges)?;
        claim.signature = signature;
        if !claim.signature_is_right() {
            return Err(ClaimError::Signature);
        }
        if claim.encode().as_bytes() == bytes { Ok(claim) } else { Err(ClaimError::Format) }
    }
}

impl File {
    fn head(&self) -> Option<(VerifierKey, ClaimKeys, [u8; 64])> {
        if self.format != FORMAT {
            return None;
        }
        let mac = AuthorMacKey::from_bytes(&bytes(&self.mac_key)?);
        let keys = ClaimKeys { author: bytes(&self.author)?, mac };
        Some((VerifierKey::parse(&self.desk).ok()?, keys, bytes(&self.signature)?))
    }
}

impl CutOffPost {
    fn line(&self) -> CutOffLine {
        CutOffLine {
            origin: self.origin.clone(),
            envelope: BASE64_STANDARD.encode(self.envelope.as_bytes()),
            proof: self.proof.encode(),
            consistency: self.consistency.iter().map(Hash::to_string).collect(),
        }
    }

    fn from_line(line: &CutOffLine) -> Option<Self> {
        let proof = TlogProof::decode(line.proof.as_bytes()).ok().filter(|proof| proof.extra.is_none())?;
        Some(Self {
            origin: line.origin.clone(),
            envelope: Envelope::from_bytes(&BASE64_STANDARD.decode(&line.envelope).ok()?)?,
            proof,
            consistency: hashes(&line.consistency)?,
        })
    }
}

impl Bridge {
    fn line(&self) -> BridgeLine {
        let hashes = self.hashes.iter().map(Hash::to_string).collect();
        BridgeLine { origin: self.origin.clone(), size: self.size, hashes }
    }

    fn from_line(line: &BridgeLine) -> Option<Self> {
        Some(Self { origin: line.origin.clone(), size: line.size, hashes: hashes(&line.hashes)? })
    }
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    BASE64_STANDARD.decode(text).ok()?.try_into().ok()
}

fn hashes(lines: &[String]) -> Option<Vec<Hash>> {
    lines.iter().map(|line| Hash::from_base64(line)).collect()
}
