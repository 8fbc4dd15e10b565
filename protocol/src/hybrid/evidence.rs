//! Identities for evidence: to record the file key that opens a file, and to open a file with it alone.
//!
//! The header's MAC commits to the file key, so one file key and one file have one plaintext: whoever is shown both needs to believe nobody.

use std::{cell::RefCell, fmt, slice};

use age::DecryptError;
use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza};
use secrecy::ExposeSecret;
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use super::{HybridIdentity, recipients_stanza_check, stanza::HybridStanza};

/// The file key of one age file, 16 bytes, kept in order to be shown. It opens that file and nothing else. Wiped on drop.
#[derive(Clone)]
pub struct ExposedFileKey(Zeroizing<[u8; FILE_KEY_BYTES]>);

impl ExposedFileKey {
    /// From its 16 bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; FILE_KEY_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Its 16 bytes, for a case file or the vault.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8; FILE_KEY_BYTES] {
        &self.0
    }

    fn of(file_key: &FileKey) -> Self {
        Self::from_bytes(*file_key.expose_secret())
    }

    fn to_file_key(&self) -> FileKey {
        FileKey::init_with_mut(|key| key.copy_from_slice(self.expose_bytes()))
    }
}

impl ConstantTimeEq for ExposedFileKey {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.expose_bytes().ct_eq(other.expose_bytes())
    }
}

impl fmt::Debug for ExposedFileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExposedFileKey(…)")
    }
}

/// Opens with the first identity that fits, and records the file key.
///
/// A header with anything but exactly one hybrid stanza beside grease is refused. One capturing identity serves one file.
pub struct CapturingIdentity<'a> {
    identities: Vec<&'a HybridIdentity>,
    // `age` hands out no file key and calls by shared reference.
    captured: RefCell<Option<ExposedFileKey>>,
}

impl<'a> CapturingIdentity<'a> {
    /// Tries `identities` in their order.
    pub fn new(identities: impl IntoIterator<Item = &'a HybridIdentity>) -> Self {
        Self {
            identities: identities.into_iter().collect(),
            captured: RefCell::new(None),
        }
    }

    /// The file key of the file that was opened; `None` if none was. It means something only if age's `decrypt` succeeded, which checks the
    /// header's MAC after the key was captured.
    #[must_use]
    pub fn into_file_key(self) -> Option<ExposedFileKey> {
        self.captured.into_inner()
    }
}

impl age::Identity for CapturingIdentity<'_> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        self.unwrap_stanzas(slice::from_ref(stanza))
    }

    fn unwrap_stanzas(&self, stanzas: &[Stanza]) -> Option<Result<FileKey, DecryptError>> {
        let stanza = match recipients_stanza_check(stanzas) {
            Ok(stanza) => stanza,
            Err(error) => return Some(Err(error)),
        };
        let opened = self
            .identities
            .iter()
            .find_map(|identity| identity.unwrap_stanza(stanza))?;
        *self.captured.borrow_mut() = opened.as_ref().ok().map(ExposedFileKey::of);
        Some(opened)
    }
}

/// Opens with a file key that was shown. age then checks the header's MAC under it: a wrong key is [`DecryptError::InvalidMac`].
///
/// A header with anything but exactly one well-formed hybrid stanza beside grease is refused. What the stanza holds is not looked at.
pub struct FileKeyIdentity(ExposedFileKey);

impl FileKeyIdentity {
    /// Opens the one file of this key.
    #[must_use]
    pub fn new(file_key: ExposedFileKey) -> Self {
        Self(file_key)
    }
}

