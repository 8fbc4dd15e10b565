//! The chain of a profile's check-ins: each renews the deadline that the one before set.
//!
//! ```text
//! start 0→d1    renew d1→d2    renew d2→d3    stop d3→0
//! ```
//!
//! They arrive in any order, and some never: a word that was mistyped, which the device cannot know, makes a link that
//! does not count. So one that renews a later deadline goes on from there, and what sets a deadline that was passed over
//! comes too late. A start waits for the stop before it.

use minicbor::{Decode, Encode};

/// Renewals that wait for their turn.
const WAITING_MAX: usize = 16;

#[derive(Clone, Default, Encode, Decode)]
#[cbor(map)]
pub(super) struct CheckIn {
    #[n(0)]
    deadline: Option<Deadline>,
    /// Whether any deadline was ever set: before that, a renewal whose start was lost starts.
    #[n(1)]
    started: bool,
    #[n(2)]
    waiting: Vec<Renewal>,
    /// Deadlines that a later renewal has passed over: what sets one of them comes too late.
    #[n(3)]
    passed: Vec<u64>,
}

#[derive(Clone, Copy, Encode, Decode)]
#[cbor(map)]
struct Deadline {
    #[n(0)]
    until: u64,
    #[n(1)]
    grace: u32,
    #[n(2)]
    missed: bool,
}

/// A check-in under the right word.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Renewal {
    /// 0: a start.
    #[n(0)]
    pub(super) renews: u64,
    /// 0: a stop.
    #[n(1)]
    pub(super) until: u64,
    #[n(2)]
    pub(super) grace: u32,
}

impl CheckIn {
    pub(super) fn deadline(&self) -> Option<(u64, bool)> {
        self.deadline.map(|deadline| (deadline.until, deadline.missed))
    }

    pub(super) fn is_late(&self, at: u64) -> bool {
        self.deadline.is_some_and(|deadline| deadline.missed || at > deadline.end())
    }

    pub(super) fn hear(&mut self, renewal: Renewal) {
        if self.waiting.len() >= WAITING_MAX {
            self.waiting.remove(0);
        }
        self.waiting.push(renewal);
        self.settle();
    }

    /// The deadline that has been missed now, once.
    pub(super) fn miss(&mut self, now: u64, margin: u64) -> Option<u64> {
        let deadline = self.deadline.as_mut().filter(|deadline| !deadline.missed)?;
        deadline.missed = now > deadline.end().saturating_add(margin);
        deadline.missed.then_some(deadline.until)
    }

    /// Takes what has its turn; gives the deadlines that were set, in order.
    pub(super) fn settle(&mut self) -> Vec<u64> {
        let mut set = Vec::new();
        while let Some(place) = self.waiting.iter().position(|renewal| self.is_passed(renewal) || self.takes(renewal)) {
            let renewal = self.waiting.remove(place);
            if self.is_passed(&renewal) {
                self.pass(renewal.renews);
            } else {
                self.set(renewal);
                set.push(renewal.until);
            }
        }
        set
    }

    /// What renews an earlier deadline is nothing. Once one was missed, any later one goes on from there.
    fn takes(&self, renewal: &Renewal) -> bool {
        match &self.deadline {
            None => renewal.renews == 0 || (!self.started && renewal.until != 0),
            Some(now) => renewal.renews >= now.until || (now.missed && renewal.until > now.until),
        }
    }

    fn set(&mut self, Renewal { renews, until, grace }: Renewal) {
        if self.deadline.is_none_or(|now| now.until != renews) {
            self.pass(renews);
        }
        self.deadline = (until != 0).then_some(Deadline { until, grace, missed: false });
        self.started |= until != 0;
    }

    fn is_passed(&self, renewal: &Renewal) -> bool {
        renewal.until != 0 && self.passed.contains(&renewal.until)
    }

    fn pass(&mut self, deadline: u64) {
        if deadline == 0 {
            return;
        }
        if self.passed.len() >= WAITING_MAX {
            self.passed.remove(0);
        }
        self.passed.push(deadline);
    }
}

