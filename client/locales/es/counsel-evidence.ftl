# Expedientes con archivos adjuntos, como los lee un equipo legal.

case-more = hay algo detrás del final de este expediente
case-folder-link = { $path } es un enlace, o no es una carpeta: nombre la carpeta misma
case-not-unpacked = no se pudo abrir el expediente: { $why }
verify-attachments = Están aquí { $there } archivos adjuntos, byte por byte como los nombran los mensajes. Quedaron fijados cuando estos mensajes estaban en el registro.
verify-attachment-missing = El archivo adjunto { $name } ({ $path }): el despacho no lo descargó, o lo dejó fuera.
verify-attachment-content = Que los archivos adjuntos muestren lo que parecen mostrar: nadie los ha revisado.
verify-claim-attachments = La declaración cubre también { $count } archivos adjuntos: los mensajes que los nombran están cubiertos.
verify-purpose = El despacho dice para qué lo entregó: { $purpose }
verify-only = Qué más se dijo en este caso: el despacho eligió entre los mensajes.
verify-expires = Que se pueda usar para siempre: el despacho quiere que se use hasta { $time }. Solo lo dice su palabra.
