use std::sync::atomic::AtomicU64;

use super::*;
use crate::keys::Keys;
use crate::store::FileStore;

/// A clock that stands still until it is moved.
struct Still {
    start: Instant,
    seconds: Arc<AtomicU64>,
}

impl Clock for Still {
    fn now(&self) -> Instant {
        self.start + Duration::from_secs(self.seconds.load(Ordering::SeqCst))
    }
    fn unix_seconds(&self) -> u64 {
        1_800_000_000 + self.seconds.load(Ordering::SeqCst)
    }
}

struct Numbered(u64);

impl DummySource for Numbered {
    fn dummy(&mut self) -> [u8; 4096] {
        self.0 += 1;
        let mut dummy = [0xdd; 4096];
        dummy[..8].copy_from_slice(&self.0.to_be_bytes());
        dummy
    }
}

fn sequencer() -> (tempfile::TempDir, Sequencer, Arc<AtomicU64>) {
    let dir = tempfile::tempdir().unwrap();
    FileStore::create(dir.path()).unwrap();
    let keys = Keys::from_seeds("example.org/relay", &[1; 32], &[2; 32]).unwrap();
    let store = Arc::new(FileStore::open(dir.path()).unwrap());
    let ledger = Arc::new(Ledger::open(store, keys, 1_800_000_000).unwrap());
    let seconds = Arc::new(AtomicU64::new(0));
    let clock = Still { start: Instant::now(), seconds: Arc::clone(&seconds) };
    let rhythm = Rhythm { tick: Duration::from_secs(2), count: 2, cap: 64 };
    let sequencer = Sequencer::new(ledger, rhythm, Box::new(Numbered(0)), Box::new(clock));
    (dir, sequencer, seconds)
}

fn envelope(number: u8) -> Bytes {
    let mut envelope = vec![0; 4096];
    envelope[0] = number;
    envelope.into()
}

fn waits(submission: Submission) -> oneshot::Receiver<Outcome> {
    match submission {
        Submission::Waits(receiver) => receiver,
        Submission::Logged(at) => panic!("logged at {at}"),
    }
}

#[test]
fn a_tick_without_visitors_is_as_large_as_one_with() {
    let (_dir, sequencer, _) = sequencer();
    let mut pace = Pace::new(2, 64);
    sequencer.tick(&mut pace).unwrap();
    assert_eq!(sequencer.ledger.head().size, 2);
    let mut receiver = waits(sequencer.submit(&envelope(1)).unwrap());
    sequencer.tick(&mut pace).unwrap();
    assert_eq!(sequencer.ledger.head().size, 4);
    let at = receiver.try_recv().unwrap().unwrap();
    assert!((2..4).contains(&at));
    assert!(matches!(sequencer.submit(&envelope(1)), Ok(Submission::Logged(index)) if index == at));
}

#[test]
fn a_short_burst_waits_its_turn() {
    let (_dir, sequencer, seconds) = sequencer();
    let mut pace = Pace::new(2, 64);
    let receivers: Vec<_> = (0..14).map(|n| waits(sequencer.submit(&envelope(n)).unwrap())).collect();
    for tick in 1..=7 {
        sequencer.tick(&mut pace).unwrap();
        assert_eq!(sequencer.ledger.head().size, 2 * tick, "the count does not follow a burst");
        seconds.fetch_add(2, Ordering::SeqCst);
    }
    assert!(receivers.into_iter().all(|mut receiver| receiver.try_recv().is_ok()));
}

#[test]
fn a_long_wait_doubles_the_count() {
    let (_dir, sequencer, seconds) = sequencer();
    let mut pace = Pace::new(2, 64);
    let _receivers: Vec<_> = (0..100).map(|n| waits(sequencer.submit(&envelope(n)).unwrap())).collect();
    sequencer.tick(&mut pace).unwrap();
    seconds.store(16, Ordering::SeqCst);
    sequencer.tick(&mut pace).unwrap();
    assert_eq!(sequencer.ledger.head().size, 2 + 4);
}

#[test]
fn a_card_takes_a_place_and_a_body_of_zeros() {
    let (_dir, sequencer, _) = sequencer();
    let card = Entry::Card { key_hash: [1; 32], serial: 1, note_hash: [2; 32] };
    let mut receiver = waits(sequencer.submit_card(&card).unwrap());
    sequencer.tick(&mut Pace::new(2, 64)).unwrap();
    let at = receiver.try_recv().unwrap().unwrap();
    let store = sequencer.ledger.store();
    assert_eq!(store.entries(at, 1).unwrap(), [card.encode()]);
    assert_eq!(store.bodies(at, 1).unwrap(), [0; BODY_LEN]);
    assert_eq!(sequencer.ledger.head().size, 2);
}

#[test]
fn ticks_are_due_on_one_grid_and_those_that_are_missed_are_left_out() {
    let (start, tick) = (tokio::time::Instant::now(), Duration::from_secs(2));
    let due = |seconds: u64, now_ms: u64| {
        let next = next_due(start + Duration::from_secs(seconds), tick, start + Duration::from_millis(now_ms));
        next.duration_since(start).as_millis()
    };
    assert_eq!(due(2, 2001), 4000);
    assert_eq!(due(2, 4000), 4000, "just in time");
    assert_eq!(due(2, 4001), 6000, "late: the next one of the grid, and no sooner");
    assert_eq!(due(2, 9001), 10_000);
}

#[test]
fn back_to_back_ticks_are_due_at_once() {
    let now = tokio::time::Instant::now();
    assert_eq!(next_due(now, Duration::ZERO, now + Duration::from_millis(3)), now + Duration::from_millis(3));
}

#[test]
fn what_is_kept_is_seen_by_nobody_until_it_is_shown_and_found_all_the_same() {
    let (_dir, sequencer, _) = sequencer();
    let mut receiver = waits(sequencer.submit(&envelope(1)).unwrap());
    let kept = sequencer.keep(&mut Pace::new(2, 64)).unwrap();
    assert_eq!(sequencer.ledger.head().size, 0);
    let mut again = waits(sequencer.submit(&envelope(1)).unwrap());
    assert!(receiver.try_recv().is_err() && again.try_recv().is_err(), "nobody is told of what cannot be read");
    sequencer.show(kept).tell();
    assert_eq!(sequencer.ledger.head().size, 2);
    assert_eq!(receiver.try_recv(), again.try_recv());
    assert!(matches!(sequencer.submit(&envelope(1)), Ok(Submission::Logged(_))));
}

#[tokio::test]
async fn whoever_comes_when_a_tick_is_drawn_already_waits_for_the_one_after_it() {
    let (_dir, sequencer, _) = sequencer();
    let mut pace = Pace::new(2, 64);
    let ended = async |tick: std::pin::Pin<&mut dyn Future<Output = ()>>| {
        tokio::time::timeout(Duration::from_millis(1), tick).await.is_ok()
    };
    let mut before = std::pin::pin!(sequencer.next_tick());
    let kept = sequencer.keep(&mut pace).unwrap();
    let mut after = std::pin::pin!(sequencer.next_tick());
    assert!(!ended(before.as_mut()).await, "kept, and shown to nobody");
    let mut receiver = waits(sequencer.submit(&envelope(1)).unwrap());
    sequencer.show(kept).tell();
    assert!(ended(before.as_mut()).await && !ended(after.as_mut()).await && receiver.try_recv().is_err());
    sequencer.tick(&mut pace).unwrap();
    assert!(
        ended(after.as_mut()).await && receiver.try_recv().unwrap().is_ok(),
        "together with an envelope that came then"
    );
}
