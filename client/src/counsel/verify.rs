//! `davylamp case verify`: first what is shown, and what is not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::evidence::{
    Claim, ClaimError, Covered, DeskAnchor, Entrant, ExportRecord, Given, LogAnchor, MAX_CLAIM, Named, Outcome, Proven,
    ProvenMessage, Side, Verdict, verify_with as verify_case,
};
use davylamp_protocol::log::note::VerifierKey;
use davylamp_protocol::log::policy::{MAX_POLICY, Policy};
use serde_json::{Value, json};

use super::archive::Bag;
use super::custody::{self, utc};
use super::online::{Online, ask};
use super::open::read_case;
use super::timestamp::{self, Seen};
use crate::contact::read_poster;
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::{Terminal, read_input, read_text};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// The unpacked folder (the one with bagit.txt), the sealed case file, or its tar
    case: PathBuf,

    /// File with the identity that opens a sealed case file
    #[arg(short, long, value_name = "FILE")]
    identity: Option<PathBuf>,

    /// Your own policy (C2SP tlog-policy): the log and the witnesses that you believe
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,

    /// The desk's poster, card or verifier key, from a source of your own
    #[arg(long, value_name = "FILE")]
    desk: Option<PathBuf>,

    /// The reporter's claim
    #[arg(long, value_name = "FILE")]
    claim: Option<PathBuf>,

    /// The challenge that you gave the reporter
    #[arg(long, value_name = "FILE", requires = "claim")]
    challenge: Option<PathBuf>,

    /// Root certificates (PEM) of the authorities whose time stamps you believe
    #[arg(long, value_name = "FILE")]
    time_roots: Option<PathBuf>,

    /// Look in the log too: a copy of it (the folder of `courier mirror`), or a relay, host:port. A relay learns which
    /// entries the case is about; a copy asks nobody
    #[arg(long, value_name = "DIR|ADDRESS", alias = "relay")]
    log: Option<String>,
}

pub(crate) async fn verify(args: &VerifyArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let policy = args.policy.as_deref().map(read_policy).transpose()?;
    let desk = args.desk.as_deref().map(|path| read_desk(path, terminal)).transpose()?;
    let challenge = args.challenge.as_deref().map(|path| read_text(path, MAX_POLICY as u64)).transpose()?;
    let claim = args.claim.as_deref().map(read_claim).transpose()?;
    let roots = args.time_roots.as_deref().map(timestamp::read_roots).transpose()?;
    let Bag { files, attached } = read_case(&args.case, args.identity.as_deref())?;
    let given = Given {
        policy: policy.as_ref(),
        desk: desk.as_ref(),
        claim: claim.as_ref().and_then(|claim| claim.as_ref().ok()),
        challenge: challenge.as_ref().map(|text| text.as_str()),
        bridges: &[],
    };
    let mut verdict = verify_case(&files, &attached, &given);
    let mut online = None;
    if let (Some(address), Some(material), Some(proven)) = (&args.log, &verdict.material, &verdict.proven) {
        let asked = ask(address, material, proven, given.claim, network).await?;
        verdict = verify_case(&files, &attached, &Given { bridges: &asked.bridges, ..given });
        verdict.add_from_log(asked.faults.clone());
        online = Some(asked);
    }
    if let Some(Err(error)) = claim {
        verdict.claim = Some(Err(error));
        verdict.outcome = Outcome::Broken;
    }
    let times = timestamp::look(&mut verdict, roots.as_ref());
    print(&verdict, online.as_ref(), given.challenge.is_some(), &times, terminal);
    terminal.json(&document(&verdict, online.as_ref(), &times));
    Ok(ExitCode::from(verdict.outcome.exit_code()))
}

fn read_policy(path: &Path) -> Result<Policy, Failure> {
    let bytes = read_input(path, MAX_POLICY as u64)?;
    Policy::parse(&bytes).map_err(|error| {
        let values: [(&str, &dyn ToString); 2] = [("path", &path.display()), ("why", &error)];
        Failure::new(text_with("verify-policy", &values)).hint(text("verify-policy-hint"))
    })
}

