//! Attachments beneath their message: pictures as pictures, anything else as a link to save it.

use super::super::attached::Named;
use super::Page;
use crate::attachment::Metadata;

impl Page {
    pub(super) fn attachment(&mut self, named: &Named) {
        let attachment = &named.attachment;
        if named.is_picture {
            self.element("<a href=\"", src(named), "\">");
            self.element("<img src=\"", src(named), "\" alt=\"");
            self.element("", &attachment.name, "\"></a><br>\n");
        }
        if named.is_there {
            self.element("<a download href=\"", src(named), "\">");
            self.element("", &attachment.name, "</a>");
        } else {
            self.element("", &attachment.name, " (not in this case file)");
        }
        let said = format!(", {}, {} bytes, ", attachment.media_type, attachment.size);
        self.text(&said);
        self.text(match attachment.metadata {
            Metadata::Rewritten => {
                "written anew without what could betray the sender, by the word of the sender’s program"
            }
            Metadata::Kept => "as it was, at the sender’s wish",
        });
        self.element("<br>\nSHA-256 <code>", &hex::encode(attachment.content_hash), "</code>");
    }
}

/// From the page, which lies in `data/` as well.
fn src(named: &Named) -> &str {
    named.path.strip_prefix("data/").unwrap_or(&named.path)
}
