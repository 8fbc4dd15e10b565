# What --help says of the commands that reporters, defenders and couriers use.
# Made from the doc comments of the commands: DAVYLAMP_BLESS=1 cargo test -p davylamp help::
help = Relatar ameaças e listas negras sem dizer o nome; receber, responder e provar tais relatos
help--json = Escreve os dados como JSON na saída padrão
help--plain = Pergunta linha a linha e não desenha nada: para leitores de tela, e para terminais que não podem mais
help--lang = Fala esta língua: en, fr, es, pt ou sw [normal: a do sistema]
help--socks = Proxy SOCKS5 do Tor, host:port; se não for dado, é procurado nas portas habituais
help--direct = Fala sem Tor com um retransmissor que não é onion nem está neste aparelho: ele vê onde está
help-report = Relatar uma ameaça, uma lista negra ou outro mal, sem dizer o nome
help-report--to = Arquivo com o endereço do balcão (um URI davylamp:, uma fotografia do código, ou uma ficha), ou - para a entrada padrão
help-report--text = Arquivo com as suas palavras, ou - para a entrada padrão
help-report--fields = Arquivo com quaisquer dos campos (TOML ou JSON), ou - para a entrada padrão; as opções acrescentam
help-report--more = Faz todas as perguntas, não só as oito que mais contam; cada uma pode ficar vazia
help-report--kinds = O que aconteceu; pode ser dado várias vezes
help-report--affected = Quem é atingido; pode ser dado várias vezes
help-report--perpetrators = Quem fez isso; pode ser dado várias vezes
help-report--asked-for = O que pede; pode ser dado várias vezes
help-report--may-see = O círculo mais largo que pode ver o caso
help-report--contact-wanted = Se quer receber resposta
help-report--passphrase-out = Escreve as oito palavras novas neste arquivo novo, em vez de as mostrar
help-report--passphrase-file = Arquivo com as oito palavras de um caso que já existe, ou - para a entrada padrão: o relato junta-se a ele
help-report--pack = Sela isto neste arquivo novo, para outra pessoa o entregar, e não fala com nenhuma rede; --to tem de indicar uma ficha
help-report--now = Pede publicação imediata: quem vigia o diário pode saber a que horas esteve aqui
help-report--within = Pede a publicação de cada parte num momento ao acaso, dentro de tantas horas (ou 90s, 30m, 12h); no máximo 24
help-check = Procurar respostas, com as oito palavras e o cartaz público
help-check--to = Arquivo com o endereço do balcão (um URI davylamp:, uma fotografia do código, ou uma ficha), ou - para a entrada padrão
help-check--with = Lê também quem faz a mediação, tudo por ordem de tempo: arquivo com o contato, ou - para a entrada padrão
help-check--passphrase-file = Arquivo com as oito palavras, ou - para a entrada padrão
help-check--from = Lê uma cópia do retransmissor trazida por um mensageiro: sem rede, e nada é escrito
help-check--all = Busca, sem perguntar, tudo o que pode ser seu; o retransmissor vê que há muito
help-check--now = Pede publicação imediata: quem vigia o diário pode saber a que horas esteve aqui
help-check--within = Pede a publicação de cada parte num momento ao acaso, dentro de tantas horas (ou 90s, 30m, 12h); no máximo 24
help-answer = Responder ao balcão: palavras, consentimento ou recusa, ou como correu
help-answer--to = Arquivo com o endereço do balcão (um URI davylamp:, uma fotografia do código, ou uma ficha), ou - para a entrada padrão
help-answer--passphrase-file = Arquivo com as oito palavras do caso, ou - para a entrada padrão
help-answer--text = Arquivo com as suas palavras, ou - para a entrada padrão; com --consent ou --refuse, o que acrescenta
help-answer--consent = Permite o que o balcão pediu com este número (check mostra-o)
help-answer--refuse = Recusa o que o balcão pediu com este número
help-answer--outcome = Arquivo que diz como correu, ou - para a entrada padrão
help-answer--helped = Se ajudou
help-answer--invite = Traz quem faça a mediação para o seu caso: arquivo com o contato, ou - para a entrada padrão. Com --consent: quem foi proposto com esse número
help-answer--with = Escreve também a quem faz a mediação no seu caso: arquivo com o contato, ou - para a entrada padrão
help-answer--remove-mediator = Retira do seu caso, para sempre, quem faz a mediação e que --with nomeia
help-answer--pack = Sela isto neste arquivo novo, para outra pessoa o entregar, e não fala com nenhuma rede; --to tem de indicar uma ficha
help-answer--now = Pede publicação imediata: quem vigia o diário pode saber a que horas esteve aqui
help-answer--within = Pede a publicação de cada parte num momento ao acaso, dentro de tantas horas (ou 90s, 30m, 12h); no máximo 24
help-claim = Mostrar, quando quiser, que escreveu as mensagens do seu caso
help-claim--challenge = O desafio dos advogados
help-claim--output = Para onde vai a declaração de autoria: um arquivo novo
help-claim--to = Arquivo com o endereço do balcão (um URI davylamp:, uma fotografia do código, ou uma ficha), ou - para a entrada padrão
help-claim--passphrase-file = Arquivo com as oito palavras, ou - para a entrada padrão; se faltar, são pedidas
help-claim--earlier = Uma declaração de autoria dada antes: o limite dela é usado outra vez
help-claim--yes = Não pergunta
help-metadata = Mostrar o que fotos e documentos dizem sobre quem os fez, e escrever cópias sem isso
help-metadata--files = Fotos e documentos (JPEG, PNG, WebP, DOCX, XLSX, PPTX, ODT)
help-metadata--output = Escrever as cópias neste diretório, com nomes neutros; nenhum ficheiro é substituído
help-panic = Dar um alerta já; ou preparar este aparelho para isso
help-panic--after-help =
    Sem um comando, o alerta sai já: nada é perguntado.

    Códigos de saída:
      0  uma pessoa tem o alerta (update, cancel, disarm: um retransmissor tem-no)
      1  falhou: nenhum alerta foi dado
      2  não foi entendido: nada foi enviado
      3  este aparelho não está preparado
      4  dado, e ainda espera por um retransmissor; ou está no arquivo de --pack
      5  dado, e um retransmissor tem-no
      6  dado, e o computador de um balcão tem-no
      7  cancelado
    4 a 6 quando foi mandado parar antes de uma pessoa o ter: por um sinal, --for ou --detach.
