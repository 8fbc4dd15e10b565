//! Posting an envelope: 4096 bytes out, 4096 bytes back with the proof that it was logged.

use std::time::Duration;

use bytes::Bytes;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::log::answer;
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::log::proof::TlogProof;
use hyper::Method;
use rand::Rng as _;
use rand::rngs::OsRng;

use super::{Relay, RelayError};

impl Relay {
    /// Posts one envelope, and waits until the relay proves that it is in its log. Without an answer the same bytes
    /// are sent again (the relay takes them once), at most [`ATTEMPTS`] times.
    ///
    /// # Errors
    ///
    /// [`RelayError::Receipt`] if the proof is not of this very envelope in `log`; what kept us from the relay.
    pub(crate) async fn post(&self, envelope: &Envelope, log: &VerifierKey) -> Result<TlogProof, RelayError> {
        let octets = Bytes::copy_from_slice(envelope.as_bytes());
        let mut attempt = 1;
        let answer = loop {
            match self.http.submit(Method::POST, "/v1/envelopes", octets.clone()).await {
                Err(error) if error.may_pass() && attempt < ATTEMPTS => {
                    tokio::time::sleep(pause(attempt, &error)).await;
                    attempt += 1;
                }
                answer => break answer?,
            }
        };
        let entry = Entry::Envelope { clue: envelope.clue().to_bytes(), body_hash: envelope.body_hash() };
        self.receipt(&answer, &entry, log)
    }

    /// Verifies the padded proof that `entry` is in `log`.
    pub(super) fn receipt(&self, answer: &[u8], entry: &Entry, log: &VerifierKey) -> Result<TlogProof, RelayError> {
        let (proof, checkpoint) = verify(answer, entry, log)?;
        self.remember(&checkpoint)?;
        Ok(proof)
    }
}

fn verify(
    answer: &[u8],
    entry: &Entry,
    log: &VerifierKey,
) -> Result<(TlogProof, davylamp_protocol::log::checkpoint::VerifiedCheckpoint), RelayError> {
    let content = answer::decode(answer).map_err(|_| RelayError::Receipt(None))?;
    let proof = TlogProof::decode(content).map_err(|error| RelayError::Receipt(Some(error)))?;
    let checkpoint = proof.verify(entry.leaf_hash(), log).map_err(|error| RelayError::Receipt(Some(error)))?;
    Ok((proof, checkpoint))
}

/// Doubles from a second, or what the relay asked for; never two clients in step.
fn pause(attempt: u32, error: &RelayError) -> Duration {
    let asked = if let RelayError::Busy { after } = error { after.unwrap_or(0) } else { 0 };
    let seconds = (1_u64 << attempt.min(6)).max(asked.min(LONGEST_PAUSE));
    Duration::from_millis(seconds * 500 + OsRng.gen_range(0..seconds * 500))
}

/// Times that an envelope is sent before giving up.
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
    fn pauses_grow_and_stay_bounded_whatever_the_relay_asks() {
        for attempt in 1..10 {
            let pause = pause(attempt, &RelayError::Busy { after: Some(u64::MAX) });
            assert!(pause >= Duration::from_millis(500) && pause <= Duration::from_secs(64));
        }
    }
}
