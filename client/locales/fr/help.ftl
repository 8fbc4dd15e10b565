# What --help says of the commands that reporters, defenders and couriers use.
# Made from the doc comments of the commands: DAVYLAMP_BLESS=1 cargo test -p davylamp help::
help = Signale menaces et listes noires sans nom ; reçoit, répond et prouve de tels signalements
help--json = Donne les données en JSON sur la sortie standard
help--plain = Demande ligne par ligne et ne dessine rien : pour lecteurs d'écran et terminaux simples
help--lang = Parle cette langue : en, fr, es, pt ou sw [par défaut : celle du système]
help--socks = Proxy SOCKS5 de Tor, host:port ; trouvé tout seul sur les ports habituels s'il n'est pas donné
help--direct = Parle à un relais qui n'est ni onion ni sur cet appareil, sans Tor : il voit où vous êtes
help-report = Signale une menace, une liste noire ou un autre tort, sans nom
help-report--to = Fichier avec le contact du bureau (une ligne davylamp:, une photo de son code, ou un contact), ou - pour l'entrée standard
help-report--text = Fichier avec vos mots, ou - pour l'entrée standard
help-report--fields = Fichier avec des champs (TOML ou JSON), ou - pour l'entrée standard ; les options s'y ajoutent
help-report--more = Pose toutes les questions, pas seulement les huit qui comptent le plus ; chacune peut rester vide
help-report--kinds = Ce qui s'est passé ; peut être donné plusieurs fois
help-report--affected = Qui en souffre ; peut être donné plusieurs fois
help-report--perpetrators = Qui l'a fait ; peut être donné plusieurs fois
help-report--asked-for = Ce que vous demandez ; peut être donné plusieurs fois
help-report--may-see = Le cercle le plus large qui peut voir le dossier
help-report--contact-wanted = Si vous voulez une réponse
help-report--passphrase-out = Écrit les huit nouveaux mots dans ce nouveau fichier, au lieu de les montrer
help-report--passphrase-file = Fichier avec les huit mots d'un dossier qui existe, ou - pour l'entrée standard : le signalement s'y ajoute
help-report--pack = Le scelle dans ce nouveau fichier, pour que quelqu'un d'autre le remette, et ne parle à aucun réseau ; --to doit nommer un contact complet
help-report--now = Le fait publier tout de suite : qui regarde le registre peut voir quand vous étiez ici
help-report--within = Fait publier chaque partie à un moment au hasard dans ces heures (ou 90s, 30m, 12h) ; au plus 24
help-check = Cherche des réponses, avec les huit mots et l'affiche
help-check--to = Fichier avec le contact du bureau (une ligne davylamp:, une photo de son code, ou un contact), ou - pour l'entrée standard
help-check--with = Lit aussi le médiateur, le tout dans l'ordre du temps : fichier avec son contact, ou - pour l'entrée standard
help-check--passphrase-file = Fichier avec les huit mots, ou - pour l'entrée standard
help-check--from = Lit un miroir apporté par un messager : sans réseau, et rien n'est écrit
help-check--all = Prend tout ce qui peut être à vous sans demander ; le relais voit qu'il y a beaucoup
help-check--now = Le fait publier tout de suite : qui regarde le registre peut voir quand vous étiez ici
help-check--within = Fait publier chaque partie à un moment au hasard dans ces heures (ou 90s, 30m, 12h) ; au plus 24
help-answer = Répond au bureau : des mots, un accord ou un refus, ou comment cela s'est passé
help-answer--to = Fichier avec le contact du bureau (une ligne davylamp:, une photo de son code, ou un contact), ou - pour l'entrée standard
help-answer--invite = Fait entrer un médiateur dans votre dossier : fichier avec son contact, ou - pour l'entrée standard. Avec --consent : celui que le bureau a proposé sous ce numéro
help-answer--with = Écrit aussi au médiateur de votre dossier : fichier avec son contact, ou - pour l'entrée standard
help-answer--remove-mediator = Retire pour de bon de votre dossier le médiateur que nomme --with
help-answer--passphrase-file = Fichier avec les huit mots du dossier, ou - pour l'entrée standard
help-answer--text = Fichier avec vos mots, ou - pour l'entrée standard ; avec --consent ou --refuse, ce que vous y ajoutez
help-answer--consent = Permet ce que le bureau a demandé sous ce numéro (check le montre)
help-answer--refuse = Refuse ce que le bureau a demandé sous ce numéro
help-answer--outcome = Fichier avec comment cela s'est passé, ou - pour l'entrée standard
help-answer--helped = Si cela a aidé
help-answer--pack = Le scelle dans ce nouveau fichier, pour que quelqu'un d'autre le remette, et ne parle à aucun réseau ; --to doit nommer un contact complet
help-answer--now = Le fait publier tout de suite : qui regarde le registre peut voir quand vous étiez ici
help-answer--within = Fait publier chaque partie à un moment au hasard dans ces heures (ou 90s, 30m, 12h) ; au plus 24
help-claim = Montre, si vous le choisissez, que vous avez écrit les messages de votre dossier
help-claim--challenge = Le défi de l'équipe de juristes
help-claim--output = Où va la déclaration : un nouveau fichier
help-claim--to = Fichier avec le contact du bureau (une ligne davylamp:, une photo de son code, ou un contact), ou - pour l'entrée standard
help-claim--passphrase-file = Fichier avec les huit mots, ou - pour l'entrée standard ; demandés s'ils ne sont pas donnés
help-claim--earlier = Une déclaration déjà donnée : sa limite sert encore
help-claim--yes = Ne demande rien
help-metadata = Montrer ce que des photos et des documents disent de qui les a faits, et en écrire des copies sans cela
help-metadata--files = Photos et documents (JPEG, PNG, WebP, DOCX, XLSX, PPTX, ODT)
help-metadata--output = Écrire les copies dans ce dossier, sous des noms neutres ; aucun fichier n’y est remplacé
help-panic = Donne une alerte tout de suite ; ou arme cet appareil pour cela
help-panic--after-help =
    Sans commande, l'alerte part tout de suite : rien n'est demandé.

    Codes de sortie :
      0  une personne l'a (update, cancel, disarm : un relais l'a)
      1  échec : rien n'a été donné
      2  pas compris : rien n'a été envoyé
      3  cet appareil n'est pas armé
      4  donnée, et attend encore un relais ; ou est dans le fichier de --pack
      5  donnée, et un relais l'a
      6  donnée, et la machine d'un bureau l'a
      7  annulée
    4 à 6 quand on lui a dit d'arrêter avant qu'une personne l'ait : par un signal, --for ou --detach.
