//! A desk and a reporter behind a relay whose lies are switched on and off.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail, ensure};
use axum::http::{Method, StatusCode};
use davylamp_protocol::log::checkpoint::{Checkpoint, add_cosignature};
use davylamp_protocol::log::feed::Frame;
use davylamp_protocol::log::note::{CosignerKey, NoteSigner};
use davylamp_tests::process::Finished;
use davylamp_tests::proxy::{Honest, Lie, Proxy};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, path, sample};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) const FAST: &[&str] = &["--tick-ms", "50", "--count", "8"];
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Stage {
    pub(crate) dir: TempDir,
    pub(crate) relay: Relay,
    // Held for as long as the stage stands.
    _proxy: Proxy,
    pub(crate) desk: Desk,
    switch: Arc<Switch>,
}

impl Stage {
    /// A desk that reaches its relay through a proxy, which tells the truth at first.
    pub(crate) async fn set() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let relay = Relay::start(&dir.path().join("relay"), FAST)?;
        let switch = Arc::new(Switch(Mutex::new(Arc::new(Honest))));
        let proxy = Proxy::start(&relay.address, Arc::clone(&switch) as Arc<dyn Lie>).await?;
        let desk = Desk::found(dir.path(), &relay, &proxy.address, &["--no-self-test"])?;
        Ok(Self { dir, relay, _proxy: proxy, desk, switch })
    }

    pub(crate) fn lie(&self, lie: impl Lie) {
        *self.switch.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(lie);
    }

    /// Somebody who has reported, and how that went.
    pub(crate) fn report(&self, name: &str) -> Result<(Reporter, Value)> {
        let reporter = Reporter::new(self.dir.path(), name, &self.desk.contact)?;
        let sent = reporter.report(&path(&sample("wages-sw.txt"))?, &[])?.json()?;
        Ok((reporter, sent))
    }

    /// The desk as it is now, apart from the one on the stage.
    pub(crate) fn another(&self, name: &str) -> Result<Desk> {
        self.desk.copied(&self.dir.path().join(name))
    }

    pub(crate) fn file(&self, name: &str, content: &str) -> Result<String> {
        let file = self.dir.path().join(name);
        std::fs::write(&file, content)?;
        path(&file)
    }
}

/// Has `desk` catch up with a relay that lies: it must ring, name the lie, and end with its own exit code.
pub(crate) fn caught(desk: &Desk, what: &str) -> Result<()> {
    let done = desk.run(&["watch", "--once"], "")?.with_code(4).with_context(|| format!("{what} was not noticed"))?;
    ensure!(lie_in(&done.stdout) == [what], "not {what}, but {:?}\n{}", lie_in(&done.stdout), done.stderr);
    let told = done.stderr.lines().any(|line| line.contains("was caught: ") && !line.contains("desk-lie-"));
    ensure!(told, "no sentence for {what}: {}", done.stderr);
    Ok(())
}

fn lie_in(stdout: &str) -> Vec<String> {
    let events = stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let lies = events.filter(|event| event["event"] == "relay-lied");
    lies.filter_map(|event| event["what"].as_str().map(str::to_owned)).collect()
}

/// A reporter's command must fail and name the lie, in a stable name and in words.
pub(crate) fn refused(done: Finished, name: &str) -> Result<()> {
    let done = done.with_code(1).with_context(|| format!("{name} was not noticed"))?;
    let found = done.json()?["relay_error"].as_str().map(str::to_owned);
    ensure!(found.as_deref() == Some(name), "not {name}, but {found:?}: {}", done.stderr);
    ensure!(!done.stdout.contains("\"sent\":true") && !done.stderr.trim().is_empty(), "{name}: {}", done.stderr);
    Ok(())
}

/// Waits until `done` says so, a tick at a time.
pub(crate) async fn until<F: Future<Output = Result<bool>>>(what: &str, done: impl Fn() -> F) -> Result<()> {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !done().await? {
        if tokio::time::Instant::now() > deadline {
            bail!("{what} did not come about");
        }
        tokio::time::sleep(Duration::from_millis(50)).await; // polling, bounded above
    }
    Ok(())
}

