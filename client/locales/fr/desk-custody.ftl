# La garde d’un dossier, au bureau.

desk-custody-head = Le journal de garde de { $case } :
desk-custody-heads = Têtes dans le registre : { $posted }. Têtes qui attendent d’y entrer : { $waiting }.
