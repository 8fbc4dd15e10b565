# What a photograph or a document says about who made it, and what stays in the copy that is sent.
metadata-file = { $file }:
metadata-says = Este ficheiro diz:
metadata-says-nothing = Nada foi encontrado além do que mostra.
metadata-left = A cópia ainda tem:
metadata-left-nothing = A cópia não tem mais nada.
metadata-written = Cópia escrita: { $path }
metadata-refused = Recusado: { $why }
metadata-other = Recusado: o que este tipo de ficheiro diz sobre si não pode ser retirado aqui
metadata-not-read = { $path } não pôde ser lido: { $why }
metadata-not-written = { $path } não pôde ser escrito: { $why }
metadata-with-value = { $what }: { $value }
metadata-inside = numa imagem lá dentro: { $what }

# Found, and not in the copy.
metadata-found-place = onde foi tirada
metadata-found-time = quando
metadata-found-device = o telefone ou a câmara
metadata-found-author = quem o fez
metadata-found-note = uma nota lá dentro
metadata-found-thumbnail = uma cópia pequena da imagem, que pode mostrar mais do que ela
metadata-found-maker = notas do fabricante: muitas vezes um número de série
metadata-found-program = o que um programa escreveu sobre ele
metadata-found-press = uma ficha como a da imprensa: nomes, lugares, palavras
metadata-found-colour = um perfil de cor, que pode nomear um aparelho
metadata-found-second = uma segunda imagem atrás da primeira
metadata-found-trailing = dados escondidos depois do fim
metadata-found-unknown = uma parte que não é precisa para o mostrar
metadata-found-properties = as suas propriedades: título, empresa, datas, tempo de trabalho
metadata-found-comments = comentários, com nomes; a cópia não os tem
metadata-found-revisions = números que dizem quem escreveu o quê e quando
metadata-found-template = onde estão os ficheiros no computador de origem
metadata-found-printer = a impressora
metadata-found-names = nomes e descrições de imagens: muitas vezes nomes de ficheiros
metadata-found-archive = como e quando as suas partes foram guardadas
metadata-found-hidden = partes que ninguém vê
metadata-found-language = a língua e o país do programa

# Left in the copy.
metadata-left-picture = a imagem: procure rostos, placas, ecrãs, espelhos, e quem podia estar ali
metadata-left-compression = como foi comprimida: pode indicar um tipo de telefone, não só o seu
metadata-left-orientation = que lado fica para cima
metadata-left-words = o texto: procure nomes, lugares, e quem podia saber isto
metadata-left-links = ligações para páginas
metadata-left-fields = lugares que põem um nome, uma data ou um ficheiro: leia o que lá está
metadata-left-hidden = texto, folhas ou diapositivos escondidos, mas presentes
metadata-left-all = tudo

# Why a file is refused, and what to do.
metadata-error-large = o ficheiro é grande demais: no máximo 128 MiB
metadata-error-damaged = o ficheiro está danificado, ou não é bem o que diz ser
metadata-error-rare = o ficheiro é de um tipo raro
metadata-error-moving = esta imagem mexe-se: contém várias
metadata-error-bomb = o ficheiro encheria esta máquina ao ser aberto
metadata-error-encrypted = o ficheiro tem palavra-passe
metadata-error-changes = o documento guarda as alterações, e quem as fez
metadata-error-macros = o documento contém programas (macros)
metadata-error-embedded = há outro ficheiro dentro do documento
metadata-error-linked = o documento vai buscar o que mostra a outro lugar
metadata-error-media = uma imagem, filme ou som do documento é de um tipo que não é tratado
metadata-error-part = o documento tem uma parte que aqui não se conhece
metadata-error-stable = a cópia não pôde ser verificada: é uma falha do davylamp
metadata-advice-large = envie uma cópia mais pequena, ou só a parte que importa
metadata-advice-again = abra-o noutro programa, guarde-o de novo e use esse ficheiro; ou faça uma imagem do ecrã
metadata-advice-moving = guarde a única imagem que importa, e use essa
metadata-advice-encrypted = abra-o, retire a palavra-passe e guarde-o
metadata-advice-changes = no seu programa, aceite ou rejeite todas as alterações e pare o registo; depois guarde e use esse ficheiro
metadata-advice-macros = guarde-o sem eles, como DOCX, XLSX, PPTX ou ODT
metadata-advice-picture = faça uma imagem do ecrã (PNG) que mostre o que importa, e envie-a
