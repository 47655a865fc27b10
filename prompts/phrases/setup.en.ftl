# A team's set-up, by who leads it. Nothing of it has to be done; each thing stands by itself.

title = Set-up of { $team }
says = This is how { $team } is set up. Change what you like, now or later: “set up” brings you back.
which = Which team shall it be?
team = { $team }
only-you = Only you see this answer. Those who lead the team and the admin can ask for the same.
channel = Channel
channels = { $names }
no-channel = none yet, so no digest is posted
digest = Digest
digest-hours = at { $at }, time of { $zone }, on { $days }
digest-next = { $hours }; next on { DAY($at) } at { HOUR($at) }
no-digest = never; “digest” shows it to who asks
leads = Leads
members = Members
observers = Observers
coaches = Coaches
nobody = nobody
names = { $names }{ $more ->
    [0] {""}
   *[other] , and { SPELL($more) } more
 }
questions = Own questions
questions-asked = { $count ->
    [0] none; the check-in asks what it always asks
    [one] one
   *[other] { SPELL($count) }
 }
allowance = Allowance
no-allowance = nothing agreed yet on how much whirlwind is healthy
agreed = up to { $percent } % whirlwind, as agreed
proposed = Proposed
proposed-share = { $percent } %; { SPELL($agree) } of { SPELL($of) } { $agree ->
    [one] agrees
   *[other] agree
 }
open-channel = Channel
open-hours = Hour and days
open-people = People
open-questions = Own questions
open-allowance = Propose an allowance
take-back = Take the proposal back
preview-prompt = See the next prompt
preview-digest = See a sample digest
what-unseen = What you will not see
back = Back to the set-up
keep = Keep it
channel-title = The channel of { $team }
channel-label = Which channel gets the digest?
channel-hint = Channels of other teams are not on the list.
no-channel-hint = There is no free channel yet: invite me to one, and it is on this list.
no-such-channel = Choose one of the channels on the list; another may have been taken meanwhile.
channel-sees = Everybody in that channel sees the digest.
team-sees = The team sees this.
hours-title = When does the digest of { $team } come?
at = At which hour?
at-hint = As in 16:30. Empty for no digest at all.
days = On which days does the team work?
no-days = Choose one day at least. Without an hour no digest comes at all.
zone = By which time zone?
prompts = Prompts
any-hour = each at the hour that they chose
asked-within = between { $begins } and { $ends }, on each one’s own clock
within = Within which hours are its people asked?
within-hint = As in 08:00-11:00, on each one’s own clock; whoever is quiet then keeps the hour that they chose. Empty, and so does everybody.
within-yours = As in 08:00-11:00, on each one’s own clock; whoever is quiet then keeps the hour that they chose. Empty, and so does everybody. As it is now: { $next }
bad-within = Write two times of one day with a hyphen between them, the earlier one first, as in 08:00-11:00.
unseen-says = Whoever leads { $team } sees what it shares, and this not:
unseen-confidence = Confidence
why-confidence = how sure somebody is of a day is for that person alone, in every place and export; of a line it is said that it falls where five or more say so for weeks
unseen-coach = Coach talk
why-coach = what somebody asks the coach, and what they answer to a lesson
unseen-history = One person’s history
why-history = their weeks stand on their own page; the team’s pages have lines, days and counts
unseen-drafts = Drafts
why-drafts = what is written down and not handed in
unseen-blockers = Private blockers
why-blockers = what is in somebody’s way, until they tell the team
unseen-votes = Votes
why-votes = who agreed with an allowance; you see how many
prompt-says = A preview: { $prompt }
prompt-title = Preview of a prompt
prompt-note = { $asked ->
    [you] This comes to you on { DAY($at) } at { HOUR($at) }, as far as it is known now.
   *[they] So it would come on { DAY($at) } at { HOUR($at) } if you were asked; you are not.
 } Its buttons do nothing here.
sample-says = A sample: { $digest }
sample-title = A sample: { $team }, made-up figures
sample-note = The figures, the name and the words in the way are made up{ $lines ->
    [lines] , the lines are your own.
   *[none] ; your part has no open line yet, so that all of it is whirlwind.
 } Nothing of it is kept or posted, and its buttons do nothing.
sample-name = Somebody
sample-blocker = The part for Tuesday has not come
still = That was a preview: nothing was kept, and nobody was told.
model = Answers
model-says = { $without ->
    [yes] in the words of the score alone
   *[no] put into words by a model, where one is switched on, and held to the lines
 }
change-model = { $without ->
    [yes] With a model
   *[no] Without a model
 }
