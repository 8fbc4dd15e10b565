//! What the relay decides about one lapsing deposit (`SPEC.md` 11.2): no clock, no storage.
//!
//! ```text
//!              right, renew: the hold starts anew          right, delete
//!            ┌──────────────┐                             ┌────────────→ deleted
//! accepted ──┴──→ held ─────┴── hold over · duress · five wrong ──→ due, for good
//! ```

use std::fmt;

use subtle::{Choice, ConstantTimeEq};

use super::{Action, Fields, Lapse, Malformed, Nonce, VERSION, Visit, verifier_of};

/// Wrong values since the last right one that release a deposit.
pub const WRONG_MAX: u8 = 5;
/// Bytes of [`Hold::encode`].
pub const HOLD_RECORD_LEN: usize = 95;

/// One lapsing deposit, as its relay sees it. Times are milliseconds of deposit time, which never goes back.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Hold {
    due_ms: u64,
    hold_s: u32,
    wrong: u8,
    released: bool,
    right: [u8; 32],
    duress: [u8; 32],
    last_wrong: Nonce,
}

/// What a visit did. The visitor is told nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a deleted deposit must not be published"]
pub enum Outcome {
    /// It is still there; ask [`Hold::is_due`].
    Held,
    /// Destroy it unpublished.
    Deleted,
}

impl Hold {
    /// A deposit accepted at `now_ms`. Deadlines are multiples of `grain_ms` (0 counts as 1), rounded up.
    #[must_use]
    pub fn new(lapse: &Lapse, now_ms: u64, grain_ms: u64) -> Self {
        let due_ms = deadline(now_ms, lapse.hold, grain_ms);
        let Lapse { hold, right, duress } = *lapse;
        Self { due_ms, hold_s: hold, wrong: 0, released: false, right, duress, last_wrong: [0; 16] }
    }

    /// A visit to this deposit. Once due nothing is put off or deleted: what lapsed is published, however slow the
    /// relay is to publish it.
    pub fn visit(&mut self, visit: &Visit, now_ms: u64, grain_ms: u64) -> Outcome {
        let shown = verifier_of(&visit.r);
        // Both, always: how long it takes must not tell which word was typed.
        let (right, duress) = (shown.ct_eq(&self.right), shown.ct_eq(&self.duress));
        if self.is_due(now_ms) {
            return Outcome::Held;
        }
        if bool::from(right) {
            return self.right_visit(visit.action, now_ms, grain_ms);
        }
        self.wrong_visit(duress, visit.nonce);
        Outcome::Held
    }

    fn right_visit(&mut self, action: Action, now_ms: u64, grain_ms: u64) -> Outcome {
        self.wrong = 0;
        match action {
            Action::Renew => {
                self.due_ms = deadline(now_ms, self.hold_s, grain_ms);
                Outcome::Held
            }
            Action::Delete => Outcome::Deleted,
        }
    }

    /// One that is sent again counts once: a lost answer must not make five of one slip of the finger.
    fn wrong_visit(&mut self, duress: Choice, nonce: Nonce) {
        let again = Choice::from(u8::from(self.wrong > 0)) & nonce.ct_eq(&self.last_wrong);
        self.wrong = self.wrong.saturating_add((!(duress | again)).unwrap_u8());
        self.last_wrong = nonce;
        self.released |= bool::from(duress) || self.wrong >= WRONG_MAX;
    }

    /// Whether it is to be published with the next tick. Once true it stays true, whatever visits come.
    #[must_use]
    pub fn is_due(&self, now_ms: u64) -> bool {
        self.released || now_ms >= self.due_ms
    }

    /// When it lapses if nobody visits: what to sort by. Not the whole truth; [`Hold::is_due`] is.
    #[must_use]
    pub const fn due_ms(&self) -> u64 {
        self.due_ms
    }

    /// Due at once, for instance because something beside it was damaged.
    pub const fn release(&mut self) {
        self.released = true;
    }

