# Texts of panic: what a defender reads.
panic-not-armed = este aparelho não está preparado: nenhum alerta foi dado
panic-not-armed-hint = prepare-o antes, com calma: davylamp panic arm --to CONTACT
panic-armed-already = este aparelho já está preparado
panic-armed-already-hint = para prepará-lo de novo, diga --replace; o perfil antigo acaba então aqui
panic-foreign = { $path } é um arquivo de outro tipo: não foi tocado
panic-foreign-hint = dê o nome de um arquivo que ainda não existe
panic-damaged = o perfil de alerta está danificado: não pode dar um alerta
panic-damaged-hint = avise as suas pessoas de confiança por outro caminho; depois prepare de novo: davylamp panic arm --replace
panic-newer = o perfil de alerta foi escrito por uma versão mais nova de davylamp
panic-newer-hint = use essa versão
panic-no-room = há demasiado à espera de envio: isto não foi acrescentado
panic-no-room-hint = veja davylamp panic status; o que espera sai quando for possível chegar ao retransmissor
panic-busy = outro comando davylamp usa neste momento o perfil de alerta
panic-io = não é possível usar o perfil de alerta: { $path }: { $error }
panic-disk-full-hint = o disco está cheio: faça espaço, e tente outra vez

# Arming.
panic-arm-advice =
    Prepare o aparelho com calma, e só um aparelho que não seja de mais ninguém.
    As suas pessoas de confiança vão saber o que significa um alerta seu, e duas palavras. Este aparelho não guarda
    nem uma coisa nem outra.
    Quem o levar pode dar um alerta falso. Não pode ler o que escreveu, nem ver a quem o disse.
panic-arm-another = Outra pessoa de confiança (ou Enter para seguir):
panic-arm-contact = Pessoa de confiança { $contact }: { $name }
panic-arm-question = Estas seis palavras são as que esta pessoa de confiança lhe disse? (sim ou não; Enter = não)
panic-arm-stopped = parado: nada foi preparado
panic-arm-no-alerts = este balcão não promete estar atento a alertas
panic-arm-contacts = no máximo { $most } pessoas de confiança
panic-arm-invites = há mais códigos de convite do que pessoas de confiança
panic-arm-twice = a mesma pessoa de confiança foi dada duas vezes
panic-arm-text-question = O que devem saber quando vier o seu alerta? O seu nome, onde está, a quem telefonar.
panic-arm-invite = Código de convite da pessoa de confiança { $contact } (ou Enter se não tem nenhum):
panic-arm-invite-long = isso não é um código de convite: é demasiado longo
panic-arm-unsound = este texto não pode ser enviado tal como está
panic-arm-told = A pessoa de confiança { $contact } foi avisada: { $name }
panic-arm-not-told = não foi possível avisar { $name }, por isso nada foi preparado: { $why }
panic-arm-in-alert = há um alerta em curso: cancele-o antes de preparar de novo
panic-arm-in-check-in = há um sinal de vida em curso: pare-o antes de preparar de novo
panic-armed = Este aparelho está preparado até { $until }.
panic-armed-next =
    Experimente agora: davylamp panic drill
    Em perigo: davylamp panic

# Words.
panic-words-advice =
    Precisa de duas palavras. A primeira cancela um alerta.
    A segunda é para quando alguém obriga: aqui tudo parece igual, e ela diz às suas pessoas de confiança que está em perigo.
    Aprenda as duas de cor. Este aparelho não as guarda, e não sabe distinguir uma da outra.
panic-words-suggestion = Por exemplo "{ $one }" e "{ $other }".
panic-new-word = A palavra que cancela um alerta:
panic-new-duress-word = A palavra para quando alguém obriga:
panic-word-again = Mais uma vez:
panic-word-differs = não foi a mesma; comece outra vez
panic-word-question = A sua palavra:
panic-word-unfit = essa palavra não pode ser usada: { $why }
panic-words-alike = as duas palavras são iguais: escolha outra
panic-word-missing = não há nenhuma palavra
panic-word-missing-hint = indique arquivos com --word-file e --duress-file, ou execute isto num terminal

