//! The lines of a policy.

use super::super::note::{Algorithm, VerifierKey};
use super::{LineError, MAX_NODES, MAX_POLICY, Node, Policy, PolicyError};

pub(super) fn policy(bytes: &[u8]) -> Result<Policy, PolicyError> {
    if bytes.len() > MAX_POLICY {
        return Err(PolicyError::TooLong);
    }
    let lines = bytes.strip_suffix(b"\n").ok_or(PolicyError::Unterminated)?;
    let mut draft = Draft::default();
    for (line, number) in lines.split(|&byte| byte == b'\n').zip(1..) {
        draft.line(line).map_err(|why| PolicyError::Line { number, why })?;
        if draft.is_too_long() {
            return Err(PolicyError::TooLong);
        }
    }
    let quorum = draft.quorum.ok_or(PolicyError::NoQuorum)?;
    Ok(Policy { logs: draft.logs, nodes: draft.nodes, quorum })
}

#[derive(Default)]
struct Draft {
    logs: Vec<VerifierKey>,
    nodes: Vec<Node>,
    members: Vec<usize>,
    quorum: Option<Option<usize>>,
}

impl Draft {
    fn line(&mut self, line: &[u8]) -> Result<(), LineError> {
        if line.iter().any(|&byte| is_control(byte)) {
            return Err(LineError::Control);
        }
        let items = line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|item| !item.is_empty());
        let items = items.collect::<Vec<_>>();
        match items.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with(b"#") => Ok(()),
            [b"log", key] | [b"log", key, _] => self.log(key),
            [b"witness", name, key] | [b"witness", name, key, _] => self.witness(name, key),
            [b"group", name, threshold, members @ ..] if !members.is_empty() => self.group(name, threshold, members),
            [b"quorum", name] => self.quorum(name),
            [b"log" | b"witness" | b"group" | b"quorum", ..] => Err(LineError::Items),
            _ => Err(LineError::Keyword),
        }
    }

    fn log(&mut self, key: &[u8]) -> Result<(), LineError> {
        let key = parse_key(key, Algorithm::Ed25519)?;
        if self.logs.iter().any(|log| log.key_bytes() == key.key_bytes()) {
            return Err(LineError::RepeatedKey);
        }
        self.logs.push(key);
        Ok(())
    }

    fn witness(&mut self, name: &[u8], key: &[u8]) -> Result<(), LineError> {
        let name = self.new_name(name)?;
        let key = parse_key(key, Algorithm::CosignatureV1)?;
        let same =
            |node: &Node| matches!(node, Node::Witness { key: other, .. } if other.key_bytes() == key.key_bytes());
        if self.nodes.iter().any(same) {
            return Err(LineError::RepeatedKey);
        }
        self.nodes.push(Node::Witness { name, key });
        Ok(())
    }

    fn group(&mut self, name: &[u8], threshold: &[u8], members: &[&[u8]]) -> Result<(), LineError> {
        let name = self.new_name(name)?;
        let threshold = parse_threshold(threshold, members.len())?;
        let members = members.iter().map(|member| self.take_member(member)).collect::<Result<_, _>>()?;
        self.nodes.push(Node::Group { name, threshold, members });
        Ok(())
    }

    fn quorum(&mut self, name: &[u8]) -> Result<(), LineError> {
        if self.quorum.is_some() {
            return Err(LineError::RepeatedQuorum);
        }
        let node = if name == NONE { None } else { Some(self.find(name)?) };
        self.quorum = Some(node);
        Ok(())
    }

    /// A name is a member once in the whole policy, so that a witness counts in one way only.
    fn take_member(&mut self, name: &[u8]) -> Result<usize, LineError> {
        let at = self.find(name)?;
        if self.members.contains(&at) {
            return Err(LineError::RepeatedMember);
        }
        self.members.push(at);
        Ok(at)
    }

    fn find(&self, name: &[u8]) -> Result<usize, LineError> {
        self.nodes.iter().position(|node| node.name().as_bytes() == name).ok_or(LineError::UnknownName)
    }

    fn new_name(&self, name: &[u8]) -> Result<String, LineError> {
        if name == NONE || self.find(name).is_ok() {
            return Err(LineError::RepeatedName);
        }
        Ok(utf8(name)?.to_owned())
    }

    fn is_too_long(&self) -> bool {
        let witnesses = self.nodes.iter().filter(|node| matches!(node, Node::Witness { .. })).count();
        let groups = self.nodes.len() - witnesses;
        [self.logs.len(), witnesses, groups].into_iter().any(|count| count > MAX_NODES)
    }
}

fn parse_key(text: &[u8], algorithm: Algorithm) -> Result<VerifierKey, LineError> {
    let key = VerifierKey::parse(utf8(text)?)?;
    if key.algorithm() == algorithm { Ok(key) } else { Err(LineError::KeyKind) }
}

fn parse_threshold(text: &[u8], members: usize) -> Result<usize, LineError> {
    let threshold = match text {
        b"any" => 1,
        b"all" => members,
        number => {
            let number = super::super::decimal(utf8(number)?).ok_or(LineError::Threshold)?;
            usize::try_from(number).map_err(|_| LineError::Threshold)?
        }
    };
    if (1..=members).contains(&threshold) { Ok(threshold) } else { Err(LineError::Threshold) }
}

fn utf8(item: &[u8]) -> Result<&str, LineError> {
    std::str::from_utf8(item).map_err(|_| LineError::Utf8)
}

const fn is_control(byte: u8) -> bool {
    (byte < b' ' && byte != b'\t') || byte == 0x7f
}

const NONE: &[u8] = b"none";