    /// The record to store. It has no checksum: its store adds one, and releases what it cannot read.
    #[must_use]
    pub fn encode(&self) -> [u8; HOLD_RECORD_LEN] {
        let parts: [&[u8]; 6] = [
            &[VERSION, u8::from(self.released), self.wrong],
            &self.due_ms.to_be_bytes(),
            &self.hold_s.to_be_bytes(),
            &self.right,
            &self.duress,
            &self.last_wrong,
        ];
        parts.concat().try_into().expect("the fields make up the record")
    }

    /// Reads exactly one record.
    ///
    /// # Errors
    /// [`Malformed`]: the deposit that it belongs to is to be released.
    pub fn decode(record: &[u8]) -> Result<Self, Malformed> {
        let mut fields = Fields(record);
        let [version, released, wrong] = fields.take()?;
        let due_ms = u64::from_be_bytes(fields.take()?);
        let hold_s = u32::from_be_bytes(fields.take()?);
        let (right, duress, last_wrong) = (fields.take()?, fields.take()?, fields.take()?);
        let hold = Self { due_ms, hold_s, wrong, released: released == 1, right, duress, last_wrong };
        let sound = version == VERSION && hold.encode() == record && hold.is_sound();
        sound.then_some(hold).ok_or(Malformed)
    }

    fn is_sound(&self) -> bool {
        let lapse = Lapse { hold: self.hold_s, right: self.right, duress: self.duress };
        super::Release::Lapse(lapse).is_sound() && (self.wrong < WRONG_MAX || self.released && self.wrong == WRONG_MAX)
    }
}

/// Without the verifiers: a relay's log must not tell one deposit from another.
impl fmt::Debug for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { due_ms, hold_s, wrong, released, .. } = self;
        write!(f, "Hold {{ due_ms: {due_ms}, hold_s: {hold_s}, wrong: {wrong}, released: {released} }}")
    }
}

