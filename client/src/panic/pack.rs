//! `--pack FILE`: what waits goes into a file for a courier, and no network is touched (`SPEC.md` 13).
//!
//! The alert is in the outbox first, as always: the same bytes go out from here, too, once there is a network.

use std::path::Path;
use std::process::ExitCode;

use davylamp_protocol::deposit::{Deposit, Release};
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::pack::{Load, Pack, room};
use rand::rngs::OsRng;
use serde_json::json;

use super::book::Book;
use super::exit;
use super::profile::{Kind, Profile, Waiting};
use super::trigger::unsealed;
use crate::failure::Failure;
use crate::files;
use crate::relay::Address;
use crate::reporter::unwritten;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// Writes what waits to `file`, and ends.
///
/// # Errors
///
/// A [`Failure`] if it cannot be written. What waits then still waits, unless it is in memory only.
pub(super) fn hand_over(mut book: Book, file: &Path, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let packed = Packed::of(book.profile());
    let Some(pack) = packed.pack else {
        terminal.print(text("panic-pack-nothing"));
        terminal.json(&json!({ "event": "ended", "exit": exit::DONE }));
        return Ok(ExitCode::SUCCESS);
    };
    let written = files::new_file(file, &pack.encode(&mut OsRng));
    if let Err(error) = &written {
        let failure = unwritten(file, error);
        return Err(match book.trouble() {
            Some(_) => failure.hint(text("panic-pack-lost-hint")),
            None => failure.hint(text("panic-pack-waits-hint")).with_code(exit::QUEUED),
        });
    }
    tell(&book, file, &pack, packed.left, terminal);
    if book.trouble().is_none() && book.profile().ahead.is_none() {
        book.change(Profile::seal_ahead).map_err(unsealed)?;
    }
    book.wipe();
    Ok(ExitCode::from(exit::QUEUED))
}

fn tell(book: &Book, file: &Path, pack: &Pack, left: usize, terminal: &Terminal) {
    let envelopes = pack.loads().first().map_or(0, |load| load.envelopes.len());
    if let Some(trouble) = book.trouble() {
        terminal.say(text_with("panic-pack-not-kept", &[("why", &trouble)]));
    }
    let values: [(&str, &dyn ToString); 3] =
        [("path", &file.display()), ("envelopes", &envelopes), ("relays", &pack.loads().len())];
    terminal.print(text_with("panic-packed", &values));
    if left > 0 {
        terminal.say(text_with("panic-pack-left", &[("count", &left)]));
    }
    terminal.print(text("panic-pack-next"));
    let alert = book.profile().alert.as_ref().and_then(|alert| alert.followed.first());
    terminal.json(&json!({
        "event": "packed",
        "pack": file,
        "alert": alert.map(|followed| hex::encode(followed.raised.name())),
        "relays": pack.loads().len(),
        "envelopes": envelopes,
        "left": left,
        "kept": book.trouble().is_none(),
    }));
    terminal.json(&json!({ "event": "ended", "exit": exit::QUEUED }));
}

/// What waits, as far as a pack takes it.
struct Packed {
    /// None where nothing waits.
    pack: Option<Pack>,
    /// What did not fit.
    left: usize,
}

impl Packed {
    fn of(profile: &Profile) -> Self {
        let mut waiting: Vec<&Waiting> = profile.outbox.iter().collect();
        // Of much that waits the alert itself goes first.
        waiting.sort_by_key(|waiting| urgency(waiting.kind));
        let mut loads: Vec<Load> = Vec::new();
        for waiting in waiting {
            let Some((address, envelope)) = addressed(profile, waiting) else { continue };
            let Some(log) = profile.line(waiting.contact, waiting.relay).and_then(|line| line.log_key()) else {
                continue;
            };
            match loads.iter_mut().find(|load| load.address == address && load.log == log) {
                Some(load) => load.envelopes.push(envelope),
                None => loads.push(Load { address, log, envelopes: vec![envelope] }),
            }
        }
        let most = room(loads.len());
        let left = loads.iter().map(|load| load.envelopes.len().saturating_sub(most)).sum();
        loads.iter_mut().for_each(|load| load.envelopes.truncate(most));
        Self { pack: Pack::fill(Release::Now, loads, &mut OsRng).ok(), left }
    }
}

/// The relay by the one name that makes two contacts' lines of it equal, and the envelope as it would be posted.
fn addressed(profile: &Profile, waiting: &Waiting) -> Option<(String, Envelope)> {
    let address: Address = profile.line(waiting.contact, waiting.relay)?.url.parse().ok()?;
    Some((address.to_string(), Deposit::decode(&waiting.request.encoded()?).ok()?.envelope))
}

