//! Bytes that somebody else made, read in order: what is not there is damage, never a panic.

use super::MetadataError;

/// What is left to read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn rest(self) -> &'a [u8] {
        self.0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], MetadataError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(MetadataError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], MetadataError> {
        self.take(N)?.try_into().map_err(|_| MetadataError::Damaged)
    }

    pub(super) fn u8(&mut self) -> Result<u8, MetadataError> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn u16_be(&mut self) -> Result<u16, MetadataError> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32_be(&mut self) -> Result<u32, MetadataError> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn u32_le(&mut self) -> Result<u32, MetadataError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn end(self) -> Result<(), MetadataError> {
        if self.is_empty() { Ok(()) } else { Err(MetadataError::Damaged) }
    }
}

/// A length from a file, as memory counts.
pub(super) fn length(of: u32) -> Result<usize, MetadataError> {
    usize::try_from(of).map_err(|_| MetadataError::TooLarge)
}
