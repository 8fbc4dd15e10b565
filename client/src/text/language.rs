//! The languages that people are spoken to in.

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    French,
    Spanish,
    Portuguese,
    Swahili,
}

impl Language {
    /// All, in the order in which they are offered.
    pub(crate) const ALL: [Self; 5] = [Self::English, Self::French, Self::Spanish, Self::Portuguese, Self::Swahili];

    /// ISO 639-1.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::Swahili => "sw",
        }
    }

    /// What those who speak it call it.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Portuguese => "Português",
            Self::Swahili => "Kiswahili",
        }
    }

    /// The language of a code or a locale's name: `sw`, `pt_BR.UTF-8`, `es-CL`.
    pub(crate) fn named(locale: &str) -> Option<Self> {
        let code = locale.split(['_', '-', '.', '@']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// What the system is set to, by the variables of POSIX and GNU; `None` where it names none of the five.
    pub(crate) fn of_system(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
        let bare = locale.as_deref().and_then(|locale| locale.split('.').next());
        let is_set = bare.is_some_and(|bare| bare != "C" && bare != "POSIX");
        let listed = set("LANGUAGE").filter(|_| is_set).unwrap_or_default();
        listed.split(':').find_map(Self::named).or_else(|| Self::named(locale.as_deref()?))
    }

    /// Written from right to left. None of the five is; what depends on it asks here.
    pub(crate) fn is_right_to_left(self) -> bool {
        match self {
            Self::English | Self::French | Self::Spanish | Self::Portuguese | Self::Swahili => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system(set: &[(&str, &str)]) -> Option<Language> {
        Language::of_system(|name| set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_system_chooses_by_posix_order() {
        assert_eq!(system(&[("LANG", "sw_TZ.UTF-8")]), Some(Language::Swahili));
        assert_eq!(system(&[("LANG", "en_GB"), ("LC_ALL", "pt_BR")]), Some(Language::Portuguese));
        assert_eq!(system(&[("LANG", "de_DE"), ("LANGUAGE", "de:fr:en")]), Some(Language::French));
    }

    #[test]
    fn a_system_without_a_language_or_with_another_chooses_none() {
        assert_eq!(system(&[]), None);
        assert_eq!(system(&[("LANG", "C.UTF-8"), ("LANGUAGE", "fr")]), None);
        assert_eq!(system(&[("LC_ALL", "C"), ("LANG", "fr_FR")]), None);
        assert_eq!(system(&[("LANG", "qu_PE.UTF-8")]), None);
    }
}
