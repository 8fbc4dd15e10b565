//! A zip archive as names and bytes; written anew, it has no times, owners, comments or extra fields.

use std::io::{Cursor, Read as _, Write as _};

use zeroize::Zeroizing;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::metadata::MetadataError;

/// The parts of an archive, in order.
#[derive(Default)]
pub(super) struct Package(Vec<(String, Zeroizing<Vec<u8>>)>);

impl Package {
    /// Unpacks all of it, within limits.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, MetadataError> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| MetadataError::Damaged)?;
        if archive.len() > MOST_PARTS {
            return Err(MetadataError::Bomb);
        }
        let mut room = MOST_BYTES.min(MOST_RATIO.saturating_mul(bytes.len()));
        let mut package = Self::default();
        for number in 0..archive.len() {
            let mut part = archive.by_index(number).map_err(|_| MetadataError::Damaged)?;
            if part.encrypted() {
                return Err(MetadataError::Encrypted);
            }
            if part.is_dir() {
                continue;
            }
            let name = part.name().map_err(|_| MetadataError::Damaged)?.into_owned();
            let mut unpacked = Zeroizing::new(Vec::new());
            let limit = u64::try_from(room).unwrap_or(u64::MAX).saturating_add(1);
            part.by_ref().take(limit).read_to_end(&mut unpacked).map_err(|_| MetadataError::Damaged)?;
            room = room.checked_sub(unpacked.len()).ok_or(MetadataError::Bomb)?;
            if package.names().any(|known| known.eq_ignore_ascii_case(&name)) {
                return Err(MetadataError::Damaged);
            }
            package.0.push((name, unpacked));
        }
        Ok(package)
    }

    /// Packs it; the same parts always give the same bytes.
    pub(super) fn write(&self) -> Result<Zeroizing<Vec<u8>>, MetadataError> {
        let fault = |_| MetadataError::NotStable;
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
        for (name, bytes) in &self.0 {
            // ODT wants it plain, where whoever looks at the first bytes reads it.
            let is_plain = name == "mimetype";
            let method = if is_plain { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            writer.start_file(name.as_str(), options.compression_method(method)).map_err(fault)?;
            writer.write_all(bytes).map_err(|_| MetadataError::NotStable)?;
        }
        Ok(Zeroizing::new(writer.finish().map_err(fault)?.into_inner()))
    }

    pub(super) fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.as_slice())
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn put(&mut self, name: String, bytes: impl Into<Zeroizing<Vec<u8>>>) {
        self.0.push((name, bytes.into()));
    }
}

/// The names of an archive's parts; nothing where it is none.
pub(super) fn names(bytes: &[u8]) -> Option<Vec<String>> {
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    archive.file_names().take(MOST_PARTS).map(|name| name.ok().map(|name| name.into_owned())).collect()
}

/// Whether the first part has this name and says this.
pub(super) fn first_is(bytes: &[u8], name: &str, says: &str) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    let Ok(part) = archive.by_index(0) else { return false };
    let is_it = part.name().is_ok_and(|known| known == name);
    let mut said = Vec::new();
    is_it && part.take(256).read_to_end(&mut said).is_ok() && said == says.as_bytes()
}

const MOST_PARTS: usize = 4096;
/// All parts together, unpacked.
const MOST_BYTES: usize = 256 << 20;
/// How many times larger than the archive: repeated XML packs well, a bomb packs better.
const MOST_RATIO: usize = 200;
