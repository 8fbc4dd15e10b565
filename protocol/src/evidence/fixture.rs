//! A case from first report to export, over a log in memory: deterministic but for what sealing draws.

use ed25519_dalek::SigningKey;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use zeroize::Zeroizing;

use super::*;
use crate::card::{Card, CardRelay, Role, entry_of_card};
use crate::clue::{ClueSecret, DeskKey, Position, Scope, ThreadKey};
use crate::envelope::{Dummies, Envelope, open_body};
use crate::hybrid::{ExposedFileKey, HybridIdentity};
use crate::keys::{CaseKeys, Passphrase};
use crate::log::Hash;
use crate::log::checkpoint::{Checkpoint, add_cosignature};
use crate::log::entry::Entry;
use crate::log::note::{CosignerKey, NoteSigner, VerifierKey};
use crate::log::policy::Policy;
use crate::log::proof::TlogProof;
use crate::log::tree::{MemoryTree, prove_consistency, prove_inclusion};
use crate::message::{
    ConsentAnswer, ConsentLevel, ConsentRequest, Kind, Message, Received, Report, ReportFields, Status, StatusUpdate,
};
use crate::thread::{LaneWriter, ReplyDraft, fragments};
use crate::week::{DAY_SECONDS, week_of};

pub(super) const NOW: u64 = 1_795_392_000;
pub(super) const ORIGIN: &str = "log.example";

pub(super) struct Relay {
    pub(super) origin: &'static str,
    pub(super) signer: NoteSigner,
    pub(super) cosigner: CosignerKey,
    pub(super) witness: CosignerKey,
    pub(super) tree: MemoryTree,
    pub(super) time: u64,
    rng: StdRng,
}

impl Relay {
    pub(super) fn new(origin: &'static str) -> Self {
        Self {
            origin,
            signer: NoteSigner::from_seed(origin, &[1; 32]).unwrap(),
            cosigner: CosignerKey::from_seed("log.example/time", &[2; 32]).unwrap(),
            witness: CosignerKey::from_seed("witness.example", &[3; 32]).unwrap(),
            tree: MemoryTree::new(),
            time: NOW,
            rng: StdRng::seed_from_u64(1),
        }
    }

    fn line(&self) -> CardRelay {
        CardRelay {
            log: self.signer.verifier_key().clone(),
            cosigner: self.cosigner.verifier_key().clone(),
            retention_days: 21,
            url: "http://127.0.0.1:8600".into(),
        }
    }

    pub(super) fn policy(&self, quorum: &str) -> Policy {
        let text = format!(
            "log {}\nwitness W1 {}\nquorum {quorum}\n",
            self.signer.verifier_key(),
            self.witness.verifier_key()
        );
        Policy::parse(text.as_bytes()).unwrap()
    }

    /// Logs an entry between dummies, and proves it under a checkpoint that relay and witness cosigned.
    pub(super) fn log(&mut self, entry: Entry) -> TlogProof {
        let index = self.tree.size();
        self.tree.push(entry.leaf_hash());
        let dummy = Dummies::new(&mut self.rng).seal(&mut self.rng);
        self.tree.push(entry_of(&dummy).leaf_hash());
        self.prove(index)
    }

    pub(super) fn prove(&mut self, index: u64) -> TlogProof {
        self.time += 60;
        let size = self.tree.size();
        let note = Checkpoint { origin: self.origin.into(), size, root: self.tree.root() }.sign(&self.signer).unwrap();
        let note = add_cosignature(&note, &self.cosigner, self.time).unwrap();
        let checkpoint = add_cosignature(&note, &self.witness, self.time + 5).unwrap();
        TlogProof { extra: None, index, hashes: prove_inclusion(size, index, &self.tree).unwrap(), checkpoint }
    }

    pub(super) fn consistency(&self, old: u64, new: u64) -> Vec<Hash> {
        prove_consistency(old, new, &self.tree).unwrap()
    }
}

pub(super) fn entry_of(envelope: &Envelope) -> Entry {
    Entry::Envelope { clue: envelope.clue().to_bytes(), body_hash: envelope.body_hash() }
}

