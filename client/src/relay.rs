//! The client's side of a relay.

use clap::Args;

/// How the relay is reached.
#[derive(Args, Clone, Debug)]
pub(crate) struct NetworkArgs {
    /// SOCKS5 proxy of Tor, host:port; found by itself on the usual ports when not given
    #[arg(long, global = true, value_name = "HOST:PORT")]
    pub(crate) socks: Option<String>,

    /// Speak to a relay that is neither an onion nor on this machine, without Tor: it sees where you are
    #[arg(long, global = true)]
    pub(crate) direct: bool,
}