/// Lies that can be exchanged while clients are connected.
struct Switch(Mutex<Arc<dyn Lie>>);

impl Switch {
    fn now(&self) -> Arc<dyn Lie> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Lie for Switch {
    fn refuse(&self, method: &Method, path: &str) -> Option<(StatusCode, String)> {
        self.now().refuse(method, path)
    }

    fn answer(&self, method: &Method, path: &str, bytes: Vec<u8>) -> Vec<u8> {
        self.now().answer(method, path, bytes)
    }

    fn frame(&self, frame: Frame) -> Vec<Frame> {
        self.now().frame(frame)
    }

    fn cut(&self) -> Option<usize> {
        self.now().cut()
    }

    fn upstream(&self, method: &Method, path: &str) -> Option<String> {
        self.now().upstream(method, path)
    }
}

/// Changes the answers to paths that begin so.
pub(crate) struct Answer<F>(pub(crate) &'static str, pub(crate) F);

impl<F: Fn(Vec<u8>) -> Vec<u8> + Send + Sync + 'static> Lie for Answer<F> {
    fn answer(&self, _: &Method, path: &str, bytes: Vec<u8>) -> Vec<u8> {
        if path.starts_with(self.0) { self.1(bytes) } else { bytes }
    }
}

/// Changes the frames of the feed.
pub(crate) struct Frames<F>(pub(crate) F);

impl<F: Fn(Frame) -> Vec<Frame> + Send + Sync + 'static> Lie for Frames<F> {
    fn frame(&self, frame: Frame) -> Vec<Frame> {
        self.0(frame)
    }
}

/// Says that bodies before `first` are gone, when asked for what `path` picks.
pub(crate) struct Purged<F> {
    pub(crate) first: u64,
    pub(crate) path: F,
}

impl<F: Fn(&str) -> bool + Send + Sync + 'static> Lie for Purged<F> {
    fn refuse(&self, _: &Method, path: &str) -> Option<(StatusCode, String)> {
        let first = self.first;
        let problem = format!(r#"{{"type":"urn:davylamp:problem:purged","first_body":{first}}}"#);
        (self.path)(path).then_some((StatusCode::GONE, problem))
    }
}

/// The relay's own keys: what it could sign if it wanted to.
pub(crate) struct Keys {
    pub(crate) log: NoteSigner,
    clock: CosignerKey,
}

impl Keys {
    pub(crate) fn of(relay: &Relay) -> Result<Self> {
        let (name, seed) = key_file(&relay.dir.join("log.key"))?;
        let log = NoteSigner::from_seed(&name, &seed)?;
        let (name, seed) = key_file(&relay.dir.join("cosigner.key"))?;
        Ok(Self { log, clock: CosignerKey::from_seed(&name, &seed)? })
    }

    /// The same checkpoint, signed at another time, or without any.
    pub(crate) fn resign(&self, note: &[u8], time: Option<u64>) -> Option<Vec<u8>> {
        let checkpoint = Checkpoint::verify(note, self.log.verifier_key()).ok()?.into_inner();
        let note = checkpoint.sign(&self.log).ok()?;
        let note = time.map_or(Some(note.clone()), |time| add_cosignature(&note, &self.clock, time).ok())?;
        Some(note.into_bytes())
    }
}

/// Unix seconds, an hour ago.
pub(crate) fn hour_ago() -> Option<u64> {
    Some(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs() - 3600)
}

fn key_file(file: &std::path::Path) -> Result<(String, [u8; 32])> {
    let text = std::fs::read_to_string(file)?;
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).context("a key file has two fields");
    let mut seed = [0; 32];
    hex::decode_to_slice(field("seed ")?, &mut seed)?;
    Ok((field("name ")?.to_owned(), seed))
}
