# Words.
checkin-right-question = Le mot avec lequel vous avez armé (rien ne se voit pendant que vous tapez) :
checkin-duress-question = Le mot de contrainte avec lequel vous avez armé (rien ne se voit pendant que vous tapez) :
checkin-word-again = Encore une fois, pour être sûr :
checkin-word-differs = c'étaient deux mots différents
checkin-word-missing = aucun mot n'a été donné
checkin-word-missing-hint = mettez-le dans un fichier et dites --word-file FILE (et --duress-file FILE pour commencer), ou passez-le avec -
checkin-word-length = un mot a de 1 à 128 octets ; deux mots d'une liste, c'est le mieux
checkin-words-alike = le mot et le mot de contrainte sont les mêmes : le bureau ne pourrait pas voir qu'on vous force

# Starting.
checkin-too-long = le temps et le sursis ensemble font au plus 31 jours
checkin-expires = votre profil finit le { $when } : avant la fin de ce signe de vie
checkin-expires-hint = armez-le à neuf (davylamp panic arm), ou prenez un temps plus court
checkin-too-many = trop de débuts n'ont pas été finis : des relais gardent peut-être une alerte de chacun
checkin-too-many-hint = finissez-les avec davylamp checkin stop là où un relais peut être joint, puis recommencez
checkin-runs = un signe de vie est en cours : sa prochaine limite est { $until }
checkin-in-the-way = un signe de vie est en cours : des relais gardent une alerte que personne ne pourrait repousser sans le profil
checkin-in-the-way-hint = finissez-le d'abord avec davylamp checkin stop
checkin-runs-hint = repoussez-le avec davylamp checkin now, ou finissez-le d'abord avec davylamp checkin stop
checkin-unsealed = l'alerte ne peut pas être scellée pour un contact
checkin-not-begun = aucun relais n'a promis de garder l'alerte : { $why }. Aucun signe de vie n'est en place
checkin-not-begun-hint = recommencez quand un relais peut être joint
checkin-stands-unsaid = les relais gardent l'alerte, mais les bureaux n'ont pas pu être prévenus
checkin-started = Le signe de vie est en place. Donnez signe avant le { $until } ; { $grace } après, l'alerte est donnée.

# Checking in.
checkin-renewed = Signe donné. La prochaine limite est { $until } ; { $grace } après, l'alerte est donnée.
checkin-stopped = Le signe de vie est fini : chaque relais a promis de faire ce que dit votre mot.
checkin-stop-waits = PAS fini partout : le signe de vie tient encore aux relais ci-dessous. Relancez « davylamp checkin stop » avant le { $until }.
checkin-held = contact { $contact }, { $relay } : a promis de garder l'alerte jusqu'au { $when }
checkin-spent = contact { $contact }, { $relay } : son temps a fini le { $when } ; il a donné l'alerte
checkin-not-promised = contact { $contact }, { $relay } : n'a rien promis
checkin-left = contact { $contact }, { $relay } : garde peut-être encore une alerte d'avant ; le prochain signe l'efface
checkin-trying = contact { $contact }, { $relay } : { $why } ; on essaie encore jusqu'à ce que vous arrêtiez
checkin-no-answer = pas de réponse dans ce temps
checkin-visit-waits = contact { $contact }, { $relay } n'a pas répondu ({ $why }) : ce qui est au-dessus vaut encore pour lui. Relancez la commande ; rien qui montre votre mot n'est gardé sur cet appareil
checkin-word-waits = contact { $contact } : votre mot au bureau attend sur cet appareil pour { $relay } ({ $why })
checkin-left-behind = contact { $contact }, { $relay } n'a pas répondu ({ $why })
checkin-unkept = le disque ne garde pas ce qui a été répondu : { $error }
checkin-missed = SIGNE MANQUÉ : la limite et son sursis ont fini le { $when }. Les relais ont donné l'alerte, et les bureaux sonnent par leurs propres horloges.
checkin-lapsed-hint = plus aucun relais ne garde d'alerte ; seules les horloges des bureaux veillent sur vous. Relancez « davylamp checkin start »

# Status.
checkin-none = aucun signe de vie n'est en cours
checkin-none-hint = commencez-en un avec : davylamp checkin start --every 12h --grace 1h
checkin-unfinished = Un début n'a pas été fini : aucun relais n'a promis de garder l'alerte. Recommencez, ou finissez avec davylamp checkin stop.
checkin-status = Donnez signe avant le { $until } (dans { $left }) ; { $grace } après, l'alerte est donnée.
checkin-soon = BIENTÔT : donnez signe avant le { $until } (dans { $left }) ; { $grace } après, l'alerte est donnée.
checkin-in-grace = EN RETARD : la limite était { $until }. Dans { $left } l'alerte est donnée : donnez signe maintenant.
checkin-stands = le signe de vie tient comme avant : sa prochaine limite est { $until }
checkin-words-wait = { $count } mots pour des bureaux attendent sur cet appareil ; davylamp checkin now ou davylamp panic resume les envoie
