# Texts of panic: what a defender reads.
panic-not-armed = este equipo no está armado: no se dio ninguna alerta
panic-not-armed-hint = ármelo primero, con calma: davylamp panic arm --to CONTACT
panic-armed-already = este equipo ya está armado
panic-armed-already-hint = para armarlo de nuevo, diga --replace; el perfil viejo acaba entonces aquí
panic-foreign = { $path } es un archivo de otra clase: no se tocó
panic-foreign-hint = nombre un archivo que aún no exista
panic-damaged = el perfil de alerta está dañado: no puede dar una alerta
panic-damaged-hint = busque a sus contactos de otro modo; luego arme otra vez: davylamp panic arm --replace
panic-newer = el perfil de alerta es de un davylamp más nuevo
panic-newer-hint = use esa versión
panic-no-room = mucho espera salir: esto no se añadió
panic-no-room-hint = mire davylamp panic status; lo que espera sale cuando se llegue al relé
panic-busy = otro comando davylamp usa el perfil de alerta
panic-io = el perfil de alerta no se puede usar: { $path }: { $error }
panic-disk-full-hint = el disco está lleno: haga lugar, y pruebe otra vez

# Arming.
panic-arm-advice =
    Arme con calma, y en un equipo que sea solo suyo.
    Sus contactos saben qué quiere decir una alerta suya, y dos palabras. Este equipo no las guarda.
    Quien se lo lleve puede dar una alerta falsa. No puede leer lo que usted escribió, ni ver a quién se lo dijo.
panic-arm-another = Otro contacto (o Enter para seguir):
panic-arm-contact = Contacto { $contact }: { $name }
panic-arm-question = ¿Son estas seis palabras las que le dijo este contacto? (sí o no)
panic-arm-stopped = se paró: no se armó nada
panic-arm-no-alerts = este despacho no promete velar por alertas
panic-arm-contacts = como mucho { $most } contactos
panic-arm-invites = hay más códigos que contactos
panic-arm-twice = se dio dos veces el mismo contacto
panic-arm-text-question = ¿Qué deben saber cuando llegue su alerta? Quién es usted, dónde, a quién llamar.
panic-arm-invite = Código del contacto { $contact } (o Enter si no tiene):
panic-arm-invite-long = eso no es un código: es muy largo
panic-arm-unsound = este texto no se puede mandar así
panic-arm-told = El contacto { $contact } ya lo sabe: { $name }
panic-arm-not-told = no se pudo avisar a { $name }, y no se armó nada: { $why }
panic-arm-in-alert = hay una alerta en curso: anúlela antes de armar de nuevo
panic-arm-in-check-in = corre una señal de vida: párela antes de armar de nuevo
panic-armed = Este equipo está armado hasta el { $until }.
panic-armed-next =
    Pruébelo ahora: davylamp panic drill
    En peligro: davylamp panic

# Words.
panic-words-advice =
    Hacen falta dos palabras. La primera anula una alerta.
    La segunda es para cuando alguien lo obliga: aquí se ve igual, y dice a sus contactos que corre peligro.
    Apréndalas de memoria. Este equipo no las guarda, y no las puede distinguir.
panic-words-suggestion = Por ejemplo "{ $one }" y "{ $other }".
panic-new-word = La palabra que anula una alerta:
panic-new-duress-word = La palabra para cuando lo obligan:
panic-word-again = Otra vez:
panic-word-differs = no era la misma; empiece otra vez
panic-word-question = Su palabra:
panic-word-unfit = esa palabra no se puede usar: { $why }
panic-words-alike = las dos palabras son la misma: tome otra
panic-word-missing = no hay palabra
panic-word-missing-hint = nombre archivos con --word-file y --duress-file, o use esto en un terminal

