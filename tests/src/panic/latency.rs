//! How long an alert takes, from the start of the process.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::runtime::Handle;

use super::oracle::short;
use super::stand::{PATIENCE, Stand, alert_of};
use super::told::Teller;

/// One alert, times from just before the process was started.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// The first byte of a post arrives in front of the relay.
    pub first_byte: Duration,
    /// The relay's proof is verified: *on the relay* is shown.
    pub proof: Duration,
    /// *Received* is shown.
    pub received: Duration,
    /// *Acknowledged* is shown, from the start of `desk ack`.
    pub acknowledged: Duration,
}

/// How to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// Alerts.
    pub runs: usize,
    /// The relay's tick; none is its default.
    pub tick: Option<Duration>,
}

/// Raises alert after alert, each acknowledged by a person before the next.
///
/// # Errors
/// Whatever the programs say, and when an alert does not reach the desk.
pub fn measure(runtime: &Handle, options: &Options) -> Result<Vec<Sample>> {
    let tick = options.tick.map(|tick| tick.as_millis().to_string());
    let args: Vec<&str> = tick.iter().flat_map(|tick| ["--tick-ms", tick]).collect();
    let stand = Stand::set(runtime, &args)?;
    (0..options.runs).map(|run| one(&stand).with_context(|| format!("run {run}"))).collect()
}

fn one(stand: &Stand) -> Result<Sample> {
    let _ = stand.gate.take_opened();
    let started = Instant::now();
    let mut client = stand.defender.start(&["panic"], |_| {})?;
    let raised = client.wait_for(PATIENCE, |told| told.is("raised"))?;
    let proof = client.wait_for(PATIENCE, |told| told.text("state") == "on-the-relay")?;
    let received = client.wait_for(PATIENCE, |told| told.text("state") == "received")?;
    let alert = short(&alert_of(&raised)?);
    stand.ears.wait_for(PATIENCE, |told| told.is("alert") && told.text("alert") == alert)?;

    let opened = stand.gate.take_opened();
    let posts = opened.iter().filter(|opened| opened.post && opened.at >= started).map(|opened| opened.at);
    let first = posts.min().context("nothing was posted through the gate")?;
    let acked = Instant::now();
    let mut ack = Teller::start(stand.ack(&alert)?, |_| {})?;
    let acknowledged = client.wait_for(PATIENCE, |told| told.text("state") == "acknowledged")?;
    ensure!(ack.wait(PATIENCE)?.success(), "desk ack: {}", ack.stderr());
    ensure!(client.wait(PATIENCE)?.success(), "panic: {}", client.stderr());
    Ok(Sample {
        first_byte: first - started,
        proof: proof.at - started,
        received: received.at - started,
        acknowledged: acknowledged.at - acked,
    })
}

/// The times that people ask for, by nearest rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Median.
    pub p50: Duration,
    /// Nine of ten are below.
    pub p90: Duration,
    /// 99 of 100 are below.
    pub p99: Duration,
    /// The longest.
    pub max: Duration,
}

impl Spread {
    /// Of some samples; zeros of none.
    #[must_use]
    pub fn of(samples: impl Iterator<Item = Duration>) -> Self {
        let mut sorted: Vec<Duration> = samples.collect();
        sorted.sort();
        let rank = |percent: usize| {
            let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
            sorted.get(place).copied().unwrap_or_default()
        };
        Self { p50: rank(50), p90: rank(90), p99: rank(99), max: rank(100) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_the_nearest_ones() {
        let spread = Spread::of((1..=200).rev().map(Duration::from_millis));
        let milliseconds = [spread.p50, spread.p90, spread.p99, spread.max].map(|time| time.as_millis());
        assert_eq!(milliseconds, [100, 180, 198, 200]);
        assert_eq!(Spread::of([Duration::from_secs(1)].into_iter()).p50, Duration::from_secs(1));
        assert_eq!(Spread::of(std::iter::empty()).max, Duration::ZERO);
    }
}
