# A task that enters what was chosen against: one friendly question, three presses, and what comes of them.

enters = “{ $task }” looks like something that was chosen against: { $line }. What shall become of it? Leaving it as it is costs nothing.
why-not = Why not
instead = Why { $line } was chosen instead
stop = Stop it
hand-over = Hand it over
argue = Argue
by = { $name }
is-stopped = “{ $task }” is stopped. Stopped work counts as a win.
make-win = Make it your win
is-handed = I asked { $name } to take “{ $task }”.
is-taken = { $name } takes “{ $task }”.
is-left = { $name } leaves “{ $task }” with you.
is-argued = What you say for “{ $task }” is on its way; the answer comes to you.
is-agreed = { $name } on “{ $task }”: go ahead.
it-stands = { $name } on “{ $task }”: what was chosen against stays chosen against.
is-answered = { $name } wrote back on “{ $task }”.

## What is filled in

win-title = Your win
win-hint = What did stopping “{ $task }” make room for?
win-missing = Write what the others are to hear, or close the form.
hand-title = Who takes “{ $task }”?
hand-label = Whom shall I ask?
hand-hint = They get one message, and may take it or not.
hand-submit = Ask
hand-missing = Choose somebody to ask. Nothing was sent.
not-reached = { $name } cannot be reached through me now. Nothing was sent; choose somebody else, or talk to { $name }.
both-see = You and whom you choose see this.
argue-title = What speaks for “{ $task }”?
argue-label = What would have to be seen?
argue-hint = What you know that the score does not: a number, a customer, a chance.
they-see = { $names } and you see this, with your name.
argue-missing = Write what speaks for it. Nothing was sent.
nobody-hears = Nobody is here who could answer it. Nothing was sent; ask who writes the score.
answer-title = Your answer to { $name }
answer-label = A few words for { $name }
answer-missing = Write a few words, or press one of the two answers. Nothing was sent.
send = Send

## To others

handed = { $name } asks whether you would take “{ $task }”.
against-theirs = Where { $name } plays, { $line } was chosen against.
take = I take it
leave = Leave it
you-took = “{ $task }” stands in your next form.
you-left = All right. I told { $name }.
taken-back = { $name } has taken a request back.
argued = { $name } argues with a line of yours. One press answers it.
argued-task = { $name } means to do “{ $task }”.
argued-answered = { $by } has answered { $name }.
agree = Go ahead
keep-to-it = It stays as it is
write-back = Write back
