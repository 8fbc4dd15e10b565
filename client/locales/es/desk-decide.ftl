# The desk's side of what reporters decide.

# Who sits at the desk.
desk-as-bad = no es un papel de este despacho: { $role } (papeles: { $roles })

# Asking for consent.
desk-consent-intro =
    Usted pregunta a quien denuncia: ¿puede alguien más ver este caso?
    Lee sus palabras tal como las escribe. Use palabras cortas y simples.
    Nada sale antes de un sí. Quien dijo que sí puede decir que no más tarde.
desk-ask-what = ¿Qué verían, con toda precisión? (Enter: no decir nada)
desk-ask-then = ¿Qué pasa después? (Enter: no decir nada)
desk-ask-level = ¿Hasta dónde iría: counsel (gente de leyes), company (la empresa) o public (todo el mundo)? (Enter: counsel)
desk-consent-preview =
    Quien denuncia leerá:
    Quién vería el caso: { $whom }
    Por qué: { $why }
desk-consent-send = ¿Mandarlo? (sí o no)
desk-consent-not-sent = no se mandó nada
desk-consent-still-open = Ya preguntó antes, y aún no hay respuesta: { $id }. Esta es una más. No presione.
desk-consent-was-refused = Quien denuncia ya dijo que no: { $id }. Pregunte otra vez solo si hay algo nuevo, y diga qué es.
desk-consent-what = Lo que verían: { $what }
desk-consent-then = Qué pasa después: { $then }
desk-consent-circle = { $circle ->
    [counsel] Gente de leyes
    [company] La empresa
   *[public] Todo el mundo
}: { $basis ->
    [none] no lo puede ver
    [report] lo puede ver: lo dice la denuncia
   *[answer] lo puede ver: quien denuncia dijo que sí a { $id }
}

# How it went.
desk-closed-asks-outcome = Se pregunta a quien denuncia cómo salió, en sus palabras. Hasta que lo diga, el caso lleva la marca: sin oír a quien denuncia.
desk-list-row-unheard = { $case }  { $status }  { $time }  SIN OÍR A QUIEN DENUNCIA
desk-list-row-heard = { $case }  { $status }  { $time }  { $helped ->
    [yes] ayudó
    [partly] ayudó en parte
   *[no] no ayudó
}
desk-show-unheard = SIN OÍR A QUIEN DENUNCIA: aún no dijo si ayudó.
desk-show-heard = Quien denuncia dice: { $helped ->
    [yes] ayudó.
    [partly] ayudó en parte.
   *[no] no ayudó.
}

# Answers that are passed on.
desk-kind-relayed-answer = respuesta pasada
desk-ask-from = ¿De quién son las palabras? Nombre la empresa o la persona:
desk-ask-relayed = Sus palabras, todas, tal como son.
desk-relayed-from-bad = un nombre tiene de 1 a { $most } bytes y va en una línea
desk-relayed-head = { $from } ({ $role }) escribe:
desk-relayed-comment = El despacho añade:
desk-day-bad = no es un día como 2026-11-20: { $day }

# The account.
desk-kind-account = cuenta de lo hecho
desk-account-step = { $day }  { $role }  { $deed }

# Cases that belong together.
desk-linked =
    { $case } y { $other } van juntos ahora. Cada uno sigue siendo su propia denuncia.
    Nada de uno va a quien hizo la otra.
desk-linked-before = { $case } y { $other } ya iban juntos.
desk-unlinked = { $case } y { $other } ya no van juntos.
desk-not-linked = { $case } y { $other } no van juntos
desk-link-itself = un caso no puede ir junto consigo mismo
