# Who is in a team, and what those are told who come and go.

title = The people of { $team }
members = Who shall share the work?
members-hint = Names or handles, parted by commas. They are asked each day.
observers = Who shall look on?
observers-hint = They see the digest, and nobody asks them. Whoever shared the work until now no longer does.
go = Who shall leave the team?
inside = { $count ->
    [0] Nobody is in it yet.
   *[other] In it are { $names }.
 }
each-is-told = Everybody; each of them is told once
unknown = { $count ->
    [one] Nobody in the roster is called { $names }.
   *[other] Nobody in the roster goes by these names: { $names }.
 }
several = Several are called { $name }: say which by handle, { $handles }.
twice = Named twice: { $names }.
outside = { $count ->
    [one] { $names } is not in this team.
   *[other] { $names } are not in this team.
 }
and = { $first } { $second }
last-who-leads = Nobody would lead this team then. Whoever keeps the roster can name somebody else first; nothing was changed.
nothing = { $team } stays as it was: all of that was so already.
changed = The people of { $team } are changed.
came = In it now
went = No longer in it
names = { $names }
all-told = Each is told by me, but for those who asked me to be quiet.
told = { $became ->
    [member] { $by } took you into { $team }.
    [observer] { $by } made you an observer of { $team }.
   *[gone] You are no longer in { $team }: { $by } changed who is in it. What you did there stays yours.
 }
what-it-means = { $became ->
    [member] I ask you once a day what you mean to do. The team sees tasks, wins, and what is in the way once you tell it.
   *[observer] You see its digest. Nobody asks you for anything.
 }
what-is-this = What is this?
only-you = Only you see this.
