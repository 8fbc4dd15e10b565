//! The dead-man's switch: each relay's `Hold` and the desk's `Attendance` are the transition functions.
//!
//! **Parties.** A device and its owner, one or two relays that each hold a lapsing deposit, a desk.
//!
//! **State.** Durable: each relay's record of its deposit and its deposit clock, the desk's `Attendance`. Every step begins
//! with `Hold::decode` and `Attendance::decode_state`, as after a crash, and ends with what they encode.
//!
//! **Network.** Whatever the device has once sent may arrive at any time after, any number of times, in any order, and
//! never: [`Act::Accept`], [`Act::Visit`], [`Act::Take`].
//!
//! **Clocks.** Time passes in units of 60 s ([`Act::Pass`]). The device's wall clock may be a unit off at each check-in, the
//! desk's five units ahead ([`Act::Due`]). Deposit time follows neither. A reboot takes a unit, of which the wall clock
//! may show none or two ([`Act::Reboot`]).
//!
//! **Withholding.** A relay that withholds is one whose [`Act::Release`] does not come.
//!
//! Beside each record stand the few facts that the specification speaks of ([`Facts`]): what the model says of a record
//! is said in their terms, not in the code's.

use std::sync::OnceLock;

use davylamp_protocol::alert::{AlertBody, AlertContent, Attendance, Attended, Judged, Word};
use davylamp_protocol::deposit::{Action, DepositId, Hold, Lapse, Outcome, RenewalRoot, Visit, WRONG_MAX, verifier_of};
use stateright::{Model, Property};
use zeroize::Zeroizing;

use super::cast::{typed, words, x_of};

/// Seconds in a unit of time; the grain of deadlines too.
pub(crate) const UNIT: u64 = 60;
/// Units that a deposit is held.
pub(crate) const HOLD: u64 = 2;
/// Places of x: the alert in the deposits; then each check-in.
const ALERT: usize = 0;

/// What is wrong with a variant that the properties must refute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// A wrong word starts the hold anew.
    WrongWordRenews,
    /// The duress word deletes like the right one.
    DuressDeletes,
    /// A wrong word's count is forgotten by the next visit.
    WrongOnesAreForgotten,
    /// Deposit time follows the wall clock.
    WallClock,
    /// A reboot loses the deposits.
    RestartLoses,
    /// A record that cannot be read is dropped.
    DamagedIsDropped,
    /// The desk moves its deadline for any word.
    AnyWordMoves,
}

/// One run's bounds.
#[derive(Clone, Debug)]
pub(crate) struct CheckIns {
    pub(crate) relays: usize,
    /// Words that the owner, or whoever has the device, types.
    pub(crate) words: Vec<Judged>,
    /// Check-ins after the start, stops among them.
    pub(crate) rounds: u8,
    /// Units of time.
    pub(crate) horizon: u8,
    /// Whether relays reboot (once each, with any step of the wall clock) and records get damaged.
    pub(crate) faults: bool,
    /// Whether the desk hears.
    pub(crate) desk: bool,
    pub(crate) broken: Option<Broken>,
}

/// All parties at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    /// Units that have passed.
    pub(crate) now: u8,
    pub(crate) device: Device,
    pub(crate) relays: [Relay; 2],
    pub(crate) desk: Desk,
}

/// The device: it cannot tell what its owner typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Device {
    /// Every check-in so far; the first is the start.
    pub(crate) said: Vec<Said>,
}

/// One check-in, as it was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Said {
    pub(crate) word: Judged,
    pub(crate) renews: u64,
    pub(crate) until: u64,
}

/// A relay.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Relay {
    pub(crate) deposit: Deposit,
    /// Units of deposit time.
    pub(crate) clock: u8,
    pub(crate) rebooted: bool,
    pub(crate) facts: Facts,
}

/// What became of a deposit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Deposit {
    /// Not accepted yet.
    Sent,
    /// `Hold::encode`.
    Held(Vec<u8>),
    Published,
    Deleted,
}

