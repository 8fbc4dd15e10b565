# The frame of --help, and what is wrong with a command line.
help-usage = Matumizi
help-commands = Amri
help-command = AMRI
help-options = Chaguo
help-arguments = Vipengele
help-flag = Onyesha msaada huu
help-help = Onyesha msaada wa amri
version-flag = Onyesha toleo

usage-unknown = { $what }: hiki hakijulikani hapa
usage-unknown-command = hakuna amri kama hii: { $what }
usage-command-missing = amri haikuandikwa
usage-missing = hiki kinakosekana: { $what }
usage-value-missing = { $what } inahitaji thamani baada yake
usage-value = "{ $value }" haifai kwa { $what }
usage-value-why = "{ $value }" haifai kwa { $what }: { $why }
usage-conflict = { $what } na { $other } haviwezi kutumika pamoja
usage-twice = { $what }: hii inaweza kutolewa mara moja tu
usage-nearest = labda unamaanisha { $what }
usage-values = inaweza kuwa moja ya hizi: { $values }
usage-help-hint = kuona jinsi inavyotumika: { $command } --help

manual-written = kurasa { $count } ziko katika { $dir }. Kusoma moja: man -l FILE
