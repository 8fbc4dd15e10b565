# Texts for couriers, and for those who give something to one.

# courier post.
courier-load = { $envelopes } enveloppes scellées pour { $relay }
courier-done = Tout est chez les relais. Maintenant effacez le fichier : davylamp wipe FILE
courier-not-a-pack = ceci n'est pas un paquet, ou il est abîmé
courier-not-a-pack-hint = un paquet est un fichier de 262144 octets sans titre : il faut le copier en entier et sans rien changer
courier-newer = ce paquet vient d'un davylamp plus récent
courier-left = { $left } sur { $total } ne sont pas remises à { $relay } : { $why }
courier-again-hint = gardez le fichier, et relancez dans les deux jours : rien n'est remis deux fois

# Packs.
pack-exists = il y a déjà un fichier de ce nom, et on n'écrit pas dessus : { $path }
pack-no-place = il n'y a pas de tel dossier : { $path }
pack-needs-card = sans réseau il faut le contact complet du bureau, et ceci n'en est que la ligne courte
pack-needs-card-hint = tant qu'il y a un réseau : davylamp contact show --to FILE --card-out CARD ; ou prenez-le dans le dossier cards/ d'un miroir ; puis dites --to CARD
pack-unproven = aucun relais n'est interrogé : on ne sait pas si ce contact est dans son registre, ni s'il y en a un plus récent
pack-clock = l'horloge de cet appareil dit { $time } : si elle se trompe, le bureau ne pourra peut-être pas le lire
pack-late = ce contact est si vieux qu'un bureau absent un moment ne peut pas lire ce qui est remis après le { $until } : faites-le remettre tout de suite
pack-too-long = trop long pour un paquet : { $got } enveloppes pour chaque relais, et { $most } tiennent
pack-too-long-hint = partagez vos mots en deux signalements d'un même dossier, chacun avec son paquet : le second avec --passphrase-file
pack-not-written = le paquet n'a pas pu être écrit dans { $path } : { $why }
pack-full-hint = faites de la place, ou nommez un fichier sur un autre disque
pack-lost-hint = rien n'est gardé : relancez avec les mêmes mots, et les mêmes huit mots dans --passphrase-file
pack-elsewhere-question = Un autre fichier où l'écrire (Entrée pour renoncer ; vos mots sont alors perdus) :
pack-written = Scellé dans { $path } : { $envelopes } enveloppes pour chacun des { $relays } relais, de même taille pour tous.
pack-next =
    Ensuite : donnez le fichier à un messager, ou portez-le là où il y a un réseau : davylamp courier post FILE
    N'importe qui peut le remettre, plus d'une fois et depuis toute copie : cela compte une fois. Personne ne peut le lire en chemin.
    Il vaut jusqu'au { $until }. Après, le bureau ne pourra peut-être plus le lire.
    Ce que voit le messager ne vous prouve rien. Seul un « reçu » dans un « davylamp check » plus tard montre qu'il est arrivé.
    Donnez une copie à un second messager si vous pouvez. Puis effacez la vôtre : davylamp wipe FILE
    Qui trouve le fichier ne peut pas le lire, mais peut voir dans le registre du relais qu'il a été remis.
