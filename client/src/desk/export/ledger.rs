//! What a desk keeps for the case files of one case: the custody secret, the log that case files carry, and its heads.

use davylamp_protocol::clue::{DeskKey, Scope};
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::evidence::{Action, By, CustodyKey, CustodyLog, HeadEvidence, MAX_ACTOR};
use davylamp_protocol::log::proof::TlogProof;
use davylamp_protocol::message::{StaffRole, ValueList as _};
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::broken;
use crate::desk::custody;
use crate::desk::home::{Case, Home, HomeError, Secret, base64};
use crate::failure::Failure;
use crate::text::text;

/// `case-files.age` of a case.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ledger {
    version: u32,
    secret: Secret,
    /// The custody log as case files carry it.
    log: String,
    /// How many of the desk's own custody events are in it.
    taken: usize,
    heads: Vec<Posted>,
}

/// A head, before and after it is in the log.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Posted {
    origin: String,
    #[serde(with = "base64")]
    envelope: Vec<u8>,
    proof: Option<String>,
}

impl Ledger {
    /// The case's ledger; a new one if it was never exported.
    pub(super) fn read(home: &Home, id: &str, case: &Case) -> Result<Self, Failure> {
        let Some(json) = home.read_case_file(id, &case.vault_identity(), FILE)? else {
            let (log, heads) = (String::new(), Vec::new());
            return Ok(Self { version: VERSION, secret: Secret::generate(), log, taken: 0, heads });
        };
        let ledger: Option<Self> = serde_json::from_slice(&json).ok();
        ledger.filter(|ledger| ledger.version == VERSION).ok_or_else(damaged)
    }

    /// Keeps it. Call it within [`Home::update`].
    pub(super) fn write(&self, home: &Home, id: &str, case: &Case) -> Result<(), HomeError> {
        let json = Zeroizing::new(serde_json::to_vec(self).expect("a ledger has no failing values"));
        home.write_case_file(id, case, FILE, &json)
    }

    pub(super) fn key(&self) -> CustodyKey {
        CustodyKey::from_bytes(self.secret.expose())
    }

    pub(super) fn log(&self, desk: DeskKey) -> Result<CustodyLog, Failure> {
        CustodyLog::decode(desk, self.log.as_bytes()).map_err(|_| damaged())
    }

    /// Heads that are in the log.
    pub(super) fn proven_heads(&self) -> Result<Vec<HeadEvidence>, Failure> {
        let heads = self.heads.iter().filter_map(|head| Some((head, head.proof.as_ref()?)));
        let heads = heads.map(|(head, proof)| {
            let proof = TlogProof::decode(proof.as_bytes()).ok()?;
            Some(HeadEvidence { envelope: Envelope::from_bytes(&head.envelope)?, proof })
        });
        heads.collect::<Option<_>>().ok_or_else(damaged)
    }

    /// Whether a head is sealed and not proven yet.
    pub(super) fn is_any_waiting(&self) -> bool {
        self.heads.iter().any(|head| head.proof.is_none())
    }

    /// The first head that is sealed and not proven yet: its number, its log, and what to post.
    pub(super) fn waiting(&self) -> Result<Option<(usize, String, Envelope)>, Failure> {
        let Some((n, head)) = self.heads.iter().enumerate().find(|(_, head)| head.proof.is_none()) else {
            return Ok(None);
        };
        let envelope = Envelope::from_bytes(&head.envelope).ok_or_else(damaged)?;
        Ok(Some((n, head.origin.clone(), envelope)))
    }

    pub(super) fn set_proof(&mut self, n: usize, proof: &TlogProof) {
        if let Some(head) = self.heads.get_mut(n) {
            head.proof = Some(proof.encode());
        }
    }

    /// How many heads are in the log, and how many wait.
    pub(super) fn heads(&self) -> (usize, usize) {
        let posted = self.heads.iter().filter(|head| head.proof.is_some()).count();
        (posted, self.heads.len() - posted)
    }

    /// Takes over what the desk has noted since, for a head that `key` will sign.
    pub(super) fn take_events(
        &mut self,
        home: &Home,
        id: &str,
        case: &Case,
        log: &mut CustodyLog,
        key: Option<[u8; 32]>,
    ) -> Result<(), Failure> {
        let events = custody::read(home, id, case)?;
        for event in events.iter().skip(self.taken) {
            let (action, actor, reason) = translated(&event.action, &event.actor, log.events().is_empty());
            // What the reporter decided is nobody's deed at the desk.
            let role = event.role.as_deref().filter(|_| action != Action::Consent).and_then(StaffRole::from_name);
            let by = By { actor, role, key };
            log.append(event.time, action, by, &reason, None).map_err(|error| broken(&error))?;
        }
        self.taken = events.len();
        Ok(())
    }

    /// Seals the next head, over the whole log. It waits until it is proven.
    pub(super) fn add_head(&mut self, log: &CustodyLog, scope: Scope<'_>, signer: &SigningKey) -> Result<(), Failure> {
        let n = u64::try_from(self.heads.len()).map_err(|_| damaged())?;
        let head = log.head().map_err(|error| broken(&error))?;
        let envelope = self.key().seal_head(scope, n, head, signer).map_err(|error| broken(&error))?;
        self.log = log.encode();
        let (origin, envelope) = (scope.origin.to_owned(), envelope.as_bytes().to_vec());
        self.heads.push(Posted { origin, envelope, proof: None });
        Ok(())
    }
}

/// The desk's own notes in the words of a case file. What names other cases stays at the desk.
fn translated(action: &str, actor: &str, first: bool) -> (Action, String, String) {
    let person = || {
        let actor: String = actor.chars().filter(|c| !c.is_control()).collect();
        let fits = (1..=MAX_ACTOR).contains(&actor.len());
        if fits { actor } else { "desk".to_owned() }
    };
    match action {
        "received" if first => (Action::Opened, person(), action.to_owned()),
        "opened" => (Action::Read, person(), action.to_owned()),
        "replied" | "status-set" | "consent-asked" | "relayed" => (Action::Answered, person(), action.to_owned()),
        "received" => (Action::Other, person(), action.to_owned()),
        _ if action.starts_with("consent") => {
            (Action::Consent, "reporter".to_owned(), format!("{action} {}", person()))
        }
        _ => {
            let name: String = action.chars().filter(|c| !c.is_control()).take(100).collect();
            (Action::Other, "desk".to_owned(), name)
        }
    }
}

fn damaged() -> Failure {
    Failure::new(text("export-vault"))
}

const FILE: &str = "case-files.age";
const VERSION: u32 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desks_notes_become_events_and_name_no_other_case() {
        assert_eq!(translated("received", "watch", true), (Action::Opened, "watch".into(), "received".into()));
        assert_eq!(translated("replied", "", false).1, "desk");
        assert_eq!(translated("replied", "a\u{1b}b", false).1, "ab");
        let granted = translated("consent-granted", "01020304", false);
        assert_eq!(granted, (Action::Consent, "reporter".into(), "consent-granted 01020304".into()));
        let looked = translated("opened", "interpreter", false);
        assert_eq!(looked, (Action::Read, "interpreter".into(), "opened".into()));
        for action in ["linked", "unlinked"] {
            let (_, actor, reason) = translated(action, "otter-7", false);
            assert!(!actor.contains("otter") && !reason.contains("otter"));
        }
    }
}
