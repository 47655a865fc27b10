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
