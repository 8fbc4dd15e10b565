//! A deposit: how long, and what (`SPEC.md` 11.1).

use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use super::{DepositId, Fields, Malformed, REQUEST_LEN, SLIP_LEN, VERSION, split};
use crate::envelope::Envelope;

/// The longest window of a random release: 7 days, in seconds.
pub const WINDOW_MAX: u32 = 604_800;
/// The longest hold of a lapsing deposit: 31 days, in seconds.
pub const HOLD_MAX: u32 = 2_678_400;

/// When a deposit is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// With the next tick: an ordinary post in a deposit's wrapping.
    Now,
    /// At a time drawn uniformly from the window.
    Within {
        /// 1 to [`WINDOW_MAX`].
        seconds: u32,
    },
    /// Unless it is renewed.
    Lapse(Lapse),
}

impl Release {
    /// Whether [`Deposit::decode`] takes it: ask before encoding.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Now => true,
            Self::Within { seconds } => (1..=WINDOW_MAX).contains(seconds),
            Self::Lapse(lapse) => (1..=HOLD_MAX).contains(&lapse.hold) && lapse.right != lapse.duress,
        }
    }

    fn code(&self) -> u8 {
        match self {
            Self::Now => NOW,
            Self::Within { .. } => WITHIN,
            Self::Lapse(_) => LAPSE,
        }
    }
}

/// Who may put a lapsing deposit off, and by how much. What is held here opens nothing and renews nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// Seconds from acceptance, or from the last right renewal, to release: 1 to [`HOLD_MAX`].
    pub hold: u32,
    /// `SHA-256(r)` of the right word.
    pub right: [u8; 32],
    /// `SHA-256(r)` of the duress word; never equal to the right one.
    pub duress: [u8; 32],
}

/// An envelope to keep, and when to publish it.
#[derive(Clone, PartialEq, Eq)]
pub struct Deposit {
    /// Drawn by the depositor.
    pub id: DepositId,
    /// When.
    pub release: Release,
    /// What.
    pub envelope: Envelope,
}

impl Deposit {
    /// A deposit under a fresh id.
    #[must_use]
    pub fn new(release: Release, envelope: Envelope, rng: &mut impl CryptoRngCore) -> Self {
        let mut id = DepositId::default();
        rng.fill_bytes(&mut id);
        Self { id, release, envelope }
    }

    /// [`REQUEST_LEN`] bytes.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let (seconds, right, duress) = match &self.release {
            Release::Now => (0, [0; 32], [0; 32]),
            Release::Within { seconds } => (*seconds, [0; 32], [0; 32]),
            Release::Lapse(lapse) => (lapse.hold, lapse.right, lapse.duress),
        };
        let mut out = Zeroizing::new(Vec::with_capacity(REQUEST_LEN));
        out.extend_from_slice(&[VERSION, self.release.code()]);
        out.extend_from_slice(&self.id);
        out.extend_from_slice(&seconds.to_be_bytes());
        out.extend_from_slice(&right);
        out.extend_from_slice(&duress);
        out.resize(SLIP_LEN, 0);
        out.extend_from_slice(self.envelope.as_bytes());
        out
    }

    /// Reads exactly one deposit.
    ///
    /// # Errors
    /// [`Malformed`] for another length or version, a number out of its bounds, a verifier where none belongs, two
    /// equal ones, or anything but zeros behind the last field.
    pub fn decode(request: &[u8]) -> Result<Self, Malformed> {
        let (slip, envelope) = split(request)?;
        let mut fields = Fields(slip);
        let (version, code, id) = (fields.byte()?, fields.byte()?, fields.take()?);
        let (seconds, right, duress) = (u32::from_be_bytes(fields.take()?), fields.take()?, fields.take()?);
        fields.end_in_zeros()?;
        let release = match code {
            NOW => Release::Now,
            WITHIN => Release::Within { seconds },
            LAPSE => Release::Lapse(Lapse { hold: seconds, right, duress }),
            _ => return Err(Malformed),
        };
        let deposit = Self { id, release, envelope: Envelope::from_bytes(envelope).ok_or(Malformed)? };
        // Written again, a number or a verifier that the release has no use for would be gone.
        let sound = version == VERSION && deposit.release.is_sound() && **deposit.encode() == *request;
        sound.then_some(deposit).ok_or(Malformed)
    }
}

