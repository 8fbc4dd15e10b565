//! Which elements and attributes of a document stay.
//!
//! An element of an unknown name space is left out where it says nothing, and refused where it holds words: to drop them
//! would change the document in silence.

use super::xml::{Element, Node};
use super::{Category, MetadataError, Told};

/// What becomes of an element.
pub(super) enum Fate {
    Stays,
    Goes(Category),
    Refused(MetadataError),
}

/// The rules of a family of formats.
pub(super) struct Rules<'a> {
    pub(super) element: &'a dyn Fn(&Element, &mut Told) -> Fate,
    /// What becomes of an attribute: stays as it is, changed, or goes.
    pub(super) attribute: &'a dyn Fn(&Element, &str, &str) -> Attribute,
}

/// What becomes of an attribute.
pub(super) enum Attribute {
    Stays,
    Becomes(String),
    Goes(Category),
}

/// The element without what goes; nothing where it goes itself.
pub(super) fn apply(element: Element, rules: &Rules<'_>, told: &mut Told) -> Result<Option<Element>, MetadataError> {
    let fate = if element.name.prefix.is_none() { unknown(&element) } else { (rules.element)(&element, told) };
    match fate {
        Fate::Stays => {}
        Fate::Goes(category) => {
            told.found.note(category);
            return Ok(None);
        }
        Fate::Refused(error) => return Err(error),
    }
    let mut kept = Element { name: element.name.clone(), attributes: Vec::new(), children: Vec::new() };
    for (name, value) in &element.attributes {
        let fate = match name.prefix {
            None => Attribute::Goes(Category::UnknownPart),
            Some("mc") => Attribute::Goes(Category::UnknownPart),
            Some(_) => (rules.attribute)(&element, &name.written(), value),
        };
        match fate {
            Attribute::Stays => kept.attributes.push((name.clone(), value.clone())),
            Attribute::Becomes(value) => kept.attributes.push((name.clone(), value)),
            Attribute::Goes(category) => told.found.note(category),
        }
    }
    let children = if element.called() == "mc:AlternateContent" { chosen(element.children)? } else { element.children };
    for child in children {
        match child {
            Node::Text(text) => kept.children.push(Node::Text(text)),
            Node::Element(child) if child.called() == "mc:Fallback" => {
                for child in child.children {
                    kept.children.extend(node(child, rules, told)?);
                }
            }
            Node::Element(child) if child.called() == "mc:AlternateContent" && !has_choice(&child) => {
                told.found.note(Category::UnknownPart);
                let fallback = child.elements().find(|child| child.called() == "mc:Fallback").cloned();
                for child in fallback.into_iter().flat_map(|fallback| fallback.children) {
                    kept.children.extend(node(child, rules, told)?);
                }
            }
            Node::Element(child) => kept.children.extend(apply(child, rules, told)?.map(Node::Element)),
        }
    }
    Ok(Some(kept))
}

fn node(node: Node, rules: &Rules<'_>, told: &mut Told) -> Result<Option<Node>, MetadataError> {
    match node {
        Node::Text(text) => Ok(Some(Node::Text(text))),
        Node::Element(element) => Ok(apply(element, rules, told)?.map(Node::Element)),
    }
}

fn unknown(element: &Element) -> Fate {
    // Word writes these two, with a number in them, at every picture that stands beside text.
    let is_size = matches!(element.name.local.as_str(), "sizeRelH" | "sizeRelV");
    let says_something = !is_size && !element.words().trim().is_empty();
    if says_something { Fate::Refused(MetadataError::UnknownPart) } else { Fate::Goes(Category::UnknownPart) }
}

fn is_choice(element: &Element) -> bool {
    element.called() == "mc:Choice" && element.get("Requires").is_some_and(|required| !required.contains('?'))
}

fn has_choice(element: &Element) -> bool {
    element.elements().any(is_choice)
}

/// The first alternative that uses known name spaces only.
fn chosen(children: Vec<Node>) -> Result<Vec<Node>, MetadataError> {
    let is_it = |child: &Node| matches!(child, Node::Element(element) if is_choice(element));
    let first = children.into_iter().find(is_it).ok_or(MetadataError::UnknownPart)?;
    Ok(vec![first])
}
