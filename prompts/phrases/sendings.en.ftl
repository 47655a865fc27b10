# What came of lessons that were sent, for who sent them. Figures in fives; who did what is told to nobody.

results = What came of it
all = All that I sent
sent = { $lesson }, { $when ->
    [later] to go out
   *[done] sent
 } on { DAY($day) } { $count ->
    [0] to nobody: everybody there had it already.
   *[other] to { $to }.
 }
begun = Have begun
at-least = { $count ->
    [0] fewer than five
   *[other] { SPELL($count) } at least
 }
chose = { $holds ->
    [holds] { SPELL($count) }. This one holds.
   *[other] { SPELL($count) }
 }
told-to-nobody = All of it is counted in fives. Who has begun, who let it be, who answered what, and what somebody answers when it comes back, is told to nobody.
off-the-shelf = The lesson itself is no longer on the shelf.

## All that was sent

count = { $count ->
    [0] You have not sent a lesson yet. What you send stands here.
    [one] One lesson that you sent.
   *[other] { FIRST(SPELL($count)) } lessons that you sent, the last one first.
 }
entry = { $lesson }, on { DAY($day) }, to { $count ->
    [0] nobody
    [one] one person
   *[other] { SPELL($count) } people
 }.
newer = Newer ones
older = Older ones
