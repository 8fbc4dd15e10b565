//! The catalogues as those see them who measure and review them: each text with its id, its section, and its words.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;

use super::{Language, catalogues};

/// One text of a catalogue.
pub(super) struct Entered {
    pub(super) id: String,
    /// The comment that the section begins with.
    pub(super) section: String,
    /// What is shown, a value as `{ name }`; of several forms all, a line each.
    pub(super) shown: String,
}

/// The catalogues of a language: name and texts, in the order of the files.
pub(super) fn entered(language: Language) -> Vec<(&'static str, Vec<Entered>)> {
    catalogues(language).iter().map(|(name, source)| (*name, texts(source))).collect()
}

fn texts(source: &str) -> Vec<Entered> {
    let resource = parse(source).unwrap();
    let mut section = String::new();
    let mut texts = Vec::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                if let Some(comment) = message.comment {
                    section = comment.content.join(" ");
                }
                let mut shown = String::new();
                message.value.iter().for_each(|pattern| show(pattern, &mut shown));
                texts.push(Entered { id: message.id.name.to_owned(), section: section.clone(), shown });
            }
            Entry::Comment(comment) | Entry::GroupComment(comment) | Entry::ResourceComment(comment) => {
                section = comment.content.join(" ");
            }
            Entry::Term(_) | Entry::Junk { .. } => {}
        }
    }
    texts
}

fn show(pattern: &Pattern<&str>, shown: &mut String) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => shown.push_str(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                for variant in variants {
                    show(&variant.value, shown);
                    shown.push('\n');
                }
            }
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::VariableReference { id } => shown.push_str(&format!("{{ {} }}", id.name)),
                InlineExpression::StringLiteral { value } => shown.push_str(value),
                InlineExpression::NumberLiteral { .. }
                | InlineExpression::FunctionReference { .. }
                | InlineExpression::MessageReference { .. }
                | InlineExpression::TermReference { .. }
                | InlineExpression::Placeable { .. } => panic!("a catalogue has texts, values and choices only"),
            },
        }
    }
}
