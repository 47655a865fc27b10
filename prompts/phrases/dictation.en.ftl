# A check-in written as one message.

heard = I read this as your check-in. Is it right?
heard-tomorrow = Kept for tomorrow. It stands in the form when you check in.
today = Today
later = For the next check-in
three-fit = Three fit a day; the others wait for the next one.
blocker = In the way
win = A win
confidence = How sure you are, 1 to 5
and-tell = Hand in and tell my team
change = Change it first
drop = Let it go
dropped = Gone. Nothing was handed in.
gone = What you wrote was handed in or let go already. Nothing was changed.
full = That is more than I can keep for one day, so the last message was left out. What you wrote before is here; hand it in or let it go, then write the rest.
tell-too = Your team knows of the first of these. With the tick, it hears of the new one too.
only-you = Only you see this until you hand it in.
