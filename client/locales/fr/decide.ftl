# What the desk asks of a reporter, what it tells of itself, and what it passes on.

# A request for consent: below who would see it, and why.
consent-what = Ce qu'ils verraient : { $what }
consent-what-open = Ce qu'ils verraient : le bureau ne l'a pas dit. Demandez-lui avant de répondre.
consent-then = Ce qui se passe ensuite : { $then }
consent-later =
    Vous pouvez changer votre réponse plus tard : lancez l'autre ligne.
    Mais ce que quelqu'un a lu d'ici là reste lu.

# How a case ends, and by when something comes.
outcome-asked =
    Le bureau vous demande : est-ce que cela a aidé ?
    Écrivez vos propres mots dans un fichier. Puis lancez :
      davylamp answer --outcome FILE --helped yes
    Au lieu de yes vous pouvez dire partly (en partie), ou no (non).
    Si vous l'avez déjà dit au bureau, ce n'est plus nécessaire.
promise-passed = Ce délai est passé. Vous pouvez demander pourquoi au bureau.
promise-of-desk = Ce bureau promet de répondre à un signalement sous { $time }.

# What was done with the case.
account-head = { $when }  Ce que le bureau a fait de votre dossier :
account-step = { $day }  { $role } : { $deed }
staff-role = { $role ->
    [caseworker] qui suit le dossier
    [lawyer] juriste
    [mediator] qui fait médiation
    [interpreter] interprète
    [coordinator] qui dirige l'équipe
   *[other] quelqu'un d'autre au bureau
}
deed-done = { $deed ->
    [opened] a ouvert votre dossier
    [read] l'a lu
    [spoke-with] en a parlé avec quelqu'un
    [wrote-to] vous a écrit
    [handed-on] l'a transmis
    [exported] en a fait un dossier scellé pour un juriste
    [published] en a rendu public quelque chose
    [linked] a noté qu'un autre dossier lui ressemble
    [closed] l'a fermé
   *[other] a fait autre chose
}

# An answer of somebody else.
relayed-head =
    { $when }  Le bureau transmet une réponse, mot pour mot.
    { $from } ({ $role }) écrit :
relayed-end = Ici finissent les mots de { $from }.
relayed-answered = Réponse du { $day }.
relayed-comment = Le bureau ajoute, avec ses propres mots :
relayed-no-comment = Le bureau n'ajoute rien.
speaker-role = { $role ->
    [company] une société
    [official] une autorité
   *[other] quelqu'un d'autre
}
