# What --help says of the commands that reporters, defenders and couriers use.
# Made from the doc comments of the commands: DAVYLAMP_BLESS=1 cargo test -p davylamp help::
help = Denuncia amenazas y listas negras sin nombre; recibe, responde y prueba tales denuncias
help--json = Muestra los datos como JSON en la salida estándar
help--plain = Pregunta línea por línea y no dibuja nada: para lectores de pantalla y terminales simples
help--lang = Habla esta lengua: en, fr, es, pt o sw [de fábrica: la del sistema]
help--socks = Proxy SOCKS5 de Tor, host:port; se halla solo en los puertos de siempre si no se da
help--direct = Habla con un relé que no es onion ni está en este equipo, sin Tor: ve dónde está usted
help-report = Denuncia una amenaza, una lista negra u otro daño, sin nombre
help-report--to = Archivo con el contacto del despacho (una línea davylamp:, una foto de su código, o un contacto), o - para la entrada estándar
help-report--text = Archivo con sus palabras, o - para la entrada estándar
help-report--fields = Archivo con los datos que quiera (TOML o JSON), o - para la entrada estándar; las opciones se suman
help-report--more = Hace todas las preguntas, no solo las ocho que más cuentan; cada una se puede dejar vacía
help-report--kinds = Qué pasó; se puede dar más de una vez
help-report--affected = A quién hace daño; se puede dar más de una vez
help-report--perpetrators = Quién lo hizo; se puede dar más de una vez
help-report--asked-for = Qué pide; se puede dar más de una vez
help-report--may-see = Hasta dónde se puede ver el caso
help-report--contact-wanted = Si quiere que le respondan
help-report--passphrase-out = Escribe las ocho palabras nuevas en este archivo nuevo, en vez de mostrarlas
help-report--passphrase-file = Archivo con las ocho palabras de un caso que ya existe, o - para la entrada estándar: la denuncia se suma a él
help-report--pack = Lo cierra en este archivo nuevo, para que otra persona lo entregue, y no usa ninguna red; --to debe nombrar un contacto completo
help-report--now = Se publica ya: quien mira el registro puede ver cuándo estuvo usted aquí
help-report--within = Cada parte se publica en un momento al azar dentro de estas horas (o 90s, 30m, 12h); como mucho 24
help-check = Busca respuestas, con las ocho palabras y el cartel
help-check--to = Archivo con el contacto del despacho (una línea davylamp:, una foto de su código, o un contacto), o - para la entrada estándar
help-check--with = Lee también a quien media, todo por orden de tiempo: archivo con su contacto, o - para la entrada estándar
help-check--passphrase-file = Archivo con las ocho palabras, o - para la entrada estándar
help-check--from = Lee un espejo que trajo un mensajero: sin red, y no se escribe nada
help-check--all = Trae todo lo que puede ser suyo sin preguntar; el relé ve que hay mucho
help-check--now = Se publica ya: quien mira el registro puede ver cuándo estuvo usted aquí
help-check--within = Cada parte se publica en un momento al azar dentro de estas horas (o 90s, 30m, 12h); como mucho 24
help-answer = Responde al despacho: palabras, permiso o negativa, o cómo salió
help-answer--to = Archivo con el contacto del despacho (una línea davylamp:, una foto de su código, o un contacto), o - para la entrada estándar
help-answer--invite = Trae a quien medie a su caso: archivo con su contacto, o - para la entrada estándar. Con --consent: al que propuso el despacho con ese número
help-answer--with = Escribe también a quien media en su caso: archivo con su contacto, o - para la entrada estándar
help-answer--remove-mediator = Quita de su caso, para siempre, a quien media y nombra --with
help-answer--passphrase-file = Archivo con las ocho palabras del caso, o - para la entrada estándar
help-answer--text = Archivo con sus palabras, o - para la entrada estándar; junto a --consent o --refuse, lo que añade
help-answer--consent = Permite lo que el despacho pidió con este número (lo muestra check)
help-answer--refuse = Niega lo que el despacho pidió con este número
help-answer--outcome = Archivo con cómo salió, o - para la entrada estándar
help-answer--helped = Si ayudó
help-answer--pack = Lo cierra en este archivo nuevo, para que otra persona lo entregue, y no usa ninguna red; --to debe nombrar un contacto completo
help-answer--now = Se publica ya: quien mira el registro puede ver cuándo estuvo usted aquí
help-answer--within = Cada parte se publica en un momento al azar dentro de estas horas (o 90s, 30m, 12h); como mucho 24
help-claim = Muestra, si usted lo decide, que escribió los mensajes de su caso
help-claim--challenge = El desafío del equipo legal
help-claim--output = A dónde va la declaración: un archivo nuevo
help-claim--to = Archivo con el contacto del despacho (una línea davylamp:, una foto de su código, o un contacto), o - para la entrada estándar
help-claim--passphrase-file = Archivo con las ocho palabras, o - para la entrada estándar; se piden si no se dan
help-claim--earlier = Una declaración que ya se dio: se usa otra vez su corte
help-claim--yes = No pregunta
help-metadata = Mostrar lo que fotos y documentos dicen de quien los hizo, y escribir copias sin ello
help-metadata--files = Fotos y documentos (JPEG, PNG, WebP, DOCX, XLSX, PPTX, ODT)
help-metadata--output = Escribir las copias en este directorio, con nombres neutros; no se reemplaza ningún archivo
help-panic = Da una alerta ya mismo; o arma este equipo para ella
help-panic--after-help =
    Sin comando, la alerta sale ya: no se pregunta nada.

    Códigos de salida:
      0  una persona la tiene (update, cancel, disarm: la tiene un relé)
      1  falló: no se dio nada
      2  no se entendió: no se mandó nada
      3  este equipo no está armado
      4  dada, y aún espera a un relé; o está en el archivo de --pack
      5  dada, y un relé la tiene
      6  dada, y la máquina de un despacho la tiene
      7  anulada
    4 a 6 cuando se le dijo que parara antes de que una persona la tuviera: por una señal, --for o --detach.
