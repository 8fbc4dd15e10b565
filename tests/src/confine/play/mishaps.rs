//! What goes wrong: mistyped commands, addresses that lead nowhere, a Tor that is not there.

use std::fs;

use anyhow::{Context, Result};

use super::{Cue, Play};

impl Play<'_> {
    /// Questions about the program, and commands that it does not understand.
    ///
    /// # Errors
    /// Whatever the director says; an end that is none of these.
    pub fn mistype(&mut self) -> Result<()> {
        for args in [&["--help"][..], &["--version"], &["report", "--help"], &["desk", "watch", "--help"]] {
            self.play(Cue::new("report", args.iter().copied()))?;
        }
        for args in [&[][..], &["reprot"], &["report", "--loud"], &["check", "all"], &["--socks"], &["panic", "now"]] {
            self.play(Cue::new("report", args.iter().copied()).ends(&[2]))?;
        }
        let absent = self.cast.paper("absent")?;
        for command in ["report", "check", "answer", "contact show"] {
            self.play(Cue::new(command, command.split(' ').chain(["--to", &absent])).ends(&[1, 2]))?;
        }
        let contact = self.cast.paper("poster.txt")?;
        for (command, args) in [
            ("courier post", &[absent.as_str()][..]),
            ("courier verify", &[&absent]),
            ("wipe", &["--yes", &absent]),
            ("report", &["--to", &contact, "--pack", &absent]),
            ("answer", &["--to", &contact, "--pack", &absent]),
            ("check", &["--to", &contact, "--from", &absent]),
        ] {
            let words = command.split(' ').chain(args.iter().copied());
            self.play(Cue::new(command, words).offline().ends(&[1]))?;
        }
        Ok(())
    }

    /// The commands of a reporter, and arming, for a relay at `address` (`host:port`) that is not reached by the
    /// arguments `network`.
    ///
    /// # Errors
    /// Whatever the director says; a command that is done all the same.
    pub fn lose_the_way(&mut self, address: &str, network: &[&str]) -> Result<()> {
        let kept = std::mem::replace(&mut self.network, network.iter().map(ToString::to_string).collect());
        let to = self.cast.paper("nowhere")?;
        let poster = fs::read_to_string(self.cast.paper("poster.txt")?)?;
        let key = poster.split_once('#').context("a poster has a key")?.1;
        fs::write(&to, format!("davylamp:{address}#{key}"))?;
        let [words, text, challenge, lost] =
            ["passphrase", "report", "challenge", "lost"].map(|name| self.cast.paper(name));
        let (words, text, challenge, lost) = (words?, text?, challenge?, lost?);
        let own = ["--to", &to, "--passphrase-file", &words];
        let claim = ["--challenge", &challenge, "-o", &lost, "--yes"];
        for (command, args) in [
            ("report", &["--text", &text, "--now"][..]),
            ("check", &["--all"]),
            ("answer", &["--text", &text]),
            ("claim", &claim),
        ] {
            self.play(Cue::new(command, [command].into_iter().chain(own).chain(args.iter().copied())).ends(&[1]))?;
        }
        self.play(Cue::new("contact show", ["contact", "show", "--to", &to]).ends(&[1]))?;
        self.play(Cue::new("courier mirror", ["courier", "mirror", &lost, "--to", &to]).ends(&[1]))?;
        let [word, duress] = ["word", "duress"].map(|name| self.cast.paper(name));
        let args = ["--to", &to, "--text", &text, "--word-file", &word?, "--duress-file", &duress?];
        let arm = self.defender_cue("panic arm", &args)?.ends(&[1]);
        self.play(arm)?;
        self.network = kept;
        Ok(())
    }

    /// Arms again, for [`Play::be_cut_off`].
    ///
    /// # Errors
    /// Whatever the director, or the client, says.
    pub fn arm(&mut self) -> Result<()> {
        let [right, duress, text, to] = ["word", "duress", "meaning", "poster.txt"].map(|name| self.cast.paper(name));
        let (right, duress, text, to) = (right?, duress?, text?, to?);
        let args = ["--to", &to, "--text", &text, "--word-file", &right, "--duress-file", &duress];
        self.defender("panic arm", &args, 0)?;
        Ok(())
    }

    /// An armed defender and a desk, while nothing leads to the relay any more.
    ///
    /// # Errors
    /// Whatever the director says; an alert that is not queued.
    pub fn be_cut_off(&mut self) -> Result<()> {
        let word = self.cast.paper("word")?;
        self.defender("panic", &["--for", "2"], 4)?;
        let check_in =
            self.defender_cue("checkin start", &["--for", "2", "--word-file", &word, "--duress-file", &word])?;
        self.play(check_in.ends(&[1, 2, 4]))?;
        let watch = self.desk_cue("desk watch", &["--no-notify"])?.for_seconds(3).ends(&[0, 1]);
        self.play(watch)?;
        let publish = self.desk_cue("desk card publish", &[])?.ends(&[1]);
        self.play(publish)?;
        let to = self.cast.paper("poster.txt")?;
        self.play(Cue::new("contact show", ["contact", "show", "--to", &to]).ends(&[1]))?;
        let pack = self.cast.paper("packs/report")?;
        self.play(Cue::new("courier post", ["courier", "post", &pack]).ends(&[1]))?;
        Ok(())
    }
}
