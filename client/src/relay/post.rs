//! Handing in: 4,352 bytes out, 4,096 bytes back, whatever it is (`SPEC.md` 11.1).
//!
//! ```text
//! POST   /v1/deposits         slip of a deposit ‖ envelope      →  proof (release 0), or promise
//! POST   /v1/deposits/renew   slip of a visit ‖ zeros           →  promise
//! DELETE /v1/deposits         slip of a visit ‖ zeros           →  promise
//! ```
//!
//! A proof shows that the envelope is in the log. A promise shows only that the relay took the request.

use std::time::Duration;

use bytes::Bytes;
use davylamp_protocol::deposit::{Action, Deposit, Promise, Release, Visit, request_hash};
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::log::answer;
use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::log::proof::TlogProof;
use hyper::Method;
use rand::Rng as _;
use rand::rngs::OsRng;

use super::{Relay, RelayError};

/// What a relay gave for a deposit; verified.
#[derive(Debug)]
pub(crate) enum Submitted {
    /// The envelope is in the log.
    Proof(TlogProof),
    /// The relay took the deposit. Whether it keeps to it, only the desk's *received* shows.
    Promise,
}

impl Relay {
    /// Posts one envelope, and waits until the relay proves that it is in its log. Without an answer the same bytes
    /// are sent again (the relay takes them once), at most [`ATTEMPTS`] times.
    ///
    /// # Errors
    ///
    /// [`RelayError::Receipt`] if the proof is not of this very envelope in `log`; what kept us from the relay.
    pub(crate) async fn post(&self, envelope: &Envelope, log: &VerifierKey) -> Result<TlogProof, RelayError> {
        let deposit = Deposit::new(Release::Now, envelope.clone(), &mut OsRng);
        match self.submit(&deposit, log).await? {
            Submitted::Proof(proof) => Ok(proof),
            Submitted::Promise => Err(RelayError::Receipt(None)),
        }
    }

    /// Hands in a deposit; tries again as [`Relay::post`] does.
    ///
    /// # Errors
    ///
    /// [`RelayError::Receipt`] and [`RelayError::Promise`] for an answer that does not hold; what kept us from the
    /// relay.
    pub(crate) async fn submit(&self, deposit: &Deposit, log: &VerifierKey) -> Result<Submitted, RelayError> {
        again(ATTEMPTS, || self.submit_once(deposit, log)).await
    }

    /// The same, in one attempt.
    ///
    /// # Errors
    ///
    /// As [`Relay::submit`].
    pub(crate) async fn submit_once(&self, deposit: &Deposit, log: &VerifierKey) -> Result<Submitted, RelayError> {
        let request = deposit.encode();
        let octets = Bytes::copy_from_slice(&request);
        let answer = self.http.submit(Method::POST, "/v1/deposits", octets).await?;
        if matches!(deposit.release, Release::Now) {
            let envelope = &deposit.envelope;
            let entry = Entry::Envelope { clue: envelope.clue().to_bytes(), body_hash: envelope.body_hash() };
            return self.receipt(&answer, &entry, log).map(Submitted::Proof);
        }
        promise(&answer, &request, log).map(|_| Submitted::Promise)
    }

    /// Renews or deletes a deposit, in one attempt. The answer is the same whatever is held.
    ///
    /// # Errors
    ///
    /// [`RelayError::Promise`]; what kept us from the relay.
    pub(crate) async fn visit_once(&self, visit: &Visit, log: &VerifierKey) -> Result<(), RelayError> {
        let request = visit.encode();
        let (method, path) = match visit.action {
            Action::Renew => (Method::POST, "/v1/deposits/renew"),
            Action::Delete => (Method::DELETE, "/v1/deposits"),
        };
        let answer = self.http.submit(method, path, Bytes::copy_from_slice(&request)).await?;
        promise(&answer, &request, log).map(drop)
    }

    /// Verifies the padded proof that `entry` is in `log`.
    pub(super) fn receipt(&self, answer: &[u8], entry: &Entry, log: &VerifierKey) -> Result<TlogProof, RelayError> {
        let (proof, checkpoint) = verify(answer, entry, log)?;
        self.remember(&checkpoint)?;
        Ok(proof)
    }
}

fn verify(answer: &[u8], entry: &Entry, log: &VerifierKey) -> Result<(TlogProof, VerifiedCheckpoint), RelayError> {
    let content = answer::decode(answer).map_err(|_| RelayError::Receipt(None))?;
    let proof = TlogProof::decode(content).map_err(|error| RelayError::Receipt(Some(error)))?;
    let checkpoint = proof.verify(entry.leaf_hash(), log).map_err(|error| RelayError::Receipt(Some(error)))?;
    Ok((proof, checkpoint))
}

/// The padded promise of `log` over this very request.
fn promise(answer: &[u8], request: &[u8], log: &VerifierKey) -> Result<Promise, RelayError> {
    let content = answer::decode(answer).map_err(|_| RelayError::Promise(None))?;
    Promise::verify(content, &request_hash(request), log).map_err(|error| RelayError::Promise(Some(error)))
}

