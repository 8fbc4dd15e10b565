//! `GET` and `PUT /v1/cards`: contact cards and notices, all in one bundle.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::extract::{Request, State as Shared};
use axum::response::Response;
use bytes::Bytes;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::note::{SignedNote, VerifierKey};
use sha2::{Digest as _, Sha256};

use super::{OCTETS, Problem, Relay, answer, content, octets, settled};
use crate::desks::Desks;
use crate::ledger::Ledger;
use crate::store::state::{CardState, Series, State};
use crate::store::{StoreError, replace_file};

/// The published cards and notices of listed desks.
pub(crate) struct Cards {
    dir: PathBuf,
    desks: Desks,
    state: Arc<State>,
    bundle: RwLock<Bytes>,
    publishing: tokio::sync::Mutex<()>,
    /// Desks that the last sweep found unlisted.
    unlisted: Mutex<HashSet<[u8; 32]>>,
}

pub(super) async fn get(Shared(relay): Shared<Arc<Relay>>) -> Response {
    octets(relay.cards.bundle(), "no-cache")
}

pub(super) async fn put(Shared(relay): Shared<Arc<Relay>>, request: Request) -> Result<Response, Problem> {
    let note = content(request, OCTETS, MAX_NOTE).await?;
    let card = relay.cards.check(&note)?;
    // A task of its own: a caller that hangs up must not leave a card in the log and out of the bundle.
    let publisher = Arc::clone(&relay);
    let published = tokio::spawn(async move {
        // One at a time: a serial number is compared with what is published, not with what waits.
        let _publishing = publisher.cards.publishing.lock().await;
        publisher.cards.publish(&publisher, &card, &note).await
    });
    let at = published.await.map_err(|_| Problem::Unavailable)??;
    answer(&relay.ledger, at)
}

/// What the relay reads in a card or notice: the rest is for those who use it.
struct Card {
    series: Series,
    key_hash: [u8; 32],
    serial: u64,
    note_hash: [u8; 32],
}

impl Card {
    fn entry(&self) -> Entry {
        let Self { key_hash, serial, note_hash, .. } = *self;
        match self.series {
            Series::Card => Entry::Card { key_hash, serial, note_hash },
            Series::Notice => Entry::Notice { key_hash, serial, note_hash },
        }
    }
}

impl Cards {
    pub(crate) fn open(dir: &Path, desks: Desks, state: Arc<State>) -> Result<Self, StoreError> {
        let cards = Self {
            dir: dir.join("cards"),
            desks,
            state,
            bundle: RwLock::default(),
            publishing: tokio::sync::Mutex::default(),
            unlisted: Mutex::default(),
        };
        cards.rebuild()?;
        Ok(cards)
    }

