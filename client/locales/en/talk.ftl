# Numbered choices.
talk-number = Your number, from 1 to { $count } (Enter means 1):
talk-number-needed = Your number, from 1 to { $count }:
talk-number-wrong = Please type a number from 1 to { $count }.

# answer: what a person wants to do.
talk-what = What do you want to do?
talk-write = Write to the desk
talk-allow = Allow what the desk asked for
talk-refuse = Refuse what the desk asked for
talk-outcome = Say how it went
talk-consent-id = Which one? Type the eight signs that "davylamp check" shows beside it:
talk-allow-follows =
    If you allow it, the desk may show your case as it said.
    You can change this later with another answer. What was seen by then stays seen.
talk-refuse-follows =
    If you refuse, nobody else sees your case for this.
    You can change this later with another answer.
talk-refuse-question = You refuse what the desk asked for under { $id }. Send that? (yes or no)
talk-helped = Did it help you?
talk-helped-yes = Yes
talk-helped-partly = In part
talk-helped-no = No
talk-outcome-words = Now in your own words: how did it go?
talk-sees =
    The desk { $name } will see this, with all of your answer. Nobody can read it on the way.
    The relay sees sealed envelopes of one size, and when they come.
talk-sees-pack = The desk { $name } will see this, with all of your answer. Who carries the file cannot read it.
talk-send-question = Press Enter to send it. Type x and Enter to stop:

# check: what was found, and what can be done next.
talk-next = What this means, and what you can do:
talk-means-text = - The desk wrote to you. To write back: davylamp answer
talk-means-received = - "Received" means: the desk has all of what you sent. You need do nothing.
talk-means-reading = - Somebody reads your case. You need do nothing.
talk-means-working = - Somebody works on your case. You need do nothing.
talk-means-waiting = - The desk can not go on without you. To answer it: davylamp answer
talk-means-handed-on = - The desk gave your case to those whom you allowed. You can still write: davylamp answer
talk-means-closed = - The desk has ended its work on your case. You can still write: davylamp answer
talk-means-consent = - The desk asks if others may see your case. Nobody sees it for this unless you say yes.
talk-look-promised = Look again after { $by }. The desk promised the next step by then.
talk-look-late = The desk promised the next step by { $by }. That time is over. You can ask it: davylamp answer
talk-look-again = Look again in a day or two: davylamp check
talk-look-days = Look at least every { $days } days. The relay keeps answers no longer.
talk-consent-now =
    The desk asks under { $id } if { $whom } may see your case.
    Answer now? y = allow, n = refuse, Enter = later:
talk-consent-later = Nothing was sent about { $id }. It waits for you.
talk-outcome-now = Your case is closed. Do you want to say now how it went? y = yes, Enter = later:

# panic arm: why each question is asked.
talk-arm-contacts-why = Your contacts get your alert. You need one. You may name up to eight.
talk-arm-text-why = Why we ask: your contacts must know whom to help, and how. They get this now. You may leave it empty.
talk-arm-invite-why = Why we ask: with a code, a contact sees that you are one of its own. Your alert rings without one too.

# checkin: why a word is asked.
talk-checkin-word-why = Why we ask: nobody but you should be able to put the alert off, or end it.
talk-checkin-words-why =
    Why we ask: this device does not keep your words, and the relays must know them again.
    Type the same two as when you armed it.

# A bar for long work.
talk-bytes-left = { $left } left

# What the system says, in a sentence.
talk-not-detached = this could not go on in the background: { $why }
talk-not-started = this could not start: { $why }
talk-file-unread = { $path }: { $why }
talk-file-long = { $path } is too long: at most { $limit } bytes
talk-file-not-text = { $path } is not text (UTF-8)
talk-hint = hint: { $hint }
