//! What came of a campaign.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::send::Sent;
use crate::panic::oracle::{Fault, SORTS};
use crate::panic::plan::{Kind, Plan};

/// Counts, and everything that must not be.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Sends by kind of fault; a send with two kinds counts in both.
    pub kinds: BTreeMap<Kind, Row>,
    /// Sends.
    pub sends: usize,
    /// Sends with two kinds of faults or more.
    pub combined: usize,
    /// Alerts that clients promised.
    pub promised: usize,
    /// Alerts that desks told of.
    pub told: usize,
    /// States that were shown, each looked at the moment it was.
    pub states: u64,
    /// Triggers that went on with an alert which a person had, for the disk was full when the device learned that.
    pub gone_on: usize,
    /// Starts of clients.
    pub starts: usize,
    /// What must not be, with the number of the send.
    pub faults: Vec<(usize, Fault)>,
    /// Whether file systems could be filled.
    pub full_disks: bool,
    /// From the first lane's setting up to the last one's end.
    pub took: Duration,
}

/// Sends with one kind of fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Sends.
    pub sends: usize,
    /// How often the fault was there: kills, cuts, full disks.
    pub injected: u64,
    /// Sends whose alert a person acknowledged.
    pub acknowledged: usize,
    /// Sends that ended before anything was raised.
    pub not_raised: usize,
}

impl Totals {
    pub(super) fn count(&mut self, plan: &Plan, sent: &Sent, cuts: u64) {
        let kinds = plan.kinds();
        self.sends += 1;
        self.starts += sent.starts;
        self.combined += usize::from(kinds.len() > 1);
        for kind in kinds {
            let injected = match kind {
                Kind::None => 0,
                Kind::Relay => sent.relay_kills,
                Kind::Cut => cuts,
                Kind::Client => sent.client_kills,
                Kind::Disk | Kind::Desk | Kind::Held => 1,
            };
            let row = self.kinds.entry(kind).or_default();
            let acknowledged = usize::from(sent.acknowledged);
            let not_raised = usize::from(sent.raised.is_empty());
            row.add(Row { sends: 1, injected, acknowledged, not_raised });
        }
    }

    /// Adds those of another lane.
    pub fn add(&mut self, other: Self) {
        for (kind, row) in other.kinds {
            self.kinds.entry(kind).or_default().add(row);
        }
        self.sends += other.sends;
        self.combined += other.combined;
        self.promised += other.promised;
        self.told += other.told;
        self.states += other.states;
        self.starts += other.starts;
        self.gone_on += other.gone_on;
        self.faults.extend(other.faults);
        self.full_disks |= other.full_disks;
    }

    /// How many of one sort, by its name in [`SORTS`].
    #[must_use]
    pub fn of(&self, sort: &str) -> usize {
        self.faults.iter().filter(|(_, fault)| fault.sort() == sort).count()
    }
}

impl Row {
    fn add(&mut self, other: Self) {
        self.sends += other.sends;
        self.injected += other.injected;
        self.acknowledged += other.acknowledged;
        self.not_raised += other.not_raised;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.took.as_secs_f64();
        let rate = f64::from(u32::try_from(self.sends).unwrap_or(u32::MAX)) / seconds.max(0.001);
        writeln!(
            f,
            "{} sends in {seconds:.0} s ({rate:.1} a second), {} with two faults or more",
            self.sends, self.combined
        )?;
        writeln!(f, "| fault | sends | injected | acknowledged | nothing raised |")?;
        writeln!(f, "|---|---|---|---|---|")?;
        for (kind, row) in &self.kinds {
            let Row { sends, injected, acknowledged, not_raised } = row;
            writeln!(f, "| {kind} | {sends} | {injected} | {acknowledged} | {not_raised} |")?;
        }
        if !self.full_disks {
            writeln!(f, "no file system could be mounted: disks were full by a limit on file sizes only")?;
        }
        let (promised, told, states, starts) = (self.promised, self.told, self.states, self.starts);
        writeln!(f, "{starts} processes, {promised} alerts promised, {told} told by desks, {states} states looked at")?;
        if self.gone_on > 0 {
            writeln!(f, "{} went on with an alert whose acknowledgement the full disk did not take", self.gone_on)?;
        }
        let counted = SORTS.map(|sort| format!("{} {sort}", self.of(sort)));
        write!(f, "{}", counted.join(", "))?;
        for (number, fault) in &self.faults {
            write!(f, "\nsend {number}: {fault}")?;
        }
        Ok(())
    }
}
