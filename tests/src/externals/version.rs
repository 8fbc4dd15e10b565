//! Versions as tools print them.

use std::fmt;

/// Numbers between dots, as many as there are; compared from the left.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(Vec<u64>);

impl Version {
    /// The first version in a tool's output: `v20.20.2`, `tor version 0.4.9.5`, `1.9.0`.
    #[must_use]
    pub fn find_in(output: &str) -> Option<Self> {
        let start = output.find(|character: char| character.is_ascii_digit())?;
        let (_, rest) = output.split_at(start);
        let end = rest.find(|character: char| !(character.is_ascii_digit() || character == '.')).unwrap_or(rest.len());
        let (digits, _) = rest.split_at(end);
        let numbers: Result<_, _> = digits.trim_end_matches('.').split('.').map(str::parse).collect();
        numbers.ok().map(Self)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<_> = self.0.iter().map(u64::to_string).collect();
        f.write_str(&numbers.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(output: &str) -> String {
        Version::find_in(output).unwrap().to_string()
    }

    #[test]
    fn finds_the_version_in_what_tools_print() {
        assert_eq!(find("v20.20.2\n"), "20.20.2");
        assert_eq!(find("Tor version 0.4.9.5.\nmore 7.7"), "0.4.9.5");
        assert_eq!(find("psql (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)"), "15.8");
        assert_eq!(find("9"), "9");
    }

    #[test]
    fn compares_numbers_and_not_characters() {
        assert!(Version::find_in("20.9") < Version::find_in("20.19"));
        assert!(Version::find_in("20.19.0") > Version::find_in("20.19"));
        assert!(Version::find_in("9") < Version::find_in("10.1"));
    }

    #[test]
    fn finds_none_where_there_is_none() {
        for output in ["", "unknown", "1..2", "99999999999999999999999"] {
            assert_eq!(Version::find_in(output), None, "{output}");
        }
    }
}
