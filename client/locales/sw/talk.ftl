# Numbered choices.
talk-number = Nambari yako, 1 hadi { $count } (Enter ni 1):
talk-number-needed = Nambari yako, 1 hadi { $count }:
talk-number-wrong = Tafadhali andika nambari kati ya 1 na { $count }.

# answer: what a person wants to do.
talk-what = Unataka kufanya nini?
talk-write = Kuandikia dawati
talk-allow = Kuruhusu dawati lilichoomba
talk-refuse = Kukataa dawati lilichoomba
talk-outcome = Kusema mambo yalivyokwenda
talk-consent-id = Lipi? Andika alama nane ambazo "davylamp check" inaonyesha kando yake:
talk-allow-follows =
    Ukiruhusu, dawati linaweza kuonyesha kesi yako kama lilivyosema.
    Unaweza kubadilisha baadaye kwa jibu lingine. Kilichokwisha kuonekana kimeonekana.
talk-refuse-follows =
    Ukikataa, hakuna mwingine anayeona kesi yako kwa ajili ya hili.
    Unaweza kubadilisha baadaye kwa jibu lingine.
talk-refuse-question = Unakataa dawati lilichoomba kwa nambari { $id }. Itumwe? (ndiyo au hapana)
talk-helped = Je, ilikusaidia?
talk-helped-yes = Ndiyo
talk-helped-partly = Kwa sehemu
talk-helped-no = Hapana
talk-outcome-words = Sasa kwa maneno yako mwenyewe: mambo yalikwendaje?
talk-sees =
    Dawati { $name } litaona hili, pamoja na jibu lako lote. Hakuna anayeweza kulisoma njiani.
    Kituo kinaona bahasha zilizofungwa za ukubwa mmoja, na zinapofika.
talk-sees-pack = Dawati { $name } litaona hili, pamoja na jibu lako lote. Anayebeba faili hawezi kulisoma.
talk-send-question = Bonyeza Enter kutuma. Andika x na Enter kuacha:

# check: what was found, and what can be done next.
talk-next = Maana ya haya, na unachoweza kufanya:
talk-means-text = - Dawati limekuandikia. Kujibu: davylamp answer
talk-means-received = - "Imepokelewa" maana yake: dawati lina yote uliyotuma. Huhitaji kufanya kitu.
talk-means-reading = - Mtu anasoma kesi yako. Huhitaji kufanya kitu.
talk-means-working = - Mtu anashughulikia kesi yako. Huhitaji kufanya kitu.
talk-means-waiting = - Dawati haliwezi kuendelea bila wewe. Kulijibu: davylamp answer
talk-means-handed-on = - Dawati limewapa kesi yako wale uliowaruhusu. Bado unaweza kuandika: davylamp answer
talk-means-closed = - Dawati limemaliza kazi kwenye kesi yako. Bado unaweza kuandika: davylamp answer
talk-means-consent = - Dawati linauliza kama wengine wanaweza kuona kesi yako. Hakuna anayeiona kwa ajili hiyo usipokubali.
talk-look-promised = Angalia tena baada ya { $by }. Dawati liliahidi hatua inayofuata kufikia wakati huo.
talk-look-late = Dawati liliahidi hatua inayofuata kufikia { $by }. Muda huo umepita. Unaweza kuliuliza: davylamp answer
talk-look-again = Angalia tena baada ya siku moja au mbili: davylamp check
talk-look-days = Angalia angalau kila baada ya siku { $days }. Kituo hakihifadhi majibu kwa muda mrefu zaidi.
talk-consent-now =
    Dawati linauliza kwa nambari { $id }: je, { $whom } anaweza kuona kesi yako?
    Jibu sasa? ndiyo = ruhusu, hapana = kataa, Enter = baadaye:
talk-consent-later = Hakuna kilichotumwa kuhusu { $id }. Inakusubiri.
talk-outcome-now = Kesi yako imefungwa. Unataka kusema sasa mambo yalivyokwenda? ndiyo = ndiyo, Enter = baadaye:

# panic arm: why each question is asked.
talk-arm-contacts-why = Watu wako wa kuaminika hupata wito wako wa dharura. Unahitaji mmoja. Unaweza kutaja hadi wanane.
talk-arm-text-why = Kwa nini tunauliza: lazima wajue wamsaidie nani, na vipi. Wanapata hili sasa. Unaweza kuliacha tupu.
talk-arm-invite-why = Kwa nini tunauliza: kwa namba ya mwaliko, wanaona kuwa wewe ni mmoja wao. Wito wako hulia hata bila hiyo.

# checkin: why a word is asked.
talk-checkin-word-why = Kwa nini tunauliza: wewe tu ndiye unayepaswa kuweza kuahirisha wito, au kuumaliza.
talk-checkin-words-why =
    Kwa nini tunauliza: kifaa hiki hakihifadhi maneno yako, na vituo lazima viyatambue tena.
    Andika yale yale mawili uliyotumia ulipokiandaa.

# A bar for long work.
talk-bytes-left = bado { $left }

# What the system says, in a sentence.
talk-not-detached = hili halikuweza kuendelea nyuma: { $why }
talk-not-started = hili halikuweza kuanza: { $why }
talk-file-unread = { $path }: { $why }
talk-file-long = { $path } ni ndefu mno: si zaidi ya baiti { $limit }
talk-file-not-text = { $path } si maandishi (UTF-8)
talk-hint = dokezo: { $hint }