/// Runs `once` until it is answered, what is in the way does not pass, or it was tried `attempts` times.
pub(super) async fn again<T, F: Future<Output = Result<T, RelayError>>>(
    attempts: u32,
    once: impl Fn() -> F,
) -> Result<T, RelayError> {
    let mut attempt = 1;
    loop {
        match once().await {
            Err(error) if error.may_pass() && attempt < attempts => {
                tokio::time::sleep(pause(attempt, &error)).await;
                attempt += 1;
            }
            answer => return answer,
        }
    }
}

/// Doubles from a second, or what the relay asked for; never two clients in step.
fn pause(attempt: u32, error: &RelayError) -> Duration {
    let asked = if let RelayError::Busy { after } = error { after.unwrap_or(0) } else { 0 };
    let seconds = (1_u64 << attempt.min(6)).max(asked.min(LONGEST_PAUSE));
    Duration::from_millis(seconds * 500 + OsRng.gen_range(0..seconds * 500))
}

/// Times that the same bytes are sent before giving up.
const ATTEMPTS: u32 = 5;
const LONGEST_PAUSE: u64 = 60;

#[cfg(test)]
mod tests {
    use super::*;
    use davylamp_protocol::envelope::Dummies;
    use davylamp_protocol::log::checkpoint::Checkpoint;
    use davylamp_protocol::log::note::NoteSigner;

    fn entry(envelope: &Envelope) -> Entry {
        Entry::Envelope { clue: envelope.clue().to_bytes(), body_hash: envelope.body_hash() }
    }

    fn receipt(entry: &Entry, log: &NoteSigner) -> Vec<u8> {
        let checkpoint = Checkpoint { origin: log.name().into(), size: 1, root: entry.leaf_hash() };
        let checkpoint = checkpoint.sign(log).unwrap();
        let proof = TlogProof { extra: None, index: 0, hashes: vec![], checkpoint };
        answer::encode(proof.encode().as_bytes()).unwrap()
    }

    #[test]
    fn a_receipt_must_be_of_this_envelope_in_this_log_and_whole() {
        let log = NoteSigner::from_seed("log.example", &[2; 32]).unwrap();
        let other = NoteSigner::from_seed("log.example", &[3; 32]).unwrap();
        let dummies = Dummies::new(&mut OsRng);
        let (mine, another) = (entry(&dummies.seal(&mut OsRng)), entry(&dummies.seal(&mut OsRng)));
        let check = |answer: &[u8]| verify(answer, &mine, log.verifier_key()).map(|_| ());
        assert_eq!(check(&receipt(&mine, &log)), Ok(()));
        assert!(matches!(check(&receipt(&another, &log)), Err(RelayError::Receipt(Some(_)))));
        assert!(matches!(check(&receipt(&mine, &other)), Err(RelayError::Receipt(Some(_)))));
        assert_eq!(check(&receipt(&mine, &log)[1..]), Err(RelayError::Receipt(None)));
        assert!(check(&answer::encode(b"accepted").unwrap()).is_err());
    }

    #[test]
    fn a_promise_must_be_of_this_log_over_this_very_request_and_nothing_else() {
        let log = NoteSigner::from_seed("log.example", &[2; 32]).unwrap();
        let other = NoteSigner::from_seed("log.example", &[3; 32]).unwrap();
        let deposit = |id| {
            let envelope = Dummies::new(&mut OsRng).seal(&mut OsRng);
            Deposit { id, release: Release::Within { seconds: 60 }, envelope }.encode()
        };
        let (mine, another) = (deposit([1; 16]), deposit([2; 16]));
        let answer = |request: &[u8], log: &NoteSigner| {
            let note = Promise { request: request_hash(request), time: 1_795_400_000 }.sign(log);
            answer::encode(note.as_bytes()).unwrap()
        };
        let check = |answer: &[u8]| promise(answer, &mine, log.verifier_key()).map(|promise| promise.time);
        assert_eq!(check(&answer(&mine, &log)), Ok(1_795_400_000));
        assert!(matches!(check(&answer(&another, &log)), Err(RelayError::Promise(Some(_)))));
        assert!(matches!(check(&answer(&mine, &other)), Err(RelayError::Promise(Some(_)))));
        assert_eq!(check(&answer(&mine, &log)[1..]), Err(RelayError::Promise(None)));
        // A proof of the envelope is not what was asked for either.
        let proven = receipt(&entry(&Dummies::new(&mut OsRng).seal(&mut OsRng)), &log);
        assert!(matches!(check(&proven), Err(RelayError::Promise(Some(_)))));
    }

    #[test]
    fn pauses_grow_and_stay_bounded_whatever_the_relay_asks() {
        for attempt in 1..10 {
            let pause = pause(attempt, &RelayError::Busy { after: Some(u64::MAX) });
            assert!(pause >= Duration::from_millis(500) && pause <= Duration::from_secs(64));
        }
    }
}
