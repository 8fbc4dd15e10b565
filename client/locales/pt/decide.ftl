# What the desk asks of a reporter, what it tells of itself, and what it passes on.

# A request for consent: below who would see it, and why.
consent-what = O que veriam: { $what }
consent-what-open = O que veriam: o balcão não disse. Pergunte-lhe antes de responder.
consent-then = O que acontece depois: { $then }
consent-later =
    Pode mudar a sua resposta mais tarde: execute a outra linha.
    Mas o que alguém já tiver lido até lá, fica lido.

# How a case ends, and by when something comes.
outcome-asked =
    O balcão pergunta-lhe: ajudou?
    Escreva as suas palavras num arquivo. Depois execute:
      davylamp answer --outcome FILE --helped yes
    Em vez de yes (sim) pode dizer partly (em parte), ou no (não).
    Se já o disse antes ao balcão, não é preciso fazê-lo outra vez.
promise-passed = Esse prazo passou. Pode perguntar ao balcão porque.
promise-of-desk = Este balcão promete responder a um relato dentro de { $time }.

# What was done with the case.
account-head = { $when }  O que o balcão fez com o seu caso:
account-step = { $day }  { $role }: { $deed }
staff-role = { $role ->
    [caseworker] atendente
    [lawyer] advogado
    [mediator] mediador
    [interpreter] intérprete
    [coordinator] quem coordena
   *[other] outra pessoa do balcão
}
deed-done = { $deed ->
    [opened] abriu o seu caso
    [read] leu o seu caso
    [spoke-with] falou dele com alguém
    [wrote-to] escreveu-lhe
    [handed-on] passou-o a outros
    [exported] fez um dossiê do caso para um advogado
    [published] publicou algo dele
    [linked] anotou que outro caso é parecido
    [closed] encerrou-o
   *[other] fez outra coisa
}

# An answer of somebody else.
relayed-head =
    { $when }  O balcão passa-lhe uma resposta, palavra por palavra.
    { $from } ({ $role }) escreve:
relayed-end = Aqui acabam as palavras de { $from }.
relayed-answered = Data da resposta deles: { $day }.
relayed-comment = O balcão acrescenta, com as suas próprias palavras:
relayed-no-comment = O balcão não acrescenta nada.
speaker-role = { $role ->
    [company] uma empresa
    [official] uma autoridade
   *[other] outra pessoa
}