help-panic--home = A pasta do perfil de alerta [normal: $DAVYLAMP_PANIC_HOME, ou davylamp/panic na pasta de estado]
help-panic--profile = O arquivo do perfil de alerta: qualquer nome, em qualquer lugar, para que nada mostre o que é
help-panic--for = Deixa de acompanhar depois de tantos segundos; o que espera continua com `davylamp panic resume`
help-panic--repeat = Segundos entre dois "ainda estou em perigo"
help-panic--pack = Escreve o que há para enviar neste arquivo novo, para outra pessoa o entregar, e acaba; não fala com nenhuma rede
help-panic--detach = Continua em segundo plano
help-panic-arm = Preparar este aparelho para dar alertas; pede as suas pessoas de confiança e duas palavras
help-panic-arm--to = Arquivo com o endereço de uma pessoa de confiança (um URI davylamp:, uma fotografia do código, ou uma ficha), ou - para a entrada padrão; uma vez para cada uma, no máximo 8
help-panic-arm--text = Arquivo com o que significa um alerta seu: o seu nome, onde está, a quem telefonar; ou - para a entrada padrão
help-panic-arm--word-file = Arquivo com a palavra que cancela um alerta, ou - para a entrada padrão
help-panic-arm--duress-file = Arquivo com a palavra que só parece cancelar, ou - para a entrada padrão
help-panic-arm--invite-file = Arquivo com um código de convite, pela ordem de --to; um arquivo vazio para quem não deu nenhum
help-panic-arm--introduce = Diz a cada pessoa de confiança quem são as outras, para que se possam chamar
help-panic-arm--expires-days = Dias até o perfil acabar
help-panic-arm--replace = Prepara de novo, no lugar do perfil que está aqui
help-panic-drill = Experimentar tudo: como um alerta, mas o balcão vê que é um exercício
help-panic-update = Acrescentar palavras ou um lugar ao alerta
help-panic-update--text = Arquivo com as suas palavras, ou - para a entrada padrão
help-panic-update--place = Arquivo que diz onde está, ou - para a entrada padrão
help-panic-cancel = Cancelar o alerta; pede a sua palavra
help-panic-cancel--word-file = Arquivo com a sua palavra, ou - para a entrada padrão; se faltar, é pedida
help-panic-status = O que está preparado, o que foi experimentado, e até onde chegou um alerta
help-panic-resume = Continuar um alerta depois de uma falha ou de reiniciar; se não há nenhum, não faz nada
help-panic-disarm = Acabar com o perfil e apagá-lo; pede a sua palavra
help-panic-disarm--word-file = Arquivo com a sua palavra, ou - para a entrada padrão; se faltar, é pedida
help-panic-disarm--offline = Apaga o perfil sem avisar ninguém: os balcões continuam como se estivesse preparado
help-checkin = Fazer dar um alerta quando não dá sinal de vida: para quem talvez não o possa dar
help-checkin--home = A pasta do perfil de alerta [normal: $DAVYLAMP_PANIC_HOME, ou davylamp/panic na pasta de estado]
help-checkin--profile = O arquivo do perfil de alerta: qualquer nome, em qualquer lugar, para que nada mostre o que é
help-checkin-start = Deixa um alerta nos retransmissores das suas pessoas de confiança: eles dão-no, a não ser que dê sinal
help-checkin-start--every = De quanto em quanto tempo vai dar sinal: 90s, 30m, 12h, 2d
help-checkin-start--grace = Quanto se pode atrasar antes que o alerta seja dado
help-checkin-start--word-file = Arquivo com a palavra com que preparou o aparelho, ou - para a entrada padrão
help-checkin-start--duress-file = Arquivo com a palavra sob ameaça com que preparou o aparelho, ou - para a entrada padrão
help-checkin-start--seconds = Desiste, depois de tantos segundos, dos retransmissores que não respondem; senão tenta até que pare (Ctrl-C)
help-checkin-now = Dar sinal: o prazo é adiado
help-checkin-now--word-file = Arquivo com a palavra, ou - para a entrada padrão
help-checkin-now--seconds = Desiste, depois de tantos segundos, dos retransmissores que não respondem; senão tenta até que pare (Ctrl-C)
help-checkin-status = Mostrar o próximo prazo, e que retransmissores guardam o alerta
help-checkin-stop = Terminar: os retransmissores destroem o que guardam
help-checkin-stop--word-file = Arquivo com a palavra, ou - para a entrada padrão
help-checkin-stop--seconds = Desiste, depois de tantos segundos, dos retransmissores que não respondem; senão tenta até que pare (Ctrl-C)
help-courier = Levar a outros o que a rede não leva: o que selaram, e o diário com as suas respostas
help-courier-mirror = Leva consigo o diário de um retransmissor, para que outros leiam as suas respostas sem rede (check --from)
help-courier-mirror--dir = Para onde vai: uma pasta nova ou vazia, por exemplo numa pen drive; ou uma cópia do retransmissor, para continuar
help-courier-mirror--to = Arquivo com o endereço de um balcão (um URI davylamp:, uma fotografia do código, ou uma ficha), ou - para a entrada padrão: leva o retransmissor dele
help-courier-mirror--relay = O retransmissor, quando não tem um endereço de balcão; as fichas dele dizem então que diário é
help-courier-mirror--days = Começa por volta dos últimos tantos dias; com --prune, tira de uma cópia mais antiga o que vem antes
help-courier-mirror--prune = Tira o que é mais antigo do que o retransmissor, ou --days, guarda
help-courier-verify = Lê toda uma cópia do retransmissor, por exemplo depois de a copiar: se cada byte que conta é o que o diário assinou
help-courier-verify--dir = A cópia do retransmissor
help-courier-post = Entregar ao retransmissor o que outra pessoa selou num arquivo
help-courier-post--file = O arquivo que lhe deram
help-wipe = Apagar o perfil de alerta e os arquivos que indicar, até onde um disco obedece; diz o que não se pode apagar
help-wipe--after-help =
    Códigos de saída:
      0  tudo foi apagado, ou não havia nada
      1  algo não pôde ser apagado; é dito o quê
      2  não foi entendido: nada foi apagado
