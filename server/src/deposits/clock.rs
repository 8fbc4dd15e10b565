//! Deposit time (`SPEC.md`, "What the relay decides"): milliseconds that never go back and go on over restarts.
//!
//! A *stamp* says where deposit time stood when the machine's clocks stood where they did:
//!
//! ```text
//! offset length
//!      0      8  deposit time, ms
//!      8     16  boot id
//!     24      8  boot clock, ms
//!     32      8  wall clock, ms since 1970
//! ```
//!
//! `deposits/clock` holds two of them, at 0 and 4,096, each as `"dvlampdt"` (8) ‖ sequence number (8) ‖ stamp (40) ‖
//! crc32c of all before (4), written in turn. All big endian.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rand::RngCore as _;

use super::files::{BLOCK, open_sized};
use super::steps::step;
use crate::store::StoreError;

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

/// Where deposit time stood when the machine's clocks stood where they did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Deposit time, in milliseconds.
    pub deposit_ms: u64,
    /// Whose boot clock it is.
    pub boot_id: [u8; 16],
    /// The boot clock, in milliseconds.
    pub boot_ms: u64,
    /// The wall clock, in milliseconds since 1970.
    pub wall_ms: u64,
}

impl Stamp {
    pub(super) fn encode(&self) -> [u8; STAMP_LEN] {
        let fields: [&[u8]; 4] =
            [&self.deposit_ms.to_be_bytes(), &self.boot_id, &self.boot_ms.to_be_bytes(), &self.wall_ms.to_be_bytes()];
        fields.concat().try_into().expect("the fields make up the stamp")
    }

    pub(super) fn decode(bytes: &[u8; STAMP_LEN]) -> Option<Self> {
        let (deposit, rest) = bytes.split_first_chunk::<8>()?;
        let (boot_id, rest) = rest.split_first_chunk::<16>()?;
        let (boot, wall) = rest.split_first_chunk::<8>()?;
        Some(Self {
            deposit_ms: u64::from_be_bytes(*deposit),
            boot_id: *boot_id,
            boot_ms: u64::from_be_bytes(*boot),
            wall_ms: u64::from_be_bytes(*wall.first_chunk::<8>()?),
        })
    }

    /// Deposit time at `clocks`, counted on from this stamp: within one boot by the boot clock, else by what the wall
    /// clock says has passed, never less than nothing. A boot clock that went back is another boot's, whatever it says.
    fn continued(&self, clocks: &dyn BootClock) -> u64 {
        let boot_ms = clocks.boot_ms();
        let same_boot = self.boot_id == clocks.boot_id() && boot_ms >= self.boot_ms;
        let passed = if same_boot { boot_ms - self.boot_ms } else { clocks.wall_ms().saturating_sub(self.wall_ms) };
        self.deposit_ms.saturating_add(passed)
    }

    /// By how much the wall clock is ahead of the boot clock; a step of the wall clock changes it.
    fn lead(&self) -> i128 {
        i128::from(self.wall_ms) - i128::from(self.boot_ms)
    }
}

/// Deposit time as it runs, and its file.
pub struct DepositTime {
    clocks: Box<dyn BootClock>,
    path: PathBuf,
    file: File,
    base: Stamp,
    latest: u64,
    saved: Stamp,
    sequence: u64,
}

impl DepositTime {
    /// Goes on from the newest of the file's two stamps and of `others` (the records' stamps).
    ///
    /// # Errors
    /// The disk's own. A stamp that does not read is as one that is not there.
    pub fn open(
        dir: &Path,
        clocks: Box<dyn BootClock>,
        others: impl IntoIterator<Item = Stamp>,
    ) -> Result<Self, StoreError> {
        let path = dir.join(FILE);
        let file = open_sized(&path, 2 * BLOCK)?;
        let read = |slot: u64| -> Result<Option<(u64, Stamp)>, StoreError> {
            let mut bytes = [0; SLOT_LEN];
            file.read_exact_at(&mut bytes, slot * BLOCK).map_err(StoreError::io(&path))?;
            Ok(decode_slot(&bytes))
        };
        let saved = read(0)?.into_iter().chain(read(1)?).max_by_key(|(sequence, _)| *sequence);
        // Of equals the last, which is the saved one: what it says of the wall clock is newer.
        let newest = others.into_iter().chain(saved.map(|(_, stamp)| stamp)).max_by_key(|stamp| stamp.deposit_ms);
        let deposit_ms = newest.map_or(0, |stamp| stamp.continued(clocks.as_ref()));
        let mut time = Self {
            base: Stamp { deposit_ms, boot_id: clocks.boot_id(), boot_ms: clocks.boot_ms(), wall_ms: clocks.wall_ms() },
            clocks,
            path,
            file,
            latest: deposit_ms,
            saved: Stamp::default(),
            sequence: saved.map_or(0, |(sequence, _)| sequence),
        };
        // At once: a wall clock that is stepped after this start must not count at the next.
        time.save()?;
        Ok(time)
    }

