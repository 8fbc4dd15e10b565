//! The life of one log's task: connect, catch up, stay, reconnect; acknowledge what came; watch for silence.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use davylamp_protocol::clue::{Position, Tag, ThreadKey};
use davylamp_protocol::log::feed::Frame;
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::message::{Message, Received};
use davylamp_protocol::week::DAY_SECONDS;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::canary::{Canaries, Verdict};
use super::commit::{Committed, commit, note_ack};
use super::follower::Follower;
use super::found::{Lie, Settled, Trouble};
use super::rescan::{expect_own, note_used};
use super::song::{Receipt, Song, look_at_card, sing};
use super::{Event, Watching};
use crate::desk::alerts::Patience;
use crate::desk::card::card_relay;
use crate::desk::home::{Evidence, HomeError, Lane, RelayProfile, State};
use crate::desk::outbox;
use crate::failure::Failure;
use crate::relay::{Feed, Relay, RelayError, now};
use crate::text::text_with;

/// How to follow.
pub(super) struct Options {
    /// End when caught up.
    pub(super) once: bool,
    pub(super) cover_mean: Duration,
    /// Reporters are told at once what was done.
    pub(super) account_at_once: bool,
    pub(super) alarms: Alarms,
}

/// How alarms ring.
#[derive(Clone, Debug)]
pub(super) struct Alarms {
    /// Seconds beyond a check-in's grace.
    pub(super) margin: u64,
    pub(super) ring_every: Duration,
    pub(super) hook: Option<String>,
    pub(super) notify: bool,
    pub(super) patience: Patience,
}

/// Why following stopped for now, or for good.
enum Stop {
    /// The connection ended or failed: try again.
    Again(RelayError),
    /// `--once`, and caught up.
    Done,
    /// Nothing more can be done here.
    Failed(Failure),
    /// The relay was caught.
    Caught { what: String, checkpoint: Option<String> },
}

