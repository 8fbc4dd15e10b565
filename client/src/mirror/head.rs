//! `mirror.txt`: which log a mirror is of, and where it begins.
//!
//! ```text
//! davylamp-mirror/v1
//! relay LOG-VKEY COSIGNER-VKEY 21 http://…
//! kept 1048576
//! frontier AAAAAAAQAAA…
//! ```

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use davylamp_protocol::card::CardRelay;
use davylamp_protocol::log::tree::Frontier;

use super::error::{Fault, MirrorError};

/// The head of a mirror. To a reader it is the carrier's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// The relay, as a card has it.
    pub(crate) relay: CardRelay,
    /// The first entry whose body the relay kept when the mirror was begun.
    pub(crate) kept: u64,
    /// The tree of all entries before the first one of the mirror.
    pub(crate) frontier: Frontier,
}

impl Head {
    /// Index of the first entry.
    pub(crate) fn first(&self) -> u64 {
        self.frontier.size()
    }

    pub(super) fn encode(&self) -> String {
        let frontier = BASE64_STANDARD.encode(self.frontier.encode());
        format!("{VERSION}\nrelay {}\nkept {}\nfrontier {frontier}\n", self.relay.to_line(), self.kept)
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, MirrorError> {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let version = text.lines().next().unwrap_or_default();
        let number = version.strip_prefix(ANY_VERSION).and_then(|number| number.parse::<u32>().ok());
        if number.is_some_and(|number| number > 1) {
            return Err(MirrorError::new(HEAD, Fault::Newer));
        }
        // One encoding: what was read must be what would be written.
        let head = parse(text).filter(|head| head.encode() == text && head.first().is_multiple_of(ALIGNED));
        head.ok_or_else(|| MirrorError::new(HEAD, Fault::Form))
    }
}

fn parse(text: &str) -> Option<Head> {
    let mut lines = text.lines().skip(1);
    let relay = CardRelay::from_line(lines.next()?.strip_prefix("relay ")?)?;
    let kept = lines.next()?.strip_prefix("kept ")?.parse().ok()?;
    let frontier = BASE64_STANDARD.decode(lines.next()?.strip_prefix("frontier ")?).ok()?;
    Some(Head { relay, kept, frontier: Frontier::decode(&frontier).ok()? })
}

/// Its file.
pub(super) const HEAD: &str = "mirror.txt";
/// Far more than a head takes.
pub(super) const HEAD_MAX: u64 = 16_384;
/// Of what the first entry is a multiple: a tile, and groups.
pub(crate) const ALIGNED: u64 = 256;
const VERSION: &str = "davylamp-mirror/v1";
const ANY_VERSION: &str = "davylamp-mirror/v";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::test_card::card;
    use davylamp_protocol::log::leaf_hash;

    fn head(first: u64) -> Head {
        let mut frontier = Frontier::empty();
        (0..first).for_each(|i| frontier.push(leaf_hash(&i.to_be_bytes())));
        Head { relay: card(1).relays[0].clone(), kept: 3, frontier }
    }

    #[test]
    fn a_head_reads_back() {
        for first in [0, 256, 768] {
            assert_eq!(Head::decode(head(first).encode().as_bytes()), Ok(head(first)));
        }
    }

    #[test]
    fn every_other_spelling_is_refused() {
        let text = head(256).encode();
        let form = Err(MirrorError::new(HEAD, Fault::Form));
        let lines: Vec<&str> = text.lines().collect();
        let cut = (0..text.len()).map(|length| text[..length].to_owned());
        let swapped = [[0, 2, 1, 3], [0, 1, 3, 2], [1, 0, 2, 3]].map(|order| order.map(|i| lines[i]).join("\n") + "\n");
        let spelt =
            [("kept 3", "kept 03"), ("kept 3", "kept +3"), ("relay ", "relay  "), (" 21 ", " 0 "), ("\n", "\r\n")];
        let spelt = spelt.map(|(from, to)| text.replace(from, to));
        let longer = [format!("{text}\n"), format!("{text}kept 3\n"), format!(" {text}")];
        for wrong in cut.chain(swapped).chain(spelt).chain(longer) {
            assert_eq!(Head::decode(wrong.as_bytes()), form, "{wrong:?}");
        }
        assert_eq!(Head::decode(head(255).encode().as_bytes()), form, "a first entry of no tile");
        assert_eq!(Head::decode(&[0xff; 40]), form);
    }

    #[test]
    fn a_later_version_is_named_as_such() {
        let later = head(0).encode().replace("mirror/v1", "mirror/v2");
        assert_eq!(Head::decode(later.as_bytes()), Err(MirrorError::new(HEAD, Fault::Newer)));
    }
}
