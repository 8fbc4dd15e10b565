//! What a case file shows, and what it does not (`SPEC.md` 10.4 and 10.6).

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::bag::{SIGNATURE_FILE, online_key};
use super::claim::{Bridge, Claim, ClaimError, Covered};
use super::layout::{DESK, Files, Item};
use super::material::{CaseMaterial, MaterialError, entry_of};
use super::prove::{Fault, Proven, Reason};
use super::render::{self, MANIFEST, TAG_MANIFEST};
use crate::log::Hash;
use crate::log::note::{SignedNote, VerifierKey};
use crate::log::policy::{Policy, VerifyError};
use crate::log::proof::TlogProof;

/// What the reader brings. Nothing that comes with a case file can take its place.
#[derive(Clone, Copy, Default)]
pub struct Given<'a> {
    /// Logs and witnesses that the reader believes.
    pub policy: Option<&'a Policy>,
    /// The desk's key, from its poster.
    pub desk: Option<&'a VerifierKey>,
    /// A claim of the reporter.
    pub claim: Option<&'a Claim>,
    /// The reader's own challenge, byte for byte.
    pub challenge: Option<&'a str>,
    /// Consistency proofs beside those in the claim.
    pub bridges: &'a [Bridge],
}

/// The verdict in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is in a log of the reader's policy, and nothing is broken.
    Proven,
    /// Nothing is broken, and nobody whom the reader believes vouches for all of it.
    Unanchored,
    /// Something is broken.
    Broken,
}

impl Outcome {
    /// The exit code: 0 proven, 1 broken, 3 unanchored.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Proven => 0,
            Self::Broken => 1,
            Self::Unanchored => 3,
        }
    }
}

/// One entry of the log that the case file stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrant {
    /// Its folder.
    pub path: String,
    /// The log's name.
    pub origin: String,
    /// The entry's number.
    pub index: u64,
    /// By the relay's clock, Unix seconds.
    pub relay_time: Option<u64>,
    /// By the first of the reader's witnesses that is not the relay itself: name and Unix seconds.
    pub witness: Option<(String, u64)>,
}

/// Why the reader's policy does not vouch for an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unanchored {
    /// Not one of the policy's logs.
    #[error("is in a log that your policy does not list")]
    Log,
    /// Too few witnesses.
    #[error("is in the log, and too few of your policy's witnesses say so")]
    Quorum,
}

/// What the reader's policy says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogAnchor {
    /// There is none.
    NoPolicy,
    /// It vouches for all, in one log at least.
    Met,
    /// It does not vouch for these.
    Unmet(Vec<(String, Unanchored)>),
}

/// What the reader knows of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskAnchor {
    /// It is the desk that the reader named. (Another one is a fault.)
    Named,
    /// The reader named none: custody, signature and names are those of whoever made the file.
    NotGiven,
}

/// What a case file shows.
pub struct Verdict {
    /// In one word.
    pub outcome: Outcome,
    /// What is broken.
    pub faults: Vec<Fault>,
    /// What it was made of; `None` if that could not even be read.
    pub material: Option<CaseMaterial>,
    /// The case, as far as it holds.
    pub proven: Option<Proven>,
    /// Every entry that it stands on.
    pub entrants: Vec<Entrant>,
    /// Who vouches for the log.
    pub log: LogAnchor,
    /// Entries for which the reader's policy does not vouch, and which it need not: what they say is in another log, for
    /// which it does.
    pub beside: Vec<(String, Unanchored)>,
    /// Who vouches for the desk.
    pub desk: DeskAnchor,
    /// What the claim shows. A claim that does not hold breaks the verdict.
    pub claim: Option<Result<Vec<Covered>, ClaimError>>,
}

/// Verifies a bag against what the reader brings. Reads nothing else, and believes nothing in the bag.
#[must_use]
pub fn verify(files: &Files, given: &Given<'_>) -> Verdict {
    let mut verdict = Verdict {
        outcome: Outcome::Broken,
        faults: check_manifests(files),
        material: None,
        proven: None,
        entrants: Vec::new(),
        log: LogAnchor::NoPolicy,
        beside: Vec::new(),
        desk: DeskAnchor::NotGiven,
        claim: None,
    };
    match CaseMaterial::read(files) {
        Ok(material) => verdict.examine(files, material, given),
        Err((path, error)) => verdict.fault(path, error.into()),
    }
    verdict.conclude();
    verdict
}