help-panic--home = La carpeta del perfil de alerta [de fábrica: $DAVYLAMP_PANIC_HOME, o davylamp/panic en la carpeta de estado]
help-panic--profile = El archivo del perfil de alerta: con cualquier nombre y lugar, para que nada muestre qué es
help-panic--for = Deja de mirar tras estos segundos; lo que espera sigue con `davylamp panic resume`
help-panic--repeat = Segundos entre dos "aún corro peligro"
help-panic--pack = Escribe lo que hay que mandar en este archivo nuevo, para que otra persona lo entregue, y acaba; no usa ninguna red
help-panic--detach = Sigue por detrás
help-panic-arm = Prepara este equipo para dar alertas; pide sus contactos y dos palabras
help-panic-arm--to = Archivo con un contacto (una línea davylamp:, una foto de su código, o un contacto), o - para la entrada estándar; una vez por cada uno, como mucho 8
help-panic-arm--text = Archivo con lo que quiere decir una alerta suya: quién es, dónde, a quién llamar; o - para la entrada estándar
help-panic-arm--word-file = Archivo con la palabra que anula una alerta, o - para la entrada estándar
help-panic-arm--duress-file = Archivo con la palabra que solo lo aparenta, o - para la entrada estándar
help-panic-arm--invite-file = Archivo con un código de invitación, en el orden de --to; vacío para un contacto que no dio ninguno
help-panic-arm--introduce = Dice a cada contacto quiénes son los otros, para que se puedan llamar
help-panic-arm--expires-days = Días hasta que vence el perfil
help-panic-arm--replace = Arma de nuevo, en lugar del perfil que hay aquí
help-panic-drill = Prueba todo: como una alerta, pero el despacho ve que es un simulacro
help-panic-update = Añade palabras o un lugar a la alerta
help-panic-update--text = Archivo con sus palabras, o - para la entrada estándar
help-panic-update--place = Archivo con dónde está usted, o - para la entrada estándar
help-panic-cancel = Anula la alerta; pide su palabra
help-panic-cancel--word-file = Archivo con su palabra, o - para la entrada estándar; se pide si falta
help-panic-status = Qué está armado, qué se probó, y hasta dónde llegó una alerta
help-panic-resume = Sigue con una alerta tras una caída o un reinicio; no hace nada si no hay ninguna
help-panic-disarm = Acaba el perfil y lo borra; pide su palabra
help-panic-disarm--word-file = Archivo con su palabra, o - para la entrada estándar; se pide si falta
help-panic-disarm--offline = Borra el perfil sin avisar a nadie: los despachos siguen como si estuviera armado
help-checkin = Hace que se dé una alerta si usted no da señal: para quien puede quedar sin poder darla
help-checkin--home = La carpeta del perfil de alerta [de fábrica: $DAVYLAMP_PANIC_HOME, o davylamp/panic en la carpeta de estado]
help-checkin--profile = El archivo del perfil de alerta: con cualquier nombre y lugar, para que nada muestre qué es
help-checkin-start = Deja una alerta en los relés de sus contactos: la dan si usted no da señal
help-checkin-start--every = Cada cuánto dará señal: 90s, 30m, 12h, 2d
help-checkin-start--grace = Cuánto se puede tardar antes de que se dé la alerta
help-checkin-start--word-file = Archivo con la palabra con que armó, o - para la entrada estándar
help-checkin-start--duress-file = Archivo con la palabra de coacción con que armó, o - para la entrada estándar
help-checkin-start--seconds = Deja los relés que no responden en estos segundos; si no, prueba hasta que usted lo pare (Ctrl-C)
help-checkin-now = Da señal de vida: el plazo se aplaza
help-checkin-now--word-file = Archivo con la palabra, o - para la entrada estándar
help-checkin-now--seconds = Deja los relés que no responden en estos segundos; si no, prueba hasta que usted lo pare (Ctrl-C)
help-checkin-status = Muestra el próximo plazo, y qué relés guardan la alerta
help-checkin-stop = La acaba: los relés destruyen lo que guardan
help-checkin-stop--word-file = Archivo con la palabra, o - para la entrada estándar
help-checkin-stop--seconds = Deja los relés que no responden en estos segundos; si no, prueba hasta que usted lo pare (Ctrl-C)
help-courier = Lleva para otros lo que la red no lleva: lo que cerraron, y el registro con sus respuestas
help-courier-mirror = Se lleva el registro de un relé, para que otros lean sus respuestas sin red (check --from)
help-courier-mirror--dir = A dónde va: una carpeta nueva o vacía, como en una memoria USB; o un espejo que se continúa
help-courier-mirror--to = Archivo con el contacto de un despacho (una línea davylamp:, una foto de su código, o un contacto), o - para la entrada estándar: se lleva su relé
help-courier-mirror--relay = El relé, si no tiene contacto; qué registro es lo dicen entonces sus propios contactos
help-courier-mirror--days = Empieza con los últimos tantos días, más o menos; con --prune, quita de un espejo viejo lo anterior
help-courier-mirror--prune = Quita lo que es más viejo de lo que guarda el relé, o --days
help-courier-verify = Lee todo un espejo, como tras copiarlo: si cada byte que cuenta es lo que firmó el registro
help-courier-verify--dir = El espejo
help-courier-post = Entrega lo que otra persona cerró en un archivo
help-courier-post--file = El archivo que le dieron
help-wipe = Quita el perfil de alerta y los archivos que nombre, hasta donde obedece un disco; dice lo que no se puede quitar
help-wipe--after-help =
    Códigos de salida:
      0  todo se quitó, o no había nada
      1  algo no se pudo quitar; se nombra
      2  no se entendió: no se quitó nada
