//! What shells remember.

use anyhow::{Result, ensure};

use crate::person::{Person, says};

const BASH: &str = "ls\n#1700000000\ndavylamp report --to poster\n#1700000001\ncd mine\n";
const FISH: &str = "- cmd: davylamp check\n  when: 1\n- cmd: pwd\n  when: 2\n";
const ZSH: &str = ": 1:0;ls\n: 2:0;davylamp \\\n  check\n";

#[test]
fn histories_are_named_and_cut_only_when_asked_for() -> Result<()> {
    let person = Person::new()?;
    let bash = person.file(".bash_history", BASH)?;
    let zsh = person.file(".zsh_history", ZSH)?;
    let fish = person.file(".local/share/fish/fish_history", FISH)?;
    let other = person.file(".sh_history", "davylamp check\n")?;
    let read = |path: &str| std::fs::read_to_string(path);
    let done = person.run(&["wipe", "--yes"])?.done()?;
    says(
        &done,
        &[&format!("{bash}: a history of commands; 1 entries mention davylamp. With --shell-history"), &zsh, &fish],
    )?;
    says(&done, &[&format!("{other}: a history of commands; 1 places mention davylamp. Remove them by hand.")])?;
    says(&done, &["A shell that runs now writes its history when it ends", "Nothing was there to remove."])?;
    ensure!(read(&bash)? == BASH && read(&zsh)? == ZSH && read(&fish)? == FISH);
    person.run(&["wipe", "--shell-history"])?.with_code(2)?;
    ensure!(read(&bash)? == BASH, "not without being asked");
    person.run(&["wipe", "--shell-history", "--yes"])?.done()?;
    ensure!(read(&bash)? == "ls\n#1700000001\ncd mine\n" && read(&zsh)? == ": 1:0;ls\n");
    ensure!(read(&fish)? == "- cmd: pwd\n  when: 2\n" && read(&other)? == "davylamp check\n");
    let clean = person.run(&["--json", "wipe"])?.done()?;
    says(&clean, &[&format!("{bash}: a history of commands; it does not mention davylamp.")])?;
    ensure!(clean.json()?["beyond"]["shell_histories"].as_array().is_some_and(|found| found.len() == 4));
    Ok(())
}

#[test]
fn a_history_that_is_a_link_stays_one_and_the_file_behind_it_is_cut() -> Result<()> {
    let person = Person::new()?;
    let file = person.file("dotfiles/history", BASH)?;
    std::os::unix::fs::symlink(&file, person.path(".bash_history"))?;
    person.run(&["wipe", "--shell-history", "--yes"])?.done()?;
    ensure!(person.path(".bash_history").symlink_metadata()?.file_type().is_symlink());
    ensure!(std::fs::read_to_string(&file)? == "ls\n#1700000001\ncd mine\n");
    Ok(())
}
