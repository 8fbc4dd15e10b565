# Contacts.
contact-question = The desk's contact (it begins with davylamp:), as on its poster; or a file with a photograph of the poster:
contact-missing = no contact was given
contact-missing-hint = put it in a file and say --to FILE, or pipe it in with --to -
contact-wrong = this is not a desk's contact: { $why }
contact-wrong-hint = copy it whole from the poster; it begins with davylamp:
contact-two-desks = these are the contacts of different desks
contact-two-desks-hint = give one desk's contact; several lines may name several relays of it
contact-one-relay-hint = this contact names one relay only; if the desk has others, its contact file names all of them, one a line: get it from whoever gave you the poster, and say --to FILE
contact-no-text = this is neither a desk's contact nor a picture of one
picture-unreadable = this picture cannot be read: { $why }
picture-format = only PNG, JPEG and WebP are
picture-heic = this picture is of a kind (HEIC) that cannot be read here
picture-heic-hint = save it as JPEG, or take a screenshot of it
picture-no-code = there is no code to be read in this picture
picture-no-code-hint = take it again: the whole code, straight from the front, sharp, in good light
picture-other-code = the code in this picture is not a desk's contact
picture-two-contacts = there are two different contacts in this picture
picture-two-contacts-hint = take a picture of one alone; and ask the desk which one is its own: somebody may have put up a false one
contact-bad-card = this card cannot be used: { $why }
card-name = { $name }
card-desk = identity      { $desk }
card-role = { $role }, first answer within { $within }
card-languages = languages     { $languages }
card-serial = card          number { $serial }, from { $issued } until { $expires }
card-expired = this card has expired; it can still be used for 90 days after its end
card-relay = relay         { $url }, keeps messages for { $days } days, log { $log }
card-fingerprint = fingerprint   { $words }
card-contact = contact       { $uri }
card-saved = the card is in { $path }: reports can be sealed to it without a network
role-reports = receives reports
role-alerts = receives alerts
role-mediation = mediates
duration-days = { $n } days
duration-hours = { $n } hours
duration-minutes = { $n } minutes
verify-question = The six words that the desk told you:
verify-missing = no words to compare with; say --words FILE, or --card FILE
verify-same = the same desk: { $name } ({ $words })
verify-same-unreached =
    the same desk ({ $words })
    Its card was not looked up: { $why }.
verify-another = THIS IS ANOTHER IDENTITY. The contact's words are: { $here }. What it was compared with: { $other }
verify-another-hint = send nothing to this contact until you have spoken with the desk: somebody may be posing as it

# Finding the desk.
warning = warning: { $what }
relay-failed = { $relay }: { $why }
clock-wrong = the clock of this machine is more than a day off; going by the relay's clock
card-expired-since = the desk's card expired on { $since }; it still works, but ask the desk for a new one
card-ended = the desk's card ended more than 90 days ago: what is sealed to it could not be read
card-ended-hint = ask the desk, or whoever gave you the poster, for its new contact
card-unusable = the desk's card cannot be used: { $why }
standard-input-twice = only one thing can be read from standard input (-)

# Words.
text-missing = no words were given
text-missing-hint = put them in a file and say --text FILE, or pipe them in with --text -
text-empty = there are no words in it
report-unsound = the desk could not read this: a text may be at most 64 KiB long
fields-wrong = the file of fields is not right: { $why }
fields-country = a country is two letters, such as CL (ISO 3166)
fields-date = a date may be at most 40 bytes long

# The passphrase.
passphrase-question = The eight words of your case (nothing is shown while you type):
passphrase-missing = no passphrase was given
passphrase-missing-hint = put the eight words in a file and say --passphrase-file FILE, or pipe them in with --passphrase-file -
passphrase-out-missing = nobody is here to write the passphrase down
passphrase-out-missing-hint = say --passphrase-out FILE for a new case, or --passphrase-file FILE to add to one
passphrase-new =
    These eight words are the only way back to your case. Nobody can give them to you again.
    Write them on paper, and keep the paper where nobody looks. Whoever has the words can read your answers.
passphrase-written-down = Press Enter when you have written them down; they are taken off the screen then.
passphrase-back = Type the eight words, to be sure (nothing is shown while you type):
passphrase-differs = these are eight words, but not the same ones
passphrase-again = Here they are once more.
passphrase-count = the passphrase has { $want } words, and this has { $got }
passphrase-word = word { $place } is not in the word list
passphrase-word-near = word { $place } is not in the word list; perhaps it is "{ $word }"
passphrase-broken-off = the passphrase could not be worked on; there may be too little memory

# report.
report-advice =
    Before you begin:
    - If you are in danger now, first go to a safe place.
    - Do not use a computer or a network of your employer.
    - Write what is needed, and leave out what only you could know, if that would give you away.
    - Nothing of this is kept on this machine, unless you ask for it.
