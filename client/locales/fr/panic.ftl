# Texts of panic: what a defender reads.
panic-not-armed = cet appareil n'est pas armé : aucune alerte n'a été donnée
panic-not-armed-hint = armez-le d'abord, au calme : davylamp panic arm --to CONTACT
panic-armed-already = cet appareil est déjà armé
panic-armed-already-hint = pour l'armer à neuf, dites --replace ; l'ancien profil finit alors ici
panic-foreign = { $path } est un fichier d'une autre sorte : on n'y a pas touché
panic-foreign-hint = nommez un fichier qui n'existe pas encore
panic-damaged = le profil d'alerte est abîmé : il ne peut pas donner d'alerte
panic-damaged-hint = joignez vos contacts autrement ; puis armez encore : davylamp panic arm --replace
panic-newer = le profil d'alerte vient d'un davylamp plus récent
panic-newer-hint = utilisez cette version
panic-no-room = trop de choses attendent de partir : ceci n'a pas été ajouté
panic-no-room-hint = regardez davylamp panic status ; ce qui attend part dès que le relais peut être joint
panic-busy = une autre commande davylamp utilise le profil d'alerte
panic-io = le profil d'alerte ne peut pas servir : { $path } : { $error }
panic-disk-full-hint = le disque est plein : faites de la place, et essayez encore

# Arming.
panic-arm-advice =
    Armez au calme, et sur un appareil à vous seul.
    Vos contacts apprennent ce que veut dire une alerte de vous, et deux mots. Cet appareil ne garde ni l'un ni l'autre.
    Qui le prend peut donner une fausse alerte. Il ne peut pas lire ce que vous avez écrit, ni voir à qui vous l'avez dit.
panic-arm-another = Un autre contact (ou Entrée pour continuer) :
panic-arm-contact = Contact { $contact } : { $name }
panic-arm-question = Ces six mots sont-ils ceux que ce contact vous a dits ? (oui ou non)
panic-arm-stopped = arrêté : rien n'a été armé
panic-arm-no-alerts = ce bureau ne promet pas de veiller aux alertes
panic-arm-contacts = au plus { $most } contacts
panic-arm-invites = plus de codes d'invitation que de contacts
panic-arm-twice = le même contact a été donné deux fois
panic-arm-text-question = Que doivent-ils savoir quand votre alerte arrive ? Qui vous êtes, où, qui appeler.
panic-arm-invite = Code d'invitation du contact { $contact } (ou Entrée si vous n'en avez pas) :
panic-arm-invite-long = ce n'est pas un code d'invitation : il est trop long
panic-arm-unsound = ce texte ne peut pas être envoyé ainsi
panic-arm-told = Le contact { $contact } est prévenu : { $name }
panic-arm-not-told = { $name } n'a pas pu être prévenu, donc rien n'est armé : { $why }
panic-arm-in-alert = une alerte est en cours : annulez-la avant d'armer à neuf
panic-arm-in-check-in = un signe de vie est en cours : arrêtez-le avant d'armer à neuf
panic-armed = Cet appareil est armé jusqu'au { $until }.
panic-armed-next =
    Essayez-le maintenant : davylamp panic drill
    En danger : davylamp panic

# Words.
panic-words-advice =
    Il vous faut deux mots. Le premier annule une alerte.
    Le second est pour quand on vous force : ici il a l'air pareil, et il dit à vos contacts que vous êtes en danger.
    Apprenez-les par cœur. Cet appareil ne les garde pas, et ne sait pas les distinguer.
panic-words-suggestion = Par exemple « { $one } » et « { $other } ».
panic-new-word = Le mot qui annule une alerte :
panic-new-duress-word = Le mot pour quand on vous force :
panic-word-again = Encore une fois :
panic-word-differs = ce n'était pas le même ; recommencez
panic-word-question = Votre mot :
panic-word-unfit = ce mot ne peut pas servir : { $why }
panic-words-alike = les deux mots sont les mêmes : prenez-en un autre
panic-word-missing = il n'y a pas de mot
panic-word-missing-hint = nommez des fichiers avec --word-file et --duress-file, ou lancez ceci sur un terminal

