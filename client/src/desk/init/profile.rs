//! What the card will say: from flags, a file, and for the rest from questions.

use std::collections::BTreeMap;

use super::InitArgs;
use crate::desk::home::{Profile, RelayProfile};
use crate::failure::Failure;
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
    let given = |flag: &Option<String>, file: Option<String>, question: &str| match flag.clone().or(file) {
        Some(value) => Ok(value),
        None => terminal.ask(question),
    };
    let file = config.as_ref();
    let name = given(&args.name, file.and_then(|c| c.name.clone()), &text("desk-ask-name"))?;
    let languages =
        if args.language.is_empty() { file.and_then(|c| c.languages.clone()) } else { Some(args.language.clone()) };
    let languages = match languages {
        Some(languages) => languages,
        None => terminal.ask(&text("desk-ask-languages"))?.split_whitespace().map(str::to_owned).collect(),
    };
    let roles = if args.role.is_empty() {
        file.and_then(|c| c.roles.clone()).map(|r| r.into_iter().collect())
    } else {
        Some(role_flags(&args.role)?)
    };
    let roles = match roles {
        Some(roles) => roles,
        None => role_flags(
            &terminal.ask(&text("desk-ask-roles"))?.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        )?,
    };
    let roles =
        roles.into_iter().map(|(role, time)| duration(&time).map(|time| (role, time))).collect::<Result<_, _>>()?;
    let mut relays = file.map(|c| c.relays.clone()).unwrap_or_default();
    if relays.is_empty() || args.relay.is_some() {
        relays = vec![RelayProfile {
            url: url(&given(&args.relay, None, &text("desk-ask-relay"))?),
            log: given(&args.log_key, None, &text("desk-ask-log-key"))?,
            cosigner: given(&args.cosigner_key, None, &text("desk-ask-cosigner-key"))?,
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
const CONFIG_MAX: u64 = 64 * 1024;
