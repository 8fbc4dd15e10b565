//! Reading the log: checkpoint, tag prefixes, groups.

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::log::checkpoint::{Checkpoint, MAX_CHECKPOINT, VerifiedCheckpoint, cosignature_time};
use davylamp_protocol::log::group::{GROUP, GROUP_LEN, Group};
use davylamp_protocol::log::tile::{TAG_BUNDLE, decode_tags};

use super::{Relay, RelayError, now};

/// A checkpoint that the log signed and its relay timed.
#[derive(Clone)]
pub(crate) struct SeenCheckpoint {
    /// Origin, size and root.
    pub(crate) verified: VerifiedCheckpoint,
    /// As it was signed.
    pub(crate) note: String,
    /// The relay's clock, Unix seconds; its timed cosignature is verified.
    pub(crate) time: u64,
}

impl SeenCheckpoint {
    /// Verifies a note under the keys of a card's line.
    ///
    /// # Errors
    ///
    /// [`RelayError::Checkpoint`], [`RelayError::NotTimed`].
    pub(crate) fn read(note: &[u8], relay: &CardRelay) -> Result<Self, RelayError> {
        let verified = Checkpoint::verify(note, &relay.log)?;
        let time = cosignature_time(note, &relay.cosigner).map_err(|_| RelayError::NotTimed)?;
        let time = time.ok_or(RelayError::NotTimed)?;
        let note = String::from_utf8(note.to_vec()).map_err(|_| RelayError::Malformed("checkpoint"))?;
        Ok(Self { verified, note, time })
    }

    /// As [`SeenCheckpoint::staleness`], by this machine's clock.
    pub(crate) fn stale(&self) -> Option<RelayError> {
        self.staleness(now())
    }

    /// Says so if its time is more than [`STALE_AFTER`] seconds from `now`. A wrong clock of our own looks the same.
    pub(crate) fn staleness(&self, now: u64) -> Option<RelayError> {
        let behind = i64::try_from(now).ok()?.checked_sub(i64::try_from(self.time).ok()?)?;
        (behind.unsigned_abs() > STALE_AFTER).then_some(RelayError::Stale { behind })
    }
}

/// Tag prefixes of consecutive entries.
#[derive(Clone)]
pub(crate) struct TagBundle {
    /// Index of the first entry.
    pub(crate) first: u64,
    /// One for each entry.
    pub(crate) prefixes: Vec<[u8; 4]>,
}

/// The tag prefixes of all entries whose bodies are kept; bundles newest first.
pub(crate) struct TagWindow {
    /// Newest first.
    pub(crate) bundles: Vec<TagBundle>,
    /// The first entry whose body is kept, as far as the relay said so.
    pub(crate) first_kept: u64,
}

impl TagWindow {
    /// The prefix that a bundle gave for an entry.
    pub(crate) fn prefix(&self, index: u64) -> Option<[u8; 4]> {
        let bundle = self.bundles.iter().find(|bundle| bundle.first <= index)?;
        bundle.prefixes.get(usize::try_from(index - bundle.first).ok()?).copied()
    }

    /// Indexes with their prefixes, in no particular order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (u64, [u8; 4])> {
        self.bundles.iter().flat_map(|bundle| (bundle.first..).zip(bundle.prefixes.iter().copied()))
    }
}

impl Relay {
    /// The newest checkpoint, of the log and under the clock that the card names.
    ///
    /// # Errors
    ///
    /// [`RelayError::Checkpoint`], [`RelayError::NotTimed`]; [`RelayError::RolledBack`] and [`RelayError::Forked`]
    /// against what this value saw before.
    pub(crate) async fn checkpoint(&self, relay: &CardRelay) -> Result<SeenCheckpoint, RelayError> {
        // What was seen before the question was asked: an answer to another may overtake this one.
        let before = self.last_seen();
        let bytes = self.http.get_at_most("/checkpoint", MAX_CHECKPOINT).await?;
        let seen = SeenCheckpoint::read(&bytes, relay)?;
        if let Some(before) = before.filter(|before| before.origin == seen.verified.origin)
            && before.size > seen.verified.size
        {
            return Err(RelayError::RolledBack { before: before.size, now: seen.verified.size });
        }
        self.remember(&seen.verified)?;
        Ok(seen)
    }