help-wipe--files = Qué más quitar: paquetes, espejos, archivos con las ocho palabras, carteles
help-wipe--home = La carpeta del perfil de alerta [de fábrica: $DAVYLAMP_PANIC_HOME, o davylamp/panic en la carpeta de estado]
help-wipe--profile = El archivo del perfil de alerta: con cualquier nombre y lugar, para que nada muestre qué es
help-wipe--recursive = También carpetas, con todo lo que tienen; nunca se siguen enlaces
help-wipe--shell-history = Quita las líneas sobre davylamp de las listas de comandos de bash, zsh y fish
help-wipe--yes = No pregunta
help-contact = Mira el contacto de un despacho
help-contact-show = Muestra el contacto del despacho, sus seis palabras y un código QR
help-contact-show--to = Archivo con el contacto (una línea davylamp:, una foto de su código, o un contacto), o - para la entrada estándar
help-contact-show--card-out = Guarda el contacto, como lo tiene el relé, en este archivo nuevo: para denuncias que se cierran sin red
help-contact-verify = Compara las seis palabras, u otro contacto, con este contacto
help-contact-verify--to = Archivo con el contacto (una línea davylamp:, una foto de su código, o un contacto), o - para la entrada estándar
help-contact-verify--words = Archivo con las seis palabras que le dijo el despacho, o - para la entrada estándar; se piden si faltan
help-contact-verify--card = Otro contacto, foto o línea, que llegó por otro camino
help-contact-notices = Lee lo que los despachos dicen a todos: derechos, seguridad, estudios de proyectos
help-contact-notices--to = Archivo con el contacto de un despacho (una línea davylamp:, una foto de su código, o un contacto), o - para la entrada estándar; una vez por cada despacho
help-contact-notices--all = Muestra los de cada despacho de allí, lo conozca usted o no
help-contact-notices--relay = El relé, si no tiene contacto: los de cada despacho de allí
help-contact-notices--from = Los lee de una copia del registro que alguien trajo (courier mirror), sin red
help-desk = Recibe denuncias, las responde, trabaja el caso
help-counsel = Llaves de un equipo legal
help-case = Abre y verifica expedientes
help-completions = Muestra lo que un shell usa para completar estos comandos
help-completions--shell = El shell que debe completar los comandos
help-manual = Escribe el manual: una página por cada comando
help-manual--dir = A dónde van las páginas, una por cada comando; se hace si no existe
help-report--attach = Enviar también esta foto o este documento; se puede dar varias veces
help-report--keep-metadata = Enviar los archivos tal como son, con todo lo que dicen de usted
help-report--resume = Guardar los archivos sellados en este archivo hasta que todo se envíe: si se corta, délo otra vez, y sigue
help-report--limit-rate = Enviar como mucho tantos bytes por segundo, como 200k o 1M
help-answer--attach = Enviar también esta foto o este documento; se puede dar varias veces
help-answer--keep-metadata = Enviar los archivos tal como son, con todo lo que dicen de usted
help-answer--resume = Guardar los archivos sellados en este archivo hasta que todo se envíe: si se corta, délo otra vez, y sigue
help-answer--limit-rate = Enviar como mucho tantos bytes por segundo, como 200k o 1M
help-panic-update--attach = Enviar también esta foto o este documento; las palabras van primero y no lo esperan
help-panic-update--keep-metadata = Enviar el archivo tal como es, con todo lo que dice de usted
