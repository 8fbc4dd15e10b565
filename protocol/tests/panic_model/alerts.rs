//! Delivery, acknowledgement and cancel: the device's `Raised` and the desk's `Attendance` are the transition functions.
//!
//! **Parties.** A device, two relays, a desk, a person at the desk.
//!
//! **State.** What is durable: the device's `Raised` of each alert and its outbox, each relay's log, the desk's
//! `Attendance` and its outbox of acknowledgements; and what is volatile: what waits at a relay for the next tick. Device
//! and desk are restarted before every step: each action begins with `decode_state` and ends with `encode_state`.
//!
//! **Network.** What is in an outbox may be posted at any time, any number of times and never: loss, repetition and
//! reordering are the absence, the repetition and the order of [`Act::Post`], [`Act::Posted`], [`Act::PostAck`],
//! [`Act::Take`] and [`Act::Sees`]. A log is read in any order, and again.
//!
//! **Crashes.** [`Act::Crash`] drops what a party holds in memory: at a relay what waits. A device that crashes between
//! persisting and sending is one whose `Post` does not come yet. Who persists too late is [`Broken::OutboxInMemory`] and
//! [`Broken::AcksInMemory`].
//!
//! **Clocks.** None of this looks at one; the check-in model has them.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use davylamp_protocol::alert::{Attendance, Attended, Effect, Judged, Raised, Reached, Stage};
use davylamp_protocol::clue::Tag;
use stateright::{Model, Property};

use super::cast::{Ack, ORIGINS, STAGES, Said, acks_in, body_of, place_of, places_in, words, x_of};

/// What is wrong with a variant that the properties must refute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The device takes the acknowledgement of any alert for each.
    AnyAckCounts,
    /// The device shows *received* for its relay's proof.
    ProofCountsAsReceived,
    /// The device posts before it has persisted.
    OutboxInMemory,
    /// The desk remembers an x before its acknowledgement is in a durable outbox.
    AcksInMemory,
    /// The desk counts what it has seen by its key, and a drill uses the key up.
    TagsAreUsedUp,
    /// The desk takes a cancel for the newest alert, whatever it names.
    CancelForTheNewest,
    /// The desk takes any word for the right one.
    AnyWordStandsDown,
}

/// One run's script and what is wrong in it.
pub(crate) struct Alerts {
    /// What may be said, each at most once.
    pub(crate) said: Vec<Said>,
    /// 1 or 2.
    pub(crate) relays: usize,
    pub(crate) broken: Option<Broken>,
    tags: Vec<[[Tag; 2]; 2]>,
    right: Mutex<HashSet<u64>>,
}

/// All parties at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) device: Device,
    pub(crate) relays: [Relay; 2],
    pub(crate) desk: Desk,
}

/// The device.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Device {
    /// The state of each alert or drill, by its place; empty for what is not raised.
    pub(crate) raised: Vec<Vec<u8>>,
    /// Places that were sealed.
    pub(crate) sealed: u8,
    /// Places whose proof has not come, for each relay.
    pub(crate) outbox: [u8; 2],
}

/// A relay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Relay {
    /// Volatile: places that wait for the next tick.
    pub(crate) waiting: u8,
    /// Places in the log.
    pub(crate) log: u8,
    /// Acknowledgements in the log.
    pub(crate) acks: u16,
}

/// The desk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Desk {
    pub(crate) attendance: Vec<u8>,
    /// Acknowledgements that are not in the log yet, for each relay.
    pub(crate) outbox: [u16; 2],
    /// Places that were opened.
    pub(crate) taken: u8,
    /// Acknowledgements that desk or person decided on.
    pub(crate) made: u16,
}

/// What may happen, named as in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Act {
    /// The owner raises, updates or cancels: `Raised::new`, `follow`, `cancel`. Durable, with the outbox.
    Seal { place: usize },
    /// The device posts to a relay.
    Post { relay: usize, place: usize },
    /// A relay publishes one that waits.
    Tick { relay: usize, place: usize },
    /// The relay's proof comes: `Raised::posted`.
    Posted { relay: usize, place: usize },
    /// The desk opens what is in a log: `Attendance::take`.
    Take { place: usize },
    /// A person has it: `Attendance::acknowledge`.
    Acknowledge { place: usize },
    /// The desk posts an acknowledgement, and the relay publishes it.
    PostAck { relay: usize, ack: Ack },
    /// The device reads a log: `Raised::sees`.
    Sees { relay: usize, ack: Ack },
    /// Memory is lost.
    Crash(Party),
}

