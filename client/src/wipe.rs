//! `wipe`: removes what was kept on purpose, and says what it cannot remove.
//!
//! ```text
//! targets ── alert profile, leftovers of crashes, files that were named ──▶ overwritten, renamed, cut, removed
//! beyond  ── copies, histories, swap, scroll-back, the program itself ────▶ named, with what can be done
//! ```

mod beyond;
mod history;
mod targets;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use self::history::History;
use self::targets::{Target, Targets};
use crate::failure::{FAILED, Failure};
use crate::panic::profile::{PlaceArgs, Profile, Store};
use crate::relay::now;
use crate::terminal::{Terminal, printable, show_time};
use crate::text::{text, text_with};

/// Remove the alert profile and files that you name, as far as a disk obeys
#[derive(Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct WipeArgs {
    /// What else to remove: packs, mirrors, files with a passphrase, posters
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    place: PlaceArgs,

    /// Directories too, with all that is in them; links are never followed
    #[arg(long)]
    recursive: bool,

    /// Remove the lines about davylamp from the histories of bash, zsh and fish
    #[arg(long)]
    shell_history: bool,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Lists, asks once, removes, and says what is left.
pub(crate) fn wipe(args: &WipeArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    // Without a home there is no usual place, and files can be removed all the same.
    let store = args.place.place().ok().map(Store::new);
    let mut targets = Targets::find(store.as_ref(), &args.files, args.recursive)?;
    let histories = history::find();
    // A pipe of that name would be waited for.
    let readable = store.as_ref().filter(|store| store.place().path().is_file());
    let profile = readable.and_then(|store| store.load().ok());
    say_what_goes(&targets, terminal);
    let rewritten: Vec<&History> =
        histories.iter().filter(|history| args.shell_history && history.can_be_cut()).collect();
    beyond::say(&targets, &histories, args.shell_history, terminal);
    // Last, so that it stands beside the question in a small window.
    say_what_goes_on(&targets, profile.as_ref(), terminal);
    let (mut removed, mut failed) = (Vec::new(), targets.take_missing());
    let is_nothing = targets.list.is_empty() && rewritten.is_empty();
    if is_nothing && failed.is_empty() {
        terminal.print(text("wipe-nothing"));
    }
    if !is_nothing && !args.yes {
        ask(terminal)?;
    }
    for target in targets.list {
        match target.remove(store.as_ref()) {
            Ok(()) => removed.push(target.shown()),
            Err(error) => failed.push((target.shown(), targets::why(&error))),
        }
    }
    for history in &rewritten {
        match history.cut() {
            Ok(()) => removed.push(text_with("wipe-history-cut", &[("path", &history.shown())])),
            Err(error) => failed.push((history.shown(), targets::why(&error))),
        }
    }
    tell(&removed, &failed, terminal);
    terminal.json(&serde_json::json!({
        "removed": removed,
        "failed": failed.iter().map(|(path, why)| serde_json::json!({ "path": path, "why": why })).collect::<Vec<_>>(),
        "check_in_until": profile.as_ref().and_then(check_in_until),
        "beyond": beyond::as_json(&histories),
    }));
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

fn say_what_goes(targets: &Targets, terminal: &Terminal) {
    if targets.list.is_empty() {
        return;
    }
    terminal.say(text("wipe-removes"));
    for target in &targets.list {
        terminal.say(format!("  {}", target.described()));
    }
}

/// What was posted stays, and what was left with relays goes on.
fn say_what_goes_on(targets: &Targets, profile: Option<&Profile>, terminal: &Terminal) {
    if !targets.list.iter().any(Target::is_profile) {
        return;
    }
    terminal.say(text("wipe-posted-stays"));
    match profile {
        None => terminal.say(text("wipe-profile-unreadable")),
        Some(profile) => {
            if let Some(until) = check_in_until(profile) {
                terminal.say(text_with("wipe-check-in", &[("until", &show_time(until))]));
            }
            if profile.calls_on() {
                terminal.say(text("wipe-alert-goes-on"));
            }
        }
    }
}

fn check_in_until(profile: &Profile) -> Option<u64> {
    profile.check_in.as_ref().filter(|check_in| check_in.holds(now())).map(|check_in| check_in.until)
}

fn ask(terminal: &Terminal) -> Result<(), Failure> {
    if !terminal.is_interactive() {
        return Err(Failure::usage(text("wipe-not-asked")).hint(text("wipe-not-asked-hint")));
    }
    if terminal.confirm(&text("wipe-question"))? { Ok(()) } else { Err(Failure::new(text("wipe-stopped"))) }
}

fn tell(removed: &[String], failed: &[(String, String)], terminal: &Terminal) {
    for what in removed {
        terminal.print(text_with("wipe-removed", &[("what", what)]));
    }
    for (what, why) in failed {
        terminal.say(text_with("wipe-failed", &[("what", what), ("why", why)]));
    }
}

/// A path, fit for a terminal.
fn shown(path: &std::path::Path) -> String {
    printable(&path.display().to_string())
}

const EXIT_CODES: &str = "\
Exit codes:
  0  all of it is gone, or nothing was there
  1  something could not be removed; it is named
  2  not understood: nothing was removed";
