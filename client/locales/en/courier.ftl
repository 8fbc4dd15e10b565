# Texts for couriers, and for those who give something to one.

# courier post.
courier-load = { $envelopes } sealed envelopes for { $relay }
courier-done = All of it is with the relays. Now wipe the file: davylamp wipe FILE
courier-not-a-pack = this is not a pack, or it is damaged
courier-not-a-pack-hint = a pack is a file of 262144 bytes without a heading: it has to be copied whole and unchanged
courier-newer = this pack was made by a newer version of davylamp
courier-left = { $left } of { $total } are not delivered to { $relay }: { $why }
courier-again-hint = keep the file, and run it again within two days: nothing is delivered twice

# Packs.
pack-exists = there is a file with this name, and it is not written over: { $path }
pack-no-place = there is no such directory: { $path }
pack-needs-card = without a network the desk's card is needed, and this is only its contact
pack-needs-card-hint = while there is a network: davylamp contact show --to FILE --card-out CARD; or take it out of the directory cards/ of a mirror; then say --to CARD
pack-unproven = no relay is asked: whether this card is in its log, and whether there is a newer one, is not known
pack-clock = this machine's clock says { $time }: if that is wrong, the desk may be unable to read it
pack-late = this card is so old that a desk that is away for a while cannot read what is posted after { $until }: have it posted at once
pack-too-long = too long for one pack: { $got } envelopes for each relay, and { $most } fit
pack-too-long-hint = split your words into two reports of one case, each with a pack of its own: the second with --passphrase-file
pack-not-written = the pack could not be written to { $path }: { $why }
pack-full-hint = make room, or name a file on another disk
pack-lost-hint = nothing is kept: call it again with the same words, and the same eight words in --passphrase-file
pack-elsewhere-question = Another file to write it to (Enter to give up; your words are then gone):
pack-written = Sealed into { $path }: { $envelopes } envelopes for each of { $relays } relays, of one size for all.
pack-next =
    What next: give the file to a courier, or carry it to where there is a network: davylamp courier post FILE
    Anybody can post it, more than once and from any copy: it counts once. Nobody can read it on the way.
    It is good until { $until }. After that the desk may be unable to read it.
    What the courier is shown proves nothing to you. Only "received" in a later "davylamp check" shows that it arrived.
    Give a copy to a second courier if you can. Then wipe yours: davylamp wipe FILE
    Whoever finds the file cannot read it, but can see in the relay's log that it was posted.
