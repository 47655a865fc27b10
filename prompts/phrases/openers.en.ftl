# With what a conversation can be begun: each is sent back to us as it stands here, and is understood.

title = To begin with
check-in = Check in
about-line = Why do we have “{ $line }”?
digest = Digest of today
lesson = Send a lesson
questions = Open questions
unsent = What was not sent
my-part = My part
help = What can you do?
