# What a roster would change, as it is read before anything of it is kept.

nothing = The roster says what is here already, so there is nothing to change.
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
    [asked_at] hour
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
