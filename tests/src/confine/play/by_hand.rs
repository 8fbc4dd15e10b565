//! Where there is no network: what is sealed to files, carried, posted elsewhere, and read from a mirror; and wiped.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

use super::{Cue, Play};
use crate::scenario::scan;

impl Play<'_> {
    /// A report and an answer by hand, and a mirror.
    pub(super) fn carry(&mut self) -> Result<()> {
        let [contact, picture, card] = ["poster.txt", "poster.png", "card"].map(|name| self.cast.paper(name));
        let (contact, picture, card) = (contact?, picture?, card?);
        scan(&contact)?.save(&picture)?;
        let words = self.cast.paper("six words")?;
        self.plain("contact verify", &["--to", &picture, "--words", &words], &[])?;
        self.plain("contact show", &["--to", &picture, "--card-out", &card], &[&card])?;
        let words = self.cast.paper("passphrase")?;
        self.plain("check", &["--plain", "--to", &picture, "--passphrase-file", &words, "--all", "--now"], &[])?;

        let stick = self.cast.paper("stick")?;
        for _ in ["begun", "continued"] {
            let args = ["courier", "mirror", &stick, "--to", &contact];
            self.play(Cue::new("courier mirror", args).beneath(&[&stick]))?;
        }
        self.play(Cue::new("courier verify", ["courier", "verify", &stick]).offline())?;
        let own = ["--to", &card, "--passphrase-file", &words];
        let from = ["check"].into_iter().chain(own).chain(["--from", &stick]);
        self.play(Cue::new("check", from).offline())?;
        let text = self.cast.paper("report")?;
        fs::create_dir(self.cast.paper("packs")?)?;
        for (command, pack) in [("report", "packs/report"), ("answer", "packs/answer")] {
            let pack = self.cast.paper(pack)?;
            let args = [command].into_iter().chain(own).chain(["--text", &text, "--within", "1s", "--pack", &pack]);
            self.play(Cue::new(command, args).asked_for(&[&pack]).offline())?;
            self.post(&pack)?;
        }
        Ok(())
    }

    /// A profile under any name, whose alerts go by hand; then all of it is wiped.
    pub(super) fn defend_by_hand(&mut self) -> Result<()> {
        let [profile, to, text] = ["holiday.jpg", "poster.txt", "meaning"].map(|name| self.cast.paper(name));
        let [right, duress] = ["word", "duress"].map(|name| self.cast.paper(name));
        let (profile, to, text, right, duress) = (profile?, to?, text?, right?, duress?);
        let at = |command, args: &[&str]| Cue::at(command, &["--profile", &profile], args).profile(&profile);
        let words = ["--word-file", &right, "--duress-file", &duress];
        self.play(at("panic arm", &[&["--to", &to, "--text", &text], &words[..]].concat()))?;
        let mut packs = Vec::new();
        for (command, args) in [
            ("panic drill", &[][..]),
            ("panic", &[]),
            ("panic update", &["--text", &text]),
            ("panic cancel", &["--word-file", &right]),
            ("panic resume", &[]),
        ] {
            let pack = self.cast.paper(&format!("{command}.pack"))?;
            let cue = at(command, &[args, &["--pack", &pack]].concat());
            self.play(cue.asked_for(&[&pack]).offline().ends(&[4]))?;
            packs.push(pack);
        }
        self.post(packs.last().map_or("", String::as_str))?;
        self.play(at("checkin start", &[&["--every", "1h"], &words[..]].concat()))?;
        self.play(at("checkin status", &[]))?;
        let goes: Vec<&str> = packs.iter().chain([&profile]).map(String::as_str).collect();
        let files = packs.iter().map(String::as_str);
        let wipe = ["wipe", "--yes", "--profile", &profile].into_iter().chain(files);
        self.play(Cue::new("wipe", wipe).shreds(&goes).offline())?;
        ensure!(!goes.iter().any(|file| Path::new(file).exists()), "something is left of {goes:?}");
        Ok(())
    }

    fn post(&mut self, pack: &str) -> Result<()> {
        self.play(Cue::new("courier post", ["courier", "post", pack]))?;
        Ok(())
    }
}
