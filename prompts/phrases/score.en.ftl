# The score, as it is shown in chat.

my-part = Your part in the score
my-part-says = { $season ->
    [none] Edition { $number } of { SHORTDAY($day) }.
   *[other] { $name }, edition { $number } of { SHORTDAY($day) }.
 }
yours = Yours.
yours-until = Yours, until { SHORTDAY($day) }.
no-score = There is no score yet. Whoever keeps the strategy can load one.
no-part = Your teams have no part in the score yet.
until = Until { SHORTDAY($day) }.
owned = { $owner }’s.
owned-until = { $owner }’s, until { SHORTDAY($day) }.
note-and = { $note } { $more }
measured = { $words }: { $facts }.
measured-by = Known by: { $words }.
at-start = { $value }{ $known ->
    [none] { "" }
   *[unit] { " " }{ $unit }
} at the start
last-read = { $value }{ $known ->
    [none] { "" }
   *[unit] { " " }{ $unit }
} on { SHORTDAY($day) }
wanted = { $value }{ $known ->
    [none] { "" }
   *[unit] { " " }{ $unit }
} wanted
