//! `GET /v1/feed`: everything from an index on, and then every tick, for as long as the reader stays.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::response::Response;
use bytes::Bytes;
use davylamp_protocol::log::feed::Frame;
use serde::Deserialize;
use tokio::sync::{mpsc, watch};

use super::{NO_STORE, Problem, Relay, octets, read, reads};
use crate::ledger::Head;
use crate::store::BODY_LEN;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeedQuery {
    from: u64,
    bodies: Option<u8>,
}

pub(super) async fn get(
    State(relay): State<Arc<Relay>>,
    query: Result<Query<FeedQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(FeedQuery { from, bodies }) = query.map_err(|_| Problem::Malformed)?;
    let bodies = match bodies {
        None => false,
        Some(1) => true,
        Some(_) => return Err(Problem::Malformed),
    };
    let heads = relay.ledger.subscribe();
    if from > relay.ledger.head().size {
        return Err(Problem::Beyond);
    }
    let kept = relay.ledger.store().first_body();
    if bodies && from < kept {
        return Err(Problem::Purged(kept));
    }
    let (sender, receiver) = mpsc::channel(FRAMES_AHEAD);
    tokio::spawn(Feed { relay, next: from, bodies, sender, patience: PATIENCE }.run(heads));
    let stream = futures_util::stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|frame| (Ok::<Bytes, std::convert::Infallible>(frame), receiver))
    });
    Ok(octets(Body::from_stream(stream), NO_STORE))
}

struct Feed {
    relay: Arc<Relay>,
    next: u64,
    bodies: bool,
    sender: mpsc::Sender<Bytes>,
    patience: Patience,
}

/// How long a stream waits before it says or does something.
#[derive(Clone, Copy)]
struct Patience {
    /// For a tick, before the reader hears that the relay is there.
    tick: Duration,
    /// For the reader to take a frame, before the stream ends.
    reader: Duration,
}

/// The reader left, or its place in the log is gone: the stream ends.
struct Ended;

impl Feed {
    async fn run(mut self, mut heads: watch::Receiver<Arc<Head>>) {
        let mut stop = self.relay.stop.clone();
        let _ = tokio::select! {
            ended = self.follow(&mut heads) => ended,
            _ = stop.wait_for(|stopped| *stopped) => Err(Ended),
        };
    }

    async fn follow(&mut self, heads: &mut watch::Receiver<Arc<Head>>) -> Result<(), Ended> {
        loop {
            let head = Arc::clone(&heads.borrow_and_update());
            self.send_up_to(&head).await?;
            self.wait(heads).await?;
        }
    }

    async fn send_up_to(&mut self, head: &Head) -> Result<(), Ended> {
        while self.next < head.size {
            let count = usize::try_from(head.size - self.next).unwrap_or(BATCH).min(BATCH);
            let (first, bodies) = (self.next, self.bodies);
            let frame = read(&self.relay, move |relay| entries_frame(relay, first, count, bodies)).await;
            self.send(frame.map_err(|_| Ended)?).await?;
            self.next += count as u64;
        }
        // Exactly the size sent so far: the reader holds its own root against it.
        let checkpoint = Frame::Checkpoint(head.checkpoint.clone().into_bytes());
        self.send(checkpoint.encode().map_err(|_| Ended)?).await
    }

    async fn wait(&mut self, heads: &mut watch::Receiver<Arc<Head>>) -> Result<(), Ended> {
        loop {
            match tokio::time::timeout(self.patience.tick, heads.changed()).await {
                Ok(changed) => return changed.map_err(|_| Ended),
                Err(_) => self.send(Frame::KeepAlive.encode().map_err(|_| Ended)?).await?,
            }
        }
    }

    async fn send(&self, frame: Vec<u8>) -> Result<(), Ended> {
        // A reader that stopped reading does not hold memory for ever.
        let sent = tokio::time::timeout(self.patience.reader, self.sender.send(frame.into())).await;
        sent.map_err(|_| Ended)?.map_err(|_| Ended)
    }
}

fn entries_frame(relay: &Relay, first: u64, count: usize, bodies: bool) -> Result<Vec<u8>, Problem> {
    let entries = reads::entries(relay, first, count)?;
    let frame = if bodies {
        let bytes = relay.ledger.store().bodies(first, count)?;
        let bodies = bytes.as_chunks::<BODY_LEN>().0.iter().map(|body| Box::new(*body));
        Frame::Slots { first, slots: entries.into_iter().zip(bodies).collect() }
    } else {
        Frame::Entries { first, entries }
    };
    frame.encode().map_err(|_| Problem::Unavailable)
}

