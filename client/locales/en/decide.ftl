# What the desk asks of a reporter, what it tells of itself, and what it passes on.

# A request for consent: below who would see it, and why.
consent-what = What they would see: { $what }
consent-what-open = What they would see: the desk did not say. Ask it before you answer.
consent-then = What happens then: { $then }
consent-later =
    You can change your answer later: run the other line.
    But what somebody has read by then stays read.

# How a case ends, and by when something comes.
outcome-asked =
    The desk asks you: did it help?
    Write your own words in a file. Then run:
      davylamp answer --outcome FILE --helped yes
    Instead of yes you can say partly, or no.
    If you have told the desk before, you need not do it again.
promise-passed = That time has passed. You can ask the desk why.
promise-of-desk = This desk promises to answer a report within { $time }.

# What was done with the case.
account-head = { $when }  What the desk did with your case:
account-step = { $day }  { $role }: { $deed }
staff-role = { $role ->
    [caseworker] caseworker
    [lawyer] lawyer
    [mediator] mediator
    [interpreter] interpreter
    [coordinator] head of the team
   *[other] somebody else at the desk
}
deed-done = { $deed ->
    [opened] opened your case
    [read] read it
    [spoke-with] spoke with somebody about it
    [wrote-to] wrote to you
    [handed-on] handed it on
    [exported] made a case file for a lawyer
    [published] published something from it
    [linked] noted that another case is like it
    [closed] closed it
   *[other] did something else
}

# An answer of somebody else.
relayed-head =
    { $when }  The desk passes on an answer, word for word.
    { $from } ({ $role }) writes:
relayed-end = Here end the words of { $from }.
relayed-answered = They answered on { $day }.
relayed-comment = The desk adds, in its own words:
relayed-no-comment = The desk adds nothing.
speaker-role = { $role ->
    [company] a company
    [official] an official
   *[other] somebody else
}
