//! What is marked as runnable is run as it stands: in an empty home, with the programs under test on the path.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;

use crate::page::{Part, parts, sources};

#[test]
fn the_desks_first_day_runs_as_it_is_written() -> Result<()> {
    let said = run("desk.md")?;
    for part in ["Practice desk", "New case", "is published", "Case file written"] {
        ensure!(said.contains(part), "{part:?} is said: {said}");
    }
    Ok(())
}

#[test]
fn what_counsel_is_told_to_type_runs_as_it_is_written() -> Result<()> {
    let said = run("counsel.md")?;
    for part in ["PROVEN under your policy", "UNANCHORED", "BROKEN", "data/case.html: OK"] {
        ensure!(said.contains(part), "{part:?} is said: {said}");
    }
    Ok(())
}

#[test]
fn what_whoever_installs_is_told_to_type_runs_as_it_is_written() -> Result<()> {
    let said = run("install.md")?;
    ensure!(said.contains(env!("CARGO_PKG_VERSION")) && said.contains(": OK"), "{said}");
    Ok(())
}

/// Runs a page's blocks; gives all that was said.
fn run(page: &str) -> Result<String> {
    let blocks = parts(page)?.into_iter().filter_map(|part| match part {
        Part::Block(info, lines) if info == "sh run" => Some(lines.join("\n")),
        Part::Block(..) | Part::Prose(_) => None,
    });
    let blocks: Vec<String> = blocks.collect();
    ensure!(!blocks.is_empty(), "{page} has no runnable block");
    let home = tempfile::tempdir()?;
    let binaries = Binaries::get()?;
    let programs = binaries.client.parent().context("a program lies in a directory")?;
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(programs.to_owned()).chain(std::env::split_paths(&others)))?;
    // Whatever a page started in the background ends with it.
    let script = format!("set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{}", blocks.join("\n"));
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(sources())
        .env_clear()
        .envs([("LANG", "C.UTF-8"), ("TERM", "dumb")])
        .env("HOME", home.path())
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()?;
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).join("\n");
    ensure!(output.status.success(), "{page} does not run ({}):\n{said}", output.status);
    ensure_clean(&sources())?;
    Ok(said)
}

/// The sources are read, never written.
fn ensure_clean(sources: &Path) -> Result<()> {
    for name in ["practice", "case", "lawyer.key", "policy"] {
        ensure!(!sources.join(name).exists(), "{name} was left in the sources");
    }
    Ok(())
}
