# Notices, as everybody reads them.
notice-kind-rights = rights
notice-kind-security = safety
notice-kind-study = study
notice-kind-other = other
notices-desk = { $name }
notices-desk-words = The six words of this desk: { $words }
notices-desk-unknown = You did not give a contact of this desk. It may be anybody. Compare the six words with the desk before you trust it.
notices-none = This desk has no notices.
notices-nobody = No desk is listed here.
notices-title = { $title }
notices-about = Number { $id }. About: { $kind }. Language: { $language }. Published: { $published }
notices-past = PAST ITS DATE ({ $until }). It may not be true any more.
notices-old = Old: it is from more than half a year ago. Ask if it is still true.
notices-desk-failed = the notices of { $name } do not hold, and are not shown: { $why }
notices-mirror-age = This copy of the log is from { $time }. Newer notices are not in it.
notices-whose-hint = give a contact (--to FILE), a relay (--relay HOST:PORT) or a copy of a log (--from DIR)

relay-notice-forged = the relay shows notices in this desk's name that do not hold: { $why }
relay-notice-not-logged = the relay shows notices of this desk that its log does not prove
relay-notice-rolled-back = old notices of this desk are shown: number { $shown }, and number { $known } is known
