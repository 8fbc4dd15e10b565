# Contacts.
contact-question = O endereço do balcão (começa com davylamp:), como está no cartaz; ou um arquivo com uma fotografia do cartaz:
contact-missing = não foi dado nenhum endereço de balcão
contact-missing-hint = ponha-o num arquivo e diga --to FILE, ou passe-o por um pipe com --to -
contact-wrong = isto não é o endereço de um balcão: { $why }
contact-wrong-hint = copie-o inteiro do cartaz; começa com davylamp:
contact-two-desks = estes são endereços de balcões diferentes
contact-two-desks-hint = dê o endereço de um só balcão; várias linhas podem indicar vários retransmissores dele
contact-one-relay-hint = este endereço indica um só retransmissor; se o balcão tem outros, o arquivo de endereço dele indica todos, um por linha: peça-o a quem lhe deu o cartaz, e diga --to FILE
contact-no-text = isto não é o endereço de um balcão nem uma imagem dele
picture-unreadable = não é possível ler esta imagem: { $why }
picture-format = só se leem PNG, JPEG e WebP
picture-heic = esta imagem é de um tipo (HEIC) que aqui não se consegue ler
picture-heic-hint = guarde-a como JPEG, ou faça uma captura de tela dela
picture-no-code = nesta imagem não há nenhum código que se possa ler
picture-no-code-hint = fotografe outra vez: o código inteiro, bem de frente, nítido, com boa luz
picture-other-code = o código desta imagem não é o endereço de um balcão
picture-two-contacts = há dois endereços diferentes nesta imagem
picture-two-contacts-hint = fotografe um só; e pergunte ao balcão qual é o dele: alguém pode ter posto um falso
contact-bad-card = esta ficha não pode ser usada: { $why }
card-name = { $name }
card-desk = identidade      { $desk }
card-role = { $role }, primeira resposta dentro de { $within }
card-languages = línguas         { $languages }
card-serial = ficha           número { $serial }, de { $issued } até { $expires }
card-expired = o prazo desta ficha acabou; ainda pode ser usada durante 90 dias depois do fim
card-relay = retransmissor   { $url }, guarda as mensagens { $days } dias, diário { $log }
card-fingerprint = seis palavras   { $words }
card-contact = endereço        { $uri }
card-saved = a ficha está em { $path }: com ela, relatos podem ser selados sem rede
role-reports = recebe relatos
role-alerts = recebe alertas
role-mediation = faz mediação
duration-days = { $n } dias
duration-hours = { $n } horas
duration-minutes = { $n } minutos
verify-question = As seis palavras que o balcão lhe disse:
verify-missing = não há palavras com que comparar; diga --words FILE, ou --card FILE
verify-same = o mesmo balcão: { $name } ({ $words })
verify-same-unreached =
    o mesmo balcão ({ $words })
    A ficha dele não foi procurada: { $why }.
verify-another = ESTA É OUTRA IDENTIDADE. As palavras deste endereço são: { $here }. Foi comparado com: { $other }
verify-another-hint = não envie nada para este endereço antes de falar com o balcão: alguém pode querer passar por ele

# Finding the desk.
warning = aviso: { $what }
relay-failed = { $relay }: { $why }
clock-wrong = o relógio deste aparelho está errado em mais de um dia; vale o relógio do retransmissor
card-expired-since = o prazo da ficha do balcão acabou em { $since }; ela ainda funciona, mas peça uma nova ao balcão
card-ended = a ficha do balcão acabou há mais de 90 dias: o que for selado para ela já não poderia ser lido
card-ended-hint = peça o endereço novo ao balcão, ou a quem lhe deu o cartaz
card-unusable = a ficha do balcão não pode ser usada: { $why }
standard-input-twice = só uma coisa pode ser lida da entrada padrão (-)

# Words.
text-missing = não foi dado nenhum texto
text-missing-hint = ponha-o num arquivo e diga --text FILE, ou passe-o por um pipe com --text -
text-empty = não há palavras nele
report-unsound = o balcão não poderia ler isto: um texto pode ter no máximo 64 KiB
fields-wrong = o arquivo dos campos não está certo: { $why }
fields-country = um país são duas letras, como CL (ISO 3166)
fields-date = uma data pode ter no máximo 40 bytes

