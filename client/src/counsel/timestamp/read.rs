//! The parts of a `TimeStampResp`, as they stand: DER alone, no part twice, nothing behind the last one.
//!
//! Layouts of RFC 3161 (2.4.2) and RFC 5652 (5). Written out, since a program that re-encodes what it read would check
//! other bytes than were signed, and since authorities do not sort the sets that nobody signs.

use der::asn1::{AnyRef, ContextSpecific, IntRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode, ErrorKind, Reader, SliceReader, Tag, TagNumber};
use x509_cert::ext::Extension;
use x509_cert::spki::AlgorithmIdentifierRef;

/// A response as it was read; nothing of it is verified.
pub(super) struct Response<'a> {
    pub(super) certificates: Vec<&'a [u8]>,
    /// The `TSTInfo`, as it is digested.
    pub(super) content: &'a [u8],
    pub(super) signer: Signer<'a>,
}

/// The one `SignerInfo`.
pub(super) struct Signer<'a> {
    /// Issuer and serial number, or a key identifier: with its head.
    pub(super) identifier: &'a [u8],
    pub(super) digest: AlgorithmIdentifierRef<'a>,
    attributes: &'a [u8],
    pub(super) algorithm: AlgorithmIdentifierRef<'a>,
    pub(super) signature: &'a [u8],
}

/// What the authority signed.
pub(super) struct TstInfo<'a> {
    pub(super) hash: AlgorithmIdentifierRef<'a>,
    pub(super) imprint: &'a [u8],
    pub(super) serial: &'a [u8],
    /// Whole seconds, POSIX.
    pub(super) time: u64,
    /// The part of a second in `time`, and the accuracy, together in microseconds.
    pub(super) slack: u64,
    pub(super) nonce: Option<&'a [u8]>,
}

/// What is wrong with a response that cannot be read.
pub(super) enum Unread {
    Format,
    /// The authority says no.
    NotGranted,
}

impl From<der::Error> for Unread {
    fn from(_: der::Error) -> Self {
        Self::Format
    }
}

impl<'a> Response<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Unread> {
        let (status, token) = whole(bytes, |r| {
            r.sequence(|r| {
                let status = r.sequence(|r| {
                    let status = u8::decode(r)?;
                    rest(r)?;
                    Ok(status)
                })?;
                Ok((status, if r.is_finished() { None } else { Some(r.tlv_bytes()?) }))
            })
        })?;
        match token.filter(|_| status == 0) {
            Some(token) => Ok(Self::of_token(token)?),
            None => Err(Unread::NotGranted),
        }
    }

    fn of_token(token: &'a [u8]) -> der::Result<Self> {
        let signed = whole(token, |r| {
            r.sequence(|r| {
                expect(ObjectIdentifier::decode(r)? == SIGNED_DATA)?;
                tagged(r, TagNumber::N0)?.ok_or_else(wrong)
            })
        })?;
        whole(signed, |r| r.sequence(Self::of_signed_data))
    }

    fn of_signed_data<R: Reader<'a>>(r: &mut R) -> der::Result<Self> {
        expect(u8::decode(r)? == 3)?;
        let digests = elements(of_tag(r, Tag::Set)?)?;
        let content = r.sequence(|r| {
            expect(ObjectIdentifier::decode(r)? == TST_INFO)?;
            tagged(r, TagNumber::N0)?.ok_or_else(wrong)
        })?;
        let content = whole(content, OctetStringRef::decode)?.as_bytes();
        let certificates = tagged(r, TagNumber::N0)?.map_or_else(|| Ok(Vec::new()), elements)?;
        tagged(r, TagNumber::N1)?;
        let signers = elements(of_tag(r, Tag::Set)?)?;
        let [signer] = signers.as_slice() else { return Err(wrong()) };
        let signer = whole(signer, |r| r.sequence(Signer::read))?;
        let named = digests.iter().filter_map(|digest| AlgorithmIdentifierRef::from_der(digest).ok());
        let mut named = named.filter(|digest| digest.parameters.is_none_or(|parameters| parameters.is_null()));
        expect(named.any(|digest| digest.oid == signer.digest.oid))?;
        Ok(Self { certificates, content, signer })
    }

    pub(super) fn info(&self) -> der::Result<TstInfo<'a>> {
        whole(self.content, |r| r.sequence(TstInfo::read))
    }
}

