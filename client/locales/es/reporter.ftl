# Contacts.
contact-question = El contacto del despacho, como está en su cartel (empieza con davylamp:). O un archivo con una foto del cartel:
contact-missing = no se dio ningún contacto
contact-missing-hint = póngalo en un archivo y diga --to FILE, o páselo con --to -
contact-wrong = esto no es el contacto de un despacho: { $why }
contact-wrong-hint = cópielo entero del cartel; empieza con davylamp:
contact-two-desks = estos contactos son de despachos distintos
contact-two-desks-hint = dé el contacto de un solo despacho; más líneas pueden nombrar más relés de él
contact-one-relay-hint = este contacto nombra un solo relé. Si el despacho tiene más, su archivo de contacto los nombra todos, uno por línea. Pídalo a quien le dio el cartel, y diga --to FILE
contact-no-text = esto no es un contacto ni una foto de uno
picture-unreadable = esta imagen no se puede leer: { $why }
picture-format = solo PNG, JPEG y WebP
picture-heic = esta imagen es de una clase (HEIC) que aquí no se puede leer
picture-heic-hint = guárdela como JPEG, o haga una captura de pantalla de ella
picture-no-code = en esta imagen no hay un código que se pueda leer
picture-no-code-hint = tome otra: el código entero, de frente, nítido y con buena luz
picture-other-code = el código de esta imagen no es el contacto de un despacho
picture-two-contacts = en esta imagen hay dos contactos distintos
picture-two-contacts-hint = tome una foto de uno solo. Y pregunte al despacho cuál es el suyo: alguien puede haber puesto uno falso
contact-bad-card = este contacto no se puede usar: { $why }
card-name = { $name }
card-desk = identidad     { $desk }
card-role = { $role }, primera respuesta en { $within }
card-languages = lenguas       { $languages }
card-serial = contacto número { $serial }, desde { $issued } hasta { $expires }
card-expired = este contacto ya venció; aún sirve 90 días después de su fin
card-relay = relé          { $url }, guarda los mensajes { $days } días, registro { $log }
card-fingerprint = seis palabras { $words }
card-contact = contacto      { $uri }
card-saved = el contacto está en { $path }: con él se puede cerrar una denuncia sin red
role-reports = recibe denuncias
role-alerts = recibe alertas
role-mediation = hace de mediador
duration-days = { $n } días
duration-hours = { $n } horas
duration-minutes = { $n } minutos
verify-question = Las seis palabras que le dijo el despacho:
verify-missing = no hay palabras con qué comparar; diga --words FILE, o --card FILE
verify-same = es el mismo despacho: { $name } ({ $words })
verify-same-unreached =
    es el mismo despacho ({ $words })
    No se buscó su contacto: { $why }.
verify-another = ESTA ES OTRA IDENTIDAD. Las palabras del contacto son: { $here }. Se comparó con: { $other }
verify-another-hint = no mande nada a este contacto hasta que hable con el despacho: alguien puede hacerse pasar por él

# Finding the desk.
warning = aviso: { $what }
relay-failed = { $relay }: { $why }
clock-wrong = el reloj de este equipo está mal por más de un día; se usa el del relé
card-expired-since = el contacto del despacho venció el { $since }; aún sirve, pero pida uno nuevo
card-ended = el contacto del despacho acabó hace más de 90 días: lo que se cierre para él no se podría leer
card-ended-hint = pida al despacho, o a quien le dio el cartel, su contacto nuevo
card-unusable = el contacto del despacho no se puede usar: { $why }
standard-input-twice = solo una cosa se puede leer de la entrada estándar (-)

# Words.
text-missing = no se dieron palabras
text-missing-hint = póngalas en un archivo y diga --text FILE, o páselas con --text -
text-empty = no hay palabras en él
report-unsound = el despacho no podría leer esto: un texto puede tener como mucho 64 KiB
fields-wrong = el archivo de datos no está bien: { $why }
fields-country = un país son dos letras, como CL (ISO 3166)
fields-date = una fecha puede tener como mucho 40 bytes

