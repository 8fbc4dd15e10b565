//! `data/case.html`: the case for people. One page, no scripts, nothing fetched; it prints, and a screen reader follows it.
//!
//! Its words are part of the format: a reader of any later version must render the same bytes again. They are English
//! therefore, whatever the language of the program; the reporter's words stand as they were written.

use std::fmt::Write as _;

use time::OffsetDateTime;
use time::macros::format_description;

use super::custody::CustodyEvent;
use super::json::case_name;
use super::material::CaseMaterial;
use super::prove::{Logged, Proven};
use super::shown::{Value, rows, table_words};
use super::threads::{Gap, ProvenMessage, Side};
use crate::message::ValueList as _;

/// The whole page.
pub(super) fn render(material: &CaseMaterial, proven: &Proven) -> Vec<u8> {
    let mut page = Page(String::with_capacity(16 * 1024));
    page.raw(HEAD);
    page.header(material, proven);
    page.section("messages", "What was said", |page| {
        proven.messages.iter().enumerate().for_each(|(at, message)| page.message(at + 1, message));
    });
    if !proven.gaps.is_empty() {
        page.section("gaps", "What is missing", |page| page.gaps(&proven.gaps));
    }
    page.section("custody", "What happened to this case at the desk", |page| {
        page.custody(material.custody.events());
    });
    page.section("check", "How to check this", |page| page.raw(CHECK));
    page.raw("</main>\n</body>\n</html>\n");
    page.0.into_bytes()
}

struct Page(String);

