# Case files with attached files, or of chosen messages, as a desk makes them.

desk-message-numbered = { $number }. { $head }
export-attachments = { $there } attached files are in it.
export-attachments-missing = { $count } attached files are named in it, and not in it. The case file says so.
export-attachment-damaged = the attached file { $name } cannot go into the case file: { $why }
export-attachment-changed = { $path } is not what it was a moment ago, and nothing was written
export-only-list = give the numbers of messages with commas between them, for example 1,3-5
export-only-none = this case has no message { $number }: the last one is { $most }
export-only-hint = "davylamp desk show" prints the number of each message
export-only-consent = the chosen messages would say something else about consent than all of them
export-only-left-out = { $count } messages of this case were left out. The case file says that some were.
export-purpose-long = the file with the purpose must have 1 to 200 bytes
export-expires = { $date } is no day to come: write it as 2027-03-31
