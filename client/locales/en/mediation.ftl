# A mediator in your case: what a reporter reads.
mediation-same-desk = the desk and the mediator are the same: give two contacts
mediation-no-role = { $name } does not offer to mediate
mediation-no-role-hint = choose a desk that says on its card that it mediates: davylamp contact show
mediation-what =
    You bring a third party into your case: { $name }.
    The six words of its card: { $words }
    Compare them with words that you got from it in another way.
    What it will see: what you send to both from now on, and what { $desk } writes to you from now on.
    What it will not see: all that was written before.
    { $desk } and { $name } will know that they share this case. Each sees what the other writes to you.
    You can remove it at any time. What it has seen by then stays seen.
mediation-question = Do you want this? (yes or no)
mediation-invited = You have invited { $name }.
mediation-both-how =
    To write to both:  add --with FILE to davylamp answer. FILE is the mediator's contact.
    To read both:      add --with FILE to davylamp check.
    To end it:         davylamp answer --remove-mediator --with FILE
    Without --with, your words go to one of them only.
mediation-sent-both = Your words are on their way to the desk and to { $name }.
mediation-remove-what =
    You remove { $name } from your case, for good. You cannot invite it into this case again.
    It has seen what was written while it was there. That cannot be undone.
mediation-remove-question = Remove it? (yes or no)
mediation-removed = You have removed { $name }. The desk sends it nothing more.
mediation-half-hint = { $one } has it, and { $other } does not have it yet: run the same command once more
mediation-proposed =
    { $when }  The desk proposes a mediator.
    Name: { $name }
    The six words of its card: { $words }
    Why: { $why }
    Its contact, for a file:
    { $contact }
mediation-proposed-how =
    To agree:   davylamp answer --invite FILE --consent { $id }
    To refuse:  davylamp answer --refuse { $id }
    The mediator sees nothing if you do not invite it. Before you do, you are told what it will see.
mediation-open =
    { $when }  A third party is now in your case.
    The six words of its card: { $words }
    Its contact, for a file:
    { $contact }
mediation-ended-reporter = { $when }  You have removed the mediator. It gets nothing more of this case.
mediation-ended-desk = { $when }  The desk has removed the mediator. It gets nothing more of this case.
mediation-ended-mediator = { $when }  The mediator has left. It gets nothing more of this case.
mediation-seen = What it has seen by then stays seen.
mediation-read-both =
    A third party is in your case. To read what both write, put its contact in a file, and run:
    davylamp check --to { $to } --with FILE
mediation-the-desk = The desk: { $name }. The six words of its card: { $words }
mediation-the-mediator = The mediator: { $name }. The six words of its card: { $words }
mediation-desk-writes = { $when }  The desk { $name } writes:
mediation-mediator-writes = { $when }  The mediator { $name } writes:
mediation-desk-tells = From the desk { $name }:
mediation-mediator-tells = From the mediator { $name }:
