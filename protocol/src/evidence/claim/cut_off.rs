//! The cut-off of a case's claims: posted once, before the first claim is given.

use minicbor::{Decode, Encode};

use crate::cbor;
use crate::clue::{DeskKey, Position, Scope, Tag, ThreadKey};
use crate::envelope::{Envelope, NotForUs, SealError, open_body, seal_thread};
use crate::hybrid::HybridIdentity;
use crate::keys::AuthorKeys;
use crate::labelled::{kdf, sign, verify};
use crate::log::Hash;
use crate::thread::VERSION;

/// A tree of the log: what is not in it, no claim of this case ever covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutOff {
    /// Its leaves.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

/// Why an envelope is not the cut-off of an author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CutOffPostError {
    /// Not under this author's tag, or not what it should be.
    #[error("its post is not one of this author")]
    NotForUs,
    /// Whoever knows the author's verifier key can post under its tag; only the author can sign.
    #[error("its post is not signed by the author")]
    Signature,
}

impl From<NotForUs> for CutOffPostError {
    fn from(_: NotForUs) -> Self {
        Self::NotForUs
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Wire {
    #[n(0)]
    version: u8,
    #[cbor(n(1), with = "minicbor::bytes")]
    desk: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    tag: Tag,
    #[n(3)]
    size: u64,
    #[cbor(n(4), with = "minicbor::bytes")]
    root: [u8; 32],
    #[cbor(n(5), with = "minicbor::bytes")]
    signature: [u8; 64],
}

/// The tag of an author's cut-off in a log.
#[must_use]
pub fn claim_tag(author: &[u8; 32], scope: Scope<'_>) -> Tag {
    thread(author, scope.desk).tag(scope.origin, Position::Claim)
}

impl CutOff {
    /// Seals the post. Whoever is shown the author verifier key can find and open it.
    ///
    /// # Errors
    /// [`SealError`], which a fixed size and a derived recipient do not let happen.
    pub fn seal(self, author: &AuthorKeys, scope: Scope<'_>) -> Result<Envelope, SealError> {
        let verifier = author.verifier();
        let tag = claim_tag(&verifier, scope);
        let signature = self.with_input(scope, &tag, |fields| sign(&author.signing, CUT_OFF, fields));
        let wire = Wire { version: VERSION, desk: scope.desk.0, tag, size: self.size, root: self.root.0, signature };
        let recipient = identity(&verifier, scope).to_recipient();
        let key = thread(&verifier, scope.desk);
        seal_thread(&key, scope.origin, Position::Claim, &recipient, &cbor::encode(&wire))
    }

    /// Opens the post of the author with this verifier key.
    ///
    /// # Errors
    /// [`CutOffPostError`].
    pub fn open(author: &[u8; 32], scope: Scope<'_>, envelope: &Envelope) -> Result<Self, CutOffPostError> {
        let clue = envelope.clue();
        let key = thread(author, scope.desk);
        if !key.recognises(scope.origin, Position::Claim, &clue, &envelope.body_hash()) {
            return Err(CutOffPostError::NotForUs);
        }
        let opened = open_body(&[identity(author, scope)], envelope.body())?;
        let wire: Wire = cbor::decode(&opened.content).map_err(|_| NotForUs)?;
        if (wire.version, wire.desk, wire.tag) != (VERSION, scope.desk.0, clue.tag) {
            return Err(CutOffPostError::NotForUs);
        }
        let cut_off = Self { size: wire.size, root: Hash(wire.root) };
        let signed = cut_off.with_input(scope, &wire.tag, |fields| verify(author, CUT_OFF, fields, &wire.signature));
        if signed { Ok(cut_off) } else { Err(CutOffPostError::Signature) }
    }

    fn with_input<R>(self, scope: Scope<'_>, tag: &Tag, use_fields: impl FnOnce(&[&[u8]]) -> R) -> R {
        let size = self.size.to_be_bytes();
        use_fields(&[&scope.desk.0, tag, scope.origin.as_bytes(), &size, self.root.as_bytes()])
    }
}

fn thread(author: &[u8; 32], desk: DeskKey) -> ThreadKey {
    ThreadKey::new(author, desk)
}

fn identity(author: &[u8; 32], scope: Scope<'_>) -> HybridIdentity {
    HybridIdentity::from_seed(kdf(author, &scope.desk.0, IDENTITY, &[scope.origin.as_bytes()]))
}

const IDENTITY: &str = "davylamp/v1/claim-identity";
const CUT_OFF: &str = "davylamp/v1/cut-off";