/// What the specification speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Facts {
    /// When it was accepted or last rightly renewed: units of true time, and of deposit time.
    renewed: (u8, u8),
    /// Wrong words since, one that was sent again counted once; and the last of them.
    wrong: u8,
    last_wrong: usize,
    duress: bool,
    damaged: bool,
    /// The clock was set forward during a reboot.
    forward: bool,
    /// A delete under the right word has come in time.
    deleted: bool,
}

/// The desk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Desk {
    pub(crate) attendance: Vec<u8>,
    /// Check-ins that were opened.
    pub(crate) taken: u8,
}

/// What may happen, named as in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Act {
    /// The deposit arrives: `Hold::new`.
    Accept { relay: usize },
    /// Somebody types a word: visits and an *alive* are in the outbox. `off`: the device's clock, in units.
    CheckIn { word: Judged, off: i8 },
    /// The same, to stop.
    Stop { word: Judged },
    /// A visit arrives, for the first time or again: `Hold::visit`.
    Visit { relay: usize, place: usize, action: Action, word: Judged },
    /// A tick: what `is_due`, or cannot be read, is published.
    Release { relay: usize },
    /// A reboot that takes a unit, of which the wall clock shows `shown`: 0, 1 or 2.
    Reboot { relay: usize, shown: u8 },
    /// A record can no longer be read.
    Damage { relay: usize },
    /// A unit passes.
    Pass,
    /// The desk opens a check-in: `Attendance::take`.
    Take { place: usize },
    /// The desk opens the alert that a relay has published.
    TakeAlert,
    /// The desk looks at its clock: `Attendance::due`.
    Due { ahead: u64 },
}

/// The deposit's id at a relay.
pub(crate) fn id_of(relay: usize) -> DepositId {
    [u8::try_from(relay).unwrap() + 1; 16]
}

/// What a word shows at a relay: really stretched, once for all runs.
pub(crate) fn r_of(relay: usize, word: Judged) -> &'static [u8; 32] {
    static R: OnceLock<[[[u8; 32]; 3]; 2]> = OnceLock::new();
    let all = R.get_or_init(|| {
        let roots = [Judged::Right, Judged::Duress, Judged::Other]
            .map(|word| RenewalRoot::derive(&Word::typed(typed(word)), &[0x5a; 32]));
        [0, 1].map(|relay| [0, 1, 2].map(|word: usize| *roots[word].r(&id_of(relay))))
    });
    &all[relay][word as usize]
}

/// The visit that somebody's check-in number `place` sends to a relay.
pub(crate) fn visit(relay: usize, place: usize, action: Action, word: Judged) -> Visit {
    let nonce = [u8::try_from(place).unwrap(); 16];
    Visit { action, id: id_of(relay), r: Zeroizing::new(*r_of(relay, word)), nonce }
}

/// Who may put the deposit at a relay off.
pub(crate) fn lapse(relay: usize) -> Lapse {
    let [right, duress] = [Judged::Right, Judged::Duress].map(|word| verifier_of(r_of(relay, word)));
    Lapse { hold: u32::try_from(HOLD * UNIT).unwrap(), right, duress }
}

/// Deposit time in milliseconds.
pub(crate) fn ms(units: u8) -> u64 {
    u64::from(units) * UNIT * 1000
}

/// The body of a check-in.
pub(crate) fn alive(place: usize, said: Said) -> AlertBody {
    let Said { word, renews, until } = said;
    let content = AlertContent::Alive { word: Word::typed(typed(word)), renews, until, grace: 0 };
    AlertBody { x: x_of(1 + place), content }
}

/// The body of the deposited alert.
pub(crate) fn alert() -> AlertBody {
    AlertBody { x: x_of(ALERT), content: AlertContent::Alert }
}

impl CheckIns {
    fn is(&self, broken: Broken) -> bool {
        self.broken == Some(broken)
    }

    /// What an outbox holds after one check-in: a stop deletes, all else renews.
    fn visits(world: &World) -> impl Iterator<Item = (usize, Action, Judged)> {
        world.device.said.iter().enumerate().skip(1).map(|(place, said)| {
            let action = if said.until == 0 { Action::Delete } else { Action::Renew };
            (place, action, said.word)
        })
    }

    fn check_in(&self, device: &mut Device, word: Judged, until: u64) {
        let renews = device.said.last().map_or(0, |said| said.until);
        device.said.push(Said { word, renews, until });
    }

