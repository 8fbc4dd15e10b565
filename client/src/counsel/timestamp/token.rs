//! A token over a checkpoint: everything about it that can be checked without knowing its authority.

use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode, Sequence};
use ring::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512, digest};
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use webpki::{EndEntityCert, ring as algorithms};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{ExtendedKeyUsage, SubjectKeyIdentifier};
use x509_cert::spki::AlgorithmIdentifierRef;

use super::read::{Response, Signer, TST_INFO, Unread, inside};
use crate::text::text;

/// A token that holds. Nobody has vouched for its authority yet.
pub(crate) struct Stamp {
    /// The authority's clock, Unix seconds.
    pub(crate) time: u64,
    /// The same with its accuracy, rounded up: what was stamped existed by then.
    pub(crate) by: u64,
    /// The subject of its certificate.
    pub(crate) authority: String,
    /// The token's serial number, hex.
    pub(crate) serial: String,
    /// As it was asked with; without leading zeros.
    pub(crate) nonce: Option<Vec<u8>>,
    /// The authority's certificate, DER.
    pub(super) certificate: Vec<u8>,
    /// What else came along, and may lead to a root.
    pub(super) others: Vec<Vec<u8>>,
}

/// Why a token does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenFault {
    /// Not one response of RFC 3161, DER, whole.
    Format,
    /// The authority refused.
    NotGranted,
    /// Over something else.
    Imprint,
    /// What was signed is not what stands in it.
    Digest,
    /// The certificate that it names is not in it.
    Certificate,
    /// That certificate is not one for time stamps alone.
    Purpose,
    /// It was not valid at the time.
    Validity,
    /// An algorithm that is not taken.
    Algorithm,
    /// The signature is wrong.
    Signature,
}

impl Stamp {
    /// Reads a `TimeStampResp` that must be over `checkpoint`.
    ///
    /// # Errors
    /// [`TokenFault`].
    pub(crate) fn read(checkpoint: &[u8], token: &[u8]) -> Result<Self, TokenFault> {
        let response = Response::read(token)?;
        let info = response.info()?;
        let is_over = algorithm(&info.hash)? == &SHA256 && digest(&SHA256, checkpoint).as_ref() == info.imprint;
        if !is_over {
            return Err(TokenFault::Imprint);
        }
        let hash = check_digest(&response)?;
        let (bytes, certificate) = certificate_of(&response)?;
        check_purpose(&certificate)?;
        let validity = &certificate.tbs_certificate.validity;
        let (from, until) = (validity.not_before.to_unix_duration(), validity.not_after.to_unix_duration());
        if !(from.as_secs()..=until.as_secs()).contains(&info.time) {
            return Err(TokenFault::Validity);
        }
        check_signature(&response.signer, hash, bytes)?;
        let others = response.certificates.iter().filter(|other| **other != bytes);
        Ok(Self {
            time: info.time,
            by: info.time.saturating_add(info.slack.div_ceil(1_000_000)),
            authority: certificate.tbs_certificate.subject.to_string(),
            serial: hex::encode(info.serial),
            nonce: info.nonce.map(<[u8]>::to_vec),
            certificate: bytes.to_vec(),
            others: others.map(|other| other.to_vec()).collect(),
        })
    }
}

