# The morning prompt, later.

later = Later
when = When shall I ask again?
in-an-hour = In an hour, at { HOUR($at) }
this-afternoon = At { HOUR($at) }
tomorrow = { $apart ->
    [1] Tomorrow
   *[other] On { DAY($day) }
 }
only-you = Only you see this.
waits = I ask again at { HOUR($at) }.
came = I asked again at { HOUR($at) }, below.
answered = Your check-in for { DAY($day) } is in, or was waived.
left = { DAY($day) } stays open, and I do not ask again.
until-then = I do not ask again today; the next time is { DAY($day) }. Today stays open.
no-more-today = I do not ask again today. It stays open.
not-asked = Nothing was asked today that could come later. “hours” changes when you are asked.
too-late = There is no such hour left today, and nothing was changed. “tomorrow” keeps me quiet until then.
