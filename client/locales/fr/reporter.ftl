# Contacts.
contact-question = Le contact du bureau, comme sur son affiche (il commence par davylamp:). Ou un fichier avec une photo de l'affiche :
contact-missing = aucun contact n'a été donné
contact-missing-hint = mettez-le dans un fichier et dites --to FILE, ou passez-le avec --to -
contact-wrong = ceci n'est pas le contact d'un bureau : { $why }
contact-wrong-hint = copiez-le en entier de l'affiche ; il commence par davylamp:
contact-two-desks = ces contacts sont ceux de bureaux différents
contact-two-desks-hint = donnez le contact d'un seul bureau ; plusieurs lignes peuvent nommer plusieurs de ses relais
contact-one-relay-hint = ce contact ne nomme qu'un relais. Si le bureau en a d'autres, son fichier de contact les nomme tous, un par ligne. Demandez-le à qui vous a donné l'affiche, et dites --to FILE
contact-no-text = ce n'est ni le contact d'un bureau, ni l'image d'un contact
picture-unreadable = cette image ne peut pas être lue : { $why }
picture-format = seuls PNG, JPEG et WebP le sont
picture-heic = cette image est d'un type (HEIC) qui ne peut pas être lu ici
picture-heic-hint = enregistrez-la en JPEG, ou faites-en une capture d'écran
picture-no-code = il n'y a pas de code lisible dans cette image
picture-no-code-hint = refaites-la : le code entier, bien de face, net, avec une bonne lumière
picture-other-code = le code de cette image n'est pas le contact d'un bureau
picture-two-contacts = il y a deux contacts différents dans cette image
picture-two-contacts-hint = prenez une photo d'un seul. Et demandez au bureau lequel est le sien : quelqu'un a pu en mettre un faux
contact-bad-card = ce contact ne peut pas servir : { $why }
card-name = { $name }
card-desk = identité      { $desk }
card-role = { $role }, première réponse sous { $within }
card-languages = langues       { $languages }
card-serial = contact       numéro { $serial }, du { $issued } au { $expires }
card-expired = ce contact a expiré ; il sert encore 90 jours après sa fin
card-relay = relais        { $url }, garde les messages { $days } jours, registre { $log }
card-fingerprint = six mots      { $words }
card-contact = contact       { $uri }
card-saved = le contact est dans { $path } : avec lui, on peut sceller des signalements sans réseau
role-reports = reçoit des signalements
role-alerts = reçoit des alertes
role-mediation = fait médiation
duration-days = { $n } jours
duration-hours = { $n } heures
duration-minutes = { $n } minutes
verify-question = Les six mots que le bureau vous a dits :
verify-missing = aucun mot à comparer ; dites --words FILE, ou --card FILE
verify-same = c'est le même bureau : { $name } ({ $words })
verify-same-unreached =
    c'est le même bureau ({ $words })
    Son contact n'a pas été cherché : { $why }.
verify-another = C'EST UNE AUTRE IDENTITÉ. Les mots du contact sont : { $here }. On l'a comparé à : { $other }
verify-another-hint = n'envoyez rien à ce contact avant d'avoir parlé avec le bureau : quelqu'un se fait peut-être passer pour lui

# Finding the desk.
warning = attention : { $what }
relay-failed = { $relay } : { $why }
clock-wrong = l'horloge de cet appareil se trompe de plus d'un jour ; on suit celle du relais
card-expired-since = le contact du bureau a expiré le { $since } ; il sert encore, mais demandez-en un nouveau
card-ended = le contact du bureau est fini depuis plus de 90 jours : ce qu'on scelle pour lui ne pourrait pas être lu
card-ended-hint = demandez son nouveau contact au bureau, ou à qui vous a donné l'affiche
card-unusable = le contact du bureau ne peut pas servir : { $why }
standard-input-twice = une seule chose peut être lue de l'entrée standard (-)

# Words.
text-missing = aucun mot n'a été donné
text-missing-hint = mettez-les dans un fichier et dites --text FILE, ou passez-les avec --text -
text-empty = il n'y a pas de mots dedans
report-unsound = le bureau ne pourrait pas lire ceci : un texte peut avoir au plus 64 Kio
fields-wrong = le fichier des champs n'est pas bon : { $why }
fields-country = un pays, ce sont deux lettres, comme CD (ISO 3166)
fields-date = une date peut avoir au plus 40 octets

