//! After a restore: what the desk sent since the backup is found by its tags, so that none is used twice.

use std::collections::{BTreeMap, HashMap};

use davylamp_protocol::clue::{Position, Tag};
use davylamp_protocol::week::week_of;

use super::follower::Follower;
use crate::desk::home::{Counter, State};
use crate::relay::now;

/// Tags that the desk may have used since the backup.
pub(super) fn expect_own(state: &State, follower: &mut Follower) -> HashMap<Tag, (String, Position)> {
    let since = state.log(follower.origin()).map_or(0, |log| week_of(log.time));
    let origin = follower.origin().to_owned();
    let mut own = HashMap::new();
    for (id, case) in &state.cases {
        let key = case.thread_key();
        let mut lanes: BTreeMap<u8, ()> = case.lanes.keys().map(|lane| (*lane, ())).collect();
        lanes.extend([(case.machine_lane, ()), (case.worker_lane, ())]);
        for lane in lanes.into_keys() {
            for week in since..=week_of(now()) {
                let same = |c: &&Counter| c.origin == origin && c.lane == lane && c.week == week;
                let next = case.counters.iter().find(same).map_or(0, |counter| counter.next);
                for n in next..next + OWN_LOOK_AHEAD {
                    let position = Position::Desk { lane, week, n };
                    own.insert(follower.expect_own(&key, position), (id.clone(), position));
                }
            }
        }
    }
    own
}

/// A message that the backup does not know stands in this lane: its numbers cannot go on there.
pub(super) fn note_used(state: &mut State, origin: &str, id: &str, position: Position) {
    let (Some(case), Position::Desk { lane, week, n }) = (state.cases.get_mut(id), position) else { return };
    while case.take_n(origin, lane, week) < n {}
    let unused =
        (2..16).find(|lane| !case.lanes.contains_key(lane) && *lane != case.machine_lane && *lane != case.worker_lane);
    if let Some(unused) = unused {
        if lane == case.machine_lane {
            case.machine_lane = unused;
        } else if lane == case.worker_lane {
            case.worker_lane = unused;
        }
    }
}

/// Numbers looked for in each lane and week, beyond the last one that the backup knows.
const OWN_LOOK_AHEAD: u64 = 64;