# The passphrase.
passphrase-question = As oito palavras do seu caso (nada aparece enquanto escreve):
passphrase-missing = não foram dadas as oito palavras
passphrase-missing-hint = ponha as oito palavras num arquivo e diga --passphrase-file FILE, ou passe-as por um pipe com --passphrase-file -
passphrase-out-missing = não há aqui ninguém para anotar as oito palavras
passphrase-out-missing-hint = diga --passphrase-out FILE para um caso novo, ou --passphrase-file FILE para acrescentar a um caso
passphrase-new =
    Estas oito palavras são o único caminho de volta ao seu caso. Ninguém pode dá-las outra vez.
    Escreva-as em papel, e guarde o papel onde ninguém procura. Quem tiver as palavras pode ler as suas respostas.
passphrase-written-down = Pressione Enter quando as tiver anotado; então elas saem da tela.
passphrase-back = Escreva as oito palavras, para confirmar (nada aparece enquanto escreve):
passphrase-differs = são oito palavras, mas não as mesmas
passphrase-again = Aqui estão elas mais uma vez.
passphrase-count = devem ser { $want } palavras, e aqui há { $got }
passphrase-word = a palavra { $place } não está na lista de palavras
passphrase-word-near = a palavra { $place } não está na lista de palavras; talvez seja "{ $word }"
passphrase-broken-off = não foi possível trabalhar com as oito palavras; talvez haja pouca memória

# report.
report-advice =
    Antes de começar:
    - Se está em perigo agora, vá primeiro para um lugar seguro.
    - Não use um computador nem uma rede do seu empregador.
    - Escreva o que é preciso, e deixe de fora o que mais ninguém podia saber, se isso mostrasse quem escreveu.
    - Nada disto fica guardado neste aparelho, a não ser que o peça.
report-desk = Isto vai para: { $name }
report-desk-question = É este o balcão que quer, e são estas as suas seis palavras? (sim ou não)
report-stopped = parado; nada foi enviado
report-sent = O seu relato está no retransmissor: { $envelopes } envelopes selados, cada um com a sua prova.
report-deposited =
    O seu relato foi deixado no retransmissor: { $envelopes } envelopes selados. O retransmissor prometeu publicar cada
    um num momento ao acaso, dentro de { $within }, para que o diário não mostre a que horas esteve aqui. Uma promessa
    não é uma prova: ainda não há nenhuma.
report-next-deposited =
    E agora: depois de { $within }, execute "davylamp check" com as suas oito palavras e o endereço do balcão.
    Primeiro verá "Recebido": então o balcão tem tudo. Só isso mostra que o retransmissor cumpriu a promessa.
    Nenhum "Recebido" um dia depois: o retransmissor ou o balcão podem estar sem ligação. Envie outra vez, ou fale com o
    balcão por outro caminho.
report-next =
    E agora: daqui a algumas horas, execute "davylamp check" com as suas oito palavras e o endereço do balcão.
    Primeiro verá "Recebido": então o balcão tem tudo. As respostas vêm mais tarde, do mesmo modo.
    Nenhum "Recebido" depois de um dia: o balcão pode estar sem ligação. Envie outra vez, ou fale com ele por outro
    caminho.
report-retention = Veja de novo sempre antes de passarem { $days } dias: o retransmissor não guarda as respostas mais tempo.
send-progress = envio em curso
send-first = { $relay } tem tudo. Isso basta: os outros retransmissores deste balcão também vão receber tudo, e não é preciso esperar por eles.
send-too-long = demasiado longo: { $why }
send-too-long-hint = envie em dois relatos do mesmo caso: o segundo com --passphrase-file
send-again-question = Tentar outra vez? O que já foi enviado fica; nada é enviado duas vezes. (sim ou não)
send-cut-short-hint = { $posted } de { $total } partes estão no retransmissor: o balcão ainda não pode ler; envie tudo outra vez com as mesmas oito palavras

# Words that say no.
no-answers = não nao n no