# The passphrase.
passphrase-question = Les huit mots de votre dossier (rien ne se voit pendant que vous tapez) :
passphrase-missing = les huit mots n'ont pas été donnés
passphrase-missing-hint = mettez les huit mots dans un fichier et dites --passphrase-file FILE, ou passez-les avec --passphrase-file -
passphrase-out-missing = il n'y a personne ici pour noter les huit mots
passphrase-out-missing-hint = dites --passphrase-out FILE pour un nouveau dossier, ou --passphrase-file FILE pour en compléter un
passphrase-new =
    Ces huit mots sont le seul chemin de retour à votre dossier. Personne ne peut vous les redonner.
    Écrivez-les sur du papier, et gardez-le là où personne ne regarde. Qui a ces mots peut lire vos réponses.
passphrase-written-down = Appuyez sur Entrée quand vous les avez notés ; ils sont alors retirés de l'écran.
passphrase-back = Tapez les huit mots, pour être sûr (rien ne se voit pendant que vous tapez) :
passphrase-differs = ce sont huit mots, mais pas les mêmes
passphrase-again = Les voici encore une fois.
passphrase-count = il faut { $want } mots, et il y en a { $got }
passphrase-word = le mot { $place } n'est pas dans la liste
passphrase-word-near = le mot { $place } n'est pas dans la liste ; c'est peut-être « { $word } »
passphrase-broken-off = le calcul avec les huit mots n'a pas pu se faire ; il manque peut-être de la mémoire

# report.
report-advice =
    Avant de commencer :
    - Si vous êtes en danger, allez d'abord en lieu sûr.
    - N'utilisez ni appareil ni réseau de votre employeur.
    - Écrivez ce qu'il faut. Laissez de côté ce que vous seul pouvez savoir, si cela vous trahit.
    - Rien de tout cela n'est gardé sur cet appareil, sauf si vous le demandez.
report-desk = Ceci va à : { $name }
report-desk-question = Est-ce bien le bureau que vous voulez, et sont-ce ses six mots ? (oui ou non)
report-stopped = arrêté ; rien n'a été envoyé
report-sent = Votre signalement est sur le relais : { $envelopes } enveloppes scellées, chacune avec sa preuve.
report-deposited =
    Votre signalement est remis : { $envelopes } enveloppes scellées. Le relais a promis de publier chacune à un moment au hasard
    sous { $within }, pour que le registre ne montre pas quand vous étiez ici. Une promesse n'est pas une preuve : il n'y en a pas encore.
report-next-deposited =
    Ensuite : après { $within }, lancez « davylamp check » avec vos huit mots et le contact du bureau.
    D'abord vous verrez « reçu » : le bureau a alors tout. Cela seul montre que le relais a tenu parole.
    Pas de « reçu » un jour plus tard : le relais ou le bureau est peut-être coupé. Envoyez encore, ou joignez le bureau autrement.
report-next =
    Ensuite : dans quelques heures, lancez « davylamp check » avec vos huit mots et le contact du bureau.
    D'abord vous verrez « reçu » : le bureau a alors tout. Les réponses viennent plus tard, de la même façon.
    Pas de « reçu » après un jour : le bureau est peut-être coupé. Envoyez encore, ou joignez-le autrement.
report-retention = Regardez au moins tous les { $days } jours : le relais ne garde pas les réponses plus longtemps.
send-progress = remise
send-first = { $relay } a tout. Cela suffit : les autres relais de ce bureau le reçoivent aussi, et vous n'avez pas à attendre.
send-too-long = trop long : { $why }
send-too-long-hint = envoyez-le en deux signalements d'un même dossier : le second avec --passphrase-file
send-again-question = Essayer encore ? Ce qui est parti reste ; rien n'est envoyé deux fois. (oui ou non)
send-cut-short-hint = { $posted } parties sur { $total } sont au relais : le bureau ne peut pas encore le lire. Renvoyez tout avec les mêmes huit mots

# Words that say no.
no-answers = non n no

