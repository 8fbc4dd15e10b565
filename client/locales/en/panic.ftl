# Texts of panic: what a defender reads.
panic-not-armed = this device is not armed: no alert was raised
panic-not-armed-hint = arm it first, while all is calm: davylamp panic arm --to CONTACT
panic-armed-already = this device is armed already
panic-armed-already-hint = to arm it anew, say --replace; the old profile then ends here
panic-foreign = { $path } is a file of another kind: it was left alone
panic-foreign-hint = name a file that is not there yet
panic-damaged = the alert profile is damaged: it cannot raise an alert
panic-damaged-hint = reach your contacts another way; then arm again: davylamp panic arm --replace
panic-newer = the alert profile was written by a newer version of davylamp
panic-newer-hint = use that version
panic-no-room = too much waits to be sent: this was not added
panic-no-room-hint = look at davylamp panic status; what waits goes out once the relay can be reached
panic-busy = another davylamp command is using the alert profile
panic-io = the alert profile cannot be used: { $path }: { $error }
panic-disk-full-hint = the disk is full: make room, and try again

# Arming.
panic-arm-advice =
    Arm while all is calm, and on a device that is yours alone.
    Your contacts learn what an alert from you means, and two words. This device keeps neither.
    Whoever takes it can raise a false alert. They cannot read what you wrote, or see whom you told.
panic-arm-another = Another contact (or Enter to go on):
panic-arm-contact = Contact { $contact }: { $name }
panic-arm-question = Do these six words match what this contact told you? (yes or no)
panic-arm-stopped = stopped: nothing was armed
panic-arm-no-alerts = this desk does not promise to watch for alerts
panic-arm-contacts = at most { $most } contacts
panic-arm-invites = more invite codes than contacts
panic-arm-twice = the same contact was given twice
panic-arm-text-question = What should they know when your alert comes? Who you are, where, whom to call.
panic-arm-invite = Invite code of contact { $contact } (or Enter if you have none):
panic-arm-invite-long = that is no invite code: it is too long
panic-arm-unsound = this text cannot be sent as it is
panic-arm-told = Contact { $contact } was told: { $name }
panic-arm-not-told = { $name } could not be told, so nothing was armed: { $why }
panic-arm-in-alert = an alert is under way: call it off before you arm anew
panic-arm-in-check-in = a check-in is running: stop it before you arm anew
panic-armed = This device is armed until { $until }.
panic-armed-next =
    Try it out now: davylamp panic drill
    In danger: davylamp panic

# Words.
panic-words-advice =
    You need two words. The first calls an alert off.
    The second is for when somebody forces you: it looks the same here, and tells your contacts that you are in danger.
    Learn both by heart. This device will not keep them, and cannot tell them apart.
panic-words-suggestion = For example "{ $one }" and "{ $other }".
panic-new-word = The word that calls an alert off:
panic-new-duress-word = The word for when you are forced:
panic-word-again = Once more:
panic-word-differs = that was not the same; begin again
panic-word-question = Your word:
panic-word-unfit = that word cannot be used: { $why }
panic-words-alike = the two words are the same: take another
panic-word-missing = there is no word
panic-word-missing-hint = name files with --word-file and --duress-file, or run this on a terminal

# An alert.
panic-raised = ALERT RAISED. It goes to all your contacts, and keeps trying. Leave this open if you can.
panic-resumed = Going on with what waits.
panic-raised-drill = Drill. It goes the way of an alert; your contacts see that it is a drill.
panic-untested = Untested: no contact has acknowledged a drill from this device.
panic-state-queued = queued: no relay has it yet
panic-state-on-relay = on the relay, proof verified
panic-state-received = received by their machine; no person yet
panic-state-acknowledged = acknowledged by a person
panic-retry = queued, again in { $seconds } s: { $why }
panic-still = Said again: still in danger.
panic-not-kept = WARNING: this cannot be kept on the disk ({ $why }). The alert goes out all the same. Leave this open: if it ends, nothing is left to go on with.
panic-done = A person has it.
panic-cancelled = Called off: your contacts get your word.
panic-posted = It is on the relay.
panic-waits = It still waits. It goes out when davylamp panic resume runs, or with the next alert.
panic-ended-queued = Stopped. NO relay has the alert yet. Run davylamp panic again, or davylamp panic resume.
panic-ended-on-relay = Stopped. A relay has the alert; nobody has answered yet.
panic-ended-received = Stopped. A contact's machine has the alert; no person has answered yet.
panic-unsealed = the alert cannot be sealed: { $why }
panic-detached = Alert raised. It goes on in the background: davylamp panic status
panic-detach-alone = --detach goes with the alert itself, and with no other command
panic-detach-not-kept = the alert cannot be kept on the disk, so it cannot go on in the background ({ $why }); run davylamp panic without --detach NOW
panic-detach-failed-hint = the alert waits: run davylamp panic resume
panic-drill-in-alert = an alert is under way: no drill now
panic-no-alert = no alert is under way

# In a pack.
panic-packed = SEALED into { $path }: { $envelopes } envelopes for each of { $relays } relays, of one size for all. NO relay has it yet.
panic-pack-next =
    Give the file to a courier, or carry it to where there is a network: davylamp courier post FILE
    Anybody can post it, and nobody can read it. Give copies to several people.
    It waits here too: once there is a network, davylamp panic resume sends the same, and shows who has it.
    When it is over, wipe every copy: davylamp wipe FILE
panic-pack-nothing = Nothing waits to be sent: no file was made.
panic-pack-left = warning: { $count } messages did not fit into the file; they wait here
panic-pack-waits-hint = it waits here: name another file, or run davylamp panic resume when there is a network
panic-pack-lost-hint = NOTHING WAS RAISED: it could not be kept here either; make room, and try again
panic-pack-not-kept = WARNING: this cannot be kept on the disk ({ $why }). The alert is in the file alone: davylamp panic resume knows nothing of it.
panic-pack-not-here = --pack goes with the alert itself, and with drill, update, cancel and resume

# More about an alert.
panic-update-question = What should they know?
panic-update-missing = there is nothing to say
panic-update-missing-hint = name a file with --text or --place, or run this on a terminal
panic-update-long = too long: { $length } bytes, and at most { $limit } fit

# The end of a profile.
panic-disarm-waits = Your contacts were not told yet, so the profile stays. Try again, or wipe it at once with --offline.
panic-disarmed = The profile is wiped. This device can raise no more alerts.

# Status.
panic-status-armed = Armed. Contacts: { $contacts }
panic-status-expires = Until { $time }.
panic-status-expires-soon = EXPIRES SOON: { $time }. Arm anew: davylamp panic arm --replace
panic-status-expired = EXPIRED: { $time }. Your contacts may no longer look for it. Arm anew: davylamp panic arm --replace
panic-status-drilled = { $contact }  a person acknowledged a drill: { $time }
panic-status-undrilled = { $contact }  has acknowledged no drill
panic-status-no-alert = No alert is under way.
panic-status-alert = ALERT, since { $time }:
panic-status-drill = Drill, since { $time }:
panic-status-cancelled = Called off; raised { $time }:
panic-status-waiting = Waits to be sent: { $count }
