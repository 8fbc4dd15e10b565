//! A desk's commands: a home for its keys and cases, a watch over the log, answers.

mod account;
mod alerts;
mod answer;
mod ask;
mod assembly;
mod card;
mod cases;
mod consent;
mod custody;
mod export;
mod fetch;
mod home;
mod init;
mod mediation;
mod notice;
mod offline;
mod outbox;
mod poster;
mod relayed;
mod rotate;
mod show;
mod timestamp;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use davylamp_protocol::message::StaffRole;
use serde_json::json;

use self::home::{Home, Unlock};
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;
use crate::text::{text, text_with};

/// `davylamp desk`.
#[derive(Args)]
pub(crate) struct DeskArgs {
    /// The desk's home directory [default: $DAVYLAMP_DESK_HOME, or davylamp/desk in the data directory]
    #[arg(long, global = true, value_name = "DIR")]
    home: Option<PathBuf>,

    /// A file with the identity that opens the home, instead of a passphrase
    #[arg(long, global = true, value_name = "FILE")]
    key_file: Option<PathBuf>,

    /// A file with the passphrase of the home
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "key_file")]
    passphrase_file: Option<PathBuf>,

    /// What you are here: caseworker, lawyer, mediator, interpreter, coordinator or other. Reporters are told which roles
    /// opened their case, and no names [default: $DAVYLAMP_DESK_ROLE, or as the desk was set up, or caseworker]
    #[arg(long = "as", global = true, value_name = "ROLE", value_parser = answer::named::<StaffRole>)]
    works_as: Option<StaffRole>,

    #[command(subcommand)]
    command: DeskCommand,
}

#[derive(Subcommand)]
enum DeskCommand {
    /// Set a desk up: keys, card, poster, self-test, backup
    Init(init::InitArgs),
    /// Renew the contact card, here or with an offline identity
    #[command(subcommand)]
    Card(card::CardCommand),
    /// Tell everybody something: publish, withdraw and list notices
    #[command(subcommand)]
    Notice(notice::NoticeCommand),
    /// Make a home from a backup
    Restore(FileArg),
    #[command(flatten)]
    Home(HomeCommand),
}

/// What needs a home.
#[derive(Subcommand)]
enum HomeCommand {
    /// Follow the log: receive, acknowledge, post, and ring when cut off
    Watch(watch::WatchArgs),
    /// List the cases
    List,
    /// Show a case
    Show(cases::CaseArg),
    /// Fetch the photographs and documents that a case names
    Fetch(fetch::FetchArgs),
    /// Show who did what with a case: who, in which role, with which key, when, why
    Custody(cases::CaseArg),
    /// Answer in words
    Reply(answer::ReplyArgs),
    /// Tell how the case stands
    SetStatus(answer::StatusArgs),
    /// Ask whether somebody else may see the case
    AskConsent(ask::ConsentArgs),
    /// Pass on to the reporter, word for word, what a company or an official answered
    RelayAnswer(relayed::RelayArgs),
    /// Bring a mediator into a case, with the reporter's consent; leave, or remove it
    #[command(subcommand)]
    Mediation(mediation::MediationCommand),
    /// Tell that a person has an alert; without one, list what waits
    Ack(alerts::AckArgs),
    /// Let an alert profile ring no longer
    Mute(alerts::MuteArgs),
    /// Make a code by which a defender's alerts are shown as invited by this desk
    Invite(alerts::InviteArgs),
    /// What is done about alerts that nobody acknowledges
    #[command(subcommand)]
    Ladder(alerts::LadderCommand),
    /// Make a case file for counsel
    Export(export::ExportArgs),
    /// Say which authority stamps the time of case files (RFC 3161); without an option, show it
    Timestamp(timestamp::TimestampArgs),
    /// Hand a case over to another desk, with the reporter's consent: the whole case file, sealed to that desk
    Handover(export::HandoverArgs),
    /// Note that two cases belong together; each stays a report of its own
    Link(cases::LinkArgs),
    /// Note that they do not
    Unlink(cases::LinkArgs),
    /// Forget a case for ever
    Delete(cases::DeleteArgs),
    /// Seal the home under a new passphrase or key file
    Rekey(RekeyArgs),
    /// After a machine was lost: make every key of the card anew at once, and publish a card with them
    Rotate(rotate::RotateArgs),
    /// Write the home as one sealed file
    Backup(FileArg),
}

#[derive(Args)]
struct RekeyArgs {
    /// A key file that opens the home from now on; made if it is not there
    #[arg(long, value_name = "FILE")]
    new_key_file: Option<PathBuf>,

    /// A file with the new passphrase
    #[arg(long, value_name = "FILE", conflicts_with = "new_key_file")]
    new_passphrase_file: Option<PathBuf>,
}

#[derive(Args)]
struct FileArg {
    /// The backup
    file: PathBuf,
}

pub(crate) async fn run(args: DeskArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let dir = home_dir(args.home)?;
    let keys = (args.key_file.as_deref(), args.passphrase_file.as_deref());
    match args.command {
        DeskCommand::Init(init) => init::init(&dir, init, keys, network, terminal).await,
        DeskCommand::Card(card::CardCommand::Sign(sign)) => offline::run(sign, keys, terminal),
        DeskCommand::Restore(file) => restore(&dir, &file.file, keys, terminal),
        DeskCommand::Card(card::CardCommand::Publish(args)) => {
            card::publish(&open(&dir, keys, terminal)?.0, args, network, terminal).await
        }
        DeskCommand::Notice(notice::NoticeCommand::Sign(sign)) => offline::run(sign, keys, terminal),
        DeskCommand::Notice(command) => notice::run(&open(&dir, keys, terminal)?.0, command, network, terminal).await,
        DeskCommand::Home(command) => {
            let (home, unlock) = open(&dir, keys, terminal)?;
            let role = role(args.works_as, &home)?;
            consent::catch_up(&home)?;
            at_home(home.opened_by(role), &unlock, command, network, terminal).await
        }
    }
}