fn urgency(kind: Kind) -> u8 {
    match kind {
        Kind::First => 0,
        Kind::Cancel => 1,
        Kind::Update => 2,
        Kind::Still => 3,
        Kind::Alive => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panic::profile::Store;
    use crate::panic::profile::tests::profile;
    use davylamp_protocol::alert::Word;

    fn book(armed: &Profile) -> (tempfile::TempDir, Store, Book) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::new(Some(&dir.path().join("panic"))).unwrap();
        store.create(armed, false).unwrap();
        let book = Book::open(store.clone()).unwrap();
        (dir, store, book)
    }

    /// The lengths of the loads, and how much of the outbox is in them byte for byte.
    fn seen(pack: &Pack, profile: &Profile) -> (Vec<usize>, usize) {
        let waiting: Vec<_> = profile.outbox.iter().map(|w| addressed(profile, w).unwrap().1).collect();
        let packed = pack.loads().iter().flat_map(|load| &load.envelopes);
        let known = packed.filter(|envelope| waiting.contains(envelope)).count();
        (pack.loads().iter().map(|load| load.envelopes.len()).collect(), known)
    }

    #[test]
    fn contacts_at_one_relay_share_a_load_that_does_not_show_how_many_they_are() {
        for contacts in 1..=4 {
            let mut profile = profile(contacts, 2);
            // One relay by another spelling of its address.
            profile.contacts.last_mut().unwrap().relays[0].url = "127.0.0.1:8600".into();
            profile.raise(1).unwrap();
            let packed = Packed::of(&profile);
            assert_eq!(seen(&packed.pack.unwrap(), &profile), (vec![4, 4], 2 * contacts));
            assert_eq!(packed.left, 0);
        }
    }

    #[test]
    fn an_address_of_its_own_is_a_load_of_its_own() {
        let mut profile = profile(2, 1);
        profile.contacts[1].relays[0].url = "127.0.0.1:9999".into();
        profile.raise(1).unwrap();
        assert_eq!(seen(&Packed::of(&profile).pack.unwrap(), &profile), (vec![4, 4], 2));
    }

    #[test]
    fn of_more_than_fits_the_alert_and_its_end_go_first() {
        let mut profile = profile(8, 2);
        for (place, line) in profile.contacts.iter_mut().flat_map(|contact| &mut contact.relays).enumerate() {
            line.url = format!("127.0.0.1:{}", 7000 + place);
        }
        profile.raise(1).unwrap();
        for words in ["one", "two", "three"] {
            profile.say_more(Some(words), None).unwrap();
        }
        profile.call_off(&Word::typed("x"), false).unwrap();
        let packed = Packed::of(&profile);
        let pack = packed.pack.unwrap();
        assert_eq!((seen(&pack, &profile), packed.left), ((vec![3; 16], 48), 32));
        let packed: Vec<_> = pack.loads().iter().flat_map(|load| &load.envelopes).collect();
        for waiting in profile.outbox.iter().filter(|w| matches!(w.kind, Kind::First | Kind::Cancel)) {
            assert!(packed.contains(&&addressed(&profile, waiting).unwrap().1));
        }
    }

    #[test]
    fn what_is_handed_over_waits_in_the_profile_too_and_the_next_alert_is_sealed() {
        let (dir, store, mut book) = book(&profile(2, 1));
        book.change(|profile| profile.raise(1)).unwrap();
        let file = dir.path().join("pack");
        hand_over(book, &file, &Terminal::new(true)).unwrap();
        let (kept, pack) = (store.load().unwrap(), Pack::decode(&std::fs::read(&file).unwrap()).unwrap());
        assert_eq!((seen(&pack, &kept).1, kept.outbox.len(), kept.ahead.is_some()), (2, 2, true));
        // A second pack is the same alert among other dummies; the first one stands.
        let again = hand_over(Book::open(store.clone()).unwrap(), &file, &Terminal::new(true)).unwrap_err();
        assert_eq!(again.code, exit::QUEUED);
        hand_over(Book::open(store.clone()).unwrap(), &dir.path().join("other"), &Terminal::new(true)).unwrap();
        assert!(store.load().unwrap().outbox == kept.outbox);
    }

    #[test]
    fn where_nothing_waits_no_file_is_made() {
        let (dir, _, book) = book(&profile(1, 1));
        let file = dir.path().join("pack");
        hand_over(book, &file, &Terminal::new(true)).unwrap();
        assert!(!file.exists());
    }

    #[test]
    fn an_alert_that_is_kept_nowhere_is_no_alert() {
        let (dir, store, mut book) = book(&profile(1, 1));
        std::fs::remove_file(store.dir().join("profile")).unwrap();
        book.change(|profile| profile.raise(1)).unwrap();
        assert!(book.trouble().is_some());
        let lost = hand_over(book, &dir.path().join("no/such/place"), &Terminal::new(true)).unwrap_err();
        assert_eq!(lost.code, crate::failure::FAILED);
    }
}
