# What a team's days add up to. About the work, never about a person; nobody is named for what they did not do.

title-day = { $team }, { DAY($day) }
title-week = { $team }, { SHORTDAY($first) } to { SHORTDAY($last) }

## The first sentence

says = { $work } { $rest }
work = { $tasks ->
    [one] { $tied ->
        [0] The one task was whirlwind.
       *[other] The one task played from the score.
    }
   *[other] { $all ->
        [all] { $tasks ->
            [2] Both tasks
           *[other] All { SPELL($tasks) } tasks
        } played from the score.
        [none] { $tasks ->
            [2] Both tasks
           *[other] All { SPELL($tasks) } tasks
        } were whirlwind.
       *[some] { FIRST(SPELL($tied)) } of { SPELL($tasks) } tasks played from the score.
    }
}
work-open = { $tasks ->
    [one] For the one task the line is still to be said.
   *[other] { $tied ->
        [0] None of the { SPELL($tasks) } tasks is tied to a line yet
       *[other] { FIRST(SPELL($tied)) } of { SPELL($tasks) } tasks played from the score
    }; for { $undecided ->
        [one] one
       *[other] { SPELL($undecided) }
    } the line is still to be said.
}
no-work = No check-in has come in.
nobody-due = Nobody was due.
inside = The whirlwind stayed inside what you agreed.
above = The whirlwind took { $percent } %, { $points ->
    [one] one point
   *[other] { SPELL($points) } points
} more than agreed{ $second ->
    [yes] , for the second week
   *[no] {""}
}. What could leave, wait, or become a line?
whirlwind-took = The whirlwind took { $percent } %; nobody has agreed yet how much of it is healthy.
too-few = Fewer than five were due, so there are no shares.
stuck = { $stuck ->
    [0] Nothing is stuck.
    [one] One blocker is open.
   *[other] { FIRST(SPELL($stuck)) } blockers are open.
}
nothing = Nothing is stuck, nothing is untouched.
two-sentences = { $first } { $second }

## Where the work went

gone = No longer in the score
gone-lines = { $lines }{ $more ->
    [0] { "" }
    [one] , and one more
   *[other] , and { SPELL($more) } more
 }
line-tasks = { $count ->
    [one] { $count } task
   *[other] { $count } tasks
}
whirlwind = whirlwind
tied-share = { $percent } % tied to a line
whirl-share = { $percent } % whirlwind
whirl-inside = { $percent } % whirlwind, inside the agreed { $agreed } %
whirl-above = { $percent } % whirlwind, more than the agreed { $agreed } %
in-words = Of { $tasks ->
    [one] { $tasks } task
   *[other] { $tasks } tasks
}: { $parts }{ $agreed ->
    [none] {""}
   *[other] . Up to { $agreed } percent whirlwind is agreed
}.
part-line = { $line }: { $count }
part-whirlwind = whirlwind: { $count }
other-lines = { $lines ->
    [one] one other line
   *[other] { SPELL($lines) } other lines
}

## The figures

took-part = Took part
took-part-of = { $took } of { $due } due
took-part-share = { $took } of { $due } due, { $percent } %
alignment = Alignment
alignment-formula = { $tied } tied ÷ { $tasks ->
    [one] { $tasks } task
   *[other] { $tasks } tasks
} = { $percent } %
confirmed = Ties confirmed
confirmed-of = { $confirmed } of { $tied }{ $open ->
    [0] {""}
    [one] ; the other is a suggestion that counts until somebody says otherwise
   *[other] ; the rest are suggestions that count until somebody says otherwise
}
trend = { $same ->
    [yes] { $percent } % tied to the score, as in the week before.
   *[no] { $percent } % tied to the score, { $points ->
        [one] one point
       *[other] { SPELL($points) } points
    } { $more ->
        [yes] more
       *[no] less
    } than in the week before.
}
untouched = { $days ->
    [one] Untouched for one working day.
   *[other] Untouched for { SPELL($days) } working days.
}
why = { $untouched } Why is that?
stuck-by = { $age ->
    [0] Since today.
   *[other] Day { $age }.
 } { $name }{ $owned ->
    [yes] ; it holds up { $line }, which { $owner } owns
    [line] ; it holds up { $line }
   *[no] {""}
}{ $taken ->
    [yes] . { $taker } has taken it on
   *[no] {""}
}
cleared-by = Cleared. { $name }
more = Behind the buttons: { $parts } more.
more-blockers = { $count ->
    [one] one blocker
   *[other] { SPELL($count) } blockers
}
more-untouched = { $count ->
    [one] one untouched line
   *[other] { SPELL($count) } untouched lines
}
more-wins = { $count ->
    [one] one win
   *[other] { SPELL($count) } wins
}

## The week

staff = The days as they were played
staff-day = { WEEKDAY($day) }
staff-words = { $line }: { $counts }
staff-says = { $days }: { $rows }.
staff-total = { $count }

## Behind the buttons

all-tasks = { $count ->
    [one] The one task
    [2] Both tasks
   *[other] All { $count } tasks
}
all-blockers = Stuck, untouched, won
who = Who took part
names = { $team }, { SHORTDAY($first) }{ $days ->
    [one] {""}
   *[other] {" "}to { SHORTDAY($last) }
}: { $names } took part.
no-names = Nobody of { $team } has handed in for this yet.
since = Since { HOUR($at) }: { $names }. The digest above counts them in.
details = { $team }, { SHORTDAY($first) }{ $days ->
    [one] {""}
   *[other] {" "}to { SHORTDAY($last) }
}: every line that was played, and all that is stuck, untouched or won
tasks-by-line = { $team }, { SHORTDAY($first) }{ $days ->
    [one] {""}
   *[other] {" "}to { SHORTDAY($last) }
}: every task, by line
no-tasks = There are no tasks here.
task-of = { $name }, { WEEKDAY($day) }
blockers-of = { $team }: what is stuck, and what was cleared
no-blockers = Nothing is stuck, and nothing was cleared.
formula = Alignment is the tasks tied to a line over all tasks. Whirlwind is the rest. Took part are the due check-ins handed in; who waived the day or is away is not due.

## Who sees it, and for whom there is none

channel-sees = Everybody in this channel sees this. Confidence is never shown.
you-see = Only you see this answer. Confidence is never shown.
none = You see no team yet, so there is no digest to show.
other-team = { $team }
figures-only = Only you see this answer. You are not of this team: its names and its words are the team’s own.
figures-too-few = Fewer than { SPELL($count) } took part, so there are no figures for those who are not of the team.

late = { $count ->
    [0] Every measure has been read in time.
    [one] One measure has not been read in time: { $named }.
   *[other] { FIRST(SPELL($count)) } measures have not been read in time: { $named }{ $more ->
        [0] .
        [one] , and one more.
       *[other] , and { SPELL($more) } more.
    }
 }
