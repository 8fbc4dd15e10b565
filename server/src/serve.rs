//! Puts the parts together and serves them until told to stop.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::api::{self, Cards, Relay};
use crate::chunks::Chunks;
use crate::deposits::{BootClock, Deposits, Keeper, SystemBoot};
use crate::desks::Desks;
use crate::keys::{KeyError, Keys};
use crate::ledger::{Ledger, LedgerError};
use crate::metrics;
use crate::retention;
use crate::sequencer::{Clock, DummySource, SealedDummies, Sequencer, SystemClock};
use crate::settings::Settings;
use crate::store::state::State;
use crate::store::{FileStore, StoreError};

/// Why the relay did not start, or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The store did not open.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys did not open.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The log did not open.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Deposits are no longer released.
    #[error("the keeper of deposits stopped: restart the relay")]
    Deposits,
    /// The network's own error.
    #[error("network: {0}")]
    Network(#[from] std::io::Error),
}

/// What a relay is made of: the machine's own in production, a test's where it wants another.
pub struct Parts {
    /// The open log.
    pub ledger: Arc<Ledger>,
    /// Small changing state.
    pub state: Arc<State>,
    /// Where dummies come from.
    pub dummies: Box<dyn DummySource>,
    /// Time.
    pub clock: Box<dyn Clock>,
    /// The clocks that deposits go by.
    pub boot: Box<dyn BootClock>,
}

impl Parts {
    /// Opens the directory of `settings`.
    ///
    /// # Errors
    /// A missing, locked, damaged or newer directory, or missing keys.
    pub fn open(settings: &Settings) -> Result<Self, ServeError> {
        let store = Arc::new(FileStore::open(&settings.dir)?);
        let keys = Keys::open(&settings.dir)?;
        Ok(Self {
            ledger: Arc::new(Ledger::open(store, keys, SystemClock.unix_seconds())?),
            state: Arc::new(State::open(&settings.dir.join("state"))?),
            dummies: Box::new(SealedDummies::new()),
            clock: Box::new(SystemClock),
            boot: Box::new(SystemBoot::new()),
        })
    }
}

/// Serves the relay in the directory of `settings` on `listener` until `shutdown`; requests under way are answered.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(
    settings: Settings,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let parts = Parts::open(&settings)?;
    serve_with(parts, settings, listener, shutdown).await
}

/// As [`serve`], of parts that are open already.
///
/// # Errors
/// [`ServeError`].
pub async fn serve_with(
    parts: Parts,
    settings: Settings,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let ledger = parts.ledger;
    let cards = Cards::open(&settings.dir, Desks::new(&settings.dir), Arc::clone(&parts.state))?;
    let sequencer = Sequencer::new(Arc::clone(&ledger), settings.rhythm, parts.dummies, parts.clock);
    let sequencer = Arc::new(sequencer);
    let keeper = Keeper::open(&settings.dir, settings.deposit_grain, parts.boot, Arc::clone(&sequencer))?;
    let (deposits, keeping) = Deposits::start(keeper)?;
    let chunks = Arc::new(Chunks::open(&settings.dir, Arc::clone(&parts.state), settings.chunk_quota)?);
    let (stop, stopped) = watch::channel(false);
    let relay = Arc::new(Relay {
        ledger: Arc::clone(&ledger),
        sequencer: Arc::clone(&sequencer),
        cards,
        deposits: Arc::clone(&deposits),
        chunks: Arc::clone(&chunks),
        tags: Default::default(),
        stop: stopped.clone(),
    });

    let background = tokio::spawn(keep_house(Arc::clone(&relay), Arc::clone(&parts.state), settings.retention));
    let metrics = match settings.metrics {
        Some(address) => Some(tokio::spawn(metrics::serve(
            TcpListener::bind(address).await?,
            Arc::clone(&ledger),
            Arc::clone(&sequencer),
            Arc::clone(&deposits),
            chunks,
        ))),
        None => None,
    };
    // The tick outlives the listener, so that whoever waits for it is answered.
    let (stop_ticks, ticks_stopped) = watch::channel(false);
    let ticks = tokio::spawn(sequencer.run(ticks_stopped));
    let result = tokio::select! {
        served = listen(relay, listener, shutdown, stop) => served.map_err(ServeError::from),
        // Better no relay, which is noticed, than one that never raises an alert.
        failed = release(Arc::clone(&ledger), Arc::clone(&deposits)) => Err(failed),
    };
    deposits.stop().await;
    let _ = tokio::task::spawn_blocking(move || keeping.join()).await;
    let _ = stop_ticks.send(true);
    let _ = ticks.await;
    background.abort();
    if let Some(task) = metrics {
        task.abort();
    }
    result
}

/// Tells the keeper of each tick; ends only when nobody hears it any more.
async fn release(ledger: Arc<Ledger>, deposits: Arc<Deposits>) -> ServeError {
    let mut heads = ledger.subscribe();
    while deposits.tick().is_ok() {
        // The time is kept, and what failed is tried again, also while no tick can be published.
        let _ = tokio::time::timeout(LULL, heads.changed()).await;
    }
    ServeError::Deposits
}

async fn listen(
    relay: Arc<Relay>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
    stop: watch::Sender<bool>,
) -> std::io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // A proof of 4 KiB must not wait for an acknowledgement; if it does, it is only slower.
        let _ = stream.set_nodelay(true);
    });
    let mut stopped = stop.subscribe();
    let signal = async move {
        shutdown.await;
        let _ = stop.send(true);
    };
    let server = axum::serve(listener, api::routes(relay)).with_graceful_shutdown(signal);
    tokio::select! {
        served = server => served,
        () = async {
            let _ = stopped.wait_for(|stopped| *stopped).await;
            tokio::time::sleep(GRACE).await;
        } => Ok(()),
    }
}

/// Retention, and what the operator changed in the list of desks.
async fn keep_house(relay: Arc<Relay>, state: Arc<State>, keep: Duration) {
    let mut every = tokio::time::interval(HOUSEKEEPING);
    loop {
        every.tick().await;
        let (relay, state) = (Arc::clone(&relay), Arc::clone(&state));
        let done = tokio::task::spawn_blocking(move || {
            let now = SystemClock.unix_seconds();
            if let Err(error) = retention::sweep(&relay.ledger, &state, keep, now) {
                tracing::error!(%error, "retention");
            }
            if let Err(error) = relay.chunks.sweep(keep, now) {
                tracing::error!(%error, "retention of chunks");
            }
            relay.chunks.tell();
            if let Err(error) = relay.cards.sweep() {
                tracing::error!(%error, "cards");
            }
        });
        if done.await.is_err() {
            tracing::error!("housekeeping panicked");
        }
    }
}

/// The longest between two looks at the deposits.
const LULL: Duration = Duration::from_secs(1);
const HOUSEKEEPING: Duration = Duration::from_secs(60);
/// How long requests under way may still take after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);
