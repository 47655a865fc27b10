# The score, as it is shown in chat.

my-part = Your part in the score
my-part-says = { $season ->
    [none] Edition { $number } of { SHORTDAY($day) }.
   *[other] { $name }, edition { $number } of { SHORTDAY($day) }.
 }
yours = Yours.
yours-until = Yours, until { SHORTDAY($day) }.
no-score = There is no score yet. Whoever keeps the strategy can load one.
no-part = Your teams have no part in the score yet.
until = Until { SHORTDAY($day) }.
owned = { $owner }’s.
owned-until = { $owner }’s, until { SHORTDAY($day) }.
note-and = { $note } { $more }
measured = { $words }: { $facts }.
reads = { $facts }.
measured-by = Known by: { $words }.
at-start = { $value }{ $known ->
    [none] { "" }
   *[unit] { " " }{ $unit }
} at the start
last-read = { $value }{ $known ->
    [none] { "" }
   *[unit] { " " }{ $unit }
} on { SHORTDAY($day) }
read-late = { $read } ({ $late })
never-read = never read ({ $late })
wanted = { $value }{ $known ->
    [none] { "" }
   *[unit] { " " }{ $unit }
} wanted

## One line, and lines that were looked for

line-says = { $kind ->
    [aspiration] The aspiration
    [where_to_play] Where to play
    [how_to_win] How to win
    [capabilities] A capability
    [systems] A management system
    [not_choice] A choice not to do something
    [condition] A condition that must hold
    [measure] A measure
    [promise] A promise
   *[priority] A priority
} of { $part }.
line-nearest = Nearest to “{ $said }” in the score:
line-serves = Serves
line-link = Link
linked-moved = It stood at { $address } when this link was made.
linked-before = Not in the score any more; last in edition { $number }, of { SHORTDAY($day) }.
linked-rest = { $more ->
    [0] { $edition } All of it: write “score { $address }” to Concertmaster.
    [one] { $edition } One more measure: write “score { $address }” to Concertmaster.
   *[other] { $edition } { FIRST(SPELL($more)) } more measures: write “score { $address }” to Concertmaster.
}
line-none = { $known ->
    [said] I find no line of the score at “{ $said }” or about it.
   *[none] I find no line of the score there.
}
lines-nearest = { $count ->
    [0] No line of the score is near “{ $said }” any more.
    [one] One line of the score is near “{ $said }”.
   *[other] { FIRST(SPELL($count)) } lines of the score are near “{ $said }”.
 }
ask-why = Why?
at = { $address }

# In a terminal: a score as it is written, and what loading a file would change.

show-part = { $name } ({ $kind ->
    [company] company
    [unit] unit
    [team] team
    [person] person
   *[partner] partner
}, { $id })
show-allowance = whirlwind up to { $percent } %
show-line = { $kind ->
    [aspiration] Aspiration
    [where_to_play] Where to play
    [how_to_win] How to win
    [capabilities] Capability
    [systems] System
    [not_choice] Not
    [condition] Must be true
    [measure] Measure
    [promise] Promise
   *[priority] Priority
}: { $words }
show-owner = owner { $owner }
show-deputy = deputy { $deputy }
show-to = promised to { $part }
show-begins = from { $day }
show-until = until { $day }
show-standing = standing
show-horizon = looking { $months ->
    [one] one month
   *[other] { $months } months
} ahead
show-state = { $state ->
    [dropped] dropped
   *[done] done
}
show-test = tested by: { $test }
show-serves = serves { $address }
show-every = read every { $days ->
    [one] day
   *[other] { $days } days
}
show-leads = a lead measure
show-source = from { $source }

diff-none = The file says what the edition in force says.
diff-new = + { $at }  new: { $words }
diff-gone = - { $at }  gone: { $words }
diff-moved = > { $at }  moved here from { $old }
diff-order = The order changes.
diff-changed = ~ { $at }  { $field }: { $had ->
    [none] nothing
   *[some] { $old }
} becomes { $has ->
    [none] nothing
   *[some] { $new }
}
diff-whole = ~ { $field }: { $had ->
    [none] nothing
   *[some] { $old }
} becomes { $has ->
    [none] nothing
   *[some] { $new }
}
diff-part = { $part }: { $says }
diff-touches = { $lines ->
    [0] No line
    [one] One line
   *[other] { FIRST(SPELL($lines)) } lines
}. { $playing ->
    [0] No team plays from it.
   *[other] { $teams } { $playing ->
        [one] plays
       *[other] play
    } from it, { $people ->
        [0] nobody in it
        [one] one person
       *[other] { SPELL($people) } people
    }.
}{ $owned ->
    [0] { "" }
   *[other] { " " }Owned by { $owners }.
}{ $tasks ->
    [0] { "" }
    [one] { " " }One open task loses its line.
   *[other] { " " }{ FIRST(SPELL($tasks)) } open tasks lose their line.
}
diff-count = { $new } new, { $gone } gone, { $moved } moved, { $changed } changed.
