//! Sealing to a file instead of a relay: nothing here speaks to a network (`SPEC.md` 13).

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use davylamp_protocol::card::{Card, Intake};
use davylamp_protocol::keys::CaseKeys;
use davylamp_protocol::message::Message;
use davylamp_protocol::pack::{Load, Pack, PackError};
use rand::rngs::OsRng;

use super::reach::{expiry_warning, intake_at};
use super::release::ReleaseArgs;
use super::seal::seal;
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
        let warnings: Vec<String> =
            [text("pack-unproven"), clock].into_iter().chain(expiry_warning(card, time)).collect();
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
    /// As [`super::reach::Reached::intake`].
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
        let (mut sessions, mut loads) = (Vec::new(), Vec::new());
        for line in &self.card.relays {
            let address: Address = line.url.parse()?;
            let address = address.to_string();
            let sealed = seal(self.card, line, self.time, case, message)?;
            sessions.push(Session {
                relay: address.clone(),
                session: sealed.session,
                envelopes: sealed.envelopes.len(),
                indexes: Vec::new(),
                released_within: release.window(),
            });
            let deposits = sealed.envelopes.into_iter().map(|envelope| release.deposit(envelope)).collect();
            loads.push(Load { address, log: line.log.clone(), deposits });
        }
        let pack = Pack::fill(loads, &mut OsRng).map_err(unpacked)?;
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
        let envelopes = pack.loads().first().map_or(0, |load| load.deposits.len());
        let values: [(&str, &dyn ToString); 3] =
            [("path", &file.display()), ("envelopes", &envelopes), ("relays", &pack.loads().len())];
        self.terminal.print(text_with("pack-written", &values));
        self.terminal.print(text_with("pack-next", &[("until", &show_time(until))]));
    }
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
