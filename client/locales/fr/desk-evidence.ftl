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
