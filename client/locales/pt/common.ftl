# Texts that every role may read.
#
# Glossary. One word for one thing, in every catalogue and in the guide; words that are spelt alike in Brazil and
# in Mozambique where there is a choice.
# relay: retransmissor            desk: balcão                    poster: cartaz
# contact (davylamp:…): endereço do balcão                        contact (who is alerted): pessoa de confiança
# case: caso                      case file: dossiê do caso       claim: declaração de autoria
# alert: alerta                   drill: exercício                duress word: palavra sob ameaça
# check-in: sinal de vida         courier: mensageiro             mirror: cópia do retransmissor
# pack: pacote                    envelope: envelope              log: diário público
# checkpoint: ponto de verificação                                witness: testemunha
# card: ficha                     fingerprint: seis palavras      passphrase: oito palavras
# report: relato                  consent: consentimento          mediator: mediador
# arm: preparar                   profile: perfil de alerta       handed in: deixado no retransmissor
# this machine, device: este aparelho
input-unreadable = não foi possível ler a resposta: { $why }
input-not-text = o que foi escrito não é texto UTF-8
input-ended = a entrada terminou antes de haver resposta à pergunta
yes-answers = sim s yes y
duration-wrong = isto não é uma duração, como 90s, 30m, 12h, 2d ou 1h30m
duration-window = no máximo 24 horas

# What is typed, and what must not stay on the screen.
editor-keys = Ctrl-D: terminar   Esc: sair
editor-room = { $used } de { $limit } bytes
editor-full = NÃO HÁ ESPAÇO PARA ISSO: não foi acrescentado.
editor-finished = Terminou? Enter: seguir com este texto. Qualquer outra tecla: voltar ao texto.
editor-leave = Sair? Nada é enviado, e estas palavras ficam perdidas. s: sair. Qualquer outra tecla: voltar ao texto.
text-ends-with-empty-line = Uma linha vazia termina o texto.
text-line-cut = essa linha tinha mais de { $limit } bytes: o terminal cortou a linha, e o fim dela se perdeu; escreva linhas mais curtas
text-line-refused = essa linha não foi aceita: o texto pode ter no máximo { $limit } bytes; uma linha vazia termina o texto
shown-plainly = O que vem agora é secreto. Será apagado desta tela, mas um terminal pode guardar o que já passou por ela. Depois, feche esta janela.
shown-for-good = O que vem agora é secreto, e aqui nada pode apagar o que aparecer. Fica na parte de cima da janela, ou no lugar para onde esta saída vai. Depois, feche esta janela.
shown-plainly-question = Mostrar? (sim ou não)
shown-plainly-hint = num terminal que possa apagar, não use --plain; ou mande escrever num arquivo: --passphrase-out FILE
words-again-question = O que escreveu ainda está aqui. Tentar outra vez? Com não, tudo se perde. (sim ou não)

# Reaching a relay.
relay-address = isto não é o endereço de um retransmissor: { $address }
relay-not-anonymous = { $address } não é um endereço onion nem está neste aparelho: veria de onde a ligação vem
relay-not-anonymous-hint = use o endereço onion do retransmissor; ou diga --direct, se o retransmissor pode saber onde está
relay-no-tor = o retransmissor é um serviço onion, e aqui não há nenhum Tor em funcionamento (portas 9050 e 9150)
relay-no-tor-hint = { $how }; se o Tor está noutro lugar, diga --socks HOST:PORT
relay-tor-gone = nenhum Tor responde em { $address }
relay-tor-gone-hint = { $how }; depois faça o mesmo outra vez: nada foi enviado por outro caminho
tor-start-tails = primeiro ligue-se ao Tor: o assistente "Tor Connection" (Conexão Tor), no alto da tela
tor-start-whonix = inicie o Whonix gateway e espere até ele estar ligado
tor-start-debian = execute "sudo apt-get install tor" uma vez; se já está instalado, "sudo systemctl start tor"; ou abra o Tor Browser e deixe-o aberto
tor-start-fedora = instale o tor (sudo dnf install tor, ou sudo zypper install tor) e execute "sudo systemctl start tor"; ou abra o Tor Browser e deixe-o aberto
tor-start-arch = execute "sudo pacman -S tor" e "sudo systemctl start tor"; ou abra o Tor Browser e deixe-o aberto
tor-start-termux = execute "pkg install tor" uma vez, depois "tor" numa segunda sessão, e deixe-o em funcionamento; ou use o Orbot
tor-start-macos = abra o Tor Browser e deixe-o aberto; ou execute "brew install tor" e "brew services start tor"
tor-start-browser = abra o Tor Browser e deixe-o aberto, ou instale e inicie o tor
relay-socks-address = isto não é o endereço de um proxy SOCKS5, como 127.0.0.1:9050: { $address }
relay-proxy-elsewhere = o proxy está noutro aparelho: quem vigia a linha até ele vê a que retransmissor se liga
relay-unreachable = não é possível chegar ao retransmissor: { $why }
relay-behind-tor = o Tor funciona, mas não consegue chegar até ele ({ $why })
relay-too-slow = não responde a tempo
relay-busy = o retransmissor tem demasiado trabalho neste momento
relay-full = o retransmissor já não tem espaço
relay-try-again-hint = nada se perdeu; tente mais tarde
relay-refused = o retransmissor não faz o que foi pedido (código HTTP { $status })
relay-not-yet = o diário do retransmissor ainda não chega até aí
relay-purged = o retransmissor já não guarda mensagens tão antigas; guarda-as a partir do número { $first }

