# What can be written to one part of this, as a command or to me directly with its name before it.

unread = I cannot read “{ $said }” as one of these.
checkin = “check in” opens the form of today, “check in same” hands in what you carried on, “check in not today” waives the day, and “check in later” puts it off. Or your day in one message: “today: call Acme, finish the quote; blocked by legal”. Behind the command it needs no “today”. You see how it was read before anything is handed in.
score = “score” shows your part. “score field/P-1” shows the line at an address with all that is known of it, “score oven visits” finds lines by their words, and “score map” shows all of it as a map.
coach = “coach” says what you can ask about your own lines. “coach why do we visit every oven?” is answered from the score, with its lines; what the score does not say goes, without your name, to those who write it. “coach search ovens”, “coach which measure is behind” and “coach what did I do last month?” find things.
lesson = “lessons” shows the shelf. “lesson promises” finds lessons by their title or by what they are about, “find a lesson” opens a search. Whoever may send one writes “send promises to Field”, or “send a lesson” for the form; “lessons I sent” shows what came of them.
digest = “digest” is what today adds up to for your team, and “digest week” is the week. A day that is over, another team, or both stand behind it: “digest yesterday”, “digest Sales last Friday”, “digest of 3 March”.
for-me = What can I ask?
todays = Today’s digest
