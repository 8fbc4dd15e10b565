# courier mirror.
mirror-looking = looking through what is here
mirror-plan = To fetch: { $entries } entries, about { $bytes }; at 1 MB a second that takes { $time }. It can be interrupted and goes on when run again.
mirror-days-hint = This takes all that the relay keeps. For less, say --days N; a day is about 350 MB.
mirror-progress = fetching
mirror-no-room = there is not enough room: { $need } are to be fetched, and { $free } are free
mirror-done =
    { $dir } holds { $entries } entries ({ $bytes }) and { $cards } cards, as of { $time }.
    Everything in it is public. Whoever reads it needs their own words and their own poster: davylamp check --from { $dir }
mirror-goes-on-hint = what was verified stays ({ $entries } entries); run it again to go on
mirror-gap-hint = this mirror is too old to go on from: take a new one into another directory; this one can still be read
mirror-evidence-hint = both checkpoints are kept in { $dir }/evidence: give them to the desks and to the relay's operator; the mirror stays as it was

# courier verify.
mirror-whole = The mirror is whole: { $entries } entries with their bodies, and { $cards } cards, as of { $time }.

# What may be wrong with a mirror.
mirror-disk = { $file }: { $why }
mirror-full = { $file }: there is no room left
mirror-full-hint = make room, take another disk, or take less: --days N, with --prune where a mirror is finished already
mirror-busy = { $file }: another command writes there
mirror-absent = { $file }: not there
mirror-absent-hint = name the directory that davylamp courier mirror wrote, and copy it whole
mirror-unfinished = { $file }: not there; taking this mirror was not finished
mirror-unfinished-hint = whoever took it must run davylamp courier mirror again, to its end
mirror-not-empty = { $file }: the directory is not empty, and holds no mirror
mirror-not-empty-hint = name a new directory
mirror-newer = { $file }: written by a newer version of davylamp
mirror-newer-hint = get a newer davylamp
mirror-form = { $file }: damaged or changed, not of its form
mirror-length = { $file }: cut short, or too long
mirror-entry = { $file }: damaged or changed at entry { $index }
mirror-entries = { $file }: damaged or changed, these are not the first { $size } entries that the relay signed
mirror-body-altered = { $file }: message { $index } is damaged or changed, it is not what was logged
mirror-body-missing = { $file }: message { $index } was left out
mirror-checkpoint = { $file }: not what the log signed that the desk's card names: { $why }
mirror-cards = { $file }: the desk's card in it does not hold: { $why }
mirror-old-card = { $file }: the desk's card number { $shown } is in it, and its log holds number { $logged }
mirror-other-log = { $file }: a mirror of another relay than { $wanted }
mirror-other-log-hint = each relay has a mirror of its own, in a directory of its own
mirror-damaged-hint = do not trust this copy: take it again from the courier, or from somebody else
