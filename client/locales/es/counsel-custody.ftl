# Custody: what a desk noted of a case, and what the log shows of it.

verify-custody-events = Lo que la oficina anotó de este caso (su palabra, sujeta por las cabezas en el registro):
custody-event = { $n }. { $time }: { $action }. Quién: { $actor } ({ $role }). Clave: { $key }. Por qué: { $reason }.
custody-no-key = ninguna anotada
custody-no-role = ningún papel anotado
custody-no-reason = ninguna razón anotada
custody-given = { $n }. Permiso: { $consent }. Sellado para { $count } destinatarios.
custody-only = { $n }. Fue una selección, no todo el caso.
custody-purpose = { $n }. Se pide a quien lo recibe que lo use solo para esto: { $purpose }
custody-expires = { $n }. Se pide a quien lo recibe que no lo guarde después del { $until }. Nada lo obliga.
verify-log-later = Se hizo algo con este caso después de hacer este archivo: la entrada { $index } de { $log } es la cabeza número { $n } de su registro de custodia, allí a más tardar el { $time }. Pregunte a la oficina qué fue.
verify-log-untold = La entrada { $index } del registro lleva la marca de la cabeza número { $n }. Su texto ya no está, o ninguna tarjeta de la oficina nombra a quien la firmó: no cuenta.
verify-log-not-compared = { $count } pruebas llevan a partes de { $log } que no se mostraron: traiga una copia más larga del registro.
verify-log-young = Lo que entró antes de la entrada { $from }: un relé guarda solo lo reciente. Una copia del registro lo guarda todo.
verify-log-no-later = No hay otra cabeza de este registro de custodia en { $log }, entradas { $from } a { $to }: allí no hay final cortado ni salida oculta.
verify-log-other = esta es una copia de { $log }, y ninguna tarjeta del expediente nombra ese registro
verify-log-other-hint = traiga una copia del registro donde está el expediente, hecha con: davylamp courier mirror
custody-action = { $action ->
    [opened] el caso empezó
    [read] alguien lo leyó
    [answered] alguien respondió
    [consent] la persona decidió sobre su permiso
    [exported] se hizo un expediente
    [exported-without-consent] se hizo un expediente sin permiso
    [shared] se mostró a un colega
    [closed] se cerró
    [opened-for-export] se abrió para hacer un expediente o para entregarlo
    [handed-over] se entregó a otra oficina
    [received] se recibió de otra oficina
   *[other] otra cosa
}
