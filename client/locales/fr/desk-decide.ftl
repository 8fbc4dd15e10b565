# The desk's side of what reporters decide.

# Who sits at the desk.
desk-as-bad = ce n'est pas un rôle de ce bureau : { $role } (rôles : { $roles })

# Asking for consent.
desk-consent-intro =
    Vous demandez à la personne : quelqu'un d'autre peut-il voir ce dossier ?
    Elle lit vos mots tels que vous les écrivez. Prenez des mots courts et simples.
    Rien ne sort avant un oui. On peut reprendre un oui plus tard.
desk-ask-what = Que verraient-ils exactement ? (Entrée : ne rien dire)
desk-ask-then = Que se passe-t-il ensuite ? (Entrée : ne rien dire)
desk-ask-level = Jusqu'où cela irait : counsel (juristes), company (la société) ou public (tout le monde) ? (Entrée : counsel)
desk-consent-preview =
    La personne lira :
    Qui verrait le dossier : { $whom }
    Pourquoi : { $why }
desk-consent-send = L'envoyer ? (oui ou non)
desk-consent-not-sent = rien n'a été envoyé
desk-consent-still-open = Vous avez déjà demandé, et il n'y a pas encore de réponse : { $id }. C'est une demande de plus. Ne poussez pas.
desk-consent-was-refused = La personne a déjà dit non : { $id }. Ne redemandez que s'il y a du nouveau, et dites quoi.
desk-consent-what = Ce qu'ils verraient : { $what }
desk-consent-then = Ce qui se passe ensuite : { $then }
desk-consent-circle = { $circle ->
    [counsel] Des juristes
    [company] La société
   *[public] Tout le monde
} : { $basis ->
    [none] ne peut pas le voir
    [report] peut le voir : le signalement le dit
   *[answer] peut le voir : la personne a dit oui à { $id }
}

# How it went.
desk-closed-asks-outcome = On demande à la personne comment cela s'est passé, avec ses mots. Jusque-là le dossier porte la marque : personne non entendue.
desk-list-row-unheard = { $case }  { $status }  { $time }  PERSONNE NON ENTENDUE
desk-list-row-heard = { $case }  { $status }  { $time }  { $helped ->
    [yes] cela a aidé
    [partly] cela a aidé en partie
   *[no] cela n'a pas aidé
}
desk-show-unheard = PERSONNE NON ENTENDUE : elle n'a pas encore dit si cela a aidé.
desk-show-heard = La personne dit : { $helped ->
    [yes] cela a aidé.
    [partly] cela a aidé en partie.
   *[no] cela n'a pas aidé.
}

# Answers that are passed on.
desk-kind-relayed-answer = réponse transmise
desk-ask-from = De qui sont ces mots ? Nommez la société ou la personne :
desk-ask-relayed = Leurs mots, tous, tels quels.
desk-relayed-from-bad = un nom a de 1 à { $most } octets et tient sur une ligne
desk-relayed-head = { $from } ({ $role }) écrit :
desk-relayed-comment = Le bureau ajoute :
desk-day-bad = ce n'est pas un jour comme 2026-11-20 : { $day }

# The account.
desk-kind-account = compte de ce qui a été fait
desk-account-step = { $day }  { $role }  { $deed }

# Cases that belong together.
desk-linked =
    { $case } et { $other } vont ensemble maintenant. Chacun reste un signalement à part.
    Rien de l'un ne va à la personne de l'autre.
desk-linked-before = { $case } et { $other } vont déjà ensemble.
desk-unlinked = { $case } et { $other } ne vont plus ensemble.
desk-not-linked = { $case } et { $other } ne vont pas ensemble
desk-link-itself = un dossier ne peut pas aller avec lui-même
