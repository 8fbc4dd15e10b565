//! A visit: renew a deposit, or delete it (`SPEC.md` 11.1).

use zeroize::Zeroizing;

use super::{DepositId, Fields, Malformed, REQUEST_LEN, VERSION, is_zero, split};
use crate::labelled::Secret32;

/// What a visit is for. The route must say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Starts the hold anew.
    Renew = 3,
    /// Destroys the deposit unpublished.
    Delete = 4,
}

/// A request about a deposit. It looks alike whichever word its `r` comes from.
#[derive(Clone)]
pub struct Visit {
    /// What for.
    pub action: Action,
    /// Which deposit.
    pub id: DepositId,
    /// What the typed word gives for this deposit.
    pub r: Secret32,
    /// Random: a visit that is sent again, because its answer was lost, is the same visit.
    pub nonce: Nonce,
}

/// Tells a visit that is sent again from another one.
pub type Nonce = [u8; 16];

impl Visit {
    /// [`REQUEST_LEN`] bytes.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(REQUEST_LEN));
        out.extend_from_slice(&[VERSION, self.action as u8]);
        out.extend_from_slice(&self.id);
        out.extend_from_slice(&*self.r);
        out.extend_from_slice(&self.nonce);
        out.resize(REQUEST_LEN, 0);
        out
    }

    /// Reads exactly one visit. The caller holds its action against the route.
    ///
    /// # Errors
    /// [`Malformed`] for another length, version or action, or anything but zeros behind the last field.
    pub fn decode(request: &[u8]) -> Result<Self, Malformed> {
        let (slip, rest) = split(request)?;
        let mut fields = Fields(slip);
        let (version, action, id, r) = (fields.byte()?, fields.byte()?, fields.take()?, Zeroizing::new(fields.take()?));
        let nonce = fields.take()?;
        fields.end_in_zeros()?;
        let action = match action {
            RENEW => Action::Renew,
            DELETE => Action::Delete,
            _ => return Err(Malformed),
        };
        let sound = version == VERSION && is_zero(rest);
        sound.then_some(Self { action, id, r, nonce }).ok_or(Malformed)
    }
}

const RENEW: u8 = Action::Renew as u8;
const DELETE: u8 = Action::Delete as u8;

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(action: Action) -> Visit {
        Visit { action, id: [9; 16], r: Zeroizing::new([5; 32]), nonce: [6; 16] }
    }

    fn is_rejected(change: impl FnOnce(&mut Vec<u8>)) -> bool {
        let mut bytes = sample(Action::Renew).encode().to_vec();
        change(&mut bytes);
        Visit::decode(&bytes).is_err()
    }

    #[test]
    fn reads_back_both_actions_in_the_size_of_a_deposit() {
        for action in [Action::Renew, Action::Delete] {
            let bytes = sample(action).encode();
            assert_eq!(bytes.len(), REQUEST_LEN);
            assert_eq!(bytes[..50], [&[1, action as u8][..], &[9; 16], &[5; 32]].concat());
            let visit = Visit::decode(&bytes).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((visit.action, visit.id, *visit.r), (action, [9; 16], [5; 32]));
        }
    }

    #[test]
    fn rejects_another_length_version_or_action() {
        assert!(!is_rejected(|_| ()));
        assert!(is_rejected(|bytes| bytes.truncate(REQUEST_LEN - 1)));
        assert!(is_rejected(|bytes| bytes.push(0)));
        assert!(is_rejected(|bytes| bytes[0] = 2));
        for action in [0, 1, 2, 5] {
            assert!(is_rejected(|bytes| bytes[1] = action));
        }
    }

    #[test]
    fn rejects_anything_behind_the_last_field() {
        for place in [66, 255, 256, REQUEST_LEN - 1] {
            assert!(is_rejected(|bytes| bytes[place] = 1));
        }
    }
}
