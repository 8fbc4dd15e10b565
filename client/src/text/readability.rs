//! How hard the texts are to read, over every catalogue:
//!
//! ```text
//! English, Flesch and Kincaid (1975):  grade = 0.39 · words/sentences + 11.8 · syllables/words − 15.59
//! Spanish, Fernández Huerta (1959):    ease = 206.84 − 60 · syllables/words − 1.02 · words/sentences
//! ```
//!
//! A sentence ends with `.`, `!`, `?` or the text; neither a colon nor a line ends one. A value counts as a word of one
//! syllable; commands, flags and addresses, which nobody reads aloud, as none. Labels of a word or two make the mean of
//! sentences short: so the same is asked of the texts of ten words or more alone.

use super::Language;
use super::catalogue::entered;

#[test]
fn english_is_read_by_whoever_went_to_school_for_six_years() {
    let (all, prose) = (measure(Language::English, 1), measure(Language::English, PROSE));
    println!("Flesch-Kincaid grade: {:.2}, texts of ten words or more {:.2}", all.grade(), prose.grade());
    assert!(all.grade() <= 6.0 && prose.grade() <= 6.0, "{:.2} {:.2}", all.grade(), prose.grade());
}

#[test]
fn spanish_is_easy() {
    let (all, prose) = (measure(Language::Spanish, 1), measure(Language::Spanish, PROSE));
    println!("Fernández Huerta: {:.2}, texts of ten words or more {:.2}", all.ease(), prose.ease());
    assert!(all.ease() >= 80.0 && prose.ease() >= 80.0, "{:.2} {:.2}", all.ease(), prose.ease());
}

#[test]
fn the_measures_agree_with_texts_that_were_counted_by_hand() {
    let mut english = Counted::default();
    english.take(Language::English, "The cat sat on the mat. It was asleep.");
    assert_eq!((english.sentences, english.words, english.syllables), (2, 9, 10));
    let mut spanish = Counted::default();
    spanish.take(Language::Spanish, "El león ruge. Guíe a la niña, ¿quiere? { what } davylamp check --now");
    // El le-ón ru-ge | Guí-e a la ni-ña quie-re | it
    assert_eq!((spanish.sentences, spanish.words, spanish.syllables), (3, 9, 14));
    for (word, syllables) in
        [("identity", 4), ("passphrase", 2), ("sealed", 1), ("waited", 2), ("people", 2), ("the", 1)]
    {
        assert_eq!(english_syllables(word), syllables, "{word}");
    }
    for (word, syllables) in
        [("bueno", 2), ("país", 2), ("ciudad", 2), ("oír", 2), ("agüero", 3), ("quien", 1), ("caer", 2)]
    {
        assert_eq!(spanish_syllables(word), syllables, "{word}");
    }
}

#[derive(Default)]
struct Counted {
    sentences: u32,
    words: u32,
    syllables: u32,
}

impl Counted {
    fn grade(&self) -> f64 {
        0.39 * self.length() + 11.8 * self.weight() - 15.59
    }

    fn ease(&self) -> f64 {
        206.84 - 60.0 * self.weight() - 1.02 * self.length()
    }

    fn length(&self) -> f64 {
        f64::from(self.words) / f64::from(self.sentences)
    }

    fn weight(&self) -> f64 {
        f64::from(self.syllables) / f64::from(self.words)
    }

    fn take(&mut self, language: Language, shown: &str) {
        let read = read_aloud(shown);
        for sentence in read.split(['.', '!', '?', '…']) {
            let words = words(sentence);
            self.sentences += u32::from(!words.is_empty());
            for word in words {
                self.words += 1;
                self.syllables += match language {
                    Language::Spanish => spanish_syllables(&word),
                    Language::English | Language::French | Language::Portuguese | Language::Swahili => {
                        english_syllables(&word)
                    }
                };
            }
        }
    }
}

fn measure(language: Language, least: usize) -> Counted {
    let mut counted = Counted::default();
    for (_, texts) in entered(language) {
        let texts = texts.iter().filter(|text| words(&read_aloud(&text.shown)).len() >= least);
        texts.for_each(|text| counted.take(language, &text.shown));
    }
    assert!(counted.words > 0, "no texts");
    counted
}

