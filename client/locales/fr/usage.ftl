# The frame of --help, and what is wrong with a command line.
help-usage = Usage
help-commands = Commandes
help-command = COMMANDE
help-options = Options
help-arguments = Arguments
help-flag = Montre cette aide
help-help = Montre l'aide d'une commande
version-flag = Montre la version

usage-unknown = { $what } n'est pas connu ici
usage-unknown-command = il n'y a pas de commande { $what }
usage-command-missing = il manque une commande
usage-missing = il manque ceci : { $what }
usage-value-missing = { $what } demande une valeur à sa suite
usage-value = « { $value } » ne convient pas à { $what }
usage-value-why = « { $value } » ne convient pas à { $what } : { $why }
usage-conflict = { $what } et { $other } ne vont pas ensemble
usage-twice = { $what } ne peut être donné qu'une fois
usage-nearest = vous voulez peut-être dire { $what }
usage-values = ce peut être : { $values }
usage-help-hint = pour voir comment s'en servir : { $command } --help

manual-written = { $count } pages sont dans { $dir }. Pour en lire une : man -l FILE
