use super::super::checkpoint::add_cosignature;
use super::super::leaf_hash;
use super::super::note::{CosignerKey, NoteSigner};
use super::super::tree::{MemoryTree, TreeError, prove_inclusion};
use super::*;

fn log() -> NoteSigner {
    NoteSigner::from_seed("example.com/log", &[1; 32]).unwrap()
}

fn witness(seed: u8) -> CosignerKey {
    CosignerKey::from_seed(&format!("witness{seed}.example"), &[seed; 32]).unwrap()
}

fn leaf(index: u64) -> Hash {
    leaf_hash(&index.to_be_bytes())
}

/// A proof of leaf 4 of 9, cosigned by the witnesses of these seeds at 1000 + seed.
fn proof(witnesses: &[u8]) -> TlogProof {
    let tree: MemoryTree = (0..9).map(leaf).collect();
    let checkpoint = Checkpoint { origin: log().name().to_owned(), size: 9, root: tree.root() };
    let mut note = checkpoint.sign(&log()).unwrap();
    for &seed in witnesses {
        note = add_cosignature(&note, &witness(seed), 1000 + u64::from(seed)).unwrap();
    }
    TlogProof { extra: None, index: 4, hashes: prove_inclusion(9, 4, &tree).unwrap(), checkpoint: note }
}

/// The example of the specification, with keys.
fn example() -> String {
    let mut policy = format!("log {}\n\n", log().verifier_key());
    for seed in 11..=13 {
        policy += &format!("witness X{} {}\n", seed - 10, witness(seed).verifier_key());
    }
    policy += "group X-witnesses 2 X1 X2 X3\n\n";
    for seed in 21..=23 {
        policy += &format!("witness Y{} {}\n", seed - 20, witness(seed).verifier_key());
    }
    policy + "group Y-witnesses any Y1 Y2 Y3\n\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
}

fn parse(text: &str) -> Result<Policy, PolicyError> {
    Policy::parse(text.as_bytes())
}

fn line_error(text: &str) -> LineError {
    let PolicyError::Line { why, .. } = parse(text).unwrap_err() else {
        panic!("not the error of a line");
    };
    why
}

fn quorum_met(policy: &str, witnesses: &[u8]) -> bool {
    parse(policy).unwrap().verify(&proof(witnesses), leaf(4)).unwrap().quorum_met
}

#[test]
fn the_quorum_of_the_specifications_example_is_counted() {
    let policy = example();
    for met in [&[11, 12, 21][..], &[12, 13, 23], &[11, 12, 13, 21, 22, 23]] {
        assert!(quorum_met(&policy, met), "{met:?}");
    }
    for unmet in [&[][..], &[11, 12], &[11, 21], &[21, 22, 23], &[11, 12, 31], &[11, 11, 21]] {
        assert!(!quorum_met(&policy, unmet), "{unmet:?}");
    }
}

#[test]
fn the_answer_names_log_checkpoint_and_witnesses() {
    let anchored = parse(&example()).unwrap().verify(&proof(&[12, 31, 21]), leaf(4)).unwrap();
    assert_eq!(anchored.log, *log().verifier_key());
    assert_eq!((anchored.checkpoint.size, anchored.quorum_met), (9, false));
    assert_eq!(anchored.witnesses, [("X2".to_owned(), 1012), ("Y1".to_owned(), 1021)]);
}

#[test]
fn one_witness_or_none_can_be_the_quorum() {
    let head = format!("log {}\nwitness A {}\n", log().verifier_key(), witness(11).verifier_key());
    assert!(quorum_met(&format!("{head}quorum none\n"), &[]));
    assert!(quorum_met(&format!("{head}quorum A\n"), &[11]));
    assert!(!quorum_met(&format!("{head}quorum A\n"), &[12]));
}

#[test]
fn the_logs_own_clock_counts_only_where_it_is_listed() {
    let clock = 99;
    assert!(!quorum_met(&example(), &[clock, 11, 21]));
    let listed =
        format!("log {}\nwitness clock {}\nquorum clock\n", log().verifier_key(), witness(clock).verifier_key());
    assert!(quorum_met(&listed, &[clock]));
}

#[test]
fn spaces_tabs_comments_and_urls_are_read() {
    let (log, witness) = (log(), witness(11));
    let text = format!(
        "# comment\n\n \t# another \n\tlog\t{}  https://example.com/ \n witness A {} https://w.example\n quorum  A\t\n",
        log.verifier_key(),
        witness.verifier_key()
    );
    let policy = parse(&text).unwrap();
    assert_eq!(policy.logs(), [log.verifier_key().clone()]);
    assert_eq!(policy.witnesses().collect::<Vec<_>>(), [("A", witness.verifier_key())]);
    assert!(Policy::parse(b"# caf\xe9\nquorum none\n").is_ok());
}

#[test]
fn a_log_that_is_not_listed_is_unknown() {
    for policy in ["quorum none\n".to_owned(), {
        let other = NoteSigner::from_seed("example.com/log", &[2; 32]).unwrap();
        format!("log {}\nquorum none\n", other.verifier_key())
    }] {
        let verified = parse(&policy).unwrap().verify(&proof(&[]), leaf(4));
        assert_eq!(verified, Err(VerifyError::UnknownLog));
    }
}

