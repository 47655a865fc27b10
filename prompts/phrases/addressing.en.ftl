# What stands before what is wanted of one part of this ("score field/P-2", "lesson promises"), and how its help is asked
# for. The commands of Slack have the same names. Spellings are parted by |.

checkin = check in | checkin | check-in
score = score | the score
coach = coach | ask the coach
lesson = lesson | lessons
digest = digest | the digest
help = help | ? | how | what can i write
