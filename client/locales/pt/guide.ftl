# The guided report: before it begins.
guide-before =
    Antes de começar, pergunte a si:
    - Onde está? Se está em perigo agora, vá primeiro para um lugar seguro.
    - De quem é este aparelho? Não use um do seu empregador.
    - De quem é esta rede? Não use uma do seu empregador.
    - Quem está atrás de si? Ninguém deve ver a sua tela.
    Nada disto fica guardado neste aparelho, a não ser que o peça.
guide-before-question = Pressione Enter quando tudo estiver bem. Para parar, pressione Ctrl-C.

# The guided report: how the questions work.
guide-keys =
    Há { $count } perguntas. Só a primeira precisa de resposta.
    - Enter: seguir, e deixar vazia
    - < e Enter: voltar atrás
    - ? e Enter: quero saber mais
    - - e Enter: tirar a minha resposta
guide-place = Pergunta { $at } de { $all }
guide-why = Motivo da pergunta: { $why }
guide-before-was = A sua resposta até agora: { $answer }
guide-enter-keeps = Enter mantém a resposta.
guide-several = Pode escolher várias: 1 3
guide-one = Escolha uma.
guide-answer = A sua resposta:
guide-numbers-wrong = Responda com números de 1 a { $count }, por favor.
guide-story-needed = Esta é precisa: sem as suas palavras não há relato.
guide-first = Esta é a primeira pergunta.
guide-list-question = Há mais perguntas sobre a lista de nomes. Responder também a essas? Enter quer dizer não. (sim ou não)

# The guided report: the eight questions.
guide-q-story = O que aconteceu? Escreva tanto quanto quiser.
guide-q-story-why = As suas próprias palavras são o que mais conta. O balcão lê-as tal como as escreveu.
guide-q-story-help = Diga o que aconteceu, a quem, e o que viu. Deixe de fora o que mais ninguém podia saber, se isso mostrasse quem escreveu. Escreva em qualquer língua.
guide-q-kinds = Que tipo de mal foi?
guide-q-kinds-why = Assim a pessoa certa pode ler primeiro.
guide-q-kinds-help = Escolha o que serve. Se nada serve, escolha o último ou siga em frente.
guide-q-date = Quando foi?
guide-q-date-why = Alguns prazos da lei começam nesse dia.
guide-q-date-help = Escreva como quiser: um dia, um mês, "desde março". Se nesse dia mais ninguém estava lá, seja menos exato.
guide-q-site = Onde foi? Que mina, fábrica ou lugar?
guide-q-site-why = O balcão pode ver o que mais foi relatado dali.
guide-q-site-help = Dê ao lugar o nome que as pessoas de lá usam. Basta a cidade ou vila mais próxima.
guide-q-employer = De que empregador ou empresa se trata?
guide-q-employer-why = O balcão pode descobrir quem é o dono e quem lhe compra.
guide-q-employer-help = Escreva o nome como está em papéis, portões ou veículos. Pode dar vários nomes.
guide-q-perpetrators = Quem fez isso?
guide-q-perpetrators-why = Diz ao balcão com quem é preciso ter cuidado.
guide-q-perpetrators-help = Escolha quem fez o mal. Não é preciso ter a certeza.
guide-q-asked = O que pede?
guide-q-asked-why = A decisão de para onde isto vai é sua. O balcão não pode decidir em seu lugar.
guide-q-asked-help = Escolha o que quer que venha disto. Mais tarde pode dizer outra coisa.
guide-q-may-see = Quem pode ver isto, no máximo?
guide-q-may-see-why = Mais ninguém o vê sem o seu consentimento.
guide-q-may-see-help = Se não escolher nada, só o balcão o vê. Ele pode perguntar-lhe mais tarde. Pode mudar de opinião enquanto ninguém o tiver lido.

# The guided report: further questions, with --more.
guide-q-affected = Quem é atingido?
guide-q-affected-why = Alguns grupos têm direitos próprios, como os povos indígenas.
guide-q-affected-help = Escolha todos os que sofrem com isto.
guide-q-precision = Com que precisão sabe a data?
guide-q-precision-why = Um tribunal faz esta pergunta.
guide-q-precision-help = Se ainda continua, escolha a última.
guide-q-country = Em que país? Duas letras, como MZ ou BR.
guide-q-country-why = Conta a lei desse país.
guide-q-country-help = São as duas letras dos endereços de internet de lá.
guide-q-mineral = O que se extrai ou se fabrica ali?
guide-q-mineral-why = O balcão pode então seguir até onde isso é vendido.
guide-q-mineral-help = Por exemplo ouro, cobalto, lítio, cobre.
guide-q-employer-country = De que país é essa empresa? Duas letras.
guide-q-employer-country-why = A lei do país de origem dela também pode contar.
guide-q-employer-country-help = Se não sabe, siga em frente.
guide-q-link = Quem compra dali, ou vende adiante? Um nome. Enter quando não houver mais.
guide-q-link-why = Quem compra também é responsável.
guide-q-link-help = Um comerciante, uma fundição, uma fábrica, uma marca. Um de cada vez.
guide-q-link-role = O que faz essa empresa?
guide-q-kept-by = Quem guarda a lista de nomes?
guide-q-kept-by-why = Em muitos países, listas assim são contra a lei.
guide-q-kept-by-help = Uma pessoa, um escritório ou uma empresa.
guide-q-circulated-by = Quem passa a lista a outros?
guide-q-circulated-by-why = Mostra por onde ela anda.
guide-q-circulated-by-help = Por exemplo um escritório que a manda por correio.
guide-q-used-by = Quem usa a lista?
guide-q-used-by-why = Pode-se pedir contas a quem a usa.
guide-q-used-by-help = Empresas que não deram trabalho a pessoas.
guide-q-refusals = A quem foi negado trabalho, quando e onde?
guide-q-refusals-why = Cada caso é uma prova.
guide-q-refusals-help = Não escreva nomes de pessoas que não deram o seu acordo.
guide-q-prior-threats = Houve ameaças antes?
guide-q-prior-threats-why = Mostra se o perigo é grande.
guide-q-prior-threats-help = O que foi dito, por quem, quando.
guide-q-answer = Quer receber resposta?
guide-q-answer-why = Se não quer, o balcão não lhe escreve.
guide-q-answer-help = Sem uma escolha, o balcão pode responder-lhe.
guide-yes = Sim
guide-no = Não

