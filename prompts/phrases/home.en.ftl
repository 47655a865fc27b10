# What the coach says when it is spoken to, and when something is not there.

help = Once a day I ask what you mean to do, and show which line of the score it plays from.
help-words = Write “check in”, “same as yesterday”, “not today”, “my page”, “my part”, “my week”, “measures”, “lessons”, “days away”, “my hours”, “what is this” or “help”, or press one of these. Or write your day in one message: “today: call Acme, finish the quote; blocked by legal”. “I am off on Friday” takes days off, “when the call ends, I will ring three bakers” keeps a moment for a task (“step” opens its form), “later” puts the morning’s question off, and “pause” keeps me quiet until you write “start again”. Of what comes by itself: “why did I get this?”, “less of this”, “what comes by itself”; of what I say beside an answer: “asides”.
help-lines = Or ask: “Why do we visit every oven?” I answer from the score, with its lines, and “coach” says what you can ask; “what first today?” puts your tasks in order. “score field/P-1” shows a line, “map”, “whole map” and “map of Sales” show what serves what and which lines are untouched. “tensions” shows which lines pull against each other, and “field/P-1 pulls against service/P-2” says so of two. “question to field/P-1: by when?” and “objection to field/P-1: …” go to who owns it; “what is asked of me” and “what I asked” show what waits and what came back. “lesson promises” and “find a lesson” find a lesson.
help-memory = “remember that I look after the northern ovens” keeps something for you alone, “what do you remember?” shows all of it, and “forget that” forgets it.
help-digest = “digest” and “week” show what the work of your team adds up to; “digest of last Friday” and “week of 3 March” do for days that are over.
help-arranges = You arrange a team: “set up” shows where each thing stands, “team questions” is what it asks in its check-in.
help-sends = “send a lesson” brings one to { $whom ->
    [both] who you coach, or to the owners of a line
    [team] who you coach
   *[owners] the owners of a line
 }; “lessons I sent” shows what came of them.
help-owns = “open questions” are those that were asked and that the score does not answer; “new edition” takes a score file, and shows what it would change before it does. “findings” goes through what is wrong with the score, one at a time, to be mended or accepted; “accepted findings” lists what is accepted. “write the score” asks you through a new one, question by question.
help-owns-lines = “findings” shows what is found about the lines that you own.
help-runs = You run Concertmaster here: “people” compares who is here with the roster, “code” links somebody’s account, “what was not sent” shows what did not reach people, and why, “what goes out today”, “what goes out tomorrow”, “what goes out next week” and “preview for” with a name look ahead.
which-questions = Which questions?
of-the-score = What the score does not say
of-the-team = What { $team } asks in its check-in
unclear = I do not know what to do with that.
unclear-words = If it is something you mean to do today, put it into your check-in.
as-task = Put it into today’s check-in
what-i-do = What can I write?
my-part = My part in the score
not-there = There is no such thing here, or it is not yours to see.
forged = That came twice with different contents, so the second one was left out. Nothing was changed by it.
our-fault = That did not work, and it was ours. What was kept before is kept; please try once more.
busy = I could not keep that just now. Nothing was changed; please press again.
only-you = Only you see this.

## One's own page beside the conversation

alone = Your own page is for you alone. Write “my page” to me directly.
hours = Your hours
change-check-in = Change my check-in
more-lines = { $count ->
    [one] And one more in your part.
   *[other] And { $count } more in your part.
}
who-sees = Your teams see your tasks and their lines, your wins, and the blockers that you share. Confidence, drafts and what you ask me are yours alone.

## Forms where none can be opened

opens = That needs a form. It opens with a press.
open = Open it
too-late = That form could not be opened in time. Nothing was changed; please press once more.

## For those who run it

reads-along = I post nothing in #{ $name } while { $who ->
    [guests] a guest
   *[others] another organisation
} reads along there; what was meant for it was not sent. Once nobody does I go on by myself. You can also give the team another channel: write “set up”.
no-channel = I cannot post in #{ $name } (I was told: { $why }). What was meant for it was not sent. { $place ->
    [closed] Nothing more is planned there until I am invited into it again, somebody of the team presses or mentions me there, or the team is given a channel by “set up”.
   *[open] What comes next is tried as ever.
 }
no-person = I cannot reach { $name } in chat (I was told: { $why }). What was meant for them was not sent. { $place ->
    [closed] Nothing more is planned for them there until they write to me, or their account comes back. If they have left, say so in the roster.
   *[open] What comes next is tried as ever.
 }
