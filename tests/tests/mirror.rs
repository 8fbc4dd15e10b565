//! A relay's log taken along by somebody who knows nothing, and answers read from it where there is no network.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::process::{Background, Finished, run};
use davylamp_tests::relay::{FLOOD, STILL, copy};
use davylamp_tests::scenario::{Reporter, davylamp, davylamp_without_network, messages_of_kind, path, sample, string};
use davylamp_tests::stage::{FAST, Stage, check_for};
use rand::Rng as _;
use serde_json::Value;

/// Takes `args` of a relay along to `dir`.
fn mirror(dir: &Path, args: &[&str]) -> Result<Finished> {
    davylamp(&[&["--json", "courier", "mirror", &path(dir)?], args].concat(), "")
}

/// Looks for answers in a mirror where no packet can leave.
fn check_offline(reporter: &Reporter, dir: &Path, args: &[&str]) -> Result<Finished> {
    let own = ["--json", "check", "--to", &reporter.contact, "--passphrase-file", &reporter.passphrase];
    davylamp_without_network(&[&own[..], &["--from", &path(dir)?], args].concat(), "")
}

/// What somebody does to a file.
type Change = fn(&mut Vec<u8>);

fn number(json: &Value, field: &str) -> Result<u64> {
    json.get(field).and_then(Value::as_u64).with_context(|| format!("no {field:?} in {json}"))
}

/// Every file but the lock, with its bytes.
fn files(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir)? {
        let (entry, mut name) = (dir.join(entry?.file_name()), String::new());
        name.push_str(entry.file_name().and_then(|name| name.to_str()).context("a mirror's names are plain")?);
        if entry.is_dir() {
            files.extend(self::files(&entry)?.into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else if name != "lock" {
            files.insert(name, fs::read(entry)?);
        }
    }
    Ok(files)
}

/// A report that was answered, and the mirror that a courier took of it.
fn answered(stage: &Stage) -> Result<Reporter> {
    let reporter = stage.reporter("worker")?;
    reporter.report(&path(&sample("blacklisting-es.txt"))?, &[])?;
    stage.desk.catch_up()?;
    let case = stage.desk.cases()?.pop().context("the desk has the case")?;
    let words = stage.file("reply.txt", "La leímos. ¿Puede guardar una foto de la lista?\n")?;
    stage.desk.run(&["reply", &case, "--text", &words], "")?.done()?;
    stage.desk.catch_up()?;
    Ok(reporter)
}

#[test]
fn an_answer_is_read_from_a_copy_without_a_network_by_whoever_has_the_words() -> Result<()> {
    let mut stage = Stage::set()?;
    let reporter = answered(&stage)?;
    let taken = stage.dir.path().join("stick");
    let made = mirror(&taken, &["--to", &stage.desk.contact])?.done()?.json()?;
    ensure!(number(&made, "cards")? == 1 && number(&made, "first")? == 0, "{made}");
    stage.relay.kill();

    // Through two hands, on a medium that cannot be written.
    let carried = stage.dir.path().join("carried");
    copy(&taken, &carried)?;
    for entry in [carried.clone(), carried.join("cards")] {
        let mut permissions = fs::metadata(&entry)?.permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&entry, permissions)?;
    }
    let before = files(&carried)?;
    let checked = check_offline(&reporter, &carried, &[])?.done()?;
    let json = checked.json()?;
    let texts = messages_of_kind(&json, "text");
    ensure!(texts.len() == 1 && string(&texts[0], "text")?.contains("guardar una foto"), "{json}");
    ensure!(messages_of_kind(&json, "received").len() == 1, "the newest entries are read too: {json}");
    ensure!(json["mirror"]["as_of"] == made["as_of"] && json["relay_error"].is_null(), "{json}");
    for words in ["as of", "What came later is not in it", "Nothing was sent", "answer --pack"] {
        ensure!(checked.stderr.contains(words), "{words}: {}", checked.stderr);
    }
    ensure!(files(&carried)? == before, "reading leaves no trace");

    // The words of somebody else find nothing, and learn nothing.
    let stranger = Reporter { passphrase: stage.file("zoom.words", &"zoom ".repeat(8))?, ..stage.reporter("worker")? };
    let nothing = check_offline(&stranger, &carried, &[])?.done()?;
    ensure!(nothing.json()?["found"] == false);
    // A contact that came with the copy is no anchor.
    let card = fs::read_dir(carried.join("cards"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|file| file.extension().is_some_and(|ending| ending == "card"))
        .context("the desk's card is there")?;
    davylamp(&["courier", "verify", &path(&carried)?], "")?.done()?;
    let own = Reporter { contact: path(&card)?, ..stage.reporter("worker")? };
    let warned = check_offline(&own, &carried, &[])?.done()?;
    ensure!(warned.stderr.contains("this contact came with the copy"), "{}", warned.stderr);
    Ok(())
}

#[test]
fn a_copy_that_was_touched_is_named_and_its_answer_not_shown() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = answered(&stage)?;
    let dir = stage.dir.path().join("stick");
    mirror(&dir, &["--to", &stage.desk.contact])?.done()?;
    let control = check_offline(&reporter, &dir, &[])?.done()?.json()?;
    ensure!(control["found"] == true);
    let bodies = fs::read(dir.join("bodies-000000.bin"))?;
    let changes: [(&str, Change, &str); 6] = [
        ("bodies-000000.bin", |bytes| bytes.iter_mut().for_each(|byte| *byte ^= 1), "mirror-body-altered"),
        ("bodies-000000.bin", |bytes| bytes.fill(0), "mirror-body-missing"),
        ("bodies-000000.bin", |bytes| bytes.truncate(4048), "mirror-length"),
        ("entries-000000.bin", |bytes| bytes[40] ^= 1, "mirror-entries"),
        ("checkpoints.bin", |bytes| bytes[40] ^= 1, "mirror-checkpoint"),
        ("cards/cards.bin", |bytes| bytes.truncate(600), "mirror-cards"),
    ];
    for (name, change, fault) in changes {
        let kept = fs::read(dir.join(name))?;
        let mut changed = kept.clone();
        change(&mut changed);
        fs::write(dir.join(name), changed)?;
        let refused = check_offline(&reporter, &dir, &[])?.with_code(1)?;
        ensure!(refused.json()?["relay_error"] == fault, "{name}: {}", refused.stdout);
        ensure!(refused.stderr.contains(name), "{}", refused.stderr);
        ensure!(!refused.stdout.contains("guardar una foto"), "{name}");
        fs::write(dir.join(name), kept)?;
    }
    ensure!(fs::read(dir.join("bodies-000000.bin"))? == bodies);
    ensure!(check_offline(&reporter, &dir, &[])?.done()?.json()? == control);
    let unfinished = stage.dir.path().join("unfinished");
    copy(&dir, &unfinished)?;
    fs::remove_file(unfinished.join("checkpoints.bin"))?;
    let refused = check_offline(&reporter, &unfinished, &[])?.with_code(1)?;
    ensure!(refused.json()?["relay_error"] == "mirror-unfinished", "{}", refused.stdout);
    Ok(())
}

