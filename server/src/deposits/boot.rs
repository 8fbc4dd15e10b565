//! The machine's clocks: which boot this is, how long it has lasted, and what the wall clock says.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rand::RngCore as _;

/// The machine's clocks, as deposit time sees them. Tests bring their own.
pub trait BootClock: Send + 'static {
    /// Names this boot: a boot clock can be compared only with one of the same boot.
    fn boot_id(&self) -> [u8; 16];
    /// Milliseconds since this boot, asleep or awake, which no step of the wall clock moves.
    fn boot_ms(&self) -> u64;
    /// Milliseconds since 1970, as the wall clock says.
    fn wall_ms(&self) -> u64;
}

/// The machine's own clocks. Where a boot cannot be told from another, each start counts as one.
#[derive(Clone, Copy, Debug)]
pub struct SystemBoot {
    id: [u8; 16],
    started: Instant,
}

impl SystemBoot {
    /// Reads the boot id.
    #[must_use]
    pub fn new() -> Self {
        let id = boot_id().unwrap_or_else(|| {
            let mut id = [0; 16];
            rand::rngs::OsRng.fill_bytes(&mut id);
            id
        });
        Self { id, started: Instant::now() }
    }
}

impl Default for SystemBoot {
    fn default() -> Self {
        Self::new()
    }
}

impl BootClock for SystemBoot {
    fn boot_id(&self) -> [u8; 16] {
        self.id
    }

    fn boot_ms(&self) -> u64 {
        since_boot().unwrap_or_else(|| ms(self.started.elapsed()))
    }

    fn wall_ms(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, ms)
    }
}

#[cfg(target_os = "linux")]
fn boot_id() -> Option<[u8; 16]> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let mut id = [0; 16];
    hex::decode_to_slice(text.trim_end().replace('-', ""), &mut id).ok()?;
    Some(id)
}

#[cfg(not(target_os = "linux"))]
fn boot_id() -> Option<[u8; 16]> {
    None
}

// Not the monotonic clock, which stands still while the machine sleeps.
#[cfg(target_os = "linux")]
fn since_boot() -> Option<u64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let seconds = u64::try_from(time.tv_sec).ok()?;
    Some(seconds.saturating_mul(1000).saturating_add(u64::try_from(time.tv_nsec).ok()? / 1_000_000))
}

#[cfg(not(target_os = "linux"))]
fn since_boot() -> Option<u64> {
    None
}

/// Whole milliseconds.
pub(super) fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machines_own_clocks_run() {
        let boot = SystemBoot::new();
        let first = boot.boot_ms();
        assert!(first > 0 && boot.boot_ms() >= first && boot.wall_ms() > 1_700_000_000_000);
        assert_eq!(boot.boot_id(), SystemBoot::new().boot_id());
    }
}