    fn visit(&self, world: &mut World, relay: usize, place: usize, (action, word): (Action, Judged)) {
        let now = world.now;
        let Relay { deposit, clock, facts, .. } = &mut world.relays[relay];
        let Deposit::Held(record) = deposit else { return };
        // What cannot be read is not visited: it is published with the next tick.
        let Ok(mut hold) = Hold::decode(record) else { return };
        facts.hear(action, word, place, (now, *clock));
        let (shown, done) = match word {
            Judged::Other if self.is(Broken::WrongWordRenews) => (Judged::Right, Action::Renew),
            Judged::Duress if self.is(Broken::DuressDeletes) => (Judged::Right, action),
            Judged::Right | Judged::Duress | Judged::Other => (word, action),
        };
        if self.is(Broken::WrongOnesAreForgotten) {
            let fresh = Hold::new(&lapse(relay), ms(facts.renewed.1), UNIT * 1000);
            hold = if hold.is_due(ms(*clock)) { hold } else { fresh };
        }
        *deposit = match hold.visit(&visit(relay, place, done, shown), ms(*clock), UNIT * 1000) {
            Outcome::Held => Deposit::Held(hold.encode().to_vec()),
            Outcome::Deleted => Deposit::Deleted,
        };
    }

    fn release(&self, relay: &mut Relay) {
        let Deposit::Held(record) = &relay.deposit else { return };
        match Hold::decode(record) {
            Ok(hold) if hold.is_due(ms(relay.clock)) => relay.deposit = Deposit::Published,
            Ok(_) => {}
            Err(_) if self.is(Broken::DamagedIsDropped) => relay.deposit = Deposit::Deleted,
            Err(_) => relay.deposit = Deposit::Published,
        }
    }

    fn reboot(&self, relay: &mut Relay, shown: u8) {
        // `Pass` follows, and adds one.
        relay.clock = relay.clock + shown - 1;
        (relay.rebooted, relay.facts.forward) = (true, relay.facts.forward || shown > 1);
        if self.is(Broken::RestartLoses) && matches!(relay.deposit, Deposit::Held(_)) {
            relay.deposit = Deposit::Deleted;
        }
    }

    fn take(&self, desk: &mut Desk, body: &AlertBody, at: u64) {
        let mut attendance = Attendance::decode_state(&desk.attendance).unwrap();
        attendance.take(body, at);
        desk.attendance = attendance.encode_state().to_vec();
    }

    fn take_alive(&self, world: &mut World, place: usize) {
        let mut said = world.device.said[place];
        said.word = if self.is(Broken::AnyWordMoves) { Judged::Right } else { said.word };
        self.take(&mut world.desk, &alive(place, said), u64::from(world.now) * UNIT);
        world.desk.taken |= 1 << place;
    }

    /// From here on nobody types, one relay is up and honest, and time passes.
    fn carry_on(&self, world: &World, relay: usize) -> World {
        let mut world = world.clone();
        for _ in 0..=self.horizon.into() {
            for act in [Act::Release { relay }, Act::TakeAlert, Act::Pass] {
                world = self.next_state(&world, act).unwrap_or(world);
            }
        }
        world
    }
}

impl Facts {
    /// Section 11.2, in its own terms.
    fn hear(&mut self, action: Action, word: Judged, place: usize, (now, clock): (u8, u8)) {
        if self.are_due(clock) {
            return;
        }
        match (word, action) {
            (Judged::Right, Action::Renew) => (self.renewed, self.wrong) = ((now, clock), 0),
            (Judged::Right, Action::Delete) => self.deleted = true,
            (Judged::Duress, _) => self.duress = true,
            (Judged::Other, _) if self.wrong > 0 && self.last_wrong == place => {}
            (Judged::Other, _) => (self.wrong, self.last_wrong) = (self.wrong + 1, place),
        }
    }

    fn are_due(&self, clock: u8) -> bool {
        self.duress || self.wrong >= WRONG_MAX || u64::from(clock) >= u64::from(self.renewed.1) + HOLD
    }
}

