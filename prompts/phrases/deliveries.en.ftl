# What became of what was to be sent: for those who run Concertmaster, in chat and by command.

## What it is, without a word of what it says

kind = { $what ->
    [prompt] the check-in’s prompt
    [digest] a team’s digest
    [lesson] something of a lesson
    [welcome] a welcome
    [page] the page beside the conversation
    [notice] a notice about people or places
   *[message] a message
 }
state = { $state ->
    [planned] waits
    [sending] is on its way
    [sent] was sent
    [uncertain] is in doubt
    [expired] was of no more use
    [skipped] was left out
   *[dead] could not be sent
 }

## Why it was not sent, and what to do

why = { $why ->
    [over] It was not sent while it was useful, so it was left.
    [late] It was later than a prompt may be, so nobody was asked at the wrong hour.
    [quiet] It did not fit what they have set for themselves.
    [missed] Nothing was running on that day, so nobody was asked.
    [full] Their day had its three batches already.
    [enough] There were enough nudges in these seven days.
    [outside] It would have come outside their working hours.
    [turned-down] It did not fit what they have set for themselves.
    [away] They are away.
    [settled] The day was answered meanwhile, or is not asked for any more.
    [silenced] It did not fit what they have set for themselves.
    [left] They have left.
    [parked] Nobody can be reached there; the platform said: { $said }.
    [removed] We were removed from there.
    [deactivated] The account there was deactivated.
    [gone] What it was to show is no longer there, or is not theirs to see.
    [refused] The platform would not take this message; it said: { $said }.
    [read-along] Somebody reads along there who may not.
    [unreachable] Nobody can be reached there; the platform said: { $said }.
    [undrawn] It could not be put into words; that is a fault of ours.
    [failed] The platform had a fault, each time it was tried.
    [never-back] What was sending it stopped half-way, each time it was tried.
    [never-out] It never arrived, each time it was tried.
    [unknown] The platform never said whether it arrived. It was not sent again, so that nobody has it twice.
    [not-now] The platform could not take it; it said: { $said }.
    [pace] It waits, so as not to ask the platform faster than it allows.
    [shut] The platform does not take our token; it said: { $said }.
    [no-door] Nothing that is connected to there came to it while it was useful.
    [its-turn] Its turn did not come before what was sending it stopped.
   *[other] An earlier release wrote: { $said }.
 }
do = { $why ->
    [left] Nothing is to be done.
    [late] Nothing is to be done, unless it happens often: then something was not running at that hour.
    [quiet] Nothing is to be done.
    [missed] Nothing is to be done, unless it happens often: then something does not run on those days.
    [over] Nothing is to be done, unless it happens often: then what sends was down, or too slow.
    [gone] Nothing is to be done.
    [parked] It goes on by itself once they write to us, or once we are invited into the channel again; if they have left, say so in the roster.
    [unreachable] It goes on by itself once they write to us, or once we are invited into the channel again; if they have left, say so in the roster.
    [deactivated] If they have left, say so in the roster; if the account comes back, it goes on by itself.
    [removed] Connect it again, if it should go on.
    [read-along] Once nobody does it goes on by itself; or give the team another channel.
    [refused] Tell whoever runs the server: the log says more.
    [undrawn] Tell whoever runs the server: the log says more.
    [unknown] Ask them, if it matters; what comes next is sent as ever.
    [failed] See whether the platform says that it is down.
    [not-now] See whether the platform says that it is down.
    [shut] Install the app once more.
    [no-door] See whether what runs is still connected to there: the token that is set may be of another workspace by now.
   *[other] Nothing is to be done now.
 }

## In chat

nothing = { $count ->
    [0] Nothing was planned since { $since }.
    [one] One message was planned since { $since }; it was sent, or waits its turn.
   *[other] { $count } messages were planned since { $since }; all were sent, or wait their turn.
 }
unsent = { $count ->
    [one] One message was
   *[other] { $count } messages were
 } not sent since { $since }, of { $planned } that were planned.
counts = { $sent } sent, { $waits } to be sent, { $late } of no more use, { $left } left out, { $dead } not possible
entry = { $day }, { $at }: { $what } for { $who } { $state }.
somebody = somebody who is no longer here
channel = #{ $name }
older = Older ones
newer = Newer ones
what-it-said = What a message said is shown to nobody here.
only-admins = Those who run Concertmaster here see this.
admins-only = That is for those who run Concertmaster here. Ask one of them, if something did not reach you.

## By command

no-such-person = Nobody here goes by the handle { $handle }. Nothing was looked up.
command-none = Nothing of that kind was planned since { $since }.
command-more = These are the newest { $count }; a shorter time, a state or a person leaves others out.
