# Texts of the desk.

# Its home.
desk-home-absent = there is no desk in { $path }
desk-home-absent-hint = make one with: davylamp desk init; or name its directory with --home
desk-home-exists = there is a desk in { $path } already
desk-home-exists-hint = choose another directory with --home
desk-home-wrong-key = the passphrase or key file does not open this home
desk-home-wrong-key-hint = mind capitals and spaces; if you are sure of it, key.age may be damaged: davylamp desk restore BACKUP
desk-home-damaged = { $path } was damaged or changed by somebody
desk-home-damaged-hint = nothing was written; keep the directory as it is, and restore a backup into another one: davylamp desk restore
desk-home-newer = { $path } was written by a newer version of this program
desk-home-newer-hint = install that version; nothing was changed
desk-home-full = no room left on the disk for { $path }
desk-home-full-hint = nothing is lost: the old file stands; make room and try again
desk-home-io = { $path }: { $error }
desk-no-home-dir = there is no data directory to keep the desk in: name one with --home
desk-no-case = there is no case { $case }
desk-no-case-hint = see the cases with: davylamp desk list
desk-ask-passphrase = Passphrase of the desk's home:
desk-ask-passphrase-again = The same once more:
desk-passphrases-differ = the two passphrases are not the same
desk-passphrase-short = a passphrase needs at least { $least } characters; several words are best
desk-key-file-bad = { $path } holds no identity (a line AGE-SECRET-KEY-PQ-1…)
desk-still-busy = this cannot be done just now
desk-rekey = Choose what opens the home from now on. Backups that you have keep the old passphrase or key file.
desk-rekeyed = the home is sealed anew
desk-restored-from = the desk was restored from { $path }
desk-restored = this desk was restored from a backup, and has not looked yet what it sent after that
desk-restored-hint = run this first: davylamp desk watch --once

