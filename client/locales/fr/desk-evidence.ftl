# Photographies et documents d’un bureau, et dossiers qui passent à un autre bureau.

desk-kind-handover = dossier transmis
desk-update-attached = pièce jointe : { $said }
desk-attachment-rewritten = pièce jointe : { $name } ({ $type }, { $size }) ; le programme de l'envoi en a ôté des métadonnées
desk-attachment-kept = pièce jointe : { $name } ({ $type }, { $size }), telle quelle ; elle peut parler de qui l'a envoyée
desk-handover-came = Un autre bureau vous transmet un dossier. Il est dans le fichier joint.
