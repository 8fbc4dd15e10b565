# Texts of panic: what a defender reads.
panic-not-armed = this device is not armed: no alert was raised
panic-not-armed-hint = arm it first, while all is calm: davylamp panic arm --to CONTACT
panic-armed-already = this device is armed already
panic-armed-already-hint = to arm it anew, say --replace; the old profile then ends here
panic-damaged = the alert profile is damaged: it cannot raise an alert
panic-damaged-hint = reach your contacts another way; then arm again: davylamp panic arm --replace
panic-newer = the alert profile was written by a newer version of davylamp
panic-newer-hint = use that version
panic-no-room = too much waits to be sent: this was not added
panic-no-room-hint = look at davylamp panic status; what waits goes out once the relay can be reached
panic-busy = another davylamp command is using the alert profile
panic-io = the alert profile cannot be used: { $path }: { $error }
panic-disk-full-hint = the disk is full: make room, and try again
