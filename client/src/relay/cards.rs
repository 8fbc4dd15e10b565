//! Contact cards, as a relay serves them: all in one bundle, so that nobody shows whose poster they hold.
//!
//! ```text
//! count u16 BE ‖ count × (u32 BE length ‖ card or notice ‖ u16 BE length ‖ tlog-proof)
//! ```

use bytes::Bytes;
use davylamp_protocol::card::{Card, CardRelay, NOTICE_HEADER, NoticeBoard, entry_of_card, entry_of_notice};
use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::log::proof::TlogProof;
use hyper::Method;

use super::{Relay, RelayError};

/// All cards and notices of a relay; nothing in it is believed yet.
pub(crate) struct CardBundle {
    bytes: Vec<u8>,
    records: Vec<CardRecord>,
}

/// One card or notice.
struct CardRecord {
    /// The signed note.
    note: String,
    /// That the relay logged it.
    proof: TlogProof,
}

/// A desk's card: its signature, its fields and its place in the log are verified.
#[derive(Clone)]
pub(crate) struct FoundCard {
    /// The card.
    pub(crate) card: Card,
    /// As it was signed.
    pub(crate) note: String,
    /// The card's line for this relay: the one whose log key the proof is under.
    pub(crate) relay: CardRelay,
    /// The tree in which it was logged.
    pub(crate) logged: VerifiedCheckpoint,
}

/// A desk's notice board: its signature, its fields and its place in the log are verified.
pub(crate) struct FoundBoard {
    /// The board.
    pub(crate) board: NoticeBoard,
    /// The tree in which it was logged.
    pub(crate) logged: VerifiedCheckpoint,
}

impl CardBundle {
    /// Reads a bundle.
    ///
    /// # Errors
    ///
    /// [`RelayError::Malformed`] for bytes that are none.
    pub(crate) fn decode(bytes: Vec<u8>) -> Result<Self, RelayError> {
        let records = records(&bytes).ok_or(RelayError::Malformed("cards"))?;
        Ok(Self { bytes, records })
    }

    /// Its bytes.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The newest card of `desk`; `met` hears of each one that holds. An expired card is found too: whoever uses it
    /// warns.
    ///
    /// # Errors
    ///
    /// [`RelayError::CardMissing`]; [`RelayError::CardForged`], [`RelayError::CardNotLogged`]; those of `met`.
    pub(crate) fn find(
        &self,
        desk: &VerifierKey,
        mut met: impl FnMut(&FoundCard) -> Result<(), RelayError>,
    ) -> Result<FoundCard, RelayError> {
        let mut newest: Option<FoundCard> = None;
        for record in self.records.iter().filter(|record| is_note_of(CARD_HEADER, &record.note, desk)) {
            let found = verify_card(record, desk)?;
            met(&found)?;
            if newest.as_ref().is_none_or(|known| known.card.serial < found.card.serial) {
                newest = Some(found);
            }
        }
        newest.ok_or(RelayError::CardMissing)
    }

    /// Whether there is a card in the name of `desk`, whatever it is worth.
    pub(crate) fn has_card(&self, desk: &VerifierKey) -> bool {
        self.records.iter().any(|record| is_note_of(CARD_HEADER, &record.note, desk))
    }

    /// The newest notice board of the desk whose card this is, if it has one; the log is one that the card names.
    ///
    /// # Errors
    ///
    /// [`RelayError::NoticeForged`], [`RelayError::NoticeNotLogged`].
    pub(crate) fn board(&self, card: &Card) -> Result<Option<FoundBoard>, RelayError> {
        let mut newest: Option<FoundBoard> = None;
        for record in self.records.iter().filter(|record| is_note_of(NOTICE_HEADER, &record.note, &card.desk)) {
            let found = verify_board(record, card)?;
            if newest.as_ref().is_none_or(|known| known.board.serial < found.board.serial) {
                newest = Some(found);
            }
        }
        Ok(newest)
    }