fn read_desk(path: &Path, terminal: &Terminal) -> Result<VerifierKey, Failure> {
    let file = read_text(path, 64 * 1024)?;
    match VerifierKey::parse(file.trim()) {
        Ok(key) => Ok(key),
        Err(_) => read_poster(Some(path), terminal).map(|poster| poster.desk),
    }
}

/// A claim that does not hold breaks the verdict; a file that cannot be read stops the command.
fn read_claim(path: &Path) -> Result<Result<Claim, ClaimError>, Failure> {
    Ok(Claim::decode(&read_input(path, MAX_CLAIM as u64)?))
}

fn print(verdict: &Verdict, online: Option<&Online>, own_challenge: bool, times: &[Seen], terminal: &Terminal) {
    let heading = match verdict.outcome {
        Outcome::Proven => "verify-proven",
        Outcome::Unanchored => "verify-unanchored",
        Outcome::Broken => "verify-broken",
    };
    terminal.print(text(heading));
    section("verify-broken-list", faults(verdict), terminal);
    let is_whole = verdict.outcome != Outcome::Broken;
    let (stamped, unstamped) =
        if is_whole { (timestamp::shown(times), timestamp::not_shown(times)) } else { (Vec::new(), Vec::new()) };
    section("verify-shown", [shown(verdict, online), stamped].concat(), terminal);
    section("verify-not-shown", [not_shown(verdict, online, own_challenge), unstamped].concat(), terminal);
    section("verify-messages", messages(verdict), terminal);
    section("verify-custody-events", events(verdict), terminal);
}

fn section(heading: &str, lines: Vec<String>, terminal: &Terminal) {
    if !lines.is_empty() {
        terminal.print(format!("\n{}", text(heading)));
        lines.iter().for_each(|line| terminal.print(format!("  - {}", clean(line))));
    }
}

