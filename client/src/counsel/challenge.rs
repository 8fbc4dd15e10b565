//! `davylamp counsel challenge`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::evidence::{Challenge, Given, MAX_CLAIM_CHECKPOINTS, verify_with};
use rand::rngs::OsRng;
use serde_json::json;

use super::archive::{Bag, write_new_file};
use super::keys::read_signing_key;
use super::open::read_case;
use crate::failure::Failure;
use crate::relay::now;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct ChallengeArgs {
    /// Your signing key, from `counsel keygen --signing`
    #[arg(long, value_name = "FILE")]
    key: PathBuf,

    /// Your name, as the reporter shall read it
    #[arg(long, value_name = "NAME")]
    name: String,

    /// The case that the claim is for: the claim then brings what joins your proofs to it, and can be verified offline
    #[arg(long, value_name = "DIR|FILE")]
    case: Option<PathBuf>,

    /// The identity that opens the case file, if it is sealed
    #[arg(short, long, value_name = "FILE", requires = "case")]
    identity: Option<PathBuf>,

    /// Where the challenge goes: a new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) fn challenge(args: &ChallengeArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let signer = read_signing_key(&args.key)?;
    let checkpoints = match &args.case {
        Some(path) => {
            let Bag { files, attached } = read_case(path, args.identity.as_deref())?;
            let verdict = verify_with(&files, &attached, &Given::default());
            if let Some(fault) = verdict.faults.first() {
                return Err(Failure::new(text_with("challenge-broken-case", &[("why", fault)])));
            }
            verdict.proven.map(|proven| proven.claim_checkpoints()).unwrap_or_default()
        }
        None => Vec::new(),
    };
    if checkpoints.len() > MAX_CLAIM_CHECKPOINTS {
        terminal.say(text("challenge-many"));
    }
    let checkpoints = checkpoints.into_iter().take(MAX_CLAIM_CHECKPOINTS).collect();
    let challenge = Challenge::new(args.name.trim(), signer.verifier_key(), now(), checkpoints, &mut OsRng);
    let note = challenge.sign(&signer).map_err(|_| Failure::usage(text("challenge-name")))?;
    write_new_file(&args.output, note.as_bytes())?;
    terminal.print(text_with("challenge-written", &[("path", &args.output.display())]));
    terminal.say(text("challenge-hint"));
    terminal.json(&json!({
        "challenge": args.output, "counsel": challenge.counsel, "key": challenge.key.to_string(),
        "trees": challenge.checkpoints.len(),
    }));
    Ok(ExitCode::SUCCESS)
}