pub(super) struct Fixture {
    pub(super) relay: Relay,
    pub(super) desk: NoteSigner,
    pub(super) online: SigningKey,
    pub(super) intake: HybridIdentity,
    pub(super) case: CaseKeys,
    pub(super) card: Card,
    pub(super) material: CaseMaterial,
    desk_number: u32,
    desk_previous: [u8; 32],
    rng: StdRng,
}

impl Fixture {
    /// A desk with a card in the log, and no case yet.
    pub(super) fn empty() -> Self {
        Self::at(Relay::new(ORIGIN), &[])
    }

    /// The same with other relays in its card.
    pub(super) fn at(mut relay: Relay, others: &[&Relay]) -> Self {
        let desk = NoteSigner::from_seed("desk.example", &[4; 32]).unwrap();
        let online = SigningKey::from_bytes(&[5; 32]);
        let intake = HybridIdentity::from_seed(Zeroizing::new([6; 32]));
        let card = Card {
            desk: desk.verifier_key().clone(),
            serial: 1,
            name: "Oficina <legal> & minera".into(),
            roles: vec![(Role::Reports, 3 * DAY_SECONDS)],
            languages: vec!["es".into()],
            issued: NOW,
            expires: NOW + 20 * DAY_SECONDS,
            clue_key: ClueSecret::from_bytes(&[7; 32]).public(),
            online_key: online.verifying_key().to_bytes(),
            relays: [&[&relay], others].concat().into_iter().map(Relay::line).collect(),
            policy: vec![],
            intake: (week_of(NOW)..=week_of(NOW + 20 * DAY_SECONDS)).map(|w| (w, intake.to_recipient())).collect(),
        };
        let note = card.sign(&desk).unwrap();
        let proof = relay.log(entry_of_card(&note, desk.verifier_key(), 1));
        let words = "abacus abdomen zoom zoology abacus abdomen zoom zoology";
        let desk_key = DeskKey(*desk.verifier_key().key_bytes());
        let mut custody = CustodyLog::new(desk_key);
        custody.append(NOW, Action::Opened, By::named("desk"), "report received", None).unwrap();
        let material = CaseMaterial {
            desk: desk.verifier_key().clone(),
            cards: vec![CardEvidence { note, proof }],
            messages: vec![],
            custody_key: CustodyKey::from_bytes(&[8; 32]),
            custody,
            heads: vec![],
            attached: Attachments::new(),
            times: Vec::new(),
        };
        let case = Passphrase::parse(words).unwrap().root().case(desk_key);
        let rng = StdRng::seed_from_u64(2);
        Self { relay, desk, online, intake, case, card, material, desk_number: 0, desk_previous: [0; 32], rng }
    }

    pub(super) fn desk_key(&self) -> DeskKey {
        DeskKey(*self.desk.verifier_key().key_bytes())
    }

