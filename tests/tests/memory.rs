//! What becomes of the client's memory: no core dump, no other program that reads it, nothing swapped out where the
//! system allows that much locked memory; and all of it works where it does not.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::confine::play::Play;
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::path;
use davylamp_tests::stage::FAST;
use tempfile::TempDir;

/// The client, waiting for the name of a desk that is to be founded; it is past its beginnings.
struct Waiting {
    child: Child,
    dir: TempDir,
}

impl Waiting {
    /// Under `prefix`, words that run what follows them.
    fn start(prefix: &[&str]) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        // A copy that anybody may run, wherever the project lies.
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755))?;
        let client = path(&dir.path().join("davylamp"))?;
        fs::copy(&Binaries::get()?.client, &client)?;
        let words = [prefix, &[&client, "desk", "--home", "home", "init"]].concat();
        let (program, args) = words.split_first().context("words")?;
        let mut command = Command::new(program);
        command.args(args).current_dir(dir.path()).stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let stderr = child.stderr.as_mut().context("standard error was piped")?;
        let mut said = Vec::new();
        // Byte by byte: what comes after the question is not waited for.
        while !said.ends_with(QUESTION) {
            let mut byte = [0];
            stderr.read_exact(&mut byte).with_context(|| String::from_utf8_lossy(&said).into_owned())?;
            said.extend_from_slice(&byte);
        }
        Ok(Self { child, dir })
    }

    fn proc(&self, file: &str) -> String {
        format!("/proc/{}/{file}", self.child.id())
    }

    fn status(&self, field: &str) -> Result<u64> {
        let status = fs::read_to_string(self.proc("status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix(field)).context("no such field")?;
        Ok(line.trim_start_matches(':').trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_running_client_dumps_no_core_and_is_closed_to_others_of_the_same_person() -> Result<()> {
    let client = Waiting::start(NOBODY)?;
    let limits = fs::read_to_string(client.proc("limits"))?;
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).context("core")?;
    ensure!(core.split_whitespace().filter(|word| *word == "0").count() == 2, "{core}");
    // What is closed belongs to root, whoever runs it.
    ensure!(fs::metadata(client.proc("mem"))?.uid() == 0, "others may read its memory");

    // The same attempt on a program that is not closed succeeds, or this shows nothing.
    let mut open = Command::new("setpriv").args(&NOBODY[1..]).args(["sleep", "60"]).spawn()?;
    let reads = |id: u32| -> Result<bool> {
        let reading = format!("head -c 0 /proc/{id}/mem && cat /proc/{id}/environ");
        let mut command = Command::new("setpriv");
        command.args(&NOBODY[1..]).args(["sh", "-c", &reading]).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(command.status()?.success())
    };
    let control = (0..100).map(|_| reads(open.id())).find(|read| !matches!(read, Ok(false)));
    let closed = !reads(client.child.id())?;
    open.kill()?;
    open.wait()?;
    ensure!(control.transpose()? == Some(true), "nobody can read even what is open: this shows nothing");
    ensure!(closed, "another program of the same person reads its memory");
    Ok(())
}

#[test]
fn memory_is_locked_for_whoever_may_lock_all_of_it_and_not_in_part() -> Result<()> {
    // Root may, under any limit, if it has its privileges.
    let may = fs::read_to_string("/proc/self/status")?.lines().any(|line| line.starts_with("CapEff") && has_lock(line));
    for limit in ["8192", "64", "0"] {
        let set = format!("ulimit -l {limit} && exec \"$@\"");
        for (who, locked) in [(NOBODY, false), (&["env"][..], may)] {
            let client = Waiting::start(&[&["sh", "-c", &set, "sh"], who].concat())?;
            let (locks, holds) = (client.status("VmLck")?, client.status("VmRSS")?);
            ensure!((locks > 0) == locked, "{who:?} under {limit}: {locks} kB are locked");
            ensure!(!locked || locks >= holds, "{locks} of {holds} kB are locked");
            if locked {
                println!("{locks} kB of address space locked, {holds} kB in use");
            }
        }
    }
    // Whoever has no limit may, too, if anybody here can have none.
    let unlimited = ["sh", "-c", "ulimit -H -l unlimited && exec \"$@\"", "sh"];
    if Command::new("sh").args(["-c", "ulimit -H -l unlimited"]).stderr(Stdio::null()).status()?.success() {
        ensure!(
            Waiting::start(&[&unlimited, NOBODY].concat())?.status("VmLck")? > 0,
            "no limit, and nothing is locked"
        );
    } else {
        println!("nobody here may lock without a limit: not looked at");
    }
    Ok(())
}

/// CAP_IPC_LOCK, bit 14 of a line of /proc/PID/status.
fn has_lock(line: &str) -> bool {
    let bits = line.split_whitespace().nth(1).and_then(|bits| u64::from_str_radix(bits, 16).ok());
    bits.is_some_and(|bits| bits & (1 << 14) != 0)
}

#[test]
fn a_client_that_is_killed_with_a_core_dump_leaves_none() -> Result<()> {
    for signal in ["SEGV", "ABRT", "BUS", "QUIT"] {
        let dumps = ["sh", "-c", "ulimit -c unlimited && exec \"$@\"", "sh"];
        let mut plain = Command::new("sh");
        let dir = tempfile::tempdir()?;
        plain.args(["-c", "ulimit -c unlimited && exec sleep 60"]).current_dir(dir.path()).process_group(0);
        let mut plain = plain.spawn()?;
        let mut client = Waiting::start(&dumps)?;
        ensure!(killed(&mut plain, signal)?, "nothing dumps here: this test shows nothing (ulimit -H -c)");
        ensure!(!killed(&mut client.child, signal)?, "it dumped at SIG{signal}");
        let left: Vec<_> =
            fs::read_dir(client.dir.path())?.map(|entry| Ok(entry?.file_name())).collect::<Result<_>>()?;
        ensure!(left.len() == 1, "it left {left:?}");
    }
    Ok(())
}

/// Kills it; gives whether the system dumped it.
fn killed(child: &mut Child, signal: &str) -> Result<bool> {
    // Rust looks at a SIGSEGV and a SIGBUS first, and lets the second through.
    let status = loop {
        Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status()?;
        std::thread::sleep(std::time::Duration::from_millis(20)); // polling, bounded by the signal's effect
        if let Some(status) = child.try_wait()? {
            break status;
        }
    };
    ensure!(status.signal().is_some(), "it ended by itself: {status:?}");
    Ok(status.core_dumped())
}

/// No privilege, and not enough locked memory for a single thread.
#[test]
fn every_command_works_with_hardly_any_locked_memory() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let prefix = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "sh", "-c", "ulimit -l 64 && exec \"$@\"", "sh"];
    let prefix = prefix.map(Into::into);
    let mut play = Play::new(dir.path(), &relay, &relay.address, &[], |act| act.run_under(&prefix))?;
    play.perform()
}

/// Nobody in particular.
const NOBODY: &[&str] = &["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
/// How its first question begins.
const QUESTION: &[u8] = b"Name of the desk";
