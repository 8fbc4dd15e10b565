# A mediator in your case: what a reporter reads.
mediation-same-desk = dawati na msuluhishi ni mmoja: toa anwani mbili tofauti
mediation-no-role = { $name }: hatoi usuluhishi
mediation-no-role-hint = chagua dawati ambalo kadi yake inasema kwamba husuluhisha: davylamp contact show
mediation-what =
    Unaleta mtu wa tatu kwenye kesi yako: { $name }.
    Maneno sita ya kadi yake: { $words }
    Yalinganishe na maneno uliyoyapata kutoka kwake kwa njia nyingine.
    Atakachokiona: unachotuma kwa wote wawili kuanzia sasa, na unachoandikiwa na { $desk } kuanzia sasa.
    Asichokiona: yote yaliyoandikwa kabla.
    { $desk } na { $name } watajua kwamba wanashiriki kesi hii. Kila mmoja anaona mwingine anachokuandikia.
    Unaweza kumwondoa wakati wowote. Atakachokuwa ameshakiona kitabaki kimeonwa.
mediation-question = Je, unataka hili? (ndiyo au hapana)
mediation-invited = Umemwalika { $name }.
mediation-both-how =
    Kuwaandikia wote:  ongeza --with FILE kwenye davylamp answer. FILE ni anwani ya msuluhishi.
    Kuwasoma wote:     ongeza --with FILE kwenye davylamp check.
    Kumaliza:          davylamp answer --remove-mediator --with FILE
    Bila --with, maneno yako yanakwenda kwa mmoja wao tu.
mediation-sent-both = Maneno yako yako njiani kwenda kwa dawati na kwa { $name }.
mediation-remove-what =
    Unamwondoa { $name } kwenye kesi yako, moja kwa moja. Huwezi kumwalika tena kwenye kesi hii.
    Ameshaona yaliyoandikwa alipokuwepo. Hilo haliwezi kutenguliwa.
mediation-remove-question = Aondolewe? (ndiyo au hapana)
mediation-removed = Umemwondoa { $name }. Dawati halimtumii tena chochote.
mediation-half-hint = { $one } imeshapata, na { $other } bado: endesha amri ileile mara moja tena
mediation-proposed =
    { $when }  Dawati linapendekeza msuluhishi.
    Jina: { $name }
    Maneno sita ya kadi yake: { $words }
    Kwa nini: { $why }
    Anwani yake, ya kuweka kwenye faili:
    { $contact }
mediation-proposed-how =
    Kukubali:  davylamp answer --invite FILE --consent { $id }
    Kukataa:   davylamp answer --refuse { $id }
    Msuluhishi haoni chochote usipomwalika. Kabla ya kumwalika, utaambiwa atakachokiona.
mediation-open =
    { $when }  Sasa kuna mtu wa tatu kwenye kesi yako.
    Maneno sita ya kadi yake: { $words }
    Anwani yake, ya kuweka kwenye faili:
    { $contact }
mediation-ended-reporter = { $when }  Umemwondoa msuluhishi. Hapati tena chochote cha kesi hii.
mediation-ended-desk = { $when }  Dawati limemwondoa msuluhishi. Hapati tena chochote cha kesi hii.
mediation-ended-mediator = { $when }  Msuluhishi ameondoka. Hapati tena chochote cha kesi hii.
mediation-seen = Alichokwisha kukiona hadi hapo kinabaki kimeonwa.
mediation-read-both =
    Kuna mtu wa tatu kwenye kesi yako. Kusoma wanachoandika wote wawili, weka anwani yake kwenye faili, na uendeshe:
    davylamp check --to { $to } --with FILE
mediation-the-desk = Dawati: { $name }. Maneno sita ya kadi yake: { $words }
mediation-the-mediator = Msuluhishi: { $name }. Maneno sita ya kadi yake: { $words }
mediation-desk-writes = { $when }  Dawati { $name } linaandika:
mediation-mediator-writes = { $when }  Msuluhishi { $name } anaandika:
mediation-desk-tells = Kutoka kwa dawati { $name }:
mediation-mediator-tells = Kutoka kwa msuluhishi { $name }:
