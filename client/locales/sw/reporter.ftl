# Contacts.
contact-question = Anwani ya dawati (inaanza na davylamp:), kama ilivyo kwenye bango lake; au faili yenye picha ya bango:
contact-missing = hakuna anwani ya dawati iliyotolewa
contact-missing-hint = iweke kwenye faili na uandike --to FILE, au ipitishe kwa bomba (pipe) na --to -
contact-wrong = hii si anwani ya dawati: { $why }
contact-wrong-hint = inakili yote kutoka kwenye bango; inaanza na davylamp:
contact-two-desks = hizi ni anwani za madawati tofauti
contact-two-desks-hint = toa anwani ya dawati moja; mistari kadhaa inaweza kutaja vituo kadhaa vya kupitisha vya dawati hilo
contact-one-relay-hint = anwani hii inataja kituo kimoja tu cha kupitisha; kama dawati lina vingine, faili yake ya anwani inavitaja vyote, kimoja kwa mstari: iombe kwa aliyekupa bango, na uandike --to FILE
contact-no-text = hii si anwani ya dawati wala picha yake
picture-unreadable = picha hii haisomeki: { $why }
picture-format = zinazosomeka ni PNG, JPEG na WebP tu
picture-heic = picha hii ni ya aina (HEIC) isiyoweza kusomwa hapa
picture-heic-hint = ihifadhi kama JPEG, au piga picha ya skrini inayoionyesha
picture-no-code = hakuna msimbo unaosomeka katika picha hii
picture-no-code-hint = piga tena: msimbo wote, moja kwa moja kutoka mbele, picha kali, kwenye mwanga mzuri
picture-other-code = msimbo ulio katika picha hii si anwani ya dawati
picture-two-contacts = kuna anwani mbili tofauti katika picha hii
picture-two-contacts-hint = piga picha ya moja peke yake; na uliulize dawati ipi ni yake: huenda mtu amebandika ya uongo
contact-bad-card = kadi hii haiwezi kutumika: { $why }
card-name = { $name }
card-desk = utambulisho    { $desk }
card-role = { $role }, jibu la kwanza ndani ya { $within }
card-languages = lugha          { $languages }
card-serial = kadi           namba { $serial }, kuanzia { $issued } hadi { $expires }
card-expired = muda wa kadi hii umekwisha; bado inaweza kutumika kwa siku 90 baada ya mwisho wake
card-relay = kituo          { $url }, huhifadhi ujumbe kwa siku { $days }, daftari { $log }
card-fingerprint = maneno sita    { $words }
card-contact = anwani         { $uri }
card-saved = kadi iko kwenye { $path }: taarifa zinaweza kufungwa kwa kadi hii bila mtandao
role-reports = hupokea taarifa
role-alerts = hupokea wito wa dharura
role-mediation = husuluhisha
duration-days = siku { $n }
duration-hours = saa { $n }
duration-minutes = dakika { $n }
verify-question = Maneno sita ambayo dawati lilikuambia:
verify-missing = hakuna maneno ya kulinganisha; andika --words FILE, au --card FILE
verify-same = dawati lilelile: { $name } ({ $words })
verify-same-unreached =
    dawati lilelile ({ $words })
    Kadi yake haikutafutwa: { $why }.
verify-another = HUU NI UTAMBULISHO MWINGINE. Maneno ya anwani hii ni: { $here }. Yamelinganishwa na: { $other }
verify-another-hint = usitume chochote kwa anwani hii kabla ya kuzungumza na dawati: huenda mtu anajifanya dawati

# Finding the desk.
warning = onyo: { $what }
relay-failed = { $relay }: { $why }
clock-wrong = saa ya kifaa hiki imekosea kwa zaidi ya siku moja; inafuatwa saa ya kituo cha kupitisha
card-expired-since = muda wa kadi ya dawati uliisha tarehe { $since }; bado inafanya kazi, lakini liombe dawati kadi mpya
card-ended = kadi ya dawati iliisha zaidi ya siku 90 zilizopita: kilichofungwa kwa kadi hiyo kisingeweza kusomwa
card-ended-hint = omba anwani mpya kwa dawati, au kwa aliyekupa bango
card-unusable = kadi ya dawati haiwezi kutumika: { $why }
standard-input-twice = kitu kimoja tu kinaweza kusomwa kutoka kwenye ingizo la kawaida (-)

# Words.
text-missing = hakuna maandishi yaliyotolewa
text-missing-hint = yaweke kwenye faili na uandike --text FILE, au yapitishe kwa bomba (pipe) na --text -
text-empty = hayana neno hata moja
report-unsound = dawati lisingeweza kusoma hii: maandishi hayawezi kuzidi KiB 64
fields-wrong = faili ya maelezo si sahihi: { $why }
fields-country = nchi ni herufi mbili, kama vile CL (ISO 3166)
fields-date = tarehe haiwezi kuzidi baiti 40

