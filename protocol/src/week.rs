//! Weeks in UTC, from Monday (`SPEC.md` 1).

/// Seconds in a week.
pub const WEEK_SECONDS: u64 = 604_800;
/// Seconds in a day.
pub const DAY_SECONDS: u64 = 86_400;
const MONDAY_SHIFT: u64 = 3 * DAY_SECONDS;

/// The week of `unix` seconds. The epoch was a Thursday; weeks begin on Monday.
#[must_use]
pub fn week_of(unix: u64) -> u32 {
    u32::try_from(unix.saturating_add(MONDAY_SHIFT) / WEEK_SECONDS).unwrap_or(u32::MAX)
}

/// The first second of `week`; 0 for the week of the epoch.
#[must_use]
pub fn week_start(week: u32) -> u64 {
    (u64::from(week) * WEEK_SECONDS).saturating_sub(MONDAY_SHIFT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        // Monday 2026-11-23 00:00:00 UTC.
        let monday = 1_795_392_000;
        assert_eq!(week_start(week_of(monday)), monday);
        assert_eq!(week_of(monday - 1) + 1, week_of(monday));
        assert_eq!(week_of(monday + WEEK_SECONDS - 1), week_of(monday));
    }
}
