# La custodia de un caso, en su oficina.

desk-custody-head = El registro de custodia de { $case }:
desk-custody-heads = Cabezas en el registro: { $posted }. Cabezas que esperan entrar: { $waiting }.