    fn bundle(&self) -> Bytes {
        self.bundle.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Finds the listed desk that signed `note`, and what the signed text says it is.
    fn check(&self, note: &[u8]) -> Result<Card, Problem> {
        let parsed = SignedNote::parse(note, MAX_NOTE).map_err(|_| Problem::BadNote)?;
        let desks = self.desks.list().map_err(|error| {
            tracing::error!(%error, "desks");
            Problem::Unavailable
        })?;
        for desk in desks {
            let Ok(key) = desk.parse::<VerifierKey>() else {
                continue;
            };
            if let Ok(text) = parsed.verify(&key) {
                return card_of(text.as_str(), &desk, note).ok_or(Problem::BadNote);
            }
        }
        Err(Problem::DeskNotListed)
    }

    async fn publish(&self, relay: &Relay, card: &Card, note: &Bytes) -> Result<u64, Problem> {
        if let Some(known) = self.state.card(&card.key_hash, card.series)? {
            if known.serial == card.serial && known.hash == card.note_hash {
                return Ok(known.index);
            }
            if card.serial <= known.serial {
                return Err(Problem::OldSerial);
            }
        }
        // The note is durable before the log commits to its hash.
        replace_file(&self.path(&card.note_hash), note)?;
        let at = settled(relay.sequencer.submit_card(&card.entry())?).await?;
        self.keep(&relay.ledger, card, at)?;
        Ok(at)
    }

    fn keep(&self, ledger: &Ledger, card: &Card, at: u64) -> Result<(), Problem> {
        let old = self.state.card(&card.key_hash, card.series)?;
        let proof = ledger.proof(at)?;
        let new = CardState { serial: card.serial, index: at, hash: card.note_hash, proof };
        self.state.put_card(&card.key_hash, card.series, &new)?;
        self.rebuild()?;
        if let Some(old) = old.filter(|old| old.hash != card.note_hash) {
            // What stays behind is only room on disk.
            let _ = std::fs::remove_file(self.path(&old.hash));
        }
        Ok(())
    }

    /// Makes the bundle anew, and deletes what desks published that this sweep and the one before found unlisted: a
    /// list that is just being edited costs nobody their card.
    pub(crate) fn sweep(&self) -> Result<(), StoreError> {
        let listed = self.listed()?;
        let mut cards = self.state.cards()?;
        cards.retain(|(desk, _, _)| !listed.contains(desk));
        let now = cards.iter().map(|(desk, _, _)| *desk).collect();
        let before = std::mem::replace(&mut *self.unlisted.lock().unwrap_or_else(PoisonError::into_inner), now);
        self.rebuild()?;
        for (desk, series, card) in cards.iter().filter(|(desk, _, _)| before.contains(desk)) {
            self.state.remove_card(desk, *series)?;
            // What stays behind is only room on disk.
            let _ = std::fs::remove_file(self.path(&card.hash));
        }
        Ok(())
    }

    /// Makes the bundle anew: the newest card and notice of every listed desk, by desk.
    fn rebuild(&self) -> Result<(), StoreError> {
        let listed = self.listed()?;
        let mut cards = self.state.cards()?;
        cards.retain(|(desk, _, _)| listed.contains(desk));
        cards.sort_by_key(|(desk, series, _)| (*desk, *series));
        let count = u16::try_from(cards.len()).map_err(|_| StoreError::State("too many cards".to_owned()))?;
        let mut out = count.to_be_bytes().to_vec();
        for (_, _, card) in &cards {
            self.append(&mut out, card)?;
        }
        *self.bundle.write().unwrap_or_else(PoisonError::into_inner) = out.into();
        Ok(())
    }

    fn append(&self, out: &mut Vec<u8>, card: &CardState) -> Result<(), StoreError> {
        let path = self.path(&card.hash);
        let note = std::fs::read(&path).map_err(StoreError::io(&path))?;
        let lengths = (u32::try_from(note.len()), u16::try_from(card.proof.len()));
        let (Ok(note_len), Ok(proof_len), true) = (lengths.0, lengths.1, card.hash == *Sha256::digest(&note)) else {
            return Err(StoreError::Damaged { path, offset: 0, what: "not the note of its name" });
        };
        out.extend(note_len.to_be_bytes());
        out.extend(&note);
        out.extend(proof_len.to_be_bytes());
        out.extend(card.proof.as_bytes());
        Ok(())
    }

    fn listed(&self) -> Result<Vec<[u8; 32]>, StoreError> {
        let desks = self.desks.list().map_err(|error| StoreError::State(error.to_string()))?;
        Ok(desks.iter().map(|desk| Sha256::digest(desk).into()).collect())
    }

    fn path(&self, hash: &[u8; 32]) -> PathBuf {
        self.dir.join(format!("{}.note", hex::encode(hash)))
    }
}

fn card_of(text: &str, desk: &str, note: &[u8]) -> Option<Card> {
    let mut lines = text.lines();
    let series = match lines.next()? {
        "davylamp-card/v1" => Series::Card,
        "davylamp-notice/v1" => Series::Notice,
        _ => return None,
    };
    (lines.next()?.strip_prefix("desk ")? == desk).then_some(())?;
    let digits = lines.next()?.strip_prefix("serial ")?;
    let serial: u64 = digits.parse().ok()?;
    (serial.to_string() == digits).then_some(())?;
    Some(Card { series, key_hash: Sha256::digest(desk).into(), serial, note_hash: Sha256::digest(note).into() })
}

/// The longest card or notice, in bytes.
const MAX_NOTE: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use davylamp_protocol::log::note::NoteSigner;

