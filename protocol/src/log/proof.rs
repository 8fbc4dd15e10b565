//! Offline-verifiable proofs that an entry is in a log (C2SP `tlog-proof`).
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
//! index 73894
//! gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
//! … one hash a line, from the leaf's sibling up …
//!
//! example.com/fancylog
//! … the checkpoint, as it was signed …
//! ```

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::checkpoint::{Checkpoint, CheckpointError, MAX_CHECKPOINT, VerifiedCheckpoint};
use super::note::{NoteError, SignedNote, VerifierKey};
use super::tree::{MAX_PATH, TreeError, verify_inclusion};
use super::{Hash, decimal};

/// A proof as it was read: nothing in it is believed before [`TlogProof::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Opaque, and never authenticated. Davylamp writes none.
    pub extra: Option<Vec<u8>>,
    /// The entry's number in the log, from 0.
    pub index: u64,
    /// The audit path, from the leaf's sibling to the root's child.
    pub hashes: Vec<Hash>,
    /// The checkpoint note, byte for byte.
    pub checkpoint: String,
}

impl TlogProof {
    /// The proof as text.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = String::with_capacity(self.checkpoint.len() + (self.hashes.len() + 2) * LINE);
        out.push_str(HEADER);
        out.push('\n');
        if let Some(extra) = &self.extra {
            out.push_str(EXTRA);
            BASE64_STANDARD.encode_string(extra, &mut out);
            out.push('\n');
        }
        // Writing to a string does not fail.
        let _ = writeln!(out, "{INDEX}{}", self.index);
        for hash in &self.hashes {
            BASE64_STANDARD.encode_string(hash.0, &mut out);
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&self.checkpoint);
        out
    }

    /// Reads a proof of at most [`MAX_PROOF_TEXT`] bytes.
    ///
    /// # Errors
    ///
    /// [`ProofError::Format`] for anything but one canonical proof, [`ProofError::TooLong`] beyond the caps,
    /// [`ProofError::Checkpoint`] if what follows the path is not a signed note.
    pub fn decode(bytes: &[u8]) -> Result<Self, ProofError> {
        if bytes.len() > MAX_PROOF_TEXT {
            return Err(ProofError::TooLong);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| ProofError::Format)?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(ProofError::Format)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(ProofError::Format);
        }
        let extra = lines.next_if(|line| line.starts_with(EXTRA)).map(parse_extra).transpose()?;
        let index = lines.next().and_then(|line| line.strip_prefix(INDEX)).and_then(decimal);
        let index = index.ok_or(ProofError::Format)?;
        let hashes = parse_path(lines)?;
        SignedNote::parse(checkpoint.as_bytes(), MAX_CHECKPOINT).map_err(CheckpointError::Note)?;
        Ok(Self { extra, index, hashes, checkpoint: checkpoint.to_owned() })
    }

    /// Checks that `leaf` is entry [`TlogProof::index`] of `log`, and gives the checkpoint that says so.
    ///
    /// # Errors
    ///
    /// [`ProofError::Checkpoint`] if `log` did not sign the checkpoint, [`ProofError::Tree`] if `leaf` is not there.
    pub fn verify(&self, leaf: Hash, log: &VerifierKey) -> Result<VerifiedCheckpoint, ProofError> {
        let checkpoint = Checkpoint::verify(self.checkpoint.as_bytes(), log)?;
        self.verify_in(leaf, &checkpoint)?;
        Ok(checkpoint)
    }

    pub(super) fn verify_in(&self, leaf: Hash, checkpoint: &VerifiedCheckpoint) -> Result<(), ProofError> {
        Ok(verify_inclusion(checkpoint.root, checkpoint.size, self.index, leaf, &self.hashes)?)
    }
}

