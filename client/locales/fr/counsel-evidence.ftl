# Dossiers avec fichiers joints, tels qu'une équipe de juristes les lit.

case-more = il y a quelque chose après la fin de ce dossier
case-folder-link = { $path } est un lien, ou n'est pas un répertoire : nommez le répertoire lui-même
case-not-unpacked = le dossier n'a pas pu être ouvert : { $why }
verify-attachments = { $there } fichiers joints sont là, octet pour octet tels que les messages les nomment. Ils étaient fixés au moment où ces messages étaient dans le journal.
verify-attachment-missing = Le fichier joint { $name } ({ $path }) : le bureau ne l'a pas récupéré, ou l'a laissé de côté.
verify-attachment-content = Que les fichiers joints montrent ce qu'ils semblent montrer : personne ne les a examinés.
verify-claim-attachments = La déclaration couvre aussi { $count } fichiers joints : les messages qui les nomment sont couverts.
verify-purpose = Le bureau dit à quoi sert cette remise : { $purpose }
verify-only = Ce qui a été dit d'autre dans ce dossier : le bureau a choisi parmi les messages.
verify-expires = Qu'il peut servir pour toujours : le bureau veut qu'il serve jusqu'au { $time }. Seule sa parole le dit.
