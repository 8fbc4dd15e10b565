# The guided report: before it begins.
guide-before =
    Avant de commencer, demandez-vous :
    - Où êtes-vous ? Si vous êtes en danger, allez d'abord en lieu sûr.
    - À qui est cet appareil ? N'utilisez pas celui de votre employeur.
    - À qui est ce réseau ? N'utilisez pas celui de votre employeur.
    - Qui est derrière vous ? Personne ne doit voir votre écran.
    Rien de tout cela n'est gardé sur cet appareil, sauf si vous le demandez.
guide-before-question = Appuyez sur Entrée quand tout va bien. Pour arrêter, Ctrl-C.

# The guided report: how the questions work.
guide-keys =
    Il y a { $count } questions. Seule la première doit avoir une réponse.
    - Entrée : continuer, sans répondre
    - < et Entrée : revenir
    - ? et Entrée : en savoir plus
    - - et Entrée : retirer ma réponse
guide-place = Question { $at } sur { $all }
guide-why = Pourquoi cette question : { $why }
guide-before-was = Votre réponse jusqu'ici : { $answer }
guide-enter-keeps = Entrée la garde.
guide-several = Plusieurs choix sont possibles : 1 3
guide-one = Choisissez-en un.
guide-answer = Votre réponse :
guide-numbers-wrong = Répondez par des numéros de 1 à { $count }.
guide-story-needed = Celle-ci est nécessaire : sans vos mots, pas de signalement.
guide-first = C'est la première question.
guide-list-question = Il y a d'autres questions sur la liste de noms. Y répondre aussi ? Entrée veut dire non. (oui ou non)

# The guided report: the eight questions.
guide-q-story = Que s'est-il passé ? Écrivez autant que vous voulez.
guide-q-story-why = Vos mots comptent le plus. Le bureau les lit tels que vous les écrivez.
guide-q-story-help = Dites ce qui s'est passé, à qui, et ce que vous avez vu. Laissez de côté ce que vous seul pouvez savoir, si cela vous trahit. Écrivez dans la langue que vous voulez.
guide-q-kinds = Quel genre de tort était-ce ?
guide-q-kinds-why = La bonne personne peut ainsi le lire en premier.
guide-q-kinds-help = Choisissez ce qui convient. Si rien ne convient, prenez le dernier ou continuez.
guide-q-date = Quand était-ce ?
guide-q-date-why = Certains délais de la loi partent de ce jour.
guide-q-date-help = Écrivez comme vous voulez : un jour, un mois, « depuis mars ». Si vous étiez seul là ce jour-là, soyez moins précis.
guide-q-site = Où était-ce ? Quelle mine, usine ou quel lieu ?
guide-q-site-why = Le bureau voit ce qu'on a signalé d'autre de là.
guide-q-site-help = Donnez le nom que les gens de là-bas utilisent. La ville la plus proche suffit.
guide-q-employer = De quel employeur ou de quelle société s'agit-il ?
guide-q-employer-why = Le bureau peut trouver à qui elle est et qui lui achète.
guide-q-employer-help = Écrivez le nom comme sur les papiers, les portes ou les camions. Plusieurs noms sont possibles.
guide-q-perpetrators = Qui l'a fait ?
guide-q-perpetrators-why = Le bureau sait ainsi de qui se méfier.
guide-q-perpetrators-help = Choisissez qui a fait du tort. Il n'est pas nécessaire d'en être sûr.
guide-q-asked = Que demandez-vous ?
guide-q-asked-why = C'est vous qui décidez où cela doit mener. Le bureau ne doit pas décider pour vous.
guide-q-asked-help = Choisissez ce que vous voulez obtenir. Vous pourrez dire autre chose plus tard.
guide-q-may-see = Qui peut le voir, au plus ?
guide-q-may-see-why = Personne d'autre ne le voit sans votre accord.
guide-q-may-see-help = Si vous ne choisissez rien, seul le bureau le voit. Il pourra vous demander plus tard. Vous pouvez changer d'avis tant que personne ne l'a lu.

