# What somebody writes in an interview instead of an answer. Spellings are parted by |.

back = back | go back | one back
skip = skip | pass | next | go on
show = show | show so far | so far
later = later | stop | quit | exit | not now
mend = mend | fix
