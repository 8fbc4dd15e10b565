//! `checkpoints.bin`: what the log signed, run by run: `u16 length ‖ note`, sizes ascending.

use davylamp_protocol::card::CardRelay;
use davylamp_protocol::week::DAY_SECONDS;

use super::error::{Fault, MirrorError};
use crate::relay::SeenCheckpoint;

/// Checkpoints of one log, each verified. The newest is the mirror's end; the earlier ones say by when entries were
/// logged.
#[derive(Default)]
pub(super) struct Checkpoints(Vec<SeenCheckpoint>);

impl Checkpoints {
    /// Reads and verifies them under the keys of `relay`.
    pub(super) fn decode(mut bytes: &[u8], relay: &CardRelay) -> Result<Self, MirrorError> {
        let wrong = |fault| MirrorError::new(CHECKPOINTS, fault);
        let mut all = Vec::<SeenCheckpoint>::new();
        while !bytes.is_empty() {
            let (note, rest) = split(bytes).ok_or_else(|| wrong(Fault::Length))?;
            let seen = SeenCheckpoint::read(note, relay).map_err(|error| wrong(Fault::Checkpoint(error)))?;
            if all.last().is_some_and(|last| last.verified.size >= seen.verified.size) || all.len() == MOST {
                return Err(wrong(Fault::Form));
            }
            all.push(seen);
            bytes = rest;
        }
        if all.is_empty() { Err(wrong(Fault::Length)) } else { Ok(Self(all)) }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for seen in &self.0 {
            out.extend(u16::try_from(seen.note.len()).unwrap_or(0).to_be_bytes());
            out.extend(seen.note.as_bytes());
        }
        out
    }

    /// The mirror's end.
    pub(super) fn newest(&self) -> Option<&SeenCheckpoint> {
        self.0.last()
    }

    /// All, oldest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &SeenCheckpoint> {
        self.0.iter()
    }

    /// Takes a newer one, of the same size or a larger one. One a day is enough of the earlier ones.
    pub(super) fn push(&mut self, seen: SeenCheckpoint) {
        self.0.retain(|known| known.verified.size < seen.verified.size);
        if let [.., before, last] = self.0.as_slice()
            && last.time.saturating_sub(before.time) < DAY_SECONDS
        {
            self.0.pop();
        }
        self.0.push(seen);
        let excess = self.0.len().saturating_sub(MOST);
        self.0.drain(..excess);
    }

    /// Lets go of those that end before `first`.
    pub(super) fn forget_before(&mut self, first: u64) {
        self.0.retain(|seen| seen.verified.size >= first);
    }
}

fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(u16::from_be_bytes(*length).into())
}

/// Their file.
pub(super) const CHECKPOINTS: &str = "checkpoints.bin";
/// A year's.
const MOST: usize = 400;
/// So many of the longest.
pub(super) const CHECKPOINTS_MAX: u64 = MOST as u64 * 16_386;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mirror::tests::signed;
    use crate::relay::RelayError;
    use crate::relay::test_card::card;

    fn seen(size: u64, time: u64) -> SeenCheckpoint {
        SeenCheckpoint::read(signed(size, time).as_bytes(), &card(1).relays[0]).ok().unwrap()
    }

    fn of(all: &[(u64, u64)]) -> Checkpoints {
        Checkpoints(all.iter().map(|(size, time)| seen(*size, *time)).collect())
    }

    fn sizes(checkpoints: &Checkpoints) -> Vec<u64> {
        checkpoints.iter().map(|seen| seen.verified.size).collect()
    }

    fn fault(bytes: &[u8]) -> Fault {
        Checkpoints::decode(bytes, &card(1).relays[0]).err().unwrap().fault
    }

    #[test]
    fn they_read_back_in_their_order() {
        let bytes = of(&[(1, 5), (7, 6), (9, 6)]).encode();
        let read = Checkpoints::decode(&bytes, &card(1).relays[0]).ok().unwrap();
        assert_eq!(sizes(&read), [1, 7, 9]);
        assert_eq!(read.encode(), bytes);
    }

    #[test]
    fn cut_repeated_unordered_and_foreign_ones_are_refused() {
        let bytes = of(&[(1, 5), (7, 6)]).encode();
        let one = of(&[(1, 5)]).encode().len();
        for length in (0..bytes.len()).filter(|length| *length != one) {
            assert_eq!(fault(&bytes[..length]), Fault::Length, "{length}");
        }
        assert_eq!(fault(&[bytes.as_slice(), &[0]].concat()), Fault::Length);
        assert_eq!(fault(&of(&[(7, 5), (1, 6)]).encode()), Fault::Form);
        assert_eq!(fault(&of(&[(7, 5), (7, 6)]).encode()), Fault::Form);
        let many: Vec<(u64, u64)> = (1..=401).map(|size| (size, size)).collect();
        assert_eq!(fault(&of(&many).encode()), Fault::Form);
        let changed = String::from_utf8(bytes.clone()).unwrap().replace("\n7\n", "\n8\n");
        assert!(matches!(fault(changed.as_bytes()), Fault::Checkpoint(RelayError::Checkpoint(_))));
        let mut other = card(1).relays[0].clone();
        other.cosigner = davylamp_protocol::log::note::CosignerKey::from_seed("other.example", &[8; 32])
            .unwrap()
            .verifier_key()
            .clone();
        let fault = Checkpoints::decode(&bytes, &other).err().unwrap().fault;
        assert_eq!(fault, Fault::Checkpoint(RelayError::NotTimed));
    }

    #[test]
    fn of_earlier_ones_one_a_day_is_kept_and_the_first_always() {
        let mut all = Checkpoints::default();
        for (size, hour) in [(1, 0), (2, 1), (3, 2), (4, 26), (5, 27), (6, 60)] {
            all.push(seen(size, hour * 3600));
        }
        assert_eq!(sizes(&all), [1, 4, 6]);
        all.push(seen(6, 90 * 3600));
        assert_eq!((sizes(&all), all.newest().unwrap().time), (vec![1, 4, 6], 90 * 3600));
        all.forget_before(4);
        assert_eq!(sizes(&all), [4, 6]);
    }
}
