//! The key of an alert profile, which moves on with every sealing (`SPEC.md` 12.1).
//!
//! ```text
//! K(0) = bind(s, D)      K(j+1) = PRF(K(j), "davylamp/v1/alert-ratchet")
//! ```
//!
//! A seized profile holds the newest key only: it neither finds nor dates what was raised before.

use zeroize::Zeroizing;

use crate::clue::{DeskKey, Position, Tag, ThreadKey};
use crate::labelled::{Secret32, prf};

/// Keys beyond the highest seen that a desk looks for.
pub const LOOK_AHEAD: u64 = 64;

/// `K(j)`: seals one alert, once for each relay.
#[derive(Clone)]
pub struct AlertLane(ThreadKey);

impl AlertLane {
    /// `K(0)` of a lane secret at its desk.
    #[must_use]
    pub fn new(lane_secret: &[u8; 32], desk: DeskKey) -> Self {
        Self(ThreadKey::new(lane_secret, desk))
    }

    /// `K(j+1)`. The device forgets `K(j)` once this is durable.
    #[must_use]
    pub fn next(&self) -> Self {
        Self(ThreadKey::from_bound(prf(self.0.to_bound(), ALERT_RATCHET, &[])))
    }

    /// The 32 bytes of `K(j)`, to store.
    #[must_use]
    pub fn to_bytes(&self) -> Secret32 {
        Zeroizing::new(*self.0.to_bound())
    }

    /// Takes up a stored `K(j)`.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(ThreadKey::from_bound(Zeroizing::new(*bytes)))
    }

    /// The tag to look for in the log called `origin`. It is never used up: every body that opens under it counts.
    #[must_use]
    pub fn tag(&self, origin: &str) -> Tag {
        self.0.tag(origin, Position::Alert)
    }

    /// What a body repeats in place of the desk's key, which the device does not know.
    pub(super) fn bound(&self, origin: &str) -> [u8; 32] {
        *prf(self.0.to_bound(), ALERT_BOUND, &[origin.as_bytes()])
    }

    pub(super) fn thread(&self) -> &ThreadKey {
        &self.0
    }
}

const ALERT_RATCHET: &str = "davylamp/v1/alert-ratchet";
const ALERT_BOUND: &str = "davylamp/v1/alert-bound";

#[cfg(test)]
mod tests {
    use super::*;

    fn lane() -> AlertLane {
        AlertLane::new(&[1; 32], DeskKey([9; 32]))
    }

    #[test]
    fn no_two_keys_desks_or_logs_share_a_tag_or_a_bound() {
        let lanes = [lane(), lane().next(), lane().next().next(), AlertLane::new(&[1; 32], DeskKey([8; 32]))];
        let of = |origin: &'static str| lanes.iter().map(move |lane| (lane.tag(origin), lane.bound(origin)));
        let (tags, bounds): (std::collections::HashSet<_>, std::collections::HashSet<_>) =
            of("a.example").chain(of("b.example")).unzip();
        assert_eq!((tags.len(), bounds.len()), (8, 8));
    }

    #[test]
    fn an_alert_is_no_message_of_another_kind_under_the_same_key() {
        let key = ThreadKey::new(&[1; 32], DeskKey([9; 32]));
        assert_ne!(lane().tag("a.example"), key.tag("a.example", Position::Reporter { n: 0 }));
        assert_ne!(lane().tag("a.example"), key.tag("a.example", Position::Claim));
    }

    #[test]
    fn a_stored_key_goes_on_where_it_stood() {
        let stored = AlertLane::from_bytes(&lane().next().to_bytes());
        assert_eq!(stored.next().tag("a.example"), lane().next().next().tag("a.example"));
    }
}