/// A case file's own words must not steer a terminal.
fn clean(line: &str) -> String {
    line.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn faults(verdict: &Verdict) -> Vec<String> {
    let mut lines: Vec<String> = verdict.faults.iter().map(ToString::to_string).collect();
    if let Some(Err(error)) = &verdict.claim {
        lines.push(text_with("verify-claim-broken", &[("why", error)]));
    }
    lines
}

fn shown(verdict: &Verdict, online: Option<&Online>) -> Vec<String> {
    let Some(proven) = verdict.proven.as_ref().filter(|_| verdict.outcome != Outcome::Broken) else {
        return Vec::new();
    };
    let count = |side| proven.messages.iter().filter(|message| message.side == side).count();
    let (reporter, desk) = (count(Side::Reporter), count(Side::Desk));
    let mut lines = Vec::new();
    lines.push(match verdict.outcome {
        Outcome::Proven => text_with("verify-in-log", &[("reporter", &reporter), ("desk", &desk)]),
        Outcome::Unanchored | Outcome::Broken => {
            text_with("verify-consistent", &[("reporter", &reporter), ("desk", &desk)])
        }
    });
    lines.push(text("verify-rendered"));
    let there = proven.attachments.iter().filter(|named| named.is_there).count();
    lines.extend((there > 0).then(|| text_with("verify-attachments", &[("there", &there)])));
    lines.push(text_with("verify-custody", &[("heads", &proven.heads.len())]));
    if verdict.desk == DeskAnchor::Named {
        lines.push(text("verify-desk-named"));
    }
    lines.extend(proven.consent.map(|_| text("verify-consent")));
    lines.extend(claim_shown(verdict));
    lines.extend(online.and_then(custody::nothing_later));
    let claimed = proven.claimed_attachments(covered(verdict)).count();
    lines.extend((claimed > 0).then(|| text_with("verify-claim-attachments", &[("count", &claimed)])));
    if let Some(purpose) = export(verdict).and_then(|export| export.purpose.as_ref()) {
        lines.push(text_with("verify-purpose", &[("purpose", purpose)]));
    }
    lines
}

/// What the last event of the custody log says of this hand-over.
fn export(verdict: &Verdict) -> Option<&ExportRecord> {
    verdict.material.as_ref()?.custody.events().last()?.export.as_ref()
}

fn covered(verdict: &Verdict) -> &[Covered] {
    verdict.claim.as_ref().and_then(|claim| claim.as_ref().ok()).map_or(&[], Vec::as_slice)
}

/// The reporter's parts; without the copies in other logs of what the claim covers in one.
fn claimed(verdict: &Verdict) -> Vec<&Covered> {
    let held = covered(verdict).iter().filter(|part| part.covered.is_ok());
    let held: BTreeSet<&str> = held.map(|part| part.path.as_str()).collect();
    let is_copy = |part: &Covered| verdict.proven.as_ref().is_some_and(|proven| proven.is_also_at(&part.path, &held));
    covered(verdict).iter().filter(|part| part.covered.is_ok() || !is_copy(part)).collect()
}

fn claim_shown(verdict: &Verdict) -> Option<String> {
    let all = claimed(verdict);
    let held = all.iter().filter(|part| part.covered.is_ok()).count();
    (held > 0).then(|| text_with("verify-claim", &[("covered", &held), ("all", &all.len())]))
}

fn not_shown(verdict: &Verdict, online: Option<&Online>, own_challenge: bool) -> Vec<String> {
    let Some(proven) = verdict.proven.as_ref().filter(|_| verdict.outcome != Outcome::Broken) else {
        return vec![text("verify-nothing")];
    };
    let mut lines = Vec::new();
    match &verdict.log {
        LogAnchor::NoPolicy => lines.push(text("verify-no-policy")),
        LogAnchor::Met => {}
        LogAnchor::Unmet(list) => {
            let of = |(path, why): &(String, _)| format!("{path}: {}", ToString::to_string(why));
            lines.extend(list.iter().map(|item: &(String, davylamp_protocol::evidence::Unanchored)| of(item)));
        }
    }
    let held = covered(verdict).iter().any(|part| part.covered.is_ok());
    lines.push(text(if held { "verify-claim-limit" } else { "verify-who" }));
    lines.extend(claimed(verdict).iter().filter_map(|part| {
        let why = part.covered.err()?;
        Some(text_with("verify-claim-not", &[("path", &part.path), ("why", &why)]))
    }));
    if held && !own_challenge {
        lines.push(text("verify-challenge-not"));
    }
    let witnessed = |path: &str| entrant(verdict, path).is_some_and(|entrant| entrant.witness.is_some());
    if !proven.parts.iter().all(|part| witnessed(&part.path)) {
        lines.push(text("verify-relay-clock"));
    }
    if !verdict.beside.is_empty() {
        lines.push(text_with("verify-beside", &[("count", &verdict.beside.len())]));
    }
    if proven.messages.iter().any(|message| message.contradicted) {
        lines.push(text("verify-contradicted"));
    }
    if verdict.desk == DeskAnchor::NotGiven {
        lines.push(text("verify-no-desk"));
    }
    if proven.consent.is_none() {
        lines.push(text("verify-no-consent"));
    }
    let missing = proven.attachments.iter().filter(|named| !named.is_there);
    lines.extend(missing.map(|named| {
        text_with("verify-attachment-missing", &[("name", &named.attachment.name), ("path", &named.path)])
    }));
    if proven.attachments.iter().any(|named| named.is_there) {
        lines.push(text("verify-attachment-content"));
    }
    if export(verdict).is_some_and(|export| export.only) {
        lines.push(text("verify-only"));
    }
    if let Some(expires) = export(verdict).and_then(|export| export.expires) {
        lines.push(text_with("verify-expires", &[("time", &utc(expires))]));
    }
    for gap in &proven.gaps {
        let last = gap.last.map_or_else(|| text("verify-gap-open"), |last| last.to_string());
        let values: [(&str, &dyn ToString); 4] =
            [("side", &side(gap.side)), ("lane", &gap.lane), ("first", &gap.first), ("last", &last)];
        lines.push(text_with("verify-gap", &values));
    }
    match online {
        None => lines.push(text("verify-no-relay")),
        Some(online) => {
            lines.extend(custody::later(online));
            lines.extend(online.earlier_cut_off.map(|index| text_with("verify-earlier", &[("index", &index)])));
        }
    }
    lines
}

fn messages(verdict: &Verdict) -> Vec<String> {
    let Some(proven) = verdict.proven.as_ref().filter(|_| verdict.outcome != Outcome::Broken) else {
        return Vec::new();
    };
    proven.messages.iter().filter_map(|message| message_line(verdict, message)).collect()
}

/// What the desk noted; of a broken case file, nothing.
fn events(verdict: &Verdict) -> Vec<String> {
    let material = verdict.material.as_ref().filter(|_| verdict.outcome != Outcome::Broken);
    material.map_or_else(Vec::new, |material| custody::lines(&material.custody))
}

/// Where the reader's policy vouches for it comes first.
fn message_line(verdict: &Verdict, message: &ProvenMessage) -> Option<String> {
    let also = message.also.iter().map(|elsewhere| (&elsewhere.paths, &elsewhere.logged));
    let is_beside = |paths: &[String]| paths.iter().any(|path| verdict.beside.iter().any(|(beside, _)| beside == path));
    let mut places: Vec<_> = std::iter::once((&message.paths, &message.logged)).chain(also).collect();
    places.sort_by_key(|(paths, _)| is_beside(paths));
    let mut lines = Vec::new();
    for (paths, logged) in places {
        let time = time_of(entrant(verdict, paths.last()?)?);
        let joined = paths.join(", ");
        let values: [(&str, &dyn ToString); 6] = [
            ("side", &side(message.side)),
            ("kind", &message.kind()),
            ("index", &logged.index),
            ("log", &logged.origin),
            ("time", &time),
            ("paths", &joined),
        ];
        let id = match (lines.is_empty(), is_beside(paths)) {
            (true, _) => "verify-message",
            (false, false) => "verify-message-also",
            (false, true) => "verify-message-beside",
        };
        lines.push(text_with(id, &values));
    }
    lines.extend(message.contradicted.then(|| text("verify-message-contradicted")));
    Some(lines.join(" "))
}

fn entrant<'a>(verdict: &'a Verdict, path: &str) -> Option<&'a Entrant> {
    verdict.entrants.iter().find(|entrant| entrant.path == path)
}

