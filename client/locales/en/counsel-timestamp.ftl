# Time stamps in a case file.

# The verdict.
verify-stamp-all = Everything in this case file is older than { $time }: so says { $authority }, an authority that you named ({ $path }, over the tree of { $size } entries of { $log }).
verify-stamp-some = { $count } entries of this case file are older than { $time }: so says { $authority }, an authority that you named ({ $path }, over the tree of { $size } entries of { $log }).
verify-stamp-limit = How much older than its time stamp it is, and who wrote it. A time stamp is the word of its authority, and of nobody else.
verify-stamp-not-yours = The time that { $path } gives: it is a time stamp of { $authority }, and none of your root certificates vouches for it.
verify-stamp-no-roots = The time that { $path } gives: a time stamp is there, and nobody whom you named vouches for it. Give the authority's root certificate, from a source of your own, with --time-roots.

# Root certificates.
stamp-roots = { $path } holds no root certificates
stamp-roots-hint = it must be a text file with one or more blocks that begin with -----BEGIN CERTIFICATE-----

# What is wrong with one: "data/times/0001: is not a time stamp that holds: …"
stamp-format = it is not in the form of RFC 3161
stamp-not-granted = the authority refused it
stamp-imprint = it is over something else
stamp-digest = what was signed is not what is in it
stamp-certificate = the certificate that it names is not in it
stamp-purpose = its certificate is not one for time stamps alone
stamp-validity = its certificate was not valid at that time
stamp-algorithm = it uses an algorithm that is not accepted
stamp-signature = its signature is wrong