# The passphrase.
passphrase-question = Maneno manane ya kesi yako (hakuna kinachoonekana unapoandika):
passphrase-missing = maneno manane hayakutolewa
passphrase-missing-hint = yaweke maneno manane kwenye faili na uandike --passphrase-file FILE, au yapitishe kwa bomba (pipe) na --passphrase-file -
passphrase-out-missing = hapa hakuna mtu wa kuyaandika maneno manane
passphrase-out-missing-hint = andika --passphrase-out FILE kwa kesi mpya, au --passphrase-file FILE kuongeza kwenye kesi iliyopo
passphrase-new =
    Maneno haya manane ndiyo njia pekee ya kurudi kwenye kesi yako. Hakuna mtu anayeweza kukupa maneno haya tena.
    Yaandike kwenye karatasi, na uifiche mahali ambapo hakuna anayetafuta. Yeyote aliye na maneno haya anaweza kusoma majibu yako.
passphrase-written-down = Bonyeza Enter ukishayaandika; hapo yataondolewa kwenye skrini.
passphrase-back = Andika maneno manane, ili kuhakikisha (hakuna kinachoonekana unapoandika):
passphrase-differs = haya ni maneno manane, lakini si yaleyale
passphrase-again = Haya hapa mara nyingine tena.
passphrase-count = maneno yanapaswa kuwa { $want }, na hapa yapo { $got }
passphrase-word = neno la { $place } halimo kwenye orodha ya maneno
passphrase-word-near = neno la { $place } halimo kwenye orodha ya maneno; labda ni "{ $word }"
passphrase-broken-off = maneno manane hayakuweza kufanyiwa kazi; huenda kumbukumbu ya kifaa haitoshi

# report.
report-advice =
    Kabla ya kuanza:
    - Kama uko hatarini sasa, kwanza nenda mahali salama.
    - Usitumie kompyuta wala mtandao wa mwajiri wako.
    - Andika kinachohitajika, na uache yale ambayo ni wewe tu ungeweza kuyajua, kama yangekufichua.
    - Hakuna chochote kati ya haya kinachohifadhiwa kwenye kifaa hiki, isipokuwa ukiomba.
report-desk = Hii inakwenda kwa: { $name }
report-desk-question = Je, hili ndilo dawati unalokusudia, na haya ndiyo maneno yake sita? (ndiyo au hapana)
report-stopped = imesimamishwa; hakuna kilichotumwa
report-sent = Taarifa yako iko kwenye kituo cha kupitisha: bahasha { $envelopes } zilizofungwa kwa siri, kila moja ina ushahidi wake.
report-deposited =
    Taarifa yako imekabidhiwa kwa kituo cha kupitisha: bahasha { $envelopes } zilizofungwa kwa siri. Kituo kimeahidi kuchapisha
    kila moja kwa wakati usiotabirika, ndani ya { $within }, ili daftari lisionyeshe ulikaa hapa saa ngapi.
    Ahadi si ushahidi: bado hakuna ushahidi wowote.
report-next-deposited =
    Kinachofuata: baada ya { $within }, endesha "davylamp check" na maneno yako manane na anwani ya dawati.
    Kwanza utaona "Imepokelewa": hapo dawati linayo yote. Hilo tu ndilo linaonyesha kwamba kituo kilitimiza ahadi.
    Hakuna "Imepokelewa" siku moja baadaye: huenda kituo au dawati limetengwa na mtandao. Tuma tena, au lifikie dawati
    kwa njia nyingine.
report-next =
    Kinachofuata: baada ya saa kadhaa, endesha "davylamp check" na maneno yako manane na anwani ya dawati.
    Kwanza utaona "Imepokelewa": hapo dawati linayo yote. Majibu huja baadaye, kwa njia hiyohiyo.
    Hakuna "Imepokelewa" baada ya siku moja: huenda dawati limetengwa na mtandao. Tuma tena, au lifikie kwa njia nyingine.
report-retention = Tazama angalau kila baada ya siku { $days }: kituo cha kupitisha hakihifadhi majibu zaidi ya hapo.
send-progress = inatuma
send-first = { $relay } kina yote. Hiyo inatosha: vituo vingine vya dawati hili vitapata pia, na huhitaji kuvisubiri.
send-too-long = ni ndefu mno: { $why }
send-too-long-hint = tuma katika taarifa mbili za kesi moja: ya pili kwa --passphrase-file
send-again-question = Ujaribu tena? Kilichotumwa kinabaki; hakuna kinachotumwa mara mbili. (ndiyo au hapana)
send-cut-short-hint = sehemu { $posted } kati ya { $total } ziko kwenye kituo cha kupitisha: dawati haliwezi kuisoma bado; tuma yote tena kwa maneno manane yaleyale

# Words that say no.
no-answers = hapana h no

