# The desk's first day, and its worst ones.

# An older home.
desk-migrated = This home was made by an older version. It works with this one now. The old state is in { $path } for a week. If all is well, do nothing: it is removed by itself.

# After a machine was lost.
desk-rotate-needs-draft = the desk's identity is kept offline: the new card has to be signed there
desk-rotate-needs-draft-hint = davylamp desk rotate --draft FILE; there: davylamp desk card sign --identity FILE DRAFT -o CARD; here: davylamp desk card publish --signed CARD
desk-rotate-unpublished = the new keys are made and kept; publish them with: davylamp desk card publish
desk-rotated = All keys of the card are new. Card number { $serial } is published.
desk-rotated-still = Who has the old home and its passphrase still reads the cases in it. They also read what people seal to the old card. Tell people to report again with the same poster.
desk-rotated-identity = The desk's identity key was in that home too. If somebody could open it, they can make cards in your name. Then a new card is not enough. Make a new desk with davylamp desk init --home NEW-DIRECTORY. Give out its poster by hand, and say that the old one is not yours any more.

# Setting up.
desk-init-before =
    You set up a desk. It takes ten minutes. Have these three things ready:
    - The relay's address. It looks like http://abc.onion:80
    - The relay's two keys. Ask who runs the relay for its address and its keys, by a way that you trust.
    - A passphrase of six words or more, and paper to write it on.
    You can stop at any time with Ctrl-C. Until the passphrase is set, nothing is kept.
desk-name-empty = the name is empty: people must see who reads what they send
desk-languages-bad = write each language with its short code, with a space between: en fr es
desk-relay-keys-swapped = this is the other one of the relay's two keys: the log key comes first, then the cosigner key
desk-passphrase-advice =
    Now choose a passphrase. Six words that have nothing to do with each other are best.
    Nobody can get it back for you. Write it down, and keep the paper away from this machine.
desk-init-contact = Your desk's contact. It is on the poster too. Everybody may have it:
desk-init-words = Six words that show that a poster is yours. Read them out to whoever asks:
desk-init-next =
    What to do now:
    - Take the backup to another place, and the paper with the passphrase to a third one.
    - Leave davylamp desk watch running, day and night.
    - Send yourself a report with davylamp report, and answer it.
