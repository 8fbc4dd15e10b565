# Time stamps in a case file.

# The verdict.
verify-stamp-all = Tout ce dossier est plus ancien que { $time } : c'est ce que dit { $authority }, une autorité que vous avez nommée ({ $path }, sur l'arbre de { $size } entrées de { $log }).
verify-stamp-some = { $count } entrées de ce dossier sont plus anciennes que { $time } : c'est ce que dit { $authority }, une autorité que vous avez nommée ({ $path }, sur l'arbre de { $size } entrées de { $log }).
verify-stamp-limit = De combien il est plus ancien que son horodatage, et qui l'a écrit. Un horodatage est la parole de son autorité, et de personne d'autre.
verify-stamp-not-yours = L'heure que donne { $path } : c'est un horodatage de { $authority }, et aucun de vos certificats racines ne s'en porte garant.
verify-stamp-no-roots = L'heure que donne { $path } : il y a un horodatage, et personne que vous ayez nommé ne s'en porte garant. Donnez le certificat racine de l'autorité, obtenu par vous-même, avec --time-roots.

# Root certificates.
stamp-roots = { $path } ne contient aucun certificat racine
stamp-roots-hint = ce doit être un fichier texte avec un ou plusieurs blocs qui commencent par -----BEGIN CERTIFICATE-----

# What is wrong with one: "data/times/0001: is not a time stamp that holds: …"
stamp-format = il n'a pas la forme de la RFC 3161
stamp-not-granted = l'autorité l'a refusé
stamp-imprint = il porte sur autre chose
stamp-digest = ce qui a été signé n'est pas ce qu'il contient
stamp-certificate = le certificat qu'il nomme n'y est pas
stamp-purpose = son certificat ne sert pas aux seuls horodatages
stamp-validity = son certificat n'était pas valable à cette heure
stamp-algorithm = il emploie un algorithme qui n'est pas accepté
stamp-signature = sa signature est fausse
