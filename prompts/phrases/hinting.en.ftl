# Hints for who leads a team: about the work, never about one person.

hint = A hint
says = { $kind ->
    [untouched] Nothing has moved this line for { SPELL($days) } working { $days ->
        [one] day
       *[other] days
     }. What would be a first step of your own?
    [blocker] This has been in the way for { SPELL($days) } working { $days ->
        [one] day
       *[other] days
     }, and the team was told. Could a word from you move it?
    [win] This was won, and told to the team. A word from you?
   *[own_step] The team plays from this line. What will you do for it yourself this week?
 }
told-to-team = Told to { $team }
own-step = My own step
