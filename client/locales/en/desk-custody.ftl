# The custody of a case, at its desk.

desk-custody-head = The custody log of { $case }:
desk-custody-heads = Heads in the log: { $posted }. Heads that wait to be posted: { $waiting }.
