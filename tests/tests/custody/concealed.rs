//! What a dishonest desk leaves out of a custody log, found in a copy of the log and at a relay.

use anyhow::{Result, ensure};
use davylamp_tests::scenario::path;

use crate::dishonest::make_anew;
use crate::world::{World, is_broken};

#[test]
fn a_bag_made_anew_without_its_custodys_tail_is_named_by_the_log() -> Result<()> {
    let world = World::set()?;
    world.export("first", "a.age")?.done()?;
    world.export("second", "b.age")?.done()?;
    // The desk gives the first file once more, as made after the second: everything in it is computed and signed anew.
    let (bag, cut) = (world.opened("first", "a.age")?, world.stage.dir.path().join("cut"));
    make_anew(&bag, &cut, &world.stage.relay, world.stage.dir.path())?;
    let cut = path(&cut)?;
    let control = world.verify("first", &cut, &[])?.done()?;
    ensure!(control.stdout.contains("PROVEN"), "by itself it holds: {}", control.stdout);
    let mirror = world.mirror("mirror")?;
    is_broken(world.verify_offline("first", &cut, &mirror)?, "custody tail cut")?;
    is_broken(world.verify("first", &cut, &["--log", &world.stage.relay.address])?, "custody tail cut")?;
    // The control: the file as it was made then is told of what came later, and is not broken.
    let honest = world.verify_offline("first", &world.at("a.age")?, &mirror)?.done()?;
    ensure!(honest.stdout.contains("Something was done with this case"), "{}", honest.stdout);
    Ok(())
}

#[test]
fn an_export_that_the_custody_log_conceals_is_named_by_the_log() -> Result<()> {
    let world = World::set()?;
    world.export("first", "a.age")?.done()?;
    // The same desk in two homes: what leaves one is not in the custody log of the other.
    let other = world.copied_desk("other")?;
    world.export_from(&other, "second", "hidden.age", &["--by", "A. Soto", "--as", "other"])?.done()?;
    let before = world.mirror("before")?;
    world.export("first", "c.age")?.done()?;
    let (c, relay) = (world.at("c.age")?, world.stage.relay.address.clone());
    let control = world.verify("first", &c, &[])?.done()?;
    ensure!(control.stdout.contains("PROVEN"), "by itself it holds: {}", control.stdout);
    let mirror = world.mirror("mirror")?;
    for done in [
        world.verify_offline("first", &c, &mirror)?,
        world.verify_offline("first", &c, &before)?,
        world.verify("first", &c, &["--log", &relay])?,
    ] {
        let index = done.json()?["faults"][0]["why"].to_string();
        ensure!(index.contains("is another head number 2 of this case"), "{index}");
        is_broken(done, "custody head concealed")?;
    }
    // Whoever has the hidden file sees it of the other: two heads have one number.
    is_broken(world.verify_offline("second", &world.at("hidden.age")?, &mirror)?, "custody head concealed")
}
