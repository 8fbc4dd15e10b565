# Expedientes con archivos adjuntos, o de mensajes elegidos, como los hace un despacho.

desk-message-numbered = { $number }. { $head }
export-attachments = Contiene { $there } archivos adjuntos.
export-attachments-missing = Nombra { $count } archivos adjuntos que no están en él. El expediente lo dice.
export-attachment-damaged = el archivo adjunto { $name } no puede ir en el expediente: { $why }
export-attachment-changed = { $path } ya no es lo que era hace un momento, y no se escribió nada
export-only-list = dé los números de los mensajes separados por comas, por ejemplo 1,3-5
export-only-none = este caso no tiene mensaje { $number }: el último es el { $most }
export-only-hint = «davylamp desk show» muestra el número de cada mensaje
export-only-consent = los mensajes elegidos dirían otra cosa sobre el permiso que todos juntos
export-only-left-out = Se dejaron fuera { $count } mensajes de este caso. El expediente dice que se dejaron algunos.
export-purpose-long = el archivo con el fin debe tener de 1 a 200 bytes
export-expires = { $date } no es un día por venir: escríbalo como 2027-03-31
