//! Groups: 16 aligned entries with their bodies and the proof of their subtree, in one answer of one size.
//!
//! ```text
//! offset      length      field
//!      0   16 ×   81     entries
//!   1296   16 × 4048     bodies; the slot of a card or notice is zero
//!  66064           1     hashes in the proof, 0 to 60
//!  66065   60 ×   32     the proof, padded with zeros
//! ```
//!
//! One request settles a hit: a reporter never asks for the one entry that is theirs.

use sha2::{Digest as _, Sha256};

use super::checkpoint::VerifiedCheckpoint;
use super::entry::{BODY_LEN, ENTRY_LEN, Entry, EntryError};
use super::tree::{GROUP_LEVEL, TreeError, verify_subtree};
use super::{HASH_LEN, Hash, node_hash};

/// An envelope's body, or the zeros that stand for a card's.
pub type Body = [u8; BODY_LEN];

/// A group as it was read: nothing in it is believed before [`Group::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    entries: [Entry; GROUP],
    bodies: Vec<Body>,
    proof: Vec<Hash>,
}

impl Group {
    /// Puts a group together.
    ///
    /// # Errors
    ///
    /// [`GroupError::Length`] unless there are 16 bodies and at most [`MAX_PROOF`] hashes.
    pub fn new(entries: [Entry; GROUP], bodies: Vec<Body>, proof: Vec<Hash>) -> Result<Self, GroupError> {
        if bodies.len() != GROUP || proof.len() > MAX_PROOF {
            return Err(GroupError::Length);
        }
        Ok(Self { entries, bodies, proof })
    }

    /// [`GROUP_LEN`] bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(GROUP_LEN);
        self.entries.iter().for_each(|entry| out.extend_from_slice(&entry.encode()));
        self.bodies.iter().for_each(|body| out.extend_from_slice(body));
        out.extend(u8::try_from(self.proof.len()));
        self.proof.iter().for_each(|hash| out.extend_from_slice(&hash.0));
        out.resize(GROUP_LEN, 0);
        out
    }

    /// Reads [`GROUP_LEN`] bytes.
    ///
    /// # Errors
    ///
    /// [`GroupError::Length`] for another length or a proof count beyond 60, [`GroupError::Entry`] for a wrong entry,
    /// [`GroupError::Padding`] if the proof's padding is not zero.
    pub fn decode(bytes: &[u8]) -> Result<Self, GroupError> {
        if bytes.len() != GROUP_LEN {
            return Err(GroupError::Length);
        }
        let (entries, rest) = bytes.split_at_checked(GROUP * ENTRY_LEN).ok_or(GroupError::Length)?;
        let (bodies, rest) = rest.split_at_checked(GROUP * BODY_LEN).ok_or(GroupError::Length)?;
        let (&count, proof) = rest.split_first().ok_or(GroupError::Length)?;
        let entries = entries.as_chunks().0.iter().map(Entry::decode).collect::<Result<Vec<_>, _>>()?;
        let entries = entries.try_into().map_err(|_| GroupError::Length)?;
        Self::new(entries, bodies.as_chunks().0.to_vec(), decode_proof(proof, count.into())?)
    }

    /// Checks that this is group number `group` of the log at `checkpoint`, and that every body is its entry's.
    ///
    /// # Errors
    ///
    /// [`GroupError::NotInTree`] if the entries do not stand there; then, by slot, [`GroupError::Withheld`],
    /// [`GroupError::Altered`] or [`GroupError::SlotNotEmpty`].
    pub fn verify(&self, group: u64, checkpoint: &VerifiedCheckpoint) -> Result<(), GroupError> {
        let (size, root) = (checkpoint.size, checkpoint.root);
        verify_subtree(root, size, GROUP_LEVEL, group, self.root(), &self.proof).map_err(GroupError::NotInTree)?;
        self.slots().enumerate().try_for_each(|(slot, (entry, body))| check_body(slot, entry, body))
    }

    /// Each entry with its body, in log order.
    pub fn slots(&self) -> impl Iterator<Item = (&Entry, &Body)> {
        self.entries.iter().zip(&self.bodies)
    }

    /// The root of the subtree of the 16 entries.
    fn root(&self) -> Hash {
        let mut nodes = self.entries.iter().map(Entry::leaf_hash).collect::<Vec<_>>();
        for _ in 0..GROUP_LEVEL {
            nodes = nodes.as_chunks().0.iter().map(|&[left, right]| node_hash(left, right)).collect();
        }
        nodes.first().copied().unwrap_or(Hash::EMPTY)
    }
}

