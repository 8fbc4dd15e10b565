//! What a process holds in memory, by `/proc`.

use anyhow::{Context, Result};

/// Forgets the peak: from here on it counts anew.
pub(crate) fn reset(process: u32) -> Result<()> {
    Ok(std::fs::write(format!("/proc/{process}/clear_refs"), "5")?)
}

/// The most that was resident since it was reset, in KiB.
pub(crate) fn peak(process: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("a process has a peak")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
