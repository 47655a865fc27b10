# The score as a map: parts in parts, what serves what, and what came of it.

title = The map of the score
says = { $lines ->
    [0] No line of the score can be shown.
    [one] One line in { $parts ->
        [one] one part
       *[other] { $parts } parts
    }.
   *[other] { $lines } lines in { $parts ->
        [one] one part
       *[other] { $parts } parts
    }.
 }{ $folded ->
    [0] { "" }
    [one] { " " }One of them is folded.
   *[other] { " " }{ $folded } of them are folded.
 }{ $untouched ->
    [0] { "" }
    [one] { " " }One open priority is untouched.
   *[other] { " " }{ $untouched } open priorities are untouched.
 }{ $tensions ->
    [0] { "" }
    [one] { " " }At one place two lines pull apart.
   *[other] { " " }At { $tensions } places two lines pull apart.
 }
told = Tasks are those of the last four weeks, in teams of which five people or more took part. Of smaller teams, and of what one person alone plays from, nothing is told.
untold = Of the work nothing is told here: in no team did five people take part in the last four weeks.
open = Open { $part }
whole = The whole map
mine = My part of it
as-page = See the map as a picture
unknown = There is no part “{ $said }” in the score. These are there.
pulls = { $number }. { $words } ({ $first }, { $second })

## What stands over a line, and what is known of it

kind = { $kind ->
    [aspiration] Winning aspiration
    [where_to_play] Where to play
    [how_to_win] How to win
    [capabilities] Capabilities
    [systems] Systems
    [not_choice] Not chosen
    [condition] Must be true
    [measure] Measure
    [promise] Promise
   *[priority] Priority
 }
promise-to = Promise to { $part }
both = { $one }; { $other }
state = { $state ->
    [dropped] dropped
   *[done] done
 }
overdue = open, and wanted by { SHORTDAY($day) }
asked-for = asked for, and not agreed yet
untouched = untouched for { $weeks ->
    [0] { $days ->
        [one] one day
       *[other] { $days } days
    }
    [one] one week
   *[other] { $weeks } weeks
 }
tasks = { $count ->
    [0] none of { $of ->
        [one] one task
       *[other] { $of } tasks
    }
   *[other] { $count } of { $of ->
        [one] one task
       *[other] { $of } tasks
    }
 }
serves = serves { $address }
within = { $kind ->
    [not_choice] { $count ->
        [one] one thing not chosen
       *[other] { $count } things not chosen
    }
    [condition] { $count ->
        [one] one condition
       *[other] { $count } conditions
    }
   *[measure] { $count ->
        [one] one measure
       *[other] { $count } measures
    }
 }

## What is known of a part

tied = { $count ->
    [0] none of { $of ->
        [one] one task
       *[other] { $of } tasks
    } tied
   *[other] { $count } of { $of ->
        [one] one task
       *[other] { $of } tasks
    } tied, { $percent } %
 }
folded = folded: { $lines ->
    [0] no line
    [one] one line
   *[other] { $lines } lines
 }{ $parts ->
    [0] { "" }
    [one] { " " }and one part
   *[other] { " " }and { $parts } parts
 }
empty = no line yet

## What the strokes of a picture mean

stroke-serves = serves
stroke-promise = was promised for
stroke-tension = pull apart
everybody = Everybody who may see these lines reads the same.
