//! Messages longer than an envelope travel in parts.

use zeroize::Zeroizing;

/// Bytes of a message that one envelope carries.
pub const FRAGMENT_MAX: usize = 1856;
/// Parts of the longest message.
pub const PARTS_MAX: u8 = 64;

/// Why parts do not make a message.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
#[non_exhaustive]
pub enum PartsError {
    /// More than [`PARTS_MAX`] × [`FRAGMENT_MAX`] bytes.
    #[error("a message takes at most {} bytes", FRAGMENT_MAX * PARTS_MAX as usize)]
    TooLong,
    /// A part that does not follow the one before.
    #[error("a part is missing or out of order")]
    OutOfOrder,
}

/// Cuts a message: part number, count of parts, fragment.
///
/// # Errors
/// [`PartsError::TooLong`].
pub fn fragments(message: &[u8]) -> Result<Vec<(u8, u8, &[u8])>, PartsError> {
    let chunks: Vec<&[u8]> = message.chunks(FRAGMENT_MAX).collect();
    let parts = u8::try_from(chunks.len()).ok().filter(|n| (1..=PARTS_MAX).contains(n)).ok_or(PartsError::TooLong)?;
    Ok((0..parts).zip(chunks).map(|(part, chunk)| (part, parts, chunk)).collect())
}

/// Joins parts that arrive in the order of their numbers.
#[derive(Default)]
pub struct Assembler {
    parts: u8,
    next: u8,
    bytes: Zeroizing<Vec<u8>>,
}

impl Assembler {
    /// Takes the next part; gives the message when it was the last.
    ///
    /// # Errors
    /// [`PartsError::OutOfOrder`]; what was gathered is dropped, and the next first part begins anew.
    pub fn push(&mut self, part: u8, parts: u8, fragment: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, PartsError> {
        let fits = part < parts && parts <= PARTS_MAX && fragment.len() <= FRAGMENT_MAX;
        if !fits || part != self.next || (part > 0 && parts != self.parts) {
            *self = Self::default();
            return Err(PartsError::OutOfOrder);
        }
        self.parts = parts;
        self.next = part + 1;
        self.bytes.extend_from_slice(fragment);
        if self.next < parts {
            return Ok(None);
        }
        Ok(Some(std::mem::take(self).bytes))
    }

    /// Whether a message has begun and not ended.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.next > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(message: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut assembler = Assembler::default();
        let mut last = None;
        for (part, parts, fragment) in fragments(message).unwrap() {
            last = assembler.push(part, parts, fragment).unwrap();
        }
        last.unwrap()
    }

    #[test]
    fn joins_what_it_cut() {
        for length in [1, FRAGMENT_MAX, FRAGMENT_MAX + 1, 6000, FRAGMENT_MAX * 64] {
            let message = vec![7; length];
            assert_eq!(*join(&message), message);
        }
    }

    #[test]
    fn rejects_gaps_changes_of_mind_and_excess() {
        assert_eq!(fragments(&vec![0; FRAGMENT_MAX * 64 + 1]), Err(PartsError::TooLong));
        assert_eq!(fragments(&[]), Err(PartsError::TooLong));
        for (first, second) in [((0, 3), (2, 3)), ((0, 3), (1, 2)), ((0, 2), (0, 2))] {
            let mut assembler = Assembler::default();
            assembler.push(first.0, first.1, b"x").unwrap();
            assert_eq!(assembler.push(second.0, second.1, b"x"), Err(PartsError::OutOfOrder));
            assert!(!assembler.is_waiting());
        }
        assert!(Assembler::default().push(0, 65, b"x").is_err());
        assert!(Assembler::default().push(1, 1, b"x").is_err());
    }
}
