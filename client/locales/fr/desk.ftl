# Texts of the desk.

# Its home.
desk-home-absent = il n'y a pas de bureau dans { $path }
desk-home-absent-hint = faites-en un avec : davylamp desk init ; ou nommez son dossier avec --home
desk-home-exists = il y a déjà un bureau dans { $path }
desk-home-exists-hint = choisissez un autre dossier avec --home
desk-home-wrong-key = la phrase ou le fichier de clé n'ouvre pas cette base
desk-home-wrong-key-hint = attention aux majuscules et aux espaces ; si vous en êtes sûr, key.age est peut-être abîmé : davylamp desk restore BACKUP
desk-home-damaged = { $path } est abîmé, ou quelqu'un l'a changé
desk-home-damaged-hint = rien n'a été écrit ; gardez le dossier tel quel, et remettez une sauvegarde dans un autre : davylamp desk restore
desk-home-newer = { $path } vient d'un programme plus récent
desk-home-newer-hint = installez cette version ; rien n'a été changé
desk-home-full = plus de place sur le disque pour { $path }
desk-home-full-hint = rien n'est perdu : l'ancien fichier est là ; faites de la place et essayez encore
desk-home-io = { $path } : { $error }
desk-no-home-dir = il n'y a pas de dossier de données pour le bureau : nommez-en un avec --home
desk-no-case = il n'y a pas de dossier { $case }
desk-no-case-hint = voyez les dossiers avec : davylamp desk list
desk-ask-passphrase = Phrase de la base du bureau :
desk-ask-passphrase-again = La même encore une fois :
desk-passphrases-differ = les deux phrases ne sont pas les mêmes
desk-passphrase-short = une phrase a besoin d'au moins { $least } caractères ; plusieurs mots, c'est le mieux
desk-key-file-bad = { $path } ne contient pas d'identité (une ligne AGE-SECRET-KEY-PQ-1…)
desk-still-busy = cela ne peut pas se faire en ce moment
desk-rekey = Choisissez ce qui ouvre la base désormais. Les sauvegardes que vous avez gardent l'ancienne phrase ou l'ancien fichier de clé.
desk-rekeyed = la base est scellée à neuf
desk-restored-from = le bureau a été remis depuis { $path }
desk-restored = ce bureau a été remis d'une sauvegarde, et n'a pas encore regardé ce qu'il a envoyé après
desk-restored-hint = lancez d'abord : davylamp desk watch --once

