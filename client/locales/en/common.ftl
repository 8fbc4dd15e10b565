# Texts that every role may read.
input-ended = the input ended before the question was answered
yes-answers = yes y
duration-wrong = not a duration, such as 90s, 30m, 12h, 2d or 1h30m
duration-window = at most 24 hours

# Reaching a relay.
relay-address = not the address of a relay: { $address }
relay-not-anonymous = { $address } is neither an onion address nor on this machine: it would see where you are
relay-not-anonymous-hint = use the relay's onion address; or say --direct if the relay may know where you are
relay-no-tor = the relay is an onion service, and no Tor runs here (ports 9050 and 9150)
relay-no-tor-hint = open the Tor Browser and leave it open; Tor on another port is named with --socks HOST:PORT
relay-tor-gone = no Tor answers at { $address }
relay-tor-gone-hint = start Tor, wait until it is connected, and do the same again; nothing was sent another way
relay-start-tor = without the Tor Browser, on Debian and Ubuntu: sudo apt-get install tor; on Android, in Termux: pkg install tor && tor
relay-start-tor-macos = without the Tor Browser: brew install tor && brew services start tor
relay-socks-address = not an address of a SOCKS5 proxy, such as 127.0.0.1:9050: { $address }
relay-unreachable = the relay cannot be reached: { $why }
relay-behind-tor = Tor runs, and does not get through to it ({ $why })
relay-too-slow = it does not answer in time
relay-busy = the relay has too much to do just now
relay-full = the relay has no room left
relay-try-again-hint = nothing is lost; try again later
relay-refused = the relay does not do what was asked (HTTP status { $status })
relay-not-yet = the relay's log does not reach that far yet
relay-purged = the relay no longer keeps messages that old; it keeps them from number { $first } on

# What a relay may be caught at.
relay-lie-hint = do not trust this relay; tell the desk another way, and keep what it showed you
relay-length = the relay gave an answer of { $got } bytes where { $want } were due: it is cut, or not a relay
relay-malformed = the relay's answer is not what it should be ({ $what })
relay-checkpoint = the relay's checkpoint is not one of the log that the card names: { $why }
relay-not-timed = the relay's checkpoint does not say when it was made
relay-rolled-back = the relay's checkpoint is older than one it showed before: { $now } entries, and there were { $before }
relay-forked = the relay shows two different histories: they do not agree on the first { $size } entries
relay-stale = the relay shows an old state, from { $minutes } minutes ago: newer messages may be hidden
relay-ahead = the relay's clock is { $minutes } minutes ahead of this machine's
relay-stale-hint = look at the clock of this machine; if it is right, the relay is stuck, or hides what is new
relay-receipt = the relay's receipt does not prove that the message was logged
relay-promise = the relay's answer is not its promise to do what was asked
relay-body-altered = the relay altered a message: number { $index } is not what was logged
relay-body-withheld = the relay holds back a message: number { $index } is not there
relay-entries-altered = the relay shows entries that are not in its log at number { $index }: altered, reordered or invented
relay-tag-bundle = the relay lies in its tag bundles: number { $index } is another entry in its log
relay-feed = the relay's stream is broken off or not well formed

# Cards at a relay.
relay-card-missing = the relay has no card of this desk
relay-card-missing-hint = the contact may be mistyped, or the desk has moved: ask for a new poster
relay-card-forged = the relay shows a card in this desk's name that does not hold: { $why }
relay-card-not-logged = the relay shows a card of this desk that its log does not prove
relay-card-forged-hint = send nothing; ask the desk for its card another way
relay-card-rolled-back = the relay shows an old card of this desk: number { $shown }, and number { $known } is known
relay-desk-not-listed = the relay's operator has not listed this desk
relay-desk-not-listed-hint = ask the operator to run: davylamp-relay desk add DIR VERIFIER-KEY
relay-old-serial = the relay has a card or notice of this desk with this number or a higher one
relay-bad-note = the relay does not take this card or notice
