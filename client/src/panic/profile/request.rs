//! A request of 4,352 bytes (`SPEC.md` 11.1), kept without the zeros that end its slip and what follows it.

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The bytes of a deposit or a visit.
#[derive(Clone, PartialEq, Eq, Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
pub(crate) struct Request {
    #[cbor(n(0), with = "minicbor::bytes")]
    slip: Vec<u8>,
    #[cbor(n(1), with = "minicbor::bytes")]
    rest: Vec<u8>,
}

impl Request {
    /// Keeps an encoded request.
    pub(crate) fn keep(encoded: &[u8; REQUEST_LEN]) -> Self {
        let (slip, rest) = encoded.split_at(SLIP_LEN);
        Self { slip: without_zeros(slip), rest: without_zeros(rest) }
    }

    /// The encoded request again; `None` for one that was never kept here.
    pub(crate) fn encoded(&self) -> Option<zeroize::Zeroizing<Vec<u8>>> {
        if self.slip.len() > SLIP_LEN || self.rest.len() > REQUEST_LEN - SLIP_LEN {
            return None;
        }
        let mut out = zeroize::Zeroizing::new(Vec::with_capacity(REQUEST_LEN));
        out.extend_from_slice(&self.slip);
        out.resize(SLIP_LEN, 0);
        out.extend_from_slice(&self.rest);
        out.resize(REQUEST_LEN, 0);
        Some(out)
    }
}

fn without_zeros(bytes: &[u8]) -> Vec<u8> {
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    bytes.iter().take(end).copied().collect()
}

/// Bytes of a slip.
const SLIP_LEN: usize = 256;
/// Bytes of a request.
pub(crate) const REQUEST_LEN: usize = 4352;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_comes_back_as_it_was_whatever_it_ends_in() {
        for (first, at, last) in [(1, 100, 0), (1, 255, 7), (0, 0, 0), (9, 300, 1)] {
            let mut encoded = [0; REQUEST_LEN];
            encoded[at] = 3;
            encoded[0] = first;
            encoded[REQUEST_LEN - 1] = last;
            assert_eq!(Request::keep(&encoded).encoded().unwrap().as_slice(), encoded);
        }
    }

    #[test]
    fn a_visit_takes_little_room_and_what_is_too_long_is_refused() {
        let mut visit = [0; REQUEST_LEN];
        visit[..50].fill(9);
        assert!(minicbor::to_vec(Request::keep(&visit)).unwrap().len() < 64);
        let long = |slip: usize, rest: usize| Request { slip: vec![1; slip], rest: vec![1; rest] };
        assert!(long(257, 0).encoded().is_none());
        assert!(long(0, 4097).encoded().is_none());
        assert!(long(256, 4096).encoded().is_some());
    }
}