impl Verdict {
    fn fault(&mut self, path: impl Into<String>, reason: Reason) {
        let path = path.into();
        // What a manifest has named needs no second line.
        let known = self.faults.iter().any(|fault| fault.path == path && fault.reason == reason);
        if !known {
            self.faults.push(Fault { path, reason });
        }
    }

    /// Takes over what a log shows beyond the bag (10.3): that can break a verdict, and mend none.
    pub fn add_from_log(&mut self, faults: Vec<Fault>) {
        faults.into_iter().for_each(|Fault { path, reason }| self.fault(path, reason));
        self.conclude();
    }

    fn examine(&mut self, files: &Files, material: CaseMaterial, given: &Given<'_>) {
        let proven = material.prove();
        self.compare(files, &material, &proven);
        self.check_signature(files, &material, &proven);
        self.faults.extend(proven.faults.iter().cloned());
        if let Some(desk) = given.desk {
            self.desk = DeskAnchor::Named;
            if *desk != material.desk {
                self.fault(DESK, Reason::Desk);
            }
        }
        self.anchor(&material, &proven, given.policy);
        self.claim = given.claim.map(|claim| check_claim(claim, &material, &proven, given));
        self.material = Some(material);
        self.proven = Some(proven);
    }

    /// Every path, and every byte that is rendered.
    fn compare(&mut self, files: &Files, material: &CaseMaterial, proven: &Proven) {
        let mut expected = render::files(material, proven);
        expected.insert(SIGNATURE_FILE.to_owned(), Vec::new());
        let paths: BTreeSet<&String> = files.keys().chain(expected.keys()).collect();
        for path in paths {
            match (files.get(path), expected.get(path)) {
                (None, _) => self.fault(path, MaterialError::Missing.into()),
                (_, None) => self.fault(path, Reason::Extra),
                // With a message that does not hold, what is rendered must differ: that fault says it better.
                (Some(is), Some(should)) if path != SIGNATURE_FILE && proven.faults.is_empty() && is != should => {
                    self.fault(path, Reason::Differs);
                }
                (Some(_), Some(_)) => {}
            }
        }
    }

    fn check_signature(&mut self, files: &Files, material: &CaseMaterial, proven: &Proven) {
        let keys = proven.cards.iter().rev();
        let mut keys = keys.filter_map(|card| online_key(&material.desk, &card.card.online_key).ok());
        let parts = files.get(TAG_MANIFEST).zip(files.get(SIGNATURE_FILE));
        let signed = parts.is_some_and(|(manifest, note)| keys.any(|key| signs(&key, manifest, note)));
        if !signed {
            self.fault(SIGNATURE_FILE, Reason::Signature);
        }
    }

    fn anchor(&mut self, material: &CaseMaterial, proven: &Proven, policy: Option<&Policy>) {
        let cosigners: Vec<&VerifierKey> =
            proven.cards.iter().flat_map(|card| &card.card.relays).map(|relay| &relay.cosigner).collect();
        let mut unmet = Vec::new();
        for (path, leaf, proof, relay_time) in entries(material, proven) {
            let origin = proof.checkpoint.lines().next().unwrap_or_default().to_owned();
            let mut entrant = Entrant { path: path.clone(), origin, index: proof.index, relay_time, witness: None };
            match policy.map(|policy| (policy, policy.verify(proof, leaf))) {
                None => {}
                Some((policy, Ok(anchored))) => {
                    let is_relay = |name: &str| {
                        policy.witnesses().any(|(witness, key)| witness == name && cosigners.contains(&key))
                    };
                    let witnesses = anchored.witnesses.iter().filter(|(name, _)| !is_relay(name));
                    entrant.witness = witnesses.min_by_key(|(_, time)| *time).cloned();
                    if !anchored.quorum_met {
                        unmet.push((path, Unanchored::Quorum));
                    }
                }
                Some((_, Err(VerifyError::UnknownLog))) => unmet.push((path, Unanchored::Log)),
                Some((_, Err(error))) => self.fault(path, Reason::Witness(error)),
            }
            self.entrants.push(entrant);
        }
        let vouched: BTreeSet<&str> = (self.entrants.iter().map(|entrant| entrant.path.as_str()))
            .filter(|path| unmet.iter().all(|(other, _)| other != path))
            .collect();
        let (beside, unmet): (Vec<_>, Vec<_>) =
            unmet.into_iter().partition(|(path, _)| proven.is_also_at(path, &vouched));
        self.beside = beside;
        self.log = match policy {
            None => LogAnchor::NoPolicy,
            Some(_) if unmet.is_empty() => LogAnchor::Met,
            Some(_) => LogAnchor::Unmet(unmet),
        };
    }

