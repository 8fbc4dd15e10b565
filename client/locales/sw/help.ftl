# What --help says of the commands that reporters, defenders and couriers use.
# Made from the doc comments of the commands: DAVYLAMP_BLESS=1 cargo test -p davylamp help::
help = Toa taarifa za vitisho na orodha za kunyima watu kazi bila jina; pokea, jibu na thibitisha taarifa hizo
help--json = Andika data kama JSON kwenye towe la kawaida
help--plain = Uliza mstari kwa mstari bila kuchora chochote: kwa visoma skrini, na madirisha ya amri yasiyoweza zaidi
help--lang = Tumia lugha hii: en, fr, es, pt au sw [kawaida: ya mfumo]
help--socks = Wakala (proxy) wa SOCKS5 wa Tor, host:port; usipotajwa hutafutwa kwenye milango ya kawaida
help--direct = Wasiliana bila Tor na kituo cha kupitisha kisicho cha onion wala kwenye kifaa hiki: kinaona ulipo
help-report = Toa taarifa ya kitisho, orodha ya kunyima watu kazi au madhara mengine, bila jina
help-report--to = Faili yenye anwani ya dawati (URI ya davylamp:, picha ya msimbo wake, au kadi), au - kwa ingizo la kawaida
help-report--text = Faili yenye maneno yako, au - kwa ingizo la kawaida
help-report--fields = Faili yenye maelezo yoyote (TOML au JSON), au - kwa ingizo la kawaida; chaguo huongeza juu yake
help-report--more = Uliza maswali yote, si yale manane muhimu tu; kila moja linaweza kuachwa bila jibu
help-report--kinds = Kilichotokea; kinaweza kutajwa mara kadhaa
help-report--affected = Aliyeathirika; inaweza kutajwa mara kadhaa
help-report--perpetrators = Aliyefanya; inaweza kutajwa mara kadhaa
help-report--asked-for = Unachoomba; kinaweza kutajwa mara kadhaa
help-report--may-see = Upeo wa wanaoruhusiwa kuiona kesi
help-report--contact-wanted = Kama unataka kujibiwa
help-report--passphrase-out = Andika maneno manane mapya kwenye faili hii mpya, badala ya kuyaonyesha
help-report--passphrase-file = Faili yenye maneno manane ya kesi iliyopo, au - kwa ingizo la kawaida: taarifa inaungana nayo
help-report--pack = Funga kwa siri ndani ya faili hii mpya, mtu mwingine aifikishe, bila kuwasiliana na mtandao wowote; --to lazima itaje kadi
help-report--now = Ichapishwe mara moja: anayechungulia daftari anaweza kujua ulikaa hapa saa ngapi
help-report--within = Kila sehemu ichapishwe kwa wakati usiotabirika, ndani ya saa hizi (au 90s, 30m, 12h); zisizidi 24
help-check = Tafuta majibu, kwa maneno manane na bango la wazi
help-check--to = Faili yenye anwani ya dawati (URI ya davylamp:, picha ya msimbo wake, au kadi), au - kwa ingizo la kawaida
help-check--with = Soma pia ya msuluhishi, yote kwa mpangilio wa muda: faili yenye anwani yake, au - kwa ingizo la kawaida
help-check--passphrase-file = Faili yenye maneno manane, au - kwa ingizo la kawaida
help-check--from = Soma nakala ya kituo iliyoletwa na mbeba ujumbe: bila mtandao, na hakuna kinachoandikwa
help-check--all = Chukua yote yanayoweza kuwa yako bila kuuliza; kituo cha kupitisha kinaona kwamba ni mengi
help-check--now = Ichapishwe mara moja: anayechungulia daftari anaweza kujua ulikaa hapa saa ngapi
help-check--within = Kila sehemu ichapishwe kwa wakati usiotabirika, ndani ya saa hizi (au 90s, 30m, 12h); zisizidi 24
help-answer = Lijibu dawati: maneno, ridhaa au kukataa, au jinsi mambo yalivyokwenda
help-answer--to = Faili yenye anwani ya dawati (URI ya davylamp:, picha ya msimbo wake, au kadi), au - kwa ingizo la kawaida
help-answer--passphrase-file = Faili yenye maneno manane ya kesi, au - kwa ingizo la kawaida
help-answer--text = Faili yenye maneno yako, au - kwa ingizo la kawaida; pamoja na --consent au --refuse, unachoongeza
help-answer--consent = Kubali ambacho dawati liliomba chini ya namba hii (check huionyesha)
help-answer--refuse = Kataa ambacho dawati liliomba chini ya namba hii
help-answer--outcome = Faili inayosema mambo yalivyokwenda, au - kwa ingizo la kawaida
help-answer--helped = Kama ilisaidia
help-answer--invite = Mlete msuluhishi kwenye kesi yako: faili yenye anwani yake, au - kwa ingizo la kawaida. Pamoja na --consent: yule aliyependekezwa kwa nambari hiyo
help-answer--with = Mwandikie pia msuluhishi wa kesi yako: faili yenye anwani yake, au - kwa ingizo la kawaida
help-answer--remove-mediator = Mwondoe msuluhishi anayetajwa na --with kwenye kesi yako, moja kwa moja
help-answer--pack = Funga kwa siri ndani ya faili hii mpya, mtu mwingine aifikishe, bila kuwasiliana na mtandao wowote; --to lazima itaje kadi
help-answer--now = Ichapishwe mara moja: anayechungulia daftari anaweza kujua ulikaa hapa saa ngapi
help-answer--within = Kila sehemu ichapishwe kwa wakati usiotabirika, ndani ya saa hizi (au 90s, 30m, 12h); zisizidi 24
help-claim = Onyesha, ukipenda, kwamba wewe ndiye uliyeandika ujumbe wa kesi yako
help-claim--challenge = Changamoto ya wanasheria
help-claim--output = Mahali pa kuweka tamko la mwandishi: faili mpya
help-claim--to = Faili yenye anwani ya dawati (URI ya davylamp:, picha ya msimbo wake, au kadi), au - kwa ingizo la kawaida
help-claim--passphrase-file = Faili yenye maneno manane, au - kwa ingizo la kawaida; yasipotolewa yanaulizwa
help-claim--earlier = Tamko la mwandishi lililotolewa kabla: mpaka wake unatumika tena
help-claim--yes = Usiulize
help-metadata = Onyesha kile picha na hati zinasema kuhusu aliyezitengeneza, na uandike nakala zisizo na hayo
help-metadata--files = Picha na hati (JPEG, PNG, WebP, DOCX, XLSX, PPTX, ODT)
help-metadata--output = Andika nakala kwenye saraka hii, kwa majina yasiyosema kitu; hakuna faili inayofutwa
help-panic = Toa wito wa dharura mara moja; au andaa kifaa hiki kwa ajili yake
help-panic--after-help =
    Bila amri nyingine, wito wa dharura unatoka mara moja: hakuna kinachoulizwa.

    Namba za kumalizia:
      0  mtu amepokea (update, cancel, disarm: kituo cha kupitisha kimepokea)
      1  imeshindikana: hakuna wito uliotolewa
      2  haikueleweka: hakuna kilichotumwa
      3  kifaa hiki hakijaandaliwa
      4  umetolewa, na bado unasubiri kituo cha kupitisha; au uko kwenye faili ya --pack
      5  umetolewa, na kituo cha kupitisha kimepokea
      6  umetolewa, na kompyuta ya dawati imepokea
      7  umesitishwa
    4 hadi 6 ilipoambiwa iache kabla ya mtu kupokea: kwa ishara, --for au --detach.
