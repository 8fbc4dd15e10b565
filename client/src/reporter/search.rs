//! Looking for the desk's answers without showing a relay which entries they are (`SPEC.md` 8.4).
//!
//! All tag prefixes of the retention window are fetched; what may be an answer is read in groups of 16 entries, newest
//! first: at a relay in rounds of exactly four, filled up with groups drawn at random; in a mirror all at once.

use std::collections::BTreeSet;
use std::slice;

use davylamp_protocol::card::key_hash;
use davylamp_protocol::clue::{Clue, Position, ThreadKey};
use davylamp_protocol::envelope::open_body;
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::group::Body;
use davylamp_protocol::scan::ReplyTargets;
use davylamp_protocol::thread::{ReplyBody, ReplyError};
use davylamp_protocol::week::{DAY_SECONDS, week_of};

use super::reach::Shown;
use super::source::{GROUP_LEN, Source};
use crate::mirror::{Slots, Trouble};
use crate::relay::{RelayError, TagWindow};
use crate::terminal::Terminal;
use crate::text::text;

/// An answer that opened; its signature holds under the key that it names.
pub(crate) struct FoundReply {
    /// Its place in the log.
    pub(crate) index: u64,
    /// What it holds.
    pub(crate) body: ReplyBody,
}

/// A search under way.
pub(crate) struct Search<'a> {
    source: Source<'a>,
    shown: &'a Shown,
    key: ThreadKey,
    identity: &'a HybridIdentity,
    window: TagWindow,
    targets: ReplyTargets,
    settled: BTreeSet<u64>,
    waiting: BTreeSet<u64>,
    /// What was found.
    pub(crate) replies: Vec<FoundReply>,
    /// Messages in this case that somebody other than the desk signed.
    pub(crate) unsigned: usize,
    /// The highest serial number of the desk's cards that was met in the log.
    pub(crate) newest_card: u64,
    /// Groups that may hold an answer, and that the relay says it keeps no more.
    pub(crate) gone: usize,
    /// Possible answers among the newest entries, whose group is not full yet.
    pub(crate) in_tail: usize,
}

impl<'a> Search<'a> {
    /// Fetches the tag prefixes of the whole window.
    ///
    /// # Errors
    ///
    /// [`Trouble`].
    pub(crate) async fn begin(
        source: Source<'a>,
        shown: &'a Shown,
        case: &'a CaseKeys,
        terminal: &Terminal,
    ) -> Result<Self, Trouble> {
        let key = ThreadKey::new(&case.case_secret, shown.scope().desk);
        let weeks = weeks(shown.since(), shown.time, shown.found.relay.retention_days);
        let targets = ReplyTargets::new(&key, shown.scope().origin, weeks);
        let bar = terminal.progress(0, &text("check-progress"));
        let window = source.window(&shown.seen.verified, |done, most| {
            bar.set_length(most);
            bar.set_position(done);
        });
        let window = window.await;
        bar.finish_and_clear();
        let mut search = Self {
            source,
            shown,
            key,
            identity: &case.reply_identity,
            window: window?,
            targets,
            settled: BTreeSet::new(),
            waiting: BTreeSet::new(),
            replies: Vec::new(),
            unsigned: 0,
            newest_card: 0,
            gone: 0,
            in_tail: 0,
        };
        search.look_up();
        Ok(search)
    }