#[test]
fn a_mirror_that_is_killed_at_any_moment_goes_on_and_ends_byte_for_byte_the_same() -> Result<()> {
    let mut stage = Stage::set()?;
    let mut flood = stage.relay.fork(&stage.dir.path().join("flood"))?.run(FLOOD)?;
    flood.wait_for_size(6_000)?;
    let still = flood.fork(&stage.dir.path().join("still"))?.run(STILL)?;
    drop(flood);
    let from = ["--relay", still.address.as_str()];
    let whole = stage.dir.path().join("whole");
    let begun = Instant::now();
    let taken = mirror(&whole, &from)?.done()?.json()?;
    let usual = begun.elapsed();
    let expected = files(&whole)?;
    let mut rng = rand::thread_rng();
    let mut cut_short = 0;
    for round in 0..20 {
        let dir = stage.dir.path().join(format!("round-{round}"));
        for _ in 0..3 {
            let mut run = Background::start(
                &Binaries::get()?.client,
                ["--json", "courier", "mirror", &path(&dir)?, "--relay", &still.address],
            )?;
            // No moment is better than another: that is the test.
            std::thread::sleep(usual.mul_f64(rng.gen_range(0.0..1.1)));
            run.kill();
            cut_short += u32::from(!dir.join("checkpoints.bin").exists());
        }
        let ended = mirror(&dir, &from)?.done()?.json()?;
        ensure!(ended["size"] == taken["size"], "round {round}: {ended}");
        ensure!(files(&dir)? == expected, "round {round}");
        fs::remove_dir_all(&dir)?;
    }
    ensure!(cut_short >= 10, "the kills came too late to show anything: {cut_short} of 60");
    Ok(())
}

#[test]
fn a_mirror_that_is_continued_fetches_only_what_is_new() -> Result<()> {
    let stage = Stage::set()?;
    let dir = stage.dir.path().join("stick");
    let first = mirror(&dir, &["--to", &stage.desk.contact])?.done()?.json()?;
    let before = files(&dir)?;
    let reporter = answered(&stage)?;
    // It knows its relay by now.
    let second = mirror(&dir, &[])?.done()?.json()?;
    let grown = number(&second, "size")? - number(&first, "size")?;
    ensure!(grown > 0 && number(&second, "fetched")? == grown, "{first} {second}");
    let after = files(&dir)?;
    for name in ["entries-000000.bin", "bodies-000000.bin", "checkpoints.bin"] {
        ensure!(after[name].starts_with(&before[name]) && after[name].len() > before[name].len(), "{name}");
    }
    ensure!(after["mirror.txt"] == before["mirror.txt"]);
    let found = check_offline(&reporter, &dir, &[])?.done()?.json()?;
    ensure!(messages_of_kind(&found, "text").len() == 1, "{found}");
    // What is read online is the same.
    check_for(&reporter, "text").map(drop)
}

