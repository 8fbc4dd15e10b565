# Fotografías y documentos de un despacho, y casos que pasan a otro despacho.

desk-kind-handover = caso entregado
desk-update-attached = adjunto: { $said }
desk-attachment-rewritten = adjunto: { $name } ({ $type }, { $size }); el programa de quien lo envió le quitó metadatos
desk-attachment-kept = adjunto: { $name } ({ $type }, { $size }), tal como era; puede decir cosas de quien lo envió
desk-handover-came = Otro despacho le entrega un caso. Está en el archivo adjunto.

desk-fetch-none = Este caso no nombra ningún archivo.
desk-fetch-here = { $name }: recibido, y es lo que dice el mensaje
desk-fetch-written = { $name }: escrito en { $path }
desk-fetch-gone = { $name }: el relé ya no lo tiene
desk-fetch-damaged = { $name }: lo que dio el relé no es lo que dice el mensaje; no se guardó nada
desk-fetch-unwritten = un archivo no se pudo guardar: { $why }
desk-fetch-relay = ninguna tarjeta de este despacho nombra el relé de { $log }

desk-handover-self = es este mismo despacho
desk-handover-to = El caso va a { $name }. Las seis palabras de su clave: { $words }
desk-handover-question = ¿Entregar el caso a este despacho?
desk-handover-done = { $name } tiene el expediente en su relé.
desk-handover-told = Su caso pasó a { $name }. Para escribir allí, use este contacto y las mismas ocho palabras:
    { $contact }
desk-handover-broken = el expediente que llegó no es coherente: alguien lo cambió
desk-handover-broken-hint = no se anotó nada; pida al otro despacho que lo entregue otra vez
desk-handover-received = Llegó un caso de { $desk }, con { $events } actos de custodia. La custodia sigue aquí.
desk-handover-verify = Para ver lo que muestra: desk fetch CASE --output DIR, y luego case verify con sus propias reglas y el contacto de ese despacho.
