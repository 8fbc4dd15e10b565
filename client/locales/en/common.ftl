# Texts that every role may read.
input-unreadable = cannot read the answer: { $why }
input-not-text = what was typed is not UTF-8 text
input-ended = the input ended before the question was answered
yes-answers = yes y
duration-wrong = not a duration, such as 90s, 30m, 12h, 2d or 1h30m
duration-window = at most 24 hours

# What is typed, and what must not stay on the screen.
editor-keys = Ctrl-D: finished   Esc: leave
editor-room = { $used } of { $limit } bytes
editor-full = THERE IS NO ROOM FOR THAT: it was not added.
editor-finished = Finished? Enter: go on with this text. Any other key: back to it.
editor-leave = Leave? Nothing is sent, and these words are gone. y: leave. Any other key: back to them.
text-ends-with-empty-line = An empty line ends it.
text-line-cut = that line was longer than { $limit } bytes: the terminal cut it, and its end is lost; use shorter lines
text-line-refused = that line was not taken: the text may be at most { $limit } bytes long; an empty line ends it
shown-plainly = What comes now is secret. It will be taken off this screen, but a terminal may keep it in its scroll-back. Close this window afterwards.
shown-for-good = What comes now is secret, and nothing can take it off again here. It stays in the scroll-back, or wherever this output goes. Close this window afterwards.
shown-plainly-question = Show it? (yes or no)
shown-plainly-hint = on a terminal that can take it off leave out --plain; or have it written to a file: --passphrase-out FILE
words-again-question = What you typed is still here. Try again? With no, it is gone. (yes or no)

# Reaching a relay.
relay-address = not the address of a relay: { $address }
relay-not-anonymous = { $address } is neither an onion address nor on this machine: it would see where you are
relay-not-anonymous-hint = use the relay's onion address; or say --direct if the relay may know where you are
relay-no-tor = the relay is an onion service, and no Tor runs here (ports 9050 and 9150)
relay-no-tor-hint = { $how }; where Tor listens elsewhere, say --socks HOST:PORT
relay-tor-gone = no Tor answers at { $address }
relay-tor-gone-hint = { $how }; then do the same again: nothing was sent another way
tor-start-tails = connect to Tor first: the Tor Connection assistant at the top of the screen
tor-start-whonix = start the Whonix gateway, and wait until it is connected
tor-start-debian = run "sudo apt-get install tor" once; if it is installed, "sudo systemctl start tor"; or open the Tor Browser and leave it open
tor-start-fedora = install tor (sudo dnf install tor, or sudo zypper install tor) and run "sudo systemctl start tor"; or open the Tor Browser and leave it open
tor-start-arch = run "sudo pacman -S tor" and "sudo systemctl start tor"; or open the Tor Browser and leave it open
tor-start-termux = run "pkg install tor" once, then "tor" in a second session and leave it running; or use Orbot
tor-start-macos = open the Tor Browser and leave it open; or run "brew install tor" and "brew services start tor"
tor-start-browser = open the Tor Browser and leave it open, or install and start tor
relay-socks-address = not an address of a SOCKS5 proxy, such as 127.0.0.1:9050: { $address }
relay-proxy-elsewhere = the proxy is on another machine: whoever watches the line to it sees which relay you reach
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
