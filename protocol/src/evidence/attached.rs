//! The files that messages of a case name, as far as they are in the bag (`SPEC.md` 10.1).
//!
//! ```text
//! data/attachments/0001/photo-1.jpg        ──Measure──▶ Attached: size, SHA-256, first bytes
//! ```
//!
//! They may be larger than any memory: whoever holds them measures them as they pass, and only that is looked at here.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::claim::Covered;
use super::layout::ATTACHMENTS;
use super::prove::{Fault, Proven, Reason};
use super::threads::ProvenMessage;
use crate::attachment::Attachment;

/// The most bytes of all attachments of a bag.
pub const MAX_ATTACHED: u64 = 16 << 30;

/// Attachments of a bag: path beneath it, and what was measured.
pub type Attachments = BTreeMap<String, Attached>;

/// What a file is, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// In bytes.
    pub size: u64,
    /// SHA-256.
    pub hash: [u8; 32],
    /// Its first bytes, for what kind of picture it is.
    head: Vec<u8>,
}

/// Measures a file as its bytes pass.
#[derive(Clone, Default)]
pub struct Measure {
    hash: Sha256,
    size: u64,
    head: Vec<u8>,
}

impl Measure {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        let wanted = HEAD.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(wanted));
        self.size = self.size.saturating_add(bytes.len() as u64);
        self.hash.update(bytes);
    }

    /// All of it passed.
    #[must_use]
    pub fn finish(self) -> Attached {
        Attached { size: self.size, hash: self.hash.finalize().into(), head: self.head }
    }
}

impl Attached {
    /// Whether these are the bytes that a message names.
    #[must_use]
    pub fn is(&self, named: &Attachment) -> bool {
        self.size == named.size && self.hash == named.content_hash
    }

    /// Whether a browser may show it: by what the message calls it, and by its first bytes.
    fn is_picture(&self, media_type: &str) -> bool {
        match media_type {
            "image/jpeg" => self.head.starts_with(b"\xff\xd8\xff"),
            "image/png" => self.head.starts_with(b"\x89PNG\r\n\x1a\n"),
            "image/webp" => self.head.starts_with(b"RIFF") && self.head.get(8..12) == Some(b"WEBP"),
            _ => false,
        }
    }
}

/// An attachment that a proven message names.
#[derive(Clone, Debug)]
pub struct Named {
    /// Where it is in the bag, if it is there.
    pub path: String,
    /// Which message names it: its place in [`Proven::messages`].
    pub message: usize,
    /// What that message says of it.
    pub attachment: Attachment,
    /// Whether it is in the bag, with these bytes.
    pub is_there: bool,
    /// Whether `case.html` shows it.
    pub(super) is_picture: bool,
}

/// All that messages name, in the order of their numbers.
#[must_use]
pub(super) fn named(messages: &[ProvenMessage], attached: &Attachments) -> Vec<Named> {
    let of = |(message, proven): (usize, &ProvenMessage)| {
        let attachments = proven.content.as_ref().map_or(&[][..], |content| content.attachments()).to_vec();
        attachments.into_iter().map(move |attachment| (message, attachment))
    };
    let all = messages.iter().enumerate().flat_map(of).enumerate();
    all.map(|(at, (message, attachment))| {
        let path = path(at, &attachment.name);
        let found = attached.get(&path).filter(|found| found.is(&attachment));
        let is_picture = found.is_some_and(|found| found.is_picture(&attachment.media_type));
        Named { path, message, is_there: found.is_some(), is_picture, attachment }
    })
    .collect()
}

/// What is in the bag and should not be.
pub(super) fn faults(named: &[Named], attached: &Attachments) -> Vec<Fault> {
    let faults = attached.keys().filter_map(|path| match named.iter().find(|named| named.path == *path) {
        Some(named) if named.is_there => None,
        Some(_) => Some(Fault { path: path.clone(), reason: Reason::Attachment }),
        None => Some(Fault { path: path.clone(), reason: Reason::Extra }),
    });
    faults.collect()
}

/// What binds those that are there to the export event (10.2).
pub(super) fn contents(attached: &Attachments) -> impl Iterator<Item = Item> {
    attached.iter().map(|(path, attached)| {
        // A path without a number is a fault of its own.
        let number = number(path).unwrap_or(0).to_be_bytes();
        crate::labelled::input("attachment", &[&number, &attached.hash])
    })
}

fn path(at: usize, name: &str) -> String {
    format!("{ATTACHMENTS}{:04}/{name}", at + 1)
}

fn number(path: &str) -> Option<u32> {
    path.strip_prefix(ATTACHMENTS)?.split_once('/')?.0.parse().ok()
}

impl Proven {
    /// Attachments of messages that a claim covers: every part, in one log.
    pub fn claimed_attachments<'a>(&'a self, covered: &'a [Covered]) -> impl Iterator<Item = &'a Named> {
        let is_covered = |path: &String| covered.iter().any(|part| part.path == *path && part.covered.is_ok());
        self.attachments.iter().filter(move |named| {
            let message = self.messages.get(named.message);
            message.is_some_and(|message| message.paths_by_log().any(|paths| paths.iter().all(is_covered)))
        })
    }
}

type Item = zeroize::Zeroizing<Vec<u8>>;
const HEAD: usize = 12;
