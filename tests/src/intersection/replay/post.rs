//! Posts to a relay without looking at what it is: the relay does not either.

use anyhow::{Result, ensure};
use davylamp_protocol::log::answer;
use davylamp_protocol::log::proof::TlogProof;
use rand::RngCore as _;

/// Where envelopes go.
#[derive(Clone)]
pub struct Poster {
    http: reqwest::Client,
    url: String,
}

impl Poster {
    /// To the relay at `address` (`host:port`).
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(address: &str) -> Result<Self> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self { http, url: format!("http://{address}/v1/envelopes") })
    }

    /// Posts a fresh envelope; gives its index in the log.
    ///
    /// # Errors
    /// When the relay does not take it.
    pub async fn post(&self) -> Result<u64> {
        let mut envelope = vec![0; 4096];
        rand::thread_rng().fill_bytes(&mut envelope);
        let request = self.http.post(&self.url).header("content-type", "application/octet-stream");
        let response = request.body(envelope).send().await?;
        ensure!(response.status().is_success(), "{}", response.status());
        Ok(TlogProof::decode(answer::decode(&response.bytes().await?)?)?.index)
    }
}
