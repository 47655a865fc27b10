# Several things in order, where promises or the whirlwind tell; what lines and dates tell is said in coach.*.

promised = { $how ->
    [overdue] { $what } first: it was promised to { $to } by { SHORTDAY($day) }, and that day is over.
   *[promised] { $what } first: it is promised to { $to } by { SHORTDAY($day) }, and no other day is nearer.
 }
whirlwind = { $used ->
    [used_up] { $what } first: { $whose ->
        [own] your own week has as much whirlwind as { $team } agreed on.
       *[team] the whirlwind that { $team } agreed on for a week is used up.
     }
   *[room] The score does not put one before the other: { $whose ->
        [own] your own week still has room for whirlwind within what { $team } agreed on. It is yours to choose.
       *[team] this week has room left for the whirlwind that { $team } agreed on. It is yours to choose.
     }
 }
agreed = Whirlwind that { $team } agreed on
share = up to { $share } % of the tasks
this-week = { $whose ->
    [own] Your own week so far
   *[team] The team’s week so far
 }
so-far = { $whirlwind } of { $tasks } { $tasks ->
    [one] task
   *[other] tasks
 }
then = { $tells ->
    [yes] After that { $what }.
   *[no] Beside that { $what }: nothing in the score puts one before the other.
 }
nothing = { $count ->
    [0] Nothing of today is left to put in order. Check in, or ask me about two things: “A or B?”
   *[other] One task is left of today, so there is nothing to put before it.
 }
all-whirlwind = All of these are whirlwind, and the score does not put one before another. It is yours to choose.
not-here = I put your own tasks in order where you read alone. Write to me directly.
