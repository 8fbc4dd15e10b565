//! Panic: an alert that arrives, says whether anyone saw it, and raises itself when its owner cannot (`SPEC.md` 12).

mod act;
mod arm;
mod board;
mod book;
pub(crate) mod checkin;
mod disarm;
mod engine;
mod pack;
pub(crate) mod profile;
mod status;
mod trigger;
mod update;
mod word;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};

use self::engine::Pace;
use self::profile::Store;
use crate::failure::Failure;
use crate::relay::NetworkArgs;
use crate::terminal::Terminal;

/// Raise an alert at once, or prepare to
#[derive(Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct PanicArgs {
    /// The alert profile's directory [default: $DAVYLAMP_PANIC_HOME, or davylamp/panic in the state directory]
    #[arg(long, global = true, value_name = "DIR")]
    home: Option<PathBuf>,

    /// Stop watching after so many seconds; what waits then goes on with `davylamp panic resume`
    #[arg(long, global = true, value_name = "SECONDS")]
    r#for: Option<u64>,

    /// Seconds between two "I am still in danger"
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..))]
    repeat: u64,

    #[arg(long, global = true, hide = true, default_value_t = 1000)]
    retry_min_ms: u64,

    #[arg(long, global = true, hide = true, default_value_t = 60_000)]
    retry_max_ms: u64,

    /// Write what has to be sent to this new file, for somebody else to post, and end; speak to no network
    #[arg(long, global = true, value_name = "FILE")]
    pack: Option<PathBuf>,

    /// Go on in the background
    #[arg(long, conflicts_with = "pack")]
    detach: bool,

    #[command(subcommand)]
    command: Option<PanicCommand>,
}

#[derive(Subcommand)]
enum PanicCommand {
    /// Prepare this device to raise alerts; asks for your contacts and two words
    Arm(arm::ArmArgs),
    /// Try it all out: as an alert, but the desk sees that it is a drill
    Drill,
    /// Add words or a place to the alert
    Update(update::UpdateArgs),
    /// Call the alert off; asks for your word
    Cancel(update::CancelArgs),
    /// What is armed, what was tried out, and how far an alert has come
    Status,
    /// Go on with an alert after a crash or a restart; does nothing when there is none
    Resume(trigger::ResumeArgs),
    /// End the profile and wipe it; asks for your word
    Disarm(disarm::DisarmArgs),
}

/// `davylamp panic`: without a word more, the alert.
pub(crate) async fn run(args: PanicArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let store = Store::new(args.home.as_deref())?;
    let watch = args.watch();
    if args.pack.is_some() && args.command.as_ref().is_some_and(|command| !command.sends_alerts()) {
        return Err(Failure::usage(crate::text::text("panic-pack-not-here")));
    }
    match args.command {
        None if args.detach => trigger::detached(store, network, &watch, terminal),
        None => trigger::trigger(store, network, &watch, terminal).await,
        Some(_) if args.detach => Err(Failure::usage(crate::text::text("panic-detach-alone"))),
        Some(PanicCommand::Arm(args)) => arm::arm(args, &store, network, terminal).await,
        Some(PanicCommand::Drill) => trigger::drill(store, network, &watch, terminal).await,
        Some(PanicCommand::Update(args)) => update::update(&args, store, network, &watch, terminal).await,
        Some(PanicCommand::Cancel(args)) => update::cancel(&args, store, network, &watch, terminal).await,
        Some(PanicCommand::Status) => status::status(&store, terminal),
        Some(PanicCommand::Resume(args)) => trigger::resume(&args, store, network, &watch, terminal).await,
        Some(PanicCommand::Disarm(args)) => disarm::disarm(&args, store, network, &watch, terminal).await,
    }
}

/// How an alert is watched.
struct Watch {
    pace: Pace,
    seconds: Option<u64>,
    /// Where it is put instead, for a courier.
    pack: Option<PathBuf>,
}

impl PanicCommand {
    /// Whether it fills the outbox with what a courier can carry.
    fn sends_alerts(&self) -> bool {
        match self {
            Self::Drill | Self::Update(_) | Self::Cancel(_) | Self::Resume(_) => true,
            Self::Arm(_) | Self::Status | Self::Disarm(_) => false,
        }
    }
}

impl PanicArgs {
    fn watch(&self) -> Watch {
        let millis = |millis: u64| Duration::from_millis(millis.max(1));
        let pace = Pace {
            repeat: Duration::from_secs(self.repeat),
            retry_min: millis(self.retry_min_ms),
            retry_max: millis(self.retry_max_ms),
        };
        Watch { pace, seconds: self.r#for, pack: self.pack.clone() }
    }
}

/// Exit codes of `davylamp panic`.
pub(crate) mod exit {
    use davylamp_protocol::alert::Reached;

    use super::profile::{Alert, Profile};

    /// A person has it; of an update or a cancel: it is on a relay.
    pub(crate) const DONE: u8 = 0;
    /// The device is not armed.
    pub(crate) const NOT_ARMED: u8 = 3;
    /// Raised; no relay has it yet.
    pub(crate) const QUEUED: u8 = 4;
    /// A relay has it.
    pub(crate) const ON_RELAY: u8 = 5;
    /// A desk's machine has it.
    pub(crate) const RECEIVED: u8 = 6;
    /// It was called off.
    pub(crate) const CANCELLED: u8 = 7;

    /// How far the alert has come at the contact where it has come furthest. One that is gone was called off.
    pub(super) fn of(profile: &Profile) -> u8 {
        if profile.alert.as_ref().is_none_or(Alert::is_cancelled) {
            return CANCELLED;
        }
        match profile.furthest() {
            Some(Reached::Person) => DONE,
            Some(Reached::Received) => RECEIVED,
            Some(Reached::OnRelay) => ON_RELAY,
            Some(Reached::Queued) | None => QUEUED,
        }
    }
}

const EXIT_CODES: &str = "\
Without a command, the alert goes out at once: nothing is asked.

Exit codes:
  0  a person has it (update, cancel, disarm: a relay has it)
  1  failed: nothing was raised
  2  not understood: nothing was sent
  3  this device is not armed
  4  raised, and still waits for a relay; or is in the file of --pack
  5  raised, and a relay has it
  6  raised, and a desk's machine has it
  7  called off
4 to 6 when it was told to stop before a person had it: by a signal, --for or --detach.";
