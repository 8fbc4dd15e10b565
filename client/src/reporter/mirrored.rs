//! What a mirror shows of a desk and its log, and what a person must know of it before they read.

use std::path::Path;

use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::week::DAY_SECONDS;

use super::reach::{Shown, expiry_warning};
use crate::contact::Poster;
use crate::failure::Failure;
use crate::mirror::Mirror;
use crate::relay::now;
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

/// Verifies a mirror with the card of `desk`.
///
/// # Errors
///
/// A [`Failure`] that names the file, and what of it does not hold.
pub(super) fn open_mirror(dir: &Path, desk: &VerifierKey, terminal: &Terminal) -> Result<Mirror, Failure> {
    let bar = terminal.progress(0, &text("check-mirror-progress"));
    let mirror = Mirror::open(dir, desk, |done, most| {
        bar.set_length(most);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    Ok(mirror?)
}

/// Says how old it is, and warns of what a reader cannot know from it.
pub(super) fn show_mirror(mirror: &Mirror, poster: &Poster, came_along: bool, terminal: &Terminal) -> Shown {
    let mut checkpoints: Vec<_> = mirror.checkpoints().cloned().collect();
    let seen = checkpoints.pop().expect("a mirror that opened has a checkpoint");
    let earlier: Vec<(u64, u64)> = checkpoints.iter().map(|seen| (seen.verified.size, seen.time)).collect();
    let time = seen.time;
    let mut shown = Shown { found: mirror.found().clone(), seen, time, earlier, warnings: Vec::new() };
    let age = now().saturating_sub(time);
    terminal.say(text_with("check-mirror-as-of", &[("time", &show_time(time)), ("days", &(age / DAY_SECONDS))]));
    if came_along {
        shown.warn(text("check-mirror-contact"), terminal);
    }
    if time > now().saturating_add(DAY_SECONDS) {
        shown.warn(text("check-mirror-clock"), terminal);
    }
    let days = shown.found.relay.retention_days;
    if begins_late(mirror.begins(), &shown) {
        shown.warn(text_with("check-mirror-short", &[("days", &days)]), terminal);
    }
    let serial = shown.card().serial;
    if let Some(own) = poster.card.as_ref().filter(|own| own.serial > serial) {
        shown.warn(text_with("check-mirror-older-card", &[("shown", &serial), ("known", &own.serial)]), terminal);
    }
    if let Some(expired) = expiry_warning(shown.card(), time) {
        shown.warn(expired, terminal);
    }
    shown
}

/// Whether a contact came with the mirror: then the carrier is believed after all.
pub(super) fn lies_in(to: &Path, dir: &Path) -> bool {
    match (to.canonicalize(), dir.canonicalize()) {
        (Ok(to), Ok(dir)) => to.starts_with(dir),
        _ => false,
    }
}

/// Whether answers may be missing that the relay still kept at the mirror's end: it left out older entries when it was
/// begun, and is not yet older than the retention period itself.
fn begins_late((first, kept): (u64, u64), shown: &Shown) -> bool {
    let retention = u64::from(shown.found.relay.retention_days) * DAY_SECONDS;
    first > kept && shown.time.saturating_sub(shown.since()) < retention
}
