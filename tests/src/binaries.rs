//! The binaries under test, built once from the sources beside this crate, so that no stale one is ever tested.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// Where the binaries are.
#[derive(Debug)]
pub struct Binaries {
    /// `davylamp-relay`.
    pub relay: PathBuf,
    /// `davylamp`.
    pub client: PathBuf,
}

impl Binaries {
    /// Builds them with the profile and target directory of the running program; the first call does the work.
    ///
    /// # Errors
    /// The build's own output when it fails.
    pub fn get() -> Result<&'static Self> {
        static BUILT: OnceLock<Result<Binaries, String>> = OnceLock::new();
        let built = BUILT.get_or_init(|| build().map_err(|error| format!("{error:#}")));
        built.as_ref().map_err(|error| anyhow::anyhow!("{error}"))
    }
}

#[derive(Deserialize)]
struct Artifact {
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

fn build() -> Result<Binaries> {
    let (target_dir, profile) = of_this_program()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--locked", "--bins", "-p", "davylamp-server", "-p", "davylamp"])
        .args(["--message-format=json-render-diagnostics", "--profile", profile])
        .arg("--target-dir")
        .arg(target_dir)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .stdin(Stdio::null())
        .output()
        .context("cargo was not found")?;
    if !output.status.success() {
        bail!("the binaries do not build:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let artifacts = String::from_utf8(output.stdout)?;
    Ok(Binaries { relay: find(&artifacts, "davylamp-relay")?, client: find(&artifacts, "davylamp")? })
}

fn find(artifacts: &str, name: &str) -> Result<PathBuf> {
    let artifacts = artifacts.lines().filter_map(|line| serde_json::from_str::<Artifact>(line).ok());
    artifacts
        .filter(|artifact| artifact.target.as_ref().is_some_and(|target| target.name == name))
        .find_map(|artifact| artifact.executable)
        .with_context(|| format!("cargo built no {name}"))
}

/// The target directory and the profile that this very program was built with, read off its path:
/// `TARGET/debug/davylamp-demo`, `TARGET/debug/deps/NAME-HASH` or `TARGET/debug/examples/NAME`.
fn of_this_program() -> Result<(PathBuf, &'static str)> {
    let program = std::env::current_exe()?;
    let mut folder = program.parent().context("a program lies in a folder")?;
    if folder.ends_with("deps") || folder.ends_with("examples") {
        folder = folder.parent().context("a folder of builds lies in a profile's")?;
    }
    let profile = if folder.ends_with("release") { "release" } else { "dev" };
    let target = folder.parent().context("a profile's folder lies in the target directory")?;
    Ok((target.to_owned(), profile))
}
