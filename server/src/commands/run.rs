//! `davylamp-relay run`.

use std::io::Write as _;

use anyhow::Context as _;
use davylamp_server::{Parts, serve_with};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::RunArgs;

pub(super) fn run(args: RunArgs) -> anyhow::Result<()> {
    // Standard output carries one line; all talk goes to standard error, and none of it is about a request.
    let filter = EnvFilter::try_from_env("DAVYLAMP_RELAY_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(filter).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(listen(args))
}

async fn listen(args: RunArgs) -> anyhow::Result<()> {
    let options = args.settings.options()?;
    let address = options.address()?;
    let settings = options.settings(args.dir)?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let parts = Parts::open(&settings)?;
    let listener = TcpListener::bind(address).await.with_context(|| format!("{address}: cannot listen"))?;
    println!("listening http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let shutdown = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    serve_with(parts, settings, listener, shutdown).await?;
    Ok(())
}
