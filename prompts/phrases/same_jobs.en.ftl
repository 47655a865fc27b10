# One job that two teams seem to do.

says = { $count ->
    [0] No open job of your team looks like one of another team’s any more.
    [one] One job may be done twice.
   *[other] { FIRST(SPELL($count)) } jobs may be done twice.
 }
of-team = { $team }
one = { $name }: one job.
no = { $name }: no, these are two.
talk-to = Both sides say that it is one job. Talk to { $names }, who leads { $team }.
is-one = One job
is-not = No
more = { $count ->
    [0] That is all of them.
    [one] One more is not shown; those that wait for you come first.
   *[other] { FIRST(SPELL($count)) } more are not shown; those that wait for you come first.
 }
who-sees = Who leads the two teams sees this, and what each of them says. Whose tasks they are is not told.
may-not = That is for who leads the team: two jobs that look like one are shown to them alone.
in-digest = { $count ->
    [0] No job twice
    [one] For who leads: one job twice?
   *[other] For who leads: { $count } jobs twice?
 }
