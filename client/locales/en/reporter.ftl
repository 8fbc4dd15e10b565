# Texts of the reporter.
