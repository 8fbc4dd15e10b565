//! Nobody who looks at the device, or at the line, sees which word was typed.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use davylamp_tests::process::Finished;
use davylamp_tests::proxy::{Exchange, Honest, Proxy};
use davylamp_tests::relay::Relay;

use crate::defender::{Defender, GRAIN, Stage};

/// What can be seen of one command.
#[derive(Debug, PartialEq)]
struct Seen {
    exchanges: Vec<Exchange>,
    stdout: String,
    stderr: String,
    files: Vec<(String, u64)>,
}

impl Seen {
    fn of(proxy: &Proxy, done: &Finished, defender: &Defender) -> Result<Self> {
        let mut exchanges = proxy.take();
        // They go out at once, in random order.
        exchanges.sort_by(|a, b| (&a.method, &a.path).cmp(&(&b.method, &b.path)));
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&defender.home)? {
            let entry = entry?;
            files.push((entry.file_name().to_string_lossy().into_owned(), entry.metadata()?.len()));
        }
        files.sort();
        Ok(Self { exchanges, stdout: without_times(&done.stdout), stderr: without_times(&done.stderr), files })
    }
}

/// Digits that depend on the moment.
fn without_times(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn now_and_stop_look_alike_whatever_word_is_typed() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), GRAIN)?;
    let proxy = Proxy::start(&relay.address, Arc::new(Honest)).await?;
    let stage = Stage::behind(dir, relay, &proxy.address)?;
    let mut seen = Vec::new();
    for word in ["right", "duress", "wrong"] {
        let defender = Defender::armed(stage.dir.path(), word, &stage.desk.contact)?;
        defender.start("12h", "1h", &[])?.done()?;
        let _ = proxy.take();
        let now = Seen::of(&proxy, &defender.visit("now", word, &[])?.done()?, &defender)?;
        // What was released answers as what is held.
        let again = Seen::of(&proxy, &defender.visit("now", word, &[])?.done()?, &defender)?;
        let stop = Seen::of(&proxy, &defender.visit("stop", word, &[])?.done()?, &defender)?;
        seen.push((now, again, stop));
    }
    let (now, again, stop) = seen.first().context("three words were typed")?;
    for other in &seen {
        ensure!((&other.0, &other.1, &other.2) == (now, again, stop), "{other:#?}\nbeside\n{now:#?}\n{stop:#?}");
    }
    ensure!(now == again);
    for exchange in now.exchanges.iter().chain(&stop.exchanges) {
        ensure!((exchange.sent, exchange.received, exchange.status) == (4352, 4096, 200), "{exchange:?}");
        ensure!(exchange.headers == now.exchanges[0].headers, "{exchange:?}");
    }
    let asked = |seen: &Seen| -> Vec<_> {
        seen.exchanges.iter().map(|exchange| format!("{} {}", exchange.method, exchange.path)).collect()
    };
    ensure!(asked(now) == ["POST /v1/deposits", "POST /v1/deposits/renew"], "{now:?}");
    ensure!(asked(stop) == ["DELETE /v1/deposits", "POST /v1/deposits"], "{stop:?}");
    Ok(())
}
