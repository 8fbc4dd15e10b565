//! The clue of an envelope: how its receiver, and nobody else, recognises it (`SPEC.md` 3).
//!
//! | offset | length | field |
//! |---|---|---|
//! | 0 | 32 | ephemeral: X25519 public key |
//! | 32 | 16 | tag |

use rand_core::CryptoRngCore;
use subtle::ConstantTimeEq;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::labelled::{Secret32, kdf, prf};

/// Bytes of a clue.
pub const CLUE_LEN: usize = 48;
/// Bytes of a tag.
pub const TAG_LEN: usize = 16;
/// A tag, as it stands in the log.
pub type Tag = [u8; TAG_LEN];

/// A clue: 48 public bytes, alike for every kind of envelope to all but its maker and its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clue {
    /// X25519 public key.
    pub ephemeral: [u8; 32],
    /// What the receiver looks for.
    pub tag: Tag,
}

impl Clue {
    /// The 48 bytes `ephemeral ‖ tag`.
    #[must_use]
    pub fn to_bytes(self) -> [u8; CLUE_LEN] {
        let mut out = [0; CLUE_LEN];
        let (ephemeral, tag) = out.split_at_mut(32);
        ephemeral.copy_from_slice(&self.ephemeral);
        tag.copy_from_slice(&self.tag);
        out
    }

    /// Splits 48 bytes; every value is a clue, and only its receiver can tell more.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; CLUE_LEN]) -> Self {
        let (mut ephemeral, mut tag) = ([0; 32], [0; TAG_LEN]);
        let (left, right) = bytes.split_at(32);
        ephemeral.copy_from_slice(left);
        tag.copy_from_slice(right);
        Self { ephemeral, tag }
    }
}

/// The desk's 32-byte Ed25519 identity key `D`, which goes into every key of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeskKey(pub [u8; 32]);

/// Which envelopes a key is for: the names of a log and of a desk.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Name of the log's key, the first line of its checkpoints.
    pub origin: &'a str,
    /// The desk.
    pub desk: DeskKey,
}

/// The private side of a card's clue key.
#[derive(Clone)]
pub struct ClueSecret {
    secret: StaticSecret,
    public: [u8; 32],
}

impl ClueSecret {
    /// A fresh key.
    #[must_use]
    pub fn generate(rng: &mut impl CryptoRngCore) -> Self {
        Self::of(StaticSecret::random_from_rng(rng))
    }

    /// Takes up a stored key.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self::of(StaticSecret::from(*bytes))
    }

    // The public side is kept: a scan must cost one scalar multiplication an entry, not two.
    fn of(secret: StaticSecret) -> Self {
        let public = PublicKey::from(&secret).to_bytes();
        Self { secret, public }
    }

    /// The 32 bytes to store.
    #[must_use]
    pub fn to_bytes(&self) -> Secret32 {
        Zeroizing::new(self.secret.to_bytes())
    }

    /// What stands in the card.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        self.public
    }

    /// Whether `clue`, logged over a body of this hash, is an opener for this key. One X25519.
    #[must_use]
    pub fn recognises(&self, scope: Scope<'_>, clue: &Clue, body_hash: &[u8; 32]) -> bool {
        let shared = self.secret.diffie_hellman(&PublicKey::from(clue.ephemeral));
        if !shared.was_contributory() {
            return false;
        }
        let key = opener_key(shared.as_bytes(), scope, &clue.ephemeral, &self.public);
        bool::from(opener_tag(&key, body_hash).ct_eq(&clue.tag))
    }
}

/// A clue key is the public side: all-zero and low-order keys are refused where one is used.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[error("the clue key is not usable")]
pub struct BadClueKey;

/// A fresh opener scalar, waiting for the hash of its body.
pub struct OpenerClue {
    ephemeral: [u8; 32],
    key: Secret32,
}

