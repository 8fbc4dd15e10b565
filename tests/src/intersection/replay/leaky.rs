//! A relay that tells: the real one, in this process, whose clock is slow to read after somebody has posted.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use davylamp_server::keys::Keys;
use davylamp_server::sequencer::{Clock, SystemClock};
use davylamp_server::settings::Options;
use davylamp_server::store::FileStore;
use davylamp_server::{Parts, serve_with};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// A running relay; it ends when this is dropped.
pub struct Leaky {
    /// `127.0.0.1:PORT`.
    pub address: String,
    _stop: oneshot::Sender<()>,
    _dir: tempfile::TempDir,
}

impl Leaky {
    /// Starts one that ticks every `tick`, and is late by `delay` for a tick before which somebody posted.
    ///
    /// # Errors
    /// Whatever the relay says.
    pub async fn start(tick: Duration, count: usize, delay: Duration) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        Keys::create(dir.path(), "leaky.invalid")?;
        FileStore::create(dir.path())?;
        let tick_ms = Some(u64::try_from(tick.as_millis())?);
        let options = Options { tick_ms, count: Some(count), ..Options::default() };
        let settings = options.settings(dir.path().to_owned())?;
        let clock = Telltale { delay, asked: AtomicU32::new(0) };
        let parts = Parts { clock: Box::new(clock), ..Parts::open(&settings)? };
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(serve_with(parts, settings, listener, async {
            let _ = stopped.await;
        }));
        Ok(Self { address, _stop: stop, _dir: dir })
    }
}

/// The sequencer reads the time once for each that comes and once for each tick, and the date once for each tick.
struct Telltale {
    delay: Duration,
    asked: AtomicU32,
}

impl Clock for Telltale {
    fn now(&self) -> Instant {
        self.asked.fetch_add(1, Ordering::Relaxed);
        SystemClock.now()
    }

    fn unix_seconds(&self) -> u64 {
        if self.asked.swap(0, Ordering::Relaxed) > 1 {
            thread::sleep(self.delay);
        }
        SystemClock.unix_seconds()
    }
}
