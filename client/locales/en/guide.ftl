# The guided report: before it begins.
guide-before =
    Before you begin, ask yourself:
    - Where are you? If you are in danger now, first go to a safe place.
    - Whose device is this? Do not use one of your employer.
    - Whose network is this? Do not use one of your employer.
    - Who is behind you? Nobody should see your screen.
    Nothing of this is kept on this machine, unless you ask for it.
guide-before-question = Press Enter when all is well. To stop, press Ctrl-C.

# The guided report: how the questions work.
guide-keys =
    There are { $count } questions. Only the first one needs an answer.
    - Enter: go on, and leave it empty
    - < and Enter: go back
    - ? and Enter: tell me more
    - - and Enter: take my answer away
guide-place = Question { $at } of { $all }
guide-why = Why we ask: { $why }
guide-before-was = Your answer so far: { $answer }
guide-enter-keeps = Enter keeps it.
guide-several = You may choose several: 1 3
guide-one = Choose one.
guide-answer = Your answer:
guide-numbers-wrong = Please answer with numbers from 1 to { $count }.
guide-story-needed = This one is needed: without your words there is no report.
guide-first = This is the first question.
guide-list-question = There are more questions about the list of names. Answer them too? Enter means no. (yes or no)

# The guided report: the eight questions.
guide-q-story = What happened? Write as much as you like.
guide-q-story-why = Your own words count most. The desk reads them as you wrote them.
guide-q-story-help = Say what happened, to whom, and what you saw. Leave out what only you could know, if that would give you away. Write in any language.
guide-q-kinds = What kind of harm was it?
guide-q-kinds-why = The right person can then read it first.
guide-q-kinds-help = Choose what fits. If nothing does, choose the last one or go on.
guide-q-date = When was it?
guide-q-date-why = Some deadlines of the law begin on that day.
guide-q-date-help = Write it as you like: a day, a month, "since March". If only you were there that day, be less exact.
guide-q-site = Where was it? Which mine, plant or place?
guide-q-site-why = The desk can see what else was reported from there.
guide-q-site-help = Name the place as people there call it. The next town is enough.
guide-q-employer = Which employer or company is it about?
guide-q-employer-why = The desk can find out who owns it and who buys from it.
guide-q-employer-help = Write the name as it stands on papers, gates or trucks. Several names are fine.
guide-q-perpetrators = Who did it?
guide-q-perpetrators-why = It tells the desk whom to be careful with.
guide-q-perpetrators-help = Choose who did the harm. You need not be sure.
guide-q-asked = What do you ask for?
guide-q-asked-why = You decide where this should go. The desk must not decide it for you.
guide-q-asked-help = Choose what you want to come of it. You can say something else later.
guide-q-may-see = Who may see it, at most?
guide-q-may-see-why = Nobody else sees it without your consent.
guide-q-may-see-help = If you choose nothing, only the desk sees it. It can ask you later. You can change your mind as long as nobody has read it.

# The guided report: further questions, with --more.
guide-q-affected = Who is affected?
guide-q-affected-why = Some groups have rights of their own, such as indigenous peoples.
guide-q-affected-help = Choose all who are harmed by this.
guide-q-precision = How exact is the date?
guide-q-precision-why = A court asks it.
guide-q-precision-help = If it still goes on, choose the last one.
guide-q-country = In which country? Two letters, such as CL or TZ.
guide-q-country-why = The law of that country counts.
guide-q-country-help = These are the two letters of internet addresses there.
guide-q-mineral = What is mined or made there?
guide-q-mineral-why = The desk can then follow where it is sold.
guide-q-mineral-help = For example gold, cobalt, lithium, copper.
guide-q-employer-country = From which country is that company? Two letters.
guide-q-employer-country-why = The law of its home country may count too.
guide-q-employer-country-help = If you do not know it, go on.
guide-q-link = Who buys from there, or sells it on? One name. Enter when there are no more.
guide-q-link-why = Those who buy are responsible too.
guide-q-link-help = A trader, a smelter, a factory, a brand. One at a time.
guide-q-link-role = What does it do?
guide-q-kept-by = Who keeps the list of names?
guide-q-kept-by-why = Such lists are against the law in many countries.
guide-q-kept-by-help = A person, an office or a company.
guide-q-circulated-by = Who passes the list on?
guide-q-circulated-by-why = It shows how it travels.
guide-q-circulated-by-help = For example an office that sends it by mail.
guide-q-used-by = Who uses the list?
guide-q-used-by-why = They can be asked about it.
guide-q-used-by-help = Companies that turned people away.
guide-q-refusals = Who was refused work, when and where?
guide-q-refusals-why = Each case is a proof.
guide-q-refusals-help = Do not write names of people who have not agreed to it.
guide-q-prior-threats = Were there threats before?
guide-q-prior-threats-why = It tells how great the danger is.
guide-q-prior-threats-help = What was said, by whom, when.
guide-q-answer = Do you want to be answered?
guide-q-answer-why = If not, the desk does not write to you.
guide-q-answer-help = Without a choice the desk may answer you.
guide-yes = Yes
guide-no = No

