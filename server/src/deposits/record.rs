//! The changing part of a deposit's file.
//!
//! ```text
//! offset length
//!      0      1  version 1
//!      1      1  1 released at a drawn time, 2 lapsing, 3 deleted
//!      2      8  sequence number; the higher record that reads counts
//!     10     40  stamp
//!     50      8  1: the drawn time, ms of deposit time; else zeros
//!     58     95  2: what `Hold` encodes; else zeros
//!    153    167  zeros
//! ```

use davylamp_protocol::deposit::{HOLD_RECORD_LEN, Hold};
use zeroize::Zeroizing;

use super::clock::{STAMP_LEN, Stamp};

/// What is to become of a deposit.
#[derive(Clone)]
pub(super) enum Fate {
    /// Released at a drawn time, in milliseconds of deposit time.
    At(u64),
    /// Released when it lapses.
    Lapse(Hold),
    /// To be destroyed unpublished.
    Deleted,
}

/// The changing part of a deposit's file.
pub(super) struct Record {
    /// Counts the writes; the higher is the newer.
    pub(super) sequence: u64,
    pub(super) fate: Fate,
    pub(super) stamp: Stamp,
}

impl Record {
    /// [`RECORD_LEN`] bytes.
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let (code, at, hold) = match &self.fate {
            Fate::At(at) => (AT, *at, None),
            Fate::Lapse(hold) => (LAPSE, 0, Some(hold.encode())),
            Fate::Deleted => (DELETED, 0, None),
        };
        let mut out = Zeroizing::new(Vec::with_capacity(RECORD_LEN));
        out.extend_from_slice(&[VERSION, code]);
        out.extend_from_slice(&self.sequence.to_be_bytes());
        out.extend_from_slice(&self.stamp.encode());
        out.extend_from_slice(&at.to_be_bytes());
        out.extend_from_slice(&hold.unwrap_or([0; HOLD_RECORD_LEN]));
        out.resize(RECORD_LEN, 0);
        out
    }

    /// Reads a record that was opened.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let ([version, code], rest) = bytes.split_first_chunk::<2>()?;
        let (sequence, rest) = rest.split_first_chunk::<8>()?;
        let (stamp, rest) = rest.split_first_chunk::<STAMP_LEN>()?;
        let (at, rest) = rest.split_first_chunk::<8>()?;
        let hold = rest.first_chunk::<HOLD_RECORD_LEN>()?;
        let fate = match (*version, *code) {
            (VERSION, AT) => Fate::At(u64::from_be_bytes(*at)),
            (VERSION, LAPSE) => Fate::Lapse(Hold::decode(hold).ok()?),
            (VERSION, DELETED) => Fate::Deleted,
            _ => return None,
        };
        Some(Self { sequence: u64::from_be_bytes(*sequence), fate, stamp: Stamp::decode(stamp)? })
    }
}

/// Bytes of a record before it is sealed.
pub(super) const RECORD_LEN: usize = 320;
const VERSION: u8 = 1;
const AT: u8 = 1;
const LAPSE: u8 = 2;
const DELETED: u8 = 3;
const _: () = assert!(58 + HOLD_RECORD_LEN <= RECORD_LEN);
