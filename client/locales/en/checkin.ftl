# Words.
checkin-right-question = The word that you armed with (nothing is shown while you type):
checkin-duress-question = The duress word that you armed with (nothing is shown while you type):
checkin-word-again = Once more, to be sure:
checkin-word-differs = those were two different words
checkin-word-missing = no word was given
checkin-word-missing-hint = put it in a file and say --word-file FILE (and --duress-file FILE to start), or pipe it in with -
checkin-word-length = a word has 1 to 128 bytes; two words of a word list are best
checkin-words-alike = the word and the duress word are the same: the desk could not tell that you are forced

# Starting.
checkin-too-long = time and grace together are at most 31 days
checkin-expires = your profile ends on { $when }: that is before this check-in would be over
checkin-expires-hint = arm it anew (davylamp panic arm), or choose a shorter time
checkin-too-many = too many starts were not finished: relays may hold alerts of each
checkin-too-many-hint = end them with davylamp checkin stop where a relay can be reached, then start again
checkin-runs = a check-in runs: its next deadline is { $until }
checkin-in-the-way = a check-in runs: relays hold an alert that nobody could put off once the profile is gone
checkin-in-the-way-hint = end it first with davylamp checkin stop
checkin-runs-hint = put it off with davylamp checkin now, or end it first with davylamp checkin stop
checkin-unsealed = the alert cannot be sealed to a contact
checkin-not-begun = no relay has promised to hold the alert: { $why }. No check-in stands
checkin-not-begun-hint = start it again when a relay can be reached
checkin-stands-unsaid = the relays hold the alert, but the desks cannot be told
checkin-started = The check-in stands. Check in before { $until }; { $grace } after that the alert is raised.

# Checking in.
checkin-renewed = Checked in. The next deadline is { $until }; { $grace } after that the alert is raised.
checkin-stopped = The check-in has ended: every relay promised to do as your word says.
checkin-stop-waits = NOT ended everywhere: the check-in still stands at the relays below. Run "davylamp checkin stop" again before { $until }.
checkin-held = contact { $contact }, { $relay }: promised to hold the alert until { $when }
checkin-spent = contact { $contact }, { $relay }: its time was over at { $when }; it has raised the alert
checkin-not-promised = contact { $contact }, { $relay }: has promised nothing
checkin-left = contact { $contact }, { $relay }: may still hold an alert of an earlier start; the next check-in deletes it
checkin-trying = contact { $contact }, { $relay }: { $why }; trying again until you end this
checkin-no-answer = no answer in this time
checkin-visit-waits = contact { $contact }, { $relay } did not answer ({ $why }): what stands above for it still holds. Run the command again; nothing that shows your word is kept on this device
checkin-word-waits = contact { $contact }: your word to the desk waits on this device for { $relay } ({ $why })
checkin-left-behind = contact { $contact }, { $relay } did not answer ({ $why })
checkin-unkept = the disk does not keep what was answered: { $error }
checkin-missed = MISSED: the deadline and its grace were over at { $when }. The relays have raised the alert, and the desks ring by their own clocks.
checkin-lapsed-hint = no relay holds an alert any more; only the desks' own clocks watch for you. Run "davylamp checkin start" again

# Status.
checkin-none = no check-in runs
checkin-none-hint = start one with: davylamp checkin start --every 12h --grace 1h
checkin-unfinished = A start was not finished: no relay has promised to hold the alert. Start again, or end it with davylamp checkin stop.
checkin-status = Check in before { $until } (in { $left }); { $grace } after that the alert is raised.
checkin-soon = SOON: check in before { $until } (in { $left }); { $grace } after that the alert is raised.
checkin-in-grace = LATE: the deadline was { $until }. In { $left } the alert is raised: check in now.
checkin-stands = the check-in stands as before: its next deadline is { $until }
checkin-words-wait = { $count } words to desks wait on this device; davylamp checkin now or davylamp panic resume sends them