/// Why a group was not read, or not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroupError {
    /// Not [`GROUP_LEN`] bytes, or not the parts of a group.
    #[error("group has the wrong length")]
    Length,
    /// A slot holds no entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// Something follows the proof.
    #[error("group padding is not zero")]
    Padding,
    /// The entries are not in the tree at this place: the relay shows what it did not log.
    #[error("entries are not in the log: {0}")]
    NotInTree(#[source] TreeError),
    /// A body is not the one that was logged.
    #[error("body in slot {slot} was altered")]
    Altered {
        /// 0 to 15.
        slot: usize,
    },
    /// Zeros stand where an envelope's body belongs.
    #[error("body in slot {slot} is withheld")]
    Withheld {
        /// 0 to 15.
        slot: usize,
    },
    /// A card's or notice's slot holds something.
    #[error("slot {slot} has a body that was not logged")]
    SlotNotEmpty {
        /// 0 to 15.
        slot: usize,
    },
}

fn decode_proof(bytes: &[u8], count: usize) -> Result<Vec<Hash>, GroupError> {
    let (proof, padding) = bytes.split_at_checked(count * HASH_LEN).ok_or(GroupError::Length)?;
    if padding.iter().any(|&byte| byte != 0) {
        return Err(GroupError::Padding);
    }
    Ok(proof.as_chunks().0.iter().copied().map(Hash).collect())
}

/// Checks the body of one slot against its entry.
/// Holds a body against its entry, which stands in this slot of its group.
///
/// # Errors
///
/// [`GroupError::Altered`], [`GroupError::Withheld`] for zeros where an envelope's body belongs, or
/// [`GroupError::SlotNotEmpty`] for a card or notice.
pub fn check_body(slot: usize, entry: &Entry, body: &Body) -> Result<(), GroupError> {
    let empty = body.iter().all(|&byte| byte == 0);
    match entry {
        Entry::Envelope { body_hash, .. } if Sha256::digest(body).as_slice() == body_hash => Ok(()),
        Entry::Envelope { .. } if empty => Err(GroupError::Withheld { slot }),
        Entry::Envelope { .. } => Err(GroupError::Altered { slot }),
        Entry::Card { .. } | Entry::Notice { .. } if empty => Ok(()),
        Entry::Card { .. } | Entry::Notice { .. } => Err(GroupError::SlotNotEmpty { slot }),
    }
}

/// Entries in a group.
pub const GROUP: usize = 16;
/// Hashes in the longest proof of a group: 64 levels without the group's own four.
pub const MAX_PROOF: usize = 60;
/// Bytes of an encoded group.
pub const GROUP_LEN: usize = GROUP * (ENTRY_LEN + BODY_LEN) + 1 + MAX_PROOF * HASH_LEN;

#[cfg(test)]
mod tests {
    use super::super::checkpoint::Checkpoint;
    use super::super::note::NoteSigner;
    use super::super::tree::{MemoryTree, prove_subtree};
    use super::*;

    fn body(index: u8) -> Body {
        [index.wrapping_add(1); BODY_LEN]
    }

    fn entry(index: u8) -> Entry {
        if index % 16 == 3 {
            return Entry::Card { key_hash: [1; 32], serial: index.into(), note_hash: [2; 32] };
        }
        Entry::Envelope { clue: [index; 48], body_hash: Sha256::digest(body(index)).into() }
    }

    fn log(size: u8) -> (MemoryTree, VerifiedCheckpoint) {
        let tree: MemoryTree = (0..size).map(|i| entry(i).leaf_hash()).collect();
        let key = NoteSigner::from_seed("log.example", &[1; 32]).unwrap();
        let checkpoint = Checkpoint { origin: "log.example".into(), size: size.into(), root: tree.root() };
        let note = checkpoint.sign(&key).unwrap();
        (tree, Checkpoint::verify(note.as_bytes(), key.verifier_key()).unwrap())
    }

