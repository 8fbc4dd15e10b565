//! Tokens that OpenSSL made, kept for ever (`protocol/testdata/timestamp/make.sh`), and everything done to them that must
//! not pass.

use davylamp_protocol::evidence::{Given, TimeEvidence, verify_with};
use davylamp_protocol::log::policy::Policy;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;

use super::*;
use crate::counsel::open::read_case;

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocol/testdata/timestamp");
    std::fs::read(folder.join(name)).unwrap()
}

fn stamp(name: &str) -> Result<Stamp, TokenFault> {
    Stamp::read(&sample("checkpoint"), &sample(&format!("{name}.tsr")))
}

fn fault(name: &str) -> Option<TokenFault> {
    stamp(name).err()
}

fn roots(name: &str) -> Roots {
    Roots::from_pem(&sample(&format!("root-{name}.pem"))).unwrap()
}

#[test]
fn what_openssl_stamped_holds_for_ever_under_its_own_root_and_no_other() {
    for (name, root, authority) in [
        ("rsa", "rsa", "O=Example,CN=tsa-rsa"),
        ("rsa-sha512", "rsa", "O=Example,CN=tsa-rsa"),
        ("ec", "ec", "O=Example,CN=tsa-ec"),
        // SHA-1 names its certificate, its clock has fractions, its sets are as OpenSSL left them.
        ("chain", "chain", "O=Example,CN=tsa-chain"),
        ("resigned", "ec", "O=Example,CN=tsa-ec"),
    ] {
        let stamp = stamp(name).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(stamp.authority, authority, "{name}");
        // Accuracy: one second and five thousandths, rounded up to two; with a fraction of the clock's, perhaps three.
        assert!((2..=3).contains(&(stamp.by - stamp.time)), "{name}: {}", stamp.by - stamp.time);
        assert_eq!(stamp.time / 86_400, 1_795_737_600 / 86_400, "{name}: made on 2026-11-27");
        assert!(stamp.nonce.is_some());
        for other in ["rsa", "ec", "chain", "other"] {
            assert_eq!(roots(other).vouch_for(&stamp), other == root, "{name} under {other}");
        }
    }
}

/// Exported by the program, stamped by OpenSSL; `--test timestamps` makes one alike.
fn stamped_case() -> (Verdict, Roots) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocol/testdata/stamped-case-file-v1");
    let bag = read_case(&folder.join("case.age"), Some(&folder.join("identity"))).unwrap();
    let policy = Policy::parse(&std::fs::read(folder.join("policy")).unwrap()).unwrap();
    let verdict = verify_with(&bag.files, &bag.attached, &Given { policy: Some(&policy), ..Given::default() });
    (verdict, read_roots(&folder.join("roots.pem")).unwrap())
}

#[test]
fn a_stamped_case_file_is_proven_and_its_time_vouched_for_for_ever() {
    let (mut verdict, roots) = stamped_case();
    let seen = look(&mut verdict, Some(&roots));
    assert_eq!((verdict.outcome, &verdict.faults), (Outcome::Proven, &vec![]));
    assert_eq!(document(&seen)[0]["vouched"], "yes");
    assert_eq!(document(&seen)[0]["covers_all"], true);
    assert!(shown(&seen)[0].contains("2026-11-27") && not_shown(&seen) == [text("verify-stamp-limit")]);
    for other in [None, Some(&self::roots("other"))] {
        let (mut verdict, _) = stamped_case();
        let seen = look(&mut verdict, other);
        // Whoever vouches for a time, or does not: what is in the log is in the log.
        assert_eq!(verdict.outcome, Outcome::Proven);
        assert!(shown(&seen).is_empty() && not_shown(&seen)[0].contains("data/times/0001"));
    }
}

#[test]
fn a_desk_that_signs_a_case_file_with_a_wrong_stamp_signed_a_broken_one() {
    let tokens = ["ec", "rsa", "expired", "not-a-tsa", "refused"].map(|name| sample(&format!("{name}.tsr")));
    for token in tokens.into_iter().chain([b"token".to_vec()]) {
        let (mut verdict, roots) = stamped_case();
        let mut material = verdict.material.take().unwrap();
        let checkpoint = material.checkpoint_to_stamp().unwrap().to_owned();
        // The second is wrong; the first is as it was.
        material.times.push(TimeEvidence { checkpoint, token });
        verdict.proven = Some(material.prove());
        assert_eq!(verdict.proven.as_ref().unwrap().faults, []);
        verdict.material = Some(material);
        let seen = look(&mut verdict, Some(&roots));
        assert_eq!((verdict.outcome, seen.len()), (Outcome::Broken, 1));
        assert!(matches!(&verdict.faults[..], [Fault { path, reason: Reason::Token(_) }] if path == "data/times/0002"));
    }
}

#[test]
fn one_of_several_roots_is_enough() {
    let pem = ["other", "rsa", "chain"].map(|name| sample(&format!("root-{name}.pem"))).concat();
    let roots = Roots::from_pem(&pem).unwrap();
    assert!(roots.vouch_for(&stamp("rsa").unwrap()) && roots.vouch_for(&stamp("chain").unwrap()));
    assert!(!roots.vouch_for(&stamp("ec").unwrap()));
}