    /// Every card that holds under the key that it names itself: which desk's it is, somebody else must say.
    pub(crate) fn cards(&self) -> impl Iterator<Item = FoundCard> {
        self.records.iter().filter_map(|record| {
            let desk = record.note.lines().nth(1)?.strip_prefix("desk ")?;
            verify_card(record, &VerifierKey::parse(desk).ok()?).ok()
        })
    }
}

impl Relay {
    /// All cards and notices.
    ///
    /// # Errors
    ///
    /// [`RelayError::Malformed`] for bytes that are no bundle; what kept us from the relay.
    pub(crate) async fn cards(&self) -> Result<CardBundle, RelayError> {
        CardBundle::decode(self.http.get_at_most("/v1/cards", BUNDLE_MAX).await?)
    }

    /// The newest card of `desk`. An expired card is found too: whoever uses it warns.
    ///
    /// # Errors
    ///
    /// [`RelayError::CardMissing`]; [`RelayError::CardForged`], [`RelayError::CardNotLogged`]; those of
    /// [`Relay::cards`].
    pub(crate) async fn find_card(&self, desk: &VerifierKey) -> Result<FoundCard, RelayError> {
        // The tree in which the card was logged: what the relay shows from here on is not smaller.
        self.cards().await?.find(desk, |found| self.remember(&found.logged))
    }

    /// Publishes a card or a notice board as its entry; the relay answers when it is logged.
    ///
    /// # Errors
    ///
    /// [`RelayError::DeskNotListed`], [`RelayError::OldSerial`], [`RelayError::BadNote`]; [`RelayError::Receipt`].
    pub(crate) async fn put_note(&self, note: &str, entry: &Entry, log: &VerifierKey) -> Result<TlogProof, RelayError> {
        let octets = Bytes::copy_from_slice(note.as_bytes());
        let answer = self.http.submit(Method::PUT, "/v1/cards", octets).await?;
        self.receipt(&answer, entry, log)
    }
}

/// Whether a note says that it is a card, or a board, of `desk`. Nothing is believed: it decides only what must then
/// hold.
fn is_note_of(header: &str, note: &str, desk: &VerifierKey) -> bool {
    let mut lines = note.lines();
    lines.next() == Some(header) && lines.next().and_then(|l| l.strip_prefix("desk ")) == Some(&desk.to_string())
}

fn verify_card(record: &CardRecord, desk: &VerifierKey) -> Result<FoundCard, RelayError> {
    let CardRecord { note, proof } = record;
    let card = Card::verify(note.as_bytes(), desk).map_err(RelayError::CardForged)?;
    let leaf = entry_of_card(note, desk, card.serial).leaf_hash();
    let proven = |relay: &CardRelay| Some((relay.clone(), proof.verify(leaf, &relay.log).ok()?));
    let (relay, logged) = card.relays.iter().find_map(proven).ok_or(RelayError::CardNotLogged)?;
    Ok(FoundCard { card, note: note.clone(), relay, logged })
}

fn verify_board(CardRecord { note, proof }: &CardRecord, card: &Card) -> Result<FoundBoard, RelayError> {
    let board = NoticeBoard::verify(note.as_bytes(), &card.desk).map_err(RelayError::NoticeForged)?;
    let leaf = entry_of_notice(note, &card.desk, board.serial).leaf_hash();
    let proven = |relay: &CardRelay| proof.verify(leaf, &relay.log).ok();
    let logged = card.relays.iter().find_map(proven).ok_or(RelayError::NoticeNotLogged)?;
    Ok(FoundBoard { board, logged })
}

fn records(bytes: &[u8]) -> Option<Vec<CardRecord>> {
    let (count, mut rest) = bytes.split_first_chunk()?;
    let mut records = Vec::new();
    for _ in 0..u16::from_be_bytes(*count) {
        let (length, after) = rest.split_first_chunk()?;
        let (note, after) = after.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        let (length, after) = after.split_first_chunk()?;
        let (proof, after) = after.split_at_checked(u16::from_be_bytes(*length).into())?;
        let note = std::str::from_utf8(note).ok()?.to_owned();
        records.push(CardRecord { note, proof: TlogProof::decode(proof).ok()? });
        rest = after;
    }
    rest.is_empty().then_some(records)
}