help-panic--home = Le dossier du profil d'alerte [par défaut : $DAVYLAMP_PANIC_HOME, ou davylamp/panic dans le dossier d'état]
help-panic--profile = Le fichier du profil d'alerte : n'importe quel nom, n'importe où, pour que rien ne montre ce que c'est
help-panic--for = Cesse de regarder après ces secondes ; ce qui attend continue avec `davylamp panic resume`
help-panic--repeat = Secondes entre deux « je suis toujours en danger »
help-panic--pack = Écrit ce qui doit partir dans ce nouveau fichier, pour que quelqu'un d'autre le remette, et finit ; ne parle à aucun réseau
help-panic--detach = Continue en arrière-plan
help-panic-arm = Prépare cet appareil à donner des alertes ; demande vos contacts et deux mots
help-panic-arm--to = Fichier avec un contact (une ligne davylamp:, une photo de son code, ou un contact), ou - pour l'entrée standard ; une fois par contact, au plus 8
help-panic-arm--text = Fichier avec ce que veut dire une alerte de vous : qui vous êtes, où, qui appeler ; ou - pour l'entrée standard
help-panic-arm--word-file = Fichier avec le mot qui annule une alerte, ou - pour l'entrée standard
help-panic-arm--duress-file = Fichier avec le mot qui en a seulement l'air, ou - pour l'entrée standard
help-panic-arm--invite-file = Fichier avec un code d'invitation, dans l'ordre de --to ; vide pour un contact qui n'en a pas donné
help-panic-arm--introduce = Dit à chaque contact qui sont les autres, pour qu'ils puissent s'appeler
help-panic-arm--expires-days = Jours avant que le profil expire
help-panic-arm--replace = Arme à neuf, à la place du profil qui est ici
help-panic-drill = Essaie tout : comme une alerte, mais le bureau voit que c'est un exercice
help-panic-update = Ajoute des mots ou un lieu à l'alerte
help-panic-update--text = Fichier avec vos mots, ou - pour l'entrée standard
help-panic-update--place = Fichier avec où vous êtes, ou - pour l'entrée standard
help-panic-cancel = Annule l'alerte ; demande votre mot
help-panic-cancel--word-file = Fichier avec votre mot, ou - pour l'entrée standard ; demandé s'il manque
help-panic-status = Ce qui est armé, ce qui a été essayé, et jusqu'où une alerte est allée
help-panic-resume = Continue une alerte après une panne ou un redémarrage ; ne fait rien s'il n'y en a pas
help-panic-disarm = Met fin au profil et l'efface ; demande votre mot
help-panic-disarm--word-file = Fichier avec votre mot, ou - pour l'entrée standard ; demandé s'il manque
help-panic-disarm--offline = Efface le profil sans prévenir personne : les bureaux continuent comme s'il était armé
help-checkin = Fait donner une alerte si vous ne donnez pas signe : pour qui risque de ne plus pouvoir la donner
help-checkin--home = Le dossier du profil d'alerte [par défaut : $DAVYLAMP_PANIC_HOME, ou davylamp/panic dans le dossier d'état]
help-checkin--profile = Le fichier du profil d'alerte : n'importe quel nom, n'importe où, pour que rien ne montre ce que c'est
help-checkin-start = Laisse une alerte aux relais de vos contacts : ils la donnent si vous ne donnez pas signe
help-checkin-start--every = Tous les combien vous donnerez signe : 90s, 30m, 12h, 2d
help-checkin-start--grace = Quel retard est permis avant que l'alerte soit donnée
help-checkin-start--word-file = Fichier avec le mot avec lequel vous avez armé, ou - pour l'entrée standard
help-checkin-start--duress-file = Fichier avec le mot de contrainte avec lequel vous avez armé, ou - pour l'entrée standard
help-checkin-start--seconds = Laisse les relais qui ne répondent pas après ces secondes ; sinon essaie jusqu'à ce que vous arrêtiez (Ctrl-C)
help-checkin-now = Donne signe de vie : la limite est repoussée
help-checkin-now--word-file = Fichier avec le mot, ou - pour l'entrée standard
help-checkin-now--seconds = Laisse les relais qui ne répondent pas après ces secondes ; sinon essaie jusqu'à ce que vous arrêtiez (Ctrl-C)
help-checkin-status = Montre la prochaine limite, et quels relais gardent l'alerte
help-checkin-stop = Y met fin : les relais détruisent ce qu'ils gardent
help-checkin-stop--word-file = Fichier avec le mot, ou - pour l'entrée standard
help-checkin-stop--seconds = Laisse les relais qui ne répondent pas après ces secondes ; sinon essaie jusqu'à ce que vous arrêtiez (Ctrl-C)
help-courier = Porte pour d'autres ce que le réseau ne porte pas : ce qu'ils ont scellé, et le registre avec leurs réponses
help-courier-mirror = Emporte le registre d'un relais, pour que d'autres lisent leurs réponses sans réseau (check --from)
help-courier-mirror--dir = Où il va : un dossier nouveau ou vide, comme sur une clé ; ou un miroir, à continuer
help-courier-mirror--to = Fichier avec le contact d'un bureau (une ligne davylamp:, une photo de son code, ou un contact), ou - pour l'entrée standard : son relais est emporté
help-courier-mirror--relay = Le relais, si vous n'avez pas de contact ; ses propres contacts disent alors quel registre c'est
help-courier-mirror--days = Commence environ aux derniers jours donnés ; avec --prune, ôte d'un vieux miroir ce qui est avant
help-courier-mirror--prune = Ôte ce qui est plus vieux que ce que garde le relais, ou --days
help-courier-verify = Lit tout un tel miroir, comme après l'avoir copié : si chaque octet qui compte est ce que le registre a signé
help-courier-verify--dir = Le miroir
help-courier-post = Remet ce que quelqu'un d'autre a scellé dans un fichier
help-courier-post--file = Le fichier que l'on vous a donné
help-wipe = Retire le profil d'alerte et les fichiers que vous nommez, autant qu'un disque obéit ; dit ce qui ne peut pas être retiré
help-wipe--after-help =
    Codes de sortie :
      0  tout est parti, ou il n'y avait rien
      1  quelque chose n'a pas pu être retiré ; c'est nommé
      2  pas compris : rien n'a été retiré
