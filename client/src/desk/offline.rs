//! On a machine that is never online: the desk's identity, and what it signs.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::card::NOTICE_HEADER;
use davylamp_protocol::log::note::NoteSigner;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::home::{HomeError, Secret, Unlock, replace_file};
use super::{card, notice};
use crate::failure::Failure;
use crate::terminal::{Terminal, read_input, read_text};
use crate::text::{text, text_with};

/// `davylamp desk card sign`, and `davylamp desk notice sign`.
#[derive(Args)]
pub(crate) struct SignArgs {
    /// File of the identity, sealed under a passphrase
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,

    /// Make the identity under this key name (such as a domain), and print its verifier key
    #[arg(long, value_name = "NAME", conflicts_with_all = ["draft", "output"])]
    make: Option<String>,

    /// The draft that `publish --draft` or `withdraw --draft` wrote
    #[arg(value_name = "DRAFT", required_unless_present = "make")]
    draft: Option<PathBuf>,

    /// Where what was signed goes
    #[arg(short, long, value_name = "FILE", required_unless_present = "make")]
    output: Option<PathBuf>,

    /// Do not ask before signing
    #[arg(long)]
    yes: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Identity {
    version: u32,
    name: String,
    seed: Secret,
}

pub(crate) fn run(
    args: SignArgs,
    keys: (Option<&Path>, Option<&Path>),
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    if let Some(name) = args.make {
        return make(&args.identity, &name, &Unlock::choose(keys.0, keys.1, terminal)?, terminal);
    }
    let (Some(draft), Some(output)) = (args.draft, args.output) else {
        return Err(Failure::usage(text("desk-card-needs-draft")));
    };
    let unsigned = read_text(&draft, DRAFT_MAX)?;
    let identity = open(&args.identity, &Unlock::find(keys.0, keys.1, terminal)?)?;
    let signer = signer(&identity)?;
    let drafted = if unsigned.starts_with(NOTICE_HEADER) {
        notice::sign_text(&unsigned, &signer)?
    } else {
        card::sign_text(&unsigned, &signer)?
    };
    drafted.shown.iter().for_each(|line| terminal.say(line));
    if !args.yes && !terminal.confirm(&text(drafted.question))? {
        return Err(Failure::new(text("desk-card-not-signed")));
    }
    replace_file(&output, drafted.note.as_bytes())?;
    terminal.print(text_with(drafted.done, &[("path", &output.display())]));
    terminal.json(&json!({ "signed": output, "serial": drafted.serial }));
    Ok(ExitCode::SUCCESS)
}

/// A draft, card or notice board, that was signed and waits for a person's yes.
pub(super) struct Drafted {
    /// The signed note.
    pub(super) note: String,
    pub(super) serial: u64,
    /// What a person must see before.
    pub(super) shown: Vec<String>,
    /// The text of the question.
    pub(super) question: &'static str,
    /// The text of the answer.
    pub(super) done: &'static str,
}

fn make(path: &Path, name: &str, unlock: &Unlock, terminal: &Terminal) -> Result<ExitCode, Failure> {
    if path.exists() {
        return Err(HomeError::Exists(path.to_owned()).into());
    }
    let identity = Identity { version: 1, name: name.to_owned(), seed: Secret::generate() };
    let signer = signer(&identity)?;
    let json = zeroize::Zeroizing::new(serde_json::to_vec(&identity).map_err(|error| Failure::new(error.to_string()))?);
    replace_file(path, &unlock.seal(&json)?)?;
    terminal.print(signer.verifier_key().to_string());
    terminal.json(&json!({ "desk": signer.verifier_key().to_string() }));
    Ok(ExitCode::SUCCESS)
}

fn open(path: &Path, unlock: &Unlock) -> Result<Identity, Failure> {
    let json = unlock.open(&read_input(path, DRAFT_MAX)?)?;
    serde_json::from_slice(&json).map_err(|_| HomeError::Damaged(path.to_owned()).into())
}

fn signer(identity: &Identity) -> Result<NoteSigner, Failure> {
    NoteSigner::from_seed(&identity.name, identity.seed.expose()).map_err(|error| Failure::usage(error.to_string()))
}

/// Bytes, as of a signed one.
const DRAFT_MAX: u64 = 64 * 1024;
