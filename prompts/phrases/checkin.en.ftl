# The daily check-in. Short, warm, exact, never a verdict: we notice, we ask, we never grade a person.

## The morning

invite = { $hour ->
    [morning] Good morning
    [afternoon] Good afternoon
   *[evening] Good evening
 }, { $name }. What are the three things today?
invite-back = Welcome back, { $name }. What is first today?
while-away = While you were away, { $count ->
    [one] one line of your part changed:
   *[other] { SPELL($count) } lines of your part changed:
 }
while-away-more = and { $count ->
    [one] one more; “my part” has all of it.
   *[other] { SPELL($count) } more; “my part” has all of it.
 }
became = { $became ->
    [new] new
    [changed] reads differently now, or has another owner or day
    [done] done
    [dropped] dropped
   *[other] no longer in the score
 }
cleared-while-away = Cleared meanwhile, of what was in your way:
cleared = “{ $words }”
is-in = Your check-in for { DAY($day) } is in.
waived = All right. Not counted, not asked again today.
gone-by = { DAY($day) } has no check-in. It can go in until { SHORTDAY($until) }, or not at all; both are fine.
remind = Your three things can go in until { HOUR($at) }, or not today; both are fine.
remind-any-time = Your three things can go in at any time today, or not today; both are fine.
only-reminder = Only you see this, and it comes once.
check-in-for = Check in for { DAY($day) }
is-over = { DAY($day) } is over, and nobody waits for it.
yesterday = { $days ->
    [1] Yesterday
   *[other] On { DAY($day) }
}
check-in = Check in
still-in-the-way = Still in the way?
same-again = { $days ->
    [1] Same as yesterday
   *[other] The same again
 }
not-today = Not today
after-all = Check in after all
edit = Edit check-in
who-sees = { $teams } { $count ->
    [one] sees
   *[other] see
 } tasks, wins and the blockers you tell. Your confidence is for you alone.
who-sees-alone = You are in no team yet, so only you see what you write.
done = Done
carry-on = Carry on
drop = Drop

## The form

title = Check-in, { DAY($day) }
today = Today
task = Task { $n }
task-first = Task 1: what do you mean to do?
task-hint = Something you can begin today
sees-team = { $teams }
sees-self = Only you
what-of = What became of “{ $task }”?
in-the-way = Is anything in the way?
in-the-way-hint = May stay empty.
tell-team = Tell my team of it
tell-hint = Without the tick, only you see it.
confidence = How sure are you of today’s tasks, 1 to 5?
confidence-hint = No answer is shown to anybody. Where five or more grow less sure of one line, week after week, that alone is said of it.
win = A win since yesterday
win-hint = Something the others should hear of. May stay empty.
hand-in = Hand in
changeable = You can change it for seven days.

## What needs another word

need-task = Write at least one thing for the day, or carry one on.
too-many = That would be { SPELL($count) } tasks; three are the most for one day. Carry on fewer, or write fewer.
too-long = That is { $length } characters, and { $longest } fit. Your words are still here; please shorten them.
unreadable = Nothing of this can be read as text. Please write it again.
not-offered = Please choose one of those that are offered.
old-form = This form is from { DAY($day) }, more than seven days ago. What you typed is here; I have opened today’s for you.

## The answer

thanks = Thank you, { $name }. { $tied ->
    [0] { $tasks ->
        [one] Your task today is whirlwind, and such days are part of the plan.
       *[other] Today is all whirlwind, and such days are part of the plan.
    }
   *[other] { $tasks ->
        [one] Your task plays from the score.
       *[other] { $all ->
            [yes] { $tasks ->
                [2] Both tasks
               *[other] All { SPELL($tasks) } tasks
            } play from the score today.
           *[no] { FIRST(SPELL($tied)) } of your { SPELL($tasks) } tasks { $tied ->
                [one] plays
               *[other] play
            } from the score today.
        }
    }
}
thanks-unsure = Thank you, { $name }. { $tied ->
    [0] { $tasks ->
        [one] Your task may play from the score: from which line is for you to say.
       *[other] { $all ->
            [yes] { $tasks ->
                [2] Both tasks
               *[other] All { SPELL($tasks) } tasks
            }
           *[no] { FIRST(SPELL($unsure)) } of your { SPELL($tasks) } tasks
        } may play from the score: from which line is for you to say.
    }
   *[other] { FIRST(SPELL($tied)) } of your { SPELL($tasks) } tasks { $tied ->
        [one] plays
       *[other] play
    } from the score today; { SPELL($unsure) } more may: from which line is for you to say.
}
thanks-none = Thank you, { $name }. Nothing is left of today’s tasks, and such days are part of the plan.
thanks-late = Thank you, { $name }. { DAY($day) } now counts you in.
thanks-digest = Thank you, { $name }. The digest of { DAY($day) } now counts you in.
thanks-changed = Changed. { DAY($day) } shows the new words; the old ones are gone from it.
your-tasks = Your tasks, and the lines they play from
moved = “{ $task }” is done. That makes { SPELL($count) } { $count ->
    [one] task
   *[other] tasks
 } of yours this month on { $line }.
moved-free = “{ $task }” is done.
nothing-moves = Nothing yet moves { $line }. Is there one hour you could give it?
only-you = Only you see this answer.
told = I told { $teams } of what is in the way, and ask you again at your next check-in.

## To the team

stuck = { $name } asks for a hand.
stuck-by = { $name }, { DAY($day) }
stuck-gone = { $name } has taken a request for a hand back.
channel-sees = Everybody in this channel sees this.

## When it cannot be done

too-far = Check-ins can be handed in for today and changed for seven days. Nothing was changed.
nothing-to-repeat = There are no tasks of an earlier day to repeat. You can check in with new ones.

## What was made of a message

words-of = These are words of { $name }. Change them as you like; handed in they are yours, and the name of { $name } is not kept with them.
words-of-somebody = These are words of somebody else. Change them as you like; handed in they are yours, and who wrote them is not kept.
