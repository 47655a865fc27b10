# Lessons and what comes back of them. Of the work, never of the person; what somebody answered is theirs alone.

said = { $words }

## The shelf

shelf = { $count ->
    [0] No lessons
    [one] One lesson
   *[other] { FIRST(SPELL($count)) } lessons
 }, each of a few minutes. Take one whenever you like; nobody is told.
self = About yourself
work = About your work
workplace = About working with others
world = About the world around it
take = { $lesson }, { $minutes } min
more-of-these = { $count ->
    [one] And one more. “Find a lesson” has it.
   *[other] And { $count } more. “Find a lesson” has them.
 }
send-one = Send one to others
how-to-send = To send one, write “send promises to Field”, with the lesson and to whom.
found = { $count ->
    [0] I find no lesson about “{ $said }”.
    [one] One lesson about “{ $said }”.
   *[other] { FIRST(SPELL($count)) } lessons about “{ $said }”, the nearest first.
 }
nothing = There are no lessons here.

## Sending one

sender-title = Send a lesson
which = Which lesson?
option = { $lesson }, { $minutes } min
to-whom = To whom?
to-whom-hint = People of the teams that you coach.
everybody-in = Everybody in { $team }
or-owners = Or to those who answer for a line of the score
to-whom-owners = To those who answer for which line of the score?
owners-hint = Type a word of the line, or its address.
whom-unknown = Among those to whom you can send I find nobody, or more than one, called “{ $whom }”. Please choose here.
look-first = Look at it first
sees-from-you = They see that it is from you. What each of them answers, you do not.
preview = { $lesson }, { SPELL($minutes) } { $minutes ->
    [one] minute
   *[other] minutes
 }, to { $to }.
to-team = { $count ->
    [one] one person
   *[other] { SPELL($count) } people
 } of { $team }
to-person = { $name }
to-owners = { $count ->
    [one] the one who answers
   *[other] the { SPELL($count) } who answer
 } for { $line }
to-gone = people who are no longer there
preview-card = { $heading }: { $text }
preview-question = The question: { $text }
send = Send
send-later = Send it later
leave = Let it be
when-title = When shall it go out?
day = On which day?
hour-of-day = At what hour of yours?
in-their-hours = Whoever does not work then gets it at their next hour.
send-then = Send it then
no-such-instant = Please choose an hour that is still to come, within { $days } days.
goes = { $lesson } goes to { $to } on { DAY($at) } at { HOUR($at) }.
take-back = Do not send it
only-you-until = They read nothing of it before, but that it comes.
only-you-yet = Only you see this until you send it.
sent = { $count ->
    [0] { $lesson }: everybody there has it already, so nothing was sent.
   *[other] { $lesson } is sent to { $to }.
}
left = { $lesson } was not sent.
figures = There are { SPELL($answered) } answers; { SPELL($right) } of them chose the option that holds.
figures-alike = There are { SPELL($answered) } answers. How they chose would tell what each of them did, so it is not shown.
too-few = Fewer than five answered.
in-fives = Answers are counted in fives. Who answered what stays with each of them.
only-you-figures = Only you see these figures.

## What needs another word

choose-lesson = Please choose one of the lessons.
choose-to = Please choose to whom it goes.
choose-one-to = Please choose people or a line, not both.
nobody-there = Nobody but you is there to get it.
no-owner = Nobody answers for that line yet.
no-line = Please choose one of the lines that are offered.
choose-option = Please choose one of the options.
hour-over = Please write an hour of today that is still to come, such as { HOUR($at) }.

## To whom it is sent

offer = { $minutes ->
    [0] A moment
    [one] One minute
   *[other] { FIRST(SPELL($minutes)) } minutes
 } from { $sender }: { $lesson }. { $when ->
    [today] Now, or at { HOUR($at) }?
    [never] Now?
   *[day] Now, or on { DAY($at) }?
 }
offer-own = { $lesson }, { SPELL($minutes) } { $minutes ->
    [one] minute
   *[other] minutes
 }, as you asked. { $when ->
    [today] Now, or at { HOUR($at) }?
    [never] Now?
   *[day] Now, or on { DAY($at) }?
 }
now = Now
later = Later today
other-day = On { DAY($at) }
not-for-me = Not for me
declined = All right. Nobody is told.
after-all = Take it after all
waits = { $lesson } comes back { $when ->
    [today] at { HOUR($at) }.
   *[day] on { DAY($at) }, { HOUR($at) }.
 }
goes-on-below = { $lesson } goes on further down.
later-title = When is a good hour?
hour = At what hour of today?
put-off = Come back then

## Reading and answering

where = { $lesson }, card { $n } of { $of }.
next-card = Next card
last = { $lesson }: one question.
answer = Answer
question-title = { $lesson }
submit = That one
you-chose = Chosen: { $option }
holds = What holds: { $option }
comes-back = One question about it comes back on { DAY($at) }.
no-more = Nothing of it comes back.
source = { $source }
changed = { $lesson } has been rewritten since. What you answered is kept.
again = Read it again
stop = Stop these questions
only-you = Only you see your answer.
only-you-and-figures = Only you see your answer. { $sender } sees figures of five people and more.

## When it comes back

nudge = { $weeks ->
    [0] { $days ->
        [one] One question from yesterday
       *[other] One question from { SPELL($days) } days ago
    }
    [one] One question from a week ago
   *[other] One question from { SPELL($weeks) } weeks ago
}: { $lesson }.
not-now = Let it go
let-go = All right. Not answered, and not asked again today.

## When it cannot be done

may-not = Lessons are sent by the coaches of a team and by those who answer for the strategy. You can take one yourself.
shelf-button = The lessons
