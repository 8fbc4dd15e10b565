# Notices, as everybody reads them.
notice-kind-rights = derechos
notice-kind-security = seguridad
notice-kind-study = estudio
notice-kind-other = otro
notices-desk = { $name }
notices-desk-words = Las seis palabras de este despacho: { $words }
notices-desk-unknown = Usted no dio un contacto de este despacho. Puede ser cualquiera. Compare con él las seis palabras antes de creerle.
notices-none = Este despacho no tiene avisos.
notices-nobody = Aquí no hay despachos en la lista.
notices-title = { $title }
notices-about = Número { $id }. Sobre: { $kind }. Lengua: { $language }. Puesto: { $published }
notices-past = PASÓ SU FECHA ({ $until }). Puede ya no ser cierto.
notices-old = Viejo: es de hace más de medio año. Pregunte si aún es cierto.
notices-desk-failed = los avisos de { $name } no son válidos, y no se muestran: { $why }
notices-mirror-age = Esta copia del registro es del { $time }. Los avisos más nuevos no están.
notices-whose-hint = dé un contacto (--to FILE), un relé (--relay HOST:PORT) o una copia de un registro (--from DIR)

relay-notice-forged = el relé muestra avisos en nombre de este despacho que no son válidos: { $why }
relay-notice-not-logged = el relé muestra avisos de este despacho que su registro no prueba
relay-notice-rolled-back = se muestran avisos viejos de este despacho: el número { $shown }, y se conoce el { $known }