# Setting up.
desk-ask-name = Nom du bureau, comme les gens le connaissent :
desk-ask-key-name = Nom de sa clé (votre domaine, c'est le mieux ; sans espaces) :
desk-ask-languages = Langues que vous lisez (par exemple : fr sw) :
desk-ask-roles = Ce que vous faites, et en combien de temps vous promettez de répondre (par exemple : reports=3d mediation=14d) :
desk-ask-relay = Relais (http://host:port) :
desk-ask-log-key = La clé du registre du relais :
desk-ask-cosigner-key = La clé du relais qui cosigne :
desk-ask-again = Essayer encore ? (oui ou non)
desk-role-bad = ce n'est pas un rôle avec un délai, comme reports=3d (rôles : reports, alerts, mediation) : { $role }
desk-time-bad = ce n'est pas un délai comme 3d, 12h ou 30m : { $time }
desk-relay-key-bad = ce n'est pas une clé de relais ({ $why }) : { $key }
desk-give-operator = donnez cette ligne à qui tient le relais : davylamp-relay desk add DIR { $key }
desk-poster-written = L'affiche est dans { $path } : imprimez-la. Le contact en texte est à côté.
desk-backup-written = Une sauvegarde est dans { $path } : gardez-la sur une autre machine. Qui l'a avec sa phrase peut lire ce que le bureau pouvait lire quand elle a été faite.
desk-self-test = On envoie un signalement d'essai à ce bureau, par le relais. Cela prend quelques secondes.
desk-self-test-report = Ceci est l'essai du bureau par lui-même.
desk-self-test-passed = Le signalement d'essai est arrivé.
desk-self-test-failed = le signalement d'essai n'est pas arrivé
desk-self-test-failed-hint = regardez le relais ; puis relancez davylamp desk init : cela reprend d'ici
desk-init-done = Le bureau est prêt. Démarrez : davylamp desk watch
poster-title = Vous pouvez signaler sans donner votre nom
poster-scan = Lisez ce code, ou copiez la ligne en dessous, et donnez-le à davylamp report.
poster-compare = Comparez ces six mots avec ceux que montre votre programme :
poster-how = On ne demande pas votre nom. N'utilisez pas un téléphone ou un réseau que votre employeur vous a donné.

# The card.
desk-card-published = le contact numéro { $serial } est publié
desk-card-drafted = le brouillon est dans { $path } : signez-le sur la machine hors ligne avec davylamp desk card sign, puis publiez-le avec --signed
desk-card-needs-draft = l'identité du bureau est gardée hors ligne : le contact se signe là-bas
desk-card-needs-draft-hint = davylamp desk card publish --draft FILE ; là-bas : davylamp desk card sign --identity FILE DRAFT -o CARD ; ici : davylamp desk card publish --signed CARD
desk-card-other = ce contact n'a pas été fait pour les clés de ce bureau
desk-card-rolled-back = ce contact a le numéro { $shown }, et le numéro { $known } est connu : il est vieux
desk-card-to-sign = Contact numéro { $serial } de { $name }, lu à :
desk-card-ask-sign = Le signer ? (oui ou non)
desk-card-not-signed = le contact n'a pas été signé
desk-card-signed = le contact signé est dans { $path }
desk-card-ends = Le contact finit dans { $days } jours. Renouvelez-le : davylamp desk card publish

desk-card-ended = Le contact est fini : les gens sont prévenus, et peuvent s'en servir 90 jours de plus. Renouvelez-le : davylamp desk card publish

# Watching.
desk-alarm = !!! { $what }
desk-ready = On suit { $origin } ({ $size } entrées).
desk-new-case = Nouveau dossier : { $case }
desk-new-message = { $case } : { $kind }
desk-new-contradiction = { $case } : { $kind }. Un autre relais a apporté un autre texte à sa place : regardez les deux.
desk-was-read = { $case } : { $count } de vos messages ont été lus
desk-fresh = Pas coupé : un de nos messages est revenu après { $seconds } s.
desk-cut-off = Ce bureau est coupé de { $origin } : { $missed } de ses propres messages ne sont pas revenus. Des signalements ne vous arrivent peut-être pas. Regardez le réseau et le relais, et prévenez les gens autrement.
desk-relay-lied = le relais { $origin } a été pris sur le fait : { $what }
desk-relay-lied-hint = ce qu'il a signé est gardé comme preuve ; n'utilisez pas ce relais ; prévenez les autres bureaux et les gens
desk-stale = Le plus récent que montre { $origin } a { $minutes } minutes : des signalements plus récents sont peut-être retenus.
desk-unreachable = { $origin } ne peut pas être joint : { $why }. On essaie encore.
desk-back = { $origin } peut de nouveau être joint.
desk-foreign-card = Un contact de numéro { $serial } est dans le registre sous la clé de ce bureau, et il ne l'a pas fait : quelqu'un a sa clé d'identité.
desk-card-gone = { $origin } ne montre à personne le contact de ce bureau, alors qu'il est dans son registre : qui a l'affiche ne peut pas joindre ce bureau par là. Demandez à qui le tient si le bureau est encore sur la liste, et publiez le contact ailleurs.
desk-lost = { $origin } : { $entries } messages pour ce bureau sont venus pendant une absence trop longue, et sont perdus.
desk-progress = rattrapage : { $at } entrées
desk-renewed = { $count } messages que personne n'a encore lus ont été scellés à neuf
desk-cover-mean-bad = le temps moyen entre messages de couverture doit être de plus de 0 seconde
desk-lie-fork = il montre des entrées qui ne sont pas celles qu'il a signées : son histoire a été changée, ou partagée
desk-lie-altered-body = il a changé un message
desk-lie-withheld-body = il retient un message qu'il doit encore garder
desk-lie-shrunk = son registre a raccourci
desk-lie-out-of-order = il a sauté ou répété des entrées
desk-lie-dropped = il a donné un reçu pour un message, et l'a laissé hors du registre qu'il montre
desk-lie-bad-signature = son point de contrôle n'est pas signé par le registre
desk-lie-bad-time = son point de contrôle ne porte pas d'heure signée par son horloge
desk-lie-relay-length = une réponse était coupée, ou n'est pas d'un relais
desk-lie-relay-malformed = une réponse n'est pas ce qu'elle doit être
desk-lie-relay-checkpoint = son point de contrôle n'est pas celui du registre
desk-lie-relay-not-timed = son point de contrôle ne porte pas d'heure
desk-lie-relay-rolled-back = il montre un état plus vieux qu'avant
desk-lie-relay-forked = il montre deux histoires
desk-lie-relay-card-forged = il montre un contact qui ne vaut rien
desk-lie-relay-card-not-logged = il montre un contact qui n'est pas dans son registre
desk-lie-relay-card-rolled-back = il montre un vieux contact
desk-lie-relay-receipt = son reçu ne prouve rien
desk-lie-relay-body-altered = il a changé un message
desk-lie-relay-body-withheld = il retient un message
desk-lie-relay-entries-altered = il montre des entrées qui ne sont pas dans son registre
desk-lie-relay-tag-bundle = il ment dans ses lots de marques
desk-lie-relay-feed = son flux est mal formé

# Cases.
desk-no-cases = Il n'y a pas encore de dossiers.
desk-list-row = { $case }  { $status }  { $time }
desk-show-head = Dossier { $case } : { $status }
desk-show-link = va avec { $case }
desk-show-gap = Il manque quelque chose dans l'envoi { $lane } : du numéro { $from } au { $to }
desk-message-head = { $from }, { $time } : { $kind } { $state }
desk-from-reporter = La personne
desk-from-desk = Bureau
desk-state-waiting = (attend de partir)
desk-state-logged = (dans le registre, pas encore lu)
desk-state-read = (lu)
desk-kind-report = signalement
desk-kind-text = message
desk-kind-received = reçu
desk-kind-status = état
desk-kind-consent-request = demande d'accord
desk-kind-consent-answer = réponse sur l'accord
desk-kind-outcome = comment cela s'est passé
desk-kind-unknown = message que cette version ne peut pas lire
desk-message-contradicted = Un autre relais a apporté un autre texte à sa place : qui l'a envoyé, ou qui a les huit mots, en a envoyé deux. Aucun ne compte comme accord.
desk-message-unreadable = cette version ne peut pas le lire
desk-message-received = La machine du bureau a dit à la personne que c'est arrivé.
desk-promised-by = promis pour le { $time }
desk-consent-asked = { $id } : { $whom } peut-il voir le dossier ? ({ $level })
desk-consent-granted = { $id } : oui
desk-consent-refused = { $id } : non
desk-consent-id = la demande s'appelle { $id }
desk-consent-level = l'accord se demande pour counsel, company ou public
desk-ask-reply = Votre réponse.
desk-ask-for-whom = Qui verrait le dossier :
desk-ask-why = Pourquoi, en mots simples.
desk-nothing-to-send = il n'y a rien à envoyer
desk-stored = Gardé. Un watch qui tourne le remet.
desk-stored-hint = c'est gardé : un watch qui tourne le remet dès que le relais le prend
desk-posted = Dans le registre.
desk-ask-delete = Oublier le dossier { $case } pour toujours, avec tous ses messages ? (oui ou non)
desk-not-deleted = le dossier n'a pas été effacé
desk-deleted = Le dossier { $case } n'est plus là. Ce qui est dans des sauvegardes y reste.

# Alerts.
desk-kind-arm = profil d'alerte
desk-kind-alert = ALERTE
desk-kind-drill = EXERCICE (ce n'est pas une alerte)
desk-kind-duress = SIGNE DE VIE SOUS CONTRAINTE
desk-kind-check-in-missed = SIGNE DE VIE MANQUÉ
desk-verified = invité par ce bureau
desk-unverified = pas invité par ce bureau
desk-profile-armed = Quelqu'un a armé le profil d'alerte { $profile } ({ $who }), jusqu'au { $time }. Voyez-le : davylamp desk show { $profile }
desk-alert = { $what } { $alert } du profil { $profile } ({ $who }).
    Ce que cela veut dire : davylamp desk show { $profile }
    Vous la prenez : davylamp desk ack { $alert }
desk-alert-by-update = { $what } { $alert } du profil { $profile } ({ $who }) : son premier message n'est pas venu, un autre plus tard oui.
    Ce que cela veut dire : davylamp desk show { $profile }
    Vous la prenez : davylamp desk ack { $alert }
desk-alert-group = { $count } ALERTES de profils que ce bureau n'a pas invités : elles sonnent ensemble.
    Voyez-les : davylamp desk ack
    Un profil qui vous noie : davylamp desk mute PROFILE
desk-alert-update = { $what } { $alert }, profil { $profile } : on en sait plus.
desk-update-text = dit : { $said }
desk-update-place = lieu : { $said }
desk-alert-still = { $what } { $alert }, profil { $profile } : toujours en danger
desk-cancel-right = { $what } { $alert }, profil { $profile } : annulée avec le bon mot. On s'arrête.
desk-cancel-other = { $what } { $alert }, profil { $profile } : quelqu'un a voulu l'annuler avec un mot qui n'est aucun des deux. Elle continue.
desk-cancel-duress = SOUS CONTRAINTE : { $what } { $alert }, profil { $profile }, a été annulée avec le mot de contrainte. Elle continue.
    On force cette personne à faire semblant, et on la surveille peut-être : ne rappelez pas ouvertement, ne laissez voir à personne que vous savez.
    Ce qui était convenu : davylamp desk show { $profile }
    Vous la prenez : davylamp desk ack { $alert }
desk-cancel-unseen = L'alerte elle-même n'est pas encore venue.
desk-cancel-ends = Le profil finit.
desk-alive-right = Le profil { $profile } a donné signe ; le prochain pour le { $time }
desk-alive-late = Le profil { $profile } a donné signe, trop tard, avec le bon mot ; le prochain pour le { $time }
desk-alive-ends = Le profil { $profile } a donné signe pour la dernière fois, avec le bon mot.
desk-alive-other = Le profil { $profile } a donné signe avec un mot qui n'est aucun des deux : cela ne compte pas.
desk-alive-duress = SOUS CONTRAINTE : le profil { $profile } a donné signe avec le mot de contrainte ({ $alert }).
    On force cette personne à faire semblant, et on la surveille peut-être : ne rappelez pas ouvertement, ne laissez voir à personne que vous savez.
    Ce qui était convenu : davylamp desk show { $profile }
    Vous la prenez : davylamp desk ack { $alert }
desk-check-in-missed = SIGNE DE VIE MANQUÉ { $alert } du profil { $profile } ({ $who }) : pas de signe avant le { $time }.
    Ce que cela veut dire : davylamp desk show { $profile }
    Vous la prenez : davylamp desk ack { $alert }
desk-alert-acknowledged = { $what } { $alert }, profil { $profile } : { $by } l'a prise
desk-alert-waiting = PERSONNE NE L'A PRISE :
desk-alert-waiting-group = et { $count } de plus de profils que ce bureau n'a pas invités : davylamp desk ack
desk-waiting-row = { $what } { $alert }, profil { $profile } ({ $who }), depuis le { $time }
desk-waiting-duress = NE RAPPELEZ PAS OUVERTEMENT
desk-nothing-waits = Rien n'attend une personne.
desk-ack-hint = Pour en prendre une : davylamp desk ack ALERT
desk-ack-unknown = pas d'alerte { $alert }
desk-ack-unknown-hint = voyez ce qui attend avec : davylamp desk ack
desk-ack-several = { $alert } peut être plusieurs alertes : tapez-en plus
desk-acked = { $what } { $alert } : vous l'avez prise. La personne le verra dès que le relais l'a mis dans son registre.
desk-acked-local = { $what } { $alert } : vous l'avez prise.
desk-ack-stored-hint = c'est gardé : un watch qui tourne le remet dès que le relais le prend
desk-escalated = { $what } { $alert }, profil { $profile } : personne ne l'a prise ; { $to } a été prévenu
desk-hook-failed = { $what } n'a pas été joint : { $why } ({ $failures } échecs jusqu'ici)
desk-notify-title = Bureau Davylamp
desk-no-such-profile = il n'y a pas de profil d'alerte { $profile }
desk-no-such-profile-hint = voyez les profils avec : davylamp desk list
desk-muted = Le profil { $profile } est muet : la machine confirme ses alertes et les montre, et elles ne sonnent pas.
desk-unmuted = Le profil { $profile } sonne de nouveau.
desk-invite = Code d'invitation, bon une fois : { $code }
desk-invite-hint = Donnez-le en personne. Qui le tape en armant est montré comme invité.
desk-invite-open = { $code }  pas encore utilisé, fait le { $time }
desk-invite-used = utilisé par le profil { $profile }, fait le { $time }
desk-ladder-empty = Il n'y a pas d'échelle : ce que personne ne prend continue seulement de sonner. Mettez-en une : davylamp desk ladder set FILE
desk-ladder-bad = la ligne { $number } n'est pas des minutes et une commande (ou @contacts) : { $line }
desk-ladder-long = une échelle a au plus { $most } échelons
desk-ladder-set = L'échelle a { $rungs } échelons. Un watch qui tourne s'en sert aussitôt.
desk-contact-message = Le bureau « { $desk } » ({ $words }) a { $what } depuis le { $time } UTC, et personne là-bas ne l'a prise. La personne vous a nommés pour ce cas. Vous avez peut-être la même alerte. Ceci vient de la machine du bureau ; personne ne lit les réponses.
desk-contact-what-alert = une alerte
desk-contact-what-drill = un exercice (pas une alerte)
desk-contact-what-duress = un signe de vie sous contrainte (ne rappelez pas ouvertement)
desk-contact-what-check-in-missed = un signe de vie manqué
desk-contact-what-alert-duress = une alerte annulée sous contrainte (ne rappelez pas ouvertement)
desk-profile-row = { $profile }  profil d'alerte, { $who }{ $muted }, jusqu'au { $time }
desk-profile-muted = , muet
desk-profile-head = Profil d'alerte { $profile } : { $who }{ $muted }, armé le { $armed }, jusqu'au { $time }
desk-profile-means = Ce que veut dire une alerte d'ici :
desk-profile-contacts = Peuvent être prévenus si personne ici ne la prend : { $contacts }
desk-alarm-row = { $time }  { $what } { $alert } : { $state }
desk-alarm-waits = personne ne l'a
desk-alarm-acknowledged = { $by } l'a depuis le { $time }
desk-alarm-stood-down = arrêtée le { $time } avec le bon mot
desk-alarm-duress = (mot de contrainte)
desk-from-profile = Qui donne l'alerte
desk-message-arm = Les mots et clés de ce profil restent scellés et ne sont jamais montrés.
desk-export-profile = { $case } est un profil d'alerte : ses messages portent les mots et clés d'une personne, il ne peut donc pas devenir un dossier scellé
desk-export-profile-hint = ce que la personne veut prouver va dans un signalement ; la preuve des alertes reste dans cette base
desk-watch-seconds-bad = un temps doit être de plus de 0 seconde
desk-before-restore = quelqu'un, avant que la base soit remise
desk-somebody = quelqu'un
