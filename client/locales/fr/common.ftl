# Words for the things of Davylamp, each used everywhere: relais (relay), bureau (desk), affiche (poster), contact
# (contact), dossier (case), dossier scellé (case file), déclaration d'auteur (claim), alerte (alert), exercice (drill),
# mot de contrainte (duress word), signe de vie (check-in), messager (courier), miroir (mirror), paquet (pack),
# enveloppe (envelope), registre (log), point de contrôle (checkpoint), témoin (witness).

# Texts that every role may read.
input-unreadable = la réponse ne peut pas être lue : { $why }
input-not-text = ce qui a été tapé n'est pas du texte UTF-8
input-ended = l'entrée s'est finie avant la réponse
yes-answers = oui o yes y
duration-wrong = ce n'est pas une durée, comme 90s, 30m, 12h, 2d ou 1h30m
duration-window = au plus 24 heures

# What is typed, and what must not stay on the screen.
editor-keys = Ctrl-D : fini   Échap : quitter
editor-room = { $used } octets sur { $limit }
editor-full = PAS DE PLACE POUR CELA : ce n'est pas ajouté.
editor-finished = Fini ? Entrée : continuer avec ce texte. Autre touche : y revenir.
editor-leave = Quitter ? Rien n'est envoyé, et ces mots sont perdus. o : quitter. Autre touche : y revenir.
text-ends-with-empty-line = Une ligne vide le termine.
text-line-cut = cette ligne dépassait { $limit } octets. Le terminal l'a coupée, et sa fin est perdue ; faites des lignes plus courtes
text-line-refused = cette ligne n'a pas été prise : le texte peut avoir au plus { $limit } octets ; une ligne vide le termine
shown-plainly = Ce qui vient est secret. Ce sera retiré de cet écran, mais un terminal peut le garder plus haut. Fermez cette fenêtre après.
shown-for-good = Ce qui vient est secret, et rien ne peut le retirer ici. Cela reste plus haut, ou là où va cette sortie. Fermez cette fenêtre après.
shown-plainly-question = Le montrer ? (oui ou non)
shown-plainly-hint = sur un terminal qui peut le retirer, n'utilisez pas --plain ; ou faites-le écrire dans un fichier : --passphrase-out FILE
words-again-question = Ce que vous avez tapé est encore là. Essayer encore ? Avec non, c'est perdu. (oui ou non)

# Reaching a relay.
relay-address = ce n'est pas l'adresse d'un relais : { $address }
relay-not-anonymous = { $address } n'est ni une adresse onion ni sur cet appareil : il verrait où vous êtes
relay-not-anonymous-hint = utilisez l'adresse onion du relais ; ou dites --direct si le relais peut savoir où vous êtes
relay-no-tor = le relais est un service onion, et Tor ne tourne pas ici (ports 9050 et 9150)
relay-no-tor-hint = { $how } ; si Tor écoute ailleurs, dites --socks HOST:PORT
relay-tor-gone = aucun Tor ne répond à { $address }
relay-tor-gone-hint = { $how } ; puis refaites la même chose : rien n'est parti par un autre chemin
tor-start-tails = connectez-vous d'abord à Tor : l'assistant « Connexion à Tor » en haut de l'écran
tor-start-whonix = démarrez la passerelle Whonix, et attendez qu'elle soit connectée
tor-start-debian = lancez « sudo apt-get install tor » une fois ; s'il est installé, « sudo systemctl start tor » ; ou ouvrez le Tor Browser et laissez-le ouvert
tor-start-fedora = installez tor (sudo dnf install tor, ou sudo zypper install tor) et lancez « sudo systemctl start tor » ; ou ouvrez le Tor Browser et laissez-le ouvert
tor-start-arch = lancez « sudo pacman -S tor » et « sudo systemctl start tor » ; ou ouvrez le Tor Browser et laissez-le ouvert
tor-start-termux = lancez « pkg install tor » une fois, puis « tor » dans une autre session que vous laissez ouverte ; ou utilisez Orbot
tor-start-macos = ouvrez le Tor Browser et laissez-le ouvert ; ou lancez « brew install tor » et « brew services start tor »
tor-start-browser = ouvrez le Tor Browser et laissez-le ouvert, ou installez et démarrez tor
relay-socks-address = ce n'est pas l'adresse d'un proxy SOCKS5, comme 127.0.0.1:9050 : { $address }
relay-proxy-elsewhere = le proxy est sur un autre appareil : qui surveille la ligne jusqu'à lui voit quel relais vous joignez
relay-unreachable = le relais ne peut pas être joint : { $why }
relay-behind-tor = Tor tourne, et n'arrive pas jusqu'à lui ({ $why })
relay-too-slow = il ne répond pas à temps
relay-busy = le relais a trop à faire en ce moment
relay-full = le relais n'a plus de place
relay-try-again-hint = rien n'est perdu ; essayez plus tard
relay-refused = le relais ne fait pas ce qui a été demandé (état HTTP { $status })
relay-not-yet = le registre du relais ne va pas encore jusque-là
relay-purged = le relais ne garde plus de messages si vieux ; il les garde à partir du numéro { $first }