# check.
check-progress = recherche
check-nothing = Rien à vous ici : autres mots, autre contact, ou plus vieux que { $days } jours.
check-more-question = Il y a peut-être plus pour vous. Le chercher aussi ? Le relais voit alors que quelqu'un a beaucoup à lire. (oui ou non)
check-gone = Quelque chose ici était peut-être une réponse pour vous, et le relais dit qu'il ne la garde plus. Il a promis de garder les réponses { $days } jours. Si votre signalement est plus récent, il les retient. Le bureau renvoie ce que vous n'avez pas lu.
check-more-hint = il y a peut-être plus pour vous : relancez avec --all
check-tail-hint = le plus récent ne peut pas encore être lu ; regardez dans une minute
check-mirror-progress = vérification
check-mirror-as-of = Lecture d'une copie du relais, du { $time } (il y a { $age }). Ce qui est venu après n'y est pas.
check-mirror-contact = ce contact est venu avec la copie. Qui l'a portée peut répondre au nom du bureau, sauf si vous comparez les six mots avec « davylamp contact verify »
check-mirror-clock = la copie vient du futur : regardez l'horloge de cet appareil
check-mirror-short = la copie commence après les { $days } jours que garde le relais : des réponses plus vieilles n'y sont pas
check-mirror-older-card = le contact du bureau dans la copie (numéro { $shown }) est plus vieux que le vôtre (numéro { $known })
check-mirror-nothing = Rien à vous dans cette copie : autres mots, autre contact, d'avant ou d'après la copie.
check-mirror-rest =
    Rien n'a été envoyé. Le bureau ne sait pas que vous avez lu ceci, et le renverra.
    Pour le lui dire : lancez « davylamp check » là où il y a un réseau, ou scellez une réponse avec « davylamp answer --pack FILE » pour un messager.
desk-text = { $when }  Le bureau écrit :
desk-received = { $when }  Reçu : le bureau a tout l'envoi { $sessions }.
desk-status = { $when }  État : { $status }
desk-promise = Prochaine étape promise pour le { $by }.
desk-consent =
    { $when }  Le bureau demande votre accord.
    Qui verrait le dossier : { $whom }
    Pourquoi : { $why }
    Jusqu'où : { $level }
desk-consent-how =
    Pour permettre :  davylamp answer --consent { $id }
    Pour refuser :    davylamp answer --refuse { $id }
    Personne ne le voit avant votre réponse.
consent-level = { $level ->
    [desk-only] le bureau seul
    [counsel] des juristes
    [company] la société aussi
    [public] tout le monde
   *[other] { $level }
}
status-received = reçu
status-reading = quelqu'un le lit
status-working = quelqu'un y travaille
status-waiting-for-you = le bureau attend votre réponse
status-handed-on = transmis, avec votre accord
status-closed = fermé
odd-not-the-desk = il y a dans votre dossier une réponse que la clé actuelle du bureau n'a pas signée. Elle n'est pas montrée : quelqu'un se fait peut-être passer pour lui
odd-replayed = une vieille réponse a été remise dans le registre : elle n'est pas montrée
odd-missing = les réponses { $from } à { $to } de la personne { $lane } du bureau ne sont pas là : déjà lues, trop vieilles, ou retenues
odd-contradiction = il y a deux textes différents pour la réponse { $number } de la personne { $lane } du bureau ; le premier est montré
odd-broken = la réponse { $number } de la personne { $lane } du bureau ne suit pas celle d'avant : on a changé ou ôté quelque chose
odd-incomplete = le message qui commence par la réponse { $number } de la personne { $lane } du bureau n'est pas complet
odd-unreadable = la réponse { $number } de la personne { $lane } du bureau demande un davylamp plus récent
odd-log-was-longer = le bureau a vu { $size } entrées quand il a écrit, plus que le relais n'en montre maintenant : le relais en cache

# answer.
answer-text-question = Vos mots pour le bureau.
answer-sent = Votre réponse est sur le relais. Lancez « davylamp check » dans quelques heures.
answer-deposited =
    Votre réponse est remise. Le relais a promis de la publier à des moments au hasard sous { $within }.
    Ensuite lancez « davylamp check » : seul le « reçu » du bureau montre qu'elle est arrivée.
consent-question = Vous permettez ce que le bureau a demandé sous { $id }. Une fois que quelqu'un a lu le dossier, on ne peut plus revenir en arrière. Continuer ? (oui ou non)
consent-id-wrong = huit chiffres ou lettres de a à f, comme davylamp check les montre
