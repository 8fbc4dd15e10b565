//! age's hybrid post-quantum recipient, ML-KEM-768 with X25519: `age1pq1…` and `AGE-SECRET-KEY-PQ-1…` (`SPEC.md`, section 2).
//!
//! What it makes is one stanza in the header of an age file:
//!
//! ```text
//! -> mlkem768x25519 U7E10Aon27j1oDrH7fP3B++SPROSnDVvQpBemzOM+ZcsojxJifUbeeYWejMYKNB+H3rl…
//! c/k+TjhBA6Je1DF8rxZhe2Jm8CN0zbkV9rre6nA8g98
//! ```
//!
//! The format is C2SP's [`age.md`]; the `age` crate knows every other recipient type of that page and takes this one as a plug-in through its
//! [`age::Recipient`] and [`age::Identity`] traits. [`HybridRecipient`] seals and [`HybridIdentity`] opens. [`CapturingIdentity`] and
//! [`FileKeyIdentity`] serve evidence: the one records the file key of what it opens, the other opens with nothing but that file key.
//!
//! [`age.md`]: https://c2sp.org/age

mod evidence;
mod hpke_kem;
mod identity;
mod recipient;
mod stanza;
pub mod xwing;

pub use evidence::{CapturingIdentity, ExposedFileKey, FileKeyIdentity};
pub use identity::{HybridIdentity, ParseIdentityError};
pub use recipient::{HybridRecipient, ParseRecipientError};
pub use stanza::{STANZA_TAG, recipients_stanza_check};

/// The label that keeps age from mixing this recipient with one that a quantum computer opens.
pub const LABEL: &str = "postquantum";

/// HPKE's `info` of this recipient type.
const HPKE_INFO: &[u8] = b"age-encryption.org/mlkem768x25519";
