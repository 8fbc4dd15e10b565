//! Metrics, on a listener of their own: what is published, and what was accepted only by the hour, rounded.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::chunks::Chunks;
use crate::deposits::Deposits;
use crate::ledger::Ledger;
use crate::sequencer::Sequencer;

/// Serves `/metrics` until dropped.
pub(crate) async fn serve(
    listener: TcpListener,
    ledger: Arc<Ledger>,
    sequencer: Arc<Sequencer>,
    deposits: Arc<Deposits>,
    chunks: Arc<Chunks>,
) {
    let hourly = Arc::new(AtomicU64::new(0));
    let shown = Arc::clone(&hourly);
    let counting = Arc::clone(&sequencer);
    let page = move || {
        let text = page(&ledger, &sequencer, &deposits, &chunks, shown.load(Ordering::Relaxed));
        async move { text }
    };
    let router = Router::new().route("/metrics", get(page));
    tokio::select! {
        served = axum::serve(listener, router) => {
            if let Err(error) = served {
                tracing::error!(%error, "metrics");
            }
        }
        () = count_by_the_hour(&counting, &hourly) => {}
    }
}

fn page(ledger: &Ledger, sequencer: &Sequencer, deposits: &Deposits, chunks: &Chunks, accepted: u64) -> String {
    let counters = sequencer.counters();
    let (held, unreadable) = deposits.counts();
    let rows = [
        ("davylamp_log_entries", ledger.head().size),
        ("davylamp_ticks_total", counters.ticks.load(Ordering::Relaxed)),
        ("davylamp_ticks_failed_total", counters.failed.load(Ordering::Relaxed)),
        ("davylamp_accepted_last_hour_rounded", accepted),
        ("davylamp_deposits_held_rounded", rounded(held)),
        // In gibibytes: one upload does not show.
        ("davylamp_chunks_held_gib_rounded", chunks.held().saturating_add(1 << 29) >> 30),
        // Exact, both: they tell of a disk and of no visitor, and one is too many.
        ("davylamp_deposits_unreadable", unreadable),
        ("davylamp_chunks_damaged", chunks.damaged()),
    ];
    rows.iter().fold(String::new(), |mut text, (name, value)| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name} {value}");
        text
    })
}

async fn count_by_the_hour(sequencer: &Sequencer, hourly: &AtomicU64) {
    let mut before = 0;
    loop {
        tokio::time::sleep(HOUR).await;
        let total = sequencer.counters().accepted.load(Ordering::Relaxed);
        hourly.store(rounded(total - before), Ordering::Relaxed);
        before = total;
    }
}

/// To the nearest hundred: a single report never shows.
fn rounded(count: u64) -> u64 {
    count.saturating_add(50) / 100 * 100
}

const HOUR: Duration = Duration::from_secs(3600);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_reports_do_not_show() {
        assert_eq!((rounded(0), rounded(49), rounded(50), rounded(149), rounded(150)), (0, 0, 100, 100, 200));
    }
}
