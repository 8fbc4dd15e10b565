# Custody: what a desk noted of a case, and what the log shows of it.

verify-custody-events = Ce que le bureau a noté de ce dossier (sa parole, tenue par les têtes dans le registre) :
custody-event = { $n }. { $time } : { $action }. Qui : { $actor } ({ $role }). Clé : { $key }. Pourquoi : { $reason }.
custody-no-key = aucune notée
custody-no-role = aucun rôle noté
custody-no-reason = aucune raison notée
custody-given = { $n }. Accord : { $consent }. Scellé pour { $count } destinataires.
custody-only = { $n }. C’était un choix de pièces, pas tout le dossier.
custody-purpose = { $n }. On demande à qui le reçoit de ne s’en servir que pour ceci : { $purpose }
custody-expires = { $n }. On demande à qui le reçoit de ne pas le garder après le { $until }. Rien ne l’y oblige.
verify-log-later = Quelque chose a été fait avec ce dossier après que ce fichier a été fait : l’entrée { $index } de { $log } est la tête numéro { $n } de son journal de garde, là au plus tard le { $time }. Demandez au bureau ce que c’était.
verify-log-untold = L’entrée { $index } du registre porte la marque de la tête numéro { $n }. Son texte n’est plus là, ou aucune carte du bureau ne nomme qui l’a signée : elle ne compte pas.
verify-log-not-compared = { $count } preuves mènent à des parties de { $log } qui n’ont pas été montrées : apportez une copie plus longue du registre.
verify-log-young = Ce qui est entré avant l’entrée { $from } : un relais ne garde que le récent. Une copie du registre garde tout.
verify-log-no-later = Aucune autre tête de ce journal de garde n’est dans { $log }, entrées { $from } à { $to } : là, pas de fin coupée, pas de sortie cachée.
verify-log-other = ceci est une copie de { $log }, et aucune carte du dossier scellé ne nomme ce registre
verify-log-other-hint = apportez une copie du registre où se trouve le dossier, faite avec : davylamp courier mirror
custody-action = { $action ->
    [opened] le dossier a commencé
    [read] quelqu’un l’a lu
    [answered] quelqu’un a répondu
    [consent] la personne a décidé de son accord
    [exported] un dossier scellé a été fait
    [exported-without-consent] un dossier scellé a été fait sans accord
    [shared] il a été montré à un collègue
    [closed] il a été fermé
    [opened-for-export] il a été ouvert pour en faire un dossier scellé ou pour le remettre
    [handed-over] il a été remis à un autre bureau
    [received] il a été repris d’un autre bureau
   *[other] autre chose
}