const CARD_HEADER: &str = "davylamp-card/v1";
/// Some hundreds of desks.
pub(crate) const BUNDLE_MAX: usize = 32 << 20;

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use davylamp_protocol::card::{CardError, Notice, NoticeKind, Role};
    use davylamp_protocol::clue::ClueSecret;
    use davylamp_protocol::hybrid::HybridIdentity;
    use davylamp_protocol::log::checkpoint::Checkpoint;
    use davylamp_protocol::log::note::{CosignerKey, NoteSigner};
    use davylamp_protocol::week::{DAY_SECONDS, week_of};
    use rand::rngs::OsRng;

    pub(crate) const ISSUED: u64 = 1_795_392_000;

    pub(crate) fn log() -> NoteSigner {
        NoteSigner::from_seed("log.example", &[2; 32]).unwrap()
    }

    pub(crate) fn desk() -> NoteSigner {
        NoteSigner::from_seed("desk.example", &[1; 32]).unwrap()
    }

    pub(crate) fn card(serial: u64) -> Card {
        let weeks = week_of(ISSUED)..=week_of(ISSUED + 7 * DAY_SECONDS);
        Card {
            desk: desk().verifier_key().clone(),
            serial,
            name: "Oficina legal minera".into(),
            roles: vec![(Role::Reports, 259_200)],
            languages: vec!["es".into()],
            issued: ISSUED,
            expires: ISSUED + 7 * DAY_SECONDS,
            clue_key: ClueSecret::generate(&mut OsRng).public(),
            online_key: *desk().verifier_key().key_bytes(),
            relays: vec![CardRelay {
                log: log().verifier_key().clone(),
                cosigner: CosignerKey::from_seed("log.example/clock", &[3; 32]).unwrap().verifier_key().clone(),
                retention_days: 21,
                url: "http://127.0.0.1:8600".into(),
            }],
            policy: vec![],
            intake: weeks.map(|week| (week, HybridIdentity::generate(&mut OsRng).to_recipient())).collect(),
        }
    }

    fn logged(note: &str, serial: u64, log: &NoteSigner) -> CardRecord {
        let root = entry_of_card(note, desk().verifier_key(), serial).leaf_hash();
        let checkpoint = Checkpoint { origin: log.name().into(), size: 1, root }.sign(log).unwrap();
        let proof = TlogProof { extra: None, index: 0, hashes: vec![], checkpoint };
        CardRecord { note: note.into(), proof }
    }

    fn encode(records: &[CardRecord]) -> Vec<u8> {
        encode_bundle(&records.iter().map(|record| (record.note.as_str(), &record.proof)).collect::<Vec<_>>())
    }

    pub(crate) fn encode_bundle(records: &[(&str, &TlogProof)]) -> Vec<u8> {
        let mut out = u16::try_from(records.len()).unwrap().to_be_bytes().to_vec();
        for (note, proof) in records {
            let proof = proof.encode();
            out.extend(u32::try_from(note.len()).unwrap().to_be_bytes());
            out.extend(note.as_bytes());
            out.extend(u16::try_from(proof.len()).unwrap().to_be_bytes());
            out.extend(proof.as_bytes());
        }
        out
    }

    #[test]
    fn a_card_is_taken_under_the_log_key_that_it_names() {
        let note = card(1).sign(&desk()).unwrap();
        let found = verify_card(&logged(&note, 1, &log()), desk().verifier_key()).ok().unwrap();
        assert_eq!(found.relay.log, *log().verifier_key());
    }

    #[test]
    fn a_changed_card_is_forged_and_one_of_another_log_is_not_logged() {
        let note = card(1).sign(&desk()).unwrap();
        let changed = note.replace("Oficina", "oficina");
        assert!(is_note_of(CARD_HEADER, &changed, desk().verifier_key()));
        let error = verify_card(&logged(&changed, 1, &log()), desk().verifier_key()).err();
        assert_eq!(error, Some(RelayError::CardForged(CardError::Signature)));
        let other = NoteSigner::from_seed("log.example", &[9; 32]).unwrap();
        let error = verify_card(&logged(&note, 1, &other), desk().verifier_key()).err();
        assert_eq!(error, Some(RelayError::CardNotLogged));
        let error = verify_card(&logged(&note, 2, &log()), desk().verifier_key()).err();
        assert_eq!(error, Some(RelayError::CardNotLogged), "logged under another serial number");
    }

    #[test]
    fn a_bundle_reads_back_and_every_cut_or_longer_one_is_rejected() {
        let note = card(1).sign(&desk()).unwrap();
        let bytes = encode(&[logged(&note, 1, &log()), logged(&note, 1, &log())]);
        assert_eq!(records(&bytes).unwrap().len(), 2);
        assert!(records(&[0, 0]).unwrap().is_empty());
        for length in [0, 1, 2, 5, 100, bytes.len() - 1] {
            assert!(records(&bytes[..length]).is_none(), "{length}");
        }
        assert!(records(&[bytes.as_slice(), &[0]].concat()).is_none());
    }

    #[test]
    fn another_desks_card_is_left_aside() {
        let other = NoteSigner::from_seed("desk.example", &[8; 32]).unwrap();
        assert!(!is_note_of(CARD_HEADER, &card(1).sign(&desk()).unwrap(), other.verifier_key()));
        assert!(!is_note_of(CARD_HEADER, "davylamp-notice/v1\n", desk().verifier_key()));
    }

    pub(crate) fn board(serial: u64) -> String {
        let notice = Notice {
            id: serial,
            language: "es".into(),
            kind: NoticeKind::Rights,
            published: ISSUED,
            until: None,
            title: "Derechos en una redada".into(),
            text: "No firmes nada.".into(),
        };
        let desk_key = desk().verifier_key().clone();
        NoticeBoard { desk: desk_key, serial, issued: ISSUED, notices: vec![notice] }.sign(&desk()).unwrap()
    }

    fn logged_board(note: &str, serial: u64, log: &NoteSigner) -> CardRecord {
        let root = entry_of_notice(note, desk().verifier_key(), serial).leaf_hash();
        let checkpoint = Checkpoint { origin: log.name().into(), size: 1, root }.sign(log).unwrap();
        CardRecord { note: note.into(), proof: TlogProof { extra: None, index: 0, hashes: vec![], checkpoint } }
    }

    fn shown(records: &[CardRecord]) -> Result<Option<u64>, RelayError> {
        let bundle = CardBundle::decode(encode(records)).unwrap();
        bundle.board(&card(1)).map(|found| found.map(|found| found.board.serial))
    }

    #[test]
    fn the_newest_board_that_a_desk_signed_and_a_log_of_its_card_took_is_shown() {
        assert_eq!(shown(&[]), Ok(None));
        let boards = [3, 5, 4].map(|serial| logged_board(&board(serial), serial, &log()));
        assert_eq!(shown(&boards), Ok(Some(5)));
    }

    #[test]
    fn a_changed_board_is_forged_and_one_of_another_log_or_entry_is_not_logged() {
        let changed = board(3).replace("kind rights", "kind study");
        assert_eq!(shown(&[logged_board(&changed, 3, &log())]), Err(RelayError::NoticeForged(CardError::Signature)));
        let other = NoteSigner::from_seed("log.example", &[9; 32]).unwrap();
        assert_eq!(shown(&[logged_board(&board(3), 3, &other)]), Err(RelayError::NoticeNotLogged));
        let replayed = CardRecord { proof: logged_board(&board(4), 4, &log()).proof, note: board(3) };
        assert_eq!(shown(&[replayed]), Err(RelayError::NoticeNotLogged));
        let as_a_card = CardRecord { proof: logged(&board(3), 3, &log()).proof, note: board(3) };
        assert_eq!(shown(&[as_a_card]), Err(RelayError::NoticeNotLogged), "the entry of a card is none of a board");
    }
}
