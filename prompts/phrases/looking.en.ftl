# What somebody finds who looks for something rather than asks what the score says of it.

found = { $count ->
    [0] I find nothing for that.
    [one] I find one thing for that.
   *[other] I find { SPELL($count) } things for that.
 }
more = The { SPELL($shown) } nearest are shown.
own-none = I looked through what you wrote from { SHORTDAY($first) } to { SHORTDAY($last) }, too.
own = What you wrote from { SHORTDAY($first) } to { SHORTDAY($last) }:
own-day = { DAY($day) }{ $state ->
    [open] {""}
    [done] , done
    [carried] , carried on
    [won] , a win
   *[dropped] , dropped
 }
only-you = Only you see here what you wrote.
alone = What you wrote yourself I look for where nobody reads along. Ask me that in our own conversation.
lesson = { $lesson }, { SPELL($minutes) } { $minutes ->
    [one] minute
   *[other] minutes
 }.
promised = { $who ->
    [owner] { $owner } for { $to }
   *[nobody] For { $to }, and nobody is named
 }{ $until ->
    [day] , by { SHORTDAY($day) }
   *[none] , without a day
 }{ $accepted ->
    [yes] {""}
   *[no] ; asked for, not accepted yet
 }
behind = { $count ->
    [0] No measure is behind, of those that can be: with a start, a target, a reading, and a last day of what they measure.
    [one] One measure is behind.
   *[other] { FIRST(SPELL($count)) } measures are behind.
 }
behind-says = { $value } { $unit } on { SHORTDAY($day) }; on a straight way to { $target } it would be { $wanted }
