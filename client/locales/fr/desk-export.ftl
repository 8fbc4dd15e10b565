# Dossiers scellés avec fichiers joints, ou de messages choisis, tels qu'un bureau les fait.

desk-message-numbered = { $number }. { $head }
export-attachments = { $there } fichiers joints s'y trouvent.
export-attachments-missing = { $count } fichiers joints y sont nommés et ne s'y trouvent pas. Le dossier scellé le dit.
export-attachment-damaged = le fichier joint { $name } ne peut pas aller dans le dossier scellé : { $why }
export-attachment-changed = { $path } n'est plus ce qu'il était il y a un instant, et rien n'a été écrit
export-only-list = donnez les numéros des messages avec des virgules, par exemple 1,3-5
export-only-none = ce dossier n'a pas de message { $number } : le dernier est le { $most }
export-only-hint = « davylamp desk show » affiche le numéro de chaque message
export-only-consent = les messages choisis diraient autre chose de l'accord que tous ensemble
export-only-left-out = { $count } messages de ce dossier ont été laissés de côté. Le dossier scellé dit que certains l'ont été.
export-purpose-long = le fichier avec le but doit avoir de 1 à 200 octets
export-expires = { $date } n'est pas un jour à venir : écrivez-le comme 2027-03-31
