# Time stamps in a case file.

# The verdict.
verify-stamp-all = Todo este expediente es anterior a { $time }: así lo dice { $authority }, una autoridad que usted nombró ({ $path }, sobre el árbol de { $size } entradas de { $log }).
verify-stamp-some = { $count } entradas de este expediente son anteriores a { $time }: así lo dice { $authority }, una autoridad que usted nombró ({ $path }, sobre el árbol de { $size } entradas de { $log }).
verify-stamp-limit = Cuánto más antiguo es que su sello de tiempo, y quién lo escribió. Un sello de tiempo es la palabra de su autoridad, y de nadie más.
verify-stamp-not-yours = La hora que da { $path }: es un sello de tiempo de { $authority }, y ninguno de sus certificados raíz responde por él.
verify-stamp-no-roots = La hora que da { $path }: hay un sello de tiempo, y nadie que usted haya nombrado responde por él. Dé el certificado raíz de la autoridad, de una fuente propia, con --time-roots.

# Root certificates.
stamp-roots = { $path } no tiene ningún certificado raíz
stamp-roots-hint = debe ser un archivo de texto con uno o más bloques que empiezan con -----BEGIN CERTIFICATE-----

# What is wrong with one: "data/times/0001: is not a time stamp that holds: …"
stamp-format = no tiene la forma de la RFC 3161
stamp-not-granted = la autoridad lo negó
stamp-imprint = es sobre otra cosa
stamp-digest = lo firmado no es lo que contiene
stamp-certificate = el certificado que nombra no está en él
stamp-purpose = su certificado no es solo para sellos de tiempo
stamp-validity = su certificado no era válido a esa hora
stamp-algorithm = usa un algoritmo que no se acepta
stamp-signature = su firma es falsa
