# What comes to somebody who did not ask for it: why, how often at most, and less of it.

why-this = Why this?
only-you = Only you see this.
set-by = Set by
at-most = At most
somebody = somebody
less = Less of this
mine = What comes by itself
undo = As before

because-prompt = { $count ->
    [0] You are asked once on each of your working days.
   *[other] You are asked once on each of your working days, since you share the work of { $teams }.
 }
because-team = { $by } changed who is in { $team }, and that concerns you.
because-lesson = { $by } sent you the lesson { $lesson }.
because-nudge = You took the lesson { $lesson }, and it comes back until { DAY($until) }, so that it is still known then.
because = { $occasion ->
    [reminder] You were asked earlier today and had said nothing yet. It is the only reminder of the day.
    [welcome] It comes once to everybody who is new, here or in a second place.
    [decision] A decision or an answer is yours, by the score, and { $by } waits for it.
    [task] { $by } would hand you a task.
    [help] You asked others for something, and { $by } answered: a hand for what is in the way, word on a task of yours, an answer about a line, or whether words of theirs count as a win.
    [praise] { $by } praised something that you won.
    [win] { $by } would count words of yours as a win, and that is yours to say.
    [between] It is between two parts of the score: you own a line there, look after what pulls apart there, or answer for the strategy.
    [nudge] A lesson that you took comes back.
    [score] The score has a new edition, and lines of it that are yours, your team’s or your work’s are not what they were.
    [findings] You answer for the strategy, and more is found in the score than when you were last told: it has another edition, or the work on it went on.
    [measure] A measure that you keep up is older than the score wants it: it says how often it is read.
   *[running] You run this, and something of it needs somebody.
 }

set = { $occasion ->
    [prompt] you, or the roster before you: { $hours }
    [reminder] you, or the roster before you; it comes two hours after the prompt
    [welcome] us, for everybody
    [decision] the score: it names who decides on the line
    [task] whoever does not want to do it, because the score says no to it
    [help] you, when you asked; whoever answers says when
    [praise] whoever praised it in the digest
    [win] whoever chose “Make it a win” on a message of yours
    [team] whoever leads the team
    [between] whoever said that two lines pull against each other, or the day on which they are looked at again
    [score] whoever puts an edition in force
    [lesson] your coach, or whoever answers for the score
    [nudge] us: a lesson is remembered for a number of days, and comes back after about a seventh of them
    [findings] us, for whoever answers for the strategy
    [measure] the score: it says how often each measure is read
   *[running] us, for every admin
 }
most = { $occasion ->
    [prompt] once a day, on your working days
    [reminder] once a day
    [welcome] once
    [decision] { $wanted ->
        [less] once a day, in the morning
        [none] never
       *[all] as they come; three batches a day of all that comes by itself
     }
    [task] { $wanted ->
        [less] once a day, in the morning
        [none] never
       *[all] as they come; three batches a day of all that comes by itself
     }
    [help] { $wanted ->
        [less] once a day, in the morning
        [none] never; it stands where you asked
       *[all] as they come; three batches a day of all that comes by itself
     }
    [team] { $wanted ->
        [less] once a day, in the morning
        [none] never
       *[all] as they come; three batches a day of all that comes by itself
     }
    [between] { $wanted ->
        [less] once a day, in the morning
        [none] never; they stand under “tensions”
       *[all] once for each two lines, and once on the day on which they are looked at again; three batches a day of all that comes by itself
     }
    [score] { $wanted ->
        [less] once a day, in the morning
        [none] never; “my part” shows the lines as they are
       *[all] once a day at most, whatever number of lines changed
     }
    [win] { $wanted ->
        [less] once a day, in the morning
        [none] never; then nobody’s choice makes a win of your words
       *[all] as they come, once for each message; three batches a day of all that comes by itself
     }
    [praise] { $wanted ->
        [none] never; it stands in the digest
       *[all] as it comes; three batches a day of all that comes by itself
     }
    [lesson] { $wanted ->
        [less] one in seven days
        [none] never; they stay on the shelf
       *[all] as they are sent; three batches a day of all that comes by itself
     }
    [nudge] { $wanted ->
        [less] one in seven days
        [none] never
       *[all] two in seven days, over all lessons
     }
    [findings] { $wanted ->
        [less] once a day, in the morning
        [none] never; “findings” shows them
       *[all] once after a new edition, else once a week, on Monday; only where an error or a warning is new
     }
    [measure] { $wanted ->
        [less] once a day, in the morning
        [none] never; “measures” shows them
       *[all] once for each time that one is to be read, all of them in one message; three batches a day of all that comes by itself
     }
   *[running] { $wanted ->
        [less] once a day, in the morning
        [none] never
       *[all] as it happens; three batches a day of all that comes by itself
     }
 }
