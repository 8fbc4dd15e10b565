# Numbered choices.
talk-number = O seu número, de 1 a { $count } (Enter é 1):
talk-number-needed = O seu número, de 1 a { $count }:
talk-number-wrong = Escreva um número de 1 a { $count }.

# answer: what a person wants to do.
talk-what = O que quer fazer?
talk-write = Escrever ao balcão
talk-allow = Permitir o que foi pedido
talk-refuse = Recusar o que foi pedido
talk-outcome = Dizer como correu
talk-consent-id = Qual? Escreva os oito sinais que "davylamp check" mostra ao lado:
talk-allow-follows =
    Se permitir, o seu caso pode ser mostrado como foi dito.
    Pode mudar isto mais tarde com outra resposta. O que já foi visto fica visto.
talk-refuse-follows =
    Se recusar, ninguém mais vê o seu caso para isto.
    Pode mudar isto mais tarde com outra resposta.
talk-refuse-question = Recusa o que foi pedido com { $id }. Mandar isso? (sim ou não)
talk-helped = Isto ajudou?
talk-helped-yes = Sim
talk-helped-partly = Em parte
talk-helped-no = Não
talk-outcome-words = Agora com as suas palavras: como correu?
talk-sees =
    { $name } verá isto, com toda a sua resposta. Ninguém a pode ler pelo caminho.
    O retransmissor vê envelopes fechados do mesmo tamanho, e quando chegam.
talk-sees-pack = { $name } verá isto, com toda a sua resposta. Quem leva o arquivo não a pode ler.
talk-send-question = Carregue em Enter para mandar. Escreva x e Enter para parar:

# check: what was found, and what can be done next.
talk-next = O que isto quer dizer, e o que pode fazer:
talk-means-text = - Escreveram-lhe. Para responder: davylamp answer
talk-means-received = - "Recebido" quer dizer: têm tudo o que mandou. Não precisa de fazer nada.
talk-means-reading = - Alguém lê o seu caso. Não precisa de fazer nada.
talk-means-working = - Alguém trabalha no seu caso. Não precisa de fazer nada.
talk-means-waiting = - Não podem continuar sem a sua resposta. Para responder: davylamp answer
talk-means-handed-on = - O seu caso foi dado a quem permitiu. Ainda pode escrever: davylamp answer
talk-means-closed = - O trabalho no seu caso acabou. Ainda pode escrever: davylamp answer
talk-means-consent = - Perguntam se outros podem ver o seu caso. Ninguém o vê para isso se não disser que sim.
talk-look-promised = Veja de novo depois de { $by }. O próximo passo foi prometido para então.
talk-look-late = O próximo passo foi prometido para { $by }. Esse prazo já passou. Pode perguntar: davylamp answer
talk-look-again = Veja de novo daqui a um dia ou dois: davylamp check
talk-look-days = Veja pelo menos a cada { $days } dias. O retransmissor não guarda as respostas por mais tempo.
talk-consent-now =
    Perguntam com { $id } se { $whom } pode ver o seu caso.
    Responder agora? s = permitir, n = recusar, Enter = mais tarde:
talk-consent-later = Nada foi mandado sobre { $id }. Fica à sua espera.
talk-outcome-now = O seu caso está fechado. Quer dizer agora como correu? s = sim, Enter = mais tarde:

# panic arm: why each question is asked.
talk-arm-contacts-why = As suas pessoas de confiança recebem o seu alerta. Precisa de uma. Pode dar até oito.
talk-arm-text-why = Porque se pergunta: as suas pessoas de confiança devem saber a quem ajudar, e como. Recebem isto agora. Pode deixar vazio.
talk-arm-invite-why = Porque se pergunta: com um código, uma delas vê que é dos seus. O seu alerta toca também sem ele.

# checkin: why a word is asked.
talk-checkin-word-why = Porque se pergunta: só quem armou deve poder adiar o alerta, ou acabar com ele.
talk-checkin-words-why =
    Porque se pergunta: este aparelho não guarda as suas palavras, e os retransmissores devem poder reconhecê-las.
    Escreva as mesmas duas de quando o armou.

# A bar for long work.
talk-bytes-left = falta { $left }

# What the system says, in a sentence.
talk-not-detached = isto não pôde continuar em segundo plano: { $why }
talk-not-started = isto não pôde começar: { $why }
talk-file-unread = { $path }: { $why }
talk-file-long = { $path } é longo demais: no máximo { $limit } bytes
talk-file-not-text = { $path } não é texto (UTF-8)
talk-hint = dica: { $hint }
