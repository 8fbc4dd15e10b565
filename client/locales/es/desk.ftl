# Texts of the desk.

# Its home.
desk-home-absent = no hay un despacho en { $path }
desk-home-absent-hint = haga uno con: davylamp desk init; o nombre su carpeta con --home
desk-home-exists = ya hay un despacho en { $path }
desk-home-exists-hint = elija otra carpeta con --home
desk-home-wrong-key = la frase o el archivo de llave no abre esta base
desk-home-wrong-key-hint = mire mayúsculas y espacios; si está bien, key.age puede estar dañado: davylamp desk restore BACKUP
desk-home-damaged = { $path } está dañado o alguien lo cambió
desk-home-damaged-hint = no se escribió nada; deje la carpeta como está, y ponga una copia de respaldo en otra: davylamp desk restore
desk-home-newer = { $path } es de un programa más nuevo
desk-home-newer-hint = instale esa versión; no se cambió nada
desk-home-full = no queda lugar en el disco para { $path }
desk-home-full-hint = nada se pierde: el archivo viejo sigue; haga lugar y pruebe otra vez
desk-home-io = { $path }: { $error }
desk-no-home-dir = no hay una carpeta de datos para el despacho: nombre una con --home
desk-no-case = no hay un caso { $case }
desk-no-case-hint = vea los casos con: davylamp desk list
desk-ask-passphrase = Frase de la base del despacho:
desk-ask-passphrase-again = La misma otra vez:
desk-passphrases-differ = las dos frases no son la misma
desk-passphrase-short = una frase debe tener al menos { $least } letras; lo mejor son varias palabras
desk-key-file-bad = { $path } no tiene una identidad (una línea AGE-SECRET-KEY-PQ-1…)
desk-still-busy = esto no se puede hacer ahora mismo
desk-rekey = Elija con qué se abre la base desde ahora. Las copias de respaldo que tenga siguen con la frase o la llave vieja.
desk-rekeyed = la base está cerrada de nuevo
desk-restored-from = el despacho se repuso desde { $path }
desk-restored = este despacho se repuso desde una copia, y aún no miró qué mandó después de ella
desk-restored-hint = use esto primero: davylamp desk watch --once