/// Who crashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Party {
    Device,
    Relay(usize),
    Desk,
}

impl Alerts {
    /// A run in which each of `said` may be said.
    pub(crate) fn new(said: &[Said], relays: usize, broken: Option<Broken>) -> Self {
        let tags = (0..said.len()).map(|place| [0, 1].map(|relay| STAGES.map(|stage| Ack { place, stage }.tag(relay))));
        Self { said: said.to_vec(), relays, broken, tags: tags.collect(), right: Mutex::default() }
    }

    fn tag(&self, relay: usize, ack: Ack) -> &Tag {
        &self.tags[ack.place][relay][ack.stage as usize - 1]
    }

    /// `check`, once for each value of `part`: what else a state holds has no part in it.
    fn once_right(&self, part: impl Hash, check: impl FnOnce() -> bool) -> bool {
        let part = hash_of(part);
        if self.right.lock().unwrap().contains(&part) {
            return true;
        }
        let right = check();
        if right {
            self.right.lock().unwrap().insert(part);
        }
        right
    }

    fn is(&self, broken: Broken) -> bool {
        self.broken == Some(broken)
    }

    /// Places of alerts and drills.
    fn alerts(&self) -> impl Iterator<Item = usize> {
        (0..self.said.len()).filter(|place| self.said[*place].about().is_none())
    }

    /// An alert and everything about it.
    fn around(&self, alert: usize) -> impl Iterator<Item = usize> {
        (0..self.said.len()).filter(move |place| *place == alert || self.said[*place].about() == Some(alert))
    }

    fn may_seal(&self, world: &World, place: usize) -> bool {
        let fresh = world.device.sealed >> place & 1 == 0;
        fresh
            && match self.said[place] {
                Said::Alert | Said::Drill => true,
                Said::Update { about } => world.device.alert(about).is_some_and(|raised| raised.calls_on()),
                Said::Cancel { about, .. } => world.device.alert(about).is_some(),
            }
    }

    fn seal(&self, device: &mut Device, place: usize) {
        let origins = &ORIGINS[..self.relays];
        match self.said[place] {
            Said::Alert | Said::Drill => device.persist(place, &Raised::new(&x_of(place), origins)),
            Said::Update { about } => device.change(about, |raised| raised.follow(&x_of(place), origins)),
            Said::Cancel { about, .. } => device.change(about, |raised| {
                raised.follow(&x_of(place), origins);
                raised.cancel();
            }),
        }
        device.sealed |= 1 << place;
        device.outbox.iter_mut().take(self.relays).for_each(|outbox| *outbox |= 1 << place);
    }

    fn take(&self, desk: &mut Desk, place: usize) {
        let mut attendance = desk.attendance();
        let used_up = self.is(Broken::TagsAreUsedUp) && desk.taken != 0;
        let mut said = self.said[place];
        if let Said::Cancel { about, word } = &mut said {
            let newest = self.alerts().filter(|alert| desk.taken >> alert & 1 != 0).max();
            *about = newest.filter(|_| self.is(Broken::CancelForTheNewest)).unwrap_or(*about);
            *word = if self.is(Broken::AnyWordStandsDown) { Judged::Right } else { *word };
        }
        let body = body_of(place, said);
        let effects = if used_up { Vec::new() } else { attendance.take(&body, 0) };
        // By the other relay, by the same log read again after a crash, posted twice: nothing new.
        let taken = attendance.encode_state();
        assert!(used_up || (attendance.take(&body, 0).is_empty() && attendance.encode_state() == taken));
        let received = effects.iter().filter_map(|effect| match effect {
            Effect::Acknowledge(x) => Some(Ack { place: place_of(x), stage: Stage::Received }),
            Effect::Raised { .. }
            | Effect::Updated { .. }
            | Effect::Cancelled { .. }
            | Effect::Alive { .. }
            | Effect::Missed { .. } => None,
        });
        let received: Vec<Ack> = received.collect();
        desk.taken |= 1 << place;
        desk.persist(&attendance);
        received.into_iter().for_each(|ack| desk.decide(ack, self.relays));
    }

