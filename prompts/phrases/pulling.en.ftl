# With which words somebody says that two lines pull against each other: those that stand before them, or two that are
# named, as in "field/P-1 pulls against service/P-2"; and what may come before the reason. Spellings are parted by |.

these = these two pull against each other | these pull against each other | those two pull against each other | they pull against each other | the two pull against each other | these two lines pull against each other | these two are in tension
against = pulls against | pull against | works against | is in tension with | is at odds with
reason = because | since | as | for
