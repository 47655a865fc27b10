# The first words to somebody who is new, and whenever they ask what this is.

says = Hello, { $name }. I am Concertmaster. { $asked ->
    [asked] Once a day I ask what you mean to do, and show which line of the strategy it plays from.
   *[other] Once a day I ask teams what they mean to do, and show which line of the strategy it plays from. You are not asked.
 }
teams-see = { $teams } { $count ->
    [one] sees
   *[other] see
 }
what-teams-see = tasks, wins, and what is in the way once you tell the team; whoever leads, coaches or observes it sees the same
you-see = You alone see
what-you-see = { $asked ->
    [asked] how sure you are of the day, what you have not handed in, your answers to lessons, what you ask the coach
   *[other] your answers to lessons, what you ask the coach
 }
nobody-gets = Nobody gets
what-nobody-gets = who did more than whom, or your history
to-stop = To stop
how-to-stop = write { $asked ->
    [asked] “not today” for a day, “I am off on Friday” for days away, “stop” for good; “start again” ends it. Nobody is told why.
   *[other] “stop”; “start again” ends it.
 }
your-hours = Your hours
manager = You lead { $team }. { $digest ->
    [hour] Each working day at { $at } its channel gets one message
   *[other] Once you give it an hour, its channel gets one message each working day
 }: how the work met the score, what is stuck, what is untouched. You will not see confidence, coach talk, or one person’s history.
coach = You coach { $teams }: you see what its digest shows and can send a lesson. What one person answers stays theirs; figures come from five people on.
observer = You observe { $teams }: you see what its digest shows, and nobody asks you for it.
owner = You answer for the score: what it cannot answer comes to you, without the name of whoever asked.
admin = You keep this running for everybody: who is here stands in the roster, and you can set up every team. No check-in is shown to you by name.
part = Your part has { $lines ->
    [one] one line{ $own ->
        [0] .
       *[other] , and it is yours.
    }
   *[other] { SPELL($lines) } lines{ $own ->
        [0] .
        [one] ; one is yours.
       *[other] ; { SPELL($own) } are yours.
    }
 }
looked-at = You own no line of the score. The teams that you coach or observe play from { $more ->
    [0] these:
   *[other] { SPELL($lines) } lines, of which these are the first:
 }
more-lines = { $count ->
    [0] No more stand
    [one] One more stands
   *[other] { FIRST(SPELL($count)) } more stand
 } behind “my part”.
no-part = You have no part in the score yet: you own no line, and no team of yours plays from one.
no-score = There is no score yet. Whoever keeps the strategy can load one; your tasks wait for their lines until then.
set-up = Set up { $team }
set-up-teams = Set up a team
first-check-in = First check-in, a minute
send-lesson = Send a lesson
open-questions = Open questions
read-digest = The digest of today
read-part = My part in the score
right = My hours are right
change = Change my hours
only-you = Only you see this. “what is this” shows it again.
