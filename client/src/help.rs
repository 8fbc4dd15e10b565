//! `--help` in the person's language.
//!
//! English stands in the doc comments of the commands, and once more, word for word, in `locales/en/help.ftl` and
//! `desk-help.ftl`, from where the other languages have it. An id is the command's path: `help-report` is what the
//! command is for, `help-report--to` its argument `to`. What clap itself says in between (`[default: …]`, `[possible
//! values: …]`, `[OPTIONS]`, the names of values) stays English.

use clap::{Arg, ArgAction, Command, CommandFactory as _};

use crate::Cli;
use crate::text::{Language, spoken, text_in};

/// The whole command line, told in the language that is spoken.
pub(crate) fn command() -> Command {
    command_in(spoken())
}

/// English is what clap has from the doc comments.
fn command_in(language: Language) -> Command {
    let command = Cli::command();
    if language == Language::English { command } else { told(command, &[], &Words::new(language)) }
}

/// The same, ready to parse: its `help` command has its own words too.
pub(crate) fn parser() -> Command {
    parser_in(spoken())
}

fn parser_in(language: Language) -> Command {
    let mut command = command_in(language);
    if language == Language::English {
        return command;
    }
    command.build();
    with_help_command(command, &text_in(language, "help-help", &[]))
}

/// What stands around the texts of the commands. Headings live as long as the program, as clap wants it of them.
struct Words {
    language: Language,
    commands: &'static str,
    command: &'static str,
    options: &'static str,
    arguments: &'static str,
}

impl Words {
    fn new(language: Language) -> Self {
        let [commands, command, options, arguments] =
            ["help-commands", "help-command", "help-options", "help-arguments"]
                .map(|id| &*text_in(language, id, &[]).leak());
        Self { language, commands, command, options, arguments }
    }

    fn text(&self, id: &str) -> String {
        text_in(self.language, id, &[])
    }

    /// The text of this id; nothing where no catalogue has it: then the doc comment stands.
    fn catalogued(&self, id: &str) -> Option<String> {
        Some(self.text(id)).filter(|found| found != id)
    }

    fn arg(&self, arg: Arg, path: &[String]) -> Arg {
        let id = arg_id(path, &arg);
        let arg = if let Some(help) = self.catalogued(&id) { arg.help(help) } else { arg };
        if let Some(long) = self.catalogued(&long_id(&id)) { arg.long_help(long) } else { arg }
    }

    fn flag(&self, name: &'static str, short: char, action: ArgAction) -> Arg {
        Arg::new(name).short(short).long(name).action(action).help(self.text(&format!("{name}-flag")))
    }

    fn headed(&self, arg: Arg) -> Arg {
        let heading = if arg.is_positional() { self.arguments } else { self.options };
        arg.help_heading(heading)
    }
}

fn told(command: Command, path: &[String], words: &Words) -> Command {
    let about = about_id(path);
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|arg| words.arg(arg, path))
        .mut_subcommands(|sub| {
            let path = [path, &[sub.get_name().to_owned()]].concat();
            told(sub, &path, words)
        })
        .arg(words.flag("help", 'h', ArgAction::Help))
        .arg(words.flag("version", 'V', ArgAction::Version))
        .mut_args(|arg| words.headed(arg))
        .subcommand_help_heading(words.commands)
        .subcommand_value_name(words.command)
        .help_template(TEMPLATE.replace("USAGE", &words.text("help-usage")));
    if let Some(about) = words.catalogued(&about) {
        command = command.about(about);
    }
    if let Some(long) = words.catalogued(&long_id(&about)) {
        command = command.long_about(long);
    }
    if let Some(after) = words.catalogued(&after_id(path)) {
        command = command.after_help(after);
    }
    command
}

fn with_help_command(command: Command, about: &str) -> Command {
    command.mut_subcommands(|sub| {
        if sub.get_name() == "help" { sub.about(about.to_owned()) } else { with_help_command(sub, about) }
    })
}

fn about_id(path: &[String]) -> String {
    [&["help".to_owned()], path].concat().join("-")
}

fn arg_id(path: &[String], arg: &Arg) -> String {
    format!("{}--{}", about_id(path), arg.get_id().as_str().replace('_', "-"))
}

fn after_id(path: &[String]) -> String {
    format!("{}--after-help", about_id(path))
}

fn long_id(id: &str) -> String {
    format!("{id}--long")
}

const TEMPLATE: &str = "{before-help}{about-with-newline}\nUSAGE: {usage}\n\n{all-args}{after-help}";

#[cfg(test)]
mod tests;
