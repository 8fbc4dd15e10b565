//! `data/case.json`: the case for programs. Rendered from what is proven, and from nothing else.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::custody::CustodyEvent;
use super::material::CaseMaterial;
use super::prove::{Logged, Proven, ProvenPart, Spoken};
use super::shown::{LATER_KINDS, Row, rows};
use super::threads::{Gap, ProvenMessage, Side};

/// The format's name and version.
pub(super) const FORMAT: &str = "davylamp-case-file/v1";
/// JSON Schema (2020-12) of [`render`]'s output. Later kinds are named where there are any, and nowhere else: the schema
/// of a bag without them stays as it was.
pub(super) fn schema(proven: &Proven) -> String {
    let are_there = |kinds: &&[&str]| proven.messages.iter().any(|message| kinds.contains(&message.kind()));
    let later = LATER_KINDS.into_iter().filter(are_there).flatten();
    let later: String = later.map(|kind| format!("\"{kind}\", ")).collect();
    let last = "\"unreadable\"";
    SCHEMA.replacen(last, &format!("{later}{last}"), 1)
}

const SCHEMA: &str = include_str!("case.schema.json");

#[derive(Serialize)]
struct Case<'a> {
    format: &'static str,
    case: String,
    desk: Desk,
    exported: Option<&'a CustodyEvent>,
    messages: Vec<Entry>,
    gaps: &'a [Gap],
    envelopes: Vec<Envelope>,
    cards: Vec<CardLine>,
    custody: &'a [CustodyEvent],
    custody_heads: Vec<HeadLine>,
}

#[derive(Serialize)]
struct Desk {
    key: String,
    fingerprint: String,
    name: Option<String>,
}

#[derive(Serialize)]
struct Entry {
    from: Side,
    lane: String,
    number: u32,
    envelopes: Vec<String>,
    logged: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed_at: Option<u64>,
    kind: &'static str,
    content: Content,
}

enum Content {
    Rows(Vec<Row>),
    Unread(String),
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Rows(rows) => {
                let mut map = serializer.serialize_map(Some(rows.len()))?;
                rows.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
            Self::Unread(hex) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("hex", hex)?;
                map.end()
            }
        }
    }
}

#[derive(Serialize)]
struct Place {
    log: String,
    index: u64,
    tree_size: u64,
    relay_time: Option<u64>,
}

#[derive(Serialize)]
struct Envelope {
    path: String,
    log: String,
    index: u64,
    from: Side,
    lane: String,
    number: u32,
    part: u8,
    parts: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    author_commitment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author_mac: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_by: Option<String>,
}

#[derive(Serialize)]
struct CardLine {
    path: String,
    serial: u64,
    name: String,
    issued: u64,
    expires: u64,
    online_key: String,
    logs: Vec<String>,
    logged: Place,
}

#[derive(Serialize)]
struct HeadLine {
    path: String,
    events: u32,
    logged: Place,
}

/// Two-space indented JSON, members in the order of the schema, a newline at the end.
pub(super) fn render(material: &CaseMaterial, proven: &Proven) -> Vec<u8> {
    let events = material.custody.events();
    let case = Case {
        format: FORMAT,
        case: case_name(proven),
        desk: Desk {
            key: material.desk.to_string(),
            fingerprint: crate::contact::fingerprint(&material.desk).join(" "),
            name: proven.cards.last().map(|card| card.card.name.clone()),
        },
        exported: events.last().filter(|event| event.action.is_export()),
        messages: proven.messages.iter().map(entry).collect(),
        gaps: &proven.gaps,
        envelopes: proven.parts.iter().map(envelope).collect(),
        cards: proven.cards.iter().map(card).collect(),
        custody: events,
        custody_heads: proven
            .heads
            .iter()
            .map(|head| HeadLine { path: head.path.clone(), events: head.events, logged: place(&head.logged) })
            .collect(),
    };
    let mut json = serde_json::to_vec_pretty(&case).expect("strings and numbers are always JSON");
    json.push(b'\n');
    json
}

/// The first 8 bytes of the author commitment: names a case without saying anything about it.
pub(super) fn case_name(proven: &Proven) -> String {
    let commitment = proven.parts.iter().find_map(|part| match &part.spoken {
        Spoken::Reporter(body) => Some(body.commitment),
        Spoken::Desk(_) => None,
    });
    commitment.map_or_else(String::new, |hash| hex::encode(hash.first_chunk::<8>().unwrap_or(&[0; 8])))
}

fn place(logged: &Logged) -> Place {
    Place { log: logged.origin.clone(), index: logged.index, tree_size: logged.size, relay_time: logged.relay_time }
}

fn entry(message: &ProvenMessage) -> Entry {
    let (kind, content) = match &message.content {
        Some(content) => {
            let (kind, rows) = rows(content);
            (kind, Content::Rows(rows))
        }
        None => ("unreadable", Content::Unread(hex::encode(&*message.bytes))),
    };
    Entry {
        from: message.side,
        lane: message.lane.clone(),
        number: message.number,
        envelopes: message.all_paths().cloned().collect(),
        logged: place(&message.logged),
        sealed_at: message.sealed_at,
        kind,
        content,
    }
}

fn envelope(part: &ProvenPart) -> Envelope {
    let of = |from, lane, number, part_of: (u8, u8)| Envelope {
        path: part.path.clone(),
        log: part.logged.origin.clone(),
        index: part.logged.index,
        from,
        lane,
        number,
        part: part_of.0,
        parts: part_of.1,
        author_commitment: None,
        author_mac: None,
        signed_by: None,
    };
    match &part.spoken {
        Spoken::Reporter(body) => Envelope {
            author_commitment: Some(hex::encode(body.commitment)),
            author_mac: Some(hex::encode(body.mac)),
            ..of(Side::Reporter, hex::encode(body.lane_id), body.number, (body.part, body.parts))
        },
        Spoken::Desk(body) => Envelope {
            signed_by: Some(hex::encode(body.signer)),
            ..of(Side::Desk, body.draft.lane.to_string(), body.draft.number, (body.draft.part, body.draft.parts))
        },
    }
}

fn card(card: &super::ProvenCard) -> CardLine {
    CardLine {
        path: card.path.clone(),
        serial: card.card.serial,
        name: card.card.name.clone(),
        issued: card.card.issued,
        expires: card.card.expires,
        online_key: hex::encode(card.card.online_key),
        logs: card.card.relays.iter().map(|relay| relay.log.to_string()).collect(),
        logged: place(&card.logged),
    }
}
