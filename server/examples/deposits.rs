//! What deposits cost their keeper: `cargo run --release -p davylamp-server --example deposits -- [DEPOSITS]`
//!
//! Right, duress, wrong and unknown are asked by turns: their medians must not tell them apart.

use std::sync::Arc;
use std::time::{Duration, Instant};

use davylamp_protocol::deposit::{Action, Deposit, Lapse, Release, Visit, verifier_of};
use davylamp_protocol::envelope::Envelope;
use davylamp_server::deposits::{Keeper, SystemBoot};
use davylamp_server::keys::Keys;
use davylamp_server::ledger::Ledger;
use davylamp_server::sequencer::{Rhythm, SealedDummies, Sequencer, SystemClock};
use davylamp_server::store::FileStore;
use rand::RngCore as _;
use zeroize::Zeroizing;

fn main() -> anyhow::Result<()> {
    let count: usize = std::env::args().nth(1).map_or(Ok(1000), |count| count.parse())?;
    let dir = tempfile::tempdir()?;
    FileStore::create(dir.path())?;
    let keys = Keys::create(dir.path(), "example.org/relay")?;
    let ledger = Arc::new(Ledger::open(Arc::new(FileStore::open(dir.path())?), keys, 1)?);
    let rhythm = Rhythm { tick: Duration::from_secs(2), count: 2, cap: 64 };
    let sequencer = Sequencer::new(ledger, rhythm, Box::new(SealedDummies::new()), Box::new(SystemClock));
    let sequencer = Arc::new(sequencer);
    let open = || Keeper::open(dir.path(), GRAIN, Box::new(SystemBoot::new()), Arc::clone(&sequencer));
    let mut keeper = open()?;

    let deposits: Vec<Deposit> = (0..count).map(|at| deposit(at % 2 == 0)).collect();
    let accepted = deposits.iter().map(|deposit| {
        timed(|| {
            keeper.accept(deposit)?;
            keeper.commit()
        })
    });
    report("accept and sync", accepted.collect::<Result<_, _>>()?);
    visits(&mut keeper, &deposits)?;
    let rounds = (0..100).map(|_| {
        let start = Instant::now();
        keeper.round();
        start.elapsed()
    });
    report("round, nothing due", rounds.collect());
    drop(keeper);
    let start = Instant::now();
    let keeper = open()?;
    let held = keeper.counts().held.load(std::sync::atomic::Ordering::Relaxed);
    println!("start with {held} deposits: {:?}", start.elapsed());
    Ok(())
}

fn visits(keeper: &mut Keeper, deposits: &[Deposit]) -> anyhow::Result<()> {
    let mut times: [Vec<Duration>; 4] = Default::default();
    for deposit in deposits.iter().filter(|deposit| matches!(deposit.release, Release::Lapse(_))).take(200) {
        let acts = [(deposit.id, RIGHT), (deposit.id, WRONG), (rand::random(), RIGHT), (deposit.id, DURESS)];
        for (times, (id, r)) in times.iter_mut().zip(acts) {
            let visit = Visit { action: Action::Renew, id, r: Zeroizing::new([r; 32]), nonce: rand::random() };
            times.push(timed(|| keeper.visit(&visit))?);
        }
    }
    for (name, times) in ["right", "wrong", "unknown", "duress"].iter().zip(times) {
        report(&format!("visit, {name}"), times);
    }
    Ok(())
}

fn timed<E>(work: impl FnOnce() -> Result<(), E>) -> Result<Duration, E> {
    let start = Instant::now();
    work().map(|()| start.elapsed())
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    println!("{what}: median {:?}, p10 {:?}, p90 {:?}", at(50), at(10), at(90));
}

fn deposit(lapses: bool) -> Deposit {
    let mut bytes = [0; 4096];
    rand::thread_rng().fill_bytes(&mut bytes);
    let [right, duress] = [RIGHT, DURESS].map(|r| verifier_of(&Zeroizing::new([r; 32])));
    let lapse = Release::Lapse(Lapse { hold: 86_400, right, duress });
    let release = if lapses { lapse } else { Release::Within { seconds: 604_800 } };
    let envelope = Envelope::from_bytes(&bytes).expect("4,096 bytes are an envelope");
    Deposit::new(release, envelope, &mut rand::rngs::OsRng)
}

const GRAIN: Duration = Duration::from_secs(60);
const RIGHT: u8 = 1;
const DURESS: u8 = 2;
const WRONG: u8 = 3;