help-panic--home = Folda ya wasifu wa dharura [kawaida: $DAVYLAMP_PANIC_HOME, au davylamp/panic kwenye folda ya hali]
help-panic--profile = Faili ya wasifu wa dharura: jina lolote, mahali popote, ili kisionekane ni nini
help-panic--for = Acha kufuatilia baada ya sekunde hizi; kinachosubiri huendelea kwa `davylamp panic resume`
help-panic--repeat = Sekunde kati ya "bado niko hatarini" mbili
help-panic--pack = Andika kinachopaswa kutumwa kwenye faili hii mpya, mtu mwingine aifikishe, kisha maliza; bila kuwasiliana na mtandao wowote
help-panic--detach = Endelea bila kuonekana
help-panic-arm = Andaa kifaa hiki kwa wito wa dharura; huuliza watu wako wa kuaminika na maneno mawili
help-panic-arm--to = Faili yenye anwani ya mtu wa kuaminika (URI ya davylamp:, picha ya msimbo wake, au kadi), au - kwa ingizo la kawaida; mara moja kwa kila mmoja, wasizidi 8
help-panic-arm--text = Faili inayoeleza maana ya wito wako wa dharura: wewe ni nani, uko wapi, nani apigiwe simu; au - kwa ingizo la kawaida
help-panic-arm--word-file = Faili yenye neno la kusitisha wito wa dharura, au - kwa ingizo la kawaida
help-panic-arm--duress-file = Faili yenye neno linaloonekana tu kama linasitisha, au - kwa ingizo la kawaida
help-panic-arm--invite-file = Faili yenye msimbo wa mwaliko, kwa mpangilio wa --to; faili tupu kwa mtu ambaye hakutoa
help-panic-arm--introduce = Mwambie kila mtu wa kuaminika wengine ni nani, ili waweze kuitana
help-panic-arm--expires-days = Siku hadi wasifu uishe
help-panic-arm--replace = Andaa upya, badala ya wasifu uliopo hapa
help-panic-drill = Jaribu yote: kama wito wa dharura, lakini dawati linaona kwamba ni zoezi
help-panic-update = Ongeza maneno au mahali kwenye wito wa dharura
help-panic-update--text = Faili yenye maneno yako, au - kwa ingizo la kawaida
help-panic-update--place = Faili inayosema ulipo, au - kwa ingizo la kawaida
help-panic-cancel = Sitisha wito wa dharura; huuliza neno lako
help-panic-cancel--word-file = Faili yenye neno lako, au - kwa ingizo la kawaida; lisipokuwepo linaulizwa
help-panic-status = Kilichoandaliwa, kilichojaribiwa, na wito wa dharura umefika wapi
help-panic-resume = Endeleza wito wa dharura baada ya hitilafu au kuwasha upya; usipokuwepo haifanyi chochote
help-panic-disarm = Maliza wasifu na uufute; huuliza neno lako
help-panic-disarm--word-file = Faili yenye neno lako, au - kwa ingizo la kawaida; lisipokuwepo linaulizwa
help-panic-disarm--offline = Futa wasifu bila kumwambia mtu: madawati yanaendelea kana kwamba bado umeandaliwa
help-checkin = Wito wa dharura utolewe usipothibitisha usalama: kwa wale ambao huenda wasiweze kuutoa wenyewe
help-checkin--home = Folda ya wasifu wa dharura [kawaida: $DAVYLAMP_PANIC_HOME, au davylamp/panic kwenye folda ya hali]
help-checkin--profile = Faili ya wasifu wa dharura: jina lolote, mahali popote, ili kisionekane ni nini
help-checkin-start = Acha wito wa dharura kwenye vituo vya kupitisha vya watu wako wa kuaminika: vitautoa usipothibitisha usalama
help-checkin-start--every = Utathibitisha usalama kila baada ya muda gani: 90s, 30m, 12h, 2d
help-checkin-start--grace = Unaweza kuchelewa kiasi gani kabla wito wa dharura haujatolewa
help-checkin-start--word-file = Faili yenye neno ulilotumia kuandaa kifaa, au - kwa ingizo la kawaida
help-checkin-start--duress-file = Faili yenye neno la kulazimishwa ulilotumia kuandaa kifaa, au - kwa ingizo la kawaida
help-checkin-start--seconds = Acha vituo vya kupitisha visivyojibu baada ya sekunde hizi; la sivyo hujaribu hadi umalize (Ctrl-C)
help-checkin-now = Thibitisha usalama: muda wa mwisho unaahirishwa
help-checkin-now--word-file = Faili yenye neno, au - kwa ingizo la kawaida
help-checkin-now--seconds = Acha vituo vya kupitisha visivyojibu baada ya sekunde hizi; la sivyo hujaribu hadi umalize (Ctrl-C)
help-checkin-status = Onyesha muda wa mwisho unaofuata, na vituo vipi vya kupitisha vinashikilia wito wa dharura
help-checkin-stop = Maliza: vituo vya kupitisha huharibu vinachoshikilia
help-checkin-stop--word-file = Faili yenye neno, au - kwa ingizo la kawaida
help-checkin-stop--seconds = Acha vituo vya kupitisha visivyojibu baada ya sekunde hizi; la sivyo hujaribu hadi umalize (Ctrl-C)
help-courier = Wabebee wengine ambacho mtandao haubebi: walichofunga kwa siri, na daftari lenye majibu yao
help-courier-mirror = Chukua daftari la kituo cha kupitisha, ili wengine wasome majibu yao bila mtandao (check --from)
help-courier-mirror--dir = Mahali pa kuweka: folda mpya au tupu, kwa mfano kwenye flashi (USB); au nakala ya kituo, iendelezwe
help-courier-mirror--to = Faili yenye anwani ya dawati (URI ya davylamp:, picha ya msimbo wake, au kadi), au - kwa ingizo la kawaida: huchukua kituo chake cha kupitisha
help-courier-mirror--relay = Kituo cha kupitisha, kama huna anwani ya dawati; hapo kadi zake husema ni daftari gani
help-courier-mirror--days = Anza na kama siku hizi za mwisho; pamoja na --prune, ondoa kwenye nakala ya zamani yaliyo kabla yake
help-courier-mirror--prune = Ondoa yaliyo ya zamani kuliko kituo cha kupitisha, au --days, huhifadhi
help-courier-verify = Soma nakala yote ya kituo, kwa mfano baada ya kuinakili: kama kila baiti inayohusika ndiyo iliyotiwa saini na daftari
help-courier-verify--dir = Nakala ya kituo
help-courier-post = Fikisha kwenye kituo cha kupitisha alichofunga mtu mwingine kwenye faili
help-courier-post--file = Faili uliyopewa
help-wipe = Futa wasifu wa dharura na faili unazotaja, kadiri diski inavyotii; husema kisichoweza kufutwa
help-wipe--after-help =
    Namba za kumalizia:
      0  vyote vimefutwa, au hakukuwa na chochote
      1  kitu fulani hakikuweza kufutwa; kimetajwa
      2  haikueleweka: hakuna kilichofutwa
help-wipe--files = Vingine vya kufuta: vifurushi, nakala za kituo, faili zenye maneno manane, mabango
help-wipe--home = Folda ya wasifu wa dharura [kawaida: $DAVYLAMP_PANIC_HOME, au davylamp/panic kwenye folda ya hali]
help-wipe--profile = Faili ya wasifu wa dharura: jina lolote, mahali popote, ili kisionekane ni nini
help-wipe--recursive = Folda pia, pamoja na yote yaliyomo; viungo havifuatwi kamwe
help-wipe--shell-history = Futa mistari inayohusu davylamp kwenye historia za bash, zsh na fish
help-wipe--yes = Usiulize
help-contact = Tazama kadi ya dawati
help-contact-show = Onyesha kadi ya dawati, maneno yake sita na msimbo wa QR wa anwani
help-contact-show--to = Faili yenye anwani ya dawati (URI ya davylamp:, picha ya msimbo wake, au kadi), au - kwa ingizo la kawaida
help-contact-show--card-out = Hifadhi kadi, kama ilivyo kwenye kituo cha kupitisha, katika faili hii mpya: kwa taarifa zinazofungwa bila mtandao
help-contact-verify = Linganisha maneno sita, au kadi ya pili, na anwani
help-contact-verify--to = Faili yenye anwani ya dawati (URI ya davylamp:, picha ya msimbo wake, au kadi), au - kwa ingizo la kawaida
help-contact-verify--words = Faili yenye maneno sita ambayo dawati lilikuambia, au - kwa ingizo la kawaida; yasipokuwepo yanaulizwa
help-contact-verify--card = Anwani, picha au kadi ya pili, iliyokuja kwa njia nyingine
help-contact-notices = Soma yale ambayo madawati huwaambia watu wote: haki, usalama, tafiti za miradi
help-contact-notices--to = Faili yenye anwani ya dawati (URI ya davylamp:, picha ya msimbo wake, au kadi), au - kwa ingizo la kawaida; mara moja kwa kila dawati
help-contact-notices--all = Onyesha matangazo ya kila dawati lililopo hapo, unalolijua au la
help-contact-notices--relay = Kituo cha kupitisha, kama huna anwani ya dawati: matangazo ya kila dawati la hapo
help-contact-notices--from = Yasome kwenye nakala ya kituo iliyoletwa na mtu (courier mirror), bila mtandao
help-desk = Pokea taarifa, zijibu, shughulikia kesi
help-counsel = Funguo za kundi la wanasheria
help-case = Fungua na uhakiki majalada ya kesi
help-completions = Andika kile ambacho shell inahitaji ili kukamilisha amri hizi
help-completions--shell = Shell itakayokamilisha amri
help-manual = Andika mwongozo: ukurasa kwa kila amri
help-manual--dir = Mahali pa kuweka kurasa, mmoja kwa kila amri; folda hutengenezwa isipokuwepo
help-report--attach = Tuma pia picha au hati hii; inaweza kutolewa mara nyingi
help-report--keep-metadata = Tuma faili kama zilivyo, pamoja na yote zinayosema juu yako
help-report--resume = Weka faili zilizofungwa katika faili hii hadi yote yatumwe: ikikatika, itoe tena, na inaendelea
help-report--limit-rate = Tuma si zaidi ya baiti hizi kwa sekunde, kama 200k au 1M
help-answer--attach = Tuma pia picha au hati hii; inaweza kutolewa mara nyingi
help-answer--keep-metadata = Tuma faili kama zilivyo, pamoja na yote zinayosema juu yako
help-answer--resume = Weka faili zilizofungwa katika faili hii hadi yote yatumwe: ikikatika, itoe tena, na inaendelea
help-answer--limit-rate = Tuma si zaidi ya baiti hizi kwa sekunde, kama 200k au 1M
help-panic-update--attach = Tuma pia picha au hati hii; maneno yanatangulia na hayaisubiri
help-panic-update--keep-metadata = Tuma faili kama ilivyo, pamoja na yote inayosema juu yako
