# Notices, as everybody reads them.
notice-kind-rights = direitos
notice-kind-security = segurança
notice-kind-study = estudo
notice-kind-other = outro assunto
notices-desk = { $name }
notices-desk-words = As seis palavras deste balcão: { $words }
notices-desk-unknown = Não deu um endereço deste balcão. Pode ser qualquer pessoa. Compare as seis palavras com o balcão antes de confiar nele.
notices-none = Este balcão não tem avisos.
notices-nobody = Nenhum balcão está na lista aqui.
notices-title = { $title }
notices-about = Número { $id }. Assunto: { $kind }. Língua: { $language }. Publicado: { $published }
notices-past = PASSOU A DATA ({ $until }). Talvez já não seja verdade.
notices-old = Antigo: tem mais de meio ano. Pergunte se ainda é verdade.
notices-desk-failed = os avisos de { $name } não são válidos, e não são mostrados: { $why }
notices-mirror-age = Esta cópia do retransmissor é de { $time }. Avisos mais novos não estão nela.
notices-whose-hint = dê um endereço de balcão (--to FILE), um retransmissor (--relay HOST:PORT) ou uma cópia do retransmissor (--from DIR)

relay-notice-forged = o retransmissor mostra avisos em nome deste balcão que não são válidos: { $why }
relay-notice-not-logged = o retransmissor mostra avisos deste balcão que o seu diário não prova
relay-notice-rolled-back = são mostrados avisos antigos deste balcão: número { $shown }, e já se conhece o número { $known }
