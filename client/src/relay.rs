//! The client's side of a relay: everything that it answers is verified, and each lie has a name ([`RelayError`]).
//!
//! One [`Relay`] is one identity towards Tor and one pool of connections: what is asked through one value can be
//! linked by the relay, what is asked through two cannot.

mod address;
mod cards;
mod chunks;
mod error;
mod feed;
mod history;
mod http;
mod lot;
mod post;
mod reads;
mod tor;

use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use davylamp_protocol::log::checkpoint::VerifiedCheckpoint;

pub(crate) use address::Address;
use address::Route;
pub(crate) use cards::{BUNDLE_MAX, CardBundle, FoundBoard, FoundCard};
pub(crate) use error::RelayError;
pub(crate) use feed::Feed;
pub(crate) use lot::{Lot, hand_in};
pub(crate) use post::Submitted;
pub(crate) use reads::{SeenCheckpoint, TagBundle, TagWindow};

#[cfg(test)]
pub(crate) use cards::tests as test_card;

use self::http::Http;

/// How the relay is reached.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct NetworkArgs {
    /// SOCKS5 proxy of Tor, host:port; found by itself on the usual ports when not given
    #[arg(long, global = true, value_name = "HOST:PORT")]
    pub(crate) socks: Option<String>,

    /// Speak to a relay that is neither an onion nor on this machine, without Tor: it sees where you are
    #[arg(long, global = true, conflicts_with = "socks")]
    pub(crate) direct: bool,
}

impl NetworkArgs {
    /// Whether `address` is spoken to without Tor, as far as can be told.
    pub(crate) fn is_direct(&self, address: &str) -> bool {
        let route = address.parse::<Address>().map(|address| address.route(self));
        matches!(route, Ok(Ok(Route::Direct)))
    }

    /// Whether the proxy is on another machine: the line to it is in the clear, and names the onion.
    pub(crate) fn proxy_is_elsewhere(&self) -> bool {
        let named = self.socks.as_deref().map(|named| tor::proxy(Some(named)));
        matches!(named, Some(Ok(proxy)) if !proxy.ip().is_loopback())
    }
}

/// One relay, reached under one isolation identity.
pub(crate) struct Relay {
    http: Http,
    // The largest checkpoint that this relay has shown us: what comes later must not contradict it.
    seen: Mutex<Option<VerifiedCheckpoint>>,
}

impl Relay {
    /// Prepares to speak to `address` (`host:port` or `http://host:port`); sends nothing to the relay yet.
    ///
    /// # Errors
    ///
    /// [`RelayError::Address`]; [`RelayError::NotAnonymous`] for an address that is neither an onion nor on this
    /// machine, without `--direct`; [`RelayError::NoTor`] for an onion while no Tor answers.
    pub(crate) fn connect(address: &str, network: &NetworkArgs) -> Result<Self, RelayError> {
        let address: Address = address.parse()?;
        let route = address.route(network)?;
        Ok(Self { http: Http::new(&address, route)?, seen: Mutex::default() })
    }

    /// Sends octets to something that is no relay, and reads at most `cap` bytes of its answer: the same ways, headers and
    /// time limits, and the same refusal to go without Tor.
    ///
    /// # Errors
    ///
    /// [`RelayError`].
    pub(crate) async fn ask(
        &self,
        path: &str,
        media_type: &'static str,
        octets: Vec<u8>,
        cap: usize,
    ) -> Result<Vec<u8>, RelayError> {
        self.http.exchange(path, media_type, octets.into(), cap).await
    }

    /// The address as `host:port`.
    pub(crate) fn address(&self) -> &str {
        self.http.address()
    }

    /// Takes up a checkpoint that was seen earlier, so that an older or another history is noticed.
    ///
    /// # Errors
    ///
    /// [`RelayError::Forked`] if what this relay showed already contradicts it.
    pub(crate) fn remember(&self, checkpoint: &VerifiedCheckpoint) -> Result<(), RelayError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.as_ref().filter(|known| known.origin == checkpoint.origin) {
            Some(known) if known.size == checkpoint.size && known.root != checkpoint.root => {
                Err(RelayError::Forked { size: known.size })
            }
            Some(known) if known.size >= checkpoint.size => Ok(()),
            _ => {
                *seen = Some(checkpoint.clone());
                Ok(())
            }
        }
    }

    /// The largest checkpoint that this relay has shown us so far, in receipts too.
    pub(crate) fn last_seen(&self) -> Option<VerifiedCheckpoint> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// This machine's clock, in Unix seconds. The client asks for the time nowhere else.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
