//! `davylamp`: the client of reporters, desks and counsel.

mod attach;
mod contact;
mod counsel;
mod courier;
mod desk;
mod duration;
mod failure;
mod files;
mod help;
mod memory;
mod mirror;
mod panic;
mod relay;
mod reporter;
mod shell;
mod signals;
mod terminal;
mod text;
mod usage;
mod wipe;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{FromArgMatches as _, Parser, Subcommand};

use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::{ChosenBy, Terminal};
use crate::text::{Language, speak, text, text_with};

/// Report threats and blacklisting without a name; receive, answer and prove such reports.
#[derive(Parser)]
#[command(name = "davylamp", version, propagate_version = true)]
struct Cli {
    /// Print data as JSON on standard output
    #[arg(long, global = true)]
    json: bool,

    /// Ask line by line and draw nothing: for screen readers, and terminals that can do no more
    #[arg(long, global = true)]
    plain: bool,

    /// Speak this language: en, fr, es, pt or sw [default: the system's]
    #[arg(long, global = true, value_name = "CODE", value_parser = language)]
    lang: Option<Language>,

    #[command(flatten)]
    network: NetworkArgs,

    #[command(subcommand)]
    command: Command,
}

fn language(code: &str) -> Result<Language, String> {
    let all = || Language::ALL.map(Language::code).join(", ");
    Language::named(code).ok_or_else(|| format!("one of {}", all()))
}

#[derive(Subcommand)]
enum Command {
    /// Report a threat, a blacklisting or another harm, without a name
    Report(reporter::ReportArgs),
    /// Look for answers, with the passphrase and the public poster
    Check(reporter::CheckArgs),
    /// Answer the desk: words, consent or refusal, or how it went
    Answer(reporter::AnswerArgs),
    /// Show, when you choose to, that you wrote the messages of your case
    Claim(reporter::ClaimArgs),
    /// Raise an alert at once; or arm this device for it
    Panic(panic::PanicArgs),
    /// Have an alert raised when you do not check in: for those who may be unable to raise one
    #[command(name = "checkin")]
    CheckIn(panic::checkin::CheckInArgs),
    /// Carry for others what the network does not: what they sealed, and the log with their answers
    #[command(subcommand)]
    Courier(courier::CourierCommand),
    /// Remove the alert profile and files that you name, as far as a disk obeys; says what cannot be removed
    Wipe(wipe::WipeArgs),
    /// Look at a desk's contact card
    #[command(subcommand)]
    Contact(contact::ContactCommand),
    /// Receive reports, answer them, work the case
    Desk(desk::DeskArgs),
    /// Keys of a legal team
    #[command(subcommand)]
    Counsel(counsel::CounselCommand),
    /// Open and verify case files
    #[command(subcommand)]
    Case(counsel::CaseCommand),
    /// Print what a shell needs to complete these commands
    Completions(shell::CompletionsArgs),
    /// Write the manual: a page for each command
    Manual(shell::ManualArgs),
}

fn main() -> ExitCode {
    memory::close();
    let args: Vec<OsString> = std::env::args_os().collect();
    // Before anything is read: what is wrong with the rest is told in it too.
    let chosen = choose_language(usage::language_of(&args));
    let mut parser = help::parser();
    let read = parser.try_get_matches_from_mut(&args).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match read {
        Ok(cli) => cli,
        Err(error) => return usage::end(&error, &args, &parser),
    };
    let terminal = Terminal::new(cli.json).plain(cli.plain).language(chosen);
    if cli.network.proxy_is_elsewhere() {
        terminal.say(text_with("warning", &[("what", &text("relay-proxy-elsewhere"))]));
    }
    match run(cli.command, &cli.network, &terminal) {
        Ok(code) => code,
        Err(failure) => terminal.fail(&failure),
    }
}

fn choose_language(by_person: Option<Language>) -> ChosenBy {
    let by_system = Language::of_system(|name| std::env::var(name).ok());
    speak(by_person.or(by_system).unwrap_or(Language::English));
    match (by_person, by_system) {
        (Some(_), _) => ChosenBy::Person,
        (None, Some(_)) => ChosenBy::System,
        (None, None) => ChosenBy::Nobody,
    }
}

fn run(command: Command, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(text_with("talk-not-started", &[("why", &error)])))?;
    runtime.block_on(async {
        match command {
            Command::Report(args) => reporter::report(args, network, terminal).await,
            Command::Check(args) => reporter::check(args, network, terminal).await,
            Command::Answer(args) => reporter::answer(args, network, terminal).await,
            Command::Claim(args) => reporter::claim(args, network, terminal).await,
            Command::Panic(args) => panic::run(args, network, terminal).await,
            Command::CheckIn(args) => panic::checkin::run(args, network, terminal).await,
            Command::Courier(command) => courier::run(command, network, terminal).await,
            Command::Wipe(args) => wipe::wipe(&args, terminal),
            Command::Contact(command) => contact::run(command, network, terminal).await,
            Command::Desk(args) => desk::run(args, network, terminal).await,
            Command::Counsel(command) => counsel::run(command, terminal),
            Command::Case(command) => counsel::run_case(command, network, terminal).await,
            Command::Completions(args) => shell::completions(&args, terminal),
            Command::Manual(args) => shell::manual(&args, terminal),
        }
    })
}
