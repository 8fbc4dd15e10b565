//! Settings: flags before environment before the TOML file. None of them is a secret.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::sequencer::Rhythm;

/// Everything that `serve` needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The relay's directory.
    pub dir: PathBuf,
    /// How it breathes.
    pub rhythm: Rhythm,
    /// How long bodies are kept.
    pub retention: Duration,
    /// The most bytes of chunks that are kept.
    pub chunk_quota: u64,
    /// To what the deadlines of deposits are rounded up.
    pub deposit_grain: Duration,
    /// Where metrics are served, if anywhere.
    pub metrics: Option<SocketAddr>,
}

/// The settings that may stand in flags, environment or file. `None`: not said here.
#[derive(Clone, Debug, Default, Deserialize, clap::Args)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, env = "DAVYLAMP_RELAY_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Listen on an address that is not loopback: without an onion service or a proxy in front, visitors show.
    #[arg(long, env = "DAVYLAMP_RELAY_LISTEN_ANYWHERE", num_args = 0..=1, default_missing_value = "true")]
    pub listen_anywhere: Option<bool>,
    /// Milliseconds between ticks [default: 2000]; 0 for back to back (load tests).
    #[arg(long, env = "DAVYLAMP_RELAY_TICK_MS", value_name = "MS")]
    pub tick_ms: Option<u64>,
    /// Entries of a tick [default: 2].
    #[arg(long, env = "DAVYLAMP_RELAY_COUNT", value_name = "N")]
    pub count: Option<usize>,
    /// The most entries of a tick when many wait [default: 64].
    #[arg(long, env = "DAVYLAMP_RELAY_COUNT_CAP", value_name = "N")]
    pub count_cap: Option<usize>,
    /// Days for which bodies are kept [default: 21].
    #[arg(long, env = "DAVYLAMP_RELAY_RETENTION_DAYS", value_name = "DAYS")]
    pub retention_days: Option<u64>,
    /// The most GiB of attachments that are kept [default: 64]; 0 takes none.
    #[arg(long, env = "DAVYLAMP_RELAY_CHUNK_QUOTA_GIB", value_name = "GIB")]
    pub chunk_quota_gib: Option<u64>,
    /// Seconds to which deadlines of deposits are rounded up [default: 60].
    #[arg(long, env = "DAVYLAMP_RELAY_DEPOSIT_GRAIN_SECONDS", value_name = "SECONDS")]
    pub deposit_grain_seconds: Option<u64>,
    /// Address for metrics, apart from the public one; none by default.
    #[arg(long, env = "DAVYLAMP_RELAY_METRICS", value_name = "ADDR")]
    pub metrics: Option<SocketAddr>,
}

/// Why settings were refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Its error.
        source: std::io::Error,
    },
    /// The file is not TOML, or names something unknown.
    #[error("{path}: {source}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// What is wrong in it.
        source: Box<toml::de::Error>,
    },
    /// An address that others can reach.
    #[error("{0} is not a loopback address\nhint: put an onion service in front, or pass --listen-anywhere")]
    NotLoopback(SocketAddr),
    /// A number out of its range.
    #[error("{name} must be {range}")]
    Range {
        /// The setting.
        name: &'static str,
        /// What it may be.
        range: &'static str,
    },
}

impl Options {
    /// Reads a TOML file with the same names as the flags.
    ///
    /// # Errors
    /// [`SettingsError::Read`], [`SettingsError::Parse`].
    pub fn from_file(path: &Path) -> Result<Self, SettingsError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| SettingsError::Read { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|source| SettingsError::Parse { path: path.to_owned(), source: Box::new(source) })
    }

    /// These, and what they leave open from `fallback`.
    #[must_use]
    pub fn or(self, fallback: Self) -> Self {
        Self {
            listen: self.listen.or(fallback.listen),
            listen_anywhere: self.listen_anywhere.or(fallback.listen_anywhere),
            tick_ms: self.tick_ms.or(fallback.tick_ms),
            count: self.count.or(fallback.count),
            count_cap: self.count_cap.or(fallback.count_cap),
            retention_days: self.retention_days.or(fallback.retention_days),
            chunk_quota_gib: self.chunk_quota_gib.or(fallback.chunk_quota_gib),
            deposit_grain_seconds: self.deposit_grain_seconds.or(fallback.deposit_grain_seconds),
            metrics: self.metrics.or(fallback.metrics),
        }
    }

    /// The address to listen on.
    ///
    /// # Errors
    /// [`SettingsError::NotLoopback`] unless listening anywhere was asked for.
    pub fn address(&self) -> Result<SocketAddr, SettingsError> {
        let address = self.listen.unwrap_or(DEFAULT_LISTEN);
        self.permitted(address)
    }

    /// Settings for a relay in `dir`, defaults filled in.
    ///
    /// # Errors
    /// A number out of range, or metrics on a public address.
    pub fn settings(&self, dir: PathBuf) -> Result<Settings, SettingsError> {
        let count = self.count.unwrap_or(2);
        let cap = self.count_cap.unwrap_or(64).max(count);
        let days = self.retention_days.unwrap_or(21);
        in_range("count", (1..=MAX_COUNT).contains(&count), "1 to 512")?;
        in_range("count-cap", cap <= MAX_COUNT, "at most 512")?;
        in_range("retention-days", (1..=3650).contains(&days), "1 to 3650")?;
        let tick = self.tick_ms.unwrap_or(2000);
        in_range("tick-ms", tick <= 3_600_000, "at most 3600000")?;
        let grain = self.deposit_grain_seconds.unwrap_or(60);
        in_range("deposit-grain-seconds", (1..=3600).contains(&grain), "1 to 3600")?;
        let quota = self.chunk_quota_gib.unwrap_or(64);
        in_range("chunk-quota-gib", quota <= MAX_QUOTA_GIB, "at most 1048576")?;
        let metrics = self.metrics.map(|address| self.permitted(address)).transpose()?;
        Ok(Settings {
            dir,
            rhythm: Rhythm { tick: Duration::from_millis(tick), count, cap },
            retention: Duration::from_secs(days * DAY),
            chunk_quota: quota << 30,
            deposit_grain: Duration::from_secs(grain),
            metrics,
        })
    }

    fn permitted(&self, address: SocketAddr) -> Result<SocketAddr, SettingsError> {
        let permitted = address.ip().is_loopback() || self.listen_anywhere == Some(true);
        if permitted { Ok(address) } else { Err(SettingsError::NotLoopback(address)) }
    }
}

