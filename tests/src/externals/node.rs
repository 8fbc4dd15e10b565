//! npm packages, pinned by `tests/node/package-lock.json`, and scripts that use them.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    thread,
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Where the packages are: in `tests/node` if somebody ran `npm ci` there, else fetched once into the target directory.
pub struct NodePackages {
    scratch: PathBuf,
    directory: OnceLock<Result<PathBuf, String>>,
}

impl NodePackages {
    pub(super) fn new(scratch: PathBuf) -> Self {
        Self { scratch, directory: OnceLock::new() }
    }

    /// Runs an ES module under Node, which can import the packages: a JSON value in by standard input, one out by standard output.
    ///
    /// # Errors
    /// The packages cannot be fetched, Node fails, or its answer is not JSON.
    pub fn run(&self, script: &str, request: &Value) -> Result<Value> {
        let mut node = Command::new("node")
            .args(["--input-type=module", "--eval", script])
            .current_dir(self.directory()?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("node")?;
        let mut input = node.stdin.take().context("standard input of node")?;
        let request = serde_json::to_vec(request)?;
        // On a thread of its own: neither side may wait for the other's pipe to be emptied.
        let writer = thread::spawn(move || input.write_all(&request));
        let output = node.wait_with_output().context("node")?;
        let written = writer.join().map_err(|_| anyhow!("the thread that writes to node panicked"))?;
        ensure!(output.status.success(), "node: {}", String::from_utf8_lossy(&output.stderr));
        written.context("standard input of node")?;
        serde_json::from_slice(&output.stdout).context("the answer of node")
    }

    pub(super) fn version_of(&self, package: &str) -> Result<String> {
        let manifest = self.directory()?.join("node_modules").join(package).join("package.json");
        let manifest: Value =
            serde_json::from_slice(&fs::read(&manifest).with_context(|| manifest.display().to_string())?)?;
        let version = manifest.get("version").and_then(Value::as_str).context("package.json without a version")?;
        Ok(version.to_owned())
    }

    fn directory(&self) -> Result<&Path> {
        let directory = self.directory.get_or_init(|| self.prepare().map_err(|error| format!("{error:#}")));
        directory.as_deref().map_err(|error| anyhow!("{error}"))
    }

    fn prepare(&self) -> Result<PathBuf> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
        let lock = fs::read(source.join(LOCK_FILE)).context(LOCK_FILE)?;
        if is_complete(&source) {
            return Ok(source);
        }
        let digest = hex::encode(Sha256::digest(&lock));
        let prepared = self.scratch.join(format!("node-{}", digest.get(..16).unwrap_or(&digest)));
        if !is_complete(&prepared) {
            self.fetch(&source, &prepared)?;
        }
        Ok(prepared)
    }

    /// Beside its place and then by one rename: another test process may be doing the same.
    fn fetch(&self, source: &Path, prepared: &Path) -> Result<()> {
        fs::create_dir_all(&self.scratch).context("target directory")?;
        let staging = tempfile::tempdir_in(&self.scratch).context("target directory")?;
        for file in ["package.json", LOCK_FILE] {
            fs::copy(source.join(file), staging.path().join(file)).context(file)?;
        }
        npm_ci(staging.path())?;
        let renamed = fs::rename(staging.path(), prepared);
        if renamed.is_err() && !is_complete(prepared) {
            bail!("{} is in the way and incomplete: delete it", prepared.display());
        }
        Ok(())
    }
}

/// npm writes this file last.
fn is_complete(directory: &Path) -> bool {
    directory.join("node_modules/.package-lock.json").is_file()
}

fn npm_ci(directory: &Path) -> Result<()> {
    let output = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(directory)
        .stdin(Stdio::null())
        .output()
        .context("npm")?;
    // One line: it stands behind a test's name.
    let complaint = String::from_utf8_lossy(&output.stderr);
    let line = complaint.lines().find(|line| line.contains("npm error"));
    ensure!(output.status.success(), "npm ci: {}", line.unwrap_or("it failed"));
    Ok(())
}

const LOCK_FILE: &str = "package-lock.json";
