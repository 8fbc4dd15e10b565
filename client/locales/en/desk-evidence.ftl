# Photographs and documents at a desk, and cases that go over to another desk.

desk-kind-handover = case handed over
desk-update-attached = attached: { $said }
desk-attachment-rewritten = attached: { $name } ({ $type }, { $size }); its sender's program took metadata out
desk-attachment-kept = attached: { $name } ({ $type }, { $size }), as it was; it may tell things about its sender
desk-handover-came = Another desk hands you a case. It is in the attached file.
