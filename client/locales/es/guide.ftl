# The guided report: before it begins.
guide-before =
    Antes de empezar, piense:
    - ¿Dónde está? Si corre peligro ahora, vaya primero a un lugar seguro.
    - ¿De quién es este equipo? No use uno de su empresa.
    - ¿De quién es esta red? No use una de su empresa.
    - ¿Quién está detrás de usted? Que nadie vea su pantalla.
    Nada de esto se guarda en este equipo, salvo que lo pida.
guide-before-question = Pulse Enter si todo está bien. Para salir, pulse Ctrl-C.

# The guided report: how the questions work.
guide-keys =
    Hay { $count } preguntas. Solo la primera debe tener respuesta.
    - Enter: seguir, y dejarla vacía
    - < y Enter: volver atrás
    - ? y Enter: saber más
    - - y Enter: quitar mi respuesta
guide-place = Pregunta { $at } de { $all }
guide-why = Por qué se pregunta: { $why }
guide-before-was = Su respuesta hasta ahora: { $answer }
guide-enter-keeps = Con Enter queda así.
guide-several = Puede elegir más de una: 1 3
guide-one = Elija una.
guide-answer = Su respuesta:
guide-numbers-wrong = Responda con números del 1 al { $count }.
guide-story-needed = Esta hace falta: sin sus palabras no hay denuncia.
guide-first = Esta es la primera pregunta.
guide-list-question = Hay más preguntas sobre la lista de nombres. ¿Quiere verlas? Enter es no. (sí o no)

# The guided report: the eight questions.
guide-q-story = ¿Qué pasó? Escriba todo lo que quiera.
guide-q-story-why = Lo que más cuenta son sus palabras. El despacho las lee tal como las escribe.
guide-q-story-help = Diga qué pasó, a quién, y qué vio. No ponga lo que solo usted puede saber, si eso lo delata. Escriba en la lengua que quiera.
guide-q-kinds = ¿Qué clase de daño fue?
guide-q-kinds-why = Así lo lee primero quien más sabe de eso.
guide-q-kinds-help = Elija lo que sea. Si nada va bien, elija la última o siga.
guide-q-date = ¿Cuándo fue?
guide-q-date-why = Hay plazos de ley que corren desde ese día.
guide-q-date-help = Escriba como quiera: un día, un mes, "desde marzo". Si ese día solo estuvo usted, no sea tan exacto.
guide-q-site = ¿Dónde fue? ¿En qué mina, planta o lugar?
guide-q-site-why = Así se ve qué más se contó de ese lugar.
guide-q-site-help = Use el nombre que le da la gente de allí. Basta con el pueblo más cercano.
guide-q-employer = ¿De qué empresa se trata?
guide-q-employer-why = Así se puede ver de quién es y quién le compra.
guide-q-employer-help = Escriba el nombre que está en los papeles, la puerta o los camiones. Puede poner más de uno.
guide-q-perpetrators = ¿Quién lo hizo?
guide-q-perpetrators-why = Así el despacho sabe con quién ir con cuidado.
guide-q-perpetrators-help = Elija a quien hizo el daño. No hace falta que sea seguro.
guide-q-asked = ¿Qué pide usted?
guide-q-asked-why = Usted decide qué se hace con esto. El despacho no debe decidir por usted.
guide-q-asked-help = Elija lo que quiere lograr. Más tarde puede decir otra cosa.
guide-q-may-see = ¿Quién lo puede ver, como mucho?
guide-q-may-see-why = Nadie más lo ve sin su permiso.
guide-q-may-see-help = Si no elige nada, solo lo ve el despacho. Él le puede pedir permiso más tarde. Usted puede cambiar de idea mientras nadie lo haya leído.

# The guided report: further questions, with --more.
guide-q-affected = ¿A quién le hace daño esto?
guide-q-affected-why = Hay grupos con derechos propios, como los pueblos indígenas.
guide-q-affected-help = Elija a todos los que sufren por esto.
guide-q-precision = ¿Qué tan exacta es la fecha?
guide-q-precision-why = Un juez lo va a preguntar.
guide-q-precision-help = Si aún sigue, elija la última.
guide-q-country = ¿En qué país? Dos letras, como CL o PE.
guide-q-country-why = Vale la ley de ese país.
guide-q-country-help = Son las dos letras con que acaban las páginas de allí.
guide-q-mineral = ¿Qué se saca o se hace allí?
guide-q-mineral-why = Así se puede seguir a dónde se vende.
guide-q-mineral-help = Por ejemplo oro, litio, cobre, cobalto.
guide-q-employer-country = ¿De qué país es esa empresa? Dos letras.
guide-q-employer-country-why = La ley de su país puede valer también.
guide-q-employer-country-help = Si no lo sabe, siga.
guide-q-link = ¿Quién compra de allí, o lo vende a otros? Un nombre. Enter cuando no haya más.
guide-q-link-why = Quien compra también debe responder.
guide-q-link-help = Quien vende, funde, fabrica, o una marca. Uno por vez.
guide-q-link-role = ¿Qué hace?
guide-q-kept-by = ¿Quién lleva la lista de nombres?
guide-q-kept-by-why = En muchos países la ley prohíbe esas listas.
guide-q-kept-by-help = Una persona, una oficina o una empresa.
guide-q-circulated-by = ¿Quién pasa la lista a otros?
guide-q-circulated-by-why = Muestra cómo va de mano en mano.
guide-q-circulated-by-help = Por ejemplo una oficina que la manda por correo.
guide-q-used-by = ¿Quién usa la lista?
guide-q-used-by-why = A ellos se les puede pedir cuentas.
guide-q-used-by-help = Empresas que no dieron trabajo a alguien.
guide-q-refusals = ¿A quién le negaron trabajo, cuándo y dónde?
guide-q-refusals-why = Cada caso es una prueba.
guide-q-refusals-help = No ponga nombres de personas que no le dieron permiso.
guide-q-prior-threats = ¿Hubo amenazas antes?
guide-q-prior-threats-why = Dice qué tan grande es el peligro.
guide-q-prior-threats-help = Qué se dijo, quién, cuándo.
guide-q-answer = ¿Quiere que le respondan?
guide-q-answer-why = Si no, el despacho no le escribe.
guide-q-answer-help = Si no elige, el despacho le puede escribir.
guide-yes = Sí
guide-no = No

