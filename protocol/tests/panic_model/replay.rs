//! A sample of the models' traces, with real envelopes and requests in place of their sets of places.
//!
//! What the machines are fed with is what really opened, by tags that were really found in a log among dummies; after each
//! step they stand where the model says, byte for byte.

use std::collections::{HashMap, HashSet};

use davylamp_protocol::alert::{
    AlertBody, AlertLane, Attendance, Effect, Raised, Stage, X, open_alert, seal_ack, seal_alert,
};
use davylamp_protocol::clue::{DeskKey, Tag};
use davylamp_protocol::deposit::{Deposit, Hold, Outcome, Promise, Release, Visit, request_hash};
use davylamp_protocol::envelope::{Dummies, Envelope};
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::log::note::NoteSigner;
use rand_core::OsRng;
use stateright::Model;
use zeroize::Zeroizing;

use super::alerts::{self, Alerts, Party};
use super::cast::{Ack, ORIGINS, Said, body_of, place_of, words, x_of};
use super::check_in::{self, CheckIns, UNIT, alert, alive, id_of, lapse, ms};

/// Steps of a trace: each with the state that it leads to.
pub(crate) type Trace<M> = Vec<(<M as Model>::Action, <M as Model>::State)>;

/// A walk through a model of at most `steps` steps, the same for the same seed.
pub(crate) fn walk<M: Model>(model: &M, seed: u64, steps: usize) -> Trace<M>
where
    M::Action: Copy,
    M::State: Clone,
{
    let (mut draw, mut trace) = (seed, Vec::new());
    let mut world = model.init_states().swap_remove(0);
    while trace.len() < steps {
        let next = model.next_steps(&world);
        if next.is_empty() {
            break;
        }
        // Knuth's MMIX generator: any will do that is the same everywhere.
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = usize::try_from(draw >> 33).unwrap() % next.len();
        let (act, after) = next.into_iter().nth(place).unwrap();
        trace.push((act, after.clone()));
        world = after;
    }
    trace
}

/// More than any trace seals.
const SEALINGS: usize = 16;

/// The keys of a profile, its logs, and what its desk finds in them.
struct Profile {
    lane: AlertLane,
    identity: HybridIdentity,
    desk_lanes: Vec<AlertLane>,
    dummies: Dummies,
    logs: [Vec<Envelope>; 2],
}

impl Profile {
    fn new() -> Self {
        let lane = AlertLane::new(&[1; 32], DeskKey([9; 32]));
        let lanes = std::iter::successors(Some(lane.clone()), |lane| Some(lane.next())).take(SEALINGS);
        Self {
            desk_lanes: lanes.collect(),
            lane,
            identity: HybridIdentity::from_seed(Zeroizing::new([2; 32])),
            dummies: Dummies::new(&mut OsRng),
            logs: Default::default(),
        }
    }

    /// One sealing for each relay, and the key moves on.
    fn seal(&mut self, body: &AlertBody) -> [Envelope; 2] {
        let recipient = self.identity.to_recipient();
        let sealed = ORIGINS.map(|origin| seal_alert(&self.lane, origin, &recipient, body).unwrap());
        self.lane = self.lane.next();
        sealed
    }

    /// Into the log, beside a dummy.
    fn publish(&mut self, relay: usize, envelope: Envelope) {
        let dummy = self.dummies.seal(&mut OsRng);
        self.logs[relay].extend([envelope, dummy]);
    }

    /// All that opens in the logs, by the tags of the keys to come.
    fn found(&self) -> Vec<AlertBody> {
        let mut found = Vec::new();
        for (origin, log) in ORIGINS.iter().zip(&self.logs) {
            let tags: HashMap<Tag, &AlertLane> = self.desk_lanes.iter().map(|lane| (lane.tag(origin), lane)).collect();
            found.extend(log.iter().filter_map(|envelope| {
                let lane = tags.get(&envelope.clue().tag)?;
                Some(open_alert(lane, origin, &self.identity, envelope).unwrap().0)
            }));
        }
        found
    }

    fn find(&self, x: &X) -> AlertBody {
        self.found().into_iter().find(|body| body.x.expose() == x.expose()).expect("what the model takes is in a log")
    }
}