# What a relay may be caught at.
relay-lie-hint = não confie neste retransmissor; avise o balcão por outro caminho, e guarde o que ele mostrou
relay-length = o retransmissor deu uma resposta de { $got } bytes em vez de { $want }: está cortada, ou não é um retransmissor
relay-malformed = a resposta do retransmissor não é o que devia ser ({ $what })
relay-checkpoint = o ponto de verificação do retransmissor não é do diário que a ficha indica: { $why }
relay-not-timed = o ponto de verificação do retransmissor não diz quando foi feito
relay-rolled-back = o ponto de verificação do retransmissor é mais antigo do que um que ele já mostrou: { $now } entradas, e havia { $before }
relay-forked = o retransmissor mostra duas histórias diferentes: não concordam nas primeiras { $size } entradas
relay-stale = o retransmissor mostra um estado antigo, de há { $minutes } minutos: mensagens mais novas podem estar escondidas
relay-ahead = o relógio do retransmissor está { $minutes } minutos à frente do relógio deste aparelho
relay-stale-hint = veja o relógio deste aparelho; se está certo, o retransmissor parou, ou esconde o que é novo
relay-receipt = o recibo do retransmissor não prova que a mensagem foi escrita no diário
relay-promise = a resposta do retransmissor não é a promessa de fazer o que foi pedido
relay-body-altered = o retransmissor alterou uma mensagem: a número { $index } não é a que está no diário
relay-body-withheld = o retransmissor retém uma mensagem: a número { $index } não está lá
relay-entries-altered = o retransmissor mostra entradas que não estão no seu diário no número { $index }: alteradas, trocadas ou inventadas
relay-tag-bundle = o retransmissor mente nas suas listas de marcas: a número { $index } é outra entrada no diário
relay-feed = a transmissão do retransmissor foi cortada ou está mal formada

# Cards at a relay.
relay-card-missing = o retransmissor não tem nenhuma ficha deste balcão
relay-card-missing-hint = o endereço pode estar mal escrito, ou o balcão mudou-se: peça um cartaz novo
relay-card-forged = o retransmissor mostra uma ficha em nome deste balcão que não é válida: { $why }
relay-card-not-logged = o retransmissor mostra uma ficha deste balcão que o seu diário não prova
relay-card-forged-hint = não envie nada; peça a ficha ao balcão por outro caminho
relay-card-rolled-back = o retransmissor mostra uma ficha antiga deste balcão: número { $shown }, e já se conhece a número { $known }
relay-desk-not-listed = quem opera o retransmissor não pôs este balcão na lista
relay-desk-not-listed-hint = peça a quem opera o retransmissor que execute: davylamp-relay desk add DIR VERIFIER-KEY
relay-old-serial = o retransmissor tem uma ficha ou um aviso deste balcão com este número ou com um número maior
relay-bad-note = o retransmissor não aceita esta ficha ou este aviso
