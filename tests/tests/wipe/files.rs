//! Files that are named.

use std::os::unix::fs::symlink;

use anyhow::{Context, Result, ensure};

use crate::person::{Person, says};

#[test]
fn a_file_is_overwritten_synced_renamed_cut_and_removed_in_this_order() -> Result<()> {
    let person = Person::new()?;
    let file = person.file("pack.bin", vec![b'x'; 200_000])?;
    let trace = person.path("trace").display().to_string();
    let calls = "trace=write,fsync,fdatasync,rename,renameat,renameat2,ftruncate,unlink,unlinkat,openat";
    let by = ["strace", "-f", "-y", "-s", "32", "-e", calls, "-o", &trace];
    person.run_by(&by, &["wipe", "--yes", &file])?.done()?;
    let trace = std::fs::read_to_string(person.path("trace"))?;
    let lines: Vec<&str> = trace.lines().collect();
    let place = |from: usize, wanted: &dyn Fn(&str) -> bool| -> Result<usize> {
        let found = lines.iter().skip(from).position(|line| wanted(line));
        Ok(from + found.with_context(|| format!("not in order:\n{trace}"))?)
    };
    let own = format!("<{file}>");
    let written: u64 = lines
        .iter()
        .filter(|line| line.contains(" write(") && line.contains(&own))
        .filter_map(|line| line.rsplit_once("= ")?.1.trim().parse::<u64>().ok())
        .sum();
    ensure!(written == 200_000, "{written} bytes were overwritten:\n{trace}");
    let overwritten = place(0, &|line| line.contains(" write(") && line.contains(&own))?;
    let synced = place(overwritten, &|line| line.contains("fsync(") && line.contains(&own))?;
    let renamed = place(synced, &|line| line.contains("rename") && line.contains(&file))?;
    let new = lines[renamed].rsplit('"').nth(1).context("a new name")?.to_owned();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    ensure!(name(&new).len() == name(&file).len() && name(&new) != name(&file), "{new}");
    let cut = place(renamed, &|line| line.contains("ftruncate(") && line.contains(", 0)"))?;
    let removed = place(cut, &|line| line.contains("unlink") && line.contains(&new))?;
    let dir = format!("<{}>", person.dir.path().display());
    place(removed, &|line| line.contains("fsync(") && line.contains(&dir))?;
    ensure!(!person.path("pack.bin").exists());
    Ok(())
}

#[test]
fn links_are_not_followed_and_other_names_are_counted() -> Result<()> {
    let person = Person::new()?;
    let kept = person.file("kept", "kept")?;
    let (link, pack) = (person.path("link"), person.file("pack", "secret")?);
    symlink(&kept, &link)?;
    std::fs::hard_link(&pack, person.path("other name"))?;
    let done = person.run(&["wipe", "--yes", &link.display().to_string(), &pack])?.done()?;
    says(&done, &["(a link: only the link goes", "(it has 1 more names elsewhere; they stay, and will hold nothing)"])?;
    ensure!(link.symlink_metadata().is_err() && std::fs::read(&kept)? == b"kept");
    ensure!(std::fs::read(person.path("other name"))? == b"");
    Ok(())
}

#[test]
fn directories_go_only_when_asked_for_and_links_in_them_lead_nowhere() -> Result<()> {
    let person = Person::new()?;
    let kept = person.file("elsewhere/kept", "kept")?;
    let pack = person.file("pack", "secret")?;
    person.file("mirror/tiles/000", "secret")?;
    symlink(person.path("elsewhere"), person.path("mirror/link"))?;
    let mirror = person.path("mirror").display().to_string();
    let refused = person.run(&["wipe", "--yes", &pack, &mirror])?.with_code(2)?;
    says(&refused, &["is a directory; nothing was removed", "--recursive"])?;
    ensure!(std::fs::read(&pack)? == b"secret" && person.path("mirror/tiles/000").exists());
    person.run(&["wipe", "--yes", "--recursive", &pack, &mirror])?.done()?;
    ensure!(!person.path("mirror").exists() && !person.path("pack").exists());
    ensure!(std::fs::read(&kept)? == b"kept");
    Ok(())
}

#[test]
fn what_is_not_there_and_what_cannot_be_removed_is_named_and_the_rest_goes() -> Result<()> {
    let person = Person::new()?;
    let pack = person.file("pack", "secret")?;
    let missing = person.path("pakc").display().to_string();
    let device = "/dev/null";
    let done = person.run(&["--json", "wipe", "--yes", &missing, &pack])?.with_code(1)?;
    says(&done, &["NOT REMOVED: ", "pakc: it is not there"])?;
    ensure!(done.json()?["failed"][0]["path"] == missing.as_str(), "{}", done.stdout);
    ensure!(!person.path("pack").exists());
    // Nothing but what was mistyped: nobody is asked, and it is an error all the same.
    person.run(&["wipe", &missing])?.with_code(1)?;
    person.run(&["wipe", "--profile"])?.with_code(2)?;
    person.run(&["wipe", "--home", "x", "--profile", "y"])?.with_code(2)?;
    // Not a file: it is asked for, and not harmed without an answer.
    person.run(&["wipe", device])?.with_code(2)?;
    ensure!(std::path::Path::new(device).exists());
    Ok(())
}
