//! Sealing to a file instead of a relay: nothing here speaks to a network (`SPEC.md` 13).

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use davylamp_protocol::card::{Card, Intake};
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::message::Message;
use davylamp_protocol::pack::{Load, Pack, PackError};
use davylamp_protocol::week::WEEK_SECONDS;
use rand::Rng as _;
use rand::rngs::OsRng;

use super::reach::{expiry_warning, intake_at};
use super::release::ReleaseArgs;
use super::seal::{LaneId, seal};
use super::send::Session;
use crate::contact::Poster;
use crate::failure::Failure;
use crate::files;
use crate::relay::{Address, now};
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

/// A pack that is about to be made, for a desk as its card alone shows it: no relay was asked.
pub(super) struct Packing<'a> {
    file: &'a Path,
    card: &'a Card,
    /// This machine's clock: there is no other.
    time: u64,
    warnings: Vec<String>,
    terminal: &'a Terminal,
}

impl<'a> Packing<'a> {
    /// Looks whether there is a place and a card, before anybody types anything; says what cannot be known.
    ///
    /// # Errors
    ///
    /// A [`Failure`] for a file that is there, and for a contact without its card.
    pub(super) fn begin(file: &'a Path, poster: &'a Poster, terminal: &'a Terminal) -> Result<Self, Failure> {
        check_place(file)?;
        let missing = || Failure::new(text("pack-needs-card")).hint(text("pack-needs-card-hint"));
        let card = poster.card.as_ref().ok_or_else(missing)?;
        let time = now();
        let clock = text_with("pack-clock", &[("time", &show_time(time))]);
        let of_card = expiry_warning(card, time).into_iter().chain(late_warning(card, time));
        let warnings: Vec<String> = [text("pack-unproven"), clock].into_iter().chain(of_card).collect();
        warnings.iter().for_each(|what| terminal.say(text_with("warning", &[("what", what)])));
        Ok(Self { file, card, time, warnings, terminal })
    }

    /// The card.
    pub(super) fn card(&self) -> &'a Card {
        self.card
    }

    /// What to seal to.
    ///
    /// # Errors
    ///
    /// As [`intake_at`].
    pub(super) fn intake(&self) -> Result<Intake<'a>, Failure> {
        intake_at(self.card, self.time)
    }

    /// Seals `message` for every relay of the card into the file; says what to do with it.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if it is too long for a pack, or cannot be written.
    pub(super) fn finish(self, case: &CaseKeys, message: &Message, release: ReleaseArgs) -> Result<ExitCode, Failure> {
        let until = self.card.readable_if_logged_by(self.intake()?.week);
        let lane_id: LaneId = OsRng.r#gen();
        let (mut sessions, mut loads) = (Vec::new(), Vec::new());
        for line in &self.card.relays {
            let address: Address = line.url.parse()?;
            let address = address.to_string();
            let sealed = seal(self.card, line, self.time, case, message, lane_id)?;
            sessions.push(Session {
                relay: address.clone(),
                session: sealed.session,
                envelopes: sealed.envelopes.len(),
                indexes: Vec::new(),
                released_within: release.window(),
            });
            loads.push(Load { address, log: line.log.clone(), envelopes: sealed.envelopes });
        }
        let pack = Pack::fill(release.release(), loads, &mut OsRng).map_err(unpacked)?;
        let file = write(self.file, &pack.encode(&mut OsRng), self.terminal)?;
        self.tell(&file, &pack, until);
        self.terminal.json(&serde_json::json!({
            "packed": true,
            "sent": false,
            "pack": file,
            "good_until": until,
            "desk": self.card.desk.to_string(),
            "sessions": sessions,
            "warnings": self.warnings,
        }));
        Ok(ExitCode::SUCCESS)
    }

    fn tell(&self, file: &Path, pack: &Pack, until: u64) {
        let envelopes = pack.loads().first().map_or(0, |load| load.envelopes.len());
        let values: [(&str, &dyn ToString); 3] =
            [("path", &file.display()), ("envelopes", &envelopes), ("relays", &pack.loads().len())];
        self.terminal.print(text_with("pack-written", &values));
        self.terminal.print(text_with("pack-next", &[("until", &show_time(until))]));
    }
}

/// A card in its last days of grace leaves a courier no time.
fn late_warning(card: &Card, time: u64) -> Option<String> {
    let until = card.readable_if_logged_by(card.intake_at(time).ok()?.week);
    (until < time.saturating_add(WEEK_SECONDS)).then(|| text_with("pack-late", &[("until", &show_time(until))]))
}

/// Refuses a file that is there, or whose directory is not.
fn check_place(file: &Path) -> Result<(), Failure> {
    if file.symlink_metadata().is_ok() {
        return Err(Failure::new(text_with("pack-exists", &[("path", &file.display())])));
    }
    let dir = files::parent(file);
    if dir.is_dir() { Ok(()) } else { Err(Failure::new(text_with("pack-no-place", &[("path", &dir.display())]))) }
}

/// Writes it there, or, where somebody sits who says so, elsewhere: what was typed is in this process alone.
fn write(file: &Path, bytes: &[u8], terminal: &Terminal) -> Result<PathBuf, Failure> {
    let mut place = file.to_owned();
    loop {
        let Err(error) = files::new_file(&place, bytes) else { return Ok(place) };
        let failure = unwritten(&place, &error);
        if !terminal.is_interactive() {
            return Err(failure.hint(text("pack-lost-hint")));
        }
        terminal.say(failure.to_string());
        let another = terminal.ask(&text("pack-elsewhere-question"))?;
        if another.is_empty() {
            return Err(failure);
        }
        place = PathBuf::from(another);
    }
}

