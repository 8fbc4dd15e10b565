# Photographies et documents d’un bureau, et dossiers qui passent à un autre bureau.

desk-kind-handover = dossier transmis
desk-update-attached = pièce jointe : { $said }
desk-attachment-rewritten = pièce jointe : { $name } ({ $type }, { $size }) ; le programme de l'envoi en a ôté des métadonnées
desk-attachment-kept = pièce jointe : { $name } ({ $type }, { $size }), telle quelle ; elle peut parler de qui l'a envoyée
desk-handover-came = Un autre bureau vous transmet un dossier. Il est dans le fichier joint.

desk-fetch-none = Ce dossier ne nomme aucun fichier.
desk-fetch-here = { $name } : reçu, et c'est bien ce que dit le message
desk-fetch-written = { $name } : écrit dans { $path }
desk-fetch-gone = { $name } : le relais ne l'a plus
desk-fetch-damaged = { $name } : ce que le relais a donné n'est pas ce que dit le message ; rien n'en a été gardé
desk-fetch-unwritten = un fichier n'a pas pu être gardé : { $why }
desk-fetch-relay = aucune carte de ce bureau ne nomme le relais de { $log }

desk-handover-self = c'est ce bureau même
desk-handover-to = Le dossier va à { $name }. Les six mots de sa clé : { $words }
desk-handover-question = Transmettre le dossier à ce bureau ?
desk-handover-done = { $name } a le dossier sur son relais.
desk-handover-told = Votre dossier est passé à { $name }. Pour y écrire, prenez ce contact et les mêmes huit mots :
    { $contact }
desk-handover-broken = le dossier reçu ne tient pas ensemble : quelqu'un l'a changé
desk-handover-broken-hint = rien n'a été noté ; demandez à l'autre bureau de le transmettre encore une fois
desk-handover-received = Un dossier de { $desk } est arrivé, avec { $events } actes de garde. La garde continue ici.
desk-handover-verify = Pour voir ce qu'il montre : desk fetch CASE --output DIR, puis case verify avec vos propres règles et le contact de ce bureau.
