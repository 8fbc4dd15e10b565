//! `davylamp claim`: shows, when its reporter chooses to, that a case's messages are theirs.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::clue::Scope;
use davylamp_protocol::envelope::Envelope;
use davylamp_protocol::evidence::{Bridge, Challenge, Claim, CutOff, CutOffPost, MAX_CLAIM, claim_tag};
use davylamp_protocol::keys::AuthorKeys;
use serde_json::json;

use super::passphrase::{case_keys, read_passphrase};
use super::reach::{Reached, one_standard_input, reach};
use crate::contact::read_poster;
use crate::counsel::archive::write_new_file;
use crate::counsel::online::Log;
use crate::failure::Failure;
use crate::relay::{NetworkArgs, Relay};
use crate::terminal::{Terminal, read_input, read_text};
use crate::text::{text, text_with};

/// `davylamp claim`.
#[derive(Args)]
pub(crate) struct ClaimArgs {
    /// The legal team's challenge
    #[arg(long, value_name = "FILE|-")]
    challenge: PathBuf,

    /// Where the claim goes: a new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// File with the desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input
    #[arg(long, value_name = "FILE|-")]
    to: Option<PathBuf>,

    /// File with the passphrase, or - for standard input; asked for when not given
    #[arg(long, value_name = "FILE|-")]
    passphrase_file: Option<PathBuf>,

