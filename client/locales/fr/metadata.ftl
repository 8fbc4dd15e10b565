# What a photograph or a document says about who made it, and what stays in the copy that is sent.
metadata-file = { $file } :
metadata-says = Ce fichier dit :
metadata-says-nothing = Rien n’a été trouvé en dehors de ce qu’il montre.
metadata-left = La copie garde :
metadata-left-nothing = La copie n’a rien d’autre.
metadata-written = Copie écrite : { $path }
metadata-refused = Refusé : { $why }
metadata-other = Refusé : ce que ce type de fichier dit de vous ne peut pas être retiré ici
metadata-not-read = { $path } n’a pas pu être lu : { $why }
metadata-not-written = { $path } n’a pas pu être écrit : { $why }
metadata-with-value = { $what } : { $value }
metadata-inside = dans une image à l’intérieur : { $what }

# Found, and not in the copy.
metadata-found-place = où elle a été prise
metadata-found-time = quand
metadata-found-device = le téléphone ou l’appareil
metadata-found-author = qui l’a fait
metadata-found-note = une note dedans
metadata-found-thumbnail = une petite copie de l’image, qui montre peut-être plus que l’image
metadata-found-maker = des notes du fabricant : souvent un numéro de série
metadata-found-program = ce qu’un programme a écrit à son sujet
metadata-found-press = une fiche comme celle de la presse : noms, lieux, mots
metadata-found-colour = un profil de couleurs, qui peut nommer un appareil
metadata-found-second = une deuxième image derrière la première
metadata-found-trailing = des octets cachés après sa fin
metadata-found-unknown = une partie inutile pour le montrer
metadata-found-properties = ses propriétés : titre, entreprise, dates, durée du travail
metadata-found-comments = des commentaires, avec des noms ; la copie ne les a pas
metadata-found-revisions = des numéros qui disent qui a écrit quoi et quand
metadata-found-template = où se trouvent des fichiers sur l’ordinateur d’origine
metadata-found-printer = l’imprimante
metadata-found-names = noms et descriptions d’images : souvent des noms de fichiers
metadata-found-archive = comment et quand ses parties ont été rangées
metadata-found-hidden = des parties que personne ne voit
metadata-found-language = la langue et le pays du programme

# Left in the copy.
metadata-left-picture = l’image : regardez les visages, panneaux, écrans, miroirs, et qui pouvait se tenir là
metadata-left-compression = la façon dont elle est compressée : cela peut indiquer un modèle de téléphone, pas le vôtre seul
metadata-left-orientation = quel côté est en haut
metadata-left-words = le texte : regardez les noms, les lieux, et qui pouvait savoir cela
metadata-left-links = des liens vers des pages
metadata-left-fields = des endroits qui insèrent un nom, une date ou un fichier : lisez ce qui s’y trouve
metadata-left-hidden = du texte, des feuilles ou des diapositives cachés, mais présents
metadata-left-all = tout

# Why a file is refused, and what to do.
metadata-error-large = le fichier est trop grand : 128 Mio au plus
metadata-error-damaged = le fichier est abîmé, ou n’est pas tout à fait ce qu’il dit être
metadata-error-rare = le fichier est d’un type rare
metadata-error-moving = cette image bouge : il y en a plusieurs dedans
metadata-error-bomb = le fichier remplirait cette machine une fois déballé
metadata-error-encrypted = le fichier a un mot de passe
metadata-error-changes = le document garde ses modifications, et qui les a faites
metadata-error-macros = le document contient des programmes (macros)
metadata-error-embedded = un autre fichier se trouve dans le document
metadata-error-linked = le document prend ce qu’il montre ailleurs
metadata-error-media = une image, un film ou un son dans le document est d’un type non traité
metadata-error-part = le document a une partie inconnue ici
metadata-error-stable = la copie n’a pas pu être vérifiée : c’est une erreur de davylamp
metadata-advice-large = envoyez une copie plus petite, ou seulement la partie utile
metadata-advice-again = ouvrez-le dans un autre programme, enregistrez-le de nouveau, et prenez ce fichier ; ou faites une image de l’écran
metadata-advice-moving = enregistrez la seule image utile, et prenez-la
metadata-advice-encrypted = ouvrez-le, retirez le mot de passe, et enregistrez-le
metadata-advice-changes = dans votre programme, acceptez ou refusez toutes les modifications et arrêtez leur suivi ; puis enregistrez, et prenez ce fichier
metadata-advice-macros = enregistrez-le sans eux, en DOCX, XLSX, PPTX ou ODT
metadata-advice-picture = faites une image de l’écran (PNG) qui montre ce qui compte, et envoyez-la
