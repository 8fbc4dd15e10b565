//! Case files with attachments, in the hands of a legal team: what `case verify` says of them whoever altered them, and
//! what `case open` does with a file that was made to do harm.

mod chosen;
mod harm;
mod tamper;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Path beneath a folder, and bytes; of links, where they lead.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// Everything beneath a folder.
fn tree(folder: &Path) -> Result<Tree> {
    let (mut tree, mut folders) = (Tree::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            let kind = fs::symlink_metadata(&path)?.file_type();
            let bytes = if kind.is_dir() {
                folders.push(path.clone());
                Vec::new()
            } else if kind.is_symlink() {
                fs::read_link(&path)?.into_os_string().into_encoded_bytes()
            } else {
                fs::read(&path)?
            };
            tree.insert(path.strip_prefix(folder).context("it is beneath")?.to_owned(), bytes);
        }
    }
    Ok(tree)
}
