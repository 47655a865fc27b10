# One's own weeks, for oneself.

says = The week of { SHORTDAY($day) }: { $tasks ->
    [0] no task
    [one] { SPELL($tasks) } task, { $tied ->
        [0] none from the score
       *[other] { SPELL($tied) } from the score
     }
   *[other] { SPELL($tasks) } tasks, { $tied ->
        [0] none from the score
       *[other] { SPELL($tied) } from the score
     }
 }. { $done ->
    [0] Nothing is marked done.
    [one] { FIRST(SPELL($done)) } is marked done.
   *[other] { FIRST(SPELL($done)) } are marked done.
 }{ $stopped ->
    [0] {""}
    [one] {" "}{ FIRST(SPELL($stopped)) } was stopped or handed over.
   *[other] {" "}{ FIRST(SPELL($stopped)) } were stopped or handed over.
 }
nothing = Nothing is kept of the week of { SHORTDAY($day) }.
day = { DAY($day) }
became = { $state ->
    [done] Done
    [carried] Carried on
    [stopped] Stopped or handed over
   *[dropped] Dropped
 }
won = A win
asked = { WEEKDAY($day) }, asked “{ $question }”
answered = { WEEKDAY($day) }, asked “{ $question }”: { $said }
before = The week before
after = The week after
only-you = Only you see your weeks side by side.
