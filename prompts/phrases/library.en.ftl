# Searching the lessons, and looking at one.

open = Find a lesson
title = Find a lesson
search = Search
words = Which words?
words-hint = Of its title or its cards; leave it empty to see all.
sphere = What shall it be about?
minutes = How long may it take?
at-most = { $minutes ->
    [0] Under a minute
    [one] One minute
   *[other] { FIRST(SPELL($minutes)) } minutes at most
 }
only-you = Only you see this search.

found = { $count ->
    [0] I find no lesson for that.
    [one] { $narrow ->
        [narrow] One lesson fits.
       *[all] There is one lesson.
    }
   *[other] { $narrow ->
        [narrow] { FIRST(SPELL($count)) } lessons fit{ $part ->
            [part] . Here are { $first } to { $last }.
           *[whole] .
        }
       *[all] There are { SPELL($count) } lessons{ $part ->
            [part] . Here are { $first } to { $last }.
           *[whole] .
        }
    }
 }
hit = { $lesson }, { SPELL($minutes) } { $minutes ->
    [one] minute
   *[other] minutes
 }, { $sphere ->
    [self] about yourself
    [work] about your work
    [workplace] about working with others
   *[world] about the world around it
 }.
and-then = { $before } · { $heading }
look-at = Look at it
take = Take it
send = Send it
again = Search again
further = Further ones
before = Those before

## Looking at one

look = { $lesson }, { SPELL($minutes) } { $minutes ->
    [one] minute
   *[other] minutes
 }, { $sphere ->
    [self] about yourself
    [work] about your work
    [workplace] about working with others
   *[world] about the world around it
 }. This is how it reads.
its-question = Its question
option = { $place }. { $words }
only-a-look = Only you see this. A look begins nothing and is not kept.

## What needs another word

nothing-fits = I find no lesson for that. Try another word, or leave one of these open.
too-long = Please look with { $longest } characters at most.
gone = That lesson is no longer on the shelf.
