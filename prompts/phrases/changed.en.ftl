# What changed in the score since a day or an edition.

since = Since { $by ->
    [edition] edition { $number }
   *[day] { SHORTDAY($day) }
 } { $count ->
    [0] nothing of this has changed.
    [one] one thing is not what it was.
   *[other] { SPELL($count) } things are not what they were.
 }
no-edition = There is no edition { $number }.
line = { $line }. { $what }
read = { $known ->
    [yes] From { $was } to { $now } { $unit }
   *[no] First read: { $now } { $unit }
 } on { SHORTDAY($day) }.
more = And { $count ->
    [one] one more
   *[other] { SPELL($count) } more
 }.