/// Why a pack is not there.
pub(crate) fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    let failure = Failure::new(text_with("pack-not-written", &[("path", &path.display()), ("why", error)]));
    if files::is_full(error) { failure.hint(text("pack-full-hint")) } else { failure }
}

fn unpacked(error: PackError) -> Failure {
    match error {
        PackError::TooMany { got, most } => {
            Failure::new(text_with("pack-too-long", &[("got", &got), ("most", &most)])).hint(text("pack-too-long-hint"))
        }
        PackError::Unsound | _ => Failure::new(text_with("card-unusable", &[("why", &error)])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::test_card::{ISSUED, card, desk};
    use clap::Parser as _;
    use davylamp_protocol::card::GRACE;
    use davylamp_protocol::deposit::Release;
    use davylamp_protocol::keys::Passphrase;
    use davylamp_protocol::log::note::NoteSigner;
    use davylamp_protocol::message::Report;
    use std::collections::HashSet;

    #[derive(clap::Parser)]
    struct Args {
        #[command(flatten)]
        release: ReleaseArgs,
    }

    /// A desk that reads so many relays.
    fn poster(relays: u8) -> Poster {
        let mut card = card(1);
        let line = card.relays.remove(0);
        for n in 0..relays {
            let mut line = line.clone();
            line.url = format!("http://127.0.0.1:{}/", 8600 + u16::from(n));
            line.log = NoteSigner::from_seed("log.example", &[n + 50; 32]).unwrap().verifier_key().clone();
            card.relays.push(line);
        }
        Poster::parse(&card.sign(&desk()).unwrap()).unwrap()
    }

    /// Seals so many bytes at a time within the card's life; gives the pack.
    fn sealed(poster: &Poster, length: usize, time: u64, typed: &[&str]) -> Result<Pack, Failure> {
        let dir = tempfile::tempdir().unwrap();
        let (file, terminal) = (dir.path().join("pack"), Terminal::new(true));
        let mut packing = Packing::begin(&file, poster, &terminal)?;
        packing.time = time;
        let case = Passphrase::generate(&mut OsRng).root().case(packing.card().desk_key());
        let message = Message::Report(Report::new("x".repeat(length), None));
        let release = Args::parse_from([&["x"], typed].concat()).release;
        packing.finish(&case, &message, release)?;
        Ok(Pack::decode(&std::fs::read(&file).unwrap()).unwrap())
    }

    #[test]
    fn every_relay_of_the_card_gets_its_own_sealing_and_loads_of_one_length() {
        let pack = sealed(&poster(4), 100, ISSUED, &[]).unwrap();
        let addresses: Vec<&str> = pack.loads().iter().map(|load| load.address.as_str()).collect();
        assert_eq!(addresses, ["127.0.0.1:8600", "127.0.0.1:8601", "127.0.0.1:8602", "127.0.0.1:8603"]);
        let envelopes = pack.loads().iter().flat_map(|load| &load.envelopes);
        assert_eq!(envelopes.map(|envelope| envelope.body_hash()).collect::<HashSet<_>>().len(), 16);
        assert_eq!(pack.release(), Release::Within { seconds: 21_600 });
        assert_eq!(sealed(&poster(1), 100, ISSUED, &["--now"]).unwrap().release(), Release::Now);
        assert_eq!(
            sealed(&poster(1), 100, ISSUED, &["--within", "2s"]).unwrap().release(),
            Release::Within { seconds: 2 }
        );
    }

    #[test]
    fn more_than_fits_is_refused_with_what_to_do_about_it() {
        assert_eq!(sealed(&poster(1), 64 * 1024, ISSUED, &[]).unwrap().loads()[0].envelopes.len(), 60);
        let long = sealed(&poster(4), 40_000, ISSUED, &[]).err().unwrap();
        assert!(long.message.contains("15 fit"), "{long}");
        assert_eq!(long.hints, [text("pack-too-long-hint")]);
    }

    #[test]
    fn a_card_that_expired_is_used_and_one_that_ended_is_not() {
        let poster = poster(1);
        let expires = poster.card.as_ref().unwrap().expires;
        assert!(sealed(&poster, 10, expires + GRACE, &[]).is_ok());
        let card = poster.card.as_ref().unwrap();
        let late = |time| late_warning(card, time).is_some();
        assert_eq!((late(ISSUED), late(expires), late(expires + GRACE - 22 * 86_400)), (false, false, true));
        assert_eq!(sealed(&poster, 10, expires + GRACE + 1, &[]).err().unwrap().message, text("card-ended"));
        assert!(sealed(&poster, 10, ISSUED - 8 * 86_400, &[]).is_err(), "a clock before the card");
    }

    #[test]
    fn a_contact_without_its_card_and_a_place_that_is_taken_are_refused_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let (free, taken) = (dir.path().join("free"), dir.path().join("taken"));
        std::fs::write(&taken, b"mine").unwrap();
        let (poster, terminal) = (poster(1), Terminal::new(true));
        let uri = Poster::parse(&poster.uri()).unwrap();
        let refused =
            |file: &Path, poster| Packing::begin(file, poster, &terminal).err().map(|failure| failure.message);
        assert_eq!(refused(&free, &uri), Some(text("pack-needs-card")));
        assert!(refused(&taken, &poster).unwrap().contains("not written over"));
        assert!(refused(&free.join("x"), &poster).unwrap().contains("no such directory"));
        assert_eq!(refused(&free, &poster), None);
    }
}