impl Page {
    fn raw(&mut self, html: &str) {
        self.0.push_str(html);
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                '\n' | '\t' => self.0.push(character),
                // HTML has no way to write them, and a terminal would obey them.
                control if control.is_control() => self.0.push(char::REPLACEMENT_CHARACTER),
                other => self.0.push(other),
            }
        }
    }

    fn element(&mut self, open: &str, text: &str, close: &str) {
        self.raw(open);
        self.text(text);
        self.raw(close);
    }

    fn section(&mut self, id: &str, title: &str, fill: impl FnOnce(&mut Self)) {
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>");
        fill(self);
        self.raw("</section>\n");
    }

    fn header(&mut self, material: &CaseMaterial, proven: &Proven) {
        self.raw("<header>\n");
        self.element("<h1>Case ", &case_name(proven), "</h1>\n");
        self.raw(WARNING);
        self.raw("<dl>\n");
        let name = proven.cards.last().map_or("", |card| card.card.name.as_str());
        self.row("Desk", |page| page.element("<bdi>", name, "</bdi>"));
        self.row("Key of the desk", |page| page.element("<code>", &material.desk.to_string(), "</code>"));
        let words = crate::contact::fingerprint(&material.desk).join(" ");
        self.row("Fingerprint of that key", |page| page.text(&words));
        if let Some(event) = material.custody.events().last().filter(|event| event.action.is_export()) {
            self.row("Handed over", |page| page.time(event.time));
            self.row("By", |page| page.element("<bdi>", &event.actor, "</bdi>"));
            let consent = event.export.as_ref().map_or("none", |export| export.consent.as_str());
            self.row("Consent of the reporter", |page| page.text(consent_words(consent)));
        }
        self.raw("</dl>\n</header>\n<main>\n");
    }

    fn row(&mut self, name: &str, value: impl FnOnce(&mut Self)) {
        self.element("<div><dt>", name, "</dt><dd>");
        value(self);
        self.raw("</dd></div>\n");
    }

    fn time(&mut self, unix: u64) {
        let time = i64::try_from(unix).ok().and_then(|unix| OffsetDateTime::from_unix_timestamp(unix).ok());
        let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
        match time.and_then(|time| time.format(format).ok()) {
            Some(time) => {
                let _ = write!(self.0, "<time datetime=\"{}Z\">{time} UTC</time>", time.replace(' ', "T"));
            }
            None => self.text(&unix.to_string()),
        }
    }

    fn message(&mut self, number: usize, message: &ProvenMessage) {
        let who = match message.side {
            Side::Reporter => "the reporter",
            Side::Desk => "the desk",
        };
        let (kind, rows) = match &message.content {
            Some(content) => rows(content),
            None => ("unreadable", vec![("hex", Value::Text(hex::encode(&*message.bytes)))]),
        };
        let heading = message.content.as_ref().and_then(table_words).unwrap_or_else(|| kind_words(kind));
        let _ = writeln!(self.0, "<article aria-labelledby=\"m{number}\">");
        let _ = writeln!(self.0, "<h3 id=\"m{number}\">{number}. {} from {who}</h3>", heading);
        self.raw("<dl>\n");
        for (name, value) in &rows {
            self.row(row_words(name), |page| page.value(value));
        }
        self.row("In the log", |page| page.logged(&message.logged));
        for elsewhere in &message.also {
            self.row("Also in the log", |page| page.logged(&elsewhere.logged));
        }
        if message.contradicted {
            self.row("Contradicted", |page| page.raw(CONTRADICTED));
        }
        if let Some(time) = message.sealed_at {
            self.row("Date by the desk's clock", |page| page.time(time));
        }
        let paths: Vec<&str> = message.all_paths().map(String::as_str).collect();
        self.row("Proof", |page| page.text(&paths.join(", ")));
        self.raw("</dl>\n</article>\n");
    }

    fn value(&mut self, value: &Value) {
        match value {
            // The language is the reporter's own: a screen reader must not take it for English.
            Value::Text(text) => self.element("<div class=\"words\" lang=\"\" dir=\"auto\">", text, "</div>"),
            Value::List(items) => {
                self.raw("<ul>");
                items.iter().for_each(|item| self.element("<li lang=\"\" dir=\"auto\">", item, "</li>"));
                self.raw("</ul>");
            }
            Value::Time(time) => self.time(*time),
            Value::Bool(value) => self.text(if *value { "yes" } else { "no" }),
        }
    }

    fn logged(&mut self, logged: &Logged) {
        let _ = write!(self.0, "entry {} of ", logged.index);
        self.element("<bdi>", &logged.origin, "</bdi>");
        if let Some(time) = logged.relay_time {
            self.raw(", by ");
            self.time(time);
            self.raw(" by the relay’s clock");
        }
    }

    fn gaps(&mut self, gaps: &[Gap]) {
        self.raw("<ul>\n");
        for gap in gaps {
            let who = match gap.side {
                Side::Reporter => "the reporter",
                Side::Desk => "the desk",
            };
            self.element("<li>Lane <code>", &gap.lane, "</code> of ");
            let _ = match gap.last {
                Some(last) => {
                    writeln!(self.0, "{who}: envelopes {} to {last} are not in this case file.</li>", gap.first)
                }
                None => writeln!(self.0, "{who}: the message that goes on at envelope {} has no end.</li>", gap.first),
            };
        }
        self.raw("</ul>\n");
    }

    fn custody(&mut self, events: &[CustodyEvent]) {
        self.raw(
            "<table>\n<thead><tr><th scope=\"col\">Number</th><th scope=\"col\">Time</th><th scope=\"col\">What</th>",
        );
        self.raw("<th scope=\"col\">Who</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>\n");
        for event in events {
            let _ = write!(self.0, "<tr><th scope=\"row\">{}</th><td>", event.n);
            self.time(event.time);
            let action = serde_json::to_value(event.action).unwrap_or_default();
            self.element("</td><td>", action.as_str().unwrap_or_default(), "</td>");
            self.element("<td><bdi>", &event.actor, "</bdi>");
            if let Some(role) = event.role {
                self.element(" (", role.name(), ")");
            }
            self.raw("</td>");
            self.element("<td class=\"words\" lang=\"\" dir=\"auto\">", &event.reason, "</td></tr>\n");
        }
        self.raw("</tbody>\n</table>\n");
    }
}

