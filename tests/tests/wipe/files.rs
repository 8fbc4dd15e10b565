//! Files that are named.

use std::os::unix::fs::symlink;

use anyhow::{Result, ensure};

use crate::person::{Person, says};

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