/// Values as a short word; without commands, flags and addresses.
fn read_aloud(shown: &str) -> String {
    let mut read = String::new();
    let mut rest = shown;
    while let Some((before, value)) = rest.split_once("{ ") {
        read.push_str(before);
        read.push_str("it");
        rest = value.split_once(" }").map_or("", |(_, after)| after);
    }
    read.push_str(rest);
    let mut in_command = false;
    let spoken = read.split_inclusive(char::is_whitespace).filter(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
        let goes_on = bare.starts_with("--") || bare.chars().all(|c| c.is_ascii_lowercase() && c.is_ascii());
        in_command = bare.starts_with("davylamp") || (in_command && goes_on && COMMANDS.contains(&bare));
        let is_address = bare.contains(['/', '=', ':', '@', '_']);
        !(in_command || is_address || bare.starts_with("--"))
    });
    spoken.collect()
}

fn words(sentence: &str) -> Vec<String> {
    let words = sentence.split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '’'));
    words.filter(|word| word.chars().any(char::is_alphabetic)).map(str::to_lowercase).collect()
}

/// Groups of vowels, without a silent e at the end.
fn english_syllables(word: &str) -> u32 {
    let letters: Vec<char> = word.chars().filter(char::is_ascii_alphabetic).collect();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut groups = 0;
    let mut before = false;
    for &letter in &letters {
        groups += u32::from(is_vowel(letter) && !before);
        before = is_vowel(letter);
    }
    let ends = |end: &str| letters.iter().collect::<String>().ends_with(end);
    let after_consonant = |place: usize| letters.len().checked_sub(place).is_some_and(|at| !is_vowel(letters[at]));
    let silent_e = ends("e") && !ends("le") && after_consonant(2);
    let silent_es = ends("es")
        && after_consonant(3)
        && !["ses", "zes", "xes", "ces", "ges", "ches", "shes"].iter().any(|end| ends(end));
    let silent_ed = ends("ed") && !ends("ted") && !ends("ded") && after_consonant(3);
    (groups - u32::from(groups > 1 && (silent_e || silent_es || silent_ed))).max(1)
}

/// Vowels; a weak one beside another vowel makes one syllable with it, unless it bears the accent.
fn spanish_syllables(word: &str) -> u32 {
    let letters: Vec<char> =
        word.replace("qu", "q").replace("gue", "ge").replace("gui", "gi").replace("guí", "gí").chars().collect();
    let is_strong = |c: char| "aeoáéóíú".contains(c);
    let is_vowel = |c: char| is_strong(c) || "iuü".contains(c);
    let mut syllables: u32 = 0;
    let mut before: Option<char> = None;
    for (at, &letter) in letters.iter().enumerate() {
        let letter = if letter == 'y' && at + 1 == letters.len() { 'i' } else { letter };
        if !is_vowel(letter) {
            before = None;
            continue;
        }
        let joins = before.is_some_and(|before| !(is_strong(before) && is_strong(letter)));
        syllables += u32::from(!joins);
        before = Some(letter);
    }
    syllables.max(1)
}

const PROSE: usize = 10;
/// What follows `davylamp` in a command.
const COMMANDS: [&str; 52] = [
    "report",
    "check",
    "answer",
    "claim",
    "panic",
    "checkin",
    "courier",
    "wipe",
    "contact",
    "desk",
    "counsel",
    "case",
    "arm",
    "drill",
    "cancel",
    "update",
    "status",
    "resume",
    "disarm",
    "start",
    "stop",
    "now",
    "mirror",
    "post",
    "verify",
    "show",
    "init",
    "watch",
    "list",
    "reply",
    "set-status",
    "ask-consent",
    "ack",
    "mute",
    "invite",
    "ladder",
    "set",
    "export",
    "link",
    "unlink",
    "delete",
    "rekey",
    "backup",
    "restore",
    "card",
    "publish",
    "sign",
    "notice",
    "notices",
    "mediation",
    "propose",
    "open",
];
