//! Every time that a bag gives, in one table: by whose clock, what, who, and where in the bag.

use super::super::json::action_name;
use super::super::layout::CUSTODY_LOG;
use super::super::material::CaseMaterial;
use super::super::prove::Proven;
use super::super::threads::Side;
use super::{Page, heading, who};

struct Moment {
    time: u64,
    clock: &'static str,
    what: String,
    who: String,
    place: String,
}

/// Whether the page has the table: bags of the first layout do not.
pub(super) fn is_there(material: &CaseMaterial, proven: &Proven) -> bool {
    let exports = material.custody.events().iter().filter_map(|event| event.export.as_ref());
    !proven.attachments.is_empty() || exports.into_iter().any(super::super::ExportRecord::says_more)
}

impl Page {
    pub(super) fn chronology(&mut self, material: &CaseMaterial, proven: &Proven) {
        let mut moments: Vec<Moment> = messages(proven).chain(others(proven)).chain(custody(material)).collect();
        moments.sort_by_key(|moment| moment.time);
        self.raw(
            "<table>\n<thead><tr><th scope=\"col\">Time</th><th scope=\"col\">By the clock of</th><th scope=\"col\">What</th>",
        );
        self.raw("<th scope=\"col\">Who</th><th scope=\"col\">Where</th></tr></thead>\n<tbody>\n");
        for moment in &moments {
            self.raw("<tr><td>");
            self.time(moment.time);
            self.element("</td><td>", moment.clock, "</td>");
            self.element("<td><bdi>", &moment.what, "</bdi></td>");
            self.element("<td><bdi>", &moment.who, "</bdi></td>");
            self.element("<td>", &moment.place, "</td></tr>\n");
        }
        self.raw("</tbody>\n</table>\n");
    }
}

fn messages(proven: &Proven) -> impl Iterator<Item = Moment> {
    proven.messages.iter().enumerate().flat_map(|(at, message)| {
        let named = proven.attachments.iter().filter(|named| named.message == at);
        let names: Vec<&str> = named.map(|named| named.attachment.name.as_str()).collect();
        let names = if names.is_empty() { String::new() } else { format!(", with {}", names.join(", ")) };
        let what = format!("{}. {}{names}", at + 1, heading(message));
        let of = |time, clock, end: &str, place| Moment {
            time,
            clock,
            what: format!("{what}: {end}"),
            who: who(message.side).to_owned(),
            place,
        };
        let sealed = message.sealed_at.map(|time| of(time, DESK, "sealed", message.paths.join(", ")));
        let logged = message.places().zip(message.paths_by_log()).filter_map(|(logged, paths)| {
            Some(of(logged.relay_time?, RELAY, &format!("in the log {}", logged.origin), paths.join(", ")))
        });
        sealed.into_iter().chain(logged).collect::<Vec<_>>()
    })
}

/// Cards and heads.
fn others(proven: &Proven) -> impl Iterator<Item = Moment> {
    let by_desk = |time, what, place: &String| Moment {
        time,
        clock: RELAY,
        what,
        who: who(Side::Desk).to_owned(),
        place: place.clone(),
    };
    let cards = proven.cards.iter().filter_map(move |card| {
        let what = format!("Contact card {}: in the log {}", card.card.serial, card.logged.origin);
        Some(by_desk(card.logged.relay_time?, what, &card.path))
    });
    let heads = proven.heads.iter().filter_map(move |head| {
        let what = format!("Head of the custody log, over {} lines: in the log {}", head.events, head.logged.origin);
        Some(by_desk(head.logged.relay_time?, what, &head.path))
    });
    cards.chain(heads)
}

fn custody(material: &CaseMaterial) -> impl Iterator<Item = Moment> {
    material.custody.events().iter().map(|event| Moment {
        time: event.time,
        clock: DESK,
        what: format!("Custody: {}", action_name(event.action)),
        who: event.actor.clone(),
        place: format!("{CUSTODY_LOG}, line {}", event.n.saturating_add(1)),
    })
}

const RELAY: &str = "the relay";
const DESK: &str = "the desk";