    fn acknowledge(&self, desk: &mut Desk, place: usize) {
        let mut attendance = desk.attendance();
        let acknowledged = attendance.acknowledge(&x_of(place).name());
        desk.persist(&attendance);
        for x in acknowledged {
            desk.decide(Ack { place: place_of(&x), stage: Stage::Person }, self.relays);
        }
    }

    fn sees(&self, device: &mut Device, relay: usize, ack: Ack) {
        for alert in self.alerts().filter(|alert| device.sealed >> alert & 1 != 0).collect::<Vec<_>>() {
            let known = if self.is(Broken::AnyAckCounts) { Ack { place: alert, ..ack } } else { ack };
            device.change(alert, |raised| _ = raised.sees(ORIGINS[relay], self.tag(relay, known)));
        }
    }

    fn posted(&self, device: &mut Device, relay: usize, place: usize) {
        let alert = self.said[place].about().unwrap_or(place);
        device.change(alert, |raised| raised.posted(ORIGINS[relay]));
        if self.is(Broken::ProofCountsAsReceived) {
            let ack = Ack { place, stage: Stage::Received };
            device.change(alert, |raised| _ = raised.sees(ORIGINS[relay], self.tag(relay, ack)));
        }
        device.outbox[relay] &= !(1 << place);
    }

    fn crash(&self, world: &mut World, party: Party) {
        match party {
            Party::Relay(relay) => world.relays[relay].waiting = 0,
            Party::Device if self.is(Broken::OutboxInMemory) => {
                world.device = Device { sealed: world.device.sealed, ..self.init_states().swap_remove(0).device };
            }
            Party::Desk if self.is(Broken::AcksInMemory) => world.desk.outbox = [0; 2],
            Party::Device | Party::Desk => {}
        }
    }

    /// One step on if from here nothing is lost, nothing crashes, the owner does nothing more, and only `relay` is up, for
    /// ever: the same transitions, until none changes anything.
    fn carry_on(&self, world: &World, relay: usize) -> Option<World> {
        let mut acts = Vec::new();
        self.actions(world, &mut acts);
        acts.into_iter().find_map(|act| {
            let works = match act {
                Act::Seal { .. } | Act::Crash(_) => false,
                Act::Take { place } => world.relays[relay].log >> place & 1 != 0,
                Act::Acknowledge { .. } => true,
                Act::Post { relay: at, .. }
                | Act::Tick { relay: at, .. }
                | Act::Posted { relay: at, .. }
                | Act::PostAck { relay: at, .. }
                | Act::Sees { relay: at, .. } => at == relay,
            };
            works.then(|| self.next_state(world, act))?
        })
    }

    /// (a): whether every alert that was ever raised comes to a person, and its owner to know it, by this relay alone.
    /// Where one state arrives, all on its way do: each is carried on by one step only, in all the run.
    fn arrives_by(&self, world: &World, relay: usize) -> bool {
        let (mut world, mut way) = (world.clone(), Vec::new());
        let arrives = loop {
            let part = world.part_of(relay);
            if self.right.lock().unwrap().contains(&part) {
                break true;
            }
            way.push(part);
            match self.carry_on(&world, relay) {
                Some(next) => world = next,
                None => break self.has_arrived(&world),
            }
        };
        if arrives {
            self.right.lock().unwrap().extend(way);
        }
        arrives
    }

    fn has_arrived(&self, world: &World) -> bool {
        let attendance = world.desk.attendance();
        self.alerts().filter(|alert| world.device.sealed >> alert & 1 != 0).all(|alert| {
            let seen = attendance.alert(&x_of(alert).name()).is_some_and(Attended::is_raised);
            seen && world.reached(alert) == Some(Reached::Person)
        })
    }
}

fn hash_of(part: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    part.hash(&mut hasher);
    hasher.finish()
}

impl Device {
    pub(crate) fn alert(&self, place: usize) -> Option<Raised> {
        let state = self.raised.get(place).filter(|state| !state.is_empty())?;
        Some(Raised::decode_state(state).unwrap())
    }

    fn persist(&mut self, place: usize, raised: &Raised) {
        self.raised[place] = raised.encode_state().to_vec();
    }

    fn change(&mut self, place: usize, change: impl FnOnce(&mut Raised)) {
        // In a broken variant a crash may have forgotten what an acknowledgement is for.
        let Some(mut raised) = self.alert(place) else { return };
        change(&mut raised);
        self.persist(place, &raised);
    }
}

