# A mediator in your case: what a reporter reads.
mediation-same-desk = el despacho y quien media son el mismo: dé dos contactos
mediation-no-role = { $name } no ofrece mediar
mediation-no-role-hint = elija un despacho que diga en su contacto que media: davylamp contact show
mediation-what =
    Usted trae a un tercero a su caso: { $name }.
    Las seis palabras de su contacto: { $words }
    Compare con las que él le dio de otro modo.
    Lo que verá: lo que usted mande a los dos desde ahora, y lo que { $desk } le escriba a usted desde ahora.
    Lo que no verá: todo lo que se escribió antes.
    { $desk } y { $name } sabrán que comparten este caso. Cada uno ve lo que el otro le escribe a usted.
    Lo puede quitar cuando quiera. Lo que ya vio, queda visto.
mediation-question = ¿Lo quiere así? (sí o no)
mediation-invited = Usted invitó a { $name }.
mediation-both-how =
    Para escribir a los dos:  añada --with FILE a davylamp answer. FILE es el contacto de quien media.
    Para leer a los dos:      añada --with FILE a davylamp check.
    Para acabarlo:            davylamp answer --remove-mediator --with FILE
    Sin --with, sus palabras van solo a uno.
mediation-sent-both = Sus palabras van en camino al despacho y a { $name }.
mediation-remove-what =
    Usted quita a { $name } de su caso, para siempre. No lo puede invitar otra vez a este caso.
    Vio lo que se escribió mientras estuvo. Eso no se puede deshacer.
mediation-remove-question = ¿Quitarlo? (sí o no)
mediation-removed = Usted quitó a { $name }. El despacho no le manda nada más.
mediation-half-hint = { $one } ya lo tiene, y { $other } aún no: haga lo mismo otra vez
mediation-proposed =
    { $when }  El despacho propone a alguien que medie.
    Nombre: { $name }
    Las seis palabras de su contacto: { $words }
    Por qué: { $why }
    Su contacto, para un archivo:
    { $contact }
mediation-proposed-how =
    Para aceptar:  davylamp answer --invite FILE --consent { $id }
    Para negarlo:  davylamp answer --refuse { $id }
    Quien media no ve nada si usted no lo invita. Antes de eso se le dice lo que verá.
mediation-open =
    { $when }  Ahora hay un tercero en su caso.
    Las seis palabras de su contacto: { $words }
    Su contacto, para un archivo:
    { $contact }
mediation-ended-reporter = { $when }  Usted quitó a quien media. No recibe nada más de este caso.
mediation-ended-desk = { $when }  El despacho quitó a quien media. No recibe nada más de este caso.
mediation-ended-mediator = { $when }  Quien media se fue. No recibe nada más de este caso.
mediation-seen = Lo que ya vio, queda visto.
mediation-read-both =
    Hay un tercero en su caso. Para leer lo que escriben los dos, ponga su contacto en un archivo y use:
    davylamp check --to { $to } --with FILE
mediation-the-desk = El despacho: { $name }. Las seis palabras de su contacto: { $words }
mediation-the-mediator = Quien media: { $name }. Las seis palabras de su contacto: { $words }
mediation-desk-writes = { $when }  El despacho { $name } escribe:
mediation-mediator-writes = { $when }  Quien media, { $name }, escribe:
mediation-desk-tells = Del despacho { $name }:
mediation-mediator-tells = De quien media, { $name }:
