//! What the client leaves on a machine, under the eyes of `strace`: of a reporter nothing, of anybody else what was
//! asked for.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};
use davylamp_tests::confine::machine::Machine;
use davylamp_tests::confine::play::{Act, COMMANDS, Play, Who, commands_of_the_client, finish};
use davylamp_tests::confine::trace::{Trace, under_strace};
use davylamp_tests::externals::Externals;
use davylamp_tests::needles::{Needles, audit, ensure_clean, pieces, prove_that_the_audit_finds};
use davylamp_tests::process::Finished;
use davylamp_tests::relay::Relay;
use davylamp_tests::stage::FAST;
use libtest_mimic::Trial;
use sha2::{Digest as _, Sha256};

pub(crate) fn trials(externals: &mut Externals) -> Vec<Trial> {
    vec![
        externals.trial("every_command_of_the_client_is_played", every_command_is_played),
        externals.trial("strace_and_the_audit_see_a_command_that_leaks", a_leak_is_seen),
        externals.trial("reporters_write_nothing_and_others_what_was_asked_for", nothing_else_is_written),
    ]
}

fn every_command_is_played() -> Result<()> {
    let listed: BTreeSet<String> = COMMANDS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let real = commands_of_the_client()?;
    ensure!(listed == real, "only in one of the two: {:?}", listed.symmetric_difference(&real).collect::<Vec<_>>());
    Ok(())
}

/// The control of the next test: one program that keeps what it reads, in each of the ways there are.
fn a_leak_is_seen() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let machine = Machine::new(&dir.path().join("machine"))?;
    let secret = "El capataz anotó mi nombre en la lista.";
    let needles = Needles::new(&[secret.to_owned()]);
    for (number, leak) in [
        "tee \"$HOME/diary\"",
        "cat > leak",
        "base64 -w0 > \"$XDG_CACHE_HOME/cache\"",
        "cat > \"$TMPDIR/a\"; ln \"$TMPDIR/a\" \"$XDG_RUNTIME_DIR/b\"; rm \"$TMPDIR/a\"",
    ]
    .into_iter()
    .enumerate()
    {
        let traces = dir.path().join(number.to_string());
        fs::create_dir(&traces)?;
        let words = under_strace(&traces).into_iter().chain(["sh", "-c", leak].map(Into::into)).collect::<Vec<_>>();
        finish(&words, secret, &machine)?.done()?;
        let trace = Trace::read(&traces)?;
        let written = trace.written(&machine.work);
        let left = machine.left()?;
        ensure!(left.len() == 1 && left.iter().all(|file| written.contains_key(file)), "{leak}: {written:?}, {left:?}");
        let unasked = unasked(&trace, &machine.work, |_| false);
        ensure!(!unasked.is_empty(), "{leak}: taken for nothing");
        let found = machine.all().map(|place| Ok(audit(place, &needles)?.1)).collect::<Result<Vec<_>>>()?.concat();
        ensure!(!found.is_empty(), "{leak}: not found");
        left.iter().try_for_each(fs::remove_file)?;
    }
    Ok(())
}

fn nothing_else_is_written() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let (acts, calls, reporters) = (Cell::new(0), Cell::new(0), Cell::new(0));
    // By which commands sockets were made, and which made none when they were told, and by how many runs.
    let (spoke, silent, offline) = (RefCell::new(BTreeSet::new()), RefCell::new(BTreeSet::new()), Cell::new(0));
    let traces = dir.path().join("traces");
    let direct = |act: &Act<'_>| -> Result<Finished> {
        acts.set(acts.get() + 1);
        let traces = traces.join(acts.get().to_string());
        fs::create_dir_all(&traces)?;
        let done = act.run_under(&under_strace(&traces))?;
        let trace = Trace::read(&traces)?;
        let unasked = unasked(&trace, &act.machine.work, |path| stays(path, act) || passes(path, act));
        ensure!(unasked.is_empty(), "{} wrote {unasked:#?}", act.command);
        let left: Vec<_> = trace.written(&act.machine.work).into_keys().filter(|path| passes(path, act)).collect();
        ensure!(!left.iter().any(|path| path.exists()), "{}: one is left of {left:?}", act.command);
        if act.who == Who::Reporter {
            reporters.set(reporters.get() + 1);
        }
        if [Who::Reporter, Who::Courier].contains(&act.who) {
            written_whole(&trace, act)?;
        }
        if act.offline {
            ensure!(trace.network().is_empty(), "{}: {:#?}", act.command, trace.network());
            offline.set(offline.get() + 1);
            silent.borrow_mut().insert(act.command);
        } else if !trace.network().is_empty() {
            spoke.borrow_mut().insert(act.command);
        }
        calls.set(calls.get() + trace.count());
        Ok(done)
    };
    let mut play = Play::new(dir.path(), &relay, &relay.address, &[], direct)?;
    play.perform()?;
    play.mistype()?;
    play.lose_the_way("relay.example:80", &[])?;
    play.arm()?;
    ensure!(Command::new("kill").args(["-KILL", &relay.id().to_string()]).status()?.success(), "the relay is there");
    play.be_cut_off()?;
    let cast = play.cast;
    println!(
        "{} commands run {} times, {} of them a reporter's; {} calls that could leave something: nothing unasked",
        COMMANDS.len(),
        acts.get(),
        reporters.get(),
        calls.get()
    );
    println!("{} runs of {:?} made no socket", offline.get(), silent.borrow());
    // Each of them makes one when it is not told otherwise, but for those that never do: strace would have seen it.
    let never: Vec<_> = silent.borrow().difference(&spoke.borrow()).copied().collect();
    ensure!(never == ["courier verify", "metadata", "wipe"], "nobody saw {never:?} speak");

    let secrets = cast.secrets()?;
    // A mirror holds the desk's card, and with it what its poster says.
    let public = pieces(&fs::read_to_string(cast.paper("poster.txt")?)?);
    let carried: Vec<String> = secrets.iter().filter(|secret| !public.contains(secret)).cloned().collect();
    let (needles, carried) = (Needles::new(&secrets), Needles::new(&carried));
    let mut read = 0;
    for who in [Who::Reporter, Who::Defender, Who::Courier, Who::Desk, Who::Counsel] {
        let machine = cast.machine(who);
        ensure!(machine.left()?.is_empty(), "left on the machine of {who:?}: {:?}", machine.left()?);
    }
    for (place, needles) in [
        ("desk home", &needles),
        ("panic home", &needles),
        ("restored", &needles),
        ("packs", &needles),
        ("stick", &carried),
    ] {
        let place = PathBuf::from(cast.paper(place)?);
        prove_that_the_audit_finds(&place, needles)?;
        read += ensure_clean(&place, needles)?;
    }
    println!("{} needles in {read} bytes of what was asked for: none", needles.count());
    Ok(())
}

