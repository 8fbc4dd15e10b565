# What a photograph or a document says about who made it, and what stays in the copy that is sent.
metadata-file = { $file }:
metadata-says = Faili hii inasema:
metadata-says-nothing = Hakuna kilichopatikana zaidi ya kile inachoonyesha.
metadata-left = Nakala bado ina:
metadata-left-nothing = Nakala haina kitu kingine.
metadata-written = Nakala imeandikwa: { $path }
metadata-refused = Imekataliwa: { $why }
metadata-other = Imekataliwa: kile ambacho faili ya aina hii inasema kukuhusu hakiwezi kuondolewa hapa
metadata-not-read = { $path } haikuweza kusomwa: { $why }
metadata-not-written = { $path } haikuweza kuandikwa: { $why }
metadata-with-value = { $what }: { $value }
metadata-inside = katika picha iliyo ndani yake: { $what }

# Found, and not in the copy.
metadata-found-place = mahali ilipopigwa
metadata-found-time = wakati
metadata-found-device = simu au kamera
metadata-found-author = nani aliitengeneza
metadata-found-note = maandishi ya ziada ndani yake
metadata-found-thumbnail = nakala ndogo ya picha, inayoweza kuonyesha zaidi ya picha yenyewe
metadata-found-maker = maandishi ya kampuni ya kamera: mara nyingi namba ya kifaa
metadata-found-program = kile ambacho programu iliandika kuihusu
metadata-found-press = rekodi kama ya vyombo vya habari: majina, mahali, maneno
metadata-found-colour = maelezo ya rangi, yanayoweza kutaja kifaa
metadata-found-second = picha ya pili nyuma ya ya kwanza
metadata-found-trailing = data iliyofichwa baada ya mwisho wake
metadata-found-unknown = sehemu isiyohitajika kuionyesha
metadata-found-properties = taarifa zake: kichwa, kampuni, nyakati, muda wa kazi
metadata-found-comments = maoni yenye majina; nakala haina hayo
metadata-found-revisions = namba zinazoonyesha nani aliandika nini na lini
metadata-found-template = mahali faili zilipo kwenye kompyuta iliyoitengeneza
metadata-found-printer = printa
metadata-found-names = majina na maelezo ya picha zilizo ndani: mara nyingi majina ya faili
metadata-found-archive = jinsi na lini sehemu zake zilipakiwa
metadata-found-hidden = sehemu ambazo hakuna anayeziona
metadata-found-language = lugha na nchi ya programu

# Left in the copy.
metadata-left-picture = picha yenyewe: angalia nyuso, mabango, skrini, vioo, na nani angeweza kusimama hapo
metadata-left-compression = jinsi ilivyobanwa: inaweza kudokeza aina ya simu, si yako peke yake
metadata-left-orientation = upande upi uko juu
metadata-left-words = maandishi yenyewe: angalia majina, mahali, na nani angeweza kujua haya
metadata-left-links = viungo vya kurasa
metadata-left-fields = mahali panapojaza jina, tarehe au faili: soma kilichopo hapo
metadata-left-hidden = maandishi, kurasa au slaidi zilizofichwa, lakini bado zipo
metadata-left-all = yote

# Why a file is refused, and what to do.
metadata-error-large = faili ni kubwa mno: isizidi MiB 128
metadata-error-damaged = faili imeharibika, au si kile inachodai kuwa
metadata-error-rare = faili ni ya aina adimu
metadata-error-moving = picha hii inasogea: ina picha nyingi ndani yake
metadata-error-bomb = faili ingejaza mashine hii ikifunguliwa
metadata-error-encrypted = faili ina nenosiri
metadata-error-changes = hati inahifadhi mabadiliko yake, na nani aliyafanya
metadata-error-macros = hati ina programu ndani yake (macro)
metadata-error-embedded = kuna faili nyingine ndani ya hati
metadata-error-linked = hati inachukua inachoonyesha kutoka mahali pengine
metadata-error-media = picha, filamu au sauti ndani ya hati ni ya aina isiyoshughulikiwa
metadata-error-part = hati ina sehemu isiyojulikana hapa
metadata-error-stable = nakala haikuweza kukaguliwa: hili ni kosa la davylamp
metadata-advice-large = tuma nakala ndogo zaidi, au sehemu muhimu tu
metadata-advice-again = ifungue katika programu nyingine, ihifadhi upya, na utumie faili hiyo; au piga picha ya skrini
metadata-advice-moving = hifadhi picha moja iliyo muhimu, na uitumie hiyo
metadata-advice-encrypted = ifungue, ondoa nenosiri, na uihifadhi
metadata-advice-changes = katika programu yako, kubali au kataa mabadiliko yote na uache kuyafuatilia; kisha hifadhi na utumie faili hiyo
metadata-advice-macros = ihifadhi bila hizo, kama DOCX, XLSX, PPTX au ODT
metadata-advice-picture = piga picha ya skrini (PNG) inayoonyesha kilicho muhimu, na uitume hiyo
