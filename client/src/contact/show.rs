//! `contact show`.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use davylamp_protocol::card::{Card, Role};
use davylamp_protocol::contact::fingerprint;
use davylamp_protocol::week::DAY_SECONDS;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use super::{Poster, read_poster};
use crate::failure::Failure;
use crate::files;
use crate::relay::{FoundCard, NetworkArgs, Relay, now};
use crate::terminal::{Terminal, show_time};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct ShowArgs {
    /// File with the contact (a davylamp: URI, or a card), or - for standard input
    #[arg(long, value_name = "FILE|-")]
    to: Option<PathBuf>,

    /// Save the card, as the relay has it, to this new file: for reports that are sealed without a network
    #[arg(long, value_name = "FILE")]
    card_out: Option<PathBuf>,
}

pub(super) async fn show(args: ShowArgs, network: &NetworkArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let poster = read_poster(args.to.as_deref(), terminal)?;
    let card = match &args.card_out {
        Some(path) => saved_card(&poster, path, network, terminal).await?,
        None => current_card(&poster, network).await?,
    };
    print_card(&card, terminal);
    print_contact(&poster, terminal);
    terminal.json(&as_json(&card, &poster));
    Ok(ExitCode::SUCCESS)
}

/// The card that was given, or the one that the poster's relay has.
pub(super) async fn current_card(poster: &Poster, network: &NetworkArgs) -> Result<Card, Failure> {
    if let Some(card) = &poster.card {
        return Ok(card.clone());
    }
    Ok(served_card(poster, network).await?.card)
}

async fn served_card(poster: &Poster, network: &NetworkArgs) -> Result<FoundCard, Failure> {
    let address = poster.relays.first().map(String::as_str).unwrap_or_default();
    Ok(Relay::connect(address, network)?.find_card(&poster.desk).await?)
}

/// The card that the relay has now, even if one was given; saved byte for byte.
async fn saved_card(poster: &Poster, path: &Path, network: &NetworkArgs, terminal: &Terminal) -> Result<Card, Failure> {
    let found = served_card(poster, network).await?;
    poster.accepts(&found.card)?;
    let unwritten = |error| Failure::new(format!("{}: {error}", path.display()));
    files::new_file(path, found.note.as_bytes()).map_err(unwritten)?;
    terminal.say(text_with("card-saved", &[("path", &path.display())]));
    Ok(found.card)
}

fn print_card(card: &Card, terminal: &Terminal) {
    terminal.print(text_with("card-name", &[("name", &card.name)]));
    terminal.print(text_with("card-desk", &[("desk", &card.desk)]));
    card.roles.iter().for_each(|role| terminal.print(role_line(role)));
    terminal.print(text_with("card-languages", &[("languages", &card.languages.join(", "))]));
    let days = [("issued", show_time(card.issued)), ("expires", show_time(card.expires))];
    let [issued, expires] = &days;
    let values: [(&str, &dyn ToString); 3] = [("serial", &card.serial), (issued.0, &issued.1), (expires.0, &expires.1)];
    terminal.print(text_with("card-serial", &values));
    if now() >= card.expires {
        terminal.print(text("card-expired"));
    }
    for relay in &card.relays {
        let values: [(&str, &dyn ToString); 3] =
            [("url", &relay.url), ("days", &relay.retention_days), ("log", &relay.log)];
        terminal.print(text_with("card-relay", &values));
    }
}

fn print_contact(poster: &Poster, terminal: &Terminal) {
    let uri = poster.uri();
    terminal.print("");
    terminal.print(text_with("card-fingerprint", &[("words", &fingerprint(&poster.desk).join(" "))]));
    terminal.print(text_with("card-contact", &[("uri", &uri)]));
    terminal.print("");
    if let Ok(code) = QrCode::new(uri.as_bytes()) {
        let drawn = code.render::<Dense1x2>().quiet_zone(true).build();
        drawn.lines().for_each(|line| terminal.print(black_on_white(line)));
    }
}

/// On a terminal the colours are said: a code in light on dark is not read by every scanner.
fn black_on_white(line: &str) -> String {
    if std::io::stdout().is_terminal() { format!("\x1b[38;5;16;48;5;231m{line}\x1b[0m") } else { line.to_owned() }
}

/// A role and its promise, in words.
pub(crate) fn role_line((role, seconds): &(Role, u64)) -> String {
    let role = match role {
        Role::Reports => text("role-reports"),
        Role::Alerts => text("role-alerts"),
        Role::Mediation => text("role-mediation"),
    };
    text_with("card-role", &[("role", &role), ("within", &duration(*seconds))])
}

/// Days, hours or minutes: whatever is read most easily.
fn duration(seconds: u64) -> String {
    if seconds >= 2 * DAY_SECONDS {
        text_with("duration-days", &[("n", &seconds.div_ceil(DAY_SECONDS))])
    } else if seconds >= 2 * 3600 {
        text_with("duration-hours", &[("n", &seconds.div_ceil(3600))])
    } else {
        text_with("duration-minutes", &[("n", &seconds.div_ceil(60))])
    }
}

fn as_json(card: &Card, poster: &Poster) -> serde_json::Value {
    let roles = card.roles.iter().map(|(role, seconds)| serde_json::json!({ "role": role.name(), "within": seconds }));
    let relays = card.relays.iter().map(|relay| {
        serde_json::json!({
            "url": relay.url,
            "log": relay.log.to_string(),
            "cosigner": relay.cosigner.to_string(),
            "retention_days": relay.retention_days,
        })
    });
    serde_json::json!({
        "desk": card.desk.to_string(),
        "name": card.name,
        "serial": card.serial,
        "issued": card.issued,
        "expires": card.expires,
        "languages": card.languages,
        "roles": roles.collect::<Vec<_>>(),
        "relays": relays.collect::<Vec<_>>(),
        "fingerprint": fingerprint(&card.desk),
        "contact": poster.uri(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_are_told_in_the_unit_that_is_read_most_easily() {
        assert!(duration(259_200).starts_with("3 "));
        assert!(duration(86_400).starts_with("24 "));
        assert!(duration(900).starts_with("15 "));
    }
}
