//! The relay's two keys: one signs checkpoints, the other cosigns them with the time.
//!
//! ```text
//! davylamp-relay-key/v1
//! name example.org/relay
//! seed 64 hexadecimal digits
//! ```

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use davylamp_protocol::deposit::{PROMISE_ORIGIN, Promise};
use davylamp_protocol::log::Hash;
use davylamp_protocol::log::checkpoint::{Checkpoint, CheckpointError, add_cosignature};
use davylamp_protocol::log::note::{CosignerKey, NoteSigner, VerifierKey};
use davylamp_protocol::log::proof::TlogProof;
use rand::RngCore as _;
use zeroize::Zeroizing;

use crate::store::{StoreError, sync_dir};

/// Signs what the relay publishes.
pub struct Keys {
    log: NoteSigner,
    cosigner: CosignerKey,
}

/// Why a key was not made, read or believed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The disk's own error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Not a key file.
    #[error("{0}: not a relay key file")]
    Format(PathBuf),
    /// Not usable as a log's name.
    #[error("not usable as an origin: no spaces, no plus signs, at most 200 bytes, and not davylamp-promise/v1")]
    Origin,
    /// The newest checkpoint is not of this key.
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The newest checkpoint is of another size than its slot says.
    #[error("checkpoint is of another size than its slot")]
    Size,
}

impl Keys {
    /// Makes both key files in `dir`, readable by their owner only.
    ///
    /// # Errors
    /// An unusable origin, files that are there already, or the disk's own.
    pub fn create(dir: &Path, origin: &str) -> Result<Self, KeyError> {
        let seeds = [new_seed(), new_seed()];
        let [log_seed, cosigner_seed] = &seeds;
        let keys = Self::from_seeds(origin, log_seed, cosigner_seed)?;
        write_key(&dir.join(LOG_FILE), origin, log_seed)?;
        write_key(&dir.join(COSIGNER_FILE), &cosigner_name(origin), cosigner_seed)?;
        sync_dir(dir)?;
        Ok(keys)
    }

    /// Reads both key files.
    ///
    /// # Errors
    /// A missing or malformed file.
    pub fn open(dir: &Path) -> Result<Self, KeyError> {
        let (origin, log_seed) = read_key(&dir.join(LOG_FILE))?;
        let path = dir.join(COSIGNER_FILE);
        let (name, cosigner_seed) = read_key(&path)?;
        if name != cosigner_name(&origin) {
            return Err(KeyError::Format(path));
        }
        Self::from_seeds(&origin, &log_seed, &cosigner_seed)
    }

    /// Keys of these two Ed25519 seeds.
    ///
    /// # Errors
    /// An unusable origin.
    pub fn from_seeds(origin: &str, log: &[u8; 32], cosigner: &[u8; 32]) -> Result<Self, KeyError> {
        // The cosigner's key is longer by its suffix; answers hold two names in 4,094 bytes.
        // The first line of a promise, which must never read as this log's checkpoint.
        if origin.len() > MAX_ORIGIN || origin == PROMISE_ORIGIN {
            return Err(KeyError::Origin);
        }
        let log = NoteSigner::from_seed(origin, log).map_err(|_| KeyError::Origin)?;
        let cosigner = CosignerKey::from_seed(&cosigner_name(origin), cosigner).map_err(|_| KeyError::Origin)?;
        Ok(Self { log, cosigner })
    }

    /// Verifies the log's checkpoints.
    #[must_use]
    pub fn log_verifier(&self) -> &VerifierKey {
        self.log.verifier_key()
    }

    /// Verifies the relay's own cosignatures.
    #[must_use]
    pub fn cosigner_verifier(&self) -> &VerifierKey {
        self.cosigner.verifier_key()
    }

    /// A checkpoint, signed by the log and cosigned at `now` (Unix seconds).
    ///
    /// # Errors
    /// None that the relay's own names and clock can cause.
    pub fn sign(&self, size: u64, root: Hash, now: u64) -> Result<String, KeyError> {
        let checkpoint = Checkpoint { origin: self.log.name().to_owned(), size, root };
        Ok(add_cosignature(&checkpoint.sign(&self.log)?, &self.cosigner, now)?)
    }

    /// The log's word that it took a request at `time` (Unix seconds).
    #[must_use]
    pub fn promise(&self, request: [u8; 32], time: u64) -> String {
        Promise { request, time }.sign(&self.log)
    }

