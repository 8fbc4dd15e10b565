//! A private Tor network on loopback: three directory authorities, three more relays, and as many onion services and
//! clients as a test wants, all of them the system's own `tor`.
//!
//! ```text
//! client (SOCKS: a port, and a socket of the file system) ─▶ six relays ─▶ onion service ─▶ 127.0.0.1:PORT
//! ```
//!
//! Nothing leaves the machine: every address is 127.0.0.1, and the only authorities that these processes know are ours.
//! No process outlives the one that started the network by more than 15 seconds, however that one ends.
//!
//! | module | what |
//! |---|---|
//! | [`authority`] | identities of authorities, made before the network starts |
//! | [`control`] | the control port: events, questions |
//! | [`daemon`] | one `tor` process |
//! | [`socks`] | one connection through a client |
//! | [`streams`] | what a client connects, and on which circuits |

pub mod authority;
pub mod control;
pub mod daemon;
pub mod socks;
pub mod streams;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use self::authority::Authority;
use self::control::Control;
use self::daemon::Daemon;
use crate::binaries::Binaries;
use crate::process::run;
use crate::relay::Relay;
use crate::scenario::path;

/// Authorities and relays that know each other, and one client that has seen them work.
///
/// It takes up to 25 seconds to come up: start one in a test binary, and share it.
pub struct Network {
    dir: PathBuf,
    /// What makes a tor one of this network, as lines of a torrc.
    member: String,
    probe: Client,
    /// They run as long as it lives.
    _nodes: Vec<Daemon>,
}

impl Network {
    /// Starts one whose files lie in `dir` (a path of at most 60 characters: sockets lie beneath it), and waits until
    /// a client knows all relays.
    ///
    /// # Errors
    /// What tor says, after three attempts: a port that was free may have been taken meanwhile.
    pub fn start(dir: &Path) -> Result<Self> {
        let mut attempt = 1;
        loop {
            match Self::attempt(&dir.join(attempt.to_string())) {
                Err(error) if attempt == ATTEMPTS => return Err(error).context("no Tor network came up"),
                Err(_) => attempt += 1,
                network => return network,
            }
        }
    }

    /// An onion service that leads to `target` (`host:port`); reachable when this returns.
    ///
    /// # Errors
    /// What tor says.
    pub fn onion(&self, name: &str, target: &str) -> Result<Onion> {
        let service = self.dir.join(name).join(SERVICE);
        let torrc = format!("SocksPort 0\nHiddenServiceDir {}\nHiddenServicePort 80 {target}\n", service.display());
        self.serve(name, &torrc)
    }

    /// The onion service of a relay, as `davylamp-relay torrc` makes it; reachable when this returns.
    ///
    /// # Errors
    /// What `davylamp-relay` and tor say.
    pub fn onion_of(&self, name: &str, relay: &Relay) -> Result<Onion> {
        let (dir, service) = (path(&relay.dir)?, path(&self.dir.join(name).join(SERVICE))?);
        let args = ["torrc", &dir, "--listen", &relay.address, "--service-dir", &service];
        let torrc = run(&Binaries::get()?.relay, args, "")?.done()?.stdout;
        self.serve(name, &torrc)
    }

    fn serve(&self, name: &str, torrc: &str) -> Result<Onion> {
        let dir = self.dir.join(name);
        let daemon = Daemon::start(&dir, &format!("{torrc}{}", self.member))?;
        daemon.wait_until_ready(PATIENCE)?;
        let uploaded = |event: &str| event.contains(" UPLOADED ");
        daemon.control()?.wait_for_event("HS_DESC", Instant::now() + PATIENCE, uploaded)?;
        let address = std::fs::read_to_string(dir.join(SERVICE).join("hostname"))?;
        let onion = Onion { daemon, address: format!("{}:80", address.trim()) };
        self.wait_until_reachable(&onion)?;
        Ok(onion)
    }

    /// A client; ready when this returns.
    ///
    /// # Errors
    /// What tor says.
    pub fn client(&self, name: &str) -> Result<Client> {
        Client::start(&self.dir.join(name), &self.member)
    }

    /// Connects to an onion service until it answers.
    ///
    /// # Errors
    /// When it does not within two minutes.
    pub fn wait_until_reachable(&self, onion: &Onion) -> Result<()> {
        let deadline = Instant::now() + 2 * PATIENCE;
        loop {
            match socks::connect(self.probe.socks, &onion.address) {
                Ok(_) => return Ok(()),
                Err(error) if Instant::now() > deadline => return Err(error).context(onion.address.clone()),
                Err(_) => std::thread::sleep(Duration::from_millis(100)), // polling, bounded above
            }
        }
    }