impl OpenerClue {
    /// Draws `e` and agrees on a key with the desk's clue key.
    ///
    /// # Errors
    /// [`BadClueKey`] when the shared secret is all zero.
    pub fn begin(scope: Scope<'_>, clue_key: &[u8; 32], rng: &mut impl CryptoRngCore) -> Result<Self, BadClueKey> {
        let scalar = StaticSecret::random_from_rng(rng);
        let ephemeral = PublicKey::from(&scalar).to_bytes();
        let shared = scalar.diffie_hellman(&PublicKey::from(*clue_key));
        if !shared.was_contributory() {
            return Err(BadClueKey);
        }
        let key = opener_key(shared.as_bytes(), scope, &ephemeral, clue_key);
        Ok(Self { ephemeral, key })
    }

    /// What the body must repeat.
    #[must_use]
    pub fn ephemeral(&self) -> [u8; 32] {
        self.ephemeral
    }

    /// The clue over a body of this hash.
    #[must_use]
    pub fn finish(self, body_hash: &[u8; 32]) -> Clue {
        Clue { ephemeral: self.ephemeral, tag: opener_tag(&self.key, body_hash) }
    }
}

fn opener_key(shared: &[u8; 32], scope: Scope<'_>, ephemeral: &[u8; 32], clue_key: &[u8; 32]) -> Secret32 {
    let fields: [&[u8]; 4] = [ephemeral, clue_key, scope.origin.as_bytes(), &scope.desk.0];
    bind(&kdf(shared, OPENER_SALT, OPENER_KEY, &fields), scope.desk)
}

fn opener_tag(key: &[u8; 32], body_hash: &[u8; 32]) -> Tag {
    truncate(&prf(key, OPENER_TAG, &[body_hash]))
}

fn bind(key: &[u8; 32], desk: DeskKey) -> Secret32 {
    kdf(key, &desk.0, DESK_BOUND, &[])
}

fn truncate(mac: &[u8; 32]) -> Tag {
    *mac.first_chunk().expect("16 of 32 bytes")
}

/// Where a thread message stands, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// A reporter's message number `n` under its lane secret.
    Reporter {
        /// From 0 in each lane.
        n: u64,
    },
    /// A desk's message under the case secret.
    Desk {
        /// 0–15, one a caseworker.
        lane: u8,
        /// UTC week of the sealing.
        week: u32,
        /// From 0 in each week and lane.
        n: u64,
    },
    /// A desk's message to itself: cover, and proof of freshness.
    Canary {
        /// Never used twice.
        n: u64,
    },
    /// The head of a case's custody log.
    Custody {
        /// From 0 in each case.
        n: u64,
    },
    /// The cut-off of a claim, found by whoever knows the author's verifier key.
    Claim,
    /// An alert: its key moves on where others count.
    Alert,
}

impl Position {
    fn labels(self) -> (&'static str, &'static str) {
        match self {
            Self::Reporter { .. } => ("davylamp/v1/tag/reporter", "davylamp/v1/eph/reporter"),
            Self::Desk { .. } => ("davylamp/v1/tag/desk", "davylamp/v1/eph/desk"),
            Self::Canary { .. } => ("davylamp/v1/tag/canary", "davylamp/v1/eph/canary"),
            Self::Custody { .. } => ("davylamp/v1/tag/custody", "davylamp/v1/eph/custody"),
            Self::Claim => ("davylamp/v1/tag/claim", "davylamp/v1/eph/claim"),
            Self::Alert => ("davylamp/v1/tag/alert", "davylamp/v1/eph/alert"),
        }
    }

