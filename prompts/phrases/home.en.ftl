# What the coach says when it is spoken to, and when something is not there.

help = Once a day I ask what you mean to do, and show which line of the score it plays from.
help-words = Write “check in”, “same as yesterday”, “not today”, “my part”, “my week”, “lessons”, “days away”, “my hours”, “what is this” or “help”, or press one of these. Or write your day in one message: “today: call Acme, finish the quote; blocked by legal”. Or ask: “Why do we visit every oven?” I answer from the score, with its lines. “I am off on Friday” takes days off, “pause” keeps me quiet until you write “start again”.
help-digest = “digest” and “week” show what the work of your team adds up to.
help-arranges = You arrange a team: “set up” shows where each thing stands, “team questions” is what it asks in its check-in.
help-sends = “send a lesson” brings one to { $whom ->
    [both] who you coach, or to the owners of a line
    [team] who you coach
   *[owners] the owners of a line
 }.
help-owns = “open questions” are those that were asked and that the score does not answer.
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
