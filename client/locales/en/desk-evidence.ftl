# Photographs and documents at a desk, and cases that go over to another desk.

desk-kind-handover = case handed over
desk-update-attached = attached: { $said }
desk-attachment-rewritten = attached: { $name } ({ $type }, { $size }); its sender's program took metadata out
desk-attachment-kept = attached: { $name } ({ $type }, { $size }), as it was; it may tell things about its sender
desk-handover-came = Another desk hands you a case. It is in the attached file.

desk-fetch-none = This case names no files.
desk-fetch-here = { $name }: fetched, and it is what the message says
desk-fetch-written = { $name }: written to { $path }
desk-fetch-gone = { $name }: the relay does not have it any more
desk-fetch-damaged = { $name }: what the relay gave is not what the message says; nothing of it was kept
desk-fetch-unwritten = a file could not be kept: { $why }
desk-fetch-relay = no card of this desk names the relay of { $log }

desk-handover-self = that is this desk
desk-handover-to = The case goes to { $name }. The six words of its key: { $words }
desk-handover-question = Hand the case over to this desk?
desk-handover-done = { $name } has the case file at its relay.
desk-handover-told = Your case has gone over to { $name }. To write there, use this contact and the same eight words:
    { $contact }
desk-handover-broken = the case file that came does not hold together: somebody changed it
desk-handover-broken-hint = nothing was taken into the custody log; ask the other desk to hand it over again
desk-handover-received = A case of { $desk } came, with { $events } events of custody. Custody goes on here.
desk-handover-verify = To see what it shows: desk fetch CASE --output DIR, then case verify with your own policy and that desk's contact.
