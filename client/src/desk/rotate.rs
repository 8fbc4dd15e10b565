//! `desk rotate`: after a machine was lost, every key that a contact card names is made anew at once, and a card with
//! them is published.
//!
//! What was sealed to the old keys, and is still on its way, opens as before: they are destroyed when their time is over.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::card::{next_draft, post_above, renew};
use super::home::{Home, State};
use super::outbox;
use super::watch::post_waiting;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// `davylamp desk rotate`.
#[derive(Args)]
pub(crate) struct RotateArgs {
    /// The identity is on another machine: write the card here, to be signed there
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
}

pub(crate) async fn rotate(
    home: &Home,
    args: &RotateArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let kept_here = home.read()?.identity.is_some();
    if let Some(path) = &args.draft {
        return next_draft(home, path, terminal, |state| state.rotate_intake(now()), (true, true));
    }
    if !kept_here {
        return Err(Failure::usage(text("desk-rotate-needs-draft")).hint(text("desk-rotate-needs-draft-hint")));
    }
    home.update(|state: &mut State| {
        state.rotate_intake(now());
        renew(state, true, true, now())
    })?;
    post_above(home, network).await.map_err(|failure| failure.hint(text("desk-rotate-unpublished")))?;
    answer_anew(home, network, terminal).await?;
    let state = home.read()?;
    let serial = state.cards.last().map(|card| card.serial);
    terminal.print(text_with("desk-rotated", &[("serial", &serial.unwrap_or_default())]));
    terminal.say(text("desk-rotated-still"));
    terminal.say(text("desk-rotated-identity"));
    terminal.json(&json!({ "serial": serial, "rotated": true }));
    Ok(ExitCode::SUCCESS)
}

/// What nobody has read was signed by the old key, and would be shown as not the desk's. What cannot be posted now waits
/// for the watch.
async fn answer_anew(home: &Home, network: &NetworkArgs, terminal: &Terminal) -> Result<(), Failure> {
    if !home.read()?.rescan.is_empty() {
        terminal.say(text("desk-restored-hint"));
        return Ok(());
    }
    // What was sealed within this second could be of either key.
    tokio::time::sleep(Duration::from_secs(1)).await;
    home.update(|state: &mut State| outbox::renew(home, state, now()))?;
    if let Err(failure) = post_waiting(home, network, None).await {
        terminal.say(failure.to_string());
    }
    Ok(())
}