/// The attributes name what was signed, by its kind and its digest.
fn check_digest(response: &Response<'_>) -> Result<&'static Algorithm, TokenFault> {
    let signer = &response.signer;
    let kind = signer.attribute(CONTENT_TYPE)?.ok_or(TokenFault::Format)?;
    let named = signer.attribute(MESSAGE_DIGEST)?.ok_or(TokenFault::Format)?;
    let hash = algorithm(&signer.digest)?;
    let is_named = OctetStringRef::from_der(named)?.as_bytes() == digest(hash, response.content).as_ref();
    if is_named && ObjectIdentifier::from_der(kind)? == TST_INFO { Ok(hash) } else { Err(TokenFault::Digest) }
}

/// The certificate whose hash was signed along, if it is there and is the one that the signer names.
fn certificate_of<'a>(response: &Response<'a>) -> Result<(&'a [u8], Certificate), TokenFault> {
    let signer = &response.signer;
    let named = match (signer.attribute(CERTIFICATE_V2)?, signer.attribute(CERTIFICATE_V1)?) {
        (Some(value), _) => NamedCertificate::v2(value)?,
        (None, Some(value)) => NamedCertificate::v1(value)?,
        (None, None) => return Err(TokenFault::Certificate),
    };
    let fits = |bytes: &&&[u8]| digest(named.hash, bytes).as_ref() == named.value;
    let bytes = response.certificates.iter().find(fits).ok_or(TokenFault::Certificate)?;
    let certificate = Certificate::from_der(bytes)?;
    if is_of(signer.identifier, &certificate)? { Ok((bytes, certificate)) } else { Err(TokenFault::Certificate) }
}

/// Issuer and serial number, or the key identifier.
fn is_of(identifier: &[u8], certificate: &Certificate) -> der::Result<bool> {
    let own = &certificate.tbs_certificate;
    if let Ok(named) = IssuerAndSerial::from_der(identifier) {
        return Ok(named.issuer == own.issuer && named.serial == own.serial_number);
    }
    let key: Option<(bool, SubjectKeyIdentifier)> = own.get()?;
    // [0] IMPLICIT OCTET STRING: the same bytes under another tag.
    Ok(key.is_some_and(|(_, key)| {
        key.to_der().is_ok_and(|der| der.get(1..) == identifier.get(1..)) && identifier.first() == Some(&0x80)
    }))
}

#[derive(Sequence)]
struct IssuerAndSerial {
    issuer: x509_cert::name::Name,
    serial: x509_cert::serial_number::SerialNumber,
}

/// For time stamps alone, and critically so (RFC 3161, 2.3): a certificate of a web server must not stamp.
fn check_purpose(certificate: &Certificate) -> Result<(), TokenFault> {
    let purposes: Option<(bool, ExtendedKeyUsage)> = certificate.tbs_certificate.get()?;
    let is_alone = purposes.is_some_and(|(critical, purposes)| critical && purposes.0 == [TIME_STAMPING]);
    if is_alone { Ok(()) } else { Err(TokenFault::Purpose) }
}

fn check_signature(signer: &Signer<'_>, hash: &'static Algorithm, certificate: &[u8]) -> Result<(), TokenFault> {
    let (signed, candidates) = (signer.signed_bytes()?, candidates(&signer.algorithm, hash)?);
    let certificate = CertificateDer::from(certificate);
    let certificate = EndEntityCert::try_from(&certificate).map_err(|_| TokenFault::Certificate)?;
    let is_right = |way: &&dyn SignatureVerificationAlgorithm| {
        certificate.verify_signature(*way, &signed, signer.signature).is_ok()
    };
    if candidates.iter().any(is_right) { Ok(()) } else { Err(TokenFault::Signature) }
}

/// What a signature of this name may be; the key of the certificate decides which.
fn candidates(
    named: &AlgorithmIdentifierRef<'_>,
    hash: &'static Algorithm,
) -> Result<Vec<&'static dyn SignatureVerificationAlgorithm>, TokenFault> {
    use algorithms as a;
    const EC: bool = true;
    let (is_ec, own) = match named.oid {
        RSA => (!EC, hash),
        RSA_SHA256 => (!EC, &SHA256),
        RSA_SHA384 => (!EC, &SHA384),
        RSA_SHA512 => (!EC, &SHA512),
        ECDSA_SHA256 => (EC, &SHA256),
        ECDSA_SHA384 => (EC, &SHA384),
        _ => return Err(TokenFault::Algorithm),
    };
    let ways = match (is_ec, own) {
        _ if own != hash || !has_no_parameters(named) => return Err(TokenFault::Algorithm),
        (false, hash) if hash == &SHA256 => vec![a::RSA_PKCS1_2048_8192_SHA256],
        (false, hash) if hash == &SHA384 => vec![a::RSA_PKCS1_2048_8192_SHA384],
        (false, _) => vec![a::RSA_PKCS1_2048_8192_SHA512],
        (true, hash) if hash == &SHA256 => vec![a::ECDSA_P256_SHA256, a::ECDSA_P384_SHA256],
        (true, _) => vec![a::ECDSA_P256_SHA384, a::ECDSA_P384_SHA384],
    };
    Ok(ways)
}

