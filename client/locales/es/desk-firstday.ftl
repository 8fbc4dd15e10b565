# The desk's first day, and its worst ones.

# An older home.
desk-migrated = Esta base es de un davylamp más viejo. Ahora va con este. El estado viejo queda en { $path } una semana. Si todo va bien, no haga nada: se quita solo.

# After a machine was lost.
desk-rotate-needs-draft = la identidad del despacho se guarda sin red: el contacto nuevo se firma allí
desk-rotate-needs-draft-hint = davylamp desk rotate --draft FILE; allí: davylamp desk card sign --identity FILE DRAFT -o CARD; aquí: davylamp desk card publish --signed CARD
desk-rotate-unpublished = las llaves nuevas están hechas y guardadas; publíquelas con: davylamp desk card publish
desk-rotated = Todas las llaves del contacto son nuevas. El contacto número { $serial } está publicado.
desk-rotated-still = Quien tiene la base vieja y su frase aún lee los casos que hay en ella. También lee lo que la gente cierra para el contacto viejo. Diga a la gente que denuncie otra vez con el mismo cartel.
desk-rotated-identity = La llave de identidad del despacho estaba también en esa base. Si alguien la pudo abrir, puede hacer contactos en su nombre. Entonces no basta un contacto nuevo. Haga otro despacho con davylamp desk init --home NEW-DIRECTORY. Dé su cartel en mano, y diga que el viejo ya no es suyo.

# Setting up.
desk-init-before =
    Va a montar un despacho. Lleva diez minutos. Tenga a mano tres cosas:
    - La dirección del relé. Es como http://abc.onion:80
    - Las dos llaves del relé. Pida a quien lo lleva la dirección y las llaves, por un medio de confianza.
    - Una frase de seis palabras o más, y papel donde anotarla.
    Puede parar cuando quiera con Ctrl-C. Hasta que haya una frase, no se guarda nada.
desk-name-empty = el nombre está vacío: la gente debe ver quién lee lo que manda
desk-languages-bad = escriba cada lengua con su código corto, con un espacio en medio: en fr es
desk-relay-keys-swapped = esta es la otra de las dos llaves del relé: primero va la del registro, luego la que cofirma
desk-passphrase-advice =
    Ahora elija una frase. Lo mejor son seis palabras que no tengan nada que ver entre sí.
    Nadie se la puede dar otra vez. Anótela, y guarde el papel lejos de este equipo.
desk-init-contact = El contacto de su despacho. También está en el cartel. Cualquiera lo puede tener:
desk-init-words = Seis palabras que muestran que un cartel es suyo. Léalas a quien las pida:
desk-init-next =
    Qué hacer ahora:
    - Lleve la copia de respaldo a otro lugar, y el papel con la frase a un tercero.
    - Deje davylamp desk watch encendido, día y noche.
    - Mándese una denuncia con davylamp report, y respóndala.
