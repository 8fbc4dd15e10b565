# Texts of the desk.
