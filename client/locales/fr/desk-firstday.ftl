# The desk's first day, and its worst ones.

# An older home.
desk-migrated = Cette base vient d'un davylamp plus ancien. Elle va maintenant avec celui-ci. L'ancien état est dans { $path } pendant une semaine. Si tout va bien, ne faites rien : il est retiré tout seul.

# After a machine was lost.
desk-rotate-needs-draft = l'identité du bureau est gardée hors ligne : le nouveau contact se signe là-bas
desk-rotate-needs-draft-hint = davylamp desk rotate --draft FILE ; là-bas : davylamp desk card sign --identity FILE DRAFT -o CARD ; ici : davylamp desk card publish --signed CARD
desk-rotate-unpublished = les nouvelles clés sont faites et gardées ; publiez-les avec : davylamp desk card publish
desk-rotated = Toutes les clés du contact sont neuves. Le contact numéro { $serial } est publié.
desk-rotated-still = Qui a l'ancienne base et sa phrase lit encore les dossiers qu'elle contient. Il lit aussi ce qu'on scelle pour l'ancien contact. Dites aux gens de signaler encore avec la même affiche.
desk-rotated-identity = La clé d'identité du bureau était aussi dans cette base. Si quelqu'un a pu l'ouvrir, il peut faire des contacts en votre nom. Alors un nouveau contact ne suffit pas. Faites un nouveau bureau avec davylamp desk init --home NEW-DIRECTORY. Donnez son affiche de main en main, et dites que l'ancienne n'est plus à vous.

# Setting up.
desk-init-before =
    Vous mettez un bureau en place. Cela prend dix minutes. Préparez trois choses :
    - L'adresse du relais. Elle ressemble à http://abc.onion:80
    - Les deux clés du relais. Demandez l'adresse et les clés à qui le tient, par un moyen sûr.
    - Une phrase de six mots ou plus, et du papier pour la noter.
    Vous pouvez arrêter à tout moment avec Ctrl-C. Tant qu'il n'y a pas de phrase, rien n'est gardé.
desk-name-empty = le nom est vide : les gens doivent voir qui lit ce qu'ils envoient
desk-languages-bad = écrivez chaque langue par son code court, avec une espace entre : en fr es
desk-relay-keys-swapped = c'est l'autre des deux clés du relais : d'abord celle du registre, puis celle qui cosigne
desk-passphrase-advice =
    Choisissez maintenant une phrase. Six mots sans lien entre eux, c'est le mieux.
    Personne ne peut vous la rendre. Notez-la, et gardez le papier loin de cette machine.
desk-init-contact = Le contact de votre bureau. Il est aussi sur l'affiche. Tout le monde peut l'avoir :
desk-init-words = Six mots qui montrent qu'une affiche est à vous. Lisez-les à qui les demande :
desk-init-next =
    Que faire maintenant :
    - Portez la sauvegarde en un autre lieu, et le papier avec la phrase en un troisième.
    - Laissez tourner davylamp desk watch, jour et nuit.
    - Envoyez-vous un signalement avec davylamp report, et répondez-y.
