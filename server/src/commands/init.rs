//! `davylamp-relay init`.

use std::path::Path;

use anyhow::Context as _;
use davylamp_server::keys::Keys;
use davylamp_server::settings::{Budget, Settings};
use davylamp_server::store::FileStore;
use rand::RngCore as _;

use super::InitArgs;
use super::torrc::default_service_dir;

pub(super) fn init(args: InitArgs) -> anyhow::Result<()> {
    let origin = args.origin.unwrap_or_else(random_origin);
    let options = args.settings.options()?;
    let address = options.address()?;
    let settings = options.settings(args.dir.clone())?;
    anyhow::ensure!(!args.dir.join("format").exists(), "{}: there is a relay here already", args.dir.display());
    make_private_dir(&args.dir)?;
    let keys = Keys::create(&args.dir, &origin).context("keys were not made")?;
    FileStore::create(&args.dir)?;
    if args.json {
        print_json(&keys, &settings)
    } else {
        print_text(&keys, &settings, address.port());
        Ok(())
    }
}

fn random_origin() -> String {
    let mut bytes = [0; 8];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    format!("davylamp.invalid/{}", hex::encode(bytes))
}

fn make_private_dir(dir: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("{}: not made", dir.display()))
}

fn print_json(keys: &Keys, settings: &Settings) -> anyhow::Result<()> {
    let value = serde_json::json!({
        "log_verifier_key": keys.log_verifier().to_string(),
        "cosigner_verifier_key": keys.cosigner_verifier().to_string(),
        "budget": settings.budget(),
    });
    println!("{value}");
    Ok(())
}

fn print_text(keys: &Keys, settings: &Settings, port: u16) {
    let dir = settings.dir.display();
    println!("log verifier key       {}", keys.log_verifier());
    println!("cosigner verifier key  {}", keys.cosigner_verifier());
    println!();
    print!("{}", budget_text(&settings.budget()));
    println!("\nrun it:\n  davylamp-relay run {dir}");
    println!("let a desk publish its card:\n  davylamp-relay desk add {dir} VERIFIER-KEY");
    println!("\nreach it as an onion service (then restart tor):");
    println!("  davylamp-relay torrc {dir} --listen 127.0.0.1:{port} > /etc/tor/torrc");
    println!("  its address is then in {}/hostname", default_service_dir().display());
    println!("\nkeep a copy of {dir}/log.key and {dir}/cosigner.key where nobody else reads them");
}

pub(super) fn budget_text(budget: &Budget) -> String {
    format!(
        "entries a day          {}\nentries on disk        {} a day, kept\nbodies on disk         {} a day, {} once retention is full\ntag prefixes a check   {}\nattachments on disk    at most {}\n",
        budget.entries_a_day,
        megabytes(budget.entry_bytes_a_day),
        megabytes(budget.body_bytes_a_day),
        megabytes(budget.body_bytes_kept),
        megabytes(budget.tag_bytes_a_check),
        megabytes(budget.chunk_bytes_kept),
    )
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_add(50_000) / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