    /// Whether groups wait that may hold an answer.
    pub(crate) fn has_more(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Reads one round.
    ///
    /// # Errors
    ///
    /// [`Trouble`]; what was found before stays.
    pub(crate) async fn round(&mut self) -> Result<(), Trouble> {
        let found_before = self.replies.len();
        for number in self.choose() {
            self.settled.insert(number);
            let wanted = self.waiting.remove(&number);
            match self.source.group(number, &self.shown.seen.verified).await {
                Ok(slots) => self.look_into(number, &slots)?,
                // Its time is over, or the relay says so: only a person knows how long ago they asked.
                Err(Trouble::Relay(RelayError::Purged { first })) => {
                    self.gone += usize::from(wanted);
                    self.window.first_kept = self.window.first_kept.max(first);
                }
                Err(trouble) => return Err(trouble),
            }
        }
        if self.replies.len() > found_before {
            self.look_up();
        }
        Ok(())
    }

    fn choose(&self) -> Vec<u64> {
        let readable = self.window.first_kept.div_ceil(GROUP_LEN)..self.groups();
        self.source.choose(&self.waiting, &self.settled, readable)
    }

    fn groups(&self) -> u64 {
        self.source.groups(self.shown.seen.verified.size)
    }

    /// Looks all prefixes up, again when a hit has added numbers to look for.
    fn look_up(&mut self) {
        let kept = self.window.entries().filter(|(index, _)| *index >= self.window.first_kept);
        let hits = kept.filter(|(_, prefix)| self.targets.may_contain(*prefix)).map(|(index, _)| index / GROUP_LEN);
        let (full, tail): (BTreeSet<u64>, Vec<u64>) = hits.fold(Default::default(), |(mut full, mut tail), group| {
            if group < self.groups() {
                full.insert(group);
            } else {
                tail.push(group);
            }
            (full, tail)
        });
        self.waiting = full.difference(&self.settled).copied().collect();
        self.in_tail = tail.len();
    }

    fn look_into(&mut self, number: u64, slots: &Slots) -> Result<(), Trouble> {
        for (index, (entry, body)) in (number * GROUP_LEN..).zip(slots) {
            if self.window.prefix(index).is_some_and(|prefix| prefix != entry.tag_prefix()) {
                return Err(RelayError::TagBundle { index }.into());
            }
            match entry {
                Entry::Envelope { clue, body_hash } => self.open(index, &Clue::from_bytes(clue), body_hash, body),
                Entry::Card { key_hash: desk, serial, .. } if *desk == key_hash(&self.shown.card().desk) => {
                    self.newest_card = self.newest_card.max(*serial);
                }
                Entry::Card { .. } | Entry::Notice { .. } => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, index: u64, clue: &Clue, body_hash: &[u8; 32], body: &Body) {
        let scope = self.shown.scope();
        let Some(position) = self.targets.position(&clue.tag) else { return };
        if !self.key.recognises(scope.origin, position, clue, body_hash) {
            return;
        }
        let Ok(opened) = open_body(slice::from_ref(self.identity), body) else { return };
        match ReplyBody::decode(&opened.content, scope.desk, &clue.tag) {
            Ok(reply) if reply.stands_at(position) => {
                self.look_beyond(position);
                self.replies.push(FoundReply { index, body: reply });
            }
            Err(ReplyError::Signature) => self.unsigned += 1,
            _ => {}
        }
    }

    fn look_beyond(&mut self, position: Position) {
        if let Position::Desk { lane, week, n } = position {
            self.targets.extend(&self.key, self.shown.scope().origin, (lane, week), n.saturating_add(1));
        }
    }
}

/// The four weeks up to this one, more where older entries are there (those of `since` and a retention period before
/// it), and the next one on its eve.
fn weeks(since: u64, time: u64, retention_days: u16) -> std::ops::RangeInclusive<u32> {
    let current = week_of(time);
    let oldest = week_of(since.saturating_sub(u64::from(retention_days) * DAY_SECONDS));
    oldest.min(current.saturating_sub(3))..=week_of(time.saturating_add(EVE))
}

/// How far a desk's clock may be ahead, in seconds.
const EVE: u64 = 3600;

#[cfg(test)]
mod tests {
    use super::*;
    use davylamp_protocol::week::week_start;

    #[test]
    fn a_check_looks_at_four_weeks_and_at_the_next_one_on_its_eve() {
        let start = week_start(2900);
        assert_eq!(weeks(start, start, 21), 2897..=2900);
        assert_eq!(weeks(start + 3 * DAY_SECONDS, start + 3 * DAY_SECONDS, 1), 2897..=2900);
        assert_eq!(weeks(start - 60, start - 60, 21), 2896..=2900);
        assert_eq!(weeks(start, start, 42), 2894..=2900);
        assert_eq!(weeks(week_start(2880), start, 21), 2877..=2900, "a mirror that was kept for twenty weeks");
    }
}
