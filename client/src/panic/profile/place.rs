//! Where a profile may lie: in a directory of its own, or anywhere under any name.

use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use clap::Args;
use sha2::{Digest as _, Sha256};

use super::ProfileError;
use crate::files::parent;

/// Which profile.
#[derive(Args, Clone, Default)]
pub(crate) struct PlaceArgs {
    /// The alert profile's directory [default: $DAVYLAMP_PANIC_HOME, or davylamp/panic in the state directory]
    #[arg(long, global = true, value_name = "DIR")]
    home: Option<PathBuf>,

    /// The alert profile's file: any name, anywhere, so that nothing shows what it is
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "home")]
    profile: Option<PathBuf>,
}

/// One file, and whether its directory is its own.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    path: PathBuf,
    own_dir: bool,
}

impl PlaceArgs {
    /// The place that was named, or the usual one.
    ///
    /// # Errors
    ///
    /// [`ProfileError::Io`] where there is no home to look in.
    pub(crate) fn place(&self) -> Result<Place, ProfileError> {
        match &self.profile {
            Some(path) => Ok(Place::file(path)),
            None => self.home.clone().or_else(usual_dir).map(|dir| Place::dir(&dir)).ok_or_else(|| {
                let missing = io::Error::new(io::ErrorKind::NotFound, "HOME is not set");
                ProfileError::Io(PathBuf::from(PROFILE), missing)
            }),
        }
    }
}

impl Place {
    /// In a directory of its own.
    pub(crate) fn dir(dir: &Path) -> Self {
        Self { path: dir.join(PROFILE), own_dir: true }
    }

    /// A file of any name. A link stands for what it points to: else a new writing would take the link's place, and the
    /// old one would stay.
    pub(crate) fn file(path: &Path) -> Self {
        let is_link = path.symlink_metadata().is_ok_and(|of| of.file_type().is_symlink());
        let path = if is_link { path.canonicalize().ok() } else { None }.unwrap_or_else(|| path.to_owned());
        Self { path, own_dir: false }
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether its directory holds nothing else.
    pub(crate) fn is_own_dir(&self) -> bool {
        self.own_dir
    }

    /// The directory that it lies in.
    pub(crate) fn parent(&self) -> &Path {
        parent(&self.path)
    }

    /// Where a writing lies until it is whole: one name, so that what a crash left is found, and one that says nothing.
    pub(super) fn temporary(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default();
        let digest = Sha256::new().chain_update(TEMPORARY_LABEL).chain_update(name.as_bytes()).finalize();
        self.parent().join(format!(".{}", hex::encode(digest.get(..8).unwrap_or_default())))
    }

    /// The same for another process of this program.
    pub(crate) fn args(&self) -> [OsString; 2] {
        if self.own_dir {
            ["--home".into(), self.parent().into()]
        } else {
            ["--profile".into(), self.path.clone().into()]
        }
    }
}

/// Where profiles lie that were not told where to.
fn usual_dir() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = || set("XDG_STATE_HOME").or_else(|| set("HOME").map(|home| home.join(".local/state")));
    set("DAVYLAMP_PANIC_HOME").or_else(|| state().map(|state| state.join("davylamp/panic")))
}

/// The name of a profile in a directory of its own.
pub(super) const PROFILE: &str = "profile";
const TEMPORARY_LABEL: &[u8] = b"davylamp/v1/profile-temporary";
