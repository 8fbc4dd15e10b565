# courier mirror.
mirror-looking = exame do que já está aqui
mirror-plan = Para buscar: { $entries } entradas, cerca de { $bytes }; a 1 MB por segundo leva { $time }. Pode ser interrompido, e continua quando se executa outra vez.
mirror-days-hint = Isto leva tudo o que o retransmissor guarda. Para menos, diga --days N; um dia são cerca de 350 MB.
mirror-progress = busca em curso
mirror-no-room = não há espaço que chegue: é preciso buscar { $need }, e estão livres { $free }
mirror-done =
    { $dir } tem { $entries } entradas ({ $bytes }) e { $cards } fichas, tal como estavam em { $time }.
    Tudo o que está ali é público. Quem o lê precisa das suas próprias palavras e do seu próprio cartaz: davylamp check --from { $dir }
mirror-goes-on-hint = o que foi verificado fica ({ $entries } entradas); execute outra vez para continuar
mirror-gap-hint = esta cópia é antiga demais para ser continuada: faça uma nova noutra pasta; esta ainda se pode ler
mirror-evidence-hint = os dois pontos de verificação estão guardados em { $dir }/evidence: dê-os aos balcões e a quem opera o retransmissor; a cópia ficou como estava

# courier verify.
mirror-whole = A cópia está inteira: { $entries } entradas com os seus conteúdos, e { $cards } fichas, tal como estavam em { $time }.

# What may be wrong with a mirror.
mirror-disk = { $file }: { $why }
mirror-full = { $file }: já não há espaço
mirror-full-hint = faça espaço, use outro disco, ou leve menos: --days N, com --prune onde uma cópia já está completa
mirror-busy = { $file }: outro comando escreve ali neste momento
mirror-absent = { $file }: não está lá
mirror-absent-hint = indique a pasta que davylamp courier mirror escreveu, e copie-a inteira
mirror-unfinished = { $file }: não está lá; esta cópia não foi terminada
mirror-unfinished-hint = quem a fez tem de executar davylamp courier mirror outra vez, até o fim
mirror-not-empty = { $file }: a pasta não está vazia, e não tem uma cópia do retransmissor
mirror-not-empty-hint = indique uma pasta nova
mirror-newer = { $file }: escrito por uma versão mais nova de davylamp
mirror-newer-hint = obtenha um davylamp mais novo
mirror-form = { $file }: danificado ou mudado, não tem a forma certa
mirror-length = { $file }: cortado, ou longo demais
mirror-entry = { $file }: danificado ou mudado na entrada { $index }
mirror-entries = { $file }: danificado ou mudado, não são as primeiras { $size } entradas que o retransmissor assinou
mirror-body-altered = { $file }: a mensagem { $index } está danificada ou mudada, não é a que está no diário
mirror-body-missing = { $file }: falta a mensagem { $index }
mirror-checkpoint = { $file }: não é o que assinou o diário que a ficha do balcão indica: { $why }
mirror-cards = { $file }: a ficha do balcão que ali está não é válida: { $why }
mirror-old-card = { $file }: ali está a ficha número { $shown } do balcão, e o diário tem a número { $logged }
mirror-other-log = { $file }: uma cópia de outro retransmissor, e não de { $wanted }
mirror-other-log-hint = cada retransmissor tem a sua própria cópia, numa pasta só dela
mirror-damaged-hint = não confie nesta cópia: peça-a outra vez ao mensageiro, ou a outra pessoa