fn open(dir: &Path, keys: (Option<&Path>, Option<&Path>), terminal: &Terminal) -> Result<(Home, Unlock), Failure> {
    // Before a passphrase is asked for, and stretched, for nothing.
    if !Home::exists(dir) {
        return Err(home::HomeError::Absent(dir.to_owned()).into());
    }
    let unlock = Unlock::find(keys.0, keys.1, terminal)?;
    Ok((open_with(dir, &unlock, terminal)?, unlock))
}

/// Opens a home; one of an earlier version becomes one of this.
fn open_with(dir: &Path, unlock: &Unlock, terminal: &Terminal) -> Result<Home, Failure> {
    let home = Home::open(dir, unlock)?;
    if let Some(copy) = home.migrate()? {
        terminal.say(text_with("desk-migrated", &[("path", &copy.display())]));
    }
    Ok(home)
}

async fn at_home(
    home: Home,
    unlock: &Unlock,
    command: HomeCommand,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    match command {
        HomeCommand::Watch(args) => watch::watch(home, &args, network, terminal).await,
        HomeCommand::List => cases::list(&home, terminal),
        HomeCommand::Show(args) => cases::show(&home, &args.case, terminal),
        HomeCommand::Fetch(args) => fetch::fetch(&home, args, network, terminal).await,
        HomeCommand::Custody(args) => custody::show(&home, &args.case, terminal),
        HomeCommand::Reply(args) => answer::reply(&home, args, network, terminal).await,
        HomeCommand::SetStatus(args) => answer::set_status(&home, args, network, terminal).await,
        HomeCommand::AskConsent(args) => ask::ask_consent(&home, args, network, terminal).await,
        HomeCommand::RelayAnswer(args) => relayed::relay_answer(&home, args, network, terminal).await,
        HomeCommand::Mediation(command) => mediation::mediation(&home, command, network, terminal).await,
        HomeCommand::Ack(args) => alerts::ack(&home, args, network, terminal).await,
        HomeCommand::Mute(args) => alerts::mute(&home, &args, terminal),
        HomeCommand::Invite(args) => alerts::invite(&home, &args, terminal),
        HomeCommand::Ladder(command) => alerts::ladder(&home, &command, terminal),
        HomeCommand::Export(args) => export::export(&home, args, network, terminal).await,
        HomeCommand::Timestamp(args) => timestamp::timestamp(&home, &args, terminal),
        HomeCommand::Handover(args) => export::handover(&home, args, network, terminal).await,
        HomeCommand::Link(args) => cases::link(&home, &args, terminal),
        HomeCommand::Unlink(args) => cases::unlink(&home, &args, terminal),
        HomeCommand::Delete(args) => cases::delete(&home, &args, terminal),
        HomeCommand::Rekey(args) => rekey(&home, &args, terminal),
        HomeCommand::Rotate(args) => rotate::rotate(&home, &args, network, terminal).await,
        HomeCommand::Backup(args) => backup(&home, unlock, &args.file, terminal),
    }
}

fn rekey(home: &Home, args: &RekeyArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    terminal.say(text("desk-rekey"));
    let unlock = Unlock::choose(args.new_key_file.as_deref(), args.new_passphrase_file.as_deref(), terminal)?;
    home.rekey(&unlock)?;
    terminal.print(text("desk-rekeyed"));
    terminal.json(&json!({ "rekeyed": true }));
    Ok(ExitCode::SUCCESS)
}

fn backup(home: &Home, unlock: &Unlock, path: &Path, terminal: &Terminal) -> Result<ExitCode, Failure> {
    home::backup(home, unlock, path)?;
    terminal.print(text_with("desk-backup-written", &[("path", &path.display())]));
    terminal.json(&json!({ "backup": path }));
    Ok(ExitCode::SUCCESS)
}

fn restore(
    dir: &Path,
    path: &Path,
    keys: (Option<&Path>, Option<&Path>),
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    let unlock = Unlock::find(keys.0, keys.1, terminal)?;
    home::restore(dir, &unlock, path)?;
    terminal.print(text_with("desk-restored-from", &[("path", &path.display())]));
    terminal.say(text("desk-restored-hint"));
    terminal.json(&json!({ "restored": dir }));
    Ok(ExitCode::SUCCESS)
}

/// A role, never a name: said now, or by the environment, or when the desk was set up.
fn role(said: Option<StaffRole>, home: &Home) -> Result<StaffRole, Failure> {
    if let Some(role) = said {
        return Ok(role);
    }
    let named = std::env::var(ROLE).ok().filter(|name| !name.is_empty());
    let named = if named.is_some() { named } else { home.read()?.profile.works_as };
    let Some(name) = named else { return Ok(StaffRole::Caseworker) };
    answer::named(&name)
        .map_err(|roles| Failure::usage(text_with("desk-as-bad", &[("role", &name), ("roles", &roles)])))
}

fn home_dir(given: Option<PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(dir) = given {
        return Ok(dir);
    }
    if let Some(dir) = std::env::var_os("DAVYLAMP_DESK_HOME").filter(|dir| !dir.is_empty()) {
        return Ok(dir.into());
    }
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = absolute("XDG_DATA_HOME").or_else(|| Some(absolute("HOME")?.join(".local").join("share")));
    data.map(|data| data.join("davylamp").join("desk")).ok_or_else(|| Failure::usage(text("desk-no-home-dir")))
}

const ROLE: &str = "DAVYLAMP_DESK_ROLE";