# The guided report: before anything is sent.
guide-summary = This is your report. Nothing has been sent yet.
guide-summary-row = { $number } { $question }
guide-summary-story = your words, { $bytes } letters and spaces
guide-summary-empty = (left empty)
guide-sees = Who will see what:
guide-sees-desk = The desk { $name } ({ $words }): all of it.
guide-sees-relay = The relay { $relay }: sealed envelopes of one size, and when they come. It cannot see who you are, or what is in them.
guide-sees-relay-direct = The relay { $relay }: sealed envelopes of one size, when they come, and the address of your network. It cannot see what is in them.
guide-sees-network = Who watches your network: that you use Tor, and when.
guide-sees-network-direct = Who watches your network: that you speak with this relay, and when.
guide-sees-courier = Who carries the file: a file that looks like noise. They cannot see who made it, or what is in it.
guide-sees-employer = Your employer, a company or an official: nothing. The desk must ask you first.
guide-sees-counsel = Lawyers: the case, if the desk hands it to them. You allowed that.
guide-sees-company = Lawyers and the company: the case, if the desk hands it to them. You allowed that.
guide-sees-public = Everybody: what the desk makes public of it. You allowed that.
guide-sees-nobody = Your name is not in it, unless you wrote it. Nobody but the desk can read your words on the way.
guide-send-question = Enter: go on and send it. A number: change that answer. x: stop.
guide-stop-question = Stop? Nothing is sent, and what you typed is gone. (yes or no)
guide-send-unclear = Please press Enter, or type a number from the list, or x.

# The guided report: after it.
guide-words-next = Now you get eight words. They are the key to your case. Have paper and a pen ready.
guide-words-keep =
    Keep the paper away from the poster. Who has both can read your answers.
    You can use the words on any machine.
guide-look = The desk promised a first answer by { $time }. Look for it from then on.
guide-close = What you typed may still stand above. Close this window now.

# What happened, as it can be chosen.
kind-threat = Somebody was threatened
kind-blacklisting = Names on a list, so that nobody hires them
kind-dismissal-for-organising = Fired for union work
kind-violence = Somebody was hurt or killed
kind-surveillance = Followed, watched or listened to
kind-arrest = Arrested
kind-raid = A house, office or place was searched
kind-consent-violated = The people were not asked, or the consent was faked
kind-false-origin = False tags or papers of origin
kind-benefits-not-shared = What was promised does not come
kind-land = Land was taken or closed
kind-environment = Water, air, soil or animals were harmed
kind-forced-labour = Forced work
kind-child-labour = Children at work
kind-wages = Wages are not paid
kind-corruption = Bribes or fraud
kind-other = Something else

# Who is affected.
affected-worker = Workers
affected-union = A union or its members
affected-artisanal-miner = Small-scale miners
affected-local-community = A local community
affected-indigenous-people = An indigenous people
affected-defender = Defenders of rights or nature
affected-journalist = Journalists

# How exact a date is.
date-exact = That very day
date-about = About that day
date-month = That month
date-year = That year
date-ongoing = It still goes on

# What a company does.
link-trader = It buys and sells
link-smelter = It smelts
link-refiner = It refines
link-manufacturer = It makes goods
link-other = Something else

# Who did it.
perpetrator-employer = The employer
perpetrator-contractor = A contractor
perpetrator-private-security = Private guards
perpetrator-police = Police
perpetrator-military = Soldiers
perpetrator-armed-group = An armed group
perpetrator-official = An official
perpetrator-unknown = I do not know
perpetrator-other = Somebody else

# What is asked for.
asked-to-say-no = To be able to say no
asked-conditions = Yes, but on conditions
asked-protection = Protection
asked-remedy = That it be made good
asked-to-be-heard = Only to be heard

# Who may see it, at most.
may-see-desk-only = Only the desk
may-see-counsel = Lawyers too
may-see-company = The company too
may-see-public = Everybody
