# What the coach answers from the score alone, and what it says where the score is silent.

what = { $line }.
why-serves = { $line }. It is there for { $served }.
why-serves-on = { $line }. It is there for { $served }, and that for { $above }.
why-because = { $line }. The reason stands with it.
why-none = { $line }. The score gives no reason for it, and it serves no other line.
who-owns = { $who } owns { $line }.
who-owns-with = { $who } owns { $line }; { $deputy } stands in.
who-none = The score names nobody for { $line }.
target-none = The score names no number for { $line }.
target-is = { $line }, by this number:
since-day = { $line } is in the score since { SHORTDAY($day) }.
until-day = { $line } is to be done by { SHORTDAY($day) }.
until-standing = { $line } stands without a date.
until-none = The score gives no date for { $line }.
how-far = { $state ->
    [done] { $line } is done.
    [dropped] { $line } was dropped.
   *[open] { $line } is being worked on.
 }
not = { $accepted ->
    [yes] No, not accepted: { $line }.
   *[no] No, that is out of scope: { $line }.
 }
not-many = What we chose not to do: { $lines }.
listed = { $lines }.
serves-count = { $count ->
    [0] No line
    [one] One line
   *[other] { FIRST(SPELL($count)) } lines
 }
serves-these = { $lines } { $count ->
    [one] serves
   *[other] serve
 } { $line }.
serves-that = { $line } serves { $served }.
serves-none = No line serves { $line }, and it serves none.

about-what = { $aim ->
    [why] Why what?
    [who] Who for what?
    [since] Since when what?
    [until] When what?
    [how_far] How far with what?
    [target] How much of what?
    [serves] What serves what?
   *[what] About what?
 }
name-a-line = { $shown ->
    [0] Name a line or a task: { $aim ->
        [why] “Why do we visit every oven?”
        [who] “Who owns the oven visits?”
        [since] “Since when do we visit every oven?”
        [until] “When are the oven visits due?”
        [how_far] “How far are the oven visits?”
        [target] “How many ovens do we visit?”
        [serves] “What serves the oven visits?”
       *[what] “What is our aim with ovens?”
     } Nothing was passed on.
   *[other] Name a line or a task, or press one of those that were just shown. Nothing was passed on.
 }
of-line = { $line }
about = { $words }
because = Why: { $words }
plan = How: { $words }
test = It holds if: { $words }
owner = Owner
deputy = Stands in
until = Until
day = { SHORTDAY($day) }
state = State
measure = { $words }
measure-says = { $known ->
    [both] from { $start } to { $target } { $unit }
    [target] to { $target } { $unit }
    [start] from { $start } { $unit }
   *[none] in { $unit }
 }
reading = Latest
reading-says = { $value } { $unit } on { SHORTDAY($day) }
tasks = Last 28 days
tasks-say = { $count ->
    [0] no task of your teams
    [one] one task of your teams
   *[other] { SPELL($count) } tasks of your teams
 }
more = And { $count ->
    [one] one more line
   *[other] { SPELL($count) } more lines
 }.
source = Edition { $number } of { SHORTDAY($day) }. No model spoke.
source-model = Edition { $number } of { SHORTDAY($day) }. Put into words by a model, { $model }, held to these lines (brief { $brief }).
until-says = It is due by { DAY($day) } ({ $written }).
waits = Reading the score.
stop = Do not wait
worded = { $words }
no-model = { $why ->
    [late] The lines themselves, without a summary: the model did not answer in time.
    [unreached] The lines themselves, without a summary: the model could not be reached.
    [enough] The lines themselves, without a summary: the model was asked enough for today.
    [stopped] The lines themselves, without a summary, since you did not want to wait.
   *[unreadable] The lines themselves, without a summary: what the model said does not stand on them.
 }
lost = You asked me something, and I was interrupted. This is the answer, without a summary.
changed = What would have answered you changed while I was reading. Ask again, and I look at the score as it is now.
lost-changed = You asked me something, and I was interrupted. What would have answered you has changed since. Ask again, and I look at the score as it is now.
ask-again = Ask again

silent = The score does not say.
nearest = The nearest line is { $line }.
nearest-none = No line comes near it.
passed-on = Your question goes to the people who write the score, without your name.
passed-before = The same question is with the people who write the score already, without a name.
who-sees-question = Those who write the score see the question and the nearest line; not who asked, and not when.
do-not-pass = Do not pass it on
taken-back = Not passed on.
left-alone = I told nobody and kept nothing of it, since it may be about you. If it is about the work, look the line up: Ask its owner stands beside it.
about-somebody = The score does not speak of people, so this was not passed on. { $name } can be asked.
about-leaver = The score does not speak of people, so this was not passed on.
private = What { $name } keeps private stays with { $name }.
private-shared = What { $name } keeps private stays with { $name }. I can show what { $teams } { $count ->
    [one] shares
   *[other] share
 }.
private-all = What people keep private stays with them.
too-long = That is longer than I can look up. Ask it in one sentence.

helped = Helped
not-helped = Did not
helped-aloud = This answer helped
not-helped-aloud = This answer did not help
judged = Thank you, that is counted for this line.
who-sees-counts = Your name and your question are not kept. Those who write the score see how many said so, line by line, in fives.
verdicts = How often answers on a line helped, as far as five or more said so:
verdict = { $helped } of { $said } said that it helped.

count-lines = { $count ->
    [0] no line
    [one] { SPELL($count) } line
   *[other] { SPELL($count) } lines
 }
first-both = { $what } first. It serves { $count }, and the day it must be done is nearer.
first-lines = { $what } first. It serves { $count }, the other { $others }.
first-day = { $what } first: its day, { SHORTDAY($day) }, is nearer.
first-split = The score does not put one before the other: { $what } serves more lines, and the day of { $other } is nearer.
first-alike = The score does not put one before the other.

questions = { $count ->
    [0] No question waits.
    [one] One question that the score does not answer.
   *[other] { FIRST(SPELL($count)) } questions that the score does not answer.
 }
questions-none = No question waits: the score answered all that was asked, or each has been settled.
questions-more = And { SPELL($count) } more, once these are settled.
questions-title = What the score does not say
asked = { $count ->
    [0] { "" }
    [one] { "" }
   *[other] Asked in { SPELL($count) } wordings, also: { $others }.{ " " }
 }{ $near ->
    [yes] The nearest line is this one.
   *[no] No line comes near.
 }
answered = Answered
not-ours = Not ours
nameless = Only those who write the score see these. Who asked is not kept.

suggested = Ask me about the score, in one sentence.
for-example = Of what you play from, for example:
suggest-why = Why? { $line }
suggest-how-far = How far are we? { $line }
suggest-until = By when? { $line }
suggest-who = Who owns it? { $line }
say-why = Why?
say-how-far = How far are we?
say-until = By when?
say-who = Who owns it?