impl age::Identity for FileKeyIdentity {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        self.unwrap_stanzas(slice::from_ref(stanza))
    }

    fn unwrap_stanzas(&self, stanzas: &[Stanza]) -> Option<Result<FileKey, DecryptError>> {
        let stanza = match recipients_stanza_check(stanzas) {
            Ok(stanza) => stanza,
            Err(error) => return Some(Err(error)),
        };
        Some(HybridStanza::parse(stanza)?.map(|_| self.0.to_file_key()))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use age::{Decryptor, Encryptor, Identity, Recipient};

    use super::*;

    fn identity(seed: u8) -> HybridIdentity {
        HybridIdentity::from_seed(Zeroizing::new([seed; 32]))
    }

    fn seal(recipients: &[HybridIdentity], text: &[u8]) -> Vec<u8> {
        let recipients: Vec<_> = recipients
            .iter()
            .map(HybridIdentity::to_recipient)
            .collect();
        let encryptor = Encryptor::with_recipients(
            recipients
                .iter()
                .map(|recipient| recipient as &dyn Recipient),
        )
        .unwrap();
        let mut sealed = vec![];
        let mut writer = encryptor.wrap_output(&mut sealed).unwrap();
        writer.write_all(text).unwrap();
        writer.finish().unwrap();
        sealed
    }

    fn open(sealed: &[u8], identity: &dyn Identity) -> Result<Vec<u8>, DecryptError> {
        let mut text = vec![];
        Decryptor::new_buffered(sealed)?
            .decrypt([identity].into_iter())?
            .read_to_end(&mut text)?;
        Ok(text)
    }

    fn captured(sealed: &[u8], identities: &[HybridIdentity]) -> ExposedFileKey {
        let capturing = CapturingIdentity::new(identities);
        open(sealed, &capturing).unwrap();
        capturing.into_file_key().unwrap()
    }

    #[test]
    fn a_captured_file_key_opens_the_file_by_itself() {
        let sealed = seal(&[identity(1)], b"we were threatened");
        let capturing_set = [identity(3), identity(1)];
        let capturing = CapturingIdentity::new(&capturing_set);
        assert_eq!(open(&sealed, &capturing).unwrap(), b"we were threatened");
        let file_key = capturing.into_file_key().unwrap();
        assert_eq!(
            open(&sealed, &FileKeyIdentity::new(file_key)).unwrap(),
            b"we were threatened"
        );
    }

    #[test]
    fn the_file_key_of_another_file_fails_at_the_mac() {
        let [first, second] = [b"one", b"two"].map(|text| seal(&[identity(1)], text));
        let file_key = captured(&first, &[identity(1)]);
        assert!(!bool::from(
            file_key.ct_eq(&captured(&second, &[identity(1)]))
        ));
        assert!(matches!(
            open(&second, &FileKeyIdentity::new(file_key)),
            Err(DecryptError::InvalidMac)
        ));
    }

    #[test]
    fn nothing_is_captured_from_what_does_not_open() {
        let sealed = seal(&[identity(1)], b"text");
        let others = [identity(2), identity(3)];
        let capturing = CapturingIdentity::new(&others);
        assert!(matches!(
            open(&sealed, &capturing),
            Err(DecryptError::NoMatchingKeys)
        ));
        assert!(capturing.into_file_key().is_none());
    }

    #[test]
    fn a_second_recipient_is_refused_by_both() {
        let sealed = seal(&[identity(1), identity(2)], b"text");
        assert_eq!(open(&sealed, &identity(2)).unwrap(), b"text");
        let identities = [identity(1)];
        assert!(matches!(
            open(&sealed, &CapturingIdentity::new(&identities)),
            Err(DecryptError::InvalidHeader)
        ));
        let any = ExposedFileKey::from_bytes([0; FILE_KEY_BYTES]);
        assert!(matches!(
            open(&sealed, &FileKeyIdentity::new(any)),
            Err(DecryptError::InvalidHeader)
        ));
    }

    #[test]
    fn a_malformed_stanza_does_not_open_with_a_file_key() {
        let sealed = seal(&[identity(1)], b"text");
        let file_key = captured(&sealed, &[identity(1)]);
        let header_end = sealed
            .windows(4)
            .position(|bytes| bytes == b"--- ")
            .unwrap();
        let header = std::str::from_utf8(&sealed[..header_end]).unwrap();
        let changed = [
            header
                .replacen("-> mlkem768x25519 ", "-> mlkem768x25519 A ", 1)
                .as_bytes(),
            &sealed[header_end..],
        ]
        .concat();
        assert!(matches!(
            open(&changed, &FileKeyIdentity::new(file_key)),
            Err(DecryptError::InvalidHeader)
        ));
    }

    #[test]
    fn a_classical_file_is_refused() {
        let classical = age::x25519::Identity::generate();
        let sealed = age::encrypt(&classical.to_public(), b"text").unwrap();
        let any = ExposedFileKey::from_bytes([0; FILE_KEY_BYTES]);
        assert!(matches!(
            open(&sealed, &FileKeyIdentity::new(any)),
            Err(DecryptError::InvalidHeader)
        ));
    }
}