#[test]
fn roots_are_certificates_and_at_least_one() {
    let whole = sample("root-rsa.pem");
    for wrong in
        [&b""[..], b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", &whole[..600]]
    {
        assert!(Roots::from_pem(wrong).is_none(), "{}", String::from_utf8_lossy(wrong));
    }
    let mixed = [whole, b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec()].concat();
    assert!(Roots::from_pem(&mixed).is_none(), "one that is none spoils the file");
}

#[test]
fn a_token_over_another_checkpoint_is_refused() {
    let mut other = sample("checkpoint");
    *other.last_mut().unwrap() = b' ';
    for checkpoint in [other, Vec::new(), [sample("checkpoint"), b"\n".to_vec()].concat()] {
        assert_eq!(Stamp::read(&checkpoint, &sample("rsa.tsr")).err(), Some(TokenFault::Imprint));
    }
}

#[test]
fn certificates_that_must_not_stamp_are_refused() {
    assert_eq!(fault("not-a-tsa"), Some(TokenFault::Purpose), "no extended key usage");
    assert_eq!(fault("not-critical"), Some(TokenFault::Purpose), "not critical");
    assert_eq!(fault("two-purposes"), Some(TokenFault::Purpose), "a web server's too");
    assert_eq!(fault("expired"), Some(TokenFault::Validity));
    assert_eq!(fault("not-yet"), Some(TokenFault::Validity));
    assert_eq!(fault("no-certificate"), Some(TokenFault::Certificate));
}

#[test]
fn what_is_no_granted_token_of_one_signer_in_a_known_algorithm_is_refused() {
    assert_eq!(fault("refused"), Some(TokenFault::NotGranted));
    assert_eq!(fault("two-signers"), Some(TokenFault::Format));
    assert_eq!(fault("sha1"), Some(TokenFault::Algorithm));
    assert_eq!(fault("pss"), Some(TokenFault::Algorithm));
}

#[test]
fn a_path_over_an_expired_or_a_foreign_certificate_is_nobodys_word() {
    // The tokens hold by themselves: it is the path to the root that does not.
    for name in ["dead-middle", "web-middle"] {
        assert!(!roots("ec").vouch_for(&stamp(name).unwrap()), "{name}");
    }
}

/// Where a byte or a bit of the response can be altered without the token being refused, or left without anybody's word.
fn accepted(name: &str, root: &str) -> Vec<usize> {
    let (checkpoint, whole, roots) = (sample("checkpoint"), sample(&format!("{name}.tsr")), roots(root));
    let mut accepted = Vec::new();
    for (at, bit) in (0..whole.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut altered = whole.clone();
        altered[at] ^= 1 << bit;
        let read = Stamp::read(&checkpoint, &altered);
        accepted.extend(read.is_ok_and(|stamp| roots.vouch_for(&stamp)).then_some(at));
    }
    accepted
}

#[test]
fn no_altered_bit_of_a_token_is_accepted() {
    assert_eq!(accepted("rsa", "rsa"), [0; 0]);
    assert_eq!(accepted("ec", "ec"), [0; 0]);
}

#[test]
fn of_a_token_with_a_path_only_what_the_path_does_not_need_can_be_altered() {
    let (whole, pem) = (sample("chain.tsr"), sample("root-chain.pem"));
    // OpenSSL put the root into the token too; the reader's own is taken in its place.
    let root = CertificateDer::from_pem_slice(&pem).unwrap();
    let start = whole.windows(root.len()).position(|bytes| bytes == root.as_ref()).unwrap();
    let unneeded = start..start + root.len();
    let accepted = accepted("chain", "chain");
    assert!(!accepted.is_empty());
    assert!(accepted.iter().all(|at| unneeded.contains(at)), "{unneeded:?}: {accepted:?}");
}

#[test]
fn a_token_that_is_cut_or_has_more_behind_it_is_refused() {
    let (checkpoint, whole) = (sample("checkpoint"), sample("ec.tsr"));
    for length in 0..whole.len() {
        assert!(Stamp::read(&checkpoint, &whole[..length]).is_err(), "{length}");
    }
    for more in [&b"\0"[..], b"\x05\x00", &whole] {
        let long = [&whole[..], more].concat();
        assert_eq!(Stamp::read(&checkpoint, &long).err(), Some(TokenFault::Format));
    }
    // Numbers of certificates and depths that nobody has: no panic, and no long work.
    for byte in [0x30, 0x31, 0xa0, 0x24] {
        assert!(Stamp::read(&checkpoint, &vec![byte; 65_536]).is_err());
        assert!(Stamp::read(&checkpoint, &[byte, 0x84, 0xff, 0xff, 0xff, 0xff]).is_err());
    }
}

#[test]
fn a_signature_or_certificate_of_another_token_is_refused() {
    let (one, other) = (sample("rsa.tsr"), sample("rsa-sha512.tsr"));
    let mut mixed = one.clone();
    let from = one.len() - 256;
    mixed[from..].copy_from_slice(&other[other.len() - 256..]);
    assert_eq!(Stamp::read(&sample("checkpoint"), &mixed).err(), Some(TokenFault::Signature));
}
