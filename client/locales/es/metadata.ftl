# What a photograph or a document says about who made it, and what stays in the copy that is sent.
metadata-file = { $file }:
metadata-says = Este archivo dice:
metadata-says-nothing = No se encontró nada fuera de lo que muestra.
metadata-left = La copia conserva:
metadata-left-nothing = La copia no tiene nada más.
metadata-written = Copia escrita: { $path }
metadata-refused = Rechazado: { $why }
metadata-other = Rechazado: lo que este tipo de archivo dice de usted no se puede quitar aquí
metadata-not-read = { $path } no se pudo leer: { $why }
metadata-not-written = { $path } no se pudo escribir: { $why }
metadata-with-value = { $what }: { $value }
metadata-inside = en una imagen de dentro: { $what }

# Found, and not in the copy.
metadata-found-place = dónde se tomó
metadata-found-time = cuándo
metadata-found-device = el teléfono o la cámara
metadata-found-author = quién lo hizo
metadata-found-note = una nota dentro
metadata-found-thumbnail = una copia pequeña de la imagen, que puede mostrar más que la imagen
metadata-found-maker = notas del fabricante: a menudo un número de serie
metadata-found-program = lo que un programa escribió sobre él
metadata-found-press = una ficha como la de la prensa: nombres, lugares, palabras
metadata-found-colour = un perfil de color, que puede nombrar un aparato
metadata-found-second = una segunda imagen detrás de la primera
metadata-found-trailing = datos ocultos tras su final
metadata-found-unknown = una parte que no hace falta para mostrarlo
metadata-found-properties = sus propiedades: título, empresa, fechas, tiempo de trabajo
metadata-found-comments = comentarios, con nombres; la copia no los tiene
metadata-found-revisions = números que dicen quién escribió qué y cuándo
metadata-found-template = dónde están los archivos en el ordenador de origen
metadata-found-printer = la impresora
metadata-found-names = nombres y descripciones de imágenes: a menudo nombres de archivos
metadata-found-archive = cómo y cuándo se empaquetaron sus partes
metadata-found-hidden = partes que nadie ve
metadata-found-language = el idioma y el país del programa

# Left in the copy.
metadata-left-picture = la imagen: mire si hay caras, letreros, pantallas, espejos, y quién pudo estar allí
metadata-left-compression = cómo está comprimida: puede indicar un tipo de teléfono, no solo el suyo
metadata-left-orientation = qué lado va arriba
metadata-left-words = el texto: mire si hay nombres, lugares, y quién podía saber esto
metadata-left-links = enlaces a páginas
metadata-left-fields = lugares que ponen un nombre, una fecha o un archivo: lea lo que pone allí
metadata-left-hidden = texto, hojas o diapositivas ocultos, pero presentes
metadata-left-all = todo

# Why a file is refused, and what to do.
metadata-error-large = el archivo es demasiado grande: 128 MiB como máximo
metadata-error-damaged = el archivo está dañado, o no es del todo lo que dice ser
metadata-error-rare = el archivo es de un tipo raro
metadata-error-moving = esta imagen se mueve: contiene varias
metadata-error-bomb = el archivo llenaría esta máquina al abrirse
metadata-error-encrypted = el archivo tiene contraseña
metadata-error-changes = el documento guarda sus cambios, y quién los hizo
metadata-error-macros = el documento contiene programas (macros)
metadata-error-embedded = hay otro archivo dentro del documento
metadata-error-linked = el documento toma lo que muestra de otro lugar
metadata-error-media = una imagen, vídeo o sonido del documento es de un tipo que no se trata
metadata-error-part = el documento tiene una parte que aquí no se conoce
metadata-error-stable = la copia no se pudo comprobar: es un fallo de davylamp
metadata-advice-large = envíe una copia más pequeña, o solo la parte que importa
metadata-advice-again = ábralo en otro programa, guárdelo de nuevo y use ese archivo; o haga una captura de pantalla
metadata-advice-moving = guarde la única imagen que importa, y use esa
metadata-advice-encrypted = ábralo, quite la contraseña y guárdelo
metadata-advice-changes = en su programa, acepte o rechace todos los cambios y deje de registrarlos; luego guárdelo y use ese archivo
metadata-advice-macros = guárdelo sin ellos, como DOCX, XLSX, PPTX u ODT
metadata-advice-picture = haga una captura de pantalla (PNG) que muestre lo que importa, y envíela
