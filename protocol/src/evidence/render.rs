//! All files of a bag but the desk's signature, from what is proven.

use sha2::{Digest, Sha256};

use super::layout::{CASE_HTML, CASE_JSON, CASE_SCHEMA, Files, README};
use super::material::CaseMaterial;
use super::prove::Proven;
use super::{html, json};

pub(super) const BAGIT: &str = "bagit.txt";
pub(super) const BAG_INFO: &str = "bag-info.txt";
pub(super) const MANIFEST: &str = "manifest-sha256.txt";
pub(super) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";

/// Renders the bag.
pub(super) fn files(material: &CaseMaterial, proven: &Proven) -> Files {
    let mut files = material.to_files();
    files.insert(README.to_owned(), README_TEXT.as_bytes().to_vec());
    files.insert(CASE_SCHEMA.to_owned(), material.custody.schema(json::schema(proven)).into_bytes());
    files.insert(CASE_JSON.to_owned(), json::render(material, proven));
    files.insert(CASE_HTML.to_owned(), html::render(material, proven));
    let tags = [
        (BAGIT, BAGIT_TEXT.as_bytes().to_vec()),
        (BAG_INFO, bag_info(material, proven, &files).into_bytes()),
        (MANIFEST, manifest(&files).into_bytes()),
    ];
    let tags: Files = tags.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect();
    let tag_manifest = manifest(&tags).into_bytes();
    files.extend(tags);
    files.insert(TAG_MANIFEST.to_owned(), tag_manifest);
    files
}

/// One line a file, sorted by path: `hash  path`.
fn manifest(files: &Files) -> String {
    files.iter().map(|(path, bytes)| format!("{}  {path}\n", hex::encode(Sha256::digest(bytes)))).collect()
}

fn bag_info(material: &CaseMaterial, proven: &Proven, payload: &Files) -> String {
    let bytes: usize = payload.values().map(Vec::len).sum();
    // A card's name has no control character: it cannot begin a line of its own.
    let desk = proven.cards.last().map_or("", |card| card.card.name.as_str());
    format!(
        "Source-Organization: {desk}\nExternal-Identifier: {}\nExternal-Description: Davylamp case file of {}\n\
         Payload-Oxum: {bytes}.{}\nBag-Software-Agent: davylamp-case-file/v1\n",
        json::case_name(proven),
        material.desk,
        payload.len(),
    )
}

const BAGIT_TEXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const README_TEXT: &str = include_str!("README.txt");
