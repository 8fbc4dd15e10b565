# courier mirror.
mirror-looking = se mira lo que ya hay
mirror-plan = Por traer: { $entries } entradas, unos { $bytes }; a 1 MB por segundo tarda { $time }. Se puede cortar, y sigue cuando se use otra vez.
mirror-days-hint = Así se trae todo lo que guarda el relé. Para menos, diga --days N; un día son unos 350 MB.
mirror-progress = traer
mirror-no-room = no hay lugar: hay que traer { $need }, y quedan { $free }
mirror-done =
    { $dir } tiene { $entries } entradas ({ $bytes }) y { $cards } contactos, al { $time }.
    Todo en él es público. Quien lo lee usa sus propias palabras y su propio cartel: davylamp check --from { $dir }
mirror-goes-on-hint = lo ya revisado queda ({ $entries } entradas); use esto otra vez para seguir
mirror-gap-hint = este espejo es muy viejo para seguir: haga uno nuevo en otra carpeta; este aún se puede leer
mirror-evidence-hint = los dos puntos de control quedan en { $dir }/evidence: délos a los despachos y a quien lleva el relé; el espejo queda como estaba

# courier verify.
mirror-whole = El espejo está entero: { $entries } entradas con su contenido, y { $cards } contactos, al { $time }.

# What may be wrong with a mirror.
mirror-disk = { $file }: { $why }
mirror-full = { $file }: no queda lugar
mirror-full-hint = haga lugar, use otro disco, o traiga menos: --days N, con --prune donde ya hay un espejo entero
mirror-busy = { $file }: otro comando escribe ahí
mirror-absent = { $file }: no está
mirror-absent-hint = nombre la carpeta que escribió davylamp courier mirror, y cópiela entera
mirror-unfinished = { $file }: no está; este espejo quedó a medias
mirror-unfinished-hint = quien lo hizo debe usar davylamp courier mirror otra vez, hasta el final
mirror-not-empty = { $file }: la carpeta no está vacía, y no tiene un espejo
mirror-not-empty-hint = nombre una carpeta nueva
mirror-newer = { $file }: es de un davylamp más nuevo
mirror-newer-hint = consiga un davylamp más nuevo
mirror-form = { $file }: dañado o cambiado, no tiene su forma
mirror-length = { $file }: cortado, o muy largo
mirror-entry = { $file }: dañado o cambiado en la entrada { $index }
mirror-entries = { $file }: dañado o cambiado, estas no son las primeras { $size } entradas que firmó el relé
mirror-body-altered = { $file }: el mensaje { $index } está dañado o cambiado, no es lo que entró en el registro
mirror-body-missing = { $file }: falta el mensaje { $index }
mirror-checkpoint = { $file }: no lo firmó el registro que nombra el contacto del despacho: { $why }
mirror-cards = { $file }: el contacto del despacho en él no es válido: { $why }
mirror-old-card = { $file }: tiene el contacto número { $shown } del despacho, y su registro tiene el número { $logged }
mirror-other-log = { $file }: es un espejo de otro relé que { $wanted }
mirror-other-log-hint = cada relé tiene su propio espejo, en su propia carpeta
mirror-damaged-hint = no confíe en esta copia: pídala otra vez al mensajero, o a otra persona
