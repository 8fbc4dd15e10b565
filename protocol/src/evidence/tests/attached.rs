//! Bags with attachments: what they show, and the tamper matrix over them.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::tamper::{remanifest, rerender, resign};
use super::*;
use crate::attachment::Attachment;
use crate::evidence::layout::CUSTODY_LOG;
use crate::message::Received;

/// The bytes of attachments, by path.
type Bytes = BTreeMap<String, Vec<u8>>;

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 the list on the wall";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n the door";
const DOCX: &[u8] = b"PK\x03\x04 a letter";
const FAKE: &[u8] = b"<svg onload=alert(1)>";

fn attachment(name: &str, media_type: &str, bytes: &[u8]) -> Attachment {
    Attachment {
        media_type: media_type.into(),
        size: bytes.len() as u64,
        content_hash: Sha256::digest(bytes).into(),
        ..crate::attachment::tests::sample(name)
    }
}

/// What is there, and what is named and was not fetched.
pub(super) fn with_photographs() -> (Fixture, Bytes) {
    let mut fixture = Fixture::with_case();
    let mut first = Text::new("esto colgaba en la oficina");
    first.attachments =
        vec![attachment("photo-1.jpg", "image/jpeg", JPEG), attachment("photo-2.png", "image/png", PNG)];
    let mut second = Text::new("y esto");
    second.attachments = vec![
        attachment("document-1.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", DOCX),
        attachment("photo-1.jpg", "image/jpeg", FAKE),
        attachment("photo-9.jpg", "image/jpeg", b"\xff\xd8\xff never fetched"),
    ];
    fixture.reporter(&[Message::Text(first), Message::Text(second)]);
    fixture.material.sort();
    let bytes: Bytes = [
        ("data/attachments/0001/photo-1.jpg", JPEG),
        ("data/attachments/0002/photo-2.png", PNG),
        ("data/attachments/0003/document-1.docx", DOCX),
        ("data/attachments/0004/photo-1.jpg", FAKE),
    ]
    .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
    .into();
    fixture.material.attached = measured(&bytes);
    fixture.post_head();
    fixture.export(Action::Exported, "answer 01020304", "for the labour court");
    (fixture, bytes)
}

pub(super) fn measured(bytes: &Bytes) -> Attachments {
    let measure = |bytes: &[u8]| {
        let mut measure = Measure::default();
        bytes.chunks(3).for_each(|chunk| measure.update(chunk));
        measure.finish()
    };
    bytes.iter().map(|(path, bytes)| (path.clone(), measure(bytes))).collect()
}

fn page(files: &Files) -> String {
    String::from_utf8(files["data/case.html"].clone()).unwrap()
}

#[test]
fn a_bag_with_attachments_is_proven_and_says_what_is_there_and_what_is_missing() {
    let (fixture, bytes) = with_photographs();
    let (files, policy) = (fixture.build(), fixture.relay.policy("W1"));
    let given = Given { policy: Some(&policy), desk: Some(fixture.desk_vkey()), ..Given::default() };
    let verdict = verify_with(&files, &measured(&bytes), &given);
    assert_eq!((verdict.faults, verdict.outcome), (vec![], Outcome::Proven));
    let proven = verdict.proven.unwrap();
    let there: Vec<_> =
        proven.attachments.iter().map(|named| (named.attachment.name.as_str(), named.is_there)).collect();
    let expected = [
        ("photo-1.jpg", true),
        ("photo-2.png", true),
        ("document-1.docx", true),
        ("photo-1.jpg", true),
        ("photo-9.jpg", false),
    ];
    assert_eq!(there, expected);
    let json: serde_json::Value = serde_json::from_slice(&files["data/case.json"]).unwrap();
    let messages = json["messages"].as_array().unwrap();
    let of = |at: usize| messages[messages.len() - 2 + at]["attachments"].as_array().unwrap();
    assert_eq!(of(0)[1]["file"], "data/attachments/0002/photo-2.png");
    assert_eq!(of(0)[1]["sha256"], hex::encode(Sha256::digest(PNG)));
    assert_eq!((of(1).len(), &of(1)[2]["file"]), (3, &serde_json::Value::Null));
    assert!(messages[0].get("attachments").is_none());
    let manifest = String::from_utf8(files["manifest-sha256.txt"].clone()).unwrap();
    assert!(
        manifest.contains(&format!("{}  data/attachments/0003/document-1.docx\n", hex::encode(Sha256::digest(DOCX))))
    );
    assert!(manifest.lines().map(|line| line.split_once("  ").unwrap().1).is_sorted());
}

#[test]
fn a_bag_without_its_attachments_beside_it_is_broken() {
    let (fixture, _) = with_photographs();
    assert_eq!(verify(&fixture.build(), &Given::default()).outcome, Outcome::Broken);
}

