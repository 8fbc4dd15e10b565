# Case files with attached files, as a legal team reads them.

case-more = there is something behind the end of this case file
case-folder-link = { $path } is a link, or no folder: name the folder itself
case-not-unpacked = the case file could not be unpacked: { $why }
verify-attachments = { $there } attached files are here, byte for byte as the messages name them. They were fixed by the time at which these messages were in the log.
verify-attachment-missing = The attached file { $name } ({ $path }): the desk did not fetch it, or left it out.
verify-attachment-content = That the attached files show what they seem to show: nobody has looked into them.
verify-claim-attachments = The claim covers { $count } attached files too: the messages that name them are covered.
verify-purpose = The desk says what it was handed over for: { $purpose }
verify-only = What else was said in this case: the desk chose among the messages.
verify-expires = That it may be used for ever: the desk wants it used until { $time }. Only its word says so.
