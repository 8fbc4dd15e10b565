//! Durations as people type and read them: `90s`, `30m`, `12h`, `2d`, `1h30m`.

use crate::text::text;

/// Reads a duration: numbers with units, the larger unit first. Gives seconds.
///
/// # Errors
///
/// A sentence for whoever typed it.
pub(crate) fn parse(typed: &str) -> Result<u32, String> {
    let wrong = || text("duration-wrong");
    let mut rest = typed.trim();
    let (mut seconds, mut smallest) = (0_u32, u32::MAX);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let (number, after) = rest.split_at_checked(digits).ok_or_else(wrong)?;
        let unit = after.chars().next().ok_or_else(wrong)?;
        let (_, length) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?;
        // `30m1h` and `1h1h` are slips of the hand.
        if *length >= smallest {
            return Err(wrong());
        }
        let number: u32 = number.parse().map_err(|_| wrong())?;
        seconds = number.checked_mul(*length).and_then(|part| seconds.checked_add(part)).ok_or_else(wrong)?;
        (smallest, rest) = (*length, after.get(unit.len_utf8()..).unwrap_or_default());
    }
    if seconds == 0 { Err(wrong()) } else { Ok(seconds) }
}

/// The same, for a time span of at most a day; a bare number is hours.
///
/// # Errors
///
/// As [`parse`], and for more than 24 hours.
pub(crate) fn parse_window(typed: &str) -> Result<u32, String> {
    let bare = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = if bare { parse(&format!("{typed}h"))? } else { parse(typed)? };
    if seconds > DAY { Err(text("duration-window")) } else { Ok(seconds) }
}

/// As it would be typed.
pub(crate) fn show(seconds: u64) -> String {
    let mut left = seconds;
    let mut shown = String::new();
    for (name, length) in UNITS {
        let length = u64::from(length);
        if left >= length {
            shown.push_str(&format!("{}{name}", left / length));
            left %= length;
        }
    }
    if shown.is_empty() { "0s".to_owned() } else { shown }
}

const DAY: u32 = 86_400;
const UNITS: [(char, u32); 4] = [('d', DAY), ('h', 3600), ('m', 60), ('s', 1)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_alike() {
        for (typed, seconds) in [("90s", 90), ("30m", 1800), ("12h", 43_200), ("2d", 172_800), ("1h30m", 5400)] {
            assert_eq!(parse(typed), Ok(seconds), "{typed}");
            assert_eq!(parse(&show(seconds.into())), Ok(seconds), "{typed}");
        }
        assert_eq!((show(0), show(90), show(90_061)), ("0s".into(), "1m30s".into(), "1d1h1m1s".into()));
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for wrong in ["", "12", "h", "0h", "-1h", "1.5h", "1w", "12 h", "30m1h", "1h1h", "4294967296s", "99999d", "1hh"]
        {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_window_is_hours_unless_it_says_otherwise_and_at_most_a_day() {
        assert_eq!((parse_window("6"), parse_window("2s"), parse_window("24")), (Ok(21_600), Ok(2), Ok(86_400)));
        for wrong in ["", "0", "25", "2d", "x", "1h2"] {
            assert!(parse_window(wrong).is_err(), "{wrong:?}");
        }
    }
}
