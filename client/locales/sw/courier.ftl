# Texts for couriers, and for those who give something to one.

# courier post.
courier-load = bahasha { $envelopes } zilizofungwa kwa siri kwa ajili ya { $relay }
courier-done = Zote ziko kwenye vituo vya kupitisha. Sasa futa faili: davylamp wipe FILE
courier-not-a-pack = hiki si kifurushi, au kimeharibika
courier-not-a-pack-hint = kifurushi ni faili ya baiti 262144 isiyo na kichwa: lazima inakiliwe yote na bila kubadilishwa
courier-newer = kifurushi hiki kilitengenezwa na toleo jipya zaidi la davylamp
courier-left = { $left } kati ya { $total } hazijafika kwenye { $relay }: { $why }
courier-again-hint = tunza faili, na uendeshe tena ndani ya siku mbili: hakuna kinachofikishwa mara mbili

# Packs.
pack-exists = kuna faili yenye jina hili, na haiandikwi juu yake: { $path }
pack-no-place = hakuna folda kama hiyo: { $path }
pack-needs-card = bila mtandao inahitajika kadi ya dawati, na hii ni anwani yake tu
pack-needs-card-hint = wakati kuna mtandao: davylamp contact show --to FILE --card-out CARD; au itoe kwenye folda cards/ ya nakala ya kituo; kisha andika --to CARD
pack-unproven = hakuna kituo cha kupitisha kinachoulizwa: haijulikani kama kadi hii iko kwenye daftari lake, wala kama kuna mpya zaidi
pack-clock = saa ya kifaa hiki inasema { $time }: kama si sahihi, huenda dawati lisiweze kuisoma
pack-late = kadi hii ni ya zamani kiasi kwamba dawati lisilokuwepo kwa muda haliwezi kusoma kitakachofikishwa baada ya: { $until }. Ifikishwe mara moja
pack-too-long = ni ndefu mno kwa kifurushi kimoja: bahasha { $got } kwa kila kituo cha kupitisha, na zinazotoshea ni { $most }
pack-too-long-hint = gawanya maneno yako katika taarifa mbili za kesi moja, kila moja na kifurushi chake: ya pili kwa --passphrase-file
pack-not-written = kifurushi hakikuweza kuandikwa kwenye { $path }: { $why }
pack-full-hint = tengeneza nafasi, au taja faili kwenye diski nyingine
pack-lost-hint = hakuna kilichohifadhiwa: anza tena kwa maneno yaleyale, na maneno manane yaleyale katika --passphrase-file
pack-elsewhere-question = Faili nyingine ya kuandikia (Enter kuacha; hapo maneno yako yatapotea):
pack-written = Imefungwa kwa siri ndani ya { $path }: bahasha { $envelopes } kwa kila kituo cha kupitisha, vituo { $relays }, zote za ukubwa mmoja.
pack-next =
    Kinachofuata: mpe mbeba ujumbe faili hii, au ipeleke mahali penye mtandao: davylamp courier post FILE
    Mtu yeyote anaweza kuifikisha, zaidi ya mara moja na kutoka nakala yoyote: inahesabiwa mara moja. Hakuna anayeweza kuisoma njiani.
    Ni nzuri hadi { $until }. Baada ya hapo huenda dawati lisiweze kuisoma.
    Kile anachoonyeshwa mbeba ujumbe si ushahidi kwako. "Imepokelewa" tu, baadaye katika "davylamp check", ndiyo inaonyesha kwamba imefika.
    Mpe mbeba ujumbe wa pili nakala ukiweza. Kisha futa yako: davylamp wipe FILE
    Atakayeipata faili hawezi kuisoma, lakini anaweza kuona kwenye daftari la kituo cha kupitisha kwamba ilifikishwa.
