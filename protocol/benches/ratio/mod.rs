//! Compares two pieces of work by turns, so that whatever else the machine does slows both alike.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What a comparison found.
pub(crate) struct Ratio {
    /// Median time of one run of what is judged.
    pub(crate) ours: Duration,
    /// Median time of one run of what it is judged by.
    pub(crate) raw: Duration,
    /// Median over the rounds of `ours / raw`.
    pub(crate) ratio: f64,
}

/// Runs both by turns, `rounds` times, each `runs` times in a row.
pub(crate) fn compare<A, B>(
    rounds: usize,
    runs: u32,
    mut ours: impl FnMut() -> A,
    mut raw: impl FnMut() -> B,
) -> Ratio {
    let times: Vec<_> = (0..rounds).map(|_| (time(runs, &mut ours), time(runs, &mut raw))).collect();
    let seconds = |of: fn(&(Duration, Duration)) -> f64| median(times.iter().map(of).collect());
    Ratio {
        ours: Duration::from_secs_f64(seconds(|(ours, _)| ours.as_secs_f64())),
        raw: Duration::from_secs_f64(seconds(|(_, raw)| raw.as_secs_f64())),
        ratio: seconds(|(ours, raw)| ours.as_secs_f64() / raw.as_secs_f64()),
    }
}

/// Mean time of one of `runs` runs.
pub(crate) fn time<T>(runs: u32, work: &mut impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..runs {
        black_box(work());
    }
    start.elapsed() / runs
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Failure if any goal was missed.
pub(crate) fn verdict(goals: &[(&str, bool)]) -> ExitCode {
    let missed: Vec<_> = goals.iter().filter(|(_, met)| !met).map(|(goal, _)| *goal).collect();
    if missed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("missed: {}", missed.join(", "));
    ExitCode::FAILURE
}
