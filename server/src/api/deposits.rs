//! `POST` and `DELETE /v1/deposits`, `POST /v1/deposits/renew`: 4,352 bytes in, 4,096 bytes out, after the next tick.
//!
//! Whatever was asked, and whatever came of it, the answer has the same size and headers, and it is given when the
//! next tick has been published: so neither a length nor a time tells what it was.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::response::Response;
use davylamp_protocol::deposit::{Action, Deposit, REQUEST_LEN, Release, Visit, request_hash};
use davylamp_protocol::log::answer as padded;
use zeroize::Zeroizing;

use super::{NO_STORE, OCTETS, Problem, Relay, answer, octets, settled, within};

pub(super) async fn post(State(relay): State<Arc<Relay>>, request: Request) -> Result<Response, Problem> {
    let request = read(request).await?;
    let tick = next_tick(&relay);
    let deposit = Deposit::decode(&request).map_err(|_| Problem::Malformed)?;
    if deposit.release == Release::Now {
        let submission = relay.sequencer.submit(&deposit.envelope.as_bytes().to_vec().into())?;
        let at = settled(submission).await?;
        tick.await?;
        return answer(&relay.ledger, at);
    }
    let promise = promise(&relay, &request);
    relay.deposits.accept(deposit).await?;
    tick.await?;
    promise
}

pub(super) async fn renew(State(relay): State<Arc<Relay>>, request: Request) -> Result<Response, Problem> {
    visit(relay, request, Action::Renew).await
}

pub(super) async fn delete(State(relay): State<Arc<Relay>>, request: Request) -> Result<Response, Problem> {
    visit(relay, request, Action::Delete).await
}

async fn visit(relay: Arc<Relay>, request: Request, action: Action) -> Result<Response, Problem> {
    let request = read(request).await?;
    let tick = next_tick(&relay);
    let visit = Visit::decode(&request).map_err(|_| Problem::Malformed)?;
    if visit.action != action {
        return Err(Problem::Malformed);
    }
    let promise = promise(&relay, &request);
    relay.deposits.visit(visit).await?;
    tick.await?;
    promise
}

/// Exactly 4,352 bytes, wiped when they are no longer needed.
async fn read(request: Request) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let request = Zeroizing::new(within(request, OCTETS, REQUEST_LEN).await?);
    if request.len() == REQUEST_LEN { Ok(request) } else { Err(Problem::Size) }
}

/// Ends when the tick has been published that would take an envelope which came now: whatever was asked for, the answer
/// comes when an envelope's would.
fn next_tick(relay: &Relay) -> impl Future<Output = Result<(), Problem>> + use<> {
    let tick = relay.sequencer.next_tick();
    let every = relay.sequencer.every();
    async move {
        // Without a rhythm there is no tick to wait for: only load tests run so.
        if every.is_zero() {
            return Ok(());
        }
        // No tick for so long: the disk is full or worse. What was taken stays taken.
        tokio::time::timeout(every * 2 + LONGEST, tick).await.map_err(|_| Problem::Unavailable)
    }
}

fn promise(relay: &Relay, request: &[u8]) -> Result<Response, Problem> {
    let note = relay.ledger.keys().promise(request_hash(request), relay.sequencer.unix_seconds());
    let padded = padded::encode(note.as_bytes()).map_err(|_| Problem::Unavailable)?;
    Ok(octets(padded, NO_STORE))
}

const LONGEST: Duration = Duration::from_secs(60);
