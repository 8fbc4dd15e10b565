//! Case files as a whole: what verifies, and everything that must not.

mod attached;
mod claims;
mod custody;
mod frozen;
mod several;
mod tamper;
mod times;

use super::fixture::{Fixture, NOW};
use super::*;
use crate::log::policy::Policy;
use crate::message::{
    Account, ConsentAnswer, ConsentLevel, ConsentRequest, Deed, Message, RelayedAnswer, Report, ReportFields, Speaker,
    StaffRole, Step, Text,
};

fn faults(files: &Files) -> Vec<String> {
    verify(files, &Given::default()).faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_case_file_is_proven_under_the_readers_policy() {
    let fixture = Fixture::exported();
    let (files, policy) = (fixture.build(), fixture.relay.policy("W1"));
    let given = Given { policy: Some(&policy), desk: Some(fixture.desk_vkey()), ..Given::default() };
    let verdict = verify(&files, &given);
    assert_eq!(verdict.faults, []);
    assert_eq!((verdict.outcome, verdict.outcome.exit_code()), (Outcome::Proven, 0));
    assert_eq!(verdict.desk, DeskAnchor::Named);
    let proven = verdict.proven.unwrap();
    assert_eq!((proven.messages.len(), proven.parts.len(), proven.heads.len()), (5, 6, 2));
    assert_eq!(proven.gaps, []);
    assert!(verdict.entrants.iter().all(|entrant| entrant.witness.as_ref().unwrap().0 == "W1"));
}

#[test]
fn nothing_is_proven_without_a_policy_or_under_a_foreign_one_or_without_its_quorum() {
    let mut fixture = Fixture::exported();
    let files = fixture.build();
    let verdict = verify(&files, &Given::default());
    assert_eq!((verdict.outcome, verdict.outcome.exit_code()), (Outcome::Unanchored, 3));
    assert_eq!((&verdict.log, verdict.desk), (&LogAnchor::NoPolicy, DeskAnchor::NotGiven));
    let under = |policy: Policy| verify(&files, &Given { policy: Some(&policy), ..Given::default() });
    fixture.relay.witness = crate::log::note::CosignerKey::from_seed("witness.example", &[33; 32]).unwrap();
    let verdict = under(fixture.relay.policy("W1"));
    assert_eq!(verdict.outcome, Outcome::Unanchored);
    assert!(matches!(&verdict.log, LogAnchor::Unmet(list) if list.iter().all(|(_, why)| *why == Unanchored::Quorum)));
    fixture.relay.signer = crate::log::note::NoteSigner::from_seed("log.example", &[44; 32]).unwrap();
    let verdict = under(fixture.relay.policy("none"));
    assert_eq!(verdict.outcome, Outcome::Unanchored);
    assert!(matches!(&verdict.log, LogAnchor::Unmet(list) if list.iter().all(|(_, why)| *why == Unanchored::Log)));
}

#[test]
fn without_an_independent_witness_there_is_only_the_relays_clock() {
    let fixture = Fixture::exported();
    let relay = &fixture.relay;
    let own =
        format!("log {}\nwitness RELAY {}\nquorum RELAY\n", relay.signer.verifier_key(), relay.cosigner.verifier_key());
    let own = Policy::parse(own.as_bytes()).unwrap();
    let verdict = verify(&fixture.build(), &Given { policy: Some(&own), ..Given::default() });
    assert_eq!(verdict.outcome, Outcome::Proven);
    assert!(verdict.entrants.iter().all(|entrant| entrant.witness.is_none() && entrant.relay_time > Some(NOW)));
}

#[test]
fn a_desk_that_the_reader_did_not_name_is_broken() {
    let fixture = Fixture::exported();
    let other = crate::log::note::NoteSigner::from_seed("desk.example", &[99; 32]).unwrap();
    let verdict = verify(&fixture.build(), &Given { desk: Some(other.verifier_key()), ..Given::default() });
    assert_eq!(verdict.outcome, Outcome::Broken);
    assert!(verdict.faults.iter().any(|fault| fault.reason == Reason::Desk));
}

#[test]
fn the_same_material_renders_to_the_same_bytes() {
    let fixture = Fixture::exported();
    assert_eq!(fixture.build(), fixture.build());
    let read = CaseMaterial::read(&fixture.build()).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(build(&read, &fixture.signer()).unwrap(), fixture.build());
}

#[test]
fn the_page_shows_a_reporters_markup_as_text() {
    let files = Fixture::exported().build();
    let page = String::from_utf8(files["data/case.html"].clone()).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;nadie&quot;"));
    assert!(page.contains("Oficina &lt;legal&gt; &amp; minera"));
    assert!(page.contains("M. Rojas &lt;desk&gt;"));
    for never in ["<script", "alert(1)<", "javascript:", "<legal>", "<desk>", " onload", "http://", "https://", "src="]
    {
        assert!(!page.contains(never), "{never}");
    }
}

#[test]
fn the_page_shows_no_control_characters() {
    let mut fixture = Fixture::empty();
    fixture.reporter(&[Message::Report(Report::new("a\u{1b}[2J\u{0}\u{85}b\nc\td\u{202e}e", None))]);
    fixture.export(Action::ExportedWithoutConsent, "none", "court order");
    let page = String::from_utf8(fixture.build()["data/case.html"].clone()).unwrap();
    assert!(page.contains("a\u{fffd}[2J\u{fffd}\u{fffd}b\nc\td\u{202e}e</div>"), "isolated by dir=auto");
    assert!(!page.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
}

#[test]
fn the_pages_elements_are_closed_and_its_headings_in_order() {
    let page = String::from_utf8(Fixture::exported().build()["data/case.html"].clone()).unwrap();
    for element in
        ["html", "head", "body", "main", "header", "section", "article", "dl", "dt", "dd", "table", "td", "ul"]
    {
        let opened = page.matches(&format!("<{element}>")).count() + page.matches(&format!("<{element} ")).count();
        assert_eq!(opened, page.matches(&format!("</{element}>")).count(), "{element}");
    }
    assert_eq!(page.matches("<h1>").count(), 1);
    assert!(page.contains("<html lang=\"en\">") && page.contains("lang=\"\" dir=\"auto\""));
    let first = |heading| page.find(heading).unwrap();
    assert!(first("<h1") < first("<h2") && first("<h2") < first("<h3"));
}

#[test]
fn the_json_has_the_members_of_its_schema_and_no_others() {
    let files = Fixture::exported().build();
    let case: serde_json::Value = serde_json::from_slice(&files["data/case.json"]).unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&files["data/case.schema.json"]).unwrap();
    check_schema(&schema, &schema, &case, "case");
}

/// As much of JSON Schema as ours uses.
fn check_schema(root: &serde_json::Value, schema: &serde_json::Value, value: &serde_json::Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        return check_schema(root, &root["$defs"][name.strip_prefix("#/$defs/").unwrap()], value, at);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let wanted = choices.iter().find(|choice| choice.get("$ref").is_some() != value.is_null());
        return check_schema(root, wanted.unwrap(), value, at);
    }
    if let Some(list) = schema["enum"].as_array() {
        assert!(list.contains(value), "{at}: {value}");
    }
    let name = match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(_) => "integer",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(_) => "array",
        serde_json::Value::Object(_) => "object",
    };
    let types = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
    assert!(schema["type"].is_null() || types.iter().any(|t| t == name), "{at} is {name}");
    for required in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(required.as_str().unwrap()).is_some(), "{at} lacks {required}");
    }
    for (member, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(member) {
            Some(schema) => check_schema(root, schema, inner, member),
            None => assert!(schema["additionalProperties"] != false, "{at} has {member}"),
        }
    }
    for item in value.as_array().into_iter().flatten() {
        check_schema(root, &schema["items"], item, at);
    }
}

