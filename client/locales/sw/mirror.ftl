# courier mirror.
mirror-looking = inapitia yaliyopo hapa
mirror-plan = Ya kuchukua: maingizo { $entries }, kama { $bytes }; kwa MB 1 kwa sekunde huchukua { $time }. Yanaweza kukatizwa, na huendelea yakiendeshwa tena.
mirror-days-hint = Hii huchukua yote ambayo kituo cha kupitisha huhifadhi. Kwa pungufu, andika --days N; siku moja ni kama MB 350.
mirror-progress = inachukua
mirror-no-room = nafasi haitoshi: ya kuchukua ni { $need }, na nafasi iliyo wazi ni { $free }
mirror-done =
    { $dir }: kuna maingizo { $entries } ({ $bytes }) na kadi { $cards }, ya tarehe { $time }.
    Yote yaliyomo ni ya wazi kwa watu wote. Anayeyasoma anahitaji maneno yake mwenyewe na bango lake mwenyewe: davylamp check --from { $dir }
mirror-goes-on-hint = yaliyohakikiwa yanabaki (maingizo { $entries }); endesha tena kuendelea
mirror-gap-hint = nakala hii ni ya zamani mno kuendelezwa: chukua mpya kwenye folda nyingine; hii bado inaweza kusomwa
mirror-evidence-hint = alama zote mbili za ukaguzi zimehifadhiwa katika { $dir }/evidence: yape madawati na mwendeshaji wa kituo cha kupitisha; nakala imebaki kama ilivyokuwa

# courier verify.
mirror-whole = Nakala ni kamili: maingizo { $entries } pamoja na yaliyomo, na kadi { $cards }, ya tarehe { $time }.

# What may be wrong with a mirror.
mirror-disk = { $file }: { $why }
mirror-full = { $file }: hakuna nafasi iliyobaki
mirror-full-hint = tengeneza nafasi, tumia diski nyingine, au chukua pungufu: --days N, pamoja na --prune mahali ambapo nakala imeshakamilika
mirror-busy = { $file }: amri nyingine inaandika hapo
mirror-absent = { $file }: haipo
mirror-absent-hint = taja folda iliyoandikwa na davylamp courier mirror, na uinakili yote
mirror-unfinished = { $file }: haipo; nakala hii haikukamilika
mirror-unfinished-hint = aliyeichukua lazima aendeshe davylamp courier mirror tena, hadi mwisho
mirror-not-empty = { $file }: folda si tupu, na haina nakala ya kituo
mirror-not-empty-hint = taja folda mpya
mirror-newer = { $file }: iliandikwa na toleo jipya zaidi la davylamp
mirror-newer-hint = pata davylamp mpya zaidi
mirror-form = { $file }: imeharibika au imebadilishwa, haina umbo lake
mirror-length = { $file }: imekatwa, au ni ndefu mno
mirror-entry = { $file }: imeharibika au imebadilishwa kwenye ingizo { $index }
mirror-entries = { $file }: imeharibika au imebadilishwa, haya si maingizo ya kwanza { $size } yaliyotiwa saini na kituo cha kupitisha
mirror-body-altered = { $file }: ujumbe { $index } umeharibika au umebadilishwa, si ule ulioandikwa kwenye daftari
mirror-body-missing = { $file }: ujumbe { $index } umeachwa nje
mirror-checkpoint = { $file }: si kile kilichotiwa saini na daftari lililotajwa kwenye kadi ya dawati: { $why }
mirror-cards = { $file }: kadi ya dawati iliyomo si halali: { $why }
mirror-old-card = { $file }: kadi ya dawati iliyomo ni namba { $shown }, na daftari lina namba { $logged }
mirror-other-log = { $file }: nakala ya kituo kingine, si ya { $wanted }
mirror-other-log-hint = kila kituo cha kupitisha kina nakala yake yenyewe, katika folda yake yenyewe
mirror-damaged-hint = usiiamini nakala hii: ichukue tena kwa mbeba ujumbe, au kwa mtu mwingine