# An alert.
panic-raised = ALERTA DADA. Va a todos sus contactos, y lo sigue intentando. Deje esto abierto si puede.
panic-resumed = Sigue con lo que espera.
panic-raised-drill = Simulacro. Va por el camino de una alerta; sus contactos ven que es un simulacro.
panic-untested = Sin prueba: ningún contacto confirmó un simulacro de este equipo.
panic-state-queued = en espera: ningún relé lo tiene aún
panic-state-on-relay = en el relé, con prueba
panic-state-received = recibido por su máquina; aún ninguna persona
panic-state-acknowledged = confirmado por una persona
panic-retry = en espera, otra vez en { $seconds } s: { $why }
panic-still = Dicho otra vez: aún en peligro.
panic-not-kept = ATENCIÓN: esto no se puede guardar en el disco ({ $why }). La alerta sale igual. Deje esto abierto: si acaba, no queda nada con qué seguir.
panic-done = Una persona la tiene.
panic-cancelled = Anulada: sus contactos reciben su palabra.
panic-posted = Está en el relé.
panic-waits = Aún espera. Sale cuando corra davylamp panic resume, o con la próxima alerta.
panic-ended-queued = Parado. NINGÚN relé tiene aún la alerta. Use davylamp panic otra vez, o davylamp panic resume.
panic-ended-on-relay = Parado. Un relé tiene la alerta; aún no respondió nadie.
panic-ended-received = Parado. La máquina de un contacto tiene la alerta; aún no respondió ninguna persona.
panic-unsealed = la alerta no se puede cerrar: { $why }
panic-detached = Alerta dada. Sigue por detrás: davylamp panic status
panic-detach-alone = --detach va con la alerta misma, y con ningún otro comando
panic-detach-not-kept = la alerta no se puede guardar en el disco, y por eso no puede seguir por detrás ({ $why }); use davylamp panic sin --detach AHORA
panic-detach-failed-hint = la alerta espera: use davylamp panic resume
panic-drill-in-alert = hay una alerta en curso: ahora no hay simulacro
panic-no-alert = no hay ninguna alerta en curso

# In a pack.
panic-packed = CERRADA en { $path }: { $envelopes } sobres para cada uno de { $relays } relés, de igual tamaño para todos. NINGÚN relé la tiene aún.
panic-pack-next =
    Dé el archivo a un mensajero, o llévelo a donde haya red: davylamp courier post FILE
    Cualquiera lo puede entregar, y nadie lo puede leer. Dé copias a más de una persona.
    También espera aquí: cuando haya red, davylamp panic resume manda lo mismo, y muestra quién lo tiene.
    Cuando acabe todo, borre cada copia: davylamp wipe FILE
panic-pack-nothing = Nada espera salir: no se hizo ningún archivo.
panic-pack-left = aviso: { $count } mensajes no cabían en el archivo; esperan aquí
panic-pack-waits-hint = espera aquí: nombre otro archivo, o use davylamp panic resume cuando haya red
panic-pack-lost-hint = NO SE DIO NINGUNA ALERTA: tampoco se pudo guardar aquí; haga lugar, y pruebe otra vez
panic-pack-not-kept = ATENCIÓN: esto no se puede guardar en el disco ({ $why }). La alerta está solo en el archivo: davylamp panic resume no sabe de ella.
panic-pack-not-here = --pack va con la alerta misma, y con drill, update, cancel y resume

# More about an alert.
panic-update-question = ¿Qué deben saber?
panic-update-missing = no hay nada que decir
panic-update-missing-hint = nombre un archivo con --text o --place, o use esto en un terminal
panic-update-long = muy largo: { $length } bytes, y caben como mucho { $limit }

# The end of a profile.
panic-disarm-waits = Aún no se avisó a sus contactos, y por eso el perfil queda. Pruebe otra vez, o bórrelo ya con --offline.
panic-disarmed = El perfil está borrado. Este equipo ya no puede dar alertas.

# Status.
panic-status-armed = Armado. Contactos: { $contacts }
panic-status-expires = Hasta el { $time }.
panic-status-expires-soon = VENCE PRONTO: { $time }. Arme de nuevo: davylamp panic arm --replace
panic-status-expired = VENCIDO: { $time }. Puede que sus contactos ya no lo esperen. Arme de nuevo: davylamp panic arm --replace
panic-status-drilled = { $contact }  una persona confirmó un simulacro: { $time }
panic-status-undrilled = { $contact }  no confirmó ningún simulacro
panic-status-no-alert = No hay ninguna alerta en curso.
panic-status-alert = ALERTA, desde el { $time }:
panic-status-drill = Simulacro, desde el { $time }:
panic-status-cancelled = Anulada; dada el { $time }:
panic-status-waiting = Esperan salir: { $count }
