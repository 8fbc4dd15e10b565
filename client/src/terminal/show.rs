//! What is fit to be shown.

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};
use unicode_width::UnicodeWidthStr as _;

/// Text from elsewhere, fit for a terminal: control characters, which could move the cursor or hide words, are marked.
pub(crate) fn printable(text: &str) -> String {
    let hidden = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if hidden(c) && c != '\n' && c != '\t' { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Unix seconds as a person reads them, local with its offset; UTC where the zone is not known.
pub(crate) fn show_time(unix: u64) -> String {
    let offset = UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC);
    let time = i64::try_from(unix).ok().and_then(|unix| OffsetDateTime::from_unix_timestamp(unix).ok());
    let local = time.and_then(|time| time.checked_to_offset(offset));
    local.and_then(|time| time.format(TIME_FORMAT).ok()).unwrap_or_else(|| unix.to_string())
}

/// Breaks lines between words, so that none is wider than `width` columns. What goes on stands beneath what begins after
/// a dash or a number.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.lines() {
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        let mark = words.split(' ').next().filter(|mark| *mark == "-" || mark.parse::<u8>().is_ok());
        let beneath = indent + mark.map_or(0, |mark| mark.len() + 1);
        out.extend(std::iter::repeat_n(' ', indent));
        let mut column = indent;
        for (number, word) in words.split(' ').enumerate() {
            let length = word.width();
            let breaks = number > 0 && column + 1 + length > width;
            if breaks {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', beneath));
                column = beneath;
            } else if number > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += length;
        }
        out.push('\n');
    }
    out
}

const TIME_FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute] [offset_hour sign:mandatory]:[offset_minute]");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_direction_marks_do_not_reach_the_terminal() {
        assert_eq!(printable("a\x1b[2Jb\r\u{202e}c\u{9b}"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}c\u{fffd}");
        assert_eq!(printable("uno\n\tdos ñ"), "uno\n\tdos ñ");
    }

    #[test]
    fn times_beyond_the_calendar_are_shown_as_numbers() {
        assert!(show_time(1_795_392_000).starts_with("2026-11-2"));
        assert_eq!(show_time(u64::MAX), u64::MAX.to_string());
    }

    #[test]
    fn long_lines_break_between_words() {
        assert_eq!(wrapped("one two three\n\n  four", 8), "one two\nthree\n\n  four\n");
        assert_eq!(wrapped("incomprehensibly long", 8), "incomprehensibly\nlong\n");
        assert_eq!(wrapped("", 8), "");
        assert_eq!(wrapped("- one two three", 8), "- one\n  two\n  three\n");
        assert_eq!(wrapped("12 one two", 8), "12 one\n   two\n");
        assert_eq!(wrapped("  你好 你好", 8), "  你好\n  你好\n", "two columns each");
    }
}
