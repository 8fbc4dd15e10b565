//! The two words of a profile (`SPEC.md` 12.2): one that stands an alert down, one that only seems to.
//!
//! Neither is kept on the device, and nothing there can tell one from the other, or from a wrong one.

use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use minicbor::{Decode, Encode};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

/// The longest word, in bytes of its normal form.
pub const WORD_MAX: usize = 128;

/// A word in normal form: lower case, single spaces, trimmed.
#[derive(Clone)]
pub struct Word(Zeroizing<String>);

/// A word that cannot be agreed on.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[non_exhaustive]
pub enum BadWord {
    /// Empty, or longer than [`WORD_MAX`].
    #[error("a word has 1 to {WORD_MAX} bytes")]
    Length,
    /// The two are the same in normal form.
    #[error("the word and the duress word are the same")]
    Alike,
}

impl Word {
    /// A word to agree on. Case and spacing are forgiven.
    ///
    /// # Errors
    /// [`BadWord::Length`].
    pub fn normal(typed: &str) -> Result<Self, BadWord> {
        let word = Self(normal_form(typed));
        if (1..=WORD_MAX).contains(&word.0.len()) { Ok(word) } else { Err(BadWord::Length) }
    }

    /// What somebody typed, whatever it was: never refused, so that nothing on the device tells words apart. What is
    /// too long to be a word becomes the empty one, which is nobody's.
    #[must_use]
    pub fn typed(typed: &str) -> Self {
        Self::normal(typed).unwrap_or_else(|_| Self(Zeroizing::default()))
    }

    /// The normal form.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Compares without telling how much was right.
    fn is(&self, other: &Self) -> Choice {
        self.padded().ct_eq(&*other.padded())
    }

    fn padded(&self) -> Zeroizing<[u8; WORD_MAX]> {
        let mut out = Zeroizing::new([0; WORD_MAX]);
        // No word ends in a zero byte that its padding could be taken for: see `normal_form`.
        out.iter_mut().zip(self.0.bytes()).for_each(|(slot, byte)| *slot = byte);
        out
    }
}

/// For state that is sealed wherever it rests.
impl<C> Encode<C> for Word {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.str(self.expose())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Word {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        let text = d.str()?;
        let word = Self::typed(text);
        if word.expose() == text { Ok(word) } else { Err(DecodeError::message("a word stands in normal form")) }
    }
}

/// Control characters count as white space: a terminal's stray byte must not make a right word wrong.
fn normal_form(typed: &str) -> Zeroizing<String> {
    let lower = Zeroizing::new(typed.to_lowercase());
    let words = lower.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    // One buffer of the final size: a string that grew would leave unwiped copies behind.
    let mut out = Zeroizing::new(String::with_capacity(lower.len()));
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What a typed word is to a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Judged {
    /// The word: its owner means it.
    Right,
    /// The duress word: its owner is made to say so.
    Duress,
    /// Neither.
    Other,
}

/// The two words of a profile, as a desk keeps them.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub struct Words {
    /// Stands down.
    #[n(0)]
    pub right: Word,
    /// Seems to stand down.
    #[n(1)]
    pub duress: Word,
}

impl Words {
    /// Two words that differ.
    ///
    /// # Errors
    /// [`BadWord::Alike`].
    pub fn new(right: Word, duress: Word) -> Result<Self, BadWord> {
        if bool::from(right.is(&duress)) { Err(BadWord::Alike) } else { Ok(Self { right, duress }) }
    }

    /// Which word `typed` is. Compares with both, always, in constant time.
    #[must_use]
    pub fn judge(&self, typed: &str) -> Judged {
        let typed = Word::typed(typed);
        let (duress, right) = (typed.is(&self.duress), typed.is(&self.right));
        match (bool::from(duress), bool::from(right)) {
            (true, _) => Judged::Duress,
            (false, true) => Judged::Right,
            (false, false) => Judged::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::new(Word::normal("Copper Kettle").unwrap(), Word::normal("tin kettle").unwrap())
            .unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn forgives_case_spacing_and_stray_control_characters() {
        assert_eq!(Word::normal("  COPPER\t Kéttle\r\n").unwrap().expose(), "copper kéttle");
        assert_eq!(Word::normal("copper\u{0}kettle\u{a0}x").unwrap().expose(), "copper kettle x");
        assert_eq!(Word::normal("ΑΣ").unwrap().expose(), Word::normal("ας").unwrap().expose());
    }

    #[test]
    fn the_normal_form_of_a_normal_form_is_itself() {
        for typed in ["İstanbul", "ΑΣ ΣΑΣ", "ẞ", "a\u{2003}b", "ǅ", " x  y "] {
            let once = Word::normal(typed).unwrap();
            assert_eq!(Word::normal(once.expose()).unwrap().expose(), once.expose());
        }
    }

    #[test]
    fn rejects_empty_long_and_equal_words() {
        assert_eq!(Word::normal(" \t\u{0}").err(), Some(BadWord::Length));
        assert_eq!(Word::normal(&"x".repeat(129)).err(), Some(BadWord::Length));
        assert!(Word::normal(&"x".repeat(128)).is_ok());
        let [one, same] = ["Tin  kettle", "tin kettle"].map(|typed| Word::normal(typed).unwrap());
        assert_eq!(Words::new(one, same).err(), Some(BadWord::Alike));
    }

    #[test]
    fn tells_the_word_the_duress_word_and_others_apart() {
        for (typed, judged) in [
            ("copper kettle", Judged::Right),
            (" COPPER  KETTLE", Judged::Right),
            ("tin kettle", Judged::Duress),
            ("copper kettl", Judged::Other),
            ("copper kettle s", Judged::Other),
            ("", Judged::Other),
        ] {
            assert_eq!(words().judge(typed), judged, "{typed}");
        }
    }

    #[test]
    fn what_is_too_long_is_nobodys_word_however_it_begins() {
        let words = Words::new(Word::normal(&"x".repeat(128)).unwrap(), Word::normal("tin").unwrap())
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(words.judge(&"x".repeat(128)), Judged::Right);
        assert_eq!(words.judge(&"x".repeat(129)), Judged::Other);
        assert_eq!(Word::typed(&"x".repeat(500)).expose(), "");
    }
}
