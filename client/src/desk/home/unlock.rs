//! What opens a home: a passphrase, or the identity in a key file for an unattended machine.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use age::{Decryptor, Encryptor};
use davylamp_protocol::hybrid::HybridIdentity;
use rand::rngs::OsRng;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::{HomeError, files, replace_file};
use crate::failure::Failure;
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

/// A passphrase or an identity, not yet tried.
pub(crate) enum Unlock {
    /// Stretched by age's scrypt.
    Passphrase(SecretString),
    /// The hybrid identity of a key file or systemd credential.
    Identity(Box<HybridIdentity>),
}

impl Unlock {
    /// From the named file, else the systemd credential, else the passphrase file, else a prompt.
    pub(crate) fn find(
        key_file: Option<&Path>,
        passphrase_file: Option<&Path>,
        terminal: &Terminal,
    ) -> Result<Self, Failure> {
        if let Some(path) = key_file.map(Path::to_owned).or_else(credential) {
            return Self::from_key_file(&path);
        }
        let typed = match passphrase_file {
            Some(path) => read_text(path, PASSPHRASE_MAX)?,
            None => terminal.ask_secret(&text("desk-ask-passphrase"))?,
        };
        Ok(Self::Passphrase(SecretString::from(typed.trim_end_matches(['\r', '\n']).to_owned())))
    }

    /// The same for a home that is to be made: a key file is made if absent, a passphrase is asked for twice.
    pub(crate) fn choose(
        key_file: Option<&Path>,
        passphrase_file: Option<&Path>,
        terminal: &Terminal,
    ) -> Result<Self, Failure> {
        if let Some(path) = key_file.filter(|path| !path.exists()) {
            let identity = HybridIdentity::generate(&mut OsRng);
            let line = Zeroizing::new(format!("{}\n", identity.to_secret_string().expose_secret()));
            replace_file(path, line.as_bytes())?;
            return Ok(Self::Identity(Box::new(identity)));
        }
        if key_file.is_some() || passphrase_file.is_some() || credential().is_some() {
            return Self::find(key_file, passphrase_file, terminal);
        }
        terminal.say(text("desk-passphrase-advice"));
        loop {
            let first = terminal.ask_secret(&text("desk-ask-passphrase"))?;
            let slip = if is_short(&first) {
                text_with("desk-passphrase-short", &[("least", &PASSPHRASE_MIN)])
            } else if terminal.ask_secret(&text("desk-ask-passphrase-again"))? == first {
                return Ok(Self::Passphrase(SecretString::from(first.as_str().to_owned())));
            } else {
                text("desk-passphrases-differ")
            };
            // It must not cost all that was answered before.
            if !terminal.is_interactive() {
                return Err(Failure::usage(slip));
            }
            terminal.say(slip);
        }
    }

    fn from_key_file(path: &Path) -> Result<Self, Failure> {
        let content = read_text(path, KEY_FILE_MAX)?;
        let line = content.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        let secret = SecretString::from(line.unwrap_or_default().to_owned());
        let identity = HybridIdentity::from_secret_string(&secret)
            .map_err(|_| Failure::new(text_with("desk-key-file-bad", &[("path", &path.display())])))?;
        Ok(Self::Identity(Box::new(identity)))
    }

    /// Seals what only this opens.
    pub(crate) fn seal(&self, content: &[u8]) -> Result<Vec<u8>, HomeError> {
        match self {
            Self::Identity(identity) => files::seal(KEY_NAME, &identity.to_recipient(), content),
            Self::Passphrase(passphrase) => {
                let encryptor = Encryptor::with_user_passphrase(passphrase.clone());
                let mut sealed = Vec::new();
                let write = |sealed: &mut Vec<u8>| {
                    let mut writer = encryptor.wrap_output(sealed)?;
                    writer.write_all(content)?;
                    writer.finish().map(|_| ())
                };
                write(&mut sealed).map_err(|error| HomeError::Io(KEY_NAME.into(), error))?;
                Ok(sealed)
            }
        }
    }

    /// Opens what [`Unlock::seal`] made.
    pub(crate) fn open(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, HomeError> {
        match self {
            Self::Identity(identity) => files::open(KEY_NAME, identity, sealed).ok_or(HomeError::WrongKey),
            Self::Passphrase(passphrase) => open_with(passphrase, sealed).ok_or(HomeError::WrongKey),
        }
    }
}

fn open_with(passphrase: &SecretString, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let decryptor = Decryptor::new_buffered(sealed).ok()?;
    let mut identity = age::scrypt::Identity::new(passphrase.clone());
    // The home is our own file: a slower machine must open what a faster one sealed.
    identity.set_max_work_factor(WORK_FACTOR_MAX);
    let mut reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).ok()?;
    let mut opened = Zeroizing::new(Vec::with_capacity(sealed.len()));
    reader.read_to_end(&mut opened).ok()?;
    Some(opened)
}

/// systemd's `LoadCredential=davylamp-desk:…`.
fn credential() -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os("CREDENTIALS_DIRECTORY")?).join("davylamp-desk");
    path.exists().then_some(path)
}

fn is_short(passphrase: &str) -> bool {
    passphrase.chars().count() < PASSPHRASE_MIN
}

const KEY_NAME: &str = "key.age";
const PASSPHRASE_MIN: usize = 12;
const PASSPHRASE_MAX: u64 = 1024;
const KEY_FILE_MAX: u64 = 4096;
const WORK_FACTOR_MAX: u8 = 22;