/// Why a proof was not read, or not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// Not the form of a proof.
    #[error("malformed log proof")]
    Format,
    /// Too many bytes, or more hashes than a tree has levels.
    #[error("log proof is too long")]
    TooLong,
    /// The checkpoint is malformed, or not the log's.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The entry is not in that tree at that place.
    #[error(transparent)]
    Tree(#[from] TreeError),
}

impl From<NoteError> for ProofError {
    fn from(error: NoteError) -> Self {
        Self::Checkpoint(error.into())
    }
}

fn parse_extra(line: &str) -> Result<Vec<u8>, ProofError> {
    let base64 = line.strip_prefix(EXTRA).ok_or(ProofError::Format)?;
    BASE64_STANDARD.decode(base64).map_err(|_| ProofError::Format)
}

fn parse_path<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<Hash>, ProofError> {
    let mut hashes = Vec::new();
    for line in lines {
        if hashes.len() == MAX_PATH {
            return Err(ProofError::TooLong);
        }
        hashes.push(Hash::from_base64(line).ok_or(ProofError::Format)?);
    }
    Ok(hashes)
}

/// The longest proof text, in bytes.
pub const MAX_PROOF_TEXT: usize = 64 * 1024;
/// A hash in base64 and its line feed.
const LINE: usize = 45;
const HEADER: &str = "c2sp.org/tlog-proof@v1";
const EXTRA: &str = "extra ";
const INDEX: &str = "index ";

#[cfg(test)]
mod tests {
    use super::super::leaf_hash;
    use super::super::note::NoteSigner;
    use super::super::tree::{MemoryTree, prove_inclusion};
    use super::*;

    fn log() -> NoteSigner {
        NoteSigner::from_seed("example.com/fancylog", &[1; 32]).unwrap()
    }

    fn leaf(index: u64) -> Hash {
        leaf_hash(&index.to_be_bytes())
    }

    fn proof(size: u64, index: u64) -> TlogProof {
        let tree: MemoryTree = (0..size).map(leaf).collect();
        let checkpoint = Checkpoint { origin: log().name().to_owned(), size, root: tree.root() };
        let hashes = prove_inclusion(size, index, &tree).unwrap();
        TlogProof { extra: None, index, hashes, checkpoint: checkpoint.sign(&log()).unwrap() }
    }

    #[test]
    fn proofs_read_back_and_verify() {
        for (size, index) in [(1, 0), (2, 1), (100, 37), (257, 256)] {
            let proof = proof(size, index);
            let read = TlogProof::decode(proof.encode().as_bytes()).unwrap();
            assert_eq!(read, proof);
            let checkpoint = read.verify(leaf(index), log().verifier_key()).unwrap();
            assert_eq!(checkpoint.size, size);
        }
    }

    #[test]
    fn the_head_is_that_of_the_specifications_example() {
        let head = "c2sp.org/tlog-proof@v1\n\
            extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ\n\
            index 73894\n\
            gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n\
            B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n\
            EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=\n\
            RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=\n\
            AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n";
        let text = format!("{head}\n{}", proof(1, 0).checkpoint);
        let read = TlogProof::decode(text.as_bytes()).unwrap();
        assert_eq!((read.index, read.hashes.len()), (73_894, 5));
        assert!(read.extra.as_deref().unwrap().starts_with(b"age-v1.2.1-darwin-arm64.tar.gz"));
        assert_eq!(read.encode(), text);
    }