/// A relay takes a request: what it makes of the bytes.
fn request<T>(relay: usize, request: &[u8], decode: impl FnOnce(&[u8]) -> T) -> T {
    let log = NoteSigner::from_seed(ORIGINS[relay], &[3; 32]).unwrap();
    let promise = Promise { request: request_hash(request), time: 1 }.sign(&log);
    Promise::verify(promise.as_bytes(), &request_hash(request), log.verifier_key()).unwrap();
    decode(request)
}

fn post(relay: usize, envelope: &Envelope) -> Envelope {
    let bytes = Deposit::new(Release::Now, envelope.clone(), &mut OsRng).encode();
    let deposit = request(relay, &bytes, Deposit::decode).unwrap();
    assert!(deposit.release == Release::Now);
    deposit.envelope
}

/// Plays a trace of deliveries.
pub(crate) fn alerts(model: &Alerts, trace: &Trace<Alerts>) {
    let mut real = RealAlerts {
        said: model.said.clone(),
        relays: model.relays,
        profile: Profile::new(),
        raised: HashMap::new(),
        sealed: HashMap::new(),
        waiting: Default::default(),
        attendance: Attendance::new(words(), u64::MAX),
        made: HashSet::new(),
    };
    for (act, world) in trace {
        real.step(*act);
        for (place, raised) in &real.raised {
            assert_eq!(*raised.encode_state(), world.device.raised[*place], "{act:?}");
        }
        assert_eq!(*real.attendance.encode_state(), world.desk.attendance, "{act:?}");
    }
}

struct RealAlerts {
    said: Vec<Said>,
    relays: usize,
    profile: Profile,
    raised: HashMap<usize, Raised>,
    sealed: HashMap<usize, [Envelope; 2]>,
    waiting: [Vec<Envelope>; 2],
    attendance: Attendance,
    made: HashSet<Ack>,
}

impl RealAlerts {
    fn step(&mut self, act: alerts::Act) {
        match act {
            alerts::Act::Seal { place } => self.seal(place),
            alerts::Act::Post { relay, place } => {
                let envelope = post(relay, &self.sealed[&place][relay]);
                self.waiting[relay].push(envelope);
            }
            alerts::Act::Tick { relay, place } => {
                let at = self.waiting[relay].iter().position(|waits| *waits == self.sealed[&place][relay]);
                let envelope = self.waiting[relay].swap_remove(at.expect("what is published was posted"));
                self.profile.publish(relay, envelope);
            }
            alerts::Act::Posted { relay, place } => {
                let alert = self.said[place].about().unwrap_or(place);
                self.raised.get_mut(&alert).unwrap().posted(ORIGINS[relay]);
            }
            alerts::Act::Take { place } => self.take(place),
            alerts::Act::Acknowledge { place } => {
                let acknowledged = self.attendance.acknowledge(&x_of(place).name());
                self.made.extend(acknowledged.iter().map(|x| Ack { place: place_of(x), stage: Stage::Person }));
            }
            alerts::Act::PostAck { relay, ack } => {
                assert!(self.made.contains(&ack), "posted unasked");
                let envelope = seal_ack(&self.profile.dummies, ack.tag(relay), &mut OsRng);
                self.profile.publish(relay, post(relay, &envelope));
            }
            alerts::Act::Sees { relay, ack } => {
                let log = &self.profile.logs[relay];
                let tag = log.iter().map(|envelope| envelope.clue().tag).find(|tag| *tag == ack.tag(relay)).unwrap();
                self.raised.values_mut().for_each(|raised| _ = raised.sees(ORIGINS[relay], &tag));
            }
            alerts::Act::Crash(Party::Relay(relay)) => self.waiting[relay].clear(),
            alerts::Act::Crash(Party::Device | Party::Desk) => {}
        }
    }

    fn seal(&mut self, place: usize) {
        self.sealed.insert(place, self.profile.seal(&body_of(place, self.said[place])));
        let (x, origins) = (x_of(place), &ORIGINS[..self.relays]);
        match self.said[place] {
            Said::Alert | Said::Drill => _ = self.raised.insert(place, Raised::new(&x, origins)),
            Said::Update { about } => self.raised.get_mut(&about).unwrap().follow(&x, origins),
            Said::Cancel { about, .. } => {
                let raised = self.raised.get_mut(&about).unwrap();
                raised.follow(&x, origins);
                raised.cancel();
            }
        }
    }

    fn take(&mut self, place: usize) {
        let body = self.profile.find(&x_of(place));
        for effect in self.attendance.take(&body, 0) {
            if let Effect::Acknowledge(x) = effect {
                self.made.insert(Ack { place: place_of(&x), stage: Stage::Received });
            }
        }
    }
}

