//! A file of one size, random to look at, whatever it holds (`SPEC.md` 13.1): alert profiles and packs.
//!
//! | offset | length | field |
//! |---|---|---|
//! | 0 | 32 | key |
//! | 32 | 12 | nonce |
//! | 44 | 262,084 | ChaCha20 of: u32 BE n ‖ n bytes ‖ zeros |
//! | 262,128 | 16 | Poly1305 tag |
//!
//! The key lies beside what it closes. It protects nothing: it leaves no header to recognise, makes two writings of the
//! same share no bytes, and shows damage.

use chacha20poly1305::aead::{AeadInPlace as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce, Tag};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

/// Bytes of the file.
pub const FILE_LEN: usize = 262_144;
/// The most that it holds, in bytes.
pub const CONTENT_MAX: usize = FILE_LEN - HEAD - TAG - 4;

/// More than [`CONTENT_MAX`] bytes.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[error("more than {CONTENT_MAX} bytes do not fit into one file")]
pub struct TooLong;

/// Cut, changed, or another file: which, nobody can tell.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[error("damaged, or another kind of file")]
pub struct NotCloaked;

/// Hides `content` under a fresh key. Gives [`FILE_LEN`] bytes.
///
/// # Errors
/// [`TooLong`].
pub fn encode(content: &[u8], rng: &mut impl CryptoRngCore) -> Result<Zeroizing<Vec<u8>>, TooLong> {
    let length = u32::try_from(content.len()).map_err(|_| TooLong)?;
    if content.len() > CONTENT_MAX {
        return Err(TooLong);
    }
    let mut head = [0; HEAD];
    rng.fill_bytes(&mut head);
    let mut file = Zeroizing::new(Vec::with_capacity(FILE_LEN));
    file.extend_from_slice(&head);
    file.extend_from_slice(&length.to_be_bytes());
    file.extend_from_slice(content);
    file.resize(FILE_LEN - TAG, 0);
    let (_, closed) = file.split_at_mut(HEAD);
    let (cipher, nonce) = cipher(&head);
    let tag = cipher.encrypt_in_place_detached(&nonce, &[], closed).map_err(|_| TooLong)?;
    file.extend_from_slice(&tag);
    Ok(file)
}

/// Reads what [`encode`] wrote.
///
/// # Errors
/// [`NotCloaked`].
pub fn decode(file: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotCloaked> {
    if file.len() != FILE_LEN {
        return Err(NotCloaked);
    }
    let (head, rest) = file.split_first_chunk().ok_or(NotCloaked)?;
    let (closed, tag) = rest.split_last_chunk::<TAG>().ok_or(NotCloaked)?;
    let mut opened = Zeroizing::new(closed.to_vec());
    let (cipher, nonce) = cipher(head);
    cipher.decrypt_in_place_detached(&nonce, &[], &mut opened, Tag::from_slice(tag)).map_err(|_| NotCloaked)?;
    let (length, rest) = opened.split_first_chunk().ok_or(NotCloaked)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| NotCloaked)?;
    let (content, zeros) = rest.split_at_checked(length).ok_or(NotCloaked)?;
    let padded = zeros.iter().all(|byte| *byte == 0);
    padded.then(|| Zeroizing::new(content.to_vec())).ok_or(NotCloaked)
}

fn cipher(head: &[u8; HEAD]) -> (ChaCha20Poly1305, Nonce) {
    let (key, nonce) = head.split_at(KEY);
    (ChaCha20Poly1305::new(Key::from_slice(key)), *Nonce::from_slice(nonce))
}

const KEY: usize = 32;
const HEAD: usize = KEY + 12;
const TAG: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::StdRng;
    use rand::{Rng as _, SeedableRng as _};
    use rand_core::OsRng;

    /// A file of any content, which [`encode`] need not have written.
    fn made(opened: &[u8]) -> Vec<u8> {
        let head = [7; HEAD];
        let mut closed = opened.to_vec();
        let (cipher, nonce) = cipher(&head);
        let tag = cipher.encrypt_in_place_detached(&nonce, &[], &mut closed).unwrap();
        [&head[..], &closed, &tag].concat()
    }

    #[test]
    fn whatever_it_holds_comes_back_from_a_file_of_one_size() {
        for length in [0, 1, 1000, CONTENT_MAX] {
            let content = vec![3; length];
            let file = encode(&content, &mut OsRng).unwrap();
            assert_eq!((file.len(), decode(&file)), (FILE_LEN, Ok(Zeroizing::new(content))));
        }
        assert_eq!(encode(&vec![0; CONTENT_MAX + 1], &mut OsRng), Err(TooLong));
    }

    #[test]
    fn two_writings_share_bytes_by_chance_only() {
        let [one, other] = [(); 2].map(|()| encode(b"the same", &mut OsRng).unwrap());
        let alike = one.iter().zip(other.iter()).filter(|(a, b)| a == b).count();
        // One in 256, and six standard deviations (32 each).
        assert!((FILE_LEN / 256).abs_diff(alike) < 200, "{alike}");
    }

    #[test]
    fn rejects_another_length_and_every_change() {
        let good = encode(b"good", &mut OsRng).unwrap();
        for bad in [&good[1..], &good[..FILE_LEN - 1], &[&good[..], &[0]].concat(), &[]] {
            assert_eq!(decode(bad), Err(NotCloaked));
        }
        let mut rng = StdRng::seed_from_u64(1);
        let edges = [0, 31, 32, 43, 44, 47, 48, FILE_LEN - 17, FILE_LEN - 16, FILE_LEN - 1];
        for round in 0..64 {
            let place = edges.get(round).copied().unwrap_or_else(|| rng.gen_range(0..FILE_LEN));
            let mut bad = good.to_vec();
            bad[place] ^= 1 << rng.gen_range(0..8);
            assert_eq!(decode(&bad), Err(NotCloaked), "{place}");
        }
    }

    #[test]
    fn rejects_a_length_beyond_its_end_and_padding_that_is_not_zero() {
        let opened = |length: u32, last: u8| {
            let mut opened = vec![0; FILE_LEN - HEAD - TAG];
            opened[..4].copy_from_slice(&length.to_be_bytes());
            *opened.last_mut().unwrap() = last;
            made(&opened)
        };
        let most = u32::try_from(CONTENT_MAX).unwrap();
        assert!(decode(&opened(most, 1)).is_ok());
        assert_eq!(decode(&opened(most + 1, 0)), Err(NotCloaked));
        assert_eq!(decode(&opened(u32::MAX, 0)), Err(NotCloaked));
        assert_eq!(decode(&opened(most - 1, 1)), Err(NotCloaked));
    }

    #[test]
    fn random_files_are_nothing() {
        let mut rng = StdRng::seed_from_u64(2);
        for _ in 0..32 {
            let mut file = vec![0; FILE_LEN];
            rng.fill(&mut file[..]);
            assert_eq!(decode(&file), Err(NotCloaked));
        }
    }
}
