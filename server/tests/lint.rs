//! `clippy.toml` keeps what opens envelopes out of this crate, and it only warns of a path that is not there: each must
//! be real, or a type that is renamed in `protocol` would drop out of the list in silence.

use std::collections::BTreeSet;

macro_rules! real {
    ($($path:path),* $(,)?) => {{
        #[expect(unused_imports, clippy::disallowed_types, reason = "that they can be named is the test")]
        mod named {
            $(use $path as _;)*
        }
        [$(stringify!($path).replace(' ', "")),*]
    }};
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Config {
    disallowed_types: Vec<Disallowed>,
    disallowed_methods: Vec<Disallowed>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Disallowed {
    path: String,
    #[serde(rename = "reason")]
    _reason: String,
}

#[test]
fn every_disallowed_path_of_the_protocol_is_real() {
    let real = real![
        davylamp_protocol::alert::AlertBody,
        davylamp_protocol::alert::AlertContent,
        davylamp_protocol::alert::AlertLane,
        davylamp_protocol::alert::Attendance,
        davylamp_protocol::alert::Raised,
        davylamp_protocol::alert::Word,
        davylamp_protocol::alert::Words,
        davylamp_protocol::alert::X,
        davylamp_protocol::alert::open_alert,
        davylamp_protocol::alert::seal_ack,
        davylamp_protocol::clue::ClueSecret,
        davylamp_protocol::clue::ThreadKey,
        davylamp_protocol::deposit::RenewalRoot,
        davylamp_protocol::envelope::Opened,
        davylamp_protocol::envelope::open_body,
        davylamp_protocol::envelope::open_body_with_file_key,
        davylamp_protocol::hybrid::CapturingIdentity,
        davylamp_protocol::hybrid::ExposedFileKey,
        davylamp_protocol::hybrid::FileKeyIdentity,
        davylamp_protocol::hybrid::HybridIdentity,
        davylamp_protocol::hybrid::xwing::DecapsulationKey,
        davylamp_protocol::keys::AuthorKeys,
        davylamp_protocol::keys::CaseKeys,
        davylamp_protocol::keys::Passphrase,
        davylamp_protocol::keys::Root,
        davylamp_protocol::scan::ReplyTargets,
        davylamp_protocol::scan::Scanner,
        davylamp_protocol::thread::ContentBody,
        davylamp_protocol::thread::OpenerBody,
        davylamp_protocol::thread::ReplyBody,
    ];
    let config: Config = toml::from_str(include_str!("../clippy.toml")).unwrap();
    let listed = config.disallowed_types.into_iter().chain(config.disallowed_methods).map(|entry| entry.path);
    let listed: BTreeSet<String> = listed.filter(|path| !path.starts_with("age::")).collect();
    assert_eq!(listed, BTreeSet::from(real));
}

#[test]
fn the_relay_does_not_depend_on_age_itself() {
    let manifest: toml::Table = toml::from_str(include_str!("../Cargo.toml")).unwrap();
    for table in ["dependencies", "dev-dependencies"] {
        let names: Vec<&String> = manifest[table].as_table().unwrap().keys().collect();
        assert!(!names.iter().any(|name| name.starts_with("age")), "{names:?}");
    }
}