# check.
check-progress = inachukua
check-nothing = Hapa hakuna chako: maneno si sahihi, anwani si sahihi, au zimepita zaidi ya siku { $days }.
check-more-question = Huenda kuna zaidi yako. Yachukuliwe pia? Hapo kituo cha kupitisha kitaona kwamba mtu ana mengi ya kusoma. (ndiyo au hapana)
check-gone = Hapa kulikuwa na kitu ambacho huenda kilikuwa jibu kwako, na kituo cha kupitisha kinasema hakikihifadhi tena. Kiliahidi kuhifadhi majibu kwa siku { $days }: kama ulitoa taarifa baada ya hapo, kinayazuia. Dawati hutuma tena yale ambayo hujayasoma.
check-more-hint = huenda kuna zaidi yako: endesha tena kwa --all
check-tail-hint = kilicho kipya zaidi chako hakiwezi kuchukuliwa bado; tazama tena baada ya dakika moja
check-mirror-progress = inahakiki
check-mirror-as-of = Inasoma nakala ya kituo, ya tarehe { $time } (imepita { $age }). Yaliyokuja baadaye hayamo ndani yake.
check-mirror-contact = anwani hii ilikuja pamoja na nakala: aliyeileta anaweza kujibu kwa jina la dawati, isipokuwa ulinganishe maneno sita kwa "davylamp contact verify"
check-mirror-clock = nakala ni ya wakati ujao: tazama saa ya kifaa hiki
check-mirror-short = nakala haifiki nyuma hadi siku { $days } ambazo kituo huhifadhi: majibu ya zamani zaidi hayamo ndani yake
check-mirror-older-card = kadi ya dawati iliyo kwenye nakala (namba { $shown }) ni ya zamani kuliko yako (namba { $known })
check-mirror-nothing = Hakuna chako kwenye nakala hii: maneno si sahihi, anwani si sahihi, au ni ya zamani au mpya kuliko nakala.
check-mirror-rest =
    Hakuna kilichotumwa, kwa hiyo dawati halijui kwamba umesoma haya: litatuma tena.
    Kulijulisha: endesha "davylamp check" mahali penye mtandao, au funga jibu kwa "davylamp answer --pack FILE" kwa ajili ya mbeba ujumbe.
desk-text = { $when }  Dawati linaandika:
desk-received = { $when }  Imepokelewa: dawati linayo yote ya kikao { $sessions }.
desk-status = { $when }  Hali: { $status }
desk-promise = Hatua inayofuata imeahidiwa kabla ya: { $by }.
desk-consent =
    { $when }  Dawati linaomba ridhaa yako.
    Nani angeiona kesi: { $whom }
    Kwa nini: { $why }
    Kwa kiasi gani: { $level }
desk-consent-how =
    Kukubali:  davylamp answer --consent { $id }
    Kukataa:   davylamp answer --refuse { $id }
    Hakuna atakayeiona kabla hujajibu.
consent-level = { $level ->
    [desk-only] dawati peke yake
    [counsel] wanasheria
    [company] kampuni pia
    [public] watu wote
   *[other] { $level }
}
status-received = imepokelewa
status-reading = kuna mtu anayeisoma
status-working = kuna mtu anayeishughulikia
status-waiting-for-you = dawati linasubiri jibu lako
status-handed-on = imepelekwa kwa wengine, kwa ridhaa yako
status-closed = kesi imefungwa
odd-not-the-desk = kuna jibu katika kesi yako ambalo halikutiwa saini kwa ufunguo wa sasa wa dawati: halionyeshwi, huenda mtu anajifanya dawati
odd-replayed = jibu la zamani liliwekwa tena kwenye daftari: halionyeshwi
odd-missing = majibu { $from } hadi { $to } ya mhudumu { $lane } hayapo hapa: yalishasomwa, ni ya zamani mno, au yamezuiwa
odd-contradiction = kuna maandishi mawili tofauti ya jibu { $number } la mhudumu { $lane }; yanaonyeshwa ya kwanza
odd-broken = jibu { $number } la mhudumu { $lane } halifuati lililotangulia: kuna kitu kimebadilishwa au kimeachwa
odd-incomplete = ujumbe unaoanza na jibu { $number } la mhudumu { $lane } haujakamilika
odd-unreadable = jibu { $number } la mhudumu { $lane } linahitaji toleo jipya zaidi la davylamp
odd-log-was-longer = dawati liliona maingizo { $size } lilipoandika, mengi kuliko yanayoonyeshwa sasa: kituo cha kupitisha kinaficha baadhi

# answer.
answer-text-question = Maneno yako kwa dawati.
answer-sent = Jibu lako liko kwenye kituo cha kupitisha. Endesha "davylamp check" baada ya saa kadhaa.
answer-deposited =
    Jibu lako limekabidhiwa kwa kituo cha kupitisha. Kituo kimeahidi kulichapisha kwa nyakati zisizotabirika, ndani ya { $within }.
    Endesha "davylamp check" baada ya hapo: "Imepokelewa" ya dawati tu ndiyo inaonyesha kwamba limefika.
consent-question = Unakubali ambacho dawati liliomba chini ya { $id }. Mtu akishaisoma kesi, hili haliwezi kutenguliwa. Uendelee? (ndiyo au hapana)
consent-id-wrong = tarakimu nane za heksadesimali, kama davylamp check inavyozionyesha