impl Desk {
    pub(crate) fn attendance(&self) -> Attendance {
        Attendance::decode_state(&self.attendance).unwrap()
    }

    fn persist(&mut self, attendance: &Attendance) {
        self.attendance = attendance.encode_state().to_vec();
    }

    fn decide(&mut self, ack: Ack, relays: usize) {
        // An acknowledgement is sealed and put into the outbox once: two under one tag would not look like dummies.
        if self.made & ack.bit() == 0 {
            self.made |= ack.bit();
            self.outbox.iter_mut().take(relays).for_each(|outbox| *outbox |= ack.bit());
        }
    }
}

impl Model for Alerts {
    type State = World;
    type Action = Act;

    fn init_states(&self) -> Vec<World> {
        let attendance = Attendance::new(words(), u64::MAX).encode_state().to_vec();
        let device = Device { raised: vec![Vec::new(); self.said.len()], sealed: 0, outbox: [0; 2] };
        let desk = Desk { attendance, outbox: [0; 2], taken: 0, made: 0 };
        vec![World { device, relays: [Relay::default(); 2], desk }]
    }

    fn actions(&self, world: &World, acts: &mut Vec<Act>) {
        acts.extend((0..self.said.len()).filter(|place| self.may_seal(world, *place)).map(|place| Act::Seal { place }));
        for relay in 0..self.relays {
            let (Relay { waiting, log, acks }, outbox) = (world.relays[relay], world.device.outbox[relay]);
            acts.extend(places_in(outbox & !waiting & !log).map(|place| Act::Post { relay, place }));
            acts.extend(places_in(waiting).map(|place| Act::Tick { relay, place }));
            acts.extend(places_in(outbox & log).map(|place| Act::Posted { relay, place }));
            acts.extend(acks_in(world.desk.outbox[relay]).map(|ack| Act::PostAck { relay, ack }));
            acts.extend(acks_in(acks).map(|ack| Act::Sees { relay, ack }));
            acts.extend((waiting != 0).then_some(Act::Crash(Party::Relay(relay))));
        }
        let logged = world.relays[0].log | world.relays[1].log;
        acts.extend(places_in(logged & !world.desk.taken).map(|place| Act::Take { place }));
        acts.extend(
            self.alerts().filter(|alert| self.is_attended(world, *alert)).map(|place| Act::Acknowledge { place }),
        );
        acts.extend([Act::Crash(Party::Device), Act::Crash(Party::Desk)]);
    }

    fn next_state(&self, world: &World, act: Act) -> Option<World> {
        let mut next = world.clone();
        match act {
            Act::Seal { place } => self.seal(&mut next.device, place),
            Act::Post { relay, place } => next.relays[relay].waiting |= 1 << place,
            Act::Tick { relay, place } => {
                next.relays[relay].waiting &= !(1 << place);
                next.relays[relay].log |= 1 << place;
            }
            Act::Posted { relay, place } => self.posted(&mut next.device, relay, place),
            Act::Take { place } => self.take(&mut next.desk, place),
            Act::Acknowledge { place } => self.acknowledge(&mut next.desk, place),
            Act::PostAck { relay, ack } => {
                next.desk.outbox[relay] &= !ack.bit();
                next.relays[relay].acks |= ack.bit();
            }
            Act::Sees { relay, ack } => self.sees(&mut next.device, relay, ack),
            Act::Crash(party) => self.crash(&mut next, party),
        }
        (next != *world).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(ARRIVES, |model: &Self, world: &World| {
                (0..model.relays).all(|relay| model.arrives_by(world, relay))
            }),
            Property::always(NOT_FURTHER, |model: &Self, world: &World| {
                model.alerts().all(|alert| model.is_shown_truly(world, alert))
            }),
            Property::always(RINGS, |model: &Self, world: &World| {
                let part = (RINGS, &world.desk.attendance, world.desk.taken);
                model.once_right(part, || model.alerts().all(|alert| model.rings_as_told(world, alert)))
            }),
            Property::always(STANDS_DOWN, |model: &Self, world: &World| {
                let part = (STANDS_DOWN, &world.desk.attendance, world.desk.taken);
                model.once_right(part, || model.alerts().all(|alert| model.stands_as_told(world, alert)))
            }),
            Property::sometimes(ALL_KNOW, |model: &Self, world: &World| {
                world.device.sealed.count_ones() as usize == model.said.len()
                    && model.alerts().all(|alert| world.reached(alert) == Some(Reached::Person))
            }),
            Property::sometimes(BY_ANOTHER, |model: &Self, world: &World| {
                model.alerts().any(|alert| model.is_told(world, alert) && world.desk.taken >> alert & 1 == 0)
            }),
        ]
    }
}

