//! The identity of a directory authority: whoever joins a network must know it beforehand.
//!
//! ```text
//! DirAuthority authority0 orport=40001 no-v2 v3ident=… 127.0.0.1:40002 …
//! ```

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::free_port;
use crate::process::run;

/// An authority that has keys and ports.
pub struct Authority {
    /// Where its files lie.
    pub dir: PathBuf,
    name: String,
    or_port: u16,
    dir_port: u16,
    /// Of the key that signs consensuses.
    v3ident: String,
    /// Of its key as a relay.
    fingerprint: String,
}

impl Authority {
    /// Makes `count` of them beneath `dir`.
    ///
    /// # Errors
    /// What `tor-gencert` and `tor` say.
    pub fn make(dir: &Path, count: usize) -> Result<Vec<Self>> {
        let dirs: Vec<PathBuf> = (0..count).map(|n| dir.join(format!("authority{n}"))).collect();
        // Large keys take a second each: all at once.
        let making: Vec<Child> = dirs.iter().map(|dir| sign_certificate(dir)).collect::<Result<_>>()?;
        for child in making {
            let output = child.wait_with_output()?;
            ensure!(output.status.success(), "tor-gencert: {}", String::from_utf8_lossy(&output.stderr));
        }
        dirs.into_iter().enumerate().map(|(n, dir)| Self::complete(dir, format!("authority{n}"))).collect()
    }

    /// Its own lines of a torrc.
    #[must_use]
    pub fn torrc(&self) -> String {
        let Self { name, or_port, dir_port, .. } = self;
        format!("Nickname {name}\nORPort 127.0.0.1:{or_port}\nDirPort 127.0.0.1:{dir_port}\n")
    }

    /// The line by which others know it.
    #[must_use]
    pub fn line(&self) -> String {
        let Self { name, or_port, dir_port, v3ident, fingerprint, .. } = self;
        format!("DirAuthority {name} orport={or_port} no-v2 v3ident={v3ident} 127.0.0.1:{dir_port} {fingerprint}\n")
    }

    fn complete(dir: PathBuf, name: String) -> Result<Self> {
        let certificate = std::fs::read_to_string(dir.join("keys/authority_certificate"))?;
        let v3ident = certificate.lines().find_map(|line| line.strip_prefix("fingerprint "));
        let v3ident = v3ident.context("a certificate has a fingerprint")?.to_owned();
        let (or_port, dir_port) = (free_port()?, free_port()?);
        // Makes the relay's keys, and ends.
        let torrc = format!("DataDirectory {}\nNickname {name}\nORPort 127.0.0.1:{or_port}\n", dir.display());
        let args = ["--list-fingerprint", "--quiet", "-f", "-", "--defaults-torrc", "/dev/null"];
        run(Path::new("tor"), args, &torrc)?.done().context("tor --list-fingerprint")?;
        let written = std::fs::read_to_string(dir.join("fingerprint"))?;
        let fingerprint = written.split_whitespace().nth(1).context("name and fingerprint")?.to_owned();
        Ok(Self { dir, name, or_port, dir_port, v3ident, fingerprint })
    }
}

fn sign_certificate(dir: &Path) -> Result<Child> {
    let keys = dir.join("keys");
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&keys)?;
    let mut child = Command::new("tor-gencert")
        .args(["--create-identity-key", "--passphrase-fd", "0", "-m", "1", "-a", "127.0.0.1:1"])
        .current_dir(keys)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("tor-gencert")?;
    let mut passphrase = child.stdin.take().context("standard input was piped")?;
    std::io::Write::write_all(&mut passphrase, b"for one run of a test\n")?;
    Ok(child)
}
