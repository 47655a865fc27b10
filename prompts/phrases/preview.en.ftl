# What would be sent: to whom, when and why, never what it says.

card = { $count ->
    [0] Nothing goes out
    [one] One message goes out
   *[other] { FIRST(SPELL($count)) } messages go out
 }{ $whose ->
    [one] {" "}to { $whom }
   *[all] {""}
 } { $of ->
    [today] today, from now on.
    [tomorrow] tomorrow.
    [soon] until tomorrow’s end.
    [day] on { DAY($first) }.
   *[days] from { SHORTDAY($first) } to { SHORTDAY($last) }.
 }
if = If nobody answers and nothing else happens; hours are those of who gets it.
only-you = Only you see this. What the messages say is shown to nobody.
when = { $apart ->
    [0] { HOUR($at) }
    [1] Tomorrow { HOUR($at) }
   *[other] { SHORTDAY($day) } { HOUR($at) }
 }
row = { $what } to { $to }: { $why }
to = { $names }
to-more = { $names } and { $more } more
more = { $count ->
    [one] One more row.
   *[other] { $count } more rows. “preview for” and a name shows those of one person or team.
 }
further = What comes after these
before = { $count ->
    [one] After the first row.
   *[other] After the first { $count } rows.
 }
what = { $kind ->
    [prompt] Morning prompt
    [reminder] Reminder
    [welcome] Welcome
    [decision] Decision that waits
    [task] Task of somebody else
    [help] Answer of somebody else
    [praise] Praise
    [win] Question about a win
    [team] News of a team
    [score] News of the score
    [lesson] Lesson
    [nudge] Nudge
    [running] News of the installation
    [digest] Digest of the day
    [week] Digest of the week
    [allowance] Question about the allowance
    [stuck] Blocker
   *[other] Answer put off
 }
why = { $kind ->
    [prompt] due that day
    [reminder] unless the check-in is in
    [welcome] new here
    [decision] decides on the line
    [task] was chosen to take it
    [help] had asked others
    [praise] a win of theirs
    [win] words of theirs may be a win
    [team] concerns them
    [score] lines that they play from changed
    [lesson] was sent to them
    [nudge] a lesson comes back
    [running] runs it
    [digest] the team’s hour
    [week] the last working day of the week
    [allowance] proposed to the team
    [stuck] told to the team
   *[other] they named the hour
 }
left = left, { $why }
waited = waited, { $why }
cause = { $why ->
    [full] the day had its three batches
    [enough] there were enough nudges in these seven days
    [outside] it would have come outside working hours
    [away] nobody knows when they are back
    [late] it was later than a prompt may be
    [missed] nothing was running on that day
   *[own] it did not fit what they have set for themselves
 }
nobody = I find nobody and no team called “{ $said }”.
no-days = I cannot tell which days to come “{ $said }” are. “preview for next week” works, and “what goes out from Monday to Friday”. For a day that is over there is “digest of yesterday”.
too-far = I look { $days } days ahead: until { DAY($last) }.
which = Whom do you mean?
this = { $name }
too-many = That is about { $count } people, and I look ahead for { $most } at once. “preview for” and a name shows one person or team.
