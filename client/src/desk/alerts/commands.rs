//! What people do about alerts: have one, mute a profile, make an invite code, set up the ladder.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use davylamp_protocol::alert::Stage;
use davylamp_protocol::message::ValueList as _;
use davylamp_protocol::words;
use rand::rngs::OsRng;
use serde_json::json;

use super::ladder::{line, parse};
use super::take::{normal_code, with_attendance};
use crate::desk::home::{Acknowledged, Alarm, AlarmName, Alerts, Home, Invite, State};
use crate::desk::show::local_time;
use crate::desk::watch::{Waiting, kind_text, post_waiting};
use crate::desk::{custody, outbox};
use crate::failure::Failure;
use crate::relay::{NetworkArgs, now};
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

/// `davylamp desk ack`.
#[derive(Args)]
pub(crate) struct AckArgs {
    /// The alert's letters and digits, or the first of them; without any, what waits is listed
    alert: Vec<String>,

    /// Who has it, as this desk shall remember [default: the login]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    /// Only store it: a running watch posts it
    #[arg(long)]
    later: bool,
}

/// `davylamp desk mute`.
#[derive(Args)]
pub(crate) struct MuteArgs {
    /// The profile, as `desk list` shows it
    profile: String,

    /// Let it ring again
    #[arg(long)]
    unmute: bool,
}

/// `davylamp desk invite`.
#[derive(Args)]
pub(crate) struct InviteArgs {
    /// List the codes, used ones too
    #[arg(long)]
    list: bool,
}

/// `davylamp desk ladder`.
#[derive(Subcommand)]
pub(crate) enum LadderCommand {
    /// Set the ladder from lines `MINUTES COMMAND` or `MINUTES @contacts`
    Set {
        /// The lines, or - for standard input; an empty file takes the ladder away
        file: PathBuf,
    },
    /// Show the ladder
    Show,
}

