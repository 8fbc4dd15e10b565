# courier mirror.
mirror-looking = on regarde ce qui est déjà là
mirror-plan = À chercher : { $entries } entrées, environ { $bytes } ; à 1 Mo par seconde cela prend { $time }. On peut l'interrompre, et cela reprend quand on relance.
mirror-days-hint = Ceci prend tout ce que garde le relais. Pour moins, dites --days N ; un jour fait environ 350 Mo.
mirror-progress = recherche
mirror-no-room = il n'y a pas assez de place : il faut { $need }, et { $free } sont libres
mirror-done =
    { $dir } contient { $entries } entrées ({ $bytes }) et { $cards } contacts, au { $time }.
    Tout y est public. Qui le lit a besoin de ses propres mots et de sa propre affiche : davylamp check --from { $dir }
mirror-goes-on-hint = ce qui est vérifié reste ({ $entries } entrées) ; relancez pour continuer
mirror-gap-hint = ce miroir est trop vieux pour continuer : faites-en un nouveau dans un autre dossier ; celui-ci peut encore être lu
mirror-evidence-hint = les deux points de contrôle sont gardés dans { $dir }/evidence : donnez-les aux bureaux et à qui tient le relais ; le miroir est resté tel quel

# courier verify.
mirror-whole = Le miroir est entier : { $entries } entrées avec leur contenu, et { $cards } contacts, au { $time }.

# What may be wrong with a mirror.
mirror-disk = { $file } : { $why }
mirror-full = { $file } : il n'y a plus de place
mirror-full-hint = faites de la place, prenez un autre disque, ou moins : --days N, avec --prune là où un miroir est déjà fini
mirror-busy = { $file } : une autre commande y écrit
mirror-absent = { $file } : n'est pas là
mirror-absent-hint = nommez le dossier que davylamp courier mirror a écrit, et copiez-le en entier
mirror-unfinished = { $file } : n'est pas là ; ce miroir n'a pas été fini
mirror-unfinished-hint = qui l'a fait doit relancer davylamp courier mirror, jusqu'au bout
mirror-not-empty = { $file } : le dossier n'est pas vide, et ne contient pas de miroir
mirror-not-empty-hint = nommez un nouveau dossier
mirror-newer = { $file } : écrit par un davylamp plus récent
mirror-newer-hint = prenez un davylamp plus récent
mirror-form = { $file } : abîmé ou changé, il n'a pas sa forme
mirror-length = { $file } : coupé, ou trop long
mirror-entry = { $file } : abîmé ou changé à l'entrée { $index }
mirror-entries = { $file } : abîmé ou changé, ce ne sont pas les { $size } premières entrées que le relais a signées
mirror-body-altered = { $file } : le message { $index } est abîmé ou changé, ce n'est pas ce qui est entré dans le registre
mirror-body-missing = { $file } : le message { $index } manque
mirror-checkpoint = { $file } : pas ce qu'a signé le registre que nomme le contact du bureau : { $why }
mirror-cards = { $file } : le contact du bureau dedans ne vaut rien : { $why }
mirror-old-card = { $file } : il contient le contact numéro { $shown } du bureau, et son registre a le numéro { $logged }
mirror-other-log = { $file } : le miroir d'un autre relais que { $wanted }
mirror-other-log-hint = chaque relais a son miroir à lui, dans un dossier à lui
mirror-damaged-hint = ne vous fiez pas à cette copie : redemandez-la au messager, ou à quelqu'un d'autre
