# If-then steps: when something happens, one will do something. Theirs alone who made it; nothing here is a verdict.

said = { $how ->
    [cue] When { $cue }, I will { $words }.
    [own] { $cue }, I will { $words }.
    [cue-hour] When { $cue }, at { $at }, I will { $words }.
    [own-hour] { $cue }, at { $at }, I will { $words }.
   *[hour] At { $at }, I will { $words }.
 }
moment = { $how ->
    [cue] When { $cue }
    [own] { $cue }
    [cue-hour] When { $cue }, at { $at }
    [own-hour] { $cue }, at { $at }
   *[hour] At { $at }
 }
only-you = Only you see this; your teams do not.

## Making one

offer = Would a moment help with “{ $task }”? “When the first call ends, I will …”
name-one = Name a moment
title = When will it be?
cue = When … (what happens just before)
cue-hint = As in: the dispatch call ends; I have had lunch. May stay empty if you name an hour.
hour = At which hour, if at any?
hour-hint = I show it to you then, once. Empty: I ask about it at your next check-in, and no more.
words = I will …
words-hint = The first thing that you will do, small enough to begin at once.
day = On which day?
for-which = For which of today’s tasks?
for-line = Beside what the team does for { $line }: what will you do yourself?
keep = Keep it
need-words = Say what you will do.
need-cue = Name what happens just before, or an hour.
bad-day = Name a day from today on, up to a week ahead.
for-task = For “{ $task }”
comes = { $comes ->
    [shown] I show it to you at { $at }, and ask at your next check-in whether it happened.
    [quiet] { $at } is in your quiet hours, or while you are away, so I do not show it then. I ask at your next check-in whether it happened.
   *[none] I ask at your next check-in whether it happened.
 }
change = Change it
take-back = Take it back
taken-back = Taken back. Nothing of it is kept, and I do not ask about it.
not-made = { $why ->
    [over] That hour or that day is over. Nothing was kept or changed.
    [full] Five moments are the most for one day. Nothing was kept; one of the others can be changed or taken back.
   *[long] That is more than fits in one sentence of 120 characters for each half. Nothing was kept; please shorten it.
 }

## At its hour

you-asked = You named this moment.
happened = It happened
settled = { $state ->
    [kept] It happened.
    [not_kept] Not this time.
   *[taken_back] You took this back.
 }

## What became of it

asked-back = Did it happen when you meant it to?
not-this-time = Not this time
not-yet = Not yet
meant = { DAY($day) }. { $moment }.
noted = { $what ->
    [kept] Noted: it happened.
    [not_kept] Noted: not this time.
   *[not_yet] Noted: not yet. I ask once more at your next check-in.
 }
rate = { $kept ->
    [0] Of your last { SPELL($of) } moments, none came as you meant it; another cue or a smaller step may fit better.
    [one] One of your last { SPELL($of) } happened when you meant it to.
   *[other] { FIRST(SPELL($kept)) } of your last { SPELL($of) } happened when you meant them to.
 }
of-week = What you meant to do when
was = { DAY($day) }. { $moment }.{ $state ->
    [kept] {" "}It happened.
    [not_kept] {" "}Not this time.
   *[open] {""}
 }