# check.
check-progress = busca em curso
check-nothing = Aqui não há nada seu: palavras erradas, endereço errado, ou mais antigo do que { $days } dias.
check-more-question = Pode haver mais coisas suas. Buscar também? O retransmissor vê então que alguém tem muito para ler. (sim ou não)
check-gone = Havia aqui algo que podia ser uma resposta ao seu caso, e o retransmissor diz que já não o guarda. Ele prometeu guardar as respostas { $days } dias: se o seu relato é mais recente, ele retém respostas. O balcão envia outra vez o que ainda não leu.
check-more-hint = pode haver mais coisas suas: execute outra vez com --all
check-tail-hint = o mais novo que é seu ainda não se pode buscar; veja outra vez daqui a um minuto
check-mirror-progress = verificação em curso
check-mirror-as-of = Leitura de uma cópia do retransmissor, tal como estava em { $time } (há { $age }). O que veio depois não está nela.
check-mirror-contact = este endereço veio com a cópia: quem a trouxe pode responder em nome do balcão, a não ser que compare as seis palavras com "davylamp contact verify"
check-mirror-clock = a cópia é do futuro: veja o relógio deste aparelho
check-mirror-short = a cópia não abrange os { $days } dias que o retransmissor guarda: as respostas mais antigas não estão nela
check-mirror-older-card = a ficha do balcão nesta cópia (número { $shown }) é mais antiga do que a sua (número { $known })
check-mirror-nothing = Nesta cópia não há nada seu: palavras erradas, endereço errado, ou mais antigo ou mais novo do que a cópia.
check-mirror-rest =
    Nada foi enviado, por isso o balcão não sabe que leu isto: vai enviar outra vez.
    Para o dizer ao balcão: execute "davylamp check" onde houver rede, ou sele uma resposta com "davylamp answer --pack FILE" para um mensageiro.
desk-text = { $when }  O balcão escreve:
desk-received = { $when }  Recebido: o balcão tem tudo da sessão { $sessions }.
desk-status = { $when }  Situação: { $status }
desk-promise = Próximo passo prometido até { $by }.
desk-consent =
    { $when }  O balcão pede o seu consentimento.
    Quem veria o caso: { $whom }
    Motivo: { $why }
    Até onde: { $level }
desk-consent-how =
    Para permitir:  davylamp answer --consent { $id }
    Para recusar:   davylamp answer --refuse { $id }
    Ninguém o vê antes da sua resposta.
consent-level = { $level ->
    [desk-only] só o balcão
    [counsel] advogados
    [company] também a empresa
    [public] qualquer pessoa
   *[other] { $level }
}
status-received = recebido
status-reading = alguém lê isto
status-working = alguém trabalha nisto
status-waiting-for-you = o balcão espera a sua resposta
status-handed-on = passado a outros, com o seu consentimento
status-closed = encerrado
odd-not-the-desk = há no seu caso uma resposta que não foi assinada com a chave atual do balcão: não é mostrada, alguém pode querer passar pelo balcão
odd-replayed = uma resposta antiga foi posta outra vez no diário: não é mostrada
odd-missing = as respostas { $from } a { $to } do atendente { $lane } não estão aqui: já lidas, antigas demais, ou retidas
odd-contradiction = há dois textos diferentes para a resposta { $number } do atendente { $lane }; é mostrado o primeiro
odd-broken = a resposta { $number } do atendente { $lane } não continua a anterior: algo foi mudado ou retirado
odd-incomplete = a mensagem que começa com a resposta { $number } do atendente { $lane } não está completa
odd-unreadable = a resposta { $number } do atendente { $lane } precisa de uma versão mais nova de davylamp
odd-log-was-longer = o balcão via { $size } entradas quando escreveu, mais do que o retransmissor mostra agora: o retransmissor esconde algumas

# answer.
answer-text-question = As suas palavras ao balcão.
answer-sent = A sua resposta está no retransmissor. Execute "davylamp check" daqui a algumas horas.
answer-deposited =
    A sua resposta foi deixada no retransmissor. Ele prometeu publicá-la em momentos ao acaso, dentro de { $within }.
    Execute "davylamp check" depois disso: só o "Recebido" do balcão mostra que ela chegou.
consent-question = Permite o que o balcão pediu em { $id }. Depois de alguém ler o caso, isto já não se pode desfazer. Continuar? (sim ou não)
consent-id-wrong = devem ser oito dígitos hexadecimais, como davylamp check os mostra