const NOW: u8 = 0;
const WITHIN: u8 = 1;
const LAPSE: u8 = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::ENVELOPE_LEN;
    use rand_core::OsRng;

    const LAPSING: Release = Release::Lapse(Lapse { hold: 3600, right: [1; 32], duress: [2; 32] });

    fn sample(release: Release) -> Deposit {
        let envelope = Envelope::from_bytes(&[7; ENVELOPE_LEN]).unwrap();
        Deposit { id: [9; 16], release, envelope }
    }

    fn is_rejected(release: Release, change: impl FnOnce(&mut Vec<u8>)) -> bool {
        let mut bytes = sample(release).encode().to_vec();
        change(&mut bytes);
        Deposit::decode(&bytes).is_err()
    }

    #[test]
    fn reads_back_every_release_in_one_size() {
        for release in [Release::Now, Release::Within { seconds: WINDOW_MAX }, LAPSING] {
            let bytes = sample(release).encode();
            assert_eq!(bytes.len(), REQUEST_LEN);
            assert!(Deposit::decode(&bytes) == Ok(sample(release)));
        }
    }

    #[test]
    fn the_slip_is_laid_out_as_the_specification_says() {
        let bytes = sample(LAPSING).encode();
        let expected = [&[1, 2][..], &[9; 16], &3600_u32.to_be_bytes(), &[1; 32], &[2; 32], &[0; 170], &[7; 4096]];
        assert_eq!(*bytes, expected.concat());
    }

    #[test]
    fn rejects_another_length_version_or_release() {
        assert!(is_rejected(Release::Now, |bytes| bytes.truncate(REQUEST_LEN - 1)));
        assert!(is_rejected(Release::Now, |bytes| bytes.push(0)));
        assert!(is_rejected(Release::Now, Vec::clear));
        assert!(is_rejected(Release::Now, |bytes| bytes[0] = 2));
        assert!(is_rejected(LAPSING, |bytes| bytes[1] = 3));
    }

    #[test]
    fn rejects_what_a_release_has_no_use_for() {
        assert!(is_rejected(Release::Now, |bytes| bytes[21] = 1));
        assert!(is_rejected(Release::Now, |bytes| bytes[22] = 1));
        assert!(is_rejected(Release::Within { seconds: 60 }, |bytes| bytes[53] = 1));
        assert!(is_rejected(Release::Within { seconds: 60 }, |bytes| bytes[85] = 1));
        for release in [Release::Now, Release::Within { seconds: 60 }, LAPSING] {
            assert!(is_rejected(release, |bytes| bytes[86] = 1));
            assert!(is_rejected(release, |bytes| bytes[255] = 1));
        }
    }

    #[test]
    fn rejects_windows_and_holds_out_of_bounds_and_equal_verifiers() {
        let lapse = |hold, duress| Release::Lapse(Lapse { hold, right: [1; 32], duress: [duress; 32] });
        for wrong in [
            Release::Within { seconds: 0 },
            Release::Within { seconds: WINDOW_MAX + 1 },
            lapse(0, 2),
            lapse(HOLD_MAX + 1, 2),
            lapse(60, 1),
        ] {
            assert!(!wrong.is_sound());
            assert!(is_rejected(wrong, |_| ()));
        }
        assert!(!is_rejected(lapse(HOLD_MAX, 2), |_| ()));
    }

    #[test]
    fn whatever_is_accepted_after_a_change_is_canonical() {
        let bytes = sample(LAPSING).encode();
        for place in 0..SLIP_LEN + 2 {
            for bit in 0..8 {
                let mut changed = bytes.to_vec();
                changed[place] ^= 1 << bit;
                let Ok(accepted) = Deposit::decode(&changed) else { continue };
                assert_eq!(*accepted.encode(), changed);
                assert!(accepted != sample(LAPSING));
            }
        }
    }

    #[test]
    fn two_deposits_of_one_envelope_have_two_ids() {
        let envelope = sample(Release::Now).envelope;
        let one = Deposit::new(Release::Now, envelope.clone(), &mut OsRng);
        assert_ne!(one.id, Deposit::new(Release::Now, envelope, &mut OsRng).id);
    }
}