# Setting up.
desk-ask-name = Name of the desk, as people know it:
desk-ask-key-name = Name of its key (your domain is best, no spaces):
desk-ask-languages = Languages that you read (such as: es en):
desk-ask-roles = What you do, and within how long you promise to answer (such as: reports=3d mediation=14d):
desk-ask-relay = Relay (http://host:port):
desk-ask-log-key = The relay's log verifier key:
desk-ask-cosigner-key = The relay's cosigner verifier key:
desk-ask-again = Try again? (yes or no)
desk-role-bad = not a role with a time, such as reports=3d (roles: reports, alerts, mediation): { $role }
desk-time-bad = not a time such as 3d, 12h or 30m: { $time }
desk-relay-key-bad = not a verifier key of a relay ({ $why }): { $key }
desk-give-operator = give this line to the relay's operator: davylamp-relay desk add DIR { $key }
desk-poster-written = The poster is in { $path }: print it. The contact as text is beside it.
desk-backup-written = A backup is in { $path }: keep it on another machine. Who has it and its passphrase can read what the desk could when it was made.
desk-self-test = Sending a test report to this desk, through the relay. It takes some seconds.
desk-self-test-report = This is the desk's test of itself.
desk-self-test-passed = The test report arrived.
desk-self-test-failed = the test report did not arrive
desk-self-test-failed-hint = look at the relay; then call davylamp desk init again: it goes on from here
desk-init-done = The desk is ready. Start: davylamp desk watch
poster-title = You can report safely
poster-scan = Scan this code, or copy the line below it, and give it to davylamp report.
poster-compare = Compare these six words with those that your program shows:
poster-how = Your name is not asked. Do not use a phone or a network that your employer gave you.

# The card.
desk-card-published = card number { $serial } is published
desk-card-drafted = the draft is in { $path }: sign it on the offline machine with davylamp desk card sign, then publish it with --signed
desk-card-needs-draft = the desk's identity is kept offline: the card has to be signed there
desk-card-needs-draft-hint = davylamp desk card publish --draft FILE; there: davylamp desk card sign --identity FILE DRAFT -o CARD; here: davylamp desk card publish --signed CARD
desk-card-other = this card was not made for this desk's keys
desk-card-rolled-back = this card has number { $shown }, and number { $known } is known: it is old
desk-card-to-sign = Card number { $serial } of { $name }, read at:
desk-card-ask-sign = Sign it? (yes or no)
desk-card-not-signed = the card was not signed
desk-card-signed = the signed card is in { $path }
desk-card-ends = The contact card ends in { $days } days. Renew it: davylamp desk card publish

desk-card-ended = The contact card has ended: reporters are warned, and can use it for 90 days more. Renew it: davylamp desk card publish

# Watching.
desk-alarm = !!! { $what }
desk-ready = Watching { $origin } ({ $size } entries).
desk-new-case = New case: { $case }
desk-new-message = { $case }: { $kind }
desk-new-contradiction = { $case }: { $kind }. Another relay brought another text in its place: look at both.
desk-was-read = { $case }: { $count } of your messages were read
desk-fresh = Not cut off: an own message came back after { $seconds } s.
desk-cut-off = This desk is cut off from { $origin }: { $missed } of its own messages did not come back. Reports may not reach you. Look at the network and the relay, and tell people another way.
desk-relay-lied = the relay { $origin } was caught: { $what }
desk-relay-lied-hint = what it signed is kept as evidence; do not use this relay; tell other desks and reporters
desk-stale = The newest state that { $origin } shows is { $minutes } minutes old: newer reports may be held back.
desk-unreachable = { $origin } cannot be reached: { $why }. Trying again.
desk-back = { $origin } can be reached again.
desk-foreign-card = A card of number { $serial } stands in the log under this desk's key, and this desk did not make it: somebody has its identity key.
desk-card-gone = { $origin } shows nobody this desk's card, though it logged it: reporters with a poster cannot reach this desk there. Ask the operator whether the desk is still listed, and publish the card elsewhere.
desk-lost = { $origin }: { $entries } messages for this desk came while it was away for too long, and are gone.
desk-progress = catching up: { $at } entries
desk-renewed = { $count } messages that nobody has read yet were sealed anew
desk-cover-mean-bad = the mean time between cover messages must be more than 0 seconds
desk-lie-fork = it shows entries that are not those it signed: its history was changed, or split
desk-lie-altered-body = it changed a message
desk-lie-withheld-body = it holds back a message that it should still have
desk-lie-shrunk = its log became shorter
desk-lie-out-of-order = it skipped or repeated entries
desk-lie-dropped = it gave a receipt for a message, and left the message out of the log that it shows
desk-lie-bad-signature = its checkpoint is not signed by the log
desk-lie-bad-time = its checkpoint bears no time that its clock signed
desk-lie-relay-length = an answer was cut, or is not a relay's
desk-lie-relay-malformed = an answer is not what it should be
desk-lie-relay-checkpoint = its checkpoint is not the log's
desk-lie-relay-not-timed = its checkpoint bears no time
desk-lie-relay-rolled-back = it shows an older state than before
desk-lie-relay-forked = it shows two histories
desk-lie-relay-card-forged = it shows a card that does not hold
desk-lie-relay-card-not-logged = it shows a card that is not in its log
desk-lie-relay-card-rolled-back = it shows an old card
desk-lie-relay-receipt = its receipt proves nothing
desk-lie-relay-body-altered = it changed a message
desk-lie-relay-body-withheld = it holds back a message
desk-lie-relay-entries-altered = it shows entries that are not in its log
desk-lie-relay-tag-bundle = it lies in its tag bundles
desk-lie-relay-feed = its stream is not well formed

# Cases.
desk-no-cases = There are no cases yet.
desk-list-row = { $case }  { $status }  { $time }
desk-show-head = Case { $case }: { $status }
desk-show-link = belongs together with { $case }
desk-show-gap = Something is missing in session { $lane }: from number { $from } to { $to }
desk-message-head = { $from }, { $time }: { $kind } { $state }
desk-from-reporter = Reporter
desk-from-desk = Desk
desk-state-waiting = (waits to be posted)
desk-state-logged = (in the log, not read yet)
desk-state-read = (read)
desk-kind-report = report
desk-kind-text = message
desk-kind-received = receipt
desk-kind-status = status
desk-kind-consent-request = request for consent
desk-kind-consent-answer = answer about consent
desk-kind-outcome = outcome
desk-kind-unknown = message that this version cannot read
desk-message-contradicted = Another relay brought another text in its place: who sent it, or who has the eight words, sent two. Neither counts as consent.
desk-message-unreadable = this version cannot read it
desk-message-received = The desk's machine has told the reporter that it arrived.
desk-promised-by = promised by { $time }
desk-consent-asked = { $id }: may { $whom } see the case? ({ $level })
desk-consent-granted = { $id }: yes
desk-consent-refused = { $id }: no
desk-consent-id = the request is called { $id }
desk-consent-level = consent is asked for counsel, company or public
desk-ask-reply = Your answer.
desk-ask-for-whom = Who would see the case:
desk-ask-why = Why, in plain words.
desk-nothing-to-send = there is nothing to send
desk-stored = Stored. A running watch posts it.
desk-stored-hint = it is stored: a running watch posts it as soon as the relay takes it
desk-posted = In the log.
desk-ask-delete = Forget case { $case } for ever, with all its messages? (yes or no)
desk-not-deleted = the case was not deleted
desk-deleted = Case { $case } is gone. What is in backups stays there.

# Alerts.
desk-kind-arm = alert profile
desk-kind-alert = ALERT
desk-kind-drill = DRILL (an exercise)
desk-kind-duress = CHECK-IN UNDER DURESS
desk-kind-check-in-missed = MISSED CHECK-IN
desk-verified = invited by this desk
desk-unverified = not invited by this desk
desk-profile-armed = A defender armed the alert profile { $profile } ({ $who }), until { $time }. See it: davylamp desk show { $profile }
desk-alert = { $what } { $alert } from profile { $profile } ({ $who }).
    What it means: davylamp desk show { $profile }
    You have it: davylamp desk ack { $alert }
desk-alert-by-update = { $what } { $alert } from profile { $profile } ({ $who }): its first message has not come, a later one has.
    What it means: davylamp desk show { $profile }
    You have it: davylamp desk ack { $alert }
desk-alert-group = { $count } ALERTS from profiles that this desk did not invite: they ring together.
    See them: davylamp desk ack
    A profile that floods you: davylamp desk mute PROFILE
desk-alert-update = { $what } { $alert }, profile { $profile }: more is known.
desk-update-text = says: { $said }
desk-update-place = place: { $said }
desk-alert-still = { $what } { $alert }, profile { $profile }: still in danger
desk-cancel-right = { $what } { $alert }, profile { $profile }: cancelled with the right word. Stood down.
desk-cancel-other = { $what } { $alert }, profile { $profile }: somebody tried to cancel it with a word that is none of the two. It goes on.
desk-cancel-duress = UNDER DURESS: { $what } { $alert }, profile { $profile }, was cancelled with the duress word. It goes on.
    The defender is forced to pretend, and may be watched: do not call back openly, do not let anybody see that you know.
    What was agreed: davylamp desk show { $profile }
    You have it: davylamp desk ack { $alert }
desk-cancel-unseen = The alert itself has not come yet.
desk-cancel-ends = The profile ends.
desk-alive-right = Profile { $profile } checked in; next by { $time }
desk-alive-late = Profile { $profile } checked in, too late, with the right word; next by { $time }
desk-alive-ends = Profile { $profile } checked in for the last time, with the right word.
desk-alive-other = Profile { $profile } checked in with a word that is none of the two: it counts for nothing.
desk-alive-duress = UNDER DURESS: profile { $profile } checked in with the duress word ({ $alert }).
    The defender is forced to pretend, and may be watched: do not call back openly, do not let anybody see that you know.
    What was agreed: davylamp desk show { $profile }
    You have it: davylamp desk ack { $alert }
desk-check-in-missed = MISSED CHECK-IN { $alert } of profile { $profile } ({ $who }): no sign of life by { $time }.
    What it means: davylamp desk show { $profile }
    You have it: davylamp desk ack { $alert }
desk-alert-acknowledged = { $what } { $alert }, profile { $profile }: { $by } has it
desk-alert-waiting = NOBODY HAS ACKNOWLEDGED:
desk-alert-waiting-group = and { $count } more from profiles that this desk did not invite: davylamp desk ack
desk-waiting-row = { $what } { $alert }, profile { $profile } ({ $who }), since { $time }
desk-waiting-duress = DO NOT CALL BACK OPENLY
desk-nothing-waits = Nothing waits for a person.
desk-ack-hint = You have one: davylamp desk ack ALERT
desk-ack-unknown = no alert { $alert }
desk-ack-unknown-hint = see what waits with: davylamp desk ack
desk-ack-several = { $alert } may be several alerts: type more of it
desk-acked = { $what } { $alert }: you have it. The defender is shown it as soon as the relay has logged it.
desk-acked-local = { $what } { $alert }: you have it.
desk-ack-stored-hint = it is stored: a running watch posts it as soon as the relay takes it
desk-escalated = { $what } { $alert }, profile { $profile }: nobody has acknowledged it; { $to } was told
desk-hook-failed = { $what } was not reached: { $why } ({ $failures } failures so far)
desk-notify-title = Davylamp desk
desk-no-such-profile = there is no alert profile { $profile }
desk-no-such-profile-hint = see the profiles with: davylamp desk list
desk-muted = Profile { $profile } is muted: its alerts are acknowledged by the machine and shown, and do not ring.
desk-unmuted = Profile { $profile } rings again.
desk-invite = Invite code, good once: { $code }
desk-invite-hint = Give it to the defender in person. Whoever types it while arming is shown as invited.
desk-invite-open = { $code }  not used yet, made { $time }
desk-invite-used = used by profile { $profile }, made { $time }
desk-ladder-empty = There is no ladder: what nobody acknowledges only goes on ringing. Set one: davylamp desk ladder set FILE
desk-ladder-bad = line { $number } is not minutes and a command (or @contacts): { $line }
desk-ladder-long = a ladder has at most { $most } rungs
desk-ladder-set = The ladder has { $rungs } rungs. A running watch uses it at once.
desk-contact-message = The desk "{ $desk }" ({ $words }) has had { $what } since { $time } UTC, and nobody there has acknowledged it. The defender named you for this case. You may have the same alert yourselves. This was sent by the desk's machine; nobody reads answers to it.
desk-contact-what-alert = an alert
desk-contact-what-drill = a drill (an exercise, not an alert)
desk-contact-what-duress = a check-in under duress (do not call the defender back openly)
desk-contact-what-check-in-missed = a missed check-in
desk-contact-what-alert-duress = an alert cancelled under duress (do not call the defender back openly)
desk-profile-row = { $profile }  alert profile, { $who }{ $muted }, until { $time }
desk-profile-muted = , muted
desk-profile-head = Alert profile { $profile }: { $who }{ $muted }, armed { $armed }, until { $time }
desk-profile-means = What an alert from here means:
desk-profile-contacts = May be told when nobody here acknowledges: { $contacts }
desk-alarm-row = { $time }  { $what } { $alert }: { $state }
desk-alarm-waits = nobody has it
desk-alarm-acknowledged = { $by } has it since { $time }
desk-alarm-stood-down = stood down { $time } with the right word
desk-alarm-duress = (duress word)
desk-from-profile = Defender
desk-message-arm = The words and keys of this profile are kept sealed and are never shown.
desk-export-profile = { $case } holds an alert profile: its messages carry the defender's words and keys, so it cannot become a case file
desk-export-profile-hint = what the defender wants proven belongs in a report; the evidence of the alerts stays in this home
desk-watch-seconds-bad = a time must be more than 0 seconds
desk-before-restore = somebody, before the home was restored
desk-somebody = somebody
