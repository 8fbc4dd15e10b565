# Texts of the counsel.

# Keys.
keygen-identity = Identidad secreta: { $path }. Abre cada expediente que se cierra para usted. Guárdela bien, con una copia.
keygen-recipients = Destino público: { $path }. Dé este archivo al despacho.
keygen-signing = Llave para firmar desafíos: { $path }. Su llave para verificar: { $key }
keygen-keep = Si la identidad se pierde, nadie puede abrir los expedientes. Si la roban, otra persona puede.
keygen-name = no es nombre para una llave: { $why }
signing-key-wrong = no es una llave para firmar de "counsel keygen --signing"
recipients-line = la línea { $number } del archivo de destinos no es un destino de age
recipients-none = no hay ningún destino en el archivo de destinos
recipients-many = un expediente tiene como mucho 64 destinos
recipients-mixed = el archivo de destinos junta destinos poscuánticos y clásicos
recipients-mixed-hint = el expediente sería tan débil como la clase más débil. Haga uno para cada clase, o pida a todos destinos age1pq1…
identity-line = la línea { $number } del archivo de identidad no es una identidad de age
identity-none = no hay ninguna identidad en el archivo de identidad

# Challenges.
challenge-written = Desafío escrito: { $path }
challenge-hint = Haga que llegue a quien denuncia, por el despacho o de otro modo. Nadie le obliga a responder.
challenge-name = su nombre debe tener de 1 a 120 bytes, sin signos de control
challenge-many = el caso tiene más pruebas de las que un desafío puede nombrar: verifique la declaración con --log
challenge-broken-case = el expediente está roto: { $why }

# Case files.
case-needs-identity = un expediente cerrado se abre con -i y la identidad
case-not-one = esto no es un expediente
case-not-one-hint = un expediente es un solo archivo age, o la carpeta donde está bagit.txt
case-does-not-open = el expediente no se abre
case-does-not-open-hint = está cerrado para otra persona, o se cortó o cambió por el camino
case-too-large = es más grande de lo que puede ser un expediente
case-unsafe-entry = el expediente tiene algo que no es seguro tocar: { $path }
case-unsafe-entry-hint = no se escribió nada; pida otra vez el archivo al despacho, por otro medio
case-folder-exists = { $path } ya existe, y no se pisa nada
case-opened = Abierto: { $path }
case-opened-hint = Para revisarlo: davylamp case verify { $path } --policy YOUR-POLICY --desk YOUR-COPY-OF-THE-POSTER

# The verdict.
verify-proven = PROBADO según su política.
verify-unanchored = SIN ANCLA: nada está roto, y nadie en quien usted confíe responde por todo.
verify-broken = ROTO: esto no es lo que sacó un despacho. No se fíe de él.
verify-broken-list = Lo que está roto:
verify-shown = Lo que esto muestra:
verify-not-shown = Lo que esto no muestra:
verify-messages = Los mensajes:
verify-in-log = { $reporter } mensajes de quien denuncia y { $desk } del despacho: este mismo texto estaba en el registro en este lugar para esta hora, y no se cambió ni se le puso fecha anterior desde entonces.
verify-consistent = { $reporter } mensajes de quien denuncia y { $desk } del despacho van con las pruebas que hay al lado. De quién son estas pruebas, usted aún no lo sabe.
verify-rendered = La página y los datos para programas dicen lo mismo que estos mensajes.
verify-custody = El registro de custodia está entero hasta esta salida, y su cabeza está en el registro (cabezas: { $heads }).
verify-desk-named = El despacho es el que usted nombró: firmó este archivo, sus respuestas y su registro de custodia.
verify-consent = Los mensajes de quien denuncia permiten que un equipo legal vea este caso.
verify-claim = La declaración cubre { $covered } de { $all } partes de los mensajes de quien denuncia. Las escribió quien tiene esta declaración, antes de su corte. No las añadió el despacho.
verify-nothing = Nada.
verify-who = Quién lo escribió: pudo ser el despacho.
verify-claim-limit = Quién tiene la declaración. Un despacho que inventó a quien denuncia también podría tener una.
verify-claim-not = { $path } no está cubierto por la declaración: { $why }.
verify-claim-broken = La declaración no es válida: { $why }
verify-challenge-not = Si la declaración responde a su desafío: délo con --challenge.
verify-no-policy = Si este registro es uno en el que usted confía: dé su propia política con --policy.
verify-relay-clock = Hora: solo el reloj del relé, donde abajo no se nombra un testigo aparte de su política.
verify-beside = Para qué hay { $count } entradas por las que su política no responde. Lo que dicen está también en un registro por el que sí responde.
verify-contradicted = Cuál de dos textos vale, donde un registro tiene uno y otro registro tiene otro con el mismo número. El programa de quien denuncia nunca manda eso. Lo podría hacer quien tiene sus palabras, o el despacho. Ninguno vale como permiso; una declaración muestra cuál escribió quien denuncia.
verify-no-desk = Qué despacho es: dé su cartel o su llave con --desk. Hasta entonces, firma, nombres y custodia son de quien hizo este archivo.
verify-no-consent = Que quien denuncia dejó que un equipo legal vea esto. El último hecho del registro de custodia dice por qué se entregó.
verify-gap = Lo que dijo { $side } en el carril { $lane }, números { $first } a { $last }: no está en este archivo.
verify-gap-open = el fin de un mensaje
verify-no-relay = Si hay un expediente más nuevo, o una declaración anterior: eso solo lo muestra el registro (--log).
verify-earlier = Hay un corte anterior de la misma autoría en el registro, en la entrada { $index }: solo queda cubierto lo que entró antes.
verify-message = { $side }, { $kind }: entrada { $index } de { $log }, para el { $time } ({ $paths })
verify-message-also = También es la entrada { $index } de { $log }, para el { $time } ({ $paths }).
verify-message-beside = También es la entrada { $index } de { $log }, por la que su política no responde ({ $paths }).
verify-message-contradicted = OTRO TEXTO está en su lugar en otro registro: vea arriba.
verify-by-witness = { $time }, testigo { $name }
verify-by-relay = { $time }, solo el reloj del relé
verify-no-time = una hora que no se sabe
verify-reporter = quien denuncia
verify-desk = el despacho
verify-policy = { $path } no es una política: { $why }
verify-policy-hint = una política es una tlog-policy de C2SP: líneas log, witness, group y quorum
verify-relay-unknown = este expediente no nombra ningún relé