impl World {
    /// What has a part in how it goes on if only one relay is up: not what the other holds.
    fn part_of(&self, relay: usize) -> u64 {
        let device = (&self.device.raised, self.device.sealed, self.device.outbox[relay]);
        let desk = (&self.desk.attendance, self.desk.outbox[relay], self.desk.taken, self.desk.made);
        hash_of((relay, device, self.relays[relay], desk))
    }

    fn reached(&self, alert: usize) -> Option<Reached> {
        self.device.alert(alert).map(|raised| raised.reached())
    }
}

impl Alerts {
    /// Whether a person could acknowledge something that nobody has.
    fn is_attended(&self, world: &World, alert: usize) -> bool {
        let news = |place: usize| world.desk.made & Ack { place, stage: Stage::Person }.bit() == 0;
        self.around(alert).any(|place| world.desk.taken >> place & 1 != 0 && news(place))
    }

    /// Whether something about the alert was opened.
    fn is_told(&self, world: &World, alert: usize) -> bool {
        self.around(alert).any(|place| place != alert && world.desk.taken >> place & 1 != 0)
    }

    /// (b): each state that is shown has what shows it: an entry in a log, a decision of the desk, one of a person.
    fn is_shown_truly(&self, world: &World, alert: usize) -> bool {
        let made = |stage| self.around(alert).any(|place| world.desk.made & Ack { place, stage }.bit() != 0);
        let logged = self.around(alert).any(|place| (world.relays[0].log | world.relays[1].log) >> place & 1 != 0);
        match world.reached(alert) {
            None | Some(Reached::Queued) => true,
            Some(Reached::OnRelay) => logged,
            Some(Reached::Received) => logged && made(Stage::Received),
            Some(Reached::Person) => logged && made(Stage::Person),
        }
    }

    /// A drill hides no alert, and an alert no drill: each rings once it, or an update about it, was opened. Nothing
    /// rings that was not said.
    fn rings_as_told(&self, world: &World, alert: usize) -> bool {
        let attendance = world.desk.attendance();
        let entry = attendance.alert(&x_of(alert).name()).cloned();
        let opened = world.desk.taken >> alert & 1 != 0;
        let updated = places_in(world.desk.taken).any(|place| self.said[place] == Said::Update { about: alert });
        let raised = entry.as_ref().is_some_and(Attended::is_raised);
        // An update alone does not ring for what the word has stood down.
        let down = entry.as_ref().is_some_and(Attended::is_stood_down);
        let drill = self.said[alert] == Said::Drill;
        (!opened || raised && entry.is_some_and(|entry| entry.is_drill() == drill))
            && (!raised || opened || updated)
            && (!updated || raised || down)
    }

    /// The right word stands down its own alert and no other; a duress word never does, nor does any word then.
    fn stands_as_told(&self, world: &World, alert: usize) -> bool {
        let typed =
            |word| places_in(world.desk.taken).any(|place| self.said[place] == Said::Cancel { about: alert, word });
        let down = typed(Judged::Right) && !typed(Judged::Duress);
        let attendance = world.desk.attendance();
        attendance.alert(&x_of(alert).name()).is_none_or(|entry| {
            entry.is_stood_down() == down
                && entry.is_open()
                    == ((entry.is_raised() || typed(Judged::Duress)) && !entry.is_acknowledged() && !down)
        })
    }
}

pub(crate) const ARRIVES: &str = "every alert comes to a person, and its owner to know it, by any one relay that is up";
pub(crate) const NOT_FURTHER: &str =
    "nothing is shown further along than it is, nor by an acknowledgement that no desk made";
pub(crate) const RINGS: &str = "each alert rings as itself: no drill hides it, and nothing rings that was not raised";
pub(crate) const STANDS_DOWN: &str = "only its own right word stands an alert down";
const ALL_KNOW: &str = "all was said, and a person has it";
const BY_ANOTHER: &str = "something about an alert comes before the alert";
