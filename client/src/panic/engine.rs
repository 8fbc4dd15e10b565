//! Sends what waits, follows what comes back, says again what nobody has answered, and shows how far it has come.
//!
//! One courier for each relay of each contact, on a connection of its own; one follower beside it. They report here, and
//! everything that they report is kept in the profile before it is shown.

mod courier;
mod follower;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use davylamp_protocol::alert::Reached;
use davylamp_protocol::clue::Tag;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use self::courier::Lane;
use super::board::Board;
use super::book::Book;
use super::exit;
use super::profile::{Alert, Kind, Profile, Waiting};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, RelayError, now};
use crate::signals::Signals;
use crate::terminal::Terminal;

/// How fast things are tried and said again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Between two "still in danger".
    pub(super) repeat: Duration,
    /// The first pause after a failure; it doubles.
    pub(super) retry_min: Duration,
    /// The longest pause.
    pub(super) retry_max: Duration,
}

/// When the engine has done its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// A person has the alert, or it was called off.
    Person,
    /// A person at every contact has the drill.
    Everybody,
    /// Of everything of this kind a copy is on one relay of each contact at least.
    Posted(Kind),
    /// Nothing is left to do.
    Nothing,
}

/// What couriers and followers report.
enum Event {
    /// A relay answered for a request, with a proof or a promise that holds.
    Posted { waiting: Box<Waiting>, index: Option<u64> },
    /// It did not; after `pause` the same bytes go out again.
    Retry { contact: usize, why: RelayError, pause: Duration },
    /// Tags that stand in the log of a lane.
    Seen { contact: usize, relay: usize, tags: Vec<Tag> },
}

/// The engine at work.
pub(super) struct Engine<'a> {
    book: Book,
    pace: Pace,
    goal: Goal,
    board: Board<'a>,
    network: NetworkArgs,
    snapshot: watch::Sender<Arc<Profile>>,
    events: (mpsc::Sender<Event>, mpsc::Receiver<Event>),
    followers: HashMap<(usize, usize), JoinHandle<()>>,
    /// When "still in danger" is due, and how often it had been said when that was reckoned.
    still: (Instant, u32),
    /// Since when the goal is reached somewhere, while something still waits elsewhere.
    reached_since: Option<Instant>,
    ends_at: Option<Instant>,
}

impl<'a> Engine<'a> {
    /// Prepares; sends nothing yet.
    pub(super) fn new(book: Book, network: &NetworkArgs, pace: Pace, goal: Goal, terminal: &'a Terminal) -> Self {
        let network = book.profile().network(network);
        let stills = book.profile().alert.as_ref().map_or(0, |alert| alert.stills);
        Self {
            snapshot: watch::Sender::new(Arc::new(book.profile().clone())),
            events: mpsc::channel(EVENTS),
            board: Board::new(terminal, goal),
            still: (Instant::now() + pace.repeat, stills),
            followers: HashMap::new(),
            reached_since: None,
            ends_at: None,
            book,
            pace,
            goal,
            network,
        }
    }

    /// Ends after `seconds`, whatever has come of it.
    pub(super) fn end_after(mut self, seconds: Option<u64>) -> Self {
        self.ends_at = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
        self
    }

    /// Says "still in danger" at once, if an alert goes on.
    pub(super) fn say_still_now(mut self) -> Self {
        self.still.0 = Instant::now();
        self
    }

    /// Works until the goal is reached, the time is over, or a signal comes; gives the exit code.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if signals cannot be heard.
    pub(super) async fn run(mut self) -> Result<u8, Failure> {
        let mut signals = Signals::new()?;
        self.send_couriers();
        self.show_trouble();
        self.board.show(self.book.profile());
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        look.tick().await;
        self.seal_ahead();
        loop {
            self.publish();
            self.book.wipe();
            if let Some(code) = self.is_done() {
                return Ok(self.end(code));
            }
            let (still, ends) = (self.still_due(), self.ends_at);
            tokio::select! {
                event = self.events.1.recv() => self.take(event),
                () = at(still) => self.say_still(),
                _ = look.tick() => { if self.book.refresh() { self.changed_elsewhere(); } }
                () = at(ends) => return Ok(self.end(self.code())),
                () = signals.end() => return Ok(self.end(self.code())),
            }
        }
    }