    /// The root of a stored checkpoint of `size` entries.
    ///
    /// # Errors
    /// One that this key did not sign, or of another size.
    pub fn verify(&self, checkpoint: &str, size: u64) -> Result<Hash, KeyError> {
        let verified = Checkpoint::verify(checkpoint.as_bytes(), self.log_verifier())?;
        if verified.size == size { Ok(verified.root) } else { Err(KeyError::Size) }
    }
}

/// The text of a `tlog-proof`.
pub(crate) fn tlog_proof(index: u64, hashes: Vec<Hash>, checkpoint: &str) -> String {
    TlogProof { extra: None, index, hashes, checkpoint: checkpoint.to_owned() }.encode()
}

fn cosigner_name(origin: &str) -> String {
    format!("{origin}/cosigner")
}

fn new_seed() -> Zeroizing<[u8; 32]> {
    let mut seed = Zeroizing::new([0; 32]);
    rand::rngs::OsRng.fill_bytes(seed.as_mut());
    seed
}

fn write_key(path: &Path, name: &str, seed: &[u8; 32]) -> Result<(), KeyError> {
    let digits = Zeroizing::new(hex::encode(seed));
    let text = Zeroizing::new(format!("{HEADER}\nname {name}\nseed {}\n", digits.as_str()));
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(StoreError::io(path))?;
    Ok(())
}

fn read_key(path: &Path) -> Result<(String, Zeroizing<[u8; 32]>), KeyError> {
    let text = Zeroizing::new(std::fs::read_to_string(path).map_err(StoreError::io(path))?);
    parse_key(&text).ok_or_else(|| KeyError::Format(path.to_owned()))
}

fn parse_key(text: &str) -> Option<(String, Zeroizing<[u8; 32]>)> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let header = lines.next()?;
    let name = lines.next()?.strip_prefix("name ")?;
    let digits = lines.next()?.strip_prefix("seed ")?;
    (header == HEADER && lines.next().is_none()).then_some(())?;
    let mut seed = Zeroizing::new([0; 32]);
    hex::decode_to_slice(digits, seed.as_mut()).ok()?;
    Some((name.to_owned(), seed))
}

const HEADER: &str = "davylamp-relay-key/v1";
const LOG_FILE: &str = "log.key";
const COSIGNER_FILE: &str = "cosigner.key";
const MAX_ORIGIN: usize = 200;

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn keys_read_back_and_are_their_owners_alone() {
        let dir = tempfile::tempdir().unwrap();
        let made = Keys::create(dir.path(), "example.org/relay").unwrap();
        let read = Keys::open(dir.path()).unwrap();
        assert_eq!(made.log_verifier().to_string(), read.log_verifier().to_string());
        let mode = std::fs::metadata(dir.path().join(LOG_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn keys_are_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        Keys::create(dir.path(), "example.org/relay").unwrap();
        assert!(Keys::create(dir.path(), "example.org/relay").is_err());
    }

    #[test]
    fn damaged_key_files_are_refused() {
        let seed = "11".repeat(32);
        let good = format!("{HEADER}\nname a\nseed {seed}\n");
        assert!(parse_key(&good).is_some());
        let wrong = [
            good.replace("v1", "v2"),
            good.replace("seed", "sead"),
            good.replace("11\n", "1\n"),
            good.clone() + "\n",
            good.trim_end().to_owned(),
        ];
        for text in wrong {
            assert!(parse_key(&text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_checkpoint_of_another_key_or_size_is_refused() {
        let ours = Keys::from_seeds("o", &[1; 32], &[2; 32]).unwrap();
        let other = Keys::from_seeds("o", &[3; 32], &[4; 32]).unwrap();
        let signed = ours.sign(0, Hash::EMPTY, 1).unwrap();
        assert!(ours.verify(&signed, 0).is_ok());
        assert!(ours.verify(&signed, 1).is_err());
        assert!(other.verify(&signed, 0).is_err());
    }

    #[test]
    fn unusable_origins_are_refused() {
        for origin in ["", "a b", "a+b", "a\nb", PROMISE_ORIGIN, &"x".repeat(201)] {
            assert!(Keys::from_seeds(origin, &[1; 32], &[2; 32]).is_err(), "{origin}");
        }
    }
}
