# Texts that every role may read.
#
# Glossary. One word for one thing, in every catalogue and in the guide; the noun class in brackets.
# relay: kituo cha kupitisha (7/8)     desk: dawati (5/6)                   poster: bango (5/6)
# contact (davylamp:…): anwani ya dawati (9/10)                             contact (who is alerted): mtu wa kuaminika (1/2)
# case: kesi (9/10)                    case file: jalada la kesi (5/6)      claim: tamko la mwandishi (5/6)
# alert: wito wa dharura (11)          drill: zoezi (5/6)                   duress word: neno la kulazimishwa (5/6)
# check-in: uthibitisho wa usalama (11), kuthibitisha usalama               courier: mbeba ujumbe (1/2)
# mirror: nakala ya kituo (9/10)       pack: kifurushi (7/8)                envelope: bahasha (9/10)
# log: daftari la umma (5/6)           checkpoint: alama ya ukaguzi (9/10)  witness: shahidi (1, pl. mashahidi)
# card: kadi (9/10)                    fingerprint: maneno sita             passphrase: maneno manane
# report: taarifa (9/10)               consent: ridhaa (9)                  mediator: msuluhishi (1/2)
# proof: ushahidi (never uthibitisho)  arm: kuandaa                         profile: wasifu wa dharura (11)
# handed in: imekabidhiwa              file: faili (9/10)                   this machine, device: kifaa hiki (7/8)
# Yes and no: "n" alone is never yes: ndiyo begins with it, and so does the English no.
input-unreadable = jibu halisomeki: { $why }
input-not-text = kilichoandikwa si maandishi ya UTF-8
input-ended = maandishi yaliisha kabla swali halijajibiwa
yes-answers = ndiyo ndio yes y
duration-wrong = huu si muda, kama vile 90s, 30m, 12h, 2d au 1h30m
duration-window = isizidi saa 24

# What is typed, and what must not stay on the screen.
editor-keys = Ctrl-D: nimemaliza   Esc: toka
editor-room = baiti { $used } kati ya { $limit }
editor-full = HAKUNA NAFASI YA HAYO: hayakuongezwa.
editor-finished = Umemaliza? Enter: endelea na maandishi haya. Kitufe kingine chochote: rudi kwenye maandishi.
editor-leave = Utoke? Hakuna kitakachotumwa, na maneno haya yatapotea. y: toka. Kitufe kingine chochote: rudi kwenye maandishi.
text-ends-with-empty-line = Mstari mtupu unamaliza maandishi.
text-line-cut = mstari huo ulizidi baiti { $limit }: dirisha la amri liliukata, na mwisho wake umepotea; andika mistari mifupi zaidi
text-line-refused = mstari huo haukupokelewa: maandishi yote hayawezi kuzidi baiti { $limit }; mstari mtupu unamaliza
shown-plainly = Kinachofuata ni siri. Kitaondolewa kwenye skrini hii, lakini dirisha la amri linaweza kukumbuka yaliyopita. Baadaye funga dirisha hili.
shown-for-good = Kinachofuata ni siri, na hapa hakuna njia ya kukiondoa tena. Kitabaki juu kwenye dirisha hili, au popote maandishi haya yanapokwenda. Baadaye funga dirisha hili.
shown-plainly-question = Kionyeshwe? (ndiyo au hapana)
shown-plainly-hint = kwenye dirisha la amri linaloweza kufuta, usitumie --plain; au yaandikwe kwenye faili: --passphrase-out FILE
words-again-question = Ulichoandika bado kipo hapa. Ujaribu tena? Ukisema hapana, kitapotea. Andika neno zima. (ndiyo au hapana)

# Reaching a relay.
relay-address = hii si anwani ya kituo cha kupitisha: { $address }
relay-not-anonymous = { $address } si anwani ya onion, wala haiko kwenye kifaa hiki: ingeona ulipo
relay-not-anonymous-hint = tumia anwani ya onion ya kituo cha kupitisha; au andika --direct kama kituo kinaruhusiwa kujua ulipo
relay-no-tor = kituo cha kupitisha ni huduma ya onion, na hapa hakuna Tor inayofanya kazi (milango 9050 na 9150)
relay-no-tor-hint = { $how }; kama Tor iko mahali pengine, andika --socks HOST:PORT
relay-tor-gone = hakuna Tor inayojibu kwenye { $address }
relay-tor-gone-hint = { $how }; kisha fanya vilevile tena: hakuna kilichotumwa kwa njia nyingine
tor-start-tails = unganisha Tor kwanza: msaidizi "Tor Connection" juu ya skrini
tor-start-whonix = washa Whonix gateway, na usubiri hadi iunganishwe
tor-start-debian = endesha "sudo apt-get install tor" mara moja; kama imeshawekwa, "sudo systemctl start tor"; au fungua Tor Browser na uiache wazi
tor-start-fedora = weka tor (sudo dnf install tor, au sudo zypper install tor) na uendeshe "sudo systemctl start tor"; au fungua Tor Browser na uiache wazi
tor-start-arch = endesha "sudo pacman -S tor" na "sudo systemctl start tor"; au fungua Tor Browser na uiache wazi
tor-start-termux = endesha "pkg install tor" mara moja, kisha "tor" katika dirisha la pili na uiache ikifanya kazi; au tumia Orbot
tor-start-macos = fungua Tor Browser na uiache wazi; au endesha "brew install tor" na "brew services start tor"
tor-start-browser = fungua Tor Browser na uiache wazi, au weka tor na uiwashe
relay-socks-address = hii si anwani ya wakala (proxy) wa SOCKS5, kama vile 127.0.0.1:9050: { $address }
relay-proxy-elsewhere = wakala (proxy) yuko kwenye kifaa kingine: anayechungulia njia ya kwenda huko anaona unafikia kituo kipi cha kupitisha
relay-unreachable = kituo cha kupitisha hakifikiki: { $why }
relay-behind-tor = Tor inafanya kazi, lakini haiwezi kukifikia ({ $why })
relay-too-slow = hakijibu kwa wakati
relay-busy = kituo cha kupitisha kina kazi nyingi mno kwa sasa
relay-full = kituo cha kupitisha hakina nafasi tena
relay-try-again-hint = hakuna kilichopotea; jaribu tena baadaye
relay-refused = kituo cha kupitisha hakifanyi kilichoombwa (hali ya HTTP { $status })
relay-not-yet = daftari la kituo cha kupitisha bado halijafika hapo
relay-purged = kituo cha kupitisha hakihifadhi tena ujumbe wa zamani hivyo; kinauhifadhi kuanzia namba { $first }