#[test]
fn nothing_of_it_stands_in_a_bag_whose_messages_name_no_file() {
    let files = Fixture::exported().build();
    for path in ["data/case.html", "data/case.json", "data/case.schema.json", "data/README.txt"] {
        let text = String::from_utf8(files[path].clone()).unwrap();
        for new in ["ttachment", "chronology", "img", "purpose", "expires\"", "\"only\""] {
            let is_of_cards = new == "expires\"";
            assert!(is_of_cards || !text.contains(new), "{path}: {new}");
        }
    }
    assert_eq!(files["data/case.schema.json"], include_bytes!("../case.schema.json"));
}

#[test]
fn the_page_shows_pictures_by_type_and_magic_and_fetches_nothing_else() {
    let (fixture, _) = with_photographs();
    let page = page(&fixture.build());
    let sources: Vec<&str> = page.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(sources, ["attachments/0001/photo-1.jpg", "attachments/0002/photo-2.png"]);
    let links: Vec<&str> =
        page.split("<a download href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links.len(), 4);
    assert!(links.contains(&"attachments/0004/photo-1.jpg"), "called a picture, and none: a link");
    assert!(page.contains("photo-9.jpg (not in this case file)"));
    assert!(page.contains("default-src 'none'; img-src 'self' file:; style-src"));
    for never in ["<script", "svg", "http:", "https:", "javascript:", " onload"] {
        assert!(!page.contains(never), "{never}");
    }
}

#[test]
fn the_chronology_has_every_time_in_its_order_with_its_clock() {
    let (fixture, _) = with_photographs();
    let page = page(&fixture.build());
    let table = page.split("<h2 id=\"chronology\">").nth(1).unwrap().split("</table>").next().unwrap();
    let times: Vec<&str> = table.split("datetime=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(times.is_sorted() && times.len() > 12, "{times:?}");
    for what in [
        "with photo-1.jpg, photo-2.png: in the log log.example",
        "Custody: exported",
        "Contact card 1",
        "the relay",
        "the desk",
    ] {
        assert!(table.contains(what), "{what}");
    }
}

#[test]
fn purpose_expiry_and_choice_stand_on_the_page_and_in_the_schema() {
    let mut fixture = Fixture::with_case();
    fixture.material.sort();
    let contents = hex::encode(fixture.material.contents());
    let record = ExportRecord {
        purpose: Some("the <hearing> in March".into()),
        expires: Some(NOW + 86_400 * 90),
        only: true,
        contents,
        consent: "answer 01020304".into(),
        recipients: vec!["ab".repeat(32)],
    };
    let time = fixture.relay.time;
    fixture
        .material
        .custody
        .append(time, Action::Exported, By::named("M. Rojas"), "why", Some(record.clone()))
        .unwrap();
    fixture.post_head();
    let files = fixture.build();
    assert_eq!(verify(&files, &Given::default()).faults, []);
    let page = page(&files);
    assert!(
        page.contains("the &lt;hearing&gt; in March") && page.contains("chronology") && page.contains("the desk chose")
    );
    let schema: serde_json::Value = serde_json::from_slice(&files["data/case.schema.json"]).unwrap();
    assert!(schema["$defs"]["event"]["properties"]["export"]["properties"]["only"].is_object());
    let mut refused = |change: fn(&mut ExportRecord)| {
        let mut record = record.clone();
        change(&mut record);
        fixture.material.custody.append(time, Action::Exported, By::named("M. Rojas"), "why", Some(record)).is_err()
    };
    assert!(refused(|r| r.purpose = Some(String::new())) && refused(|r| r.purpose = Some("a".repeat(201))));
    assert!(refused(|r| r.purpose = Some("a\nb".into())) && refused(|r| r.expires = Some(0)));
}

#[test]
fn a_claim_covers_the_attachments_of_the_messages_that_it_covers() {
    let (mut fixture, bytes) = with_photographs();
    let (files, attached) = (fixture.build(), measured(&bytes));
    let claim = super::claims::claim(&mut fixture, true);
    let verdict = verify_with(&files, &attached, &Given { claim: Some(&claim), ..Given::default() });
    let (covered, proven) = (verdict.claim.unwrap().unwrap(), verdict.proven.unwrap());
    assert_eq!(proven.claimed_attachments(&covered).count(), 5);
    let none: Vec<Covered> = Vec::new();
    assert_eq!(proven.claimed_attachments(&none).count(), 0);
    let path = &proven.messages[proven.attachments[4].message].paths[0];
    let without: Vec<Covered> = covered.into_iter().filter(|part| part.path != *path).collect();
    assert_eq!(proven.claimed_attachments(&without).count(), 2, "those of the other message");
}

#[test]
fn what_a_desk_names_is_no_attachment_and_what_is_too_large_is_not_built() {
    let (mut fixture, _) = with_photographs();
    assert!(Message::Received(Received::new(vec![])).attachments().is_empty());
    let path = fixture.material.attached.keys().next().unwrap().clone();
    fixture.material.attached.get_mut(&path).unwrap().size = (4 << 30) + 1;
    assert!(build(&fixture.material, &fixture.signer()).is_err());
}

/// How far the forger goes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Forger {
    /// Alters, and no more.
    Alone,
    /// Writes the manifests anew.
    Manifests,
    /// And signs them with a key of their own.
    ForeignKey,
    /// And signs them with the desk's online key.
    OnlineKey,
    /// Renders everything anew, and signs it with the desk's online key.
    Desk,
}

const FORGERS: [Forger; 5] = [Forger::Alone, Forger::Manifests, Forger::ForeignKey, Forger::OnlineKey, Forger::Desk];

struct Alteration {
    what: &'static str,
    make: fn(&mut Files, &mut Bytes),
    /// One of these is named, whoever forged.
    named: &'static [&'static str],
    /// Rendered anew it is as it was.
    heals: bool,
}

