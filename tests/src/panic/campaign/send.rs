//! One alert and its faults, from the trigger until a person has it, or nothing is left to do.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::panic::oracle::{Fault, Shown, short};
use crate::panic::plan::{DiskFault, Plan};
use crate::panic::scene::Scene;
use crate::panic::stand::{Stand, alert_of, locked};
use crate::panic::told::{Teller, Told, signal};

/// What came of one send.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// Alerts that clients said they raised.
    pub raised: Vec<String>,
    /// Those that they did not say they could not keep, and those that a relay has.
    pub promised: Vec<String>,
    /// Alerts that were kept, and of which a client later said that what became of them could not be.
    pub forgotten: Vec<String>,
    /// A client showed that a person has it.
    pub acknowledged: bool,
    /// Starts of the client.
    pub starts: usize,
    /// `kill -9` of the client.
    pub client_kills: u64,
    /// `kill -9` of the relay.
    pub relay_kills: u64,
    /// What must not be.
    pub faults: Vec<Fault>,
}

/// Sends one alert.
pub(super) fn send(stand: &Stand, scene: &Arc<Scene>, plan: &Plan) -> Result<Sent> {
    stand.gate.forget_posts();
    scene.begin(plan.hold.is_some(), plan.stop.is_some());
    stand.gate.hold(plan.hold.is_some());
    stand.gate.cut_next(&plan.cuts);
    let mut sending = Sending {
        stand,
        scene,
        plan,
        begun: Instant::now(),
        sent: Sent::default(),
        steps: steps(plan),
        restarts: Vec::new(),
        heard: stand.ears.count(),
        acks: Vec::new(),
        kept: true,
    };
    let done = sending.run();
    sending.repair()?;
    done?;
    Ok(sending.sent)
}

/// Raises an alert that no relay gets, and takes the profile away.
pub(super) fn take_away(stand: &Stand) -> Result<String> {
    stand.gate.hold(true);
    stand.gate.cut_next(&[crate::panic::gate::Cut { down: false, after: 0 }; 64]);
    let mut client = stand.defender.start(&[&["panic"], QUICK].concat(), |_| {})?;
    let raised = client.wait_for(PATIENCE, |told| told.is("raised"))?;
    client.kill();
    std::fs::remove_dir_all(&stand.defender.home)?;
    stand.gate.cut_next(&[]);
    stand.gate.hold(false);
    alert_of(&raised)
}

/// Something that happens at its time, whatever the client does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    KillRelay,
    Fill,
    Free,
    GoOn,
    Release,
}

fn steps(plan: &Plan) -> Vec<(Duration, Step)> {
    let mut steps: Vec<_> = plan.relay_kills.iter().map(|at| (*at, Step::KillRelay)).collect();
    if let Some(DiskFault::Full { from, until }) = plan.disk {
        steps.extend([(from, Step::Fill), (until, Step::Free)]);
    }
    steps.extend(plan.stop.map(|at| (at, Step::GoOn)));
    steps.extend(plan.hold.map(|at| (at, Step::Release)));
    steps.sort_by_key(|(at, _)| *at);
    steps
}

struct Sending<'a> {
    stand: &'a Stand,
    scene: &'a Arc<Scene>,
    plan: &'a Plan,
    begun: Instant,
    sent: Sent,
    steps: Vec<(Duration, Step)>,
    restarts: Vec<JoinHandle<Result<()>>>,
    /// The desk's lines before this send.
    heard: usize,
    acks: Vec<Ack>,
    /// The client at hand did not say that it cannot keep the alert.
    kept: bool,
}

/// `desk ack` for one alert; run again until it succeeds.
struct Ack {
    alert: String,
    due: Instant,
    running: Option<Teller>,
    done: bool,
}

/// How a client ended.
enum End {
    Killed,
    Exit(i32),
}

