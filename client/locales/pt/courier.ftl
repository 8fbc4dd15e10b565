# Texts for couriers, and for those who give something to one.

# courier post.
courier-load = { $envelopes } envelopes selados para { $relay }
courier-done = Tudo está nos retransmissores. Agora apague o arquivo: davylamp wipe FILE
courier-not-a-pack = isto não é um pacote, ou está danificado
courier-not-a-pack-hint = um pacote é um arquivo de 262144 bytes sem cabeçalho: tem de ser copiado inteiro e sem mudanças
courier-newer = este pacote foi feito por uma versão mais nova de davylamp
courier-left = { $left } de { $total } não foram entregues a { $relay }: { $why }
courier-again-hint = guarde o arquivo, e execute outra vez dentro de dois dias: nada é entregue duas vezes

# Packs.
pack-exists = já há um arquivo com este nome, e não se escreve por cima dele: { $path }
pack-no-place = não há tal pasta: { $path }
pack-needs-card = sem rede é precisa a ficha do balcão, e isto é só o endereço dele
pack-needs-card-hint = enquanto há rede: davylamp contact show --to FILE --card-out CARD; ou tire-a da pasta cards/ de uma cópia do retransmissor; depois diga --to CARD
pack-unproven = nenhum retransmissor é consultado: não se sabe se esta ficha está no diário dele, nem se há uma mais nova
pack-clock = o relógio deste aparelho diz { $time }: se está errado, o balcão talvez não consiga ler isto
pack-late = esta ficha é tão antiga que um balcão que se ausente algum tempo não pode ler o que for entregue depois de { $until }: mande entregar já
pack-too-long = demasiado longo para um pacote: { $got } envelopes para cada retransmissor, e cabem { $most }
pack-too-long-hint = divida as suas palavras em dois relatos do mesmo caso, cada um com o seu pacote: o segundo com --passphrase-file
pack-not-written = não foi possível escrever o pacote em { $path }: { $why }
pack-full-hint = faça espaço, ou indique um arquivo noutro disco
pack-lost-hint = nada fica guardado: chame outra vez com as mesmas palavras, e as mesmas oito palavras em --passphrase-file
pack-elsewhere-question = Outro arquivo onde escrever (Enter para desistir; as suas palavras ficam então perdidas):
pack-written = Selado em { $path }: { $envelopes } envelopes para cada um de { $relays } retransmissores, todos do mesmo tamanho.
pack-next =
    E agora: dê o arquivo a um mensageiro, ou leve-o para onde há rede: davylamp courier post FILE
    Qualquer pessoa pode entregá-lo, mais de uma vez e de qualquer cópia: conta uma vez. Ninguém o pode ler pelo caminho.
    Vale até { $until }. Depois disso o balcão talvez não o consiga ler.
    O que o mensageiro vê não lhe prova nada. Só "Recebido", mais tarde em "davylamp check", mostra que chegou.
    Dê uma cópia a um segundo mensageiro, se puder. Depois apague a sua: davylamp wipe FILE
    Quem encontrar o arquivo não o pode ler, mas pode ver no diário do retransmissor que ele foi entregue.