    /// The tag prefixes of the retention window, fetched newest first; `progress` hears how many bundles of how many
    /// at most are there.
    ///
    /// # Errors
    ///
    /// [`RelayError::Length`]; [`RelayError::BodyWithheld`] if not even the newest are kept.
    pub(crate) async fn tag_window(
        &self,
        checkpoint: &VerifiedCheckpoint,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<TagWindow, RelayError> {
        let mut window = TagWindow { bundles: Vec::new(), first_kept: 0 };
        let total = checkpoint.size.div_ceil(BUNDLE);
        for bundle in (0..total).rev().take(MAX_BUNDLES) {
            match self.tag_bundle(bundle, checkpoint.size).await {
                Ok(fetched) => window.bundles.push(fetched),
                Err(RelayError::Purged { first }) if bundle + 1 < total => {
                    window.first_kept = first;
                    break;
                }
                Err(RelayError::Purged { .. }) => return Err(RelayError::BodyWithheld { index: bundle * BUNDLE }),
                Err(error) => return Err(error),
            }
            progress(window.bundles.len() as u64, total);
        }
        Ok(window)
    }

    async fn tag_bundle(&self, bundle: u64, size: u64) -> Result<TagBundle, RelayError> {
        let first = bundle * BUNDLE;
        let count = size.saturating_sub(first).min(BUNDLE);
        let path = if count == BUNDLE { format!("/v1/tags/{bundle}") } else { format!("/v1/tags/{bundle}.p/{count}") };
        let count = usize::try_from(count).map_err(|_| RelayError::Malformed("tags"))?;
        let bytes = self.http.get_exactly(&path, count * 4).await?;
        let prefixes = decode_tags(&bytes, count).map_err(|_| RelayError::Malformed("tags"))?.to_vec();
        Ok(TagBundle { first, prefixes })
    }

    /// Sixteen entries with their bodies: proven under `checkpoint`, each body the one that was logged.
    ///
    /// # Errors
    ///
    /// [`RelayError::EntriesAltered`], [`RelayError::BodyAltered`], [`RelayError::BodyWithheld`];
    /// [`RelayError::Purged`] if it is older than what the relay keeps.
    pub(crate) async fn group(&self, number: u64, checkpoint: &VerifiedCheckpoint) -> Result<Group, RelayError> {
        let path = format!("/v1/groups/{number}?size={}", checkpoint.size);
        let bytes = match self.http.get_exactly(&path, GROUP_LEN).await {
            Err(RelayError::Purged { first }) if first <= number.saturating_mul(GROUP as u64) => {
                return Err(RelayError::BodyWithheld { index: number.saturating_mul(GROUP as u64) });
            }
            answer => answer?,
        };
        let group = Group::decode(&bytes).map_err(|error| RelayError::of_group(number, error))?;
        group.verify(number, checkpoint).map_err(|error| RelayError::of_group(number, error))?;
        Ok(group)
    }
}

const BUNDLE: u64 = TAG_BUNDLE as u64;
/// Beyond any retention window at the highest rate; a relay that claims more is not followed for ever.
const MAX_BUNDLES: usize = 1024;
/// Seconds.
const STALE_AFTER: u64 = 5 * 60;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::cards::tests::{card, log};
    use davylamp_protocol::log::Hash;
    use davylamp_protocol::log::checkpoint::add_cosignature;
    use davylamp_protocol::log::note::CosignerKey;

    fn note(time: Option<u64>, clock: [u8; 32]) -> String {
        let checkpoint = Checkpoint { origin: "log.example".into(), size: 0, root: Hash::EMPTY };
        let note = checkpoint.sign(&log()).unwrap();
        let clock = CosignerKey::from_seed("log.example/clock", &clock).unwrap();
        time.map_or(note.clone(), |time| add_cosignature(&note, &clock, time).unwrap())
    }

    #[test]
    fn a_checkpoint_needs_the_logs_signature_and_its_clocks() {
        let relay = &card(1).relays[0];
        let seen = SeenCheckpoint::read(note(Some(7), [3; 32]).as_bytes(), relay).ok().unwrap();
        assert_eq!((seen.time, seen.verified.size), (7, 0));
        let error = |note: String| SeenCheckpoint::read(note.as_bytes(), relay).err().unwrap();
        assert_eq!(error(note(None, [3; 32])), RelayError::NotTimed);
        assert_eq!(error(note(Some(7), [4; 32])), RelayError::NotTimed);
        let forged = note(Some(7), [3; 32]).replace("\n0\n", "\n1\n");
        assert!(matches!(error(forged), RelayError::Checkpoint(_)));
    }

    #[test]
    fn a_state_far_from_our_clock_is_called_old_or_early() {
        let seen = SeenCheckpoint::read(note(Some(1000), [3; 32]).as_bytes(), &card(1).relays[0]).ok().unwrap();
        assert_eq!(seen.staleness(1300), None);
        assert_eq!(seen.staleness(1301), Some(RelayError::Stale { behind: 301 }));
        assert_eq!(seen.staleness(699), Some(RelayError::Stale { behind: -301 }));
    }

    #[test]
    fn a_window_gives_the_prefix_of_an_index_across_bundles() {
        let bundle = |first, n: u8| TagBundle { first, prefixes: (0..n).map(|i| [n, i, 0, 0]).collect() };
        let window = TagWindow { bundles: vec![bundle(100, 3), bundle(90, 10)], first_kept: 90 };
        assert_eq!(window.prefix(102), Some([3, 2, 0, 0]));
        assert_eq!(window.prefix(99), Some([10, 9, 0, 0]));
        assert_eq!((window.prefix(103), window.prefix(89)), (None, None));
        assert_eq!(window.entries().count(), 13);
    }
}
