# Notices, as everybody reads them.
notice-kind-rights = haki
notice-kind-security = usalama
notice-kind-study = utafiti
notice-kind-other = mengineyo
notices-desk = { $name }
notices-desk-words = Maneno sita ya dawati hili: { $words }
notices-desk-unknown = Hukutoa anwani ya dawati hili. Linaweza kuwa la mtu yeyote. Linganisha maneno sita na dawati kabla ya kuliamini.
notices-none = Dawati hili halina matangazo.
notices-nobody = Hakuna dawati lililoorodheshwa hapa.
notices-title = { $title }
notices-about = Namba { $id }. Kuhusu: { $kind }. Lugha: { $language }. Limechapishwa: { $published }
notices-past = TAREHE IMEPITA ({ $until }). Huenda si kweli tena.
notices-old = La zamani: lina zaidi ya nusu mwaka. Uliza kama bado ni kweli.
notices-desk-failed = matangazo ya { $name } si halali, na hayaonyeshwi: { $why }
notices-mirror-age = Nakala hii ya kituo ni ya tarehe { $time }. Matangazo mapya zaidi hayamo ndani yake.
notices-whose-hint = toa anwani ya dawati (--to FILE), kituo cha kupitisha (--relay HOST:PORT) au nakala ya kituo (--from DIR)

relay-notice-forged = kituo cha kupitisha kinaonyesha matangazo kwa jina la dawati hili ambayo si halali: { $why }
relay-notice-not-logged = kituo cha kupitisha kinaonyesha matangazo ya dawati hili ambayo daftari lake haliyathibitishi
relay-notice-rolled-back = yanaonyeshwa matangazo ya zamani ya dawati hili: namba { $shown }, na namba { $known } inajulikana
