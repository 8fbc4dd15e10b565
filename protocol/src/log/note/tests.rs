use super::*;

const CAP: usize = 16 * 1024;

/// The example of the Go package from which C2SP's page was made; also in `signed_note`'s documentation.
const VKEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\
    \n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
/// The examples of the C2SP pages.
const SALVATORE: &str = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n\
    — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

fn signer(name: &str, seed: u8) -> NoteSigner {
    NoteSigner::from_seed(name, &[seed; 32]).unwrap()
}

fn parse(note: &str) -> Result<SignedNote, NoteError> {
    SignedNote::parse(note.as_bytes(), CAP)
}

#[test]
fn the_example_of_the_go_package_verifies() {
    let key = VerifierKey::parse(VKEY).unwrap();
    let note = parse(NOTE).unwrap();
    let text = note.verify(&key).unwrap();
    assert!(text.as_str().ends_with("what your problem is.\n"));
    assert_eq!(note.encode(), NOTE);
    assert_eq!((key.name(), key.key_id(), key.to_string().as_str()), ("PeterNeumann", 0xc74f_20a3, VKEY));
}

#[test]
fn a_text_with_empty_lines_is_split_at_the_last() {
    let note = parse(SALVATORE).unwrap();
    assert!(note.text.ends_with("sole:\n\ned è subito sera.\n"));
    assert_eq!(note.signatures.len(), 1);
    assert_eq!(note.encode(), SALVATORE);
}

#[test]
fn a_signed_note_verifies_for_each_signer_and_nobody_else() {
    let (a, b, c) = (signer("a.example", 1), signer("b.example", 2), signer("a.example", 3));
    let note = parse(&sign("hello\n", &[&a, &b]).unwrap()).unwrap();
    assert_eq!(note.verify(a.verifier_key()).unwrap().as_str(), "hello\n");
    assert_eq!(note.verify(b.verifier_key()).unwrap().as_str(), "hello\n");
    assert_eq!(note.verify(c.verifier_key()), Err(NoteError::NotSigned));
}

#[test]
fn no_altered_byte_of_text_or_signature_is_believed() {
    let key = VerifierKey::parse(VKEY).unwrap();
    for at in 0..NOTE.len() {
        for bit in [0x01, 0x04, 0x40] {
            let mut bytes = NOTE.as_bytes().to_vec();
            bytes[at] ^= bit;
            let verified = SignedNote::parse(&bytes, CAP).is_ok_and(|note| note.verify(&key).is_ok());
            assert!(!verified, "byte {at} ^ {bit}");
        }
    }
}

#[test]
fn unknown_lines_are_ignored_and_repeated_ones_are_not() {
    let a = signer("a.example", 1);
    let signed = sign("hello\n", &[&a]).unwrap();
    let foreign = format!("{signed}— a.example AAAAAAAA\n");
    assert!(parse(&foreign).unwrap().verify(a.verifier_key()).is_ok());
    let line = signed.lines().last().unwrap();
    let twice = format!("{signed}{line}\n");
    assert_eq!(parse(&twice).unwrap().verify(a.verifier_key()), Err(NoteError::Repeated));
}

#[test]
fn malformed_notes_are_rejected() {
    let line = "— a AAAAAAAA\n";
    for wrong in [
        String::new(),
        "hello\n".into(),
        "hello\n\n".into(),
        format!("hello{line}"),
        format!("hello\n{line}"),
        format!("\n{line}"),
        format!("hello\r\n\n{line}"),
        format!("hel\0lo\n\n{line}"),
        "hello\n\n— a AAAAAAAA".into(),
        "hello\n\n- a AAAAAAAA\n".into(),
        "hello\n\n—  AAAAAAAA\n".into(),
        "hello\n\n— a  AAAAAAAA\n".into(),
        "hello\n\n— a+b AAAAAAAA\n".into(),
        "hello\n\n— a AAAA\n".into(),
        "hello\n\n— a AAAAAAA\n".into(),
        "hello\n\n— a AAAAAAB=\n".into(),
        "hello\n\n— a AAAAAAAA \n".into(),
        format!("hello\n\n{line}trailing\n"),
    ] {
        assert_eq!(parse(&wrong).err(), Some(NoteError::Malformed), "{wrong:?}");
    }
    assert_eq!(SignedNote::parse(b"\xff\n\n", CAP).err(), Some(NoteError::Malformed));
}