    pub(super) fn scope(&self) -> Scope<'static> {
        Scope { origin: self.relay.origin, desk: self.desk_key() }
    }

    fn keep(&mut self, envelope: Envelope, file_key: ExposedFileKey) {
        let proof = self.relay.log(entry_of(&envelope));
        self.material.messages.push(MessageEvidence { envelope, file_key, proof });
    }

    /// One sending of the reporter.
    pub(super) fn reporter(&mut self, messages: &[Message]) -> [u8; 16] {
        let lane_id = self.rng.r#gen();
        self.session(lane_id, messages);
        lane_id
    }

    /// Its session at the present relay.
    pub(super) fn session(&mut self, lane_id: [u8; 16], messages: &[Message]) {
        let recipient = self.intake.to_recipient();
        let (scope, clue_key) = (self.scope(), self.card.clue_key);
        let (writer, opener) =
            LaneWriter::open(scope, &clue_key, &recipient, &self.case, vec![], &mut self.rng).unwrap();
        let mut writer = writer.named(lane_id);
        let envelopes: Vec<_> = messages.iter().flat_map(|m| writer.write(&m.encode()).unwrap()).collect();
        self.relay.log(entry_of(&opener));
        for envelope in envelopes {
            let identities = [HybridIdentity::from_seed(self.intake.expose_seed().clone())];
            let file_key = open_body(&identities, envelope.body()).unwrap().file_key;
            self.keep(envelope, file_key);
        }
    }

    /// One message of the desk, in lane 0.
    pub(super) fn reply(&mut self, message: &Message) -> Vec<ReplyDraft> {
        let mut drafts = Vec::new();
        for (part, parts, fragment) in fragments(&message.encode()).unwrap() {
            let (lane, number) = (0, self.desk_number);
            let fragment = Zeroizing::new(fragment.to_vec());
            let draft = ReplyDraft { lane, number, previous: self.desk_previous, part, parts, fragment };
            self.post(&draft);
            self.desk_previous = draft.chain_hash();
            self.desk_number += 1;
            drafts.push(draft);
        }
        drafts
    }

    /// Posts a part of the desk's to the present relay.
    pub(super) fn post(&mut self, draft: &ReplyDraft) {
        let key = ThreadKey::new(&self.case.case_secret, self.desk_key());
        let position = Position::Desk { lane: draft.lane, week: week_of(self.relay.time), n: draft.number.into() };
        let recipient = self.case.reply_identity.to_recipient();
        let (time, size) = (self.relay.time, self.relay.tree.size());
        let sealed = draft.seal(self.scope(), &key, position, &recipient, &self.online, time, size).unwrap();
        self.keep(sealed.envelope, sealed.file_key);
    }

    /// The whole case: a report in parts, a receipt, a request, consent in a second session, a status.
    pub(super) fn with_case() -> Self {
        let mut fixture = Self::empty();
        let story = "Me amenazaron <script>alert(1)</script> & \"nadie\" me contrata. ".repeat(40);
        let fields = ReportFields {
            kinds: vec![Kind::Threat, Kind::Blacklisting],
            country: Some("CL".into()),
            consent: Some(ConsentLevel::DeskOnly),
            ..ReportFields::default()
        };
        let lane = fixture.reporter(&[Message::Report(Report::new(story, Some(fields)))]);
        fixture.reply(&Message::Received(Received::new(vec![lane])));
        let request = ConsentRequest::new([1, 2, 3, 4], "Estudio Rojas", "para el juicio", ConsentLevel::Counsel);
        fixture.reply(&Message::ConsentRequest(request));
        fixture.reporter(&[Message::ConsentAnswer(ConsentAnswer::new([1, 2, 3, 4], true, Some("sí".into())))]);
        fixture.reply(&Message::Status(StatusUpdate::new(Status::HandedOn, None, Some(NOW + DAY_SECONDS))));
        fixture
    }

    /// Records the export, posts the head, and gives the material as the desk would build from.
    pub(super) fn export(&mut self, action: Action, consent: &str, reason: &str) {
        self.material.sort();
        let record = ExportRecord::new(self.material.contents(), consent.into(), vec!["ab".repeat(32)]);
        let time = self.relay.time;
        self.material.custody.append(time, action, By::named("M. Rojas <desk>"), reason, Some(record)).unwrap();
        self.post_head();
    }

    pub(super) fn post_head(&mut self) {
        let n = self.material.heads.len() as u64;
        let head = self.material.custody.head().unwrap();
        let envelope = self.material.custody_key.seal_head(self.scope(), n, head, &self.online).unwrap();
        let proof = self.relay.log(entry_of(&envelope));
        self.material.heads.push(HeadEvidence { envelope, proof });
    }

    pub(super) fn exported() -> Self {
        let mut fixture = Self::with_case();
        fixture.post_head();
        fixture.export(Action::Exported, "answer 01020304", "for the labour court");
        fixture
    }

    pub(super) fn signer(&self) -> NoteSigner {
        online_signer(self.desk.verifier_key(), &self.online.to_bytes()).unwrap()
    }

    pub(super) fn build(&self) -> Files {
        build(&self.material, &self.signer()).unwrap()
    }

    pub(super) fn desk_vkey(&self) -> &VerifierKey {
        self.desk.verifier_key()
    }
}
