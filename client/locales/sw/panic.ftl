# Texts of panic: what a defender reads.
panic-not-armed = kifaa hiki hakijaandaliwa: hakuna wito wa dharura uliotolewa
panic-not-armed-hint = kiandae kwanza, wakati kuna utulivu: davylamp panic arm --to CONTACT
panic-armed-already = kifaa hiki kimeshaandaliwa
panic-armed-already-hint = kukiandaa upya, andika --replace; hapo wasifu wa zamani unaishia hapa
panic-foreign = { $path } ni faili ya aina nyingine: haikuguswa
panic-foreign-hint = taja faili ambayo bado haipo
panic-damaged = wasifu wa dharura umeharibika: hauwezi kutoa wito wa dharura
panic-damaged-hint = wafikie watu wako wa kuaminika kwa njia nyingine; kisha andaa tena: davylamp panic arm --replace
panic-newer = wasifu wa dharura uliandikwa na toleo jipya zaidi la davylamp
panic-newer-hint = tumia toleo hilo
panic-no-room = mambo mengi mno yanasubiri kutumwa: hili halikuongezwa
panic-no-room-hint = tazama davylamp panic status; kinachosubiri kinaondoka mara kituo cha kupitisha kikifikika
panic-busy = amri nyingine ya davylamp inatumia wasifu wa dharura
panic-io = wasifu wa dharura hauwezi kutumika: { $path }: { $error }
panic-disk-full-hint = diski imejaa: tengeneza nafasi, na ujaribu tena

# Arming.
panic-arm-advice =
    Andaa wakati kuna utulivu, na kwenye kifaa ambacho ni chako peke yako.
    Watu wako wa kuaminika wanajulishwa maana ya wito wa dharura kutoka kwako, na maneno mawili. Kifaa hiki hakihifadhi
    hata kimoja kati ya hivyo.
    Atakayekichukua anaweza kutoa wito wa uongo. Hawezi kusoma ulichoandika, wala kuona ulimwambia nani.
panic-arm-another = Mtu mwingine wa kuaminika (au Enter kuendelea):
panic-arm-contact = Mtu wa kuaminika { $contact }: { $name }
panic-arm-question = Je, maneno haya sita ni sawa na yale ambayo mtu huyu wa kuaminika alikuambia? (ndiyo au hapana; Enter = hapana)
panic-arm-stopped = imesimamishwa: hakuna kilichoandaliwa
panic-arm-no-alerts = dawati hili haliahidi kuangalia wito wa dharura
panic-arm-contacts = watu wa kuaminika wasizidi { $most }
panic-arm-invites = misimbo ya mwaliko ni mingi kuliko watu wa kuaminika
panic-arm-twice = mtu yuleyule wa kuaminika ametajwa mara mbili
panic-arm-text-question = Wajue nini wito wako wa dharura ukifika? Wewe ni nani, uko wapi, wampigie nani simu.
panic-arm-invite = Msimbo wa mwaliko wa mtu wa kuaminika { $contact } (au Enter kama huna):
panic-arm-invite-long = huo si msimbo wa mwaliko: ni mrefu mno
panic-arm-unsound = maandishi haya hayawezi kutumwa kama yalivyo
panic-arm-told = Mtu wa kuaminika { $contact } amejulishwa: { $name }
panic-arm-not-told = { $name }: kujulisha kumeshindikana, kwa hiyo hakuna kilichoandaliwa: { $why }
panic-arm-in-alert = wito wa dharura unaendelea: usitishe kabla ya kuandaa upya
panic-arm-in-check-in = uthibitisho wa usalama unaendelea: usimamishe kabla ya kuandaa upya
panic-armed = Kifaa hiki kimeandaliwa hadi { $until }.
panic-armed-next =
    Jaribu sasa: davylamp panic drill
    Ukiwa hatarini: davylamp panic

# Words.
panic-words-advice =
    Unahitaji maneno mawili. La kwanza linasitisha wito wa dharura.
    La pili ni la wakati mtu anapokulazimisha: hapa linaonekana sawa, na linawaambia watu wako wa kuaminika kwamba uko hatarini.
    Yakariri yote mawili. Kifaa hiki hakitayahifadhi, na hakiwezi kuyatofautisha.
panic-words-suggestion = Kwa mfano "{ $one }" na "{ $other }".
panic-new-word = Neno la kusitisha wito wa dharura:
panic-new-duress-word = Neno la wakati unapolazimishwa:
panic-word-again = Mara nyingine tena:
panic-word-differs = halikuwa lilelile; anza tena
panic-word-question = Neno lako:
panic-word-unfit = neno hilo haliwezi kutumika: { $why }
panic-words-alike = maneno mawili yanafanana: chagua jingine
panic-word-missing = hakuna neno
panic-word-missing-hint = taja faili kwa --word-file na --duress-file, au endesha hii kwenye dirisha la amri

