# Days away, and silence on request. Nobody is asked why, and nothing of it is kept.

away = { $range ->
    [today] You are away today.
    [day] You are away on { DAY($begins) }.
    [month] You are away from { $number } to { SHORTDAY($ends) }.
   *[other] You are away from { SHORTDAY($begins) } to { SHORTDAY($ends) }.
 } Nobody will wait for your check-in; { $next ->
    [0] you can write to me at any time.
   *[other] we speak again on { DAY($again) }.
 }
partly-away = You are off { $range ->
    [today] this { $half ->
        [morning] morning
       *[other] afternoon
     }.
    [day] on the { $half ->
        [morning] morning
       *[other] afternoon
     } of { DAY($begins) }.
   *[other] in the { $half ->
        [morning] mornings
       *[other] afternoons
     } from { SHORTDAY($begins) } to { SHORTDAY($ends) }.
 } Nothing from me in those hours; { $next ->
    [0] you can write to me at any time.
   *[other] we speak again on { DAY($again) } at { HOUR($at) }.
 }
undone = That is taken back: you are not { $half ->
    [all] away
    [morning] off in the morning
   *[other] off in the afternoon
 } { $range ->
    [today] today.
    [day] on { DAY($begins) }.
    [month] from { $number } to { SHORTDAY($ends) }.
   *[other] from { SHORTDAY($begins) } to { SHORTDAY($ends) }.
 }
undo = Take it back
other-days = Other days
days-away = Days away
team-sees = Your teams see that you are away, never why.
which = Which days do you mean?
which-long = I cannot tell from that which days to come you mean. On which days are you away?
option = { $range ->
    [today] Today
    [day] { DAY($begins) }
   *[other] { DAY($begins) } to { DAY($ends) }
 }{ $half ->
    [all] {""}
    [morning] , the morning
   *[other] , the afternoon
 }
title = Days away
first = First day away
last = Last day away
last-hint = Stays empty for a single day.
part = All day, or a half of it?
part-option = { $part ->
    [morning] The morning, until 13:00
    [afternoon] The afternoon, from 12:00
   *[other] All day
 }
part-hint = Of several days, the same half of each.
keep = Keep these days
need-day = Please choose the first day.
no-day = This is not a day. Please write it as 2027-03-15.
wrong-order = The last day comes before the first.
over = These days are over.
too-long = That is more than { $days } days. Please ask whoever keeps the roster.
paused = Nothing more from me until you say so. You can write to me at any time.
start-again = Start again
started = { $next ->
    [0] You hear from me again.
   *[other] You hear from me again, from { DAY($day) } on.
 }
pause = Pause

## What a file of days away would change, as the command says it

file-new = { $count ->
    [one] One time away is new:
   *[other] { $count } times away are new:
 }
file-gone = { $count ->
    [one] One time away was called off:
   *[other] { $count } times away were called off:
 }
file-moved = { $count ->
    [one] One time away has changed:
   *[other] { $count } times away have changed:
 }
file-time = { $name } ({ $handle }): { $time }
file-moved-time = { $name } ({ $handle }): { $now } instead of { $was }
file-days = { $range ->
    [day] { $first }
   *[other] { $first } to { $last }
 }{ $hours ->
    [all] {""}
   *[other] , { $begins } to { $ends }
 }
file-strangers = { $count ->
    [one] One name is nobody’s in the roster, so nothing of it is kept:
   *[other] { $count } names are nobody’s in the roster, so nothing of them is kept:
 }
file-stranger = { $who }, line { $line }{ $count ->
    [one] {""}
   *[other] , { SPELL($count) } times in all
 }
file-known = { $count ->
    [one] One time away is known already.
   *[other] { $count } times away are known already.
 }
file-kept = Kept. { $count ->
    [one] One time away is new
   *[other] { $count } times away are new
 }{ $moved ->
    [0] {""}
    [one] , one has changed
   *[other] , { $moved } have changed
 }, { $gone ->
    [0] none was called off.
    [one] one was called off.
   *[other] { $gone } were called off.
 }
file-refused = Nothing was changed; nobody’s days are others than before.