impl Desk {
    fn attendance(&self) -> Attendance {
        Attendance::decode_state(&self.attendance).unwrap()
    }
}

impl World {
    fn is_published(&self) -> bool {
        self.relays.iter().any(|relay| relay.deposit == Deposit::Published)
    }

    /// Check-ins under the right word that the desk has opened.
    fn heard(&self) -> impl Iterator<Item = Said> {
        let said = self.device.said.iter().copied().enumerate();
        said.filter(|(place, said)| self.desk.taken >> place & 1 != 0 && said.word == Judged::Right)
            .map(|(_, said)| said)
    }
}

impl Model for CheckIns {
    type State = World;
    type Action = Act;

    fn init_states(&self) -> Vec<World> {
        let start = Said { word: Judged::Right, renews: 0, until: HOLD * UNIT };
        let relay = Relay { deposit: Deposit::Sent, clock: 0, rebooted: false, facts: Facts::default() };
        let attendance = Attendance::new(words(), u64::MAX).encode_state().to_vec();
        vec![World {
            now: 0,
            device: Device { said: vec![start] },
            relays: [relay.clone(), relay],
            desk: Desk { attendance, taken: 0 },
        }]
    }

    fn actions(&self, world: &World, acts: &mut Vec<Act>) {
        let said = &world.device.said;
        if said.len() <= self.rounds.into() && said.last().is_none_or(|said| said.until != 0) {
            let offs: &[i8] = if self.faults { &[-1, 0, 1] } else { &[0] };
            acts.extend(
                self.words.iter().flat_map(|word| offs.iter().map(|off| Act::CheckIn { word: *word, off: *off })),
            );
            acts.extend(self.words.iter().map(|word| Act::Stop { word: *word }));
        }
        for (relay, at) in world.relays.iter().enumerate().take(self.relays) {
            match &at.deposit {
                Deposit::Sent => acts.push(Act::Accept { relay }),
                Deposit::Held(_) => {
                    acts.extend(Self::visits(world).map(|(place, action, word)| Act::Visit {
                        relay,
                        place,
                        action,
                        word,
                    }));
                    acts.push(Act::Release { relay });
                    if self.faults && !at.facts.damaged {
                        acts.push(Act::Damage { relay });
                    }
                }
                Deposit::Published | Deposit::Deleted => {}
            }
            if self.faults && !at.rebooted && world.now < self.horizon {
                acts.extend([0, 1, 2].map(|shown| Act::Reboot { relay, shown }));
            }
        }
        acts.extend((world.now < self.horizon).then_some(Act::Pass));
        if self.desk {
            acts.extend(
                (0..said.len()).filter(|place| world.desk.taken >> place & 1 == 0).map(|place| Act::Take { place }),
            );
            acts.extend([0, 5].map(|ahead| Act::Due { ahead }));
            acts.extend(world.is_published().then_some(Act::TakeAlert));
        }
    }

