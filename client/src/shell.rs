//! What a shell and `man` know of the commands, made from the commands themselves.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clap_complete::Shell;
use serde_json::json;

use crate::failure::Failure;
use crate::help;
use crate::terminal::Terminal;
use crate::text::text_with;

#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// The shell that is to complete the commands
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

#[derive(Args)]
pub(crate) struct ManualArgs {
    /// Where the pages go, one for each command; made if it is not there
    dir: PathBuf,
}

/// Writes the script to standard output, whole or not at all.
pub(crate) fn completions(args: &CompletionsArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(), NAME, &mut script);
    if terminal.is_json() {
        let script = String::from_utf8_lossy(&script);
        terminal.json(&json!({ "shell": args.shell.to_string(), "script": script }));
    } else {
        io::stdout()
            .write_all(&script)
            .map_err(|error| Failure::new(text_with("talk-not-started", &[("why", &error)])))?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn manual(args: &ManualArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let pages = write_pages(&args.dir).map_err(|error| Failure::new(format!("{}: {error}", args.dir.display())))?;
    let values: [(&str, &dyn ToString); 2] = [("count", &pages), ("dir", &args.dir.display())];
    terminal.print(text_with("manual-written", &values));
    terminal.json(&json!({ "manual": args.dir, "pages": pages }));
    Ok(ExitCode::SUCCESS)
}

fn write_pages(dir: &Path) -> io::Result<usize> {
    std::fs::create_dir_all(dir)?;
    clap_mangen::generate_to(help::command(), dir)?;
    Ok(std::fs::read_dir(dir)?.flatten().filter(|file| file.path().extension().is_some_and(|e| e == "1")).count())
}

const NAME: &str = "davylamp";