/// What a signing certificate attribute says.
struct NamedCertificate<'a> {
    hash: &'static Algorithm,
    value: &'a [u8],
}

impl<'a> NamedCertificate<'a> {
    /// RFC 5035: SHA-256 unless another is named.
    fn v2(value: &'a [u8]) -> Result<Self, TokenFault> {
        let parts = Self::first(value)?;
        let (hash, rest) = match parts.split_first() {
            Some((first, rest)) if first.first() == Some(&0x30) => {
                (algorithm(&AlgorithmIdentifierRef::from_der(first)?)?, rest)
            }
            _ => (&SHA256, parts.as_slice()),
        };
        Self::of(hash, rest)
    }

    /// RFC 2634: always SHA-1.
    fn v1(value: &'a [u8]) -> Result<Self, TokenFault> {
        Self::of(&SHA1_FOR_LEGACY_USE_ONLY, &Self::first(value)?)
    }

    /// The parts of the first certificate that is named: it is the signer's, others are of its path.
    fn first(value: &'a [u8]) -> Result<Vec<&'a [u8]>, TokenFault> {
        let certificates = *inside(value)?.first().ok_or(TokenFault::Certificate)?;
        let first = *inside(certificates)?.first().ok_or(TokenFault::Certificate)?;
        Ok(inside(first)?)
    }

    fn of(hash: &'static Algorithm, parts: &[&'a [u8]]) -> Result<Self, TokenFault> {
        let value = OctetStringRef::from_der(parts.first().ok_or(TokenFault::Certificate)?)?.as_bytes();
        Ok(Self { hash, value })
    }
}

fn algorithm(named: &AlgorithmIdentifierRef<'_>) -> Result<&'static Algorithm, TokenFault> {
    let found = HASHES.iter().find(|(oid, _)| *oid == named.oid && has_no_parameters(named));
    found.map(|(_, hash)| *hash).ok_or(TokenFault::Algorithm)
}

/// Some write NULL where others write nothing.
fn has_no_parameters(named: &AlgorithmIdentifierRef<'_>) -> bool {
    named.parameters.is_none_or(|parameters| parameters.is_null())
}

impl From<der::Error> for TokenFault {
    fn from(_: der::Error) -> Self {
        Self::Format
    }
}

impl From<Unread> for TokenFault {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Format => Self::Format,
            Unread::NotGranted => Self::NotGranted,
        }
    }
}

impl std::fmt::Display for TokenFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&text(match self {
            Self::Format => "stamp-format",
            Self::NotGranted => "stamp-not-granted",
            Self::Imprint => "stamp-imprint",
            Self::Digest => "stamp-digest",
            Self::Certificate => "stamp-certificate",
            Self::Purpose => "stamp-purpose",
            Self::Validity => "stamp-validity",
            Self::Algorithm => "stamp-algorithm",
            Self::Signature => "stamp-signature",
        }))
    }
}

/// For the certificates of a path.
pub(super) const ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[
    algorithms::RSA_PKCS1_2048_8192_SHA256,
    algorithms::RSA_PKCS1_2048_8192_SHA384,
    algorithms::RSA_PKCS1_2048_8192_SHA512,
    algorithms::ECDSA_P256_SHA256,
    algorithms::ECDSA_P256_SHA384,
    algorithms::ECDSA_P384_SHA256,
    algorithms::ECDSA_P384_SHA384,
];

const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const CERTIFICATE_V1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
pub(super) const ID_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");

static HASHES: [(ObjectIdentifier, &Algorithm); 3] = [
    (ID_SHA256, &SHA256),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"), &SHA384),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"), &SHA512),
];