impl<'a> Signer<'a> {
    fn read<R: Reader<'a>>(r: &mut R) -> der::Result<Self> {
        let version = u8::decode(r)?;
        let identifier = r.tlv_bytes()?;
        // 1 goes with issuer and serial number, 3 with a key identifier.
        expect(version == if identifier.first() == Some(&SEQUENCE) { 1 } else { 3 })?;
        let digest = AlgorithmIdentifierRef::decode(r)?;
        let attributes = tagged(r, TagNumber::N0)?.ok_or_else(wrong)?;
        let algorithm = AlgorithmIdentifierRef::decode(r)?;
        let signature = OctetStringRef::decode(r)?.as_bytes();
        tagged(r, TagNumber::N1)?;
        Ok(Self { identifier, digest, attributes, algorithm, signature })
    }

    /// What the signature is over: the attributes as the set that they are.
    pub(super) fn signed_bytes(&self) -> der::Result<Vec<u8>> {
        AnyRef::new(Tag::Set, self.attributes)?.to_der()
    }

    /// The one value of an attribute that must be there, or may.
    pub(super) fn attribute(&self, wanted: ObjectIdentifier) -> der::Result<Option<&'a [u8]>> {
        let mut found = None;
        for attribute in elements(self.attributes)? {
            let (name, values) = whole(attribute, |r| {
                r.sequence(|r| Ok((ObjectIdentifier::decode(r)?, elements(of_tag(r, Tag::Set)?)?)))
            })?;
            if name == wanted {
                let [value] = values.as_slice() else { return Err(wrong()) };
                expect(found.replace(*value).is_none())?;
            }
        }
        Ok(found)
    }
}

impl<'a> TstInfo<'a> {
    fn read<R: Reader<'a>>(r: &mut R) -> der::Result<Self> {
        expect(u8::decode(r)? == 1)?;
        ObjectIdentifier::decode(r)?;
        let (hash, imprint) =
            r.sequence(|r| Ok((AlgorithmIdentifierRef::decode(r)?, OctetStringRef::decode(r)?.as_bytes())))?;
        let serial = IntRef::decode(r)?.as_bytes();
        let (time, fraction) = general_time(of_tag(r, Tag::GeneralizedTime)?).ok_or_else(wrong)?;
        let accuracy = if next_is(r, Tag::Sequence) { r.sequence(accuracy)? } else { 0 };
        if next_is(r, Tag::Boolean) {
            // FALSE is the default, and is not written.
            expect(bool::decode(r)?)?;
        }
        let nonce = if next_is(r, Tag::Integer) { Some(IntRef::decode(r)?.as_bytes()) } else { None };
        tagged(r, TagNumber::N0)?;
        for extension in tagged(r, TagNumber::N1)?.map_or_else(|| Ok(Vec::new()), elements)? {
            expect(!Extension::from_der(extension)?.critical)?;
        }
        Ok(Self { hash, imprint, serial, time, slack: fraction + accuracy, nonce })
    }
}

/// In microseconds.
fn accuracy<'a, R: Reader<'a>>(r: &mut R) -> der::Result<u64> {
    let seconds = if next_is(r, Tag::Integer) { u32::decode(r)? } else { 0 };
    let millis = ContextSpecific::<u16>::decode_implicit(r, TagNumber::N0)?.map_or(0, |part| part.value);
    let micros = ContextSpecific::<u16>::decode_implicit(r, TagNumber::N1)?.map_or(0, |part| part.value);
    expect(millis < 1000 && micros < 1000)?;
    Ok(u64::from(seconds) * 1_000_000 + u64::from(millis) * 1000 + u64::from(micros))
}