    /// Calls `use_fields` with origin, position and `last` as separate fields.
    fn with_fields<R>(self, origin: &str, last: Option<&[u8]>, use_fields: impl FnOnce(&[&[u8]]) -> R) -> R {
        let (lane, week, n) = match self {
            Self::Desk { lane, week, n } => (Some([lane]), Some(week.to_be_bytes()), n),
            Self::Reporter { n } | Self::Canary { n } | Self::Custody { n } => (None, None, n),
            Self::Claim | Self::Alert => (None, None, 0),
        };
        let n = n.to_be_bytes();
        let mut fields: Vec<&[u8]> = vec![origin.as_bytes()];
        fields.extend(lane.as_ref().map(<[u8; 1]>::as_slice));
        fields.extend(week.as_ref().map(<[u8; 4]>::as_slice));
        fields.push(&n);
        fields.extend(last);
        use_fields(&fields)
    }
}

/// `K' = bind(K, D)`: a lane, case or canary secret that is good for one desk only.
#[derive(Clone)]
pub struct ThreadKey(Secret32);

impl ThreadKey {
    /// Binds a secret to its desk. The secret itself need not be kept.
    #[must_use]
    pub fn new(secret: &[u8; 32], desk: DeskKey) -> Self {
        Self(bind(secret, desk))
    }

    /// Takes up a stored `K'`.
    #[must_use]
    pub fn from_bound(bound: Secret32) -> Self {
        Self(bound)
    }

    /// The 32 bytes of `K'`, to store.
    #[must_use]
    pub fn to_bound(&self) -> &[u8; 32] {
        &self.0
    }

    /// The tag to look for in the log called `origin`.
    #[must_use]
    pub fn tag(&self, origin: &str, position: Position) -> Tag {
        position.with_fields(origin, None, |fields| truncate(&prf(&self.0, position.labels().0, fields)))
    }

    /// The whole clue over a body of this hash.
    #[must_use]
    pub fn clue(&self, origin: &str, position: Position, body_hash: &[u8; 32]) -> Clue {
        let scalar = position.with_fields(origin, Some(body_hash), |fields| prf(&self.0, position.labels().1, fields));
        let ephemeral = PublicKey::from(&StaticSecret::from(*scalar)).to_bytes();
        Clue { ephemeral, tag: self.tag(origin, position) }
    }

    /// Whether `clue`, found by its tag, was made for this position and this very body. One X25519.
    #[must_use]
    pub fn recognises(&self, origin: &str, position: Position, clue: &Clue, body_hash: &[u8; 32]) -> bool {
        let expected = self.clue(origin, position, body_hash).to_bytes();
        bool::from(expected.ct_eq(&clue.to_bytes()))
    }
}

/// A clue that means nothing to anybody.
#[must_use]
pub fn dummy_clue(rng: &mut impl CryptoRngCore) -> Clue {
    let ephemeral = PublicKey::from(&StaticSecret::random_from_rng(&mut *rng)).to_bytes();
    let mut tag = [0; TAG_LEN];
    rng.fill_bytes(&mut tag);
    Clue { ephemeral, tag }
}

/// Whether `key` is fit to stand in a card: a DH with it never gives an all-zero secret.
#[must_use]
pub fn clue_key_is_usable(key: &[u8; 32]) -> bool {
    StaticSecret::from([0x42; 32]).diffie_hellman(&PublicKey::from(*key)).was_contributory()
}

const OPENER_SALT: &[u8] = b"davylamp/v1/opener";
const OPENER_KEY: &str = "davylamp/v1/opener-key";
const OPENER_TAG: &str = "davylamp/v1/opener-tag";
const DESK_BOUND: &str = "davylamp/v1/desk-bound";

#[cfg(test)]
mod tests {
    use super::*;

    const DESK: DeskKey = DeskKey([9; 32]);
    const BODY: [u8; 32] = [5; 32];

    fn key() -> ThreadKey {
        ThreadKey::new(&[1; 32], DESK)
    }

    const POSITIONS: [Position; 10] = [
        Position::Reporter { n: 0 },
        Position::Reporter { n: 1 },
        Position::Desk { lane: 0, week: 0, n: 0 },
        Position::Desk { lane: 1, week: 0, n: 0 },
        Position::Desk { lane: 0, week: 1, n: 0 },
        Position::Desk { lane: 0, week: 0, n: 1 },
        Position::Canary { n: 0 },
        Position::Custody { n: 0 },
        Position::Claim,
        Position::Alert,
    ];