report-desk = This goes to: { $name }
report-desk-question = Is this the desk that you mean, and are these the words of its fingerprint? (yes or no)
report-stopped = stopped; nothing was sent
report-sent = Your report is on the relay: { $envelopes } sealed envelopes, each one proved.
report-deposited =
    Your report is handed in: { $envelopes } sealed envelopes. The relay promised to publish each at a random moment
    within { $within }, so that the log does not show when you sat here. A promise is not a proof: none is there yet.
report-next-deposited =
    What next: after { $within }, run "davylamp check" with your eight words and the desk's contact.
    First you will see "received": then the desk has all of it. Only that shows that the relay kept its promise.
    No "received" a day later: the relay or the desk may be cut off. Send again, or reach the desk another way.
report-next =
    What next: in some hours, run "davylamp check" with your eight words and the desk's contact.
    First you will see "received": then the desk has all of it. Answers come later, in the same way.
    No "received" after a day: the desk may be cut off. Send again, or reach it another way.
report-retention = Look at least every { $days } days: the relay keeps answers no longer.
send-progress = sending
send-first = { $relay } has all of it. That is enough: the others of this desk's relays get it too, and you need not wait for them.
send-too-long = too long: { $why }
send-too-long-hint = send it in two reports of one case: the second with --passphrase-file
send-again-question = Try again? What was sent stays; nothing is sent twice. (yes or no)
send-cut-short-hint = { $posted } of { $total } parts are at the relay: the desk cannot read it yet; send all of it again with the same eight words

# Words that say no.
no-answers = no n

# check.
check-progress = fetching
check-nothing = Nothing of yours here: wrong words, wrong contact, or older than { $days } days.
check-more-question = There may be more of yours. Fetch it too? The relay then sees that somebody has much to read. (yes or no)
check-gone = Something here may have been an answer to you, and the relay says that it no longer keeps it. It promised to keep answers for { $days } days: if you reported more recently than that, it holds them back. The desk sends again what you have not read.
check-more-hint = there may be more of yours: run it again with --all
check-tail-hint = the newest of yours cannot be fetched yet; look again in a minute
check-mirror-progress = verifying
check-mirror-as-of = Reading a copy of the relay, as of { $time } ({ $age } ago). What came later is not in it.
check-mirror-contact = this contact came with the copy: whoever carried it can answer in the desk's name, unless you compare the six words with "davylamp contact verify"
check-mirror-clock = the copy is from the future: look at the clock of this machine
check-mirror-short = the copy begins later than the { $days } days that the relay keeps: older answers are not in it
check-mirror-older-card = the desk's card in the copy (number { $shown }) is older than yours (number { $known })
check-mirror-nothing = Nothing of yours in this copy: wrong words, wrong contact, older or newer than the copy.
check-mirror-rest =
    Nothing was sent, so the desk does not know that you have read this: it will send it again.
    To tell it: run "davylamp check" where there is a network, or seal an answer with "davylamp answer --pack FILE" for a courier.
desk-text = { $when }  The desk writes:
desk-received = { $when }  Received: the desk has all of session { $sessions }.
desk-status = { $when }  Status: { $status }
desk-promise = Next step promised by { $by }.
desk-consent =
    { $when }  The desk asks for your consent.
    Who would see the case: { $whom }
    Why: { $why }
    How far: { $level }
desk-consent-how =
    To allow it:   davylamp answer --consent { $id }
    To refuse it:  davylamp answer --refuse { $id }
    Nobody sees it before you have answered.
consent-level = { $level ->
    [desk-only] the desk only
    [counsel] lawyers
    [company] the company too
    [public] everybody
   *[other] { $level }
}
status-received = received
status-reading = somebody reads it
status-working = somebody works on it
status-waiting-for-you = the desk waits for your answer
status-handed-on = handed on, with your consent
status-closed = closed
odd-not-the-desk = there is an answer in your case that the desk's present key did not sign: it is not shown, somebody may be posing as the desk
odd-replayed = an old answer was put into the log again: it is not shown
odd-missing = answers { $from } to { $to } of caseworker { $lane } are not here: read before, too old, or held back
odd-contradiction = there are two different texts for answer { $number } of caseworker { $lane }; the first is shown
odd-broken = answer { $number } of caseworker { $lane } does not follow the one before it: something was changed or left out
odd-incomplete = the message that begins with answer { $number } of caseworker { $lane } is not complete
odd-unreadable = answer { $number } of caseworker { $lane } needs a newer version of davylamp
odd-log-was-longer = the desk saw { $size } entries when it wrote, more than the relay shows now: the relay hides some

# answer.
answer-text-question = Your words to the desk.
answer-sent = Your answer is on the relay. Run "davylamp check" in some hours.
answer-deposited =
    Your answer is handed in. The relay promised to publish it at random moments within { $within }.
    Run "davylamp check" after that: only the desk's "received" shows that it came.
consent-question = You allow what the desk asked for under { $id }. Once somebody has read the case, this cannot be undone. Go on? (yes or no)
consent-id-wrong = eight hexadecimal digits, as davylamp check shows them
