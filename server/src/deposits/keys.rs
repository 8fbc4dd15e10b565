//! Keys that can be destroyed: what a deposit's file holds is sealed under one, so that overwriting 32 bytes makes the
//! deposit unreadable wherever a copy of the file may linger.
//!
//! ```text
//! offset length
//!      0      8  "dvlampdk"
//!      8      8  hour of deposit time whose random releases it is for; all ones for a key of one lapsing deposit
//!     16     32  key
//!     48      4  crc32c of the 48 bytes before
//! ```
//!
//! twice in its file `<name>.key`, at 0 and 4,096. Big endian.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use rand::RngCore as _;
use std::collections::HashMap;
use zeroize::Zeroizing;

use super::files::{BLOCK, Directory, Name};
use crate::store::StoreError;

/// A key, and what it is for.
pub(super) struct DestroyableKey {
    key: Zeroizing<[u8; 32]>,
    hour: Option<u64>,
}

impl DestroyableKey {
    fn generate(hour: Option<u64>) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        rand::rngs::OsRng.fill_bytes(key.as_mut());
        Self { key, hour }
    }

    /// A key that is kept nowhere.
    pub(super) fn unkept() -> Self {
        Self::generate(None)
    }

    /// nonce (12) ‖ ciphertext ‖ tag (16). `part` says which part of which file it is, so that none passes for another.
    pub(super) fn seal(&self, part: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        rand::rngs::OsRng.fill_bytes(&mut nonce);
        let sealed = self.cipher().encrypt(Nonce::from_slice(&nonce), Payload { msg: plain, aad: part });
        let sealed = sealed.expect("a few KiB are not too long to seal");
        [nonce.as_slice(), &sealed].concat()
    }

    /// What [`DestroyableKey::seal`] sealed, or nothing if a single bit differs.
    pub(super) fn open(&self, part: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let opened = self.cipher().decrypt(Nonce::from_slice(nonce), Payload { msg: sealed, aad: part });
        opened.ok().map(Zeroizing::new)
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(Key::from_slice(self.key.as_ref()))
    }

    fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(2 * BLOCK_LEN));
        for end in [BLOCK_LEN, 2 * BLOCK_LEN] {
            let start = out.len();
            out.extend_from_slice(MAGIC);
            out.extend_from_slice(&self.hour.unwrap_or(OWN).to_be_bytes());
            out.extend_from_slice(self.key.as_ref());
            let crc = crc32c::crc32c(out.get(start..).unwrap_or_default());
            out.extend_from_slice(&crc.to_be_bytes());
            out.resize(end, 0);
        }
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (first, second) = bytes.split_at_checked(BLOCK_LEN)?;
        Self::decode_copy(first).or_else(|| Self::decode_copy(second))
    }

    fn decode_copy(bytes: &[u8]) -> Option<Self> {
        let (covered, rest) = bytes.split_first_chunk::<48>()?;
        (crc32c::crc32c(covered) == u32::from_be_bytes(*rest.first_chunk()?)).then_some(())?;
        let (hour, key) = covered.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
        let hour = u64::from_be_bytes(*hour);
        Some(Self { key: Zeroizing::new(*key.first_chunk()?), hour: (hour != OWN).then_some(hour) })
    }
}

/// All keys, and how many deposits each still has.
///
/// Random releases share a key with the others of their planned hour; it goes with the last of them. A lapsing deposit
/// moves with each renewal, so that its hour is never known before it is over: it has a key of its own, which goes with
/// it. That destroys it at once where an hourly key would keep it readable until its hour's last release: stronger than
/// an hourly key for all, at the price of one more small file.
#[derive(Default)]
pub(super) struct KeyRing {
    keys: HashMap<Name, (DestroyableKey, usize)>,
}

impl KeyRing {
    /// Takes in a key that a file holds.
    pub(super) fn insert(&mut self, name: Name, file: &[u8]) -> bool {
        let key = DestroyableKey::decode(file);
        key.map(|key| self.keys.insert(name, (key, 0))).is_some()
    }

    /// The key of random releases in `hour`; made, and durable but for its name, if there is none.
    pub(super) fn of_hour(&mut self, dir: &mut Directory, hour: u64) -> Result<Name, StoreError> {
        let known = self.keys.iter().find(|(_, (key, _))| key.hour == Some(hour));
        match known {
            Some((name, _)) => Ok(*name),
            None => self.make(dir, Some(hour)),
        }
    }

