//! The keys of an alert profile, and what its alerts mean (`SPEC.md` 12.2).

use std::fmt;

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::alert::{BadWord, Word, Words};
use crate::contact::Contact;
use crate::labelled::Secret32;
use crate::thread::VERSION;

/// The longest meaning of an alert, in bytes of UTF-8.
pub const ARM_TEXT_MAX: usize = 8 * 1024;
/// The longest invite code, in bytes of UTF-8.
pub const INVITE_MAX: usize = 64;
/// The most other contacts that a desk is told of.
pub const CONTACTS_MAX: usize = 7;
/// How far ahead a profile may expire: 180 days, in seconds. The desk holds it against its clock.
pub const PROFILE_LIFETIME_MAX: u64 = 180 * 86_400;

/// Arms a profile at one desk. After it the device keeps neither the seed nor the words.
#[derive(Clone, PartialEq, Eq, Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
pub struct Arm {
    #[n(0)]
    version: u8,
    #[n(1)]
    kind: u8,
    #[cbor(n(2), with = "minicbor::bytes")]
    lane_secret: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    identity_seed: [u8; 32],
    /// When the profile expires, Unix seconds.
    #[n(4)]
    pub expires: u64,
    #[n(5)]
    word: String,
    #[n(6)]
    duress: String,
    /// What an alert from here means, at most [`ARM_TEXT_MAX`] bytes.
    #[n(7)]
    pub text: String,
    /// What the desk gave the defender beforehand: 1 to [`INVITE_MAX`] bytes.
    #[n(8)]
    pub invite: Option<String>,
    /// URIs of the other contacts, at most [`CONTACTS_MAX`], to whom the desk may escalate.
    #[cbor(n(9), default, skip_if = "Vec::is_empty")]
    pub contacts: Vec<String>,
}

impl Arm {
    pub(super) const KIND: u8 = 8;

    /// A profile without an invite code and without other contacts; both may be set afterwards.
    #[must_use]
    pub fn new(
        lane_secret: &Secret32,
        identity_seed: &Secret32,
        expires: u64,
        words: &Words,
        text: impl Into<String>,
    ) -> Self {
        Self {
            version: VERSION,
            kind: Self::KIND,
            lane_secret: **lane_secret,
            identity_seed: **identity_seed,
            expires,
            word: words.right.expose().to_owned(),
            duress: words.duress.expose().to_owned(),
            text: text.into(),
            invite: None,
            contacts: Vec::new(),
        }
    }

    /// The lane secret: [`AlertLane::new`](crate::alert::AlertLane::new) takes it, with the desk's key.
    #[must_use]
    pub fn lane_secret(&self) -> Secret32 {
        Secret32::new(self.lane_secret)
    }

    /// The seed of the identity that opens this profile's alerts.
    #[must_use]
    pub fn identity_seed(&self) -> Secret32 {
        Secret32::new(self.identity_seed)
    }

    /// The two words.
    ///
    /// # Errors
    /// [`BadWord`], never from an arm message that was decoded.
    pub fn words(&self) -> Result<Words, BadWord> {
        Words::new(Word::normal(&self.word)?, Word::normal(&self.duress)?)
    }

    /// Words in normal form that differ, texts within their bounds, contacts in the one way to write them.
    pub(super) fn is_sound(&self) -> bool {
        let words = self
            .words()
            .is_ok_and(|Words { right, duress }| right.expose() == self.word && duress.expose() == self.duress);
        words
            && self.text.len() <= ARM_TEXT_MAX
            && self.invite.as_ref().is_none_or(|invite| (1..=INVITE_MAX).contains(&invite.len()))
            && self.contacts.len() <= CONTACTS_MAX
            && self.contacts.iter().all(|uri| uri.parse::<Contact>().is_ok_and(|contact| contact.to_string() == *uri))
    }
}

/// Everything in it is a secret, or leads to people.
impl fmt::Debug for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Arm(…)")
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::log::note::NoteSigner;
    use crate::message::{Message, MessageError};

    fn uri(seed: u8) -> String {
        let desk = NoteSigner::from_seed("desk.example", &[seed; 32]).unwrap().verifier_key().clone();
        Contact { relay: "127.0.0.1:8600".into(), desk }.to_string()
    }

    /// With every field.
    pub(in crate::message) fn sample() -> Arm {
        let words = Words::new(Word::typed("copper kettle"), Word::typed("tin kettle"));
        let words = words.unwrap_or_else(|error| panic!("{error}"));
        let [lane_secret, seed] = [1, 2].map(|byte| Secret32::new([byte; 32]));
        let mut arm = Arm::new(&lane_secret, &seed, 1_800_000_000, &words, "Llamen a Rosa");
        arm.invite = Some("zoom abacus".into());
        arm.contacts = vec![uri(1), uri(2)];
        arm
    }

    fn altered(change: impl FnOnce(&mut Arm)) -> Result<Message, MessageError> {
        let mut arm = sample();
        change(&mut arm);
        Message::decode(&Message::Arm(arm).encode())
    }

    #[test]
    fn reads_back_with_and_without_its_optional_fields() {
        assert_eq!(altered(|_| ()), Ok(Message::Arm(sample())));
        let bare = altered(|arm| (arm.invite, arm.contacts) = (None, Vec::new()));
        assert!(bare.is_ok_and(|message| message.is_from_reporter() && !message.is_from_desk()));
    }

    #[test]
    fn rejects_words_that_are_alike_out_of_form_empty_or_long() {
        for word in ["tin kettle", "Copper kettle", "copper  kettle", "", &"x".repeat(129)] {
            assert!(altered(|arm| arm.word = word.into()).is_err(), "{word}");
        }
        assert!(altered(|arm| arm.duress = "copper kettle".into()).is_err());
        assert!(altered(|arm| arm.duress = " tin".into()).is_err());
    }

    #[test]
    fn rejects_long_texts_and_codes_and_an_empty_code() {
        assert!(altered(|arm| arm.text = "x".repeat(ARM_TEXT_MAX)).is_ok());
        assert!(altered(|arm| arm.text = "x".repeat(ARM_TEXT_MAX + 1)).is_err());
        assert!(altered(|arm| arm.invite = Some("x".repeat(INVITE_MAX + 1))).is_err());
        assert!(altered(|arm| arm.invite = Some(String::new())).is_err());
    }

    #[test]
    fn rejects_what_is_no_contact_and_too_many() {
        assert!(altered(|arm| arm.contacts = vec![uri(1); CONTACTS_MAX]).is_ok());
        assert!(altered(|arm| arm.contacts = vec![uri(1); CONTACTS_MAX + 1]).is_err());
        assert!(altered(|arm| arm.contacts = vec![format!(" {}", uri(1))]).is_err());
        assert!(altered(|arm| arm.contacts = vec!["tel:1".into()]).is_err());
    }

    #[test]
    fn never_shows_anything_in_debug_output() {
        assert_eq!(format!("{:?}", Message::Arm(sample())), "Arm(Arm(…))");
    }
}
