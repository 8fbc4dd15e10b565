//! The observer: for each suspect, the likelihood of the log if they were the reporter.
//!
//! The observer knows the laws of the world, and learns what nobody in particular sends from the log itself. Let `y` be
//! what the log shows in an interval, and `P₀(y)` how often it shows that at this hour of the day, on such a day of the
//! week, flooded or not. If a reporter acts in the interval, `y` has the law `P₁`: `P₀` shifted by what an act adds. A
//! suspect who is the reporter acts in an interval with a probability `m` in proportion to the time for which they
//! were connected in it (or, where deposits are used, in the six hours before it), so that ten acts, the mean, fall
//! into the 30 days. The score is the logarithm of the likelihood ratio: the sum of `ln(1 + m (P₁(y)/P₀(y) − 1))`.
//!
//! Left out: that the envelopes of one act that are deposited together are released in the same six hours.

use super::people::{Sessions, is_weekend};
use super::publication::{INTERVAL, Log, WINDOW};
use super::{HOUR, SECOND, Time};

/// What is known of how a reporter's acts come into the log.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// The envelopes of an act are released apart, within the client's window.
    pub deposits: bool,
}

/// For each interval, how much likelier what it shows is with an act in it: `P₁(y) / P₀(y)`.
struct Evidence(Vec<f64>);

impl Evidence {
    /// From the log.
    fn of(log: &Log, model: Model) -> Self {
        let added: &[f64] = if model.deposits { &ADDED_BY_A_DEPOSIT } else { &ADDED_BY_AN_ACT };
        let strata: Vec<usize> = log.flooded.iter().enumerate().map(|(at, flooded)| stratum(at, *flooded)).collect();
        let mut seen = vec![[0.0; VALUES]; STRATA];
        for (entries, stratum) in log.entries.iter().zip(&strata) {
            seen[*stratum][usize::from(*entries).min(VALUES - 1)] += 1.0;
        }
        let ratios: Vec<[f64; VALUES]> = seen.iter().map(|seen| ratios(seen, added)).collect();
        let each = log.entries.iter().zip(&strata);
        Self(each.map(|(entries, stratum)| ratios[*stratum][usize::from(*entries).min(VALUES - 1)]).collect())
    }

    /// The logarithm of the likelihood ratio, when `expected[i]` acts are expected in interval `i`.
    fn score(&self, expected: &[f64]) -> f64 {
        // The common value first: nearly all intervals of a quiet log show the same, and then equals stay equal.
        self.0.iter().zip(expected).filter(|(_, m)| **m > 0.0).map(|(ratio, m)| (m * (ratio - 1.0)).ln_1p()).sum()
    }
}

/// The scores of all suspects.
#[must_use]
pub fn scores(suspects: &[Sessions], log: &Log, model: Model) -> Vec<f64> {
    let evidence = Evidence::of(log, model);
    suspects.iter().map(|sessions| evidence.score(&expected(sessions, log.entries.len(), model))).collect()
}

/// How many acts, or deposits, of the reporter's are expected in each interval if it is this suspect.
fn expected(sessions: &Sessions, intervals: usize, model: Model) -> Vec<f64> {
    let online = connected(sessions, INTERVAL, intervals);
    let total = sessions.total() as f64 / INTERVAL as f64;
    if !model.deposits {
        return online.into_iter().map(|online| MEAN_ACTS * online / total).collect();
    }
    let window = usize::try_from(Time::from(WINDOW) * SECOND / INTERVAL).unwrap_or(usize::MAX);
    let mut within = 0.0;
    let mut expected = Vec::with_capacity(intervals);
    for (at, now) in online.iter().enumerate() {
        within += now - at.checked_sub(window).map_or(0.0, |gone| online[gone]);
        expected.push(MEAN_ACTS * ENVELOPES * within.max(0.0) / window as f64 / total);
    }
    expected
}