fn deadline(now_ms: u64, hold_s: u32, grain_ms: u64) -> u64 {
    let exact = now_ms.saturating_add(u64::from(hold_s) * 1000);
    exact.checked_next_multiple_of(grain_ms.max(1)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labelled::Secret32;
    use zeroize::Zeroizing;

    const GRAIN: u64 = 60_000;

    fn r(byte: u8) -> Secret32 {
        Zeroizing::new([byte; 32])
    }

    const RIGHT: u8 = 1;
    const DURESS: u8 = 2;
    const WRONG: u8 = 3;

    fn hold() -> Hold {
        let lapse = Lapse { hold: 3600, right: verifier_of(&r(RIGHT)), duress: verifier_of(&r(DURESS)) };
        Hold::new(&lapse, 30_000, GRAIN)
    }

    /// Each a visit of its own.
    fn visited(hold: &mut Hold, action: Action, byte: u8, now_ms: u64) -> Outcome {
        let mut nonce = hold.last_wrong;
        nonce[0] += 1;
        hold.visit(&visit(action, byte, nonce), now_ms, GRAIN)
    }

    fn visit(action: Action, byte: u8, nonce: Nonce) -> Visit {
        Visit { action, id: [9; 16], r: r(byte), nonce }
    }

    #[test]
    fn lapses_at_its_deadline_rounded_up_to_the_grain() {
        assert_eq!(hold().due_ms(), 3_660_000);
        assert!(!hold().is_due(3_659_999));
        assert!(hold().is_due(3_660_000));
        assert_eq!(deadline(60_000, 60, GRAIN), 120_000);
        assert_eq!(deadline(60_001, 60, GRAIN), 180_000);
        assert_eq!(deadline(5, 1, 0), 1005);
        assert_eq!(deadline(u64::MAX - 1, 1, GRAIN), u64::MAX);
    }

    #[test]
    fn a_right_renewal_starts_the_hold_anew_and_forgets_wrong_ones() {
        let mut hold = hold();
        for _ in 0..3 {
            for now in 0..4 {
                assert_eq!(visited(&mut hold, Action::Renew, WRONG, now), Outcome::Held);
            }
            assert_eq!(visited(&mut hold, Action::Renew, RIGHT, 3_000_000), Outcome::Held);
        }
        assert!(!hold.is_due(6_599_999));
        assert!(hold.is_due(6_600_000));
    }

    #[test]
    fn only_the_right_word_deletes() {
        assert_eq!(visited(&mut hold(), Action::Delete, RIGHT, 60_000), Outcome::Deleted);
        assert_eq!(visited(&mut hold(), Action::Delete, WRONG, 60_000), Outcome::Held);
        assert_eq!(visited(&mut hold(), Action::Delete, DURESS, 60_000), Outcome::Held);
    }

    #[test]
    fn the_duress_word_releases_at_once_whatever_the_visit_was_for() {
        for action in [Action::Renew, Action::Delete] {
            let mut hold = hold();
            assert_eq!(visited(&mut hold, action, DURESS, 60_000), Outcome::Held);
            assert!(hold.is_due(0));
        }
    }

    #[test]
    fn the_fifth_wrong_word_since_the_last_right_one_releases() {
        let mut hold = hold();
        for _ in 0..4 {
            assert_eq!(visited(&mut hold, Action::Delete, WRONG, 60_000), Outcome::Held);
            assert!(!hold.is_due(60_000));
        }
        assert_eq!(visited(&mut hold, Action::Renew, 4, 60_000), Outcome::Held);
        assert!(hold.is_due(60_000));
    }

    #[test]
    fn a_wrong_visit_that_is_sent_again_counts_once() {
        let mut hold = hold();
        for nonce in [[0; 16], [7; 16], [8; 16], [9; 16]] {
            for _ in 0..10 {
                let _ = hold.visit(&visit(Action::Renew, WRONG, nonce), 60_000, GRAIN);
            }
            assert!(!hold.is_due(60_000));
        }
        let mut right = hold.clone();
        let _ = right.visit(&visit(Action::Renew, RIGHT, [9; 16]), 60_000, GRAIN);
        assert_eq!(right.wrong, 0, "the nonce is nothing beside the right word");
        let mut forced = hold.clone();
        let _ = forced.visit(&visit(Action::Renew, DURESS, [9; 16]), 60_000, GRAIN);
        assert!(forced.is_due(60_000), "nor beside the duress word");
        let _ = hold.visit(&visit(Action::Renew, WRONG, [10; 16]), 60_000, GRAIN);
        assert!(hold.is_due(60_000));
    }

    #[test]
    fn what_is_due_is_neither_renewed_nor_deleted() {
        let mut released = hold();
        released.release();
        for (mut due, now) in [(hold(), 3_660_000), (released, 60_000)] {
            let before = due.clone();
            for (action, byte) in [(Action::Renew, RIGHT), (Action::Delete, RIGHT), (Action::Renew, WRONG)] {
                assert_eq!(visited(&mut due, action, byte, now), Outcome::Held);
                assert_eq!(due, before);
            }
            assert!(due.is_due(now));
        }
    }

    #[test]
    fn a_record_reads_back_and_a_damaged_one_does_not() {
        let mut held = hold();
        assert_eq!(visited(&mut held, Action::Renew, WRONG, 60_000), Outcome::Held);
        let record = held.encode();
        assert_eq!(Hold::decode(&record), Ok(held.clone()));
        let changed = |place: usize, byte: u8| {
            let mut record = record;
            record[place] = byte;
            Hold::decode(&record)
        };
        for wrong in [changed(0, 2), changed(1, 2), changed(2, 6), changed(2, 5), changed(11, 0xff)] {
            assert_eq!(wrong, Err(Malformed));
        }
        assert_eq!(Hold::decode(&record[1..]), Err(Malformed));
        assert_eq!(Hold::decode(&[&record[..], &[0]].concat()), Err(Malformed));
        assert_eq!(Hold::decode(&[]), Err(Malformed));
    }

    #[test]
    fn debug_output_shows_no_verifier() {
        assert!(!format!("{:?}", hold()).contains('['));
    }
}
