//! Where a relay is, and which way leads there. Fails closed: only an onion, or this machine, needs no word.

use std::fmt;
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::str::FromStr;
use std::time::Duration;

use super::{NetworkArgs, RelayError};

/// A relay's host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    host: String,
    port: u16,
}

/// Which way leads to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Through this SOCKS5 proxy, which also looks names up.
    Socks(SocketAddr),
    /// A connection of our own.
    Direct,
}

impl Address {
    /// Decides how to reach it.
    pub(super) fn route(&self, network: &NetworkArgs) -> Result<Route, RelayError> {
        match self.kind() {
            Kind::Loopback => Ok(Route::Direct),
            Kind::Onion => proxy(network.socks.as_deref()).map(Route::Socks),
            Kind::Elsewhere if network.direct => Ok(Route::Direct),
            Kind::Elsewhere => Err(RelayError::NotAnonymous(self.to_string())),
        }
    }

    /// The address for the HTTP client. `localhost` is not looked up: a name server must not move it.
    pub(super) fn base(&self) -> String {
        match self.host.as_str() {
            "localhost" => format!("http://127.0.0.1:{}", self.port),
            host => format!("http://{host}:{}", self.port),
        }
    }

    fn kind(&self) -> Kind {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        if host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()) {
            Kind::Loopback
        } else if is_onion(host) {
            Kind::Onion
        } else {
            Kind::Elsewhere
        }
    }
}

enum Kind {
    Loopback,
    Onion,
    Elsewhere,
}

impl FromStr for Address {
    type Err = RelayError;

    /// Reads `host:port` or `http://host:port`, as a poster or a card has it.
    fn from_str(text: &str) -> Result<Self, RelayError> {
        let wrong = || RelayError::Address(printable(text));
        let rest = text.strip_prefix("http://").unwrap_or(text);
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = rest.rsplit_once(':').ok_or_else(wrong)?;
        let port = port.parse().ok().filter(|port| *port > 0).ok_or_else(wrong)?;
        let host = host.to_ascii_lowercase();
        if is_name(&host) || is_ipv6(&host) { Ok(Self { host, port }) } else { Err(wrong()) }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

fn is_name(host: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    (1..=253).contains(&host.len()) && host.bytes().all(plain)
}

fn is_ipv6(host: &str) -> bool {
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| inner.parse::<std::net::Ipv6Addr>().is_ok())
}

/// A version 3 onion: 56 characters of base32. Subdomains lead to the same place.
fn is_onion(host: &str) -> bool {
    let name = host.strip_suffix(".onion").and_then(|name| name.rsplit('.').next());
    let base32 = |byte: u8| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte);
    name.is_some_and(|name| name.len() == 56 && name.bytes().all(base32))
}

/// What may be shown of a mistyped address.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// The proxy that was named, or the first of Tor's usual ports that speaks SOCKS5 with passwords.
fn proxy(named: Option<&str>) -> Result<SocketAddr, RelayError> {
    match named {
        Some(named) => {
            let numeric = named.replace("localhost:", "127.0.0.1:");
            numeric.parse().map_err(|_| RelayError::SocksAddress(printable(named)))
        }
        None => TOR_PORTS
            .into_iter()
            .map(|port| SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port))
            .find(speaks_socks)
            .ok_or(RelayError::NoTor),
    }
}

/// Offers user and password only: a proxy that takes them keeps our circuits apart.
pub(super) fn speaks_socks(proxy: &SocketAddr) -> bool {
    let greet = || -> std::io::Result<[u8; 2]> {
        let mut stream = TcpStream::connect_timeout(proxy, PROBE)?;
        stream.set_read_timeout(Some(PROBE))?;
        stream.set_write_timeout(Some(PROBE))?;
        stream.write_all(&[5, 1, 2])?;
        let mut answer = [0; 2];
        stream.read_exact(&mut answer)?;
        Ok(answer)
    };
    greet().is_ok_and(|answer| answer == [5, 2])
}

/// The daemon's port, then the browser's.
const TOR_PORTS: [u16; 2] = [9050, 9150];
const PROBE: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use super::*;

    const ONION: &str = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";

    fn route(address: &str, network: &NetworkArgs) -> Result<Route, RelayError> {
        address.parse::<Address>()?.route(network)
    }

    fn with_socks() -> NetworkArgs {
        NetworkArgs { socks: Some("127.0.0.1:9999".into()), direct: false }
    }

    #[test]
    fn this_machine_is_reached_directly_even_beside_a_proxy() {
        for address in ["127.0.0.1:8600", "http://127.0.0.1:8600", "127.7.7.7:1", "[::1]:8600", "localhost:80"] {
            assert_eq!(route(address, &NetworkArgs::default()).unwrap(), Route::Direct, "{address}");
            assert_eq!(route(address, &with_socks()).unwrap(), Route::Direct, "{address}");
        }
    }

    #[test]
    fn an_onion_is_reached_through_the_proxy_even_with_direct() {
        let proxy = Route::Socks("127.0.0.1:9999".parse().unwrap());
        assert_eq!(route(&format!("{ONION}:80"), &with_socks()).unwrap(), proxy);
        assert_eq!(route(&format!("http://www.{}:80", ONION.to_uppercase()), &with_socks()).unwrap(), proxy);
    }

    #[test]
    fn anything_else_is_refused_without_a_word_and_reached_with_it() {
        let direct = NetworkArgs { socks: None, direct: true };
        for address in ["relay.example:80", "192.0.2.1:80", "onion:80", "short.onion:80", "localhost.example:80"] {
            assert!(matches!(route(address, &with_socks()), Err(RelayError::NotAnonymous(_))), "{address}");
            assert_eq!(route(address, &direct).unwrap(), Route::Direct);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in ["", "host", "host:", "host:0", "host:65536", "a b:1", "https://host:1", "host:1/path", "u@host:1"]
        {
            assert!(matches!(wrong.parse::<Address>(), Err(RelayError::Address(_))), "{wrong:?}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_and_not_a_name() {
        assert!(proxy(Some("localhost:9050")).is_ok());
        for wrong in ["9050", "proxy.example:9050", "127.0.0.1", "socks5://127.0.0.1:9050"] {
            assert!(matches!(proxy(Some(wrong)), Err(RelayError::SocksAddress(_))), "{wrong}");
        }
    }

    #[test]
    fn a_port_that_does_not_speak_socks_is_not_taken_for_tor() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(b"HTTP/1.1 400\r\n").unwrap();
        });
        assert!(!speaks_socks(&address));
        server.join().unwrap();
    }
}
