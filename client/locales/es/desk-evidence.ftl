# Fotografías y documentos de un despacho, y casos que pasan a otro despacho.

desk-kind-handover = caso entregado
desk-update-attached = adjunto: { $said }
desk-attachment-rewritten = adjunto: { $name } ({ $type }, { $size }); el programa de quien lo envió le quitó metadatos
desk-attachment-kept = adjunto: { $name } ({ $type }, { $size }), tal como era; puede decir cosas de quien lo envió
desk-handover-came = Otro despacho le entrega un caso. Está en el archivo adjunto.
