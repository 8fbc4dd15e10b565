# Texts of the counsel.

# Keys.
keygen-identity = Identité secrète : { $path }. Elle ouvre chaque dossier scellé pour vous. Gardez-la, avec une copie, en lieu sûr.
keygen-recipients = Destinataire public : { $path }. Donnez ce fichier au bureau.
keygen-signing = Clé pour signer des défis : { $path }. Sa clé de vérification : { $key }
keygen-keep = Si l'identité est perdue, personne ne peut ouvrir les dossiers scellés. Si elle est volée, quelqu'un d'autre le peut.
keygen-name = ce n'est pas un nom pour une clé : { $why }
signing-key-wrong = ce n'est pas une clé de « counsel keygen --signing »
recipients-line = la ligne { $number } du fichier des destinataires n'est pas un destinataire age
recipients-none = il n'y a aucun destinataire dans le fichier
recipients-many = un dossier scellé a au plus 64 destinataires
recipients-mixed = le fichier mêle des destinataires post-quantiques et classiques
recipients-mixed-hint = le fichier serait aussi faible que le plus faible : faites-en un par sorte, ou demandez à tous des destinataires age1pq1…
identity-line = la ligne { $number } du fichier d'identité n'est pas une identité age
identity-none = il n'y a aucune identité dans le fichier

# Challenges.
challenge-written = Défi écrit : { $path }
challenge-hint = Faites-le parvenir à la personne, par le bureau ou autrement. Elle est libre d'y répondre.
challenge-name = votre nom doit avoir de 1 à 120 octets, sans signe de contrôle
challenge-many = le dossier a plus de preuves qu'un défi ne peut en nommer : vérifiez la déclaration avec --log
challenge-broken-case = le dossier scellé est cassé : { $why }

# Case files.
case-needs-identity = un dossier scellé demande -i avec l'identité qui l'ouvre
case-not-one = ceci n'est pas un dossier scellé
case-not-one-hint = un dossier scellé est un seul fichier age, ou le dossier où se trouve bagit.txt
case-does-not-open = le dossier scellé ne s'ouvre pas
case-does-not-open-hint = il est scellé pour quelqu'un d'autre, ou il a été coupé ou changé en chemin
case-too-large = c'est plus grand que ne peut l'être un dossier scellé
case-unsafe-entry = le dossier scellé contient quelque chose de dangereux à toucher : { $path }
case-unsafe-entry-hint = rien n'a été écrit ; redemandez le fichier au bureau, par un autre chemin
case-folder-exists = { $path } existe déjà, et rien n'est recouvert
case-opened = Ouvert : { $path }
case-opened-hint = Pour le vérifier : davylamp case verify { $path } --policy YOUR-POLICY --desk YOUR-COPY-OF-THE-POSTER

# The verdict.
verify-proven = PROUVÉ selon votre politique.
verify-unanchored = SANS ANCRE : rien n'y est cassé, et personne que vous croyez ne répond de tout.
verify-broken = CASSÉ : ce n'est pas ce qu'un bureau a sorti. Ne vous y fiez pas.
verify-broken-list = Ce qui est cassé :
verify-shown = Ce que cela montre :
verify-not-shown = Ce que cela ne montre pas :
verify-messages = Les messages :
verify-in-log = { $reporter } messages de la personne et { $desk } du bureau : ce texte exact était dans le registre à cette place à cette heure, et n'a été ni changé ni antidaté depuis.
verify-consistent = { $reporter } messages de la personne et { $desk } du bureau vont avec les preuves à côté. De qui sont ces preuves, vous ne le savez pas encore.
verify-rendered = La page et les données pour programmes disent exactement ce que disent ces messages.
verify-custody = Le journal de garde est entier jusqu'à cette sortie, et sa tête est dans le registre (têtes : { $heads }).
verify-desk-named = Le bureau est celui que vous avez nommé : il a signé ce fichier, ses réponses et son journal de garde.
verify-consent = Les messages de la personne permettent qu'une équipe de juristes voie ce dossier.
verify-claim = La déclaration couvre { $covered } sur { $all } parties des messages de la personne. Elles ont été écrites par qui tient cette déclaration, avant sa limite. Le bureau ne les a pas ajoutées.
verify-nothing = Rien.
verify-who = Qui l'a écrit : le bureau a pu le faire.
verify-claim-limit = Qui tient la déclaration. Un bureau qui a inventé toute une personne pourrait en tenir une aussi.
verify-claim-not = { $path } n'est pas couvert par la déclaration : { $why }.
verify-claim-broken = La déclaration ne vaut rien : { $why }
verify-challenge-not = Si la déclaration répond à votre défi : donnez-le avec --challenge.
verify-no-policy = Si ce registre est de ceux que vous croyez : donnez votre propre politique avec --policy.
verify-relay-clock = Heure : l'horloge du relais seule, là où aucun témoin indépendant de votre politique n'est nommé plus bas.
verify-beside = À quoi servent { $count } entrées dont votre politique ne répond pas. Ce qu'elles disent est aussi dans un registre dont elle répond.
verify-contradicted = Lequel de deux textes est voulu, là où deux registres ont deux textes sous le même numéro. Le programme de la personne n'envoie jamais cela. Qui a ses mots, ou le bureau, le pourrait. Aucun ne compte comme accord ; une déclaration montre lequel la personne a écrit.
verify-no-desk = Quel bureau c'est : donnez son affiche ou sa clé avec --desk. Jusque-là, signature, noms et garde sont de qui a fait ce fichier.
verify-no-consent = Que la personne a permis à une équipe de juristes de voir ceci. Le dernier fait du journal de garde dit pourquoi on l'a remis.
verify-gap = Ce que { $side } a dit dans la voie { $lane }, numéros { $first } à { $last } : ce n'est pas dans ce fichier.
verify-gap-open = la fin d'un message
verify-no-relay = S'il y a un dossier scellé plus récent, ou une déclaration d'avant : seul le registre peut le montrer (--log).
verify-earlier = Une limite d'avant du même auteur est dans le registre, à l'entrée { $index } : seul ce qui est entré avant est couvert.
verify-message = { $side }, { $kind } : entrée { $index } de { $log }, au { $time } ({ $paths })
verify-message-also = C'est aussi l'entrée { $index } de { $log }, au { $time } ({ $paths }).
verify-message-beside = C'est aussi l'entrée { $index } de { $log }, dont votre politique ne répond pas ({ $paths }).
verify-message-contradicted = UN AUTRE TEXTE est à sa place dans un autre registre : voir plus haut.
verify-by-witness = { $time }, témoin { $name }
verify-by-relay = { $time }, horloge du relais seule
verify-no-time = une heure inconnue
verify-reporter = la personne
verify-desk = le bureau
verify-policy = { $path } n'est pas une politique : { $why }
verify-policy-hint = une politique est une tlog-policy C2SP : des lignes log, witness, group et quorum
verify-relay-unknown = ce dossier scellé ne nomme aucun relais

