//! What the client leaves on a machine, under the eyes of `strace`: of a reporter nothing, of anybody else what was
//! asked for.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};
use davylamp_tests::confine::machine::Machine;
use davylamp_tests::confine::play::{Act, COMMANDS, Play, Who, commands_of_the_client, finish};
use davylamp_tests::confine::trace::{Trace, under_strace};
use davylamp_tests::externals::Externals;
use davylamp_tests::needles::{Needles, audit, ensure_clean, prove_that_the_audit_finds};
use davylamp_tests::process::Finished;
use davylamp_tests::relay::Relay;
use davylamp_tests::stage::FAST;
use libtest_mimic::Trial;

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
        let unasked = unasked(&trace, &machine.work, &[], &[]);
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
    let traces = dir.path().join("traces");
    let direct = |act: &Act<'_>| -> Result<Finished> {
        acts.set(acts.get() + 1);
        let traces = traces.join(acts.get().to_string());
        fs::create_dir_all(&traces)?;
        let done = act.run_under(&under_strace(&traces))?;
        let trace = Trace::read(&traces)?;
        let unasked = unasked(&trace, &act.machine.work, &act.asked_for, &act.beneath);
        ensure!(unasked.is_empty(), "{} wrote {unasked:#?}", act.command);
        if act.who == Who::Reporter {
            reporters.set(reporters.get() + 1);
            written_whole(&trace, act)?;
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

    let needles = Needles::new(&cast.secrets()?);
    let mut read = 0;
    for who in [Who::Reporter, Who::Defender, Who::Desk, Who::Counsel] {
        let machine = cast.machine(who);
        ensure!(machine.left()?.is_empty(), "left on the machine of {who:?}: {:?}", machine.left()?);
    }
    for home in ["desk home", "panic home", "restored"] {
        let home = PathBuf::from(cast.paper(home)?);
        prove_that_the_audit_finds(&home, &needles)?;
        read += ensure_clean(&home, &needles)?;
    }
    println!("{} needles in {read} bytes of what was asked for: none", needles.count());
    Ok(())
}

/// What was written that nobody asked for, with the call that did it.
fn unasked(trace: &Trace, work: &Path, files: &[PathBuf], beneath: &[PathBuf]) -> Vec<(PathBuf, String)> {
    let asked = |path: &Path| {
        LISTED.iter().any(|listed| path == Path::new(listed))
            || beneath.iter().any(|dir| path.starts_with(dir))
            || files.iter().any(|file| file == path || is_temporary(path, file))
    };
    trace.written(work).into_iter().filter(|(path, _)| !asked(path)).collect()
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

/// A file that a reporter asked for was indeed seen: the eyes were open.
fn written_whole(trace: &Trace, act: &Act<'_>) -> Result<()> {
    let written = trace.written(&act.machine.work);
    let unseen: Vec<_> = act.asked_for.iter().filter(|file| file.exists() && !written.contains_key(*file)).collect();
    ensure!(unseen.is_empty(), "{}: {unseen:?} was not seen being written", act.command);
    Ok(())
}

/// Not files: what programs are given to write to when nobody listens to them.
const LISTED: &[&str] = &["/dev/null"];