# An alert.
panic-raised = ALERTA DADO. Vai para todas as suas pessoas de confiança, e continua a tentar. Deixe isto aberto, se puder.
panic-resumed = Continua o que estava à espera.
panic-raised-drill = Exercício. Segue o caminho de um alerta; as suas pessoas de confiança veem que é um exercício.
panic-untested = Não testado: nenhuma pessoa de confiança confirmou um exercício deste aparelho.
panic-state-queued = na fila: nenhum retransmissor o tem ainda
panic-state-on-relay = no retransmissor, prova verificada
panic-state-received = recebido pelo computador deles; ainda por nenhuma pessoa
panic-state-acknowledged = confirmado por uma pessoa
panic-retry = na fila, outra vez daqui a { $seconds } s: { $why }
panic-still = Dito outra vez: continua o perigo.
panic-not-kept = AVISO: isto não pode ser guardado no disco ({ $why }). O alerta sai mesmo assim. Deixe isto aberto: se acabar, não fica nada com que continuar.
panic-done = Uma pessoa tem o alerta.
panic-cancelled = Cancelado: as suas pessoas de confiança recebem a sua palavra.
panic-posted = Está no retransmissor.
panic-waits = Ainda espera. Sai quando se executar davylamp panic resume, ou com o próximo alerta.
panic-ended-queued = Parado. NENHUM retransmissor tem ainda o alerta. Execute davylamp panic outra vez, ou davylamp panic resume.
panic-ended-on-relay = Parado. Um retransmissor tem o alerta; ninguém respondeu ainda.
panic-ended-received = Parado. O computador de uma pessoa de confiança tem o alerta; nenhuma pessoa respondeu ainda.
panic-unsealed = não é possível selar o alerta: { $why }
panic-detached = Alerta dado. Continua em segundo plano: davylamp panic status
panic-detach-alone = --detach vai com o próprio alerta, e com nenhum outro comando
panic-detach-not-kept = o alerta não pode ser guardado no disco, por isso não pode continuar em segundo plano ({ $why }); execute davylamp panic sem --detach JÁ
panic-detach-failed-hint = o alerta espera: execute davylamp panic resume
panic-drill-in-alert = há um alerta em curso: nada de exercícios agora
panic-no-alert = não há nenhum alerta em curso

# In a pack.
panic-packed = SELADO em { $path }: { $envelopes } envelopes para cada um de { $relays } retransmissores, todos do mesmo tamanho. NENHUM retransmissor o tem ainda.
panic-pack-next =
    Dê o arquivo a um mensageiro, ou leve-o para onde há rede: davylamp courier post FILE
    Qualquer pessoa pode entregá-lo ao retransmissor, e ninguém o pode ler. Dê cópias a várias pessoas.
    Ele também espera aqui: quando houver rede, davylamp panic resume envia o mesmo, e mostra quem o tem.
    Quando tudo acabar, apague todas as cópias: davylamp wipe FILE
panic-pack-nothing = Nada espera envio: nenhum arquivo foi feito.
panic-pack-left = aviso: { $count } mensagens não couberam no arquivo; esperam aqui
panic-pack-waits-hint = espera aqui: indique outro arquivo, ou execute davylamp panic resume quando houver rede
panic-pack-lost-hint = NENHUM ALERTA FOI DADO: também não pôde ser guardado aqui; faça espaço, e tente outra vez
panic-pack-not-kept = AVISO: isto não pode ser guardado no disco ({ $why }). O alerta está só no arquivo: davylamp panic resume não sabe dele.
panic-pack-not-here = --pack vai com o próprio alerta, e com drill, update, cancel e resume

# More about an alert.
panic-update-question = O que devem saber?
panic-update-missing = não há nada para dizer
panic-update-missing-hint = indique um arquivo com --text ou --place, ou execute isto num terminal
panic-update-long = demasiado longo: { $length } bytes, e cabem no máximo { $limit }

# The end of a profile.
panic-disarm-waits = As suas pessoas de confiança ainda não foram avisadas, por isso o perfil fica. Tente outra vez, ou apague-o já com --offline.
panic-disarmed = O perfil foi apagado. Este aparelho já não pode dar alertas.

# Status.
panic-status-armed = Preparado. Pessoas de confiança: { $contacts }
panic-status-expires = Até { $time }.
panic-status-expires-soon = ACABA EM BREVE: { $time }. Prepare de novo: davylamp panic arm --replace
panic-status-expired = ACABOU: { $time }. As suas pessoas de confiança podem já não estar atentas. Prepare de novo: davylamp panic arm --replace
panic-status-drilled = { $contact }  uma pessoa confirmou um exercício: { $time }
panic-status-undrilled = { $contact }  não confirmou nenhum exercício
panic-status-no-alert = Nenhum alerta em curso.
panic-status-alert = ALERTA, desde { $time }:
panic-status-drill = Exercício, desde { $time }:
panic-status-cancelled = Cancelado; dado em { $time }:
panic-status-waiting = À espera de envio: { $count }
