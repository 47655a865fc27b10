# How somebody asks of a line in words, and says what they see otherwise: "question to field/P-1: by when?". Spellings are
# parted by |.

question = question to | a question to | question on | question about | ask the owner of
objection = objection to | an objection to | i object to | objection against