pub(crate) async fn ack(
    home: &Home,
    args: AckArgs,
    network: &NetworkArgs,
    terminal: &Terminal,
) -> Result<ExitCode, Failure> {
    if args.alert.is_empty() {
        return waiting(home, terminal);
    }
    let login = || std::env::var("USER").ok().filter(|name| !name.is_empty());
    let by = args.by.or_else(login).unwrap_or_else(|| text("desk-somebody"));
    let clock = now();
    let taken = home.update(|state: &mut State| {
        let found = args.alert.iter().map(|typed| find(&state.alerts, typed)).collect::<Result<Vec<_>, _>>()?;
        found.into_iter().map(|(id, name)| take(home, state, id, name, &by, clock)).collect::<Result<Vec<_>, Failure>>()
    })?;
    for (_, alarm, posted) in &taken {
        let id = if *posted > 0 { "desk-acked" } else { "desk-acked-local" };
        terminal.say(text_with(id, &[("what", &kind_text(alarm.kind)), ("alert", &alarm.short())]));
    }
    let alerts: Vec<_> = taken.iter().map(|(id, alarm, _)| json!({ "profile": id, "alert": alarm.short() })).collect();
    terminal.json(&json!({ "acknowledged": alerts, "by": by }));
    if !args.later && taken.iter().any(|(.., posted)| *posted > 0) {
        let posts = taken.iter().map(|(id, ..)| post_waiting(home, network, Some(id)));
        for posted in futures_util::future::join_all(posts).await {
            posted.map_err(|failure| failure.hint(text("desk-ack-stored-hint")))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Notes that a person has an alarm, and queues what its device is to see. Gives how many acknowledgements wait.
fn take(
    home: &Home,
    state: &mut State,
    id: String,
    name: AlarmName,
    by: &str,
    clock: u64,
) -> Result<(String, Alarm, usize), Failure> {
    // Of a sign of life nobody waits for an answer, and one would show that its word was the duress word.
    let secrets = with_attendance(state, &id, |attendance| attendance.acknowledge(&name))?;
    for secret in &secrets {
        outbox::acknowledge(state, &id, secret, Stage::Person, clock);
    }
    let no_alert = || unknown(&hex::encode(name));
    let alarm = state.alerts.alarm_mut(&id, &name).ok_or_else(no_alert)?;
    // The first one to have it stays so.
    alarm.acknowledged.get_or_insert_with(|| Acknowledged { at: clock, by: by.to_owned() });
    let alarm = alarm.clone();
    let action = format!("alert-acknowledged {}", alarm.short());
    custody::append(home, &id, state.case(&id)?, clock, &action, by)?;
    Ok((id, alarm, secrets.len()))
}

/// The one alarm whose name begins so.
fn find(alerts: &Alerts, typed: &str) -> Result<(String, AlarmName), Failure> {
    let typed = typed.trim().to_lowercase();
    let fits = |alarm: &Alarm| !typed.is_empty() && hex::encode(alarm.name).starts_with(&typed);
    let mut found = alerts.alarms().filter(|(.., alarm)| fits(alarm)).map(|(id, _, alarm)| (id.clone(), alarm.name));
    match (found.next(), found.next()) {
        (Some(found), None) => Ok(found),
        (Some(_), Some(_)) => Err(Failure::usage(text_with("desk-ack-several", &[("alert", &typed)]))),
        (None, _) => Err(unknown(&typed)),
    }
}

fn unknown(typed: &str) -> Failure {
    Failure::new(text_with("desk-ack-unknown", &[("alert", &typed)])).hint(text("desk-ack-unknown-hint"))
}

/// What no person has yet, muted profiles too.
fn waiting(home: &Home, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let alerts = home.read()?.alerts;
    let mut open: Vec<Waiting> = alerts
        .alarms()
        .filter(|(.., alarm)| alarm.is_open())
        .map(|(id, profile, alarm)| Waiting::of(id, profile, alarm))
        .collect();
    open.sort_by_key(|waiting| waiting.since);
    open.iter().for_each(|waiting| terminal.print(waiting.line()));
    terminal.say(text(if open.is_empty() { "desk-nothing-waits" } else { "desk-ack-hint" }));
    terminal.json(&json!({ "waiting": open }));
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn mute(home: &Home, args: &MuteArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let (id, muted) = (&args.profile, !args.unmute);
    home.update(|state: &mut State| {
        let profile = state.alerts.profiles.get_mut(id).ok_or_else(|| no_profile(id))?;
        profile.muted = muted;
        let action = if muted { "profile-muted" } else { "profile-unmuted" };
        custody::append(home, id, state.case(id)?, now(), action, home.role().name())?;
        Ok::<_, Failure>(())
    })?;
    terminal.say(text_with(if muted { "desk-muted" } else { "desk-unmuted" }, &[("profile", id)]));
    terminal.json(&json!({ "profile": id, "muted": muted }));
    Ok(ExitCode::SUCCESS)
}

fn no_profile(id: &str) -> Failure {
    Failure::new(text_with("desk-no-such-profile", &[("profile", &id)])).hint(text("desk-no-such-profile-hint"))
}

pub(crate) fn invite(home: &Home, args: &InviteArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    if args.list {
        return invites(&home.read()?.alerts, terminal);
    }
    let drawn: Vec<&str> = (0..CODE_WORDS).map(|_| words::draw(&mut OsRng)).collect();
    let code = normal_code(&drawn.join(" "));
    home.update(|state: &mut State| {
        state.alerts.invites.push(Invite { code: code.clone(), made_at: now(), profile: None });
        Ok::<_, Failure>(())
    })?;
    terminal.print(text_with("desk-invite", &[("code", &code)]));
    terminal.say(text("desk-invite-hint"));
    terminal.json(&json!({ "invite": code }));
    Ok(ExitCode::SUCCESS)
}

fn invites(alerts: &Alerts, terminal: &Terminal) -> Result<ExitCode, Failure> {
    for invite in &alerts.invites {
        let made = local_time(invite.made_at);
        terminal.print(match &invite.profile {
            Some(profile) => text_with("desk-invite-used", &[("profile", profile), ("time", &made)]),
            None => text_with("desk-invite-open", &[("code", &invite.code), ("time", &made)]),
        });
    }
    let rows: Vec<_> = alerts
        .invites
        .iter()
        .map(|invite| {
            let open = invite.profile.is_none().then_some(&invite.code);
            json!({ "invite": open, "made": invite.made_at, "profile": invite.profile })
        })
        .collect();
    terminal.json(&json!({ "invites": rows }));
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn ladder(home: &Home, command: &LadderCommand, terminal: &Terminal) -> Result<ExitCode, Failure> {
    if let LadderCommand::Set { file } = command {
        let rungs = parse(&read_text(file, LADDER_MAX)?)?;
        home.update(|state: &mut State| {
            state.alerts.ladder = rungs;
            Ok::<_, Failure>(())
        })?;
    }
    let rungs = home.read()?.alerts.ladder;
    if matches!(command, LadderCommand::Set { .. }) {
        terminal.say(text_with("desk-ladder-set", &[("rungs", &rungs.len())]));
    } else if rungs.is_empty() {
        terminal.say(text("desk-ladder-empty"));
    } else {
        rungs.iter().for_each(|rung| terminal.print(line(rung)));
    }
    terminal.json(&json!({ "ladder": rungs.iter().map(line).collect::<Vec<_>>() }));
    Ok(ExitCode::SUCCESS)
}

const CODE_WORDS: usize = 4;
const LADDER_MAX: u64 = 64 * 1024;
