# What people write, and what it means. Spellings are parted by |.

checkin-open_form = check in | checkin | check-in | tasks | edit
checkin-same_again = same as yesterday | same again | same
checkin-not_today = not today | skip | skip today
score-my_part = my part | score | the score
history-week = my weeks | my week | history | my history | my lines this week
home-questions = questions
coach-open_questions = open questions | silences
digest-today = digest | today | the digest | day
digest-this_week = week | the week | this week
leave-open_form = days away | i am going to be away | i will be away | plan leave
leave-pause = pause | stop | stop it | unsubscribe | pause please
leave-start_again = start again | resume | go on | i am back | i'm back | start
preferences-open_form = hours | my hours | change my hours | settings | preferences | time zone
home-help = help | ? | what can you do
welcome-show = hello | hi | hello there | what is this | who are you | who sees what | welcome
setup-open = set up | setup | set-up | set up my team | my team
team_questions-shelf = team questions | our questions | own questions | questions of my team | questions of our team | ask my team
lessons-shelf = lessons | learn | the lessons
lessons-open_sender = lesson | send a lesson | send lesson
people-propose = people | directory | roster | who is here
people-open_code = code | codes | link code | a code
deliveries-unsent = what was not sent | not sent | unsent | deliveries | what did not arrive
