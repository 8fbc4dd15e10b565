# The frame of --help, and what is wrong with a command line.
help-usage = Uso
help-commands = Comandos
help-command = COMANDO
help-options = Opções
help-arguments = Argumentos
help-flag = Mostra esta ajuda
help-help = Mostra a ajuda de um comando
version-flag = Mostra a versão

usage-unknown = { $what } não é conhecido aqui
usage-unknown-command = não há nenhum comando { $what }
usage-command-missing = falta um comando
usage-missing = falta isto: { $what }
usage-value-missing = { $what } precisa de um valor a seguir
usage-value = "{ $value }" não serve para { $what }
usage-value-why = "{ $value }" não serve para { $what }: { $why }
usage-conflict = { $what } e { $other } não podem ir juntos
usage-twice = { $what } só pode ser dado uma vez
usage-nearest = talvez queira dizer { $what }
usage-values = pode ser um destes: { $values }
usage-help-hint = para ver como se usa: { $command } --help

manual-written = { $count } páginas estão em { $dir }. Para ler uma: man -l FILE
