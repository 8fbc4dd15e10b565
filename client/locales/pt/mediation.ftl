# A mediator in your case: what a reporter reads.
mediation-same-desk = o balcão e o mediador são o mesmo: dê dois endereços
mediation-no-role = { $name } não oferece mediação
mediation-no-role-hint = escolha um balcão cuja ficha diga que faz mediação: davylamp contact show
mediation-what =
    Vai trazer um terceiro para o seu caso: { $name }.
    As seis palavras da ficha dele: { $words }
    Compare-as com palavras que recebeu dele por outro caminho.
    O que ele vai ver: o que enviar aos dois a partir de agora, e o que { $desk } lhe escrever a partir de agora.
    O que ele não vai ver: tudo o que foi escrito antes.
    { $desk } e { $name } vão saber que partilham este caso. Cada um vê o que o outro lhe escreve.
    Pode retirá-lo em qualquer momento. O que ele já tiver visto até lá, fica visto.
mediation-question = Quer isto? (sim ou não)
mediation-invited = Convite feito: { $name }.
mediation-both-how =
    Escrever aos dois:  junte --with FILE a davylamp answer. FILE é o endereço do mediador.
    Ler os dois:        junte --with FILE a davylamp check.
    Acabar com isto:    davylamp answer --remove-mediator --with FILE
    Sem --with, as suas palavras vão só para um deles.
mediation-sent-both = As suas palavras estão a caminho do balcão e de { $name }.
mediation-remove-what =
    Vai retirar { $name } do seu caso, para sempre. Não poderá convidá-lo outra vez para este caso.
    Ele viu o que foi escrito enquanto esteve no caso. Isso não se pode desfazer.
mediation-remove-question = Retirá-lo? (sim ou não)
mediation-removed = Retirado: { $name }. O balcão já não lhe envia mais nada.
mediation-half-hint = { $one } já tem isto, e { $other } ainda não: execute o mesmo comando mais uma vez
mediation-proposed =
    { $when }  O balcão propõe um mediador.
    Nome: { $name }
    As seis palavras da ficha dele: { $words }
    Motivo: { $why }
    O endereço dele, para um arquivo:
    { $contact }
mediation-proposed-how =
    Para aceitar:  davylamp answer --invite FILE --consent { $id }
    Para recusar:  davylamp answer --refuse { $id }
    O mediador não vê nada se não o convidar. Antes do convite, o programa diz o que ele vai ver.
mediation-open =
    { $when }  Há agora um terceiro no seu caso.
    As seis palavras da ficha dele: { $words }
    O endereço dele, para um arquivo:
    { $contact }
mediation-ended-reporter = { $when }  O mediador foi retirado, como pediu. Ele já não recebe mais nada deste caso.
mediation-ended-desk = { $when }  O balcão retirou o mediador. Ele já não recebe mais nada deste caso.
mediation-ended-mediator = { $when }  O mediador saiu. Ele já não recebe mais nada deste caso.
mediation-seen = O que ele viu até lá, fica visto.
mediation-read-both =
    Há um terceiro no seu caso. Para ler o que os dois escrevem, ponha o endereço dele num arquivo, e execute:
    davylamp check --to { $to } --with FILE
mediation-the-desk = O balcão: { $name }. As seis palavras da sua ficha: { $words }
mediation-the-mediator = O mediador: { $name }. As seis palavras da sua ficha: { $words }
mediation-desk-writes = { $when }  O balcão { $name } escreve:
mediation-mediator-writes = { $when }  O mediador { $name } escreve:
mediation-desk-tells = Do balcão { $name }:
mediation-mediator-tells = Do mediador { $name }:
