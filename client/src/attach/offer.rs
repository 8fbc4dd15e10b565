//! A file that somebody wants to send: looked at, and made safe where that can be done.

use std::fs::File;
use std::io::{Cursor, Read, Seek as _};
use std::path::Path;

use davylamp_protocol::attachment::{Attachment, AttachmentSecret, Metadata, SIZE_MAX, Sealed, chunks_for};
use indicatif::HumanBytes;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::metadata::{MOST, MetadataError, examine, identify, neutral_name, tell};
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// A file to send, under the name that it will have at the desk.
pub(crate) struct Offer {
    name: String,
    media_type: String,
    size: u64,
    metadata: Metadata,
    content: Content,
}

enum Content {
    /// Written anew in memory.
    Rewritten(Zeroizing<Vec<u8>>),
    /// As it lies on the disk.
    Kept(File),
}

impl Offer {
    /// Looks at the file, and tells a person what it would say. `number` makes its new name.
    ///
    /// # Errors
    ///
    /// A [`Failure`] that says what to do: for what is no file, is empty or too large, and for what cannot be made safe
    /// without `keep`.
    pub(crate) fn look(path: &Path, number: usize, keep: bool, terminal: &Terminal) -> Result<Self, Failure> {
        let shown = path.display();
        let unread = |why: std::io::Error| Failure::new(format!("{shown}: {why}"));
        let file = File::open(path).map_err(unread)?;
        let size = file.metadata().map_err(unread).and_then(|about| {
            let sound = about.is_file() && (1..=SIZE_MAX).contains(&about.len());
            let refused = || Failure::new(text_with("attach-size", &[("path", &shown)]));
            sound.then_some(about.len()).ok_or_else(refused)
        })?;
        let offer = Self::of(file, size, (number, keep), path, terminal)?;
        let values: [(&str, &dyn ToString); 2] = [("name", &offer.name), ("size", &HumanBytes(offer.size))];
        terminal.say(text_with("attach-goes-as", &values));
        Ok(offer)
    }

    /// Without `keep` the file written anew, or nothing at all; with it the file as it is, and what that tells.
    fn of(
        mut file: File,
        size: u64,
        (number, keep): (usize, bool),
        path: &Path,
        terminal: &Terminal,
    ) -> Result<Self, Failure> {
        let shown = path.display();
        let mut bytes = Zeroizing::new(Vec::new());
        if size <= MOST as u64 {
            let read = (&mut file).take(size).read_to_end(&mut bytes);
            read.map_err(|why| Failure::new(format!("{shown}: {why}")))?;
        }
        let examined = if bytes.is_empty() { Err(MetadataError::TooLarge) } else { examine(&bytes) };
        terminal.say(text_with("attach-file", &[("path", &shown)]));
        if let Ok(examined) = &examined {
            tell(examined, terminal);
        }
        if keep {
            terminal.say(text("attach-kept"));
            let format = identify(&bytes);
            let (name, media_type) = (neutral_name(format, number), format.names().0.to_owned());
            return Ok(Self { name, media_type, size, metadata: Metadata::Kept, content: Content::Kept(file) });
        }
        let refused = |failure: Failure| failure.hint(text("attach-keep-hint"));
        let examined = examined.map_err(|error| refused(Failure::from(error)))?;
        let copy = examined
            .rewritten
            .ok_or_else(|| refused(Failure::new(text_with("attach-not-handled", &[("path", &shown)]))))?;
        Ok(Self {
            name: neutral_name(examined.format, number),
            media_type: examined.media_type.to_owned(),
            size: copy.len() as u64,
            metadata: Metadata::Rewritten,
            content: Content::Rewritten(copy),
        })
    }

    /// A file of the program's own making.
    ///
    /// # Errors
    ///
    /// The disk's own; a file that is too large to be attached.
    pub(crate) fn own(name: String, media_type: &str, file: File) -> std::io::Result<Self> {
        let size = file.metadata()?.len();
        chunks_for(size).ok_or(std::io::ErrorKind::FileTooLarge)?;
        Ok(Self {
            name,
            media_type: media_type.to_owned(),
            size,
            metadata: Metadata::Kept,
            content: Content::Kept(file),
        })
    }

    /// How many chunks it takes.
    ///
    /// # Panics
    /// Never: what was offered has a size in range.
    pub(crate) fn chunks(&self) -> u32 {
        chunks_for(self.size).expect("what was offered has a size in range")
    }

    /// A reader from its start.
    pub(super) fn read(&self) -> std::io::Result<Box<dyn Read + Send + '_>> {
        match &self.content {
            Content::Rewritten(bytes) => Ok(Box::new(Cursor::new(bytes.as_slice()))),
            Content::Kept(file) => {
                let mut file = file.try_clone()?;
                file.rewind()?;
                Ok(Box::new(file))
            }
        }
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// What the message says of it.
    pub(super) fn named(&self, secret: AttachmentSecret, origin: &str, sealed: &Sealed) -> Attachment {
        Attachment {
            name: self.name.clone(),
            media_type: self.media_type.clone(),
            size: self.size,
            content_hash: sealed.content_hash,
            secret,
            chunks: self.chunks(),
            sealed_hash: sealed.sealed_hash,
            origin: origin.to_owned(),
            metadata: self.metadata,
        }
    }
}
