//! What the client sends: nothing but connections to Tor's SOCKS port, over every command, whatever goes wrong.
//!
//! In a network namespace out of which leads nothing, a real tor client of the private network stands behind one port
//! of loopback; the relay is an onion service outside. Two witnesses: a record of all packets on all interfaces, and
//! `strace`. Where there are no namespaces, `strace` alone, which the output says.

use std::cell::{Cell, RefCell};
use std::ffi::OsString;
use std::fs;

use anyhow::{Result, ensure};
use davylamp_tests::binaries::Binaries;
use davylamp_tests::confine::machine::Machine;
use davylamp_tests::confine::namespace::{Capture, Namespace};
use davylamp_tests::confine::play::{Act, Play, finish};
use davylamp_tests::confine::trace::{Trace, under_strace};
use davylamp_tests::process::Finished;
use davylamp_tests::relay::Relay;
use davylamp_tests::stage::FAST;
use davylamp_tests::tor::Network;

use crate::stage::Test;

pub(crate) const TESTS: &[Test] = &[
    ("a_packet_that_leaves_is_seen", |_| a_packet_that_leaves_is_seen()),
    ("nothing_is_sent_but_to_the_socks_port", |ground| nothing_else_is_sent(ground.network()?)),
];

/// The control of the next test: the client itself, told to go without Tor.
fn a_packet_that_leaves_is_seen() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let namespace = match Namespace::make(dir.path()) {
        Ok(namespace) => namespace,
        Err(error) => {
            println!("{error:#}: packets are not recorded here");
            return Ok(());
        }
    };
    let machine = Machine::new(&dir.path().join("machine"))?;
    let quiet = Capture::start(&namespace, &dir.path().join("quiet"))?.stop()?;
    ensure!(quiet.which("")?.is_empty() && quiet.strayed == 0, "nobody sends, and yet: {:?}", quiet.which("")?);
    for (address, filter, says) in [
        ("relay.example:80", "udp and dst port 53 and dst host 192.0.2.53", "A? relay.example"),
        ("192.0.2.7:80", "tcp[tcpflags] & tcp-syn != 0 and dst host 192.0.2.7", "192.0.2.7.80"),
        ("[2001:db8::7]:80", "ip6 and tcp and dst host 2001:db8::7", "2001:db8::7.80"),
        ("127.0.0.1:8600", "tcp and dst host 127.0.0.1 and dst port 8600", "127.0.0.1.8600"),
    ] {
        let (file, traces) = (dir.path().join("packets"), dir.path().join("traces"));
        let _ = fs::remove_dir_all(&traces);
        fs::create_dir(&traces)?;
        let contact = dir.path().join("contact");
        fs::write(&contact, format!("davylamp:{address}#{KEY}"))?;
        let capture = Capture::start(&namespace, &file)?;
        let client = Binaries::get()?.client.clone().into_os_string();
        let rest = ["--direct", "contact", "show", "--to"].map(OsString::from);
        let words = [namespace.enter(&machine.work), under_strace(&traces), ["timeout", "3"].map(Into::into).into()];
        let words = [words.concat(), vec![client], rest.into(), vec![contact.into()]].concat();
        ensure!(finish(&words, "", &machine)?.code != Some(0), "nobody is at {address}");
        let packets = capture.stop()?;
        let seen = packets.which(filter)?;
        ensure!(seen.iter().any(|packet| packet.contains(says)), "{address} was not seen: {:?}", packets.which("")?);
        ensure!(!packets.which(&besides(&[SOCKS]))?.is_empty(), "{address} is taken for the SOCKS port");
        ensure!((packets.strayed == 0) == address.starts_with("127."), "{address}: {} left", packets.strayed);
        let seen = others(&Trace::read(&traces)?, &[SOCKS]);
        ensure!(!seen.is_empty(), "strace saw nothing of {address}");
    }
    Ok(())
}

