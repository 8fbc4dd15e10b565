//! Files with values planted in every place that could betray somebody. The client's own tests and the oracles use the
//! same ones.

pub mod documents;
pub mod pictures;

/// A file, and what was planted in it.
pub struct Sample {
    /// Where it was planted, or `all`, or a kind of file.
    pub name: String,
    /// How its name ends.
    pub extension: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Values that nobody may find in what is sent.
    pub planted: Vec<String>,
}

/// A value that stands nowhere else.
#[must_use]
pub fn token(file: &str, place: &str) -> String {
    format!("zqPlant-{file}-{place}-zq")
}

/// Whether `needle` stands in `bytes`, as it is or as UTF-16.
#[must_use]
pub fn holds(bytes: &[u8], needle: &str) -> bool {
    let wide: Vec<u8> = needle.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let is_in = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    is_in(needle.as_bytes()) || is_in(&wide)
}
