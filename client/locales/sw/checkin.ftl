# Words.
checkin-right-question = Neno ulilotumia kuandaa kifaa (hakuna kinachoonekana unapoandika):
checkin-duress-question = Neno la kulazimishwa ulilotumia kuandaa kifaa (hakuna kinachoonekana unapoandika):
checkin-word-again = Mara nyingine tena, ili kuhakikisha:
checkin-word-differs = hayo yalikuwa maneno mawili tofauti
checkin-word-missing = hakuna neno lililotolewa
checkin-word-missing-hint = liweke kwenye faili na uandike --word-file FILE (na --duress-file FILE ili kuanza), au lipitishe kwa bomba (pipe) na -
checkin-word-length = neno lina baiti 1 hadi 128; bora ni maneno mawili kutoka kwenye orodha ya maneno
checkin-words-alike = neno lako na neno la kulazimishwa yanafanana: dawati lisingeweza kujua kwamba unalazimishwa

# Starting.
checkin-too-long = muda na muda wa nyongeza pamoja visizidi siku 31
checkin-expires = wasifu wako unaisha { $when }: hiyo ni kabla ya uthibitisho huu wa usalama kwisha
checkin-expires-hint = uandae upya (davylamp panic arm), au chagua muda mfupi zaidi
checkin-too-many = mianzo mingi mno haikukamilika: huenda vituo vya kupitisha vina wito wa dharura wa kila mmoja
checkin-too-many-hint = imalize kwa davylamp checkin stop mahali ambapo kituo cha kupitisha kinafikika, kisha anza tena
checkin-runs = uthibitisho wa usalama unaendelea: muda wake wa mwisho unaofuata ni { $until }
checkin-in-the-way = uthibitisho wa usalama unaendelea: vituo vya kupitisha vina wito wa dharura ambao hakuna atakayeweza kuuahirisha wasifu ukiondoka
checkin-in-the-way-hint = umalize kwanza kwa davylamp checkin stop
checkin-runs-hint = uahirishe kwa davylamp checkin now, au umalize kwanza kwa davylamp checkin stop
checkin-unsealed = wito wa dharura hauwezi kufungwa kwa siri kwa ajili ya mtu wa kuaminika
checkin-not-begun = hakuna kituo cha kupitisha kilichoahidi kuushikilia wito wa dharura: { $why }. Hakuna uthibitisho wa usalama ulioanza
checkin-not-begun-hint = uanze tena kituo cha kupitisha kitakapofikika
checkin-stands-unsaid = vituo vya kupitisha vinashikilia wito wa dharura, lakini madawati hayawezi kujulishwa
checkin-started = Uthibitisho wa usalama umeanza. Thibitisha usalama kabla ya: { $until }; { $grace } baada ya hapo wito wa dharura unatolewa.

# Checking in.
checkin-renewed = Usalama umethibitishwa. Muda wa mwisho unaofuata ni { $until }; { $grace } baada ya hapo wito wa dharura unatolewa.
checkin-stopped = Uthibitisho wa usalama umekwisha: kila kituo cha kupitisha kimeahidi kufanya kama neno lako linavyosema.
checkin-stop-waits = HAUJAKWISHA kila mahali: uthibitisho wa usalama bado unaendelea kwenye vituo vya kupitisha vilivyo hapa chini. Endesha "davylamp checkin stop" tena kabla ya: { $until }.
checkin-held = mtu wa kuaminika { $contact }, { $relay }: kimeahidi kuushikilia wito wa dharura hadi { $when }
checkin-spent = mtu wa kuaminika { $contact }, { $relay }: muda wake uliisha { $when }; kimeshatoa wito wa dharura
checkin-not-promised = mtu wa kuaminika { $contact }, { $relay }: hakijaahidi chochote
checkin-left = mtu wa kuaminika { $contact }, { $relay }: huenda bado kinashikilia wito wa dharura wa mwanzo wa awali; uthibitisho wa usalama unaofuata utaufuta
checkin-trying = mtu wa kuaminika { $contact }, { $relay }: { $why }; itajaribu tena hadi utakapositisha hii
checkin-no-answer = hakuna jibu kwa muda huu
checkin-visit-waits = mtu wa kuaminika { $contact }, { $relay }: hakikujibu ({ $why }): yaliyoandikwa hapo juu kuhusu kituo hicho bado yapo. Endesha amri tena; kwenye kifaa hiki hakuna kinachohifadhiwa cha kuonyesha neno lako
checkin-word-waits = mtu wa kuaminika { $contact }: neno lako kwa dawati linasubiri kwenye kifaa hiki kwa ajili ya { $relay } ({ $why })
checkin-left-behind = mtu wa kuaminika { $contact }, { $relay }: hakikujibu ({ $why })
checkin-unkept = diski haihifadhi kilichojibiwa: { $error }
checkin-missed = HUKUTHIBITISHA KWA WAKATI: muda wa mwisho na muda wa nyongeza viliisha { $when }. Vituo vya kupitisha vimetoa wito wa dharura, na madawati yanapiga kengele kwa kufuata saa zao.
checkin-lapsed-hint = hakuna tena kituo cha kupitisha kinachoshikilia wito wa dharura; ni saa za madawati tu zinazokuangalia. Endesha "davylamp checkin start" tena

# Status.
checkin-none = hakuna uthibitisho wa usalama unaoendelea
checkin-none-hint = anza kwa: davylamp checkin start --every 12h --grace 1h
checkin-unfinished = Mwanzo haukukamilika: hakuna kituo cha kupitisha kilichoahidi kuushikilia wito wa dharura. Anza tena, au umalize kwa davylamp checkin stop.
checkin-status = Thibitisha usalama kabla ya: { $until } (imebaki { $left }); { $grace } baada ya hapo wito wa dharura unatolewa.
checkin-soon = HIVI KARIBUNI: thibitisha usalama kabla ya: { $until } (imebaki { $left }); { $grace } baada ya hapo wito wa dharura unatolewa.
checkin-in-grace = UMECHELEWA: muda wa mwisho ulikuwa { $until }. Baada ya { $left } wito wa dharura utatolewa: thibitisha usalama sasa.
checkin-stands = uthibitisho wa usalama unaendelea kama kabla: muda wake wa mwisho unaofuata ni { $until }
checkin-words-wait = maneno { $count } kwa madawati yanasubiri kwenye kifaa hiki; davylamp checkin now au davylamp panic resume huyatuma