# Export.
export-not-sealed = le dossier n'a pas pu être scellé : { $why }
export-no-messages = il n'y a encore rien à sortir de ce dossier
export-no-proof = un message de ce dossier n'est pas encore prouvé dans le registre
export-no-proof-hint = laissez tourner « desk watch » une minute, puis essayez encore
export-no-consent = la personne n'a pas permis qu'une équipe de juristes voie ce dossier
export-no-consent-hint = demandez avec : davylamp desk ask-consent { $case } ; ou, s'il le faut, donnez votre raison dans un fichier avec --without-consent
export-has-consent = la personne a dit oui : --without-consent n'est pas nécessaire
export-empty-reason = le fichier avec la raison est vide
export-card = le contact du bureau n'est pas prouvé dans le registre
export-card-hint = publiez-le : davylamp desk card publish
export-broken = le dossier scellé ne tiendrait pas : { $why }
export-broken-hint = rien n'a été écrit ; voyez le dossier avec « davylamp desk show »
export-posted = La tête du journal de garde est dans le registre, à l'entrée { $index }.
export-written = Dossier scellé écrit : { $path }
export-gaps = { $count } trous : des numéros qui manquent dans une voie. Le dossier scellé le dit.
export-cannot-be-undone = Ce qui a été remis ne peut pas être rappelé.
export-exists = { $path } existe déjà, et rien n'est recouvert
export-vault = le fichier de garde du dossier est abîmé
export-actor = le nom de qui le sort doit avoir de 1 à 200 octets, sans signe de contrôle

# Claims.
claim-explain = Une déclaration montre à cette équipe de juristes que les messages de votre dossier ont été écrits par vous, qui que vous soyez. Elle ne peut pas être reprise. Personne ne peut vous forcer à en donner une.
claim-who = Le défi vient de : { $name }. Clé : { $key }
claim-who-hint = Vérifiez, autrement, que c'est l'équipe à qui vous faites confiance : chacun peut écrire n'importe quel nom.
claim-question = Donner la déclaration ? (oui ou non)
claim-not-given = aucune déclaration n'a été donnée
claim-not-interactive = une déclaration ne peut pas être reprise : confirmez avec --yes
claim-challenge = ce n'est pas un défi : { $why }
claim-challenge-hint = demandez à votre équipe de juristes le fichier de : davylamp counsel challenge
claim-earlier-wrong = la déclaration d'avant n'est pas de ce dossier : { $why }
claim-reused = Une déclaration d'avant a fixé la limite à { $size } entrées ; elle sert encore.
claim-tail = votre limite d'avant est trop récente pour être lue ; essayez dans une minute
claim-gone = votre limite d'avant est trop vieille pour être lue : donnez l'ancien fichier avec --earlier
claim-posted = La limite est fixée à { $size } entrées du registre, pour toujours.
claim-unjoined = Une des preuves de l'équipe est plus récente que ce que montre le registre ; il lui faudra --log pour la vérifier.
claim-written = Déclaration écrite : { $path }. Donnez-la à l'équipe de juristes.
claim-failed = la déclaration n'a pas pu être faite : { $why }