const ONE: &str = "data/attachments/0001/photo-1.jpg";
const TWO: &str = "data/attachments/0002/photo-2.png";

/// The folder of the message that names 0001, found by what a bag of [`with_photographs`] looks like.
const MESSAGE: &str = "data/messages/0007";

const MATRIX: &[Alteration] = &[
    Alteration {
        what: "a byte of an attachment",
        make: |_, a| a.get_mut(ONE).unwrap()[5] ^= 1,
        named: &[ONE],
        heals: false,
    },
    Alteration { what: "two attachments swapped", make: |_, a| swap(a), named: &[ONE], heals: false },
    Alteration {
        what: "an attachment removed",
        make: |_, a| drop(a.remove(ONE)),
        named: &[ONE, CUSTODY_LOG],
        heals: false,
    },
    Alteration { what: "all attachments removed", make: |_, a| a.clear(), named: &[ONE, CUSTODY_LOG], heals: false },
    Alteration {
        what: "a foreign file added",
        make: |_, a| add(a, "data/attachments/0001/x.jpg"),
        named: &["data/attachments/0001/x.jpg"],
        heals: false,
    },
    Alteration {
        what: "a foreign number added",
        make: |_, a| add(a, "data/attachments/0042/x.jpg"),
        named: &["data/attachments/0042/x.jpg"],
        heals: false,
    },
    Alteration {
        what: "the missing one added",
        make: |_, a| drop(a.insert("data/attachments/0005/photo-9.jpg".into(), b"\xff\xd8\xff never fetched".to_vec())),
        named: &[CUSTODY_LOG],
        heals: false,
    },
    Alteration {
        what: "other bytes for the missing one",
        make: |_, a| add(a, "data/attachments/0005/photo-9.jpg"),
        named: &["data/attachments/0005/photo-9.jpg"],
        heals: false,
    },
    Alteration {
        what: "an attachment renamed",
        make: |_, a| rename(a, ONE, "data/attachments/0001/photo-2.jpg"),
        named: &["data/attachments/0001/photo-2.jpg"],
        heals: false,
    },
    Alteration {
        what: "an attachment under another number",
        make: |_, a| rename(a, ONE, "data/attachments/0009/photo-1.jpg"),
        named: &["data/attachments/0009/photo-1.jpg"],
        heals: false,
    },
    Alteration { what: "a byte more", make: |_, a| a.get_mut(ONE).unwrap().push(0), named: &[ONE], heals: false },
    Alteration { what: "a byte less", make: |_, a| _ = a.get_mut(ONE).unwrap().pop(), named: &[ONE], heals: false },
    Alteration {
        what: "an attachment emptied",
        make: |_, a| a.get_mut(ONE).unwrap().clear(),
        named: &[ONE],
        heals: false,
    },
    Alteration {
        what: "the message that has the hash",
        make: |f, _| flip(f, "data/messages/0007/envelope"),
        named: &[MESSAGE, "data/messages/0007/envelope"],
        heals: false,
    },
    Alteration {
        what: "the message's file key",
        make: |f, _| flip(f, "data/messages/0007/file-key"),
        named: &[MESSAGE, "data/messages/0007/file-key"],
        heals: false,
    },
    Alteration {
        what: "the message left out",
        make: |f, _| _ = leave_out(f),
        named: &["data/messages/0007/envelope", CUSTODY_LOG, ONE],
        heals: false,
    },
    Alteration { what: "case.html", make: |f, _| flip(f, "data/case.html"), named: &["data/case.html"], heals: true },
    Alteration { what: "case.json", make: |f, _| flip(f, "data/case.json"), named: &["data/case.json"], heals: true },
    Alteration {
        what: "the hash in case.json",
        make: |f, _| replace(f, "data/case.json"),
        named: &["data/case.json"],
        heals: true,
    },
    Alteration {
        what: "case.schema.json",
        make: |f, _| flip(f, "data/case.schema.json"),
        named: &["data/case.schema.json"],
        heals: true,
    },
    Alteration {
        what: "README.txt",
        make: |f, _| flip(f, "data/README.txt"),
        named: &["data/README.txt"],
        heals: true,
    },
    Alteration {
        what: "a letter of the custody log",
        make: |f, _| flip(f, CUSTODY_LOG),
        named: &[CUSTODY_LOG, "data/custody/heads/0001"],
        heals: false,
    },
    Alteration { what: "the custody log's last line cut", make: |f, _| cut(f), named: &[CUSTODY_LOG], heals: false },
    Alteration {
        what: "a custody head altered",
        make: |f, _| flip(f, "data/custody/heads/0002/envelope"),
        named: &["data/custody/heads/0002", "data/custody/heads/0002/envelope"],
        heals: false,
    },
];

