# What the desk asks of a reporter, what it tells of itself, and what it passes on.

# A request for consent: below who would see it, and why.
consent-what = Wangeona nini: { $what }
consent-what-open = Wangeona nini: dawati halikusema. Liulize kabla ya kujibu.
consent-then = Kitakachofuata: { $then }
consent-later =
    Unaweza kubadilisha jibu lako baadaye: endesha ule mstari mwingine.
    Lakini ambacho mtu atakuwa ameshasoma kitabaki kimesomwa.

# How a case ends, and by when something comes.
outcome-asked =
    Dawati linakuuliza: je, ilisaidia?
    Andika maneno yako mwenyewe kwenye faili. Kisha endesha:
      davylamp answer --outcome FILE --helped yes
    Badala ya yes (ndiyo) unaweza kusema partly (kwa sehemu), au no (hapana).
    Kama ulishaliambia dawati, huhitaji kufanya hivyo tena.
promise-passed = Muda huo umepita. Unaweza kuliuliza dawati kwa nini.
promise-of-desk = Dawati hili linaahidi kujibu taarifa ndani ya { $time }.

# What was done with the case.
account-head = { $when }  Dawati lilichofanya na kesi yako:
account-step = { $day }  { $role }: { $deed }
staff-role = { $role ->
    [caseworker] mhudumu wa kesi
    [lawyer] mwanasheria
    [mediator] msuluhishi
    [interpreter] mkalimani
    [coordinator] mkuu wa timu
   *[other] mtu mwingine wa dawati
}
deed-done = { $deed ->
    [opened] alifungua kesi yako
    [read] aliisoma
    [spoke-with] alizungumza na mtu kuihusu
    [wrote-to] alikuandikia
    [handed-on] aliipeleka kwa wengine
    [exported] alitengeneza jalada la kesi kwa mwanasheria
    [published] alichapisha kitu kutoka ndani yake
    [linked] aliandika kwamba kesi nyingine inafanana nayo
    [closed] aliifunga
   *[other] alifanya kitu kingine
}

# An answer of somebody else.
relayed-head =
    { $when }  Dawati linakufikishia jibu, neno kwa neno.
    { $from } ({ $role }) anaandika:
relayed-end = Hapa yanaishia maneno ya: { $from }.
relayed-answered = Tarehe ya jibu lao: { $day }.
relayed-comment = Dawati linaongeza, kwa maneno yake lenyewe:
relayed-no-comment = Dawati haliongezi chochote.
speaker-role = { $role ->
    [company] kampuni
    [official] ofisa wa serikali
   *[other] mtu mwingine
}
