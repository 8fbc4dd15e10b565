# The guided report: before it begins.
guide-before =
    Kabla ya kuanza, jiulize:
    - Uko wapi? Kama uko hatarini sasa, kwanza nenda mahali salama.
    - Kifaa hiki ni cha nani? Usitumie cha mwajiri wako.
    - Mtandao huu ni wa nani? Usitumie wa mwajiri wako.
    - Nani yuko nyuma yako? Mtu yeyote asione skrini yako.
    Hakuna chochote kati ya haya kinachohifadhiwa kwenye kifaa hiki, isipokuwa ukiomba.
guide-before-question = Bonyeza Enter mambo yote yakiwa sawa. Kuacha, bonyeza Ctrl-C.

# The guided report: how the questions work.
guide-keys =
    Kuna maswali { $count }. La kwanza tu ndilo lazima lijibiwe.
    - Enter: endelea, na uliache bila jibu
    - < na Enter: rudi nyuma
    - ? na Enter: nieleze zaidi
    - - na Enter: ondoa jibu langu
guide-place = Swali la { $at } kati ya { $all }
guide-why = Kwa nini tunauliza: { $why }
guide-before-was = Jibu lako hadi sasa: { $answer }
guide-enter-keeps = Enter hulibakiza.
guide-several = Unaweza kuchagua kadhaa: 1 3
guide-one = Chagua moja.
guide-answer = Jibu lako:
guide-numbers-wrong = Tafadhali jibu kwa namba, kuanzia 1 hadi { $count }.
guide-story-needed = Hili ni lazima: bila maneno yako hakuna taarifa.
guide-first = Hili ni swali la kwanza.
guide-list-question = Kuna maswali zaidi kuhusu orodha ya majina. Uyajibu pia? Enter maana yake hapana. (ndiyo au hapana)

# The guided report: the eight questions.
guide-q-story = Nini kilitokea? Andika kadiri unavyopenda.
guide-q-story-why = Maneno yako mwenyewe ndiyo muhimu zaidi. Dawati huyasoma kama ulivyoyaandika.
guide-q-story-help = Sema nini kilitokea, kwa nani, na ulichoona. Acha yale ambayo ni wewe tu ungeweza kuyajua, kama yangekufichua. Andika kwa lugha yoyote.
guide-q-kinds = Yalikuwa madhara ya aina gani?
guide-q-kinds-why = Hapo mtu anayefaa anaweza kuisoma kwanza.
guide-q-kinds-help = Chagua kinachofaa. Kama hakuna, chagua cha mwisho au endelea.
guide-q-date = Ilikuwa lini?
guide-q-date-why = Muda wa kisheria wakati mwingine huanza kuhesabiwa siku hiyo.
guide-q-date-help = Andika unavyopenda: siku, mwezi, "tangu Machi". Kama ni wewe tu uliyekuwepo siku hiyo, usitaje siku kamili.
guide-q-site = Ilikuwa wapi? Mgodi gani, kiwanda gani au mahali gani?
guide-q-site-why = Dawati linaweza kuona nini kingine kimetolewa taarifa kutoka hapo.
guide-q-site-help = Taja mahali kama watu wa huko wanavyopaita. Mji wa karibu unatosha.
guide-q-employer = Ni kuhusu mwajiri au kampuni gani?
guide-q-employer-why = Dawati linaweza kujua nani anaimiliki na nani ananunua kwake.
guide-q-employer-help = Andika jina kama lilivyo kwenye karatasi, mageti au malori. Majina kadhaa yanakubalika.
guide-q-perpetrators = Nani alifanya?
guide-q-perpetrators-why = Inaliambia dawati lijihadhari na nani.
guide-q-perpetrators-help = Chagua aliyefanya madhara. Si lazima uwe na hakika.
guide-q-asked = Unaomba nini?
guide-q-asked-why = Wewe ndiye unayeamua jambo hili liende wapi. Dawati halipaswi kuamua kwa niaba yako.
guide-q-asked-help = Chagua unachotaka kitokane na hili. Unaweza kusema jingine baadaye.
guide-q-may-see = Nani anaruhusiwa kuiona, kwa kiwango cha juu kabisa?
guide-q-may-see-why = Hakuna mwingine anayeiona bila ridhaa yako.
guide-q-may-see-help = Usipochagua chochote, dawati peke yake ndilo linaiona. Linaweza kukuuliza baadaye. Unaweza kubadilisha mawazo maadamu hakuna mtu aliyeisoma.

# The guided report: further questions, with --more.
guide-q-affected = Nani ameathirika?
guide-q-affected-why = Baadhi ya makundi yana haki zao maalumu, kama watu wa asili.
guide-q-affected-help = Chagua wote wanaodhurika na hili.
guide-q-precision = Tarehe ni sahihi kiasi gani?
guide-q-precision-why = Mahakama huuliza hili.
guide-q-precision-help = Kama bado linaendelea, chagua la mwisho.
guide-q-country = Katika nchi gani? Herufi mbili, kama TZ au KE.
guide-q-country-why = Sheria ya nchi hiyo ndiyo inayohusika.
guide-q-country-help = Ni herufi mbili za anwani za intaneti za huko.
guide-q-mineral = Kinachimbwa au kutengenezwa nini hapo?
guide-q-mineral-why = Hapo dawati linaweza kufuatilia kinauzwa wapi.
guide-q-mineral-help = Kwa mfano dhahabu, kobalti, lithiamu, shaba.
guide-q-employer-country = Kampuni hiyo ni ya nchi gani? Herufi mbili.
guide-q-employer-country-why = Sheria ya nchi yake ya nyumbani inaweza kuhusika pia.
guide-q-employer-country-help = Kama hujui, endelea.
guide-q-link = Nani ananunua kutoka hapo, au anauza mbele? Jina moja. Enter kama hakuna zaidi.
guide-q-link-why = Wanaonunua wanawajibika pia.
guide-q-link-help = Mfanyabiashara, kiwanda cha kuyeyusha, kiwanda, chapa. Mmoja mmoja.
guide-q-link-role = Inafanya nini?
guide-q-kept-by = Nani anaitunza orodha ya majina?
guide-q-kept-by-why = Orodha kama hizo ni kinyume cha sheria katika nchi nyingi.
guide-q-kept-by-help = Mtu, ofisi au kampuni.
guide-q-circulated-by = Nani anaisambaza orodha?
guide-q-circulated-by-why = Inaonyesha jinsi inavyosafiri.
guide-q-circulated-by-help = Kwa mfano ofisi inayoituma kwa barua.
guide-q-used-by = Nani anaitumia orodha?
guide-q-used-by-why = Wanaweza kuulizwa kuhusu hilo.
guide-q-used-by-help = Kampuni zilizowakataa watu.
guide-q-refusals = Nani alinyimwa kazi, lini na wapi?
guide-q-refusals-why = Kila tukio ni ushahidi.
guide-q-refusals-help = Usiandike majina ya watu ambao hawajakubali.
guide-q-prior-threats = Je, kulikuwa na vitisho kabla?
guide-q-prior-threats-why = Inaonyesha hatari ni kubwa kiasi gani.
guide-q-prior-threats-help = Nini kilisemwa, na nani, lini.
guide-q-answer = Je, unataka kujibiwa?
guide-q-answer-why = Kama hutaki, dawati halikuandikii.
guide-q-answer-help = Usipochagua, dawati linaweza kukujibu.
guide-yes = Ndiyo
guide-no = Hapana

# The guided report: before anything is sent.
guide-summary = Hii ndiyo taarifa yako. Bado hakuna kilichotumwa.
guide-summary-row = { $number } { $question }
guide-summary-story = maneno yako; herufi na nafasi: { $bytes }
guide-summary-empty = (hakuna jibu)
guide-sees = Nani ataona nini:
guide-sees-desk = Dawati { $name }: yote. Maneno yake sita: { $words }
guide-sees-relay = Kituo cha kupitisha { $relay }: bahasha zilizofungwa kwa siri za ukubwa mmoja, na zinafika lini. Hakiwezi kuona wewe ni nani, wala kilichomo ndani.
guide-sees-relay-direct = Kituo cha kupitisha { $relay }: bahasha zilizofungwa kwa siri za ukubwa mmoja, zinafika lini, na anwani ya mtandao wako. Hakiwezi kuona kilichomo ndani.
guide-sees-network = Anayechungulia mtandao wako: kwamba unatumia Tor, na lini.
guide-sees-network-direct = Anayechungulia mtandao wako: kwamba unawasiliana na kituo hiki cha kupitisha, na lini.
guide-sees-courier = Anayebeba faili: faili isiyo na maana yoyote inayoonekana. Hawezi kuona nani aliitengeneza, wala kilichomo ndani.
guide-sees-employer = Mwajiri wako, kampuni au ofisa wa serikali: hakuna chochote. Dawati lazima likuulize kwanza.
guide-sees-counsel = Wanasheria: kesi, dawati likiwapelekea. Umeruhusu hilo.
guide-sees-company = Wanasheria na kampuni: kesi, dawati likiwapelekea. Umeruhusu hilo.
guide-sees-public = Watu wote: ambacho dawati litakitangaza kutoka kwenye kesi. Umeruhusu hilo.
guide-sees-nobody = Jina lako halimo, isipokuwa kama uliliandika. Njiani hakuna mtu isipokuwa dawati anayeweza kusoma maneno yako.
guide-send-question = Enter: endelea na uitume. Namba: badilisha jibu hilo. x: acha.
guide-stop-question = Uache? Hakuna kitakachotumwa, na ulichoandika kitapotea. (ndiyo au hapana)
guide-send-unclear = Tafadhali bonyeza Enter, au andika namba iliyo kwenye orodha, au x.

# The guided report: after it.
guide-words-next = Sasa utapata maneno manane. Ndiyo ufunguo wa kesi yako. Uwe na karatasi na kalamu tayari.
guide-words-keep =
    Weka karatasi mbali na bango. Aliye na vyote viwili anaweza kusoma majibu yako.
    Unaweza kutumia maneno haya kwenye kifaa chochote.
guide-look = Dawati liliahidi jibu la kwanza kabla ya: { $time }. Litazame kuanzia hapo.
guide-close = Huenda ulichoandika bado kinaonekana hapo juu. Funga dirisha hili sasa.

# What happened, as it can be chosen.
kind-threat = Mtu alitishwa
kind-blacklisting = Majina kwenye orodha, ili watu hao wasiajiriwe
kind-dismissal-for-organising = Kufukuzwa kazi kwa shughuli za chama cha wafanyakazi
kind-violence = Mtu aliumizwa au aliuawa
kind-surveillance = Kufuatwa, kuchunguzwa au kusikilizwa kwa siri
kind-arrest = Kukamatwa
kind-raid = Nyumba, ofisi au mahali palipekuliwa
kind-consent-violated = Watu hawakuulizwa, au ridhaa ilighushiwa
kind-false-origin = Lebo au karatasi za uongo za mahali madini yanakotoka
kind-benefits-not-shared = Kilichoahidiwa hakiji
kind-land = Ardhi ilichukuliwa au ilifungwa
kind-environment = Maji, hewa, udongo au wanyama walidhuriwa
kind-forced-labour = Kazi ya kulazimishwa
kind-child-labour = Watoto wanaofanya kazi
kind-wages = Mishahara hailipwi
kind-corruption = Rushwa au ulaghai
kind-other = Kitu kingine

# Who is affected.
affected-worker = Wafanyakazi
affected-union = Chama cha wafanyakazi au wanachama wake
affected-artisanal-miner = Wachimbaji wadogo
affected-local-community = Jamii ya mahali hapo
affected-indigenous-people = Watu wa asili
affected-defender = Watetezi wa haki au wa mazingira
affected-journalist = Waandishi wa habari

# How exact a date is.
date-exact = Siku hiyohiyo
date-about = Karibu na siku hiyo
date-month = Mwezi huo
date-year = Mwaka huo
date-ongoing = Bado linaendelea

# What a company does.
link-trader = Hununua na kuuza
link-smelter = Huyeyusha
link-refiner = Husafisha
link-manufacturer = Hutengeneza bidhaa
link-other = Kitu kingine

# Who did it.
perpetrator-employer = Mwajiri
perpetrator-contractor = Mkandarasi
perpetrator-private-security = Walinzi binafsi
perpetrator-police = Polisi
perpetrator-military = Wanajeshi
perpetrator-armed-group = Kundi lenye silaha
perpetrator-official = Ofisa wa serikali
perpetrator-unknown = Sijui
perpetrator-other = Mtu mwingine

# What is asked for.
asked-to-say-no = Kuweza kusema hapana
asked-conditions = Ndiyo, lakini kwa masharti
asked-protection = Ulinzi
asked-remedy = Kwamba madhara yarekebishwe
asked-to-be-heard = Kusikilizwa tu

# Who may see it, at most.
may-see-desk-only = Dawati peke yake
may-see-counsel = Wanasheria pia
may-see-company = Kampuni pia
may-see-public = Watu wote
