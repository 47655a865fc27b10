# Measures as they are read.

mine = { $count ->
    [0] No measure is yours to keep up.
    [one] One measure is yours to keep up. { $late ->
        [0] It is not due.
       *[other] It is due.
    }
   *[other] { FIRST(SPELL($count)) } measures are yours to keep up. { $late ->
        [0] Nothing is due.
        [one] One is due.
       *[other] { FIRST(SPELL($late)) } are due.
    }
 }
none = No measure is yours to keep up: that would be those of your own lines, and of the part of a team that you lead.
wait = { $count ->
    [0] Every measure that you keep up has been read in time.
    [one] One measure that you keep up has not been read in time.
   *[other] { FIRST(SPELL($count)) } measures that you keep up have not been read in time.
 }
more = { $count ->
    [0] That is all of them.
    [one] One more is not shown. “score” with its address shows it.
   *[other] { FIRST(SPELL($count)) } more are not shown. “score” with an address shows one.
 }
amount = { $value }{ $known ->
    [none] { "" }
   *[unit] { " " }{ $unit }
 }
due = { $due ->
    [none] It has no cadence.
    [late] To be read since { SHORTDAY($day) }.
   *[later] To be read again on { SHORTDAY($day) }.
 }
never-read = Never read. { $when }
last-read = { $value } on { SHORTDAY($day) }. { $when }
late-note = { $note } It is { $late }.
read-at = New reading of { $address }
may-not = { $line } is kept up by { $owner }, who owns it, and by those who answer for its part.
nobodys = { $line } is kept up by those who answer for its part; nobody owns it.
title = { $line }
value = What does it read{ $known ->
    [none] ?
   *[unit] , in { $unit }?
 }
bounds = From { $lowest } to { $highest }.
day = On which day?
day-hint = A reading of the same day is replaced.
keep = Keep it
before = Read last: { $value } on { SHORTDAY($day) }.
everybody = Everybody
everybody-sees = Everybody here sees what a measure reads.
bad-day = Write a day, as in 2027-03-09.
no-number = Write one number, as in 82 or 82.5.
grouped = That may be thousands or a fraction. Write it without commas or points between thousands.
percent = It is read in { $known ->
    [none] plain numbers
   *[unit] { $unit }
 }, not in percent.
beyond = That is more than anything that is counted here. The reading was not kept.
long-ago = Nothing is read of days before 1970.
too-low = It cannot be less than { $lowest }: the score says so. The reading was not kept.
too-high = It cannot be more than { $highest }: the score says so. The reading was not kept.
to-come = That day is still to come.
kept = Kept: { $value } on { SHORTDAY($day) }.
on = { SHORTDAY($day) }
came = { $value }{ $origin ->
    [file] { " " }(from a file)
    [post] { " " }(from another system)
   *[hand] { "" }
 }{ $noted ->
    [none] { "" }
   *[noted] . { $note }
 }
read-on = { $value } on { SHORTDAY($day) }{ $origin ->
    [file] , from a file
    [post] , from another system
   *[hand] , by hand
 }{ $noted ->
    [none] .
   *[noted] : { $note }
 }
late = due every { $every ->
    [day] day
    [week] week
    [month] month
    [quarter] quarter
    [year] year
   *[days] { SPELL($cadence) } days
 }, { SPELL($count) } { $length ->
    [weeks] { $count ->
        [one] week
       *[other] weeks
    }
   *[days] { $count ->
        [one] day
       *[other] days
    }
 } late
target = { $reached ->
    [reached] The target of { $target } is reached.
   *[left] { $left } to go to the target of { $target }.
 }
trend = { $trend ->
    [better] Better than the time before.
    [worse] Not as good as the time before.
   *[level] The same as the time before.
 }