# What a relay may be caught at.
relay-lie-hint = ne faites pas confiance à ce relais ; dites-le au bureau autrement, et gardez ce qu'il vous a montré
relay-length = le relais a donné une réponse de { $got } octets au lieu de { $want } : elle est coupée, ou ce n'est pas un relais
relay-malformed = la réponse du relais n'est pas ce qu'elle doit être ({ $what })
relay-checkpoint = le point de contrôle du relais n'est pas celui du registre que nomme le contact : { $why }
relay-not-timed = le point de contrôle du relais ne dit pas quand il a été fait
relay-rolled-back = le point de contrôle du relais est plus vieux qu'un autre montré avant : { $now } entrées, et il y en avait { $before }
relay-forked = le relais montre deux histoires différentes : elles ne s'accordent pas sur les { $size } premières entrées
relay-stale = le relais montre un vieil état, d'il y a { $minutes } minutes : des messages plus récents sont peut-être cachés
relay-ahead = l'horloge du relais avance de { $minutes } minutes sur celle de cet appareil
relay-stale-hint = regardez l'horloge de cet appareil ; si elle est juste, le relais est bloqué, ou cache du nouveau
relay-receipt = le reçu du relais ne prouve pas que le message est dans le registre
relay-promise = la réponse du relais n'est pas sa promesse de faire ce qui a été demandé
relay-body-altered = le relais a changé un message : le numéro { $index } n'est pas ce qui est entré dans le registre
relay-body-withheld = le relais retient un message : le numéro { $index } n'est pas là
relay-entries-altered = le relais montre des entrées qui ne sont pas dans son registre, au numéro { $index } : changées, déplacées ou inventées
relay-tag-bundle = le relais ment dans ses lots de marques : le numéro { $index } est une autre entrée dans son registre
relay-feed = le flux du relais est coupé ou mal formé

# Cards at a relay.
relay-card-missing = le relais n'a pas le contact de ce bureau
relay-card-missing-hint = le contact est peut-être mal écrit, ou le bureau a changé de relais : demandez une nouvelle affiche
relay-card-forged = le relais montre au nom de ce bureau un contact qui ne vaut rien : { $why }
relay-card-not-logged = le relais montre un contact de ce bureau que son registre ne prouve pas
relay-card-forged-hint = n'envoyez rien ; demandez son contact au bureau autrement
relay-card-rolled-back = le relais montre un vieux contact de ce bureau : le numéro { $shown }, et le numéro { $known } est connu
relay-desk-not-listed = qui tient le relais n'a pas mis ce bureau sur la liste
relay-desk-not-listed-hint = demandez à qui le tient de lancer : davylamp-relay desk add DIR VERIFIER-KEY
relay-old-serial = le relais a un contact ou un avis de ce bureau avec ce numéro ou un plus grand
relay-bad-note = le relais ne prend pas ce contact ou cet avis
