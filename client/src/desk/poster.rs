//! The poster: a page to print and pin up, and the same contact as a line of text.

use davylamp_protocol::contact::{Contact, fingerprint};
use qrcode::QrCode;
use qrcode::render::svg;

use crate::failure::Failure;
use crate::text::text;

/// The page: self-contained, no scripts, prints on one sheet.
pub(crate) fn html(contact: &Contact, name: &str, language: &str) -> Result<String, Failure> {
    let uri = contact.to_string();
    let code = QrCode::new(uri.as_bytes()).map_err(|error| Failure::new(error.to_string()))?;
    let svg = code.render::<svg::Color<'_>>().min_dimensions(320, 320).quiet_zone(true).build();
    // The XML declaration has no place inside a page.
    let svg = svg.split_once("?>").map_or(svg.as_str(), |(_, rest)| rest);
    let words = fingerprint(&contact.desk).join(" ");
    let (title, name, uri) = (escape(&text("poster-title")), escape(name), escape(&uri));
    let (scan, compare, how) =
        (escape(&text("poster-scan")), escape(&text("poster-compare")), escape(&text("poster-how")));
    Ok(format!(
        r#"<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}: {name}</title>
<style>
body {{ font: 16pt/1.4 sans-serif; max-width: 18cm; margin: 1cm auto; text-align: center; color: #000; background: #fff }}
h1 {{ font-size: 28pt; margin: 0 }}
svg {{ width: 9cm; height: 9cm }}
code {{ font: 9pt monospace; overflow-wrap: anywhere }}
.words {{ font-size: 20pt; font-weight: bold }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{name}</p>
<p>{scan}</p>
<div role="img" aria-label="{uri}">{svg}</div>
<p><code>{uri}</code></p>
<p>{compare}</p>
<p class="words">{words}</p>
<p>{how}</p>
</body>
</html>
"#,
        language = escape(language),
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use davylamp_protocol::log::note::NoteSigner;

    fn page(name: &str) -> String {
        let desk = NoteSigner::from_seed("desk.example", &[1; 32]).unwrap().verifier_key().clone();
        html(&Contact { relay: "127.0.0.1:8600".into(), desk }, name, "es").unwrap()
    }

    #[test]
    fn carries_the_contact_its_code_and_its_six_words() {
        let page = page("Oficina");
        let start = page.find("<code>").unwrap() + 6;
        let uri = page[start..page.find("</code>").unwrap()].to_owned();
        let contact: Contact = uri.parse().unwrap();
        assert!(page.contains(&fingerprint(&contact.desk).join(" ")));
        assert!(page.contains("<svg") && !page.contains("<?xml") && !page.contains("<script"));
    }

    #[test]
    fn a_name_cannot_write_html() {
        let page = page("<script>\"&");
        assert!(page.contains("&lt;script&gt;&quot;&amp;") && !page.contains("<script>"));
    }
}
