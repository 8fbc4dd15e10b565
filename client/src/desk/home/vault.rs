//! The messages of a case: one sealed file an envelope, under a key that goes when the case is deleted.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use davylamp_protocol::hybrid::HybridIdentity;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize as _;
use zeroize::Zeroizing;

use super::secret::base64;
use super::{Case, Home, HomeError, State, files, replace_file, sync_dir, to_json};

/// Who wrote an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::enum_variant_names, reason = "the names stand in every vault")]
pub(crate) enum Direction {
    /// A reporter's content message.
    FromReporter,
    /// A message of this desk.
    FromDesk,
    /// An alert, or what is about one, of a profile armed in this case.
    FromProfile,
}

/// One envelope of a case and all that proves it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoredMessage {
    /// Number of its file in the case.
    pub(crate) file: u64,
    pub(crate) direction: Direction,
    /// Name of the log.
    pub(crate) origin: String,
    /// Place in the log; absent while a desk message waits to be posted.
    pub(crate) index: Option<u64>,
    /// The 4096 bytes as logged.
    #[serde(with = "base64")]
    pub(crate) envelope: Vec<u8>,
    /// The age file key that opens its body.
    #[serde(with = "base64")]
    pub(crate) file_key: [u8; 16],
    /// The `tlog-proof`, text.
    pub(crate) proof: Option<String>,
    /// The CBOR that the body holds.
    #[serde(with = "base64")]
    pub(crate) content: Vec<u8>,
    /// When the desk took it in or sealed it, by its own clock.
    pub(crate) at: u64,
}

impl Drop for StoredMessage {
    fn drop(&mut self) {
        self.content.zeroize();
        self.file_key.zeroize();
    }
}

impl Home {
    /// Writes one envelope of a case; the same file number replaces it.
    pub(crate) fn store_message(&self, id: &str, case: &Case, message: &StoredMessage) -> Result<(), HomeError> {
        self.write_case_file(id, case, &message_file(message.file), &to_json(message))
    }

    /// All envelopes of a case, in the order in which the desk stored them. A missing one is damage.
    pub(crate) fn case_messages(&self, id: &str, case: &Case) -> Result<Vec<StoredMessage>, HomeError> {
        let identity = case.vault_identity();
        let mut messages = Vec::new();
        for file in 0..case.next_file {
            // Each was durable before its number was: one that is not there was taken away.
            let missing = || HomeError::Damaged(self.case_dir(id).join(message_file(file)));
            messages.push(self.message_with(&identity, id, file)?.ok_or_else(missing)?);
        }
        Ok(messages)
    }

    /// One envelope of a case; none if its file was never written.
    pub(crate) fn case_message(&self, id: &str, case: &Case, file: u64) -> Result<Option<StoredMessage>, HomeError> {
        self.message_with(&case.vault_identity(), id, file)
    }

    fn message_with(&self, identity: &HybridIdentity, id: &str, file: u64) -> Result<Option<StoredMessage>, HomeError> {
        let name = message_file(file);
        let Some(json) = self.read_case_file(id, identity, &name)? else { return Ok(None) };
        let damaged = || HomeError::Damaged(self.case_dir(id).join(&name));
        serde_json::from_slice(&json).map(Some).map_err(|_| damaged())
    }

    /// Writes a file of a case.
    pub(crate) fn write_case_file(&self, id: &str, case: &Case, name: &str, content: &[u8]) -> Result<(), HomeError> {
        let dir = self.case_dir(id);
        if !dir.exists() {
            files::make_private_dir(&dir)?;
            sync_dir(&self.dir)?;
        }
        let recipient = case.vault_identity().to_recipient();
        replace_file(&dir.join(name), &files::seal(&format!("{id}/{name}"), &recipient, content)?)
    }

    /// Reads a file of a case; none if it is not there.
    pub(crate) fn read_case_file(
        &self,
        id: &str,
        identity: &HybridIdentity,
        name: &str,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, HomeError> {
        let path = self.case_dir(id).join(name);
        if !path.exists() {
            return Ok(None);
        }
        let opened = files::open(&format!("{id}/{name}"), identity, &files::read(&path)?);
        opened.map(Some).ok_or(HomeError::Damaged(path))
    }

    /// Forgets a case: its key first, then what nobody can open any more.
    pub(crate) fn delete_case(&self, id: &str) -> Result<(), HomeError> {
        self.update(|state: &mut State| {
            state.cases.remove(id).ok_or_else(|| HomeError::NoCase(id.to_owned()))?;
            state.lanes.retain(|_, lane| lane.case != id);
            state.outbox.retain(|pending| pending.case != id);
            state.alerts.profiles.remove(id);
            state.cases.values_mut().for_each(|case| {
                case.links.remove(id);
            });
            Ok::<_, HomeError>(())
        })?;
        self.drop_earlier(Duration::ZERO)?;
        let dir = self.case_dir(id);
        if dir.exists() {
            fs::remove_dir_all(&dir).map_err(|error| HomeError::Io(dir, error))?;
        }
        Ok(())
    }

    pub(super) fn case_dir(&self, id: &str) -> PathBuf {
        self.dir.join("cases").join(id)
    }
}

fn message_file(number: u64) -> String {
    format!("{number:06}.age")
}
