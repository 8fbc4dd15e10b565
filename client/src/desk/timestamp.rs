//! `davylamp desk timestamp`: an authority that stamps the time of case files, and asking it (`SPEC.md` 10.10).
//!
//! ```text
//! POST /tsr  application/timestamp-query   SHA-256 of the checkpoint, nonce, certReq
//!        ◀── application/timestamp-reply   TimeStampResp, read and compared before it is believed
//! ```

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use davylamp_protocol::evidence::{CaseMaterial, MAX_TOKEN, TimeEvidence};
use der::asn1::{Null, ObjectIdentifier, OctetString, Uint};
use der::{Encode, Sequence};
use rand::RngCore as _;
use rand::rngs::OsRng;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;

use super::home::{Home, HomeError, State};
use crate::counsel::timestamp::Stamp;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay, RelayError};
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// `davylamp desk timestamp`.
#[derive(Args)]
pub(crate) struct TimestampArgs {
    /// Ask this authority at each export: http://host, with port and path if it has them
    #[arg(long, value_name = "URL", conflicts_with = "off")]
    authority: Option<String>,

    /// Ask none any more
    #[arg(long)]
    off: bool,
}

pub(crate) fn timestamp(home: &Home, args: &TimestampArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    if let Some(url) = &args.authority {
        Authority::parse(url)?;
    }
    if args.off || args.authority.is_some() {
        home.update(|state: &mut State| {
            state.time_authority.clone_from(&args.authority);
            Ok::<_, HomeError>(())
        })?;
    }
    let authority = home.read()?.time_authority;
    terminal.print(match &authority {
        Some(url) => text_with("desk-timestamp-authority", &[("url", url)]),
        None => text("desk-timestamp-none"),
    });
    if args.authority.is_some() {
        terminal.say(text("desk-timestamp-hint"));
    }
    terminal.json(&json!({ "authority": authority }));
    Ok(ExitCode::SUCCESS)
}

/// The stamps of a case file that is about to be sealed: one, if there is an authority and it answers. What goes wrong is
/// said, and the export goes on: counsel waits for the case, not for a time.
///
/// # Errors
/// [`HomeError`] alone.
pub(crate) async fn stamps_for(
    home: &Home,
    material: &CaseMaterial,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<Vec<TimeEvidence>, Failure> {
    let authority = home.read()?.time_authority;
    let Some((authority, checkpoint)) = authority.zip(material.checkpoint_to_stamp()) else { return Ok(Vec::new()) };
    match stamp(checkpoint.as_bytes(), &authority, network).await {
        Ok(token) => {
            terminal.say(text_with("desk-timestamp-stamped", &[("url", &authority)]));
            Ok(vec![TimeEvidence { checkpoint: checkpoint.to_owned(), token }])
        }
        Err(failure) => {
            terminal.say(text_with("desk-timestamp-without", &[("why", &failure.message)]));
            failure.hints.iter().for_each(|hint| terminal.say(text_with("talk-hint", &[("hint", hint)])));
            Ok(Vec::new())
        }
    }
}

/// Asks an authority for a token over a checkpoint note; gives the whole answer, which holds.
///
/// # Errors
/// A [`Failure`] if it is not reached in time, or answers anything else.
pub(crate) async fn stamp(checkpoint: &[u8], authority: &str, network: &NetworkArgs) -> Result<Vec<u8>, Failure> {
    let authority = Authority::parse(authority)?;
    let mut nonce = [0; 16];
    OsRng.fill_bytes(&mut nonce);
    // As a number it has no leading zeros, and some authorities give it back without.
    nonce[0] |= 1;
    let query = query(checkpoint, &nonce).map_err(|_| Failure::new(text("desk-timestamp-failed")))?;
    let relay = Relay::connect(&authority.address, network).map_err(unreached)?;
    let asked = relay.ask(&authority.path, "application/timestamp-query", query, MAX_TOKEN);
    let answer = timeout(PATIENCE, asked).await.map_err(|_| Failure::new(text("desk-timestamp-late")))?;
    let token = answer.map_err(unreached)?;
    let held = Stamp::read(checkpoint, &token);
    let held = held.map_err(|fault| Failure::new(text_with("desk-timestamp-wrong", &[("why", &fault)])))?;
    match held.nonce.as_deref().map(without_zeros) {
        Some(own) if own == nonce => Ok(token),
        _ => Err(Failure::new(text("desk-timestamp-nonce"))),
    }
}

/// The sign's zero, which DER writes before a high bit.
fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// Where it is: the address that a way leads to, and the path there.
struct Authority {
    address: String,
    path: String,
}

impl Authority {
    fn parse(url: &str) -> Result<Self, Failure> {
        if url.starts_with("https://") {
            return Err(Failure::usage(text("desk-timestamp-https")).hint(text("desk-timestamp-https-hint")));
        }
        let wrong = || Failure::usage(text("desk-timestamp-url")).hint(text("desk-timestamp-url-hint"));
        let rest = url.strip_prefix("http://").ok_or_else(wrong)?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'"' | b'<' | b'>' | b'\\');
        let sound = path.len() <= MAX_PATH && path.bytes().all(plain);
        let has_port = host.rsplit(':').next().is_some_and(|port| host.contains(':') && !port.ends_with(']'));
        let address = if has_port { host.to_owned() } else { format!("{host}:80") };
        let is_address = address.parse::<crate::relay::Address>().is_ok();
        if sound && is_address { Ok(Self { address, path: format!("/{path}") }) } else { Err(wrong()) }
    }
}