    fn next_state(&self, world: &World, act: Act) -> Option<World> {
        let mut next = world.clone();
        let now = u64::from(world.now);
        match act {
            Act::Accept { relay } => {
                let Relay { deposit, clock, facts, .. } = &mut next.relays[relay];
                *deposit = Deposit::Held(Hold::new(&lapse(relay), ms(*clock), UNIT * 1000).encode().to_vec());
                facts.renewed = (world.now, *clock);
            }
            Act::CheckIn { word, off } => {
                let clock = now.saturating_add_signed(off.into()) * UNIT;
                let renews = world.device.said.last().map_or(0, |said| said.until);
                self.check_in(&mut next.device, word, AlertContent::next_deadline(renews, clock, HOLD * UNIT));
            }
            Act::Stop { word } => self.check_in(&mut next.device, word, 0),
            Act::Visit { relay, place, action, word } => self.visit(&mut next, relay, place, (action, word)),
            Act::Release { relay } => self.release(&mut next.relays[relay]),
            Act::Reboot { relay, shown } => {
                self.pass(&mut next);
                self.reboot(&mut next.relays[relay], shown);
            }
            Act::Damage { relay } => {
                let Relay { deposit, facts, .. } = &mut next.relays[relay];
                *deposit = Deposit::Held(Vec::new());
                facts.damaged = true;
            }
            Act::Pass => self.pass(&mut next),
            Act::Take { place } => self.take_alive(&mut next, place),
            Act::TakeAlert if world.is_published() => self.take(&mut next.desk, &alert(), now * UNIT),
            Act::TakeAlert => {}
            Act::Due { ahead } => {
                let mut attendance = next.desk.attendance();
                attendance.due((now + ahead) * UNIT, 0);
                next.desk.attendance = attendance.encode_state().to_vec();
            }
        }
        (next != *world).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(MISSED_PUBLISHES, |model: &Self, world: &World| {
                (0..model.relays).all(|relay| model.publishes_or_was_deleted(world, relay))
            }),
            Property::always(KEPT_STAYS, |model: &Self, world: &World| {
                world.relays.iter().take(model.relays).all(|relay| {
                    let Facts { renewed, wrong, duress, damaged, forward, .. } = relay.facts;
                    let lapsed = u64::from(world.now) >= u64::from(renewed.0) + HOLD;
                    let due = lapsed || duress || wrong >= WRONG_MAX || damaged || forward;
                    relay.deposit != Deposit::Published || due
                })
            }),
            Property::always(DUE, |model: &Self, world: &World| {
                world.relays.iter().take(model.relays).all(|relay| match &relay.deposit {
                    Deposit::Held(record) => Hold::decode(record).map_or(relay.facts.damaged, |hold| {
                        hold.is_due(ms(relay.clock)) == relay.facts.are_due(relay.clock)
                    }),
                    Deposit::Sent | Deposit::Published | Deposit::Deleted => true,
                })
            }),
            Property::always(DESK_RINGS, |_: &Self, world: &World| desk_rings(world)),
            Property::sometimes(PUBLISHED, |_: &Self, world: &World| world.is_published()),
        ]
    }
}

impl CheckIns {
    /// True time, and deposit time by the boot clock.
    fn pass(&self, world: &mut World) {
        world.now += 1;
        let step = if self.is(Broken::WallClock) && world.device.said.len() > 1 { 2 } else { 1 };
        world.relays.iter_mut().for_each(|relay| relay.clock += step);
    }

    /// (c), the relay's half: whatever was accepted and not rightly deleted in time is published by a relay that is up,
    /// and then the desk rings.
    fn publishes_or_was_deleted(&self, world: &World, relay: usize) -> bool {
        match world.relays[relay].deposit {
            Deposit::Sent => true,
            Deposit::Deleted => world.relays[relay].facts.deleted,
            Deposit::Held(_) | Deposit::Published => {
                let end = self.carry_on(world, relay);
                let attendance = end.desk.attendance();
                end.relays[relay].deposit == Deposit::Published
                    && attendance.alert(&x_of(ALERT).name()).is_some_and(Attended::is_open)
            }
        }
    }
}

/// (c), the desk's half: once it has heard a check-in it rings at the last deadline that the right word set, whatever was
/// typed otherwise, came in another order or not at all. Only a stop under the right word takes that away. (Beside a stop
/// it may ring for nothing: a start that is kept back past its stop starts.)
fn desk_rings(world: &World) -> bool {
    let mut attendance = world.desk.attendance();
    let heard: Vec<Said> = world.heard().collect();
    let stopped = heard.iter().any(|said| said.until == 0);
    match attendance.deadline() {
        None => heard.is_empty() || stopped,
        Some((until, missed)) => {
            let newest = heard.iter().map(|said| said.until).max();
            (stopped || newest == Some(until)) && (missed || !attendance.due(u64::MAX, 0).is_empty())
        }
    }
}

pub(crate) const MISSED_PUBLISHES: &str = "a missed check-in is published by any one relay that is up, and rings";
pub(crate) const KEPT_STAYS: &str =
    "a kept check-in is not published, unless damaged or by a clock set forward in a reboot";
pub(crate) const DUE: &str = "due is what lapsed, what saw the duress word, and what saw five wrong ones; nothing else";
pub(crate) const DESK_RINGS: &str = "the desk rings at the deadline of the last check-in under the right word";
pub(crate) const PUBLISHED: &str = "a deposit is published";
