//! The vectors of cloaked files and packs: section 13. The CBOR is written here by hand, not by `pack`.

use davylamp_protocol::cloak;
use davylamp_protocol::envelope::{ENVELOPE_LEN, Envelope};
use davylamp_protocol::pack::Load;
use minicbor::Encoder;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Given, panic, sha256};

/// Key and nonce of every frozen file.
pub(crate) const HEAD: [u8; 44] = [0xc1; 44];
/// Seconds of the frozen pack.
pub(crate) const SECONDS: u32 = 21_600;
const ADDRESS: &str = "127.0.0.1:8600";
const TEXT: &[u8] = b"Me amenazaron";

/// `pack.json`: section 13.
pub(crate) fn packs() -> Value {
    let content = content();
    let head = content.len() - 4 * (3 + ENVELOPE_LEN);
    json!({
        "head": hex::encode(HEAD),
        "cloaked": { "content": hex::encode(TEXT), "file": file_json(&cloaked(TEXT)) },
        "pack": {
            "envelopes": "four: 3 bytes 591000, 4096 bytes e0, e1, e2, e3",
            "before_the_envelopes": hex::encode(content.get(..head).unwrap()),
            "content_sha256": hex::encode(sha256(&content)),
            "file": file_json(&cloaked(&content)),
        },
    })
}

/// What the frozen pack holds.
pub(crate) fn load() -> Load {
    let envelope = |n: u8| Envelope::from_bytes(&[0xe0 + n; ENVELOPE_LEN]).unwrap();
    let log = panic::log().verifier_key().clone();
    Load { address: ADDRESS.into(), log, envelopes: (0..4).map(envelope).collect() }
}

/// The frozen pack's CBOR.
pub(crate) fn content() -> Vec<u8> {
    let mut cbor = Encoder::new(Vec::new());
    let head = cbor.map(3).and_then(|c| c.u8(0)?.u8(1)?.u8(1)?.u32(SECONDS)?.u8(2)?.array(1)).unwrap();
    let log = panic::log().verifier_key().to_string();
    head.map(3).and_then(|c| c.u8(0)?.str(ADDRESS)?.u8(1)?.str(&log)?.u8(2)?.array(4)).unwrap();
    for n in 0..4 {
        cbor.bytes(&[0xe0 + n; ENVELOPE_LEN]).unwrap();
    }
    cbor.into_writer()
}

/// A file under the frozen key and nonce.
pub(crate) fn cloaked(content: &[u8]) -> Zeroizing<Vec<u8>> {
    cloak::encode(content, &mut head()).unwrap()
}

/// Draws the frozen key and nonce.
pub(crate) fn head() -> Given {
    Given(HEAD.to_vec())
}

fn file_json(file: &[u8]) -> Value {
    json!({
        "bytes_44_to_76": hex::encode(file.get(44..76).unwrap()),
        "tag": hex::encode(file.last_chunk::<16>().unwrap()),
        "sha256": hex::encode(sha256(file)),
    })
}
