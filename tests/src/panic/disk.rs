//! A disk that can be full: a small tmpfs where one can be mounted, a limit on file sizes everywhere.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;

/// A directory; its own file system if that is allowed here.
pub struct Disk {
    dir: PathBuf,
    is_own: bool,
}

impl Disk {
    /// Makes it in `dir`, which is made too.
    ///
    /// # Errors
    /// When the directory cannot be made.
    pub fn new(dir: &Path) -> Result<Self> {
        fs::create_dir_all(dir)?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(dir).stdout(Stdio::null()).stderr(Stdio::null());
        let is_own = mount.status().is_ok_and(|status| status.success());
        Ok(Self { dir: dir.to_owned(), is_own })
    }

    /// Where it is.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Whether it can be filled by itself: a tmpfs was allowed.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.is_own
    }

    /// Fills it to the last byte, if it is a file system of its own; gives whether it is full.
    ///
    /// # Errors
    /// When not even an empty file can be made.
    pub fn fill(&self) -> Result<bool> {
        if !self.is_own {
            return Ok(false);
        }
        let mut file = File::create(self.dir.join(FILLER))?;
        while file.write_all(&[0; 4096]).is_ok() {}
        Ok(true)
    }

    /// Makes room again.
    pub fn free(&self) {
        let _ = fs::remove_file(self.dir.join(FILLER));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.is_own {
            // Lazily: a process that was killed a moment ago may still hold it.
            let _ = Command::new("umount").arg("-l").arg(&self.dir).stderr(Stdio::null()).status();
        }
    }
}

/// Runs `program` in a shell that lets it write no file of a profile's size: writing fails with EFBIG, as a full disk does
/// with ENOSPC. Pipes are not limited.
#[must_use]
pub fn starved(program: &Path) -> Command {
    let mut command = Command::new("bash");
    // In blocks of 1,024 bytes; the signal that goes with it would otherwise kill.
    command.args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "bash"]).arg(program);
    command
}

/// Room for a profile, its successor, and some.
const SIZE: &str = "size=800k";
const FILLER: &str = "filler";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_refuses_a_profile_and_takes_it_once_there_is_room() {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::new(&dir.path().join("disk")).unwrap();
        let file = disk.dir().join("profile");
        if disk.fill().unwrap() {
            assert!(fs::write(&file, vec![7; 262_144]).is_err());
        }
        disk.free();
        fs::write(&file, vec![7; 262_144]).unwrap();
    }

    #[test]
    fn a_starved_program_writes_small_files_only_and_lives() {
        let dir = tempfile::tempdir().unwrap();
        for (bytes, fits) in [("1000", true), ("262144", false)] {
            let file = dir.path().join(bytes);
            let of = format!("of={}", file.display());
            let mut command = starved(Path::new("dd"));
            command.args(["if=/dev/zero", &of, &format!("bs={bytes}"), "count=1"]).stderr(Stdio::null());
            let status = command.status().unwrap();
            assert_eq!((status.success(), status.code().is_some()), (fits, true), "{bytes}");
        }
    }
}
