//! The relay's commands. Standard output is data, standard error is talk.

mod init;
mod run;
mod torrc;

use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use davylamp_server::desks::Desks;
use davylamp_server::fsck::{Checked, fsck};
use davylamp_server::settings::Options;

/// Davylamp's relay: a public log of sealed envelopes, published at a constant rate.
#[derive(Parser)]
#[command(version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a relay: its keys and an empty log; prints what to run next
    Init(InitArgs),
    /// Run the relay in DIR
    #[command(visible_alias = "serve")]
    Run(RunArgs),
    /// Print the torrc that makes the relay in DIR an onion service
    Torrc(TorrcArgs),
    /// The desks that may publish cards and notices (works while the relay runs)
    #[command(subcommand)]
    Desk(DeskCommand),
    /// Read the whole log and check everything (the relay must not be running)
    Fsck {
        /// The relay's directory
        dir: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print what these settings write to disk
    Budget {
        #[command(flatten)]
        settings: SettingsArgs,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print what a shell needs to complete these commands
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual: a page for each command
    Manual {
        /// Where the pages go; made if it is not there
        dir: PathBuf,
    },
}

#[derive(Args)]
struct InitArgs {
    /// The relay's directory; made if it is not there
    dir: PathBuf,
    /// The log's name, which nobody else uses; a random one by default
    #[arg(long, value_name = "NAME")]
    origin: Option<String>,
    #[command(flatten)]
    settings: SettingsArgs,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct RunArgs {
    /// The relay's directory
    dir: PathBuf,
    #[command(flatten)]
    settings: SettingsArgs,
}

#[derive(Args)]
struct TorrcArgs {
    /// The relay's directory
    dir: PathBuf,
    /// Where tor is to keep the service's key and address
    #[arg(long, value_name = "DIR", default_value_os_t = torrc::default_service_dir())]
    service_dir: PathBuf,
    #[command(flatten)]
    settings: SettingsArgs,
}

#[derive(Args)]
struct SettingsArgs {
    /// A TOML file with the same names as these flags
    #[arg(long, env = "DAVYLAMP_RELAY_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum DeskCommand {
    /// Let a desk publish
    Add {
        /// The relay's directory
        dir: PathBuf,
        /// The desk's verifier key
        vkey: String,
    },
    /// List the desks, one verifier key a line
    List {
        /// The relay's directory
        dir: PathBuf,
    },
    /// Let a desk publish no more; its cards leave the bundle within a minute
    Remove {
        /// The relay's directory
        dir: PathBuf,
        /// The desk's verifier key
        vkey: String,
    },
}

impl SettingsArgs {
    fn options(self) -> anyhow::Result<Options> {
        let file = self.config.as_deref().map(Options::from_file).transpose()?;
        Ok(self.options.or(file.unwrap_or_default()))
    }
}

/// The binary's name, which is not the package's.
const NAME: &str = "davylamp-relay";

pub(crate) fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Init(args) => init::init(args),
        Command::Run(args) => run::run(args),
        Command::Torrc(args) => torrc::torrc(args),
        Command::Desk(command) => desk(command),
        Command::Fsck { dir, json } => {
            let checked = fsck(&dir)?;
            if json {
                println!("{}", serde_json::to_string(&checked)?);
            } else {
                print_checked(checked);
            }
            anyhow::ensure!(checked.chunks_damaged == 0, "{} chunks are damaged or gone", checked.chunks_damaged);
            Ok(())
        }
        Command::Budget { settings, json } => {
            let budget = settings.options()?.settings(PathBuf::new())?.budget();
            if json {
                println!("{}", serde_json::to_string(&budget)?);
            } else {
                print!("{}", init::budget_text(&budget));
            }
            Ok(())
        }
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), NAME, &mut std::io::stdout());
            Ok(())
        }
        Command::Manual { dir } => {
            std::fs::create_dir_all(&dir)?;
            Ok(clap_mangen::generate_to(Cli::command().name(NAME), &dir)?)
        }
    }
}

fn print_checked(checked: Checked) {
    let Checked { entries, bodies, deposits, chunks, chunks_damaged: _, chunk_orphans } = checked;
    println!("{entries} entries, {bodies} bodies, {deposits} deposits and {chunks} chunks are whole");
    if chunk_orphans > 0 {
        println!("{chunk_orphans} files of chunks are left over: the next start removes them");
    }
}

fn desk(command: DeskCommand) -> anyhow::Result<()> {
    match command {
        DeskCommand::Add { dir, vkey } => {
            anyhow::ensure!(dir.join("format").exists(), "{}: no relay here", dir.display());
            let new = Desks::new(&dir).add(&vkey)?;
            eprintln!("{}", if new { "added" } else { "was listed already" });
        }
        DeskCommand::List { dir } => {
            Desks::new(&dir).list()?.iter().for_each(|desk| println!("{desk}"));
        }
        DeskCommand::Remove { dir, vkey } => {
            anyhow::ensure!(Desks::new(&dir).remove(&vkey)?, "not listed");
            eprintln!("removed");
        }
    }
    Ok(())
}