/// Entries of one frame, at most: about 1 MB with bodies.
const BATCH: usize = 256;
const FRAMES_AHEAD: usize = 2;
const PATIENCE: Patience = Patience { tick: Duration::from_secs(15), reader: Duration::from_secs(300) };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Cards;
    use crate::chunks::Chunks;
    use crate::deposits::{Deposits, Keeper, SystemBoot};
    use crate::desks::Desks;
    use crate::keys::Keys;
    use crate::ledger::Ledger;
    use crate::sequencer::{Rhythm, SealedDummies, Sequencer, SystemClock};
    use crate::store::FileStore;
    use crate::store::state::State as SmallState;

    const SHORT: Duration = Duration::from_millis(10);
    const LONG: Duration = Duration::from_secs(30);

    /// A relay that never ticks, and the end of its feed that a reader holds.
    struct Quiet {
        _dir: tempfile::TempDir,
        stop: watch::Sender<bool>,
        feed: Option<Feed>,
        heads: watch::Receiver<Arc<Head>>,
        receiver: mpsc::Receiver<Bytes>,
    }

    impl Quiet {
        fn new(patience: Patience) -> Self {
            let dir = tempfile::tempdir().unwrap();
            FileStore::create(dir.path()).unwrap();
            let keys = Keys::from_seeds("example.org/relay", &[1; 32], &[2; 32]).unwrap();
            let store = Arc::new(FileStore::open(dir.path()).unwrap());
            let ledger = Arc::new(Ledger::open(store, keys, 1).unwrap());
            let state = Arc::new(SmallState::open(&dir.path().join("state")).unwrap());
            let rhythm = Rhythm { tick: LONG, count: 2, cap: 2 };
            let dummies = Box::new(SealedDummies::new());
            let sequencer = Sequencer::new(Arc::clone(&ledger), rhythm, dummies, Box::new(SystemClock));
            let (stop, stopped) = watch::channel(false);
            let heads = ledger.subscribe();
            let sequencer = Arc::new(sequencer);
            let clocks = Box::new(SystemBoot::new());
            let keeper = Keeper::open(dir.path(), LONG, clocks, Arc::clone(&sequencer)).unwrap();
            let (deposits, _) = Deposits::start(keeper).unwrap();
            let relay = Arc::new(Relay {
                ledger,
                sequencer,
                deposits,
                chunks: Arc::new(Chunks::open(dir.path(), Arc::clone(&state), 0).unwrap()),
                cards: Cards::open(dir.path(), Desks::new(dir.path()), state).unwrap(),
                tags: reads::TagCache::default(),
                stop: stopped,
            });
            let (sender, receiver) = mpsc::channel(1);
            let feed = Some(Feed { relay, next: 0, bodies: false, sender, patience });
            Self { _dir: dir, stop, feed, heads, receiver }
        }

        fn run(&mut self) -> tokio::task::JoinHandle<()> {
            tokio::spawn(self.feed.take().unwrap().run(self.heads.clone()))
        }

        async fn next(&mut self) -> Option<Bytes> {
            tokio::time::timeout(LONG, self.receiver.recv()).await.unwrap()
        }
    }

    #[tokio::test]
    async fn a_quiet_relay_says_that_it_is_there() {
        let mut quiet = Quiet::new(Patience { tick: SHORT, reader: LONG });
        let _running = quiet.run();
        assert_eq!(quiet.next().await.unwrap()[0], 2, "the checkpoint of the empty log");
        let alive = Frame::KeepAlive.encode().unwrap();
        for _ in 0..3 {
            assert_eq!(quiet.next().await.unwrap(), alive);
        }
    }

    #[tokio::test]
    async fn a_reader_that_takes_nothing_is_left() {
        let mut quiet = Quiet::new(Patience { tick: SHORT, reader: SHORT });
        let running = quiet.run();
        tokio::time::timeout(LONG, running).await.unwrap().unwrap();
        assert_eq!(quiet.next().await.unwrap()[0], 2, "what was ready is still there");
        assert_eq!(quiet.next().await, None);
    }

    #[tokio::test]
    async fn a_reader_that_left_ends_its_stream() {
        let mut quiet = Quiet::new(Patience { tick: SHORT, reader: LONG });
        let running = quiet.run();
        quiet.receiver.close();
        tokio::time::timeout(LONG, running).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_relay_that_stops_ends_its_streams() {
        let mut quiet = Quiet::new(Patience { tick: LONG, reader: LONG });
        let running = quiet.run();
        quiet.next().await.unwrap();
        quiet.stop.send(true).unwrap();
        tokio::time::timeout(LONG, running).await.unwrap().unwrap();
    }
}
