# Somebody's own page: their day, their part, what comes next, and who sees what.

title = { DAY($day) }
open = { $name }, today’s check-in is open.
away-today = You are away today. Nobody waits for your check-in.
waived = You said: not today.
handed-in = Your check-in is in. { $count ->
    [0] It holds no task.
    [one] { $tied ->
        [0] Its one task is whirlwind, or waits for its line.
       *[other] Its one task plays from the score.
    }
   *[other] { $tied ->
        [0] None of { SPELL($count) } tasks plays from the score so far.
        [one] One of { SPELL($count) } tasks plays from the score.
       *[other] { FIRST(SPELL($tied)) } of { SPELL($count) } tasks play from the score.
    }
 }

## What is in the way

stuck = What is in your way
nothing-stuck = Nothing of yours is in the way. When something is, name it in your check-in, and your team can give a hand.
stuck-since = Since { SHORTDAY($day) }{ $days ->
    [0] {""}
    [one] , for one working day
   *[other] , for { SPELL($days) } working days
 }. { $help }
taken = { $name } has taken it on.
hands = { $count ->
    [one] One offered a hand.
   *[other] { FIRST(SPELL($count)) } offered a hand.
 }
told = Your team knows of it.
untold = Only you see it.
more-stuck = { $count ->
    [one] And one more, which stands here once one of these is cleared.
   *[other] And { SPELL($count) } more, which stand here once these are cleared.
 }

all-stuck = All { $count } blockers
all-that-is-stuck = { $count ->
    [0] Nothing of yours is in the way.
    [one] One thing is in your way.
   *[other] { FIRST(SPELL($count)) } things are in your way, the oldest first.
 }

## The part

measure = { $facts }.
tasks-on = { $count ->
    [one] One of your tasks in three weeks.
   *[other] { FIRST(SPELL($count)) } of your tasks in three weeks.
 }
none-on = None of your tasks in three weeks.
untouched = Untouched for { SPELL($days) } working { $days ->
    [one] day
   *[other] days
 }{ $longer ->
    [longer] {" "}or more
   *[exactly] {""}
 }.

## For who leads a team

team = { $team }
took-part = { $due ->
    [0] Nobody is due today.
   *[other] { FIRST(SPELL($came)) } of { SPELL($due) } took part today so far.
 }
today = Today
from-score = { $tied } of { $tasks } { $tasks ->
    [one] task
   *[other] tasks
 } from the score
few = { $count }. Fewer than five were due, so there is no share.
waits = { $stuck ->
    [0] Nothing is stuck
    [one] One thing is stuck
   *[other] { FIRST(SPELL($stuck)) } things are stuck
 }; { $untouched ->
    [0] no line is untouched.
    [one] one line is untouched.
   *[other] { SPELL($untouched) } lines are untouched.
 }
digest-today = Today’s digest
digest-week = This week
set-up = Set up
more-teams = { $count ->
    [one] You lead one more team.
   *[other] You lead { SPELL($count) } more teams.
 } “digest” shows each of them.

## For who coaches

desk = Your desk
nothing-sent = What you send stands here, with figures of five people and more. A lesson takes a few minutes.
looked-at = { $count ->
    [0] No lesson that you looked at waits for you to send it.
    [one] One lesson that you looked at waits for you to send it.
   *[other] { FIRST(SPELL($count)) } lessons that you looked at wait for you to send them.
 }
sent = { $lesson }, sent to { $count ->
    [one] one person
   *[other] { SPELL($count) } people
 }. { $told }

## For who answers for the score, and who runs it

questions = { $count ->
    [0] Every question is settled. New ones stand here, without a name.
    [one] One question is open.
   *[other] { FIRST(SPELL($count)) } questions are open.
 }
see-questions = See them
running = Running it
unsent = { $count ->
    [0] In the last seven days everything was sent.
    [one] In the last seven days one message was not sent.
   *[other] In the last seven days { SPELL($count) } messages were not sent.
 }
see-unsent = What was not sent
set-up-a-team = Set up a team
compare = Compare people
preview = What goes out tomorrow

## The weeks

weeks = Your weeks
no-weeks = Your first week stands here once a check-in of yours has tasks.
week = Week of { SHORTDAY($day) }
my-weeks = My weeks

## What comes next

ahead = What comes next
next = I ask next on { DAY($at) } at { HOUR($at) }.
not-asked = I do not ask you by myself. You can check in at any time.
reminder = One reminder comes at { HOUR($at) }, unless your tasks are in before.
lesson = { $lesson } comes on { DAY($at) } at { HOUR($at) }.
recall = One question about { $lesson } comes on { DAY($at) } at { HOUR($at) }.
message-waits = { $count ->
    [0] No message waits
    [one] One message waits
   *[other] { FIRST(SPELL($count)) } messages wait
 } until { DAY($at) }, { HOUR($at) }.
budget = At most three batches a day come by themselves. Today { $count ->
    [0] none has come so far.
    [one] one message has come so far.
   *[other] { SPELL($count) } messages have come so far.
 }

## Preferences

preferences = When you hear from me
language = Language
tongue = { $code ->
    [en] English
   *[other] { $code }
 }
spans = { $spans }
span = { $one ->
    [day] { DAY($first) }
   *[days] { SHORTDAY($first) } to { SHORTDAY($last) }
 }
no-days-away = none that I know of

## What is theirs

yours = What is yours
nobody-opened = In the last thirty days nobody has opened anything that names you.
opened = { $by } opened { $what ->
    [tasks] the tasks of { $team }
    [blockers] what is stuck or won in { $team }
    [took_part] who took part in { $team }
   *[answers] what was answered in { $team }
 } for { $days ->
    [one] { DAY($first) }
   *[other] { SHORTDAY($first) } to { SHORTDAY($last) }
 }, on { SHORTDAY($at) } at { HOUR($at) }{ $times ->
    [one] {""}
   *[other] , the last of { SPELL($times) } times
 }.
all-opened = { $count ->
    [one] And one more
   *[other] And { $count } more
 }
older = { $count ->
    [one] One that is older does not stand here.
   *[other] { $count } that are older do not stand here.
 }
who-opened = { $count ->
    [0] Nobody has opened anything that names you.
    [one] In the last thirty days this was opened, with your name in it. Confidence, drafts and what you ask me nobody can open.
   *[other] In the last thirty days these were opened, with your name in them. Confidence, drafts and what you ask me nobody can open.
 }
