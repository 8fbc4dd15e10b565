//! How fast chunks may leave: `200k`, `1M`, in bytes a second.

use std::time::Duration;

use davylamp_protocol::attachment::CHUNK_LEN;
use tokio::time::{Instant, sleep_until};

use crate::text::text;

/// Bytes a second, at least 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate(u64);

impl Rate {
    /// Reads digits with `k` or `M` (thousands, millions) or neither.
    ///
    /// # Errors
    ///
    /// A sentence for whoever typed it.
    pub(crate) fn parse(typed: &str) -> Result<Self, String> {
        let (digits, unit) = match typed.as_bytes().last() {
            Some(b'k' | b'K') => (typed.get(..typed.len() - 1), 1000),
            Some(b'm' | b'M') => (typed.get(..typed.len() - 1), 1_000_000),
            _ => (Some(typed), 1),
        };
        let digits = digits.filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
        let rate = digits.and_then(|digits| digits.parse::<u64>().ok()?.checked_mul(unit));
        rate.filter(|rate| *rate >= 1000).map(Self).ok_or_else(|| text("attach-rate-wrong"))
    }

    /// How long a chunk takes at this rate.
    fn of_a_chunk(self) -> Duration {
        Duration::from_secs_f64(CHUNK_LEN as f64 / self.0 as f64)
    }
}

/// Lets chunks leave one after the other, no faster than a rate.
pub(super) struct Pace {
    rate: Option<Rate>,
    next: Instant,
}

impl Pace {
    pub(super) fn new(rate: Option<Rate>) -> Self {
        Self { rate, next: Instant::now() }
    }

    /// How many chunks may be under way.
    pub(super) fn at_once(&self) -> usize {
        if self.rate.is_some() { 1 } else { super::upload::AT_ONCE }
    }

    /// Waits until the next chunk may leave.
    pub(super) async fn wait(&mut self) {
        if let Some(rate) = self.rate {
            sleep_until(self.next).await;
            self.next = self.next.max(Instant::now()) + rate.of_a_chunk();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type_and_nothing_else() {
        assert_eq!(Rate::parse("200k"), Ok(Rate(200_000)));
        assert_eq!(Rate::parse("1M"), Ok(Rate(1_000_000)));
        assert_eq!(Rate::parse("1000"), Ok(Rate(1000)));
        for wrong in ["", "k", "M", "1.5M", "-1", "999", "0", "1G", " 1M", "99999999999999999999M", "é"] {
            assert!(Rate::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn chunks_leave_no_faster_than_the_rate() {
        let mut pace = Pace::new(Some(Rate(20 * CHUNK_LEN as u64)));
        let begun = Instant::now();
        for _ in 0..5 {
            pace.wait().await;
        }
        assert!(begun.elapsed() >= Duration::from_millis(200));
        assert_eq!(pace.at_once(), 1);
    }
}