/// `YYYYMMDDhhmmss[.f…]Z`: seconds, and microseconds rounded up. `der` reads no fractions, which RFC 3161 allows here.
fn general_time(text: &[u8]) -> Option<(u64, u64)> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, micros(fraction)?),
        None => (text, 0),
    };
    let sound = whole.len() == 14 && whole.bytes().all(|digit| digit.is_ascii_digit());
    let number = |range: std::ops::Range<usize>| whole.get(range)?.parse::<u8>().ok();
    let year = whole.get(..4).filter(|_| sound)?.parse().ok()?;
    let (hour, minute, second) = (number(8..10)?, number(10..12)?, number(12..14)?);
    let time = der::DateTime::new(year, number(4..6)?, number(6..8)?, hour, minute, second).ok()?;
    Some((time.unix_duration().as_secs(), fraction))
}

fn micros(fraction: &str) -> Option<u64> {
    let digits = fraction.bytes().all(|digit| digit.is_ascii_digit());
    // DER: no trailing zeros, and so no empty fraction.
    if !digits || !(1..=9).contains(&fraction.len()) || fraction.ends_with('0') {
        return None;
    }
    Some(format!("{fraction:0<9}").parse::<u64>().ok()?.div_ceil(1000))
}

/// Reads `bytes` to their end.
fn whole<'a, T>(bytes: &'a [u8], read: impl FnOnce(&mut SliceReader<'a>) -> der::Result<T>) -> der::Result<T> {
    let mut reader = SliceReader::new(bytes)?;
    let value = read(&mut reader)?;
    reader.finish(value)
}

/// The elements of a set or sequence, each with its head.
fn elements(value: &[u8]) -> der::Result<Vec<&[u8]>> {
    whole(value, rest)
}

/// The elements of a whole sequence.
pub(super) fn inside(sequence: &[u8]) -> der::Result<Vec<&[u8]>> {
    elements(whole(sequence, |r| of_tag(r, Tag::Sequence))?)
}

fn rest<'a, R: Reader<'a>>(r: &mut R) -> der::Result<Vec<&'a [u8]>> {
    let mut found = Vec::new();
    while !r.is_finished() {
        found.push(r.tlv_bytes()?);
    }
    Ok(found)
}

/// The content of the next part, which must have this tag.
fn of_tag<'a, R: Reader<'a>>(r: &mut R, tag: Tag) -> der::Result<&'a [u8]> {
    let any = AnyRef::decode(r)?;
    expect(der::Tagged::tag(&any) == tag)?;
    Ok(any.value())
}

/// The content of the next part, if it is constructed and has this number.
fn tagged<'a, R: Reader<'a>>(r: &mut R, number: TagNumber) -> der::Result<Option<&'a [u8]>> {
    let tag = Tag::ContextSpecific { constructed: true, number };
    if next_is(r, tag) { of_tag(r, tag).map(Some) } else { Ok(None) }
}

fn next_is<'a, R: Reader<'a>>(r: &R, tag: Tag) -> bool {
    r.peek_tag().is_ok_and(|next| next == tag)
}

fn expect(holds: bool) -> der::Result<()> {
    if holds { Ok(()) } else { Err(wrong()) }
}

fn wrong() -> der::Error {
    ErrorKind::Failed.into()
}

const SEQUENCE: u8 = 0x30;
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(super) const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

#[cfg(test)]
mod tests {
    use super::general_time;

    #[test]
    fn times_are_read_with_their_fractions_and_in_one_spelling() {
        assert_eq!(general_time(b"20270101000000Z"), Some((1_798_761_600, 0)));
        assert_eq!(general_time(b"20270101000000.5Z"), Some((1_798_761_600, 500_000)));
        assert_eq!(general_time(b"20270101000000.000000001Z"), Some((1_798_761_600, 1)), "rounded up");
        for wrong in ["20270101000000", "20270101000000.Z", "20270101000000.50Z", "20270101000000.5", "202701010000Z"] {
            assert_eq!(general_time(wrong.as_bytes()), None, "{wrong}");
        }
        for wrong in ["20271301000000Z", "20270230000000Z", "20270101240000Z", "2027010100000+Z", "20270101000000+0100"]
        {
            assert_eq!(general_time(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