# The guided report: before anything is sent.
guide-summary = Este é o seu relato. Ainda nada foi enviado.
guide-summary-row = { $number } { $question }
guide-summary-story = as suas palavras, { $bytes } letras e espaços
guide-summary-empty = (vazio)
guide-sees = Quem vai ver o quê:
guide-sees-desk = O balcão { $name }: tudo. As seis palavras dele: { $words }
guide-sees-relay = O retransmissor { $relay }: envelopes selados de um só tamanho, e quando chegam. Não pode ver quem os enviou, nem o que têm dentro.
guide-sees-relay-direct = O retransmissor { $relay }: envelopes selados de um só tamanho, quando chegam, e o endereço da sua rede. Não pode ver o que têm dentro.
guide-sees-network = Quem vigia a sua rede: que usa o Tor, e quando.
guide-sees-network-direct = Quem vigia a sua rede: que fala com este retransmissor, e quando.
guide-sees-courier = Quem leva o arquivo: um arquivo que parece não ter sentido nenhum. Não pode ver quem o fez, nem o que tem dentro.
guide-sees-employer = O seu empregador, uma empresa ou uma autoridade: nada. O balcão tem de lhe perguntar primeiro.
guide-sees-counsel = Advogados: o caso, se o balcão o passar a eles. Deu autorização para isso.
guide-sees-company = Advogados e a empresa: o caso, se o balcão o passar a eles. Deu autorização para isso.
guide-sees-public = Qualquer pessoa: o que o balcão tornar público do caso. Deu autorização para isso.
guide-sees-nobody = O seu nome não está no relato, a não ser que o tenha escrito. Pelo caminho, ninguém a não ser o balcão pode ler as suas palavras.
guide-send-question = Enter: seguir e enviar. Um número: mudar essa resposta. x: parar.
guide-stop-question = Parar? Nada é enviado, e o que escreveu fica perdido. (sim ou não)
guide-send-unclear = Pressione Enter, ou escreva um número da lista, ou x, por favor.

# The guided report: after it.
guide-words-next = Agora vai receber oito palavras. São a chave do seu caso. Tenha à mão papel e caneta.
guide-words-keep =
    Guarde o papel longe do cartaz. Quem tem os dois pode ler as suas respostas.
    Pode usar as palavras em qualquer aparelho.
guide-look = O balcão prometeu uma primeira resposta até { $time }. Procure-a a partir daí.
guide-close = O que escreveu talvez ainda se veja mais acima. Feche esta janela agora.

# What happened, as it can be chosen.
kind-threat = Alguém foi ameaçado
kind-blacklisting = Nomes numa lista, para que ninguém os contrate
kind-dismissal-for-organising = Despedimento por atividade sindical
kind-violence = Alguém foi ferido ou morto
kind-surveillance = Alguém foi seguido, vigiado ou escutado
kind-arrest = Alguém foi preso
kind-raid = Busca numa casa, num escritório ou noutro lugar
kind-consent-violated = As pessoas não foram consultadas, ou o consentimento foi falsificado
kind-false-origin = Etiquetas ou papéis de origem falsos
kind-benefits-not-shared = O que foi prometido não vem
kind-land = Terra tomada ou fechada
kind-environment = Dano à água, ao ar, ao solo ou aos animais
kind-forced-labour = Trabalho forçado
kind-child-labour = Trabalho de crianças
kind-wages = Salários não pagos
kind-corruption = Suborno ou fraude
kind-other = Outra coisa

# Who is affected.
affected-worker = Trabalhadores
affected-union = Um sindicato ou os seus membros
affected-artisanal-miner = Garimpeiros ou mineiros artesanais
affected-local-community = Uma comunidade local
affected-indigenous-people = Um povo indígena
affected-defender = Defensores de direitos ou da natureza
affected-journalist = Jornalistas

# How exact a date is.
date-exact = Esse mesmo dia
date-about = Por volta desse dia
date-month = Esse mês
date-year = Esse ano
date-ongoing = Ainda continua

# What a company does.
link-trader = Compra e vende
link-smelter = Funde
link-refiner = Refina
link-manufacturer = Fabrica produtos
link-other = Outra coisa

# Who did it.
perpetrator-employer = O empregador
perpetrator-contractor = Uma empresa contratada
perpetrator-private-security = Guardas privados
perpetrator-police = Polícia
perpetrator-military = Soldados
perpetrator-armed-group = Um grupo armado
perpetrator-official = Uma autoridade
perpetrator-unknown = Não sei
perpetrator-other = Outra pessoa

# What is asked for.
asked-to-say-no = Poder dizer não
asked-conditions = Sim, mas com condições
asked-protection = Proteção
asked-remedy = Que o mal seja reparado
asked-to-be-heard = Apenas que me ouçam

# Who may see it, at most.
may-see-desk-only = Só o balcão
may-see-counsel = Também advogados
may-see-company = Também a empresa
may-see-public = Qualquer pessoa