#[test]
fn a_relay_that_forked_between_two_runs_is_named_and_both_its_signatures_are_kept() -> Result<()> {
    let mut stage = Stage::set()?;
    let reporter = answered(&stage)?;
    let fork = stage.relay.fork(&stage.dir.path().join("fork"))?.run(FAST)?;
    // Each has entries of its own before one of them is taken along.
    stage.relay.wait_for_size(fork.size()? + 64)?;
    let dir = stage.dir.path().join("stick");
    let taken = mirror(&dir, &["--to", &stage.desk.contact])?.done()?.json()?;
    let before = files(&dir)?;
    fork.wait_for_size(number(&taken, "size")? + 1)?;
    let caught = mirror(&dir, &["--relay", &fork.address])?.with_code(1)?;
    ensure!(caught.json()?["relay_error"] == "relay-forked", "{}", caught.stdout);
    ensure!(caught.stderr.contains("two different histories") && caught.stderr.contains("evidence"));
    let mut after = files(&dir)?;
    let evidence: Vec<String> = after.keys().filter(|name| name.starts_with("evidence/")).cloned().collect();
    ensure!(evidence.len() == 2, "{evidence:?}");
    for name in evidence {
        let note = String::from_utf8(after.remove(&name).unwrap_or_default())?;
        ensure!(note.starts_with(stage.relay.log.name()), "{name}: {note}");
    }
    ensure!(after == before, "the mirror stays what it was");
    let found = check_offline(&reporter, &dir, &[])?.done()?.json()?;
    ensure!(found["found"] == true);
    // The control: the relay that did not fork goes on.
    mirror(&dir, &["--to", &stage.desk.contact])?.done().map(drop)
}

#[test]
fn another_relay_is_refused_and_other_files_are_left_alone() -> Result<()> {
    let (stage, other) = (Stage::set()?, Stage::set()?);
    let dir = stage.dir.path().join("stick");
    mirror(&dir, &["--to", &stage.desk.contact])?.done()?;
    let before = files(&dir)?;
    for args in [["--to", other.desk.contact.as_str()], ["--relay", other.relay.address.as_str()]] {
        let refused = mirror(&dir, &args)?.with_code(1)?;
        ensure!(refused.json()?["relay_error"] == "mirror-other-log", "{}", refused.stdout);
    }
    ensure!(files(&dir)? == before);
    let holiday = stage.dir.path().join("holiday");
    fs::create_dir(&holiday)?;
    fs::write(holiday.join("beach.jpg"), [1])?;
    let refused = mirror(&holiday, &["--to", &stage.desk.contact])?.with_code(1)?;
    ensure!(refused.stderr.contains("beach.jpg"), "{}", refused.stderr);
    ensure!(mirror(&stage.dir.path().join("new"), &[])?.code == Some(2), "neither a mirror nor a relay");
    // Its reader has the contact of a desk at the other relay.
    let reporter = Reporter { passphrase: stage.file("zoom.words", &"zoom ".repeat(8))?, ..other.reporter("worker")? };
    let refused = check_offline(&reporter, &dir, &[])?.with_code(1)?;
    ensure!(refused.json()?["relay_error"] == "mirror-cards", "{}", refused.stdout);
    Ok(())
}

#[test]
fn a_full_disk_is_named_and_what_was_verified_stays() -> Result<()> {
    let stage = Stage::set()?;
    let reporter = answered(&stage)?;
    let dir = stage.dir.path().join("stick");
    let first = mirror(&dir, &["--to", &stage.desk.contact])?.done()?.json()?;
    stage.relay.wait_for_size(number(&first, "size")? + 64)?;
    let before = files(&dir)?;
    // No file may grow beyond what the bodies take now and half a megabyte less than what is to come.
    let blocks = (before["bodies-000000.bin"].len() as u64 + 64 * 1024) / 512;
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let client = path(&Binaries::get()?.client)?;
    let args = ["-c", &script, "sh", &client, "--json", "courier", "mirror", &path(&dir)?];
    let full = run(Path::new("sh"), args, "")?.with_code(1)?;
    ensure!(full.json()?["relay_error"] == "mirror-full", "{}", full.stdout);
    ensure!(full.stderr.contains("bodies-000000.bin") && full.stderr.contains("--days"), "{}", full.stderr);
    let found = check_offline(&reporter, &dir, &[])?.done()?.json()?;
    ensure!(number(&found, "log_size")? == number(&first, "size")?, "the newest checkpoint that is covered: {found}");
    let second = mirror(&dir, &[])?.done()?.json()?;
    ensure!(number(&second, "size")? > number(&first, "size")?);
    check_offline(&reporter, &dir, &[])?.done().map(drop)
}
