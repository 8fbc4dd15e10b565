# Texts that every role may read.
input-ended = the input ended before the question was answered
yes-answers = yes y