# An alert.
panic-raised = ALERTE DONNÉE. Elle va à tous vos contacts, et continue d'essayer. Laissez ceci ouvert si vous pouvez.
panic-resumed = On continue avec ce qui attend.
panic-raised-drill = Exercice. Il suit le chemin d'une alerte ; vos contacts voient que c'est un exercice.
panic-untested = Pas essayé : aucun contact n'a confirmé un exercice de cet appareil.
panic-state-queued = en attente : aucun relais ne l'a encore
panic-state-on-relay = sur le relais, preuve vérifiée
panic-state-received = reçu par leur machine ; aucune personne encore
panic-state-acknowledged = confirmé par une personne
panic-retry = en attente, encore dans { $seconds } s : { $why }
panic-still = Redit : toujours en danger.
panic-not-kept = ATTENTION : ceci ne peut pas être gardé sur le disque ({ $why }). L'alerte part quand même. Laissez ceci ouvert : si cela s'arrête, il ne reste rien pour continuer.
panic-done = Une personne l'a.
panic-cancelled = Annulée : vos contacts reçoivent votre mot.
panic-posted = C'est sur le relais.
panic-waits = Cela attend encore. Cela part quand davylamp panic resume est lancé, ou avec la prochaine alerte.
panic-ended-queued = Arrêté. AUCUN relais n'a encore l'alerte. Relancez davylamp panic, ou davylamp panic resume.
panic-ended-on-relay = Arrêté. Un relais a l'alerte ; personne n'a encore répondu.
panic-ended-received = Arrêté. La machine d'un contact a l'alerte ; aucune personne n'a encore répondu.
panic-unsealed = l'alerte ne peut pas être scellée : { $why }
panic-detached = Alerte donnée. Elle continue en arrière-plan : davylamp panic status
panic-detach-alone = --detach va avec l'alerte même, et avec aucune autre commande
panic-detach-not-kept = l'alerte ne peut pas être gardée sur le disque, donc elle ne peut pas continuer en arrière-plan ({ $why }) ; lancez davylamp panic sans --detach MAINTENANT
panic-detach-failed-hint = l'alerte attend : lancez davylamp panic resume
panic-drill-in-alert = une alerte est en cours : pas d'exercice maintenant
panic-no-alert = aucune alerte n'est en cours

# In a pack.
panic-packed = SCELLÉE dans { $path } : { $envelopes } enveloppes pour chacun des { $relays } relais, de même taille pour tous. AUCUN relais ne l'a encore.
panic-pack-next =
    Donnez le fichier à un messager, ou portez-le là où il y a un réseau : davylamp courier post FILE
    N'importe qui peut le remettre, et personne ne peut le lire. Donnez des copies à plusieurs personnes.
    Elle attend ici aussi : dès qu'il y a un réseau, davylamp panic resume envoie la même, et montre qui l'a.
    Quand c'est fini, effacez chaque copie : davylamp wipe FILE
panic-pack-nothing = Rien n'attend de partir : aucun fichier n'a été fait.
panic-pack-left = attention : { $count } messages ne tenaient pas dans le fichier ; ils attendent ici
panic-pack-waits-hint = cela attend ici : nommez un autre fichier, ou lancez davylamp panic resume quand il y a un réseau
panic-pack-lost-hint = AUCUNE ALERTE N'A ÉTÉ DONNÉE : on n'a pas pu la garder ici non plus ; faites de la place, et essayez encore
panic-pack-not-kept = ATTENTION : ceci ne peut pas être gardé sur le disque ({ $why }). L'alerte n'est que dans le fichier : davylamp panic resume n'en sait rien.
panic-pack-not-here = --pack va avec l'alerte même, et avec drill, update, cancel et resume

# More about an alert.
panic-update-question = Que doivent-ils savoir ?
panic-update-missing = il n'y a rien à dire
panic-update-missing-hint = nommez un fichier avec --text ou --place, ou lancez ceci sur un terminal
panic-update-long = trop long : { $length } octets, et { $limit } au plus tiennent

# The end of a profile.
panic-disarm-waits = Vos contacts ne sont pas encore prévenus, donc le profil reste. Essayez encore, ou effacez-le tout de suite avec --offline.
panic-disarmed = Le profil est effacé. Cet appareil ne peut plus donner d'alerte.

# Status.
panic-status-armed = Armé. Contacts : { $contacts }
panic-status-expires = Jusqu'au { $time }.
panic-status-expires-soon = EXPIRE BIENTÔT : { $time }. Armez à neuf : davylamp panic arm --replace
panic-status-expired = EXPIRÉ : { $time }. Vos contacts ne l'attendent peut-être plus. Armez à neuf : davylamp panic arm --replace
panic-status-drilled = { $contact }  une personne a confirmé un exercice : { $time }
panic-status-undrilled = { $contact }  n'a confirmé aucun exercice
panic-status-no-alert = Aucune alerte n'est en cours.
panic-status-alert = ALERTE, depuis le { $time } :
panic-status-drill = Exercice, depuis le { $time } :
panic-status-cancelled = Annulée ; donnée le { $time } :
panic-status-waiting = Attendent de partir : { $count }
