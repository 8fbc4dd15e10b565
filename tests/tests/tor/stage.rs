//! One network for all, and for each test a relay behind an onion service, a desk that reads it, and Tor clients.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use davylamp_tests::panic::defender::Defender;
use davylamp_tests::process::{Background, Finished};
use davylamp_tests::relay::Relay;
use davylamp_tests::scenario::{Desk, Reporter, path};
use davylamp_tests::tor::{Client, Network, Onion};
use serde_json::Value;
use tempfile::TempDir;

/// A test by its name.
pub(crate) type Test = (&'static str, fn(&Ground) -> Result<()>);

/// The network, started by the first test that asks for it.
#[derive(Clone, Default)]
pub(crate) struct Ground(Arc<OnceLock<Result<(Network, TempDir), String>>>);

impl Ground {
    pub(crate) fn network(&self) -> Result<&Network> {
        let started = self.0.get_or_init(|| start().map_err(|error| format!("{error:#}")));
        started.as_ref().map(|(network, _)| network).map_err(|error| anyhow!("{error}"))
    }
}

fn start() -> Result<(Network, TempDir)> {
    let dir = tempfile::Builder::new().prefix("davylamp-tor-").tempdir()?;
    Ok((Network::start(dir.path())?, dir))
}

/// A relay whose card names its onion address, and the desk that made the card over Tor.
pub(crate) struct Stage<'a> {
    pub(crate) desk: Desk,
    /// The tor of the desk and of everybody else who does not bring their own.
    pub(crate) tor: Client,
    pub(crate) onion: Onion,
    pub(crate) relay: Relay,
    pub(crate) dir: TempDir,
    pub(crate) network: &'a Network,
    name: &'static str,
}

impl<'a> Stage<'a> {
    pub(crate) fn set(ground: &'a Ground, name: &'static str) -> Result<Self> {
        Self::set_with(ground, name, TICKS)
    }

    pub(crate) fn set_with(ground: &'a Ground, name: &'static str, relay: &[&str]) -> Result<Self> {
        let network = ground.network()?;
        let dir = tempfile::tempdir()?;
        let relay = Relay::start(&dir.path().join("relay"), relay)?;
        let onion = network.onion_of(&format!("{name}-onion"), &relay)?;
        let tor = network.client(&format!("{name}-tor"))?;
        let socks = tor.socks.to_string();
        let desk = Desk::found_through(&["--socks", &socks], dir.path(), &relay, &onion.address, &["--no-self-test"])?;
        Ok(Self { desk, tor, onion, relay, dir, network, name })
    }

    /// A Tor client for somebody whose tor will be killed, or looked at.
    pub(crate) fn client(&self) -> Result<Client> {
        self.network.client(&format!("{}-own", self.name))
    }

    /// Another desk that reads the same relay.
    pub(crate) fn another_desk(&self) -> Result<Desk> {
        let dir = self.dir.path().join("another");
        std::fs::create_dir(&dir)?;
        let socks = self.tor.socks.to_string();
        Desk::found_through(&["--socks", &socks], &dir, &self.relay, &self.onion.address, &["--no-self-test"])
    }

    /// Watches over Tor.
    pub(crate) fn watch(&self, desk: &Desk, args: &[&str]) -> Result<Background> {
        let socks = self.tor.socks.to_string();
        let mut watch = desk.watch(&[&["--socks", &socks, "--no-notify"], args].concat())?;
        watch.wait_for_event(PATIENCE, "ready")?;
        Ok(watch)
    }

    /// One of the desk's commands, over Tor.
    pub(crate) fn at_desk(&self, args: &[&str]) -> Result<Finished> {
        self.desk.run(&[args, &["--socks", &self.tor.socks.to_string()]].concat(), "")
    }

    pub(crate) fn reporter(&self, name: &str) -> Result<Reporter> {
        Reporter::new(self.dir.path(), name, &self.desk.contact)
    }

    /// Somebody with an alert profile for these desks, which remembers the way through `tor`.
    pub(crate) fn defender(&self, tor: &Client, desks: &[&Desk]) -> Result<Defender> {
        let defender = Defender::new(&self.dir.path().join("panic"), &self.dir.path().join("papers"))?;
        let contacts: Vec<&str> = desks.iter().map(|desk| desk.contact.as_str()).collect();
        defender.arm(&contacts, &["--socks", &tor.socks.to_string()])?;
        Ok(defender)
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> Result<String> {
        let file = self.dir.path().join(name);
        std::fs::write(&file, text)?;
        path(&file)
    }
}

/// Waits for an event of this name, of which these fields are so.
pub(crate) fn event(process: &mut Background, name: &str, fields: &[(&str, Value)]) -> Result<Value> {
    let found = process.wait_for(PATIENCE, |line| {
        let event: Value = serde_json::from_str(line).ok()?;
        let fits = event["event"] == name && fields.iter().all(|(field, value)| event[*field] == *value);
        fits.then_some(event)
    });
    found.with_context(|| format!("no {name} with {fields:?}"))
}

/// Two entries each 250 ms: what a desk streams stays little, and nobody waits long.
pub(crate) const TICKS: &[&str] = &["--tick-ms", "250", "--count", "2", "--deposit-grain-seconds", "1"];
/// A restarted onion service may take half a minute to be found again.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);
