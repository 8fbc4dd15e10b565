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
    tokio::spawn(Feed { relay, next: from, bodies, sender }.run(heads));
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
            match tokio::time::timeout(KEEP_ALIVE, heads.changed()).await {
                Ok(changed) => return changed.map_err(|_| Ended),
                Err(_) => self.send(Frame::KeepAlive.encode().map_err(|_| Ended)?).await?,
            }
        }
    }

    async fn send(&self, frame: Vec<u8>) -> Result<(), Ended> {
        // A reader that stopped reading does not hold memory for ever.
        let sent = tokio::time::timeout(SEND_TIMEOUT, self.sender.send(frame.into())).await;
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
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const SEND_TIMEOUT: Duration = Duration::from_secs(300);
