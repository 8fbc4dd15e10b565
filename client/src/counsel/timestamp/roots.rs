//! The reader's root certificates: the only ones whose word counts. A root that has expired still vouches for its time.

use std::time::Duration;

use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::token::{ALGORITHMS, Stamp};

/// One or more certificates from a PEM file.
pub(crate) struct Roots(Vec<TrustAnchor<'static>>);

impl Roots {
    /// All certificates of a PEM file; `None` if there is none, or one that is not a certificate.
    pub(super) fn from_pem(pem: &[u8]) -> Option<Self> {
        let anchors = CertificateDer::pem_slice_iter(pem)
            .map(|certificate| Some(anchor_from_trusted_cert(&certificate.ok()?).ok()?.to_owned()));
        let anchors: Vec<_> = anchors.collect::<Option<_>>()?;
        (!anchors.is_empty()).then_some(Self(anchors))
    }

    /// Whether a path leads from the token's certificate to one of them, all of it valid at the token's time.
    pub(super) fn vouch_for(&self, stamp: &Stamp) -> bool {
        let certificate = CertificateDer::from(stamp.certificate.as_slice());
        let others: Vec<_> = stamp.others.iter().map(|other| CertificateDer::from(other.as_slice())).collect();
        let time = UnixTime::since_unix_epoch(Duration::from_secs(stamp.time));
        // That the authority's own certificate has the purpose, and no other, was seen already.
        let purpose = KeyUsage::required_if_present(TIME_STAMPING);
        EndEntityCert::try_from(&certificate)
            .is_ok_and(|end| end.verify_for_usage(ALGORITHMS, &self.0, &others, time, purpose, None, None).is_ok())
    }
}

/// `id-kp-timeStamping`, 1.3.6.1.5.5.7.3.8, as DER without its head.
const TIME_STAMPING: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08];
