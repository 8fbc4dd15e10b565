# What the desk asks of a reporter, what it tells of itself, and what it passes on.

# A request for consent: below who would see it, and why.
consent-what = Lo que verían: { $what }
consent-what-open = Lo que verían: el despacho no lo dijo. Pregúntele antes de responder.
consent-then = Qué pasa después: { $then }
consent-later =
    Puede cambiar su respuesta más tarde: use la otra línea.
    Pero lo que alguien ya leyó, queda leído.

# How a case ends, and by when something comes.
outcome-asked =
    El despacho le pregunta: ¿le ayudó?
    Escriba sus palabras en un archivo. Luego use:
      davylamp answer --outcome FILE --helped yes
    En vez de yes puede decir partly (en parte), o no.
    Si ya se lo dijo al despacho, no hace falta otra vez.
promise-passed = Ese plazo ya pasó. Puede preguntar al despacho por qué.
promise-of-desk = Este despacho promete responder a una denuncia en { $time }.

# What was done with the case.
account-head = { $when }  Lo que hizo el despacho con su caso:
account-step = { $day }  { $role }: { $deed }
staff-role = { $role ->
    [caseworker] quien lleva el caso
    [lawyer] gente de leyes
    [mediator] quien media
    [interpreter] intérprete
    [coordinator] quien dirige el equipo
   *[other] otra persona del despacho
}
deed-done = { $deed ->
    [opened] abrió su caso
    [read] lo leyó
    [spoke-with] habló con alguien de él
    [wrote-to] le escribió
    [handed-on] lo pasó a otros
    [exported] hizo un expediente para gente de leyes
    [published] hizo pública una parte
    [linked] anotó que otro caso se le parece
    [closed] lo cerró
   *[other] hizo otra cosa
}

# An answer of somebody else.
relayed-head =
    { $when }  El despacho le pasa una respuesta, palabra por palabra.
    { $from } ({ $role }) escribe:
relayed-end = Aquí acaban las palabras de { $from }.
relayed-answered = Respondieron el { $day }.
relayed-comment = El despacho añade, con sus palabras:
relayed-no-comment = El despacho no añade nada.
speaker-role = { $role ->
    [company] una empresa
    [official] una autoridad
   *[other] otra persona
}
