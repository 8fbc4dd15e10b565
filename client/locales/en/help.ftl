# What --help says of the commands that reporters, defenders and couriers use.
# Made from the doc comments of the commands: DAVYLAMP_BLESS=1 cargo test -p davylamp help::
help = Report threats and blacklisting without a name; receive, answer and prove such reports
help--json = Print data as JSON on standard output
help--plain = Ask line by line and draw nothing: for screen readers, and terminals that can do no more
help--lang = Speak this language: en, fr, es, pt or sw [default: the system's]
help--socks = SOCKS5 proxy of Tor, host:port; found by itself on the usual ports when not given
help--direct = Speak to a relay that is neither an onion nor on this machine, without Tor: it sees where you are
help-report = Report a threat, a blacklisting or another harm, without a name
help-report--to = File with the desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input
help-report--text = File with your words, or - for standard input
help-report--fields = File with any of the fields (TOML or JSON), or - for standard input; flags add to it
help-report--more = Ask every question there is, not only the eight that matter most; each may be left empty
help-report--kinds = What happened; may be given several times
help-report--affected = Who is affected; may be given several times
help-report--perpetrators = Who did it; may be given several times
help-report--asked-for = What you ask for; may be given several times
help-report--may-see = The widest circle that may see the case
help-report--contact-wanted = Whether you want to be answered
help-report--passphrase-out = Write the new passphrase to this new file, instead of showing it
help-report--passphrase-file = File with the passphrase of a case that exists, or - for standard input: the report joins it
help-report--pack = Seal it into this new file, for somebody else to post, and speak to no network; --to must name a card
help-report--attach = Send this photograph or document along; may be given many times
help-report--keep-metadata = Send the files just as they are, with all that they say about you
help-report--resume = Keep the sealed files in this file until all is sent: if it breaks off, give it again, and it goes on
help-report--limit-rate = Send at most so many bytes a second, as 200k or 1M
help-report--now = Have it published at once: who watches the log can tell when you sat here
help-report--within = Have each part published at a random moment within so many hours (or 90s, 30m, 12h); at most 24
help-check = Look for answers, with the passphrase and the public poster
help-check--to = File with the desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input
help-check--with = Read the mediator's thread too, in one order of time: file with its contact, or - for standard input
help-check--passphrase-file = File with the passphrase, or - for standard input
help-check--from = Read a mirror that a courier brought: without a network, and nothing is written
help-check--all = Fetch everything that may be yours without asking; the relay sees that there is much
help-check--now = Have it published at once: who watches the log can tell when you sat here
help-check--within = Have each part published at a random moment within so many hours (or 90s, 30m, 12h); at most 24
help-answer = Answer the desk: words, consent or refusal, or how it went
help-answer--to = File with the desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input
help-answer--invite = Bring a mediator into your case: file with its contact, or - for standard input. With --consent: the one that the desk proposed under that number
help-answer--with = Write to the mediator of your case too: file with its contact, or - for standard input
help-answer--remove-mediator = Remove the mediator that --with names from your case, for good
help-answer--passphrase-file = File with the passphrase of the case, or - for standard input
help-answer--text = File with your words, or - for standard input; beside --consent or --refuse, what you add to it
help-answer--consent = Allow what the desk asked for under this number (check shows it)
help-answer--refuse = Refuse what the desk asked for under this number
help-answer--outcome = File with how it went, or - for standard input
help-answer--helped = Whether it helped
help-answer--pack = Seal it into this new file, for somebody else to post, and speak to no network; --to must name a card
help-answer--attach = Send this photograph or document along; may be given many times
help-answer--keep-metadata = Send the files just as they are, with all that they say about you
help-answer--resume = Keep the sealed files in this file until all is sent: if it breaks off, give it again, and it goes on
help-answer--limit-rate = Send at most so many bytes a second, as 200k or 1M
help-answer--now = Have it published at once: who watches the log can tell when you sat here
help-answer--within = Have each part published at a random moment within so many hours (or 90s, 30m, 12h); at most 24
help-claim = Show, when you choose to, that you wrote the messages of your case
help-claim--challenge = The legal team's challenge
help-claim--output = Where the claim goes: a new file
help-claim--to = File with the desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input
help-claim--passphrase-file = File with the passphrase, or - for standard input; asked for when not given
help-claim--earlier = A claim that was given before: its cut-off is used again
help-claim--yes = Do not ask
help-metadata = Show what photographs and documents say about who made them, and write copies without it
help-metadata--files = Photographs and documents (JPEG, PNG, WebP, DOCX, XLSX, PPTX, ODT)
help-metadata--output = Write copies without it into this directory, under neutral names; no file there is written over
help-panic = Raise an alert at once; or arm this device for it
help-panic--after-help =
    Without a command, the alert goes out at once: nothing is asked.

    Exit codes:
      0  a person has it (update, cancel, disarm: a relay has it)
      1  failed: nothing was raised
      2  not understood: nothing was sent
      3  this device is not armed
      4  raised, and still waits for a relay; or is in the file of --pack
      5  raised, and a relay has it
      6  raised, and a desk's machine has it
      7  called off
    4 to 6 when it was told to stop before a person had it: by a signal, --for or --detach.
help-panic--home = The alert profile's directory [default: $DAVYLAMP_PANIC_HOME, or davylamp/panic in the state directory]
help-panic--profile = The alert profile's file: any name, anywhere, so that nothing shows what it is
help-panic--for = Stop watching after so many seconds; what waits then goes on with `davylamp panic resume`
help-panic--repeat = Seconds between two "I am still in danger"
help-panic--pack = Write what has to be sent to this new file, for somebody else to post, and end; speak to no network
help-panic--detach = Go on in the background
help-panic-arm = Prepare this device to raise alerts; asks for your contacts and two words
help-panic-arm--to = File with a contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input; once for each contact, at most 8
help-panic-arm--text = File with what an alert from you means: who you are, where, whom to call; or - for standard input
help-panic-arm--word-file = File with the word that calls an alert off, or - for standard input
help-panic-arm--duress-file = File with the word that only seems to, or - for standard input
help-panic-arm--invite-file = File with an invite code, in the order of --to; an empty file for a contact that gave none
help-panic-arm--introduce = Tell each contact who the others are, so that they can call on each other
help-panic-arm--expires-days = Days until the profile expires
help-panic-arm--replace = Arm anew, in place of the profile that is here
help-panic-drill = Try it all out: as an alert, but the desk sees that it is a drill
help-panic-update = Add words or a place to the alert
help-panic-update--text = File with your words, or - for standard input
help-panic-update--place = File with where you are, or - for standard input
help-panic-update--attach = Send this photograph or document too; the words go first, and do not wait for it
help-panic-update--keep-metadata = Send the file just as it is, with all that it says about you
help-panic-cancel = Call the alert off; asks for your word
help-panic-cancel--word-file = File with your word, or - for standard input; asked for when missing
help-panic-status = What is armed, what was tried out, and how far an alert has come
help-panic-resume = Go on with an alert after a crash or a restart; does nothing when there is none
help-panic-disarm = End the profile and wipe it; asks for your word
help-panic-disarm--word-file = File with your word, or - for standard input; asked for when missing
help-panic-disarm--offline = Wipe the profile without telling anybody: the desks go on as if it were armed
help-checkin = Have an alert raised when you do not check in: for those who may be unable to raise one
help-checkin--home = The alert profile's directory [default: $DAVYLAMP_PANIC_HOME, or davylamp/panic in the state directory]
help-checkin--profile = The alert profile's file: any name, anywhere, so that nothing shows what it is
help-checkin-start = Leave an alert with your contacts' relays: they raise it unless you check in
help-checkin-start--every = How often you will check in: 90s, 30m, 12h, 2d
help-checkin-start--grace = How late you may be before the alert is raised
help-checkin-start--word-file = File with the word that you armed with, or - for standard input
help-checkin-start--duress-file = File with the duress word that you armed with, or - for standard input
help-checkin-start--seconds = Give up on relays that do not answer after so many seconds; else it tries until you end it (Ctrl-C)
help-checkin-now = Check in: the deadline is put off
help-checkin-now--word-file = File with the word, or - for standard input
help-checkin-now--seconds = Give up on relays that do not answer after so many seconds; else it tries until you end it (Ctrl-C)
help-checkin-status = Show the next deadline, and which relays hold the alert
help-checkin-stop = End it: the relays destroy what they hold
help-checkin-stop--word-file = File with the word, or - for standard input
help-checkin-stop--seconds = Give up on relays that do not answer after so many seconds; else it tries until you end it (Ctrl-C)
help-courier = Carry for others what the network does not: what they sealed, and the log with their answers
help-courier-mirror = Take a relay's log along, so that others read their answers without a network (check --from)
help-courier-mirror--dir = Where it goes: a new or empty directory, such as on a stick; or a mirror, to be continued
help-courier-mirror--to = File with a desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input: its relay is taken along
help-courier-mirror--relay = The relay, where you have no contact; which log it is, its own cards then say
help-courier-mirror--days = Begin with about the last so many days; with --prune, drop of an older mirror what comes before them
help-courier-mirror--prune = Drop what is older than the relay, or --days, keeps
help-courier-verify = Read all of such a mirror, as after copying it: whether each byte that counts is what the log signed
help-courier-verify--dir = The mirror
help-courier-post = Post what somebody else sealed to a file
help-courier-post--file = The file that you were given
help-wipe = Remove the alert profile and files that you name, as far as a disk obeys; says what cannot be removed
help-wipe--after-help =
    Exit codes:
      0  all of it is gone, or nothing was there
      1  something could not be removed; it is named
      2  not understood: nothing was removed
help-wipe--files = What else to remove: packs, mirrors, files with a passphrase, posters
help-wipe--home = The alert profile's directory [default: $DAVYLAMP_PANIC_HOME, or davylamp/panic in the state directory]
help-wipe--profile = The alert profile's file: any name, anywhere, so that nothing shows what it is
help-wipe--recursive = Directories too, with all that is in them; links are never followed
help-wipe--shell-history = Remove the lines about davylamp from the histories of bash, zsh and fish
help-wipe--yes = Do not ask
help-contact = Look at a desk's contact card
help-contact-show = Show the desk's card, its fingerprint and a QR code of the contact
help-contact-show--to = File with the contact (a davylamp: URI, a photograph or scan of its code, or a card), or - for standard input
help-contact-show--card-out = Save the card, as the relay has it, to this new file: for reports that are sealed without a network
help-contact-verify = Compare the fingerprint, or a second card, with the contact
help-contact-verify--to = File with the contact (a davylamp: URI, a photograph or scan of its code, or a card), or - for standard input
help-contact-verify--words = File with the six words that the desk told you, or - for standard input; asked for when missing
help-contact-verify--card = A second contact, photograph or card, which came another way
help-contact-notices = Read what desks tell everybody: rights, safety, studies of projects
help-contact-notices--to = File with a desk's contact (a davylamp: URI, a photograph of its code, or a card), or - for standard input; once for each desk
help-contact-notices--all = Show those of every desk there, known to you or not
help-contact-notices--relay = The relay, where you have no contact: those of every desk there
help-contact-notices--from = Read them out of a copy of the log that somebody brought (courier mirror), without a network
help-desk = Receive reports, answer them, work the case
help-counsel = Keys of a legal team
help-case = Open and verify case files
help-completions = Print what a shell needs to complete these commands
help-completions--shell = The shell that is to complete the commands
help-manual = Write the manual: a page for each command
help-manual--dir = Where the pages go, one for each command; made if it is not there