/// For which part of each interval of length `interval` somebody was connected.
fn connected(sessions: &Sessions, interval: Time, intervals: usize) -> Vec<f64> {
    let mut online = vec![0.0; intervals];
    for span in sessions.spans() {
        let mut at = span.start;
        while at < span.end {
            let index = at / interval;
            let until = ((index + 1) * interval).min(span.end);
            if let Some(online) = usize::try_from(index).ok().and_then(|index| online.get_mut(index)) {
                *online += (until - at) as f64 / interval as f64;
            }
            at = until;
        }
    }
    online
}

fn ratios(seen: &[f64; VALUES], added: &[f64]) -> [f64; VALUES] {
    let total: f64 = seen.iter().sum();
    // What was never seen may still be.
    let usual = seen.map(|count| (count + 1.0 / VALUES as f64) / (total + 1.0));
    std::array::from_fn(|value| {
        let with = added.iter().enumerate().map(|(k, p)| value.checked_sub(k).map_or(0.0, |before| p * usual[before]));
        with.sum::<f64>() / usual[value]
    })
}

fn stratum(interval: usize, flooded: bool) -> usize {
    let at = interval as Time * INTERVAL;
    let hour = usize::try_from(at / HOUR % 24).unwrap_or(0);
    (hour * 2 + usize::from(is_weekend(at))) * 2 + usize::from(flooded)
}

const STRATA: usize = 24 * 4;
/// Intervals with more entries than this count as having this many.
const VALUES: usize = 400;
/// Acts that are expected of a reporter.
const MEAN_ACTS: f64 = 10.0;
/// A check is one, a report or an answer two to four: the mean.
const ENVELOPES: f64 = 2.1;
/// What an act adds to its interval: the chances of 0, 1, 2, … entries. A check is one; a report or an answer is two to
/// four and its acknowledgement, of which some fall into the next interval.
const ADDED_BY_AN_ACT: [f64; 6] = [0.0, 0.5, 0.1, 0.15, 0.15, 0.1];
/// What one deposit adds: one, or two with its acknowledgement.
const ADDED_BY_A_DEPOSIT: [f64; 3] = [0.0, 0.8, 0.2];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_connected_is_cut_into_intervals() {
        let sessions = Sessions::new(vec![5..25, 30..31]);
        assert_eq!(connected(&sessions, 10, 4), [0.5, 1.0, 0.5, 0.1]);
    }

    #[test]
    fn what_is_expected_sums_up_to_the_mean_whenever_somebody_was_there() {
        let sessions = Sessions::new(vec![0..HOUR, 30 * HOUR..33 * HOUR]);
        let sum = |deposits| expected(&sessions, 20_000, Model { deposits }).iter().sum::<f64>();
        assert!((sum(false) - MEAN_ACTS).abs() < 1e-6);
        assert!((sum(true) - MEAN_ACTS * ENVELOPES).abs() < 1e-6);
    }

    #[test]
    fn a_constant_log_says_nothing_in_favour_of_anybody() {
        let log = Log { entries: vec![10; 8640], flooded: vec![false; 8640], posted: 0, raised: 0 };
        let suspects = [[0..HOUR, 20 * HOUR..21 * HOUR], [5 * HOUR..9 * HOUR, 12 * HOUR..13 * HOUR]];
        let suspects = suspects.map(|spans| Sessions::new(spans.to_vec()));
        assert!(scores(&suspects, &log, Model { deposits: false }).iter().all(|score| *score < 0.0));
    }

    #[test]
    fn who_was_there_whenever_something_came_scores_highest() {
        let mut log = Log { entries: vec![0; 8640], flooded: vec![false; 8640], posted: 0, raised: 0 };
        for hour in [3, 7, 12, 20] {
            log.entries[hour * 360 + 30] = 3;
        }
        let there = Sessions::new([3, 7, 12, 20].map(|hour| hour * HOUR..hour * HOUR + HOUR / 2).to_vec());
        let once = Sessions::new([3, 8, 13, 21].map(|hour| hour * HOUR..hour * HOUR + HOUR / 2).to_vec());
        let never = Sessions::new([4, 8, 13, 21].map(|hour| hour * HOUR..hour * HOUR + HOUR / 2).to_vec());
        let scores = scores(&[never, there, once], &log, Model { deposits: false });
        assert!(scores[1] > scores[2] && scores[2] > scores[0], "{scores:?}");
    }
}
