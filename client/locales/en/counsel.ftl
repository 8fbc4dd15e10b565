# Texts of the counsel.

# Keys.
keygen-identity = Secret identity: { $path }. It opens every case file that is sealed to you. Keep it, and a copy of it, safe.
keygen-recipients = Public recipient: { $path }. Give this file to the desk.
keygen-signing = Signing key for challenges: { $path }. Its verifier key: { $key }
keygen-keep = If the identity is lost, nobody can open the case files. If it is stolen, somebody else can.
keygen-name = not a name for a key: { $why }
signing-key-wrong = not a signing key of "counsel keygen --signing"
recipients-line = line { $number } of the recipients file is not an age recipient
recipients-none = there is no recipient in the recipients file
recipients-many = a case file has at most 64 recipients
recipients-mixed = the recipients file has post-quantum and classical recipients together
recipients-mixed-hint = the file would be as weak as the weaker kind: make one file for each kind, or ask everybody for age1pq1… recipients
identity-line = line { $number } of the identity file is not an age identity
identity-none = there is no identity in the identity file

# Challenges.
challenge-written = Challenge written: { $path }
challenge-hint = Give it to the reporter, by way of the desk or another. Answering it is the reporter's free choice.
challenge-name = your name must have 1 to 120 bytes and no control characters
challenge-many = the case has more proofs than a challenge can name: verify the claim with --log
challenge-broken-case = the case file is broken: { $why }

# Case files.
case-needs-identity = a sealed case file needs -i with the identity that opens it
case-not-one = this is not a case file
case-not-one-hint = a case file is one age file, or the folder with bagit.txt in it
case-does-not-open = the case file does not open
case-does-not-open-hint = it is sealed to somebody else, or it was cut or changed on its way
case-too-large = this is larger than a case file may be
case-unsafe-entry = the case file holds something that is not safe to touch: { $path }
case-unsafe-entry-hint = nothing was written; ask the desk for the file again, by another way
case-folder-exists = { $path } is there already, and nothing is overwritten
case-opened = Opened: { $path }
case-opened-hint = To check it: davylamp case verify { $path } --policy YOUR-POLICY --desk YOUR-COPY-OF-THE-POSTER

# The verdict.
verify-proven = PROVEN under your policy.
verify-unanchored = UNANCHORED: nothing in it is broken, and nobody whom you believe vouches for all of it.
verify-broken = BROKEN: this is not what a desk exported. Do not rely on it.
verify-broken-list = What is broken:
verify-shown = What this shows:
verify-not-shown = What this does not show:
verify-messages = The messages:
verify-in-log = { $reporter } messages of the reporter and { $desk } of the desk: this exact text was in the log at this place by this time, and was not altered or back-dated since.
verify-consistent = { $reporter } messages of the reporter and { $desk } of the desk fit the proofs that lie beside them. Whose proofs these are, you do not know yet.
verify-rendered = The page and the data for programs say exactly what these messages say.
verify-custody = The custody log is unbroken up to this export, and its head is in the log (heads: { $heads }).
verify-desk-named = The desk is the one that you named: it signed this file, its answers and its custody log.
verify-consent = The reporter's messages consent to a legal team seeing this case.
verify-claim = The claim covers { $covered } of { $all } parts of the reporter's messages: they were written by whoever holds this claim, before its cut-off, and were not added by the desk.
verify-nothing = Anything.
verify-who = Who wrote it: the desk could have.
verify-claim-limit = Who holds the claim. A desk that invented a whole reporter could hold one too.
verify-claim-not = { $path } is not covered by the claim: it { $why }.
verify-claim-broken = The claim does not hold: { $why }
verify-challenge-not = Whether the claim answers your challenge: give it with --challenge.
verify-no-policy = Whether this log is one that you believe: give your own policy with --policy.
verify-relay-clock = Time: relay's clock only, where no independent witness of your policy is named below.
verify-beside = What { $count } entries are for which your policy does not vouch. What they say is also in a log for which it does.
verify-contradicted = Which of two texts is meant, where one log has one and another log the other under the same number. A reporter's program never sends that; who has the reporter's words, or the desk, could. Neither counts as consent; a claim shows which of them the reporter wrote.
verify-no-desk = Which desk this is: give its poster or key with --desk. Until then, signature, names and custody are those of whoever made this file.
verify-no-consent = That the reporter let a legal team see this. The last event of the custody log says why it was handed over.
verify-gap = What { $side } said in lane { $lane }, numbers { $first } to { $last }: it is not in this file.
verify-gap-open = the end of a message
verify-no-relay = Whether a newer case file exists, or an earlier claim: only the log can show that (--log).
verify-earlier = An earlier cut-off of the same author is in the log, as entry { $index }: only what was logged before that one is covered.
verify-message = { $side }, { $kind }: entry { $index } of { $log }, by { $time } ({ $paths })
verify-message-also = It is also entry { $index } of { $log }, by { $time } ({ $paths }).
verify-message-beside = It is also entry { $index } of { $log }, for which your policy does not vouch ({ $paths }).
verify-message-contradicted = ANOTHER TEXT stands in its place in another log: see above.
verify-by-witness = { $time }, witness { $name }
verify-by-relay = { $time }, relay's clock only
verify-no-time = an unknown time
verify-reporter = the reporter
verify-desk = the desk
verify-policy = { $path } is not a policy: { $why }
verify-policy-hint = a policy is a C2SP tlog-policy: log, witness, group and quorum lines
verify-relay-unknown = this case file names no relay

