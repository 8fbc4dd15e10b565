# Notices, as everybody reads them.
notice-kind-rights = droits
notice-kind-security = sécurité
notice-kind-study = étude
notice-kind-other = autre
notices-desk = { $name }
notices-desk-words = Les six mots de ce bureau : { $words }
notices-desk-unknown = Vous n'avez pas donné de contact de ce bureau. Ce peut être n'importe qui. Comparez les six mots avec le bureau avant de lui faire confiance.
notices-none = Ce bureau n'a pas d'avis.
notices-nobody = Aucun bureau n'est sur la liste ici.
notices-title = { $title }
notices-about = Numéro { $id }. Sujet : { $kind }. Langue : { $language }. Publié : { $published }
notices-past = DATE PASSÉE ({ $until }). Ce n'est peut-être plus vrai.
notices-old = Vieux : il a plus de six mois. Demandez si c'est encore vrai.
notices-desk-failed = les avis de { $name } ne valent rien, et ne sont pas montrés : { $why }
notices-mirror-age = Cette copie du registre est du { $time }. Les avis plus récents n'y sont pas.
notices-whose-hint = donnez un contact (--to FILE), un relais (--relay HOST:PORT) ou une copie d'un registre (--from DIR)

relay-notice-forged = le relais montre au nom de ce bureau des avis qui ne valent rien : { $why }
relay-notice-not-logged = le relais montre des avis de ce bureau que son registre ne prouve pas
relay-notice-rolled-back = de vieux avis de ce bureau sont montrés : le numéro { $shown }, et le numéro { $known } est connu
