//! Photographs and documents beside a message: what they would tell, their way to a relay, and back (`SPEC.md` 16).
//!
//! ```text
//! file ──look──▶ Offer ──seal──▶ chunks ──(spool)──▶ relay         the message that names it goes last
//! relay ──fetch──▶ sealed file in the case ──open──▶ file
//! ```

mod offer;
mod rate;
mod source;
mod spool;
mod upload;

pub(crate) use offer::Offer;
pub(crate) use rate::Rate;
pub(crate) use spool::{Spool, SpoolError, fill};
pub(crate) use upload::{Line, bar, upload, upload_spool};

use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// Files that go with a message.
#[derive(Args, Default)]
pub(crate) struct AttachArgs {
    /// Send this photograph or document along; may be given many times
    #[arg(long, value_name = "FILE", conflicts_with = "pack")]
    attach: Vec<PathBuf>,

    /// Send the files just as they are, with all that they say about you
    #[arg(long, requires = "attach")]
    keep_metadata: bool,

    /// Keep the sealed files in this file until all is sent: if it breaks off, give it again, and it goes on
    #[arg(long, value_name = "FILE", conflicts_with = "pack")]
    resume: Option<PathBuf>,

    /// Send at most so many bytes a second, as 200k or 1M
    #[arg(long, value_name = "BYTES", value_parser = Rate::parse)]
    limit_rate: Option<Rate>,
}

impl AttachArgs {
    /// The spool to go on with, if it is there.
    pub(crate) fn begun(&self) -> Option<&Path> {
        self.resume.as_deref().filter(|path| path.symlink_metadata().is_ok())
    }

    /// Where a new spool goes.
    pub(crate) fn spool(&self) -> Option<&Path> {
        self.resume.as_deref()
    }

    pub(crate) fn rate(&self) -> Option<Rate> {
        self.limit_rate
    }

    /// Whether there is anything to send.
    pub(crate) fn is_empty(&self) -> bool {
        self.attach.is_empty()
    }

    /// Looks at every file before anybody types anything, says what each would tell, and asks.
    ///
    /// # Errors
    ///
    /// A [`Failure`] for a file that cannot be read or made safe, for too many, or where a person stops.
    pub(crate) fn look(&self, terminal: &Terminal) -> Result<Vec<Offer>, Failure> {
        if self.attach.len() > davylamp_protocol::attachment::ATTACHMENTS_MAX {
            let most = davylamp_protocol::attachment::ATTACHMENTS_MAX;
            return Err(Failure::usage(text_with("attach-too-many", &[("most", &most)])));
        }
        if let Some(path) = self.resume.as_deref().filter(|_| self.attach.is_empty() && self.begun().is_none()) {
            let failure = text_with("attach-resume-absent", &[("path", &path.display())]);
            return Err(Failure::usage(failure).hint(text("attach-resume-absent-hint")));
        }
        let numbered = self.attach.iter().enumerate();
        let offers = numbered.map(|(at, path)| Offer::look(path, at + 1, self.keep_metadata, terminal));
        let offers = offers.collect::<Result<Vec<_>, _>>()?;
        if !offers.is_empty() && terminal.is_interactive() && !terminal.confirm(&text("attach-question"))? {
            return Err(Failure::new(text("report-stopped")));
        }
        Ok(offers)
    }
}
