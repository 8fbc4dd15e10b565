//! Speaking to a relay without the client: for tests that post what the client would not, or look behind its back.

use anyhow::{Context, Result, bail};
use davylamp_protocol::card::Card;
use davylamp_protocol::clue::CLUE_LEN;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::log::answer;
use davylamp_protocol::log::checkpoint::{Checkpoint, VerifiedCheckpoint};
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::group::{GROUP, Group};
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::log::proof::TlogProof;
use davylamp_protocol::log::tile::{TILE_WIDTH, TilePath, decode_bundle};

/// A reader and poster of one relay.
#[derive(Clone)]
pub struct Http {
    http: reqwest::Client,
    address: String,
    log: VerifierKey,
}

impl Http {
    /// Speaks to `address` (`host:port`), whose checkpoints `log` signs.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(address: &str, log: &VerifierKey) -> Result<Self> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self { http, address: address.to_owned(), log: log.clone() })
    }

    /// Posts an envelope, and verifies the proof that comes back.
    ///
    /// # Errors
    /// When there is no proof, or a wrong one.
    pub async fn post(&self, envelope: &Envelope) -> Result<TlogProof> {
        let url = format!("http://{}/v1/envelopes", self.address);
        let request = self.http.post(url).header("content-type", "application/octet-stream");
        let response = request.body(envelope.as_bytes().to_vec()).send().await?;
        let status = response.status();
        let bytes = response.bytes().await?;
        if !status.is_success() {
            bail!("{status}: {}", String::from_utf8_lossy(&bytes));
        }
        let proof = TlogProof::decode(answer::decode(&bytes)?)?;
        proof.verify(entry_of(envelope).leaf_hash(), &self.log)?;
        Ok(proof)
    }

    /// The newest checkpoint, verified.
    ///
    /// # Errors
    /// When there is none, or a wrong one.
    pub async fn checkpoint(&self) -> Result<VerifiedCheckpoint> {
        Ok(Checkpoint::verify(&self.get("/checkpoint").await?, &self.log)?)
    }

    /// All entries under a checkpoint, as entry bundles.
    ///
    /// # Errors
    /// When a bundle is missing or malformed.
    pub async fn entries(&self, checkpoint: &VerifiedCheckpoint) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for index in 0..checkpoint.size.div_ceil(u64::from(TILE_WIDTH)) {
            let width = TilePath::Entries { index, width: TILE_WIDTH }.width_at(checkpoint.size);
            let path = TilePath::Entries { index, width }.format();
            entries.extend(decode_bundle(&self.get(&format!("/{path}")).await?, usize::from(width))?);
        }
        Ok(entries)
    }

    /// The group that holds an index, verified.
    ///
    /// # Errors
    /// When it is missing, or not in the tree.
    pub async fn group_of(&self, index: u64, checkpoint: &VerifiedCheckpoint) -> Result<Group> {
        let number = index / u64::try_from(GROUP)?;
        let bytes = self.get(&format!("/v1/groups/{number}?size={}", checkpoint.size)).await?;
        let group = Group::decode(&bytes)?;
        group.verify(number, checkpoint)?;
        Ok(group)
    }

    /// The newest card of a desk, as anybody finds it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn card(&self, desk: &VerifierKey) -> Result<Card> {
        let bundle = self.get("/v1/cards").await?;
        let mut rest = bundle.get(2..).context("a bundle has a count")?;
        while !rest.is_empty() {
            let note = take(&mut rest, 4)?;
            take(&mut rest, 2)?;
            if let Ok(card) = Card::verify(note, desk) {
                return Ok(card);
            }
        }
        bail!("the desk has no card")
    }

    /// Any path.
    ///
    /// # Errors
    /// When the answer is not a success.
    pub async fn get(&self, path: &str) -> Result<Vec<u8>> {
        let response = self.http.get(format!("http://{}{path}", self.address)).send().await?;
        let status = response.status();
        let bytes = response.bytes().await?;
        if !status.is_success() {
            bail!("{path}: {status}: {}", String::from_utf8_lossy(&bytes));
        }
        Ok(bytes.to_vec())
    }
}

/// Takes a field with a big-endian length of so many bytes before it.
fn take<'a>(rest: &mut &'a [u8], width: usize) -> Result<&'a [u8]> {
    let (length, after) = rest.split_at_checked(width).context("a length")?;
    let length = length.iter().fold(0, |sum, byte| sum * 256 + usize::from(*byte));
    let (field, after) = after.split_at_checked(length).context("a field")?;
    *rest = after;
    Ok(field)
}

/// The log entry of an envelope.
#[must_use]
pub fn entry_of(envelope: &Envelope) -> Entry {
    let clue: [u8; CLUE_LEN] = envelope.clue().to_bytes();
    Entry::Envelope { clue, body_hash: envelope.body_hash() }
}

/// The body in an entry's slot of its group.
///
/// # Errors
/// When the group has no such slot.
pub fn body_in(group: &Group, index: u64) -> Result<Vec<u8>> {
    let slot = usize::try_from(index)? % GROUP;
    let (_, body) = group.slots().nth(slot).context("a group has sixteen slots")?;
    Ok(body.to_vec())
}
