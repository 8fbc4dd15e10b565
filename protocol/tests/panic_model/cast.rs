//! What is said in a model's run: each sealing has its place, its x, and the tags that acknowledge it.

use davylamp_protocol::alert::{AlertBody, AlertContent, AlertName, Judged, Stage, Word, Words, X};
use davylamp_protocol::clue::Tag;

/// The two logs.
pub(crate) const ORIGINS: [&str; 2] = ["a.example", "b.example"];
/// Both stages.
pub(crate) const STAGES: [Stage; 2] = [Stage::Received, Stage::Person];

/// One sealing of a run, by what it says; `about` is the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// Help.
    Alert,
    /// A drill.
    Drill,
    /// Still in danger.
    Update { about: usize },
    /// A cancel under some word.
    Cancel { about: usize, word: Judged },
}

impl Said {
    /// What it is about, if it is about another.
    pub(crate) const fn about(self) -> Option<usize> {
        match self {
            Self::Alert | Self::Drill => None,
            Self::Update { about } | Self::Cancel { about, .. } => Some(about),
        }
    }
}

/// The x of a place.
pub(crate) fn x_of(place: usize) -> X {
    X::from_bytes(&[u8::try_from(place + 1).unwrap(); 32])
}

/// The place of an x.
pub(crate) fn place_of(x: &X) -> usize {
    usize::from(x.expose()[0]) - 1
}

/// What its owner types for the desk to judge so.
pub(crate) const fn typed(word: Judged) -> &'static str {
    match word {
        Judged::Right => "copper kettle",
        Judged::Duress => "tin kettle",
        Judged::Other => "kettle",
    }
}

/// The two words of the profile.
pub(crate) fn words() -> Words {
    let [right, duress] = [Judged::Right, Judged::Duress].map(|word| Word::normal(typed(word)).unwrap());
    Words::new(right, duress).unwrap()
}

/// What a desk finds in the envelope of a place.
pub(crate) fn body_of(place: usize, said: Said) -> AlertBody {
    let about = |about: usize| -> AlertName { x_of(about).name() };
    let content = match said {
        Said::Alert => AlertContent::Alert,
        Said::Drill => AlertContent::Drill,
        Said::Update { about: place } => {
            AlertContent::Update { about: about(place), text: None, place: None, attachment: None }
        }
        Said::Cancel { about: place, word } => {
            AlertContent::Cancel { about: about(place), word: Word::typed(typed(word)), ends: false }
        }
    };
    AlertBody { x: x_of(place), content }
}

/// An acknowledgement: of which place, and how far it says that it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Ack {
    pub(crate) place: usize,
    pub(crate) stage: Stage,
}

impl Ack {
    /// Its bit in a set of acknowledgements.
    pub(crate) const fn bit(self) -> u16 {
        1 << (2 * self.place + self.stage as usize - 1)
    }

    /// Its tag in a log.
    pub(crate) fn tag(self, relay: usize) -> Tag {
        x_of(self.place).ack(ORIGINS[relay], self.stage)
    }
}

/// All acknowledgements of a set.
pub(crate) fn acks_in(set: u16) -> impl Iterator<Item = Ack> {
    (0..8).flat_map(|place| STAGES.map(|stage| Ack { place, stage })).filter(move |ack| set & ack.bit() != 0)
}

/// All places of a set.
pub(crate) fn places_in(set: u8) -> impl Iterator<Item = usize> {
    (0..8).filter(move |place| set >> place & 1 != 0)
}