    #[test]
    fn no_two_positions_logs_desks_or_secrets_share_a_tag_or_an_ephemeral() {
        let keys = [key(), ThreadKey::new(&[2; 32], DESK), ThreadKey::new(&[1; 32], DeskKey([8; 32]))];
        let clues = keys.iter().flat_map(|key| {
            let origins = ["log.example", "log.exampl"];
            origins.into_iter().flat_map(move |origin| POSITIONS.map(|position| key.clue(origin, position, &BODY)))
        });
        let clues: Vec<Clue> = clues.collect();
        let tags: std::collections::HashSet<_> = clues.iter().map(|clue| clue.tag).collect();
        let ephemerals: std::collections::HashSet<_> = clues.iter().map(|clue| clue.ephemeral).collect();
        assert_eq!((tags.len(), ephemerals.len()), (clues.len(), clues.len()));
    }

    #[test]
    fn recognises_its_own_position_and_body_only() {
        let clue = key().clue("log.example", POSITIONS[0], &BODY);
        let recognises = |clue: &Clue, body: &[u8; 32]| key().recognises("log.example", POSITIONS[0], clue, body);
        assert!(recognises(&clue, &BODY));
        assert!(!recognises(&clue, &[6; 32]), "a copied clue");
        assert!(!recognises(&Clue { ephemeral: [0; 32], ..clue }, &BODY), "a copied tag");
        assert!(!recognises(&Clue { tag: [0; 16], ..clue }, &BODY), "a copied ephemeral");
        assert!(!key().recognises("log.example", POSITIONS[1], &clue, &BODY));
        assert!(!ThreadKey::new(&[2; 32], DESK).recognises("log.example", POSITIONS[0], &clue, &BODY));
    }

    #[test]
    fn the_second_sealing_at_one_position_has_the_same_tag_and_another_ephemeral() {
        let [one, other] = [BODY, [6; 32]].map(|body| key().clue("log.example", POSITIONS[0], &body));
        assert_eq!(one.tag, other.tag);
        assert_ne!(one.ephemeral, other.ephemeral);
    }

    #[test]
    fn a_stored_key_is_the_one_that_was_bound() {
        let stored = ThreadKey::from_bound(Zeroizing::new(*key().to_bound()));
        assert_eq!(stored.tag("log.example", Position::Claim), key().tag("log.example", Position::Claim));
        assert_ne!(*key().to_bound(), [1; 32], "the secret itself is not kept");
    }

    #[test]
    fn refuses_clue_keys_of_low_order() {
        let minus_one = {
            let mut point = [0xff; 32];
            (point[0], point[31]) = (0xec, 0x7f);
            point
        };
        let one = {
            let mut point = [0; 32];
            point[0] = 1;
            point
        };
        for point in [[0; 32], one, minus_one] {
            assert!(!clue_key_is_usable(&point));
        }
        assert!(clue_key_is_usable(&ClueSecret::from_bytes(&[3; 32]).public()));
    }

    /// With such an ephemeral the secret is zero whatever the desk's key: anybody could write the right tag.
    #[test]
    fn rejects_a_low_order_ephemeral_under_a_tag_that_fits_it() {
        let (desk, scope) = (ClueSecret::from_bytes(&[3; 32]), Scope { origin: "log.example", desk: DESK });
        let one: [u8; 32] = std::array::from_fn(|place| u8::from(place == 0));
        for ephemeral in [[0; 32], one] {
            let key = opener_key(&[0; 32], scope, &ephemeral, &desk.public());
            let forged = Clue { ephemeral, tag: opener_tag(&key, &BODY) };
            assert!(!desk.recognises(scope, &forged, &BODY));
        }
    }
}