    /// A claim that was given before: its cut-off is used again
    #[arg(long, value_name = "FILE")]
    earlier: Option<PathBuf>,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

pub(crate) async fn claim(args: ClaimArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    one_standard_input(&[Some(&args.challenge), args.to.as_deref(), args.passphrase_file.as_deref()])?;
    let note = read_text(&args.challenge, MAX_CLAIM as u64)?;
    let challenge = Challenge::verify(note.as_bytes()).map_err(|error| {
        Failure::new(text_with("claim-challenge", &[("why", &error)])).hint(text("claim-challenge-hint"))
    })?;
    agree(&challenge, args.yes, terminal)?;
    let poster = read_poster(args.to.as_deref(), terminal)?;
    let passphrase = read_passphrase(args.passphrase_file.as_deref(), terminal)?;
    let reached = reach(&poster, network, terminal).await?;
    let case = case_keys(passphrase, reached.card().desk_key()).await?;
    let (post, cut_off) = match &args.earlier {
        Some(path) => earlier_claim(path, &case.author, &reached)?,
        None => fix_cut_off(&reached, &case.author, network, terminal).await?,
    };
    let bridges = bridges(&reached, &challenge, cut_off, network, terminal).await?;
    let made = Claim::make(&reached.card().desk, &case.author, &note, vec![post], bridges);
    let claim = made.map_err(|error| Failure::new(text_with("claim-failed", &[("why", &error)])))?;
    write_new_file(&args.output, claim.encode().as_bytes())?;
    terminal.print(text_with("claim-written", &[("path", &args.output.display())]));
    terminal.json(&json!({ "claim": args.output, "cut_off": cut_off.size, "counsel": challenge.counsel }));
    Ok(ExitCode::SUCCESS)
}

fn agree(challenge: &Challenge, yes: bool, terminal: &Terminal) -> Result<(), Failure> {
    terminal.say(text("claim-explain"));
    terminal.say(text_with("claim-who", &[("name", &challenge.counsel), ("key", &challenge.key)]));
    terminal.say(text("claim-who-hint"));
    if yes {
        return Ok(());
    }
    if !terminal.is_interactive() {
        return Err(Failure::usage(text("claim-not-interactive")));
    }
    if terminal.confirm(&text("claim-question"))? { Ok(()) } else { Err(Failure::new(text("claim-not-given"))) }
}

/// The cut-off of a claim file that was given before, for a log whose post the relay may no longer keep.
fn earlier_claim(path: &Path, author: &AuthorKeys, reached: &Reached) -> Result<(CutOffPost, CutOff), Failure> {
    let wrong = |why: &dyn ToString| Failure::new(text_with("claim-earlier-wrong", &[("why", &why.to_string())]));
    let claim = Claim::decode(&read_input(path, MAX_CLAIM as u64)?).map_err(|error| wrong(&error))?;
    let own = claim.keys().author == author.verifier();
    let found = claim.cut_offs().find(|(post, _)| own && post.origin == reached.scope().origin);
    found.map(|(post, cut_off)| (post.clone(), cut_off)).ok_or_else(|| wrong(&reached.scope().origin))
}

/// Looks for a cut-off that was posted before; else posts one, and holds its proof before anything is given away.
async fn fix_cut_off(
    reached: &Reached,
    author: &AuthorKeys,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<(CutOffPost, CutOff), Failure> {
    let scope = reached.scope();
    if let Some((envelope, cut_off)) = posted_before(reached, author, scope, network).await? {
        terminal.say(text_with("claim-reused", &[("size", &cut_off.size)]));
        return prove(reached, envelope, cut_off, network).await;
    }
    let (size, root) = (reached.seen.verified.size, reached.seen.verified.root);
    let cut_off = CutOff { size, root };
    let envelope = cut_off.seal(author, scope);
    let envelope = envelope.map_err(|error| Failure::new(text_with("claim-failed", &[("why", &error)])))?;
    let proven = prove(reached, envelope, cut_off, network).await?;
    terminal.say(text_with("claim-posted", &[("size", &size)]));
    Ok(proven)
}

/// The first valid cut-off among what the relay keeps.
async fn posted_before(
    reached: &Reached,
    author: &AuthorKeys,
    scope: Scope<'_>,
    network: &NetworkArgs,
) -> Result<Option<(Envelope, CutOff)>, Failure> {
    let log = log(reached, network).await?;
    let window = log.window().await?;
    let verifier = author.verifier();
    let Some(found) = log.find(&window, &claim_tag(&verifier, scope)).await? else { return Ok(None) };
    let Some(envelope) = found.envelope else {
        let in_tail = found.index / GROUP >= log.seen.verified.size / GROUP;
        return Err(Failure::new(text(if in_tail { "claim-tail" } else { "claim-gone" })));
    };
    // Somebody who was shown the author's key may have posted under its tag: that is nothing.
    Ok(CutOff::open(&verifier, scope, &envelope).ok().map(|cut_off| (envelope, cut_off)))
}

/// Posts the envelope, or has it proven again: a relay answers the same bytes with the same place.
async fn prove(
    reached: &Reached,
    envelope: Envelope,
    cut_off: CutOff,
    network: &NetworkArgs,
) -> Result<(CutOffPost, CutOff), Failure> {
    let line = &reached.found.relay;
    // Over a circuit of its own: the post names the claim's author to whoever is shown the claim.
    let poster = Relay::connect(reached.relay.address(), network)?;
    let proof = poster.post(&envelope, &line.log).await?;
    let size = davylamp_protocol::log::checkpoint::Checkpoint::verify(proof.checkpoint.as_bytes(), &line.log)
        .map_err(|error| Failure::new(text_with("claim-failed", &[("why", &error)])))?
        .size;
    let consistency = log(reached, network).await?.join(cut_off.size, size).await?;
    Ok((CutOffPost { origin: line.log.name().to_owned(), envelope, proof, consistency }, cut_off))
}

/// What joins counsel's proofs to the cut-off, so that the claim is verified without the relay.
async fn bridges(
    reached: &Reached,
    challenge: &Challenge,
    cut_off: CutOff,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<Vec<Bridge>, Failure> {
    let log = log(reached, network).await?;
    let mut bridges = Vec::new();
    for (origin, size) in challenge.checkpoints.iter().filter(|(origin, _)| origin == log.origin()) {
        if *size > log.seen.verified.size {
            terminal.say(text("claim-unjoined"));
        } else if *size != cut_off.size && *size > 0 {
            let hashes = log.join(*size, cut_off.size).await?;
            bridges.push(Bridge { origin: origin.clone(), size: *size, hashes });
        }
    }
    Ok(bridges)
}

async fn log(reached: &Reached, network: &NetworkArgs) -> Result<Log, Failure> {
    Log::reach(reached.relay.address(), std::slice::from_ref(&reached.found.relay), network).await
}

const GROUP: u64 = davylamp_protocol::log::group::GROUP as u64;
