//! Where notices are taken from: the bundle of a relay, or of a mirror that somebody carried.

use std::path::Path;

use davylamp_protocol::card::{Card, NoticeBoard};
use davylamp_protocol::log::note::VerifierKey;

use crate::failure::Failure;
use crate::mirror::Mirror;
use crate::relay::{CardBundle, NetworkArgs, Relay, RelayError};

/// All cards and boards of one log.
pub(super) enum Shelf {
    /// As a relay shows them.
    Relay { relay: Box<Relay>, asked: String, bundle: CardBundle },
    /// As a mirror has them, which shows the log as well: an older board than stands there is noticed.
    Mirror(Box<Mirror>),
}

impl Shelf {
    /// Fetches what everybody fetches: never one desk's.
    ///
    /// # Errors
    ///
    /// Those of [`Relay::connect`] and [`Relay::cards`].
    pub(super) async fn fetch(address: &str, network: &NetworkArgs) -> Result<Self, RelayError> {
        let relay = Box::new(Relay::connect(address, network)?);
        let bundle = relay.cards().await?;
        Ok(Self::Relay { relay, asked: address.to_owned(), bundle })
    }

    /// Verifies a mirror under the card of a desk that the reader knows; without one, under a card that lies in it: then
    /// the carrier is believed which log it is.
    ///
    /// # Errors
    ///
    /// A [`Failure`] that names the file, and what of it does not hold.
    pub(super) fn carried(dir: &Path, desk: Option<&VerifierKey>) -> Result<Self, Failure> {
        let mirror = match desk {
            Some(desk) => Mirror::open(dir, desk, |_, _| ()),
            None => Mirror::open_by_itself(dir),
        };
        Ok(Self::Mirror(Box::new(mirror?)))
    }

    /// Whether it came from this address.
    pub(super) fn is_of(&self, address: &str) -> bool {
        matches!(self, Self::Relay { asked, .. } if asked == address)
    }

    /// Whether there is anything in the desk's name: what it is worth [`Shelf::read`] says.
    pub(super) fn has(&self, desk: &VerifierKey) -> bool {
        self.bundle().has_card(desk)
    }

    fn bundle(&self) -> &CardBundle {
        match self {
            Self::Relay { bundle, .. } => bundle,
            Self::Mirror(mirror) => mirror.bundle(),
        }
    }

    /// Until when its log goes, Unix seconds; a relay's goes on.
    pub(super) fn as_of(&self) -> Option<u64> {
        match self {
            Self::Relay { .. } => None,
            Self::Mirror(mirror) => mirror.checkpoints().last().map(|seen| seen.time),
        }
    }

    /// A desk's card and its newest board.
    ///
    /// # Errors
    ///
    /// A [`Failure`] for a desk without a card there, and for a card or board that does not hold.
    pub(super) fn read(&self, desk: &VerifierKey) -> Result<(Card, Option<NoticeBoard>), Failure> {
        match self {
            Self::Relay { relay, bundle, .. } => {
                let card = bundle.find(desk, |found| relay.remember(&found.logged))?.card;
                let found = bundle.board(&card)?;
                found.iter().try_for_each(|found| relay.remember(&found.logged))?;
                Ok((card, found.map(|found| found.board)))
            }
            Self::Mirror(mirror) => Ok(mirror.board(desk)?),
        }
    }

    /// The cards that hold under the keys that they name themselves.
    pub(super) fn cards(&self) -> impl Iterator<Item = Card> {
        self.bundle().cards().map(|found| found.card)
    }
}