fn consent_words(basis: &str) -> &'static str {
    match basis {
        "none" => "none is recorded; the reason is in the last line of the table below",
        "report" => "given in the report itself",
        _ => "given in an answer to the desk’s request",
    }
}

fn kind_words(kind: &str) -> &'static str {
    match kind {
        "report" => "Report",
        "text" => "Message",
        "received" => "Receipt",
        "status" => "Status",
        "consent-request" => "Request for consent",
        "consent-answer" => "Answer about consent",
        "outcome" => "How it went",
        "relayed-answer" => "Words of somebody else, passed on",
        "account" => "What was done, by the account",
        _ => "Something unreadable",
    }
}

fn row_words(name: &'static str) -> &'static str {
    let found = ROWS.iter().find(|(row, _)| *row == name);
    found.map_or(name, |(_, words)| words)
}

const ROWS: &[(&str, &str)] = &[
    ("text", "Words"),
    ("kinds", "What happened"),
    ("affected", "Who is affected"),
    ("date", "When"),
    ("date_precision", "How exact that is"),
    ("site", "Where"),
    ("country", "Country"),
    ("mineral", "Mineral"),
    ("employer", "Employer or company"),
    ("employer_country", "Its home country"),
    ("links", "Companies above"),
    ("perpetrators", "Who did it"),
    ("blacklist_kept_by", "Who keeps the list"),
    ("blacklist_circulated_by", "Who passes it on"),
    ("blacklist_used_by", "Who uses it"),
    ("blacklist_refusals", "Refusals of work"),
    ("prior_threats", "Threats before"),
    ("asked_for", "What is asked for"),
    ("consent", "Who may see it"),
    ("contact_wanted", "Wants to be answered"),
    ("lanes", "Sessions received"),
    ("status", "Status"),
    ("promised_by", "Next step promised by"),
    ("id", "Name of the request"),
    ("for_whom", "For whom"),
    ("why", "Why"),
    ("level", "How wide"),
    ("granted", "Granted"),
    ("helped", "Did it help"),
    ("what", "What would be shown"),
    ("then", "What happens then"),
    ("speaker", "Whose words"),
    ("speaker_is", "Who that is"),
    ("answer", "Their words"),
    ("answered_at", "When they answered"),
    ("comment", "What the desk adds"),
    ("steps", "Steps"),
    ("hex", "Bytes"),
];

const HEAD: &str = "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">
<meta name=\"referrer\" content=\"no-referrer\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Davylamp case file</title>
<style>
body { font: 1rem/1.5 serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff }
h1, h2, h3 { font-family: sans-serif; line-height: 1.2 }
article { border-top: 1px solid #777; margin-top: 1.5rem }
dl > div { margin: 0.5rem 0 }
dt { font: bold 0.85rem sans-serif }
dd { margin: 0; overflow-wrap: anywhere }
.words { white-space: pre-wrap; overflow-wrap: anywhere }
.note { border: 2px solid #111; padding: 0.5rem 1rem }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #777; padding: 0.3rem; text-align: start; vertical-align: top }
@media print { body { max-width: none; margin: 0 } article { break-inside: avoid-page } h2, h3 { break-after: avoid } }
</style>
</head>
<body>
";

const WARNING: &str = "<p class=\"note\">This page by itself proves nothing. Beside it lies, for each message, what proves it. What can be shown: \
this exact text was in the log at this place by this time, and was not altered or back-dated since. It does not show who wrote it: the \
desk could have.</p>\n";

const CONTRADICTED: &str =
    "another log has another text under a number of this one: both are shown, and neither counts as consent";

const CHECK: &str = "<p>With Davylamp, on a machine that need not be connected: <code>davylamp case verify</code>, followed by the folder \
that holds <code>bagit.txt</code>. Give it your own policy (<code>--policy</code>) and the desk’s poster or key (<code>--desk</code>): \
keys that come with a file prove nothing about it. The file <code>README.txt</code> says how to check by other means.</p>\n";
