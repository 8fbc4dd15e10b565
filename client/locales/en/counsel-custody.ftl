# Custody: what a desk noted of a case, and what the log shows of it.

verify-custody-events = What the desk noted of this case (its own word, held by the heads in the log):
custody-event = { $n }. { $time }: { $action }. Who: { $actor } ({ $role }). Key: { $key }. Why: { $reason }.
custody-no-key = none noted
custody-no-role = no role noted
custody-no-reason = no reason noted
custody-given = { $n }. Consent: { $consent }. Sealed to { $count } receivers.
custody-only = { $n }. It was a selection, not the whole case.
custody-purpose = { $n }. The receiver is asked to use it for this only: { $purpose }
custody-expires = { $n }. The receiver is asked not to keep it after { $until }. Nothing makes them.
verify-log-later = Something was done with this case after this file was made: entry { $index } of { $log } is head number { $n } of its custody log, there by { $time }. Ask the desk what it was.
verify-log-untold = Entry { $index } of the log bears the mark of head number { $n }. Its text is gone, or no card of the desk names its signer: it counts for nothing.
verify-log-not-compared = { $count } proofs lead to parts of { $log } that were not shown: bring a longer copy of the log.
verify-log-young = What was logged before entry { $from }: a relay keeps only what is young. A copy of the log keeps it all.
verify-log-no-later = No other head of this custody log is in { $log }, entries { $from } to { $to }: no cut tail, no hidden export there.
verify-log-other = this is a copy of { $log }, and no card in the case file names that log
verify-log-other-hint = bring a copy of the log that the case file stands in, made with: davylamp courier mirror
custody-action = { $action ->
    [opened] the case began
    [read] somebody read it
    [answered] somebody answered
    [consent] the reporter decided about consent
    [exported] a case file was made
    [exported-without-consent] a case file was made without consent
    [shared] it was shown to a colleague
    [closed] it was closed
    [opened-for-export] it was opened, to make a case file or to hand it over
    [handed-over] it was handed to another desk
    [received] it was taken over from another desk
   *[other] something else
}
