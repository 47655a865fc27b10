# What is said beside an answer, and can be switched off.

mine = What I say beside an answer, as long as you want it:
is = { $aside ->
    [step] A moment for one of your tasks, offered now and then after a check-in
    [picture] The bigger picture of a day that is mostly whirlwind, now and then
   *[hint] For who leads a team: a hint about its work, on two days of a week at most
 }: { $said ->
    [yes] on.
   *[no] off.
 }
not-again = { $aside ->
    [step] Offer no moments
    [picture] No bigger picture
   *[hint] No hints
 }
again = { $aside ->
    [step] Offer moments again
    [picture] The bigger picture again
   *[hint] Hints again
 }
see = What I say beside
only-you = Only you see this.

## The bigger picture of a day that is mostly whirlwind: from facts, never what somebody should do

moved = { $how ->
    [1] The last of yours to move { $line } was on { DAY($day) }, and it counts as before.
    [2] Days like this one carry the others: on { DAY($day) } a task of yours moved { $line }.
   *[3] { $line } moved with a task of yours on { DAY($day) }.
 }
within = { $how ->
    [1] { $team } agreed on room for whirlwind, and your week so far is within it.
    [2] Days like this one are what { $team } left room for; your week so far is within it.
   *[3] Your week so far holds no more whirlwind than { $team } agreed is healthy.
 }
small = { $how ->
    [1] If tomorrow has a quarter of an hour to spare, one small task would move { $line }.
    [2] { $line } could do with something small; tomorrow may have a place for it.
   *[3] One call or one page tomorrow, and { $line } has moved.
 }