# The passphrase.
passphrase-question = Las ocho palabras de su caso (no se ve nada al escribir):
passphrase-missing = no se dieron las ocho palabras
passphrase-missing-hint = ponga las ocho palabras en un archivo y diga --passphrase-file FILE, o páselas con --passphrase-file -
passphrase-out-missing = no hay nadie aquí que anote las ocho palabras
passphrase-out-missing-hint = diga --passphrase-out FILE para un caso nuevo, o --passphrase-file FILE para sumar a uno
passphrase-new =
    Estas ocho palabras son el único camino de vuelta a su caso. Nadie se las puede dar otra vez.
    Anótelas en papel, y guarde el papel donde nadie mire. Quien tiene las palabras puede leer sus respuestas.
passphrase-written-down = Pulse Enter cuando las haya anotado; entonces se quitan de la pantalla.
passphrase-back = Escriba las ocho palabras, para estar seguros (no se ve nada al escribir):
passphrase-differs = son ocho palabras, pero no las mismas
passphrase-again = Aquí están otra vez.
passphrase-count = hacen falta { $want } palabras, y aquí hay { $got }
passphrase-word = la palabra { $place } no está en la lista
passphrase-word-near = la palabra { $place } no está en la lista; tal vez es "{ $word }"
passphrase-broken-off = no se pudo trabajar con las ocho palabras; puede faltar memoria

# report.
report-advice =
    Antes de empezar:
    - Si corre peligro ahora, vaya primero a un lugar seguro.
    - No use un equipo ni una red de su empresa.
    - Escriba lo que hace falta. No ponga lo que solo usted puede saber, si eso lo delata.
    - Nada de esto se guarda en este equipo, salvo que lo pida.
report-desk = Esto va para: { $name }
report-desk-question = ¿Es el despacho que usted busca, y son estas sus seis palabras? (sí o no)
report-stopped = se paró; no se mandó nada
report-sent = Su denuncia está en el relé: { $envelopes } sobres cerrados, cada uno con su prueba.
report-deposited =
    Su denuncia está entregada: { $envelopes } sobres cerrados. El relé prometió publicar cada uno en un momento al azar
    en un plazo de { $within }, para que el registro no muestre cuándo estuvo usted aquí. Una promesa no es una prueba: aún no hay ninguna.
report-next-deposited =
    Qué sigue: después de { $within }, use "davylamp check" con sus ocho palabras y el contacto del despacho.
    Primero verá "recibido": entonces el despacho tiene todo. Solo eso muestra que el relé cumplió.
    Si un día después no hay "recibido", el relé o el despacho pueden estar sin red. Mande otra vez, o busque al despacho de otro modo.
report-next =
    Qué sigue: en unas horas, use "davylamp check" con sus ocho palabras y el contacto del despacho.
    Primero verá "recibido": entonces el despacho tiene todo. Las respuestas llegan más tarde, del mismo modo.
    Si en un día no hay "recibido", el despacho puede estar sin red. Mande otra vez, o búsquelo de otro modo.
report-retention = Mire al menos cada { $days } días: el relé no guarda más las respuestas.
send-progress = entrega
send-first = { $relay } ya tiene todo. Con eso basta: los otros relés del despacho lo reciben también, y no hace falta esperar.
send-too-long = muy largo: { $why }
send-too-long-hint = mándelo en dos denuncias de un mismo caso: la segunda con --passphrase-file
send-again-question = ¿Probar otra vez? Lo que ya se mandó queda; nada se manda dos veces. (sí o no)
send-cut-short-hint = { $posted } de { $total } partes están en el relé: el despacho aún no lo puede leer. Mande todo otra vez con las mismas ocho palabras

# Words that say no.
no-answers = no n

