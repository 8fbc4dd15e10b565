# The frame of --help, and what is wrong with a command line.
help-usage = Usage
help-commands = Commands
help-command = COMMAND
help-options = Options
help-arguments = Arguments
help-flag = Print this help
help-help = Print the help of a command
version-flag = Print the version

usage-unknown = { $what } is not known here
usage-unknown-command = there is no command { $what }
usage-command-missing = a command is missing
usage-missing = this is missing: { $what }
usage-value-missing = { $what } needs a value after it
usage-value = "{ $value }" does not fit { $what }
usage-value-why = "{ $value }" does not fit { $what }: { $why }
usage-conflict = { $what } and { $other } do not go together
usage-twice = { $what } can be given only once
usage-nearest = perhaps you mean { $what }
usage-values = it can be one of these: { $values }
usage-help-hint = to see how it is used: { $command } --help

manual-written = { $count } pages are in { $dir }. Read one with: man -l FILE
