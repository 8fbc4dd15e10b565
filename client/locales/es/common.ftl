# Words for the things of Davylamp, each used everywhere: relé (relay), despacho (desk), cartel (poster), contacto
# (contact), caso (case), expediente (case file), declaración de autoría (claim), alerta (alert), simulacro (drill),
# palabra de coacción (duress word), señal de vida (check-in), mensajero (courier), espejo (mirror), paquete (pack),
# sobre (envelope), registro (log), punto de control (checkpoint), testigo (witness).

# Texts that every role may read.
input-unreadable = no se puede leer la respuesta: { $why }
input-not-text = lo que se escribió no es texto UTF-8
input-ended = la entrada acabó antes de responder
yes-answers = sí si s yes y
duration-wrong = no es un plazo, como 90s, 30m, 12h, 2d o 1h30m
duration-window = como mucho 24 horas

# What is typed, and what must not stay on the screen.
editor-keys = Ctrl-D: listo   Esc: salir
editor-room = { $used } de { $limit } bytes
editor-full = ESO NO CABE: no se añadió.
editor-finished = ¿Listo? Enter: seguir con este texto. Otra tecla: volver a él.
editor-leave = ¿Salir? No se manda nada, y estas palabras se pierden. s: salir. Otra tecla: volver a ellas.
text-ends-with-empty-line = Una línea vacía lo termina.
text-line-cut = esa línea tenía más de { $limit } bytes. El terminal la cortó, y su final se perdió; use líneas más cortas
text-line-refused = esa línea no se tomó: el texto puede tener como mucho { $limit } bytes; una línea vacía lo termina
shown-plainly = Lo que sigue es secreto. Se va a quitar de esta pantalla, pero un terminal puede guardarlo más arriba. Cierre después esta ventana.
shown-for-good = Lo que sigue es secreto, y aquí nada lo puede quitar. Queda más arriba, o donde vaya esta salida. Cierre después esta ventana.
shown-plainly-question = ¿Lo muestro? (sí o no)
shown-plainly-hint = en un terminal que lo puede quitar, no use --plain; o que se escriba en un archivo: --passphrase-out FILE
words-again-question = Lo que escribió sigue aquí. ¿Probar otra vez? Con no, se pierde. (sí o no)

# Reaching a relay.
relay-address = no es la dirección de un relé: { $address }
relay-not-anonymous = { $address } no es una dirección onion ni está en este equipo: vería dónde está usted
relay-not-anonymous-hint = use la dirección onion del relé; o diga --direct si el relé puede saber dónde está usted
relay-no-tor = el relé es un servicio onion, y aquí no hay Tor (puertos 9050 y 9150)
relay-no-tor-hint = { $how }; si Tor está en otro lugar, diga --socks HOST:PORT
relay-tor-gone = ningún Tor responde en { $address }
relay-tor-gone-hint = { $how }; luego haga lo mismo otra vez: nada se mandó por otro camino
tor-start-tails = conecte primero a Tor: el asistente "Conexión a Tor" arriba en la pantalla
tor-start-whonix = encienda la pasarela de Whonix, y espere a que tenga conexión
tor-start-debian = use "sudo apt-get install tor" una vez; si ya está, "sudo systemctl start tor"; o abra Tor Browser y déjelo abierto
tor-start-fedora = instale tor (sudo dnf install tor, o sudo zypper install tor) y use "sudo systemctl start tor"; o abra Tor Browser y déjelo abierto
tor-start-arch = use "sudo pacman -S tor" y "sudo systemctl start tor"; o abra Tor Browser y déjelo abierto
tor-start-termux = use "pkg install tor" una vez, y "tor" en otra sesión que deje abierta; o use Orbot
tor-start-macos = abra Tor Browser y déjelo abierto; o use "brew install tor" y "brew services start tor"
tor-start-browser = abra Tor Browser y déjelo abierto, o instale y encienda tor
relay-socks-address = no es la dirección de un proxy SOCKS5, como 127.0.0.1:9050: { $address }
relay-proxy-elsewhere = el proxy está en otro equipo: quien mira la línea hasta él ve a qué relé llega usted
relay-unreachable = no se llega al relé: { $why }
relay-behind-tor = Tor está encendido, y no llega hasta él ({ $why })
relay-too-slow = no responde a tiempo
relay-busy = el relé tiene mucho que hacer ahora
relay-full = al relé no le queda lugar
relay-try-again-hint = nada se pierde; pruebe más tarde
relay-refused = el relé no hace lo que se le pidió (estado HTTP { $status })
relay-not-yet = el registro del relé aún no llega hasta ahí
relay-purged = el relé ya no guarda mensajes tan viejos; los guarda desde el número { $first }

# What a relay may be caught at.
relay-lie-hint = no confíe en este relé; avise al despacho de otro modo, y guarde lo que le mostró
relay-length = el relé dio una respuesta de { $got } bytes y debían ser { $want }: está cortada, o no es un relé
relay-malformed = la respuesta del relé no es lo que debe ser ({ $what })
relay-checkpoint = el punto de control del relé no es del registro que nombra el contacto: { $why }
relay-not-timed = el punto de control del relé no dice cuándo se hizo
relay-rolled-back = el punto de control del relé es más viejo que uno que mostró antes: { $now } entradas, y había { $before }
relay-forked = el relé muestra dos historias distintas: no son iguales en las primeras { $size } entradas
relay-stale = el relé muestra un estado viejo, de hace { $minutes } minutos: puede ocultar mensajes nuevos
relay-ahead = el reloj del relé va { $minutes } minutos por delante del de este equipo
relay-stale-hint = mire el reloj de este equipo; si está bien, el relé está trabado, u oculta lo nuevo
relay-receipt = el recibo del relé no prueba que el mensaje entró en el registro
relay-promise = la respuesta del relé no es su promesa de hacer lo que se pidió
relay-body-altered = el relé cambió un mensaje: el número { $index } no es lo que entró en el registro
relay-body-withheld = el relé retiene un mensaje: el número { $index } no está
relay-entries-altered = el relé muestra entradas que no están en su registro, en el número { $index }: cambiadas, movidas o falsas
relay-tag-bundle = el relé miente en sus paquetes de marcas: el número { $index } es otra entrada en su registro
relay-feed = lo que manda el relé está cortado o mal hecho

# Cards at a relay.
relay-card-missing = el relé no tiene el contacto de este despacho
relay-card-missing-hint = el contacto puede estar mal escrito, o el despacho cambió de relé: pida un cartel nuevo
relay-card-forged = el relé muestra un contacto en nombre de este despacho que no es válido: { $why }
relay-card-not-logged = el relé muestra un contacto de este despacho que su registro no prueba
relay-card-forged-hint = no mande nada; pida su contacto al despacho de otro modo
relay-card-rolled-back = el relé muestra un contacto viejo de este despacho: el número { $shown }, y se conoce el { $known }
relay-desk-not-listed = quien lleva el relé no puso a este despacho en la lista
relay-desk-not-listed-hint = pida a quien lo lleva que use: davylamp-relay desk add DIR VERIFIER-KEY
relay-old-serial = el relé tiene un contacto o aviso de este despacho con este número o uno mayor
relay-bad-note = el relé no toma este contacto o aviso
