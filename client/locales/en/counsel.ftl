# Texts of the counsel.
