# The desk's side of what reporters decide.

# Who sits at the desk.
desk-as-bad = not a role of this desk: { $role } (roles: { $roles })

# Asking for consent.
desk-consent-intro =
    You ask the reporter: may somebody else see this case?
    They read your words as you write them. Use short, plain words.
    Nothing leaves before they say yes. They can take a yes back later.
desk-ask-what = What exactly would they see? (Enter: say nothing)
desk-ask-then = What happens then? (Enter: say nothing)
desk-ask-level = How far would it go: counsel, company or public? (Enter: counsel)
desk-consent-preview =
    The reporter will read:
    Who would see the case: { $whom }
    Why: { $why }
desk-consent-send = Send it? (yes or no)
desk-consent-not-sent = nothing was sent
desk-consent-still-open = You asked before, and there is no answer yet: { $id }. This is one more request. Do not press.
desk-consent-was-refused = The reporter said no before: { $id }. Ask again only if something is new, and say what it is.
desk-consent-what = What they would see: { $what }
desk-consent-then = What happens then: { $then }
desk-consent-circle = { $circle ->
    [counsel] Lawyers
    [company] The company
   *[public] Everybody
}: { $basis ->
    [none] may not see it
    [report] may see it: the report says so
   *[answer] may see it: the reporter said yes to { $id }
}

# How it went.
desk-closed-asks-outcome = The reporter is asked how it went, in their own words. Until they tell, the case is marked: reporter not heard.
desk-list-row-unheard = { $case }  { $status }  { $time }  REPORTER NOT HEARD
desk-list-row-heard = { $case }  { $status }  { $time }  { $helped ->
    [yes] it helped
    [partly] it helped in part
   *[no] it did not help
}
desk-show-unheard = REPORTER NOT HEARD: they have not told yet whether it helped.
desk-show-heard = The reporter says: { $helped ->
    [yes] it helped.
    [partly] it helped in part.
   *[no] it did not help.
}

# Answers that are passed on.
desk-kind-relayed-answer = answer passed on
desk-ask-from = Whose words are they? Name the company or the person:
desk-ask-relayed = Their words, all of them, as they are.
desk-relayed-from-bad = a name has 1 to { $most } bytes and stands on one line
desk-relayed-head = { $from } ({ $role }) writes:
desk-relayed-comment = The desk adds:
desk-day-bad = not a day such as 2026-11-20: { $day }

# The account.
desk-kind-account = account of what was done
desk-account-step = { $day }  { $role }  { $deed }

# Cases that belong together.
desk-linked =
    { $case } and { $other } belong together now. Each stays a report of its own.
    Nothing of one goes to the reporter of the other.
desk-linked-before = { $case } and { $other } belong together already.
desk-unlinked = { $case } and { $other } no longer belong together.
desk-not-linked = { $case } and { $other } do not belong together
desk-link-itself = a case cannot be linked with itself
