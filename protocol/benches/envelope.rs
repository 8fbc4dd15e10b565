//! What an envelope costs beside the sum of its raw parts: at most 1.5 times as much, to seal and to open.
//!
//! The parts: X-Wing encapsulation, HPKE's key schedule and its AEAD of the file key, ChaCha20-Poly1305 of the payload,
//! HMAC of the header, SHA-256 of the body, X25519 of the clue. What is left out, and so counts as our overhead: text of
//! the header, grease, age's own key derivations, CBOR, tags.

mod ratio;

use std::process::ExitCode;

use age_core::primitives::{aead_decrypt, aead_encrypt};
use davylamp_protocol::clue::{ClueSecret, DeskKey, OpenerClue, Position, Scope, ThreadKey};
use davylamp_protocol::envelope::{BODY_LEN, CONTENT_MAX, Envelope, open_body, seal_opener, seal_thread};
use davylamp_protocol::hybrid::{HybridIdentity, HybridRecipient};
use davylamp_protocol::scan::Scanner;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use rand_core::OsRng;
use ratio::{Ratio, compare, verdict};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

const DESK: DeskKey = DeskKey([9; 32]);
const SCOPE: Scope<'_> = Scope { origin: "log.example", desk: DESK };
const POSITION: Position = Position::Reporter { n: 0 };
/// A header with grease of middling length, and what it leaves for the payload.
const HEADER_LEN: usize = 1740;
const PAYLOAD_LEN: usize = BODY_LEN - HEADER_LEN - 32;
const LIMIT: f64 = 1.5;

fn main() -> ExitCode {
    let bench = Bench::new();
    let rows = [
        ("seal an opener", bench.seal_opener()),
        ("seal a thread message", bench.seal_thread()),
        ("recognise and open an opener", bench.open(&bench.opener, true)),
        ("recognise and open a thread message", bench.open(&bench.thread, false)),
    ];
    println!("{:<37}{:>10}{:>12}{:>8}   goal", "", "ours", "raw parts", "ratio");
    for (what, Ratio { ours, raw, ratio }) in &rows {
        println!("{what:<37}{:>7} µs{:>9} µs{ratio:>8.2}   ≤ {LIMIT}", ours.as_micros(), raw.as_micros());
    }
    verdict(&rows.map(|(what, row)| (what, row.ratio <= LIMIT)))
}

struct Bench {
    identities: [HybridIdentity; 1],
    recipient: HybridRecipient,
    clue_key: ClueSecret,
    lane: ThreadKey,
    scanner: Scanner<()>,
    opener: Envelope,
    thread: Envelope,
    raw: RawParts,
}

impl Bench {
    fn new() -> Self {
        let identity = HybridIdentity::generate(&mut OsRng);
        let recipient = identity.to_recipient();
        let (clue_key, lane) = (ClueSecret::generate(&mut OsRng), ThreadKey::new(&[1; 32], DESK));
        let mut scanner = Scanner::new(SCOPE.origin, DESK, vec![clue_key.clone()]);
        scanner.expect((), POSITION, &lane);
        let opener = opener(&recipient, &clue_key);
        let thread = thread(&recipient, &lane);
        let raw = RawParts::new(&identity);
        Self { identities: [identity], recipient, clue_key, lane, scanner, opener, thread, raw }
    }

    fn seal_opener(&self) -> Ratio {
        let ours = || opener(&self.recipient, &self.clue_key);
        compare(ROUNDS, RUNS, ours, || (self.raw.seal(&self.recipient), self.raw.public(), self.raw.agree()))
    }

    fn seal_thread(&self) -> Ratio {
        let ours = || thread(&self.recipient, &self.lane);
        compare(ROUNDS, RUNS, ours, || (self.raw.seal(&self.recipient), self.raw.public()))
    }

    fn open(&self, envelope: &Envelope, is_opener: bool) -> Ratio {
        let ours = || {
            let found = self.scanner.scan(&envelope.clue(), &envelope.body_hash()).expect("it is ours");
            (found, open_body(&self.identities, envelope.body()).expect("it opens"))
        };
        let clue = || if is_opener { self.raw.agree() } else { self.raw.public() };
        let [identity] = &self.identities;
        compare(ROUNDS, RUNS, ours, || (clue(), self.raw.open(identity)))
    }
}

