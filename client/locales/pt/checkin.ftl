# Words.
checkin-right-question = A palavra com que preparou o aparelho (nada aparece enquanto escreve):
checkin-duress-question = A palavra sob ameaça com que preparou o aparelho (nada aparece enquanto escreve):
checkin-word-again = Mais uma vez, para confirmar:
checkin-word-differs = eram duas palavras diferentes
checkin-word-missing = não foi dada nenhuma palavra
checkin-word-missing-hint = ponha-a num arquivo e diga --word-file FILE (e --duress-file FILE para começar), ou passe-a por um pipe com -
checkin-word-length = uma palavra tem de 1 a 128 bytes; o melhor são duas palavras de uma lista de palavras
checkin-words-alike = a palavra e a palavra sob ameaça são iguais: o balcão não poderia saber que alguém obriga

# Starting.
checkin-too-long = prazo e tolerância juntos são no máximo 31 dias
checkin-expires = o seu perfil acaba em { $when }: isso é antes do fim deste sinal de vida
checkin-expires-hint = prepare-o de novo (davylamp panic arm), ou escolha um prazo mais curto
checkin-too-many = houve inícios demais que não ficaram completos: retransmissores podem ter um alerta de cada um
checkin-too-many-hint = termine-os com davylamp checkin stop onde for possível chegar a um retransmissor, depois comece outra vez
checkin-runs = há um sinal de vida em curso: o próximo prazo é { $until }
checkin-in-the-way = há um sinal de vida em curso: os retransmissores têm um alerta que ninguém poderia adiar sem o perfil
checkin-in-the-way-hint = primeiro termine-o com davylamp checkin stop
checkin-runs-hint = adie-o com davylamp checkin now, ou primeiro termine-o com davylamp checkin stop
checkin-unsealed = não é possível selar o alerta para uma pessoa de confiança
checkin-not-begun = nenhum retransmissor prometeu ficar com o alerta: { $why }. Nenhum sinal de vida está em vigor
checkin-not-begun-hint = comece outra vez quando for possível chegar a um retransmissor
checkin-stands-unsaid = os retransmissores têm o alerta, mas não é possível avisar os balcões
checkin-started = O sinal de vida está em vigor. Dê sinal antes de { $until }; { $grace } depois disso, o alerta é dado.

# Checking in.
checkin-renewed = Sinal dado. O próximo prazo é { $until }; { $grace } depois disso, o alerta é dado.
checkin-stopped = O sinal de vida terminou: todos os retransmissores prometeram fazer o que a sua palavra diz.
checkin-stop-waits = NÃO terminou em toda parte: o sinal de vida continua nos retransmissores abaixo. Execute "davylamp checkin stop" outra vez antes de { $until }.
checkin-held = pessoa de confiança { $contact }, { $relay }: prometeu guardar o alerta até { $when }
checkin-spent = pessoa de confiança { $contact }, { $relay }: o prazo acabou em { $when }; já deu o alerta
checkin-not-promised = pessoa de confiança { $contact }, { $relay }: não prometeu nada
checkin-left = pessoa de confiança { $contact }, { $relay }: ainda pode ter um alerta de um início anterior; o próximo sinal de vida apaga-o
checkin-trying = pessoa de confiança { $contact }, { $relay }: { $why }; novas tentativas até que pare isto
checkin-no-answer = nenhuma resposta neste tempo
checkin-visit-waits = pessoa de confiança { $contact }, { $relay } não respondeu ({ $why }): o que está acima continua a valer. Execute o comando outra vez; neste aparelho não fica nada que mostre a sua palavra
checkin-word-waits = pessoa de confiança { $contact }: a sua palavra ao balcão espera neste aparelho por { $relay } ({ $why })
checkin-left-behind = pessoa de confiança { $contact }, { $relay } não respondeu ({ $why })
checkin-unkept = o disco não guarda o que foi respondido: { $error }
checkin-missed = FALTOU O SINAL: o prazo e a tolerância acabaram em { $when }. Os retransmissores deram o alerta, e os balcões tocam o alarme pelos seus próprios relógios.
checkin-lapsed-hint = nenhum retransmissor tem já um alerta; só os relógios dos balcões olham pela sua segurança. Execute "davylamp checkin start" outra vez

# Status.
checkin-none = nenhum sinal de vida em curso
checkin-none-hint = comece um com: davylamp checkin start --every 12h --grace 1h
checkin-unfinished = Um início não ficou completo: nenhum retransmissor prometeu ficar com o alerta. Comece outra vez, ou termine com davylamp checkin stop.
checkin-status = Dê sinal antes de { $until } (faltam { $left }); { $grace } depois disso, o alerta é dado.
checkin-soon = EM BREVE: dê sinal antes de { $until } (faltam { $left }); { $grace } depois disso, o alerta é dado.
checkin-in-grace = ATRASADO: o prazo era { $until }. Faltam { $left } para o alerta ser dado: dê sinal agora.
checkin-stands = o sinal de vida continua como antes: o próximo prazo é { $until }
checkin-words-wait = { $count } palavras aos balcões esperam neste aparelho; para as enviar: davylamp checkin now ou davylamp panic resume
