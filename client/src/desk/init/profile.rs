//! What the card will say: from flags, a file, and for the rest from questions.

use std::collections::BTreeMap;

use davylamp_protocol::card::Role;
use davylamp_protocol::log::note::{Algorithm, VerifierKey};

use super::InitArgs;
use crate::desk::home::{Profile, RelayProfile};
use crate::failure::Failure;
use crate::relay::Address;
use crate::terminal::{Terminal, read_text};
use crate::text::{text, text_with};

/// The profile, and the name of the desk's key if one was given.
pub(super) fn profile(args: &InitArgs, terminal: &Terminal) -> Result<(Profile, Option<String>), Failure> {
    let config = match &args.config {
        None => None,
        Some(path) => {
            let source = read_text(path, CONFIG_MAX)?;
            Some(toml::from_str::<Config>(&source).map_err(|error| Failure::usage(error.to_string()))?)
        }
    };
    let file = config.as_ref();
    let given = |flag: &Option<String>, file: Option<String>, id: &str, check: Check| {
        let known = flag.clone().or(file);
        known.map_or_else(|| asked(terminal, id, check), Ok)
    };
    let name = given(&args.name, file.and_then(|c| c.name.clone()), "desk-ask-name", not_empty)?;
    let languages =
        if args.language.is_empty() { file.and_then(|c| c.languages.clone()) } else { Some(args.language.clone()) };
    let languages = match languages {
        Some(languages) => languages,
        None => asked(terminal, "desk-ask-languages", languages_of)?,
    };
    let roles = if args.role.is_empty() {
        file.and_then(|c| c.roles.clone()).map(|roles| roles_of(&roles.into_iter().collect::<Vec<_>>()))
    } else {
        Some(role_flags(&args.role).and_then(|roles| roles_of(&roles)))
    };
    let roles = match roles {
        Some(roles) => roles?,
        None => asked(terminal, "desk-ask-roles", |typed| {
            let typed: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
            roles_of(&role_flags(&typed)?)
        })?,
    };
    let mut relays = file.map(|c| c.relays.clone()).unwrap_or_default();
    if relays.is_empty() || args.relay.is_some() {
        relays = vec![RelayProfile {
            url: url(&given(&args.relay, None, "desk-ask-relay", address)?),
            log: given(&args.log_key, None, "desk-ask-log-key", |typed| key(typed, Algorithm::Ed25519))?,
            cosigner: given(&args.cosigner_key, None, "desk-ask-cosigner-key", |typed| {
                key(typed, Algorithm::CosignatureV1)
            })?,
            retention_days: args.retention_days.unwrap_or(RETENTION_DAYS),
        }];
    }
    let profile = Profile {
        name,
        languages,
        roles,
        relays,
        policy: file.map(|c| c.policy.clone()).unwrap_or_default(),
        lifetime_days: args.lifetime_days.or(file.and_then(|c| c.lifetime_days)).unwrap_or(LIFETIME_DAYS),
        works_as: file.and_then(|c| c.works_as.clone()),
    };
    let key_name = args.key_name.clone().or(config.and_then(|c| c.key_name));
    Ok((profile, key_name))
}

/// Reads what was typed.
type Check = fn(&str) -> Result<String, Failure>;

/// Asks until the answer can be read: a slip in the sixth answer must not cost the five before it. Where nobody sits
/// there, a wrong answer is the end.
pub(super) fn asked<T>(terminal: &Terminal, id: &str, read: impl Fn(&str) -> Result<T, Failure>) -> Result<T, Failure> {
    loop {
        match read(&terminal.ask(&text(id))?) {
            Err(failure) if terminal.is_interactive() => terminal.say(failure.to_string()),
            answer => return answer,
        }
    }
}

fn not_empty(typed: &str) -> Result<String, Failure> {
    if typed.is_empty() { Err(Failure::usage(text("desk-name-empty"))) } else { Ok(typed.to_owned()) }
}

/// As a card will want them: `en`, or `pt-BR`.
fn languages_of(typed: &str) -> Result<Vec<String>, Failure> {
    let tags: Vec<String> = typed.split([' ', ',']).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    let is_tag = |tag: &String| {
        let (primary, rest) = tag.split_once('-').unwrap_or((tag, "x"));
        let is_primary = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_subtag =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_primary && tag.len() <= 35 && rest.split('-').all(is_subtag)
    };
    if tags.is_empty() || tags.len() > LANGUAGES_MAX || !tags.iter().all(is_tag) {
        return Err(Failure::usage(text("desk-languages-bad")));
    }
    Ok(tags)
}

/// Each of the roles once.
fn roles_of(pairs: &[(String, String)]) -> Result<Vec<(String, u64)>, Failure> {
    let bad = |role: &str| Failure::usage(text_with("desk-role-bad", &[("role", &role)]));
    let mut roles: Vec<(String, u64)> = Vec::new();
    for (role, time) in pairs {
        if Role::from_name(role).is_none() || roles.iter().any(|(known, _)| known == role) {
            return Err(bad(role));
        }
        roles.push((role.clone(), duration(time)?));
    }
    if roles.is_empty() { Err(bad("")) } else { Ok(roles) }
}

fn address(typed: &str) -> Result<String, Failure> {
    let address: Address = typed.parse()?;
    Ok(address.to_string())
}

/// A verifier key of this kind: the relay prints two, and they are easily confused.
fn key(typed: &str, kind: Algorithm) -> Result<String, Failure> {
    match typed.parse::<VerifierKey>() {
        Ok(key) if key.algorithm() == kind => Ok(key.to_string()),
        Ok(_) => Err(Failure::usage(text("desk-relay-keys-swapped"))),
        Err(why) => Err(Failure::usage(text_with("desk-relay-key-bad", &[("key", &typed), ("why", &why)]))),
    }
}

fn role_flags(flags: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let split = |flag: &String| {
        let pair = flag.split_once('=').map(|(role, time)| (role.to_owned(), time.to_owned()));
        pair.ok_or_else(|| Failure::usage(text_with("desk-role-bad", &[("role", flag)])))
    };
    flags.iter().map(split).collect()
}

/// `3d`, `12h`, `30m` or `90s`, in seconds.
pub(crate) fn duration(text: &str) -> Result<u64, Failure> {
    let units = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];
    let parsed = units
        .into_iter()
        .find_map(|(unit, seconds)| text.strip_suffix(unit)?.parse::<u64>().ok()?.checked_mul(seconds));
    parsed.filter(|seconds| *seconds > 0).ok_or_else(|| Failure::usage(text_with("desk-time-bad", &[("time", &text)])))
}

fn url(relay: &str) -> String {
    let address = relay.trim().trim_end_matches('/');
    if address.starts_with("http://") { address.to_owned() } else { format!("http://{address}") }
}

/// A wizard's answers in a file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    name: Option<String>,
    key_name: Option<String>,
    languages: Option<Vec<String>>,
    /// Role name and promised time, such as `reports = "3d"`.
    roles: Option<BTreeMap<String, String>>,
    lifetime_days: Option<u16>,
    /// A role of [`StaffRole`](davylamp_protocol::message::StaffRole).
    works_as: Option<String>,
    #[serde(default)]
    relays: Vec<RelayProfile>,
    #[serde(default)]
    policy: Vec<String>,
}

const RETENTION_DAYS: u16 = 21;
const LIFETIME_DAYS: u16 = 30;
const LANGUAGES_MAX: usize = 16;
const CONFIG_MAX: u64 = 64 * 1024;