/// What was written that nobody asked for, with the call that did it.
fn unasked(trace: &Trace, work: &Path, asked: impl Fn(&Path) -> bool) -> Vec<(PathBuf, String)> {
    let listed = |path: &Path| LISTED.iter().any(|listed| path == Path::new(listed));
    trace.written(work).into_iter().filter(|(path, _)| !listed(path) && !asked(path)).collect()
}

/// What it was asked to write, or to remove.
fn stays(path: &Path, act: &Act<'_>) -> bool {
    let mut named = act.asked_for.iter().chain(&act.profile).chain(&act.shredded);
    named.any(|file| file == path) || act.beneath.iter().any(|dir| path.starts_with(dir))
}

/// What stands beside that for a moment, and must be gone when the command has ended.
fn passes(path: &Path, act: &Act<'_>) -> bool {
    !stays(path, act)
        && (act.asked_for.iter().any(|file| is_temporary(path, file))
            || act.profile.iter().any(|profile| *path == hidden(profile))
            || act.shredded.iter().any(|file| is_nameless(path, file)))
}

/// A profile that is not whole yet has one name.
fn hidden(profile: &Path) -> PathBuf {
    let name = profile.file_name().unwrap_or_default().as_encoded_bytes();
    let digest = Sha256::new().chain_update(b"davylamp/v1/profile-temporary").chain_update(name).finalize();
    profile.with_file_name(format!(".{}", hex::encode(digest.get(..8).unwrap_or_default())))
}

/// What is removed has another name before, as long as its own.
fn is_nameless(path: &Path, of: &Path) -> bool {
    let (name, own) = (path.file_name().unwrap_or_default(), of.file_name().unwrap_or_default());
    let is_random = name.len() == own.len() && name.as_encoded_bytes().iter().all(u8::is_ascii_lowercase);
    path.parent() == of.parent() && is_random
}

/// A file that is written beside another, and then takes its name: `NAME.0123456789abcdef.tmp`, or `.tmpAbCdEf`.
fn is_temporary(path: &Path, of: &Path) -> bool {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (name, stem) = (name(path), of.file_stem().unwrap_or_default().to_string_lossy().into_owned());
    let ours = name.strip_prefix(&format!("{stem}.")).and_then(|rest| rest.strip_suffix(".tmp"));
    let ours = ours.is_some_and(|middle| middle.len() == 16 && middle.bytes().all(|b| b.is_ascii_hexdigit()));
    let theirs = name.strip_prefix(".tmp").is_some_and(|rest| rest.len() == 6 && !rest.contains('.'));
    path.parent() == of.parent() && (ours || theirs)
}

/// What a reporter or a courier asked for was indeed seen: the eyes were open.
fn written_whole(trace: &Trace, act: &Act<'_>) -> Result<()> {
    let written = trace.written(&act.machine.work);
    let unseen: Vec<_> = act.asked_for.iter().filter(|file| file.exists() && !written.contains_key(*file)).collect();
    ensure!(unseen.is_empty(), "{}: {unseen:?} was not seen being written", act.command);
    let mut beneath = act.beneath.iter();
    ensure!(beneath.all(|dir| written.keys().any(|file| file.starts_with(dir))), "{}: nothing was seen", act.command);
    Ok(())
}

/// Not files: what programs are given to write to when nobody listens to them.
const LISTED: &[&str] = &["/dev/null"];
