//! The files that a case's messages name, on their way into a case file: measured first, read again when they are packed.

use std::io::Read;

use davylamp_protocol::attachment::Attachment;
use davylamp_protocol::evidence::{CaseMaterial, Measure, Named};

use crate::desk::home::Home;
use crate::failure::Failure;
use crate::text::text_with;

/// Where the bytes of attachments come from.
pub(super) struct Fetched<'a> {
    home: &'a Home,
    id: &'a str,
    named: Vec<Named>,
}

impl<'a> Fetched<'a> {
    /// Measures what the desk has fetched of them, and puts it into the material.
    ///
    /// # Errors
    /// A [`Failure`] if a fetched file cannot be read, or is not what its message names.
    pub(super) fn gather(home: &'a Home, id: &'a str, material: &mut CaseMaterial) -> Result<Self, Failure> {
        let fetched = Self { home, id, named: material.prove().attachments };
        for named in &fetched.named {
            let Some(mut content) = fetched.content(named)? else { continue };
            let damaged = |why: &dyn ToString| {
                Failure::new(text_with("export-attachment-damaged", &[("name", &named.attachment.name), ("why", why)]))
            };
            let (mut measure, mut buffer) = (Measure::default(), vec![0; 64 << 10]);
            loop {
                match content.read(&mut buffer).map_err(|error| damaged(&error))? {
                    0 => break,
                    count => measure.update(buffer.get(..count).unwrap_or_default()),
                }
            }
            let attached = measure.finish();
            if !attached.is(&named.attachment) {
                return Err(damaged(&davylamp_protocol::evidence::Reason::Attachment));
            }
            material.attached.insert(named.path.clone(), attached);
        }
        Ok(fetched)
    }

    /// None of them goes along.
    pub(super) fn none(home: &'a Home, id: &'a str) -> Self {
        Self { home, id, named: Vec::new() }
    }

    /// The bytes of the attachment at a path of the case file.
    ///
    /// # Errors
    /// A [`Failure`] if it is gone.
    pub(super) fn open(&self, path: &str) -> Result<Box<dyn Read>, Failure> {
        let named = self.named.iter().find(|named| named.path == path);
        let content = named.map(|named| self.content(named)).transpose()?.flatten();
        content.ok_or_else(|| Failure::new(text_with("export-attachment-changed", &[("path", &path)])))
    }

    fn content(&self, named: &Named) -> Result<Option<Box<dyn Read>>, Failure> {
        fetched(self.home, self.id, &named.attachment)
    }
}

/// What the desk has fetched of an attachment; `None` if it did not.
fn fetched(home: &Home, id: &str, attachment: &Attachment) -> Result<Option<Box<dyn Read>>, Failure> {
    if !home.has_attachment(id, attachment) {
        return Ok(None);
    }
    let unread = |why: &dyn ToString| {
        let values: [(&str, &dyn ToString); 2] = [("name", &attachment.name), ("why", why)];
        Failure::new(text_with("export-attachment-damaged", &values))
    };
    let reader = home.attachment(id, attachment).map_err(|error| unread(&error))?;
    Ok(Some(Box::new(reader)))
}
