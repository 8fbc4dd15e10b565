//! Many sends with faults, judged by the oracle.
//!
//! A lane is a relay, a desk and a device of its own, and a thread that sends one alert after the other; lanes run side
//! by side. After some sends a lane is set up afresh, so that its desk does not grow slow.

mod send;
mod totals;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::runtime::Handle;

use super::log_file::LogFile;
use super::oracle::{Fault, Ledger, short};
use super::plan::Plan;
use super::scene::Scene;
use super::stand::Stand;
use super::told::Told;

pub use send::Sent;
pub use totals::Totals;

/// What to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Alerts.
    pub sends: usize,
    /// Lanes side by side.
    pub lanes: usize,
    /// Sends after which a lane is set up afresh.
    pub fresh_after: usize,
    /// The relay's tick.
    pub tick: Duration,
    /// Every fault follows from it.
    pub seed: u64,
    /// Stops setting up and sending after so long; the totals say how many were sent.
    pub at_most: Option<Duration>,
}

/// Runs it.
///
/// # Errors
/// When the programs cannot be set up; what they do wrong is in the totals.
pub fn run(runtime: &Handle, options: &Options) -> Result<Totals> {
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    let totals = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..options.lanes).map(|_| scope.spawn(|| lane(runtime, options, &next, begun))).collect();
        let mut totals = Totals::default();
        for lane in lanes {
            totals.add(lane.join().map_err(|_| anyhow!("a lane panicked"))??);
        }
        Ok::<_, anyhow::Error>(totals)
    });
    totals.map(|totals| Totals { took: begun.elapsed(), ..totals })
}

fn lane(runtime: &Handle, options: &Options, next: &AtomicUsize, begun: Instant) -> Result<Totals> {
    let mut totals = Totals::default();
    let over = || options.at_most.is_some_and(|most| begun.elapsed() > most);
    while !over() {
        let first = next.fetch_add(options.fresh_after, Ordering::Relaxed);
        if first >= options.sends {
            break;
        }
        let mut lane = Lane::set(runtime, options)?;
        for number in first..options.sends.min(first + options.fresh_after) {
            if over() {
                break;
            }
            lane.send(options, number)?;
        }
        totals.add(lane.settle());
    }
    Ok(totals)
}

/// A stand, and what is known about its alerts.
pub struct Lane {
    stand: Stand,
    scene: Arc<Scene>,
    ledger: Ledger,
    /// The desk's lines that the ledger has.
    heard: usize,
    /// The numbers of the sends in which alerts were raised.
    sends: BTreeMap<String, usize>,
    /// Alerts whose acknowledgement may not be on the device's disk, which was full.
    forgotten: BTreeSet<String>,
    totals: Totals,
}

impl Lane {
    /// Sets it up.
    ///
    /// # Errors
    /// Whatever the programs say.
    pub fn set(runtime: &Handle, options: &Options) -> Result<Self> {
        let tick = options.tick.as_millis().to_string();
        let stand = Stand::set(runtime, &["--tick-ms", &tick, "--count", "8"])?;
        let scene = Arc::new(Scene::new(stand.gate.posts(), LogFile::new(&stand.relay_dir())));
        let totals = Totals { full_disks: stand.disk.is_own(), ..Totals::default() };
        Ok(Self {
            stand,
            scene,
            ledger: Ledger::default(),
            heard: 0,
            sends: BTreeMap::new(),
            forgotten: BTreeSet::new(),
            totals,
        })
    }

    /// The number `number`, with its faults.
    ///
    /// # Errors
    /// When the programs cannot be run.
    pub fn send(&mut self, options: &Options, number: usize) -> Result<()> {
        // A send's faults are the same whichever lane it falls to.
        let mut rng = StdRng::seed_from_u64(options.seed.wrapping_mul(1_000_003).wrapping_add(u64::try_from(number)?));
        let plan = Plan::draw(&mut rng, self.stand.disk.is_own());
        let cut_before = self.stand.gate.cut_so_far();
        let sent = send::send(&self.stand, &self.scene, &plan).with_context(|| format!("send {number}: {plan:?}"))?;
        self.listen();
        self.enter(&sent, number);
        let faults = sent.faults.iter().cloned().chain(self.scene.take_faults());
        self.totals.faults.extend(faults.map(|fault| (number, fault)));
        self.totals.count(&plan, &sent, self.stand.gate.cut_so_far() - cut_before);
        Ok(())
    }

    fn enter(&mut self, sent: &Sent, number: usize) {
        for alert in &sent.raised {
            let before = *self.sends.entry(short(alert)).or_insert(number);
            if before != number && self.forgotten.contains(&short(alert)) {
                // On disk nobody has it yet: this press says "still in danger".
                self.totals.gone_on += 1;
            } else if before != number && self.ledger.knows(alert) {
                let what = format!("{alert}, raised first by send {before}");
                self.totals.faults.push((number, Fault::Swallowed(what)));
            }
        }
        sent.promised.iter().for_each(|alert| self.ledger.promise(alert));
        self.forgotten.extend(sent.forgotten.iter().map(|alert| short(alert)));
    }

    fn listen(&mut self) {
        let (ledger, mut lines) = (&mut self.ledger, 0);
        let alerts = self.stand.ears.heard(self.heard, |told: &Told| {
            lines += 1;
            told.is("alert").then(|| told.text("alert").to_owned())
        });
        self.heard += lines;
        alerts.iter().for_each(|alert| ledger.told(alert));
    }

    /// Waits for what is still on its way, and gives the totals.
    #[must_use]
    pub fn settle(self) -> Totals {
        self.settle_within(SETTLE)
    }

    /// The same; what has not come by then is lost.
    #[must_use]
    pub fn settle_within(mut self, patience: Duration) -> Totals {
        let deadline = Instant::now() + patience;
        self.listen();
        while !self.ledger.lost().is_empty() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20)); // polling, bounded above
            self.listen();
        }
        let number = |alert: &String| self.sends.get(alert).copied().unwrap_or_default();
        let lost = self.ledger.lost().into_iter().map(|alert| (number(&alert), Fault::Lost(alert)));
        let doubled = self.ledger.doubled().into_iter().map(|alert| (number(&alert), Fault::Doubled(alert)));
        self.totals.faults.extend(lost.chain(doubled).collect::<Vec<_>>());
        (self.totals.promised, self.totals.told) = self.ledger.counts();
        self.totals.states = self.scene.looked_at();
        self.totals
    }

    /// The planted control: an alert is promised, and then it is taken from the device before any relay has it.
    ///
    /// # Errors
    /// When the programs cannot be run, or no alert was promised.
    pub fn lose_one(&mut self) -> Result<String> {
        let alert = send::take_away(&self.stand)?;
        self.ledger.promise(&alert);
        Ok(short(&alert))
    }
}

/// What is on its way arrives within this time, or never.
const SETTLE: Duration = Duration::from_secs(90);
