//! Finding Tor on this machine; and, where none runs, saying how one starts it here.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use super::RelayError;
use super::address::printable;

/// The proxy that was named, or the first of Tor's usual ports that speaks SOCKS5 with passwords.
///
/// # Errors
///
/// [`RelayError::SocksAddress`], [`RelayError::NoTor`].
pub(super) fn proxy(named: Option<&str>) -> Result<SocketAddr, RelayError> {
    match named {
        Some(named) => {
            let numeric = named.replace("localhost:", "127.0.0.1:");
            numeric.parse().map_err(|_| RelayError::SocksAddress(printable(named)))
        }
        None => PORTS
            .into_iter()
            .map(|port| SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port))
            .find(speaks_socks)
            .ok_or(RelayError::NoTor),
    }
}

/// The sentence that says how Tor is started on a system like this one.
pub(super) fn how_to_start() -> &'static str {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    how_to_start_on(std::env::consts::OS, &release)
}

/// `release` is the text of os-release(5).
fn how_to_start_on(os: &str, release: &str) -> &'static str {
    let named = release.lines().filter_map(|line| line.split_once('='));
    let ids: Vec<&str> = named
        .filter(|(key, _)| matches!(*key, "ID" | "ID_LIKE"))
        .flat_map(|(_, value)| value.trim_matches('"').split_whitespace())
        .collect();
    let is = |names: &[&str]| ids.iter().any(|id| names.contains(id));
    match os {
        "android" => "tor-start-termux",
        "macos" => "tor-start-macos",
        _ if is(&["tails"]) => "tor-start-tails",
        _ if is(&["whonix", "whonix-workstation"]) => "tor-start-whonix",
        _ if is(&["debian", "ubuntu"]) => "tor-start-debian",
        _ if is(&["fedora", "rhel", "suse", "opensuse"]) => "tor-start-fedora",
        _ if is(&["arch"]) => "tor-start-arch",
        _ => "tor-start-browser",
    }
}

/// Offers user and password only: a proxy that takes them keeps our circuits apart.
fn speaks_socks(proxy: &SocketAddr) -> bool {
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
const PORTS: [u16; 2] = [9050, 9150];
const PROBE: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::text;

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

    #[test]
    fn each_platform_is_told_its_own_way_and_an_unknown_one_the_browser() {
        let cases = [
            ("linux", "NAME=\"Tails\"\nID=\"tails\"\nID_LIKE=\"debian\"\n", "tor-start-tails"),
            ("linux", "ID=whonix\nID_LIKE=debian\n", "tor-start-whonix"),
            ("linux", "ID=debian\n", "tor-start-debian"),
            ("linux", "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "tor-start-debian"),
            ("linux", "ID=fedora\n", "tor-start-fedora"),
            ("linux", "ID=opensuse-leap\nID_LIKE=\"suse opensuse\"\n", "tor-start-fedora"),
            ("linux", "ID=manjaro\nID_LIKE=arch\n", "tor-start-arch"),
            ("linux", "NOT_ID=debian\n", "tor-start-browser"),
            ("android", "", "tor-start-termux"),
            ("macos", "", "tor-start-macos"),
        ];
        for (os, release, way) in cases {
            assert_eq!(how_to_start_on(os, release), way, "{os} {release}");
            assert_ne!(text(way), way, "every way has its sentence");
        }
    }
}
