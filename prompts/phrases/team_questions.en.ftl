# A team's own questions in the check-in: how they are asked, answered, managed and read.

## In the check-in

label = { $words }
asked-by = { $teams } { $count ->
    [one] asks
   *[other] ask
 }
may-stay-empty = May stay empty.
is-waited-for = { $teams } { $count ->
    [one] waits
   *[other] wait
 } for an answer to this one.
yes = Yes
no = No
only-if = Only { $when }. Else it is left out.
changeable = You can change it for seven days.{ $more ->
    [0] {""}
    [one] {" "}One more question of your teams comes on another day.
   *[other] {" "}{ FIRST(SPELL($more)) } more questions of your teams come on another day.
 }

## What needs another word

need-answer = { $teams } { $count ->
    [one] waits
   *[other] wait
 } for an answer to this one. A word is enough.
not-a-number = Write a number, such as 3 or 2.5.

## Afterwards

asks-more = { $teams } { $count ->
    [one] asks
   *[other] ask
 } { $questions ->
    [one] one thing
   *[other] { SPELL($questions) } things
 } more: { $words }
quoted = “{ $words }”
answer = Answer
form-title = { $questions ->
    [0] No more questions
    [one] One more question
   *[other] { FIRST(SPELL($questions)) } more questions
 }
keep-answer = Keep it
kept = Kept. It stands in your check-in for { DAY($day) }.
nothing-open = Nothing is left to answer there. What was answered is kept, and Edit check-in changes it.

## The team's list

shelf = { $count ->
    [0] { $team } asks nothing of its own yet.
    [one] { $team } asks one question of its own in the check-in.
   *[other] { $team } asks { SPELL($count) } questions of its own in the check-in.
 }
shelf-full = Five are the most; remove one to ask another.
shelf-why = Each question is a minute of everybody’s morning. The ones that get an answer from you stay alive.
what = { $kind }. Asked { $when }, { $days }.{ $required ->
    [yes] {" "}The check-in waits for an answer.
   *[no] {""}
 }
kind-line = One line
kind-choice = One of { $options }
kind-yes_no = Yes or no
kind-number = A number
when-always = whenever somebody checks in
when-back = after days away
when-told = if the team is told of something in the way
gone = a question that is no longer asked
when-untied = if no task plays from the score
when-after = if “{ $words }” was answered with “{ $said }”
on-days = on { $days }
every-day = on any day
weekday = { WEEKDAY($day) }
add = Add a question
change = Change
earlier = Move up
later = Move down
remove = Remove
back = All questions
another-team = { $team }
other-teams = Another team
which-team = Which team?
show-team = Show its questions
who-sees = Everybody in { $team } is asked, and sees what the others answer. Who leads the team, and admins, change the questions.

## The form

title-add = A question of { $team }’s own
title-change = Change “{ $words }”
words = What do you want to ask?
words-hint = One line, as you would say it
kind = How is it answered?
option-line = One line
option-choice = One of some choices
option-yes_no = Yes or no
option-number = A number
choices = Which choices are there?
choices-hint = Two to six, one to a line or parted by semicolons. Stays empty unless it is answered with a choice.
days = On which days?
days-hint = Without a tick, on every day.
when = When is it asked?
option-always = Whenever somebody checks in
option-back = After days away
option-told = If the team is told of something in the way
option-untied = If no task plays from the score
option-after = “{ $said }” was the answer to “{ $words }”
must = The check-in waits for an answer
must-hint = Without the tick it may stay empty.
answers-seen-by = The answers: { $team }
look-first = See how it looks

## Before it is asked

title-preview = This is how { $team } will see it
preview-in-form = It stands at the end of the check-in form, asked { $when }, { $days }. Nothing is asked until you hand this in; what you fill in here is not kept.
preview-after = It comes with the answer to the check-in, { $when }, { $days }. Nothing is asked until you hand this in; what you fill in here is not kept.
ask-it = Ask it from now on

need-words = Write what you want to ask.
need-kind = Choose how it is answered.
need-choices = Write two to six choices, each on a line of its own.
long-choice = “{ $option }” has { $length } characters, and { $longest } fit. Please shorten it.
need-when = Please choose one of those that are offered. It may be that the question before it is no longer asked.
asked-already = { $team } asks that already. Change that one, or use other words.
too-many = { $team } asks five questions already, and five are the most. Remove one, then hand this in again; what you typed is here.
is-followed-here = “{ $words }” is asked after one of the answers to this one. Keep that answer, or change “{ $words }” first.

## When it cannot be done

may-not = Questions of a team’s own are set by who leads the team, and by admins. You can ask yours for one.
changed = That question was changed or removed by somebody else in the meantime. Nothing was changed now; here is how it stands.
stays-after = “{ $words }” is asked after another answer, so it stays behind that question. Nothing was changed.
is-followed = “{ $words }” is asked after one of its answers. Change or remove that one first. Nothing was changed.
full = { $team } asks five questions, and five are the most. Nothing was changed; remove another first.
removed = “{ $words }” is no longer asked. What was answered stays.
ask-again = Ask it again

## What was asked

asked = What was asked
answers = { $team }, { SHORTDAY($first) }{ $days ->
    [one] {""}
   *[other] {" "}to { SHORTDAY($last) }
}: what was asked, and answered
no-answers = Nothing was answered here.
question = “{ $words }” { $answers ->
    [0] No answer.
    [one] One answer.
   *[other] { FIRST(SPELL($answers)) } answers.
}
no-longer = Asked in these words until { SHORTDAY($day) }.
said-by = { $name }, { WEEKDAY($day) }
count = { $count }
count-share = { $count } of { $of }, { $percent } %
middle = In the middle
from-to = From, to
range = { $lowest } to { $highest }
too-few = Fewer than five people answered, so there are no shares.
channel-sees = Everybody in this channel sees this.
you-see = Only you see this answer.
