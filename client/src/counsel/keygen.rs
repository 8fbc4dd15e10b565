//! `davylamp counsel keygen`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::hybrid::HybridIdentity;
use davylamp_protocol::log::note::NoteSigner;
use rand::RngCore as _;
use rand::rngs::OsRng;
use secrecy::ExposeSecret as _;
use serde_json::json;
use zeroize::Zeroizing;

use super::archive::write_new_file;
use super::keys::signing_key_text;
use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct KeygenArgs {
    /// Where the secret identity goes: a new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Where the public recipient goes, to give to the desk [default: the identity's file with .recipients]
    #[arg(short = 'R', long, value_name = "FILE")]
    recipients: Option<PathBuf>,

    /// Make a signing key for challenges too, in this new file
    #[arg(long, value_name = "FILE", requires = "name")]
    signing: Option<PathBuf>,

    /// Name of the signing key, such as your domain
    #[arg(long, value_name = "NAME", requires = "signing")]
    name: Option<String>,
}

pub(crate) fn keygen(args: &KeygenArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let identity = HybridIdentity::generate(&mut OsRng);
    let recipient = identity.to_recipient().to_string();
    let recipients = args.recipients.clone().unwrap_or_else(|| {
        let mut name = args.output.clone().into_os_string();
        name.push(".recipients");
        name.into()
    });
    let secret = identity.to_secret_string();
    let file = Zeroizing::new(format!("# recipient: {recipient}\n{}\n", secret.expose_secret()));
    write_new_file(&args.output, file.as_bytes())?;
    write_new_file(&recipients, format!("{recipient}\n").as_bytes())?;
    terminal.print(text_with("keygen-identity", &[("path", &args.output.display())]));
    terminal.print(text_with("keygen-recipients", &[("path", &recipients.display())]));
    let signing = args.signing.as_ref().zip(args.name.as_ref()).map(|(path, name)| signing_key(path, name));
    let vkey = signing.transpose()?;
    if let (Some(path), Some(vkey)) = (&args.signing, &vkey) {
        terminal.print(text_with("keygen-signing", &[("path", &path.display()), ("key", vkey)]));
    }
    terminal.say(text("keygen-keep"));
    terminal.json(&json!({
        "identity": args.output, "recipients": recipients, "recipient": recipient,
        "signing": args.signing, "verifier_key": vkey,
    }));
    Ok(ExitCode::SUCCESS)
}

fn signing_key(path: &std::path::Path, name: &str) -> Result<String, Failure> {
    let mut seed = Zeroizing::new([0; 32]);
    OsRng.fill_bytes(seed.as_mut());
    let signer = NoteSigner::from_seed(name, &seed)
        .map_err(|error| Failure::usage(text_with("keygen-name", &[("why", &error)])))?;
    let vkey = signer.verifier_key().to_string();
    let file = Zeroizing::new(format!("# verifier key: {vkey}\n{}", *signing_key_text(&signer, &seed)));
    write_new_file(path, file.as_bytes())?;
    Ok(vkey)
}
