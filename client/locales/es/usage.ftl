# The frame of --help, and what is wrong with a command line.
help-usage = Uso
help-commands = Comandos
help-command = COMANDO
help-options = Opciones
help-arguments = Datos
help-flag = Muestra esta ayuda
help-help = Muestra la ayuda de un comando
version-flag = Muestra la versión

usage-unknown = aquí no se conoce { $what }
usage-unknown-command = no hay un comando { $what }
usage-command-missing = falta un comando
usage-missing = esto falta: { $what }
usage-value-missing = { $what } debe tener un valor detrás
usage-value = "{ $value }" no va con { $what }
usage-value-why = "{ $value }" no va con { $what }: { $why }
usage-conflict = { $what } y { $other } no van juntos
usage-twice = { $what } se puede dar una sola vez
usage-nearest = tal vez quiere decir { $what }
usage-values = puede ser uno de estos: { $values }
usage-help-hint = para ver cómo se usa: { $command } --help

manual-written = hay { $count } páginas en { $dir }. Lea una con: man -l FILE