# Setting up.
desk-ask-name = Nombre del despacho, como lo conoce la gente:
desk-ask-key-name = Nombre de su llave (lo mejor es su dominio, sin espacios):
desk-ask-languages = Lenguas que lee (por ejemplo: es en):
desk-ask-roles = Qué hace, y en cuánto tiempo promete responder (por ejemplo: reports=3d mediation=14d):
desk-ask-relay = Relé (http://host:port):
desk-ask-log-key = La llave del registro del relé:
desk-ask-cosigner-key = La llave del relé que cofirma:
desk-ask-again = ¿Probar otra vez? (sí o no)
desk-role-bad = no es un papel con un plazo, como reports=3d (papeles: reports, alerts, mediation): { $role }
desk-time-bad = no es un plazo como 3d, 12h o 30m: { $time }
desk-relay-key-bad = no es la llave de un relé ({ $why }): { $key }
desk-give-operator = dé esta línea a quien lleva el relé: davylamp-relay desk add DIR { $key }
desk-poster-written = El cartel está en { $path }: imprímalo. El contacto como texto está al lado.
desk-backup-written = Hay una copia de respaldo en { $path }: guárdela en otro equipo. Quien la tiene con su frase puede leer lo que el despacho podía leer al hacerla.
desk-self-test = Se manda una denuncia de prueba a este despacho, por el relé. Tarda unos segundos.
desk-self-test-report = Esta es la prueba que el despacho hace de sí mismo.
desk-self-test-passed = La denuncia de prueba llegó.
desk-self-test-failed = la denuncia de prueba no llegó
desk-self-test-failed-hint = mire el relé; luego use davylamp desk init otra vez: sigue desde aquí
desk-init-done = El despacho está listo. Empiece: davylamp desk watch
poster-title = Puede denunciar sin dar su nombre
poster-scan = Lea este código, o copie la línea de abajo, y délo a davylamp report.
poster-compare = Compare estas seis palabras con las que muestra su programa:
poster-how = No se pregunta su nombre. No use un teléfono ni una red que le dio su empresa.

# The card.
desk-card-published = el contacto número { $serial } está publicado
desk-card-drafted = el borrador está en { $path }: fírmelo en el equipo sin red con davylamp desk card sign, y publíquelo con --signed
desk-card-needs-draft = la identidad del despacho se guarda sin red: el contacto se firma allí
desk-card-needs-draft-hint = davylamp desk card publish --draft FILE; allí: davylamp desk card sign --identity FILE DRAFT -o CARD; aquí: davylamp desk card publish --signed CARD
desk-card-other = este contacto no se hizo para las llaves de este despacho
desk-card-rolled-back = este contacto tiene el número { $shown }, y se conoce el { $known }: es viejo
desk-card-to-sign = Contacto número { $serial } de { $name }, leído en:
desk-card-ask-sign = ¿Firmarlo? (sí o no)
desk-card-not-signed = el contacto no se firmó
desk-card-signed = el contacto firmado está en { $path }
desk-card-ends = El contacto vence en { $days } días. Renuévelo: davylamp desk card publish

desk-card-ended = El contacto venció: a quien denuncia se le avisa, y lo puede usar 90 días más. Renuévelo: davylamp desk card publish

# Watching.
desk-alarm = !!! { $what }
desk-ready = Se mira { $origin } ({ $size } entradas).
desk-new-case = Caso nuevo: { $case }
desk-new-message = { $case }: { $kind }
desk-new-contradiction = { $case }: { $kind }. Otro relé trajo otro texto en su lugar: mire los dos.
desk-was-read = { $case }: se leyeron { $count } de sus mensajes
desk-fresh = Hay paso: un mensaje propio volvió en { $seconds } s.
desk-cut-off = Este despacho está aislado de { $origin }: { $missed } de sus propios mensajes no volvieron. Puede que no le lleguen denuncias. Mire la red y el relé, y avise a la gente de otro modo.
desk-relay-lied = se sorprendió al relé { $origin }: { $what }
desk-relay-lied-hint = lo que firmó se guarda como prueba; no use este relé; avise a otros despachos y a la gente
desk-stale = Lo más nuevo que muestra { $origin } tiene { $minutes } minutos: puede retener denuncias más nuevas.
desk-unreachable = No se llega a { $origin }: { $why }. Se prueba otra vez.
desk-back = Se llega otra vez a { $origin }.
desk-foreign-card = Hay un contacto con el número { $serial } en el registro bajo la llave de este despacho, y no lo hizo él: alguien tiene su llave de identidad.
desk-card-gone = { $origin } no muestra a nadie el contacto de este despacho, aunque lo tiene en su registro. Quien tiene el cartel no puede llegar por ahí. Pregunte a quien lo lleva si el despacho sigue en la lista, y publique el contacto en otro lugar.
desk-lost = { $origin }: llegaron { $entries } mensajes para este despacho mientras faltó mucho tiempo, y se perdieron.
desk-progress = al día: { $at } entradas
desk-renewed = { $count } mensajes que nadie leyó aún se cerraron de nuevo
desk-cover-mean-bad = el tiempo medio entre mensajes de relleno debe ser de más de 0 segundos
desk-lie-fork = muestra entradas que no son las que firmó: su historia se cambió, o se partió
desk-lie-altered-body = cambió un mensaje
desk-lie-withheld-body = retiene un mensaje que aún debe guardar
desk-lie-shrunk = su registro se hizo más corto
desk-lie-out-of-order = saltó o repitió entradas
desk-lie-dropped = dio un recibo por un mensaje, y lo dejó fuera del registro que muestra
desk-lie-bad-signature = su punto de control no lo firmó el registro
desk-lie-bad-time = su punto de control no lleva una hora que firmó su reloj
desk-lie-relay-length = una respuesta vino cortada, o no es de un relé
desk-lie-relay-malformed = una respuesta no es lo que debe ser
desk-lie-relay-checkpoint = su punto de control no es el del registro
desk-lie-relay-not-timed = su punto de control no lleva hora
desk-lie-relay-rolled-back = muestra un estado más viejo que antes
desk-lie-relay-forked = muestra dos historias
desk-lie-relay-card-forged = muestra un contacto que no es válido
desk-lie-relay-card-not-logged = muestra un contacto que no está en su registro
desk-lie-relay-card-rolled-back = muestra un contacto viejo
desk-lie-relay-receipt = su recibo no prueba nada
desk-lie-relay-body-altered = cambió un mensaje
desk-lie-relay-body-withheld = retiene un mensaje
desk-lie-relay-entries-altered = muestra entradas que no están en su registro
desk-lie-relay-tag-bundle = miente en sus paquetes de marcas
desk-lie-relay-feed = lo que manda está mal hecho

# Cases.
desk-no-cases = Aún no hay casos.
desk-list-row = { $case }  { $status }  { $time }
desk-show-head = Caso { $case }: { $status }
desk-show-link = va junto con { $case }
desk-show-gap = Falta algo en la entrega { $lane }: del número { $from } al { $to }
desk-message-head = { $from }, { $time }: { $kind } { $state }
desk-from-reporter = Quien denuncia
desk-from-desk = Despacho
desk-state-waiting = (espera salir)
desk-state-logged = (en el registro, aún sin leer)
desk-state-read = (leído)
desk-kind-report = denuncia
desk-kind-text = mensaje
desk-kind-received = recibo
desk-kind-status = estado
desk-kind-consent-request = pedido de permiso
desk-kind-consent-answer = respuesta sobre el permiso
desk-kind-outcome = cómo salió
desk-kind-unknown = mensaje que esta versión no puede leer
desk-message-contradicted = Otro relé trajo otro texto en su lugar: quien lo mandó, o quien tiene las ocho palabras, mandó dos. Ninguno vale como permiso.
desk-message-unreadable = esta versión no lo puede leer
desk-message-received = La máquina del despacho dijo a quien denuncia que llegó.
desk-promised-by = prometido para el { $time }
desk-consent-asked = { $id }: ¿puede { $whom } ver el caso? ({ $level })
desk-consent-granted = { $id }: sí
desk-consent-refused = { $id }: no
desk-consent-id = el pedido se llama { $id }
desk-consent-level = se pide permiso para counsel, company o public
desk-ask-reply = Su respuesta.
desk-ask-for-whom = Quién vería el caso:
desk-ask-why = Por qué, en palabras simples.
desk-nothing-to-send = no hay nada que mandar
desk-stored = Guardado. Un watch que corre lo entrega.
desk-stored-hint = está guardado: un watch que corre lo entrega en cuanto el relé lo tome
desk-posted = En el registro.
desk-ask-delete = ¿Olvidar el caso { $case } para siempre, con todos sus mensajes? (sí o no)
desk-not-deleted = el caso no se borró
desk-deleted = El caso { $case } ya no está. Lo que hay en copias de respaldo queda allí.

# Alerts.
desk-kind-arm = perfil de alerta
desk-kind-alert = ALERTA
desk-kind-drill = SIMULACRO (un ejercicio)
desk-kind-duress = SEÑAL DE VIDA BAJO COACCIÓN
desk-kind-check-in-missed = FALTA UNA SEÑAL DE VIDA
desk-verified = con invitación de este despacho
desk-unverified = sin invitación de este despacho
desk-profile-armed = Alguien armó el perfil de alerta { $profile } ({ $who }), hasta el { $time }. Véalo: davylamp desk show { $profile }
desk-alert = { $what } { $alert } del perfil { $profile } ({ $who }).
    Qué quiere decir: davylamp desk show { $profile }
    La toma usted: davylamp desk ack { $alert }
desk-alert-by-update = { $what } { $alert } del perfil { $profile } ({ $who }): su primer mensaje no llegó, uno posterior sí.
    Qué quiere decir: davylamp desk show { $profile }
    La toma usted: davylamp desk ack { $alert }
desk-alert-group = { $count } ALERTAS de perfiles sin invitación de este despacho: suenan juntas.
    Véalas: davylamp desk ack
    Un perfil que lo inunda: davylamp desk mute PROFILE
desk-alert-update = { $what } { $alert }, perfil { $profile }: se sabe más.
desk-update-text = dice: { $said }
desk-update-place = lugar: { $said }
desk-alert-still = { $what } { $alert }, perfil { $profile }: aún en peligro
desk-cancel-right = { $what } { $alert }, perfil { $profile }: anulada con la palabra buena. Se deja.
desk-cancel-other = { $what } { $alert }, perfil { $profile }: alguien la quiso anular con una palabra que no es ninguna de las dos. Sigue.
desk-cancel-duress = BAJO COACCIÓN: { $what } { $alert }, perfil { $profile }, se anuló con la palabra de coacción. Sigue.
    Obligan a esa persona a fingir, y la pueden vigilar: no le devuelva la llamada, no deje que nadie vea que usted lo sabe.
    Lo que se acordó: davylamp desk show { $profile }
    La toma usted: davylamp desk ack { $alert }
desk-cancel-unseen = La alerta misma aún no llegó.
desk-cancel-ends = El perfil acaba.
desk-alive-right = El perfil { $profile } dio señal de vida; la próxima para el { $time }
desk-alive-late = El perfil { $profile } dio señal de vida, tarde, con la palabra buena; la próxima para el { $time }
desk-alive-ends = El perfil { $profile } dio su última señal de vida, con la palabra buena.
desk-alive-other = El perfil { $profile } dio señal con una palabra que no es ninguna de las dos: no cuenta.
desk-alive-duress = BAJO COACCIÓN: el perfil { $profile } dio señal con la palabra de coacción ({ $alert }).
    Obligan a esa persona a fingir, y la pueden vigilar: no le devuelva la llamada, no deje que nadie vea que usted lo sabe.
    Lo que se acordó: davylamp desk show { $profile }
    La toma usted: davylamp desk ack { $alert }
desk-check-in-missed = FALTA UNA SEÑAL DE VIDA { $alert } del perfil { $profile } ({ $who }): sin señal antes del { $time }.
    Qué quiere decir: davylamp desk show { $profile }
    La toma usted: davylamp desk ack { $alert }
desk-alert-acknowledged = { $what } { $alert }, perfil { $profile }: la tiene { $by }
desk-alert-waiting = NADIE LA HA TOMADO:
desk-alert-waiting-group = y { $count } más de perfiles sin invitación de este despacho: davylamp desk ack
desk-waiting-row = { $what } { $alert }, perfil { $profile } ({ $who }), desde el { $time }
desk-waiting-duress = NO DEVUELVA LA LLAMADA
desk-nothing-waits = Nada espera a una persona.
desk-ack-hint = Para tomar una: davylamp desk ack ALERT
desk-ack-unknown = no hay una alerta { $alert }
desk-ack-unknown-hint = vea qué espera con: davylamp desk ack
desk-ack-several = { $alert } puede ser más de una alerta: escriba más de su nombre
desk-acked = { $what } { $alert }: la tiene usted. Quien la dio lo verá en cuanto el relé lo ponga en su registro.
desk-acked-local = { $what } { $alert }: la tiene usted.
desk-ack-stored-hint = está guardado: un watch que corre lo entrega en cuanto el relé lo tome
desk-escalated = { $what } { $alert }, perfil { $profile }: nadie la tomó; se avisó a { $to }
desk-hook-failed = no se llegó a { $what }: { $why } ({ $failures } fallas hasta ahora)
desk-notify-title = Despacho Davylamp
desk-no-such-profile = no hay un perfil de alerta { $profile }
desk-no-such-profile-hint = vea los perfiles con: davylamp desk list
desk-muted = El perfil { $profile } está mudo: la máquina confirma sus alertas y las muestra, y no suenan.
desk-unmuted = El perfil { $profile } suena otra vez.
desk-invite = Código de invitación, vale una vez: { $code }
desk-invite-hint = Délo en persona. Quien lo escribe al armar se muestra con invitación.
desk-invite-open = { $code }  aún sin usar, hecho el { $time }
desk-invite-used = lo usó el perfil { $profile }, hecho el { $time }
desk-ladder-empty = No hay escalera: lo que nadie toma solo sigue sonando. Ponga una: davylamp desk ladder set FILE
desk-ladder-bad = la línea { $number } no es minutos y un comando (o @contacts): { $line }
desk-ladder-long = una escalera tiene como mucho { $most } pasos
desk-ladder-set = La escalera tiene { $rungs } pasos. Un watch que corre la usa ya.
desk-contact-message = El despacho "{ $desk }" ({ $words }) tiene { $what } desde el { $time } UTC, y allí nadie tomó el caso. Quien la dio nombró a ustedes para esto. Puede que tengan la misma alerta. Esto lo mandó la máquina del despacho; nadie lee respuestas.
desk-contact-what-alert = una alerta
desk-contact-what-drill = un simulacro (un ejercicio, no una alerta)
desk-contact-what-duress = una señal de vida bajo coacción (no devuelvan la llamada)
desk-contact-what-check-in-missed = una señal de vida que falta
desk-contact-what-alert-duress = una alerta anulada bajo coacción (no devuelvan la llamada)
desk-profile-row = { $profile }  perfil de alerta, { $who }{ $muted }, hasta el { $time }
desk-profile-muted = , mudo
desk-profile-head = Perfil de alerta { $profile }: { $who }{ $muted }, armado el { $armed }, hasta el { $time }
desk-profile-means = Qué quiere decir una alerta de aquí:
desk-profile-contacts = Se les puede avisar si aquí nadie la toma: { $contacts }
desk-alarm-row = { $time }  { $what } { $alert }: { $state }
desk-alarm-waits = no la tiene nadie
desk-alarm-acknowledged = la tiene { $by } desde el { $time }
desk-alarm-stood-down = dejada el { $time } con la palabra buena
desk-alarm-duress = (palabra de coacción)
desk-from-profile = Quien da la alerta
desk-message-arm = Las palabras y llaves de este perfil quedan cerradas y no se muestran nunca.
desk-export-profile = { $case } es un perfil de alerta: sus mensajes llevan las palabras y llaves de una persona, y no puede ser un expediente
desk-export-profile-hint = lo que esa persona quiera probar va en una denuncia; la prueba de las alertas queda en esta base
desk-watch-seconds-bad = un tiempo debe ser de más de 0 segundos
desk-before-restore = alguien, antes de reponer la base
desk-somebody = alguien
