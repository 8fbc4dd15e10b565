//! What a person holds of a desk: the URI of a poster, a picture of it, or a whole card.

use std::path::Path;

use davylamp_protocol::card::{Card, CardError, NOTE_MAX};
use davylamp_protocol::contact::{Contact, ContactError};
use davylamp_protocol::log::note::VerifierKey;

use super::{SCHEME, picture};
use crate::failure::Failure;
use crate::relay::RelayError;
use crate::terminal::{Terminal, read_input};
use crate::text::{text, text_with};

/// Where to ask, and for whom.
#[derive(Debug)]
pub(crate) struct Poster {
    /// The desk's identity.
    pub(crate) desk: VerifierKey,
    /// Addresses of its relays, in the order in which they are tried.
    pub(crate) relays: Vec<String>,
    /// The card, if that is what was given: its signature and fields are verified, its place in a log is not.
    pub(crate) card: Option<Card>,
}

impl Poster {
    /// Reads a `davylamp:` URI, alone or on a line of its own, or a card. Further lines name further relays of the same
    /// desk.
    ///
    /// # Errors
    ///
    /// A [`Failure`] that says what is wrong with it.
    pub(crate) fn parse(content: &str) -> Result<Self, Failure> {
        if content.trim_start().starts_with(CARD) {
            return Self::from_card(content.trim_start()).map_err(bad_card);
        }
        let lines = content.lines().map(str::trim).filter(|line| line.starts_with(SCHEME));
        let contacts: Vec<Contact> = lines.map(str::parse).collect::<Result<_, _>>().map_err(bad_contact)?;
        let desk = match contacts.first() {
            Some(first) => first.desk.clone(),
            None => return Err(bad_contact(ContactError::Form)),
        };
        if contacts.iter().any(|contact| contact.desk != desk) {
            return Err(Failure::new(text("contact-two-desks")).hint(text("contact-two-desks-hint")));
        }
        let relays = contacts.into_iter().map(|contact| contact.relay).collect();
        Ok(Self { desk, relays, card: None })
    }

    /// The same, or a picture with the code of a poster in it.
    ///
    /// # Errors
    ///
    /// As [`Poster::parse`]; what is wrong with the picture.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Failure> {
        if picture::is_picture(bytes) {
            return Self::parse(&picture::uri_in(bytes)?);
        }
        let content = std::str::from_utf8(bytes).ok().filter(|content| content.len() <= NOTE_MAX);
        Self::parse(content.ok_or_else(|| Failure::new(text("contact-no-text")))?.trim_start_matches('\u{feff}'))
    }

    fn from_card(note: &str) -> Result<Self, CardError> {
        let desk = note.lines().nth(1).and_then(|line| line.strip_prefix("desk "));
        let desk = desk.and_then(|vkey| VerifierKey::parse(vkey).ok()).ok_or(CardError::Format("desk"))?;
        let card = Card::verify(note.as_bytes(), &desk)?;
        let relays = card.relays.iter().map(|relay| relay.url.clone()).collect();
        Ok(Self { desk, relays, card: Some(card) })
    }

    /// Checks that a card that a relay shows is not older than the one that we hold.
    ///
    /// # Errors
    ///
    /// [`RelayError::CardRolledBack`].
    pub(crate) fn accepts(&self, shown: &Card) -> Result<(), RelayError> {
        match &self.card {
            Some(known) if known.serial > shown.serial => {
                Err(RelayError::CardRolledBack { known: known.serial, shown: shown.serial })
            }
            _ => Ok(()),
        }
    }

    /// Whether it names no relay but one.
    pub(crate) fn names_one_relay(&self) -> bool {
        self.relays.len() == 1
    }

    /// The URI that a poster carries.
    pub(crate) fn uri(&self) -> String {
        let relay = self.relays.first().map(String::as_str).unwrap_or_default();
        let relay = relay.trim_start_matches("http://").trim_end_matches('/').to_owned();
        Contact { relay, desk: self.desk.clone() }.to_string()
    }
}

/// Reads a contact from a file, from standard input (`-`), or from whoever sits there, who may name a file too. Never
/// from the command line, which others on the machine can see.
///
/// # Errors
///
/// A [`Failure`] for a file that cannot be read, or that holds no contact.
pub(crate) fn read_poster(to: Option<&Path>, terminal: &Terminal) -> Result<Poster, Failure> {
    match to {
        Some(path) => read_file(path),
        None if terminal.is_interactive() => loop {
            match typed(&terminal.ask(&text("contact-question"))?) {
                Err(failure) => terminal.say(failure.to_string()),
                poster => break poster,
            }
        },
        None => Err(Failure::usage(text("contact-missing")).hint(text("contact-missing-hint"))),
    }
}