/// Plays a trace of check-ins.
pub(crate) fn check_ins(trace: &Trace<CheckIns>) {
    let mut real = RealCheckIns {
        profile: Profile::new(),
        deposits: [None, None],
        spoken: 0,
        attendance: Attendance::new(words(), u64::MAX),
    };
    let mut clocks = [0; 2];
    let mut now = 0;
    for (act, world) in trace {
        real.step(*act, world, clocks, now);
        for (deposit, relay) in real.deposits.iter().zip(&world.relays) {
            match (&deposit.as_ref().map(|(_, record)| record), &relay.deposit) {
                (Some(real), check_in::Deposit::Held(held)) => assert_eq!(*real, held, "{act:?}"),
                (None, check_in::Deposit::Held(_)) => panic!("{act:?}: the model holds what was not accepted"),
                (Some(_), check_in::Deposit::Sent) => panic!("{act:?}: accepted what was not sent"),
                (_, check_in::Deposit::Sent | check_in::Deposit::Published | check_in::Deposit::Deleted) => {}
            }
        }
        assert_eq!(*real.attendance.encode_state(), world.desk.attendance, "{act:?}");
        clocks = [world.relays[0].clock, world.relays[1].clock];
        now = world.now;
    }
}

struct RealCheckIns {
    profile: Profile,
    /// What each relay holds: the envelope, and the record of its hold.
    deposits: [Option<(Envelope, Vec<u8>)>; 2],
    spoken: usize,
    attendance: Attendance,
}

impl RealCheckIns {
    fn step(&mut self, act: check_in::Act, world: &check_in::World, clocks: [u8; 2], now: u8) {
        // Every check-in goes straight into the first log: the model takes them in any order.
        for (place, said) in world.device.said.iter().enumerate().skip(self.spoken) {
            let [first, _] = self.profile.seal(&alive(place, *said));
            self.profile.publish(0, post(0, &first));
            self.spoken = place + 1;
        }
        match act {
            check_in::Act::Accept { relay } => {
                let envelope = self.profile.seal(&alert())[relay].clone();
                let deposit = Deposit { id: id_of(relay), release: Release::Lapse(lapse(relay)), envelope };
                let deposit = request(relay, &deposit.encode(), Deposit::decode).unwrap();
                let Release::Lapse(lapse) = deposit.release else { panic!("it lapses") };
                let record = Hold::new(&lapse, ms(clocks[relay]), UNIT * 1000).encode().to_vec();
                self.deposits[relay] = Some((deposit.envelope, record));
            }
            check_in::Act::Visit { relay, place, action, word } => {
                let visit = check_in::visit(relay, place, action, word);
                let visit = request(relay, &visit.encode(), Visit::decode).unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(visit.id, id_of(relay));
                let Some((_, record)) = &mut self.deposits[relay] else { panic!("nothing to visit") };
                let mut hold = Hold::decode(record).unwrap();
                match hold.visit(&visit, ms(clocks[relay]), UNIT * 1000) {
                    Outcome::Held => *record = hold.encode().to_vec(),
                    Outcome::Deleted => self.deposits[relay] = None,
                }
            }
            check_in::Act::Release { relay } => {
                let Some((envelope, record)) = self.deposits[relay].take() else { panic!("nothing to release") };
                assert!(Hold::decode(&record).is_ok_and(|hold| hold.is_due(ms(clocks[relay]))) || record.is_empty());
                self.profile.publish(relay, envelope);
            }
            check_in::Act::Damage { relay } => {
                if let Some((_, record)) = &mut self.deposits[relay] {
                    record.clear();
                }
            }
            check_in::Act::Take { place } => {
                let body = self.profile.find(&x_of(1 + place));
                self.attendance.take(&body, u64::from(now) * UNIT);
            }
            check_in::Act::TakeAlert => {
                let body = self.profile.find(&alert().x);
                self.attendance.take(&body, u64::from(now) * UNIT);
            }
            check_in::Act::Due { ahead } => _ = self.attendance.due((u64::from(now) + ahead) * UNIT, 0),
            check_in::Act::CheckIn { .. }
            | check_in::Act::Stop { .. }
            | check_in::Act::Reboot { .. }
            | check_in::Act::Pass => {}
        }
    }
}