    /// Deposit time, in milliseconds.
    pub fn now(&mut self) -> u64 {
        let passed = self.clocks.boot_ms().saturating_sub(self.base.boot_ms);
        self.latest = self.latest.max(self.base.deposit_ms.saturating_add(passed));
        self.latest
    }

    /// Deposit time with the clocks that it goes by.
    pub fn stamp(&mut self) -> Stamp {
        let deposit_ms = self.now();
        Stamp { deposit_ms, boot_ms: self.clocks.boot_ms(), wall_ms: self.clocks.wall_ms(), ..self.base }
    }

    /// Saves a stamp if the last is `every` old, or if the wall clock was stepped since: a step must be known before a
    /// reboot makes the wall clock count. Durable when this returns.
    ///
    /// # Errors
    /// The disk's own; deposit time itself goes on.
    pub fn keep(&mut self, every: Duration) -> Result<(), StoreError> {
        let stamp = self.stamp();
        let old = stamp.deposit_ms.saturating_sub(self.saved.deposit_ms) >= ms(every);
        let stepped = stamp.lead().abs_diff(self.saved.lead()) >= STEP_MS;
        if old || stepped { self.save() } else { Ok(()) }
    }

    /// Saves a stamp. Durable when this returns.
    ///
    /// # Errors
    /// The disk's own.
    pub fn save(&mut self) -> Result<(), StoreError> {
        let (stamp, sequence) = (self.stamp(), self.sequence + 1);
        self.file
            .write_all_at(&encode_slot(sequence, &stamp), sequence % 2 * BLOCK)
            .and_then(|()| self.file.sync_data())
            .map_err(StoreError::io(&self.path))?;
        step();
        self.saved = stamp;
        self.sequence = sequence;
        Ok(())
    }
}

fn encode_slot(sequence: u64, stamp: &Stamp) -> [u8; SLOT_LEN] {
    let covered = [MAGIC.as_slice(), &sequence.to_be_bytes(), &stamp.encode()].concat();
    let crc = crc32c::crc32c(&covered).to_be_bytes();
    [covered.as_slice(), &crc].concat().try_into().expect("the fields make up the slot")
}

fn decode_slot(bytes: &[u8; SLOT_LEN]) -> Option<(u64, Stamp)> {
    let (covered, crc) = bytes.split_last_chunk::<4>()?;
    let whole = crc32c::crc32c(covered) == u32::from_be_bytes(*crc);
    let (sequence, stamp) = covered.strip_prefix(MAGIC).filter(|_| whole)?.split_first_chunk::<8>()?;
    Some((u64::from_be_bytes(*sequence), Stamp::decode(stamp.first_chunk::<STAMP_LEN>()?)?))
}

fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Bytes of a stamp.
pub(super) const STAMP_LEN: usize = 40;
const MAGIC: &[u8; 8] = b"dvlampdt";
const SLOT_LEN: usize = MAGIC.len() + 8 + STAMP_LEN + 4;
const FILE: &str = "clock";
// More than slewing does between two looks.
const STEP_MS: u128 = 1000;

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Clocks that stand still until they are moved.
    #[derive(Clone, Default)]
    pub(crate) struct Turned(pub(crate) Arc<Mutex<Stamp>>);

    impl Turned {
        pub(crate) fn new() -> Self {
            Self(Arc::new(Mutex::new(Stamp { wall_ms: 1_800_000_000_000, boot_ms: 5_000, ..Stamp::default() })))
        }

        /// Real time passes.
        pub(crate) fn pass(&self, ms: u64) {
            let mut at = self.0.lock().unwrap();
            at.boot_ms += ms;
            at.wall_ms += ms;
        }

        /// The wall clock is stepped.
        pub(crate) fn step_wall(&self, ms: i64) {
            let mut at = self.0.lock().unwrap();
            at.wall_ms = at.wall_ms.saturating_add_signed(ms);
        }

        /// The machine reboots, which takes so long.
        pub(crate) fn reboot(&self, ms: u64) {
            let mut at = self.0.lock().unwrap();
            at.wall_ms += ms;
            at.boot_ms = 1_000;
            at.boot_id[0] += 1;
        }
    }

    impl BootClock for Turned {
        fn boot_id(&self) -> [u8; 16] {
            self.0.lock().unwrap().boot_id
        }
        fn boot_ms(&self) -> u64 {
            self.0.lock().unwrap().boot_ms
        }
        fn wall_ms(&self) -> u64 {
            self.0.lock().unwrap().wall_ms
        }
    }

    const TWO_DAYS: i64 = 2 * 86_400_000;

    fn open(dir: &Path, clocks: &Turned) -> DepositTime {
        DepositTime::open(dir, Box::new(clocks.clone()), []).unwrap()
    }

    #[test]
    fn within_a_boot_no_step_of_the_wall_clock_moves_it() {
        let (dir, clocks) = (tempfile::tempdir().unwrap(), Turned::new());
        let mut time = open(dir.path(), &clocks);
        let start = time.now();
        for step in [TWO_DAYS, -TWO_DAYS, -TWO_DAYS, TWO_DAYS] {
            clocks.step_wall(step);
            clocks.pass(10);
            // Started again, with and without a stamp in between.
            time = open(dir.path(), &clocks);
            clocks.step_wall(step);
            time = DepositTime::open(dir.path(), Box::new(clocks.clone()), [time.stamp()]).unwrap();
        }
        assert_eq!(time.now(), start + 40);
    }

    #[test]
    fn a_reboot_goes_on_by_the_wall_clock_and_never_back() {
        let (dir, clocks) = (tempfile::tempdir().unwrap(), Turned::new());
        let start = open(dir.path(), &clocks).now();
        clocks.reboot(60_000);
        assert_eq!(open(dir.path(), &clocks).now(), start + 60_000);
        clocks.reboot(0);
        clocks.step_wall(-TWO_DAYS);
        let mut time = open(dir.path(), &clocks);
        assert_eq!(time.now(), start + 60_000, "nothing is taken back");
        clocks.pass(500);
        assert_eq!(time.now(), start + 60_500);
    }

    #[test]
    fn a_step_before_a_reboot_does_not_count_after_it() {
        let (dir, clocks) = (tempfile::tempdir().unwrap(), Turned::new());
        let mut time = open(dir.path(), &clocks);
        let start = time.now();
        for step in [TWO_DAYS, -TWO_DAYS] {
            clocks.step_wall(step);
            time.keep(Duration::from_secs(60)).unwrap();
            clocks.reboot(1000);
            time = open(dir.path(), &clocks);
        }
        assert_eq!(time.now(), start + 2000);
    }

    #[test]
    fn a_stamp_is_saved_only_when_it_is_old_or_the_wall_clock_was_stepped() {
        let (dir, clocks) = (tempfile::tempdir().unwrap(), Turned::new());
        let mut time = open(dir.path(), &clocks);
        let saved = |time: &mut DepositTime| {
            time.keep(Duration::from_secs(60)).unwrap();
            time.saved.deposit_ms
        };
        let first = time.saved.deposit_ms;
        clocks.pass(59_999);
        assert_eq!(saved(&mut time), first);
        clocks.pass(1);
        assert_eq!(saved(&mut time), first + 60_000);
        clocks.pass(1);
        clocks.step_wall(-1000);
        assert_eq!(saved(&mut time), first + 60_001);
    }

    #[test]
    fn a_damaged_slot_costs_only_its_own_stamp() {
        let clocks = Turned::new();
        for damaged in [0, 1] {
            let dir = tempfile::tempdir().unwrap();
            let mut time = open(dir.path(), &clocks);
            let start = time.now();
            clocks.pass(100);
            time.save().unwrap();
            let path = dir.path().join(FILE);
            let mut bytes = std::fs::read(&path).unwrap();
            bytes[damaged * 4096 + 20] ^= 1;
            std::fs::write(&path, bytes).unwrap();
            clocks.pass(100);
            assert_eq!(open(dir.path(), &clocks).now(), start + 200);
        }
    }

    #[test]
    fn without_its_file_the_newest_record_counts() {
        let (dir, clocks) = (tempfile::tempdir().unwrap(), Turned::new());
        let mut time = open(dir.path(), &clocks);
        clocks.pass(1000);
        let records = [time.stamp(), Stamp::default()];
        std::fs::remove_file(dir.path().join(FILE)).unwrap();
        clocks.pass(5);
        let mut time = DepositTime::open(dir.path(), Box::new(clocks.clone()), records).unwrap();
        assert_eq!(time.now(), records[0].deposit_ms + 5);
    }

    #[test]
    fn a_boot_clock_that_went_back_is_another_boots() {
        let (dir, clocks) = (tempfile::tempdir().unwrap(), Turned::new());
        let start = open(dir.path(), &clocks).now();
        {
            let mut at = clocks.0.lock().unwrap();
            at.boot_ms -= 3000;
            at.wall_ms += 7000;
        }
        assert_eq!(open(dir.path(), &clocks).now(), start + 7000);
    }

    #[test]
    fn the_machines_own_clocks_run() {
        let boot = SystemBoot::new();
        let first = boot.boot_ms();
        assert!(first > 0 && boot.boot_ms() >= first && boot.wall_ms() > 1_700_000_000_000);
        assert_eq!(boot.boot_id(), SystemBoot::new().boot_id());
    }
}