# Export.
export-not-sealed = the case file could not be sealed: { $why }
export-no-messages = there is nothing in this case yet that could be exported
export-no-proof = a message of this case is not proven in the log yet
export-no-proof-hint = let "desk watch" run for a minute, then try again
export-no-consent = the reporter has not agreed that a legal team sees this case
export-no-consent-hint = ask with: davylamp desk ask-consent { $case }; or, if you must, give your reason in a file with --without-consent
export-has-consent = the reporter has agreed: --without-consent is not needed
export-empty-reason = the file with the reason is empty
export-card = the desk's card is not proven in the log
export-card-hint = publish it: davylamp desk card publish
export-broken = the case file would not hold: { $why }
export-broken-hint = nothing was written; run "davylamp desk show" to see the case
export-posted = The custody log's head is in the log, as entry { $index }.
export-written = Case file written: { $path }
export-gaps = { $count } gaps: numbers that are missing in a lane. The case file says so.
export-cannot-be-undone = What was handed over cannot be called back.
export-exists = { $path } is there already, and nothing is overwritten
export-vault = the case's custody file is damaged
export-actor = the name of who exports must have 1 to 200 bytes and no control characters

# Claims.
claim-explain = A claim shows this legal team that the messages of your case were written by you, whoever you are. It cannot be taken back. Nobody may force you to give one.
claim-who = The challenge is by: { $name }. Key: { $key }
claim-who-hint = Make sure, by another way, that this is the legal team you trust: anybody can write any name.
claim-question = Give the claim? (yes/no)
claim-not-given = no claim was given
claim-not-interactive = a claim cannot be taken back: confirm with --yes
claim-challenge = not a challenge: { $why }
claim-challenge-hint = ask your legal team for the file from: davylamp counsel challenge
claim-earlier-wrong = the earlier claim is not one of this case: { $why }
claim-reused = An earlier claim fixed the cut-off at { $size } entries; it is used again.
claim-tail = your earlier cut-off is too new to be read; try again in a minute
claim-gone = your earlier cut-off is too old to be read: give the earlier claim file with --earlier
claim-posted = The cut-off is fixed at { $size } entries of the log, for ever.
claim-unjoined = One of the legal team's proofs is newer than the log shows; they need --log to verify it.
claim-written = Claim written: { $path }. Give it to the legal team.
claim-failed = the claim could not be made: { $why }
