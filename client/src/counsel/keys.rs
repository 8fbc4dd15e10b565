//! Key files: age identities and recipients, hybrid or classical, and counsel's signing key.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use age::stream::{StreamReader, StreamWriter};
use age::{Decryptor, Encryptor, Identity, Recipient};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use davylamp_protocol::hybrid::{HybridIdentity, HybridRecipient};
use davylamp_protocol::log::note::NoteSigner;
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::archive::{does_not_open, not_a_case_file};
use crate::failure::Failure;
use crate::terminal::read_text;
use crate::text::{text, text_with};

/// The largest key file, in bytes.
const MAX_KEY_FILE: u64 = 256 * 1024;
const SIGNING: &str = "PRIVATE+KEY+";

/// To whom a case file is sealed.
pub(crate) struct Recipients {
    list: Vec<Box<dyn Recipient + Send>>,
    /// SHA-256 of each recipient string, in hex.
    pub(crate) hashes: Vec<String>,
}

impl Recipients {
    /// Reads recipients files: a recipient a line, `#` begins a comment. Who stands twice is there once.
    ///
    /// # Errors
    /// A [`Failure`] for a line that is none, for no line, and for hybrid and classical ones together: the file would be as
    /// weak as the weaker.
    pub(crate) fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let files = paths.iter().map(|path| read_text(path, MAX_KEY_FILE)).collect::<Result<Vec<_>, _>>()?;
        let files: Vec<&str> = files.iter().map(|file| file.as_str()).collect();
        Self::parse(&files)
    }

    fn parse(files: &[&str]) -> Result<Self, Failure> {
        let mut found = Self { list: Vec::new(), hashes: Vec::new() };
        let mut hybrid = 0;
        for (number, line) in files.iter().flat_map(|file| lines(file)) {
            let hash = hex::encode(Sha256::digest(line));
            if found.hashes.contains(&hash) {
                continue;
            }
            if line.starts_with("age1pq1") {
                hybrid += 1;
                found
                    .list
                    .push(Box::new(line.parse::<HybridRecipient>().map_err(|_| bad_line("recipients-line", number))?));
            } else {
                let classical: age::x25519::Recipient =
                    line.parse().map_err(|_| bad_line("recipients-line", number))?;
                found.list.push(Box::new(classical));
            }
            found.hashes.push(hash);
        }
        match found.list.len() {
            0 => Err(Failure::new(text("recipients-none"))),
            65.. => Err(Failure::new(text("recipients-many"))),
            count if hybrid != 0 && hybrid != count => {
                Err(Failure::new(text("recipients-mixed")).hint(text("recipients-mixed-hint")))
            }
            _ => Ok(found),
        }
    }

    /// What is written into the answer is sealed into `output`, as one binary age file; finish it.
    ///
    /// # Errors
    /// A [`Failure`] if age refuses the recipients.
    pub(crate) fn seal_into<W: Write>(&self, output: W) -> Result<StreamWriter<W>, Failure> {
        let failed = |error: &dyn ToString| Failure::new(text_with("export-not-sealed", &[("why", error)]));
        let recipients = self.list.iter().map(|recipient| recipient.as_ref() as &dyn Recipient);
        let encryptor = Encryptor::with_recipients(recipients).map_err(|error| failed(&error))?;
        encryptor.wrap_output(output).map_err(|error| failed(&error))
    }
}

/// What opens case files.
pub(crate) struct Identities(Vec<Box<dyn Identity>>);

impl Identities {
    /// Reads an identity file: an identity a line, `#` begins a comment.
    ///
    /// # Errors
    /// A [`Failure`] for a line that is none, and for no line.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let file = read_text(path, MAX_KEY_FILE)?;
        let mut found: Vec<Box<dyn Identity>> = Vec::new();
        for (number, line) in lines(&file) {
            let bad = || bad_line("identity-line", number);
            if line.starts_with("AGE-SECRET-KEY-PQ-1") {
                let secret = SecretString::from(line.to_owned());
                found.push(Box::new(HybridIdentity::from_secret_string(&secret).map_err(|_| bad())?));
            } else {
                found.push(Box::new(line.parse::<age::x25519::Identity>().map_err(|_| bad())?));
            }
        }
        if found.is_empty() { Err(Failure::new(text("identity-none"))) } else { Ok(Self(found)) }
    }

    /// Opens an age file. What is read of it is genuine; that nothing was cut off is known at its end alone.
    ///
    /// # Errors
    /// A [`Failure`]: not an age file, or not for these identities.
    pub(crate) fn open<R: BufRead>(&self, sealed: R) -> Result<StreamReader<R>, Failure> {
        let decryptor = Decryptor::new_buffered(sealed).map_err(|_| not_a_case_file())?;
        let identities = self.0.iter().map(|identity| identity.as_ref());
        decryptor.decrypt(identities).map_err(|_| does_not_open())
    }
}