    use super::*;

    #[test]
    fn the_first_three_lines_name_kind_desk_and_serial() {
        let card = card_of("davylamp-card/v1\ndesk k\nserial 7\nmore\n", "k", b"note").unwrap();
        assert_eq!((card.series, card.serial), (Series::Card, 7));
        let notice = card_of("davylamp-notice/v1\ndesk k\nserial 0\n", "k", b"note").unwrap();
        assert_eq!(notice.series, Series::Notice);
    }

    const NOTE: &[u8] = b"a note";

    fn published(dir: &Path) -> (Cards, Desks, String) {
        std::fs::create_dir(dir.join("cards")).unwrap();
        let state = Arc::new(State::open(&dir.join("state")).unwrap());
        let desks = Desks::new(dir);
        let key = NoteSigner::from_seed("desk.example", &[7; 32]).unwrap().verifier_key().to_string();
        desks.add(&key).unwrap();
        let hash: [u8; 32] = Sha256::digest(NOTE).into();
        let card = CardState { serial: 1, index: 0, hash, proof: "proof".to_owned() };
        state.put_card(&Sha256::digest(&key).into(), Series::Card, &card).unwrap();
        std::fs::write(dir.join("cards").join(format!("{}.note", hex::encode(hash))), NOTE).unwrap();
        (Cards::open(dir, desks.clone(), state).unwrap(), desks, key)
    }

    fn notes(dir: &Path) -> usize {
        std::fs::read_dir(dir.join("cards")).unwrap().count()
    }

    #[test]
    fn a_removed_desk_leaves_the_bundle_at_once_and_the_disk_at_the_next_sweep() {
        let dir = tempfile::tempdir().unwrap();
        let (cards, desks, key) = published(dir.path());
        assert_eq!(cards.bundle()[..2], [0, 1]);
        desks.remove(&key).unwrap();
        cards.sweep().unwrap();
        assert_eq!(*cards.bundle(), [0, 0]);
        assert_eq!((cards.state.cards().unwrap().len(), notes(dir.path())), (1, 1));
        cards.sweep().unwrap();
        assert_eq!((cards.state.cards().unwrap().len(), notes(dir.path())), (0, 0));
    }

    #[test]
    fn a_desk_that_was_missing_for_one_sweep_keeps_its_card() {
        let dir = tempfile::tempdir().unwrap();
        let (cards, desks, key) = published(dir.path());
        for _ in 0..3 {
            desks.remove(&key).unwrap();
            cards.sweep().unwrap();
            desks.add(&key).unwrap();
            cards.sweep().unwrap();
        }
        assert_eq!(cards.bundle()[..2], [0, 1]);
    }

    #[test]
    fn a_damaged_list_deletes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (cards, _, _) = published(dir.path());
        std::fs::write(
            dir.path().join("desks"),
            "no key
",
        )
        .unwrap();
        assert!(cards.sweep().is_err());
        assert!(cards.sweep().is_err());
        assert_eq!((cards.state.cards().unwrap().len(), notes(dir.path())), (1, 1));
    }

    #[test]
    fn anything_else_is_no_card() {
        for text in [
            "",
            "davylamp-card/v2\ndesk k\nserial 7\n",
            "davylamp-card/v1\ndesk other\nserial 7\n",
            "davylamp-card/v1\ndesk k\nserial 07\n",
            "davylamp-card/v1\ndesk k\nserial +7\n",
            "davylamp-card/v1\nserial 7\ndesk k\n",
            "davylamp-card/v1\ndesk k\n",
        ] {
            assert!(card_of(text, "k", b"note").is_none(), "{text:?}");
        }
    }
}
