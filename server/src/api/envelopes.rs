//! `POST /v1/envelopes`: 4,096 bytes in, 4,096 bytes out, once they are durable and under a signed checkpoint.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;

use super::{OCTETS, Problem, Relay, answer, content, settled};

pub(super) async fn post(State(relay): State<Arc<Relay>>, request: Request) -> Result<Response, Problem> {
    let envelope = content(request, OCTETS, ENVELOPE_LEN).await?;
    if envelope.len() != ENVELOPE_LEN {
        return Err(Problem::Size);
    }
    let submission = relay.sequencer.submit(&envelope)?;
    drop(envelope);
    answer(&relay.ledger, settled(submission).await?)
}

const ENVELOPE_LEN: usize = 4096;
