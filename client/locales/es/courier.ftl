# Texts for couriers, and for those who give something to one.

# courier post.
courier-load = { $envelopes } sobres cerrados para { $relay }
courier-done = Todo está en los relés. Ahora borre el archivo: davylamp wipe FILE
courier-not-a-pack = esto no es un paquete, o está dañado
courier-not-a-pack-hint = un paquete es un archivo de 262144 bytes sin título: hay que copiarlo entero y sin cambios
courier-newer = este paquete es de un davylamp más nuevo
courier-left = { $left } de { $total } no están entregados a { $relay }: { $why }
courier-again-hint = guarde el archivo, y pruebe otra vez antes de dos días: nada se entrega dos veces

# Packs.
pack-exists = ya hay un archivo con este nombre, y no se pisa: { $path }
pack-no-place = no hay tal carpeta: { $path }
pack-needs-card = sin red hace falta el contacto completo del despacho, y este es solo su línea corta
pack-needs-card-hint = mientras haya red: davylamp contact show --to FILE --card-out CARD. O sáquelo de la carpeta cards/ de un espejo. Luego diga --to CARD
pack-unproven = no se pregunta a ningún relé: no se sabe si este contacto está en su registro, ni si hay uno más nuevo
pack-clock = el reloj de este equipo dice { $time }: si está mal, el despacho puede no poder leerlo
pack-late = este contacto es tan viejo que un despacho que falte un tiempo no podrá leer lo que se entregue después del { $until }: haga que se entregue ya
pack-too-long = muy largo para un paquete: { $got } sobres para cada relé, y caben { $most }
pack-too-long-hint = parta sus palabras en dos denuncias de un mismo caso, cada una con su paquete: la segunda con --passphrase-file
pack-not-written = el paquete no se pudo escribir en { $path }: { $why }
pack-full-hint = haga lugar, o nombre un archivo en otro disco
pack-lost-hint = no se guarda nada: hágalo otra vez con las mismas palabras, y las mismas ocho palabras en --passphrase-file
pack-elsewhere-question = Otro archivo donde escribirlo (Enter para dejarlo; sus palabras se pierden):
pack-written = Cerrado en { $path }: { $envelopes } sobres para cada uno de { $relays } relés, de igual tamaño para todos.
pack-next =
    Qué sigue: dé el archivo a un mensajero, o llévelo a donde haya red: davylamp courier post FILE
    Cualquiera lo puede entregar, más de una vez y de cualquier copia: cuenta una vez. Nadie lo puede leer por el camino.
    Sirve hasta el { $until }. Después el despacho puede no poder leerlo.
    Lo que ve el mensajero no le prueba nada a usted. Solo "recibido" en un "davylamp check" posterior muestra que llegó.
    Dé una copia a otro mensajero si puede. Luego borre la suya: davylamp wipe FILE
    Quien halle el archivo no lo puede leer, pero puede ver en el registro del relé que se entregó.