# An alert.
panic-raised = WITO WA DHARURA UMETOLEWA. Unakwenda kwa watu wako wote wa kuaminika, na unaendelea kujaribu. Acha dirisha hili wazi ukiweza.
panic-resumed = Kinachosubiri kinaendelea.
panic-raised-drill = Zoezi. Linapita njia ya wito wa dharura; watu wako wa kuaminika wanaona kwamba ni zoezi.
panic-untested = Haijajaribiwa: hakuna mtu wa kuaminika aliyekiri kupokea zoezi kutoka kifaa hiki.
panic-state-queued = kwenye foleni: bado hakuna kituo cha kupitisha kilichopokea
panic-state-on-relay = kwenye kituo cha kupitisha, ushahidi umehakikiwa
panic-state-received = kompyuta yao imepokea; bado hakuna mtu
panic-state-acknowledged = mtu amekiri kupokea
panic-retry = kwenye foleni, tena baada ya sekunde { $seconds }: { $why }
panic-still = Imesemwa tena: bado kuna hatari.
panic-not-kept = ONYO: hii haiwezi kuhifadhiwa kwenye diski ({ $why }). Wito wa dharura unatoka hata hivyo. Acha dirisha hili wazi: likifungwa, hakuna kinachobaki cha kuendelea nacho.
panic-done = Mtu amepokea.
panic-cancelled = Imesitishwa: watu wako wa kuaminika wanapata neno lako.
panic-posted = Iko kwenye kituo cha kupitisha.
panic-waits = Bado inasubiri. Itaondoka davylamp panic resume ikiendeshwa, au pamoja na wito wa dharura unaofuata.
panic-ended-queued = Imesimamishwa. BADO HAKUNA kituo cha kupitisha chenye wito wa dharura. Endesha davylamp panic tena, au davylamp panic resume.
panic-ended-on-relay = Imesimamishwa. Kituo cha kupitisha kina wito wa dharura; bado hakuna aliyejibu.
panic-ended-received = Imesimamishwa. Kompyuta ya mtu wa kuaminika ina wito wa dharura; bado hakuna mtu aliyejibu.
panic-unsealed = wito wa dharura hauwezi kufungwa kwa siri: { $why }
panic-detached = Wito wa dharura umetolewa. Unaendelea bila kuonekana: davylamp panic status
panic-detach-alone = --detach inakwenda na wito wa dharura wenyewe, na si na amri nyingine
panic-detach-not-kept = wito wa dharura hauwezi kuhifadhiwa kwenye diski, kwa hiyo hauwezi kuendelea bila kuonekana ({ $why }); endesha davylamp panic bila --detach SASA HIVI
panic-detach-failed-hint = wito wa dharura unasubiri: endesha davylamp panic resume
panic-drill-in-alert = wito wa dharura unaendelea: hakuna zoezi sasa
panic-no-alert = hakuna wito wa dharura unaoendelea

# In a pack.
panic-packed = IMEFUNGWA KWA SIRI ndani ya { $path }: bahasha { $envelopes } kwa kila kituo cha kupitisha, vituo { $relays }, zote za ukubwa mmoja. BADO HAKUNA kituo cha kupitisha kilichopokea.
panic-pack-next =
    Mpe mbeba ujumbe faili hii, au ipeleke mahali penye mtandao: davylamp courier post FILE
    Mtu yeyote anaweza kuifikisha kwenye kituo cha kupitisha, na hakuna anayeweza kuisoma. Wape watu kadhaa nakala.
    Inasubiri hapa pia: mtandao ukipatikana, davylamp panic resume inatuma yaleyale, na inaonyesha nani amepokea.
    Mambo yakiisha, futa kila nakala: davylamp wipe FILE
panic-pack-nothing = Hakuna kinachosubiri kutumwa: hakuna faili iliyotengenezwa.
panic-pack-left = onyo: ujumbe { $count } haukutoshea kwenye faili; unasubiri hapa
panic-pack-waits-hint = inasubiri hapa: taja faili nyingine, au endesha davylamp panic resume mtandao ukipatikana
panic-pack-lost-hint = HAKUNA WITO ULIOTOLEWA: haukuweza kuhifadhiwa hapa pia; tengeneza nafasi, na ujaribu tena
panic-pack-not-kept = ONYO: hii haiwezi kuhifadhiwa kwenye diski ({ $why }). Wito wa dharura uko kwenye faili peke yake: davylamp panic resume haiujui.
panic-pack-not-here = --pack inakwenda na wito wa dharura wenyewe, na pamoja na drill, update, cancel na resume

# More about an alert.
panic-update-question = Wajue nini?
panic-update-missing = hakuna cha kusema
panic-update-missing-hint = taja faili kwa --text au --place, au endesha hii kwenye dirisha la amri
panic-update-long = ni ndefu mno: baiti { $length }, na zinazotoshea ni { $limit } tu

# The end of a profile.
panic-disarm-waits = Watu wako wa kuaminika bado hawajajulishwa, kwa hiyo wasifu unabaki. Jaribu tena, au ufute mara moja kwa --offline.
panic-disarmed = Wasifu umefutwa. Kifaa hiki hakiwezi tena kutoa wito wa dharura.

# Status.
panic-status-armed = Kimeandaliwa. Watu wa kuaminika: { $contacts }
panic-status-expires = Hadi { $time }.
panic-status-expires-soon = MUDA UNAKARIBIA KUISHA: { $time }. Andaa upya: davylamp panic arm --replace
panic-status-expired = MUDA UMEISHA: { $time }. Huenda watu wako wa kuaminika hawauangalii tena wito wako. Andaa upya: davylamp panic arm --replace
panic-status-drilled = { $contact }  mtu amekiri kupokea zoezi: { $time }
panic-status-undrilled = { $contact }  bado hajakiri kupokea zoezi lolote
panic-status-no-alert = Hakuna wito wa dharura unaoendelea.
panic-status-alert = WITO WA DHARURA, tangu { $time }:
panic-status-drill = Zoezi, tangu { $time }:
panic-status-cancelled = Imesitishwa; ilitolewa { $time }:
panic-status-waiting = Zinazosubiri kutumwa: { $count }
