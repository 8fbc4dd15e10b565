//! Follows one log for acknowledgements. What a relay streams is not believed; it need not be: whoever made a tag that
//! fits knows what only the desk was told.

use davylamp_protocol::clue::{Clue, Tag};
use davylamp_protocol::log::entry::Entry;
use davylamp_protocol::log::feed::Frame;
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::Event;
use super::courier::Lane;
use crate::relay::RelayError;

/// Streams the log of `lane` from entry `from` on, and reports the tags in it. Ends with the engine.
pub(super) async fn run(lane: Lane, mut from: u64, events: mpsc::Sender<Event>) {
    let mut failures = 0;
    while !events.is_closed() {
        let before = from;
        let ended = follow(&lane, &mut from, &events).await;
        failures = if from > before { 1 } else { failures + 1 };
        let why = ended.err().unwrap_or(RelayError::Feed);
        sleep(lane.pace.pause(failures, &why)).await;
    }
}

async fn follow(lane: &Lane, from: &mut u64, events: &mpsc::Sender<Event>) -> Result<(), RelayError> {
    let mut relay = None;
    let mut feed = lane.reach(&mut relay).await?.feed(*from, false).await?;
    while let Some(frame) = feed.next().await? {
        let Frame::Entries { first, entries } = frame else { continue };
        let tags: Vec<Tag> = entries.iter().filter_map(tag).collect();
        *from = first.saturating_add(entries.len() as u64);
        if !tags.is_empty() {
            let seen = Event::Seen { contact: lane.contact, relay: lane.relay, tags };
            events.send(seen).await.map_err(|_| RelayError::Feed)?;
        }
    }
    Ok(())
}

fn tag(entry: &Entry) -> Option<Tag> {
    match entry {
        Entry::Envelope { clue, .. } => Some(Clue::from_bytes(clue).tag),
        Entry::Card { .. } | Entry::Notice { .. } => None,
    }
}