help-wipe--files = Ce qu'il faut retirer d'autre : paquets, miroirs, fichiers avec les huit mots, affiches
help-wipe--home = Le dossier du profil d'alerte [par défaut : $DAVYLAMP_PANIC_HOME, ou davylamp/panic dans le dossier d'état]
help-wipe--profile = Le fichier du profil d'alerte : n'importe quel nom, n'importe où, pour que rien ne montre ce que c'est
help-wipe--recursive = Des dossiers aussi, avec tout ce qu'ils contiennent ; les liens ne sont jamais suivis
help-wipe--shell-history = Retire les lignes sur davylamp des listes de commandes de bash, zsh et fish
help-wipe--yes = Ne demande rien
help-contact = Regarde le contact d'un bureau
help-contact-show = Montre le contact du bureau, ses six mots et un code QR
help-contact-show--to = Fichier avec le contact (une ligne davylamp:, une photo ou copie de son code, ou un contact), ou - pour l'entrée standard
help-contact-show--card-out = Garde le contact, tel que le relais l'a, dans ce nouveau fichier : pour des signalements scellés sans réseau
help-contact-verify = Compare les six mots, ou un second contact, avec ce contact
help-contact-verify--to = Fichier avec le contact (une ligne davylamp:, une photo ou copie de son code, ou un contact), ou - pour l'entrée standard
help-contact-verify--words = Fichier avec les six mots que le bureau vous a dits, ou - pour l'entrée standard ; demandés s'ils manquent
help-contact-verify--card = Un second contact, une photo ou une ligne, venu par un autre chemin
help-contact-notices = Lit ce que les bureaux disent à tous : droits, sécurité, études de projets
help-contact-notices--to = Fichier avec le contact d'un bureau (une ligne davylamp:, une photo de son code, ou un contact), ou - pour l'entrée standard ; une fois par bureau
help-contact-notices--all = Montre ceux de chaque bureau de là, connu de vous ou non
help-contact-notices--relay = Le relais, si vous n'avez pas de contact : ceux de chaque bureau de là
help-contact-notices--from = Les lit dans une copie du registre que quelqu'un a apportée (courier mirror), sans réseau
help-desk = Reçoit des signalements, y répond, suit le dossier
help-counsel = Clés d'une équipe de juristes
help-case = Ouvre et vérifie des dossiers scellés
help-completions = Donne ce qu'il faut à un shell pour compléter ces commandes
help-completions--shell = Le shell qui doit compléter les commandes
help-manual = Écrit le manuel : une page par commande
help-manual--dir = Où vont les pages, une par commande ; fait s'il n'existe pas
help-report--attach = Envoyer aussi cette photo ou ce document ; peut être donné plusieurs fois
help-report--keep-metadata = Envoyer les fichiers tels quels, avec tout ce qu'ils disent de vous
help-report--resume = Garder les fichiers scellés dans ce fichier jusqu'à la fin de l'envoi : en cas de coupure, redonnez-le, et l'envoi continue
help-report--limit-rate = Envoyer au plus tant d'octets par seconde, comme 200k ou 1M
help-answer--attach = Envoyer aussi cette photo ou ce document ; peut être donné plusieurs fois
help-answer--keep-metadata = Envoyer les fichiers tels quels, avec tout ce qu'ils disent de vous
help-answer--resume = Garder les fichiers scellés dans ce fichier jusqu'à la fin de l'envoi : en cas de coupure, redonnez-le, et l'envoi continue
help-answer--limit-rate = Envoyer au plus tant d'octets par seconde, comme 200k ou 1M
help-panic-update--attach = Envoyer aussi cette photo ou ce document ; les mots partent d'abord et ne l'attendent pas
help-panic-update--keep-metadata = Envoyer le fichier tel quel, avec tout ce qu'il dit de vous