impl From<HomeError> for Stop {
    fn from(error: HomeError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<RelayError> for Stop {
    fn from(error: RelayError) -> Self {
        // A stream that breaks off in a frame is a torn connection as often as a lie.
        if error.is_lie() && error != RelayError::Feed {
            return Self::Caught { what: error.name().to_owned(), checkpoint: None };
        }
        Self::Again(error)
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Lied { what, checkpoint } => Self::Caught { what: what.to_string(), checkpoint },
            Trouble::Disk(error) => Self::Failed(HomeError::Io("stream".into(), error).into()),
        }
    }
}

/// Follows one log until it is caught lying, or for ever.
pub(super) async fn follow(
    watching: Arc<Watching>,
    relay: RelayProfile,
    events: mpsc::Sender<Event>,
) -> Result<(), Failure> {
    let mut task = Task::new(watching, relay, events)?;
    let mut pause = PAUSE_MIN;
    loop {
        let stop = task.stay().await;
        match stop {
            Stop::Done => return Ok(()),
            Stop::Failed(failure) => return Err(failure),
            Stop::Caught { what, checkpoint } => return Err(task.caught(&what, checkpoint).await),
            Stop::Again(error) => {
                if task.watching.options.once {
                    return Err(error.into());
                }
                if task.was_ready {
                    pause = PAUSE_MIN;
                }
                task.unreachable(&error).await;
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSE_MAX);
    }
}

struct Task {
    watching: Arc<Watching>,
    relay: RelayProfile,
    events: mpsc::Sender<Event>,
    follower: Follower,
    canary_key: ThreadKey,
    canaries: Canaries,
    /// What the tasks beside the stream tell.
    songs: mpsc::Receiver<Song>,
    told: mpsc::Sender<Song>,
    /// Cover, and looks at the card: they end with this task.
    tasks: JoinSet<()>,
    /// Receipts for canaries whose place the stream has not reached.
    receipts: Vec<Receipt>,
    /// A lie that was met while the stream was away.
    met: Option<RelayError>,
    /// When each lane is acknowledged.
    due: HashMap<u64, Instant>,
    /// The generation of the profiles that the follower knows.
    profiles: u64,
    /// Where the desk's own tags lead, after a restore.
    own: HashMap<Tag, (String, Position)>,
    restored: bool,
    was_ready: bool,
    away: bool,
    stale: bool,
    card_gone: bool,
    settled_at: Instant,
    written: Instant,
    last_progress: Instant,
}

impl Task {
    fn new(watching: Arc<Watching>, relay: RelayProfile, events: mpsc::Sender<Event>) -> Result<Self, Failure> {
        let state = watching.home.read()?;
        let damaged = || HomeError::Damaged(watching.home.dir().to_owned());
        let log: VerifierKey = relay.log.parse().map_err(|_| damaged())?;
        let cosigner: VerifierKey = relay.cosigner.parse().map_err(|_| damaged())?;
        let log_name = log.name().to_owned();
        let place = state.log(&log_name).ok_or_else(damaged)?;
        let dir = watching.home.dir().join("stream");
        let reread = Arc::clone(&watching);
        let mut follower = Follower::new(&state, place, (log, cosigner), &dir, move || reread.home.read().ok())
            .map_err(|trouble| match trouble {
                Trouble::Disk(error) => HomeError::Io(dir.clone(), error),
                Trouble::Lied { .. } => damaged(),
            })?;
        let due = state.lanes.iter().filter(|(_, lane)| lane.last_content.is_some() && !lane.acknowledged);
        let due = due.map(|(handle, _)| (*handle, Instant::now() + SETTLE)).collect();
        let restored = state.rescan.contains(log_name.as_str());
        let own = if restored { expect_own(&state, &mut follower) } else { HashMap::new() };
        let canary_key = ThreadKey::new(state.canary.expose(), state.desk_key().ok_or_else(damaged)?);
        let (told, songs) = mpsc::channel(8);
        let profiles = watching.profiles.load(Ordering::Relaxed);
        Ok(Self {
            watching,
            relay,
            events,
            follower,
            canary_key,
            canaries: Canaries::new(),
            songs,
            told,
            tasks: JoinSet::new(),
            receipts: Vec::new(),
            met: None,
            due,
            profiles,
            own,
            restored,
            was_ready: false,
            away: false,
            stale: false,
            card_gone: false,
            settled_at: Instant::now(),
            written: Instant::now(),
            last_progress: Instant::now(),
        })
    }

    /// Connects and follows until something stops it.
    async fn stay(&mut self) -> Stop {
        match self.try_stay().await {
            Ok(()) => Stop::Done,
            Err(stop) => stop,
        }
    }

    async fn try_stay(&mut self) -> Result<(), Stop> {
        if let Some(lie) = self.met.take() {
            return Err(lie.into());
        }
        let relay = Relay::connect(&self.relay.url, &self.watching.network)?;
        let mut feed = self.open(&relay).await?;
        let mut ready = false;
        let mut clock = tokio::time::interval(Duration::from_millis(500));
        loop {
            tokio::select! {
                frame = feed.next() => {
                    let Some(frame) = frame? else {
                        return Err(Stop::Again(RelayError::Unreachable("the stream ended".into())));
                    };
                    self.progress(ready).await;
                    let Some(settled) = self.follower.take(frame)? else { continue };
                    self.settled(&settled, !ready).await?;
                    while let Some(more) = self.follower.found_behind() {
                        self.settled(&more, false).await?;
                    }
                    if !ready {
                        ready = true;
                        self.ready(settled.checkpoint.size).await?;
                        if self.watching.options.once {
                            return self.acknowledge_due(true).await;
                        }
                    }
                }
                Some(song) = self.songs.recv() => {
                    self.hear(song).await;
                    if let Some(lie) = self.met.take() {
                        return Err(lie.into());
                    }
                    self.check_receipts()?;
                }
                _ = clock.tick() => {
                    self.acknowledge_due(false).await?;
                    self.ring().await;
                }
            }
        }
    }

    /// Opens the stream with bodies; where they are gone, first follows the entries alone.
    async fn open(&mut self, relay: &Relay) -> Result<Feed, Stop> {
        match relay.feed(self.follower.next(), true).await {
            Err(RelayError::Purged { first }) if first > self.follower.next() => {
                self.check_purge()?;
                self.skip_to(relay, first).await?;
                Ok(relay.feed(self.follower.next(), true).await?)
            }
            Err(RelayError::NotYet) => Err(self.judge_short_log(relay).await),
            feed => Ok(feed?),
        }
    }

    /// The relay says that its log does not reach as far as what it signed: does it sign that too?
    async fn judge_short_log(&self, relay: &Relay) -> Stop {
        let shown = match card_relay(&self.relay) {
            Ok(line) => relay.checkpoint(&line).await,
            Err(failure) => return Stop::Failed(failure),
        };
        match shown {
            Ok(shown) if shown.verified.size < self.follower.settled_size() => {
                Stop::Caught { what: Lie::Shrunk.to_string(), checkpoint: Some(shown.note) }
            }
            Ok(_) => Stop::Again(RelayError::NotYet),
            Err(error) => error.into(),
        }
    }

    /// What was logged since the last checkpoint acted on is younger than it: a relay that purged it already lies.
    fn check_purge(&self) -> Result<(), Stop> {
        let state = self.watching.home.read()?;
        let away = state.log(self.follower.origin()).map_or(0, |log| now().saturating_sub(log.time));
        let kept = u64::from(self.relay.retention_days).saturating_sub(1) * DAY_SECONDS;
        if away >= kept {
            return Ok(());
        }
        Err(Stop::Caught { what: Lie::WithheldBody.to_string(), checkpoint: None })
    }

    async fn skip_to(&mut self, relay: &Relay, first: u64) -> Result<(), Stop> {
        let mut feed = relay.feed(self.follower.next(), false).await?;
        while self.follower.next() < first {
            let Some(frame) = feed.next().await? else { return Err(Stop::Again(RelayError::Feed)) };
            let frame = match frame {
                Frame::Entries { first: at, mut entries } => {
                    entries.truncate(usize::try_from(first.saturating_sub(at)).unwrap_or(usize::MAX));
                    Frame::Entries { first: at, entries }
                }
                other @ (Frame::Slots { .. } | Frame::Checkpoint(_) | Frame::KeepAlive) => other,
            };
            if let Some(settled) = self.follower.take(frame)? {
                self.settled(&settled, true).await?;
            }
            self.progress(false).await;
        }
        Ok(())
    }

    /// Writes down what a checkpoint settled, and tells of it.
    async fn settled(&mut self, settled: &Settled, first: bool) -> Result<(), Stop> {
        let (moment, clock) = (Instant::now(), now());
        self.settled_at = moment;
        self.canaries.checkpoint(moment);
        self.check_receipts()?;
        for n in &settled.batch.canaries {
            if let Some(Verdict::Fresh(took)) = self.canaries.seen(*n, moment) {
                self.tell(Event::Fresh { origin: self.origin(), seconds: took.as_secs() }).await;
            }
        }
        self.look_at_time(settled.time, clock).await;
        self.look_at_profiles(false)?;
        let found = !settled.batch.is_empty();
        if !(found || first || moment.duration_since(self.written) > WRITE_AFTER) {
            return Ok(());
        }
        let committed = commit(&self.watching.home, &self.follower, settled, clock)?;
        self.written = moment;
        self.note_own(settled)?;
        for content in &settled.batch.contents {
            self.due.insert(content.handle, moment + SETTLE);
        }
        if settled.batch.lost > 0 {
            self.tell(Event::Lost { origin: self.origin(), entries: settled.batch.lost }).await;
        }
        self.apply(committed).await
    }

    async fn apply(&mut self, committed: Committed) -> Result<(), Stop> {
        committed.dropped.iter().for_each(|handle| self.follower.drop_lane(*handle));
        if committed.posts {
            // Somebody counts the seconds: before anything is shown.
            self.watching.posts.notify_one();
        }
        if committed.tables {
            self.watching.tables.notify_one();
        }
        if committed.profiles_changed {
            self.watching.profiles.fetch_add(1, Ordering::Relaxed);
            self.look_at_profiles(true)?;
        }
        if committed.keys_changed {
            self.follower.reload_keys(&self.watching.home.read()?);
        }
        for event in committed.events {
            self.tell(event).await;
        }
        Ok(())
    }

    /// Takes up what was armed, or has moved on, here or in another log.
    fn look_at_profiles(&mut self, now: bool) -> Result<(), Stop> {
        let generation = self.watching.profiles.load(Ordering::Relaxed);
        if now || generation != self.profiles {
            self.profiles = generation;
            let state = self.watching.home.read()?;
            self.follower.reload_profiles(&state).map_err(Trouble::Disk)?;
        }
        Ok(())
    }

    async fn look_at_time(&mut self, time: u64, clock: u64) {
        let behind = clock.saturating_sub(time);
        let stale = behind > STALE_AFTER;
        if stale && !self.stale {
            self.tell(Event::Stale { origin: self.origin(), minutes: behind / 60 }).await;
        }
        self.stale = stale;
    }

    async fn ready(&mut self, size: u64) -> Result<(), Stop> {
        self.was_ready = true;
        if std::mem::take(&mut self.restored) {
            self.own.clear();
            let origin = self.origin();
            let acks = self.follower.own_acks();
            self.watching.home.update(|state: &mut State| {
                acks.iter().for_each(|ack| note_ack(state, ack, now()));
                state.rescan.remove(&origin);
                Ok::<_, HomeError>(())
            })?;
            // Acknowledgements of alerts waited for this look.
            self.watching.posts.notify_one();
        }
        self.watching.ready.lock().unwrap_or_else(PoisonError::into_inner).insert(self.origin());
        self.tell(Event::Ready { origin: self.origin(), size }).await;
        if std::mem::take(&mut self.away) {
            self.tell(Event::Back { origin: self.origin() }).await;
        }
        if self.watching.options.once {
            let card = look_at_card(&self.watching.home, &self.relay, &self.watching.network).await;
            self.hear(Song::Card(card)).await;
            return self.met.take().map_or(Ok(()), |lie| Err(lie.into()));
        }
        self.start_tasks();
        Ok(())
    }

    /// Cover and canaries begin when the desk is ready, or at once when the relay is out of reach: that must ring.
    fn start_tasks(&mut self) {
        if self.tasks.is_empty() && !self.watching.options.once {
            self.tasks.spawn(sing(Arc::clone(&self.watching), self.relay.clone(), self.told.clone()));
        }
    }

    /// Sends *received* for the lanes whose time has come.
    async fn acknowledge_due(&mut self, all: bool) -> Result<(), Stop> {
        let moment = Instant::now();
        let due: Vec<u64> =
            self.due.iter().filter(|(_, at)| all || **at <= moment).map(|(handle, _)| *handle).collect();
        if due.is_empty() {
            return Ok(());
        }
        due.iter().for_each(|handle| {
            self.due.remove(handle);
        });
        let home = &self.watching.home;
        let clock = now();
        home.update(|state: &mut State| {
            due.iter().try_for_each(|handle| acknowledge(&self.watching, state, *handle, clock))
        })
        .map_err(Stop::Failed)?;
        self.watching.posts.notify_one();
        Ok(())
    }

    async fn ring(&mut self) {
        if let Some(Verdict::CutOff(missed)) = self.canaries.look(Instant::now()) {
            self.tell(Event::CutOff { origin: self.origin(), missed }).await;
        }
        // A relay that is there and signs nothing hides as much as one that shows what is old.
        let silence = self.settled_at.elapsed().as_secs();
        if silence > STALE_AFTER && !std::mem::replace(&mut self.stale, true) {
            self.tell(Event::Stale { origin: self.origin(), minutes: silence / 60 }).await;
        }
    }

    async fn hear(&mut self, song: Song) {
        match song {
            Song::Posting(n) => {
                self.follower.expect_canary(&self.canary_key, n);
                self.canaries.posting(n, Instant::now());
            }
            Song::Receipt(receipt) => self.receipts.push(receipt),
            Song::Card(Err(RelayError::CardMissing)) => {
                // An operator may also have struck the desk off: it goes on reading, and must know.
                if !std::mem::replace(&mut self.card_gone, true) {
                    self.tell(Event::CardGone { origin: self.origin() }).await;
                }
            }
            Song::Card(Ok(())) => self.card_gone = false,
            Song::Card(Err(error)) | Song::Lied(error) => {
                self.met = self.met.take().or(Some(error).filter(RelayError::is_lie))
            }
        }
    }

    /// Holds the receipts against the log that was streamed: another entry in that place is a second history.
    fn check_receipts(&mut self) -> Result<(), Stop> {
        let follower = &self.follower;
        let (reached, waiting): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.receipts).into_iter().partition(|receipt| receipt.index < follower.settled_size());
        self.receipts = waiting;
        let dropped =
            reached.into_iter().find(|receipt| follower.leaf(receipt.index).is_some_and(|leaf| leaf != receipt.leaf));
        dropped.map_or(Ok(()), |receipt| {
            Err(Stop::Caught { what: Lie::Dropped.to_string(), checkpoint: Some(receipt.checkpoint) })
        })
    }

    async fn progress(&mut self, ready: bool) {
        if !ready && self.last_progress.elapsed() > PROGRESS_EVERY {
            self.last_progress = Instant::now();
            self.tell(Event::Progress { origin: self.origin(), at: self.follower.next() }).await;
        }
    }

    async fn unreachable(&mut self, error: &RelayError) {
        if !std::mem::replace(&mut self.away, true) {
            self.tell(Event::Unreachable { origin: self.origin(), why: error.to_string() }).await;
        }
        self.start_tasks();
        // While the stream is away canaries are posted all the same, and missed.
        while let Ok(song) = self.songs.try_recv() {
            self.hear(song).await;
        }
        self.ring().await;
    }

    async fn caught(&mut self, what: &str, checkpoint: Option<String>) -> Failure {
        self.tasks.abort_all();
        let (origin, settled) = (self.origin(), self.follower.settled_note().map(str::to_owned));
        let kept = self.watching.home.update(|state: &mut State| {
            if let (Some(log), Some(checkpoint)) = (state.log_mut(&origin), checkpoint) {
                log.evidence.truncate(EVIDENCE_MAX - 1);
                let before = settled.or_else(|| log.checkpoint.clone());
                log.evidence.push(Evidence { what: what.to_owned(), seen_at: now(), before, checkpoint });
            }
            Ok::<_, HomeError>(())
        });
        self.tell(Event::RelayLied { origin: self.origin(), what: what.to_owned() }).await;
        kept.err().map_or_else(|| lied(&self.origin(), what), Failure::from)
    }

    /// After a restore: what was sent since the backup is not sent again under the same tag or number.
    fn note_own(&mut self, settled: &Settled) -> Result<(), Stop> {
        let hits: Vec<(String, Position)> =
            settled.batch.own.iter().filter_map(|tag| self.own.get(tag).cloned()).collect();
        if !self.restored || hits.is_empty() {
            return Ok(());
        }
        let origin = self.origin();
        self.watching.home.update(|state: &mut State| {
            hits.iter().for_each(|(id, position)| note_used(state, &origin, id, *position));
            Ok::<_, HomeError>(())
        })?;
        Ok(())
    }

    fn origin(&self) -> String {
        self.follower.origin().to_owned()
    }

    async fn tell(&self, event: Event) {
        // Nobody listens any more: the command is ending.
        let _ = self.events.send(event).await;
    }
}

fn acknowledge(watching: &Watching, state: &mut State, handle: u64, clock: u64) -> Result<(), Failure> {
    // A relay publishes the parts over hours: what is not whole is not said to have been received.
    let lane = state.lanes.get_mut(&handle).filter(|lane| lane.complete && !lane.acknowledged);
    let Some(lane) = lane else { return Ok(()) };
    let id = lane.lane_id.as_ref().and_then(|id| hex::decode(id).ok()?.try_into().ok());
    let (Some(id), case) = (id, lane.case.clone()) else { return Ok(()) };
    lane.acknowledged = true;
    // A lane of copies is another desk's: nobody looks for an answer there.
    if lane
        .lane_id
        .as_ref()
        .is_some_and(|id| state.cases.get(&case).is_some_and(|c| c.mediation.copies.contains_key(id)))
    {
        return Ok(());
    }
    // One for each sending: it goes to every relay, whichever brought the message first.
    let named = lane.lane_id.clone();
    let is_twin = |(other, lane): (&u64, &Lane)| *other != handle && lane.case == case && lane.lane_id == named;
    if state.lanes.iter().any(|lane| is_twin(lane) && lane.1.acknowledged) {
        return Ok(());
    }
    let machine = state.case(&case)?.machine_lane;
    let received = Message::Received(Received::new(vec![id]));
    outbox::write(&watching.home, state, &case, machine, &received, clock)
}

/// The failure of a watch whose relay was caught.
pub(super) fn lied(origin: &str, what: &str) -> Failure {
    let what = crate::text::text(&format!("desk-lie-{what}"));
    Failure::new(text_with("desk-relay-lied", &[("origin", &origin), ("what", &what)]))
        .hint(crate::text::text("desk-relay-lied-hint"))
        .with_code(LIED)
}

/// A session whose message is whole is acknowledged after so long: another may follow at once.
const SETTLE: Duration = Duration::from_secs(2);
/// The place in the log is written at least so often.
const WRITE_AFTER: Duration = Duration::from_secs(30);
const PROGRESS_EVERY: Duration = Duration::from_secs(2);
const PAUSE_MIN: Duration = Duration::from_secs(1);
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// Seconds behind this machine's clock.
const STALE_AFTER: u64 = 300;
const EVIDENCE_MAX: usize = 16;
/// Exit code of a watch whose relay was caught.
const LIED: u8 = 4;
