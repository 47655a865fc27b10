# What stands on the browser's pages around the conversation.

name = Concertmaster
title = { $place }, Concertmaster
skip = To the newest message
day = { DAY($day) }
today = Today
hour = { HOUR($at) }
weekday-hour = { WEEKDAY($at) } { HOUR($at) }
day-hour = { SHORTDAY($at) } { HOUR($at) }
wrote = { $words }

## The demo's bar

demo = Demo controls
example = an invented example
who = Who you are
now = { DAY($at) }, { HOUR($at) }
next = What would happen next
next-none = Nothing would happen by itself: nobody is to be asked, and no team has an hour for its digest.
next-note = Press one to go there. Time only moves forward.
next-more = And { SPELL($count) } more, until { SHORTDAY($at) }, { HOUR($at) }
go-to = Or go on by
hour-on = Next hour
tomorrow-at = Tomorrow, { HOUR($at) }
play-on = Play on
tomorrow = Tomorrow
week = A week on

## The days of the demo

days = Walk into another day
days-note = Each day has a store of its own and begins in its morning. What you type on one day stays there; to take it along, move the clock on.
days-back = Back to the open day
day-open = open, { WEEKDAY($at) } { HOUR($at) }
day-begun = played until { DAY($at) }, { HOUR($at) }
day-coming = being made
day-failed = That day could not be opened. Nothing of it was lost; please try once more.
walk-in = Walk in
go-on = Go on there
again = Begin this day again
making = The days until then are being played. That takes some seconds; the page goes there by itself.

## Places, the conversation and what stands beside it

places = Places
look-at = Look
map = The map
outline = As text
map-picture = The map as a picture; all of it stands in the text beside it
talk = Talk
new = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
}
conversation = Conversation
only-you = Private. Only you read this conversation.
everybody = Everybody in { $place } reads this.
empty = Nothing has been said yet. The first question comes on your next working day.
empty-channel = Nothing has been said here yet. What your team shares will stand here.
beside = Beside the conversation
part = Your part
close = Close
message = Message
write = Write, or type “help”
send = Send
below = New below

## Pieces of a card

stuck = Stuck.
won = Win.
percent = { $percent } %
agreed = agreed: { $percent } %
meter = { $label }: { $count }, { $percent } percent
keep = Keep it
as-picture = As a picture
lines-offered = Lines of the score
more-lines = { $count ->
    [one] One more line fits; write on to find it.
   *[other] And { SPELL($count) } more lines; write on to narrow them.
}
no-lines = No line reads like this. Another word may find it.

## Forms

later = Later
kept = kept as you type
clear = Clear
over = { $count } characters more than fit
choose = Choose one

## When something is in the way

offline = No connection since { $since }.
offline-note = You can go on reading. What you write waits here and is sent when we are back.
waits = waits for the connection
not-there = There is no such page, or it is not yours to see.
fault = That did not work, and it was ours. What was kept before is kept; please try once more.
other-name = This page answers only as localhost or 127.0.0.1, and was called by another name. Nothing was done.
elsewhere = That came from another page than this one, so it was left undone. Nothing was changed.
other-day = This page is from another day of the demo, so nothing was done. The day that is open now is being loaded.
too-long = That is far longer than anything this page asks for, so nothing of it was kept. Please shorten it.
unreadable = That could not be read, so nothing of it was kept. Please open the page again.
problem = No page here
back = Back to the beginning

## Behind the link to a line

line = A link to a line
line-asked = { $known ->
    [line] Lines are shown where you talk to Concertmaster, to those who may see them: write “score { $address }” there.
   *[none] Lines are shown where you talk to Concertmaster, to those who may see them: write “score” and the address of one there.
}

## The first page of the demo

who-are-you = Who are you today?
what = Concertmaster asks teams once a day what they mean to do, and shows which line of the strategy it plays from. Begin as anybody; you can be somebody else at any time.

## What the door says of the demo's clock and of a second press

already = Already done, once.
catalogue = All that Concertmaster can say