impl Deadline {
    fn end(&self) -> u64 {
        self.until.saturating_add(self.grace.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(chain: &[(u64, u64)]) -> CheckIn {
        let mut check_in = CheckIn::default();
        chain.iter().for_each(|(renews, until)| check_in.hear(Renewal { renews: *renews, until: *until, grace: 10 }));
        check_in
    }

    fn permutations(items: &[(u64, u64)]) -> Vec<Vec<(u64, u64)>> {
        if items.is_empty() {
            return vec![Vec::new()];
        }
        let each = (0..items.len()).flat_map(|place| {
            let mut rest = items.to_vec();
            let first = rest.remove(place);
            permutations(&rest).into_iter().map(move |tail| [&[first][..], &tail].concat())
        });
        each.collect()
    }

    /// A renewal may stand for a start that has not come yet; from then on the chain is the chain.
    #[test]
    fn whatever_the_order_the_end_is_the_same() {
        for order in permutations(&[(0, 100), (100, 200), (200, 300), (300, 400)]) {
            assert_eq!(heard(&order).deadline(), Some((400, false)), "{order:?}");
        }
        for order in permutations(&[(100, 200), (200, 0), (0, 150)]) {
            let heard = heard(&[&[(0, 100)], &order[..]].concat());
            assert_eq!(heard.deadline(), Some((150, false)), "stopped, and started with a nearer deadline: {order:?}");
        }
        for order in permutations(&[(100, 200), (200, 300), (300, 0)]) {
            assert_eq!(heard(&[&[(0, 100)], &order[..]].concat()).deadline(), None, "{order:?}");
        }
    }

    #[test]
    fn what_renews_an_earlier_deadline_moves_nothing() {
        for other in [(99, 500), (99, 0), (0, 500), (0, 0)] {
            assert_eq!(heard(&[(0, 100), other]).deadline(), Some((100, false)));
        }
    }

    /// The word was mistyped at 100: the device went on, and the right word after it renews what nobody has set.
    #[test]
    fn what_renews_a_later_deadline_goes_on_from_there() {
        assert_eq!(heard(&[(0, 100), (200, 300)]).deadline(), Some((300, false)));
        assert_eq!(heard(&[(0, 100), (200, 300), (100, 200)]).deadline(), Some((300, false)));
        assert_eq!(heard(&[(0, 100), (200, 0), (100, 200)]).deadline(), None, "a stop is not undone");
    }

    #[test]
    fn a_deadline_is_missed_once_after_grace_and_margin() {
        let mut check_in = heard(&[(0, 100)]);
        assert_eq!(check_in.miss(115, 5), None);
        assert_eq!(check_in.miss(116, 5), Some(100));
        assert_eq!(check_in.miss(117, 5), None);
        assert_eq!(heard(&[]).miss(u64::MAX, 0), None);
        assert_eq!(heard(&[(0, 100), (100, 0)]).miss(u64::MAX, 0), None);
        assert!(!heard(&[(0, 100)]).is_late(110));
        assert!(heard(&[(0, 100)]).is_late(111));
    }

    #[test]
    fn after_a_miss_it_goes_on_with_a_later_deadline_only() {
        let missed = |heard_before: &[(u64, u64)]| {
            let mut check_in = heard(heard_before);
            assert_eq!(check_in.miss(1000, 0), Some(100));
            check_in.settle();
            check_in
        };
        let then = |renews, until| {
            let mut check_in = missed(&[(0, 100)]);
            check_in.hear(Renewal { renews, until, grace: 10 });
            check_in.deadline()
        };
        assert_eq!(then(100, 200), Some((200, false)));
        assert_eq!(then(200, 300), Some((300, false)), "the one between is lost");
        assert_eq!(then(0, 300), Some((300, false)), "started anew");
        assert_eq!(then(200, 0), None);
        assert_eq!(then(50, 90), Some((100, true)));
        assert_eq!(then(50, 0), Some((100, true)));
        assert_eq!(missed(&[(0, 100), (0, 300)]).deadline(), Some((300, false)), "it had waited");
        let mut check_in = missed(&[(0, 100)]);
        for (renews, until) in [(200, 300), (100, 200)] {
            check_in.hear(Renewal { renews, until, grace: 10 });
        }
        assert_eq!((check_in.deadline(), check_in.waiting.len()), (Some((300, false)), 0), "it was passed over");
    }
}
