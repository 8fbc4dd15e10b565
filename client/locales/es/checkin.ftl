# Words.
checkin-right-question = La palabra con que armó este equipo (no se ve nada al escribir):
checkin-duress-question = La palabra de coacción con que armó este equipo (no se ve nada al escribir):
checkin-word-again = Otra vez, para estar seguros:
checkin-word-differs = eran dos palabras distintas
checkin-word-missing = no se dio ninguna palabra
checkin-word-missing-hint = póngala en un archivo y diga --word-file FILE (y --duress-file FILE para empezar), o pásela con -
checkin-word-length = una palabra tiene de 1 a 128 bytes; lo mejor son dos palabras de una lista
checkin-words-alike = la palabra y la de coacción son la misma: el despacho no podría saber que lo obligan

# Starting.
checkin-too-long = el plazo y la espera juntos son como mucho 31 días
checkin-expires = su perfil acaba el { $when }: antes de que acabe esta señal de vida
checkin-expires-hint = ármelo de nuevo (davylamp panic arm), o elija un plazo más corto
checkin-too-many = muchos comienzos quedaron a medias: los relés pueden tener una alerta de cada uno
checkin-too-many-hint = acábelos con davylamp checkin stop donde se llegue a un relé, y empiece otra vez
checkin-runs = ya corre una señal de vida: su próximo plazo es { $until }
checkin-in-the-way = corre una señal de vida: los relés tienen una alerta que nadie podría aplazar sin el perfil
checkin-in-the-way-hint = acábela primero con davylamp checkin stop
checkin-runs-hint = aplácela con davylamp checkin now, o acábela primero con davylamp checkin stop
checkin-unsealed = la alerta no se puede cerrar para un contacto
checkin-not-begun = ningún relé prometió guardar la alerta: { $why }. No hay señal de vida en pie
checkin-not-begun-hint = empiece otra vez cuando se llegue a un relé
checkin-stands-unsaid = los relés guardan la alerta, pero no se pudo avisar a los despachos
checkin-started = La señal de vida está en pie. Dé señal antes del { $until }. La alerta se da { $grace } después.

# Checking in.
checkin-renewed = Señal dada. El próximo plazo es { $until }. La alerta se da { $grace } después.
checkin-stopped = La señal de vida acabó: todos los relés prometieron hacer lo que dice su palabra.
checkin-stop-waits = NO acabó en todas partes: la señal de vida sigue en pie en los relés de abajo. Use "davylamp checkin stop" otra vez antes del { $until }.
checkin-held = contacto { $contact }, { $relay }: prometió guardar la alerta hasta el { $when }
checkin-spent = contacto { $contact }, { $relay }: su plazo acabó el { $when }; ya dio la alerta
checkin-not-promised = contacto { $contact }, { $relay }: no prometió nada
checkin-left = contacto { $contact }, { $relay }: puede tener aún una alerta de antes; la próxima señal la borra
checkin-trying = contacto { $contact }, { $relay }: { $why }; se prueba otra vez hasta que usted lo pare
checkin-no-answer = sin respuesta en este tiempo
checkin-visit-waits = contacto { $contact }, { $relay } no respondió ({ $why }): lo de arriba sigue en pie para él. Use el comando otra vez; en este equipo no queda nada que muestre su palabra
checkin-word-waits = contacto { $contact }: su palabra al despacho espera en este equipo a { $relay } ({ $why })
checkin-left-behind = contacto { $contact }, { $relay } no respondió ({ $why })
checkin-unkept = el disco no guarda lo que se respondió: { $error }
checkin-missed = NO HUBO SEÑAL: el plazo y la espera acabaron el { $when }. Los relés dieron la alerta, y los despachos suenan por su propio reloj.
checkin-lapsed-hint = ningún relé guarda ya una alerta; solo los relojes de los despachos velan por usted. Use "davylamp checkin start" otra vez

# Status.
checkin-none = no corre ninguna señal de vida
checkin-none-hint = empiece una con: davylamp checkin start --every 12h --grace 1h
checkin-unfinished = Un comienzo quedó a medias: ningún relé prometió guardar la alerta. Empiece otra vez, o acábelo con davylamp checkin stop.
checkin-status = Dé señal antes del { $until } (en { $left }). La alerta se da { $grace } después.
checkin-soon = PRONTO: dé señal antes del { $until } (en { $left }). La alerta se da { $grace } después.
checkin-in-grace = TARDE: el plazo era { $until }. En { $left } se da la alerta: dé señal ahora.
checkin-stands = la señal de vida sigue como antes: su próximo plazo es { $until }
checkin-words-wait = { $count } palabras a despachos esperan en este equipo; davylamp checkin now o davylamp panic resume las mandan
