# Two lines that pull against each other.

sentence = { $state ->
    [declared] { $one } and { $other } pull against each other.
    [taken_up] { $one } and { $other } pull against each other.
    [settled] { $one } and { $other } pulled against each other; that is settled.
    [not_one] { $one } and { $other } do not pull against each other, whoever decides on it says.
    [found] { $rule ->
        [C50] { $one } and { $other } may pull against each other over { $shared }, which both have.
       *[none] { $one } and { $other } may pull against each other, as such measures often do.
     }
   *[reported] { $one } and { $other } pull against each other, it was reported.
 }
owned = { $count ->
    [0] Nobody looks after it any more
    [one] { $names } looks after it
   *[other] { $names } look after it
 }
looked-at = it is looked at again on { SHORTDAY($day) }
held = { $owned }; no measure guards it yet, and { $then }.
held-by = { $owned }, held by { $measure }; { $then }.
kept = { $count ->
    [0] What you said is kept, and stands below.
    [one] What you said is kept, and stands below. One person is told of it, once.
   *[other] What you said is kept, and stands below. { FIRST(SPELL($count)) } people are told of it, once.
 }
everybody = Everybody who may see both lines reads this.
by-score = the score
by = { $name }
by-somebody = somebody
somebody = somebody
by-owner = { $state ->
    [settled] { $name }, who settled it
    [not_one] { $name }, who decided so
   *[other] { $name }, before it was taken up again
 }
more-voices = { $count ->
    [0] That is all that was said.
    [one] One more said something.
   *[other] { FIRST(SPELL($count)) } more said something.
 }
how = Found
is-declared = it stands in the score
by-rule-shared = by rule C50, over { $shared }
by-rule = by rule C54, as two measures that often pull apart
reported-by = { $count ->
    [0] reported by nobody
    [one] reported by one person
   *[other] reported by { SPELL($count) } people
 }
taken-up = taken up in chat
ways = { $ways }
owners = Whose it is
owner-names = { $count ->
    [0] nobody’s yet
   *[other] { $of ->
        [lines] nobody’s yet; ask { $names }
       *[its] { $names }
     }
 }
measure = Held by
review = Looked at again
day = { SHORTDAY($day) }
none-yet = none yet
in-the-score = It stands in the score, so it is changed there and not here.
take-up = Take it up
go-on = Look at it again later
settle = It is settled
not-one = It is no tension
say-too = I see it too
pulls = Pulls against { $address }
pulls-against = It pulls against another line
against = pulls against
pulls-so = Pulls against { $other }. { $said }
entry-held = { $count ->
    [0] Nobody looks after it; looked at again on { SHORTDAY($day) }.
   *[other] { $names }; looked at again on { SHORTDAY($day) }.
 }
entry = { $state ->
    [found] Found by rule; nobody has taken it up.
    [settled] Settled.
    [not_one] Said to be no tension.
    [declared] It stands in the score.
    [taken_up] Taken up.
   *[reported] { $count ->
        [0] Not taken up yet.
        [one] Reported by one person; nobody has taken it up.
       *[other] Reported by { SPELL($count) } people; nobody has taken it up.
     }
 }
listed = { $which ->
    [over] { $count ->
        [0] No tension was settled yet.
        [one] One tension is settled, or was none.
       *[other] { FIRST(SPELL($count)) } tensions are settled, or were none.
     }
    [part] { $count ->
        [0] No line of { $part } pulls against another, as far as anybody said.
        [one] One tension has to do with { $part }.
       *[other] { FIRST(SPELL($count)) } tensions have to do with { $part }.
     }
   *[open] { $count ->
        [0] No two lines pull against each other, as far as anybody said.
        [one] Two lines pull against each other, or may.
       *[other] { FIRST(SPELL($count)) } tensions are open.
     }
 }
more = { $count ->
    [0] That is all of them.
    [one] One more is not shown.
   *[other] { FIRST(SPELL($count)) } more are not shown.
 }
how-to-report = To report one, write “field/P-1 pulls against service/P-2”, with the addresses of the lines.
over = { $count ->
    [0] Settled ones
    [one] One that is settled
   *[other] { $count } that are settled
 }
look-at = Look at it
form-title = Two lines pull against each other
first = One line
second = The other line
pick-hint = Words of it, or its address
why = Why, in one sentence
why-hint = About the lines and the work, not about anybody.
named = My name stands with it
who-reads = Everybody who may see both lines reads it.
who-reads-name = Only with this do others read that it was you.
is-told = Who owns the two lines and who answers for the strategy is told of it, once.
report = Report it
no-line = I find no line of the score there. Choose one from the list, or write its address.
same-line = That is the same line twice.
words-missing = Write in one sentence why.
take-up-title = Take up a tension
two-owners = Which two people look after it?
two-owners-hint = Two names, with a comma between them.
not-two = Name two people, one for each side.
which-measure = Which measure do both share, or guards what neither may spoil?
which-measure-hint = Words of a measure, or its address. May stay empty.
no-measure = I find no measure of the score there. Choose one from the list, or leave it empty.
review-day = When do they look at it again?
bad-day = Choose a day after today.
keep = Keep it
close-title = { $state ->
    [settled] It is settled
   *[not_one] It is no tension
 }
close-why = { $state ->
    [settled] How was it settled, in one sentence?
   *[not_one] Why is it none, in one sentence?
 }
somebody-says = { $state ->
    [reported] Somebody says that two lines pull against each other. You own one of them, or answer for the strategy.
   *[other] Two lines were reported to pull against each other. This is how it stands.
 }
still = { $count ->
    [0] Nothing waits for you.
    [one] The day has come to look at a tension again. Does it still pull?
   *[other] The day has come to look at { SPELL($count) } tensions again. Do they still pull?
 }
reviewed = What was to be looked at again has been. Nothing waits for you.
in-digest = { $more ->
    [0] { $count ->
        [one] The tension
       *[other] All tensions
     }
    [one] One more tension
   *[other] { $more } more tensions
 }
