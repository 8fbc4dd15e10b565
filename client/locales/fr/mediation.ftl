# A mediator in your case: what a reporter reads.
mediation-same-desk = le bureau et le médiateur sont les mêmes : donnez deux contacts
mediation-no-role = { $name } ne propose pas de médiation
mediation-no-role-hint = choisissez un bureau dont le contact dit qu'il fait médiation : davylamp contact show
mediation-what =
    Vous faites entrer un tiers dans votre dossier : { $name }.
    Les six mots de son contact : { $words }
    Comparez-les à ceux que vous avez eus de lui autrement.
    Ce qu'il verra : ce que vous enverrez aux deux à partir de maintenant, et ce que { $desk } vous écrira à partir de maintenant.
    Ce qu'il ne verra pas : tout ce qui a été écrit avant.
    { $desk } et { $name } sauront qu'ils partagent ce dossier. Chacun voit ce que l'autre vous écrit.
    Vous pouvez le retirer quand vous voulez. Ce qu'il a vu d'ici là reste vu.
mediation-question = Le voulez-vous ? (oui ou non)
mediation-invited = Vous avez invité { $name }.
mediation-both-how =
    Pour écrire aux deux :  ajoutez --with FILE à davylamp answer. FILE est le contact du médiateur.
    Pour lire les deux :    ajoutez --with FILE à davylamp check.
    Pour y mettre fin :     davylamp answer --remove-mediator --with FILE
    Sans --with, vos mots ne vont qu'à l'un d'eux.
mediation-sent-both = Vos mots sont en route vers le bureau et vers { $name }.
mediation-remove-what =
    Vous retirez { $name } de votre dossier, pour de bon. Vous ne pourrez plus l'inviter dans ce dossier.
    Il a vu ce qui a été écrit pendant qu'il y était. On ne peut pas revenir là-dessus.
mediation-remove-question = Le retirer ? (oui ou non)
mediation-removed = Vous avez retiré { $name }. Le bureau ne lui envoie plus rien.
mediation-half-hint = { $one } l'a, et { $other } ne l'a pas encore : lancez la même commande encore une fois
mediation-proposed =
    { $when }  Le bureau propose un médiateur.
    Nom : { $name }
    Les six mots de son contact : { $words }
    Pourquoi : { $why }
    Son contact, pour un fichier :
    { $contact }
mediation-proposed-how =
    Pour accepter :  davylamp answer --invite FILE --consent { $id }
    Pour refuser :   davylamp answer --refuse { $id }
    Le médiateur ne voit rien si vous ne l'invitez pas. Avant cela, on vous dit ce qu'il verra.
mediation-open =
    { $when }  Un tiers est maintenant dans votre dossier.
    Les six mots de son contact : { $words }
    Son contact, pour un fichier :
    { $contact }
mediation-ended-reporter = { $when }  Vous avez retiré le médiateur. Il ne reçoit plus rien de ce dossier.
mediation-ended-desk = { $when }  Le bureau a retiré le médiateur. Il ne reçoit plus rien de ce dossier.
mediation-ended-mediator = { $when }  Le médiateur est parti. Il ne reçoit plus rien de ce dossier.
mediation-seen = Ce qu'il a vu d'ici là reste vu.
mediation-read-both =
    Un tiers est dans votre dossier. Pour lire ce que les deux écrivent, mettez son contact dans un fichier, et lancez :
    davylamp check --to { $to } --with FILE
mediation-the-desk = Le bureau : { $name }. Les six mots de son contact : { $words }
mediation-the-mediator = Le médiateur : { $name }. Les six mots de son contact : { $words }
mediation-desk-writes = { $when }  Le bureau { $name } écrit :
mediation-mediator-writes = { $when }  Le médiateur { $name } écrit :
mediation-desk-tells = Du bureau { $name } :
mediation-mediator-tells = Du médiateur { $name } :
