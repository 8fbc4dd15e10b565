//! Answers of one size: `u16 BE length ‖ bytes ‖ zeros`, 4096 bytes always.
//!
//! ```text
//! 0005 68656c6c6f 0000…00     "hello", then 4089 zero bytes
//! ```
//!
//! A relay answers every envelope and every deposit so; the length on the wire tells them not apart (`SPEC.md`).

/// Pads `content`, at most [`MAX_CONTENT`] bytes, to an answer.
///
/// # Errors
///
/// [`AnswerError::TooLong`] if it does not fit.
pub fn encode(content: &[u8]) -> Result<Vec<u8>, AnswerError> {
    let length = u16::try_from(content.len()).map_err(|_| AnswerError::TooLong)?;
    if content.len() > MAX_CONTENT {
        return Err(AnswerError::TooLong);
    }
    let mut out = Vec::with_capacity(ANSWER_LEN);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(content);
    out.resize(ANSWER_LEN, 0);
    Ok(out)
}

/// The content of an answer.
///
/// # Errors
///
/// [`AnswerError`] unless it is [`ANSWER_LEN`] bytes, its length fits, and only zeros follow.
pub fn decode(answer: &[u8]) -> Result<&[u8], AnswerError> {
    if answer.len() != ANSWER_LEN {
        return Err(AnswerError::Size);
    }
    let (length, rest) = answer.split_first_chunk().ok_or(AnswerError::Size)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (content, padding) = rest.split_at_checked(length).ok_or(AnswerError::TooLong)?;
    if padding.iter().any(|&byte| byte != 0) {
        return Err(AnswerError::Padding);
    }
    Ok(content)
}

/// Why bytes are not an answer, or content does not fit one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// Not [`ANSWER_LEN`] bytes.
    #[error("answer is not {ANSWER_LEN} bytes")]
    Size,
    /// More than [`MAX_CONTENT`] bytes of content.
    #[error("answer content is longer than {MAX_CONTENT} bytes")]
    TooLong,
    /// Something follows the content.
    #[error("answer padding is not zero")]
    Padding,
}

/// Bytes of every answer.
pub const ANSWER_LEN: usize = 4096;
/// The most content that an answer holds, in bytes.
pub const MAX_CONTENT: usize = ANSWER_LEN - 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_of_every_fitting_length_reads_back() {
        for length in [0, 1, 255, 256, MAX_CONTENT - 1, MAX_CONTENT] {
            let content = vec![7; length];
            let answer = encode(&content).unwrap();
            assert_eq!(answer.len(), ANSWER_LEN);
            assert_eq!(decode(&answer), Ok(content.as_slice()));
        }
    }

    #[test]
    fn content_that_does_not_fit_is_refused() {
        assert_eq!(encode(&[0; MAX_CONTENT + 1]), Err(AnswerError::TooLong));
        assert_eq!(encode(&vec![0; 70_000]), Err(AnswerError::TooLong));
    }

    #[test]
    fn wrong_sizes_are_rejected() {
        let answer = encode(b"hello").unwrap();
        for wrong in [&answer[..0], &answer[..1], &answer[..ANSWER_LEN - 1], &[answer.as_slice(), &[0]].concat()] {
            assert_eq!(decode(wrong), Err(AnswerError::Size));
        }
    }

    #[test]
    fn a_length_beyond_the_end_is_rejected() {
        let mut answer = encode(b"").unwrap();
        answer[..2].copy_from_slice(&4095_u16.to_be_bytes());
        assert_eq!(decode(&answer), Err(AnswerError::TooLong));
    }

    #[test]
    fn any_byte_after_the_content_is_rejected() {
        for at in [7, 1000, ANSWER_LEN - 1] {
            let mut answer = encode(b"hello").unwrap();
            answer[at] = 1;
            assert_eq!(decode(&answer), Err(AnswerError::Padding));
        }
    }
}
