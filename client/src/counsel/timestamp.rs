//! Time stamps of RFC 3161: what an authority says about when a checkpoint existed (`SPEC.md` 10.10).
//!
//! ```text
//! TimeStampResp ─ status: granted
//!               └ SignedData ─ TSTInfo: SHA-256 of the checkpoint, genTime, accuracy, nonce
//!                            ├ certificates: the authority's, and what leads to a root
//!                            └ SignerInfo: signed attributes (digest of TSTInfo, hash of the certificate), signature
//! ```
//!
//! A token that does not hold breaks a case file. Whether anybody vouches for one that holds is for the reader's own roots.

mod read;
mod roots;
mod token;

use std::path::Path;

use davylamp_protocol::evidence::{CaseMaterial, Fault, Outcome, ProvenTime, Reason, Verdict};
use serde_json::{Value, json};

pub(crate) use roots::Roots;
pub(crate) use token::{Stamp, TokenFault};

use super::custody::utc;
use crate::failure::Failure;
use crate::terminal::read_input;
use crate::text::{text, text_with};

/// One time stamp of a case file that holds.
pub(crate) struct Seen {
    over: ProvenTime,
    stamp: Stamp,
    vouched: Vouched,
}

/// Who vouches for its authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vouched {
    /// One of the reader's roots.
    Yes,
    /// None of them.
    No,
    /// The reader named none.
    NoRoots,
}

/// Reads every token of a case file. One that does not hold is a fault, and breaks the verdict.
pub(crate) fn look(verdict: &mut Verdict, roots: Option<&Roots>) -> Vec<Seen> {
    let Some((material, proven)) = verdict.material.as_ref().zip(verdict.proven.as_ref()) else { return Vec::new() };
    let (mut seen, mut faults) = (Vec::new(), Vec::new());
    for over in &proven.times {
        match read(material, over) {
            Ok(stamp) => {
                let vouched = match roots.map(|roots| roots.vouch_for(&stamp)) {
                    Some(true) => Vouched::Yes,
                    Some(false) => Vouched::No,
                    None => Vouched::NoRoots,
                };
                seen.push(Seen { over: over.clone(), stamp, vouched });
            }
            Err(fault) => faults.push(Fault { path: over.path.clone(), reason: Reason::Token(fault.to_string()) }),
        }
    }
    if !faults.is_empty() {
        verdict.faults.extend(faults);
        verdict.outcome = Outcome::Broken;
    }
    seen
}

fn read(material: &CaseMaterial, over: &ProvenTime) -> Result<Stamp, TokenFault> {
    // The folder's name is the place: data/times/0001 is the first.
    let number = over.path.rsplit('/').next().and_then(|number| number.parse::<usize>().ok());
    let evidence = number.and_then(|number| material.times.get(number.checked_sub(1)?));
    let evidence = evidence.ok_or(TokenFault::Format)?;
    Stamp::read(evidence.checkpoint.as_bytes(), &evidence.token)
}

/// The reader's root certificates.
///
/// # Errors
/// A [`Failure`] for a file that cannot be read, or holds no certificate.
pub(crate) fn read_roots(path: &Path) -> Result<Roots, Failure> {
    let pem = read_input(path, MAX_ROOTS)?;
    let wrong = || Failure::new(text_with("stamp-roots", &[("path", &path.display())])).hint(text("stamp-roots-hint"));
    Roots::from_pem(&pem).ok_or_else(wrong)
}

/// What the stamps show, for people.
pub(crate) fn shown(seen: &[Seen]) -> Vec<String> {
    seen.iter().filter(|seen| seen.vouched == Vouched::Yes).map(Seen::says).collect()
}

/// What they do not.
pub(crate) fn not_shown(seen: &[Seen]) -> Vec<String> {
    let mut lines: Vec<String> = seen.iter().filter_map(Seen::says_not).collect();
    if seen.iter().any(|seen| seen.vouched == Vouched::Yes) {
        lines.push(text("verify-stamp-limit"));
    }
    lines
}

/// The same for programs.
pub(crate) fn document(seen: &[Seen]) -> Value {
    seen.iter().map(Seen::document).collect()
}

impl Seen {
    fn says(&self) -> String {
        let (time, count) = (utc(self.stamp.by), self.over.covers.len());
        let values: [(&str, &dyn ToString); 6] = [
            ("time", &time),
            ("authority", &self.stamp.authority),
            ("path", &self.over.path),
            ("count", &count),
            ("log", &self.over.origin),
            ("size", &self.over.size),
        ];
        text_with(if self.over.covers_all { "verify-stamp-all" } else { "verify-stamp-some" }, &values)
    }

    fn says_not(&self) -> Option<String> {
        let id = match self.vouched {
            Vouched::Yes => return None,
            Vouched::No => "verify-stamp-not-yours",
            Vouched::NoRoots => "verify-stamp-no-roots",
        };
        Some(text_with(id, &[("path", &self.over.path), ("authority", &self.stamp.authority)]))
    }

    fn document(&self) -> Value {
        json!({
            "path": self.over.path,
            "log": self.over.origin,
            "tree_size": self.over.size,
            "covers": self.over.covers,
            "covers_all": self.over.covers_all,
            "gen_time": self.stamp.time,
            "by": self.stamp.by,
            "authority": self.stamp.authority,
            "serial": self.stamp.serial,
            "vouched": match self.vouched { Vouched::Yes => "yes", Vouched::No => "no", Vouched::NoRoots => "no-roots" },
        })
    }
}

const MAX_ROOTS: u64 = 1024 * 1024;

#[cfg(test)]
mod tests;