/// Reads a file, or standard input for `-`.
pub(super) fn read_file(path: &Path) -> Result<Poster, Failure> {
    Poster::read(&read_input(path, FILE_MAX)?)
}

/// What was typed at the question: a contact, or a file, as terminals write it when one is dropped on them.
fn typed(answer: &str) -> Result<Poster, Failure> {
    let file = Path::new(answer.trim_matches(['\'', '"']));
    if !answer.starts_with(SCHEME) && file.is_file() { read_file(file) } else { Poster::parse(answer) }
}

fn bad_contact(error: ContactError) -> Failure {
    Failure::new(text_with("contact-wrong", &[("why", &error)])).hint(text("contact-wrong-hint"))
}

fn bad_card(error: CardError) -> Failure {
    Failure::new(text_with("contact-bad-card", &[("why", &error)])).hint(text("relay-card-forged-hint"))
}

const CARD: &str = "davylamp-card/v1\n";
/// Bytes; a large photograph.
const FILE_MAX: u64 = 64 << 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::test_card::{card, desk};
    use davylamp_protocol::log::note::NoteSigner;

    fn uri() -> String {
        format!("davylamp:127.0.0.1:8600#{}", desk().verifier_key())
    }

    #[test]
    fn a_uri_is_read_alone_and_out_of_a_poster() {
        for content in [uri(), format!("\n {} \n", uri()), format!("Oficina\n\n{}\nsix words\n", uri())] {
            let poster = Poster::parse(&content).unwrap();
            assert_eq!((&poster.desk, poster.uri()), (desk().verifier_key(), uri()));
        }
    }

    #[test]
    fn further_lines_name_further_relays_of_the_same_desk_and_of_no_other() {
        let second = uri().replace("8600", "8601");
        let poster = Poster::parse(&format!("Oficina\n{}\n{second}\n", uri())).unwrap();
        assert_eq!(poster.relays, ["127.0.0.1:8600", "127.0.0.1:8601"]);
        assert!(!poster.names_one_relay());
        let stranger = NoteSigner::from_seed("desk.example", &[9; 32]).unwrap();
        let stranger = format!("davylamp:127.0.0.1:8601#{}", stranger.verifier_key());
        assert!(Poster::parse(&format!("{}\n{stranger}\n", uri())).is_err());
        assert!(Poster::parse(&format!("{}\n{}\n", uri(), second.replace("8601", "port"))).is_err());
        assert!(Poster::parse(&format!("{}\ndavylamp:\n", uri())).is_err());
    }

    #[test]
    fn a_file_that_is_named_or_dropped_at_the_question_is_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("\u{feff}{}\n", uri())).unwrap();
        let path = file.path().to_str().unwrap();
        for answer in [path.to_owned(), format!("'{path}'"), uri()] {
            assert_eq!(typed(&answer).unwrap().uri(), uri());
        }
        std::fs::write(file.path(), b"davylamp:\xff\xfe").unwrap();
        assert_eq!(typed(path).unwrap_err().message, text("contact-no-text"));
        std::fs::write(file.path(), vec![b' '; NOTE_MAX + 1]).unwrap();
        assert!(typed(path).is_err() && typed("").is_err() && typed("/nowhere/at/all").is_err());
    }

    #[test]
    fn a_card_gives_all_its_relays_and_the_same_uri() {
        let poster = Poster::parse(&card(3).sign(&desk()).unwrap()).unwrap();
        assert_eq!(poster.relays, ["http://127.0.0.1:8600"]);
        assert_eq!(poster.uri(), uri());
    }

    #[test]
    fn an_older_card_at_the_relay_is_named() {
        let poster = Poster::parse(&card(3).sign(&desk()).unwrap()).unwrap();
        assert_eq!(poster.accepts(&card(2)), Err(RelayError::CardRolledBack { known: 3, shown: 2 }));
        assert_eq!(poster.accepts(&card(3)), Ok(()));
    }

    #[test]
    fn changed_cards_and_mistyped_uris_are_refused() {
        let note = card(3).sign(&desk()).unwrap();
        assert!(Poster::parse(&note.replace("serial 3", "serial 4")).is_err());
        assert!(Poster::parse(&note.replace("desk desk", "desk dusk")).is_err());
        assert!(Poster::parse(&uri().replace("desk.example", "dusk.example")).is_err());
        assert!(Poster::parse("").is_err());
        assert!(Poster::parse("http://relay.example").is_err());
    }
}
