//! The desks that may publish cards and notices: `DIR/desks`, one verifier key a line.
//!
//! A plain file, replaced whole and read again for each card, so that it can be edited while the relay runs.

use std::path::{Path, PathBuf};

use davylamp_protocol::log::note::VerifierKey;

use crate::store::{StoreError, replace_file};

/// The list of desks in a relay's directory.
#[derive(Clone, Debug)]
pub struct Desks {
    path: PathBuf,
}

/// Why the list was not read or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DesksError {
    /// The disk's own error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Not a verifier key.
    #[error("not a verifier key (name+hash+key)")]
    Key,
    /// A line of the file is not a verifier key.
    #[error("{path}, line {line}: not a verifier key")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
}

impl Desks {
    /// The list in `dir`.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self { path: dir.join("desks") }
    }

    /// Every desk's verifier key, sorted.
    ///
    /// # Errors
    /// [`DesksError::Line`] for a damaged file.
    pub fn list(&self) -> Result<Vec<String>, DesksError> {
        let text = match std::fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(StoreError::io(&self.path)(error).into()),
        };
        for (at, line) in text.lines().enumerate() {
            line.parse::<VerifierKey>().map_err(|_| DesksError::Line { path: self.path.clone(), line: at + 1 })?;
        }
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// Adds a desk; answers whether it was new. Durable when this returns.
    ///
    /// # Errors
    /// [`DesksError::Key`], or the disk's own.
    pub fn add(&self, key: &str) -> Result<bool, DesksError> {
        key.parse::<VerifierKey>().map_err(|_| DesksError::Key)?;
        let mut list = self.list()?;
        if list.iter().any(|known| known == key) {
            return Ok(false);
        }
        list.push(key.to_owned());
        list.sort();
        self.write(&list).map(|()| true)
    }

    /// Removes a desk; answers whether it was there. Durable when this returns.
    ///
    /// # Errors
    /// The disk's own.
    pub fn remove(&self, key: &str) -> Result<bool, DesksError> {
        let mut list = self.list()?;
        let before = list.len();
        list.retain(|known| known != key);
        if list.len() == before {
            return Ok(false);
        }
        self.write(&list).map(|()| true)
    }

    fn write(&self, list: &[String]) -> Result<(), DesksError> {
        let text: String = list.iter().flat_map(|key| [key.as_str(), "\n"]).collect();
        Ok(replace_file(&self.path, text.as_bytes())?)
    }
}