# Export.
export-not-sealed = el expediente no se pudo cerrar: { $why }
export-no-messages = aún no hay nada en este caso que pueda salir
export-no-proof = un mensaje de este caso aún no tiene su prueba en el registro
export-no-proof-hint = deje correr "desk watch" un minuto, y pruebe otra vez
export-no-consent = quien denuncia no permitió que un equipo legal vea este caso
export-no-consent-hint = pregunte con: davylamp desk ask-consent { $case }; o, si no hay otro modo, dé su motivo en un archivo con --without-consent
export-has-consent = quien denuncia lo permitió: --without-consent no hace falta
export-empty-reason = el archivo con el motivo está vacío
export-card = el contacto del despacho no tiene su prueba en el registro
export-card-hint = publíquelo: davylamp desk card publish
export-broken = el expediente no sería válido: { $why }
export-broken-hint = no se escribió nada; vea el caso con "davylamp desk show"
export-posted = La cabeza del registro de custodia está en el registro, en la entrada { $index }.
export-written = Expediente escrito: { $path }
export-gaps = { $count } huecos: números que faltan en un carril. El expediente lo dice.
export-cannot-be-undone = Lo que se entregó no se puede pedir de vuelta.
export-exists = { $path } ya existe, y no se pisa nada
export-vault = el archivo de custodia del caso está dañado
export-actor = el nombre de quien lo saca debe tener de 1 a 200 bytes, sin signos de control

# Claims.
claim-explain = Una declaración muestra a este equipo legal que los mensajes de su caso los escribió usted, sea quien sea. No se puede deshacer. Nadie le puede obligar a darla.
claim-who = El desafío es de: { $name }. Llave: { $key }
claim-who-hint = Confirme, de otro modo, que es el equipo legal en que confía: cualquiera puede escribir cualquier nombre.
claim-question = ¿Dar la declaración? (sí o no)
claim-not-given = no se dio ninguna declaración
claim-not-interactive = una declaración no se puede deshacer: confirme con --yes
claim-challenge = no es un desafío: { $why }
claim-challenge-hint = pida a su equipo legal el archivo de: davylamp counsel challenge
claim-earlier-wrong = la declaración anterior no es de este caso: { $why }
claim-reused = Una declaración anterior fijó el corte en { $size } entradas; se usa otra vez.
claim-tail = su corte anterior es muy nuevo para leerlo; pruebe otra vez en un minuto
claim-gone = su corte anterior es muy viejo para leerlo: dé el archivo anterior con --earlier
claim-posted = El corte queda fijo en { $size } entradas del registro, para siempre.
claim-unjoined = Una de las pruebas del equipo legal es más nueva que lo que muestra el registro; hará falta --log para verificarla.
claim-written = Declaración escrita: { $path }. Désela al equipo legal.
claim-failed = no se pudo hacer la declaración: { $why }
