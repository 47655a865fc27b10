# When somebody is asked and where they are reached, as they choose it themselves.

title = Your hours
zone = Your time zone
zone-hint = The name of a zone and a town, as in Europe/Dublin.
asked-at = When shall I ask in the morning?
spread = Mornings are spread here, so that not everybody is asked at once: I ask you { $count ->
    [one] one minute
   *[other] { $count } minutes
 } after the hour that you choose, always as long after it.
days = On which days do you work?
day = { WEEKDAY($day) }
days-in-a-row = { $first } to { $last }
turned-down = { $count ->
    [0] All comes to you as it does to others.
    [one] One thing comes to you less often than to others, or not at all, because you said so. “what comes by itself” shows it.
   *[other] { FIRST(SPELL($count)) } things come to you less often than to others, or not at all, because you said so. “what comes by itself” shows them.
 }
keep = Keep these hours
other-hours = At another hour on some days?
other-hours-hint = As in “fri 10:30” or “mon-tue 08:00, fri 10:30”. Empty where it is the same hour on all of them.
quiet = When shall I be quiet?
quiet-hint = As in 18:00-08:00. What would come then waits until they end; a prompt waits four hours at most. Empty for no such hours.
hours-differ = at { $at }, { $other }, time of { $zone }, on { $days }
other = on { $days } at { $at }
quiet-from = Quiet from { $begins } to { $ends }: nothing from me then that you did not ask for.
teams-within = Your teams are asked between { $begins } and { $ends }: an hour outside them is moved to the nearer end.
next = I ask next { $prompts }.
prompt = on { DAY($at) } at { HOUR($at) }
bad-other-hours = Write days and an hour, and a comma between them, as in “mon-tue 08:00, fri 10:30”; one hour for each day.
bad-quiet = Write two times with a hyphen between them, as in 18:00-08:00.
never = Your hour lies in your quiet hours, and they end more than four hours after it: you would never be asked. Choose another hour, or “pause”.
hours = at { $at }, time of { $zone }, on { $days }
kept = You are asked { $hours }. Not on days away, nor on the holidays of your country.
change = Change my hours
only-you = Only you see this.
teams-see = Your teams see this, so that they know when you are there.
bad-zone = There is no time zone of that name. Write one such as Europe/Dublin.
bad-time = Write hours and minutes with a colon, as in 09:00.
no-days = Choose one day at least. “pause” keeps me quiet altogether.

## Where somebody is reached who is here by several doors

where = Where shall I write to you?
door = { $door ->
    [slack] Slack
    [teams] Microsoft Teams
    [web] the browser
   *[console] a terminal
 }
door-named = { $door } ({ $name })
door-numbered = { $door }, number { $number }
in-door = In { $door }{ $holds ->
    [now] , as now
   *[other] {""}
 }
asked-where = You are here and in { $others }. Where shall I write to you?
stays = I write to you in { $door } now, and that stays so unless you choose. I do not ask again; “my hours” changes it at any time.
chosen = You chose { $door }: I write to you there from now on.
planned = What was on its way before still comes where it was to come.
only-there = I write to you in { $door }. You are nowhere else where I could reach you alone.
written-in = I write to you in { $door }.
elsewhere = Write to me elsewhere
bad-where = I cannot reach you there any more. Choose another.
