//! What `davylamp wipe` does to a disk, call by call, and to one that cannot be written.

use std::ffi::OsString;
use std::fs;

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::confine::machine::Machine;
use davylamp_tests::confine::play::finish;
use davylamp_tests::externals::Externals;
use davylamp_tests::process::Finished;
use davylamp_tests::scenario::path;
use libtest_mimic::Trial;

pub(crate) fn trials(externals: &mut Externals) -> Vec<Trial> {
    vec![
        externals.trial("a_wiped_file_is_overwritten_synced_renamed_cut_and_removed_in_this_order", order_of_calls),
        externals.trial("a_disk_that_can_only_be_read_is_said_so", read_only),
    ]
}

/// Runs the client on `machine`, started by another program.
fn run_by(machine: &Machine, by: &[&str], args: &[&str]) -> Result<Finished> {
    let client = path(&Binaries::get()?.client)?;
    let words: Vec<OsString> = by.iter().chain(&[client.as_str()]).chain(args).map(OsString::from).collect();
    finish(&words, "", machine)
}

fn order_of_calls() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let machine = Machine::new(&dir.path().join("machine"))?;
    let (file, trace) = (path(&machine.work.join("pack.bin"))?, path(&dir.path().join("trace"))?);
    fs::write(&file, vec![b'x'; 200_000])?;
    let calls = "trace=write,fsync,fdatasync,rename,renameat,renameat2,ftruncate,unlink,unlinkat,openat";
    let by = ["strace", "-f", "-y", "-s", "32", "-e", calls, "-o", &trace];
    run_by(&machine, &by, &["wipe", "--yes", &file])?.done()?;

    let trace = fs::read_to_string(trace)?;
    let lines: Vec<&str> = trace.lines().collect();
    let place = |from: usize, wanted: &dyn Fn(&str) -> bool| -> Result<usize> {
        let found = lines.iter().skip(from).position(|line| wanted(line));
        Ok(from + found.with_context(|| format!("not in order:\n{trace}"))?)
    };
    let own = format!("<{file}>");
    let writes = lines.iter().filter(|line| line.contains(" write(") && line.contains(&own));
    let written: u64 = writes.filter_map(|line| line.rsplit_once("= ")?.1.trim().parse::<u64>().ok()).sum();
    ensure!(written == 200_000, "{written} bytes were overwritten:\n{trace}");
    let overwritten = place(0, &|line| line.contains(" write(") && line.contains(&own))?;
    let synced = place(overwritten, &|line| line.contains("fsync(") && line.contains(&own))?;
    let renamed = place(synced, &|line| line.contains("rename") && line.contains(&file))?;
    let new = lines.get(renamed).and_then(|line| line.rsplit('"').nth(1)).context("a new name")?;
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    ensure!(name(new).len() == name(&file).len() && name(new) != name(&file), "{new}");
    let cut = place(renamed, &|line| line.contains("ftruncate(") && line.contains(", 0)"))?;
    let removed = place(cut, &|line| line.contains("unlink") && line.contains(new))?;
    let dir = format!("<{}>", machine.work.display());
    place(removed, &|line| line.contains("fsync(") && line.contains(&dir))?;
    ensure!(!fs::exists(&file)?);
    Ok(())
}

fn read_only() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let machine = Machine::new(&dir.path().join("machine"))?;
    let home = machine.place("XDG_STATE_HOME").context("a machine has one")?;
    let profile = home.join("davylamp/panic/profile");
    fs::create_dir_all(profile.parent().context("it has one")?)?;
    fs::write(&profile, vec![7; 262_144])?;
    let (disk, script) = (path(home)?, "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"");
    let by = ["unshare", "-rm", "sh", "-c", script, &disk];
    let done = run_by(&machine, &by, &["--json", "wipe", "--yes"])?.with_code(1)?;
    for part in ["NOT REMOVED: ", "the disk can only be read"] {
        ensure!(done.stderr.contains(part) || done.stdout.contains(part), "{done:?}");
    }
    let failed = done.json()?.get("failed").and_then(|failed| failed.as_array().map(Vec::len));
    ensure!(failed == Some(1), "{}", done.stdout);
    ensure!(fs::read(&profile)? == vec![7; 262_144]);
    Ok(())
}