# The guided report: further questions, with --more.
guide-q-affected = Qui en souffre ?
guide-q-affected-why = Certains groupes ont des droits à eux, comme les peuples autochtones.
guide-q-affected-help = Choisissez tous ceux qui en souffrent.
guide-q-precision = La date est-elle exacte ?
guide-q-precision-why = Un tribunal le demandera.
guide-q-precision-help = Si cela continue, prenez le dernier.
guide-q-country = Dans quel pays ? Deux lettres, comme CD ou GN.
guide-q-country-why = C'est la loi de ce pays qui compte.
guide-q-country-help = Ce sont les deux lettres des adresses internet de là-bas.
guide-q-mineral = Qu'est-ce qu'on extrait ou fabrique là ?
guide-q-mineral-why = Le bureau peut alors suivre où cela se vend.
guide-q-mineral-help = Par exemple or, cobalt, lithium, cuivre.
guide-q-employer-country = De quel pays est cette société ? Deux lettres.
guide-q-employer-country-why = La loi de son pays peut compter aussi.
guide-q-employer-country-help = Si vous ne le savez pas, continuez.
guide-q-link = Qui achète là, ou revend ? Un seul nom. Entrée quand il n'y en a plus.
guide-q-link-why = Ceux qui achètent sont responsables aussi.
guide-q-link-help = Un négociant, une fonderie, une usine, une marque. Un à la fois.
guide-q-link-role = Que fait-elle ?
guide-q-kept-by = Qui tient la liste de noms ?
guide-q-kept-by-why = De telles listes sont interdites dans bien des pays.
guide-q-kept-by-help = Une personne, un bureau ou une société.
guide-q-circulated-by = Qui fait passer la liste ?
guide-q-circulated-by-why = Cela montre comment elle circule.
guide-q-circulated-by-help = Par exemple un service qui l'envoie par courrier.
guide-q-used-by = Qui se sert de la liste ?
guide-q-used-by-why = On peut leur demander des comptes.
guide-q-used-by-help = Des sociétés qui ont refusé des gens.
guide-q-refusals = À qui a-t-on refusé du travail, quand et où ?
guide-q-refusals-why = Chaque cas est une preuve.
guide-q-refusals-help = N'écrivez pas le nom de gens qui ne vous l'ont pas permis.
guide-q-prior-threats = Y a-t-il eu des menaces avant ?
guide-q-prior-threats-why = Cela dit si le danger est grand.
guide-q-prior-threats-help = Ce qui a été dit, par qui, quand.
guide-q-answer = Voulez-vous une réponse ?
guide-q-answer-why = Sinon, le bureau ne vous écrit pas.
guide-q-answer-help = Sans choix de votre part, le bureau peut vous répondre.
guide-yes = Oui
guide-no = Non

# The guided report: before anything is sent.
guide-summary = Voici votre signalement. Rien n'est encore envoyé.
guide-summary-row = { $number } { $question }
guide-summary-story = vos mots, { $bytes } lettres et espaces
guide-summary-empty = (vide)
guide-sees = Qui verra quoi :
guide-sees-desk = Le bureau { $name } : tout. Ses six mots : { $words }
guide-sees-relay = Le relais { $relay } : des enveloppes scellées de même taille, et quand elles arrivent. Il ne voit pas qui vous êtes, ni ce qu'elles contiennent.
guide-sees-relay-direct = Le relais { $relay } : des enveloppes scellées de même taille, quand elles arrivent, et l'adresse de votre réseau. Il ne voit pas ce qu'elles contiennent.
guide-sees-network = Qui surveille votre réseau : que vous utilisez Tor, et quand.
guide-sees-network-direct = Qui surveille votre réseau : que vous parlez à ce relais, et quand.
guide-sees-courier = Qui porte le fichier : un fichier qui ressemble à du bruit. Il ne voit pas qui l'a fait, ni ce qu'il contient.
guide-sees-employer = Votre employeur, une société ou une autorité : rien. Le bureau doit d'abord vous demander.
guide-sees-counsel = Des juristes : le dossier, si le bureau le leur donne. Vous l'avez permis.
guide-sees-company = Des juristes et la société : le dossier, si le bureau le leur donne. Vous l'avez permis.
guide-sees-public = Tout le monde : ce que le bureau en rend public. Vous l'avez permis.
guide-sees-nobody = Votre nom n'y est pas, sauf si vous l'avez écrit. En chemin, personne d'autre que le bureau ne peut lire vos mots.
guide-send-question = Entrée : continuer et envoyer. Un numéro : changer cette réponse. x : arrêter.
guide-stop-question = Arrêter ? Rien n'est envoyé, et ce que vous avez écrit est perdu. (oui ou non)
guide-send-unclear = Appuyez sur Entrée, ou écrivez un numéro de la liste, ou x.

