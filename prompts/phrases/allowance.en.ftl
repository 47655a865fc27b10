# How much whirlwind is healthy for a team: proposed by who leads it, agreed by those who share its work.

title = How much whirlwind is healthy for { $team }?
share = Percent of the tasks that may be tied to no line
share-hint = A whole number from 0 to 100. Whirlwind is ordinary work; many teams begin with 40.
note = The team is asked in its channel. It holds once more than half of those who share the work agree; until then nothing changes.
ask = Ask the team
no-share = Write a whole number from 0 to 100.
holds-already = That is what holds already.
no-channel = The team has no channel yet to be asked in. Choose one in the set-up first; nothing was changed.
channel-sees = The channel sees the proposal, and how many agree.
counts-only = The channel sees how many agree, and nobody sees who.
only-you = Nobody else is told.
asks = { $by } proposes that up to { $percent } % whirlwind is healthy for { $team }.
what-it-is = Whirlwind is work that plays from no line, and part of every week. { $now }
nothing-holds = Nothing is agreed yet.
holds = Agreed until now: up to { $percent } %.
counted = { FIRST(SPELL($agree)) } of the { SPELL($of) } who share the work { $agree ->
    [one] agrees
   *[other] agree
 }; it holds once { $needed ->
    [one] one does.
   *[other] { SPELL($needed) } do.
 }
agree = I agree
not-so = Rather not
came = { $state ->
    [agreed] Agreed: up to { $percent } % whirlwind is healthy here. The digest measures by it from today.
    [taken_back] The proposal of { $percent } % is taken back. What held before still holds.
   *[replaced] The proposal of { $percent } % is replaced by another.
 }
voted = { $said ->
    [agree] You agree with { $percent } %.
    [not] You would rather not have { $percent } %.
   *[none] You said nothing to { $percent } %.
 } { $state ->
    [open] Press the other button to change it.
    [agreed] It is agreed and holds.
    [taken_back] It is taken back, so nothing changes by it.
   *[replaced] Another proposal stands in its place.
 }
