//! `davylamp-relay torrc`: the configuration of tor that makes a relay an onion service.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::TorrcArgs;

pub(super) fn torrc(args: TorrcArgs) -> anyhow::Result<()> {
    anyhow::ensure!(args.dir.join("format").exists(), "{}: no relay here", args.dir.display());
    let address = args.settings.options()?.address()?;
    print!("{}", text(&args.dir, &args.service_dir, address)?);
    Ok(())
}

/// The whole file.
fn text(relay: &Path, service: &Path, address: SocketAddr) -> anyhow::Result<String> {
    anyhow::ensure!(address.port() != 0, "port 0 is another one at each start\nhint: name one with --listen");
    anyhow::ensure!(address.ip().is_loopback(), "{address} is not a loopback address: tor would be for nothing");
    let (relay, service) = (one_line(relay)?, one_line(service)?);
    anyhow::ensure!(service.starts_with('/'), "{service}: not a path from the root");
    Ok(TORRC.replace("RELAY", relay).replace("SERVICE", service).replace("ADDRESS", &address.to_string()))
}

/// A path that stands in a line of the file as it is.
fn one_line(path: &Path) -> anyhow::Result<&str> {
    let plain = path.to_str().filter(|path| !path.contains(|c: char| c.is_control() || matches!(c, '"' | '#' | '\\')));
    plain.ok_or_else(|| anyhow::anyhow!("{}: a path that torrc cannot hold", path.display()))
}

/// Where Debian's tor may write.
pub(super) fn default_service_dir() -> PathBuf {
    PathBuf::from("/var/lib/tor/davylamp")
}

const TORRC: &str = "\
# The onion service of the Davylamp relay in RELAY.
#
# This is all that its tor needs: a tor of its own, for nothing else. On Debian save it as /etc/tor/torrc, then:
#   tor --verify-config -f /etc/tor/torrc && systemctl restart tor
# The address is then in SERVICE/hostname; desks put it into their cards: http://….onion:80
# It needs tor 0.4.8 or newer with proof of work in it (tor --list-modules says \"pow: yes\").

# This tor offers nothing to programs on this machine, and is no relay of the Tor network.
SocksPort 0
ORPort 0

# The service's key lies in this directory. Whoever copies it can pose as this address; without it the address is lost
# for ever, and with it every poster that names it. Keep a copy where you keep the relay's own keys.
HiddenServiceDir SERVICE
HiddenServiceVersion 3

# Port 80 of the onion leads to the relay, and to nothing else on this machine.
HiddenServicePort 80 ADDRESS

# Never a single hop: it would be faster, and would show every relay that it meets where this machine stands.
HiddenServiceSingleHopMode 0
HiddenServiceNonAnonymousMode 0
# The relays next to ours are few and stay the same for long, so that it is hard to become one of them and look back.
VanguardsLiteEnabled 1

# When more knock than can be let in, each visitor's tor does a little work first, and those who worked most come first:
# a flood costs its maker, and a reporter some seconds. While all is calm it asks for nothing. At most 25 new visitors a
# second are let in, 250 at once after a calm: raise both only on a machine with cores to spare.
HiddenServicePoWDefensesEnabled 1
HiddenServicePoWQueueRate 25
HiddenServicePoWQueueBurst 250

# A client of Davylamp needs one stream in a circuit, at times a few. Whoever opens many wants something else.
HiddenServiceMaxStreams 16
HiddenServiceMaxStreamsCloseCircuit 1

# What tor logs names no address of a visitor (it knows none), and none of its own connections. Log no more than
# notices: more tells of single circuits.
SafeLogging 1
Log notice stdout
";

#[cfg(test)]
mod tests {
    use super::*;

    fn made(relay: &str, service: &str, address: &str) -> anyhow::Result<String> {
        text(Path::new(relay), Path::new(service), address.parse()?)
    }

    fn value<'a>(torrc: &'a str, option: &str) -> Vec<&'a str> {
        torrc.lines().filter_map(|line| line.strip_prefix(option)?.strip_prefix(' ')).collect()
    }

    #[test]
    fn it_leads_to_the_relay_and_defends_it() {
        let torrc = made("/srv/relay", "/var/lib/tor/davylamp", "127.0.0.1:7480").unwrap();
        assert_eq!(value(&torrc, "HiddenServicePort"), ["80 127.0.0.1:7480"]);
        assert_eq!(value(&torrc, "HiddenServiceDir"), ["/var/lib/tor/davylamp"]);
        for (option, wanted) in [
            ("SocksPort", "0"),
            ("HiddenServiceSingleHopMode", "0"),
            ("HiddenServiceNonAnonymousMode", "0"),
            ("HiddenServicePoWDefensesEnabled", "1"),
            ("SafeLogging", "1"),
        ] {
            assert_eq!(value(&torrc, option), [wanted], "{option}");
        }
        assert!(!torrc.contains("RELAY") && !torrc.contains("SERVICE"));
    }

    #[test]
    fn what_would_make_another_file_of_it_is_refused() {
        for (relay, service, address) in [
            ("/srv/relay", "/var/lib/tor/x\nSocksPort 0.0.0.0:9050", "127.0.0.1:7480"),
            ("/srv/relay\nSocksPort 0.0.0.0:9050", "/var/lib/tor/x", "127.0.0.1:7480"),
            ("/srv/relay", "/var/lib/tor/\"x", "127.0.0.1:7480"),
            ("/srv/relay", "davylamp", "127.0.0.1:7480"),
            ("/srv/relay", "/var/lib/tor/x", "127.0.0.1:0"),
            ("/srv/relay", "/var/lib/tor/x", "192.0.2.1:7480"),
        ] {
            assert!(made(relay, service, address).is_err(), "{relay:?} {service:?} {address}");
        }
    }
}
