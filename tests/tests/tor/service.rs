//! The torrc that `davylamp-relay` prints, before tor itself.

use std::path::Path;

use anyhow::{Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::{Finished, run};
use davylamp_tests::scenario::path;

use crate::stage::{Ground, Test};

pub(crate) const TESTS: &[Test] =
    &[("tor_takes_the_torrc_of_a_relay_and_no_other_made_of_it", tor_takes_the_torrc_of_a_relay)];

fn tor_takes_the_torrc_of_a_relay(_: &Ground) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (relay, service) = (path(&dir.path().join("relay"))?, path(&dir.path().join("service"))?);
    let binary = &Binaries::get()?.relay;
    ensure!(run(binary, ["torrc", &relay], "")?.with_code(1)?.stderr.contains("no relay here"));
    let said = run(binary, ["init", &relay], "")?.done()?.stdout;
    ensure!(said.contains(&format!("davylamp-relay torrc {relay} --listen 127.0.0.1:7480")), "{said}");
    let torrc = run(binary, ["torrc", &relay, "--service-dir", &service], "")?.done()?.stdout;

    let verified = verify(dir.path(), &torrc)?;
    ensure!(verified.code == Some(0) && verified.stdout.contains("Configuration was valid"), "{verified:?}");
    ensure!(!verified.stdout.contains("[warn]") || warnings(&verified).iter().all(|line| line.contains("root")));
    // That tor reads these lines, and does not pass over them.
    for (is, becomes) in [
        ("HiddenServicePoWQueueRate 25", "HiddenServicePoWQueueRate no"),
        ("HiddenServiceMaxStreams 16", "HiddenServiceMaxStreams 70000"),
        ("HiddenServiceSingleHopMode 0", "HiddenServiceSingleHopMode 1"),
        ("HiddenServiceVersion 3", "HiddenServiceVersion 2"),
        ("80 127.0.0.1:7480", "80 127.0.0.1:port"),
    ] {
        ensure!(torrc.contains(is), "{is}");
        let refused = verify(dir.path(), &torrc.replace(is, becomes))?;
        ensure!(refused.code != Some(0), "{becomes}: {refused:?}");
    }
    Ok(())
}

fn verify(dir: &Path, torrc: &str) -> Result<Finished> {
    let (file, data) = (dir.join("torrc"), dir.join("data"));
    std::fs::write(&file, torrc)?;
    let args = ["--verify-config", "-f", &path(&file)?, "--DataDirectory", &path(&data)?];
    run(Path::new("tor"), [&args[..], &["--defaults-torrc", "/dev/null"]].concat(), "")
}

fn warnings(verified: &Finished) -> Vec<&str> {
    verified.stdout.lines().filter(|line| line.contains("[warn]")).collect()
}