# What a relay may be caught at.
relay-lie-hint = usikiamini kituo hiki cha kupitisha; liambie dawati kwa njia nyingine, na uhifadhi kilichoonyeshwa
relay-length = kituo cha kupitisha kimetoa jibu la baiti { $got } badala ya { $want }: limekatwa, au hiki si kituo cha kupitisha
relay-malformed = jibu la kituo cha kupitisha si kama linavyopaswa kuwa ({ $what })
relay-checkpoint = alama ya ukaguzi ya kituo cha kupitisha si ya daftari lililotajwa kwenye kadi: { $why }
relay-not-timed = alama ya ukaguzi ya kituo cha kupitisha haisemi ilitengenezwa lini
relay-rolled-back = alama ya ukaguzi ya kituo cha kupitisha ni ya zamani kuliko ile iliyoonyeshwa kabla: maingizo sasa: { $now }, kabla: { $before }
relay-forked = kituo cha kupitisha kinaonyesha historia mbili tofauti: hazilingani katika maingizo ya kwanza { $size }
relay-stale = kituo cha kupitisha kinaonyesha hali ya zamani, ya dakika { $minutes } zilizopita: huenda ujumbe mpya zaidi umefichwa
relay-ahead = saa ya kituo cha kupitisha iko mbele ya saa ya kifaa hiki kwa dakika { $minutes }
relay-stale-hint = tazama saa ya kifaa hiki; kama ni sahihi, kituo cha kupitisha kimekwama, au kinaficha yaliyo mapya
relay-receipt = risiti ya kituo cha kupitisha haithibitishi kwamba ujumbe uliandikwa kwenye daftari
relay-promise = jibu la kituo cha kupitisha si ahadi yake ya kufanya kilichoombwa
relay-body-altered = kituo cha kupitisha kimebadilisha ujumbe: namba { $index } si ule ulioandikwa kwenye daftari
relay-body-withheld = kituo cha kupitisha kinazuia ujumbe: namba { $index } haupo
relay-entries-altered = kituo cha kupitisha kinaonyesha maingizo yasiyo kwenye daftari lake kwenye namba { $index }: yamebadilishwa, yamepangwa upya au yamebuniwa
relay-tag-bundle = kituo cha kupitisha kinadanganya katika orodha zake za alama: namba { $index } ni ingizo lingine kwenye daftari lake
relay-feed = matangazo ya kituo cha kupitisha yamekatika au hayakuundwa vizuri

# Cards at a relay.
relay-card-missing = kituo cha kupitisha hakina kadi ya dawati hili
relay-card-missing-hint = huenda anwani imeandikwa vibaya, au dawati limehama: omba bango jipya
relay-card-forged = kituo cha kupitisha kinaonyesha kadi kwa jina la dawati hili ambayo si halali: { $why }
relay-card-not-logged = kituo cha kupitisha kinaonyesha kadi ya dawati hili ambayo daftari lake haliithibitishi
relay-card-forged-hint = usitume chochote; liombe dawati kadi yake kwa njia nyingine
relay-card-rolled-back = kituo cha kupitisha kinaonyesha kadi ya zamani ya dawati hili: namba { $shown }, na namba { $known } inajulikana
relay-desk-not-listed = mwendeshaji wa kituo cha kupitisha hajaliweka dawati hili kwenye orodha
relay-desk-not-listed-hint = mwombe mwendeshaji aendeshe: davylamp-relay desk add DIR VERIFIER-KEY
relay-old-serial = kituo cha kupitisha kina kadi au tangazo la dawati hili lenye namba hii au namba kubwa zaidi
relay-bad-note = kituo cha kupitisha hakikubali kadi hii au tangazo hili