/// What a relay writes, computed from its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Budget {
    /// Entries published in a day without a backlog.
    pub entries_a_day: u64,
    /// Bytes of entries a day, kept for ever.
    pub entry_bytes_a_day: u64,
    /// Bytes of bodies a day, kept for the retention period.
    pub body_bytes_a_day: u64,
    /// Bytes of bodies on disk once the retention period is full.
    pub body_bytes_kept: u64,
    /// Bytes of tag prefixes that a reporter's check reads.
    pub tag_bytes_a_check: u64,
    /// The most bytes of chunks on disk.
    pub chunk_bytes_kept: u64,
}

impl Settings {
    /// The disk budget.
    #[must_use]
    pub fn budget(&self) -> Budget {
        let tick_ms = u64::try_from(self.rhythm.tick.as_millis()).unwrap_or(u64::MAX).max(1);
        let entries = (DAY * 1000 / tick_ms).saturating_mul(self.rhythm.count as u64);
        let days = self.retention.as_secs() / DAY;
        Budget {
            entries_a_day: entries,
            entry_bytes_a_day: entries.saturating_mul(85),
            body_bytes_a_day: entries.saturating_mul(4048),
            body_bytes_kept: entries.saturating_mul(4048).saturating_mul(days),
            chunk_bytes_kept: self.chunk_quota,
            tag_bytes_a_check: entries.saturating_mul(4).saturating_mul(days),
        }
    }
}

fn in_range(name: &'static str, holds: bool, range: &'static str) -> Result<(), SettingsError> {
    if holds { Ok(()) } else { Err(SettingsError::Range { name, range }) }
}

const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 7480);
const MAX_COUNT: usize = 512;
/// A pebibyte.
const MAX_QUOTA_GIB: u64 = 1 << 20;
const DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_file() {
        let file: Options = toml::from_str("count = 4\ntick-ms = 500").unwrap();
        let flags = Options { count: Some(3), ..Options::default() };
        let settings = flags.or(file).settings("dir".into()).unwrap();
        assert_eq!((settings.rhythm.count, settings.rhythm.tick), (3, Duration::from_millis(500)));
    }

    #[test]
    fn the_default_budget_is_the_documented_one() {
        let budget = Options::default().settings("dir".into()).unwrap().budget();
        assert_eq!(budget.entries_a_day, 86_400);
        assert_eq!(budget.body_bytes_a_day, 349_747_200);
        assert_eq!(budget.tag_bytes_a_check, 7_257_600);
    }

    #[test]
    fn unknown_names_in_the_file_are_refused() {
        assert!(toml::from_str::<Options>("cuont = 4").is_err());
    }

    #[test]
    fn a_public_address_needs_the_flag() {
        let public = Options { listen: Some("0.0.0.0:80".parse().unwrap()), ..Options::default() };
        assert!(matches!(public.address(), Err(SettingsError::NotLoopback(_))));
        assert!(Options { listen_anywhere: Some(true), ..public }.address().is_ok());
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        let refused = |options: Options| assert!(options.settings("dir".into()).is_err());
        refused(Options { count: Some(0), ..Options::default() });
        refused(Options { count_cap: Some(513), ..Options::default() });
        refused(Options { retention_days: Some(0), ..Options::default() });
        refused(Options { chunk_quota_gib: Some((1 << 20) + 1), ..Options::default() });
        refused(Options { deposit_grain_seconds: Some(0), ..Options::default() });
        refused(Options { deposit_grain_seconds: Some(3601), ..Options::default() });
        refused(Options { metrics: Some("192.0.2.1:9".parse().unwrap()), ..Options::default() });
    }
}