    fn attempt(dir: &Path) -> Result<Self> {
        let authorities = Authority::make(dir, AUTHORITIES)?;
        let member = authorities.iter().fold(MEMBER.to_owned(), |torrc, authority| torrc + &authority.line());
        let nodes = start_nodes(dir, &authorities, &member)?;
        let first = nodes.first().context("there is an authority")?;
        let complete =
            |event: &str| event.lines().filter(|line| line.starts_with("r ")).count() == AUTHORITIES + RELAYS;
        first.control()?.wait_for_event("NEWCONSENSUS", Instant::now() + PATIENCE, complete)?;
        // Who asked before there was one would wait long before asking again.
        nodes.iter().try_for_each(|node| node.control()?.command("SIGNAL RELOAD").map(drop))?;
        let probe = Client::start(&dir.join("probe"), &member)?;
        nodes.iter().try_for_each(|node| node.wait_until_ready(PATIENCE))?;
        Ok(Self { dir: dir.to_owned(), member, probe, _nodes: nodes })
    }
}

fn start_nodes(dir: &Path, authorities: &[Authority], member: &str) -> Result<Vec<Daemon>> {
    let authorities = authorities
        .iter()
        .map(|authority| Daemon::start(&authority.dir, &format!("{AUTHORITY}{}{member}", authority.torrc())));
    let relays = (0..RELAYS).map(|n| {
        let torrc = format!("Nickname relay{n}\nORPort 127.0.0.1:auto\n{RELAY}{member}");
        Daemon::start(&dir.join(format!("relay{n}")), &torrc)
    });
    authorities.chain(relays).collect()
}

/// An onion service.
pub struct Onion {
    daemon: Daemon,
    /// `….onion:80`.
    pub address: String,
}

impl Onion {
    /// `kill -9`.
    pub fn kill(&self) {
        self.daemon.kill();
    }

    /// Starts it again, at the same address; [`Network::wait_until_reachable`] waits for the rest.
    ///
    /// # Errors
    /// What tor says.
    pub fn restart(&self) -> Result<()> {
        self.daemon.restart()?;
        self.daemon.wait_until_ready(PATIENCE)
    }
}

/// A client with default isolation.
pub struct Client {
    daemon: Daemon,
    /// Its SOCKS port.
    pub socks: SocketAddr,
    /// The same as a socket of the file system: it reaches into a network namespace.
    pub socks_unix: PathBuf,
}

impl Client {
    fn start(dir: &Path, member: &str) -> Result<Self> {
        let socks_unix = dir.join("socks");
        let torrc = |port: &str| {
            let unix = socks_unix.display();
            format!("SocksPort 127.0.0.1:{port}\nSocksPort unix:{unix}\n{member}")
        };
        let daemon = Daemon::start(dir, &torrc("auto"))?;
        let opened = |line: &str| line.rsplit_once("Opened Socks listener connection (ready) on ")?.1.parse().ok();
        let socks: SocketAddr = daemon.wait_for(PATIENCE, opened)?;
        // Started again, it is where it was.
        daemon.configure(&torrc(&socks.port().to_string()))?;
        daemon.wait_until_ready(PATIENCE)?;
        Ok(Self { daemon, socks, socks_unix })
    }

    /// `kill -9`.
    pub fn kill(&self) {
        self.daemon.kill();
    }

    /// Its control port.
    ///
    /// # Errors
    /// When it does not open.
    pub fn control(&self) -> Result<Control> {
        self.daemon.control()
    }

    /// Starts it again on the same port, and waits until it is ready.
    ///
    /// # Errors
    /// What tor says.
    pub fn restart(&self) -> Result<()> {
        self.daemon.restart()?;
        self.daemon.wait_until_ready(PATIENCE)
    }
}

/// A port of loopback that nobody has. Somebody may take it before it is used: then a start fails, and is tried again.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// The directory of an onion service, in that of its tor.
const SERVICE: &str = "service";
const AUTHORITIES: usize = 3;
const RELAYS: usize = 3;
const ATTEMPTS: u32 = 3;
/// Far beyond what it takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// For every process. A network this small needs other rules than the public one, all of them about who may be listed
/// and how soon.
const MEMBER: &str = "\
TestingTorNetwork 1
Address 127.0.0.1
AssumeReachable 1
ContactInfo a test
";
/// Ten seconds is the shortest interval that tor accepts.
const AUTHORITY: &str = "\
AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
TestingV3AuthInitialVotingInterval 10
TestingV3AuthInitialVoteDelay 2
TestingV3AuthInitialDistDelay 2
V3AuthVotingInterval 10
V3AuthVoteDelay 2
V3AuthDistDelay 2
TestingDirAuthVoteExit *
TestingDirAuthVoteGuard *
TestingDirAuthVoteHSDir *
SocksPort 0
ExitPolicy reject *:*
";
const RELAY: &str = "\
SocksPort 0
ExitRelay 0
";
