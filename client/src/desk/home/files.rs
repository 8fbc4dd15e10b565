//! Files of a home: sealed with their own name inside, so that one cannot stand in for another, and replaced whole.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use age::{Decryptor, Encryptor};
use davylamp_protocol::hybrid::{HybridIdentity, HybridRecipient};
use zeroize::Zeroizing;

use super::HomeError;
use crate::files;

/// Writes `bytes` to `path`: afterwards the file holds all of them, or what it held before.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), HomeError> {
    files::replace_file(path, bytes).map_err(|error| HomeError::Io(path.to_owned(), error))
}

/// Makes names that were added or removed in `dir` durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), HomeError> {
    files::sync_dir(dir).map_err(|error| HomeError::Io(dir.to_owned(), error))
}

/// A directory that only its owner enters.
pub(super) fn make_private_dir(dir: &Path) -> Result<(), HomeError> {
    files::make_private_dir(dir).map_err(|error| HomeError::Io(dir.to_owned(), error))
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, HomeError> {
    fs::read(path).map_err(|error| HomeError::Io(path.to_owned(), error))
}

/// Seals `content` under its name.
pub(super) fn seal(name: &str, recipient: &HybridRecipient, content: &[u8]) -> Result<Vec<u8>, HomeError> {
    let encryptor = Encryptor::with_recipients(std::iter::once(recipient as &dyn age::Recipient))
        .expect("a hybrid recipient goes with itself");
    let mut sealed = Vec::with_capacity(content.len() + 4096);
    let write = |sealed: &mut Vec<u8>| {
        let mut writer = encryptor.wrap_output(sealed)?;
        writer.write_all(header(name).as_bytes())?;
        writer.write_all(content)?;
        writer.finish().map(|_| ())
    };
    write(&mut sealed).map_err(|error| HomeError::Io(name.into(), error))?;
    Ok(sealed)
}

/// Opens what [`seal`] made under the same name; `None` for anything else.
pub(super) fn open(name: &str, identity: &HybridIdentity, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let decryptor = Decryptor::new_buffered(sealed).ok()?;
    let mut reader = decryptor.decrypt(std::iter::once(identity as &dyn age::Identity)).ok()?;
    let mut opened = Zeroizing::new(Vec::with_capacity(sealed.len()));
    reader.read_to_end(&mut opened).ok()?;
    opened.strip_prefix(header(name).as_bytes()).map(|content| Zeroizing::new(content.to_vec()))
}

fn header(name: &str) -> String {
    format!("davylamp-desk/1 {name}\n")
}
