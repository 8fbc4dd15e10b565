//! Packing: tar, over age, over a new file that takes its name when it is whole.

use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use davylamp_protocol::evidence::{Attached, Attachments, Files, Measure};
use tar::{Builder, EntryType, Header};

use super::write_new;
use crate::counsel::keys::Recipients;
use crate::failure::Failure;
use crate::text::text_with;

/// Gives the bytes of the attachment at a path.
pub(crate) type Open<'a> = dyn Fn(&str) -> Result<Box<dyn Read>, Failure> + 'a;

/// What is packed.
pub(crate) struct Content<'a> {
    pub(crate) files: &'a Files,
    pub(crate) attached: &'a Attachments,
    /// The folder of all of them.
    pub(crate) root: String,
    /// Of all of them, Unix seconds, so that the same case gives the same tar.
    pub(crate) time: u64,
    /// Gives the bytes of the attachment at a path.
    pub(crate) open: &'a Open<'a>,
}

/// Writes a sealed case file: whole and synced, or not at all; never over another, readable by its owner alone.
///
/// # Errors
/// A [`Failure`] if something is there, the disk or age refuses, or an attachment is not what was measured.
pub(crate) fn write_case(output: &Path, recipients: &Recipients, content: &Content<'_>) -> Result<(), Failure> {
    write_new(output, |file| {
        let sealed = recipients.seal_into(BufWriter::new(file))?;
        let sealed = write_tar(sealed, content)?;
        let failed = |error: io::Error| Failure::new(format!("{}: {error}", output.display()));
        sealed.finish().and_then(|mut buffer| buffer.flush()).map_err(failed)
    })
}

/// Writes a tar of it.
///
/// # Errors
/// A [`Failure`] as of [`write_case`].
pub(crate) fn write_tar<W: Write>(writer: W, content: &Content<'_>) -> Result<W, Failure> {
    let failed = |error: io::Error| Failure::new(text_with("export-not-sealed", &[("why", &error)]));
    let mut builder = Builder::new(writer);
    for (path, bytes) in content.files {
        append(&mut builder, content, path, bytes.len() as u64, bytes.as_slice()).map_err(failed)?;
    }
    for (path, attached) in content.attached {
        let mut source = Measured { source: (content.open)(path)?, measure: Measure::default(), left: attached.size };
        append(&mut builder, content, path, attached.size, &mut source).map_err(failed)?;
        if !source.was(attached).map_err(failed)? {
            return Err(Failure::new(text_with("export-attachment-changed", &[("path", path)])));
        }
    }
    builder.into_inner().map_err(failed)
}

fn append<W: Write>(
    builder: &mut Builder<W>,
    content: &Content<'_>,
    path: &str,
    size: u64,
    bytes: impl Read,
) -> io::Result<()> {
    let mut header = Header::new_ustar();
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o600);
    header.set_mtime(content.time);
    header.set_size(size);
    // Into the header, or not at all: a longer name would make an extended one, which no reader takes.
    header.set_path(format!("{}/{path}", content.root))?;
    header.set_cksum();
    builder.append(&header, bytes)
}

/// An attachment, measured again as it goes by, and never longer than its header says.
struct Measured {
    source: Box<dyn Read>,
    measure: Measure,
    left: u64,
}

impl Measured {
    /// Whether all of it was what was measured before, and there is no more.
    fn was(mut self, attached: &Attached) -> io::Result<bool> {
        let more = self.source.read(&mut [0])?;
        Ok(more == 0 && self.measure.finish() == *attached)
    }
}

impl Read for Measured {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.by_ref().take(self.left).read(buffer)?;
        self.left -= count as u64;
        self.measure.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}