    fn send_couriers(&mut self) {
        for (contact, relay) in self.book.profile().lanes() {
            if let Some(lane) = self.lane(contact, relay) {
                tokio::spawn(courier::run(lane, self.snapshot.subscribe(), self.events.0.clone()));
            }
        }
    }

    /// Followers for lanes in whose log something of the alert stands, as far as there are none yet.
    fn send_followers(&mut self) {
        let Some(alert) = &self.book.profile().alert else { return };
        let places = alert.followed.iter().enumerate().flat_map(|(contact, followed)| {
            followed.places.iter().enumerate().filter_map(move |(relay, from)| Some((contact, relay, (*from)?)))
        });
        for (contact, relay, from) in places.collect::<Vec<_>>() {
            if self.followers.contains_key(&(contact, relay)) {
                continue;
            }
            if let Some(lane) = self.lane(contact, relay) {
                let task = tokio::spawn(follower::run(lane, from, self.events.0.clone()));
                self.followers.insert((contact, relay), task);
            }
        }
    }

    fn lane(&self, contact: usize, relay: usize) -> Option<Lane> {
        let line = self.book.profile().line(contact, relay)?;
        let (url, log) = (line.url.clone(), line.log_key()?);
        Some(Lane { contact, relay, url, log, network: self.network.clone(), pace: self.pace })
    }

    fn publish(&mut self) {
        self.send_followers();
        let profile = self.book.profile();
        self.snapshot.send_if_modified(|known| {
            let changed = **known != *profile;
            if changed {
                *known = Arc::new(profile.clone());
            }
            changed
        });
    }

    fn take(&mut self, event: Option<Event>) {
        match event {
            Some(Event::Posted { waiting, index }) => self.change(|profile| profile.posted(&waiting, index)),
            Some(Event::Retry { contact, why, pause }) => self.board.retry(contact, &why, pause),
            Some(Event::Seen { contact, relay, tags }) => self.look_at(contact, relay, &tags),
            // The engine itself holds a sender.
            None => {}
        }
    }

    /// Most tags are strangers': the profile is written only for one that says something.
    fn look_at(&mut self, contact: usize, relay: usize, tags: &[Tag]) {
        let mut trial = self.book.profile().clone();
        let fits = |tag: &&Tag| trial.saw(contact, relay, tag, now());
        let fitting: Vec<Tag> = tags.iter().filter(fits).copied().collect();
        if !fitting.is_empty() {
            self.change(|profile| {
                for tag in &fitting {
                    profile.saw(contact, relay, tag, now());
                }
            });
        }
    }

    fn say_still(&mut self) {
        let known = self.still.1;
        let said = self.book.change(|profile| {
            let stills = profile.alert.as_ref().map_or(0, |alert| alert.stills);
            // Another command may have said it a moment ago.
            if profile.calls_on() && stills == known { profile.say_still() } else { Ok(false) }
        });
        if said.is_ok_and(|said| said) {
            self.board.still();
        }
        self.reckon_still();
        self.show_trouble();
        self.board.show(self.book.profile());
    }

    fn changed_elsewhere(&mut self) {
        self.reckon_still();
        self.board.show(self.book.profile());
    }

    /// From now on, if it was said since.
    fn reckon_still(&mut self) {
        let stills = self.book.profile().alert.as_ref().map_or(0, |alert| alert.stills);
        if stills != self.still.1 || self.still.0 <= Instant::now() {
            self.still = (Instant::now() + self.pace.repeat, stills);
        }
    }

    fn still_due(&self) -> Option<Instant> {
        self.book.profile().calls_on().then_some(self.still.0)
    }

