//! What a mirror shows of a desk and its log, and what a person must know of it before they read.

use std::path::Path;

use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::week::DAY_SECONDS;

use super::reach::{Shown, expiry_warning};
use crate::contact::Poster;
use crate::duration;
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
    let minutes = now().saturating_sub(time) / 60;
    terminal
        .say(text_with("check-mirror-as-of", &[("time", &show_time(time)), ("age", &duration::show(minutes * 60))]));
    if came_along {
        shown.warn(text("check-mirror-contact"), terminal);
    }
    if time > now().saturating_add(DAY_SECONDS) {
        shown.warn(text("check-mirror-clock"), terminal);
    }
    let days = shown.found.relay.retention_days;
    if begins_late(mirror.begins(), time - shown.since().min(time), days) {
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
/// begun, and has not been kept for a retention period (`kept_for` seconds) since.
fn begins_late((first, kept): (u64, u64), kept_for: u64, retention_days: u16) -> bool {
    first > kept && kept_for < u64::from(retention_days) * DAY_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_begins_late_until_it_was_kept_for_a_retention_period() {
        assert!(!begins_late((0, 0), 0, 21));
        assert!(!begins_late((16_384, 16_384), 0, 21));
        assert!(begins_late((16_640, 16_384), 0, 21));
        assert!(begins_late((16_640, 16_384), 21 * DAY_SECONDS - 1, 21));
        assert!(!begins_late((16_640, 16_384), 21 * DAY_SECONDS, 21));
    }

    #[test]
    fn a_contact_beside_the_copy_is_told_from_one_within() {
        let dir = tempfile::tempdir().unwrap();
        let (within, beside) = (dir.path().join("copy/cards"), dir.path().join("copy2"));
        std::fs::create_dir_all(&within).unwrap();
        std::fs::create_dir_all(&beside).unwrap();
        for (folder, expected) in [(&within, true), (&beside, false)] {
            std::fs::write(folder.join("a.card"), []).unwrap();
            assert_eq!(lies_in(&folder.join("a.card"), &dir.path().join("copy")), expected);
        }
        assert!(!lies_in(Path::new("-"), &dir.path().join("copy")));
    }
}
