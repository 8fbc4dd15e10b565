//! Errors as RFC 9457 problem documents: fixed public texts, nothing of the request in them.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::chunks::NotKept;
use crate::deposits::Declined;
use crate::ledger::LedgerError;
use crate::sequencer::{Failed, Refused};
use crate::store::StoreError;

/// What the relay says when it does not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    NotFound,
    Method,
    Size,
    TooLarge,
    MediaType,
    Malformed,
    Slow,
    NotYet,
    Beyond,
    /// Bodies are purged; the first that is kept.
    Purged(u64),
    Saturated,
    Full,
    Unavailable,
    DeskNotListed,
    BadNote,
    OldSerial,
    Conflict,
}

impl Problem {
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "nothing is served at this address"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "method", "this address takes another method"),
            Self::Size => (StatusCode::BAD_REQUEST, "size", "the content is shorter than this address takes"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "the content is larger than allowed here"),
            Self::MediaType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "the content type is not the one of this address")
            }
            Self::Malformed => {
                (StatusCode::BAD_REQUEST, "malformed", "the address, a parameter or the content is not well formed")
            }
            Self::Slow => (StatusCode::REQUEST_TIMEOUT, "slow", "the content did not arrive in time"),
            Self::NotYet => (StatusCode::NOT_FOUND, "not-yet", "the log has not reached this yet"),
            Self::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, "beyond", "the log does not reach this far"),
            Self::Purged(_) => (StatusCode::GONE, "purged", "bodies this old are purged"),
            Self::Saturated => (StatusCode::SERVICE_UNAVAILABLE, "saturated", "too many wait, try again"),
            Self::Full => (StatusCode::INSUFFICIENT_STORAGE, "full", "the relay has no room, try again later"),
            Self::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "the relay cannot do this now, try again")
            }
            Self::DeskNotListed => {
                (StatusCode::FORBIDDEN, "desk-not-listed", "the operator has not listed this verifier key")
            }
            Self::BadNote => (StatusCode::BAD_REQUEST, "bad-note", "not a valid signed card or notice of its desk"),
            Self::Conflict => (StatusCode::CONFLICT, "conflict", "another deposit or chunk has this id"),
            Self::OldSerial => {
                (StatusCode::CONFLICT, "old-serial", "the serial number is not higher than the published one")
            }
        }
    }

    fn body(self, kind: &str, title: &str, status: StatusCode) -> String {
        let status = status.as_u16();
        let first = if let Self::Purged(first) = self { format!(",\"first_body\":{first}") } else { String::new() };
        format!("{{\"type\":\"urn:davylamp:problem:{kind}\",\"title\":\"{title}\",\"status\":{status}{first}}}\n")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, kind, title) = self.parts();
        let mut response = (status, self.body(kind, title, status)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if matches!(self, Self::Saturated | Self::Unavailable | Self::Full) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("15"));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if let StoreError::Purged { first } = error {
            return Self::Purged(first);
        }
        if matches!(error, StoreError::Beyond) {
            return Self::NotYet;
        }
        tracing::error!(%error, "store");
        if error.is_full() { Self::Full } else { Self::Unavailable }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Store(error) => error.into(),
            LedgerError::Tree(_) => Self::NotYet,
            LedgerError::Key(error) => {
                tracing::error!(%error, "key");
                Self::Unavailable
            }
        }
    }
}

impl From<Failed> for Problem {
    fn from(failed: Failed) -> Self {
        if failed.full { Self::Full } else { Self::Unavailable }
    }
}

impl From<Declined> for Problem {
    fn from(declined: Declined) -> Self {
        match declined {
            Declined::Conflict => Self::Conflict,
            Declined::Saturated => Self::Saturated,
            Declined::Full => Self::Full,
            Declined::Unavailable => Self::Unavailable,
        }
    }
}

impl From<NotKept> for Problem {
    fn from(why: NotKept) -> Self {
        match why {
            NotKept::Conflict => Self::Conflict,
            NotKept::Full => Self::Full,
            NotKept::Unavailable => Self::Unavailable,
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Saturated => Self::Saturated,
            Refused::Store(error) => error.into(),
        }
    }
}
