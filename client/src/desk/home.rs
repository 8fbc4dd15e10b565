//! A desk's home: one directory, everything in it sealed, every file replaced whole.
//!
//! ```text
//! format              davylamp-desk 1
//! key.age             the home identity, sealed under a passphrase or to a key file's identity
//! state.age           keys, lanes, outbox, place in each log: sealed to the home identity, as all that follows
//! cases/<id>/<n>.age  one envelope each, sealed to the case's own identity
//! cases/<id>/<h>.sealed  an attachment as its relay had it: its message opens it; not in a backup
//! stream/<log>/<n>    the last 48 hours of the public log, as it was streamed: nothing secret
//! state-1.age         the state as an earlier version left it, for a week
//! lock                held while a file is written
//! ```
//!
//! The recipient of the home identity is written nowhere: who does not hold the identity cannot make a file that opens.

mod attached;
mod backup;
mod earlier;
mod error;
mod files;
mod secret;
mod state;
mod unlock;
mod vault;

use std::fs::File;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use davylamp_protocol::hybrid::{HybridIdentity, HybridRecipient};
use davylamp_protocol::message::StaffRole;
use rand::rngs::OsRng;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

pub(crate) use backup::{backup, restore};
pub(crate) use error::HomeError;
pub(crate) use files::{replace_file, sync_dir};
pub(crate) use secret::{Secret, SecretBytes, base64};
pub(crate) use state::*;
pub(crate) use unlock::Unlock;
pub(crate) use vault::{Direction, StoredMessage};

/// An open home.
pub(crate) struct Home {
    dir: PathBuf,
    identity: HybridIdentity,
    recipient: HybridRecipient,
    role: StaffRole,
}

impl Home {
    /// Makes a home in `dir`, which must be empty or absent.
    pub(crate) fn create(dir: &Path, unlock: &Unlock, state: &State) -> Result<Self, HomeError> {
        files::make_private_dir(dir)?;
        if dir.join(FORMAT).exists() || dir.join(KEY).exists() {
            return Err(HomeError::Exists(dir.to_owned()));
        }
        let home = Self::of(dir, HybridIdentity::generate(&mut OsRng));
        home.write_key(unlock)?;
        home.write_state(state)?;
        // Last: a home without it was never finished.
        replace_file(&dir.join(FORMAT), FORMAT_LINE.as_bytes())?;
        Ok(home)
    }

    /// Opens the home in `dir`.
    pub(crate) fn open(dir: &Path, unlock: &Unlock) -> Result<Self, HomeError> {
        check_format(dir)?;
        let path = dir.join(KEY);
        let sealed = files::read(&path)?;
        let opened = unlock.open(&sealed)?;
        let text = std::str::from_utf8(&opened).map_err(|_| HomeError::Damaged(path.clone()))?;
        let identity = HybridIdentity::from_secret_string(&SecretString::from(text.to_owned()));
        Ok(Self::of(dir, identity.map_err(|_| HomeError::Damaged(path))?))
    }

    /// Whether a finished home stands in `dir`.
    pub(crate) fn exists(dir: &Path) -> bool {
        dir.join(FORMAT).exists()
    }

    fn of(dir: &Path, identity: HybridIdentity) -> Self {
        let recipient = identity.to_recipient();
        Self { dir: dir.to_owned(), identity, recipient, role: StaffRole::Caseworker }
    }

    /// The same, opened by somebody of this role.
    pub(crate) fn opened_by(self, role: StaffRole) -> Self {
        Self { role, ..self }
    }

