//! Where a check reads: at a relay, which sees what it is asked for; or in a mirror, which nobody watches.

use std::collections::BTreeSet;
use std::ops::Range;

use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;
use davylamp_protocol::log::group::GROUP;
use rand::Rng as _;
use rand::rngs::OsRng;
use rand::seq::SliceRandom as _;

use crate::mirror::{Mirror, Slots, Trouble};
use crate::relay::{Relay, TagWindow};

/// What holds the entries.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// All that is asked for is asked over one circuit.
    Relay(&'a Relay),
    /// Files.
    Mirror(&'a Mirror),
}

impl Source<'_> {
    /// Whether somebody sees what is looked at.
    pub(crate) fn is_watched(self) -> bool {
        matches!(self, Self::Relay(_))
    }

    /// The tag prefixes of all entries whose bodies are there; `progress` hears of bundles.
    ///
    /// # Errors
    ///
    /// [`Trouble`].
    pub(crate) async fn window(
        self,
        checkpoint: &VerifiedCheckpoint,
        progress: impl FnMut(u64, u64),
    ) -> Result<TagWindow, Trouble> {
        match self {
            Self::Relay(relay) => Ok(relay.tag_window(checkpoint, progress).await?),
            Self::Mirror(mirror) => Ok(mirror.window()),
        }
    }

    /// Groups of a log of `size` entries that can be read: a relay has the full ones only.
    pub(crate) fn groups(self, size: u64) -> u64 {
        match self {
            Self::Relay(_) => size / GROUP_LEN,
            Self::Mirror(_) => size.div_ceil(GROUP_LEN),
        }
    }

    /// What to read next of what waits. At a relay the newest four, filled up with others of `readable` that were not
    /// read, in random order: a round tells nothing.
    pub(crate) fn choose(self, waiting: &BTreeSet<u64>, read: &BTreeSet<u64>, readable: Range<u64>) -> Vec<u64> {
        let newest = waiting.iter().rev().copied();
        if !self.is_watched() {
            return newest.collect();
        }
        let mut chosen: Vec<u64> = newest.take(ROUND).collect();
        let mut draws = 0;
        while chosen.len() < ROUND && !readable.is_empty() && draws < MAX_DRAWS {
            draws += 1;
            let decoy = OsRng.gen_range(readable.clone());
            if !chosen.contains(&decoy) && !read.contains(&decoy) {
                chosen.push(decoy);
            }
        }
        chosen.shuffle(&mut OsRng);
        chosen
    }

    /// The entries of a group under `checkpoint`, each with the body that was logged.
    ///
    /// # Errors
    ///
    /// [`Trouble`].
    pub(crate) async fn group(self, number: u64, checkpoint: &VerifiedCheckpoint) -> Result<Slots, Trouble> {
        match self {
            Self::Relay(relay) => {
                let group = relay.group(number, checkpoint).await?;
                Ok(group.slots().map(|(entry, body)| (*entry, Box::new(*body))).collect())
            }
            Self::Mirror(mirror) => Ok(mirror.group(number)?),
        }
    }
}

/// Entries in a group.
pub(super) const GROUP_LEN: u64 = GROUP as u64;
/// Groups in a round: always as many.
const ROUND: usize = 4;
/// A young log has too few groups to draw from.
const MAX_DRAWS: usize = 1000;
