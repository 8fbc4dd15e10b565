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