    /// What whoever opened it is at the desk: in custody and in accounts it stands where a name would.
    pub(crate) fn role(&self) -> StaffRole {
        self.role
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The state as it is now.
    pub(crate) fn read(&self) -> Result<State, HomeError> {
        let path = self.dir.join(STATE);
        let opened = files::open(STATE, &self.identity, &files::read(&path)?);
        let json = opened.ok_or_else(|| HomeError::Damaged(path.clone()))?;
        let state: State = serde_json::from_slice(&json).map_err(|_| match version_of(&json) {
            Some(version) if version > STATE_VERSION => HomeError::Newer(path.clone()),
            _ => HomeError::Damaged(path.clone()),
        })?;
        if state.version > STATE_VERSION { Err(HomeError::Newer(path)) } else { Ok(state) }
    }

    /// Tells one state from the next, without opening it.
    pub(crate) fn stamp(&self) -> Option<(u64, SystemTime)> {
        let metadata = std::fs::metadata(self.dir.join(STATE)).ok()?;
        Some((metadata.ino(), metadata.modified().ok()?))
    }

    /// Reads, changes and writes the state, alone: another command waits. When `change` fails, nothing is written.
    pub(crate) fn update<T, E: From<HomeError>>(
        &self,
        change: impl FnOnce(&mut State) -> Result<T, E>,
    ) -> Result<T, E> {
        let _lock = self.lock()?;
        let mut state = self.read()?;
        let version = std::mem::replace(&mut state.version, STATE_VERSION);
        let result = change(&mut state)?;
        self.keep_earlier(version)?;
        self.write_state(&state)?;
        Ok(result)
    }

    /// Seals the home under another passphrase or key file. Old backups keep the old one.
    pub(crate) fn rekey(&self, unlock: &Unlock) -> Result<(), HomeError> {
        let _lock = self.lock()?;
        self.write_key(unlock)
    }

    fn write_key(&self, unlock: &Unlock) -> Result<(), HomeError> {
        let text = self.identity.to_secret_string();
        replace_file(&self.dir.join(KEY), &unlock.seal(text.expose_secret().as_bytes())?)
    }

    fn write_state(&self, state: &State) -> Result<(), HomeError> {
        let json = to_json(state);
        replace_file(&self.dir.join(STATE), &files::seal(STATE, &self.recipient, &json)?)
    }

    /// Until it is dropped, no other command writes.
    fn lock(&self) -> Result<File, HomeError> {
        let path = self.dir.join("lock");
        let error = |error| HomeError::Io(path.clone(), error);
        let file = File::options().create(true).truncate(false).write(true).mode(0o600).open(&path).map_err(error)?;
        file.lock().map_err(error)?;
        Ok(file)
    }
}

fn check_format(dir: &Path) -> Result<(), HomeError> {
    let path = dir.join(FORMAT);
    if !path.exists() {
        return Err(HomeError::Absent(dir.to_owned()));
    }
    let bytes = files::read(&path)?;
    if bytes.as_slice() == FORMAT_LINE.as_bytes() {
        return Ok(());
    }
    let version: Option<u32> =
        std::str::from_utf8(&bytes).ok().and_then(|text| text.strip_prefix(FORMAT_NAME)?.trim().parse().ok());
    match version {
        Some(version) if version > FORMAT_VERSION => Err(HomeError::Newer(path)),
        _ => Err(HomeError::Damaged(path)),
    }
}

/// Secret JSON. The first allocation is large enough for most homes, so that no copy is left behind by growth.
fn to_json(value: &impl serde::Serialize) -> Zeroizing<Vec<u8>> {
    let mut json = Zeroizing::new(Vec::with_capacity(64 * 1024));
    serde_json::to_writer(&mut *json, value).expect("the home's records have string keys and no failing values");
    json
}

fn version_of(json: &[u8]) -> Option<u32> {
    let value: serde_json::Value = serde_json::from_slice(json).ok()?;
    value.get("version")?.as_u64()?.try_into().ok()
}

const FORMAT: &str = "format";
const FORMAT_NAME: &str = "davylamp-desk ";
const FORMAT_VERSION: u32 = 1;
const FORMAT_LINE: &str = "davylamp-desk 1\n";
const KEY: &str = "key.age";
const STATE: &str = "state.age";

#[cfg(test)]
pub(crate) mod tests;