help-wipe--files = O que mais apagar: pacotes, cópias do retransmissor, arquivos com as oito palavras, cartazes
help-wipe--home = A pasta do perfil de alerta [normal: $DAVYLAMP_PANIC_HOME, ou davylamp/panic na pasta de estado]
help-wipe--profile = O arquivo do perfil de alerta: qualquer nome, em qualquer lugar, para que nada mostre o que é
help-wipe--recursive = Também pastas, com tudo o que têm dentro; os atalhos nunca são seguidos
help-wipe--shell-history = Apaga as linhas sobre davylamp dos históricos de bash, zsh e fish
help-wipe--yes = Não pergunta
help-contact = Ver a ficha de um balcão
help-contact-show = Mostrar a ficha do balcão, as suas seis palavras e um código QR do endereço
help-contact-show--to = Arquivo com o endereço do balcão (um URI davylamp:, uma fotografia ou digitalização do código, ou uma ficha), ou - para a entrada padrão
help-contact-show--card-out = Guarda a ficha, tal como o retransmissor a tem, neste arquivo novo: para relatos que são selados sem rede
help-contact-verify = Comparar as seis palavras, ou uma segunda ficha, com o endereço
help-contact-verify--to = Arquivo com o endereço do balcão (um URI davylamp:, uma fotografia ou digitalização do código, ou uma ficha), ou - para a entrada padrão
help-contact-verify--words = Arquivo com as seis palavras que o balcão lhe disse, ou - para a entrada padrão; se faltarem, são pedidas
help-contact-verify--card = Um segundo endereço, fotografia ou ficha, que veio por outro caminho
help-contact-notices = Ler o que os balcões dizem a todas as pessoas: direitos, segurança, estudos de projetos
help-contact-notices--to = Arquivo com o endereço de um balcão (um URI davylamp:, uma fotografia do código, ou uma ficha), ou - para a entrada padrão; uma vez para cada balcão
help-contact-notices--all = Mostra os avisos de todos os balcões que lá estão, conhecidos ou não
help-contact-notices--relay = O retransmissor, quando não tem um endereço de balcão: os avisos de todos os balcões de lá
help-contact-notices--from = Lê os avisos de uma cópia do retransmissor que alguém trouxe (courier mirror), sem rede
help-desk = Receber relatos, responder, trabalhar o caso
help-counsel = Chaves de um grupo de advogados
help-case = Abrir e verificar dossiês de casos
help-completions = Escreve o que um shell precisa para completar estes comandos
help-completions--shell = O shell que deve completar os comandos
help-manual = Escreve o manual: uma página para cada comando
help-manual--dir = Para onde vão as páginas, uma para cada comando; a pasta é criada se não existir
help-report--attach = Enviar também esta foto ou este documento; pode ser dado várias vezes
help-report--keep-metadata = Enviar os arquivos como são, com tudo o que dizem de você
help-report--resume = Guardar os arquivos selados neste arquivo até tudo ser enviado: se cair, dê-o de novo, e continua
help-report--limit-rate = Enviar no máximo tantos bytes por segundo, como 200k ou 1M
help-answer--attach = Enviar também esta foto ou este documento; pode ser dado várias vezes
help-answer--keep-metadata = Enviar os arquivos como são, com tudo o que dizem de você
help-answer--resume = Guardar os arquivos selados neste arquivo até tudo ser enviado: se cair, dê-o de novo, e continua
help-answer--limit-rate = Enviar no máximo tantos bytes por segundo, como 200k ou 1M
help-panic-update--attach = Enviar também esta foto ou este documento; as palavras vão primeiro e não esperam por ele
help-panic-update--keep-metadata = Enviar o arquivo como é, com tudo o que diz de você
