//! The hybrid files of the age test kit (`testdata/cctv-age`): each opens, or fails in the class that it names.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test states its expectation by unwrapping"
)]

use std::{collections::BTreeMap, fs, io::Read, path::Path};

use age::{DecryptError, Decryptor, Identity, armor::ArmoredReader};
use davylamp_protocol::hybrid::HybridIdentity;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

/// One file of the kit. Keys may appear more than once.
struct Vector {
    fields: BTreeMap<String, Vec<String>>,
    file: Vec<u8>,
}

impl Vector {
    fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap();
        let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
        let mut fields = BTreeMap::<_, Vec<_>>::new();
        for line in std::str::from_utf8(&bytes[..end]).unwrap().lines() {
            let (key, value) = line.split_once(": ").unwrap();
            fields
                .entry(key.to_owned())
                .or_default()
                .push(value.to_owned());
        }
        Self {
            fields,
            file: bytes[end + 2..].to_vec(),
        }
    }

    fn field(&self, key: &str) -> Option<&str> {
        self.fields.get(key).map(|values| values[0].as_str())
    }

    fn identities(&self) -> Vec<Box<dyn Identity>> {
        self.fields["identity"]
            .iter()
            .map(|text| parse_identity(text))
            .collect()
    }

    fn open(&self) -> Result<Vec<u8>, DecryptError> {
        let identities = self.identities();
        let identities = identities.iter().map(AsRef::as_ref);
        let mut opened = vec![];
        if self.field("armored") == Some("yes") {
            Decryptor::new_buffered(ArmoredReader::new(self.file.as_slice()))?
                .decrypt(identities)?
                .read_to_end(&mut opened)?;
        } else {
            Decryptor::new_buffered(self.file.as_slice())?
                .decrypt(identities)?
                .read_to_end(&mut opened)?;
        }
        Ok(opened)
    }
}

fn parse_identity(text: &str) -> Box<dyn Identity> {
    if text.starts_with("AGE-SECRET-KEY-PQ-") {
        Box::new(HybridIdentity::from_secret_string(&SecretString::from(text)).unwrap())
    } else {
        Box::new(text.parse::<age::x25519::Identity>().unwrap())
    }
}

/// The kit's name for an outcome; a payload is only named here, and compared by its hash.
fn class(outcome: &Result<Vec<u8>, DecryptError>) -> &'static str {
    match outcome {
        Ok(_) => "success",
        Err(DecryptError::NoMatchingKeys) => "no match",
        Err(DecryptError::InvalidMac) => "HMAC failure",
        // What does not parse as a v1 header may be one of a later format, to `age`.
        Err(DecryptError::InvalidHeader | DecryptError::UnknownFormat) => "header failure",
        Err(_) => "another failure",
    }
}

fn vectors() -> BTreeMap<String, Vector> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cctv-age");
    let files = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_none())
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                Vector::read(&path),
            )
        })
        .collect()
}

#[test]
fn every_vector_ends_as_it_says() {
    for (name, vector) in vectors() {
        let outcome = vector.open();
        assert_eq!(
            Some(class(&outcome)),
            vector.field("expect"),
            "{name}: {:?}",
            outcome.as_ref().err()
        );
        if let Ok(opened) = outcome {
            assert_eq!(
                Some(hex::encode(Sha256::digest(opened)).as_str()),
                vector.field("payload"),
                "{name}"
            );
        }
    }
}

#[test]
fn all_nineteen_are_here_and_five_open() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 19);
    assert_eq!(
        vectors
            .values()
            .filter(|vector| vector.field("expect") == Some("success"))
            .count(),
        5
    );
}