    /// A new key for one deposit.
    pub(super) fn own(&mut self, dir: &mut Directory) -> Result<Name, StoreError> {
        self.make(dir, None)
    }

    fn make(&mut self, dir: &mut Directory, hour: Option<u64>) -> Result<Name, StoreError> {
        let (name, key) = (Name::random(), DestroyableKey::generate(hour));
        dir.create(&dir.key_path(name), &key.encode())?;
        self.keys.insert(name, (key, 0));
        Ok(name)
    }

    pub(super) fn get(&self, name: Name) -> Option<&DestroyableKey> {
        self.keys.get(&name).map(|(key, _)| key)
    }

    /// One more deposit is under this key.
    pub(super) fn take(&mut self, name: Name) {
        if let Some((_, deposits)) = self.keys.get_mut(&name) {
            *deposits += 1;
        }
    }

    /// One deposit less is under this key.
    pub(super) fn leave(&mut self, name: Name) {
        if let Some((_, deposits)) = self.keys.get_mut(&name) {
            *deposits = deposits.saturating_sub(1);
        }
    }

    /// Destroys every key that has no deposit: overwritten, synced, unlinked, forgotten. What fails is tried again by
    /// the next call.
    pub(super) fn sweep(&mut self, dir: &mut Directory) -> Result<(), StoreError> {
        let unused: Vec<Name> = self.keys.iter().filter(|(_, (_, deposits))| *deposits == 0).map(|(n, _)| *n).collect();
        for name in unused {
            dir.overwrite_and_unlink(&dir.key_path(name))?;
            self.keys.remove(&name);
        }
        Ok(())
    }
}

const MAGIC: &[u8; 8] = b"dvlampdk";
const OWN: u64 = u64::MAX;
const NONCE_LEN: usize = 12;
#[expect(clippy::cast_possible_truncation, reason = "4,096")]
const BLOCK_LEN: usize = BLOCK as usize;
/// Bytes that sealing adds.
pub(super) const SEAL_LEN: usize = NONCE_LEN + 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_copy_of_a_key_is_enough() {
        let key = DestroyableKey::generate(Some(7));
        for damaged in [0, 4096] {
            let mut file = key.encode();
            file[damaged + 20] ^= 1;
            let read = DestroyableKey::decode(&file).unwrap();
            assert_eq!((read.hour, *read.key), (Some(7), *key.key));
            file[4096 - damaged + 20] ^= 1;
            assert!(DestroyableKey::decode(&file).is_none());
        }
        assert!(DestroyableKey::decode(&[0; 8192]).is_none());
        assert!(DestroyableKey::decode(&key.encode()[..40]).is_none());
    }

    #[test]
    fn what_is_sealed_opens_only_as_what_it_is() {
        let key = DestroyableKey::unkept();
        let sealed = key.seal(b"a", b"text");
        assert_eq!(sealed.len(), 4 + SEAL_LEN);
        assert_eq!(**key.open(b"a", &sealed).unwrap(), *b"text");
        assert!(key.open(b"b", &sealed).is_none());
        assert!(DestroyableKey::unkept().open(b"a", &sealed).is_none());
        assert!(key.open(b"a", &sealed[1..]).is_none());
        assert!(key.open(b"a", &[]).is_none());
    }

    #[test]
    fn a_key_goes_with_its_last_deposit() {
        let temp = tempfile::tempdir().unwrap();
        let mut dir = Directory::open(temp.path().join("deposits")).unwrap();
        let mut ring = KeyRing::default();
        let name = ring.of_hour(&mut dir, 3).unwrap();
        assert_eq!(ring.of_hour(&mut dir, 3).unwrap(), name);
        assert_ne!(ring.of_hour(&mut dir, 4).unwrap(), name);
        ring.take(name);
        ring.take(name);
        ring.leave(name);
        ring.sweep(&mut dir).unwrap();
        assert!(dir.key_path(name).exists());
        assert_eq!(ring.keys.len(), 1, "that of the fourth hour had none");
        ring.leave(name);
        ring.sweep(&mut dir).unwrap();
        assert!(!dir.key_path(name).exists());
    }
}
