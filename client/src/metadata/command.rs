//! `davylamp metadata`: what files say about who made them, before anybody else sees them.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Examined, Finding, Format, MOST, MetadataError, examine};
use crate::failure::{FAILED, Failure};
use crate::files::{make_private_dir, new_file};
use crate::terminal::{Terminal, printable};
use crate::text::{text, text_with};

#[derive(Args)]
pub(crate) struct MetadataArgs {
    /// Photographs and documents (JPEG, PNG, WebP, DOCX, XLSX, PPTX, ODT)
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write copies without it into this directory, under neutral names; no file there is written over
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(crate) fn metadata(args: &MetadataArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    if let Some(dir) = &args.output {
        make_private_dir(dir).map_err(|error| not_written(dir, &error))?;
    }
    let (mut told, mut refused) = (Vec::new(), 0);
    for (file, number) in args.files.iter().zip(1_usize..) {
        let name = printable(&file.display().to_string());
        terminal.print(text_with("metadata-file", &[("file", &name)]));
        let one = match read(file)? {
            Ok(examined) => one(&examined, args.output.as_deref(), number, terminal)?,
            Err(error) => {
                terminal.print(beneath(&text_with("metadata-refused", &[("why", &error.what())])));
                terminal.print(text_with("talk-hint", &[("hint", &error.advice())]));
                json!({ "refused": error.to_string() })
            }
        };
        refused += usize::from(!one.get("refused").is_none_or(Value::is_null));
        told.push(one);
    }
    terminal.json(&json!({ "files": told, "refused": refused }));
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

/// Shows one file that could be read, and writes its copy.
fn one(examined: &Examined, dir: Option<&Path>, number: usize, terminal: &Terminal) -> Result<Value, Failure> {
    let Some(copy) = &examined.rewritten else {
        terminal.print(beneath(&text("metadata-other")));
        terminal.print(text_with("talk-hint", &[("hint", &text("metadata-advice-picture"))]));
        return Ok(json!({ "media_type": examined.media_type, "refused": "not handled" }));
    };
    tell(examined, terminal);
    let path = dir.map(|dir| dir.join(neutral_name(examined.format, number)));
    if let Some(path) = &path {
        new_file(path, copy).map_err(|error| not_written(path, &error))?;
        terminal.print(beneath(&text_with("metadata-written", &[("path", &path.display())])));
    }
    Ok(json!({
        "media_type": examined.media_type,
        "found": examined.found,
        "left": examined.left,
        "written": path,
        "refused": null,
    }))
}

/// What a file says about its maker, and what a copy without it still shows.
pub(crate) fn tell(examined: &Examined, terminal: &Terminal) {
    list("metadata-says", "metadata-says-nothing", &examined.found, terminal);
    if examined.rewritten.is_some() {
        list("metadata-left", "metadata-left-nothing", &examined.left, terminal);
    }
}

fn list(heading: &str, nothing: &str, findings: &[Finding], terminal: &Terminal) {
    terminal.print(beneath(&text(if findings.is_empty() { nothing } else { heading })));
    for finding in findings {
        terminal.print(beneath(&format!("- {}", finding.line())));
    }
}

/// What is said of a file stands beneath its name.
fn beneath(line: &str) -> String {
    format!("  {line}")
}

/// A name that tells kind and number alone.
pub(crate) fn neutral_name(format: Format, number: usize) -> String {
    let kind = match format {
        Format::Jpeg | Format::Png | Format::WebP => "photo",
        Format::Docx | Format::Xlsx | Format::Pptx | Format::Odt => "document",
        Format::Other => "file",
    };
    format!("{kind}-{number}.{}", format.names().1)
}

fn read(file: &Path) -> Result<Result<Examined, MetadataError>, Failure> {
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    let mut bytes = Zeroizing::new(Vec::new());
    File::open(file)
        .and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
        .map_err(|error| Failure::new(text_with("metadata-not-read", &[("path", &path(file)), ("why", &error)])))?;
    Ok(if bytes.len() > MOST { Err(MetadataError::TooLarge) } else { examine(&bytes) })
}

fn not_written(to: &Path, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return Failure::new(text_with("pack-exists", &[("path", &path(to))]));
    }
    Failure::new(text_with("metadata-not-written", &[("path", &path(to)), ("why", error)]))
}

fn path(path: &Path) -> String {
    printable(&path.display().to_string())
}
