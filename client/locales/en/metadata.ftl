# What a photograph or a document says about who made it, and what stays in the copy that is sent.
metadata-file = { $file }:
metadata-says = This file says:
metadata-says-nothing = Nothing was found that is not part of what it shows.
metadata-left = The copy still has:
metadata-left-nothing = The copy has nothing else.
metadata-written = Copy written: { $path }
metadata-refused = Refused: { $why }
metadata-other = Refused: what this kind of file says about you cannot be removed here
metadata-not-read = { $path } could not be read: { $why }
metadata-not-written = { $path } could not be written: { $why }
metadata-with-value = { $what }: { $value }
metadata-inside = in a picture inside it: { $what }

# Found, and not in the copy.
metadata-found-place = where it was taken
metadata-found-time = when
metadata-found-device = the phone or camera
metadata-found-author = who made it
metadata-found-note = a note in it
metadata-found-thumbnail = a small copy of the picture, which may show more than the picture does
metadata-found-maker = notes of the camera’s maker: often a serial number
metadata-found-program = what a program wrote about it
metadata-found-press = a record as the press uses it: names, places, words
metadata-found-colour = a colour profile, which can name a device
metadata-found-second = a second picture behind the first
metadata-found-trailing = hidden bytes after its end
metadata-found-unknown = a part that is not needed to show it
metadata-found-properties = its properties: title, firm, times, how long it was worked on
metadata-found-comments = comments, with names; the copy is without them
metadata-found-revisions = numbers of who wrote which part and when
metadata-found-template = where files lie on the computer that it was made on
metadata-found-printer = the printer
metadata-found-names = names and descriptions of pictures in it: often the names of files
metadata-found-archive = how and when its parts were packed
metadata-found-hidden = parts that nobody sees
metadata-found-language = the language and country of the program

# Left in the copy.
metadata-left-picture = the picture itself: look for faces, signs, screens, mirrors, and who could have stood there
metadata-left-compression = how it was pressed small: this can hint at a kind of phone, not at yours alone
metadata-left-orientation = which side is up
metadata-left-words = the text itself: look for names, places, and who could know this
metadata-left-links = links to pages
metadata-left-fields = places that fill in a name, a date or a file: read what stands there
metadata-left-hidden = text, sheets or slides that are hidden, not gone
metadata-left-all = all of it

# Why a file is refused, and what to do.
metadata-error-large = the file is too large: at most 128 MiB
metadata-error-damaged = the file is damaged, or not quite what it says it is
metadata-error-rare = the file is of a rare kind
metadata-error-moving = this picture moves: it holds several
metadata-error-bomb = the file would fill this machine when it is unpacked
metadata-error-encrypted = the file has a password
metadata-error-changes = the document keeps its changes, and who made them
metadata-error-macros = the document has programs in it (macros)
metadata-error-embedded = another file lies inside the document
metadata-error-linked = the document takes what it shows from another place
metadata-error-media = a picture, film or sound inside the document is of a kind that is not handled
metadata-error-part = the document has a part that is not known here
metadata-error-stable = the copy could not be checked: this is a fault of davylamp
metadata-advice-large = send a smaller copy, or only the part that matters
metadata-advice-again = open it in another program, save it anew, and take that file; or take a picture of the screen
metadata-advice-moving = save the one picture that matters, and take that
metadata-advice-encrypted = open it, take the password off, and save it
metadata-advice-changes = in your program, accept or reject all changes and end the tracking of changes; then save it and take that file
metadata-advice-macros = save it without them, as DOCX, XLSX, PPTX or ODT
metadata-advice-picture = take a picture of the screen (PNG) that shows what matters, and send that