fn time_of(entrant: &Entrant) -> String {
    match (&entrant.witness, entrant.relay_time) {
        (Some((name, time)), _) => text_with("verify-by-witness", &[("time", &utc(*time)), ("name", name)]),
        (None, Some(time)) => text_with("verify-by-relay", &[("time", &utc(time))]),
        (None, None) => text("verify-no-time"),
    }
}

fn side(side: Side) -> String {
    match side {
        Side::Reporter => text("verify-reporter"),
        Side::Desk => text("verify-desk"),
    }
}

fn document(verdict: &Verdict, online: Option<&Online>, times: &[Seen]) -> Value {
    let outcome = match verdict.outcome {
        Outcome::Proven => "proven",
        Outcome::Unanchored => "unanchored",
        Outcome::Broken => "broken",
    };
    let proven = verdict.proven.as_ref();
    let unanchored = match &verdict.log {
        LogAnchor::Unmet(list) => {
            list.iter().map(|(path, why)| json!({ "path": path, "why": why.to_string() })).collect()
        }
        LogAnchor::NoPolicy | LogAnchor::Met => Vec::new(),
    };
    json!({
        "outcome": outcome,
        "exit_code": verdict.outcome.exit_code(),
        "faults": verdict.faults.iter()
            .map(|fault| json!({ "path": fault.path, "why": fault.reason.to_string() })).collect::<Vec<_>>(),
        "policy": match verdict.log { LogAnchor::NoPolicy => "none", LogAnchor::Met => "met", LogAnchor::Unmet(_) => "unmet" },
        "times": timestamp::document(times),
        "unanchored": unanchored,
        "beside": verdict.beside.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        "contradicted": proven.map(|proven| proven.messages.iter().filter(|m| m.contradicted).count()),
        "desk_named": verdict.desk == DeskAnchor::Named,
        "consent": proven.map(|proven| davylamp_protocol::evidence::ConsentBasis::text_of(proven.consent)),
        "gaps": proven.map(|proven| &proven.gaps),
        "messages": proven.map(|proven| proven.messages.len()),
        "attachments": proven.map(|proven| attachments(proven, covered(verdict))),
        "export": export(verdict),
        "entries": verdict.entrants.iter().map(|entrant| json!({
            "path": entrant.path, "log": entrant.origin, "index": entrant.index, "relay_time": entrant.relay_time,
            "witness": entrant.witness.as_ref().map(|(name, _)| name),
            "witness_time": entrant.witness.as_ref().map(|(_, time)| time),
        })).collect::<Vec<_>>(),
        "claim": verdict.claim.as_ref().map(claim_document),
        "custody": verdict.material.as_ref().map(|material| custody::as_json(&material.custody)),
        "log": online.map(custody::online_json),
    })
}

