//! The files that messages of a case name, as they were sealed for the relay: what opens them is in the messages, and goes
//! when the case is deleted. A backup does not have them.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::PathBuf;

use davylamp_protocol::attachment::{Attachment, OpenError, open};

use super::{Home, HomeError, files};
use crate::files::sync_dir;

impl Home {
    /// Whether the whole of it is here, and was found to be what the message says.
    pub(crate) fn has_attachment(&self, id: &str, attachment: &Attachment) -> bool {
        self.attachment_path(id, attachment, WHOLE).exists()
    }

    /// Opens it into `file`; what was written is the attachment only if this succeeds.
    ///
    /// # Errors
    ///
    /// [`OpenError`]; not found if it is not here.
    pub(crate) fn read_attachment(
        &self,
        id: &str,
        attachment: &Attachment,
        file: &mut impl Write,
    ) -> Result<(), OpenError> {
        let sealed = File::open(self.attachment_path(id, attachment, WHOLE))?;
        open(BufReader::new(sealed), attachment, file)
    }

    /// The file that its chunks are added to while they come.
    ///
    /// # Errors
    ///
    /// The disk's own.
    pub(crate) fn part_of_attachment(&self, id: &str, attachment: &Attachment) -> Result<File, HomeError> {
        files::make_private_dir(&self.case_dir(id))?;
        let path = self.attachment_path(id, attachment, PART);
        let file = File::options().read(true).append(true).create(true).open(&path);
        file.map_err(|error| HomeError::Io(path, error))
    }

    /// Looks whether all chunks together are what the message says: then it is here, for good. If not, nothing of it stays.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub(crate) fn finish_attachment(&self, id: &str, attachment: &Attachment) -> Result<(), OpenError> {
        let part = self.attachment_path(id, attachment, PART);
        let file = File::open(&part)?;
        file.sync_all()?;
        match open(BufReader::new(file), attachment, &mut io::sink()) {
            Ok(()) => {
                std::fs::rename(&part, self.attachment_path(id, attachment, WHOLE))?;
                Ok(sync_dir(&self.case_dir(id))?)
            }
            Err(OpenError::Damaged) => {
                std::fs::remove_file(&part)?;
                Err(OpenError::Damaged)
            }
            Err(error) => Err(error),
        }
    }

    fn attachment_path(&self, id: &str, attachment: &Attachment, ending: &str) -> PathBuf {
        self.case_dir(id).join(format!("{}.{ending}", hex::encode(attachment.sealed_hash)))
    }
}

/// Not `age`: a backup takes those alone.
const WHOLE: &str = "sealed";
const PART: &str = "part";