stop = { $occasion ->
    [praise] Only in the digest
    [nudge] No more nudges
    [lesson] No more lessons from others
   *[other] None of these
 }
again = { $occasion ->
    [reminder] Remind me again
    [decision] Decisions as before
    [task] Tasks of others as before
    [help] Answers of others as before
    [praise] Praise as before
    [win] Questions about wins as before
    [team] Team news as before
    [between] Tensions as before
    [score] News of the score as before
    [lesson] Lessons as before
    [nudge] Nudges as before
    [findings] Findings as before
    [measure] Reminders of measures as before
   *[running] News of the installation as before
 }

holds = { $occasion ->
    [decision] { $wanted ->
        [less] Decisions that wait for you come once a day, in the morning.
        [none] No decisions are brought to you. Your deputy is asked instead; without one, whoever is stuck reads that you cannot be reached through me.
       *[all] Decisions that wait for you come as they come.
     }
    [task] { $wanted ->
        [less] Tasks that others would hand you come once a day, in the morning.
        [none] Nobody can hand you a task through me, and whoever tries reads so.
       *[all] Tasks that others would hand you come as they come.
     }
    [help] { $wanted ->
        [less] What others answer to what you asked comes once a day, in the morning.
        [none] What others answer to what you asked is not brought to you; whoever offers a hand reads that you cannot be told through me.
       *[all] What others answer to what you asked comes as they answer.
     }
    [win] { $wanted ->
        [less] Questions whether words of yours count as a win come once a day, in the morning.
        [none] Nobody asks you whether words of yours count as a win, and none do unless you say so in your check-in.
       *[all] Questions whether words of yours count as a win come as they are asked.
     }
    [praise] { $wanted ->
        [none] Praise stands in the digest, and comes to you no other way.
       *[all] Praise comes to you as it is said.
     }
    [between] { $wanted ->
        [less] What is between your part of the score and another comes once a day, in the morning.
        [none] What is between your part of the score and another is not brought to you. Tensions stand under “tensions”.
       *[all] What is between your part of the score and another comes as it happens.
     }
    [score] { $wanted ->
        [less] News of the score comes once a day, in the morning.
        [none] You are not told when lines that you play from change. “my part” shows them as they are.
       *[all] News of the score comes when lines that you play from change.
     }
    [team] { $wanted ->
        [less] News of your teams comes once a day, in the morning.
        [none] You are not told when your teams change.
       *[all] News of your teams comes as it happens.
     }
    [lesson] { $wanted ->
        [less] Lessons from others come once in seven days; the others wait.
        [none] Lessons from others do not come to you. They are on the shelf: “lessons”.
       *[all] Lessons from others come as they are sent.
     }
    [nudge] { $wanted ->
        [less] A nudge comes once in seven days, half as often as before.
        [none] Nudges come no more. Your lessons are kept.
       *[all] Nudges come twice in seven days, as before.
     }
    [findings] { $wanted ->
        [less] What is newly found in the score comes in the morning.
        [none] What is newly found in the score is not brought to you. “findings” shows it.
       *[all] What is newly found in the score comes after a new edition, else on Monday.
     }
    [measure] { $wanted ->
        [less] Reminders of measures come once a day, in the morning.
        [none] You are not reminded of measures. “measures” shows those that are due.
       *[all] Reminders of measures come as they fall due.
     }
   *[running] { $wanted ->
        [less] News of the installation comes once a day, in the morning.
        [none] News of the installation does not come to you. Other admins get it.
       *[all] News of the installation comes as it happens.
     }
 }
prompt = { $what ->
    [no-reminder] You are asked in the morning, and not reminded.
    [reminder] You are reminded once, two hours after you were asked.
   *[least] This is the least of it. There is a pause, and there are other hours and days.
 }
days = You are asked on { $days } from now on, and nothing comes by itself on other days.
nothing = Nothing has come to you by itself so far.
turned-down = This comes to you less often than to others, because you said so.
all-of-it = You have turned nothing down. Three batches a day come by themselves at most, and two nudges in seven days, within your hours.
