//! Evidence: case files, custody and claims (`SPEC.md` 10).
//!
//! ```text
//! CaseMaterial ──build──▶ Files (path → bytes, a BagIt bag) ──tar, age──▶ case file
//!      ▲                     │
//!      └────────read─────────┘──verify──▶ Verdict: what is shown, what is not, what is broken
//! ```
//!
//! Everything that a person reads in a case file is rendered from what is proven, and rendered again to be compared.

mod attached;
mod bag;
mod claim;
mod consent;
mod custody;
mod html;
mod json;
mod layout;
mod material;
mod prove;
mod render;
mod shown;
mod threads;
mod timestamp;
mod verify;

pub use attached::{Attached, Attachments, MAX_ATTACHED, Measure, Named};
pub use bag::{BuildError, SIGNATURE_FILE, build, online_key, online_signer};
pub use claim::{
    Bridge, Challenge, ChallengeError, Claim, ClaimError, ClaimFault, ClaimKeys, Covered, CutOff, CutOffPost,
    CutOffPostError, MAX_CLAIM, MAX_CLAIM_CHECKPOINTS, claim_tag,
};
pub use consent::{ConsentBasis, Decisions};
pub use custody::{
    Action, By, CustodyError, CustodyEvent, CustodyKey, CustodyLog, ExportRecord, Head, HeadEntry, HeadError,
    HeadsInLog, LaterHead, MAX_ACTOR, MAX_PURPOSE, MAX_REASON,
};
pub use layout::{ATTACHMENTS, Files, MAX_BAG, MAX_BAG_FILE, MAX_ITEMS};
pub use material::{CardEvidence, CaseMaterial, HeadEvidence, MaterialError, MessageEvidence};
pub use prove::{Fault, Logged, Proven, ProvenCard, ProvenHead, ProvenPart, Reason, Spoken};
pub use threads::{Elsewhere, Gap, ProvenMessage, Side};
pub use timestamp::{MAX_TIMES, MAX_TOKEN, ProvenTime, TimeEvidence};
pub use verify::{DeskAnchor, Entrant, Given, LogAnchor, Outcome, Unanchored, Verdict, verify, verify_with};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