#[test]
fn a_gap_is_reported_and_named_and_breaks_nothing_by_itself() {
    let mut fixture = Fixture::with_case();
    // The second part of the report never arrived.
    fixture.material.sort();
    fixture.material.messages.remove(1);
    fixture.export(Action::Exported, "answer 01020304", "for the labour court");
    let files = fixture.build();
    let verdict = verify(&files, &Given::default());
    assert_eq!((verdict.outcome, verdict.faults.len()), (Outcome::Unanchored, 0));
    let gaps = verdict.proven.unwrap().gaps;
    assert_eq!((gaps[0].side, gaps[0].first, gaps[0].last), (Side::Reporter, 1, None));
    let page = String::from_utf8(files["data/case.html"].clone()).unwrap();
    assert!(page.contains("What is missing") && page.contains("has no end"));
}

#[test]
fn what_a_lane_lost_in_its_middle_is_named_by_its_numbers() {
    let mut fixture = Fixture::empty();
    let texts: Vec<_> = (0..4).map(|n| Message::Text(Text::new(format!("words {n}")))).collect();
    fixture.reporter(&texts);
    fixture.material.sort();
    fixture.material.messages.drain(1..3);
    fixture.export(Action::ExportedWithoutConsent, "none", "court order");
    let gaps = verify(&fixture.build(), &Given::default()).proven.unwrap().gaps;
    assert_eq!((gaps.len(), gaps[0].first, gaps[0].last), (1, 1, Some(2)));
}

