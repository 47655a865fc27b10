# What messages and forms in Slack and Teams say for themselves.

name = Concertmaster
nothing = –
chosen = ✓ { $label }

## When something is longer than one message takes

more = { $pages ->
    [one] There is more than one message holds; one more page has the rest.
   *[other] There is more than one message holds; { SPELL($pages) } more pages have the rest.
}
rest = Show the rest
the-rest = The rest
close = Close
text-goes-on = The rest stands in the message.
in-full = In full: { $text }

## Pieces

stuck = Stuck
won = A win
meter = { $label }: { $count }, { $percent } %
agreed = agreed: { $percent } %
chart = { $tasks ->
    [one] { $tasks } task by line
   *[other] { $tasks } tasks by line
}{ $agreed ->
    [none] {""}
   *[other] ; whirlwind up to { $agreed } % agreed
}
tasks = Tasks
line = Line
in-all = In all
total = in all { $total }
beat = { $day } { $count }

## Forms

later = Later
hand-in = Hand in
label = { $label } ({ $audience })
tick = Yes
choose = Choose
no-answer = No answer
find = Type to find a line
group = { $first } to { $last }
no-options = { $label }: there is nothing to choose from yet.
left-out = { $count ->
    [one] One more does not fit into this list.
   *[other] { SPELL($count) } more do not fit into this list.
}
shortened = Some of what follows is longer than one form holds, and stands here only as far as it fits.
cut-off = { $count ->
    [one] The last character of what stands here does not fit and is left out.
   *[other] The last { $count } characters of what stands here do not fit and are left out.
}
nearest = { $count ->
    [one] Nearest lines; one more, write on to find it
   *[other] Nearest lines; { SPELL($count) } more, write on to narrow them
}
