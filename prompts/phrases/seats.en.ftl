# Whom a reader of the demo can be, by what somebody is to the organisation.

member = Employees
member-says = You say each morning what you mean to do, and read which line of the strategy it plays from. You see what your team shares.
manager = Managers and leaders
manager-says = You check in as everybody does, and set up your team: its channel, hour, people and questions. You read its day and week, and nobody’s confidence.
coach = Coaches
coach-says = You send lessons, and see what the digest of your teams shows. You are not asked in the morning.
owner = Strategy owners
owner-says = What the score cannot answer comes to you, without the name of whoever asked.
admin = Admins
admin-says = You can set up every team. No check-in is shown to you by name.
observer = Observers
observer-says = You read the channel and the digests of a team. Nobody asks you anything.
none = In no team
none-says = You can ask the score. Nobody asks you anything until a team has you.
teams = { $teams }
team-and-work = { $teams }, { $does }
work = { $does }
count = { $count ->
    [one] one person
   *[other] { $count } people
 }
more = { $count ->
    [one] And one more; look for a name, a team or what they do.
   *[other] And { SPELL($count) } more; look for a name, a team or what they do.
 }
more-typed = { $count ->
    [one] and one more; /me with part of a name or of a team finds others
   *[other] and { SPELL($count) } more; /me with part of a name or of a team finds others
 }
search = Name, team or what they do
look = Look
nobody = Nobody fits “{ $words }”. Part of a name, a team or what somebody does is enough.
all = Everybody again
by-role = All of them, by role
