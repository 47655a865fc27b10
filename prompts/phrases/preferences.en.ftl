# When somebody is asked, as they choose it themselves.

title = Your hours
zone = Your time zone
zone-hint = The name of a zone and a town, as in Europe/Dublin.
asked-at = When shall I ask in the morning?
days = On which days do you work?
day = { WEEKDAY($day) }
days-in-a-row = { $first } to { $last }
turned-down = { $count ->
    [one] One thing comes to you less often than to others, or not at all, because you said so. “what comes by itself” shows it.
   *[other] { FIRST(SPELL($count)) } things come to you less often than to others, or not at all, because you said so. “what comes by itself” shows them.
 }
keep = Keep these hours
hours = at { $at }, time of { $zone }, on { $days }
kept = You are asked { $hours }. Not on days away, nor on the holidays of your country.
change = Change my hours
only-you = Only you see this.
teams-see = Your teams see this, so that they know when you are there.
bad-zone = There is no time zone of that name. Write one such as Europe/Dublin.
bad-time = Write hours and minutes with a colon, as in 09:00.
no-days = Choose one day at least. “pause” keeps me quiet altogether.