# The guided report: before anything is sent.
guide-summary = Esta es su denuncia. Aún no se mandó nada.
guide-summary-row = { $number } { $question }
guide-summary-story = sus palabras, { $bytes } letras y espacios
guide-summary-empty = (vacía)
guide-sees = Quién verá qué:
guide-sees-desk = El despacho { $name }: todo. Sus seis palabras: { $words }
guide-sees-relay = El relé { $relay }: sobres cerrados de igual tamaño, y cuándo llegan. No puede ver quién es usted, ni qué hay dentro.
guide-sees-relay-direct = El relé { $relay }: sobres cerrados de igual tamaño, cuándo llegan, y la dirección de su red. No puede ver qué hay dentro.
guide-sees-network = Quien vigila su red: que usted usa Tor, y cuándo.
guide-sees-network-direct = Quien vigila su red: que usted habla con este relé, y cuándo.
guide-sees-courier = Quien lleva el archivo: un archivo que parece ruido. No puede ver quién lo hizo, ni qué hay dentro.
guide-sees-employer = Su empresa, otra empresa o una autoridad: nada. El despacho le debe pedir permiso antes.
guide-sees-counsel = Gente de leyes: el caso, si el despacho se lo da. Usted lo permitió.
guide-sees-company = Gente de leyes y la empresa: el caso, si el despacho se lo da. Usted lo permitió.
guide-sees-public = Todo el mundo: lo que el despacho haga público. Usted lo permitió.
guide-sees-nobody = Su nombre no va, salvo que lo haya escrito. Por el camino nadie más que el despacho puede leer sus palabras.
guide-send-question = Enter: seguir y mandarla. Un número: cambiar esa respuesta. x: salir.
guide-stop-question = ¿Salir? No se manda nada, y lo que escribió se pierde. (sí o no)
guide-send-unclear = Pulse Enter, o escriba un número de la lista, o x.

# The guided report: after it.
guide-words-next = Ahora le damos ocho palabras. Son la llave de su caso. Tenga a mano papel y lápiz.
guide-words-keep =
    Guarde el papel lejos del cartel. Quien tiene los dos puede leer sus respuestas.
    Puede usar las palabras en cualquier equipo.
guide-look = El despacho prometió una primera respuesta antes de: { $time }. Mire desde entonces.
guide-close = Lo que escribió puede seguir arriba. Cierre ahora esta ventana.

# What happened, as it can be chosen.
kind-threat = Hubo una amenaza
kind-blacklisting = Nombres en una lista, para que nadie les dé trabajo
kind-dismissal-for-organising = Despido por ser del sindicato
kind-violence = Hirieron o mataron a alguien
kind-surveillance = Lo siguieron, vigilaron o escucharon
kind-arrest = Detención
kind-raid = Entraron a buscar en una casa, oficina o lugar
kind-consent-violated = No se consultó al pueblo, o la consulta fue falsa
kind-false-origin = Etiquetas o papeles de origen falsos
kind-benefits-not-shared = No llega lo que se prometió
kind-land = Quitaron o cerraron tierra
kind-environment = Daño al agua, al aire, al suelo o a los animales
kind-forced-labour = Trabajo a la fuerza
kind-child-labour = Niños y niñas que trabajan
kind-wages = No se pagan los sueldos
kind-corruption = Coimas o fraude
kind-other = Otra cosa

# Who is affected.
affected-worker = Gente que trabaja
affected-union = Un sindicato o su gente
affected-artisanal-miner = Pequeña minería
affected-local-community = Una comunidad del lugar
affected-indigenous-people = Un pueblo indígena
affected-defender = Quienes defienden derechos o la tierra
affected-journalist = Periodistas

# How exact a date is.
date-exact = Ese mismo día
date-about = Por esos días
date-month = Ese mes
date-year = Ese año
date-ongoing = Aún sigue

# What a company does.
link-trader = Compra y vende
link-smelter = Funde
link-refiner = Refina
link-manufacturer = Fabrica cosas
link-other = Otra cosa

# Who did it.
perpetrator-employer = La empresa
perpetrator-contractor = Una contratista
perpetrator-private-security = Guardias privados
perpetrator-police = La policía
perpetrator-military = Militares
perpetrator-armed-group = Un grupo armado
perpetrator-official = Una autoridad
perpetrator-unknown = No lo sé
perpetrator-other = Otra persona

# What is asked for.
asked-to-say-no = Poder decir que no
asked-conditions = Sí, pero con condiciones
asked-protection = Protección
asked-remedy = Que se repare
asked-to-be-heard = Solo que me escuchen

# Who may see it, at most.
may-see-desk-only = Solo el despacho
may-see-counsel = También gente de leyes
may-see-company = También la empresa
may-see-public = Todo el mundo