# The guided report: after it.
guide-words-next = Vous recevez maintenant huit mots. Ils sont la clé de votre dossier. Préparez un papier et un stylo.
guide-words-keep =
    Gardez le papier loin de l'affiche. Qui a les deux peut lire vos réponses.
    Vous pouvez utiliser ces mots sur n'importe quel appareil.
guide-look = Le bureau a promis une première réponse avant : { $time }. Regardez à partir de là.
guide-close = Ce que vous avez écrit peut rester au-dessus. Fermez cette fenêtre maintenant.

# What happened, as it can be chosen.
kind-threat = Quelqu'un a été menacé
kind-blacklisting = Des noms sur une liste, pour que personne ne les embauche
kind-dismissal-for-organising = Renvoi pour action syndicale
kind-violence = Quelqu'un a été blessé ou tué
kind-surveillance = Suivi, surveillé ou écouté
kind-arrest = Arrestation
kind-raid = Une maison, un bureau ou un lieu a été fouillé
kind-consent-violated = On n'a pas demandé aux gens, ou leur accord était faux
kind-false-origin = Fausses étiquettes ou faux papiers d'origine
kind-benefits-not-shared = Ce qui était promis n'arrive pas
kind-land = Des terres ont été prises ou fermées
kind-environment = Tort fait à l'eau, à l'air, au sol ou aux animaux
kind-forced-labour = Travail forcé
kind-child-labour = Des enfants au travail
kind-wages = Les salaires ne sont pas payés
kind-corruption = Pots-de-vin ou fraude
kind-other = Autre chose

# Who is affected.
affected-worker = Des gens qui travaillent
affected-union = Un syndicat ou ses membres
affected-artisanal-miner = Des creuseurs artisanaux
affected-local-community = Une communauté du lieu
affected-indigenous-people = Un peuple autochtone
affected-defender = Des gens qui défendent des droits ou la nature
affected-journalist = Des journalistes

# How exact a date is.
date-exact = Ce jour même
date-about = Vers ce jour
date-month = Ce mois-là
date-year = Cette année-là
date-ongoing = Cela continue

# What a company does.
link-trader = Elle achète et vend
link-smelter = Elle fond
link-refiner = Elle affine
link-manufacturer = Elle fabrique
link-other = Autre chose

# Who did it.
perpetrator-employer = L'employeur
perpetrator-contractor = Un sous-traitant
perpetrator-private-security = Des gardes privés
perpetrator-police = La police
perpetrator-military = Des soldats
perpetrator-armed-group = Un groupe armé
perpetrator-official = Une autorité
perpetrator-unknown = Je ne sais pas
perpetrator-other = Quelqu'un d'autre

# What is asked for.
asked-to-say-no = Pouvoir dire non
asked-conditions = Oui, mais sous conditions
asked-protection = Une protection
asked-remedy = Que ce soit réparé
asked-to-be-heard = Seulement être entendu

# Who may see it, at most.
may-see-desk-only = Le bureau seul
may-see-counsel = Des juristes aussi
may-see-company = La société aussi
may-see-public = Tout le monde