    /// For the next time. While it is not kept, the alert at hand is not held up.
    fn seal_ahead(&mut self) {
        if self.book.profile().ahead.is_none() && self.book.trouble().is_none() {
            // A recipient that cannot be sealed to was refused when it was armed.
            let _ = self.book.change(Profile::seal_ahead);
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Profile)) {
        self.book.note(change);
        self.show_trouble();
        self.board.show(self.book.profile());
    }

    fn show_trouble(&mut self) {
        self.board.trouble(self.book.trouble());
    }

    /// The goal is reached once it is reached somewhere; what still waits elsewhere gets some more time, and then is
    /// left to `resume`.
    fn is_done(&mut self) -> Option<u8> {
        let profile = self.book.profile();
        let empty = profile.outbox.is_empty();
        let (reached, everywhere, linger) = match self.goal {
            Goal::Person if profile.alert.as_ref().is_none_or(Alert::is_cancelled) => {
                (profile.is_posted(Kind::Cancel), !profile.waits(Kind::Cancel), LINGER)
            }
            Goal::Person => (profile.furthest() == Some(Reached::Person), empty, LINGER_ALERT),
            Goal::Everybody => (profile.everybody_has_it(), empty, LINGER),
            Goal::Posted(kind) => (profile.is_posted(kind), !profile.waits(kind), LINGER),
            Goal::Nothing => (empty && !profile.calls_on(), true, LINGER),
        };
        if !reached {
            self.reached_since = None;
            return None;
        }
        let since = *self.reached_since.get_or_insert_with(Instant::now);
        (everywhere || since.elapsed() > linger).then(|| self.code())
    }

    fn code(&self) -> u8 {
        let profile = self.book.profile();
        match self.goal {
            Goal::Posted(kind) if profile.is_posted(kind) => exit::DONE,
            Goal::Posted(_) => exit::QUEUED,
            Goal::Nothing if profile.outbox.is_empty() && !profile.calls_on() => exit::DONE,
            Goal::Person | Goal::Everybody | Goal::Nothing => exit::of(profile),
        }
    }

    fn end(&mut self, code: u8) -> u8 {
        let mut tidied = self.book.profile().clone();
        tidied.tidy(now());
        if tidied != *self.book.profile() {
            self.change(|profile| profile.tidy(now()));
        }
        self.board.end(code);
        code
    }
}

impl Profile {
    /// Whether at each contact one relay at least has everything of `kind`.
    fn is_posted(&self, kind: Kind) -> bool {
        self.contacts.iter().enumerate().all(|(contact, c)| {
            let waits = |relay: usize| {
                let mut outbox = self.outbox.iter();
                outbox.any(|w| (w.contact, w.relay, w.kind) == (contact, relay, kind))
            };
            (0..c.relays.len()).any(|relay| !waits(relay))
        })
    }

    fn waits(&self, kind: Kind) -> bool {
        self.outbox.iter().any(|waiting| waiting.kind == kind)
    }

    fn everybody_has_it(&self) -> bool {
        let alert = self.alert.as_ref();
        alert.is_none_or(|alert| alert.followed.iter().all(|f| f.raised.reached() == Reached::Person))
    }

    /// What was said on the command line, else what was said when it was armed.
    pub(super) fn network(&self, network: &NetworkArgs) -> NetworkArgs {
        if network.direct || network.socks.is_some() {
            return network.clone();
        }
        NetworkArgs { socks: self.way.socks.clone(), direct: self.way.direct }
    }
}

async fn at(instant: Option<Instant>) {
    match instant {
        Some(instant) => sleep_until(instant).await,
        None => std::future::pending().await,
    }
}

/// Between two looks whether another command changed the profile.
pub(super) const LOOK: Duration = Duration::from_millis(500);
/// How long an alert that one person has is still carried to the others from here.
const LINGER_ALERT: Duration = Duration::from_secs(30);
/// How long what one relay of each contact has is still carried to the other ones from here.
const LINGER: Duration = Duration::from_secs(3);
const EVENTS: usize = 256;
