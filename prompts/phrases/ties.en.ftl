# Which line a task plays from: suggested, confirmed, chosen, or left as whirlwind.

right = That is it
another = Another line
whirlwind = Whirlwind
none-of-these = None of these
tie-it = Tie it to a line
suggested = Suggested; it counts until you say otherwise.
confirmed = You said so.
chosen = You chose it.
is-whirlwind = Whirlwind, and that is fine.
no-line = No line of the score: whirlwind, and that is fine.
was-suggested = Suggested, and nobody said otherwise.
left-open = No line was chosen.
which = Which line does it play from? One of these, or none.
option = { $line }
picker-title = The line for “{ $task }”
picker-label = Which line of the score does it play from?
picker-hint = Type a word of the line, or its address.
picker-submit = Tie it
picker-missing = Choose one of the lines that are offered.
who-sees = { $teams } { $count ->
    [one] sees
   *[other] see
 } tasks and their lines.
who-sees-alone = Only you see it.

## Why

why = Why?
because = { $count ->
    [0] Nothing speaks for a line of “{ $task }” now.
    [one] Why this line for “{ $task }”:
   *[other] Why these lines for “{ $task }”:
 }
you-own-it = You own it, or stand in for its owner.
your-team = { $team } plays from its part.
shares-words = { $count ->
    [0] None of its words stands there.
    [one] It has the word { $words }.
   *[other] It has the words { $words }.
 }
like-yours = On { DAY($day) } you said it of “{ $task }”.
like-others = In your team it was said of a task much like yours.
often-yours = Many of your tasks play from it.
only-order = No one reason to name: of all lines it came nearest.
nothing-stands = Those that were offered do not stand in the score any more.
how-it-learns = What you say of a task counts for the next one like it at once, in this workspace and in no other.