fn flip(files: &mut Files, path: &str) {
    let bytes = files.get_mut(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
}

fn swap(bytes: &mut Bytes) {
    let (one, two) = (bytes[ONE].clone(), bytes[TWO].clone());
    bytes.extend([(ONE.to_owned(), two), (TWO.to_owned(), one)]);
}

fn add(bytes: &mut Bytes, path: &str) {
    bytes.insert(path.to_owned(), b"planted".to_vec());
}

fn rename(bytes: &mut Bytes, from: &str, to: &str) {
    let moved = bytes.remove(from).unwrap();
    bytes.insert(to.to_owned(), moved);
}

/// The last message but one, and all after it under the number before.
fn leave_out(files: &mut Files) -> Option<()> {
    for name in ["envelope", "file-key", "proof.tlog-proof"] {
        let last = files.remove(&format!("data/messages/0008/{name}"))?;
        files.insert(format!("{MESSAGE}/{name}"), last);
    }
    Some(())
}

fn replace(files: &mut Files, path: &str) {
    let text = String::from_utf8(files[path].clone()).unwrap();
    let other = text.replace(&hex::encode(Sha256::digest(JPEG)), &"0".repeat(64));
    assert_ne!(text, other);
    files.insert(path.to_owned(), other.into_bytes());
}

fn cut(files: &mut Files) {
    let log = files.get_mut(CUSTODY_LOG).unwrap();
    let end = log[..log.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
    log.truncate(end + 1);
}

fn forge(forger: Forger, files: &mut Files, attached: &Attachments, fixture: &Fixture) {
    let (online, foreign) = (fixture.signer(), online_signer(fixture.desk_vkey(), &[66; 32]).unwrap());
    match forger {
        Forger::Alone => {}
        Forger::Manifests => remanifest(files, attached),
        Forger::ForeignKey => {
            remanifest(files, attached);
            resign(files, &foreign);
        }
        Forger::OnlineKey => {
            remanifest(files, attached);
            resign(files, &online);
        }
        Forger::Desk => rerender(files, attached, &online),
    }
}

#[test]
fn every_alteration_of_a_bag_with_attachments_is_caught_and_named_whoever_makes_it() {
    let (fixture, bytes) = with_photographs();
    let files = fixture.build();
    assert!(files.contains_key("data/messages/0008/envelope") && !files.contains_key("data/messages/0009/envelope"));
    for Alteration { what, make, named, heals } in MATRIX {
        for forger in FORGERS {
            let (mut altered, mut others) = (files.clone(), bytes.clone());
            make(&mut altered, &mut others);
            let attached = measured(&others);
            forge(forger, &mut altered, &attached, &fixture);
            if *heals && forger == Forger::Desk {
                assert!(altered == files, "{what}: what is rendered anew is the bag that it was");
                continue;
            }
            let verdict = verify_with(&altered, &attached, &Given::default());
            let faults: Vec<String> = verdict.faults.iter().map(ToString::to_string).collect();
            assert_eq!(verdict.outcome, Outcome::Broken, "{what}, {forger:?}");
            let is_named = verdict.faults.iter().any(|fault| named.contains(&fault.path.as_str()));
            assert!(is_named, "{what}, {forger:?}: {faults:?}");
            eprintln!(
                "{what} | {forger:?} | {}",
                faults.iter().find(|fault| named.iter().any(|n| fault.starts_with(n))).unwrap()
            );
        }
    }
}