    fn group(number: u8, tree: &MemoryTree) -> Group {
        let entries = std::array::from_fn(|i| entry(number * 16 + u8::try_from(i).unwrap()));
        let fill = |i: u8| if i % 16 == 3 { [0; BODY_LEN] } else { body(i) };
        let bodies = (number * 16..number * 16 + 16).map(fill).collect();
        Group::new(entries, bodies, prove_subtree(tree.size(), number.into(), tree).unwrap()).unwrap()
    }

    #[test]
    fn groups_read_back_and_verify() {
        for size in [16, 32, 33, 100] {
            let (tree, checkpoint) = log(size);
            for number in 0..size / 16 {
                let group = group(number, &tree);
                let bytes = group.encode();
                assert_eq!(bytes.len(), 67_985);
                let read = Group::decode(&bytes).unwrap();
                assert_eq!(read, group);
                assert_eq!(read.verify(number.into(), &checkpoint), Ok(()));
            }
        }
    }

    #[test]
    fn a_group_is_not_another_one() {
        let (tree, checkpoint) = log(64);
        let group = group(1, &tree);
        for other in [0, 2, 3, 4, u64::MAX] {
            assert!(matches!(group.verify(other, &checkpoint), Err(GroupError::NotInTree(_))));
        }
    }

    #[test]
    fn altered_and_withheld_bodies_are_named() {
        let (tree, checkpoint) = log(40);
        let group = group(1, &tree);
        for slot in (0..16).filter(|&slot| slot != 3) {
            let mut altered = group.clone();
            altered.bodies[slot][slot * 200] ^= 1;
            assert_eq!(altered.verify(1, &checkpoint), Err(GroupError::Altered { slot }));
            let mut withheld = group.clone();
            withheld.bodies[slot] = [0; BODY_LEN];
            assert_eq!(withheld.verify(1, &checkpoint), Err(GroupError::Withheld { slot }));
        }
        let mut filled = group;
        filled.bodies[3][4047] = 1;
        assert_eq!(filled.verify(1, &checkpoint), Err(GroupError::SlotNotEmpty { slot: 3 }));
    }

    #[test]
    fn no_altered_byte_is_believed() {
        let (tree, checkpoint) = log(40);
        let bytes = group(0, &tree).encode();
        let entries = 0..GROUP * ENTRY_LEN;
        let bodies = (GROUP * ENTRY_LEN..GROUP_LEN - 1921).step_by(997);
        for at in entries.chain(bodies).chain(GROUP_LEN - 1921..GROUP_LEN) {
            let mut wrong = bytes.clone();
            wrong[at] ^= 0x04;
            let believed = Group::decode(&wrong).is_ok_and(|group| group.verify(0, &checkpoint).is_ok());
            assert!(!believed, "byte {at}");
        }
    }

    #[test]
    fn malformed_groups_are_rejected() {
        let (tree, _) = log(40);
        let bytes = group(0, &tree).encode();
        assert_eq!(Group::decode(&bytes[..GROUP_LEN - 1]), Err(GroupError::Length));
        assert_eq!(Group::decode(&[bytes.as_slice(), &[0]].concat()), Err(GroupError::Length));
        assert_eq!(Group::decode(&[]), Err(GroupError::Length));
        let with = |at: usize, byte: u8| {
            let mut bytes = bytes.clone();
            bytes[at] = byte;
            Group::decode(&bytes)
        };
        assert_eq!(with(GROUP_LEN - 1921, 61), Err(GroupError::Length));
        assert_eq!(with(GROUP_LEN - 1921, 0), Err(GroupError::Padding));
        assert_eq!(with(GROUP_LEN - 1, 1), Err(GroupError::Padding));
        assert_eq!(with(81, 9), Err(GroupError::Entry(EntryError::Kind(9))));
    }

    #[test]
    fn the_parts_of_a_group_are_counted() {
        let entries = std::array::from_fn(|_| entry(0));
        let bodies = vec![body(0); GROUP];
        assert_eq!(Group::new(entries, vec![body(0); 15], vec![]), Err(GroupError::Length));
        assert_eq!(Group::new(entries, vec![body(0); 17], vec![]), Err(GroupError::Length));
        assert_eq!(Group::new(entries, bodies, vec![Hash::EMPTY; MAX_PROOF + 1]), Err(GroupError::Length));
    }
}
