//! Deposits: an envelope that the relay keeps for a while before it publishes it (`SPEC.md` 11).
//!
//! ```text
//! deposit   01 02 <id, 16> 00000e10 <SHA-256(r) right> <SHA-256(r) duress> 00…00   ‖ envelope     4352 bytes
//! visit     01 03 <id, 16> <r> 00…00                                              ‖ 00…00        4352 bytes
//! ```
//!
//! The relay learns when, and nothing else. What it decides is a pure machine, [`Hold`]; the clock is the caller's.

mod hold;
mod promise;
mod renewal;
mod slip;
mod visit;

pub use hold::{HOLD_RECORD_LEN, Hold, Outcome, WRONG_MAX};
pub use promise::{PROMISE_ORIGIN, Promise, PromiseError, request_hash};
pub use renewal::{RenewalRoot, verifier_of};
pub use slip::{Deposit, HOLD_MAX, Lapse, Release, WINDOW_MAX};
pub use visit::{Action, Nonce, Visit};

use crate::envelope::ENVELOPE_LEN;

/// Bytes of a slip: what a request says to the relay.
pub const SLIP_LEN: usize = 256;
/// Bytes of every request, whatever it asks.
pub const REQUEST_LEN: usize = SLIP_LEN + ENVELOPE_LEN;
/// Names a deposit at its relay: random, and known to nobody else.
pub type DepositId = [u8; 16];

/// A request or record that is not of this version's one form. Where it went wrong is not said.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[error("malformed deposit")]
pub struct Malformed;

/// The version byte of slips and records.
const VERSION: u8 = 1;

/// Splits a request of exactly [`REQUEST_LEN`] bytes.
fn split(request: &[u8]) -> Result<(&[u8; SLIP_LEN], &[u8; ENVELOPE_LEN]), Malformed> {
    let (slip, rest) = request.split_first_chunk().ok_or(Malformed)?;
    Ok((slip, rest.try_into().map_err(|_| Malformed)?))
}

/// Reads a slip field by field; what is left must be zeros.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (field, rest) = self.0.split_first_chunk().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*field)
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        self.take().map(|[byte]| byte)
    }

    fn end_in_zeros(self) -> Result<(), Malformed> {
        if is_zero(self.0) { Ok(()) } else { Err(Malformed) }
    }
}

fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}