/// What a relay's error says of an authority. Tor's absence is said as it always is.
fn unreached(error: RelayError) -> Failure {
    if let RelayError::NotAnonymous(address) = &error {
        let failure = Failure::new(text_with("desk-timestamp-not-anonymous", &[("address", address)]));
        return failure.hint(text("desk-timestamp-not-anonymous-hint"));
    }
    let status = |status: u16| text_with("desk-timestamp-status", &[("status", &status)]);
    let said = if let RelayError::Unreachable(why) = &error {
        Some(text_with("desk-timestamp-unreached", &[("why", why)]))
    } else if let RelayError::Refused { status: code } = &error {
        Some(status(*code))
    } else if matches!(error, RelayError::Busy { .. }) {
        Some(status(503))
    } else {
        matches!(error, RelayError::Length { .. }).then(|| text("desk-timestamp-long"))
    };
    said.map_or_else(|| error.into(), Failure::new)
}

#[derive(Sequence)]
struct TimeStampReq {
    version: u8,
    imprint: MessageImprint,
    nonce: Uint,
    cert_req: bool,
}

#[derive(Sequence)]
struct MessageImprint {
    hash: HashAlgorithm,
    value: OctetString,
}

#[derive(Sequence)]
struct HashAlgorithm {
    oid: ObjectIdentifier,
    parameters: Null,
}

fn query(checkpoint: &[u8], nonce: &[u8]) -> der::Result<Vec<u8>> {
    let hash = HashAlgorithm { oid: SHA256, parameters: Null };
    let imprint = MessageImprint { hash, value: OctetString::new(Sha256::digest(checkpoint).as_slice())? };
    TimeStampReq { version: 1, imprint, nonce: Uint::new(nonce)?, cert_req: true }.to_der()
}

const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const MAX_PATH: usize = 1024;
/// Circuits take their time. Whoever exports waits no longer than this for a time.
const PATIENCE: Duration = Duration::from_secs(90);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_is_a_plain_address_and_a_path() {
        let parsed = |url| Authority::parse(url).map(|authority| (authority.address, authority.path)).ok();
        let is = |address: &str, path: &str| Some((address.to_owned(), path.to_owned()));
        assert_eq!(parsed("http://tsa.example"), is("tsa.example:80", "/"));
        assert_eq!(parsed("http://tsa.example:3161/tsr?a=b"), is("tsa.example:3161", "/tsr?a=b"));
        assert_eq!(parsed("http://[::1]/tsr"), is("[::1]:80", "/tsr"));
        assert_eq!(parsed("http://[::1]:8080"), is("[::1]:8080", "/"));
        for wrong in [
            "",
            "tsa.example",
            "http://",
            "http://a b/",
            "http://u@h/",
            "http://h:0/",
            "ftp://h/",
            "http://h/a b",
            "http://h/\r\nx",
        ] {
            assert!(parsed(wrong).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn an_authority_behind_tls_is_refused_with_what_to_do() {
        let Err(failure) = Authority::parse("https://tsa.example/tsr") else { panic!("was taken") };
        assert_eq!((failure.message, failure.code), (text("desk-timestamp-https"), 2));
        assert_eq!(failure.hints, [text("desk-timestamp-https-hint")]);
    }

    #[test]
    fn a_query_is_what_rfc_3161_says() {
        let query = query(b"checkpoint", &[0x81; 16]).unwrap();
        let head = hex::decode("304c020101303130 0d060960864801650304020105000420".replace(' ', "")).unwrap();
        let imprint = Sha256::digest(b"checkpoint");
        let tail = hex::decode("021100".to_owned() + &"81".repeat(16) + "0101ff").unwrap();
        assert_eq!(query, [&head[..], &imprint[..], &tail[..]].concat());
    }
}