#[test]
fn the_second_of_two_logs_is_found() {
    let other = NoteSigner::from_seed("example.com/log", &[2; 32]).unwrap();
    let policy = format!("log {}\nlog {}\nquorum none\n", other.verifier_key(), log().verifier_key());
    assert!(quorum_met(&policy, &[]));
}

#[test]
fn a_wrong_proof_or_a_wrong_line_of_a_known_key_is_rejected() {
    let policy = parse(&example()).unwrap();
    let good = proof(&[11, 12, 21]);
    let mismatch = ProofError::Tree(TreeError::Mismatch).into();
    assert_eq!(policy.verify(&good, leaf(5)), Err(mismatch));
    let mut moved = good.clone();
    moved.checkpoint = moved.checkpoint.replace("\n9\n", "\n8\n");
    assert_eq!(policy.verify(&moved, leaf(4)), Err(ProofError::from(NoteError::BadSignature).into()));
    let mut forged = proof(&[11]);
    let line = forged.checkpoint.lines().last().unwrap().to_owned();
    let (name, base64) = line.rsplit_once(' ').unwrap();
    forged.checkpoint = forged.checkpoint.replace(&line, &format!("{name} {}AAAA", &base64[..base64.len() - 4]));
    let wrong = VerifyError::Witness { name: "X1".into(), why: NoteError::BadSignature };
    assert_eq!(policy.verify(&forged, leaf(4)), Err(wrong));
}

#[test]
fn malformed_lines_are_rejected_with_their_number() {
    let (log, a, b) = (log(), witness(11), witness(12));
    let (log, a, b) = (log.verifier_key(), a.verifier_key(), b.verifier_key());
    let head = format!("log {log}\nwitness A {a}\nwitness B {b}\n");
    for (line, why) in [
        ("logs x", LineError::Keyword),
        ("LOG x", LineError::Keyword),
        ("log", LineError::Items),
        ("witness C", LineError::Items),
        ("group G any", LineError::Items),
        ("quorum", LineError::Items),
        ("quorum A B", LineError::Items),
        ("log x y z", LineError::Items),
        ("group G any A C", LineError::UnknownName),
        ("group G any none", LineError::UnknownName),
        ("group G any G", LineError::UnknownName),
        ("group G any A A", LineError::RepeatedMember),
        ("group A any B", LineError::RepeatedName),
        ("group none any B", LineError::RepeatedName),
        ("group G 0 A B", LineError::Threshold),
        ("group G 3 A B", LineError::Threshold),
        ("group G 01 A B", LineError::Threshold),
        ("group G -1 A B", LineError::Threshold),
        ("group G most A B", LineError::Threshold),
        ("quorum C", LineError::UnknownName),
        ("quorum A\r", LineError::Control),
        ("# \x7f", LineError::Control),
        ("log nonsense", LineError::Key(KeyError::Format)),
        (&format!("log {log}"), LineError::RepeatedKey),
        (&format!("log {a}"), LineError::KeyKind),
        (&format!("witness C {log}"), LineError::KeyKind),
        (&format!("witness C {a}"), LineError::RepeatedKey),
        (&format!("witness A {}", witness(13).verifier_key()), LineError::RepeatedName),
        (&format!("witness none {}", witness(13).verifier_key()), LineError::RepeatedName),
        ("group G any A\ngroup H any A", LineError::RepeatedMember),
        ("quorum A\nquorum A", LineError::RepeatedQuorum),
    ] {
        assert_eq!(line_error(&format!("{head}{line}\nquorum none\n")), why, "{line}");
    }
    let numbered = parse(&format!("{head}\n#\nwhat\n")).unwrap_err();
    assert_eq!(numbered.to_string(), "policy line 6: unknown keyword");
    let latin = Policy::parse(b"witness \xe9 x\nquorum none\n").unwrap_err();
    assert_eq!(latin, PolicyError::Line { number: 1, why: LineError::Utf8 });
}

#[test]
fn a_key_under_another_name_is_still_the_same_key() {
    let renamed = CosignerKey::from_seed("other.example", &[11; 32]).unwrap();
    let text = format!("witness A {}\nwitness B {}\n", witness(11).verifier_key(), renamed.verifier_key());
    assert_eq!(line_error(&text), LineError::RepeatedKey);
}

#[test]
fn cut_or_endless_policies_are_rejected() {
    let text = example();
    assert_eq!(parse(text.trim_end()).unwrap_err(), PolicyError::Unterminated);
    assert_eq!(parse("").unwrap_err(), PolicyError::Unterminated);
    assert_eq!(parse("\n").unwrap_err(), PolicyError::NoQuorum);
    assert_eq!(parse(&text.replace("quorum X-and-Y\n", "")).unwrap_err(), PolicyError::NoQuorum);
    assert_eq!(parse(&"#\n".repeat(MAX_POLICY)).unwrap_err(), PolicyError::TooLong);
}

#[test]
fn sixty_four_witnesses_are_read_and_no_more() {
    let policy = |count: u8| {
        let line = |seed| format!("witness W{seed} {}\n", witness(seed).verifier_key());
        (1..=count).map(line).collect::<String>() + "quorum none\n"
    };
    assert_eq!(parse(&policy(64)).unwrap().witnesses().count(), MAX_NODES);
    assert_eq!(parse(&policy(65)).unwrap_err(), PolicyError::TooLong);
}