fn nothing_else_is_sent(network: &Network) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let relay = Relay::start(&dir.path().join("relay"), FAST)?;
    let onion = network.onion_of("confined-relay", &relay)?;
    let tor = network.client("confined-client")?;
    let namespace = Namespace::make(dir.path());
    let namespace = namespace.inspect_err(|error| println!("{error:#}: by strace alone")).ok();
    let port = if namespace.is_some() { SOCKS } else { tor.socks.port() };
    let forward = |port| namespace.as_ref().map(|namespace| namespace.forward(port, &tor.socks_unix)).transpose();
    let capture = |name| namespace.as_ref().map(|inside| Capture::start(inside, &dir.path().join(name))).transpose();

    let (acts, allowed) = (Cell::new(0), RefCell::new(vec![port]));
    let direct = |act: &Act<'_>| -> Result<Finished> {
        acts.set(acts.get() + 1);
        let traces = dir.path().join("traces").join(acts.get().to_string());
        fs::create_dir_all(&traces)?;
        let enter = namespace.as_ref().map(|namespace| namespace.enter(&act.machine.work)).unwrap_or_default();
        let done = act.run_under(&[enter, with_traps(), under_strace(&traces)].concat())?;
        let trace = Trace::read(&traces)?;
        let others = others(&trace, &allowed.borrow());
        ensure!(others.is_empty(), "{}: {others:#?}", act.command);
        ensure!(!act.offline || trace.network().is_empty(), "{}: {:#?}", act.command, trace.network());
        fs::remove_dir_all(&traces)?;
        Ok(done)
    };
    let socks = format!("127.0.0.1:{port}");
    let by_socks = ["--socks", socks.as_str()];
    let mut play = Play::new(dir.path(), &relay, &onion.address, &by_socks, direct)?;

    let running = capture("all")?;
    let forwarder = forward(port)?;
    play.perform()?;
    play.mistype()?;
    for nowhere in [NO_ONION, "relay.example:80", "192.0.2.7:80", "[2001:db8::7]:80", "localhost.example:80"] {
        play.lose_the_way(nowhere, &by_socks)?;
    }
    play.arm()?;
    tor.kill();
    play.be_cut_off()?;
    drop(forwarder);
    play.be_cut_off()?;
    if let Some(packets) = running.map(Capture::stop).transpose()? {
        let (through, others) = (packets.which(&format!("tcp port {port}"))?.len(), packets.which(&besides(&[port]))?);
        println!("{} commands, {through} packets to and from the SOCKS port, {} others", acts.get(), others.len());
        ensure!(through > 1000, "the record is blind");
        ensure!(others.is_empty() && packets.strayed == 0, "{} left, {others:#?}", packets.strayed);
    }

    // Without a port given, Tor is looked for where it usually is, and nowhere else. Outside a namespace a real one may
    // listen there, which has nothing to do with this.
    let Some(running) = capture("usual")? else { return Ok(()) };
    let usual = [9050, 9150];
    allowed.replace(usual.to_vec());
    play.lose_the_way(&onion.address, &[])?;
    let packets = running.stop()?;
    for port in usual {
        ensure!(!packets.which(&format!("tcp dst port {port}"))?.is_empty(), "nobody looked at {port}");
    }
    let others = packets.which(&besides(&usual))?;
    ensure!(others.is_empty() && packets.strayed == 0, "{} left, {others:#?}", packets.strayed);
    Ok(())
}

/// A filter for what is neither to nor from one of these ports of 127.0.0.1.
fn besides(ports: &[u16]) -> String {
    let ports: Vec<String> = ports.iter().map(|port| format!("tcp port {port}")).collect();
    format!("not (src host 127.0.0.1 and dst host 127.0.0.1 and ({}))", ports.join(" or "))
}

/// What `strace` saw that has to do with a network, and not with one of these ports of 127.0.0.1.
fn others(trace: &Trace, ports: &[u16]) -> Vec<String> {
    let loopback = |port: &u16| format!("sa_family=AF_INET, sin_port=htons({port}), sin_addr=inet_addr(\"127.0.0.1\")");
    let allowed: Vec<String> = ports.iter().map(loopback).collect();
    let addresses = trace.addresses().into_iter().filter(|(address, _)| !allowed.contains(address));
    let sockets = trace.sockets().into_iter().filter(|kind| !SOCKETS.contains(&kind.as_str()));
    let looked_up = trace.opened().into_iter().filter(|file| NAMES.iter().any(|name| file.contains(name)));
    addresses.map(|(_, call)| call).chain(sockets).chain(looked_up).collect()
}

/// Proxies of the environment, for programs that ask it.
fn with_traps() -> Vec<OsString> {
    let variables = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
    let traps = variables.iter().map(|name| format!("{name}=http://192.0.2.66:3128"));
    ["env".to_owned(), "no_proxy=".to_owned()].into_iter().chain(traps).map(OsString::from).collect()
}

/// The connection to Tor, and what tokio wakes itself with at a signal.
const SOCKETS: &[&str] = &["socket AF_INET SOCK_STREAM", "socketpair AF_UNIX SOCK_STREAM"];
/// Files of those who look names up.
const NAMES: &[&str] = &["resolv.conf", "nsswitch.conf", "/etc/hosts", "host.conf", "gai.conf", "nscd", "services"];
/// The port of Tor in the namespace.
const SOCKS: u16 = 19050;
/// An onion address as they are, whose key nobody has.
const NO_ONION: &str = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion:80";
const KEY: &str = include_str!("../../../protocol/testdata/case-file-v1/desk");