impl Sending<'_> {
    fn run(&mut self) -> Result<()> {
        if self.plan.stop.is_some() {
            self.stand.watch.signal("STOP")?;
        }
        if matches!(self.plan.disk, Some(DiskFault::Full { from: Duration::ZERO, .. })) {
            self.step()?;
        }
        let mut kills = self.plan.client_kills.iter().copied();
        let mut end = self.client(&["panic"], kills.next())?;
        loop {
            match end {
                End::Exit(0) => return Ok(()),
                _ if self.begun.elapsed() > PATIENCE => {
                    self.sent.faults.push(Fault::Stuck(format!("{:?}", self.sent.raised)));
                    return Ok(());
                }
                // An alert cannot be raised, or gone on with, from a disk that was full: as soon as there is room.
                End::Exit(_) => self.pause(Duration::from_millis(20))?,
                End::Killed => {}
            }
            end = self.client(&["panic", "resume"], kills.next())?;
        }
    }

    /// Runs one client to its end, with everything that happens meanwhile.
    fn client(&mut self, args: &[&str], kill: Option<Duration>) -> Result<End> {
        let scene = Arc::clone(self.scene);
        let witness = move |told: &Told| scene.witness(told);
        let args = [args, QUICK].concat();
        let starved = self.sent.starts == 0 && self.plan.disk == Some(DiskFault::Starved);
        let defender = &self.stand.defender;
        let mut client =
            if starved { defender.start_starved(&args, witness)? } else { defender.start(&args, witness)? };
        self.sent.starts += 1;
        self.kept = true;
        let kill = kill.map(|after| client.started + after);
        loop {
            self.step()?;
            self.acknowledge()?;
            if let Some(told) = client.next(LOOK) {
                self.take(&told)?;
            }
            if kill.is_some_and(|at| at <= Instant::now()) && client.ended()?.is_none() {
                client.kill();
                self.sent.client_kills += 1;
                self.rest(&mut client)?;
                return Ok(End::Killed);
            }
            if let Some(status) = client.ended()? {
                self.rest(&mut client)?;
                let Some(code) = status.code() else { return Ok(End::Killed) };
                if ![0, 1].contains(&code) {
                    let said = client.stderr();
                    self.sent.faults.push(Fault::Stuck(format!("{args:?} ended with {code}: {said}")));
                }
                return Ok(End::Exit(code));
            }
            if self.begun.elapsed() > PATIENCE {
                let said = client.kill();
                self.sent.faults.push(Fault::Stuck(format!("{:?} after {args:?}: {said}", self.sent.raised)));
                return Ok(End::Exit(0));
            }
        }
    }

    /// What it had said before it ended.
    fn rest(&mut self, client: &mut Teller) -> Result<()> {
        while let Some(told) = client.next(Duration::from_millis(100)) {
            self.take(&told)?;
        }
        Ok(())
    }

    fn take(&mut self, told: &Told) -> Result<()> {
        if told.is("not-kept") {
            self.kept = false;
            self.sent.forgotten.clone_from(&self.sent.promised);
        }
        if told.is("raised") {
            let alert = alert_of(told)?;
            if self.kept {
                add(&mut self.sent.promised, &alert);
            }
            add(&mut self.sent.raised, &alert);
        }
        if told.is("state") {
            let shown = Shown::named(told.text("state")).with_context(|| told.event.to_string())?;
            if shown > Shown::Queued {
                add(&mut self.sent.promised, &alert_of(told)?);
            }
            self.sent.acknowledged |= shown == Shown::Acknowledged;
        }
        Ok(())
    }

    /// Whatever is due.
    fn step(&mut self) -> Result<()> {
        while let Some((at, step)) = self.steps.first().copied() {
            if self.begun.elapsed() < at {
                break;
            }
            self.steps.remove(0);
            self.do_step(step)?;
        }
        Ok(())
    }

    fn do_step(&mut self, step: Step) -> Result<()> {
        match step {
            Step::KillRelay => {
                let relay = Arc::clone(&self.stand.relay);
                self.sent.relay_kills += 1;
                self.restarts.push(std::thread::spawn(move || locked(&relay).crash_and_restart()));
            }
            Step::Fill => drop(self.stand.disk.fill()?),
            Step::Free => self.stand.disk.free(),
            Step::GoOn => {
                self.scene.go_on();
                signal(self.stand.watch.id(), "CONT")?;
            }
            Step::Release => {
                self.scene.release();
                self.stand.gate.hold(false);
            }
        }
        Ok(())
    }

    /// A person at the desk has what it told of.
    fn acknowledge(&mut self) -> Result<()> {
        let alerts = self.stand.ears.heard(self.heard, |told| told.is("alert").then(|| told.text("alert").to_owned()));
        for alert in alerts {
            if self.acks.iter().all(|ack| ack.alert != alert) {
                let due = Instant::now() + self.plan.ack;
                self.acks.push(Ack { alert, due, running: None, done: false });
            }
        }
        self.acks.iter_mut().filter(|ack| !ack.done).try_for_each(|ack| ack.go_on(self.stand, self.scene))
    }

    fn pause(&mut self, time: Duration) -> Result<()> {
        std::thread::sleep(time); // the client's own pauses are longer
        self.step()?;
        self.acknowledge()
    }

    /// Sets everything right for the next send, and waits for what runs.
    fn repair(&mut self) -> Result<()> {
        for (_, step) in std::mem::take(&mut self.steps) {
            // What would have come after the end is not done: nothing would notice.
            if !matches!(step, Step::KillRelay | Step::Fill) {
                self.do_step(step)?;
            }
        }
        for restart in self.restarts.drain(..) {
            restart.join().map_err(|_| anyhow::anyhow!("the restart of the relay panicked"))??;
        }
        let deadline = Instant::now() + PATIENCE;
        while self.acks.iter().any(|ack| !ack.done) {
            ensure!(Instant::now() < deadline, "desk ack does not end");
            self.acknowledge()?;
            std::thread::sleep(LOOK); // polling, bounded above
        }
        Ok(())
    }
}

impl Ack {
    fn go_on(&mut self, stand: &Stand, scene: &Scene) -> Result<()> {
        let Some(running) = &mut self.running else {
            if self.due <= Instant::now() {
                scene.ack(&self.alert);
                self.running = Some(Teller::start(stand.ack(&self.alert)?, |_| {})?);
            }
            return Ok(());
        };
        if let Some(status) = running.ended()? {
            self.done = status.success();
            self.running = None;
            // The relay may be down: whoever is on duty tries again.
            self.due = Instant::now() + Duration::from_millis(50);
        }
        Ok(())
    }
}

fn add(alerts: &mut Vec<String>, alert: &str) {
    if alerts.iter().all(|known| short(known) != short(alert)) {
        alerts.push(alert.to_owned());
    }
}

/// Between two looks at the clock.
const LOOK: Duration = Duration::from_millis(2);
/// A send that takes longer is stuck.
const PATIENCE: Duration = Duration::from_secs(90);
/// Retries in milliseconds where people have seconds, so that many sends can be seen.
const QUICK: &[&str] = &["--retry-min-ms", "20", "--retry-max-ms", "200"];
