//! What a log shows of a case's custody beyond a bag: a later head, a cut tail, a concealed head (`SPEC.md` 10.3).
//!
//! ```text
//! head_tags ──▶ whoever has the log finds the entries that bear them ──HeadEntry──▶ judge_heads ──▶ HeadsInLog
//! ```

use super::{CustodyKey, Head};
use crate::clue::{Scope, Tag};
use crate::envelope::Envelope;
use crate::evidence::layout::{CUSTODY_LOG, Item, MAX_ITEMS};
use crate::evidence::material::{CaseMaterial, entry_of};
use crate::evidence::prove::{Fault, Logged, Proven, Reason};
use crate::log::Hash;
use crate::log::entry::Entry;

/// An entry of a log that bears the tag of a head.
#[derive(Clone)]
pub struct HeadEntry {
    /// Number of the head whose tag it is.
    pub n: u64,
    /// Its place in the log.
    pub index: u64,
    /// As it stands there.
    pub entry: Entry,
    /// With its body; `None` if that is gone.
    pub envelope: Option<Envelope>,
}

/// A head that was logged after a bag was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaterHead {
    /// Its number.
    pub n: u64,
    /// Its place in the log.
    pub index: u64,
    /// Events that it covers.
    pub events: u32,
}

/// What a log showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadsInLog {
    /// Something was done with the case after the bag was made.
    pub later: Vec<LaterHead>,
    /// Number and place of what bears a head's tag and cannot be told: its body is gone, or nobody knows its signer.
    pub untold: Vec<(u64, u64)>,
    /// A cut tail, concealed heads.
    pub faults: Vec<Fault>,
}

impl CustodyKey {
    /// The tags of all heads that a case can have in a log, by their numbers.
    #[must_use]
    pub fn head_tags(&self, scope: Scope<'_>) -> Vec<Tag> {
        (0..=MAX_ITEMS as u64).map(|n| self.tag(scope, n)).collect()
    }
}

impl CaseMaterial {
    /// Judges the entries of the log `origin` that bear tags of this case's heads. `signers` are online keys of cards of
    /// this desk that are in the log and not in the bag. What a stranger posted, and what is the bag's own, is left out.
    #[must_use]
    pub fn judge_heads(&self, proven: &Proven, origin: &str, signers: &[[u8; 32]], found: &[HeadEntry]) -> HeadsInLog {
        let mut heads = HeadsInLog::default();
        let scope = Scope { origin, desk: self.desk_key() };
        let made = proven.trees_in(origin).map(|(_, logged)| logged.size).max().unwrap_or(0);
        for entry in found.iter().filter(|entry| !self.is_own(entry, origin)) {
            let Some(envelope) = entry.envelope.as_ref().filter(|envelope| entry_of(envelope) == entry.entry) else {
                heads.untold.push((entry.n, entry.index));
                continue;
            };
            let Ok((head, signer)) = self.custody_key.open_head(scope, entry.n, envelope) else { continue };
            let known = proven.cards.iter().any(|card| card.card.online_key == signer) || signers.contains(&signer);
            if known {
                heads.judge(entry, head, self.own_head(proven, entry.n), made);
            } else {
                heads.untold.push((entry.n, entry.index));
            }
        }
        heads.later.sort_by_key(|head| (head.n, head.index));
        heads
    }

    /// The very entry that lies in the bag.
    fn is_own(&self, found: &HeadEntry, origin: &str) -> bool {
        let own = usize::try_from(found.n).ok().and_then(|n| self.heads.get(n));
        own.is_some_and(|own| {
            let logged_here = own.proof.checkpoint.lines().next() == Some(origin);
            logged_here && own.proof.index == found.index && entry_of(&own.envelope) == found.entry
        })
    }

    fn own_head(&self, proven: &Proven, n: u64) -> Option<Head> {
        let events = proven.heads.get(usize::try_from(n).ok()?)?.events;
        Some(Head { events, hash: self.custody.hash_after(events)? })
    }
}

impl HeadsInLog {
    fn judge(&mut self, entry: &HeadEntry, head: Head, own: Option<Head>, made: u64) {
        let (n, index) = (entry.n, entry.index);
        match own {
            Some(own) if own == head => {}
            Some(_) => {
                let path = Item::Head.path(usize::try_from(n).unwrap_or(MAX_ITEMS));
                self.faults.push(Fault { path, reason: Reason::HeadConcealed { n, index } });
            }
            None if index < made => {
                self.faults.push(Fault { path: CUSTODY_LOG.to_owned(), reason: Reason::TailCut { n, index } });
            }
            None => self.later.push(LaterHead { n, index, events: head.events }),
        }
    }
}

impl Proven {
    /// Where each proof of the bag leads to in the log `origin`, with its folder.
    pub fn trees_in<'a>(&'a self, origin: &'a str) -> impl Iterator<Item = (&'a str, &'a Logged)> {
        let cards = self.cards.iter().map(|card| (card.path.as_str(), &card.logged));
        let parts = self.parts.iter().map(|part| (part.path.as_str(), &part.logged));
        let heads = self.heads.iter().map(|head| (head.path.as_str(), &head.logged));
        cards.chain(parts).chain(heads).filter(move |(_, logged)| logged.origin == origin)
    }

    /// Which of these proofs lead to another tree than the log `origin` has: it was forked. `root_of` gives its root at a
    /// size, or `None` where that is not known.
    pub fn forks(&self, origin: &str, root_of: impl Fn(u64) -> Option<Hash>) -> Vec<Fault> {
        let differs = |logged: &Logged| root_of(logged.size).is_some_and(|root| root != logged.root);
        let forked = self.trees_in(origin).filter(|(_, logged)| differs(logged));
        forked.map(|(path, _)| Fault { path: path.to_owned(), reason: Reason::Fork }).collect()
    }
}
