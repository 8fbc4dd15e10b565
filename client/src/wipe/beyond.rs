//! What no program can take back: said in plain words, with what there is to see of it on this machine.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::history::History;
use super::shown;
use super::targets::Targets;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// Whether memory may have been written to a disk.
#[derive(Debug, PartialEq, Eq)]
enum Swap {
    Off,
    /// In memory, or encrypted.
    Closed,
    /// Nothing shows that it is encrypted.
    Open(Vec<String>),
    Unknown,
}

/// Says it all.
pub(super) fn say(targets: &Targets, histories: &[History], cuts: bool, terminal: &Terminal) {
    terminal.say(text("wipe-cannot"));
    let line = |text: String| terminal.say(format!("- {text}"));
    line(text("wipe-copies"));
    for history in histories {
        let named = ("path", &history.shown() as &dyn ToString);
        line(match history.mentions {
            None => text_with("wipe-history-unreadable", &[named]),
            Some(0) => text_with("wipe-history-clean", &[named]),
            Some(count) if cuts && history.can_be_cut() => text_with("wipe-history-goes", &[named, ("count", &count)]),
            Some(count) if history.can_be_cut() => text_with("wipe-history-mentions", &[named, ("count", &count)]),
            Some(count) => text_with("wipe-history-by-hand", &[named, ("count", &count)]),
        });
    }
    line(text("wipe-history-running"));
    line(text("wipe-scroll-back"));
    line(match swap() {
        Swap::Off => text("wipe-swap-off"),
        Swap::Closed => text("wipe-swap-closed"),
        Swap::Open(names) => text_with("wipe-swap-open", &[("names", &names.join(", "))]),
        Swap::Unknown => text("wipe-swap-unknown"),
    });
    if let Some(recent) = recent_files() {
        let content = fs::read_to_string(&recent).unwrap_or_default();
        let is_in = content.contains("davylamp") || targets.names().any(|name| content.contains(name));
        let id = if is_in { "wipe-recent-mentions" } else { "wipe-recent-clean" };
        line(text_with(id, &[("path", &shown(&recent))]));
    }
    for process in others() {
        line(text_with("wipe-process", &[("id", &process)]));
    }
    if let Ok(program) = std::env::current_exe() {
        line(text_with("wipe-program", &[("path", &shown(&program))]));
    }
}

/// The same for scripts.
pub(super) fn as_json(histories: &[History]) -> serde_json::Value {
    let swap = match swap() {
        Swap::Off => "off",
        Swap::Closed => "closed",
        Swap::Open(_) => "open",
        Swap::Unknown => "unknown",
    };
    let history = |history: &History| json!({ "path": history.shown(), "mentions": history.mentions });
    json!({
        "swap": swap,
        "shell_histories": histories.iter().map(history).collect::<Vec<_>>(),
        "recent_files": recent_files().map(|path| shown(&path)),
        "processes": others(),
        "program": std::env::current_exe().ok().map(|path| shown(&path)),
    })
}

fn swap() -> Swap {
    let Ok(table) = fs::read_to_string("/proc/swaps") else { return Swap::Unknown };
    judge(&table, |device| {
        let device = fs::canonicalize(device).ok()?;
        fs::read_to_string(Path::new("/sys/class/block").join(device.file_name()?).join("dm/uuid")).ok()
    })
}

/// By the kernel's table, and the identifier of the device mapper for a device.
fn judge(table: &str, mapped: impl Fn(&Path) -> Option<String>) -> Swap {
    let places: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    let is_closed = |place: &&str| {
        place.starts_with("/dev/zram") || mapped(Path::new(place)).is_some_and(|uuid| uuid.starts_with("CRYPT"))
    };
    let open: Vec<String> = places.iter().filter(|place| !is_closed(place)).map(|place| (*place).to_owned()).collect();
    match (places.is_empty(), open.is_empty()) {
        (true, _) => Swap::Off,
        (false, true) => Swap::Closed,
        (false, false) => Swap::Open(open),
    }
}

fn recent_files() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let share = set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")))?;
    Some(share.join("recently-used.xbel")).filter(|path| path.is_file())
}

/// Other processes of this program: they go on from memory.
fn others() -> Vec<u32> {
    let own = std::process::id();
    let program = |id: u32| fs::read_link(format!("/proc/{id}/exe")).ok();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| *id != own && program(*id).is_some() && program(*id) == program(own)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swap_is_open_unless_every_place_is_known_to_be_closed() {
        let head = "Filename\tType\tSize\tUsed\tPriority\n";
        let mapped = |device: &Path| match device.to_str() {
            Some("/dev/dm-1") => Some("CRYPT-LUKS2-0123".to_owned()),
            Some("/dev/dm-2") => Some("LVM-0123".to_owned()),
            _ => None,
        };
        let judged = |places: &[&str]| {
            let lines: String = places.iter().map(|place| format!("{place} partition 1 0 -2\n")).collect();
            judge(&format!("{head}{lines}"), mapped)
        };
        assert_eq!(judged(&[]), Swap::Off);
        assert_eq!(judged(&["/dev/zram0", "/dev/dm-1"]), Swap::Closed);
        for open in ["/dev/dm-2", "/swapfile", "/dev/sda2"] {
            assert_eq!(judged(&["/dev/dm-1", open]), Swap::Open(vec![open.to_owned()]));
        }
    }
}
