# Numbered choices.
talk-number = Su número, del 1 al { $count } (Enter es 1):
talk-number-needed = Su número, del 1 al { $count }:
talk-number-wrong = Escriba un número del 1 al { $count }.

# answer: what a person wants to do.
talk-what = ¿Qué quiere hacer?
talk-write = Escribir al despacho
talk-allow = Permitir lo que pidió el despacho
talk-refuse = Negar lo que pidió el despacho
talk-outcome = Decir cómo salió
talk-consent-id = ¿Cuál? Escriba los ocho signos que "davylamp check" muestra al lado:
talk-allow-follows =
    Si lo permite, el despacho puede mostrar su caso como dijo.
    Puede cambiarlo más tarde con otra respuesta. Lo que ya se vio, queda visto.
talk-refuse-follows =
    Si lo niega, nadie más ve su caso para esto.
    Puede cambiarlo más tarde con otra respuesta.
talk-refuse-question = Usted niega lo que el despacho pidió con { $id }. ¿Mandarlo? (sí o no)
talk-helped = ¿Le ayudó?
talk-helped-yes = Sí
talk-helped-partly = En parte
talk-helped-no = No
talk-outcome-words = Ahora con sus palabras: ¿cómo salió?
talk-sees =
    El despacho { $name } verá esto, con toda su respuesta. Nadie lo puede leer por el camino.
    El relé ve sobres cerrados de igual tamaño, y cuándo llegan.
talk-sees-pack = El despacho { $name } verá esto, con toda su respuesta. Quien lleva el archivo no lo puede leer.
talk-send-question = Pulse Enter para mandarlo. Escriba x y Enter para parar:

# check: what was found, and what can be done next.
talk-next = Qué quiere decir esto, y qué puede hacer:
talk-means-text = - El despacho le escribió. Para responder: davylamp answer
talk-means-received = - "Recibido" quiere decir: el despacho tiene todo lo que usted mandó. No tiene que hacer nada.
talk-means-reading = - Alguien lee su caso. No tiene que hacer nada.
talk-means-working = - Alguien trabaja en su caso. No tiene que hacer nada.
talk-means-waiting = - El despacho no puede seguir sin usted. Para responder: davylamp answer
talk-means-handed-on = - El despacho dio su caso a quienes usted permitió. Aún puede escribir: davylamp answer
talk-means-closed = - El despacho dejó de trabajar en su caso. Aún puede escribir: davylamp answer
talk-means-consent = - El despacho pregunta si otros pueden ver su caso. Nadie lo ve para esto si usted no dice que sí.
talk-look-promised = Mire otra vez después del { $by }. El despacho prometió el próximo paso para entonces.
talk-look-late = El despacho prometió el próximo paso para el { $by }. Ese plazo ya pasó. Puede preguntarle: davylamp answer
talk-look-again = Mire otra vez en un día o dos: davylamp check
talk-look-days = Mire al menos cada { $days } días. El relé no guarda más las respuestas.
talk-consent-now =
    El despacho pregunta con { $id } si { $whom } puede ver su caso.
    ¿Responder ahora? s = permitir, n = negar, Enter = más tarde:
talk-consent-later = No se mandó nada sobre { $id }. Le espera.
talk-outcome-now = Su caso está cerrado. ¿Quiere decir ahora cómo salió? s = sí, Enter = más tarde:

# panic arm: why each question is asked.
talk-arm-contacts-why = Sus contactos reciben su alerta. Hace falta uno. Puede dar hasta ocho.
talk-arm-text-why = Por qué se pregunta: sus contactos deben saber a quién ayudar, y cómo. Lo reciben ahora. Puede dejarlo vacío.
talk-arm-invite-why = Por qué se pregunta: con un código, un contacto ve que usted es de los suyos. Su alerta suena también sin él.

# checkin: why a word is asked.
talk-checkin-word-why = Por qué se pregunta: solo usted debe poder aplazar la alerta, o acabarla.
talk-checkin-words-why =
    Por qué se pregunta: este equipo no guarda sus palabras, y los relés deben poder reconocerlas.
    Escriba las mismas dos que cuando lo armó.

# A bar for long work.
talk-bytes-left = faltan { $left }

# What the system says, in a sentence.
talk-not-detached = esto no pudo seguir por detrás: { $why }
talk-not-started = esto no pudo empezar: { $why }
talk-file-unread = { $path }: { $why }
talk-file-long = { $path } es muy largo: como mucho { $limit } bytes
talk-file-not-text = { $path } no es texto (UTF-8)
talk-hint = consejo: { $hint }