#[test]
fn consent_follows_the_last_decision_about_a_request_that_came_before_it() {
    let request = |id, level| Message::ConsentRequest(ConsentRequest::new(id, "who", "why", level));
    let answer = |id, yes| Message::ConsentAnswer(ConsentAnswer::new(id, yes, None));
    let report = |level| {
        Message::Report(Report::new("x", Some(ReportFields { consent: Some(level), ..ReportFields::default() })))
    };
    let (one, two) = ([1; 4], [2; 4]);
    let of = |steps: &[Message]| {
        let mut fixture = Fixture::empty();
        for step in steps {
            match step.is_from_reporter() {
                true => _ = fixture.reporter(std::slice::from_ref(step)),
                false => _ = fixture.reply(step),
            }
        }
        fixture.material.sort();
        fixture.material.consent()
    };
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[report(ConsentLevel::DeskOnly)]), None);
    assert_eq!(of(&[report(ConsentLevel::Public)]), Some(ConsentBasis::Report));
    assert_eq!(of(&[request(one, ConsentLevel::Company), answer(one, true)]), Some(ConsentBasis::Answer(one)));
    let refused = [report(ConsentLevel::Counsel), request(one, ConsentLevel::Counsel), answer(one, false)];
    assert_eq!(of(&refused), None);
    let company_only = [report(ConsentLevel::Counsel), request(one, ConsentLevel::Company), answer(one, false)];
    assert_eq!(of(&company_only), Some(ConsentBasis::Report));
    assert_eq!(of(&[answer(one, true), request(one, ConsentLevel::Counsel)]), None, "asked after the answer");
    assert_eq!(of(&[request(one, ConsentLevel::Counsel), answer(two, true)]), None, "another request");
    let to_nobody = [request(one, ConsentLevel::DeskOnly), answer(one, true)];
    assert_eq!(of(&to_nobody), None, "a request to nobody is no message");
}

#[test]
fn later_kinds_are_shown_and_named_in_the_schema_and_a_bag_without_them_stays_as_it_was() {
    let mut fixture = Fixture::with_case();
    let mut relayed = RelayedAnswer::new("Minera <SA>", Speaker::Company, "No existe\ntal lista.");
    relayed.comment = Some("Sí existe.".into());
    fixture.reply(&Message::RelayedAnswer(relayed));
    let step = Step { day: 20_797, role: StaffRole::Lawyer, deed: Deed::Opened, words: Some("a fondo".into()) };
    fixture.reply(&Message::Account(Account::new(vec![step])));
    fixture.export(Action::Exported, "answer 01020304", "for the labour court");
    let files = fixture.build();
    assert_eq!(verify(&files, &Given::default()).faults, []);
    let text = |files: &Files, name: &str| String::from_utf8(files[name].clone()).unwrap();
    let page = text(&files, "data/case.html");
    for shown in
        ["Words of somebody else, passed on", "Minera &lt;SA&gt;", "Sí existe.", "2026-12-10 lawyer opened: a fondo"]
    {
        assert!(page.contains(shown), "{shown}");
    }
    let case = text(&files, "data/case.json");
    assert!(case.contains("\"kind\": \"relayed-answer\"") && case.contains("\"kind\": \"account\""));
    let (new, old) =
        (text(&files, "data/case.schema.json"), text(&Fixture::exported().build(), "data/case.schema.json"));
    assert_eq!(old, include_str!("case.schema.json"));
    assert_eq!(new.replace("\"relayed-answer\", \"account\", ", ""), old);
    assert_ne!(new, old);
}

#[test]
fn an_export_that_its_reader_would_find_broken_is_not_made() {
    let refused = |fixture: &Fixture| match build(&fixture.material, &fixture.signer()) {
        Err(BuildError::Broken(fault)) => fault.reason,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("was made"),
    };
    assert_eq!(refused(&Fixture::with_case()), Reason::Uncovered);
    let mut fixture = Fixture::with_case();
    fixture.post_head();
    assert_eq!(refused(&fixture), Reason::NoExport);
    let mut fixture = Fixture::with_case();
    fixture.export(Action::Exported, "report", "for the labour court");
    assert_eq!(refused(&fixture), Reason::Consent);
    let mut fixture = Fixture::empty();
    fixture.reporter(&[Message::Text(Text::new("x"))]);
    fixture.export(Action::ExportedWithoutConsent, "none", " ");
    assert_eq!(refused(&fixture), Reason::Consent);
    let mut fixture = Fixture::exported();
    fixture.online = ed25519_dalek::SigningKey::from_bytes(&[50; 32]);
    assert!(matches!(build(&fixture.material, &fixture.signer()), Err(BuildError::Signer)));
}

#[test]
fn a_later_posting_of_the_same_words_is_left_out() {
    let mut fixture = Fixture::with_case();
    let reply = fixture.material.messages.last().unwrap().clone();
    let again = fixture.relay.log(reply.entry());
    fixture.material.messages.push(MessageEvidence { proof: again, ..reply });
    let count = fixture.material.messages.len();
    fixture.material.fold();
    assert_eq!(fixture.material.messages.len(), count - 1);
}