#[test]
fn caps_hold() {
    let line = "— a AAAAAAAA\n";
    let full = format!("hello\n\n{}", line.repeat(MAX_SIGNATURES));
    assert_eq!(parse(&full).unwrap().signatures.len(), MAX_SIGNATURES);
    assert_eq!(parse(&format!("{full}{line}")).err(), Some(NoteError::TooManySignatures));
    assert_eq!(SignedNote::parse(full.as_bytes(), full.len() - 1).err(), Some(NoteError::TooLong));
    assert!(SignedNote::parse(full.as_bytes(), full.len()).is_ok());
}

#[test]
fn what_would_not_read_back_is_not_signed() {
    let a = signer("a.example", 1);
    assert_eq!(sign("hello", &[&a]), Err(NoteError::Malformed));
    assert_eq!(sign("", &[&a]), Err(NoteError::Malformed));
    assert_eq!(sign("hel\tlo\n", &[&a]), Err(NoteError::Malformed));
    assert_eq!(sign("hello\n", &[]), Err(NoteError::NotSigned));
}

#[test]
fn keys_read_back_from_their_text() {
    let keys = [
        signer("a.example/log", 1).verifier_key().clone(),
        CosignerKey::from_seed("w.example", &[2; 32]).unwrap().verifier_key().clone(),
    ];
    for key in keys {
        assert_eq!(VerifierKey::parse(&key.to_string()), Ok(key));
    }
}

#[test]
fn malformed_keys_are_rejected() {
    let upper = VKEY.replace("c74f20a3", "C74F20A3");
    for (wrong, why) in [
        ("", KeyError::Format),
        ("PeterNeumann", KeyError::Format),
        ("PeterNeumann+c74f20a3", KeyError::Format),
        ("PeterNeumann+c74f20a3+", KeyError::Format),
        ("PeterNeumann+c74f20a3+ARpc", KeyError::Format),
        ("PeterNeumann+c74f20a3+AhpcAA==", KeyError::Algorithm),
        ("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", KeyError::Id),
        ("Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", KeyError::Id),
        ("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", KeyError::Name),
        ("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", KeyError::Name),
        (&upper, KeyError::Id),
        (&format!("{VKEY}\n"), KeyError::Algorithm),
        (&format!("a+00000000+{}", "A".repeat(1752)), KeyError::Algorithm),
    ] {
        assert_eq!(VerifierKey::parse(wrong), Err(why), "{wrong}");
    }
}

#[test]
fn keys_that_anybody_can_sign_for_are_rejected() {
    let mut identity = [0; 32];
    identity[0] = 1;
    for weak in [[0; 32], identity] {
        assert_eq!(VerifierKey::new("a", Algorithm::Ed25519, &weak), Err(KeyError::Point));
    }
    assert_eq!(VerifierKey::new(&"a".repeat(MAX_NAME + 1), Algorithm::Ed25519, &[0; 32]), Err(KeyError::Name));
}

#[test]
fn a_key_of_one_kind_does_not_serve_as_the_other() {
    let log = signer("a.example", 1);
    let clock = CosignerKey::from_seed("a.example", &[1; 32]).unwrap();
    let mut note = parse(&sign("a\n0\nx\n", &[&log]).unwrap()).unwrap();
    note.cosign(&clock, 7).unwrap();
    assert_ne!(log.verifier_key().key_id(), clock.verifier_key().key_id());
    assert_eq!(note.verify(clock.verifier_key()), Err(NoteError::WrongAlgorithm));
    assert_eq!(note.cosignature_time(log.verifier_key()), Err(NoteError::WrongAlgorithm));
}
