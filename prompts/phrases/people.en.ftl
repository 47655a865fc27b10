# What a roster would change, as it is read before anything of it is kept.

nothing = The roster says what is here already, so there is nothing to change.
spread = The hours of a morning change:
spread-from = { $after ->
    [0] everybody is asked at their hour, and no longer up to { $before } minutes after it
   *[other] everybody is asked up to { $after } { $after ->
        [one] minute
       *[other] minutes
     } after their hour, always as long after it, { $before ->
        [0] and no longer all at once
       *[other] where it was { $before }
     }
 }
contacts = Whom somebody is shown who needs help changes:
contacts-from = { $kind }: from { $before } to { $after }
contact-kind = { $kind ->
    [danger] danger
    [harassment] harassment
    [discrimination] discrimination
    [illness] illness
    [legal] law
    [pay] pay
   *[any] anything else
 }
new = { $count ->
    [one] One person is new:
   *[other] { $count } people are new:
 }
changed = { $count ->
    [one] One person changes:
   *[other] { $count } people change:
 }
back = { $count ->
    [one] One person comes back:
   *[other] { $count } people come back:
 }
leaving = { $count ->
    [one] One person leaves. What they handed in stays:
   *[other] { $count } people leave. What they handed in stays:
 }
new-teams = { $count ->
    [one] One team is new:
   *[other] { $count } teams are new:
 }
changed-teams = { $count ->
    [one] One team changes:
   *[other] { $count } teams change:
 }
joins = { $count ->
    [one] One place in a team is taken:
   *[other] { $count } places in teams are taken:
 }
ends = { $count ->
    [one] One place in a team is given up:
   *[other] { $count } places in teams are given up:
 }
who = { $name } ({ $handle })
changes = { $who }: { $what }
value = { $column } from { $before } to { $after }
unsaid = nothing
yes = yes
no = no
column = { $column ->
    [handle] handle
    [name] name
    [email] e-mail
    [time_zone] time zone
    [zone_assumed] time zone assumed
    [asked_at] hour
    [other_hours] hours of other days
    [quiet] quiet hours
    [asked_within] hours within which its people are asked
    [without_model] does without a model
    [working_days] working days
    [country] country
    [language] language
    [joins_on] first day
    [leaves_on] last day
    [role_words] what they do
    [is_admin] admin
    [is_strategy_owner] strategy owner
    [part] part of the score
    [allowance] allowance
    [digest_at] hour of the digest
   *[other] left
 }
leaves-lines = { $who } owns { $lines }; { $count ->
    [one] it wants
   *[other] they want
 } another owner
in-team = { $handle } in { $team }, as { $role ->
    [manager] the one who leads
    [coach] coach
    [observer] observer
   *[other] member
 }
more = and { $count } more

## The commands

kept = Kept. { $people ->
    [one] One person is here.
   *[other] { $people } people are here.
 }
ask = Nothing was changed yet. Keep this? Type yes:
not-kept = Nothing was changed.
clean = { $file } can be imported: { $people ->
    [one] one person
   *[other] { $people } people
 } in { $teams ->
    [one] one team
   *[other] { $teams } teams
 }.
refused = Nothing was changed; everybody stays where they are.
written = { $file } has { $people ->
    [one] one person.
   *[other] { $people } people.
 }
unasked = { $count ->
    [one] One person is a member of no team and leads none, so nobody asks them in the morning.
   *[other] { $count } people are members of no team and lead none, so nobody asks them in the morning.
 }

## What a platform's directory adds

proposal = This is what the directory here would change in the roster. Nothing of it is kept yet.
nothing-there = The directory here has nobody whom the roster does not know, so there is nothing to change.
accounts = { $count ->
    [one] One account is linked to its person.
   *[other] { $count } accounts are linked to their people.
 }
take-over = Take this in
only-admins-see = Only you see this; those who are taken in are told nothing of it.
unfit = The directory does not fit beside the roster: { $count ->
    [one] one entry cannot be read
   *[other] { $count } entries cannot be read
 }. Nothing was changed. A file can say it: concertmaster people import.
looking = I am reading the directory. What it would change comes in a moment; nothing is kept before you say so.
no-directory = There is no directory at this door. People come from a file here: concertmaster people import.
taken = Kept. { $new ->
    [0] Nobody is new
    [one] One person is new
   *[other] { $new } people are new
 }, { $left ->
    [0] and nobody left.
    [one] and one left.
   *[other] and { $left } left.
 }
admins-only = That is for those who run Concertmaster here. Nothing was changed.
gone-there = The account of { $name } was deactivated. Nothing is sent to it any more; what they handed in stays. If they left, look at what changes, and take it in.
joined-there = Somebody is new here whom the roster does not know. They see nothing until you take them in.
look = What would change
code-title = A code for somebody
code-who = Whose account shall be linked: a handle, e-mail address or name
code-make = Make a code
code = The code for { $name } is { $code }. It links one account, once, until this time tomorrow.
code-how = Hand it to them yourself. They write it to me.
no-person = The roster has nobody of that handle, e-mail address or name.
which-person = Several people are called that; write the handle.

## Linking

is-that-you = By the e-mail address that this workspace has confirmed for you, the roster knows you as { $name }. Is that you?
link-me = Yes, link this account
linked = Thank you, { $name }. This account is yours from now on. Write “help” to me, and I say what can be done.
bad-code = That code is no good: it was used, it is older than a day, or it is for somebody who has an account here already. Ask for another one.
