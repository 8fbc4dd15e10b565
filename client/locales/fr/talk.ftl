# Numbered choices.
talk-number = Votre numéro, de 1 à { $count } (Entrée veut dire 1) :
talk-number-needed = Votre numéro, de 1 à { $count } :
talk-number-wrong = Tapez un numéro de 1 à { $count }.

# answer: what a person wants to do.
talk-what = Que voulez-vous faire ?
talk-write = Écrire au bureau
talk-allow = Permettre ce que le bureau a demandé
talk-refuse = Refuser ce que le bureau a demandé
talk-outcome = Dire comment cela s'est passé
talk-consent-id = Lequel ? Tapez les huit signes que « davylamp check » montre à côté :
talk-allow-follows =
    Si vous le permettez, le bureau peut montrer votre dossier comme il l'a dit.
    Vous pouvez le changer plus tard par une autre réponse. Ce qui a été vu d'ici là reste vu.
talk-refuse-follows =
    Si vous refusez, personne d'autre ne voit votre dossier pour cela.
    Vous pouvez le changer plus tard par une autre réponse.
talk-refuse-question = Vous refusez ce que le bureau a demandé sous { $id }. L'envoyer ? (oui ou non)
talk-helped = Est-ce que cela vous a aidé ?
talk-helped-yes = Oui
talk-helped-partly = En partie
talk-helped-no = Non
talk-outcome-words = Maintenant avec vos propres mots : comment cela s'est-il passé ?
talk-sees =
    Le bureau { $name } verra ceci, avec toute votre réponse. Personne ne peut la lire en chemin.
    Le relais voit des enveloppes scellées de même taille, et quand elles arrivent.
talk-sees-pack = Le bureau { $name } verra ceci, avec toute votre réponse. Qui porte le fichier ne peut pas la lire.
talk-send-question = Entrée pour l'envoyer. Tapez x et Entrée pour arrêter :

# check: what was found, and what can be done next.
talk-next = Ce que cela veut dire, et ce que vous pouvez faire :
talk-means-text = - Le bureau vous a écrit. Pour répondre : davylamp answer
talk-means-received = - « Reçu » veut dire : le bureau a tout ce que vous avez envoyé. Vous n'avez rien à faire.
talk-means-reading = - Quelqu'un lit votre dossier. Vous n'avez rien à faire.
talk-means-working = - Quelqu'un travaille à votre dossier. Vous n'avez rien à faire.
talk-means-waiting = - Le bureau ne peut pas continuer sans vous. Pour lui répondre : davylamp answer
talk-means-handed-on = - Le bureau a donné votre dossier à ceux que vous avez permis. Vous pouvez toujours écrire : davylamp answer
talk-means-closed = - Le bureau a fini son travail sur votre dossier. Vous pouvez toujours écrire : davylamp answer
talk-means-consent = - Le bureau demande si d'autres peuvent voir votre dossier. Personne ne le voit pour cela si vous ne dites pas oui.
talk-look-promised = Regardez encore après le { $by }. Le bureau a promis la prochaine étape pour alors.
talk-look-late = Le bureau a promis la prochaine étape pour le { $by }. Ce délai est passé. Vous pouvez lui demander : davylamp answer
talk-look-again = Regardez encore dans un jour ou deux : davylamp check
talk-look-days = Regardez au moins tous les { $days } jours. Le relais ne garde pas les réponses plus longtemps.
talk-consent-now =
    Le bureau demande sous { $id } si { $whom } peut voir votre dossier.
    Répondre maintenant ? o = permettre, n = refuser, Entrée = plus tard :
talk-consent-later = Rien n'a été envoyé sur { $id }. Cela vous attend.
talk-outcome-now = Votre dossier est fermé. Voulez-vous dire maintenant comment cela s'est passé ? o = oui, Entrée = plus tard :

# panic arm: why each question is asked.
talk-arm-contacts-why = Vos contacts reçoivent votre alerte. Il vous en faut un. Vous pouvez en nommer jusqu'à huit.
talk-arm-text-why = Pourquoi cette question : vos contacts doivent savoir qui aider, et comment. Ils le reçoivent maintenant. Vous pouvez le laisser vide.
talk-arm-invite-why = Pourquoi cette question : avec un code, un contact voit que vous êtes des siens. Votre alerte sonne aussi sans code.

# checkin: why a word is asked.
talk-checkin-word-why = Pourquoi cette question : vous seul devez pouvoir repousser l'alerte, ou y mettre fin.
talk-checkin-words-why =
    Pourquoi cette question : cet appareil ne garde pas vos mots, et les relais doivent les reconnaître.
    Tapez les deux mêmes que quand vous l'avez armé.

# A bar for long work.
talk-bytes-left = reste { $left }

# What the system says, in a sentence.
talk-not-detached = ceci n'a pas pu continuer en arrière-plan : { $why }
talk-not-started = ceci n'a pas pu commencer : { $why }
talk-file-unread = { $path } : { $why }
talk-file-long = { $path } est trop long : au plus { $limit } octets
talk-file-not-text = { $path } n'est pas du texte (UTF-8)
talk-hint = conseil : { $hint }
