//! The matrix: every path on which anything of a case leaves a desk, against every state of consent.
//!
//! A path that is not here cannot be added in silence: each command of the desk stands in a row, or the test fails.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use davylamp_tests::confine::play::commands_of_the_client;

use crate::paths::{self, Cell};
use crate::world::{Consent, Held, World};

/// One path, the commands that are on it, and what it does: without consent, with a narrower one, with consent, after it
/// was withdrawn.
struct Row {
    path: &'static str,
    commands: &'static [&'static str],
    /// Who would see it, where that is somebody: `counsel`, `company` or `public`.
    circle: &'static str,
    cells: [Cell; 4],
    attempt: fn(&World, &Held) -> Result<Cell>,
}

use Cell::{Goes, Nothing, Recorded, Refused, Sealed, Shown, ToReporter};

const ROWS: &[Row] = &[
    Row {
        path: "case file for counsel",
        commands: &["desk export"],
        circle: "counsel",
        cells: [Refused, Refused, Goes, Refused],
        attempt: paths::export,
    },
    Row {
        path: "case file for counsel, with a reason instead of consent",
        commands: &["desk export"],
        circle: "counsel",
        cells: [Recorded, Recorded, Refused, Recorded],
        attempt: paths::export_without_consent,
    },
    Row {
        path: "case handed over to another desk",
        commands: &["desk handover"],
        circle: "counsel",
        cells: [Refused, Refused, Goes, Refused],
        attempt: paths::handover,
    },
    Row {
        path: "case handed over, with a reason instead of consent",
        commands: &["desk handover"],
        circle: "counsel",
        cells: [Recorded, Recorded, Refused, Recorded],
        attempt: paths::handover_without_consent,
    },
    Row {
        path: "words, status, request for consent, somebody's answer passed on",
        commands: &["desk reply", "desk set-status", "desk ask-consent", "desk relay-answer"],
        circle: "counsel",
        cells: [ToReporter; 4],
        attempt: paths::answers,
    },
    Row {
        path: "account of what was done",
        commands: &["desk watch"],
        circle: "counsel",
        cells: [ToReporter; 4],
        attempt: paths::account,
    },
    Row {
        path: "link between two cases",
        commands: &["desk link", "desk unlink"],
        circle: "counsel",
        cells: [Nothing; 4],
        attempt: paths::link,
    },
    Row {
        path: "hook, ladder and contacts of alarms",
        commands: &["desk watch", "desk ladder set"],
        circle: "counsel",
        cells: [Nothing; 4],
        attempt: paths::alarms,
    },
    Row {
        path: "notice drawn from a case",
        commands: &["desk notice publish", "desk notice sign", "desk notice withdraw", "desk notice list"],
        circle: "public",
        cells: [Refused, Refused, Goes, Refused],
        attempt: paths::notice,
    },
    Row {
        path: "copies to a mediator whom the reporter has not invited",
        commands: &["desk mediation propose", "desk mediation leave", "desk mediation remove"],
        circle: "counsel",
        cells: [Nothing; 4],
        attempt: paths::mediation,
    },
    Row {
        path: "backup",
        commands: &["desk backup", "desk restore"],
        circle: "counsel",
        cells: [Sealed; 4],
        attempt: paths::backup,
    },
    Row {
        path: "list and case on the screen (no path: whoever has the desk's key)",
        commands: &["desk list", "desk show", "desk custody", "desk fetch"],
        circle: "counsel",
        cells: [Shown; 4],
        attempt: paths::screen,
    },
    Row {
        path: "what the relay keeps of all this",
        commands: &["desk watch"],
        circle: "counsel",
        cells: [Nothing; 4],
        attempt: paths::relay,
    },
    Row {
        path: "keys, card, alarms, the home itself",
        commands: &[
            "desk init",
            "desk card publish",
            "desk card sign",
            "desk ack",
            "desk mute",
            "desk invite",
            "desk ladder set",
            "desk ladder show",
            "desk rekey",
            "desk timestamp",
            "desk rotate",
            "desk delete",
        ],
        circle: "counsel",
        cells: [Nothing; 4],
        attempt: paths::rest,
    },
];

#[test]
fn every_path_out_of_a_desk_is_refused_or_recorded_without_consent() -> Result<()> {
    let world = World::set(&ROWS.iter().map(|row| row.circle).collect())?;
    let (mut table, mut wrong) = (head(), Vec::new());
    for row in ROWS {
        let _ = write!(table, "| {} ", row.path);
        for ((consent, held), expected) in Consent::ALL.iter().zip(world.held(row.circle)).zip(row.cells) {
            let cell = (row.attempt)(&world, held).with_context(|| format!("{}, {}", row.path, consent.title()))?;
            let _ = write!(table, "| {} ", cell.word());
            if cell != expected {
                wrong.push(format!("{}, {}: {}, not {}", row.path, consent.title(), cell.word(), expected.word()));
            }
        }
        table.push_str("|\n");
    }
    println!("{table}");
    ensure!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

fn head() -> String {
    let titles: String = Consent::ALL.iter().map(|consent| format!(" {} |", consent.title())).collect();
    format!("| path |{titles}\n|---|---|---|---|---|\n")
}

#[test]
fn every_command_of_a_desk_stands_in_the_matrix() -> Result<()> {
    let rows: BTreeSet<&str> = ROWS.iter().flat_map(|row| row.commands).copied().collect();
    let commands = commands_of_the_client()?;
    let commands: BTreeSet<&str> =
        commands.iter().map(String::as_str).filter(|name| name.starts_with("desk ")).collect();
    let missing: Vec<_> = commands.difference(&rows).collect();
    ensure!(missing.is_empty(), "on no path, though they might let something leave: {missing:?}");
    let gone: Vec<_> = rows.difference(&commands).collect();
    ensure!(gone.is_empty(), "no commands any more: {gone:?}");
    Ok(())
}