fn opener(recipient: &HybridRecipient, clue_key: &ClueSecret) -> Envelope {
    let clue = OpenerClue::begin(SCOPE, &clue_key.public(), &mut OsRng).expect("a usable clue key");
    let content = |ephemeral: [u8; 32]| Zeroizing::new(ephemeral.repeat(60));
    seal_opener(clue, recipient, content).expect("it fits")
}

fn thread(recipient: &HybridRecipient, lane: &ThreadKey) -> Envelope {
    seal_thread(lane, SCOPE.origin, POSITION, recipient, &[7; CONTENT_MAX]).expect("it fits")
}

/// The primitives, with nothing between them.
struct RawParts {
    scalar: StaticSecret,
    public: PublicKey,
    ciphertext: [u8; 1120],
    sealed_file_key: Vec<u8>,
    sealed_payload: Vec<u8>,
    body: Vec<u8>,
}

impl RawParts {
    fn new(identity: &HybridIdentity) -> Self {
        let (ciphertext, shared) = identity.decapsulation_key().encapsulation_key().encapsulate(&mut OsRng);
        let scalar = StaticSecret::random_from_rng(OsRng);
        let public = PublicKey::from(&StaticSecret::random_from_rng(OsRng));
        let sealed_file_key = aead_encrypt(&key_schedule(&shared), &[7; 16]);
        let sealed_payload = aead_encrypt(&[1; 32], &[7; PAYLOAD_LEN]);
        Self { scalar, public, ciphertext, sealed_file_key, sealed_payload, body: vec![7; BODY_LEN] }
    }

    fn seal(&self, recipient: &HybridRecipient) -> impl Sized + use<> {
        let (ciphertext, shared) = recipient.encapsulation_key().encapsulate(&mut OsRng);
        let file_key = aead_encrypt(&key_schedule(&shared), &[7; 16]);
        let payload = aead_encrypt(&[1; 32], &[7; PAYLOAD_LEN]);
        (ciphertext, file_key, self.header_mac(), payload, Sha256::digest(&self.body))
    }

    fn open(&self, identity: &HybridIdentity) -> impl Sized + use<> {
        let shared = identity.decapsulation_key().decapsulate(&self.ciphertext).expect("a good ciphertext");
        let file_key = aead_decrypt(&key_schedule(&shared), 16, &self.sealed_file_key).expect("it opens");
        let payload = aead_decrypt(&[1; 32], PAYLOAD_LEN, &self.sealed_payload).expect("it opens");
        (file_key, self.header_mac(), payload, Sha256::digest(&self.body))
    }

    fn header_mac(&self) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&[1; 32]).expect("HMAC takes a key of any length");
        mac.update(self.body.get(..HEADER_LEN).expect("a header is shorter than its body"));
        mac.finalize().into_bytes().into()
    }

    fn public(&self) -> [u8; 32] {
        PublicKey::from(&self.scalar).to_bytes()
    }

    fn agree(&self) -> [u8; 32] {
        self.scalar.diffie_hellman(&self.public).to_bytes()
    }
}

/// RFC 9180, section 5.1, in base mode: three extractions, three expansions.
fn key_schedule(shared: &[u8; 32]) -> [u8; 32] {
    let suite = b"HPKE-v1HPKE\x64\x7a\x00\x01\x00\x03";
    let (psk_id_hash, _) = Hkdf::<Sha256>::extract(None, &[&suite[..], b"psk_id_hash"].concat());
    let info = [&suite[..], b"info_hash", b"age-encryption.org/mlkem768x25519"].concat();
    let (info_hash, _) = Hkdf::<Sha256>::extract(None, &info);
    let (_, secret) = Hkdf::<Sha256>::extract(Some(shared), &[&suite[..], b"secret"].concat());
    let context = [&[0][..], &psk_id_hash, &info_hash].concat();
    let expand = |label: &[u8], out: &mut [u8]| {
        secret.expand_multi_info(&[&[0, 32], suite, label, &context], out).expect("a short output");
    };
    let (mut key, mut nonce, mut exporter) = ([0; 32], [0; 12], [0; 32]);
    expand(b"key", &mut key);
    expand(b"base_nonce", &mut nonce);
    expand(b"exp", &mut exporter);
    std::hint::black_box((nonce, exporter));
    key
}

const ROUNDS: usize = 41;
const RUNS: u32 = 50;