    fn conclude(&mut self) {
        let broken = !self.faults.is_empty() || matches!(self.claim, Some(Err(_)));
        self.outcome = match self.log {
            _ if broken => Outcome::Broken,
            LogAnchor::Met => Outcome::Proven,
            LogAnchor::NoPolicy | LogAnchor::Unmet(_) => Outcome::Unanchored,
        };
    }
}

/// Path, leaf, proof and relay's time of every entry that was proven under the keys of the cards.
fn entries<'a>(
    material: &'a CaseMaterial,
    proven: &'a Proven,
) -> impl Iterator<Item = (String, Hash, &'a TlogProof, Option<u64>)> {
    let cards = proven.cards.iter().map(|card| (card.path.as_str(), &card.logged));
    let parts = proven.parts.iter().map(|part| (part.path.as_str(), &part.logged));
    let heads = proven.heads.iter().map(|head| (head.path.as_str(), &head.logged));
    let logged: BTreeMap<&str, _> = cards.chain(parts).chain(heads).collect();
    let cards = material
        .cards
        .iter()
        .enumerate()
        .filter_map(|(at, card)| Some((Item::Card.path(at), card.entry(&material.desk)?.leaf_hash(), &card.proof)));
    let messages = material.messages.iter().enumerate();
    let messages = messages.map(|(at, m)| (Item::Message.path(at), m.entry().leaf_hash(), &m.proof));
    let heads = material.heads.iter().enumerate();
    let heads = heads.map(|(at, h)| (Item::Head.path(at), entry_of(&h.envelope).leaf_hash(), &h.proof));
    let all: Vec<_> = cards.chain(messages).chain(heads).collect();
    // What was not proven is a fault already.
    all.into_iter().filter_map(move |(path, leaf, proof)| {
        let time = logged.get(path.as_str())?.relay_time;
        Some((path, leaf, proof, time))
    })
}

fn check_claim(
    claim: &Claim,
    material: &CaseMaterial,
    proven: &Proven,
    given: &Given<'_>,
) -> Result<Vec<Covered>, ClaimError> {
    if given.challenge.is_some_and(|own| own != claim.challenge_note()) {
        return Err(ClaimError::OtherChallenge);
    }
    let mut logs: Vec<VerifierKey> = given.policy.map(|policy| policy.logs().to_vec()).unwrap_or_default();
    logs.extend(proven.cards.iter().flat_map(|card| &card.card.relays).map(|relay| relay.log.clone()));
    claim.covers(&material.desk, &logs, &proven.parts, given.bridges)
}

/// The note's text is the manifest, and it has one signature: that of the key.
fn signs(key: &VerifierKey, manifest: &[u8], note: &[u8]) -> bool {
    let lines = note.strip_prefix(manifest).and_then(|rest| rest.strip_prefix(b"\n"));
    if lines.is_none_or(|lines| lines.iter().filter(|byte| **byte == b'\n').count() != 1) {
        return false;
    }
    let parsed = SignedNote::parse(note, manifest.len() + MAX_SIGNATURE_LINE);
    parsed.is_ok_and(|parsed| parsed.verify(key).is_ok_and(|text| text.as_bytes() == manifest))
}

/// What the bag's own manifests say, as any BagIt program would: names the file that was changed, not what follows from it.
fn check_manifests(files: &Files) -> Vec<Fault> {
    let manifests = [MANIFEST, TAG_MANIFEST].into_iter().filter_map(|path| files.get(path));
    let lines = manifests.filter_map(|bytes| std::str::from_utf8(bytes).ok()).flat_map(str::lines);
    let changed = lines
        .filter_map(|line| line.split_once("  "))
        .filter(|(hash, path)| files.get(*path).is_some_and(|bytes| hex::encode(Sha256::digest(bytes)) != *hash));
    changed.map(|(_, path)| Fault { path: path.to_owned(), reason: Reason::Manifest }).collect()
}

const MAX_SIGNATURE_LINE: usize = 1024;
