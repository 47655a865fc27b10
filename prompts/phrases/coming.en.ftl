# What would happen next in the demo by itself.

welcome = { $count ->
    [one] Welcome
   *[other] Welcomes
 }
prompt = { $count ->
    [one] Morning prompt
   *[other] Morning prompts
 }
reminder = { $count ->
    [one] Reminder
   *[other] Reminders
 }
digest = Digest of the day
week = Digest of the week
lesson = A lesson
lesson-of = Lesson: { $lesson }
nudge = A question from a lesson
nudge-of = A question from “{ $lesson }”
to = to { $names }{ $unless ->
    [answered] , unless the check-in is in
   *[nothing] {""}
 }
to-more = to { $names } and { SPELL($more) } more{ $unless ->
    [answered] , unless the check-in is in
   *[nothing] {""}
 }
step = A moment that somebody named for a step