fn attachments(proven: &Proven, covered: &[Covered]) -> Vec<Value> {
    let claimed: BTreeSet<&str> = proven.claimed_attachments(covered).map(|named| named.path.as_str()).collect();
    let line = |named: &Named| {
        json!({
            "path": named.path, "name": named.attachment.name, "type": named.attachment.media_type,
            "size": named.attachment.size, "sha256": hex::encode(named.attachment.content_hash),
            "there": named.is_there, "covered": claimed.contains(named.path.as_str()),
        })
    };
    proven.attachments.iter().map(line).collect()
}

fn claim_document(claim: &Result<Vec<Covered>, ClaimError>) -> Value {
    match claim {
        Err(error) => json!({ "holds": false, "why": error.to_string() }),
        Ok(parts) => json!({
            "holds": true,
            "covered": parts.iter().filter(|part| part.covered.is_ok()).map(|part| &part.path).collect::<Vec<_>>(),
            "not_covered": parts.iter().filter_map(|part| {
                Some(json!({ "path": part.path, "why": part.covered.err()?.to_string() }))
            }).collect::<Vec<_>>(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocol/testdata/exported-case-file-v1").join(name)
    }

    #[test]
    fn what_the_first_version_exported_opens_and_is_proven_for_ever() {
        let terminal = Terminal::new(false);
        let Bag { files, attached } = read_case(&sample("case.age"), Some(&sample("identity"))).unwrap();
        let policy = read_policy(&sample("policy")).unwrap();
        let desk = read_desk(&sample("contact"), &terminal).unwrap();
        let claim = read_claim(&sample("claim.json")).unwrap().unwrap();
        let challenge = read_text(&sample("challenge"), 64 * 1024).unwrap();
        let given = Given {
            policy: Some(&policy),
            desk: Some(&desk),
            claim: Some(&claim),
            challenge: Some(&challenge),
            bridges: &[],
        };
        let verdict = verify_case(&files, &attached, &given);
        assert_eq!(verdict.faults, []);
        assert_eq!(verdict.outcome, Outcome::Proven);
        assert!(covered(&verdict).iter().all(|part| part.covered.is_ok()) && covered(&verdict).len() == 4);
        // The policy lists no witness but the relay itself.
        assert!(not_shown(&verdict, None, true).contains(&text("verify-relay-clock")));
        assert_eq!(document(&verdict, None, &[])["outcome"], "proven");
    }

    #[test]
    fn a_sealed_case_file_needs_an_identity_and_the_right_one() {
        assert!(read_case(&sample("case.age"), None).is_err());
        let home = tempfile::tempdir().unwrap();
        let other = davylamp_protocol::hybrid::HybridIdentity::generate(&mut rand::rngs::OsRng).to_secret_string();
        let path = home.path().join("other");
        std::fs::write(&path, secrecy::ExposeSecret::expose_secret(&other)).unwrap();
        assert!(read_case(&sample("case.age"), Some(&path)).is_err());
        assert!(read_case(&sample("policy"), Some(&sample("identity"))).is_err());
    }

    #[test]
    fn a_broken_case_file_shows_nothing() {
        let Bag { mut files, attached } = read_case(&sample("case.age"), Some(&sample("identity"))).unwrap();
        files.get_mut("data/case.html").unwrap()[100] ^= 1;
        let verdict = verify_case(&files, &attached, &Given::default());
        assert_eq!(verdict.outcome.exit_code(), 1);
        assert!(shown(&verdict, None).is_empty() && messages(&verdict).is_empty());
        assert_eq!(not_shown(&verdict, None, false), [text("verify-nothing")]);
        assert!(faults(&verdict)[0].starts_with("data/case.html"));
    }

    #[test]
    fn what_is_printed_obeys_no_control_character() {
        assert_eq!(clean("a\u{1b}[2Jb\nc"), "a\u{fffd}[2Jb\u{fffd}c");
    }
}