/// A signing key as text: C2SP's form for the secret side of a vkey.
pub(crate) fn signing_key_text(signer: &NoteSigner, seed: &[u8; 32]) -> Zeroizing<String> {
    let key = signer.verifier_key();
    let secret = Zeroizing::new(BASE64_STANDARD.encode([&[1][..], seed].concat()));
    Zeroizing::new(format!("{SIGNING}{}+{:08x}+{}\n", key.name(), key.key_id(), *secret))
}

/// Reads [`signing_key_text`]; comments are allowed.
///
/// # Errors
/// A [`Failure`] for anything else.
pub(crate) fn read_signing_key(path: &Path) -> Result<NoteSigner, Failure> {
    let file = read_text(path, MAX_KEY_FILE)?;
    let line = lines(&file).next().map(|(_, line)| line);
    line.and_then(parse_signing_key).ok_or_else(|| Failure::new(text("signing-key-wrong")))
}

fn parse_signing_key(line: &str) -> Option<NoteSigner> {
    let (name, rest) = line.strip_prefix(SIGNING)?.split_once('+')?;
    let (id, secret) = rest.split_once('+')?;
    let secret = Zeroizing::new(BASE64_STANDARD.decode(secret).ok()?);
    let (kind, seed) = secret.split_first()?;
    let signer = NoteSigner::from_seed(name, seed.try_into().ok()?).ok()?;
    (*kind == 1 && format!("{:08x}", signer.verifier_key().key_id()) == id).then_some(signer)
}

/// Lines that say something, with their numbers from 1.
fn lines(file: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = file.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn bad_line(id: &str, number: usize) -> Failure {
    Failure::new(text_with(id, &[("number", &number)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::OsRng;

    fn hybrid() -> String {
        HybridIdentity::generate(&mut OsRng).to_recipient().to_string()
    }

    fn classical() -> String {
        age::x25519::Identity::generate().to_public().to_string()
    }

    fn refused(file: &str) -> String {
        Recipients::parse(&[file]).err().unwrap().message
    }

    #[test]
    fn takes_hybrid_or_classical_recipients() {
        assert_eq!(Recipients::parse(&[&format!("# us\n\n{}\n{}\n", hybrid(), hybrid())]).unwrap().hashes.len(), 2);
        assert_eq!(Recipients::parse(&[&classical()]).unwrap().hashes.len(), 1);
        let (one, other) = (hybrid(), hybrid());
        assert_eq!(Recipients::parse(&[&one, &format!("{other}\n{one}\n")]).unwrap().hashes.len(), 2, "once each");
    }

    #[test]
    fn refuses_both_kinds_together_none_and_what_is_no_recipient() {
        assert_eq!(refused(&format!("{}\n{}\n", hybrid(), classical())), text("recipients-mixed"));
        assert_eq!(refused("# nobody\n"), text("recipients-none"));
        assert_eq!(refused(&format!("{}\nage1x\n", classical())), text_with("recipients-line", &[("number", &2)]));
        assert!(Recipients::parse(&[&hybrid(), &classical()]).is_err(), "nor in two files");
        assert_eq!(refused("age1pq1x"), text_with("recipients-line", &[("number", &1)]));
        assert_eq!(refused(&(0..65).map(|_| classical() + "\n").collect::<String>()), text("recipients-many"));
    }

    #[test]
    fn a_signing_key_comes_back_and_a_changed_one_does_not() {
        let signer = NoteSigner::from_seed("rojas.example", &[9; 32]).unwrap();
        let line = signing_key_text(&signer, &[9; 32]);
        let line = line.trim_end();
        assert_eq!(parse_signing_key(line).unwrap().verifier_key(), signer.verifier_key());
        for wrong in
            ["", &line[1..], &line.replace("rojas", "rosas"), &line[..line.len() - 4], &line.replace("+AQ", "+AR")]
        {
            assert!(parse_signing_key(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_is_sealed_opens_for_its_identity_alone() {
        let home = tempfile::tempdir().unwrap();
        let identity = HybridIdentity::generate(&mut OsRng);
        let write = |name: &str, identity: &HybridIdentity| {
            let path = home.path().join(name);
            std::fs::write(&path, secrecy::ExposeSecret::expose_secret(&identity.to_secret_string())).unwrap();
            Identities::read(&path).unwrap()
        };
        let (own, other) = (write("own", &identity), write("other", &HybridIdentity::generate(&mut OsRng)));
        let recipients = Recipients::parse(&[&identity.to_recipient().to_string()]).unwrap();
        let mut writer = recipients.seal_into(Vec::new()).unwrap();
        writer.write_all(b"case").unwrap();
        let sealed = writer.finish().unwrap();
        let read = |sealed: &[u8]| own.open(sealed).ok().and_then(|reader| std::io::read_to_string(reader).ok());
        assert_eq!(read(&sealed).unwrap(), "case");
        assert!(other.open(&sealed[..]).is_err());
        assert!(read(&sealed[..sealed.len() - 1]).is_none());
        assert!(own.open(&b"not age"[..]).is_err());
    }
}