    #[test]
    fn no_altered_byte_of_a_proof_is_believed() {
        let proof = proof(21, 17);
        let text = proof.encode();
        for at in 0..text.len() {
            for bit in [0x01, 0x02, 0x10, 0x80] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= bit;
                let read = TlogProof::decode(&bytes);
                let believed = read.is_ok_and(|read| read.verify(leaf(17), log().verifier_key()).is_ok());
                assert!(!believed, "byte {at} ^ {bit}");
            }
        }
    }

    #[test]
    fn another_leaf_or_log_is_not_proven() {
        let proof = proof(21, 17);
        let other = NoteSigner::from_seed("example.com/fancylog", &[2; 32]).unwrap();
        assert_eq!(proof.verify(leaf(16), log().verifier_key()), Err(ProofError::Tree(TreeError::Mismatch)));
        let unsigned = ProofError::from(NoteError::NotSigned);
        assert_eq!(proof.verify(leaf(17), other.verifier_key()), Err(unsigned));
    }

    #[test]
    fn malformed_proofs_are_rejected() {
        let good = proof(5, 2).encode();
        let first = good.lines().nth(2).unwrap();
        for wrong in [
            String::new(),
            good.replace("@v1", "@v2"),
            good.replace("index 2", "index 02"),
            good.replace("index 2", "index  2"),
            good.replace("index 2", "Index 2"),
            good.replace("index 2\n", ""),
            good.replace("index 2", "extra AAAA\nextra AAAA\nindex 2"),
            good.replace("index 2", "extra AAB=\nindex 2"),
            good.replace("index 2", "extra %\nindex 2"),
            good.replace(first, &first[..40]),
            good.replace(first, &format!("{first} ")),
            good.replace('\n', "\r\n"),
        ] {
            assert_eq!(TlogProof::decode(wrong.as_bytes()), Err(ProofError::Format), "{wrong}");
        }
        let unsigned = good.split("—").next().unwrap();
        assert!(matches!(TlogProof::decode(unsigned.as_bytes()), Err(ProofError::Checkpoint(_))));
    }

    #[test]
    fn caps_hold() {
        let good = proof(1, 0).encode();
        let path = format!("index 0\n{}", format!("{}\n", Hash::EMPTY).repeat(MAX_PATH + 1));
        let long = good.replace("index 0\n", &path);
        assert_eq!(TlogProof::decode(long.as_bytes()), Err(ProofError::TooLong));
        assert_eq!(TlogProof::decode(&vec![b'a'; MAX_PROOF_TEXT + 1]), Err(ProofError::TooLong));
    }

    /// Log key of seed 01…01, clock of seed 02…02, envelopes 00…00 to 04…04 with the hash ff…ff.
    #[test]
    fn the_frozen_proof_of_the_specification_is_made_and_believed() {
        use super::super::checkpoint::{add_cosignature, cosignature_time};
        use super::super::entry::Entry;
        use super::super::note::CosignerKey;
        let log = NoteSigner::from_seed("relay.example/davylamp", &[1; 32]).unwrap();
        let clock = CosignerKey::from_seed("relay.example/davylamp/clock", &[2; 32]).unwrap();
        let entry = |i| Entry::Envelope { clue: [i; 48], body_hash: [0xff; 32] };
        let tree: MemoryTree = (0..5).map(|i| entry(i).leaf_hash()).collect();
        let checkpoint = Checkpoint { origin: log.name().to_owned(), size: 5, root: tree.root() };
        let note = add_cosignature(&checkpoint.sign(&log).unwrap(), &clock, 1_800_000_000).unwrap();
        let hashes = prove_inclusion(5, 2, &tree).unwrap();
        let proof = TlogProof { extra: None, index: 2, hashes, checkpoint: note };
        assert_eq!(proof.encode(), FROZEN);
        let read = TlogProof::decode(FROZEN.as_bytes()).unwrap();
        let log = VerifierKey::parse(FROZEN_LOG).unwrap();
        let clock = VerifierKey::parse(FROZEN_CLOCK).unwrap();
        assert_eq!(read.verify(entry(2).leaf_hash(), &log).unwrap().size, 5);
        assert_eq!(cosignature_time(read.checkpoint.as_bytes(), &clock), Ok(Some(1_800_000_000)));
    }

    const FROZEN: &str = include_str!("../../testdata/log/example.tlog-proof");
    const FROZEN_LOG: &str = "relay.example/davylamp+1d566035+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
    const FROZEN_CLOCK: &str = "relay.example/davylamp/clock+9550ed7d+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";
}