# check.
check-progress = búsqueda
check-nothing = Aquí no hay nada suyo: otras palabras, otro contacto, o de hace más de { $days } días.
check-more-question = Puede haber más cosas suyas. ¿Traerlas también? El relé ve entonces que alguien tiene mucho que leer. (sí o no)
check-gone = Algo aquí pudo ser una respuesta para usted, y el relé dice que ya no la guarda. Prometió guardar las respuestas { $days } días. Si su denuncia es más nueva, las está ocultando. El despacho vuelve a mandar lo que usted no leyó.
check-more-hint = puede haber más cosas suyas: hágalo otra vez con --all
check-tail-hint = lo más nuevo aún no se puede traer; mire otra vez en un minuto
check-mirror-progress = revisión
check-mirror-as-of = Se lee una copia del relé, del { $time } (hace { $age }). Lo que vino después no está.
check-mirror-contact = este contacto vino con la copia. Quien la trajo puede responder en nombre del despacho, salvo que compare las seis palabras con "davylamp contact verify"
check-mirror-clock = la copia es del futuro: mire el reloj de este equipo
check-mirror-short = la copia empieza después de los { $days } días que guarda el relé: no tiene respuestas más viejas
check-mirror-older-card = el contacto del despacho en la copia (número { $shown }) es más viejo que el suyo (número { $known })
check-mirror-nothing = En esta copia no hay nada suyo: otras palabras, otro contacto, o de antes o después de la copia.
check-mirror-rest =
    No se mandó nada. El despacho no sabe que usted leyó esto, y lo mandará otra vez.
    Para decírselo: use "davylamp check" donde haya red, o cierre una respuesta con "davylamp answer --pack FILE" para un mensajero.
desk-text = { $when }  El despacho escribe:
desk-received = { $when }  Recibido: el despacho tiene toda la entrega { $sessions }.
desk-status = { $when }  Estado: { $status }
desk-promise = El próximo paso está prometido para: { $by }.
desk-consent =
    { $when }  El despacho le pide permiso.
    Quién vería el caso: { $whom }
    Por qué: { $why }
    Hasta dónde: { $level }
desk-consent-how =
    Para permitirlo:  davylamp answer --consent { $id }
    Para negarlo:     davylamp answer --refuse { $id }
    Nadie lo ve antes de que usted responda.
consent-level = { $level ->
    [desk-only] solo el despacho
    [counsel] gente de leyes
    [company] también la empresa
    [public] todo el mundo
   *[other] { $level }
}
status-received = recibido
status-reading = alguien lo lee
status-working = alguien trabaja en ello
status-waiting-for-you = el despacho espera su respuesta
status-handed-on = pasado a otros, con su permiso
status-closed = cerrado
odd-not-the-desk = hay una respuesta en su caso que la llave de hoy del despacho no firmó. No se muestra: alguien puede hacerse pasar por él
odd-replayed = se puso otra vez en el registro una respuesta vieja: no se muestra
odd-missing = las respuestas { $from } a { $to } de la persona { $lane } del despacho no están: ya leídas, muy viejas, o retenidas
odd-contradiction = hay dos textos distintos para la respuesta { $number } de la persona { $lane } del despacho; se muestra el primero
odd-broken = la respuesta { $number } de la persona { $lane } del despacho no sigue a la de antes: algo se cambió o se dejó fuera
odd-incomplete = el mensaje que empieza con la respuesta { $number } de la persona { $lane } del despacho no está entero
odd-unreadable = para leer la respuesta { $number } de la persona { $lane } del despacho hace falta un davylamp más nuevo
odd-log-was-longer = cuando escribió, el despacho vio { $size } entradas, más que las que el relé muestra ahora: el relé oculta algunas

# answer.
answer-text-question = Sus palabras al despacho.
answer-sent = Su respuesta está en el relé. Use "davylamp check" en unas horas.
answer-deposited =
    Su respuesta está entregada. El relé prometió publicarla en momentos al azar en un plazo de { $within }.
    Después use "davylamp check": solo el "recibido" del despacho muestra que llegó.
consent-question = Usted permite lo que el despacho pidió con { $id }. Una vez que alguien leyó el caso, no se puede deshacer. ¿Seguir? (sí o no)
consent-id-wrong = ocho cifras o letras de la a a la f, como las muestra davylamp check
